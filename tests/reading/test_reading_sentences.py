"""Sentences found, whole and in order."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.lines import hard_breaks
from sayso.reading.sentences import sentences

REPORTS = Path(__file__).parents[2] / "examples" / "reports"


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


# One text a line, its sentences parted by " | ".
TEXTS = """
Iran sold drones. | Russia bought them.
He met Gen. Joseph L. Votel in Kyiv. | They spoke for an hour.
Gen. J. Smith and Lt. Col. Ann Lee flew home.
The U.S. Central Command confirmed it. | Nobody else did.
He flew to the U.S. | The visit was short.
The U.S. Army and U.N. staff left on Nov. 18. | None stayed.
It happened in Sept. | The court heard it in Oct. last year.
Mr. and Mrs. Brown v. St. Petersburg: No. 3 on the list.
Was it No. 3? | No. | It was No. 4.
Sen. Ted Cruz (R., Texas) said so.
The raid began at 3 a.m. Tuesday. | It ended at 5 p.m. | Nobody was hurt.
Acme Inc. sold Bolt Ltd. shares. | The price rose.
He works for Acme Corp. | The firm is small.
“We will win.” | He left.
“We will win,” he said. | “We must.” | He left.
"Is it true?" he asked. | "It is not!"
"Is it true?" Mr Brown asked. | Nobody knew.
“Are they small hands?” Trump said. | Nobody replied.
“It cannot wait. It is high time to stop this,” Guterres told the council. | He left.
She added: "He has done nothing. He is innocent." | The court disagreed.
It was over. | (Reuters reported this first.) | It was late.
It cost $3.5 billion. | £2.1 million went to Bolt.
Version 2.5 of example.org is out. | See www.example.org.
He waited... | Then he left.
He waited... and left.
He waited… and left! | “Why?” | Nobody knows.
They hired e.g. the Smiths, i.e. two people, etc. and left.
The claim was denied.[3] | It was repeated.[4][5]
1. The first point.
Who did it? | Iran? | Russia? | Or both?
The strike killed three. | al-Shabaab claimed it.
The dept. said so; nobody else did: none.
«Non.» | ‘Yes.’ | He left.
他说。 | 我走了。
He came in first. | I. Newton came second.
The envoy, Amb. J. R. R. Tolkien Jr., spoke. | He was brief.
In Washington, D.C., and Boston, Mass., it rained. | It was cold.
“Don’t!” | — Anna
"""


@pytest.mark.parametrize("line", TEXTS.strip().split("\n"))
def test_texts(line: str) -> None:
    parts = line.split(" | ")
    text = "".join(parts) if "。" in line else " ".join(parts)
    assert cut(text) == parts


def test_a_paragraph_ends_a_sentence() -> None:
    assert cut("Port hit, ministry says\n\nKOLM - It was hit. So\nthey say") == [
        "Port hit, ministry says",
        "KOLM - It was hit.",
        "So",
        "they say",
    ]


def test_a_wrapped_line_does_not() -> None:
    text = (
        "The ministry of defence said on Thursday that\n"
        "three ships had been hit in the port, and an\n"
        "official denied it. He did not give his name.\n"
        "The port is closed to journalists until next\n"
        "week, and the ministry refuses to say whether\n"
        "the ships are in it."
    )
    assert [s.count("\n") for s in cut(text)] == [2, 0, 2]


def test_a_quotation_left_open_ends_with_its_sentences() -> None:
    assert cut("“They came at night. We saw them. Nobody helped.") == [
        "“They came at night.",
        "We saw them.",
        "Nobody helped.",
    ]


def test_a_very_long_quotation_is_not_kept_whole() -> None:
    text = "He said: “" + "We saw it all. " * 200 + "That is all.” He left."
    assert len(cut(text)) == 202


def test_of_nothing() -> None:
    assert sentences("") == []
    assert sentences(" \n\t\n ") == []


def test_examples_are_read_to_the_end() -> None:
    for path in sorted(REPORTS.glob("*.txt")):
        for sentence in cut(path.read_text(encoding="utf-8")):
            assert len(sentence) < 700


ALPHABET = st.text(alphabet="aA1 .!?…\"'“”‘’()[]\n\t,US。-é\u00a0", max_size=300)


@given(st.one_of(ALPHABET, st.text(max_size=200)))
def test_nothing_is_lost_and_no_paragraph_crossed(text: str) -> None:
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert not any(start <= stop < end for stop in hard_breaks(text))
        at = end
    assert not text[at:].strip()


@given(st.lists(st.sampled_from(["Iran sold drones.", "Who did?", "“No,” he said.", "Stop!"]), min_size=1))
def test_plain_sentences_come_back(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        ". ",
        'a."',
        "a. ",
        "“",
        '"',
        '" ',
        '"a. ',
        "(",
        " ",
        "\n",
        "!? ",
        ".[1]",
        "“A. ",
        "U.S. ",
        "?” A ",
    ],
)
def test_hostile_texts_take_time_in_proportion(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    sentences(text)
    assert time.process_time() - started < 4
