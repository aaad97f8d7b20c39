"""How a ledger comes to be, and how an older one is brought up to date.

A new ledger is made from `schema` as it stands. An older one goes through `STEPS`, each in its own
transaction: step *n* brings version *n - 1* to *n*, only ever adds, and is never edited once released. Each
leaves a row in ``ledger_versions``. An older ledger that is opened for reading only is left as it is and
answers with what it has. A ledger of a newer version than this program knows is refused rather than guessed
at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlalchemy.schema import CreateColumn

from sayso import __version__
from sayso.errors import LedgerError
from sayso.ledger import guards, search
from sayso.ledger.catalogue.schema import CATALOGUE, create_catalogue
from sayso.ledger.connect import Place, plain_errors
from sayso.ledger.review_schema import SINCE_VERSION_6
from sayso.ledger.schema import (
    COLUMNS_SINCE_VERSION_3,
    CURRENT_READINGS,
    INDEXES_SINCE_VERSION_3,
    SCHEMA_VERSION,
    SINCE_VERSION_2,
    SINCE_VERSION_3,
    SINCE_VERSION_4,
    ledger_versions,
    metadata,
)
from sayso.ledger.weigh_schema import DERIVED, SINCE_VERSION_5, create_derived

Step = Callable[[Connection], None]


def _add_claims(connection: Connection) -> None:
    """Version 2: events, and claims with their sources. The readings that are there have none."""
    _refuse_others(connection, SINCE_VERSION_2)
    metadata.create_all(connection, tables=SINCE_VERSION_2, checkfirst=False)
    search.create_for_claims(connection)
    guards.guard(connection, SINCE_VERSION_2)


def _add_parties(connection: Connection) -> None:
    """Version 3: parties, and what a mention's resolution rests on. The readings that are there have none.

    The step before makes its tables as they are now: what comes to them here may be there already.
    """
    _refuse_others(connection, SINCE_VERSION_3)
    found = inspect(connection)
    for table, names in COLUMNS_SINCE_VERSION_3.items():
        there = {column["name"] for column in found.get_columns(table.name)}
        for name in names:
            if name not in there:
                column = CreateColumn(table.c[name]).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column}")
    metadata.create_all(connection, tables=SINCE_VERSION_3, checkfirst=False)
    for index in INDEXES_SINCE_VERSION_3:
        index.create(connection, checkfirst=True)
    search.create_for_parties(connection)
    guards.guard(connection, SINCE_VERSION_3)


def _add_lists(connection: Connection) -> None:
    """Version 4: sanctions lists, and the screening of the parties. There are none yet."""
    _refuse_others(connection, SINCE_VERSION_4)
    metadata.create_all(connection, tables=SINCE_VERSION_4, checkfirst=False)
    search.create_for_lists(connection)
    guards.guard(connection, SINCE_VERSION_4)


def _add_weighing(connection: Connection) -> None:
    """Version 5: stories, matters, their standing, decisions and watches. Nothing is weighed yet."""
    _refuse_others(connection, (*SINCE_VERSION_5, *DERIVED))
    metadata.create_all(connection, tables=SINCE_VERSION_5, checkfirst=False)
    create_derived(connection)
    guards.guard(connection, SINCE_VERSION_5)


def _add_desk(connection: Connection) -> None:
    """Version 6: reviews, and the catalogue. Nobody has reviewed anything, and nothing is catalogued yet."""
    _refuse_others(connection, (*SINCE_VERSION_6, *CATALOGUE))
    metadata.create_all(connection, tables=SINCE_VERSION_6, checkfirst=False)
    create_catalogue(connection)
    guards.guard(connection, SINCE_VERSION_6)


def _refuse_others(connection: Connection, tables: Iterable[Table]) -> None:
    taken = {table.name for table in tables} & set(inspect(connection).get_table_names())
    if taken:
        raise LedgerError(
            f"The ledger cannot be brought up to date: there are other tables in its database "
            f"({', '.join(sorted(taken))}) where its own must come; rename them and try again"
        )


STEPS: dict[int, Step] = {2: _add_claims, 3: _add_parties, 4: _add_lists, 5: _add_weighing, 6: _add_desk}
"""What brings a ledger to each version from 2 on; new tables must be given to `guards.guard`."""

_APPLICATION_ID = 0x73617973  # "says": `file sayso.db` and SQLite's own tools can tell a ledger
_LOCK = 0x73617973


def prepare(place: Place) -> None:
    """Make the tables of a new ledger, bring an older one up to date unless it may only be read.

    Raises LedgerError where the database is something else, is of a newer version, or is empty and may only
    be read.
    """
    with plain_errors(place.name):
        with place.engine.begin() as connection:
            version = _check(connection, place.name)
        if version == SCHEMA_VERSION:
            return
        if place.read_only:
            if version is None:
                raise LedgerError(f"{place.name} is empty; `sayso read PATH` makes a ledger of it")
            return
        # Each step is its own transaction, and another program may have taken it in the meantime.
        while version != SCHEMA_VERSION:
            with place.writer.begin() as connection:
                if connection.dialect.name != "sqlite":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                version = _check(connection, place.name)
                if version == SCHEMA_VERSION:
                    return
                version = _create(connection) if version is None else _step(connection, version + 1)


def version_of(connection: Connection) -> int | None:
    """Give the schema version of a database; None where it holds no ledger."""
    if not inspect(connection).has_table(ledger_versions.name):
        return None
    version: int | None = connection.scalar(select(func.max(ledger_versions.c.version)))
    return version


def _check(connection: Connection, name: str) -> int | None:
    version = version_of(connection)
    if version is None:
        others = set(inspect(connection).get_table_names())
        # A file belongs to one program; a PostgreSQL schema may be shared as long as no table is in the way.
        if connection.dialect.name != "sqlite":
            others &= set(metadata.tables)
        if others:
            raise LedgerError(
                f"{name} is a database with other tables ({', '.join(sorted(others)[:3])}); "
                "choose another place"
            )
    elif version > SCHEMA_VERSION:
        raise LedgerError(
            f"{name} is a ledger of version {version}, made by a newer sayso; this one knows version "
            f"{SCHEMA_VERSION}. Update it with: pip install --upgrade sayso"
        )
    return version


def _create(connection: Connection) -> int:
    metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(CURRENT_READINGS)
    search.create(connection)
    create_derived(connection)
    create_catalogue(connection)
    guards.guard(connection, metadata.sorted_tables)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
    return _record(connection, SCHEMA_VERSION)


def _step(connection: Connection, version: int) -> int:
    STEPS[version](connection)
    return _record(connection, version)


def _record(connection: Connection, version: int) -> int:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    connection.execute(insert(ledger_versions).values(version=version, applied_at=now, program=__version__))
    return version
