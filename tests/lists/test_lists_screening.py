"""Screening: hits with their reasons, and entries prepared for it."""

from __future__ import annotations

import json

import pytest
import zstandard
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sayso.lists.listing import Designation, Entry, Identifier, Name
from sayso.lists.names.spelling import spelled
from sayso.lists.prepared import (
    _REGISTER,
    Prepared,
    PreparedName,
    bare_number,
    from_bytes,
    prepared,
    to_bytes,
)
from sayso.lists.screening import FLOOR, LIMIT, THRESHOLD, Screener, Subject


def entry(number, *names, kind="person", until=None, **known):
    made = tuple(each if isinstance(each, Name) else Name(each) for each in names)
    listing = (Designation("US", "Office", "PROG", until=until),)
    return Entry(f"l:{number}", "l", str(number), kind, made, listing, **known)


def screener(*entries):
    return Screener({"l@2025-01-01": list(prepared(enumerate(entries, 1)))})


def first(made, *names, **known):
    return next(iter(made.screen(Subject(names, **known), threshold=0.01)), None)


VAKILI = entry(
    1, "VAKILI, Harun Nadir", kind="person", countries=("IR",), births=("1962-03-01",), gender="male",
    identifiers=(Identifier("passport", "A 123-456"),),
)  # fmt: skip
MADE = screener(VAKILI, entry(2, "Oram Trading Co. Ltd", kind="company"), entry(3, "Oksana Shevchuk"))
ASKED = "Harun Nadr Vakily"


# ---- what else is known ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "part", "raises"),
    [
        ({"countries": ("IR",)}, "country", True),
        ({"countries": ("FR",)}, "country", False),
        ({"births": ("1962-03-01",)}, "birth_date", True),
        ({"births": ("1962",)}, "birth_date", True),
        ({"births": ("1962-01-03",)}, "birth_date", True),  # day and month changed places
        ({"births": ("1968",)}, "birth_date", False),
        ({"kind": "company"}, "kind", False),
        ({"gender": "female"}, "gender", False),
        ({"identifiers": ("a123456",)}, "identifier", True),
    ],
)
def test_what_is_known_besides_the_name_raises_or_lowers(known, part, raises):
    plain, found = first(MADE, ASKED), first(MADE, ASKED, **known)
    assert found.explanations[part].score > 0 if raises else found.explanations[part].score < 0
    assert found.score > plain.score if raises else found.score < plain.score
    assert ("for it" if raises else "against it") in found.why


@pytest.mark.parametrize(
    "known", [{}, {"gender": "male"}, {"kind": "person"}, {"births": ("1963",)}, {"identifiers": ("B1",)}]
)
def test_what_agrees_without_saying_much_changes_nothing(known):
    assert first(MADE, ASKED, **known).score == first(MADE, ASKED).score


def test_exact_dates_say_more_than_years_and_more_in_common_says_more():
    def score(**known):
        return first(MADE, ASKED, **known).score

    day, year = score(births=("1962-03-01",)), score(births=("1962",))
    assert day > year > score() > score(births=("1968",))
    assert score(countries=("IR",), births=("1962",)) > year


def test_an_entry_is_found_by_number_alone():
    (hit,) = MADE.screen(Subject(identifiers=("a-123456",)))
    assert hit.entry == "l:1"
    assert "number" in hit.why
    assert not MADE.screen(Subject(identifiers=("999",)))


def test_a_weak_alias_counts_less():
    strong = screener(entry(1, "Someone Else", Name("Sulayman Tavrosi", "alias")))
    weak = screener(entry(1, "Someone Else", Name("Sulayman Tavrosi", "alias", weak=True)))
    one, other = first(strong, "Sulayman Tavrosi"), first(weak, "Sulayman Tavrosi")
    assert one.score > other.score
    assert other.explanations["weak_alias"].score < 0
    assert "weak" in other.why


def test_a_name_that_is_both_weak_and_strong_is_strong():
    made = screener(entry(1, Name("Sulayman Tavrosi", weak=True), Name("SULAYMAN TAVROSI", "alias")))
    assert "weak_alias" not in first(made, "Sulayman Tavrosi").explanations


def test_a_fuller_name_that_contradicts_lowers():
    made = screener(entry(1, "Harun Ahmad Muhammadzai", Name("Harun Ahmad", "alias")))
    without = screener(entry(1, "Harun Ahmad"))
    lowered, plain = first(made, "Harun Ahmad Logan"), first(without, "Harun Ahmad Logan")
    assert lowered is None or lowered.score < plain.score
    assert lowered is None or "fuller_name" in lowered.explanations
    assert "fuller_name" not in first(made, "Harun Ahmad").explanations


# ---- hits --------------------------------------------------------------------------------------------------

WORDS = (
    "Harun",
    "Nadir",
    "Vakili",
    "Wakili",
    "Oram",
    "Trading",
    "Ltd",
    "Oksana",
    "Shevchuk",
    "Шевчук",
    "H.",
    "bin",
)
asked = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
subjects = st.builds(
    Subject,
    names=st.lists(asked, min_size=1, max_size=2).map(tuple),
    kind=st.sampled_from([None, "person", "company", "vessel"]),
    countries=st.sampled_from([(), ("IR",), ("FR", "DE")]),
    births=st.sampled_from([(), ("1962",), ("1962-03-01",), ("1970~",), ("1960/1965",)]),
    gender=st.sampled_from([None, "male", "female"]),
    identifiers=st.sampled_from([(), ("A123456",), ("x",)]),
)


@settings(max_examples=150, deadline=None)
@given(subjects, st.sampled_from([0.1, 0.5, THRESHOLD, 0.95]))
def test_explanations_add_up_to_the_score(subject, threshold):
    hits = MADE.screen(subject, threshold=threshold)
    assert len(hits) <= LIMIT
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.score >= min(FLOOR, threshold) - 1e-3
        assert 0 <= hit.score <= 1
        assert hit.match == (hit.score >= threshold)
        assert sum(part.score for part in hit.explanations.values()) == pytest.approx(hit.score, abs=1e-3)
        assert hit.why.endswith(".")
        json.dumps(hit.to_dict())


def test_a_hit_is_shaped_as_yentes_results():
    (hit,) = MADE.screen(Subject(("Harun Nadir Vakili",)))
    found = hit.to_dict()
    assert found["id"] == "l:1"
    assert (found["schema"], found["match"], found["target"]) == ("Person", True, True)
    assert (found["list"], found["version"]) == ("l", "l@2025-01-01")
    assert set(found["explanations"]["name"]) == {"score", "detail"}


def test_the_listed_come_before_those_no_longer_listed():
    made = screener(entry(1, "Harun Vakili", until="2020-01-01"), entry(2, "Harun Vakili"))
    assert [hit.entry for hit in made.screen(Subject(("Harun Vakili",)))] == ["l:2", "l:1"]


def test_limit_and_nobody():
    made = screener(*(entry(number, "Harun Vakili") for number in range(9)))
    assert len(made.screen(Subject(("Harun Vakili",)), limit=3)) == 3
    assert made.screen(Subject(("…",))) == []
    assert Screener({}).screen(Subject(("Harun Vakili",))) == []


# ---- prepared ----------------------------------------------------------------------------------------------

texts = st.text(max_size=20)
tuples = st.lists(texts, max_size=3).map(tuple)
prepared_ones = st.builds(
    Prepared,
    row=st.integers(0, 2**40),
    id=texts,
    caption=texts,
    kind=st.sampled_from(["person", "company", "vessel"]),
    names=st.lists(
        st.builds(PreparedName, st.builds(spelled, texts, st.booleans()), st.booleans()), max_size=3
    ).map(tuple),
    countries=tuples,
    births=tuples,
    gender=st.none() | texts,
    identifiers=tuples,
    listed=st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(prepared_ones, max_size=4))
def test_prepared_entries_come_back_from_bytes(many):
    assert from_bytes(to_bytes(many)) == many


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_garbage_is_none(data):
    assert from_bytes(data) is None


@pytest.mark.parametrize(
    "text", ["", "{", "7", "null", '{"a": 1}', "[[1, 2]]", "[7]", '[[1,2,3,4,5,6,7,8,9,[["x"]]]]']
)
def test_bytes_of_another_shape_are_none(text):
    assert from_bytes(zstandard.compress(text.encode())) is None


def test_cut_bytes_are_none():
    data = to_bytes(list(prepared([(1, VAKILI)])))
    assert from_bytes(data) is not None
    for end in range(0, len(data), 7):
        assert from_bytes(data[:end]) is None


def test_prepared_leaves_out_names_without_letters_and_doubles():
    (made,) = prepared([(4, entry(1, "Harun Vakili", "VAKILI Harun", "harun vakili", "--"))])
    assert [name.spelling.plain for name in made.names] == ["harun vakili", "vakili harun"]
    assert (made.row, made.caption, made.listed) == (4, "Harun Vakili", True)


@given(st.text(max_size=30))
def test_bare_numbers_stay_as_they_are(text):
    assume(not _REGISTER.match(text))  # a register's name at the start goes; behind a hyphen it stays
    assert all(char.isalnum() for char in bare_number(text))
    assert bare_number(" -" + text + "/ ") == bare_number(text)
