"""The shipped reader: any text, the same answer always, and the constructions that attribution is about."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso.errors import ModelError, UsageError
from sayso.ledger.rows import check as ledger_check
from sayso.reading import Reader
from sayso.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"

MARKS = [
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "«",
    "»",
    "–",
    "…",
    "-",
    ".",
    " ",
    "\n\n",
    "\u202e",
    "\x1b[31m",
    "\ud800",
]
WORDS = [
    "he said",
    "according to",
    "the ministry",
    "reportedly",
    "denied that",
    "Über",
    "e\u0301",
    "中国",
    "😀",
]
pieces = st.sampled_from(MARKS + WORDS)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def check(reading) -> None:
    ledger_check(reading)  # every span of every claim is words of the text
    text = reading.report.text
    for a in reading.attributions:
        assert a.cue
        assert a.content
        for spans in (a.source, a.cue, a.content):
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(one[1] <= two[0] for one, two in zip(spans, spans[1:], strict=False))
            assert all(text[start:end].strip() == text[start:end] for start, end in spans)
        if a.source:
            assert reading.quote(a.source).startswith(a.speaker.text)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pieces | st.text(max_size=12), max_size=60).map(" ".join))
def test_any_text_is_read_and_every_span_is_words_of_it(reader, text):
    check(reader.read(Report.from_text(text)))


@pytest.mark.parametrize("text", ["", " ", "\n", "!", "“", "a" * 5000, "he said " * 3000, "\u200d" * 50])
def test_texts_at_the_edge(reader, text):
    check(reader.read(Report.from_text(text)))


def test_the_same_text_gives_the_same_reading_whatever_is_read_beside_it(reader):
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))[:8]]
    alone = [reader.read(Report.from_text(text)) for text in texts]
    other = Reader()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: other.read(Report.from_text(text)), texts * 2))
    assert together == alone * 2
    for reading in alone:
        check(reading)


def test_a_long_report_reads_as_its_parts_do(reader):
    parts = [f"“We will rebuild bridge {i},” the mayor said on Monday." for i in range(300)]
    reading = reader.read(Report.from_text("\n\n".join(parts)))
    assert len(reading.attributions) == 300
    assert {a.speaker.text for a in reading.attributions} == {"the mayor"}
    check(reading)


def read(text):
    reading = sayso.read(text)
    check(reading)
    return [
        (a.speaker.text if a.speaker else None, reading.quote(a.cue), reading.quote(a.content))
        for a in reading.attributions
    ]


def test_direct_speech_broken_by_its_cue():
    text = "“We did not sell them,” the minister said on Monday, “and we never will.”"
    assert read(text) == [("the minister", "said", "“We did not sell them,” […] “and we never will.”")]


def test_indirect_speech():
    (found,) = read("The defence ministry said on Tuesday that two ships had left the port.")
    assert found == ("The defence ministry", "said", "that two ships had left the port")


def test_according_to():
    (found,) = read("The rebels hold the airport, according to two officials who asked not to be named.")
    assert found[1:] == ("according to", "The rebels hold the airport")
    assert found[0].startswith("two officials")


def test_no_speaker_in_words():
    (found,) = read("The general reportedly left the country on Sunday.")
    assert found[:2] == (None, "reportedly")


def test_straight_quotes_and_curly_ones_read_alike():
    curly = "“The talks failed,” the envoy told reporters."
    straight = '"The talks failed," the envoy told reporters.'
    assert [a[:2] for a in read(curly)] == [a[:2] for a in read(straight)] == [("the envoy", "told")]


def test_a_quotation_over_several_paragraphs_is_one_statement():
    text = (
        "“We began with nothing,” the mayor said. “We had no water.\n\n"
        "“Then the trucks came. We had bread again.\n\n"
        "“And now we have a bridge.”"
    )
    statements = [content for source, _, content in read(text) if source == "the mayor"]
    assert any("no water" in s and "bridge" in s for s in statements)


def test_a_speaker_inside_anothers_content_is_found_too():
    text = "The agency reported that the general had said that his troops would stay in the city."
    speakers = {source for source, _, _ in read(text)}
    assert {"The agency", "the general"} <= speakers


def test_text_without_statements_has_none():
    assert read("The bridge is 400 metres long. It was built in 1932.") == []


def test_a_date_that_is_none_is_refused():
    for wrong in ("3 May 2024", "yesterday", "2024-02-30", "20240503"):
        with pytest.raises(UsageError, match="YYYY-MM-DD"):
            sayso.read("It opened, he said.", published=wrong)


def test_labels_of_an_interview_are_speakers():
    text = (
        "The Retort: What would convince you?\n\nSolberg: Soil. If there was a warhead, there are residues."
    )
    assert {source for source, cue, _ in read(text) if cue == ":"} <= {"The Retort", "Solberg"}
    assert all(source for source, _, _ in read(text))


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="install sayso again"):
        Reader(tmp_path)
    (tmp_path / "sayso.onnx").write_bytes(b"nothing of the kind")
    with pytest.raises(ModelError, match="install sayso again"):
        Reader(tmp_path)


def test_reading_leaves_nothing_in_the_home_folder(tmp_path):
    """The runtime of the model would keep a number of the machine there, to be sent."""
    program = "import sayso; print(len(sayso.read('Dravia denied it.', published='2025-01-01').claims))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip().isdecimal()
    assert list(tmp_path.rglob("*")) == []
