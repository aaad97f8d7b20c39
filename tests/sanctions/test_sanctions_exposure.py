"""Parties and ties as a graph, and what ties a party to sanctions on a day."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sayso.errors import ListError
from sayso.ledger import Ledger, StoredClaim
from sayso.lists import network as networks
from sayso.lists.listing import Designation, Entry, Identifier, ListFile, Name, Relation
from sayso.lists.network import in_force, network_of
from sayso.reading.reading import Claim, Event, Participant
from sayso.sanctions.exposure import claims_between, exposure, listings_of, load, step_sentence, tie_sentence

DAY = date(2025, 1, 31)
US = Designation("US", "OFAC (example)", "US-X", blocking=True, since="2022-01-01")
EU = Designation("EU", "Council (example)", "EU-X", blocking=True, since="2023-01-01")
INN = Identifier("inn", "7700000016")


def entry(id_: str, name: str, *listed: Designation, kind: str = "company", **about: Any) -> Entry:
    of_list, _, number = id_.partition(":")
    return Entry(id_, of_list, number, kind, (Name(name),), listed, **about)


def owns(to: str, share: float, **about: Any) -> Relation:
    return Relation("ownership", to=to, share=(share, share), source="register", stated="2025-01-01", **about)


def chain(length: int) -> list[Entry]:
    """Entries x:0 … of which each is linked to the next; the last one is listed."""
    made = [
        entry(f"x:{k}", f"Link {k}", relations=(Relation("linked", to=f"x:{k + 1}"),)) for k in range(length)
    ]
    return [*made, entry(f"x:{length}", "End of it", US)]


# ---- listings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "published", "standing"),
    [
        ("2022-01-01", None, None, "in force"),
        ("2025-02-01", None, None, "later"),
        ("2025", None, None, "perhaps"),
        ("2022", "2025-01-31", None, "former"),
        ("2022", "2025-02-01", None, "in force"),
        ("2022", "2025", None, "perhaps"),
        (None, None, None, "in force"),
        (None, None, "2025-01-01", "in force"),
        (None, None, "2025-02-01", "perhaps"),
    ],
)
def test_how_a_listing_stands_on_a_day(since, until, published, standing):
    its = Designation("US", "OFAC (example)", since=since, until=until)
    assert in_force(its, DAY, published) == standing


def test_listings_of_all_entries_of_a_party():
    both = {"identifiers": (INN,)}
    network = network_of(
        [entry("a:1", "Orvel Optics", US, **both), entry("b:1", "AO Orvel Optics", EU, **both)],
        labels={"a": "a@2025-01-01"},
    )
    found = listings_of(network, "a:1", DAY)
    assert [(one.entry, one.version, one.designation.regime) for one in found] == [
        ("b:1", "b", "EU"),
        ("a:1", "a@2025-01-01", "US"),
    ]
    assert network.party("b:1") == "a:1"
    assert [link.why for link in network.why_same("a:1")] == ["the same INN 7700000016"]


def test_apart_every_entry_is_alone():
    both = {"identifiers": (INN,)}
    entries = [entry("a:1", "Orvel Optics", US, **both), entry("b:1", "Orvel Optics", EU, **both)]
    network = network_of(entries, apart=True)
    assert network.party("b:1") == "b:1"
    assert len(listings_of(network, "b:1", DAY)) == 1


# ---- ownership ---------------------------------------------------------------------------------------------


def test_owners_of_several_lists_count_as_one_party():
    both = {"identifiers": (INN,)}
    entries = [
        entry("a:1", "Orvel Optics", US, **both),
        entry("b:1", "AO Orvel Optics", relations=(owns("b:2", 60),), **both),
        entry("b:2", "Marsh Works"),
    ]
    (status, *_) = [its.status for its in exposure(network_of(entries), "b:2", DAY).ownership]
    assert status == "blocked"
    (status, *_) = [its.status for its in exposure(network_of(entries, apart=True), "b:2", DAY).ownership]
    assert status == "not blocked"


def test_the_way_in_words():
    network = network_of(
        [entry("a:1", "Owner", US, relations=(owns("a:2", 60, since="2020-05"),)), entry("a:2", "Owned")]
    )
    us = exposure(network, "a:2", DAY).ownership[0]
    assert [step_sentence(step, network) for step in us.witness] == [
        "Owner holds 60 % of Owned (since 2020-05; register; stated 2025-01-01)"
    ]
    record = exposure(network, "a:2", DAY).to_dict(network)
    assert record["ownership"][0]["status"] == "blocked"
    assert record["ownership"][0]["witness"][0]["sentence"].startswith("Owner holds 60 %")
    assert record["near"][0]["party"] == "a:1"


def test_a_share_that_nobody_gives():
    some = Relation("ownership", to="a:2", source="register")
    network = network_of([entry("a:1", "Owner", US, relations=(some,)), entry("a:2", "Owned")])
    us = exposure(network, "a:2", DAY).ownership[0]
    assert us.status == "possibly blocked"
    assert step_sentence(us.witness[0], network) == (
        "Owner holds a share, nobody says how large, of Owned (register)"
    )


# ---- near --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hops", "found"), [(2, []), (3, ["x:3"]), (6, ["x:3"])])
def test_so_many_hops(hops, found):
    around = network_of(chain(3)).near("x:0", hops, DAY)
    assert [near.party for near in around.listed] == found


def test_ways_are_walked_against_the_tie_as_well():
    network = network_of(chain(2))
    (near,) = network.near("x:1", 1, DAY).listed
    assert near.path[0].forward
    assert [each.party for each in network.near("x:2", 3, DAY, listed={"x:0"}).listed] == ["x:0"]


def test_of_two_ways_the_more_telling_one():
    entries = [
        entry("a:1", "Owner", US, relations=(Relation("linked", to="a:2"), owns("a:2", 5))),
        entry("a:2", "Owned"),
    ]
    network = network_of(entries)
    (near,) = network.near("a:2", 3, DAY).listed
    assert [walk.tie.kind for walk in near.path] == ["ownership"]
    assert tie_sentence(near.path[0], network) == "Owner owns 5 % of Owned (register)"
    (near,) = network.near("a:2", 3, DAY, kinds=["linked"]).listed
    assert tie_sentence(near.path[0], network) == "Owner is linked to Owned (a)"


def test_a_tie_that_has_ended_leads_nowhere():
    entries = [entry("a:1", "Owner", US, relations=(owns("a:2", 60, until="2024"),)), entry("a:2", "Owned")]
    assert not network_of(entries).near("a:2", 3, DAY).listed
    assert network_of(entries).near("a:2", 3, date(2024, 6, 1)).listed


def test_nobody_is_near_through_a_hub(monkeypatch):
    monkeypatch.setattr(networks, "HUB", 3)
    hub = [entry("a:0", "Everybody's Bank")]
    ends = [
        entry(f"a:{k}", f"Customer {'abcdef'[k]}", US, relations=(Relation("linked", to="a:0"),))
        for k in range(1, 6)
    ]
    network = network_of([*hub, *ends])
    around = network.near("a:1", 3, DAY)
    assert around.listed == ()
    assert around.hubs == ("a:0",)
    assert len(network.near("a:0", 3, DAY).listed) == 5  # from the hub itself one sees them


def test_ties_by_name_are_tied_to_who_has_it():
    entries = [
        entry("a:1", "Orvel", relations=(Relation("linked", "MARSH WORKS, LTD"),)),
        entry("a:2", "Marsh Works Ltd", US),
        entry("a:3", "Sedge", relations=(Relation("linked", "Nobody Known"),)),
    ]
    network = network_of(entries)
    assert [near.party for near in network.near("a:1", 1, DAY).listed] == ["a:2"]
    assert network.knows("name:nobody known")
    assert network.name("name:nobody known") == "Nobody Known"
    assert network.kind("name:nobody known") is None
    assert exposure(network, "name:nobody known", DAY).around.listed == ()


# ---- claims ------------------------------------------------------------------------------------------------


class Claims:
    """A ledger that holds some claims and finds them as the real one does: also by parts of a party."""

    def __init__(self, *claims: StoredClaim) -> None:
        self._claims = claims

    def claims(self, actor: str | None = None, recipient: str | None = None) -> list[StoredClaim]:
        def has(parts: tuple[Participant, ...], asked: str | None) -> bool:
            return asked is None or any((part.actor or "").startswith(asked) for part in parts)

        events = [(claim, claim.claim.event) for claim in self._claims]
        return [one for one, its in events if has(its.actors, actor) and has(its.recipients, recipient)]


def stored(number: int, actor: str, recipient: str, published: str) -> StoredClaim:
    parts = [(Participant((0, 1), who, actor=who),) for who in (actor, recipient)]
    event = Event(type="AID", trigger=(2, 3), actors=parts[0], recipients=parts[1])
    claim = Claim(str(number), event, (), None, "affirms", False, (0, 9))
    return StoredClaim("r1", None, None, published, None, None, number, claim, "It gave.", "gave", None)


def link(actor: str, entry_id: str) -> Any:
    return SimpleNamespace(party=SimpleNamespace(actor=actor), entry=SimpleNamespace(id=entry_id), score=0.9)


def test_claims_in_which_the_party_and_a_listed_one_meet():
    ledger = Claims(
        stored(1, "oak", "elm", "2025-01-01"),
        stored(2, "elm", "oak", "2025-01-02"),
        stored(3, "oak", "yew", "2025-01-03"),
        stored(4, "oak/ministry", "elm", "2025-01-04"),
    )
    found = claims_between(ledger, [link("oak", "a:1")], {"a:2": [link("elm", "a:2")]})  # type: ignore[arg-type]
    assert [one.claim.number for one in found] == [2, 1]
    assert found[0].with_party == "a:2"
    assert found[0].by_links == (("oak", "a:1", 0.9), ("elm", "a:2", 0.9))
    assert found[0].to_dict()["links"][0] == {"actor": "oak", "entry": "a:1", "score": 0.9}
    assert claims_between(ledger, [], {"a:2": [link("elm", "a:2")]}) == ()  # type: ignore[arg-type]


# ---- from a ledger -----------------------------------------------------------------------------------------


def list_file(published: str, *entries: Entry) -> ListFile:
    return ListFile(entries[0].list, "A list", "test", entries, published=published)


def test_lists_of_a_ledger(tmp_path):
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.lists.add(list_file("2024-01-01", entry("a:1", "Old Name", US)))
        ledger.lists.add(list_file("2025-01-01", entry("a:1", "New Name", US)))
        ledger.lists.add(list_file("2025-01-01", entry("b:1", "Else", EU)))
        network = load(ledger)
        assert network.labels == {"a": "a@2025-01-01", "b": "b@2025-01-01"}
        assert network.name("a:1") == "New Name"
        assert load(ledger, ["a@2024-01-01"]).name("a:1") == "Old Name"
        assert set(load(ledger, ["a@2024-01-01"]).entries) == {"a:1"}
        with pytest.raises(ListError, match="versions of one list"):
            load(ledger, ["a", "a@2024-01-01"])
        with pytest.raises(ListError, match="no list"):
            load(ledger, ["c"])
