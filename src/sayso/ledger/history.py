"""Where a report was seen, and which readings the ledger has of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from sayso.ledger.lookup import resolve
from sayso.ledger.schema import appearances, readings, runs

if TYPE_CHECKING:
    from sayso.ledger.store import Ledger

__all__ = ["Appearance", "PastReading", "ReportHistory", "report_history"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A place where a report's text was found, as it was described there; `seen_at` is UTC, ISO 8601."""

    seen_at: str
    path: str | None
    external_id: str | None
    url: str | None
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    run: int | None


@dataclass(frozen=True, slots=True)
class PastReading:
    """A reading of a report: when it was made (UTC), by which program and model (SHA-256 of the file), with
    which date of publication, in which run and by what command of sayso.
    """

    read_at: str
    version: str
    model: str
    published: str | None
    run: int | None
    command: str | None


@dataclass(frozen=True, slots=True)
class ReportHistory:
    """What the ledger knows of a report's coming: `appearances` first seen first, `readings` newest first;
    the first of these is the one that answers.
    """

    report_id: str
    appearances: tuple[Appearance, ...]
    readings: tuple[PastReading, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the history as a JSON object."""
        return asdict(self)


def report_history(ledger: Ledger, ref: str) -> ReportHistory:
    """Give the history of a report, named as for `Ledger.reading`; of several thousand appearances only the
    first hundred. Raises as `Ledger.reading` does.
    """
    with ledger._asking() as connection:
        report_id = resolve(connection, ref)
        return ReportHistory(
            report_id, tuple(_appearances(connection, report_id)), tuple(_readings(connection, report_id))
        )


_MOST = 100


def _appearances(connection: Connection, report_id: str) -> list[Appearance]:
    query = (
        select(appearances)
        .where(appearances.c.report_id == report_id)
        .order_by(appearances.c.id)
        .limit(_MOST)
    )
    return [
        Appearance(
            row.seen_at,
            row.path,
            row.external_id,
            row.url,
            row.title,
            row.outlet,
            tuple(json.loads(row.authors)),
            row.published,
            row.run_id,
        )
        for row in connection.execute(query)
    ]


def _readings(connection: Connection, report_id: str) -> list[PastReading]:
    query = (
        select(readings, runs.c.command)
        .outerjoin(runs, runs.c.id == readings.c.run_id)
        .where(readings.c.report_id == report_id)
        .order_by(readings.c.id.desc())
        .limit(_MOST)
    )
    return [
        PastReading(row.read_at, row.reader_version, row.model, row.published, row.run_id, row.command)
        for row in connection.execute(query)
    ]
