from __future__ import annotations

import random
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_places import shared_place
from ledger_samples import NEWER, READER, random_reading, reading_of

from sayso.errors import LedgerError
from sayso.ingest.reject import Reject
from sayso.ledger import Ledger
from sayso.reading.reading import Attribution, Mention, Reading, Speaker
from sayso.report import Report

DENIAL = "The ministry said “we deny it”, sources told Reuters."


def test_a_reading_comes_back_as_it_was(ledger):
    reading = random_reading(1)
    reading = replace(
        reading,
        report=replace(
            reading.report, title="A “title”", authors=("Ann", "Bo"), url="https://x/1", language="en"
        ),
    )
    assert ledger.append(reading) is True
    assert ledger.reading(reading.report.id) == reading
    assert list(ledger.readings()) == [reading]


def test_the_same_reading_is_stored_once(ledger):
    reading = random_reading(1)
    assert not ledger.has_reading(reading.report, READER)
    assert ledger.append(reading) is True
    assert ledger.has_reading(reading.report, READER)
    before = ledger.status()
    assert ledger.append(reading) is False
    assert replace(ledger.status(), size=0) == replace(before, size=0)


def test_another_place_is_another_appearance_of_the_same_report(ledger):
    reading = random_reading(1)
    ledger.append(reading)
    copy = replace(reading, report=replace(reading.report, path="elsewhere.txt", outlet="The Copyist"))
    assert ledger.append(copy) is False
    assert ledger.append(copy) is False
    assert not ledger.append_appearance(copy.report)
    assert ledger.append_appearance(replace(copy.report, url="https://copy/1"))
    status = ledger.status()
    assert (status.reports, status.readings, status.appearances) == (1, 1, 3)
    assert ledger.reading("elsewhere.txt") == reading  # described as first seen


def test_an_appearance_needs_a_known_report(ledger):
    with pytest.raises(LedgerError, match="append its reading first"):
        ledger.append_appearance(Report.from_text("unknown"))


def test_another_model_and_another_date_are_new_readings_and_the_newest_counts(ledger):
    old = reading_of(DENIAL, {"source": "The ministry", "cue": "said", "content": "“we deny it”"})
    new = reading_of(DENIAL, {"source": "sources", "cue": "told", "content": "we deny it"}, reader=NEWER)
    dated = reading_of(
        DENIAL, {"source": "The ministry", "content": "deny"}, reader=NEWER, published="2023-08-21"
    )
    for reading in (old, new, dated):
        assert ledger.append(reading)
        assert ledger.reading(reading.report.id) == reading
        assert [found.source for found in ledger.statements()] == [
            reading.quote(reading.attributions[0].source)
        ]
    assert ledger.status().readings == 3
    assert [model for _, model in ledger.status().models] == [READER.model, NEWER.model]
    assert list(ledger.readings()) == [dated]


def test_a_speaker_within_anothers_words_is_nested(ledger):
    reading = reading_of(
        DENIAL,
        {"source": "Reuters", "cue": "told", "content": "The ministry said “we deny it”"},
        {"source": "The ministry", "cue": "said", "content": "“we deny it”"},
    )
    ledger.append(reading)
    assert [found.nested for found in ledger.statements()] == [False, True]
    assert ledger.reading(reading.report.id) == reading


NO_DAYS = [
    "", "2023", "2023-08", "20230821", "2023-W34-1", "2023-02-30", "2023-08-21T10:00", "2023-08-21\n",
    " 2023-08-21", "٢٠٢٣-٠٨-٢١", "yesterday", "2023-08-21" * 400,
]  # fmt: skip


LETTERS = st.one_of(st.text(), st.text(alphabet="ab \n“”’éé𝔘🙂’0Я漢"))


@st.composite
def readings(draw):
    text = Report.from_text(draw(LETTERS.map(lambda words: f"|{words}|"))).text
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] != s[1])
    span = spans.map(lambda s: (min(s), max(s)))
    some = st.lists(span, max_size=3).map(tuple)
    word = st.none() | LETTERS.filter(lambda words: "\x00" not in words)
    speaker = st.none() | st.builds(Speaker, LETTERS.filter(lambda words: "\x00" not in words), word)
    attributions = st.lists(
        st.builds(Attribution, some, some, st.lists(span, min_size=1, max_size=3).map(tuple), speaker),
        max_size=4,
    )
    mention = span.map(lambda s: Mention(s, text[s[0] : s[1]], "place"))
    report = Report(
        text,
        **{name: draw(word) for name in ("external_id", "path", "url", "title", "outlet", "language")},
        authors=tuple(draw(st.lists(LETTERS.filter(lambda words: "\x00" not in words), max_size=2))),
        published=draw(st.none() | st.dates().map(str)),
    )
    return Reading(report, READER, tuple(draw(st.lists(mention, max_size=3))), tuple(draw(attributions)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings())
def test_any_unicode_comes_back_and_every_span_quotes_its_words(ledger, reading):
    known = ledger.has_reading(reading.report, READER)
    assert ledger.append(reading) is not known
    text = reading.report.text
    found = list(ledger.statements(report=reading.report.id))
    for statement in found:
        assert " […] ".join(text[start:end] for start, end in statement.spans["content"]) == statement.content
        assert " […] ".join(text[start:end] for start, end in statement.spans["source"]) == (
            statement.source or ""
        )
    if not known and ledger.status().reports == ledger.status().readings == ledger.status().appearances:
        assert ledger.reading(reading.report.id) == reading
        assert len(found) == len(reading.attributions)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def refusing(request, tmp_path_factory):
    """A ledger into which nothing gets: it stays empty, and one does for all tests."""
    with Ledger(shared_place(request, tmp_path_factory)) as opened:
        yield opened


@pytest.mark.parametrize(
    "wrong",
    [
        {"attributions": (Attribution((), (), ((0, 10_000),)),)},
        {"attributions": (Attribution((), (), ((-3, 2),)),)},
        {"attributions": (Attribution((), (), ((5, 5),)),)},
        {"attributions": (Attribution(((6, 5),), (), ((0, 5),)),)},
        {"attributions": (Attribution((), ((0, 4), (3, 99)), ((0, 5),)),)},
        {"attributions": (Attribution(((0, 3),), (), ()),)},
        {"attributions": (Attribution((), (), ((0, 5),), Speaker("a\x00b")),)},
        {"mentions": (Mention((0, 3), "Not", "place"),)},
        {"mentions": (Mention((0, 99), "The", "place"),)},
        {"report": Report("with NUL \x00 inside")},
        {"report": Report("half a pair \ud800")},
        *({"report": Report(DENIAL, published=day)} for day in NO_DAYS),
    ],
)
def test_nothing_wrong_enters(refusing, wrong):
    good = reading_of(DENIAL)
    with pytest.raises(LedgerError):
        refusing.append(replace(good, **wrong))
    status = refusing.status()
    assert (status.reports, status.readings, status.appearances) == (0, 0, 0)


def test_a_date_that_is_none_is_said(ledger):
    good = reading_of(DENIAL, published="2024-02-29")
    assert ledger.append(good)
    with pytest.raises(LedgerError, match=r"'2023-02-29' is no date.*YYYY-MM-DD"):
        ledger.append(replace(good, report=replace(good.report, published="2023-02-29")))
    with pytest.raises(LedgerError, match="is no date"):
        ledger.append_appearance(replace(good.report, published="21 Aug 2023"))
    assert ledger.status().appearances == 1


def test_names_of_any_length_are_stored(ledger):
    """Random letters, which no database can compress below what its index takes."""
    dice = random.Random(7)
    long = ["".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(1500)) for _ in range(6)]
    names = dict(zip(("outlet", "path", "url", "title", "external_id"), long, strict=False))
    reading = reading_of(DENIAL, {"content": "we deny it"}, **names)
    assert ledger.append(reading)
    assert not ledger.append(reading)
    assert ledger.reading(names["path"]) == reading
    assert len(list(ledger.statements(outlet=names["outlet"]))) == 1
    for _ in range(2):
        ledger.append_reject(Reject(long[5], long[4], "unreadable", long[3]))
        ledger.append_reject(Reject(long[5], None, "unreadable", long[3]))
    assert len(list(ledger.rejects())) == ledger.status().rejects == 2


def test_names_that_no_database_takes_are_escaped(ledger):
    reading = reading_of(DENIAL, path="caf\udce9.txt", title="a\x00b")
    assert ledger.append(reading)
    assert not ledger.append(reading)
    found = ledger.reading(reading.report.id).report
    assert (found.path, found.title) == ("caf\\xe9.txt", "a\\x00b")


def test_runs_and_rejects(ledger):
    run = ledger.begin_run(READER, "sayso read reports")
    ledger.append(random_reading(1), run)
    ledger.append_reject(Reject("a.pdf", None, "unknown-type", "first"), run)
    ledger.append_reject(Reject("a.pdf", None, "unknown-type", "first"), run)
    ledger.append_reject(Reject("a.jsonl", "line 3", "bad-json", "…"))
    ledger.append_reject(Reject("b\udcff.jsonl", "line 3", "bad-json", "…"))
    ledger.end_run(run, read=1, unchanged=0, rejected=2)
    with pytest.raises(LedgerError):  # a run ends once
        ledger.end_run(run, read=1, unchanged=0, rejected=2)
    with pytest.raises(LedgerError):  # rows name a run that there is
        ledger.append(random_reading(2), run + 1)
    stored = list(ledger.rejects())
    assert [(reject.path, reject.locator) for reject in stored] == [
        ("a.pdf", None),
        ("a.jsonl", "line 3"),
        ("b\\xff.jsonl", "line 3"),
    ]
    assert stored[0].message == "first"
    assert stored[0].run == run
    assert ledger.status().rejects == 3
    assert ledger.status().runs == 1
    assert ledger.status().reports == 1


def test_two_writers_wait_for_each_other_and_store_a_reading_once(place):
    shared = [random_reading(seed, attributions=5) for seed in range(15)]
    stored: list[list[bool]] = [[], []]
    problems = []

    def write(which: int) -> None:
        try:
            with Ledger(place) as ledger:  # both may have to make it
                for number, reading in enumerate(shared):
                    stored[which].append(ledger.append(reading))
                    ledger.append(random_reading(100 + which * 100 + number, attributions=3))
        except Exception as error:  # noqa: BLE001  told by the main thread
            problems.append(error)

    writers = [threading.Thread(target=write, args=(which,)) for which in (0, 1)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not problems
    assert [a + b for a, b in zip(*stored, strict=True)] == [1] * 15
    with Ledger(place, read_only=True) as ledger:
        status = ledger.status()
        assert (status.reports, status.readings, status.appearances) == (45, 45, 45)


def test_reading_goes_on_while_another_writes(place):
    with Ledger(place) as writer, Ledger(place, read_only=True) as reader:
        for seed in range(3):
            writer.append(random_reading(seed))
        asked = reader.readings()
        first = next(asked)
        writer.append(random_reading(3))
        assert [first, *asked] == [random_reading(seed) for seed in range(3)]  # one consistent view
        assert reader.status().reports == 4
