"""Cheats: the databases' own drivers, past everything that sayso does in Python."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from ledger_list_samples import list_of, screen
from ledger_places import shared_place
from ledger_samples import READER, random_reading
from ledger_weighing_samples import weigh_by_hand

from sayso.ingest.reject import Reject
from sayso.ledger import Ledger, schema

TABLES = sorted(schema.metadata.tables)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory):
    """One place for all tests: none of them changes what lies there, as `refused` makes sure."""
    return shared_place(request, tmp_path_factory)


@pytest.fixture(scope="module")
def full(place):
    """Where a ledger lies that has rows in every table."""
    with Ledger(place) as ledger:
        run = ledger.begin_run(READER, "sayso read reports")
        ledger.append(random_reading(1, attributions=4), run)
        ledger.append(random_reading(2, attributions=4), run)
        ledger.append_reject(Reject("a.pdf", None, "unknown-type", "…"), run)
        ledger.end_run(run, read=2, unchanged=0, rejected=1)
        screen(ledger, list_of("un", "Ann Example", "Example Shipping", rejects=1))
        weigh_by_hand(ledger)
        ledger.reviews.undo(
            ledger.reviews.accept(random_reading(1, attributions=4).report.id, 1, "Ann").id, "Ann"
        )
    return place


def contents(place):
    with Ledger(place, read_only=True) as ledger:
        return (
            list(ledger.readings()),
            list(ledger.rejects()),
            ledger.lists.current(),
            list(ledger.lists.raw()),
            ledger.lists.rejects("un"),
            ledger.screenings.latest(),
            list(ledger.screenings.links()),
            replace(ledger.status(), size=0),
            ledger.weighings.matters(),
            ledger.weighings.stories(),
            ledger.weighings.decisions(),
            ledger.weighings.watches(),
            ledger.reviews.decisions(),
        )


@pytest.fixture(scope="module")
def before(full):
    """What lies there before the first test, once that has looked."""
    return []


@pytest.fixture
def refused(full, before, raw):
    """Runs statements that must fail, and looks after the last whether everything is still as it was."""
    if not before:
        before.append(contents(full))

    def run(statement: str) -> None:
        with pytest.raises(Exception, match=r"append-only|cannot UPSERT|violates|refused|cannot truncate"):
            raw(statement)

    yield run
    assert contents(full) == before[0]


def columns(table: str) -> str:
    return ", ".join(f'"{column.name}"' for column in schema.metadata.tables[table].columns)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_removed(refused, table):
    some = schema.metadata.tables[table].columns.keys()[-1]
    refused(f'UPDATE {table} SET "{some}" = "{some}"')
    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_replaced(refused, place, table):
    names = columns(table)
    if place.startswith("postgresql"):
        key = ", ".join(f'"{column.name}"' for column in schema.metadata.tables[table].primary_key)
        some = schema.metadata.tables[table].columns.keys()[-1]
        refused(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} "
            f'ON CONFLICT ({key}) DO UPDATE SET "{some}" = EXCLUDED."{some}"'
        )
        refused(f"TRUNCATE {table} CASCADE")
    else:
        refused(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}")
        refused(f"REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("reports", "number"), ("readings", "id"), ("attributions", "id"), ("rejects", "id"),
        ("sentences", "id"), ("events", "id"), ("event_parts", "id"), ("claims", "id"),
        ("claim_sources", "id"), ("parties", "id"), ("list_versions", "id"), ("list_entries", "id"),
        ("screenings", "id"), ("screened_parties", "id"), ("party_links", "id"),
    ],
)  # fmt: skip
def test_no_row_is_replaced_by_one_of_another_number(tmp_path, table, key):
    """A conflict in a second unique key would remove the old row just as well."""
    path = tmp_path / "sayso.db"
    with Ledger(path) as ledger:
        ledger.append(random_reading(1))
        ledger.append_reject(Reject("a.pdf", None, "unknown-type", "…"))
        screen(ledger, list_of("un", "Ann Example"))
    names = columns(table)
    elsewhere = names.replace(f'"{key}"', f'"{key}" + 1000')
    anywhere = names.replace(f'"{key}"', "NULL")
    connection = sqlite3.connect(path)
    for changed in (elsewhere, anywhere):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {changed} FROM {table}")
    connection.close()


def test_triggers_hold_where_a_session_switches_ordinary_ones_off(database):
    import psycopg

    with Ledger(database) as ledger:
        ledger.append(random_reading(1))
    with psycopg.connect(database) as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            connection.execute("DELETE FROM attribution_spans")


def test_a_search_index_that_was_tampered_with_is_made_anew_from_the_rows(tmp_path):
    path = tmp_path / "sayso.db"
    with Ledger(path) as ledger:
        ledger.append(random_reading(1))
        found = list(ledger.statements("the"))
        assert found
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("INSERT INTO statement_search (statement_search) VALUES ('delete-all')")
        assert list(ledger.statements("the")) == []
        with connection:
            connection.execute("INSERT INTO statement_search (statement_search) VALUES ('rebuild')")
        connection.close()
        assert list(ledger.statements("the")) == found
