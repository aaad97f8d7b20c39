"""The chain heads' decoding on scores made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reading.head_tables import anchored_tables, window_scores

from sayso.reading.anchored import EDGES, distance_buckets
from sayso.reading.attribution import WordAttribution
from sayso.reading.chains import ORIGIN_LABELS, OUTER_LABELS, ChainHead, WordChain
from sayso.reading.events import WordEvent
from sayso.reading.ontology import STANCES
from sayso.reading.pieces import Window

PAIR = len(STANCES)


def head(outer_after=None) -> ChainHead:
    """A head that takes stances from the origin's vector (from `absent`: affirms). With `outer_after`, every
    speaker's outer speaker is the word so many places after.
    """
    outer = anchored_tables(OUTER_LABELS)
    if outer_after is not None:
        bucket = int(distance_buckets(np.array([outer_after]), 0, 0)[0])
        outer["distance"][bucket] = [0, 9, 0]
    weight = np.eye(PAIR).tolist()
    absent = [0.0] * (2 * PAIR)
    absent[STANCES.index("affirms")] = 9
    stance = {"weight": weight, "bias": [0.0] * PAIR, "absent": absent}
    return ChainHead({"origin": anchored_tables(ORIGIN_LABELS), "outer": outer, "stance": stance})


def scores(origins, stances=()):
    """A window, a letter for each word: O o(rigin) C c(ue) or .; `stances` maps a word to its stance."""
    count = len(origins)
    origin = np.zeros((count, 4 * len(ORIGIN_LABELS)), np.float32)
    for i, letter in enumerate(origins):
        origin[i, ".OoCc".index(letter)] = 9
    outer = np.zeros((count, 4 * len(OUTER_LABELS)), np.float32)
    outer[:, 0] = 1
    stance = np.zeros((count, 4 * PAIR), np.float32)
    for word, name in dict(stances).items():
        stance[word, 2 * PAIR + STANCES.index(name)] = 9
    return window_scores(Window(0, count, 0, count), origin=origin, outer=outer, stance=stance)


def event(at):
    return WordEvent((at, at + 1), "AID", None, (), {}, {"event": 1.0})


def chains(its_head, window, at, attributions=(), sentence=None):
    numbers = np.zeros(window.window.stop, np.int64) if sentence is None else np.array(sentence)
    ((found,),) = its_head.decode([window], [[event(at)]], list(attributions), numbers)
    return [(c.speakers, c.cue, c.stance) for c in found]


def test_without_a_speaker_the_report_itself_says_it():
    assert chains(head(), scores("..."), 1) == [((), None, "affirms")]


def test_speaker_cue_and_stance():
    assert chains(head(), scores("OoC.", {0: "denies", 1: "denies"}), 3) == [(((0, 2),), (2, 3), "denies")]


def test_two_speakers_who_differ():
    found = chains(head(), scores("OC.OC", {0: "alleges", 3: "denies"}), 2)
    assert found == [(((0, 1),), (1, 2), "alleges"), (((3, 4),), (4, 5), "denies")]


def test_outer_speakers_come_first():
    found = chains(head(outer_after=4), scores("O........", {0: "affirms"}), 2)
    assert found == [(((8, 9), (4, 5), (0, 1)), None, "affirms")]


def test_an_attribution_around_the_trigger_speaks_for_its_source():
    window = scores("....")
    window.origin[0, :2] = [1.0, 0.5]  # nobody, by a little
    said = WordAttribution((1, 2), ((0, 1),), ((2, 4),))
    assert chains(head(), window, 2) == [((), None, "affirms")]
    assert chains(head(), window, 2, [said])[0][0] == ((0, 1),)


def test_an_earlier_mention_of_the_speaker_does_not_speak_again():
    window = scores("O...O.", {0: "affirms", 4: "denies"})
    assert chains(head(), window, 5, sentence=[0, 0, 0, 1, 1, 1]) == [(((4, 5),), None, "denies")]


def test_a_speaker_of_an_earlier_sentence_where_none_is_in_this_one():
    assert chains(head(), scores("O....", {0: "denies"}), 4, sentence=[0, 0, 1, 1, 1]) == [
        (((0, 1),), None, "denies")
    ]


def test_who_speaks_in_quotation_marks_speaks_all_that_stands_in_them():
    window = scores("O......", {0: "affirms"})
    quoted = window_scores(
        window.window,
        origin=window.origin,
        outer=window.outer,
        stance=window.stance,
        quote=np.array([0, 2, 1, 1, 1, 1, 2]),
    )
    silent = WordChain((), None, "affirms", {"stance": 1.0, "sources": 1.0})
    spoken = WordChain(((0, 1),), None, "affirms", {"stance": 1.0, "sources": 0.7})
    found = head()._quoted(quoted, [event(2), event(5)], [[spoken], [silent]])
    assert [chain.speakers for (chain,) in found] == [((0, 1),), ((0, 1),)]
    apart = head()._quoted(
        window_scores(
            window.window,
            origin=window.origin,
            outer=window.outer,
            stance=window.stance,
            quote=np.array([0, 2, 1, 2, 0, 1, 2]),
        ),
        [event(2), event(5)],
        [[spoken], [silent]],
    )
    assert apart[1] == [silent]


def test_who_passes_words_on_is_not_the_origin():
    found = chains(head(outer_after=4), scores("O...O....", {0: "denies", 4: "affirms"}), 2)
    assert [speakers[-1] for speakers, _, _ in found] == [(0, 1)]


def test_a_speaker_and_their_apposition_are_one():
    window = scores("O.O...", {0: "denies", 2: "denies"})
    assert len(chains(head(), window, 5)) == 1


def test_no_events_no_chains():
    assert head().decode([scores("...")], [[]], [], np.zeros(3, np.int64)) == [[]]


def test_edges_are_in_order():
    assert list(EDGES) == sorted(EDGES)


@pytest.mark.parametrize("length", [1, 2, 7])
def test_chains_never_go_in_circles(length):
    # every word's outer speaker is the next one, up to the end
    found = chains(head(outer_after=1), scores("O" + "." * length, {0: "affirms"}), 0)
    speakers = found[0][0]
    assert len(set(speakers)) == len(speakers) <= 6
