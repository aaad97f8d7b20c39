"""Sanctions lists kept version by version."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import replace

import pytest
from ledger_list_samples import entry_of, list_of
from sqlalchemy import func, select

from sayso.errors import LedgerError, ListError
from sayso.ledger import Ledger, list_store, schema
from sayso.lists.listing import RowReject


def rows_in(ledger: Ledger, table) -> int:
    with ledger._asking() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_a_list_is_kept_as_it_was_published(ledger):
    source = {"url": "https://example.org/un.xml", "sha256": "0" * 64, "etag": '"a"', "last_modified": "…"}
    file = list_of("un", "Ann Example", "Ben Пример", rejects=2)
    version = ledger.lists.add(file, [source])
    assert version.new
    assert (version.list, version.label, version.title) == ("un", "un@2024-01-31", "List of un")
    assert (version.format, version.published, version.dated) == ("test", "2024-01-31", "2024-01-31")
    assert (version.entries, version.names, version.rejects, version.used) == (2, 4, 2, True)
    assert version.sources == (source,)
    assert tuple(ledger.lists.entries("un@2024-01-31")) == tuple(ledger.lists.entries("un")) == file.entries
    assert ledger.lists.rejects("un") == file.rejects
    assert ledger.lists.rejects("un")[1] == RowReject("line 2", "bad-row", "Mend it.")
    assert ledger.lists.version("un") == ledger.lists.version(version.label) == version
    assert ledger.lists.current() == ledger.lists.versions() == ledger.lists.versions("un") == (version,)
    assert ledger.lists.versions("eu") == ()
    assert ledger.lists.entry("un:2") == file.entries[1]
    raw = list(ledger.lists.raw())
    assert [each[1] for each in raw] == [version.id] * 2
    assert ledger.lists.get_many([raw[0][0], 99]) == {raw[0][0]: file.entries[0]}
    record = version.to_dict()
    assert json.loads(json.dumps(record)) == record | {"sources": [source]}
    assert "new" not in record


def test_the_digest_of_an_entry_is_that_of_its_json(ledger):
    version = ledger.lists.add(list_of("un", "Ann Example", "Zoë"))
    with ledger._asking() as connection:
        found = connection.execute(select(schema.list_entries.c.digest, schema.list_entries.c.data)).all()
    digests = [hashlib.sha256(data.encode()).hexdigest() for _, data in found]
    assert [digest for digest, _ in found] == digests
    assert version.digest == hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def test_an_entry_in_several_versions_is_kept_once(ledger):
    first = ledger.lists.add(list_of("un", "Ann", "Ben", "Cem"))
    second = ledger.lists.add(list_of("un", "Ann", "Benjamin", "", "Dora", published="2024-02-29"))
    assert second.new
    assert (first.entries, second.entries) == (3, 3)
    assert [entry.name for entry in ledger.lists.entries(first.label)] == ["Ann", "Ben", "Cem"]
    assert [entry.name for entry in ledger.lists.entries("un")] == ["Ann", "Benjamin", "Dora"]
    assert rows_in(ledger, schema.list_entries) == 5
    assert rows_in(ledger, schema.list_members) == 6
    assert ledger.lists.versions() == (second, first)
    assert ledger.lists.current() == (second,)
    both = list(ledger.lists.raw([first.label, second.label]))
    assert len({entry for entry, _, _ in both}) == 5
    assert ledger.lists.entry("un:2").name == "Benjamin"
    assert ledger.lists.entry("un:2", first.label).name == "Ben"
    with pytest.raises(ListError, match=r"'un:3' is not in un@2024-02-29; un@2024-01-31 has it"):
        ledger.lists.entry("un:3")
    with pytest.raises(ListError, match=r"'un:77' is not in un@2024-02-29; look at its number"):
        ledger.lists.entry("un:77")


def test_the_same_entry_twice_in_a_file_counts_once(ledger):
    file = list_of("un", "Ann", "Ben")
    version = ledger.lists.add(replace(file, entries=(*file.entries, file.entries[0])))
    assert (version.entries, version.names) == (2, 4)
    changed = replace(file, entries=(*file.entries, entry_of("un", "2", "Benjamin")), published="2024-02-01")
    assert ledger.lists.add(changed).entries == 3  # one number twice: both are there
    assert ledger.lists.entry("un:2").name == "Benjamin"


def test_what_is_there_is_not_added_again(ledger):
    old = ledger.lists.add(list_of("un", "Ann", "Ben"))
    again = ledger.lists.add(list_of("un", "Ann", "Ben", published="2024-03-01"))
    assert (again, again.new) == (old, False)
    newer = ledger.lists.add(list_of("un", "Ann", published="2024-04-01"))
    # The older file again: its day and its entries are known.
    assert ledger.lists.add(list_of("un", "Ann", "Ben")) == old
    # But the list may go back to what it was.
    back = ledger.lists.add(list_of("un", "Ann", "Ben", published="2024-05-01"))
    assert back.new
    assert back.digest == old.digest
    assert ledger.lists.versions() == (back, newer, old)


def test_labels_of_one_day(ledger):
    labels = [ledger.lists.add(list_of("un", *names)).label for names in (["A"], ["B"], ["C"], ["C"])]
    assert labels == ["un@2024-01-31", "un@2024-01-31-2", "un@2024-01-31-3", "un@2024-01-31-3"]
    assert ledger.lists.version("un").label == labels[-1]
    assert ledger.lists.version("un@2024-01-31").label == labels[0]


@pytest.mark.parametrize(
    ("published", "kept"),
    [(None, None), ("in May", None), ("", None), ("2024-05-31T10:00:00Z", "2024-05-31")],
)
def test_the_day_of_a_list(ledger, monkeypatch, published, kept):
    monkeypatch.setattr(list_store, "now", lambda: "2024-06-27T23:59:59Z")
    version = ledger.lists.add(list_of("un", "Ann", published=published))
    assert (version.published, version.dated) == (kept, kept or "2024-06-27")
    assert version.label == f"un@{version.dated}"


def test_an_older_file_does_not_take_the_place_of_a_newer_one(ledger):
    newer = ledger.lists.add(list_of("un", "Ann"))
    older = ledger.lists.add(list_of("un", "Ben", published="2023-01-01"))
    assert ledger.lists.versions() == (newer, older)
    assert ledger.lists.current() == (newer,)
    assert ledger.lists.version("un") == newer


def test_a_list_is_dropped_and_put_back_to_use(ledger):
    un = ledger.lists.add(list_of("un", "Ann"))
    eu = ledger.lists.add(list_of("eu", "Ann", "Ben"))
    assert ledger.lists.current() == (eu, un)
    assert ledger.status().lists == {"eu@2024-01-31": 2, "un@2024-01-31": 1}
    assert list(ledger.status().to_dict())[-2:] == ["lists", "listed"]
    assert ledger.lists.drop("un") is True
    assert ledger.lists.drop("un") is False
    assert ledger.lists.current() == (eu,)
    assert [version for _, version, _ in ledger.lists.raw()] == [eu.id] * 2
    assert ledger.status().lists == {"eu@2024-01-31": 2}
    assert ledger.lists.version("un") == replace(un, used=False)
    assert [entry.name for entry in ledger.lists.entries("un")] == ["Ann"]
    again = ledger.lists.add(list_of("un", "Ann"))
    assert (again, again.new) == (un, False)
    assert ledger.lists.current() == (eu, un)
    assert rows_in(ledger, schema.list_uses) == 4


def test_what_is_not_there_is_said(ledger):
    with pytest.raises(ListError, match=r"no list 'un' in the ledger; `sayso lists add FILE`"):
        ledger.lists.version("un")
    ledger.lists.add(list_of("ofac-sdn", "Ann"))
    for ask in (
        ledger.lists.version,
        ledger.lists.drop,
        ledger.lists.rejects,
        lambda ref: list(ledger.lists.entries(ref)),
        lambda ref: ledger.lists.entry(f"{ref}:1"),
    ):
        with pytest.raises(ListError, match="do you mean ofac-sdn"):
            ask("ofac-snd")
    with pytest.raises(ListError, match=r"no list 'x'.*there are ofac-sdn$"):
        ledger.lists.version("x")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (list_of("un", "Ann", companion=True), "add it together with the list's main file"),
        (list_of("un"), "no entries"),
        (list_of("a b", "Ann"), "no id of a list"),
        (list_of("a:b", "Ann"), "no id of a list"),
        (replace(list_of("un", "Ann"), list="eu"), "cannot be kept in eu"),
        (replace(list_of("un"), entries=(replace(entry_of("un", "1", "Ann"), names=()),)), "cannot be kept"),
    ],
)
def test_what_is_no_list_is_refused_whole(ledger, file, message):
    with pytest.raises(ListError, match=message):
        ledger.lists.add(file)
    assert ledger.lists.versions() == ()
    assert rows_in(ledger, schema.list_uses) == rows_in(ledger, schema.list_entries) == 0


def test_words_that_no_database_keeps(ledger):
    odd = "NUL \x00 and half of a pair \udc80 \ud800"
    entry = entry_of("un", "1", odd, remarks=odd)
    file = replace(list_of("un"), title=odd, entries=(entry,), rejects=(RowReject(odd, odd, odd),))
    version = ledger.lists.add(file, [{"path": odd}])
    assert version.title == "NUL \\x00 and half of a pair \\x80 \\ud800"
    assert list(ledger.lists.entries("un")) == [entry]
    assert version.sources == ({"path": odd},)
    assert ledger.lists.rejects("un")[0].message == version.title


def test_long_numbers_can_be_found(ledger):
    numbers = ["x" * 10_000, "x" * 9_999]
    file = replace(list_of("un"), entries=tuple(entry_of("un", number, "Ann") for number in numbers))
    ledger.lists.add(file)
    assert [ledger.lists.entry(f"un:{number}").number for number in numbers] == numbers


def test_nothing_is_left_of_one_that_was_cut_short(ledger, monkeypatch):
    broken = {"version_id": 1, "ordinal": 0, "locator": None, "reason": "", "message": ""}
    monkeypatch.setattr(list_store, "_reject_rows", lambda *_: iter([broken]))
    with pytest.raises(LedgerError):
        ledger.lists.add(list_of("un", "Ann", "Ben", rejects=1))
    assert ledger.lists.versions() == ()
    assert rows_in(ledger, schema.list_entries) == rows_in(ledger, schema.list_uses) == 0


def test_two_programs_add_the_same_list_at_once(place):
    file = replace(list_of("un"), entries=tuple(entry_of("un", str(n), f"Name {n}") for n in range(1200)))
    Ledger(place).close()
    found, problems = [], []

    def add() -> None:
        try:
            with Ledger(place) as ledger:
                found.append(ledger.lists.add(file))
        except Exception as error:  # noqa: BLE001  told by the main thread
            problems.append(error)

    both = [threading.Thread(target=add) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not problems
    assert found[0] == found[1]
    assert sorted(version.new for version in found) == [False, True]
    with Ledger(place, read_only=True) as ledger:
        assert len(ledger.lists.versions()) == rows_in(ledger, schema.list_uses) == 1
        assert rows_in(ledger, schema.list_entries) == rows_in(ledger, schema.list_members) == 1200
        assert tuple(ledger.lists.entries("un")) == file.entries


def test_a_ledger_for_reading_only_takes_no_list(place):
    with Ledger(place) as ledger:
        ledger.lists.add(list_of("un", "Ann"))
    with Ledger(place, read_only=True) as ledger:
        assert len(ledger.lists.current()) == 1
        for write in (lambda: ledger.lists.add(list_of("un", "Ben")), lambda: ledger.lists.drop("un")):
            with pytest.raises(LedgerError, match="reading only"):
                write()
