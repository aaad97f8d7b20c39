"""A ledger as sayso 0.1.0 left it: read as it is, and brought up to date when it is written."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_samples import READER, claim_of, event_of, random_reading, reading_of
from sqlalchemy import inspect

from sayso.errors import LedgerError, UsageError
from sayso.ledger import Ledger, guards, schema
from sayso.reading.reading import Mention

HERE = Path(__file__).parent
OLD = reading_of(
    "“The gas pipeline was attacked,” Iran’s foreign ministry said. "
    "Reportedly, talks go on at Château-d’Eau.",
    {"source": "Iran’s foreign ministry", "cue": "said", "content": "“The gas pipeline was attacked,”"},
    {"cue": "Reportedly", "content": "talks go on at Château-d’Eau"},
    path="reuters/pipeline.txt", outlet="Reuters", published="2023-08-21", title="Pipeline",
    external_id="r-17", authors=("Ann",), language="en",
)  # fmt: skip
OLD = replace(OLD, mentions=(Mention((33, 37), "Iran", "state"),))


@pytest.fixture
def old(place):
    """Where a ledger of version 1 lies."""
    if place.startswith("postgresql"):
        import psycopg

        with psycopg.connect(place) as connection:
            connection.execute((HERE / "version_1_postgresql.sql").read_text(encoding="utf-8"))
    else:
        connection = sqlite3.connect(place)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((HERE / "version_1_sqlite.sql").read_text(encoding="utf-8"))
        connection.close()
    return place


def tables_of(ledger: Ledger) -> dict[str, list[str]]:
    with ledger._asking() as connection:
        found = inspect(connection)
        return {
            name: sorted(column["name"] for column in found.get_columns(name))
            for name in found.get_table_names()
        }


def definitions(ledger: Ledger) -> list[list[str]]:
    with ledger._asking() as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
        return [[name, *sql.split()] for name, sql in connection.exec_driver_sql(query)]


def test_it_is_read_as_it_is(old):
    with Ledger(old, read_only=True) as ledger:
        assert list(ledger.readings()) == [ledger.reading("pipeline.txt")] == [OLD]
        assert [found.source for found in ledger.statements()] == ["Iran’s foreign ministry", None]
        assert [found.content for found in ledger.statements("chateau")] == ["talks go on at Château-d’Eau"]
        assert len(ledger.reports("pipeline")) == 1
        assert len(list(ledger.rejects())) == 1
        assert list(ledger.claims()) == list(ledger.claims("pipeline", actor="iran", type="assault")) == []
        with pytest.raises(UsageError, match="no type of event"):
            ledger.claims(type="WAR")
        status = ledger.status()
        assert (status.schema_version, status.readings, status.attributions) == (1, 1, 2)
        assert (status.events, status.claims, status.by_type, status.by_stance) == (0, 0, {}, {})
        assert "claims" not in tables_of(ledger)


def test_opened_for_writing_it_keeps_everything_and_takes_claims(old, raw):
    text = OLD.report.text
    event = event_of(text, "ASSAULT", "attacked", actors=["Iran"])
    claim = claim_of(text, event, "Iran’s foreign ministry", cue="said", confidence={"event": 0.5})
    with Ledger(old, read_only=True) as reader, Ledger(old) as ledger:
        status = ledger.status()
        assert (status.schema_version, status.readings, status.claims) == (2, 1, 0)
        assert list(ledger.readings()) == [OLD]
        assert ledger.append(OLD) is False
        newer = replace(OLD, reader=replace(READER, version="0.2.0"), claims=(claim,))
        assert ledger.append(newer)
        assert ledger.append(replace(random_reading(1), claims=()))
        assert ledger.reading("pipeline.txt") == newer
        assert [found.claim for found in ledger.claims("pipeline")] == [claim]
        assert [found.claim for found in reader.claims("pipeline")] == [claim]  # opened before the step
    with pytest.raises(Exception, match="append-only"):
        raw("DELETE FROM claim_sources")


def test_it_becomes_what_a_new_one_is(old, tmp_path, request):
    new = (
        request.getfixturevalue("server") + "&options=-csearch_path%3Dmigrated"
        if "://" in old
        else str(tmp_path / "new.db")
    )
    if "://" in old:
        import psycopg

        with psycopg.connect(request.getfixturevalue("server"), autocommit=True) as connection:
            connection.execute("CREATE SCHEMA migrated")
    with Ledger(old) as brought, Ledger(new) as fresh:
        assert tables_of(brought) == tables_of(fresh)
        if "://" not in old:
            assert definitions(brought) == definitions(fresh)


def test_a_step_that_fails_leaves_nothing_behind(old, monkeypatch):
    def fail(*_):
        raise LedgerError("on purpose")

    monkeypatch.setattr(guards, "guard", fail)
    with pytest.raises(LedgerError, match="on purpose"):
        Ledger(old)
    with Ledger(old, read_only=True) as ledger:
        assert ledger.status().schema_version == 1
        assert set(tables_of(ledger)).isdisjoint(table.name for table in schema.SINCE_VERSION_2)
    monkeypatch.undo()
    with Ledger(old) as ledger:
        assert list(ledger.readings()) == [OLD]
        assert ledger.status().schema_version == 2


def test_a_table_in_the_way_is_said(old, raw):
    raw("CREATE TABLE events (id INTEGER)")
    with pytest.raises(LedgerError, match=r"other tables.*\(events\).*rename"):
        Ledger(old)
    with Ledger(old, read_only=True) as ledger:
        assert list(ledger.readings()) == [OLD]


def test_two_programs_bring_it_up_to_date_at_once(old):
    problems = []

    def open_it() -> None:
        try:
            Ledger(old).close()
        except Exception as error:  # noqa: BLE001  told by the main thread
            problems.append(error)

    both = [threading.Thread(target=open_it) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not problems
    with Ledger(old, read_only=True) as ledger:
        assert ledger.status().schema_version == 2
