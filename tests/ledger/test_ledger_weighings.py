"""Stories, matters, decisions and watches: kept, corrected and asked for, in SQLite and PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from ledger_samples import NEWER, claim_of, event_of, random_reading, reading_of
from ledger_weighing_samples import state_of, weigh_by_hand

from sayso.errors import LedgerError, NotFoundError, UsageError
from sayso.ledger import Ledger
from sayso.ledger.accounts import told
from sayso.ledger.thread_rows import Placement, data_of, stored, thread_from, voices_of, with_voices
from sayso.ledger.weigh_rows import Found, write
from sayso.reading.reading import Party
from sayso.weigh.accounts import account_of
from sayso.weigh.records import Speaker, Thread, Voice


def made(number: int, actor: str, day: str | None) -> object:
    text = f"{actor} sent drones to Russia, Kyiv said on day {number}. Tehran denied it."
    event = event_of(
        text, "AID", "sent", actors=[(actor, {"actor": {"Iran": "IRN"}.get(actor), "name": actor})],
        recipients=[("Russia", {"actor": "RUS", "name": "Russia"})], objects=["drones"],
    )  # fmt: skip
    claims = (
        claim_of(text, event, "Kyiv", cue="said", sentence=text.split(". ")[0], stance="alleges"),
        claim_of(text, event, "Tehran", cue="denied", sentence=text.split(". ")[0], stance="denies"),
    )
    parties = (Party("IRN", "Iran", "state", ("IR",)), Party("RUS", "Russia", "state", ("RU",)))
    reading = reading_of(
        text, published=day, outlet=f"Outlet {number}", title=f"Title {number}", path=f"{number}.txt"
    )
    return replace(reading, claims=claims, parties=parties)


@pytest.fixture
def weighed(ledger):
    for each in (made(1, "Iran", "2023-01-01"), made(2, "Belarus", None), made(3, "Iran", "2023-02-01")):
        ledger.append(each)
    weigh_by_hand(ledger)
    return ledger


def keep(ledger, run=None, **found):
    with ledger.weighings.changing() as view:
        last = view.last()
        write(view.connection, Found(after=last.id if last else None, algorithm="test 1", run=run, **found))


def test_an_account_is_what_a_reading_gives(ledger):
    readings = [random_reading(1, attributions=6), random_reading(2, attributions=3)]
    for reading in readings:
        ledger.append(reading)
    with ledger.weighings.viewing() as view:
        accounts = [each.account for each in told(view.connection, [2, 1])]
    assert accounts == [account_of(reading) for reading in reversed(readings)]


def test_a_thread_comes_back_from_its_row():
    event = event_of("Iran sent six drones", "AID", "sent", actors=["Iran"], objects=["six drones"])
    reading = reading_of("Iran sent six drones")
    claim = claim_of(reading.report.text, event)
    (mention,) = account_of(replace(reading, claims=(claim,))).mentions
    speaker = Speaker("IRN", "Iran", "state", "IR", None, ("a", "b"), "Iran")
    voices = (
        Voice(
            "c", mention.key, "r", None, "2023-01-01", "affirms", (speaker, speaker), quote=mention.sentence
        ),
        Voice(
            "d", mention.key, "r", "O", None, "denies", (speaker,), own=True, confidence=0.5, quote="others’"
        ),
    )
    thread = Thread(mention.key, "r", "2023-01-01", "2022-12-31", None, (mention.key,), {"é": [1.5]}, voices)
    without = thread_from(thread.key, thread.published, (thread.start, thread.end), data_of(thread))
    assert without == replace(thread, voices=())
    back, (lean,) = with_voices(without, voices_of(thread, [mention]))
    assert back == thread
    assert lean == replace(mention, report="r", claims=(), event=replace(event, quad=None))


def test_matters_are_found_by_events_as_claims_are(weighed):
    work = weighed.weighings
    assert [each.matter for each in work.matters()] == ["m0aa1", "m0ab2"]
    assert [each.matter for each in work.matters(actor="IR", recipient="russia")] == ["m0aa1", "m0ab2"]
    assert [each.matter for each in work.matters(actor="belarus")] == ["m0ab2"]
    assert work.matters(recipient="iran") == work.matters(type="consult") == work.matters("tanks") == []
    assert [each.matter for each in work.matters("sent drones day 1")] == ["m0aa1"]
    assert [each.matter for each in work.matters(type="aid", limit=1)] == ["m0aa1"]
    assert (
        work.matters(since="2023-02-02") == work.matters(until="2022") == work.matters(contested=False) == []
    )
    assert len(work.matters(since="2023-02", until="2023-02", contested=True)) == 2
    assert work.matters('"') == []
    with pytest.raises(UsageError, match="no type"):
        work.matters(type="WAR")
    record = json.loads(json.dumps(work.matter("m0aa").to_dict()))
    assert (record["title"], record["standing"]["denied"]) == ("Iran → AID", ["a"])


def test_a_matter_is_named_by_the_beginning_of_its_id_and_found_after_it_was_retired(weighed):
    work = weighed.weighings
    assert work.matter(" M0AA1 ").matter == "m0aa1"
    with pytest.raises(UsageError, match=r"more than one matter(.|\n)*m0aa1(.|\n)*m0ab2"):
        work.matter("m0a")
    for ref in ("m0", "mfff", "m0aa1x"):
        with pytest.raises(NotFoundError, match="no matter"):
            work.matter(ref)
    keep(weighed, states=[state_of("m0aa1", retired=True, into="m0ab2")])
    assert work.matter("m0aa1").matter == work.matter("m0a").matter == "m0ab2"
    assert [each.matter for each in work.matters()] == ["m0ab2"]


def test_a_matters_claims_come_by_date(weighed):
    members = weighed.weighings.members("m0ab2")
    assert [each.claim.outlet for each in members] == ["Outlet 3", "Outlet 3", "Outlet 2", "Outlet 2"]
    assert [each.claim.claim.stance for each in members][:2] == ["alleges", "denies"]
    first = weighed.reading("1.txt").report.id
    assert [each.story for each in members] == [first, first, None, None]
    record = json.loads(json.dumps(members[0].to_dict()))
    assert (record["score"], record["why"], record["number"]) == (0.75, "the same words", 1)
    keys = [each.event for each in members]
    assert weighed.weighings.matters_of([*keys, "?"]) == dict.fromkeys(keys, "m0ab2")


def test_stories_have_their_lead_first(weighed):
    (story,) = weighed.weighings.stories()
    assert [(each.outlet, each.score) for each in story.reports] == [("Outlet 1", 1.0), ("Outlet 3", 0.9)]
    assert weighed.weighings.stories("3.txt") == weighed.weighings.stories("1.txt") == [story]
    assert weighed.weighings.stories("2.txt") == []
    assert json.loads(json.dumps(story.to_dict()))["reports"][1]["why"] == "most of its words"


def test_only_the_newest_reading_of_a_report_answers(weighed):
    weighed.append(replace(made(1, "Iran", "2023-01-01"), reader=NEWER, claims=()))
    assert [each.matter for each in weighed.weighings.matters(actor="iran")] == ["m0ab2"]
    assert weighed.weighings.members("m0aa1") == []
    assert len(weighed.weighings.pending()) == 1


def test_what_is_new_is_seen_against_what_was(weighed):
    work = weighed.weighings
    run = weighed.begin_run(NEWER, "weigh")
    assert (len(work.changes("2020-01-01")), work.changes("2999"), work.changes("2999-01-01T00:00")) == (
        2,
        [],
        [],
    )
    both = {"origins": [{"key": "a", "name": "A"}, {"key": "b", "name": "B"}], "denied": ["b"]}
    count = {"item": "drone", "amount": 6.0, "unit": None, "currency": None, "bound": None}
    grown = state_of("m0aa1", standing={**both, "counts": [count]})
    came = state_of("m0ac3", last="2023-03-01")
    renamed = [state_of("m0ab2", retired=True, into="m0ad4"), state_of("m0ad4", reports=3)]
    keep(weighed, run=run, states=[grown, came, *renamed])
    new, changed = work.changes(run - 1 or 0) if run > 1 else work.changes("2020")[:2]
    news = {each.matter.matter: each for each in work.changes("2020")}
    assert {each for each in news if news[each].new} == {"m0aa1", "m0ac3", "m0ad4"}
    with weighed.weighings.viewing() as view:
        from sayso.ledger.changes import changes

        found = {each.matter.matter: each for each in changes(view.connection, 1, {}, only_watched=False)}
    assert set(found) == {"m0aa1", "m0ac3"}  # m0ad4 says what m0ab2 said
    assert (found["m0ac3"].new, found["m0aa1"].new) == (True, False)
    assert [each["name"] for each in found["m0aa1"].denials] == ["B"]
    assert [each["key"] for each in found["m0aa1"].origins] == ["b"]
    assert found["m0aa1"].numbers == (count,)
    assert json.loads(json.dumps(found["m0aa1"].to_dict()))["matter"]["matter"] == "m0aa1"
    assert work.changes(run) == []
    assert {new.matter.matter, changed.matter.matter} <= set(news)


def test_watches_are_kept_until_they_end(weighed):
    work = weighed.weighings
    pair = work.watch(party="iran", other="RUS")
    other = work.watch("Consultations", type="Consult")
    assert (pair.label, pair.type, other.type, other.label) == (
        "iran – RUS",
        None,
        "CONSULT",
        "Consultations",
    )
    assert work.watches() == [pair, other]
    assert {each.watches for each in work.changes("2020")} == {(pair.id,)}
    assert [each.matter.matter for each in work.changes("2020", watched=True)] == ["m0aa1", "m0ab2"]
    work.unwatch(pair.id)
    assert work.watches() == [other]
    assert work.changes("2020", watched=True) == []
    for wrong in ({}, {"party": " "}, {"party": "iran", "actor": "iran"}, {"type": "WAR"}):
        with pytest.raises(UsageError):
            work.watch(**wrong)
    with pytest.raises(NotFoundError, match="no watch"):
        work.unwatch(pair.id)


def test_decisions_that_make_no_sense_are_refused(weighed):
    work = weighed.weighings
    before = work.decisions()
    keys = [each.event for each in work.members("m0ab2")]
    with pytest.raises(UsageError, match="takes two"):
        work.join(["m0aa1", "m0aa"], "Ann")
    with pytest.raises(NotFoundError, match="no matter"):
        work.join(["m0aa1", "mfff"], "Ann")
    with pytest.raises(UsageError, match="Say who"):
        work.join(["m0aa1", "m0ab2"], " ")
    with pytest.raises(NotFoundError, match="no event 'x'"):
        work.split(["x"], "Ann")
    with pytest.raises(UsageError, match="leave one"):
        work.split(keys, "Ann")
    with pytest.raises(UsageError, match="several matters"):
        work.split([keys[0], work.members("m0aa1")[0].event], "Ann")
    with pytest.raises(NotFoundError, match="no decision 99"):
        work.undo(99, "Ann")
    assert work.decisions() == before
    made_by = work.split(keys[:1], "Ann", "another one")
    assert (made_by.kind, made_by.events, made_by.note) == ("split", (keys[0],), "another one")
    assert made_by.anchor in keys
    assert made_by.anchor not in made_by.events


def test_a_step_that_rests_on_an_older_one_is_not_kept(weighed):
    with weighed.weighings.changing() as view:
        assert write(view.connection, Found(after=None, algorithm="test 1")) is None


def test_who_may_only_read_cannot_weigh(weighed, place):
    with Ledger(place, read_only=True) as reader:
        assert len(reader.weighings.matters()) == 2
        for deed in (
            reader.weighings.forget,
            lambda: reader.weighings.watch(party="iran"),
            lambda: reader.weighings.join(["m0aa1", "m0ab2"], "Ann"),
        ):
            with pytest.raises(LedgerError, match="reading only"):
                deed()


def test_what_can_be_made_anew_is_thrown_away_and_the_rest_stays(weighed):
    thread = Thread("k", "r", None, None, None, ("k",), {})
    placed = Placement("k", "m0aa1", 1.0, "first")
    one = replace(stored(1, thread, (), {"k": 1}, (1, -5), b"laid out"), placement=placed)
    keep(weighed, threads=[one])
    with weighed.weighings.viewing() as view:
        (back,) = view.threads("key", ["k"])
        assert (back.placement, back.packed, back.events) == (placed, b"laid out", {"k": 1})
        assert view.sharing({-5: (700_000, 700_100), 7: (1, 2)}) == {-5: [back.id]}
    assert weighed.weighings.pending() == []
    weighed.weighings.forget()
    assert len(weighed.weighings.pending()) == 3
    assert len(weighed.weighings.matters()) == 2
    with weighed.weighings.viewing() as view:
        assert view.threads("key", ["k"]) == []
