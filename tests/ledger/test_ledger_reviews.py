"""Claims accepted, rejected, corrected and linked: rows beside, a new reading, and all of it undone."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from few_parties import GUARDS, IRAN
from ledger_samples import NEWER, READER, claim_of, event_of, random_reading

from sayso.errors import LedgerError, NotFoundError, UsageError
from sayso.ledger import Ledger, review_rows
from sayso.ledger.annotations import annotation_lines
from sayso.ledger.review_changes import FIELDS, MOST_PARTS
from sayso.ledger.reviewed import base_version, fold, is_reviewed
from sayso.ledger.reviews import LONGEST_NAME, LONGEST_NOTE
from sayso.reading.ontology import STANCES, TYPES
from sayso.reading.reading import Attribution, Mention, Reading, Speaker
from sayso.report import Report

FIRST = "The Courier says Tehran sold 40 drones to Moscow in May, which Iran denied."
SECOND = " Tehran met the guards, and the guards 👀 met nobody."
TEXT = FIRST + SECOND
TEHRAN = ("Tehran", {"actor": "IRN", "name": "Iran", "country": "IR", "sector": "GOV"})


def reading(reader=READER, **about) -> Reading:
    """Two claims on a sale, one on a meeting; Tehran is Iran, the guards are nobody."""
    report = Report.from_text(TEXT, path="sale.txt", outlet="The Courier", published="2024-06-03", **about)
    sale = event_of(
        TEXT, "AID", "sold", actors=[TEHRAN], recipients=["Moscow"], objects=[("40 drones", {"amount": 40})],
        contexts=("military",),
    )  # fmt: skip
    met = event_of(TEXT, "CONSULT", "met", actors=["the guards"], mode="visit")
    sources = [("The Courier", {"actor": "the-courier", "name": "The Courier", "kind": "outlet"})]
    here = {"sentence": FIRST, "confidence": {"event": 0.9}}
    claims = (
        claim_of(TEXT, sale, *sources, id="aaaa-affirms", cue="says", **here),
        claim_of(TEXT, sale, *sources, "Iran", id="aaab-denies", stance="denies", cue="denied", **here),
        claim_of(TEXT, met, id="bbbb-met", sentence=SECOND.strip()),
    )
    start = TEXT.index("Tehran")
    mentions = (
        Mention((0, 11), "The Courier", "outlet", "the-courier", 0.9),
        Mention((start, start + 6), "Tehran", "state", "IRN", 0.9),
    )
    said = (Attribution(((start, start + 6),), ((12, 16),), ((29, 38),), Speaker("Tehran", "IRN")),)
    return Reading(report, reader, mentions, said, claims, (IRAN,))


@pytest.fixture
def held(ledger) -> Ledger:
    ledger.append(reading())
    return ledger


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def claims(ledger) -> dict:
    return {claim.id: claim for claim in ledger.reading("sale.txt").claims}


# ---- decisions ---------------------------------------------------------------------------------------------


def test_an_accepted_claim_stays_as_it_is(held):
    made = held.reviews.accept("sale.txt", 1, " Ann Example ", "I was there\r\nall day")
    assert (made.kind, made.who, made.note) == ("accept", "Ann Example", "I was there\nall day")
    assert (made.claim, made.trigger, made.sentence) == ("aaaa-affirms", "sold", FIRST)
    assert (made.outlet, made.published, made.in_force, made.stale) == (
        "The Courier",
        "2024-06-03",
        True,
        False,
    )
    assert made.before == reading().claims[0].to_dict()
    assert (made.after, made.changes, made.undoes) == (None, None, None)
    assert held.reading("sale.txt") == reading()
    assert held.status().readings == 1
    (state,) = held.reviews.state(["aaaa-affirms", "nobody"]).values()
    assert (state.state, state.who, state.review, state.changed) == ("accepted", "Ann Example", made.id, ())
    assert made.to_dict() == json.loads(json.dumps(made.to_dict()))
    assert state.to_dict()["at"] == made.at == held.reviews.decision(made.id).at


def test_a_rejected_claim_is_left_out_and_comes_back(held):
    rejected = held.reviews.reject("sale.txt", "aaaa", "Ann", "an advertisement")
    assert [*claims(held)] == ["aaab-denies", "bbbb-met"]
    assert [found.claim.id for found in held.claims("drones")] == ["aaab-denies"]
    assert held.reading("sale.txt").reader.version == f"0.1.0+reviewed.{rejected.id}"
    with pytest.raises(UsageError, match=rf"rejected by Ann \(review {rejected.id}\); take that back first"):
        held.reviews.reject("sale.txt", "aaaa-affirms", "Bob")
    with pytest.raises(UsageError, match="take that back first"):
        held.reviews.correct("sale.txt", "aaaa-affirms", {"stance": "denies"}, "Bob")
    assert held.reviews.base("sale.txt") == reading()
    held.reviews.accept("sale.txt", "aaaa-affirms", "Bob")
    assert claims(held) == {claim.id: claim for claim in reading().claims}
    assert held.reviews.state(["aaaa-affirms"])["aaaa-affirms"].state == "accepted"


def test_an_event_is_corrected_for_all_its_claims_and_a_stance_for_one(held):
    made = held.reviews.correct(
        "sale.txt",
        "aaaa-affirms",
        {
            "type": "assault", "trigger": at("drones"), "recipients": [at("Iran"), at("Moscow")],
            "actors": [], "contexts": ["Economic", "military", "economic"], "time": at(" in May"),
            "places": [at("Moscow")], "stance": "Alleges", "cue": None, "objects": [at("40 drones")],
        },
        "Ann",
    )  # fmt: skip
    now = claims(held)
    first, second = now["aaaa-affirms"], now["aaab-denies"]
    assert first.event == second.event
    assert (first.event.type, first.event.quad, first.event.mode) == ("ASSAULT", "material conflict", None)
    assert [part.text for part in first.event.recipients] == ["Iran", "Moscow"]
    assert first.event.actors == ()
    assert first.event.contexts == ("economic", "military")
    assert (first.event.time.text, first.event.time.start) == ("in May", "2024-05-01")
    assert first.event.objects == reading().claims[0].event.objects  # and so it is no change
    assert (first.stance, second.stance) == ("alleges", "denies")
    assert (first.cue, second.cue) == (None, tuple(at("denied")))
    assert now["bbbb-met"] == reading().claims[2]
    assert made.after == first.to_dict()
    assert set(made.changes) == {
        "type", "trigger", "recipients", "actors", "contexts", "time", "places", "stance", "cue",
    }  # fmt: skip
    assert held.reviews.state(["aaaa-affirms"])["aaaa-affirms"].changed == tuple(made.changes)
    assert held.reviews.undo(made.id, "Ann").after == reading().claims[0].to_dict()


def test_what_is_known_of_the_words_is_filled_in(held):
    held.reviews.correct(
        "sale.txt",
        "bbbb-met",
        {
            "actors": [at("Tehran")], "objects": [at("40 drones to Moscow"), at("drones")],
            "sources": [at("The Courier"), at("Moscow")],
            "trigger": {"span": at("met nobody"), "text": "met nobody"},
        },
        "Ann",
    )  # fmt: skip
    corrected = claims(held)["bbbb-met"]
    (actor,) = corrected.event.actors
    assert (actor.actor, actor.country, actor.sector) == ("IRN", "IR", "GOV")
    assert [(thing.text, thing.item) for thing in corrected.event.objects][1] == ("drones", "drone")
    assert [(source.actor, source.kind) for source in corrected.sources] == [
        ("the-courier", "outlet"),
        (None, "people"),
    ]
    assert corrected.event.mode == "visit"
    # What a record says of a claim can be sent back as it is.
    parts = corrected.to_dict()
    event = parts["event"]
    again = {name: parts.get(name, event.get(name)) for name in FIELDS}
    with pytest.raises(UsageError, match="says just that already"):
        held.reviews.correct("sale.txt", "bbbb-met", again, "Ann")


def test_a_mode_of_the_former_type_goes(held):
    made = held.reviews.correct("sale.txt", "bbbb-met", {"type": "AID"}, "Ann")
    assert made.changes == {"type": "AID", "mode": None}
    assert claims(held)["bbbb-met"].event.mode is None
    held.reviews.correct("sale.txt", "bbbb-met", {"type": "COERCE", "mode": "arrest"}, "Ann")
    held.reviews.undo(made.id, "Ann")
    assert claims(held)["bbbb-met"].event.mode == "arrest"


def test_words_are_linked_wherever_they_meant_the_same(held):
    made = held.reviews.link("sale.txt", "aaaa-affirms", "actor", 0, "guards", "Ann", "it was they")
    now = held.reading("sale.txt")
    for claim in now.claims[:2]:
        (actor,) = claim.event.actors
        assert (actor.actor, actor.name, actor.country, actor.sector) == (
            "IRN/guards", "Revolutionary Guards", "IR", "MIL",
        )  # fmt: skip
    assert now.parties == (GUARDS,)  # nothing means Iran any more
    assert (now.mentions[1].actor, now.mentions[1].score, now.mentions[1].why.rule) == (
        GUARDS.id,
        None,
        "review",
    )
    assert now.attributions[0].speaker == Speaker("Tehran", GUARDS.id)
    assert (made.changes["was"], made.changes["party"]["id"]) == ("IRN", GUARDS.id)
    assert [found.claim.id for found in held.claims(actor=GUARDS.id)] == ["aaaa-affirms", "aaab-denies"]
    assert held.reviews.state(["aaaa-affirms"])["aaaa-affirms"].changed == ("actors",)
    with pytest.raises(UsageError, match="means Revolutionary Guards already"):
        held.reviews.link("sale.txt", "aaaa-affirms", "actor", 0, "IRN/guards", "Ann")
    unlinked = held.reviews.unlink("sale.txt", "aaab-denies", "actor", 0, "Bob")
    now = held.reading("sale.txt")
    assert (now.claims[0].event.actors[0].actor, now.parties, now.mentions[1].actor) == (None, (), None)
    assert unlinked.changes["party"] is None
    with pytest.raises(UsageError, match="linked to no party"):
        held.reviews.unlink("sale.txt", "aaab-denies", "actor", 0, "Bob")
    held.reviews.undo(made.id, "Ann")  # the words never meant the guards then: what unlinked these is void
    assert held.reading("sale.txt").claims[0].event.actors[0].actor == "IRN"
    held.reviews.undo(unlinked.id, "Ann")
    assert replace(held.reading("sale.txt"), reader=READER) == reading()


def test_words_that_were_no_mention_become_one(held):
    held.reviews.link("sale.txt", "aaab-denies", "source", 1, "Iran", "Ann")
    now = held.reading("sale.txt")
    source = now.claims[1].sources[1]
    assert (source.actor, source.name, source.kind, source.country) == ("IRN", "Iran", "state", "IR")
    (made,) = [mention for mention in now.mentions if mention.span == tuple(at("Iran"))]
    assert (made.text, made.kind, made.actor) == ("Iran", "state", "IRN")
    assert now.mentions == tuple(sorted(now.mentions, key=lambda mention: mention.span))
    assert [found.claim.id for found in held.claims(origin="iran")] == ["aaab-denies"]


def test_several_decisions_about_one_event(held):
    """Each is about what it names: to take back the first leaves the second as it is."""
    first = held.reviews.correct("sale.txt", 1, {"type": "COERCE", "stance": "alleges"}, "Ann")
    held.reviews.correct("sale.txt", 2, {"actors": [at("Moscow")], "recipients": []}, "Bob")
    held.reviews.undo(first.id, "Ann")
    now = claims(held)
    assert now["aaaa-affirms"].event == now["aaab-denies"].event
    assert (now["aaaa-affirms"].event.type, now["aaaa-affirms"].stance) == ("AID", "affirms")
    assert [part.text for part in now["aaaa-affirms"].event.actors] == ["Moscow"]


# ---- undone ------------------------------------------------------------------------------------------------


def test_an_undo_is_undone(held):
    rejected = held.reviews.reject("sale.txt", "aaaa-affirms", "Ann")
    undone = held.reviews.undo(rejected.id, "Bob", "it is one")
    assert (undone.kind, undone.claim, undone.undoes) == ("undo", "aaaa-affirms", rejected.id)
    assert undone.after == undone.before == reading().claims[0].to_dict()
    assert len(claims(held)) == 3
    assert held.reviews.state(["aaaa-affirms"]) == {}
    with pytest.raises(
        UsageError, match=rf"Review {rejected.id} was taken back by review {undone.id} already"
    ):
        held.reviews.undo(rejected.id, "Ann")
    again = held.reviews.undo(undone.id, "Ann")
    assert again.after is None
    assert len(claims(held)) == 2
    assert [each.in_force for each in held.reviews.of("sale.txt")] == [True, False, True]
    with pytest.raises(NotFoundError, match="no review 99"):
        held.reviews.undo(99, "Ann")


def test_decisions_come_newest_first_page_by_page(held):
    for number in range(5):
        held.reviews.accept("sale.txt", 1 + number % 3, f"Ann {number}")
    first = held.reviews.decisions(2)
    assert ([each.id for each in first.reviews], first.cursor) == ([5, 4], 4)
    second = held.reviews.decisions(2, first.cursor)
    assert ([each.id for each in second.reviews], second.cursor) == ([3, 2], 2)
    last = held.reviews.decisions(2, second.cursor, report="sale.txt")
    assert ([each.id for each in last.reviews], last.cursor) == ([1], None)
    assert [each.id for each in held.reviews.of("sale.txt")] == [1, 2, 3, 4, 5]
    for limit in (0, 1001):
        with pytest.raises(UsageError, match="ask for 1 to 1000"):
            held.reviews.decisions(limit)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_decided_and_taken_back(tmp_path, seed):
    dice = random.Random(seed)
    base = random_reading(seed, attributions=4)
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.append(base)
        for _ in range(8):
            _decide_anything(ledger, base, dice)
        found = ledger.reviews.of(base.report.id)
        now = ledger.reading(base.report.id)
        assert replace(now, reader=base.reader) == fold(base, found).reading
        for each in reversed(ledger.reviews.of(base.report.id)):
            if each.in_force and each.kind != "undo":
                ledger.reviews.undo(each.id, "Eve")
        assert replace(ledger.reading(base.report.id), reader=base.reader) == base
        assert ledger.reviews.state(claim.id for claim in base.claims) == {}
        assert ledger.append(base) is False


def _decide_anything(ledger: Ledger, base: Reading, dice: random.Random) -> None:
    claim = dice.choice(base.claims)
    reviews, report = ledger.reviews, base.report.id
    starts = sorted(dice.sample(range(len(base.report.text)), 2))
    changes = {
        "type": dice.choice(TYPES),
        "stance": dice.choice(STANCES),
        "cue": None,
        "opinion": dice.random() < 0.5,
        "actors": [starts],
        "recipients": [],
        "sources": [starts, list(claim.event.trigger)],
        "trigger": list(claim.event.trigger),
        "objects": [starts],
        "time": starts,
        "contexts": ["legal"],
    }
    some = {name: changes[name] for name in dice.sample([*changes], 3)}
    decisions = [
        lambda: reviews.accept(report, claim.id, "Ann"),
        lambda: reviews.reject(report, claim.id, "Ann"),
        lambda: reviews.correct(report, claim.id, some, "Ann"),
        lambda: reviews.link(report, claim.id, "actor", 0, "russia", "Ann"),
        lambda: reviews.unlink(report, claim.id, "source", 0, "Ann"),
        lambda: reviews.undo(dice.randrange(1, 9), "Ann"),
    ]
    # What is rejected already, white space, a decision that there is not.
    with suppress(UsageError, NotFoundError):
        dice.choice(decisions)()


# ---- read again --------------------------------------------------------------------------------------------


def test_the_same_reader_changes_nothing_of_it(held):
    made = held.reviews.correct("sale.txt", 1, {"stance": "denies"}, "Ann")
    assert held.has_reading(reading().report, READER)
    assert held.append(reading()) is False
    assert held.reading("sale.txt").reader.version == f"0.1.0+reviewed.{made.id}"
    assert claims(held)["aaaa-affirms"].stance == "denies"
    assert held.status().models == ((READER.version, READER.model),)


def test_a_new_model_is_corrected_too_as_far_as_it_has_the_claims(held):
    held.reviews.correct("sale.txt", "aaaa-affirms", {"stance": "denies"}, "Ann")
    last = held.reviews.reject("sale.txt", "bbbb-met", "Ann")
    newer = replace(reading(NEWER), claims=reading().claims[:2][::-1])
    assert held.append(newer)
    now = held.reading("sale.txt")
    assert (now.reader.version, now.reader.model) == (f"0.2.0+reviewed.{last.id}", NEWER.model)
    assert [(claim.id, claim.stance) for claim in now.claims] == [
        ("aaab-denies", "denies"),
        ("aaaa-affirms", "denies"),
    ]
    assert held.reviews.base("sale.txt") == newer
    assert [(each.kind, each.stale) for each in held.reviews.of("sale.txt")] == [
        ("correct", False),
        ("reject", True),
    ]
    assert held.append(newer) is held.append(reading()) is False
    assert held.reading("sale.txt") == now
    undone = held.reviews.undo(last.id, "Ann")  # also where it changes nothing
    assert (undone.stale, undone.after) == (True, None)
    assert held.reading("sale.txt") == now


def test_nothing_is_written_where_no_review_is_about_a_new_reading(held):
    made = held.reviews.reject("sale.txt", "bbbb-met", "Ann")
    newer = replace(reading(NEWER), claims=reading().claims[:2])
    held.append(newer)
    assert held.reading("sale.txt") == newer
    assert held.reviews.of("sale.txt")[0].stale
    with pytest.raises(NotFoundError, match="no claim 'bbbb-met' in the newest reading"):
        held.reviews.reject("sale.txt", "bbbb-met", "Ann")
    assert made.stale is False


def test_a_reading_after_review_goes_into_another_ledger(held, tmp_path):
    held.reviews.reject("sale.txt", "bbbb-met", "Ann")
    given_away = held.reading("sale.txt")
    with Ledger(tmp_path / "other.db") as other:
        other.append(given_away)
        other.reviews.reject("sale.txt", "aaaa-affirms", "Bob")
        assert other.reviews.base("sale.txt") == given_away
        other.reviews.undo(1, "Bob")
        now = other.reading("sale.txt")
        assert now.reader.version == f"{given_away.reader.version}+reviewed.2"
        assert replace(now, reader=given_away.reader) == given_away


def test_a_reader_may_call_itself_as_it_likes():
    assert not is_reviewed("0.1.0+parties.ab12")
    assert is_reviewed("0.1.0+parties.ab12+reviewed.7")
    assert base_version("0.1.0+reviewed.7") == "0.1.0"


# ---- what was typed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({}, "says just that already"),
        ([], "object of fields"),
        ({"stance": "affirms"}, "says just that already"),
        ({"verdict": "true"}, "'verdict' is nothing to be corrected; there is type, mode"),
        ({"type": "WAR"}, "'WAR' is no type of event; there is AGREE"),
        ({"type": 3}, "'3' is no type"),
        ({"type": None}, "no type of event"),
        ({"stance": "\x1b[2J"}, r"no stance; there is affirms"),
        ({"mode": "aerial"}, "'aerial' is no mode of AID; there is none"),
        ({"mode": "loud"}, "'loud' is no mode"),
        ({"contexts": "military"}, "Give the contexts as a list"),
        ({"contexts": ["war"]}, "'war' is no context"),
        ({"opinion": "yes"}, "no answer to the opinion"),
        ({"trigger": None}, "no span for the trigger"),
        ({"trigger": [0]}, "no span for the trigger"),
        ({"trigger": [True, 4]}, "no span for the trigger"),
        ({"trigger": [1.0, 4]}, "no span for the trigger"),
        ({"trigger": "12"}, "no span for the trigger"),
        ({"trigger": [4, 4]}, "or is empty: the trigger"),
        ({"trigger": [-3, 4]}, "outside the text"),
        ({"trigger": [3, 10**30]}, "outside the text"),
        ({"trigger": [11, 12]}, "only white space"),
        ({"trigger": at("nobody")}, "outside the claim's sentence"),
        ({"trigger": {"span": [0, 3], "text": "Teh"}}, "'Teh' is not what the text says at 0–3"),
        ({"cue": {}}, "no span for the cue"),
        ({"actors": [4, 6]}, "'4' is no span for the actor"),
        ({"actors": None}, "as a list of spans"),
        ({"actors": [[0, 3]] * (MOST_PARTS + 1)}, "too many actors"),
        ({"actors": [{"span": at("Moscow"), "actor": "IRN"}]}, "'Moscow' does not mean 'IRN'"),
        ({"time": [0, 999]}, "outside the text"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(tmp_path, changes, match):
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.append(reading())
        with pytest.raises(UsageError, match=match):
            ledger.reviews.correct("sale.txt", "aaaa-affirms", changes, "Ann")
        assert ledger.reviews.of("sale.txt") == []
        assert ledger.reading("sale.txt") == reading()


@pytest.mark.parametrize(
    ("who", "why", "match"),
    [
        ("", "", "Say who decides"),
        (" \n", "", "Say who decides"),
        ("A\x1b[31m", "", r"name of who decides holds U\+001B"),
        ("Ann\nBob", "", r"holds U\+000A"),
        ("\u202eAnn", "", r"holds U\+202E"),
        ("A" * (LONGEST_NAME + 1), "", "at most 200"),
        ("Ann", "\x00", r"reason holds U\+0000"),
        ("Ann", "\ud800", r"reason holds U\+D800"),
        ("Ann", "a\u2066b", r"reason holds U\+2066"),
        ("Ann", "x" * (LONGEST_NOTE + 1), "4,001 characters; write at most 4,000"),
    ],
)
def test_who_and_why_cannot_steer_or_hide(tmp_path, who, why, match):
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.append(reading())
        for decide in (
            lambda: ledger.reviews.accept("sale.txt", 1, who, why),
            lambda: ledger.reviews.reject("sale.txt", 1, who, why),
            lambda: ledger.reviews.correct("sale.txt", 1, {"stance": "denies"}, who, why),
            lambda: ledger.reviews.link("sale.txt", 1, "actor", 0, "russia", who, why),
            lambda: ledger.reviews.unlink("sale.txt", 1, "actor", 0, who, why),
            lambda: ledger.reviews.undo(1, who, why),
        ):
            with pytest.raises(UsageError, match=match):
                decide()
        assert ledger.reviews.decisions().reviews == ()


def test_names_and_reasons_in_any_script(held):
    why = "نشر\n\tбез доказательств 👩‍⚖️ <script>alert(1)</script>" + "x" * 3000
    made = held.reviews.accept("sale.txt", 1, "Zoë O’Ný 王", why)
    assert (made.who, made.note) == ("Zoë O’Ný 王", why)


def test_what_is_not_there(held):
    reviews = held.reviews
    for decide, error, match in (
        (lambda: reviews.accept("nothing.txt", 1, "Ann"), NotFoundError, "No report is called"),
        (lambda: reviews.accept("sale.txt", 4, "Ann"), NotFoundError, "no claim 4 in report .* has 3"),
        (lambda: reviews.accept("sale.txt", 0, "Ann"), NotFoundError, "no claim 0"),
        (lambda: reviews.accept("sale.txt", "aaa", "Ann"), NotFoundError, "no claim 'aaa'"),
        (lambda: reviews.accept("sale.txt", "\x1b]0;", "Ann"), NotFoundError, r"no claim '\\\\x1b"),
        (
            lambda: reviews.link("sale.txt", 1, "object", 0, "iran", "Ann"),
            UsageError,
            "actor, recipient, source",
        ),
        (
            lambda: reviews.link("sale.txt", 1, "actor", 1, "iran", "Ann"),
            UsageError,
            "the claim has 1 actor,",
        ),
        (lambda: reviews.link("sale.txt", 1, "actor", -1, "iran", "Ann"), UsageError, "no actor at place -1"),
        (lambda: reviews.link("sale.txt", 1, "actor", 0, "Ruritania", "Ann"), NotFoundError, "'Ruritania'"),
        (lambda: reviews.link("sale.txt", 1, "actor", 0, " ", "Ann"), NotFoundError, "Nobody is known as"),
        (lambda: reviews.link("sale.txt", 1, "actor", 0, "iran", "Ann"), UsageError, "means Iran already"),
        (lambda: reviews.unlink("sale.txt", 1, "recipient", 0, "Ann"), UsageError, "linked to no party"),
        (lambda: reviews.decision(1), NotFoundError, "no review 1"),
        (lambda: reviews.of("x.txt"), NotFoundError, "No report"),
    ):
        with pytest.raises(error, match=match):
            decide()
    assert reviews.decisions().reviews == ()


def test_a_beginning_that_several_ids_have(held):
    other = replace(reading().claims[0], id="aaaa-again", stance="doubts")
    held.append(replace(reading(NEWER), claims=(*reading().claims, other)))
    with pytest.raises(UsageError, match="beginning of several claims' ids"):
        held.reviews.accept("sale.txt", "aaaa", "Ann")


# ---- transactions ------------------------------------------------------------------------------------------


def test_a_decision_and_its_reading_are_there_or_not_together(held, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(review_rows, "write_reading", broken)
    with pytest.raises(ZeroDivisionError):
        held.reviews.reject("sale.txt", 1, "Ann")
    assert held.reviews.of("sale.txt") == []
    monkeypatch.undo()
    assert held.reviews.reject("sale.txt", 1, "Ann").in_force


def test_a_ledger_that_may_only_be_read(held, place):
    with Ledger(place, read_only=True) as reader:
        with pytest.raises(LedgerError, match="for reading only"):
            reader.reviews.accept("sale.txt", 1, "Ann")
        assert reader.reviews.of("sale.txt") == []


def test_many_at_once(held):
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda n: held.reviews.correct("sale.txt", "bbbb-met", _one(n), f"Ann {n}"), range(8))
        )
    assert sorted(each.id for each in made) == [each.id for each in held.reviews.of("sale.txt")]
    last = max(made, key=lambda each: each.id)
    assert claims(held)["bbbb-met"].to_dict() == last.after
    assert len({each.after["event"]["contexts"][0] for each in made}) == 8


def _one(number: int) -> dict:
    names = [
        "military",
        "economic",
        "technology",
        "diplomatic",
        "legal",
        "intelligence",
        "executive",
        "cyber",
    ]
    return {"contexts": [names[number]]}


# ---- training data -----------------------------------------------------------------------------------------


def test_reviewed_sentences_are_training_data(held):
    held.reviews.correct("sale.txt", "aaab-denies", {"time": at("in May"), "places": [at("Moscow")]}, "Ann")
    held.reviews.reject("sale.txt", "bbbb-met", "Ann")
    first, second = annotation_lines(held)
    assert first == {
        "id": f"{reading().report.id[:16]}#0",
        "report": reading().report.id,
        "date": "2024-06-03",
        "text": FIRST,
        "opinion": False,
        "events": [
            {
                "trigger": ["sold", 0], "type": "AID", "mode": None, "context": ["military"],
                "actor": [["Tehran", 0]], "recipient": [["Moscow", 0]], "object": [["40 drones", 0]],
                "place": [["Moscow", 0]], "time": [["in May", 0]],
                "actor_is": ["Iran"], "recipient_is": ["Moscow"],
                "chains": [
                    {"source": [["The Courier", 0]], "cue": ["says", 0], "stance": "affirms",
                     "source_is": ["The Courier"]},
                    {"source": [["The Courier", 0], ["Iran", 0]], "cue": ["denied", 0], "stance": "denies",
                     "source_is": ["The Courier", "Iran"]},
                ],
            }
        ],
        "reviewed": 1,
        "unreviewed": 1,
    }  # fmt: skip
    assert (second["text"], second["events"]) == (SECOND.strip(), [])
    assert list(annotation_lines(held, complete=True)) == [second]
    held.reviews.accept("sale.txt", "aaaa-affirms", "Ann")
    assert [row["unreviewed"] for row in annotation_lines(held, complete=True)] == [0, 0]
    for each in held.reviews.of("sale.txt"):
        held.reviews.undo(each.id, "Ann")
    assert list(annotation_lines(held)) == []


def test_pieces_are_named_by_how_often_they_stood_before(held):
    second = TEXT.index("the guards", TEXT.index("the guards") + 1)
    held.reviews.correct(
        "sale.txt",
        "bbbb-met",
        {"actors": [[second, second + 10]], "trigger": [TEXT.rindex("met"), TEXT.rindex("met") + 3],
         "sources": [at("The Courier"), at("Tehran met")]},
        "Ann",
    )  # fmt: skip
    (row,) = annotation_lines(held)
    (event,) = row["events"]
    assert (event["actor"], event["trigger"]) == ([["the guards", 1]], ["met", 1])
    assert event["chains"][0]["source"] == [["Tehran met", 0]]  # the other one stands in another sentence
    assert event["chains"][0]["source_is"] == ["The Courier", "Tehran met"]


@pytest.mark.parametrize("seed", range(3))
def test_every_piece_is_found_again(tmp_path, seed):
    with Ledger(tmp_path / "sayso.db") as ledger:
        base = random_reading(seed)
        ledger.append(base)
        for claim in base.claims[::2]:
            ledger.reviews.accept(base.report.id, claim.id, "Ann")
        rows = list(annotation_lines(ledger))
    assert rows
    for row in rows:
        for event in row["events"]:
            pieces = [event["trigger"], *event["actor"], *event["object"], *event["time"]]
            pieces += [
                piece for chain in event["chains"] for piece in [*chain["source"], chain["cue"]] if piece
            ]
            for words, k in pieces:
                place = -1
                for _ in range(k + 1):
                    place = row["text"].index(words, place + 1)
