"""The catalogue comes out the same in whatever steps it was made."""

from __future__ import annotations

import random

import pytest
from catalogue_samples import reading, snapshot, weigh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.ledger.catalogue import places as catalogue_places
from sayso.ledger.catalogue import upkeep as catalogue_upkeep
from sayso.run.cataloguing import catalogue


def live_through(ledger: Ledger, dice: random.Random, steps: int) -> None:
    """Read, read again, weigh and catalogue in some order."""
    for _ in range(steps):
        deed = dice.choice(["read", "read", "read", "weigh", "catalogue", "one"])
        if deed == "read":
            ledger.append(reading(dice.randrange(8), dice.randrange(4)))
        elif deed == "weigh":
            weigh(ledger, dice)
        elif deed == "catalogue":
            catalogue(ledger, batch=dice.randrange(1, 5))
        else:
            ledger.catalogue.bring_up_to_date(dice.randrange(1, 4))


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_same_as_made_anew(ledger, seed):
    dice = random.Random(seed)
    live_through(ledger, dice, 25)
    catalogue(ledger, batch=2)
    grown = snapshot(ledger)
    assert grown["claims"]
    assert ledger.catalogue.state().up_to_date
    serial = ledger.catalogue.state().serial
    ledger.catalogue.forget()
    assert ledger.catalogue.state().serial > serial
    catalogue(ledger)
    assert snapshot(ledger) == grown


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_history_comes_to_the_same(tmp_path_factory, seed):
    dice = random.Random(seed)
    with Ledger(tmp_path_factory.mktemp("history") / "sayso.db") as ledger:
        live_through(ledger, dice, dice.randrange(20))
        catalogue(ledger, batch=3)
        grown = snapshot(ledger)
        ledger.catalogue.forget()
        catalogue(ledger, batch=dice.randrange(1, 9))
        assert snapshot(ledger) == grown


def test_a_newer_reading_takes_the_place_of_an_older_one(ledger):
    for seed in range(4):
        ledger.append(reading(seed))
    catalogue(ledger)
    before = snapshot(ledger)
    serial = ledger.catalogue.state().serial
    ledger.append(reading(2, 7, claims=3))
    ledger.append(reading(2, 8, claims=0))
    assert ledger.catalogue.state().pending == 2
    assert catalogue(ledger) == 1
    now = snapshot(ledger)
    assert len(now["reports"]) == len(before["reports"]) == 4
    assert now["claims"].keys() < before["claims"].keys() or not before["claims"]
    assert ledger.catalogue.state().serial > serial
    assert ledger.catalogue.counts().claims == len(list(ledger.claims()))


def test_nothing_new_changes_nothing(ledger):
    ledger.append(reading(1, claims=2))
    catalogue(ledger)
    state, found = ledger.catalogue.state(), snapshot(ledger)
    assert catalogue(ledger) == 0
    assert (ledger.catalogue.state(), snapshot(ledger)) == (state, found)


def test_a_step_that_is_cut_short_leaves_nothing_behind(ledger, monkeypatch):
    for seed in range(6):
        ledger.append(reading(seed, claims=2))
    catalogue(ledger, batch=2, stop=iter([False, False, True]).__next__)
    half = snapshot(ledger)

    def fail(*_):
        raise LedgerError("on purpose")

    with monkeypatch.context() as patched:
        patched.setattr(catalogue_upkeep, "_tally", fail)
        with pytest.raises(LedgerError, match="on purpose"):
            catalogue(ledger, batch=2)
    assert snapshot(ledger) == half
    heard = []
    catalogue(ledger, batch=2, heard=heard.append)
    whole = snapshot(ledger)
    assert heard[-1] == 6 - len(half["reports"])
    assert len(whole["reports"]) == 6
    ledger.catalogue.forget()
    catalogue(ledger)
    assert snapshot(ledger) == whole


def test_readings_that_came_after_a_higher_number_are_not_missed(ledger):
    """As in PostgreSQL, where numbers are given before a transaction ends."""
    if ledger._place.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    for seed in range(3):
        ledger.append(reading(seed, claims=1))
    with ledger._writing() as connection:
        catalogue_upkeep.bring_up(connection, 10)
        connection.exec_driver_sql("UPDATE catalogue_state SET readings = readings + 5")
    ledger.append(reading(7, claims=1))
    assert catalogue(ledger) == 1


def test_a_report_beyond_the_last_place_is_left_out(ledger, monkeypatch):
    ledger.append(reading(1, claims=2))
    ledger.append(reading(2, claims=2))
    monkeypatch.setattr("sayso.ledger.catalogue.rows.REPORTS", 2)
    monkeypatch.setattr("sayso.ledger.catalogue.upkeep.REPORTS", 2)
    catalogue(ledger, batch=1)
    assert ledger.catalogue.counts().reports == 1
    assert ledger.catalogue.state().up_to_date


@given(st.dates() | st.none(), st.integers(0, 2**25 - 1), st.integers(0, 2**16 - 1))
def test_places_are_in_the_order_in_which_claims_are_shown(day, report, ordinal):
    told = None if day is None else day.isoformat()
    faded = catalogue_places.fade(told)
    place = catalogue_places.place_of(faded, report, ordinal)
    assert 0 <= place < 2**63
    assert catalogue_places.day_of(faded) == told
    assert catalogue_places.report_of(place) == (faded, report)
    assert (place >= catalogue_places.FIRST_UNDATED) == (day is None)
    assert place <= catalogue_places.last_of_report(place) < catalogue_places.place_of(faded, report) + 2**16
    if told is not None:
        first, last = catalogue_places.period(told, told)
        assert first <= place <= last
