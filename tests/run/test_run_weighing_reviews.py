"""Weighing after review: what was corrected is weighed as it is now, and what people joined stays joined."""

from __future__ import annotations

import pytest
from weigh_samples import METHODS, reading

from sayso.ledger import Ledger
from sayso.run.weighing import Counts, weigh


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "sayso.db") as opened:
        yield opened


@pytest.fixture
def told(ledger):
    """Two reports of one delivery, three months apart: two matters."""
    one = reading(("Ardany", "armed", "affirms"), day="2024-01-01")
    far = reading(("Ardany", "armed", "denies"), day="2024-03-01", outlet="Delta Times")
    for each in (one, far):
        ledger.append(each)
    weigh(ledger, methods=METHODS)
    return one, far


def test_a_corrected_stance_is_weighed_and_the_event_keeps_its_key(ledger, told):
    one, _ = told
    (before,) = [each for each in ledger.weighings.matters() if each.first == "2024-01-01"]
    assert not before.contested
    (member,) = ledger.weighings.members(before.matter)
    made = ledger.reviews.correct(one.report.id, 1, {"stance": "denies"}, "Ann")
    assert weigh(ledger, methods=METHODS).readings == 1
    after = ledger.weighings.matter(before.matter)
    assert after.matter == before.matter
    (now,) = ledger.weighings.members(before.matter)
    assert (now.event, now.claim.claim.stance) == (member.event, "denies")
    ledger.reviews.undo(made.id, "Ann")
    weigh(ledger, methods=METHODS)
    assert ledger.weighings.matter(before.matter).standing == before.standing
    assert weigh(ledger, methods=METHODS) == Counts()


def test_a_matter_goes_with_its_only_claim_and_comes_back(ledger, told):
    one, _ = told
    made = ledger.reviews.reject(one.report.id, 1, "Ann")
    weigh(ledger, methods=METHODS)
    assert [each.first for each in ledger.weighings.matters()] == ["2024-03-01"]
    ledger.reviews.undo(made.id, "Ann")
    weigh(ledger, methods=METHODS)
    assert len(ledger.weighings.matters()) == 2


def test_what_was_joined_stays_so_when_a_type_is_corrected_and_taken_back(ledger, told):
    one, far = told
    ledger.weighings.join([each.matter for each in ledger.weighings.matters()], "Ann")
    weigh(ledger, methods=METHODS)
    assert [each.reports for each in ledger.weighings.matters()] == [2]
    first = ledger.reviews.correct(one.report.id, 1, {"type": "COOPERATE"}, "Bob")
    weigh(ledger, methods=METHODS)
    assert [each.reports for each in ledger.weighings.matters()] == [2]
    second = ledger.reviews.correct(one.report.id, 1, {"type": "SUPPORT"}, "Bob")
    third = ledger.reviews.correct(far.report.id, 1, {"type": "SUPPORT"}, "Bob")
    weigh(ledger, methods=METHODS)
    assert [each.reports for each in ledger.weighings.matters()] == [2]
    for each in (first, third, second):
        ledger.reviews.undo(each.id, "Bob")
        weigh(ledger, methods=METHODS)
        assert [each.reports for each in ledger.weighings.matters()] == [2]
    (whole,) = ledger.weighings.matters()
    assert whole.type == "AID"


def test_what_was_put_apart_stays_so_when_its_trigger_is_corrected(ledger, told):
    near = reading(("Ardany", "armed", "affirms"), day="2024-01-02", outlet="Coral Post")
    ledger.append(near)
    weigh(ledger, methods=METHODS)
    (matter,) = ledger.weighings.matters_of([_key(ledger, near)]).values()
    assert ledger.weighings.matter(matter).reports == 2
    ledger.weighings.split([_key(ledger, near)], "Ann")
    weigh(ledger, methods=METHODS)
    apart = len(ledger.weighings.matters())
    start, _ = near.claims[0].event.trigger
    ledger.reviews.correct(near.report.id, 1, {"trigger": [start, start + 3]}, "Bob")
    weigh(ledger, methods=METHODS)
    assert len(ledger.weighings.matters()) == apart
    assert ledger.weighings.matters_of([_key(ledger, near)])[_key(ledger, near)] != matter


def _key(ledger, reading):
    from sayso.weigh.accounts import event_key

    return event_key(reading.report.id, ledger.reading(reading.report.id).claims[0].event)
