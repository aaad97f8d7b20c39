"""The comparison of two names, told so that it can be redone by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lists.names.aligned import aligned, best_aligned
from sayso.lists.names.compare import compare
from sayso.lists.names.spelling import spelled

WORDS = st.lists(st.sampled_from(["anna", "ann", "example", "exampel", "bin", "trading", "7"]), max_size=5)


def told(one: str, other: str, personal: bool = True) -> dict:
    return aligned(compare(spelled(one, personal), spelled(other, personal), personal))


def test_words_stand_beside_each_other():
    found = told("Bohdan Oleg Warzik", "Varsik, Bogdan")
    assert [(each["asked"], each["listed"], each["how"]) for each in found["words"]] == [
        ("bohdan", "bogdan", "another form of the name"),
        ("oleg", None, "only asked"),
        ("warzik", "varsik", "sound"),
    ]
    assert found["listed"] == "Varsik, Bogdan"


def test_of_several_names_the_closest_is_told():
    assert best_aligned(("Zoe", "Anna Example"), "Ann Example", personal=True)["asked"] == "Anna Example"
    assert best_aligned((), "Ann", personal=True) is None


@given(WORDS, WORDS, st.booleans())
def test_the_sum_is_that_of_the_score_and_no_word_is_lost(one, other, personal):
    found = told(" ".join(one), " ".join(other), personal)
    odds = found["start"] + sum(each["adds"] for each in found["features"])
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(found["score"], abs=1e-3)
    for side, name in (("asked", one), ("listed", other)):
        words = " ".join(each[side] for each in found["words"] if each[side]).split()
        assert sorted(words) == sorted(word.text for word in spelled(" ".join(name), personal).words)
