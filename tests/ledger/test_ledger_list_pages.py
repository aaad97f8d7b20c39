"""Leafing through lists, and through who of the ledger is on them."""

from __future__ import annotations

import pytest
from ledger_list_samples import entry_of, list_of

from sayso.errors import ListError, UsageError
from sayso.ledger import Ledger
from sayso.ledger.list_pages import entry_page, linked_page, lists_stamp
from sayso.ledger.records import PartyLink, PartyQuery
from sayso.lists.listing import ListFile, Name


def names(page) -> list[str]:
    return [entry.name for entry in page.entries]


def test_entries_page_by_page(ledger: Ledger):
    ledger.lists.add(list_of("a", *(f"Name {k}" for k in range(5))))
    ledger.lists.add(list_of("b", "Other"))
    found, cursor = [], None
    for _ in range(3):
        page = entry_page(ledger.lists, "a", cursor=cursor, limit=2)
        found += names(page)
        cursor = page.next
    assert (found, cursor, page.total) == ([f"Name {k}" for k in range(5)], None, 5)
    assert entry_page(ledger.lists, "a", limit=5).next is None


def test_entries_of_an_older_version(ledger: Ledger):
    ledger.lists.add(list_of("a", "Ann", "Ben"))
    ledger.lists.add(list_of("a", "Ann", "Cid", published="2024-02-28"))
    assert names(entry_page(ledger.lists, "a")) == ["Ann", "Cid"]
    assert names(entry_page(ledger.lists, "a@2024-01-31")) == ["Ann", "Ben"]
    with pytest.raises(ListError, match="no list"):
        entry_page(ledger.lists, "none")


def test_entries_with_words(ledger: Ledger):
    greek = entry_of("a", "3", "Νίκος Παπάς", remarks="100 % of it; under_line")
    ship = entry_of("a", "4", "Grey Heron")
    file = list_of("a", "Ann Example", "ÉMILE Zola")
    ledger.lists.add(ListFile("a", "A", "test", (*file.entries, greek, ship), published="2024-01-31"))

    def found(words: str, **more) -> list[str]:
        return names(entry_page(ledger.lists, "a", words, **more))

    assert found("example ANN") == ["Ann Example"]
    assert found("émile") == found("Émile zola") == ["ÉMILE Zola"]
    assert found("παπάς") == ["Νίκος Παπάς"]
    assert found("passport", kind="vessel") == []
    assert len(found("passport", kind="person")) == 4
    assert found("100 % under_line") == ["Νίκος Παπάς"]  # neither is a wild card
    assert found("qq_%") == []
    assert len(found("")) == len(found(' %_"')) == 4
    page = entry_page(ledger.lists, "a", "passport", limit=3)
    rest = entry_page(ledger.lists, "a", "passport", cursor=page.next, limit=3)
    assert (page.total, names(rest), rest.next) == (4, ["Grey Heron"], None)


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "٣", "9" * 30, "\x00"])
def test_a_page_that_is_none(ledger: Ledger, cursor: str):
    ledger.lists.add(list_of("a", "Ann"))
    for ask in (
        lambda: entry_page(ledger.lists, "a", cursor=cursor),
        lambda: linked_page(ledger.screenings, cursor=cursor),
    ):
        with pytest.raises(UsageError, match="page"):
            ask()


def test_linked_parties(ledger: Ledger):
    assert linked_page(ledger.screenings).links == ()
    version = ledger.lists.add(list_of("a", "Ann", "Ben"))
    first, second = (row for row, _, _ in ledger.lists.raw(["a"]))
    number = ledger.screenings.begin("test", 0.7, [version.label])

    def link(row: int, score: float) -> PartyLink:
        return PartyLink(row, version.id, score, score >= 0.7, {"name": {"score": score}}, "Why.")

    ann, ben = (PartyQuery(actor, (actor,), "person", ()) for actor in ("Ann", "Ben"))
    before = lists_stamp(ledger.lists)
    ledger.screenings.append(
        number, [(ann, [link(first, 0.9), link(second, 0.5)]), (ben, [link(second, 0.8)])]
    )
    assert lists_stamp(ledger.lists) != before
    page = linked_page(ledger.screenings, limit=1)
    rest = linked_page(ledger.screenings, cursor=page.next, limit=1)
    assert [(each.actor, each.entry, each.name) for each in (*page.links, *rest.links)] == [
        ("Ann", "a:1", "Ann"),
        ("Ben", "a:2", "Ben"),
    ]
    assert rest.next is None
    with_second = linked_page(ledger.screenings, entry="a:2", matches=False).links
    assert [(each.actor, each.score, each.match) for each in with_second] == [
        ("Ann", 0.5, False),
        ("Ben", 0.8, True),
    ]
    again = PartyQuery("Ann", ("Ann", "Anna"), "person", ())
    ledger.screenings.append(number, [(again, [])])  # under another name nobody was found
    assert [each.actor for each in linked_page(ledger.screenings).links] == ["Ben"]


def test_a_name_that_no_page_could_hold(ledger: Ledger):
    ledger.lists.add(
        ListFile("a", "A", "test", (entry_of("a", "1", "x" * 5000 + "\ud800"),), published="2024-01-31")
    )
    (entry,) = entry_page(ledger.lists, "a").entries
    assert entry.names[0] == Name("x" * 5000 + "\ud800")
