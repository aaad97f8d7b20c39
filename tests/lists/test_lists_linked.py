"""Ties given by name, resolved to entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lists.linked import STEPS, resolve
from sayso.lists.listing import Designation, Entry, Name, Relation


def entry(number, name, *aliases, kind="organisation", programme="SDGT", countries=(), ties=(), of="l"):
    return Entry(
        f"{of}:{number}",
        of,
        str(number),
        kind,
        (Name(name), *(each if isinstance(each, Name) else Name(each, "alias") for each in aliases)),
        (Designation("US", "Office", programme),),
        countries=countries,
        relations=tuple(each if isinstance(each, Relation) else Relation("linked", each) for each in ties),
    )


def tied(found, number=1):
    return [each.to for each in found.entries[number - 1].relations]


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("ORAM TRADING CO., LTD.", "equal"),
        ("Oram Trading Co Ltd", "folded"),
        ("ÓRAM-TRADING CO. LTD", "folded"),
        ("Abu Salt", "alias"),
        ("ABU'SALT BROTHERS", "alias"),
        ("'The Salter'", "weak"),
        ("TRADING ORAM CO LTD", "order"),
        ("ORAM TRADING", "form"),
        ("JOINT STOCK COMPANY ORAM TRADING", "form"),
        ("ORAMTRADING CO LTD", "joined"),
    ],
)
def test_each_step(written, step):
    other = entry(
        2, "ORAM TRADING CO., LTD.", "ABU SALT", "ABUSALT BROTHERS", Name("THE SALTER", "alias", weak=True)
    )
    found = resolve([entry(1, "VESK", ties=[written]), other])
    assert found.steps == {("linked", step): 1}
    assert tied(found) == ["l:2"]
    assert (found.resolved(), found.total(), found.ambiguous, found.unresolved) == (1, 1, (), ())


def test_the_order_of_a_persons_names():
    other = entry(2, "VESK, Ilo Maran", kind="person")
    found = resolve([entry(1, "ORAM", ties=["Ilo Maran Vesk"]), other])
    assert found.steps == {("linked", "order"): 1}


@pytest.mark.parametrize("written", ["ORAN", "LTD", "CO., LTD.", "...", "ORAM", "SALT"])
def test_nothing_is_matched_by_likeness_or_by_a_company_form_alone(written):
    found = resolve(
        [entry(1, "ORAM", ties=[written]), entry(2, "ORAMM LTD"), entry(3, "CO"), entry(4, "!!!")]
    )
    assert tied(found) == [None]
    (tie,) = found.unresolved
    assert (tie.entry, tie.relation.name, tie.candidates) == ("l:1", written, ())
    assert (found.resolved(), found.total()) == (0, 1)


def test_a_primary_name_goes_before_an_alias():
    found = resolve([entry(1, "VESK", ties=["Oram"]), entry(2, "SALT", "ORAM"), entry(3, "ORAM")])
    assert tied(found) == ["l:3"]


@pytest.mark.parametrize(
    "better",
    [
        {"programme": "DPRK2"},
        {"programme": "DPRK3"},
        {"countries": ("YE",), "programme": "IRAN"},
        {"kind": "organisation", "programme": "IRAN"},
    ],
)
def test_what_decides_between_entries_of_one_name(better):
    worse = {"kind": "vessel", "programme": "IRAN", "countries": ("PA",)}
    first = entry(1, "VESK", programme="DPRK2", countries=("YE",), ties=["ORAM"])
    found = resolve([first, entry(2, "ORAM", **worse), entry(3, "ORAM", **{**worse, **better})])
    assert tied(found) == ["l:3"]
    assert found.ambiguous == ()


def test_entries_that_nothing_tells_apart_are_all_kept_and_reported():
    found = resolve(
        [entry(1, "VESK", ties=["ORAM", "SALT"]), entry(2, "ORAM"), entry(3, "ORAM"), entry(4, "SALT")]
    )
    assert tied(found) == ["l:2", "l:3", "l:4"]
    assert {each.name for each in found.entries[0].relations[:2]} == {"ORAM"}
    (tie,) = found.ambiguous
    assert (tie.entry, tie.candidates) == ("l:1", ("l:2", "l:3"))
    assert (found.resolved(), found.total()) == (2, 2)


def test_never_to_itself_and_no_owner_is_a_ship():
    own = Relation("ownership", "ORAM", inverse=True)
    found = resolve([entry(1, "ORAM", kind="vessel", ties=[own, "ORAM"]), entry(2, "ORAM", kind="vessel")])
    assert tied(found) == [None, "l:2"]


def test_kin_are_persons():
    kin = Relation("family", "Ilo Vesk", role="wife")
    found = resolve([entry(1, "X", ties=[kin]), entry(2, "ILO VESK"), entry(3, "VESK, Ilo", kind="person")])
    assert tied(found) == ["l:3"]
    assert (found.resolved("family"), found.total("family"), found.total()) == (1, 1, 0)


def test_among_other_lists_the_own_one_goes_first():
    first = entry(1, "VESK", ties=["ORAM", "SALT"])
    elsewhere = [entry(7, "ORAM", of="m"), entry(8, "SALT", of="m")]
    found = resolve([first, entry(2, "ORAM")], elsewhere)
    assert tied(found) == ["l:2", "m:8"]
    assert len(found.entries) == 2


def test_what_is_tied_or_nameless_stays():
    given = (Relation("linked", "ORAM", to="x:9"), Relation("ownership"))
    found = resolve([entry(1, "VESK", ties=given), entry(2, "ORAM")])
    assert found.entries[0].relations == given
    assert (found.steps, found.unresolved) == ({}, ())


NAMES = st.text(alphabet="ABÇ'. -,9и", min_size=1, max_size=8)


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), max_size=6))
def test_every_tie_is_counted_once_and_resolving_again_changes_nothing(parties):
    entries = [entry(number, name, ties=ties) for number, (name, ties) in enumerate(parties, 1)]
    found = resolve(entries)
    assert found.total() == sum(len(each.relations) for each in entries)
    assert {step for _, step in found.steps} <= set(STEPS)
    assert all(each.to != one.id for one in found.entries for each in one.relations)
    again = resolve(found.entries)
    assert again.entries == found.entries
    assert again.resolved() == 0
