"""Append-only, enforced in the database itself: whoever opens the ledger with another tool cannot change it
by mistake.

Every table refuses UPDATE, DELETE, TRUNCATE and each kind of INSERT that would overwrite (``INSERT OR
REPLACE``, upserts). A correction is a new row; a schema's step forward adds tables and rows, and needs no
exception from this.

What no database can prevent: its owner may drop these triggers, and whoever may write the file may overwrite
its bytes. The guard is against mistakes and shortcuts; against forgery keep copies elsewhere. The search
indexes (`search`), what screeners keep (`Screenings.cache`) and what weighing keeps beside its results
(`weigh_schema`) are not guarded, for they hold nothing of their own: they are made from the guarded rows and
can be made anew at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table

from sayso.ledger.schema import unique_keys

REFUSAL = "the ledger is append-only: nothing in it is changed or removed; write a new row instead"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION sayso_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_OP || ' on ' || TG_TABLE_NAME || ' refused: {REFUSAL}';
END $$
"""


def guard(connection: Connection, tables: Iterable[Table]) -> None:
    """Make tables append-only; part of the transaction that makes them."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.exec_driver_sql(_POSTGRESQL_FUNCTION)
    for table in tables:
        for statement in _for_sqlite(table) if sqlite else _for_postgresql(table):
            connection.exec_driver_sql(statement)


def _for_sqlite(table: Table) -> Iterator[str]:
    name = table.name
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {name}_no_{deed.lower()} BEFORE {deed} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{deed} on {name} refused: {REFUSAL}'); END"
        )
    # INSERT OR REPLACE removes the old row without asking the DELETE trigger (unless recursive_triggers is
    # on), so a row that would meet one of the same key is stopped before.
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {name} AS old WHERE "
        + " AND ".join(f"{part.format(row='old')} = {part.format(row='NEW')}" for part in key)
        + ")"
        for key in unique_keys(table)
    )
    yield (
        f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} WHEN {taken} "
        f"BEGIN SELECT RAISE(ABORT, 'INSERT on {name} refused, there is a row of this key: {REFUSAL}'); END"
    )


def _for_postgresql(table: Table) -> Iterator[str]:
    name = table.name
    yield (
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sayso_refuse()"
    )
    # Also in sessions that switch ordinary triggers off (session_replication_role = replica).
    yield f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {name}_append_only"
