"""The attribution head's decoding on scores made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.head_tables import anchored_tables, window_scores

from sayso.reading.anchored import EDGES, distance_buckets, paragraph_buckets
from sayso.reading.attribution import ROLES, TAGS, AttributionHead
from sayso.reading.pieces import Window
from sayso.reading.scores import Scores


@pytest.fixture
def head() -> AttributionHead:
    """A head whose second CRF takes its emissions as they stand in the words' vectors."""
    return AttributionHead(
        {
            "tag_transition": np.zeros((len(TAGS), len(TAGS))).tolist(),
            "tag_begin": np.zeros(len(TAGS)).tolist(),
            "cue": anchored_tables(ROLES),
        }
    )


def scores(tags: str, roles: str, *, inner: str = "", layout="", quote="", continues="", core=None) -> Scores:
    """A window, a letter for each word: tags C c S s T t (content) or ., roles likewise, inner I or ."""
    count = len(tags)
    table = np.zeros((count, len(TAGS)), np.float32)
    for i, letter in enumerate(tags):
        table[i, ".CcSsTt".index(letter)] = 9
    cue = np.zeros((count, 4 * len(ROLES)), np.float32)
    for i, letter in enumerate(roles):
        cue[i, ".SsTt".index(letter)] = 9
    nested = np.zeros((count, 3), np.float32)
    nested[:, 0] = 9
    for i, letter in enumerate(inner):
        if letter == "I":
            nested[i] = [0, 9, 0]
    flags = [np.array([int(c == "1") for c in (text or "0" * count)]) for text in (layout, quote, continues)]
    start, stop = core or (0, count)
    features = dict(zip(("layout", "quote", "continues"), flags, strict=True))
    return window_scores(Window(0, count, start, stop), tags=table, inner=nested, cue=cue, **features)


def test_source_cue_and_content_belong_together(head):
    (found,) = head.decode([scores("SsCTtt.", "Ss.Ttt.")])
    assert (found.source, found.cue, found.content) == (((0, 2),), (2, 3), ((3, 6),))


def test_a_content_in_two_pieces(head):
    (found,) = head.decode([scores("TtCSTt", "Tt.STt")])
    assert found.content == ((0, 2), (4, 6))


def test_a_cue_without_content_is_none(head):
    assert head.decode([scores("SC..", "S...")]) == []


def test_a_source_is_one_piece(head):
    window = scores("SsCTt.S", "Ss.Tt.S")
    window.cue[0:2, :5] *= 2  # the first piece is the surer one
    (found,) = head.decode([window])
    assert found.source == ((0, 2),)


def test_a_cue_inside_a_content_is_nested(head):
    outer, inner = head.decode([scores("SCTttt", "S.Tttt", inner="...I..")])
    assert (outer.cue, inner.cue) == ((1, 2), (3, 4))


def test_a_quotation_that_nobody_claims_goes_to_the_speaker_before_it(head):
    tags, roles = "SCTt.TttT", "S.Tt....."
    (found,) = head.decode([scores(tags, roles, layout="100001000", quote="000001110")])
    assert found.content == ((2, 4), (5, 8))
    (found,) = head.decode([scores(tags, roles, layout="100001000", quote="000000000")])
    assert found.content == ((2, 4),), "words without marks may be the reporter's own"


def test_a_quotation_that_goes_on_stays_with_its_speaker(head):
    # “Tttt (left open) / “TtttT he said: the second paragraph fits the later cue, but belongs to the first
    tags, roles = "SCTttTttSC", "S.TttTttS."
    window = scores(tags, roles, layout="1000010000", quote="0011111100", continues="0000010000")
    first, *rest = head.decode([window])
    assert first.content == ((2, 5), (5, 8))
    assert all(found.content != ((5, 8),) for found in rest)


def test_no_words_are_said_by_two_speakers(head):
    window = scores("SCTtt.SC..", "S.Ttt.S...")
    assert len(head.decode([window])) == 1


def test_cues_in_the_context_are_left_to_the_neighbouring_window(head):
    assert head.decode([scores("SsCTtt.", "Ss.Ttt.", core=(3, 7))]) == []
    assert head.decode([]) == []


@given(st.integers(1, 200), st.integers(0, 199), st.integers(0, 5))
def test_distances_rise_from_the_cue(words, first, length):
    first = min(first, words - 1)
    last = min(first + length, words - 1)
    buckets = distance_buckets(np.arange(words), first, last)
    assert (buckets[first : last + 1] == 0).all()
    assert (np.diff(buckets[last:]) >= 0).all()
    assert (np.diff(buckets[:first]) <= 0).all()
    assert (buckets[:first] > len(EDGES)).all()
    assert buckets.max(initial=0) <= 2 * len(EDGES)


def test_paragraphs_are_counted_from_the_cue():
    layout = np.array([1, 0, 1, 0, 1, 1, 1])
    assert paragraph_buckets(layout, np.arange(7), 2).tolist() == [1, 1, 2, 2, 3, 4, 4]
