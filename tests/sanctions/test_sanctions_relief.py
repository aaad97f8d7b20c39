"""What would change if a party were no longer listed."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import ListError
from sayso.lists.formats.sniffing import read_lists
from sayso.lists.listing import Designation, Entry, Name, Relation
from sayso.lists.network import Network, network_of
from sayso.sanctions.relief import IT_IS_NOT, Relief, RuleRelief, relief

DAY = date(2025, 1, 31)
LISTS = Path(__file__).parents[2] / "examples" / "lists"


def listing(regime: str, programme: str = "X") -> Designation:
    return Designation(regime, f"{regime} (example)", programme, blocking=True, since="2022-01-01")


def entry(id_: str, name: str, *regimes: str, **about: Any) -> Entry:
    of_list, _, number = id_.partition(":")
    return Entry(id_, of_list, number, "company", (Name(name),), tuple(map(listing, regimes)), **about)


def owns(to: str, share: float) -> Relation:
    return Relation("ownership", to=to, share=(share, share), source="register", stated="2025-01-01")


@pytest.fixture
def two_owners() -> Network:
    """Oak holds 60 % of Elm and 50 % of Ash, Yew 50 % of Ash; Fir is linked to Oak, and listed itself."""
    return network_of(
        [
            entry("a:oak", "Oak", "US", "EU", relations=(owns("a:elm", 60), owns("a:ash", 50))),
            entry("a:yew", "Yew", "US", relations=(owns("a:ash", 50),)),
            entry("a:elm", "Elm"),
            entry("a:ash", "Ash"),
            entry("a:fir", "Fir", "US", relations=(Relation("linked", to="a:oak"),)),
        ]
    )


def under(found: Relief, rule: str) -> RuleRelief:
    (its,) = (its for its in found.rules if its.rule.id == rule)
    return its


def changes(its: RuleRelief) -> dict[str, tuple[str, str]]:
    return {drop.party.partition(":")[2]: (drop.before, drop.after) for drop in its.drops}


def test_who_drops_out_and_who_stays_through_whom(two_owners):
    found = relief(two_owners, "a:oak", DAY)
    us = under(found, "us-50-2014")
    assert (us.before, us.after.status) == ("listed", "not blocked")
    assert changes(us) == {"elm": ("blocked", "not blocked")}
    (ash,) = us.stays
    assert (ash.party, ash.status) == ("a:ash", "blocked")
    assert [step.owner for step in ash.witness] == ["a:yew"]
    assert found.concerned == ("a:oak", "a:elm", "a:ash")  # under the EU's rule Ash drops out


def test_only_one_regime(two_owners):
    found = relief(two_owners, "a:oak", DAY, regimes=["us"])
    assert [one.designation.regime for one in found.lifted] == ["US"]
    assert [one.designation.regime for one in found.remaining] == ["EU"]
    assert [its.rule.id for its in found.rules] == ["us-50-2014"]
    (elm,) = under(found, "us-50-2014").drops
    assert elm.otherwise == ("blocked under EU: 50 % or more, or control",)


def test_only_one_list():
    entries = [
        entry("a:oak", "Oak", "US", relations=(owns("a:elm", 60),)),
        entry("a:elm", "Elm"),
        entry("b:oak", "Oak", "EU"),
    ]
    network = network_of(entries, apart=True)
    assert [one.entry for one in relief(network, "a:oak", DAY, lists=["a"]).lifted] == ["a:oak"]
    with pytest.raises(ListError, match=r"no listing of b on 2025-01-31; there are those of US \(a\)"):
        relief(network, "a:oak", DAY, lists=["b"])


def test_a_listing_by_another_list_of_the_same_regime_keeps_it():
    network = network_of(
        [
            Entry(
                "a:1",
                "a",
                "1",
                "company",
                (Name("Orvel Marsh"),),
                (listing("US"),),
                relations=(owns("a:2", 60),),
            ),
            Entry("b:1", "b", "1", "company", (Name("Orvel Marsh"),), (listing("US", "Y"),)),
            entry("a:2", "Elm"),
        ]
    )
    assert network.party("b:1") == "a:1"
    its = under(relief(network, "a:1", DAY, lists=["b"]), "us-50-2014")
    assert (its.after.status, its.drops, its.stays) == ("listed", (), ())


def test_ties_stay_as_they_are(two_owners):
    tied = {one.party: one.listed_by for one in relief(two_owners, "a:oak", DAY).tied}
    assert tied == {"a:elm": (), "a:ash": (), "a:fir": ("US",)}


def test_who_is_not_listed_cannot_be_relieved(two_owners):
    with pytest.raises(ListError, match=r"Elm .* is not listed on 2025-01-31"):
        relief(two_owners, "a:elm", DAY)


def test_a_regime_without_a_rule_changes_no_ownership():
    network = network_of([entry("a:1", "Oak", "UN", relations=(owns("a:2", 100),)), entry("a:2", "Elm")])
    found = relief(network, "a:1", DAY)
    assert found.rules == ()
    assert found.to_dict(network)["it_is_not"] == IT_IS_NOT


# ---- the bundled list --------------------------------------------------------------------------------------


@cache
def strait(folder: str) -> Network:
    (found,) = read_lists([LISTS / folder / "strait.ftm.json"])
    return network_of(found.entries, {found.list: found.published})


def test_talas_in_march():
    found = relief(strait("2025-03"), "strait:talas", date(2025, 3, 31))
    gone = ("blocked", "not blocked")
    assert changes(under(found, "us-50-2014")) == {"strait-bridge": gone, "maren-rotor": gone}
    perhaps = ("blocked", "possibly blocked")
    assert changes(under(found, "eu-50")) == {"strait-bridge": perhaps, "maren-rotor": perhaps}
    assert not changes(under(found, "gb-more-than-50"))
    assert [stay.party for stay in under(found, "us-50-2014").stays] == ["strait:hradek-supply"]
    assert {one.party for one in found.tied} >= {
        "strait:danica-talas",
        "strait:orlec",
        "strait:hradek-aviation",
    }


def test_varsik_in_june():
    found = relief(strait("2025-06"), "strait:varsik", date(2025, 6, 30), regimes=["EU"])
    its = under(found, "eu-50")
    assert {stay.party.partition(":")[2] for stay in its.stays} == {
        "kolm-bank",
        "hradek-supply",
        "ostrand-levant",
    }
    assert {"strait-bridge", "maren-rotor", "levant-anchor", "sable-reach", "grey-heron"} <= set(changes(its))
    assert [one.designation.regime for one in found.remaining] == ["CH", "US"]


def test_a_bank_that_is_owned_by_another_listed_party():
    found = relief(strait("2025-03"), "strait:kolm-bank", date(2025, 3, 31), regimes=["US"])
    its = under(found, "us-50-2014")
    assert (its.before, its.after.status, its.after.roots) == ("listed", "blocked", ("strait:varsik",))
    assert not its.drops
