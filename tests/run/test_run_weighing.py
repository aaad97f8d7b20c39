"""Weighing a ledger: the same whatever the order, honouring what people decide, never half done."""

from __future__ import annotations

import random
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest
from weigh_samples import METHODS, NEWER, found, random_readings, reading

from sayso.errors import NotFoundError, UsageError
from sayso.ledger import Ledger
from sayso.run import stories, weighing
from sayso.run.weighing import Counts, weigh


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "sayso.db") as opened:
        yield opened


def all_at_once(place, readings):
    with Ledger(place) as ledger:
        for each in readings:
            ledger.append(each)
        weigh(ledger, methods=METHODS)
        return found(ledger)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_makes_no_difference(tmp_path, seed):
    readings = random_readings(seed, 9)
    expected = all_at_once(tmp_path / "once.db", readings)
    assert expected["members"]
    assert expected["states"]
    dice = random.Random(seed)
    dice.shuffle(readings)
    with Ledger(tmp_path / "one.db") as ledger:
        for each in readings:
            ledger.append(each)
            if dice.random() < 0.8:
                weigh(ledger, methods=METHODS)
        weigh(ledger, methods=METHODS)
        assert found(ledger) == expected
        assert weigh(ledger, methods=METHODS) == Counts()
    with Ledger(tmp_path / "chunks.db") as ledger:
        for each in reversed(readings):
            ledger.append(each)
        weigh(ledger, methods=METHODS, chunk=2)
        assert found(ledger) == expected


def test_copies_are_among_what_the_order_is_tried_on():
    assert any(
        all(word in two.report.text for word in one.report.text.rstrip(". ").split())
        for one in random_readings(0, 9)
        for two in random_readings(0, 9)
        if one.report.id != two.report.id
    )


@pytest.mark.parametrize("common", [1, 3])
def test_formulas_make_no_difference_either(tmp_path, monkeypatch, common):
    """Where a hash is held by too many reports, pairs that rested on it come apart."""
    monkeypatch.setattr(stories, "COMMON", common)
    monkeypatch.setattr(
        weighing, "find_stories", lambda view, tell: stories.find_stories(view, tell, common=common)
    )
    readings = random_readings(3, 8)
    expected = all_at_once(tmp_path / "once.db", readings)
    with Ledger(tmp_path / "one.db") as ledger:
        for each in reversed(readings):
            ledger.append(each)
            weigh(ledger, methods=METHODS)
        assert found(ledger)["stories"] == expected["stories"]


def test_many_reports_are_compared_as_few_are(tmp_path, monkeypatch):
    readings = random_readings(1, 10)
    expected = all_at_once(tmp_path / "few.db", readings)
    assert expected["stories"]
    monkeypatch.setattr(weighing, "find_stories", lambda view, tell: stories.find_stories(view, tell, few=0))
    assert all_at_once(tmp_path / "many.db", readings) == expected


def test_a_copy_speaks_with_its_leads_voice_also_when_the_lead_comes_later(ledger):
    more = "harbour salt lantern orchard granite violet meadow copper thistle amber walnut river " * 2
    told = [("Ardany", "armed", "affirms")]
    copy = reading(*told, day="2024-01-09", outlet="Delta Times", more=more + "and more of it")
    ledger.append(copy)
    weigh(ledger, methods=METHODS)
    (matter,) = ledger.weighings.matters()
    assert [each["name"] for each in matter.standing["origins"]] == ["Delta Times"]
    lead = reading(*told, day="2024-01-08", outlet="Altan Press", more=more)
    ledger.append(lead)
    counts = weigh(ledger, methods=METHODS)
    assert counts.copies == 1
    (matter,) = ledger.weighings.matters()
    assert [each["name"] for each in matter.standing["origins"]] == ["Altan Press"]
    assert (matter.standing["reports"], matter.standing["stories"]) == (2, 1)
    (story,) = ledger.weighings.stories()
    assert (story.story, [each.outlet for each in story.reports]) == (
        lead.report.id,
        ["Altan Press", "Delta Times"],
    )
    told_later = [each.story for each in ledger.weighings.members(matter.matter)]
    assert told_later == [None, lead.report.id]


def test_a_newer_reading_takes_the_place_of_an_older_one(ledger, tmp_path):
    first = reading(("Ardany", "armed", "affirms"), ("Belmark", "met", "affirms"), day="2024-01-01")
    later = reading(("Ardany", "armed", "denies"), day="2024-01-02", outlet="Delta Times")
    for each in (first, later):
        ledger.append(each)
    weigh(ledger, methods=METHODS)
    matters = [each.matter for each in ledger.weighings.matters()]
    assert len(matters) == 2
    again = replace(first, reader=NEWER, claims=first.claims[1:])
    ledger.append(again)
    assert weigh(ledger, methods=METHODS).retired == 1
    left = {each.matter: each for each in ledger.weighings.matters()}
    assert len(left) == 2
    (gone,) = set(matters) - set(left)
    assert ledger.weighings.matter(gone).title == "Ardany → ASSAULT → Sorvane".replace("ASSAULT", "AID")
    assert ledger.weighings.matter(gone).matter in left
    expected = all_at_once(tmp_path / "new.db", [again, later])
    assert found(ledger) == expected


def test_what_people_join_and_split_stays_so(ledger):
    one = reading(("Ardany", "armed", "affirms"), day="2024-01-01")
    far = reading(("Ardany", "armed", "denies"), day="2024-03-01", outlet="Delta Times")
    for each in (one, far):
        ledger.append(each)
    weigh(ledger, methods=METHODS)
    work = ledger.weighings
    last, first = (each.matter for each in work.matters())
    decision = work.join([last, first], "Ann", "the same delivery")
    assert weigh(ledger, methods=METHODS) == Counts(members=1, states=2, retired=1)
    (joined,) = work.matters()
    assert (joined.matter, joined.contested, joined.reports) == (first, True, 2)
    assert work.matter(last).matter == first
    assert [each.why for each in work.members(first)][1] == "joined by Ann (decision 1)"
    ledger.append(reading(("Ardany", "armed", "alleges"), day="2024-03-03", outlet="Neva Agency"))
    assert weigh(ledger, methods=METHODS).new == 0
    assert [each.reports for each in work.matters()] == [3]
    apart = work.members(first)[-1].event
    work.split([apart], "Ben")
    weigh(ledger, methods=METHODS)
    assert sorted(each.reports for each in work.matters()) == [1, 2]
    assert work.matters_of([apart])[apart] != first
    ledger.append(reading(("Ardany", "armed", "alleges"), day="2024-03-04", outlet="Coral Post"))
    weigh(ledger, methods=METHODS)
    assert sorted(each.reports for each in work.matters()) == [1, 3]
    work.undo(decision.id, "Ann")
    weigh(ledger, methods=METHODS)
    assert sorted(each.reports for each in work.matters()) == [1, 1, 2]
    assert work.matter(last).matter == last
    with pytest.raises(UsageError, match="taken back by decision 3"):
        work.undo(1, "Ann")
    assert [each.kind for each in work.decisions()] == ["join", "split", "undo"]


def test_decisions_hold_for_what_comes_before(ledger, tmp_path):
    """An earlier report becomes the first of a joined matter: the matter keeps together, and is the same as
    where it was there from the beginning."""
    readings = [
        reading(("Ardany", "armed", "affirms"), day="2024-01-05"),
        reading(("Belmark", "met", "denies"), day="2024-03-01"),
        reading(("Ardany", "armed", "denies"), day="2024-01-02", outlet="Delta Times"),
    ]
    for each in readings[:2]:
        ledger.append(each)
    weigh(ledger, methods=METHODS)
    ledger.weighings.join([each.matter for each in ledger.weighings.matters()], "Ann")
    weigh(ledger, methods=METHODS)
    ledger.append(readings[2])
    weigh(ledger, methods=METHODS)
    with Ledger(tmp_path / "other.db") as other:
        for each in readings:
            other.append(each)
        weigh(other, methods=METHODS)
        other.weighings.join([each.matter for each in other.weighings.matters()], "Ann")
        weigh(other, methods=METHODS)
        mine, its = found(ledger), found(other)
        assert [row[:2] for row in mine["members"]] == [row[:2] for row in its["members"]]
        assert mine["states"] == its["states"]
        assert len(mine["states"]) == 1


def test_cut_short_nothing_is_half_done(ledger, monkeypatch):
    readings = random_readings(2, 6)
    for each in readings:
        ledger.append(each)

    def fail(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("sayso.ledger.weigh_rows._append", fail)
        with pytest.raises(KeyboardInterrupt):
            weigh(ledger, methods=METHODS)
    assert found(ledger) == {"members": [], "states": [], "stories": []}
    assert len(ledger.weighings.pending()) == 6
    assert weigh(ledger, methods=METHODS).readings == 6
    assert ledger.weighings.pending() == []


def test_another_one_who_weighs_meanwhile_is_noticed(ledger, tmp_path, monkeypatch):
    readings = random_readings(4, 6)
    for each in readings:
        ledger.append(each)
    write, times = weighing.write, []

    def meanwhile(connection, step):
        times.append(1)
        if len(times) == 1:
            step.after = 17  # as if somebody else's were the last
        return write(connection, step)

    monkeypatch.setattr(weighing, "write", meanwhile)
    weigh(ledger, methods=METHODS)
    assert len(times) > 1
    monkeypatch.undo()
    assert found(ledger) == all_at_once(tmp_path / "alone.db", readings)


def test_another_algorithm_takes_everything_up_anew(ledger):
    for each in random_readings(5, 4):
        ledger.append(each)
    weigh(ledger, methods=METHODS)
    before = found(ledger)
    assert weigh(ledger, methods=replace(METHODS, algorithm="test 2")) == Counts(readings=4)
    assert found(ledger) == before
    ledger.weighings.forget()
    assert len(ledger.weighings.pending()) == 4


def test_what_is_new_is_told(ledger):
    run = ledger.begin_run(NEWER, "weigh")
    ledger.append(reading(("Ardany", "armed", "affirms"), day="2024-01-01"))
    weigh(ledger, methods=METHODS, run=run)
    watch = ledger.weighings.watch(actor='"Ardany"')
    other = ledger.weighings.watch(type="met".replace("met", "consult"))
    (change,) = ledger.weighings.changes("2020")
    assert (change.new, change.watches) == (True, (watch.id,))
    assert ledger.weighings.changes(run) == []
    ledger.append(reading(("Ardany", "armed", "denies"), day="2024-01-02", outlet="Delta Times"))
    ledger.append(reading(("Belmark", "met", "affirms"), day="2024-01-03"))
    second = ledger.begin_run(NEWER, "weigh")
    weigh(ledger, methods=METHODS, run=second)
    met, armed = ledger.weighings.changes(run)
    assert (met.new, armed.new, armed.contested) == (True, False, True)
    assert [each["name"] for each in armed.denials] == ["Delta Times"]
    assert (met.watches, armed.watches) == ((other.id,), (watch.id,))
    ledger.weighings.unwatch(other.id)
    assert [each.matter for each in ledger.weighings.changes(run, watched=True)] == [armed.matter]
    with pytest.raises(NotFoundError, match="no watch"):
        ledger.weighings.unwatch(other.id)
    with pytest.raises(UsageError, match="no date"):
        ledger.weighings.changes("yesterday")


def test_several_processes_find_the_same(tmp_path, monkeypatch):
    readings = random_readings(6, 8)
    expected = all_at_once(tmp_path / "one.db", readings)
    monkeypatch.setattr(weighing, "_ALONE", 2)
    with Ledger(tmp_path / "two.db") as ledger:
        for each in readings:
            ledger.append(each)
        weigh(ledger, methods=METHODS, chunk=3, workers=2)
        assert found(ledger) == expected


def test_without_its_processes_it_goes_on_alone(tmp_path, monkeypatch):
    readings = random_readings(6, 8)
    expected = all_at_once(tmp_path / "one.db", readings)
    monkeypatch.setattr(weighing, "_ALONE", 2)

    def broken(*_):
        raise BrokenProcessPool

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", broken)
    with Ledger(tmp_path / "two.db") as ledger:
        for each in readings:
            ledger.append(each)
        weigh(ledger, methods=METHODS, workers=2)
        assert found(ledger) == expected


def test_somebody_else_weighs_between_two_steps(tmp_path):
    readings = random_readings(7, 8)
    expected = all_at_once(tmp_path / "one.db", readings)
    with Ledger(tmp_path / "two.db") as ledger, Ledger(tmp_path / "two.db") as other:
        for each in readings[:6]:
            ledger.append(each)

        def meanwhile(what, done, whole):
            if what == "matters" and done == 2:
                for each in readings[6:]:
                    other.append(each)
                weigh(other, methods=METHODS)

        weigh(ledger, methods=METHODS, chunk=2, progress=meanwhile)
        assert found(ledger) == expected
