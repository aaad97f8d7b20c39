"""Claims in words."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading import wording
from sayso.reading.ontology import STANCES
from sayso.reading.reading import Claim, Event, Object, Participant, Source
from sayso.reading.wording import brief, describe, event_pieces, event_words, stance_pieces, stance_words


def event(actors=(), recipients=(), objects=(), type="AID"):
    return Event(
        type=type,
        trigger=(0, 1),
        actors=tuple(Participant((0, 1), words) for words in actors),
        recipients=tuple(Participant((0, 1), words) for words in recipients),
        objects=tuple(Object((0, 1), words) for words in objects),
    )


def claim(*chain, stance="affirms", opinion=False, event=event(["Iran"], ["Russia"])):  # noqa: B008
    sources = tuple(Source((0, 1), words) for words in chain)
    return Claim("id", event, sources, None, stance, opinion, (0, 1))


def test_examples():
    failed, tried = doctest.testmod(wording)
    assert tried
    assert not failed


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (event(["Iran"], ["Russia"], ["drones"]), "Iran → AID drones → Russia"),
        (event([], ["17 herders"], type="ASSAULT"), "? → ASSAULT → 17 herders"),
        (event(["Iran", "Russia"], type="CONSULT"), "Iran and Russia → CONSULT"),
        (event(["the army"], type="MOBILIZE"), "the army → MOBILIZE"),
        (event(type="PROTEST"), "? → PROTEST"),
        (event(list("abc"), list("abcdef")), "a, b and c → AID → a, b, c and 3 more"),
        (event(["a"], ["b"], ["c", "d", "e"]), "a → AID c, d and 1 more → b"),
        (event(["They", "they"], ["a\n b"]), "They → AID → a b"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_events(made, words):
    assert event_words(made) == words
    assert "".join(piece for _, piece in event_pieces(made)) == words


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([("it", "Ministry of Defence of Russia")], "it (Ministry of Defence of Russia)"),
        ([("Iran", "Iran")], "Iran"),
        ([("IRAN’s", "Iran")], "IRAN’s"),
        ([("President Vladimir  Putin", "Vladimir Putin")], "President Vladimir Putin"),
        ([("the Nigerian army", "Niger")], "the Nigerian army (Niger)"),
        ([("Château-d’Eau", "Chateau d'Eau")], "Château-d’Eau"),
        ([("The Hague", "the  Hague")], "The Hague"),
        ([("both", "Iran"), ("both", "Russia")], "both (Iran and Russia)"),
        ([("both sides", "Iran"), ("both sides", None)], "both sides (Iran)"),
        ([("all", name) for name in "abcde"], "all (a, b, c and 2 more)"),
        ([("it", "Iran"), ("Russia", "Russia")], "it (Iran) and Russia"),
        ([("it", "x" * 80)], f"it ({'x' * 59}…)"),
        ([("it", None)], "it"),
        ([("it", "!")], "it"),
    ],
)
def test_whoever_is_meant_is_named(parts, words):
    spans = {text: (number, number + 1) for number, (text, _) in enumerate(parts)}
    actors = tuple(Participant(spans[text], text, name=name) for text, name in parts)
    assert event_words(Event(type="AID", trigger=(0, 1), actors=actors)) == f"{words} → AID"
    if len(parts) == 1:
        ((text, name),) = parts
        told = Claim("id", event(), (Source((0, 1), text, name=name),), None, "denies", False, (0, 1))
        assert stance_words([told]) == f"denied by {words}"


def test_the_same_words_may_mean_different_parties():
    said = [("it", (0, 2), "Iran"), ("it", (9, 11), "Russia")]
    actors = tuple(Participant(span, text, name=name) for text, span, name in said)
    assert event_words(Event(type="AID", trigger=(0, 1), actors=actors)) == "it (Iran) and it (Russia) → AID"


@pytest.mark.parametrize("stance", STANCES)
def test_every_stance_has_words(stance):
    verb = {"denies": "denied", "supposes": "supposed"}.get(
        stance, stance[:-1] + "d" if stance[-2] == "e" else stance[:-1] + "ed"
    )
    assert stance_words([claim("Kyiv", stance=stance)]) == f"{verb} by Kyiv"
    alone = stance_words([claim(stance=stance)])
    assert "report" in alone or "no source named" in alone


def test_one_stance_is_told_once():
    said = [
        claim(),
        claim("Kyiv", stance="alleges"),
        claim("Warsaw", stance="alleges"),
        claim("Reuters", "state media", "Minsk", stance="alleges"),
        claim("Kyiv", stance="alleges"),
        claim("Moscow", stance="denies"),
        claim(stance="denies", opinion=True),
    ]
    assert stance_words(said) == (
        "stated by the report · alleged by Kyiv and Warsaw and by Minsk (via Reuters > state media) · "
        "denied by the report · denied by Moscow · author's opinion"
    )
    assert describe(said[0]) == "Iran → AID → Russia · stated by the report"


def test_an_unknown_stance_is_still_told():
    assert stance_words([claim("Kyiv", stance="regrets"), claim(stance="regrets")]) == (
        "regrets · regrets: Kyiv"
    )


def test_long_words_are_cut_between_words():
    assert brief("a " * 50, 20) == "a a a a a a a a a…"
    assert brief("x" * 50, 20) == "x" * 19 + "…"
    assert brief(" one\n\ttwo ", 20) == "one two"


names = st.lists(st.text(max_size=90), max_size=5)


@given(names, names, names, names)
def test_a_description_is_one_short_line(actors, recipients, objects, chain):
    made = claim(*chain, event=event(actors, recipients, objects))
    line = describe(made, [claim(*chain[:1], stance="denies", event=made.event)])
    assert len(line.splitlines()) == 1
    assert len(line) < 1200
    assert {role for role, _ in [*event_pieces(made.event), *stance_pieces([made])]} <= {
        "actor", "type", "object", "recipient", "stance", "source", "sign",
    }  # fmt: skip
