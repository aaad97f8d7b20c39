"""Threads of many reports -> matters: what is one event, and that it is so in whatever order reports come."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weigh_events import account, one, threads_of, told

from sayso import Reader
from sayso.report import Report
from sayso.weigh import matters
from sayso.weigh.accounts import account_of
from sayso.weigh.compared import FARTHEST, FEATURES, Compared
from sayso.weigh.records import Thread
from sayso.weigh.threads import threads

SUPPLY: tuple[Any, ...] = ("AID", "supplied", "Norland", "Sudria")


def together(*threads: Thread) -> bool:
    return len(matters.group(threads)) == 1


def test_two_reports_of_one_supply_are_one_matter() -> None:
    first, second = one("2030-03-01", *SUPPLY, item="drones"), one("2030-03-04", *SUPPLY, item="drones")
    (matter,) = matters.group([second, first])
    assert matter.id == matters.matter_id(first.key)
    assert [member.thread for member in matter.members] == [first.key, second.key]
    assert matter.members[0].why == "the first report of it"
    assert matter.members[1].like == first.key
    assert matter.members[1].score > 0.5


def test_the_reason_names_parties_words_things_and_days() -> None:
    first, second = one("2030-03-01", *SUPPLY, item="drones"), one("2030-03-04", *SUPPLY, item="drones")
    (link,) = matters.links([first, second])
    assert link.why.startswith("same parties (Norland, Sudria), same word “supplied”, same things (drones)")
    assert link.why.endswith("reported 3 days apart")


def test_another_form_of_the_word_is_said_as_it_is() -> None:
    first = one("2030-03-01", "AID", "supplies", "Norland", "Sudria", item="drones")
    (link,) = matters.links([first, one("2030-03-01", *SUPPLY, item="drones")])
    assert "“supplied” and “supplies”" in link.why or "“supplies” and “supplied”" in link.why
    assert link.why.endswith("reported the same day")


def test_opposite_directions_are_two_matters() -> None:
    there = one("2030-03-01", *SUPPLY, item="drones")
    back = one("2030-03-02", "AID", "supplied", "Sudria", "Norland", item="drones")
    assert not together(there, back)


@pytest.mark.parametrize(("giver", "taker"), [("Ostany", "Sudria"), ("Norland", "Ostany")])
def test_another_giver_or_taker_is_another_matter(giver: str, taker: str) -> None:
    other = one("2030-03-02", "AID", "supplied", giver, taker, item="drones")
    assert not together(one("2030-03-01", *SUPPLY, item="drones"), other)


def test_a_report_that_leaves_a_side_open_does_not_tie_two_givers_together() -> None:
    vague = one("2030-03-01", "AID", "supplied", (), "Sudria", item="drones")
    norland = one("2030-03-02", *SUPPLY, item="drones")
    ostany = one("2030-03-02", "AID", "supplied", "Ostany", "Sudria", item="drones")
    assert not any(
        {norland.key, ostany.key} <= {member.thread for member in matter.members}
        for matter in matters.group([vague, norland, ostany])
    )


def test_buying_is_the_other_side_of_selling() -> None:
    sold = one("2030-03-01", "AID", "sold", "Norland", "Sudria", item="shells")
    bought = one("2030-03-02", "COOPERATE", "bought", "Sudria", "Norland", item="shells")
    assert together(sold, bought)


def test_two_visits_a_month_apart_are_two_matters() -> None:
    words = "The minister of Norland visited Sudria for talks."
    visits = [
        one(day, "CONSULT", "visited", "Norland", "Sudria", days=(day, day), sentence=words)
        for day in ("2030-03-01", "2030-04-02")
    ]
    assert not together(*visits)
    days = ("2030-03-01", "2030-03-01")
    again = one("2030-03-02", "CONSULT", "visited", "Norland", "Sudria", days=days, sentence=words)
    assert together(visits[0], again)


def test_a_threat_and_its_execution_are_two_matters() -> None:
    threat = one("2030-03-01", "THREATEN", "strike", "Norland", "Sudria", place="Port Amber")
    planned = one(
        "2030-03-01", "ASSAULT", "strike", "Norland", "Sudria", stance="intends", place="Port Amber"
    )
    done = one("2030-03-05", "ASSAULT", "struck", "Norland", "Sudria", place="Port Amber")
    assert not together(threat, done)
    assert not together(planned, done)


def test_a_supply_since_last_year_keeps_its_period_beside_a_month() -> None:
    lasting = one("2030-10-05", *SUPPLY, item="drones", days=("2029-01-01", "2030-10-05"))
    month = one("2030-10-07", *SUPPLY, item="drones", days=("2030-09-01", "2030-09-30"))
    assert together(lasting, month)
    assert (lasting.start, lasting.end) == ("2029-01-01", "2030-10-05")
    assert "dates that meet" in matters.links([lasting, month])[0].why


def test_copies_are_one_matter() -> None:
    copies = [threads_of(account("2030-03-01", told(*SUPPLY, item="drones"), name=name)) for name in "abcd"]
    (matter,) = matters.group(thread for its in copies for thread in its)
    assert len(matter.members) == 4


def test_reports_without_a_date_are_linked_too() -> None:
    dated, undated = one("2030-03-01", *SUPPLY, item="drones"), one(None, *SUPPLY, item="drones")
    assert matters.reach(undated) is None
    (link,) = matters.links([undated, dated])
    assert (link.thread, link.to) == (undated.key, dated.key)
    assert "reported" not in link.why


def test_nothing_is_no_matter() -> None:
    assert matters.group([]) == []
    assert matters.links([]) == []
    assert matters.parent(one("2030-03-01", *SUPPLY), []) is None


# ---- whatever the order ------------------------------------------------------------------------------------

NAMES = ("Norland", "Sudria", "Ostany", "Harbour Trade", "Ilan Korvo")
SIDES = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
MENTIONS = st.builds(
    told,
    st.sampled_from(("AID", "COOPERATE", "ASSAULT", "CONSULT", "SANCTION", "COERCE", "THREATEN")),
    st.sampled_from(("supplied", "bought", "sold", "struck", "visited", "deal", "will", "banned")),
    SIDES,
    SIDES,
    stance=st.sampled_from(("affirms", "denies", "intends", "supposes")),
    item=st.sampled_from((None, "drones", "shells")),
    place=st.sampled_from((None, "Port Amber")),
    days=st.sampled_from((None, None, ("2030-03-01", "2030-03-01"), ("2029-01-01", "2030-03-02"))),
    kind=st.sampled_from(("company", "person")),
)
DAYS = st.sampled_from(
    (None, "2030-03-01", "2030-03-02", "2030-04-20", "2030-08-01", "0001-01-01", "9999-12-31")
)
REPORTS = st.lists(st.tuples(DAYS, st.lists(MENTIONS, min_size=1, max_size=3)), min_size=1, max_size=8)


def made(reports: list[tuple[str | None, list[dict[str, Any]]]]) -> list[list[Thread]]:
    """Give each report's threads; equal reports are told apart by a name."""
    return [
        threads_of(account(day, *mentions, name=str(number)))
        for number, (day, mentions) in enumerate(reports)
    ]


def days_meet(one: Thread, other: Thread) -> bool:
    days = matters.reach(one)
    if days is None or other.start is None or other.end is None:
        return True
    return other.start <= days[1] and other.end >= days[0]


def candidates(thread: Thread, known: list[Thread]) -> list[Thread]:
    its = set(matters.keys(thread))
    return [each for each in known if its & set(matters.keys(each)) and days_meet(thread, each)]


def one_by_one(threads: list[Thread]) -> dict[str, matters.Link]:
    """Link threads as they come, by the rule for a ledger that grows."""
    known: list[Thread] = []
    link: dict[str, matters.Link | None] = {}
    for thread in threads:
        near = candidates(thread, known)
        link[thread.key] = matters.parent(thread, near)
        for later in near:
            if matters.order(later) < matters.order(thread):
                continue
            its = link[later.key]
            present = [each for each in known if its is not None and each.key == its.to]
            found = matters.parent(later, [thread, *present])
            if found is not None and found.to == thread.key:
                link[later.key] = found
        known.append(thread)
    return {key: its for key, its in link.items() if its is not None}


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_links_and_matters_do_not_depend_on_the_order_of_reports(reports: Any, chance: random.Random) -> None:
    its = made(reports)
    batch = {link.thread: link for link in matters.links(t for each in its for t in each)}
    whole = matters.group(t for each in its for t in each)
    chance.shuffle(its)
    assert {link.thread: link for link in matters.links(t for each in its for t in each)} == batch
    assert matters.group(t for each in its for t in each) == whole
    assert one_by_one([t for each in its for t in each]) == batch


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_every_mention_is_in_one_thread_and_every_thread_in_one_matter(reports: Any) -> None:
    accounts = [account(day, *mentions, name=str(number)) for number, (day, mentions) in enumerate(reports)]
    threads = threads_of(*accounts)
    mentions = [key for thread in threads for key in thread.mentions]
    assert sorted(mentions) == sorted({each.key for its in accounts for each in its.mentions})
    members = [member.thread for matter in matters.group(threads) for member in matter.members]
    assert sorted(members) == sorted(thread.key for thread in threads)


@settings(max_examples=25, deadline=None)
@given(REPORTS)
def test_threads_that_went_through_json_are_linked_alike(reports: Any) -> None:
    threads = [thread for each in made(reports) for thread in each]
    back = [
        Thread.from_dict(json.loads(json.dumps(thread.to_dict(), sort_keys=True)))
        for thread in reversed(threads)
    ]
    assert matters.links(back) == matters.links(threads)


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_no_matter_of_supplies_has_two_givers_or_two_directions(reports: Any) -> None:
    threads = {thread.key: thread for each in made(reports) for thread in each}
    for matter in matters.group(threads.values()):
        features = [threads[member.thread].features for member in matter.members]
        trades = [each for each in features if each["types"][0] in ("AID", "COOPERATE")]
        for ours, theirs in combinations((each["told"] for each in trades if not each["mutual"]), 2):
            if None not in ours and None not in theirs:
                assert ours == theirs
            for mine, its in zip(ours, theirs, strict=True):
                assert not (is_state(mine) and is_state(its)) or mine == its


def is_state(side: str | None) -> bool:
    return side is not None and len(side) == 2


@settings(max_examples=25, deadline=None)
@given(REPORTS)
def test_reach_and_order_leave_out_nothing_that_could_be_linked(reports: Any) -> None:
    threads = sorted((thread for each in made(reports) for thread in each), key=matters.order)
    compared = Compared(threads)
    for at in range(len(threads)):
        for other in compared.comparable(at, np.arange(at)):
            assert days_meet(threads[at], threads[int(other)])
            assert days_meet(threads[int(other)], threads[at])


@settings(max_examples=25, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_two_threads_compare_alike_whichever_others_are_there(reports: Any, chance: random.Random) -> None:
    threads = [thread for each in made(reports) for thread in each]
    compared, at = Compared(threads), len(threads) - 1
    every = np.arange(at)
    rows, scores = compared.features(at, every), matters._logits(compared.features(at, every))
    for other in chance.sample(range(at), min(at, 4)):
        pair = Compared([threads[other], threads[at]])
        alone = pair.features(1, np.array([0]))
        assert alone.tobytes() == rows[other].tobytes()
        assert matters._logits(alone)[0] == scores[other]
        assert len(pair.comparable(1, np.array([0]))) == (other in compared.comparable(at, every))


def test_two_threads_compare_alike_among_thousands() -> None:
    chance = random.Random(5)
    words = ("supplied", "sold", "handed over", "struck", "deal", "shipment", "visited", "praised", "seized")
    few = [
        one(f"2030-03-{day:02}", "AID", word, "Norland", "Sudria", item=item, sentence=f"{word} {item} {day}")
        for word in words
        for day in (1, 9, 20)
        for item in ("drones", "amber shells", None)
    ]
    many = [chance.choice(few) for _ in range(2000)] + few
    at = np.arange(len(many) - len(few), len(many))
    wide, narrow = Compared(many), Compared(few)
    for place in range(0, len(few), 7):
        whole = wide.features(int(at[place]), np.arange(len(many)))
        assert whole[at].tobytes() == narrow.features(place, np.arange(len(few))).tobytes()


# ---- hostile input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", None])
@pytest.mark.parametrize("stance", ["affirms", "intends"])
def test_the_first_and_the_last_day_there_are(day: str | None, stance: str) -> None:
    threads = threads_of(
        account(day, told("AID", "supplied", (), (), stance=stance), name="1"),
        account(day, told("AID", "supplied", (), (), days=("0001-01-01", "9999-12-31")), name="2"),
    )
    for thread in threads:
        first, last = matters.reach(thread) or ("0001-01-01", "9999-12-31")
        assert "0001-01-01" <= first <= last <= "9999-12-31"
    assert matters.group(threads)


@pytest.mark.parametrize(
    "trigger", ["", " ", "!", "\u0000", "供应", "доставил", "ﬁ\u0301", "\U0001f4a3", "supplied " * 5000]
)
def test_odd_triggers_and_texts(trigger: str) -> None:
    odd = told("AID", trigger, "Norland", "Sudria", item=" ", sentence=trigger + " 無人機 бпла " * 300)
    threads = threads_of(account("2030-03-01", odd, name="1"), account("2030-03-02", odd, name="2"))
    assert len(matters.links(threads)) <= 1
    assert all(isinstance(key, str) for thread in threads for key in matters.keys(thread))


def test_features_are_named_once_and_have_a_weight() -> None:
    assert len(set(FEATURES)) == len(FEATURES)
    assert set(matters.WEIGHTS) == set(FEATURES)
    assert FARTHEST > 0


# ---- as the shipped model reads them -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def read() -> Callable[[str, str], list[Thread]]:
    reader = Reader()

    def threads_read(text: str, published: str) -> list[Thread]:
        return list(threads(account_of(reader.read(Report.from_text(text, published=published)))))

    return threads_read


def test_supplies_there_and_back_as_read(read: Callable[[str, str], list[Thread]]) -> None:
    there = read("Iran supplied drones to Russia, the ministry said.", "2026-10-05")
    back = read("Russia supplied drones to Iran, the ministry said.", "2026-10-06")
    again = read("Iran delivered drones to Russia in September.", "2026-10-07")
    found = matters.group([*there, *back, *again])
    assert sorted(len(matter.members) for matter in found) == [1, 2]
    assert all(back[0].key != member.thread for member in found[0].members)


def test_a_supply_since_last_year_as_read(read: Callable[[str, str], list[Thread]]) -> None:
    lasting = read("Iran has been supplying drones to Russia since last year.", "2026-10-05")
    month = read("Iran supplied drones to Russia in September.", "2026-10-06")
    assert together(*lasting, *month)
    assert (lasting[0].start, lasting[0].end) == ("2025-01-01", "2026-10-05")
