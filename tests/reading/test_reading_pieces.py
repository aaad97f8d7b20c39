"""Word pieces: offsets, features and windows hold for any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reading.encoder import Encoder
from sayso.reading.pieces import CASES, QUOTES, Pieces, cut
from sayso.report import normalise


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def words(pieces: Pieces) -> list[str]:
    return [pieces.text[a:b] for a, b in zip(pieces.start, pieces.end, strict=True)]


def test_words_keep_their_exact_form(encoder):
    pieces = encoder.split("Müller's “no” — said the E.U.\n\nÅngström?")
    assert words(pieces) == [
        "Müller", "'", "s", "“", "no", "”", "—", "said", "the", "E", ".", "U", ".", "Ångström", "?",
    ]  # fmt: skip


def test_case_layout_and_quotation(encoder):
    pieces = encoder.split('He met NATO\'s McNeil: "We go."\n\n12 left')
    seen = dict(zip(words(pieces), [CASES[c] for c in pieces.case], strict=True))
    assert seen["He"] == "capitalised"
    assert seen["met"] == "lower"
    assert seen["NATO"] == "upper"
    assert seen["McNeil"] == "mixed"
    assert seen["12"] == "none"
    assert [w for w, flag in zip(words(pieces), pieces.layout, strict=True) if flag] == ["He", "12"]
    quoted = [w for w, q in zip(words(pieces), pieces.quote, strict=True) if QUOTES[q] == "inside"]
    assert quoted == ["We", "go", "."]


def test_a_paragraphs_end_ends_a_quotation_that_was_never_closed(encoder):
    pieces = encoder.split("“We stay.\n\nHe left.")
    assert [QUOTES[q] for q in pieces.quote] == [
        "mark",
        "inside",
        "inside",
        "inside",
        "outside",
        "outside",
        "outside",
    ]


def test_a_quotation_that_goes_on_is_known_by_its_new_mark(encoder):
    pieces = encoder.split("“We stay.\n\n“We fight,” he said. “Always.”\n\n“No,” she said.")
    assert [i for i, flag in enumerate(pieces.continues) if flag] == [words(pieces).index("“", 1)]


def test_no_words(encoder):
    for text in ("", " \n ", "\u200d"):
        pieces = encoder.split(text)
        assert encoder.windows(pieces) == [] or len(pieces) > 0


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300))
def test_words_are_ordered_spans_within_any_text(encoder, text):
    text = normalise(text)
    pieces = encoder.split(text)
    assert (pieces.start < pieces.end).all()
    assert (pieces.start[1:] >= pieces.end[:-1]).all()
    if len(pieces):
        assert pieces.start[0] >= 0
        assert pieces.end[-1] <= len(text)
    assert {len(a) for a in (pieces.start, pieces.first, pieces.case, pieces.layout, pieces.quote)} == {
        len(pieces)
    }


def toy(layout: list[int], sentence: list[int], lengths: list[int]) -> Pieces:
    count = len(lengths)
    first = np.cumsum([0, *lengths[:-1]]) if count else np.zeros(0, np.int64)
    zeros = np.zeros(count, np.int64)
    return Pieces(
        text="",
        ids=np.zeros(sum(lengths), np.int64),
        start=zeros,
        end=zeros,
        first=first,
        case=zeros,
        layout=np.array(layout),
        quote=zeros,
        continues=zeros,
        sentence=np.array(sentence),
    )


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 12)), min_size=1, max_size=200),
    st.integers(40, 120),
    st.integers(0, 12),
)
def test_windows_cover_every_word_once_and_fit(rows, size, context):
    pieces = toy([int(a) for a, _, _ in rows], [int(b) for _, b, _ in rows], [n for _, _, n in rows])
    bounds = np.append(pieces.first, len(pieces.ids))
    windows = cut(pieces, size=size, context=context)
    assert windows[0].core_start == 0
    assert windows[-1].core_stop == len(pieces)
    for before, after in zip(windows, windows[1:], strict=False):
        assert before.core_stop == after.core_start
    for w in windows:
        assert w.start <= w.core_start < w.core_stop <= w.stop
        assert bounds[w.stop] - bounds[w.start] <= size


def test_windows_are_cut_at_paragraphs():
    layout = [int(i % 30 == 0) for i in range(200)]
    pieces = toy(layout, layout, [1] * 200)
    cuts = [w.core_stop for w in cut(pieces, size=100, context=10)]
    assert cuts[:-1] == [90, 180]
