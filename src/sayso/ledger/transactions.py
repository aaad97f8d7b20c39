"""Transactions on a ledger, and what rows written in one have in common: numbers and times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, text

from sayso.errors import LedgerError
from sayso.ledger.connect import Place, plain_errors
from sayso.ledger.schema import SCHEMA_VERSION, ledger_versions, metadata

__all__ = ["asking", "next_numbers", "now", "together", "version_of", "writing"]


_views: ContextVar[tuple[Place, Connection] | None] = ContextVar("view", default=None)


@contextmanager
def asking(place: Place) -> Iterator[Connection]:
    """One consistent view, whatever is written meanwhile: that of `together`, or one of its own."""
    view = _views.get()
    if view is not None and view[0] is place:
        with plain_errors(place.name):
            yield view[1]
        return
    with plain_errors(place.name), place.engine.begin() as connection:
        yield connection


@contextmanager
def together(place: Place) -> Iterator[None]:
    """Let all that this thread asks meanwhile be answered from one view; nothing may be written within, and
    what answers bit by bit must be read to its end.
    """
    with plain_errors(place.name), place.engine.begin() as connection:
        token = _views.set((place, connection))
        try:
            yield
        finally:
            _views.reset(token)


@contextmanager
def writing(place: Place, lock: str | None = None) -> Iterator[Connection]:
    """One transaction that writes. `lock` names what it is about: two transactions about the same come one
    after the other. (SQLite has one writer at a time anyway.)

    Raises LedgerError where the ledger was opened for reading only.
    """
    if place.read_only:
        raise LedgerError(f"{place.name} was opened for reading only; open it without read_only to write")
    with plain_errors(place.name), place.writer.begin() as connection:
        if lock is not None and connection.dialect.name != "sqlite":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))"), {"lock": lock}
            )
        yield connection


def now() -> str:
    """Give the time as the ledger's rows have it: UTC, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def next_numbers(connection: Connection, wanted: dict[str, int]) -> dict[str, Sequence[int]]:
    """Take numbers for many new rows at once, so that rows that refer to them can be made with them: for each
    table as many as wanted.
    """
    if connection.dialect.name == "sqlite":  # nobody else can write until this transaction ends
        last = connection.execute(
            select(*(select(func.max(metadata.tables[name].c.id)).scalar_subquery() for name in wanted))
        ).one()
        return {
            name: range((before or 0) + 1, (before or 0) + 1 + count)
            for (name, count), before in zip(wanted.items(), last, strict=True)
        }
    query = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return {
        name: connection.scalars(query, {"table": name, "count": count}).all() if count else ()
        for name, count in wanted.items()
    }


def version_of(connection: Connection) -> int:
    """Give the schema's version: that of an older ledger that may only be read, or has been written since."""
    known: int | None = connection.info.get("version")
    if known is not None:
        return known
    version = connection.scalar(select(func.max(ledger_versions.c.version))) or 0
    # It never goes back, but for a change of the schema that fails.
    if version >= SCHEMA_VERSION and not connection.get_execution_options().get("sayso_write", False):
        connection.info["version"] = version
    return version
