"""The event heads' decoding on scores made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reading.head_tables import anchored_tables, window_scores

from sayso.reading.events import MODE_LABELS, ROLE_LABELS, TRIGGER_LABELS, EventHead, reach
from sayso.reading.ontology import CONTEXTS
from sayso.reading.pieces import Window


@pytest.fixture
def head() -> EventHead:
    return EventHead({"roles": anchored_tables(ROLE_LABELS)})


def scores(triggers, roles="", *, core=None, layout=None, mode=None, contexts=("military",), start=0):
    """A window: for each word a label of TRIGGER_LABELS, and for roles a letter: Aa(ctor) Rr Oo Pp Tt."""
    count = len(triggers)
    table = np.zeros((count, len(TRIGGER_LABELS)), np.float32)
    for i, label in enumerate(triggers):
        table[i, TRIGGER_LABELS.index(label)] = 9
    emissions = np.zeros((count, 4 * len(ROLE_LABELS)), np.float32)
    for i, letter in enumerate(roles or "." * count):
        emissions[i, ".AaRrOoPpTt".index(letter)] = 9
    modes = np.zeros((count, len(MODE_LABELS)), np.float32)
    if mode:
        modes[:, MODE_LABELS.index(mode)] = 9
    context = np.full((count, len(CONTEXTS)), -9, np.float32)
    for name in contexts:
        context[:, CONTEXTS.index(name)] = 9
    first, last = core or (0, count)
    window = Window(start, start + count, start + first, start + last)
    known = {"trigger": table, "roles": emissions, "mode": modes, "context": context}
    return window_scores(window, **known, **({"layout": np.array(layout)} if layout else {}))


def decode(head, window, sentence=None):
    numbers = np.zeros(window.window.stop, np.int64) if sentence is None else np.array(sentence)
    return head.decode([window], numbers)[0]


def test_a_trigger_has_type_mode_contexts_and_participants(head):
    window = scores(
        ["O", "O", "ASSAULT", "O", "O"], "Aa.Rr", mode=("ASSAULT", "aerial"), contexts=("military", "cyber")
    )
    (event,) = decode(head, window)
    assert (event.type, event.mode, event.contexts) == ("ASSAULT", "aerial", ("military", "cyber"))
    assert event.trigger == (2, 3)
    assert event.roles["actor"] == ((0, 2),)
    assert event.roles["recipient"] == ((3, 5),)
    assert event.roles["place"] == ()
    assert event.certainty["event"] > 0.99
    assert event.certainty["place"] > 0.99  # sure that there is none


def test_a_trigger_of_two_words(head):
    (event,) = decode(head, scores(["O", "COERCE", "I", "O"]))
    assert event.trigger == (1, 3)


def test_neighbouring_words_of_one_type_are_one_trigger(head):
    assert [e.trigger for e in decode(head, scores(["SANCTION", "SANCTION", "O"]))] == [(0, 1)]
    assert len(decode(head, scores(["SANCTION", "ACCUSE", "O"]))) == 2


def test_a_mode_of_another_type_is_not_taken(head):
    (event,) = decode(head, scores(["PROTEST"], mode=("ASSAULT", "aerial")))
    assert event.mode is None


def test_participants_stay_in_the_triggers_sentence(head):
    (event,) = decode(head, scores(["O", "O", "AID", "O"], "A..R"), sentence=[0, 1, 1, 1])
    assert event.roles["actor"] == ()
    assert event.roles["recipient"] == ((3, 4),)


def test_a_trigger_ends_with_its_sentence(head):
    (event,) = decode(head, scores(["O", "COERCE", "I"]), sentence=[0, 0, 1])
    assert event.trigger == (1, 2)


def test_triggers_outside_the_core_are_the_neighbours(head):
    assert decode(head, scores(["AID", "O", "AID"], core=(1, 2))) == []


def test_spans_count_from_the_windows_beginning(head):
    (event,) = decode(head, scores(["O", "AID"], start=10))
    assert event.trigger == (1, 2)


def test_reach_ends_with_the_window():
    assert reach((2, 3), 5, (40, 40)).tolist() == [0, 1, 2, 3, 4]
    assert reach((50, 51), 100, (2, 3)).tolist() == [48, 49, 50, 51, 52, 53]
