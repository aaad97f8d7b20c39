"""Mentions of one report that mean the same event, in accounts built by hand."""

from __future__ import annotations

import pytest
from weigh_events import account, threads_of, told

from sayso.reading import Reading
from sayso.reading.reading import Claim, Event, ReaderVersion
from sayso.report import Report
from sayso.weigh.accounts import account_of

SUPPLY = told("AID", "supplied", "Norland", "Sudria", item="drones")


def triggers(*mentions: dict[str, object]) -> list[list[str]]:
    return [thread.features["triggers"] for thread in threads_of(account("2030-03-01", *mentions))]


def test_a_vague_mention_joins_the_thread_of_its_report() -> None:
    (thread,) = threads_of(
        account("2030-03-01", SUPPLY, told("AID", "deliveries", sentence="The deliveries went on for weeks."))
    )
    assert len(thread.mentions) == 2
    assert thread.key == thread.mentions[0]
    assert (thread.features["first"], thread.features["second"]) == ("NR", "SU")


def test_opposite_directions_are_two_threads() -> None:
    assert len(triggers(SUPPLY, told("AID", "supplied", "Sudria", "Norland", item="drones"))) == 2


def test_another_giver_is_another_thread() -> None:
    assert len(triggers(SUPPLY, told("AID", "supplied", "Ostany", "Sudria", item="drones"))) == 2


def test_a_plan_is_not_its_execution() -> None:
    plan = told("AID", "supply", "Norland", "Sudria", item="drones", stance="intends")
    assert len(triggers(SUPPLY, plan)) == 2


def test_days_that_words_name_keep_visits_apart() -> None:
    visits = [
        told("CONSULT", "visited", "Norland", "Sudria", days=(day, day))
        for day in ("2030-01-05", "2030-02-11")
    ]
    assert len(triggers(*visits)) == 2


def test_seller_and_buyer_tell_one_trade() -> None:
    bought = told("COOPERATE", "bought", "Sudria", "Norland", item="drones")
    assert triggers(told("AID", "sold", "Norland", "Sudria", item="drones"), bought) == [["sold", "bought"]]


def test_a_thread_without_a_side_takes_it_from_one_of_the_same_kind() -> None:
    more = told("AID", "sent", (), "Sudria", item="shells", sentence="Shells were sent to Sudria too.")
    first, second = threads_of(account("2030-03-01", SUPPLY, more))
    assert second.features["told"] == [None, "SU"]
    assert second.features["first"] == first.features["first"] == "NR"


def test_names_for_people_are_kept() -> None:
    (thread,) = threads_of(
        account(
            "2030-03-01", told("AID", "sold", "Norland", "Harbour Trade", item="drone", place="Port Amber")
        )
    )
    names = thread.features["names"]
    assert names["NR"] == names["NRL"] == "Norland"
    assert names["harbour-trade"] == "Harbour Trade"
    assert {"drone", "Port Amber"} <= set(names.values())


@pytest.mark.parametrize("type", ["AID", "CONSULT", "THREATEN", "PROTEST"])
def test_mentions_that_say_nothing_do_no_harm(type: str) -> None:
    blank = told(type, "", sentence="")
    (thread,) = threads_of(account(None, blank))
    assert (thread.start, thread.end) == (None, None)
    assert thread.features["words"] == {}


def test_two_events_of_one_type_at_one_place_are_two_mentions() -> None:
    report = Report.from_text("Norland armed Sudria.", published="2030-03-01")
    events = [Event(type="AID", trigger=(8, 13), mode=mode) for mode in (None, "x")]
    claims = tuple(
        Claim(str(n), event, (), None, "affirms", False, (0, 21)) for n, event in enumerate(events)
    )
    reading = Reading(report=report, reader=ReaderVersion("by hand", ""), claims=claims)
    keys = [mention.key for mention in account_of(reading).mentions]
    assert keys == [f"{report.id[:16]}:8-13:AID", f"{report.id[:16]}:8-13:AID:1"]


def test_a_report_without_mentions_has_no_threads() -> None:
    assert threads_of(account("2030-03-01")) == []
