from dataclasses import replace
from datetime import date

import pytest

from sayso.errors import UsageError
from sayso.lists.listing import Designation, Entry, Name, Relation
from sayso.lists.ownership import (
    Control,
    Holdings,
    Listed,
    Stake,
    difference,
    listed_on,
    load_rules,
    of,
    reached,
    solve,
    stakes_of,
    without,
)
from sayso.lists.ownership.spans import ALWAYS, NEVER, days
from sayso.lists.ownership.stakes import is_head

RULES = {rule.id: rule for rule in load_rules()}
US, US_2008, EU, EU_BEFORE, GB = (
    RULES[name] for name in ("us-50-2014", "us-50-2008", "eu-50", "eu-more-than-50", "gb-more-than-50")
)
DAY = date(2024, 10, 1)


def own(owner, asset, low=None, high=None, **more):
    more = {"source": "register", "since": "2000-01-01"} | more
    if low is None:
        return Stake(owner, asset, **more)
    return Stake(owner, asset, low, low if high is None else high, **more)


def solved(*stakes, listed=("X",), rule=US, day=DAY, controls=(), names=None):
    return solve(Holdings(stakes, tuple(controls), names or {}), listed, rule, day)


def status(party, *stakes, **more):
    return solved(*stakes, **more).status(party)


# What OFAC publishes: FAQ 401 (examples 1 to 5), 399, 402, 398.

FAQ_401 = [
    ("B", [("X", "A", 50), ("A", "B", 50)], "blocked"),
    ("C", [("X", "A", 50), ("X", "B", 50), ("A", "C", 25), ("B", "C", 25)], "blocked"),
    ("B", [("X", "A", 50), ("X", "B", 10), ("A", "B", 40)], "blocked"),
    ("C", [("X", "A", 50), ("X", "B", 25), ("A", "C", 25), ("B", "C", 25)], "not blocked"),
    ("C", [("X", "A", 25), ("X", "B", 25), ("A", "C", 50), ("B", "C", 50)], "not blocked"),
]


@pytest.mark.parametrize(("party", "stakes", "outcome"), FAQ_401)
def test_ofac_faq_401(party, stakes, outcome):
    assert status(party, *(own(*stake) for stake in stakes)) == outcome


def test_ofac_faq_399_adds_up_over_blocked_persons():
    stakes = own("X", "A", 25), own("Y", "A", 25)
    assert status("A", *stakes, listed=("X", "Y")) == "blocked"
    assert status("A", *stakes, listed=("X",)) == "not blocked"


def test_before_august_2014_ofac_did_not_add_up():
    stakes = own("X", "A", 25), own("Y", "A", 25), own("X", "B", 50)
    solution = solved(*stakes, listed=("X", "Y"), rule=US_2008, day=date(2014, 8, 12))
    assert solution.status("A") == "not blocked"
    assert solution.status("B") == "blocked"
    assert "X, Y together hold up to 50 % of A" in of(solution, "A").notes[0]


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2021-06-30", "blocked"), ("2021-07-01", "possibly blocked"), ("2021-07-02", "not blocked")],
)
def test_ofac_faq_402_divestment(day, outcome):
    stakes = own("X", "A", 60, until="2021-07-01"), own("X", "A", 40, since="2021-07-02")
    assert status("A", *stakes, day=date.fromisoformat(day)) == outcome


def test_ofac_faq_398_control_does_not_count():
    control = Control("X", "A", source="press", since="2001")
    solution = solved(own("X", "A", 49), controls=[control])
    its = of(solution, "A")
    assert its.status == "not blocked"
    assert its.notes == (
        "X controls A, says press: control does not count under this rule; OFAC urges caution (FAQ 398)",
    )


# The EU and the UK.


@pytest.mark.parametrize(
    ("day", "rule", "share", "outcome"),
    [
        (date(2024, 7, 2), EU_BEFORE, 50, "not blocked"),
        (date(2024, 7, 2), EU_BEFORE, 50.01, "blocked"),
        (date(2024, 7, 3), EU, 50, "blocked"),
        (date(2024, 7, 3), EU, 49.99, "not blocked"),
        (date(2024, 7, 3), GB, 50, "not blocked"),
        (date(2024, 7, 3), GB, 50.01, "blocked"),
    ],
)
def test_exactly_half(day, rule, share, outcome):
    assert rule.in_force(day)
    assert status("A", own("X", "A", share), rule=rule, day=day) == outcome


def test_the_eu_adds_up_and_the_uk_does_not():
    stakes = own("X", "A", 30), own("Y", "A", 30)
    assert status("A", *stakes, listed=("X", "Y"), rule=EU) == "blocked"
    solution = solved(*stakes, listed=("X", "Y"), rule=GB)
    assert solution.status("A") == "not blocked"
    assert "X, Y together hold up to 60 % of A" in of(solution, "A").notes[0]


def test_the_uk_adds_up_what_one_person_holds_through_others():
    stakes = own("X", "A", 51), own("Y", "B", 51), own("A", "C", 30), own("X", "C", 21), own("B", "D", 30)
    solution = solved(*stakes, own("A", "D", 30), listed=("X", "Y"), rule=GB)
    assert solution.blocked == {"A", "B", "C"}
    assert of(solution, "C").roots == ("X",)


def test_shares_that_only_add_up_in_exact_numbers():
    assert status("A", own("X", "A", 33.33), own("Y", "A", 16.67), listed=("X", "Y")) == "blocked"
    assert status(
        "A", *(own(f"X{n}", "A", 0.1) for n in range(500)), listed={f"X{n}" for n in range(500)}
    ) == ("blocked")


def test_control_counts_in_the_eu_and_goes_on_from_there():
    control = Control("X", "A", source="press", since="2001")
    solution = solved(own("A", "B", 50), rule=EU, controls=[control])
    assert solution.blocked == {"A", "B"}
    assert [(step.owner, step.kind) for step in of(solution, "B").witness] == [
        ("X", "control"),
        ("A", "ownership"),
    ]


def test_a_leading_office_makes_control_possible():
    office = Control("X", "A", "office", "register", since="2017-10-23", role="General Director")
    solution = solved(rule=EU, controls=[office], names={"X": "Ivar Holm", "A": "Holm Works"})
    its = of(solution, "A")
    assert its.status == "possibly blocked"
    assert its.needed[0] == (
        "whether Ivar Holm controls Holm Works: register gives the office “General Director”"
    )
    assert status("A", rule=US, controls=[office]) == "not blocked"
    assert status("A", rule=EU, controls=[office], day=date(2016, 1, 1)) == "not blocked"


# Cycles, and what is nobody's.


def test_two_that_own_each_other_are_not_blocked_by_that():
    ring = own("A", "B", 60), own("B", "A", 60)
    assert not solved(*ring).blocked
    solution = solved(*ring, own("X", "A", 10, since="2000"))
    assert not solution.blocked | solution.possible
    assert solved(own("A", "B", 60), own("B", "A", 40), own("X", "A", 50)).blocked == {"A", "B"}


def test_own_shares_do_not_count():
    assert status("A", own("X", "A", 30), own("A", "A", 70)) == "not blocked"


def test_a_party_that_nobody_speaks_of():
    assert of(solved(), "nobody").status == "not blocked"
    assert of(solved(), "X").status == "listed"


def test_a_chain_is_no_matter_how_long():
    names = ["X", *(f"c{n}" for n in range(5000))]
    solution = solved(*(own(a, b, 51) for a, b in zip(names, names[1:], strict=False)))
    its = of(solution, names[-1])
    assert its.status == "blocked"
    assert [step.owner for step in its.witness] == names[:-1]


# Intervals, dates and versions.


def test_an_unknown_share_is_possibly_enough():
    solution = solved(
        own("X", "A", text="subsidiary of", source="gazette"), names={"X": "Xenon", "A": "Argon"}
    )
    its = of(solution, "A")
    assert its.status == "possibly blocked"
    assert its.needed[0] == "what share Xenon holds in Argon: gazette gives none (“subsidiary of”)"
    assert (its.shares[0].low, its.shares[0].high, its.shares[0].verdict) == (0, 100, "open")


def test_there_is_no_room_beside_what_others_hold():
    assert status("A", own("X", "A"), own("N", "A", 50)) == "possibly blocked"
    assert status("A", own("X", "A"), own("N", "A", 50.5)) == "not blocked"


def test_an_interval_across_the_threshold():
    solution = solved(own("X", "A", 40, 60), own("A", "B", 100))
    assert solution.possible == {"A", "B"}
    its = of(solution, "B")
    assert "what share X holds in A: register gives 40 to 60 %" in its.needed
    assert [(step.owner, step.asset, step.low, step.high) for step in its.witness] == [
        ("X", "A", 40, 60),
        ("A", "B", 100, 100),
    ]


@pytest.mark.parametrize(
    ("since", "until", "stated", "outcome"),
    [
        (None, None, None, "possibly blocked"),
        (None, None, "2024-09-30", "blocked"),
        (None, None, "2024-10-02", "possibly blocked"),
        ("2024-10", None, None, "blocked"),
        ("2024", None, None, "possibly blocked"),
        ("2023", None, None, "blocked"),
        ("2024-10-02", None, None, "not blocked"),
        ("2020", "2024-09", None, "not blocked"),
        ("2020", "2024", None, "possibly blocked"),
        ("2020", "2025", None, "blocked"),
        ("2020", "2023/2025", None, "possibly blocked"),
        ("2020", "gibberish", None, "possibly blocked"),
    ],
)
def test_dates_that_are_partly_known(since, until, stated, outcome):
    day = date(2024, 10, 31) if since == "2024-10" else DAY
    assert status("A", own("X", "A", 51, since=since, until=until, stated=stated), day=day) == outcome


def test_a_holding_without_an_end_is_held_still_and_the_question_stays_open():
    stake = own("X", "A", 51, stated="2024-01-15")
    its = of(solved(stake, names={"X": "Xenon", "A": "Argon"}), "A")
    assert its.status == "blocked"
    assert its.needed == (
        "whether Xenon still held the 51 % of Argon on 2024-10-01: register gives no end date (last stated "
        "2024-01-15)",
    )
    assert of(solved(replace(stake, stated="2024-12-01")), "A").needed == ()


def test_the_start_is_asked_for():
    its = of(solved(own("X", "A", 51, since=None)), "A")
    assert "since when X held the 51 % of A: register gives no start date" in its.needed


CONFLICTING = (
    own("Ole", "Works", 50, since="2015-11-25", until="2023-03-02"),
    own("Ole", "Works", 48, since="2015-11-25", until="2023-12-21"),
    own("Ole", "Works", 51, since="2015-11-25"),
    own("Concern", "Works", 49, since="2016-03-29"),
    own("Small", "Works", 2, since="2019-05-24", until="2023-12-21"),
)


@pytest.mark.parametrize(
    ("day", "listed", "low", "high", "outcome"),
    [
        ("2017-01-01", ["Ole"], 48, 51, "possibly blocked"),
        ("2017-01-01", ["Ole", "Concern"], 97, 100, "blocked"),
        ("2022-01-01", ["Ole"], 48, 49, "not blocked"),
        ("2024-01-01", ["Ole"], 51, 51, "blocked"),
        ("2024-01-01", ["Concern"], 49, 49, "not blocked"),
        ("2015-01-01", ["Ole", "Concern"], None, None, "not blocked"),
    ],
)
def test_versions_of_one_stake_are_not_added_up(day, listed, low, high, outcome):
    its = of(solved(*CONFLICTING, listed=listed, day=date.fromisoformat(day)), "Works")
    assert its.status == outcome
    assert [(share.low, share.high) for share in its.shares] == ([(low, high)] if low else [(0, 0)])


# Sources.


def test_one_source_is_enough_where_none_contradicts():
    stakes = own("X", "A", 51), own("N", "A", 30, source="filings"), own("Y", "A", 5, source="press")
    assert status("A", *stakes, listed=("X", "Y")) == "blocked"


@pytest.mark.parametrize(
    "other",
    [own("X", "A", 40, source="filings"), own("N", "A", 60, source="filings"),
     own("X", "A", 51, source="filings", until="2020")],
)  # fmt: skip
def test_sources_that_conflict(other):
    its = of(solved(own("X", "A", 51), other), "A")
    assert its.status == "possibly blocked"
    assert {share.source: share.verdict for share in its.shares} == {"register": "over", "filings": "under"}
    assert "sources conflict: filings gives" in its.needed[0]


def test_a_source_that_contradicts_itself():
    its = of(solved(own("X", "A", 60), own("N", "A", 60)), "A")
    assert its.status == "possibly blocked"
    assert its.needed[0] == "who owns A: the shares that register gives come to more than 100 %"
    assert status("A", own("X", "A", 80), own("Y", "A", 80), listed=("X", "Y")) == "blocked"


def test_sources_that_are_enough_only_together():
    stakes = own("X", "A", 30), own("Y", "A", 30, source="filings")
    its = of(solved(*stakes, listed=("X", "Y")), "A")
    assert its.status == "possibly blocked"
    assert its.needed[0] == (
        "whether the holdings in A that different sources give add up (filings, register)"
    )
    assert len(its.witness) == 2


def test_an_unknown_share_does_not_undo_what_another_source_knows():
    stakes = own("X", "A", 48, 51), own("N", "A", 51), own("N", "A", source="gazette")
    assert status("A", *stakes) == "not blocked"


# Witness.


def test_the_witness_is_no_larger_than_needed():
    stakes = [own("X", "A", 50), own("A", "B", 10), own("Y", "B", 45), own("Z", "B", 5), own("N", "B", 40)]
    its = of(solved(*stakes, listed=("X", "Y", "Z")), "B")
    assert [(step.owner, step.asset) for step in its.witness] == [("Y", "B"), ("Z", "B")]
    assert its.roots == ("Y", "Z")
    its = of(solved(*stakes, listed=("X", "Y")), "B")
    assert [(step.owner, step.asset) for step in its.witness] == [("X", "A"), ("Y", "B"), ("A", "B")]


def test_a_step_says_who_says_so_and_since_when():
    step = of(solved(*CONFLICTING, listed=["Ole"], day=date(2017, 1, 1)), "Works").witness[0]
    assert (step.low, step.high, step.source, step.since, step.until) == (
        48,
        51,
        "register",
        "2015-11-25",
        None,
    )
    assert len(step.records) == 3
    assert not step.sure


# Relief.


def test_who_drops_out_and_who_stays():
    stakes = own("X", "A", 50), own("X", "B", 30), own("Y", "B", 50), own("A", "C", 30), own("B", "C", 20)
    before = solved(*stakes, own("Q", "D", 100), listed=("X", "Y", "Q"))
    after = without(before, ["X"])
    changed = difference(before, after)
    assert [(its.party, its.before, its.after) for its in changed.changes] == [
        ("A", "blocked", "not blocked"),
        ("C", "blocked", "not blocked"),
        ("X", "listed", "not blocked"),
    ]
    assert changed.stays == ("B",)
    assert of(after, "B").roots == ("Y",)
    assert reached(before, ["Y"]) == {"B", "C"}


def test_a_party_whose_listing_is_lifted_may_be_blocked_through_others():
    before = solved(own("Y", "X", 60), listed=("X", "Y"))
    assert [(its.party, its.after) for its in difference(before, without(before, ["X"])).changes] == [
        ("X", "blocked")
    ]


# From the entries of lists.


def entry(number, *relations, **more):
    id_ = f"test:{number}"
    return Entry(id_, "test", number, "company", (Name(f"Company {number}"),), relations=relations, **more)


def listing(regime="US", blocking=True, **more):
    return (Designation(regime, "An authority", blocking=blocking, **more),)


def test_stakes_come_from_relations():
    holdings = stakes_of(
        [
            entry(
                "1",
                Relation(
                    "ownership", "Company 2", "test:2", share=(51.0, 51.0), since="2015", source="egrul"
                ),
                Relation("ownership", "  Acme   HOLDING ", inverse=True, role="subsidiary of"),
                Relation("control", to="test:3", stated="2024-01-01"),
                Relation("directorship", to="test:4", role="Chairman of the Board"),
                Relation("directorship", to="test:5", role="Member of the board"),
                Relation("family", to="test:6"),
                Relation("ownership", to="test:7", share=(510.0, 510.0)),
                Relation("ownership"),
            ),
            entry("2", Relation("ownership", to="test:8", share=(0.0, 25.0))),
        ],
        stated="2025-02-01",
    )
    assert [(s.owner, s.asset, s.low, s.high, s.source, s.stated) for s in holdings.stakes] == [
        ("test:1", "test:2", 51, 51, "egrul", "2025-02-01"),
        ("name:acme holding", "test:1", 0, 100, "test", "2025-02-01"),
        ("test:1", "test:7", 0, 100, "test", "2025-02-01"),
        ("test:2", "test:8", 0, 25, "test", "2025-02-01"),
    ]
    assert holdings.stakes[1].text == "subsidiary of"
    assert [(c.holder, c.asset, c.kind, c.stated) for c in holdings.controls] == [
        ("test:1", "test:3", "control", "2024-01-01"),
        ("test:1", "test:4", "office", "2025-02-01"),
    ]
    assert holdings.names["name:acme holding"] == "  Acme   HOLDING "
    assert holdings.names["test:2"] == "Company 2"


def test_each_dataset_says_what_several_are_named_for():
    holdings = stakes_of(
        [
            entry("1", Relation("ownership", to="test:2", source="gb_fcdo, ua_war")),
            entry("3", Relation("control", to="test:2", source="Treasury, Office of Assets")),
        ]
    )
    assert [stake.source for stake in holdings.stakes] == ["gb_fcdo", "ua_war"]
    assert [control.source for control in holdings.controls] == ["Treasury, Office of Assets"]


def test_ids_that_mean_the_same_party():
    same = {"other:9": "test:1", "name:acme": "test:2"}
    entries = [
        entry("1", Relation("ownership", "Acme", share=(30.0, 30.0), stated="2020")),
        Entry("other:9", "other", "9", "company", (Name("Company One"),), designations=listing("GB"),
              relations=(Relation("ownership", to="test:2", share=(60.0, 60.0), stated="2020"),)),
    ]  # fmt: skip
    holdings = stakes_of(entries, same=same)
    assert {(stake.owner, stake.asset, stake.source) for stake in holdings.stakes} == {
        ("test:1", "test:2", "test"),
        ("test:1", "test:2", "other"),
    }
    assert holdings.names == {"test:1": "Company 1", "test:2": "Acme"}
    listed = listed_on(entries, GB, DAY, same=same)
    assert listed.surely == {"test:1"}
    assert solve(holdings, listed, GB, DAY).possible == {"test:2"}


@pytest.mark.parametrize(
    ("role", "leads"),
    [
        ("Leader or official of", True),
        ("CEO", True),
        ("General Director", True),
        ("chairwoman of the board", True),
        ("ГЕНЕРАЛЬНЫЙ ДИРЕКТОР", True),
        ("Руководитель юридического лица", True),
        ("Председатель правления", True),
        ("Генеральний директор", True),
        ("Директор", True),
        ("Vice President", False),
        ("Заместитель генерального директора", False),
        ("вице-президент", False),
        ("Member of the Supervisory Board", False),
        ("former chief executive", False),
        ("Headquarters manager", False),
        ("director", False),
        (None, False),
    ],
)
def test_which_offices_lead(role, leads):
    assert is_head(role) is leads


def test_whose_listing_counts():
    entries = [
        entry("1", designations=listing(since="2022-03-01")),
        entry("2", designations=listing("EU")),
        entry("3", designations=listing(blocking=False)),
        entry("4", designations=listing(blocking=None)),
        entry("5", designations=listing(since="2022", until="2024-01-01")),
        entry("6", designations=listing(since="2024")),
        entry("7", designations=(*listing(blocking=None), *listing())),
        entry("8"),
    ]
    listed = listed_on(entries, US, DAY)
    assert listed.surely == {"test:1", "test:7"}
    assert listed.perhaps == {
        "test:4": (
            "whether the listing of Company 4 by An authority freezes assets, which the list does not say"
        ),
        "test:6": "whether the listing of Company 6 by An authority was in force on that day",
    }
    assert listed_on(entries, US, date(2023, 1, 1)).surely == {"test:1", "test:5", "test:7"}
    published = listed_on(entries, US, DAY, {"test": "2025-01-01"})
    assert published.surely == {"test:1"}
    assert "test:7" in published.perhaps


def test_who_is_perhaps_listed_makes_what_it_holds_possibly_blocked():
    listed = Listed(frozenset("X"), {"Y": "whether Y is listed"})
    solution = solved(own("Y", "A", 60), own("X", "B", 60), own("X", "Y", 10), listed=listed)
    assert solution.status("Y") == solution.status("A") == "possibly blocked"
    assert solution.status("B") == "blocked"
    assert of(solution, "A").needed[0] == of(solution, "Y").needed[0] == "whether Y is listed"
    assert of(solution, "A").roots == ("Y",)


def test_a_perhaps_listed_party_may_surely_be_blocked_through_others():
    listed = Listed(frozenset("X"), {"Y": "whether Y is listed"})
    solution = solved(own("X", "Y", 60), own("Y", "A", 60), listed=listed)
    assert solution.blocked == {"Y", "A"}
    assert [step.owner for step in of(solution, "A").witness] == ["X", "Y"]
    assert "whether Y is listed" not in of(solution, "A").needed


# Shares and dates that make no sense.


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (60, 50), (0, 101), (float("nan"), 5)])
def test_a_share_that_is_none(low, high):
    with pytest.raises(UsageError, match="is no share of 'A'"):
        Stake("X", "A", low, high)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-05-24", "2019-05-24", "2019-05-24"),
        ("2019-05-24T10:00:00Z", "2019-05-24", "2019-05-24"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019/2021-05", "2019-01-01", "2021-05-31"),
        ("2019~", "2017-01-01", "2021-12-31"),
        ("2019-02-30", "2019-02-01", "2019-02-28"),
    ],
)
def test_dates_as_days(text, first, last):
    assert days(text) == (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


@pytest.mark.parametrize("text", [None, "", "..", "soon", "9999999", "9" * 400])
def test_what_is_no_date_may_be_any_day(text):
    assert days(text) == (NEVER, ALWAYS)


def test_an_open_range():
    assert days("../2024-03-01") == (NEVER, date(2024, 3, 1).toordinal())
    assert days("2024-03-01/..") == (date(2024, 3, 1).toordinal(), ALWAYS)
