"""One matter whole: standings read briefly, numbers that disagree, ways by which an origin's word comes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import claim_of, event_of, reading_of
from ledger_weighing_samples import weigh_by_hand

from sayso.errors import NotFoundError, UsageError
from sayso.ledger.matter_amounts import amounts
from sayso.ledger.matter_voices import MANY, Spoken, events_of, spoken
from sayso.ledger.matter_whole import _Heard, _routes, brief, whole
from sayso.ledger.standing_rows import standing_briefly, standing_from, standing_json
from sayso.ledger.story_pages import stories_page
from sayso.reading.reading import Reading
from sayso.run.cataloguing import catalogue
from sayso.weigh.records import Count, Move, Origin, Speaker, Standing, Voice
from sayso.weigh.standing import COMPARED, in_words


def count(item: str, amount: float, *origins: str, bound: str | None = None) -> Count:
    return Count(item, amount, bound=bound, origins=origins, claims=tuple(f"c-{each}" for each in origins))


def standing_of(counts: list[Count], pairs: list[tuple[int, int]], name: str = "A Ministry") -> Standing:
    return Standing(
        origins=(Origin("a", name, stances={"affirms": 2}), Origin("b", "B", stances={"denies": 1})),
        affirmed=("a",),
        denied=("b",),
        moves=(Move("a", name, None, "affirmed", "2023-01-01", "c-a"),),
        counts=tuple(counts),
        disputed=tuple((counts[one], counts[other]) for one, other in pairs),
        contested=True,
        reports=2,
        claims=3,
    )


COUNTS = [count("crane", 1, "a"), count("crane", 3, "b"), count("ship", 5, "a"), count("ship", 5, "b")]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6),
    st.text(max_size=30) | st.sampled_from([', "disputed": [[0, 1]]', '"', '\\", "disputed": [', "]]", "}"]),
)
def test_a_standing_read_briefly_is_the_standing(pairs, name):
    row = standing_json(standing_of(COUNTS, pairs, name))
    record, places = standing_briefly(row)
    whole = standing_from(row)
    told = zip(places[::2], places[1::2], strict=True)
    assert [[record["counts"][one], record["counts"][other]] for one, other in told] == whole.pop("disputed")
    record.pop("disputed", None)
    assert record == whole


def test_a_standing_whose_pairs_are_written_out_is_read_too():
    record = standing_of(COUNTS, [(0, 1)]).to_dict()
    record["disputed"] = [[dict(each) for each in pair] for pair in record["disputed"]]
    read, places = standing_briefly(json.dumps(record))
    one, other = (read["counts"][place] for place in places)
    assert (one["amount"], other["amount"]) == (1, 3)


def test_a_brief_standing_has_the_same_words():
    standing = standing_of(COUNTS, [(0, 1), (0, 1), (2, 1)])
    assert in_words(brief(standing.to_dict())) == in_words(standing)
    assert in_words(brief(*standing_briefly(standing_json(standing)))) == in_words(standing)
    assert "numbers differ: 1 crane / 3 cranes; 5 ships / 3 cranes; " in in_words(standing)


def test_of_many_pairs_of_numbers_the_sentence_names_a_few():
    counts = [count("crane", number, "a") for number in range(1, 20)]
    pairs = [(one, other) for one in range(19) for other in range(one)]
    assert len(pairs) > COMPARED
    standing = standing_of(counts, pairs)
    assert "4 cranes / 1 crane and many more; " in in_words(standing)
    assert in_words(brief(standing.to_dict())) == in_words(standing)
    assert "4 cranes / 1 crane and 2 more; " in in_words(standing_of(counts, pairs[:6]))


@pytest.mark.parametrize(
    "record", [{}, {"origins": [{"key": "a", "name": "A"}], "denied": ["a"], "counts": []}]
)
def test_a_standing_with_little_in_it_is_no_error(record):
    assert brief(record).disputed == ()
    assert amounts({"counts": [], **record}, []) == ([], 0)


def test_numbers_that_disagree_stand_together_those_that_most_give_are_told():
    counts = [count("crane", number, *"abcde"[: number % 5 + 1]) for number in range(1, 8)]
    counts += [count("floating crane", 9, *"abcdef"), count("ship", 2, "a"), count("ship", 3, "b")]
    record = standing_of(counts, []).to_dict()
    told, more = amounts(record, [0, 1, 2, 3, 4, 5, 6, 7, 0, 7, 8, 9])
    assert [(amount.item, amount.words) for amount, _ in told] == [
        ("crane", "2 cranes"), ("crane", "3 cranes"), ("crane", "4 cranes"), ("crane", "9 floating cranes"),
        ("ship", "2 ships"), ("ship", "3 ships"),
    ]  # fmt: skip
    assert more == 4
    assert told[-1][0].origins == ("B",)
    assert told[-1][1] == "c-b"


# ---- in a ledger -------------------------------------------------------------------------------------------


def told(number: int, day: str | None) -> Reading:
    text = f"Iran sent drones to Russia, Kyiv said on day {number}. Tehran denied it."
    event = event_of(text, "AID", "sent", objects=["drones"])
    sentence = text.split(". ")[0]
    claims = (
        claim_of(text, event, "Kyiv", cue="said", sentence=sentence, stance="alleges"),
        claim_of(text, event, "Tehran", cue="denied", sentence=sentence, stance="denies"),
    )
    return replace(reading_of(text, published=day, outlet=f"Outlet {number}"), claims=claims)


@pytest.fixture
def weighed(ledger):
    for number, day in ((1, "2023-01-01"), (2, None), (3, "2023-02-01")):
        ledger.append(told(number, day))
    keys = weigh_by_hand(ledger)
    catalogue(ledger)
    return ledger, keys


def test_a_matter_of_which_little_is_known_is_told_all_the_same(weighed):
    ledger, keys = weighed
    for matter, events in keys.items():
        it = whole(ledger, matter)
        assert (it.matter, it.in_words) == (matter, "denied by A Ministry; 1 origin in 0 reports")
        assert [origin.name for origin in it.origins] == ["A Ministry"]
        assert (it.points, it.said, it.denied, it.amounts) == ((), (), (), ())
        with ledger.weighings.viewing() as view:
            claims = spoken(view.connection, matter)
            ids = [each.id for each in claims]
            found = [events_of(view.connection, matter, ids, ["2023-01-01"], many) for many in (0, MANY + 1)]
        assert {each.event for each in claims} <= set(events)
        assert found[0] == sorted({each.event_row for each in claims})
        assert set(found[1]) <= set(found[0])
    with pytest.raises(NotFoundError):
        whole(ledger, "m99")


def test_a_story_has_its_lead_first_and_its_credit(weighed):
    ledger, _ = weighed
    (story,) = stories_page(ledger).rows
    lead, copy = story.reports
    assert (story.story, story.copies, lead.why, copy.why) == (
        lead.report_id, 1, "the lead", "most of its words",
    )  # fmt: skip
    assert stories_page(ledger, copy.report_id).rows == (story,)
    page = stories_page(ledger, limit=1)
    assert page.next is None
    with pytest.raises(UsageError, match="no cursor"):
        stories_page(ledger, cursor="x")


def test_what_is_new_comes_in_pages_with_the_changes_that_there_are(weighed):
    ledger, _ = weighed
    all_changes = ledger.weighings.changes("2000")
    first = ledger.weighings.changes_page("2000", limit=1)
    rest = ledger.weighings.changes_page("2000", cursor=first.next)
    assert {each.matter.matter for each in (*first.rows, *rest.rows)} == {
        each.matter.matter for each in all_changes
    }
    assert len(first.rows) == 1
    assert rest.next is None
    assert ledger.weighings.changes_page("2100").rows == ()
    assert ledger.weighings.changes_page("2000", watched=True).rows == ()


# ---- ways --------------------------------------------------------------------------------------------------

MINISTRY = Speaker("m", "The Ministry", "government")
PAPER = Speaker("paper", "The Paper", "outlet")
AIDE = Speaker("aide", "An Aide", "person")
ORIGIN = Origin("m", "The Ministry", names=("An Aide", "The Paper"))


def heard(number: int, outlet: str, *chain: Speaker, own: bool = False, copied: bool = False) -> _Heard:
    voice = Voice(
        f"c{number}", "e", f"r{number}", outlet, f"2023-01-{number:02}", "affirms", chain, own, copied
    )
    return _Heard(Spoken(f"c{number}", number, "e", 1, f"r{number}", number, (voice,)), voice, "m")


def test_ways_tell_through_whom_a_word_comes_and_copies_count_once():
    ways = _routes(
        [
            heard(1, "Daily", MINISTRY),
            heard(2, "Herald", MINISTRY, copied=True),
            heard(3, "Echo", PAPER, MINISTRY),
            heard(4, "Wire", PAPER),
            heard(5, "Globe", AIDE),
            heard(6, "The Paper", PAPER, MINISTRY),
        ],
        ORIGIN,
    )
    assert [(way.via, way.named, way.outlets, way.claims, way.copies, way.number) for way in ways] == [
        ((), None, ("Daily", "Herald", "The Paper"), 2, 1, 1),
        (("The Paper",), None, ("Echo", "Wire"), 2, 0, 3),
        ((), "An Aide", ("Globe",), 1, 0, 5),
    ]


def test_what_a_report_says_itself_comes_directly():
    (way,) = _routes([heard(1, "Daily", PAPER, own=True)], Origin("daily", "Daily"))
    assert (way.via, way.named, way.outlets) == ((), None, ("Daily",))
