"""Claims by the shipped reader: what they are made of, that they stay the same, and the dyad question."""

from __future__ import annotations

import json
import math
from functools import partial
from pathlib import Path

import pytest

import sayso
from sayso.errors import UsageError
from sayso.ledger.rows import check
from sayso.reading import Reader
from sayso.reading import reader as reader_module
from sayso.reading.claims import Calibration
from sayso.reading.ontology import TYPES, quad_of
from sayso.reading.reading import Reading
from sayso.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"

TEXT = (
    "Turkey sold 40 armoured vehicles to Chad on Monday, Reuters reported, citing two Chadian officers. "
    "Ankara denied the sale."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def reading(reader) -> Reading:
    return reader.read(TEXT, published="2024-05-17")


def sale(reading):
    return next(claim for claim in reading.claims if claim.stance == "affirms" and claim.event.type == "AID")


def test_a_claim_in_all_its_parts(reading):
    claim = sale(reading)
    event = claim.event
    assert TEXT[slice(*event.trigger)] == "sold"
    assert event.quad == "material cooperation"
    assert [party.text for party in event.actors] == ["Turkey"]
    assert [party.text for party in event.recipients] == ["Chad"]
    (thing,) = event.objects
    assert (thing.text, thing.amount, thing.kind) == ("40 armoured vehicles", 40, "materiel")
    assert (event.time.text, event.time.start, event.time.end) == ("Monday", "2024-05-13", "2024-05-13")
    assert [source.text for source in claim.sources] == ["Reuters", "two Chadian officers"]
    assert TEXT[slice(*claim.sentence)].startswith("Turkey sold")
    assert not claim.opinion
    assert set(claim.confidence) == {"event", "actors", "recipients", "stance", "sources"}
    assert all(0 < value < 1 for value in claim.confidence.values())


def test_the_denial_is_a_claim_of_its_own(reading):
    (denial,) = [claim for claim in reading.claims if claim.stance == "denies"]
    assert TEXT[slice(*denial.event.trigger)] == "sale"
    assert [source.text for source in denial.sources] == ["Ankara"]


def test_relative_dates_need_a_date_of_publication(reader):
    time = sale(reader.read(TEXT)).event.time
    assert (time.text, time.start, time.end) == ("Monday", None, None)


def test_a_reading_comes_back_from_its_json(reading):
    check(reading)
    record = json.loads(json.dumps(reading.to_dict()))
    assert Reading.from_dict(record) == reading
    assert all(claim.event.quad == quad_of(claim.event.type) for claim in reading.claims)


def test_ids_name_the_same_claim_again(reader, reading):
    assert [c.id for c in reader.read(TEXT, published="2024-05-17").claims] == [c.id for c in reading.claims]
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)
    other = reader.read(TEXT.replace("40", "50"), published="2024-05-17")
    assert not {c.id for c in other.claims} & {c.id for c in reading.claims}


def test_a_long_report_is_read_to_its_end(reader):
    parts = [f"Police arrested {n} protesters in Lagos on Friday." for n in range(2, 160)]
    reading = reader.read("\n\n".join(parts), published="2024-05-17")
    check(reading)
    assert len({claim.sentence for claim in reading.claims}) == len(parts)
    assert {claim.event.type for claim in reading.claims} == {"COERCE"}


def test_sentences_without_an_event_give_none(reader):
    text = "The winter has been long, he said on Monday. The team won by two goals. Shares rose 3 percent."
    assert reader.read(text).claims == ()


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "kind"),
    [
        ("France expelled two Russian diplomats.", "France", "two Russian diplomats", "SANCTION"),
        ("Ukraine accused Russia of shelling the port.", "Russia", "the port", "ASSAULT"),
        ("Ukraine accused Russia of shelling the port.", "Ukraine", "Russia", "ACCUSE"),
        ("Norway gave Moldova ten ambulances.", "Norway", "Moldova", "AID"),
        ("The president met Chancellor Scholz in Berlin.", "The president", "Chancellor Scholz", "CONSULT"),
    ],
)  # fmt: skip
def test_the_type_between_two_parties(reader, text, actor, recipient, kind):
    def span(words):
        return text.index(words), text.index(words) + len(words)

    chances = reader.relation(text, actor=span(actor), recipient=span(recipient))
    assert next(iter(chances)) == kind
    assert set(chances) == set(TYPES)
    assert math.isclose(sum(chances.values()), 1, abs_tol=0.01)
    assert list(chances.values()) == sorted(chances.values(), reverse=True)


@pytest.mark.parametrize(
    ("actor", "recipient"), [((0, 0), (5, 9)), ((0, 6), (5, 900)), ((-1, 3), (5, 9)), ((6, 7), (8, 9))]
)
def test_parties_that_mark_no_words(reader, actor, recipient):
    with pytest.raises(UsageError, match="marks no words"):
        reader.relation("France expelled them.", actor=actor, recipient=recipient)


def test_parties_that_share_words(reader):
    with pytest.raises(UsageError, match="share words"):
        reader.relation("France expelled them.", actor=(0, 6), recipient=(0, 15))


def test_what_a_report_says_itself_is_not_said_again(reader):
    with pytest.raises(UsageError, match="says itself"):
        reader.read(Report.from_text(TEXT), published="2024-05-17")
    with pytest.raises(UsageError, match="no date"):
        reader.read(Report.from_text(TEXT, published="2024"))


def test_a_reading_does_not_depend_on_how_many_windows_are_decoded_together(reader, monkeypatch):
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt")))
    readings = []
    for size in (1, 3, 16, 1000):
        whole = partial(reader_module._some_at_a_time, size=size)
        monkeypatch.setattr(reader_module, "_some_at_a_time", whole)
        readings.append(json.dumps(reader.read(text, published="2025-06-03").to_dict()))
        monkeypatch.undo()
    assert len(set(readings)) == 1


def test_parties_too_far_apart(reader):
    text = "France" + " and so on" * 400 + " Russia"
    with pytest.raises(UsageError, match="too far apart"):
        reader.relation(text, actor=(0, 6), recipient=(len(text) - 6, len(text)))


def test_calibration_is_a_logistic_curve():
    calibration = Calibration.load({"event": [0.5, 0.2]})
    odds = 0.5 * math.log(0.8 / 0.2) + 0.2
    assert calibration.confidence("event", 0.8) == round(1 / (1 + math.exp(-odds)), 3)
    assert calibration.confidence("unknown", 0.8) == 0.8
    assert 0 < calibration.confidence("event", 0.0) < calibration.confidence("event", 1.0) < 1


def test_the_public_reader():
    assert issubclass(sayso.Reader, Reader)
