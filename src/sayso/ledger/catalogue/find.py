"""Claims found by their places, newest first: whatever is asked, along the shortest list that holds them all.

Each list is in the order of places (all claims, those of a type and stance, of an outlet, of a matter, of a
party, of a pair), so that a page ends as soon as it is full. Names that stand for several parties, and types
and outlets that are asked for together, are several such lists, of which each gives a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, or_, select, union_all

from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.fixed import Fixed, among
from sayso.ledger.catalogue.places import CLAIMS_EACH
from sayso.ledger.catalogue.rows import ACTOR, ORIGIN, RECIPIENT, SOURCE
from sayso.ledger.catalogue.words import these
from sayso.reading.ontology import STANCES, TYPES

__all__ = ["ANY", "Wanted", "find"]

ANY = ACTOR | RECIPIENT | SOURCE | ORIGIN
_MOST_LISTS = 40
_CHUNK = 2000
_LOOKED_UP = 3  # times as long as to read a claim in a list takes what is looked up for it elsewhere
_PLACED, _PARTS, _PAIRS = tables.placed.c, tables.parts.c, tables.pairs.c


@dataclass(slots=True)
class Wanted:
    """What claims are wanted, all of it at once; empty where it does not matter.

    `parties` has the numbers of those who are meant by each name, with the parts that they may have; `pairs`
    who acts on whom, in one or both directions. `places` are those that words were found at. `first` and
    `last` are the outermost places.
    """

    parties: list[tuple[tuple[int, ...], int]] = field(default_factory=list)
    pairs: list[tuple[int, int]] | None = None
    types: tuple[int, ...] = ()
    stances: tuple[int, ...] = ()
    outlets: tuple[int, ...] | None = None
    matter: int | None = None
    contested: bool | None = None
    least: tuple[float | None, float | None] = (None, None)
    places: set[int] | None = None
    first: int | None = None
    last: int | None = None

    @property
    def only_places(self) -> bool:
        """Whether there is nothing else to look at than places."""
        nothing = Wanted(places=self.places, first=self.first)
        return self == nothing

    @property
    def nothing(self) -> bool:
        """Whether there can be none."""
        return (
            self.pairs == []
            or self.outlets == ()
            or self.places == set()
            or any(not numbers for numbers, _ in self.parties)
        )


def find(connection: Connection, wanted: Wanted, after: int | None, limit: int) -> list[int]:
    """Give the first places after one, at most so many."""
    if wanted.nothing:
        return []
    if wanted.places is not None:
        return _among(connection, wanted, after, limit)
    arms = [_arm(query, after, wanted, place, limit) for query, place in _lists(connection, wanted, limit)]
    if len(arms) == 1:
        return list(connection.scalars(arms[0]).all())
    each = union_all(*(select(arm.subquery()) for arm in arms))
    return sorted(set(connection.scalars(each).all()))[:limit]


def _among(connection: Connection, wanted: Wanted, after: int | None, limit: int) -> list[int]:
    """Look at the claims at some places only."""
    assert wanted.places is not None
    low = max(wanted.first or 0, 0 if after is None else after + 1)
    left = sorted(place for place in wanted.places if place >= low)
    if wanted.only_places:
        return left[:limit]
    found: list[int] = []
    for start in range(0, len(left), _CHUNK):
        chunk = these(connection, left[start : start + _CHUNK])
        query = select(_PLACED.place).where(
            _PLACED.place.in_(select(chunk.c.value)),
            *_narrow(wanted, _PLACED, _PLACED.place, tables.placed),
            *_of_parties(wanted.parties, _PLACED.place),
        )
        if wanted.pairs is not None:
            query = query.where(_of_pairs(wanted.pairs, _PLACED.place))
        query = _arm(query, None, wanted, _PLACED.place, limit - len(found))
        found += connection.scalars(query)
        if len(found) >= limit:
            break
    return found


def _arm(
    query: Select[Any], after: int | None, wanted: Wanted, place: ColumnElement[int], limit: int
) -> Select[Any]:
    first = max(wanted.first or 0, 0 if after is None else after + 1)
    if first:
        query = query.where(place >= first)
    if wanted.last is not None:
        query = query.where(place <= wanted.last)
    return query.order_by(place).limit(limit)


# ---- lists -------------------------------------------------------------------------------------------------


def _lists(
    connection: Connection, wanted: Wanted, limit: int
) -> Iterator[tuple[Select[Any], ColumnElement[int]]]:
    """Select from the lists that hold all that is wanted, each in the order of places."""
    shortest = _shortest(connection, wanted, limit)
    if shortest == "pairs":
        for number, (one, other) in enumerate(wanted.pairs or ()):
            yield _from_pair(wanted, one, other, number)
    elif isinstance(shortest, int):
        yield from _from_parties(wanted, shortest)
    elif shortest == "matter":
        yield _from_placed(wanted, [_PLACED.matter == wanted.matter], without="matter")
    elif shortest == "outlets":
        for outlet in wanted.outlets or ():
            yield _from_placed(wanted, [_PLACED.outlet == outlet], without="outlets")
    elif shortest == "types":
        types = wanted.types or range(len(TYPES))
        stances = wanted.stances or range(len(STANCES))
        for kind, stance in product(types, stances):
            yield _from_placed(wanted, [_PLACED.type == kind, _PLACED.stance == stance], without="types")
    else:
        yield _from_placed(wanted, [], without="")


def _shortest(connection: Connection, wanted: Wanted, limit: int) -> str | int:
    """Tell which lists are shortest: of the pairs, of the parties of a number, of the matter …"""
    if wanted.matter is not None:
        return "matter"
    if wanted.first is not None and wanted.last is not None and wanted.last - wanted.first < CLAIMS_EACH:
        return "all"  # one report
    total = _total(connection)
    lengths: dict[str | int, float] = {"all": total}
    lists = 1
    if wanted.pairs is not None and len(wanted.pairs) <= _MOST_LISTS:
        lengths["pairs"] = _claims_of_pairs(connection, wanted.pairs)
    for number, (party, roles) in enumerate(wanted.parties):
        lengths[number] = _claims_of_party(connection, party, roles)
    if wanted.types or wanted.stances:
        lists = (len(wanted.types) or len(TYPES)) * (len(wanted.stances) or len(STANCES))
        lengths["types"] = _claims_of_types(connection, wanted)
    if wanted.outlets is not None and len(wanted.outlets) <= _MOST_LISTS:
        lengths["outlets"] = 2 * _claims_of_outlets(connection, wanted.outlets)
    # A page ends as soon as it is full: of how many that fit, if what is asked goes together by chance?
    fit = max(1.0, total * prod(min(length, total) / max(total, 1) for length in lengths.values()))
    costs: dict[str | int, float] = {}
    for each, length in lengths.items():
        looked_at = length * min(1.0, limit * (lists if each == "types" else 1) / fit)
        costs[each] = looked_at * (1 + _LOOKED_UP * _looked_up(wanted, each))
    if lists > _MOST_LISTS:
        del costs["types"]
    return min(costs, key=lambda each: costs[each])


def _looked_up(wanted: Wanted, along: str | int) -> int:
    """Count what has to be looked up elsewhere for each claim of a list; types and stances stand in all."""
    named = len(wanted.parties) + (wanted.pairs is not None)
    if along == "pairs" or isinstance(along, int):
        return named - 1 + (wanted.outlets is not None)
    return named


def _total(connection: Connection) -> int:
    found = _CLAIMS.one(connection)
    return found.n if found is not None else 0


_TALLY, _PARTY = tables.tallies.c, tables.parties.c
_CLAIMS = Fixed(lambda dialect: select(_TALLY.n).where(_TALLY.kind == "claims"))
_PARTIES = Fixed(lambda dialect: select(tables.parties).where(_PARTY.number.in_(among(dialect))))


def _claims_of_types(connection: Connection, wanted: Wanted) -> int:
    its = tables.tallies.c
    sizes: list[int] = []
    for kind, values, words in (("type", wanted.types, TYPES), ("stance", wanted.stances, STANCES)):
        if values:
            query = select(its.n).where(its.kind == kind, its.value.in_([words[each] for each in values]))
            sizes.append(sum(connection.scalars(query)))
    return min(sizes, default=0)


def _claims_of_outlets(connection: Connection, outlets: Collection[int]) -> int:
    its = tables.tallies.c
    query = select(its.n).where(its.kind == "outlet", its.value.in_([str(each) for each in outlets]))
    reports = connection.scalar(select(its.n).where(its.kind == "reports")) or 1
    published: int = sum(connection.scalars(query))
    return published * _total(connection) // reports


def _claims_of_pairs(connection: Connection, pairs: Sequence[tuple[int, int]]) -> int:
    its = tables.partners.c
    each = or_(*(and_(its.one == one, its.other == other) for one, other in pairs))
    return sum(connection.scalars(select(its.claims).where(each)))


def _claims_of_party(connection: Connection, numbers: Sequence[int], roles: int) -> int:
    by = {ACTOR: "by", RECIPIENT: "about", SOURCE: "said", ORIGIN: "said"}.get(roles, "claims")
    known = _PARTIES.all(connection, these=list(numbers))
    # Its list is looked through for those in which it has the part: somewhat more than these.
    return sum(getattr(row, by) + (row.claims - getattr(row, by)) // 4 for row in known)


def _from_placed(
    wanted: Wanted, fixed: list[ColumnElement[bool]], without: str
) -> tuple[Select[Any], ColumnElement[int]]:
    place = _PLACED.place
    query = select(place).where(*fixed, *_narrow(wanted, _PLACED, place, tables.placed, without))
    query = query.where(*_of_parties(wanted.parties, place))
    if wanted.pairs is not None:
        query = query.where(_of_pairs(wanted.pairs, place))
    return query, place


def _from_parties(wanted: Wanted, chosen: int) -> Iterator[tuple[Select[Any], ColumnElement[int]]]:
    numbers, roles = wanted.parties[chosen]
    others = [each for number, each in enumerate(wanted.parties) if number != chosen]
    for number in numbers:
        query = select(_PARTS.place).where(_PARTS.party == number, *_in_roles(_PARTS, roles))
        query = query.where(*_narrow(wanted, _PARTS, _PARTS.place, tables.parts))
        query = query.where(*_of_parties(others, _PARTS.place))
        if wanted.pairs is not None:
            query = query.where(_of_pairs(wanted.pairs, _PARTS.place))
        yield query, _PARTS.place


def _from_pair(wanted: Wanted, one: int, other: int, number: int) -> tuple[Select[Any], ColumnElement[int]]:
    query = select(_PAIRS.place).where(_PAIRS.one == one, _PAIRS.other == other)
    query = query.where(*_narrow(wanted, _PAIRS, _PAIRS.place, tables.pairs))
    return query.where(*_of_parties(wanted.parties, _PAIRS.place)), _PAIRS.place


# ---- conditions --------------------------------------------------------------------------------------------


def _in_roles(its: Any, roles: int) -> list[ColumnElement[bool]]:
    return [] if roles == ANY else [its.roles.op("&")(roles) != 0]


def _of_parties(
    parties: Sequence[tuple[tuple[int, ...], int]], place: ColumnElement[int]
) -> Iterator[ColumnElement[bool]]:
    for number, (numbers, roles) in enumerate(parties):
        its = tables.parts.alias(f"part_{number}").c
        yield exists(
            select(its.place).where(its.party.in_(numbers), its.place == place, *_in_roles(its, roles))
        )


def _of_pairs(pairs: Sequence[tuple[int, int]], place: ColumnElement[int]) -> ColumnElement[bool]:
    its = tables.pairs.alias("pair").c
    each = or_(*(and_(its.one == one, its.other == other) for one, other in pairs))
    return exists(select(its.place).where(its.place == place, each))


def _narrow(
    wanted: Wanted, its: Any, place: ColumnElement[int], of: FromClause, without: str = ""
) -> Iterator[ColumnElement[bool]]:
    """Give the conditions on the claims of a list. The + 0 keeps a database from an index that would take it
    out of the order of places.
    """
    if without != "types":
        if wanted.types:
            yield (its.type + 0).in_(wanted.types)
        if wanted.stances:
            yield (its.stance + 0).in_(wanted.stances)
    claim: Any = _PLACED
    needed: list[ColumnElement[bool]] = []
    if of is not tables.placed:
        claim = tables.placed.alias("claim").c
    if wanted.outlets is not None and without != "outlets":
        needed.append((claim.outlet + 0).in_(wanted.outlets))
    if wanted.matter is not None and without != "matter":
        needed.append(claim.matter + 0 == wanted.matter)
    low, high = wanted.least
    if low is not None:
        needed.append(claim.least + 0 >= low)
    if high is not None:
        needed.append(claim.least + 0 <= high)
    if wanted.contested is not None:
        matter = tables.standings.c
        found = exists(
            select(matter.number).where(matter.number == claim.matter, matter.contested, matter.live)
        )
        needed.append(found if wanted.contested else ~found)
    if not needed:
        return
    if of is tables.placed:
        yield from needed
    else:
        yield exists(select(claim.place).where(claim.place == place, *needed))
