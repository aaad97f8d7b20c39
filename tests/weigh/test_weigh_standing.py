"""What the claims on a matter add up to."""

from __future__ import annotations

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.reading import Event, Object, Time
from sayso.weigh.origins import group
from sayso.weigh.records import EventMention, Speaker, Standing, Voice
from sayso.weigh.standing import evidence_of, in_words, moves, standing

POST = Speaker("atlas-post", "Atlas Post", "outlet")
MINISTRY = Speaker(
    "ITA/foreign-ministry", "Italian Foreign Ministry", "government", "IT", within=("ITA/government", "ITA")
)
GREECE = Speaker("GRC", "Greece", "state", "GR")
IMAGES = Speaker("satellite images", "satellite images", "document", text="satellite images")
STATEMENT = Speaker(
    "ITA/foreign-ministry", "Italian Foreign Ministry", "document", "IT", text="The statement"
)
OFFICIAL = Speaker("GRC/government", "Government of Greece", "people", "GR", within=("GRC",))
ANALYST = Speaker("analyst", "an analyst", "people")


def voice(*chain: Speaker, stance: str = "affirms", day: str | None = "2030-01-05", **more: object) -> Voice:
    fields: dict[str, object] = {
        "report": f"report of {day} {chain[0].key}",
        "event": "m",
        "outlet": "Atlas Post",
        "own": chain == (POST,),
        **more,
    }
    claim = f"{day} {stance} " + " ".join(link.key for link in chain)
    return Voice(claim=claim, published=day, stance=stance, chain=chain, **fields)  # type: ignore[arg-type]


def test_who_says_what_and_since_when() -> None:
    its = standing(
        [
            voice(POST, MINISTRY, stance="alleges", day="2030-01-05"),
            voice(GREECE, stance="denies", day="2030-01-07"),
            voice(POST, stance="doubts", day="2030-01-08"),
            voice(ANALYST, stance="predicts", day="2030-01-09"),
        ],
        actors=["GR"],
    )
    assert its.alleged == ("ITA/foreign-ministry",)
    assert its.denied == ("GRC",)
    assert its.doubted == ("atlas-post",)
    assert its.foreseen == ("analyst",)
    assert (its.first, its.last) == ("2030-01-05", "2030-01-09")
    assert (its.reports, its.stories, its.claims) == (4, 4, 4)
    assert its.contested
    assert its.evidence == "official on record"
    assert [origin.key for origin in its.independent] == ["GRC", "ITA/foreign-ministry", "atlas-post"]
    assert {origin.key for origin in its.origins if origin.involved} == {"GRC"}


def test_nobody_contests_with_themselves() -> None:
    assert not standing([voice(MINISTRY), voice(MINISTRY, stance="denies")]).contested


def test_where_nobody_says_it_happened_who_foresees_it_counts() -> None:
    its = standing([voice(MINISTRY, stance="intends"), voice(POST, stance="supposes", opinion=True)])
    assert {origin.key for origin in its.independent} == {"ITA/foreign-ministry", "atlas-post"}


def test_an_opinion_on_what_is_contested_is_no_independent_origin() -> None:
    its = standing([voice(POST, opinion=True), voice(MINISTRY), voice(GREECE, stance="denies")])
    assert "atlas-post" in its.affirmed
    assert its.aside == ("atlas-post",)
    assert [origin.key for origin in its.independent] == ["GRC", "ITA/foreign-ministry"]


def test_no_claims_no_standing() -> None:
    its = standing([])
    assert (its.origins, its.first, its.evidence, its.contested, its.stories) == ((), None, None, False, 0)
    assert in_words(its) == "0 origins in 0 reports"


def test_evidence() -> None:
    assert evidence_of(voice(POST)) == "report itself"
    assert evidence_of(voice(MINISTRY)) == "official on record"
    assert evidence_of(voice(STATEMENT)) == "official on record"
    assert evidence_of(voice(MINISTRY, IMAGES)) == "document"
    assert evidence_of(voice(OFFICIAL)) == "unnamed official"
    assert evidence_of(voice(ANALYST)) == "another speaker"
    assert standing([voice(GREECE, stance="denies")]).evidence is None


def test_a_stance_moves_from_alleged_to_admitted() -> None:
    voices = [
        voice(MINISTRY, stance="alleges", day="2030-01-01"),
        voice(MINISTRY, IMAGES, day="2030-01-02"),
        voice(IMAGES, day="2030-01-02"),
        voice(MINISTRY, stance="alleges", day="2030-01-03"),
        voice(GREECE, stance="doubts", day="2030-01-01"),
        voice(GREECE, stance="denies", day="2030-01-02"),
        voice(GREECE, day="2030-02-01"),
    ]
    told = [(move.origin, move.before, move.after, move.on) for move in standing(voices).moves]
    assert ("GRC", None, "doubted", "2030-01-01") in told
    assert ("GRC", "doubted", "denied", "2030-01-02") in told
    assert ("GRC", "denied", "admitted", "2030-02-01") in told
    mine = [each for each in told if each[0] != "GRC"]
    assert [each[1:] for each in mine][-1][1] == "documented"
    assert not any(each[3] == "2030-01-03" for each in told)


def test_copies_and_undated_reports_tell_no_change() -> None:
    voices = [voice(MINISTRY, day=None), voice(MINISTRY, day="2030-01-02", copied=True)]
    assert moves(voices, group(voices)) == ()


def test_a_story_counts_once() -> None:
    its = standing([voice(POST, MINISTRY, report="a"), voice(POST, MINISTRY, report="b", copied=True)])
    assert (its.reports, its.stories) == (2, 1)
    assert its.origins[0].stances == {"affirms": 1}


def drones(key: str, amount: float, start: str) -> EventMention:
    thing = Object((0, 6), "drones", "materiel", "drone", amount)
    event = Event(type="AID", trigger=(7, 11), objects=(thing,), time=Time((12, 16), "then", start, start))
    return EventMention(key, "r", event, "sent", "drones sent then", (0, 16), ())


def test_numbers_and_days_come_from_the_mentions() -> None:
    its = standing(
        [voice(MINISTRY, event="a"), voice(POST, event="b")],
        [drones("a", 6000, "2030-01-01"), drones("b", 4000, "2030-01-01")],
    )
    assert [(count.amount, count.origins) for count in its.counts] == [
        (4000, ("atlas-post",)),
        (6000, ("ITA/foreign-ministry",)),
    ]
    assert [tuple(count.amount for count in pair) for pair in its.disputed] == [(4000, 6000)]
    assert (its.event_first, its.event_last) == ("2030-01-01", "2030-01-01")
    assert "numbers differ: 4,000 drones / 6,000 drones" in in_words(its)
    assert Standing.from_dict(json.loads(json.dumps(its.to_dict()))) == its


def test_a_standing_in_words() -> None:
    its = standing(
        [
            voice(POST, MINISTRY, stance="alleges", outlet="A"),
            voice(POST, MINISTRY, outlet="B", day="2030-01-06"),
            voice(OFFICIAL, stance="denies", day="2030-01-07"),
            voice(POST, opinion=True, day="2030-01-08"),
        ]
    )
    assert in_words(its) == (
        "affirmed by Italian Foreign Ministry (via 2 outlets), Atlas Post (opinion); "
        "denied by Government of Greece (unnamed officials); 2 origins in 4 reports since 2030-01-05"
    )


SPEAKERS = [POST, MINISTRY, GREECE, IMAGES, STATEMENT, OFFICIAL, ANALYST]
VOICES = st.builds(
    lambda chain, stance, day, copied: voice(*chain, stance=stance, day=day, copied=copied),
    st.lists(st.sampled_from(SPEAKERS), min_size=1, max_size=2),
    st.sampled_from(["affirms", "alleges", "denies", "doubts", "intends"]),
    st.sampled_from([None, "2030-01-01", "2030-01-02", "2030-01-03"]),
    st.booleans(),
)


@given(st.lists(VOICES, max_size=10), st.randoms())
def test_the_order_does_not_matter(voices: list[Voice], rng: random.Random) -> None:
    shuffled = [*voices]
    rng.shuffle(shuffled)
    assert standing(shuffled) == standing(voices)
    assert in_words(standing(shuffled)) == in_words(standing(voices))
