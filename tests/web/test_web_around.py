"""A claim's surroundings: what is shown is the text to the letter, wherever it is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import TEXT, port_report

from sayso.report import Report
from sayso.web.around import Surroundings, around

PORT = port_report()


def shown(told: Surroundings) -> str:
    return "".join(piece.text for paragraph in told.paragraphs for piece in paragraph.pieces)


@pytest.mark.parametrize("claim", PORT.claims)
@pytest.mark.parametrize("reach", [40, 60, 1500, None])
def test_paragraphs_say_where_their_words_are(claim: object, reach: int | None) -> None:
    told = around(PORT, claim, reach)  # type: ignore[arg-type]
    for paragraph in told.paragraphs:
        words = "".join(piece.text for piece in paragraph.pieces)
        assert TEXT[paragraph.start : paragraph.start + len(words)] == words
        for piece in paragraph.pieces:
            assert TEXT[told.start + piece.start :].startswith(piece.text)
    assert TEXT[told.start :].startswith(shown(told))
    assert (told.before, told.after) == (told.start > 0, told.start + len(shown(told)) < len(TEXT))
    if reach is None:
        assert shown(told) == TEXT


def test_only_the_claim_is_marked() -> None:
    first, second = (
        {
            (mark.role, piece.text)
            for paragraph in around(PORT, claim, 1500).paragraphs
            for piece in paragraph.pieces
            for mark in piece.marks
        }
        for claim in PORT.claims
    )
    assert ("cue", "said") in first - second
    assert ("cue", "denied") in second - first


@given(
    before=st.text("ab \n😀", max_size=2000),
    inside=st.text("ab 😀", min_size=8, max_size=60),
    after=st.text("ab \n", max_size=400),
    reach=st.integers(40, 300),
)
def test_a_sentence_is_shown_whole_wherever_it_stands(
    before: str, inside: str, after: str, reach: int
) -> None:
    text = before + inside + after
    claim = PORT.claims[0]
    start = len(before)
    event = replace(
        claim.event, trigger=(start + 2, start + 5), actors=(), recipients=(), objects=(), time=None
    )
    alone = replace(claim, event=event, sources=(), cue=None, sentence=(start, start + len(inside)))
    told = around(replace(PORT, report=Report(text)), alone, reach)
    assert inside in shown(told)
    assert told.start <= start <= told.start + len(shown(told))
    assert text[told.start :].startswith(shown(told))
    assert [
        text[told.start + piece.start :][: len(piece.text)]
        for paragraph in told.paragraphs
        for piece in paragraph.pieces
    ] == [piece.text for paragraph in told.paragraphs for piece in paragraph.pieces]
