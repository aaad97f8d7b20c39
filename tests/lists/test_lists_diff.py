"""Two versions of a list compared."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lists.diff import FieldChange, diff
from sayso.lists.listing import Address, Designation, Entry, Identifier, Name, Relation


def entry(number: str = "1", name: str = "Ann Example", **about) -> Entry:
    return Entry(f"own:{number}", "own", number, "person", (Name(name),), **about)


def only_change(old: Entry, new: Entry) -> tuple[FieldChange, ...]:
    changes = diff([old], [new])
    assert (changes.came, changes.went, changes.same) == ((), (), 0)
    (change,) = changes.changed
    assert (change.change, change.entry) == ("changed", new)
    return change.fields


def test_who_came_and_who_went():
    ann, ben, cem = entry("1", "Ann"), entry("2", "Ben"), entry("3", "Cem")
    changes = diff([ann, ben], [cem, ann])
    assert [each.entry for each in changes.came] == [cem]
    assert [each.entry for each in changes.went] == [ben]
    assert (changes.changed, changes.same) == ((), 1)
    assert [each.change for each in changes] == ["came", "went"]
    assert changes.came[0].to_dict() == {
        "change": "came",
        "id": "own:3",
        "kind": "person",
        "name": "Cem",
        "entry": cem.to_dict(),
    }


def test_plain_facts_have_their_old_and_new_values():
    old = entry(remarks="One.", births=("1960", "1961"), gender="male")
    new = entry(remarks="Two.", births=("1961", "1962-03"), gender="male", countries=("NO",))
    assert only_change(old, new) == (
        FieldChange("births", None, ["1960"], ["1962-03"]),
        FieldChange("countries", None, [], ["NO"]),
        FieldChange("remarks", None, "One.", "Two."),
    )


@pytest.mark.parametrize(
    ("field", "old", "new", "expected"),
    [
        (
            "designations",
            Designation("UN", "Council", "EX", since="2020-01-01", reference="X.1"),
            Designation("UN", "Council", "EX", since="2020-01-01", reference="X.1", amended=("2024-05-06",)),
            FieldChange("designations.amended", "UN · EX · X.1", [], ["2024-05-06"]),
        ),
        (
            "names",
            Name("Ann", "alias", weak=True),
            Name("Ann", "alias"),
            FieldChange("names.weak", "Ann", True, False),
        ),
        (
            "identifiers",
            Identifier("passport", "A 1"),
            Identifier("passport", "A 1", "NO"),
            FieldChange("identifiers.country", "passport · A 1", None, "NO"),
        ),
        (
            "addresses",
            Address("1 Quay"),
            Address("1 Quay", "NO"),
            FieldChange("addresses.country", "1 Quay", None, "NO"),
        ),
        (
            "relations",
            Relation("ownership", "Some Co", "own:9", share=(50.0, 50.0), source="register"),
            Relation("ownership", "Some Co", "own:9", share=(40.0, 45.0), source="register"),
            FieldChange("relations.share", "Some Co · ownership · register", [50.0, 50.0], [40.0, 45.0]),
        ),
        (
            "relations",
            Relation("linked", "Some Co"),
            Relation("linked", "Some Co", "own:9"),
            FieldChange("relations.to", "Some Co · linked", None, "own:9"),
        ),
        (
            "relations",
            Relation("operator", "Old Ship", "own:9"),
            Relation("operator", "New Ship", "own:9"),
            FieldChange("relations.name", "Old Ship · operator", "Old Ship", "New Ship"),
        ),
    ],
)
def test_a_part_that_changes_is_found_again(field, old, new, expected):
    other = Name("Elsewhere") if field == "names" else None
    before = replace(entry(), **{field: (other, old) if other else (old,)})
    after = replace(entry(), **{field: (other, new) if other else (new,)})
    assert only_change(before, after) == (expected,)


def test_a_part_that_comes_or_goes_is_told_whole():
    old = entry(identifiers=(Identifier("passport", "A 1"),))
    new = entry(identifiers=(Identifier("tax", "7"),))
    assert only_change(old, new) == (
        FieldChange("identifiers", None, {"kind": "passport", "value": "A 1"}, None),
        FieldChange("identifiers", None, None, {"kind": "tax", "value": "7"}),
    )


def test_the_order_counts_for_nothing():
    old = entry(births=("1960", "1961"), positions=("a", "b"))
    changes = diff([old], [replace(old, births=("1961", "1960"), positions=("b", "a"))])
    assert (list(changes), changes.same) == ([], 1)


def test_a_number_that_is_there_twice():
    one, two, three = entry(name="One"), entry(name="Two"), entry(name="Three")
    changes = diff([one, two], [two, three])
    assert changes.same == 1
    assert [each.entry for each in changes.changed] == [three]
    assert [each.entry for each in diff([one], [one, two]).came] == [two]
    assert [each.entry for each in diff([one, two], [two]).went] == [one]


WORDS = st.sampled_from(["a", "b", "c"])
ENTRIES = st.lists(
    st.builds(
        lambda number, name, births, ties: entry(
            number, name, births=tuple(births), relations=tuple(Relation("linked", tie) for tie in ties)
        ),
        st.sampled_from("12345"),
        WORDS,
        st.lists(WORDS, max_size=2),
        st.lists(WORDS, max_size=2),
    ),
    max_size=6,
)


@given(ENTRIES, ENTRIES)
def test_every_entry_is_told_once(old, new):
    changes = diff(old, new)
    kept = len(changes.changed) + changes.same
    assert len(changes.came) + kept == len(new)
    assert len(changes.went) + kept == len(old)
    back = diff(new, old)
    assert len(back.came) == len(changes.went)
    assert len(back.changed) == len(changes.changed)
    assert all(each.fields for each in changes.changed)
    for each in changes:
        record = each.to_dict()
        assert json.loads(json.dumps(record)) == record


@given(ENTRIES)
def test_nothing_differs_from_itself(entries):
    changes = diff(entries, list(reversed(entries)))
    assert (list(changes), changes.same) == ([], len(entries))
