"""Who stands on the two sides of an event."""

from __future__ import annotations

import pytest
from weigh_events import party

from sayso.reading.reading import Event, Participant, Party, Place
from sayso.weigh.sides import Sides, party_key, sides_of

PARTIES = {
    each.id: each
    for each in (
        party("Norland"),
        party("Sudria"),
        Party("NRL/navy", "Navy of Norland", "military", ("NR",), within=("NRL/government", "NRL")),
        Party("@0f3a00/ilan-korvo", "Ilan Korvo", "person"),
        Party("@0f3a00/mira-dahl", "Mira Dahl", "person", ("NR",), within=("NRL/government", "NRL")),
        Party("harbour-shipping", "Harbour Shipping", "company", ("NR",), within=("harbour-group",)),
        Party("harbour-trade", "Harbour Trade", "company", ("NR",)),
    )
}


def sides(
    type: str, trigger: str, actors: list[str], recipients: list[str], place: str | None = None
) -> Sides:
    def taking_part(ids: list[str]) -> tuple[Participant, ...]:
        return tuple(Participant((0, 1), each, each or None) for each in ids)

    places = (Place((0, 1), place, place),) if place else ()
    its = (taking_part(actors), taking_part(recipients))
    event = Event(type=type, trigger=(0, 1), actors=its[0], recipients=its[1], places=places)
    return sides_of(event, trigger, PARTIES)


def test_a_state_stands_for_its_bodies_and_officials() -> None:
    its = sides("AID", "supplied", ["NRL/navy"], ["SUD"])
    assert (its.first, its.second, its.doers, its.others) == ("NR", "SU", ("NRL/navy",), ("SUD",))
    assert sides("AID", "supplied", ["@0f3a00/mira-dahl"], ["SUD"]).first == "NR"


def test_a_firm_stands_for_itself_or_for_the_group_that_it_is_in() -> None:
    assert sides("AID", "sold", ["harbour-trade"], ["SUD"]).first == "harbour-trade"
    assert sides("AID", "sold", ["harbour-shipping"], ["SUD"]).first == "harbour-group"


@pytest.mark.parametrize("trigger", ["bought", "is buying", "receives", "imported", "ordered"])
def test_who_takes_stands_second_in_a_trade(trigger: str) -> None:
    its = sides("COOPERATE", trigger, ["SUD"], ["NRL"])
    assert (its.first, its.second) == ("NR", "SU")


def test_taking_words_turn_nothing_but_trades() -> None:
    assert sides("THREATEN", "receive", ["SUD"], ["NRL"]).first == "SU"


def test_meetings_and_acts_of_two_together_have_no_direction() -> None:
    assert sides("CONSULT", "visited", ["NRL"], ["SUD"]).mutual
    its = sides("ASSAULT", "clashed", ["NRL", "SUD"], [])
    assert (its.first, its.second, its.mutual) == ("NR", "SU", True)


def test_the_place_of_an_attack_tells_who_was_attacked() -> None:
    assert sides("ASSAULT", "struck", ["NRL"], [], "SU").second == "SU"
    assert sides("ASSAULT", "struck", ["NRL"], [], "NR").second is None
    assert sides("AID", "sent", ["NRL"], [], "SU").second is None


def test_a_party_known_from_one_report_has_the_same_key_in_another() -> None:
    assert party_key("@0f3a00/ilan-korvo") == "ilan-korvo"
    assert party_key("@odd") == "@odd"
    its = sides("COERCE", "arrested", ["NRL"], ["@0f3a00/ilan-korvo"])
    assert (its.second, its.people) == ("ilan-korvo", {"ilan-korvo"})


def test_nobody_known() -> None:
    its = sides("COERCE", "arrested", ["", "nobody-in-the-list"], [])
    assert its.first == "nobody-in-the-list"
    assert sides("COERCE", "arrested", [], []).vague
