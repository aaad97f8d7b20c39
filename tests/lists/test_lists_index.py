"""The index of listed names finds what there is to compare."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lists.names.compare import THRESHOLD, compare
from sayso.lists.names.index import MOST_NAMES, NameIndex
from sayso.lists.names.spelling import spelled

LISTED = (
    "VAKILI, Harun Nadir", "Sulayman al-Tavrosi", "Nadir bin Sulayman", "Oksana Ivanivna Shevchuk",
    "Kim Yong Chol",
    "Ольга Петрова", "محمد علي رحيمي", "李伟", "Νίκος Παπαδόπουλος", "דוד לוי", "GARZA MONTOYA, Luis Felipe",
    "Abdul Rahim Mansuri", "Jean-Pierre Lacombe", "O'Rourke, Declan", "Zubaydov Rustam", "Li Wei",
)  # fmt: skip
letters = st.text("abdeghiklmnoprstuvy", min_size=2, max_size=9)
listed = st.lists(
    st.lists(letters, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=MOST_NAMES, unique=True
)
MATCH = math.log(THRESHOLD / (1 - THRESHOLD))


def index(names, personal=True):
    return NameIndex([spelled(name, personal) for name in names], [personal] * len(names))


@settings(max_examples=60, deadline=None)
@given(listed, st.booleans())
def test_every_name_is_found_by_itself(names, personal):
    made = index(names, personal)
    assert len(made) == len(names)
    for number, name in enumerate(names):
        asked = spelled(name, personal)
        if asked.words:
            assert number in made.candidates(asked, MATCH)


def slips(word):
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] * 2 + word[at + 1 :]
        yield word[:at] + "e" + word[at + 1 :]
        yield word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def test_nearly_every_slip_that_would_match_is_found():
    made, matching, missed = index(LISTED), 0, []
    for number, name in enumerate(LISTED):
        words = spelled(name).plain.split()
        for place, word in enumerate(words):
            for slip in slips(word):
                asked = spelled(" ".join([*words[:place], slip, *words[place + 1 :]][::-1]))
                if asked.words and compare(asked, spelled(name)).score >= THRESHOLD:
                    matching += 1
                    if number not in made.candidates(asked, MATCH):
                        missed.append(asked.plain)
    assert matching > 500
    assert len(missed) <= 0.02 * matching, (matching, missed)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Vkl Hrn Ndr", 0),
        ("Vakiliharun Nadir", 0),
        ("Tavrosi, Sulaymn", 1),
        ("Olga Petrova", 5),
        ("Mohammed Ali Rahimi", 6),
        ("Nikos Papadopoulos", 8),
        ("David Levi", 9),
        ("GARZA MONTOYA, Luis Fel", 10),
        ("Abdulrahim Mansuri", 11),
    ],
)
def test_names_are_found_however_they_are_written(asked, meant):
    assert meant in index(LISTED).candidates(spelled(asked), 0.0)


def test_what_has_nothing_in_common_is_not_compared():
    assert index(LISTED).candidates(spelled("Björn Lundquist"), 0.0) == []


def test_an_empty_index_finds_nothing():
    assert index([]).candidates(spelled("Harun Vakili"), 0.0) == []


@given(st.text(min_size=1, max_size=40))
@settings(deadline=None)
def test_any_text_can_be_asked_for(text):
    asked = spelled(text)
    if asked.words:
        assert set(index(LISTED[:4]).candidates(asked)) <= set(range(4))
