"""Which rejects are one, and which are still open."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import READER, reading_of

from sayso.ingest.reject import Reject, storable

PDF = Reject("a.pdf", None, "unknown-type", "Save it as text.")
TEXT = reading_of("A text.", path="a.txt")
DENIED = Reject("a.txt", None, "no-permission", "It may not be read.")


@pytest.fixture
def begin(ledger):
    return lambda: ledger.begin_run(READER, "sayso read -")


def test_the_same_reject_is_stored_once_and_a_changed_message_anew(ledger, begin):
    first = begin()
    for run in (first, first, begin(), None):
        ledger.append_reject(PDF, run)
        ledger.append_reject(replace(PDF, message="Larger than 1 MiB."), run)
    assert [(reject.message, reject.run) for reject in ledger.rejects()] == [
        ("Save it as text.", first),
        ("Larger than 1 MiB.", first),
    ]


def test_parts_of_a_reject_do_not_run_together(ledger):
    ledger.append_reject(Reject("a", "b", "empty", "c"))
    ledger.append_reject(Reject("a", None, "empty", "c"))
    ledger.append_reject(Reject("a", "", "empty", "c"))
    ledger.append_reject(Reject("a\nb", None, "empty", "c"))
    assert len(list(ledger.rejects())) == 4


@pytest.mark.parametrize("path", ["-", None])
def test_standard_input_is_another_one_each_time(ledger, begin, path):
    bad = Reject(path, None, "binary", "This is no text.")
    line = Reject(path, "line 1", "bad-json", "This is no JSON.")
    runs = [begin() for _ in range(3)]
    for run in runs:
        for reject in (bad, line, line, bad):
            ledger.append_reject(reject, run)
    assert [reject.run for reject in ledger.rejects()] == [run for run in runs for _ in range(2)]
    ledger.append_reject(bad)
    ledger.append_reject(bad)
    assert [reject.run for reject in ledger.rejects()][6:] == [None, None]
    assert ledger.status().rejects == 8


def test_what_has_since_been_read_is_open_no_more(ledger, begin):
    first = begin()
    ledger.append_reject(DENIED, first)
    ledger.append_reject(PDF, first)
    ledger.append_reject(Reject("a.txt", "line 3", "bad-json", "…"), first)
    assert ledger.status().rejects == 3
    ledger.append(TEXT, begin())
    assert [(reject.path, reject.locator) for reject in ledger.rejects()] == [
        ("a.pdf", None),
        ("a.txt", "line 3"),
    ]
    assert ledger.status().rejects == 2
    assert len(list(ledger.rejects(everything=True))) == 3


def test_within_one_run_or_none_what_comes_later_counts(ledger, begin):
    run = begin()
    ledger.append_reject(DENIED, run)
    ledger.append(TEXT, run)
    assert list(ledger.rejects()) == []
    ledger.append(replace(TEXT, report=replace(TEXT.report, path="b.jsonl")))
    broken = Reject("b.jsonl", None, "unreadable", "The rest cannot be read.")
    ledger.append_reject(broken)
    ledger.append_reject(broken)
    assert [reject.path for reject in ledger.rejects()] == ["b.jsonl"]


def test_what_goes_wrong_again_is_open_again(ledger, begin):
    ledger.append_reject(DENIED, begin())
    ledger.append(TEXT, begin())
    again = begin()
    ledger.append_reject(DENIED, again)
    ledger.append_reject(DENIED, begin())
    assert [reject.run for reject in ledger.rejects()] == [again]
    assert ledger.status().rejects == 1
    assert len(list(ledger.rejects(everything=True))) == 2


def test_another_stream_does_not_settle_one_before_it(ledger, begin):
    ledger.append_reject(Reject("-", None, "binary", "…"), begin())
    ledger.append(replace(TEXT, report=replace(TEXT.report, path="-")), begin())
    assert ledger.status().rejects == len(list(ledger.rejects())) == 1


def test_an_append_looks_at_no_more_than_an_index(ledger):
    """What keeps the hundred thousandth reject as cheap as the first."""
    with ledger._asking() as connection:
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plans = [
                "EXPLAIN SELECT id FROM rejects WHERE key = 'x'",
                "EXPLAIN SELECT max(id) FROM appearances WHERE md5(path) = md5('x') AND path = 'x'",
            ]
        else:
            plans = [
                "EXPLAIN QUERY PLAN SELECT id FROM rejects WHERE key = 'x'",
                "EXPLAIN QUERY PLAN SELECT max(id) FROM appearances WHERE path = 'x'",
            ]
        for plan in plans:
            said = str(connection.exec_driver_sql(plan).all())
            assert "SEARCH" in said or "Index" in said
            assert "SCAN" not in said
            assert "Seq Scan" not in said


def test_no_index_of_postgresql_holds_names_of_any_length(database):
    import psycopg

    from sayso.ledger import Ledger

    Ledger(database).close()
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN "
            "('appearances', 'rejects')"
        ).fetchall()
    assert found
    for (definition,) in found:
        columns = definition.partition(" USING ")[2].replace("md5(path)", "")
        for name in ("path", "outlet", "url", "title", "external_id", "locator", "message"):
            assert name not in columns


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        (None, None),
        ("plain é 漢 🙂", "plain é 漢 🙂"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("half \ud800 \udc00", "half \\ud800 \\udc00"),
        ("a\x00b", "a\\x00b"),
    ],
)
def test_what_makes_a_name_storable(name, stored):
    assert storable(name) == stored


@given(st.binary())
def test_a_file_name_is_shown_by_its_bytes(raw):
    shown = raw.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")
    assert storable(os.fsdecode(raw)) == shown
