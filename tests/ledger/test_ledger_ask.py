from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ledger_places import shared_place
from ledger_samples import NEWER, random_reading, reading_of

from sayso.errors import NotFoundError, UsageError
from sayso.export import stream
from sayso.export.claims_csv import CLAIM_COLUMNS
from sayso.export.parties_csv import PARTY_COLUMNS
from sayso.export.statements_csv import STATEMENT_COLUMNS
from sayso.ledger import Ledger, schema, search
from sayso.ledger.queries import day
from sayso.ledger.speakers import speaker_key
from sayso.reading.reading import Reading

PIPELINE = reading_of(
    "“The gas pipeline was attacked,” Iran’s foreign ministry said. He denied it. "
    "Reportedly, talks go on at Château-d’Eau.",
    {"source": "Iran’s foreign ministry", "cue": "said", "content": "“The gas pipeline was attacked,”"},
    {"source": "He", "cue": "denied", "content": "it"},
    {"cue": "Reportedly", "content": "talks go on at Château-d’Eau"},
    path="reuters/pipeline.txt", outlet="Reuters", published="2023-08-21", title="Pipeline",
    external_id="r-17",
)  # fmt: skip
TALKS = reading_of(
    "The Pentagon said talks on the pipeline, which it called a gas line, would resume. "
    "“Twenty-one dead,” PENTAGON’s aide said.",
    {"source": "The Pentagon", "cue": "said", "content": ["talks on the pipeline", "would resume"]},
    {"source": "PENTAGON’s", "cue": "said", "content": "“Twenty-one dead,”"},
    path="guardian/talks.txt", outlet="The Guardian", published="2023-09-01", url="https://guardian.example/talks",
)  # fmt: skip
UNDATED = reading_of(
    "the Pentagon denied talks. One aide of the ministry said so.",
    {"source": "the Pentagon", "cue": "denied", "content": "talks"},
    {"source": "One aide of the ministry", "cue": "said", "content": "so"},
    path="other/notes.txt", outlet="SÜDDEUTSCHE  Zeitung",
)  # fmt: skip


READINGS = (UNDATED, PIPELINE, TALKS)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(request, tmp_path_factory):
    """A ledger that is only asked: filled once for all tests."""
    place = shared_place(request, tmp_path_factory)
    with Ledger(place) as filled:
        for reading in READINGS:
            filled.append(reading)
    with Ledger(place, read_only=True) as opened:
        yield opened


@pytest.fixture
def growing(ledger):
    """The same ledger for one test, which may add to it."""
    for reading in READINGS:
        ledger.append(reading)
    return ledger


def contents(found):
    return [statement.content for statement in found]


def test_a_statement_tells_everything(asked):
    (found,) = asked.statements("attacked")
    assert found.to_dict() == {
        "report_id": PIPELINE.report.id,
        "outlet": "Reuters",
        "title": "Pipeline",
        "published": "2023-08-21",
        "path": "reuters/pipeline.txt",
        "url": None,
        "source": "Iran’s foreign ministry",
        "cue": "said",
        "content": "“The gas pipeline was attacked,”",
        "spans": {"source": [[33, 56]], "cue": [[57, 61]], "content": [[0, 32]]},
        "nested": False,
        "attribution": 1,
    }


def test_newest_first_then_by_place_undated_last(asked):
    assert contents(asked.statements()) == [
        "talks on the pipeline […] would resume",
        "“Twenty-one dead,”",
        "“The gas pipeline was attacked,”",
        "it",
        "talks go on at Château-d’Eau",
        "talks",
        "so",
    ]
    assert len(list(asked.statements(limit=2))) == 2


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("pipeline", 2),
        ("PIPELINE gas", 1),
        ("gas pipeline", 1),
        ('"pipeline gas"', 0),
        ('"the gas pipeline"', 1),
        ("“the gas pipeline”", 1),
        ("pipe*", 2),
        ("pipe", 0),
        ('"gas pipe*"', 1),
        ('"gas pipe"*', 1),
        ("chateau d'eau", 1),
        ("CHÂTEAU", 1),
        ("twenty-one", 1),
        ("one-twenty", 0),
        ("“talks", 3),
        ("content_text:talks", 0),
        ("talks OR pipeline", 0),
        ("", 7),
        ("  ", 7),
        ("!?* “", 0),
        ("it", 1),
    ],
)
def test_words_phrases_and_prefixes(asked, words, count):
    assert len(list(asked.statements(words))) == count


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet="ab\"'*“”(){}:^-+&|!<>\\ \x00\ud800é"))
@example('" OR 1=1 --')
@example("a AND NEAR(b c, 2) NOT content_text : {x}")
@example("'a':*|!b & <-> \\'")
def test_nothing_that_is_typed_is_an_error(asked, words):
    list(asked.statements(words))
    list(asked.statements(source=words))
    list(asked.statements(outlet=words.replace("\x00", "").encode("utf-8", "ignore").decode()))
    asked.reports(words)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("pentagon", 3),
        ("The Pentagon", 3),
        ("ministry", 2),
        ("MINISTRY foreign", 1),
        ("ministry iran", 1),
        ("minist*", 2),
        ("ministers", 0),
        ("the", 3),
        ("...", 0),
        ("", 7),
    ],
)
def test_by_source(asked, source, count):
    assert len(list(asked.statements(source=source))) == count


def test_by_outlet_by_any_part_of_its_name(asked):
    assert len(list(asked.statements(outlet="reuters"))) == 3
    assert len(list(asked.statements(outlet="süddeutsche zeitung"))) == 2
    assert len(list(asked.statements(outlet="Reu"))) == 3
    assert len(list(asked.statements(outlet="Reuters Group"))) == 0
    assert len(list(asked.statements("talks", source="pentagon", outlet="the guardian"))) == 1


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2023", None, 5),
        ("2023-08-21", "2023-08-21", 3),
        (None, "2023-08", 3),
        ("2023-09", "2023", 2),
        ("2023-8-22", "2023-08-31", 0),
        (None, "2022", 0),
        (None, "9999", 5),
    ],
)
def test_by_date_both_ends_included(asked, since, until, count):
    assert len(list(asked.statements(since=since, until=until))) == count


@pytest.mark.parametrize(
    "words", ["yesterday", "2023-13", "2023-02-30", "23", "0000", "2023-08-21T10:00", "٢٠٢٣-"]
)
def test_a_bad_date_is_said_at_once(asked, words):
    with pytest.raises(UsageError, match="is no date"):
        asked.statements(since=words)
    with pytest.raises(UsageError, match="is no date"):
        asked.sources(until=words)


def test_the_last_day_of_a_month():
    assert day("2024-02", last=True) == "2024-02-29"
    assert day("2024", last=True) == "2024-12-31"


def test_a_copy_is_found_where_it_appeared(growing):
    growing.append_appearance(
        replace(PIPELINE.report, outlet="The Copyist", published="2023-08-25", path="copy.txt")
    )
    assert len(list(growing.statements("attacked"))) == 1
    (found,) = growing.statements("attacked", outlet="the copyist")
    assert (found.outlet, found.published, found.path) == ("The Copyist", "2023-08-25", "copy.txt")
    (found,) = growing.statements("attacked", since="2023-08-22", until="2023-08-31")
    assert found.outlet == "The Copyist"
    (found,) = growing.statements("attacked")
    assert found.outlet == "Reuters"


def test_only_the_newest_reading_is_searched(growing):
    growing.append(Reading(PIPELINE.report, NEWER, attributions=PIPELINE.attributions[1:]))
    assert contents(growing.statements("attacked")) == []
    assert contents(growing.statements(report="pipeline.txt")) == ["it", "talks go on at Château-d’Eau"]


def test_speakers_are_ranked_by_folded_words(asked):
    ranking = asked.sources()
    assert [(one.speaker, one.statements, one.reports, one.outlets) for one in ranking] == [
        ("The Pentagon", 3, 2, 2),
        ("Iran’s foreign ministry", 1, 1, 1),
        ("One aide of the ministry", 1, 1, 1),
    ]
    first = ranking[0]
    assert (first.first, first.last) == ("2023-09-01", "2023-09-01")
    assert first.example == "talks on the pipeline […] would resume"
    assert (ranking.speakers, ranking.by_pronoun, ranking.by_nobody) == (3, 1, 1)
    assert [one.speaker for one in asked.sources(limit=1, outlet="Reuters")] == ["Iran’s foreign ministry"]
    assert "He" in [one.speaker for one in asked.sources(pronouns=True)]
    assert asked.sources(since="2024") == []


def test_the_commonest_spelling_is_shown(ledger):
    text = "NATO said a. Nato said b. NATO’s said c. NATO said d. the  NATO, said e."
    ledger.append(
        reading_of(
            text,
            {"source": "NATO", "content": "a"},
            {"source": "NATO", "content": "d"},
            {"source": "Nato", "content": "b"},
            {"source": "the  NATO,", "content": "e"},
        )
    )
    (only,) = ledger.sources()
    assert (only.speaker, only.statements, only.first, only.outlets) == ("NATO", 4, None, 0)


def test_what_makes_two_speakers_one():
    assert len({speaker_key(words) for words in ("The Pentagon’s", "the  pentagon", "“PENTAGON”,")}) == 1
    assert speaker_key("Theresa May") == "theresa may"


@pytest.mark.parametrize(
    "ref",
    [
        PIPELINE.report.id, PIPELINE.report.id[:6], PIPELINE.report.id[:6].upper(), "reuters/pipeline.txt",
        "pipeline.txt", "r-17", " r-17 ",
    ],
)  # fmt: skip
def test_a_report_has_many_names(asked, ref):
    assert asked.reading(ref) == PIPELINE
    assert len(list(asked.statements(report=ref))) == 3


def test_a_name_that_is_none_or_several(growing):
    assert growing.reading("https://guardian.example/talks") == TALKS
    with pytest.raises(NotFoundError, match=r"did you mean 'pipeline\.txt'"):
        growing.reading("pipelines.txt")
    for ref in ("", "%", "_ipeline.txt", "abc", "0" * 64):
        with pytest.raises(NotFoundError, match=r"Give its id|did you mean"):
            growing.reading(ref)
    growing.append(reading_of("Another text.", path="elsewhere/pipeline.txt", title="Another"))
    with pytest.raises(UsageError, match=r"(?s)more than one report.*elsewhere/pipeline\.txt"):
        growing.reading("pipeline.txt")
    with pytest.raises(NotFoundError):
        growing.statements(report="nothing")


def test_reports_by_their_words(asked):
    assert [report.path for report in asked.reports("talks pipeline")] == [
        "guardian/talks.txt",
        "reuters/pipeline.txt",
    ]
    assert asked.reports('"Iran’s foreign min*"') == [PIPELINE.report]
    assert len(asked.reports()) == 3
    assert asked.reports("!") == []


def test_everything_works_on_an_empty_ledger(ledger):
    assert list(ledger.statements("a", source="b", outlet="c", since="2023", until="2024")) == []
    assert list(ledger.claims("a", actor="b", type="AID", source="c", origin="d", min_confidence=0)) == []
    assert ledger.sources() == []
    assert ledger.reports() == []
    assert list(ledger.readings()) == []
    assert list(ledger.rejects()) == []
    status = ledger.status()
    assert (status.reports, status.attributions, status.first, status.outlets, status.models) == (
        0,
        0,
        None,
        {},
        (),
    )
    assert status.size > 0
    assert json.loads(json.dumps(status.to_dict()))["schema_version"] == schema.SCHEMA_VERSION
    with pytest.raises(NotFoundError):
        ledger.reading("a.txt")
    assert list(stream(ledger, "jsonl")) == []
    tables = {"csv": STATEMENT_COLUMNS, "claims": CLAIM_COLUMNS, "parties": PARTY_COLUMNS}
    for form, columns in tables.items():
        assert list(stream(ledger, form)) == [",".join(columns) + "\n"]


def test_status_counts(growing):
    growing.append(Reading(PIPELINE.report, NEWER, attributions=PIPELINE.attributions[1:]))
    status = growing.status()
    assert (status.reports, status.readings, status.attributions, status.without_source) == (3, 4, 6, 1)
    assert status.outlets == {"Reuters": 1, "SÜDDEUTSCHE  Zeitung": 1, "The Guardian": 1}
    assert (status.first, status.last) == ("2023-08-21", "2023-09-01")
    assert status.where == growing.where


def test_more_than_a_batch(ledger):
    for seed in range(120):
        ledger.append(random_reading(seed, attributions=6))
    assert list(ledger.readings()) == [random_reading(seed, attributions=6) for seed in range(120)]
    found = list(ledger.statements())
    assert len(found) == 720
    assert found == sorted(found, key=lambda one: one.published, reverse=True)
    assert len({(one.report_id, one.attribution) for one in found}) == 720


def test_export_jsonl_comes_back(asked):
    lines = list(stream(asked, "jsonl"))
    assert [Reading.from_dict(json.loads(line)) for line in lines] == [UNDATED, PIPELINE, TALKS]
    assert list(json.loads(lines[0])) == ["report", "reader", "mentions", "attributions", "claims", "parties"]


def test_export_csv_is_exact_unless_told_otherwise(growing):
    formula = {"source": "=1+1", "content": "said\nhe", "cue": "said"}
    growing.append(reading_of("=1+1 said\nhe.", formula, published="2024-01-01"))
    rows = list(csv.DictReader(io.StringIO("".join(stream(growing, "csv")))))
    assert len(rows) == 8
    assert list(rows[0]) == list(STATEMENT_COLUMNS)
    assert (rows[0]["source"], rows[0]["content"], rows[0]["content_spans"]) == ("=1+1", "said\nhe", "5:12")
    assert rows[1]["content_spans"] == "18:39 69:81"
    safe = "".join(stream(growing, "csv", safe_csv=True))
    assert next(csv.DictReader(io.StringIO(safe)))["source"] == "'=1+1"
    with pytest.raises(UsageError, match="jsonl, csv, claims, parties"):
        stream(growing, "xml")


def test_a_report_beyond_the_bounds_of_postgresqls_index_is_stored(place):
    """More different words than one tsvector takes, and a word longer than it takes."""
    words = " ".join(f"word{number}" for number in range(150_000)) + " " + "long" * 1000
    with Ledger(place) as ledger:
        ledger.append(reading_of(words, {"content": words}))
        assert len(list(ledger.statements("word77 word78"))) == 1
        assert len(ledger.reports('"word77 word78"')) == 1


def test_how_a_question_is_read():
    read = [(term.words, term.prefix) for term in search.parse('U.S. "Foo bar"* b* "odd')]
    assert read == [(("u", "s"), False), (("foo", "bar"), True), (("b",), True), (("odd",), False)]


def test_an_exact_name_goes_before_the_beginning_of_an_id(growing):
    start = PIPELINE.report.id[:6]
    by_external_id = reading_of("One text.", external_id=start)
    growing.append(by_external_id)
    assert growing.reading(start) == by_external_id
    assert growing.reading(PIPELINE.report.id[:7]) == PIPELINE
    by_path = reading_of("Two texts.", path=PIPELINE.report.id[:5])
    growing.append(by_path)
    assert growing.reading(PIPELINE.report.id[:5]) == by_path
    by_whole_id = reading_of("Three texts.", external_id=PIPELINE.report.id, path=f"x/{TALKS.report.id[:8]}")
    growing.append(by_whole_id)
    assert growing.reading(PIPELINE.report.id) == PIPELINE
    assert growing.reading(TALKS.report.id[:8]) == TALKS
    digest = "f" * 64  # looks like an id, but is somebody else's
    growing.append(reading_of("Four texts.", external_id=digest))
    assert growing.reading(digest).report.external_id == digest


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def named_places(request, tmp_path_factory):
    """A ledger that is only asked, of places said by places."""
    where = shared_place(request, tmp_path_factory)
    with Ledger(where) as filled:
        for place in ("the Maß in Gießen", "a rally in Giessen", "GROẞ, Нью-Йорк and 서울"):
            filled.append(reading_of(f"{place} was named. {place}", {"source": place, "content": place}))
    with Ledger(where, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Gießen", 2),
        ("GIEẞEN", 2),
        ("giessen", 2),
        ("gieß*", 2),
        ("gies*", 2),
        ("giess*", 2),
        ('"in Gießen"', 2),
        ('"mass in giessen"', 1),
        ('"maß in Giessen"', 1),
        ("gießens", 0),
        ("giesen", 0),
        ("groß", 1),
        ("GROSS", 1),
        ("Йорк", 1),
        ("서울", 1),
    ],
)
def test_eszett_is_ss_and_every_word_finds_itself(named_places, words, count):
    assert len(list(named_places.statements(words))) == count
    assert len(list(named_places.statements(source=words))) == count
    assert len(named_places.reports(words)) == count
