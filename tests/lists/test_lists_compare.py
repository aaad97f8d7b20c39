"""Names compared: what holds for any two names."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lists.names.compare import WEIGHTS, compare
from sayso.lists.names.sounds import alike, bare, folded, seen, skeleton
from sayso.lists.names.spelling import LONGEST_NAME, WEIGHT_OF, spelled

WORDS = (
    "muhammad", "mohamed", "abd", "al", "bin", "rahim", "yusuf", "ivan", "john", "petrov", "oksana", "kim",
    "yong", "chol", "garcia", "de", "la", "cruz", "dr", "j", "m", "ltd", "trading", "oram", "tavros", "7",
    "Ольга", "Шевченко", "محمد", "علي", "李", "伟", "Νίκος", "דוד",
)  # fmt: skip
names = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    st.lists(st.text("abdehiklmnorstuy'-", min_size=1, max_size=9), min_size=1, max_size=4).map(" ".join),
)
known = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
plain_words = st.text("abcdefghijklmnopqrstuvwxyz0158", min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(known, known, st.booleans())
def test_any_two_names_have_one_score_either_way(one, other, personal):
    first, second = spelled(one, personal), spelled(other, personal)
    if not (first.words and second.words):
        return
    found, turned = compare(first, second, personal), compare(second, first, personal)
    assert 0 <= found.score <= 1
    assert turned.score == pytest.approx(found.score, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(known, known, st.booleans())
def test_a_name_is_nearest_to_itself(one, other, personal):
    first, second = spelled(one, personal), spelled(other, personal)
    if not (first.words and second.words):
        return
    itself = compare(first, first, personal)
    speaks_against = {name for name in itself.features if WEIGHTS[name] < 0}
    assert not any(itself.features[name] > 1e-9 for name in speaks_against)
    if len(second.words) <= len(first.words):
        assert compare(first, second, personal).score <= itself.score + 1e-9


@settings(max_examples=100, deadline=None)
@given(names, names, st.booleans())
def test_the_score_is_what_its_features_say(one, other, personal):
    first, second = spelled(one, personal), spelled(other, personal)
    if not (first.words and second.words):
        return
    found = compare(first, second, personal)
    assert set(found.features) | {"bias"} == set(WEIGHTS)
    odds = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in found.features.items())
    assert found.score == pytest.approx(1 / (1 + math.exp(-odds)))
    assert all(value >= 0 for value in found.features.values())


@settings(max_examples=100, deadline=None)
@given(names, names, st.booleans())
def test_every_word_is_aligned_once_at_most(one, other, personal):
    first, second = spelled(one, personal), spelled(other, personal)
    if not (first.words and second.words):
        return
    pairs = compare(first, second, personal).pairs
    for side, name in ((0, first), (1, second)):
        places = [place for pair in pairs for place in (pair.first, pair.second)[side]]
        assert len(places) == len(set(places))
        assert set(places) <= set(range(len(name.words)))


def test_father_and_son_cannot_change_places():
    def score(one, other):
        return compare(spelled(one), spelled(other))

    asked = "Nadir bin Sulayman"
    assert score(asked, "Nadir bin Sulayman").score > 0.9
    turned = score(asked, "Sulayman bin Nadir")
    assert turned.features["reversed"] == 1
    assert turned.score < 0.1


def test_numbers_forms_and_trades_tell_organisations_apart():
    def score(one, other):
        return compare(spelled(one, False), spelled(other, False), False).score

    same = score("Oram Trading Company", "Oram Trading Co")
    assert same > 0.9
    assert score("Tavros 7", "Tavros 8") < score("Tavros 7", "Tavros 7")
    assert score("Tavros GmbH", "Tavros SA") < score("Tavros GmbH", "Tavros")
    assert score("Oram Trading", "Oram Shipping") < 0.5


# ---- words -------------------------------------------------------------------------------------------------


@given(plain_words, plain_words)
def test_words_are_alike_both_ways(one, other):
    score, _ = alike(one, other)
    assert 0 <= score <= 1
    assert alike(other, one)[0] == pytest.approx(score)
    assert (score == 1) == (one == other)


@given(plain_words)
def test_a_words_keys_are_no_longer_than_it_needs(word):
    assert len(folded(word)) <= len(word) + word.count("x")
    assert folded(folded(word).lower()) is not None
    assert len(skeleton(word)) <= len(folded(word))
    assert bare(word)[:1] == word[:1]
    assert seen(word)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("khalid", "halid", "sound"),
        ("mikhail", "mkhl", "consonants"),
        ("ahmed", "ahrned", "looks"),
        ("petrov", "petrav", "consonants"),
        ("petrov", "petrob", "spelling"),
        ("p", "petrov", "initial"),
    ],
)
def test_words_are_alike_by_what_stood_in_between(one, other, how):
    score, why = alike(one, other)
    assert (why, score > 0.8) == (how, True)


def test_short_words_are_not_alike_by_a_letter():
    assert alike("kim", "kin")[0] < 0.7


# ---- spelling ----------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_text_can_be_taken_apart(text, personal):
    name = spelled(text, personal)
    assert len(name.plain.split()) == len(name.kinds) == len(name.words)
    assert set(name.kinds) <= set(WEIGHT_OF)
    assert name.text == text


@pytest.mark.parametrize(
    ("name", "personal", "plain"),
    [
        ("Dr. Harun Vakili", True, "harun vakili"),
        ("Harun Vakili Jr.", True, "harun vakili"),
        ("Dr. Vakili", True, "vakili"),
        ("Oram Trading LLC", False, "oram trading"),
        ("USA Tavros", False, "united states tavros"),
    ],
)
def test_titles_suffixes_and_forms_are_left_aside(name, personal, plain):
    assert spelled(name, personal).plain == plain


def test_what_is_longer_than_any_name_takes_no_time() -> None:
    long = "kolmarevitch" * 20_000
    found = spelled(long, False)
    assert len(found.plain) <= LONGEST_NAME
    assert spelled(long, True).plain
