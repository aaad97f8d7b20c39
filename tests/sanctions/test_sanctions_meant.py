"""Which party of the lists is meant by an id or a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import ListError
from sayso.ledger import Ledger
from sayso.ledger.records import PartyLink, PartyQuery
from sayso.lists.formats.sniffing import read_lists
from sayso.sanctions.exposure import load
from sayso.sanctions.meant import Meant, meant
from sayso.sanctions.screen import screener_of

LISTS = Path(__file__).parents[2] / "examples" / "lists" / "2025-03"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("meant") / "sayso.db") as opened:
        for file in read_lists([LISTS]):
            opened.lists.add(file)
        yield opened


@pytest.fixture(scope="module")
def ask(ledger):
    network, screener = load(ledger), screener_of(ledger)
    return lambda words, **more: meant(ledger, network, words, lambda: screener, **more)


def test_an_id_is_taken_as_it_is(ask):
    assert ask("strait:talas") == Meant("strait:talas")
    with pytest.raises(ListError, match="is not in strait"):
        ask("strait:nobody")


def test_a_name_that_is_written_so_is_taken_before_weaker_matches(ask):
    found = ask("Sable Reach")
    assert found.party == found.candidates[0].party == "strait:sable-reach"
    assert [each.party for each in found.candidates[1:]] == ["strait:sable-crewing"]


def test_where_several_or_nobody_fits_it_is_left_open(ask):
    found = ask("Ostrand Shipping")
    assert found.party is None
    assert {each.name for each in found.candidates} == {"Ostrand Baltic Shipping", "Ostrand Levant Shipping"}
    assert ask("Zzyzx Qwrtp") == Meant(None)


def test_a_party_of_the_ledger(ledger, ask):
    (version,) = ledger.lists.current()
    row = next(row for row, _, data in ledger.lists.raw() if '"strait:talas"' in data)
    number = ledger.screenings.begin("test", 0.7, [version.label])
    party = PartyQuery("@1/mirko", ("Mirko",), "person", ())
    ledger.screenings.append(number, [(party, [PartyLink(row, version.id, 0.8, True, {}, "It is close.")])])
    found = ask("@1/mirko")
    assert (found.party, found.actors, found.candidates[0].why) == (
        "strait:talas",
        ("@1/mirko",),
        "It is close.",
    )
    assert ask("@1/unknown") == Meant(None, ("@1/unknown",))
    assert ask("Mirko Talas", named=False).party is None
