"""Two versions of a list compared: who came, who went, and what changed about the rest.

Entries are the same by the authority's own number. Within one, what has a name of its own (a name by its
text, a designation by its programme, a number, an address, a tie) is found again by it, so that a changed
date is told as a changed date and not as one designation gone and another come. The order in which a list has
things counts for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sayso.lists.listing import Address, Designation, Entry, Identifier, Name, Relation

__all__ = ["CHANGES", "Changes", "EntryChange", "FieldChange", "diff"]

CHANGES = ("came", "went", "changed")
"""What can become of an entry."""

_Key = tuple[str | bool | None, ...]
_Part = Name | Designation | Identifier | Address | Relation


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is said of an entry, before and after.

    `field` is the field of `Entry`, with that of its part behind a dot where only that differs
    (``designations.amended``); `of` then says which part. `old` and `new` are as the entry's JSON has them:
    None where there was or is nothing. Of fields with several plain values (dates of birth, countries) they
    are lists of those that went and came.
    """

    field: str
    of: str | None
    old: Any
    new: Any

    def to_dict(self) -> dict[str, Any]:
        """Give the change as a JSON object."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What became of an entry: `change` is one of `CHANGES`. `entry` is as it is now, or was last."""

    change: str
    entry: Entry
    fields: tuple[FieldChange, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the change as a JSON object: of one that changed what did, else the whole entry."""
        record = {
            "change": self.change,
            "id": self.entry.id,
            "kind": self.entry.kind,
            "name": self.entry.name,
        }
        if self.change == "changed":
            return {**record, "fields": [each.to_dict() for each in self.fields]}
        return {**record, "entry": self.entry.to_dict()}


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions: entries that came and changed in the order of the new one, those
    that went in the order of the old one. `same` counts the others.
    """

    came: tuple[EntryChange, ...]
    went: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]
    same: int

    def __iter__(self) -> Iterator[EntryChange]:
        """Give all changes: who came, who went, who changed."""
        yield from (*self.came, *self.went, *self.changed)


def diff(old: Iterable[Entry], new: Iterable[Entry]) -> Changes:
    """Compare two versions of a list.

    Where a number stands in a version more than once, equal entries are set off against each other first,
    then the rest in their order.
    """
    before: dict[str, list[Entry]] = defaultdict(list)
    for entry in old:
        before[entry.id].append(entry)
    after: dict[str, list[Entry]] = defaultdict(list)
    for entry in new:
        after[entry.id].append(entry)
    came: list[EntryChange] = []
    changed: list[EntryChange] = []
    went: list[EntryChange] = []
    same = 0
    for number, entries in after.items():
        earlier = before.pop(number, [])
        later = []
        for entry in entries:
            if entry in earlier:
                earlier.remove(entry)
                same += 1
            else:
                later.append(entry)
        for was, entry in zip(earlier, later, strict=False):
            if differs := tuple(_fields(was, entry)):
                changed.append(EntryChange("changed", entry, differs))
            else:
                same += 1
        came += [EntryChange("came", entry) for entry in later[len(earlier) :]]
        went += [EntryChange("went", entry) for entry in earlier[len(later) :]]
    went += [EntryChange("went", entry) for entries in before.values() for entry in entries]
    return Changes(tuple(came), tuple(went), tuple(changed), same)


def _fields(old: Entry, new: Entry) -> Iterator[FieldChange]:
    for each in fields(Entry):
        was, now = getattr(old, each.name), getattr(new, each.name)
        if was == now:
            continue
        if each.name in _KEYS:
            yield from _parts(each.name, was, now)
        elif isinstance(was, tuple):
            gone, come = _apart(was, now)
            if gone or come:
                yield FieldChange(each.name, None, gone, come)
        else:
            yield FieldChange(each.name, None, was, now)


def _apart(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Give what only the one and what only the other has, as JSON."""
    gone = [_plain(each) for each in old if each not in new]
    return gone, [_plain(each) for each in new if each not in old]


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _parts(field: str, old: Sequence[_Part], new: Sequence[_Part]) -> Iterator[FieldChange]:
    keys = _KEYS[field]
    gone = [part for part in old if part not in new]
    come = [part for part in new if part not in old]
    for part in gone:
        again = next((each for key in keys for each in come if _alike(key(part), key(each))), None)
        if again is None:
            yield FieldChange(field, None, part.to_dict(), None)
            continue
        come.remove(again)
        for each in fields(part):
            was, now = getattr(part, each.name), getattr(again, each.name)
            if was == now:
                continue
            if isinstance(was, tuple) and each.name != "share":
                was, now = _apart(was, now)
                if not was and not now:
                    continue
            yield FieldChange(f"{field}.{each.name}", _called(keys[0](part)), _plain(was), _plain(now))
    for part in come:
        yield FieldChange(field, None, None, part.to_dict())


def _alike(one: _Key, other: _Key) -> bool:
    return one == other and one[0] is not None


def _called(key: _Key) -> str:
    return " · ".join(str(part) for part in key if part and part is not True)


_KEYS: dict[str, tuple[Callable[[Any], _Key], ...]] = {
    "names": (lambda name: (name.text,),),
    "designations": (lambda one: (one.regime, one.programme, one.reference),),
    "identifiers": (lambda number: (number.kind, number.value),),
    "addresses": (lambda address: (address.text,),),
    "relations": (
        lambda tie: (tie.name or tie.to, tie.kind, tie.inverse, tie.role, tie.source),
        lambda tie: (tie.to, tie.kind, tie.inverse, tie.role, tie.source),  # the other has a new name
    ),
}
"""By what a part of an entry is found again in another version: by the first of these that finds any."""
