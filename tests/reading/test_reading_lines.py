"""Wrapped lines and paragraphs told apart."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sayso
from sayso.reading.lines import hard_breaks

WIRE = Path(__file__).parents[2] / "examples" / "reports" / "sorvane-01-wire.txt"


def test_every_break_of_an_unwrapped_text_counts():
    text = (
        "Port not hit, says ministry\nKOLM, March 5\n\nThe ministry denied it, "
        + "and so on " * 20
        + "\nNext."
    )
    assert hard_breaks(text) == [i for i, c in enumerate(text) if c == "\n"]
    assert hard_breaks("no line ends here") == []


def test_a_list_of_short_lines_is_not_wrapped():
    text = "Name: Anna\nAge: 50\nThe town hall of Bergvik, where she worked\nfor years\nEnd"
    assert len(hard_breaks(text)) == 4


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_a_wrapped_report_reads_as_the_same_report_unwrapped(width):
    body = WIRE.read_text(encoding="utf-8").split("\n\n", 1)[1]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in body.split("\n\n"))
    one, two = sayso.read(body), sayso.read(wrapped)
    assert one.report.text == two.report.text.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
    assert one.attributions
    assert [(a.source, a.cue, a.content) for a in one.attributions] == [
        (a.source, a.cue, a.content) for a in two.attributions
    ]


@given(st.text(alphabet="ab \n.", max_size=200))
def test_what_is_given_are_line_breaks_and_blank_lines_always_count(text):
    found = hard_breaks(text)
    assert all(text[i] == "\n" for i in found)
    assert found == sorted(set(found))
    assert {i for i, c in enumerate(text[:-1]) if c == "\n" and text[i + 1] == "\n"} <= set(found)
