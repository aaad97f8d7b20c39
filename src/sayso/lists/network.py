"""The parties of some lists and what ties them, as a graph: who is near to whom, and by what kinds of tie.

A party is all entries that are one (`sayso.lists.same`), or one entry; parties that a list only names in a
tie ("Linked To: SOME TRADING CO") are in it as well, by a name. A tie reads *one* `kind` *other*: the owner
owns, the director holds an office in. It can be walked both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sayso.lists.linked import resolve
from sayso.lists.listing import RELATION_KINDS, Designation, Entry, Relation
from sayso.lists.ownership import Control, Holdings, Stake, stakes_of
from sayso.lists.ownership.spans import days
from sayso.lists.same import SameAs, representatives, same_parties

__all__ = ["COUNTING", "HUB", "Around", "Near", "Network", "Tie", "Walk", "in_force", "network_of"]

HUB = 500
"""A party with more ties than this is named, but what lies behind it is not near because of it."""

COUNTING = ("in force", "perhaps")
"""How a listing stands (`in_force`) that counts: it is in force, or its dates leave that open."""

_ORDER = {kind: place for place, kind in enumerate(RELATION_KINDS)}  # of several ways, the more telling one


@dataclass(frozen=True, slots=True)
class Tie:
    """That a list says one party is tied to another: *one* `kind` *other*.

    `one` and `other` are parties of the network. `role`, `share` (percent, low and high), the dates, `source`
    and `text` are those of `Relation`; `list` is the id of the list, `entry` that of the entry which has it.
    """

    kind: str
    one: str
    other: str
    role: str | None = None
    share: tuple[float, float] | None = None
    since: str | None = None
    until: str | None = None
    stated: str | None = None
    source: str | None = None
    text: str | None = None
    list: str = ""
    entry: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the tie as a JSON object, its fields in this order."""
        names = self.__slots__
        record = {name: getattr(self, name) for name in names}
        record["share"] = None if self.share is None else [*self.share]
        return record

    def may_hold(self, day: date) -> bool:
        """Tell whether the tie may be in force on a day; open and unknown dates leave that possible."""
        number = day.toordinal()
        return days(self.since)[0] <= number <= days(self.until)[1]


@dataclass(frozen=True, slots=True)
class Walk:
    """One step along a tie, from one party to another; `forward` where it goes from `tie.one`."""

    tie: Tie
    forward: bool

    @property
    def start(self) -> str:
        """The party from which the step goes."""
        return self.tie.one if self.forward else self.tie.other

    @property
    def end(self) -> str:
        """The party to which it goes."""
        return self.tie.other if self.forward else self.tie.one


@dataclass(frozen=True, slots=True)
class Near:
    """A listed party near another: the shortest way to it, `hops` ties long."""

    party: str
    hops: int
    path: tuple[Walk, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What is near a party: listed parties, the nearest first, and `hubs` behind which was not looked."""

    listed: tuple[Near, ...]
    hubs: tuple[str, ...] = ()


def in_force(designation: Designation, day: date, published: str | None = None) -> str:
    """Tell how a listing stands on a day: ``in force``, ``perhaps`` (dates leave it open), ``former`` or
    ``later``.

    One without a first day counts from the day on which its list was published (EDTF), perhaps before it;
    where that is unknown too, it counts.
    """
    number = day.toordinal()
    earliest, latest = days(designation.since)
    if designation.since is None:
        latest = days(published)[1] if published else earliest
    first_end, last_end = days(designation.until) if designation.until else (days(None)[1],) * 2
    if number < earliest:
        return "later"
    if designation.until and number >= last_end:
        return "former"
    return "in force" if latest <= number < first_end else "perhaps"


@dataclass
class Network:
    """The parties and ties of some lists; `network_of` makes it.

    `entries` are by their ids. `same` has the party for each entry that is not a party by itself, `links` say
    why. `published` has the day of publication of each list that tells it, `labels` its version.
    """

    entries: Mapping[str, Entry]
    published: Mapping[str, str | None] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    links: tuple[SameAs, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def party(self, entry: str) -> str:
        """Give the party that an entry is, or is a part of."""
        return self.same.get(entry, entry)

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        members: dict[str, list[str]] = defaultdict(list)
        for entry, party in sorted(self.same.items()):
            if entry in self.entries:
                members[party].append(entry)
        return {party: tuple(its) for party, its in members.items()}

    def members(self, party: str) -> tuple[Entry, ...]:
        """Give the entries that are a party, in the order of ids; none for one that is only named."""
        if party in self._members:
            return tuple(self.entries[each] for each in self._members[party])
        return (self.entries[party],) if party in self.entries else ()

    def why_same(self, party: str) -> tuple[SameAs, ...]:
        """Give the links that make several entries this party."""
        its = set(self._members.get(party, ()))
        return tuple(link for link in self.links if link.one in its)

    def name(self, party: str) -> str:
        """Give the name of a party as its first entry has it, else as ties have it."""
        if members := self.members(party):
            return members[0].name
        return self.holdings.names.get(party) or self._named.get(party) or party.removeprefix("name:")

    def kind(self, party: str) -> str | None:
        """Give the kind of a party, None for one that is only named."""
        members = self.members(party)
        return members[0].kind if members else None

    def listed_by(self, party: str, day: date) -> tuple[str, ...]:
        """Give the regimes by which a party is listed on a day, perhaps; with or without a freeze."""
        found = {
            designation.regime
            for entry in self.members(party)
            for designation in entry.designations
            if in_force(designation, day, self.published.get(entry.list)) in COUNTING
        }
        return tuple(sorted(found))

    @cached_property
    def holdings(self) -> Holdings:
        """Who holds what, as the lists say it, the parties as they are here."""
        by_list: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            by_list[entry.list].append(entry)
        stakes: dict[Stake, None] = {}
        controls: dict[Control, None] = {}
        names: dict[str, str] = {}
        for of, its in by_list.items():
            found = stakes_of(its, self.published.get(of), self.same)
            stakes |= dict.fromkeys(found.stakes)
            controls |= dict.fromkeys(found.controls)
            names |= {party: name for party, name in found.names.items() if party not in names}
        return Holdings(tuple(stakes), tuple(controls), names)

    @cached_property
    def _ties(self) -> Mapping[str, tuple[Walk, ...]]:
        walks: dict[str, dict[Walk, None]] = defaultdict(dict)
        for entry in self.entries.values():
            this = self.party(entry.id)
            for relation in entry.relations:
                tie = _tie(entry, relation, this, self._other(relation))
                if tie is not None and tie.one != tie.other:
                    walks[tie.one][Walk(tie, True)] = None
                    walks[tie.other][Walk(tie, False)] = None
        return {party: tuple(its) for party, its in walks.items()}

    def _other(self, relation: Relation) -> str | None:
        name = " ".join((relation.name or "").split()).casefold()
        other = relation.to or (f"name:{name}" if name else None)
        return None if other is None else self.party(other)

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return {
            other: relation.name
            for entry in self.entries.values()
            for relation in entry.relations
            if relation.name and (other := self._other(relation)) and other not in self.entries
        }

    def knows(self, party: str) -> bool:
        """Tell whether there is an entry or a tie of this id."""
        return party in self.entries or party in self._ties

    def ties(self, party: str, day: date | None = None) -> tuple[Walk, ...]:
        """Give the ties of a party, those that may hold on a day: by kind, then by the other party."""
        walks = self._ties.get(party, ())
        held = [walk for walk in walks if day is None or walk.tie.may_hold(day)]
        return tuple(sorted(held, key=_first))

    def near(
        self,
        party: str,
        hops: int = 3,
        day: date | None = None,
        kinds: Collection[str] | None = None,
        listed: Collection[str] | None = None,
    ) -> Around:
        """Give the listed parties within so many hops, the nearest first, each with the shortest way to it.

        Only ties that may hold on the day and of these `kinds` are walked; `listed` says who is listed, else
        all who are on the day (today, where none is given).
        """
        on = day or date.today()
        ways: dict[str, tuple[Walk, ...]] = {party: ()}
        found: list[Near] = []
        hubs: list[str] = []
        edge = [party]
        for hop in range(1, hops + 1):
            further: list[str] = []
            for at in edge:
                walks = self._ties.get(at, ())
                if at != party and len(walks) > HUB:
                    hubs.append(at)
                    continue
                for walk in self.ties(at, day):
                    if walk.end not in ways and (kinds is None or walk.tie.kind in kinds):
                        ways[walk.end] = (*ways[at], walk)
                        further.append(walk.end)
            for each in further:
                if each in listed if listed is not None else self.listed_by(each, on):
                    found.append(Near(each, hop, ways[each]))
            edge = further
        return Around(tuple(found), tuple(hubs))


def _first(walk: Walk) -> tuple[Any, ...]:
    tie = walk.tie
    return (
        _ORDER.get(tie.kind, 99),
        walk.end,
        walk.forward,
        tie.source or "",
        tie.since or "",
        tie.text or "",
    )


def _tie(entry: Entry, relation: Relation, this: str, other: str | None) -> Tie | None:
    if other is None:
        return None
    one, end = (other, this) if relation.inverse else (this, other)
    return Tie(
        relation.kind,
        one,
        end,
        relation.role,
        relation.share,
        relation.since,
        relation.until,
        relation.stated,
        relation.source,
        relation.text,
        entry.list,
        entry.id,
    )


def network_of(
    entries: Iterable[Entry],
    published: Mapping[str, str | None] | None = None,
    *,
    apart: bool = False,
    labels: Mapping[str, str] | None = None,
) -> Network:
    """Make a network of the entries of some lists, one version of each.

    Where all of a list's ties are by name only, they are tied to the entries of that name (as `sayso lists
    add` does: `sayso.lists.linked`), of the same list before others.
    With `apart` every entry is a party by itself.
    """
    tied = _tied(list(entries))
    links = () if apart else same_parties(tied)
    by_id = {entry.id: entry for entry in tied}
    return Network(by_id, published or {}, representatives(links), links, labels or {})


def _tied(entries: list[Entry]) -> list[Entry]:
    by_list: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_list[entry.list].append(entry)
    tied: dict[str, Entry] = {}
    for its in by_list.values():
        loose = [entry for entry in its if entry.relations]
        if loose and all(map(_by_name_only, loose)):  # else names that are left mean nobody here
            within = resolve(loose, its).entries
            tied |= {entry.id: entry for entry in resolve(within, entries).entries}
    return [tied.get(entry.id, entry) for entry in entries] if tied else entries


def _by_name_only(entry: Entry) -> bool:
    return all(relation.to is None for relation in entry.relations)
