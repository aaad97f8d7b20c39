"""A ledger as an earlier sayso left it: read as it is, and brought up to date when it is written."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_list_samples import list_of
from ledger_samples import READER, claim_of, event_of, random_reading, reading_of
from sqlalchemy import inspect

from sayso.errors import LedgerError, ListError, NotFoundError, UsageError
from sayso.export import FORMATS, stream
from sayso.ledger import Ledger, guards, review_schema, schema, weigh_schema
from sayso.ledger.catalogue import schema as catalogue_schema
from sayso.reading.reading import Mention, Party, Why
from sayso.run.cataloguing import catalogue

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
CLAIM = claim_of(
    OLD.report.text,
    event_of(OLD.report.text, "ASSAULT", "attacked", recipients=["The gas pipeline"]),
    ("Iran’s foreign ministry", {"kind": "people"}),
    cue="said", id="v2", confidence={"event": 0.5},
)  # fmt: skip
SAID = replace(CLAIM.sources[0], actor="IRN/foreign-ministry", name="Foreign Ministry of Iran", country="IR")
RESOLVED = replace(
    OLD,
    mentions=(Mention((33, 37), "Iran", "state", "IRN", 0.9, Why("name", (0, 4), "may be no state")),),
    claims=(replace(CLAIM, id="v3", sources=(SAID,)),),
    parties=(
        Party("IRN", "Iran", "state", ("IR",), ("GOV",)),
        Party(
            "IRN/foreign-ministry", "Foreign Ministry of Iran", "government", ("IR",), ("GOV",),
            "IRN/government", ("IRN/government", "IRN"),
        ),
    ),
)  # fmt: skip
KEPT = {1: OLD, 2: replace(OLD, claims=(CLAIM,)), 3: RESOLVED, 4: RESOLVED, 5: RESOLVED}
NEW_TABLES = {
    2: schema.SINCE_VERSION_2,
    3: schema.SINCE_VERSION_3,
    4: schema.SINCE_VERSION_4,
    5: (*weigh_schema.SINCE_VERSION_5, *weigh_schema.DERIVED),
    6: (*review_schema.SINCE_VERSION_6, *catalogue_schema.CATALOGUE),
}


@pytest.fixture(params=[1, 2, 3, 4, 5], ids="version {}".format)
def version(request):
    """The version of the schema of `old`."""
    return request.param


@pytest.fixture
def old(place, version):
    """Where a ledger of an older version lies."""
    if place.startswith("postgresql"):
        import psycopg

        with psycopg.connect(place) as connection:
            connection.execute((HERE / f"version_{version}_postgresql.sql").read_text(encoding="utf-8"))
    else:
        connection = sqlite3.connect(place)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((HERE / f"version_{version}_sqlite.sql").read_text(encoding="utf-8"))
        connection.close()
    return place


def tables_since(version: int) -> set[str]:
    return {table.name for step, tables in NEW_TABLES.items() if step > version for table in tables}


def tables_of(ledger: Ledger) -> dict[str, list[str]]:
    with ledger._asking() as connection:
        found = inspect(connection)
        return {
            name: [column["name"] for column in found.get_columns(name)] for name in found.get_table_names()
        }


def definitions(ledger: Ledger) -> list[list[str]]:
    """Everything that a ledger's schema says, in words: tables, columns, rules, indexes, triggers."""
    queries = [
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name",
    ]
    with ledger._asking() as connection:
        if connection.dialect.name != "sqlite":
            place = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
            queries = [
                "SELECT table_name, column_name, ordinal_position::text, data_type, is_nullable, "
                "coalesce(collation_name, ''), coalesce(column_default, '') FROM information_schema.columns "
                "WHERE table_schema = current_schema() ORDER BY 1, 3",
                "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2",
                "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
                "ORDER BY 1, 2",
                "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger "
                "JOIN pg_class ON pg_class.oid = tgrelid AND relnamespace = current_schema()::regnamespace "
                "WHERE NOT tgisinternal ORDER BY 1, 2",
            ]
        return [
            " ".join(row).replace(place if len(queries) > 1 else "\0", "").split()
            for query in queries
            for row in connection.exec_driver_sql(query)
        ]


def test_it_is_read_as_it_is(old, version):
    kept = KEPT[version]
    with Ledger(old, read_only=True) as ledger:
        assert list(ledger.readings()) == [ledger.reading("pipeline.txt")] == [kept]
        assert [found.source for found in ledger.statements()] == ["Iran’s foreign ministry", None]
        assert [found.content for found in ledger.statements("chateau")] == ["talks go on at Château-d’Eau"]
        assert len(ledger.reports("pipeline")) == 1
        assert len(list(ledger.rejects())) == 1
        assert [found.words for found in ledger.sources()] == ["Iran’s foreign ministry"]
        assert tuple(found.claim for found in ledger.claims()) == kept.claims
        assert tuple(found.claim for found in ledger.claims(source="iran", type="assault")) == kept.claims
        assert list(ledger.claims("pipeline", actor="iran", type="assault")) == []
        with pytest.raises(UsageError, match="no type of event"):
            ledger.claims(type="WAR")
        status = ledger.status()
        assert (status.schema_version, status.readings, status.attributions) == (version, 1, 2)
        assert (status.events, status.claims) == (len(kept.claims), len(kept.claims))
        for form in FORMATS:
            list(stream(ledger, form))
        assert [party.actor for party in ledger.screenings.parties()] == [party.id for party in kept.parties]
        assert ledger.lists.current() == ledger.lists.versions() == ()
        assert list(ledger.lists.raw()) == list(ledger.screenings.links()) == []
        assert (ledger.screenings.latest(), ledger.screenings.cached(1, "a")) == (None, None)
        assert (status.lists, status.listed) == ({}, 0)
        with pytest.raises(ListError, match="no list 'un'"):
            ledger.lists.version("un")
        weighed = ledger.weighings
        assert len(weighed.pending()) == (version >= 5)
        assert weighed.matters() == weighed.stories() == weighed.changes("2020") == []
        assert (weighed.decisions(), weighed.watches(), weighed.matters_of(["a"])) == ([], [], {})
        nothing = "Nothing is weighed" if version < 5 else "no matter"
        with pytest.raises(NotFoundError, match=nothing):
            weighed.matter("m0")
        assert (ledger.catalogue.ready, ledger.catalogue.stamp()) == (False, "0")
        assert not ledger.catalogue.state().pending
        with pytest.raises(LedgerError, match="run `sayso weigh`"):
            ledger.catalogue.claims()
        reviews = ledger.reviews
        assert (reviews.of("pipeline.txt"), reviews.decisions().reviews, reviews.state(["a"])) == ([], (), {})
        assert list(reviews.annotations()) == []
        with pytest.raises(NotFoundError, match="nobody reviewed anything"):
            reviews.decision(1)
        assert tables_since(version).isdisjoint(tables_of(ledger))


def test_opened_for_writing_it_keeps_everything_and_takes_parties(old, raw, version):
    text = OLD.report.text
    event = event_of(text, "ASSAULT", "attacked", actors=[("Iran", {"actor": "IRN"})])
    said = ("Iran’s foreign ministry", {"actor": "IRN/foreign-ministry", "country": "IR"})
    claim = claim_of(text, event, said, cue="said", confidence={"event": 0.5})
    with Ledger(old, read_only=True) as reader, Ledger(old) as ledger:
        status = ledger.status()
        assert (status.schema_version, status.readings, status.claims) == (6, 1, len(KEPT[version].claims))
        assert list(ledger.readings()) == [KEPT[version]]
        assert ledger.append(OLD) is False
        newer = replace(
            OLD,
            reader=replace(READER, version="0.2.0"),
            mentions=(
                Mention((33, 37), "Iran", "state", "IRN", 0.9, Why("name", (0, 4), "may be no state")),
            ),
            claims=(claim,),
            parties=(Party("IRN", "Iran", "state", ("IR",), ("GOV",)),),
        )
        assert ledger.append(newer)
        assert ledger.append(replace(random_reading(1), claims=()))
        assert ledger.reading("pipeline.txt") == newer
        assert [found.claim for found in ledger.claims("pipeline")] == [claim]
        assert [found.claim for found in reader.claims("pipeline")] == [claim]  # opened before the step
        assert reader.reading("pipeline.txt") == newer
        version_added = ledger.lists.add(list_of("un", "Ann Example"))
        assert reader.lists.current() == (version_added,)
        assert len(ledger.weighings.pending()) == 2
        assert catalogue(ledger) == 2
        assert [found.claim.claim for found in reader.catalogue.claims().rows] == [claim]
        watch = ledger.weighings.watch(party="iran")
        assert reader.weighings.watches() == [watch]
    for table in ("claim_sources", "parties", "list_versions", "list_members", "watches"):
        with pytest.raises(Exception, match="append-only"):
            raw(f"DELETE FROM {table}")


def test_it_becomes_what_a_new_one_is(old, tmp_path, request, version):
    new = (
        request.getfixturevalue("server") + f"&options=-csearch_path%3Dmigrated_{version}"
        if "://" in old
        else str(tmp_path / "new.db")
    )
    if "://" in old:
        import psycopg

        with psycopg.connect(request.getfixturevalue("server"), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA migrated_{version}")
    with Ledger(old) as brought, Ledger(new) as fresh:
        assert tables_of(brought) == tables_of(fresh)
        assert definitions(brought) == definitions(fresh)


def test_a_step_that_fails_leaves_nothing_behind(old, monkeypatch, version):
    def fail(*_):
        raise LedgerError("on purpose")

    with monkeypatch.context() as patched:
        patched.setattr(guards, "guard", fail)
        with pytest.raises(LedgerError, match="on purpose"):
            Ledger(old)
    with Ledger(old, read_only=True) as ledger:
        assert ledger.status().schema_version == version
        assert tables_since(version).isdisjoint(tables_of(ledger))
        assert ("score" in tables_of(ledger)["mentions"]) == (version >= 3)
    with Ledger(old) as ledger:
        assert list(ledger.readings()) == [KEPT[version]]
        assert ledger.status().schema_version == 6


def test_a_table_in_the_way_is_said(old, raw, version):
    table = {1: "parties", 2: "parties", 3: "screenings", 4: "threads", 5: "catalogue_claims"}[version]
    raw(f"CREATE TABLE {table} (id INTEGER)")
    with pytest.raises(LedgerError, match=rf"other tables.*\({table}\).*rename"):
        Ledger(old)
    with Ledger(old, read_only=True) as ledger:
        assert list(ledger.readings()) == [KEPT[version]]


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
        assert ledger.status().schema_version == 6
