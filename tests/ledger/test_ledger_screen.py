"""The lists in use as a screener, and the parties of the ledger screened with it, over both databases."""

from __future__ import annotations

import pytest
from ledger_list_samples import list_of
from test_ledger_screenings import ANN, reading_with

from sayso.errors import ListError
from sayso.ledger import Ledger
from sayso.lists.prepared import PREPARED
from sayso.lists.screening import Subject
from sayso.reading.reading import Party
from sayso.sanctions.screen import prepare_lists, screen_many, screen_parties, screener_of


@pytest.fixture
def listed(ledger: Ledger) -> Ledger:
    ledger.lists.add(list_of("own", "Ann Example", "Bertha Handel"))
    ledger.append(
        reading_with(
            "Ann Example left Iran.",
            ANN,
            Party("IRN", "Iran", "state", ("IR",)),
            p0=("Ann Example", "full name in the report"),
        )
    )
    return ledger


def test_parties_are_screened_once(listed):
    told = []
    assert screen_parties(listed, progress=lambda done, of: told.append((done, of))) == (2, 1)
    assert told == [(1, 2), (2, 2)]
    (link,) = listed.screenings.links(matches=True)
    assert (link.party.actor, link.entry.id, link.version) == (ANN.id, "own:1", "own@2024-01-31")
    assert link.explanations["name"]["score"] > 0.7
    assert link.why.startswith("“Ann Example” is written like “Ann Example”")
    assert screen_parties(listed) == (0, 0)


def test_a_list_that_changes_is_screened_anew(listed):
    screen_parties(listed)
    listed.lists.add(list_of("own", "Somebody Else", published="2024-02-29"))
    assert screen_parties(listed) == (2, 0)
    assert list(listed.screenings.links(matches=True)) == []
    listed.lists.drop("own")
    assert screen_parties(listed) == (0, 0)


def test_what_is_prepared_is_kept_and_made_anew_where_it_is_damaged(listed, place):
    (version,) = listed.lists.current()
    assert listed.screenings.cached(version.id, PREPARED) is None
    prepare_lists(listed)
    first = listed.screenings.cached(version.id, PREPARED)
    assert first is not None
    assert len(screener_of(listed)) == 2
    listed.screenings.cache(version.id, PREPARED, b"no list at all")
    assert len(screener_of(listed)) == 2
    assert listed.screenings.cached(version.id, PREPARED) == first


def test_a_ledger_that_may_only_be_read_is_screened_too(listed, place):
    with Ledger(place, read_only=True) as reading:
        assert screener_of(reading).screen(Subject(("Ann Example",)))[0].entry == "own:1"


def test_some_lists_only(listed):
    listed.lists.add(list_of("other", "Ann Example"))
    found = screener_of(listed, ["other"]).screen(Subject(("Ann Example",)))
    assert [hit.version for hit in found] == ["other@2024-01-31"]
    with pytest.raises(ListError, match="third"):
        screener_of(listed, ["third"])


@pytest.mark.parametrize("workers", [1, 2])
def test_many_come_in_order(listed, place, workers):
    subjects = [Subject((name,)) for name in ("Nobody Atall", "Bertha Handel", "Ann Example")] * 70
    found = list(screen_many(place, subjects, workers=workers))
    assert [[hit.entry for hit in hits if hit.match] for hits in found] == [[], ["own:2"], ["own:1"]] * 70
