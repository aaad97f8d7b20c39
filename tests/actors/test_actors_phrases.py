# ruff: noqa: E501  (tables of cases are read by rows)
"""How a phrase names a party."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.actors import shipped
from sayso.actors.names import scan
from sayso.actors.phrases import parse
from sayso.actors.words import Words
from sayso.reading.sentences import sentences
from sayso.report import normalise

# Phrase | head | its words | whose | institution inside | what else it says
PHRASES = """
the Iranian foreign minister                 | foreign-minister       | foreign minister         | Iranian         |                  | definite
two Turkish officials                        | officials              | officials                | Turkish         |                  | indefinite plural
the Russian Ministry of Defence in Moscow    | defence-ministry       | Ministry of Defence      | Russian, Moscow |                  | definite
Russia's Defence Ministry officials          | officials              | officials                | Russia          | Defence Ministry | plural
defence ministry officials                   | officials              | officials                |                 | defence ministry | plural
the president of the Russian parliament      | president              | president                | Russian         | parliament       | definite
former US president                          | president              | president                | US              |                  | former
the then foreign minister of France          | foreign-minister       | foreign minister         | France          |                  | definite former
an exiled opposition leader                  | opposition-leader      | opposition leader        |                 |                  | indefinite former
the deputy prime minister                    | deputy-prime-minister  | deputy prime minister    |                 |                  | definite
Iran's Ground Forces commander               | commander              | Ground Forces commander  | Iran            |                  |
rebels in Syria                              | rebels                 | rebels                   | Syria           |                  | plural
more than 20 soldiers from Chad              | military-officials     | soldiers                 | Chad            |                  | indefinite plural
just over 200 people                         | civilians              | people                   |                 |                  | plural
the children of Aleppo                       | civilians              | children                 | Aleppo          |                  | definite plural
police                                       | police                 | police                   |                 |                  | plural
the general                                  | commander              | general                  |                 |                  | definite
the ministry                                 |                        |                          |                 |                  | definite
the UN report                                |                        |                          | UN              |                  | definite
his wife                                     |                        |                          |                 |                  | definite
it                                           |                        |                          |                 |                  |
"""  # fmt: skip
# What stands beside a party, and does not say whose the head is
COLOURED = [
    "Turkish-backed rebels",
    "the Iranian-made drones",
    "a Ukraine-born officer",
    "Russian‑controlled courts",
    "the minister who resigned in France",
    "an official accused by Iran",
]


def parsed(text):
    words = Words(text)
    return words, parse(words, 0, len(words), scan(words, shipped(), sentences(text)))


@pytest.mark.parametrize(
    "row", [[cell.strip() for cell in line.split("|")] for line in PHRASES.strip().splitlines()]
)
def test_phrases(row):
    text, head, its_words, owners, inner, more = row
    words, phrase = parsed(text)
    assert (phrase.head.key if phrase.head else "") == head
    assert words.text[slice(*words.span(phrase.head_first, phrase.head_stop))] == its_words if head else True
    assert ", ".join(words.quote(each.first, each.stop) for each in phrase.owners) == owners
    assert (words.quote(*phrase.inner) if phrase.inner else "") == inner
    said = [name for name in ("indefinite", "definite", "former", "plural") if getattr(phrase, name)]
    assert " ".join(said) == more


@pytest.mark.parametrize("text", COLOURED)
def test_what_only_colours_a_phrase_owns_nothing(text):
    assert parsed(text)[1].owners == []


@pytest.mark.parametrize("text", ["anti-Russian protesters", "pro-Iran militias", "non-Russian officials"])
def test_what_stands_against_or_for_a_state_is_not_its_own(text):
    assert parsed(text)[1].owners == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [("the military alliance", "alliance"), ("the police unit", "unit"), ("the group", "group")],
)
def test_a_noun_that_says_more_than_the_institution_before_it_is_the_head(text, noun):
    _, phrase = parsed(text)
    assert phrase.head is None
    assert phrase.noun == noun


PIECES = st.sampled_from(
    [
        "the",
        "a",
        "two",
        "Iran",
        "Iranian",
        "Russia's",
        "Aleppo",
        "-backed",
        "-led",
        "Defence",
        "ministry",
        "Ministry",
        "of",
        "for",
        "in",
        "from",
        "and",
        "who",
        "accused",
        "former",
        "officials",
        "president",
        "minister",
        "spokesman",
        "police",
        "army",
        "general",
        "200",
        ",",
        ";",
        "his",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES | st.text(max_size=6), min_size=1, max_size=14).map(" ".join), st.data())
def test_a_phrase_lies_in_its_words(text, data):
    words = Words(normalise(text))
    if not len(words):
        return
    first = data.draw(st.integers(0, len(words) - 1))
    stop = data.draw(st.integers(first + 1, len(words)))
    names = [
        each
        for each in scan(words, shipped(), sentences(words.text))
        if first < each.stop and each.first < stop
    ]
    phrase = parse(words, first, stop, names)
    assert (phrase.first, phrase.stop) == (first, stop)
    assert first <= phrase.head_first <= phrase.head_stop <= stop
    assert (phrase.head is None) == (phrase.head_first == phrase.head_stop)
    assert set(map(id, phrase.owners)) <= set(map(id, names))
    assert not phrase.inner or first <= phrase.inner[0] < phrase.inner[1] <= stop
