"""Claims are stored whole, come back as they were, and nothing wrong enters."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_places import shared_place
from ledger_samples import NEWER, READER, claim_of, event_of, random_reading
from sqlalchemy import func, select

from sayso.errors import LedgerError
from sayso.ledger import Ledger, claim_rows, schema
from sayso.reading.ontology import CONTEXTS, MODES, STANCES, TYPES, quad_of
from sayso.reading.reading import Claim, Event, Object, Participant, Place, Reading, Source, Time
from sayso.report import Report

TEXT = "Reuters cited Kyiv as saying Iran sold 6,000 drones to Russia in Moscow in August. Tehran denied it."
EVENT = event_of(
    TEXT, "AID", "sold",
    contexts=("military", "economic"),
    actors=[("Iran", {"actor": "IRN", "name": "Iran", "country": "IR", "sector": "GOV"})],
    recipients=["Russia"],
    objects=[
        ("6,000 drones", {"kind": "materiel", "item": "drone", "amount": 6000.0, "bound": "at least"}),
        ("drones", {"kind": "money", "amount": 0.1, "unit": "t", "currency": "USD"}),
    ],
    places=[("Moscow", {"country": "RU", "lat": 55.75, "lon": 37.616667})],
    time=("in August", {"start": "2023-08-01", "end": "2023-08-31"}),
)  # fmt: skip
ALLEGED = claim_of(
    TEXT, EVENT, ("Reuters", {"kind": "outlet"}), ("Kyiv", {"actor": "UKR", "name": "Ukraine"}),
    stance="alleges", cue="saying", opinion=True, sentence=TEXT[:81],
    confidence={"event": 0.93, "actors": 1.0, "recipients": 0, "stance": 1 / 3, "sources": 5e-324},
)  # fmt: skip
DENIED = claim_of(TEXT, EVENT, "Tehran", stance="denies", cue="denied", sentence="Tehran denied it.")
READING = Reading(Report.from_text(TEXT, published="2023-09-01"), READER, claims=(ALLEGED, DENIED))

WORDS = st.text(max_size=6).filter(lambda words: "\x00" not in words)
MAYBE = st.none() | WORDS
CHANCE = st.floats(0, 1) | st.integers(0, 1)
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)


@st.composite
def readings(draw):
    letters = st.text(min_size=1, max_size=30) | st.text(alphabet="ab \n“”’éé𝔘🙂’0Я漢", min_size=1)
    text = Report.from_text(draw(letters.map(lambda words: f"|{words}|"))).text
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] != s[1])
    span = places.map(lambda s: (min(s), max(s)))

    def part(record, **details):
        return span.flatmap(lambda s: st.builds(record, st.just(s), st.just(text[slice(*s)]), **details))

    def some(record, **details):
        return st.lists(part(record, **details), max_size=3).map(tuple)

    party = dict.fromkeys(("actor", "name", "country", "sector"), MAYBE)
    things = dict.fromkeys(("kind", "item", "unit", "currency", "bound"), MAYBE)
    days = st.none() | st.lists(st.dates().map(str), min_size=2, max_size=2).map(sorted)
    times = days.flatmap(
        lambda two: part(Time, start=st.just(two and two[0]), end=st.just(two and two[1])) | part(Time)
    )
    kinds = st.sampled_from(TYPES).flatmap(
        lambda kind: st.builds(
            Event,
            type=st.just(kind),
            mode=st.sampled_from([None, *MODES.get(kind, ())]),
            quad=st.sampled_from([None, quad_of(kind)]),
            contexts=st.lists(st.sampled_from(CONTEXTS), max_size=2).map(tuple),
            trigger=span,
            actors=some(Participant, **party),
            recipients=some(Participant, **party),
            objects=some(Object, amount=NUMBER, **things),
            places=some(Place, country=MAYBE, lat=NUMBER, lon=NUMBER),
            time=st.none() | times,
        )
    )
    events = draw(st.lists(kinds, min_size=1, max_size=3))
    claims = st.builds(
        Claim,
        id=WORDS,
        event=st.sampled_from(events),
        sources=some(Source, **dict.fromkeys(("actor", "name", "kind", "country", "control"), MAYBE)),
        cue=st.none() | span,
        stance=st.sampled_from(STANCES),
        opinion=st.booleans(),
        sentence=span,
        confidence=st.dictionaries(st.sampled_from(schema.CONFIDENCES), CHANCE),
    )
    found = tuple(draw(st.lists(claims, max_size=5)))
    return Reading(Report(text, published=draw(st.none() | st.dates().map(str))), READER, claims=found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings())
def test_any_claims_come_back_as_they_were(ledger, reading):
    if not ledger.append(reading):
        return
    text = reading.report.text
    assert ledger.reading(reading.report.id).claims == reading.claims
    found = list(ledger.claims(report=reading.report.id))
    assert tuple(stored.claim for stored in found) == reading.claims
    assert [stored.number for stored in found] == list(range(1, len(found) + 1))
    for stored in found:
        claim = stored.claim
        assert text[slice(*claim.sentence)] == stored.sentence
        assert text[slice(*claim.event.trigger)] == stored.trigger
        assert (claim.cue and text[slice(*claim.cue)]) == stored.cue
        assert sum(other.event == claim.event for other in reading.claims) == len(stored.others) + 1
        assert all(other.event == claim.event for other in stored.others)


def test_an_event_that_several_tell_is_one_row(ledger):
    ledger.append(READING)
    ledger.append(random_reading(1))
    assert ledger.reading(READING.report.id) == READING
    with ledger._asking() as connection:
        (head,) = connection.execute(
            select(schema.readings.c.id).where(schema.readings.c.published == "2023-09-01")
        )
        counts = {
            table.name: connection.scalar(
                select(func.count()).select_from(table).where(table.c.reading_id == head.id)
            )
            for table in (schema.events, schema.sentences, schema.claims)
        }
        amounts = select(schema.event_parts.c.amount).where(schema.event_parts.c.item == "drone")
        assert connection.scalar(amounts) == 6000.0
    assert counts == {"events": 1, "sentences": 2, "claims": 2}


def test_a_record_has_a_column_for_every_field():
    columns = set(schema.event_parts.columns.keys())
    for record in set(claim_rows.PARTS.values()):
        names = {each.name for each in fields(record)} - {"span", "text"}
        assert names - {"start", "end"} <= columns
    assert {each.name for each in fields(Source)} - {"span"} <= set(schema.claim_sources.columns.keys())
    assert {each.name for each in fields(Event)} == {
        "type", "mode", "contexts", "trigger", "quad", "actors", "recipients", "objects", "places", "time",
    }  # fmt: skip
    assert {each.name for each in fields(Claim)} == {
        "id", "event", "sources", "cue", "stance", "opinion", "sentence", "confidence",
    }  # fmt: skip


def with_event(**changes):
    return replace(ALLEGED, event=replace(EVENT, **changes))


IRAN, DRONES, MOSCOW, AUGUST = EVENT.actors[0], EVENT.objects[0], EVENT.places[0], EVENT.time


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def refusing(request, tmp_path_factory):
    """A ledger into which nothing gets: it stays empty, and one does for all tests."""
    with Ledger(shared_place(request, tmp_path_factory)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (with_event(type="WAR"), "'WAR' is no type"),
        (with_event(type="aid"), "'aid' is no type"),
        (with_event(mode="drone"), "'drone' is no mode"),
        (with_event(quad="verbal conflict"), "'verbal conflict' is no quad"),
        (with_event(contexts=("military", "sport")), "'sport' is no context"),
        (with_event(trigger=(5, 5)), "the trigger"),
        (with_event(trigger=(0, 10_000)), "outside the text"),
        (with_event(actors=(replace(IRAN, text="Iraq"),)), "'Iraq' is not what the text says"),
        (with_event(recipients=(replace(IRAN, span=(0, 4)),)), "the recipient"),
        (with_event(objects=(replace(DRONES, span=(-5, 7)),)), "the object"),
        (with_event(places=(replace(MOSCOW, text=""),)), "the place"),
        (with_event(time=replace(AUGUST, span=(3, 2))), "the time"),
        (with_event(time=replace(AUGUST, start="August")), "'August' is no day"),
        (with_event(time=replace(AUGUST, end="2023-07-01")), "is no time"),
        (with_event(actors=(replace(IRAN, name="Ir\x00n"),)), "NUL"),
        (with_event(actors=(replace(IRAN, country=7),)), "7 is no text"),
        (with_event(objects=(replace(DRONES, amount=math.nan),)), "nan is no amount"),
        (with_event(objects=(replace(DRONES, amount=2**53 + 1),)), "is no amount"),
        (with_event(objects=(replace(DRONES, amount=10**400),)), "is no amount"),
        (with_event(objects=(replace(DRONES, amount="6000"),)), "'6000' is no amount"),
        (with_event(places=(replace(MOSCOW, lat=math.inf),)), "inf is no lat"),
        (replace(ALLEGED, stance="swears"), "'swears' is no stance"),
        (replace(ALLEGED, id="a\ud800"), "lone surrogates"),
        (replace(ALLEGED, opinion=None), "None is no answer"),
        (replace(ALLEGED, sentence=(0, 999)), "the sentence"),
        (replace(ALLEGED, cue=(-1, 5)), "the cue"),
        (replace(ALLEGED, sources=(Source((0, 7), "Routers"),)), "the source"),
        (replace(ALLEGED, sources=(Source((0, 7), "Reuters", name="\ud800"),)), "lone surrogates"),
        (replace(ALLEGED, confidence={"event": 1.01}), "1.01 is no confidence"),
        (replace(ALLEGED, confidence={"event": -0.1}), "no confidence"),
        (replace(ALLEGED, confidence={"stance": math.nan}), "no confidence"),
        (replace(ALLEGED, confidence={"stance": "0.5"}), "no confidence"),
        (replace(ALLEGED, confidence={"stance": True}), "no confidence"),
        (replace(ALLEGED, confidence={"mode": 0.5}), "'mode' is no part"),
    ],
)
def test_nothing_wrong_enters(refusing, wrong, said):
    with pytest.raises(LedgerError, match=r"of claim 2\. Nothing of this reading is stored") as caught:
        refusing.append(replace(READING, claims=(DENIED, wrong)))
    assert said in str(caught.value)
    status = refusing.status()
    assert (status.reports, status.readings, status.appearances, status.claims) == (0, 0, 0, 0)


def test_a_claim_that_a_database_would_refuse_leaves_nothing_behind(ledger, monkeypatch):
    """The rows of a reading are one transaction, whatever comes between."""
    monkeypatch.setattr("sayso.ledger.rows.check", lambda reading: None)
    with pytest.raises(LedgerError):
        ledger.append(replace(READING, claims=(DENIED, replace(ALLEGED, confidence={"event": 2.0}))))
    assert ledger.status().reports == 0
    assert ledger.append(READING)


def test_the_status_counts_claims_of_the_newest_readings(ledger):
    ledger.append(READING)
    meeting = claim_of(TEXT, event_of(TEXT, "CONSULT", "cited", actors=["Reuters"]), stance="denies")
    ledger.append(replace(READING, reader=NEWER, claims=(meeting, ALLEGED, DENIED)))
    status = ledger.status()
    assert (status.events, status.claims) == (2, 3)
    assert list(status.by_type.items()) == [("AID", 1), ("CONSULT", 1)]
    assert list(status.by_stance.items()) == [("denies", 2), ("alleges", 1)]
    assert list(status.to_dict())[:12] == [
        "where", "schema_version", "size", "reports", "appearances", "readings", "attributions",
        "without_source", "events", "claims", "by_type", "by_stance",
    ]  # fmt: skip
