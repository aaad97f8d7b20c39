"""What two parties do to each other, laid out for people: by type and stance in each direction, by dimension,
by month; and where they differ, the claim beside its denial.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sayso.ledger.catalogue.records import (
    CataloguedClaim,
    ClaimsAsked,
    MatterRow,
    MattersAsked,
    PairRow,
    PairTally,
)
from sayso.reading.ontology import DIMENSIONS, QUADS, STANCES, TYPES, quad_of
from sayso.web.desk import Desk

__all__ = [
    "CONFLICT",
    "Differing",
    "Dimension",
    "Direction",
    "Month",
    "Pair",
    "between",
    "by_dimension",
    "by_direction",
    "by_month",
]

CONFLICT = frozenset(kind for quad, kinds in QUADS.items() if quad.endswith("conflict") for kind in kinds)
"""The types of event that are conflict, verbal or material."""

_SAYING, _DENYING = ("affirms", "alleges"), ("denies", "doubts")
_MATTERS, _NEWEST, _DIFFERING = 8, 8, 2  # rows on a page that has more to show than these
_DENIALS, _SAID = 6, 15  # that are looked at to find so many matters on which claims differ


@dataclass(frozen=True, slots=True)
class Differing:
    """A matter on which claims differ, by its id: the newest claim that denies or doubts what one of the two
    does to the other, and the newest that affirms or alleges it.
    """

    matter: str
    said: CataloguedClaim
    denied: CataloguedClaim

    def to_dict(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {"matter": self.matter, "said": self.said.to_dict(), "denied": self.denied.to_dict()}


@dataclass(frozen=True, slots=True)
class Pair:
    """What two parties have to do with each other: how many claims of each sort (`tally`), the newest matters
    between them (contested ones first), on which of them claims differ, and the newest claims.
    """

    tally: PairTally
    matters: tuple[MatterRow, ...]
    differing: tuple[Differing, ...]
    newest: tuple[CataloguedClaim, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as a JSON object, the fields of the tally first."""
        return {
            **self.tally.to_dict(),
            **{
                name: [each.to_dict() for each in getattr(self, name)]
                for name in ("matters", "differing", "newest")
            },
        }


def between(desk: Desk, tally: PairTally, since: str | None, until: str | None) -> Pair:
    """Ask for what there is between the two parties of a tally, in its period."""
    catalogue = desk.ledger.catalogue
    one, other = tally.one.actor, tally.other.actor
    matters = catalogue.matters(
        MattersAsked(party=one, other=other, since=since, until=until), limit=_MATTERS
    ).rows
    asked = ClaimsAsked(party=one, other=other, since=since, until=until)
    newest = catalogue.claims(asked, limit=_NEWEST).rows if tally.claims else ()
    differing: tuple[Differing, ...] = ()
    if any(row.stance in _DENYING for row in tally.rows):
        differing = tuple(islice(_differing(desk, asked), _DIFFERING))
    return Pair(tally, tuple(sorted(matters, key=lambda each: not each.contested)), differing, newest)


def _differing(desk: Desk, asked: ClaimsAsked) -> Iterator[Differing]:
    """Find matters on which claims about the two differ, the newest denial first. Only claims that name both
    are set beside each other: a large matter has others, which would answer nothing.
    """
    claims = desk.ledger.catalogue.claims
    contested = replace(asked, contested=True)
    denials = claims(replace(contested, stance=_DENYING), limit=_DENIALS).rows
    if not denials:
        return
    said: dict[str | None, CataloguedClaim] = {}
    for each in claims(replace(contested, stance=_SAYING), limit=_SAID).rows:
        said.setdefault(each.matter, each)
    for denied in denials:
        if denied.matter is not None and (other := said.pop(denied.matter, None)) is not None:
            yield Differing(denied.matter, other, denied)


# ---- tables ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Direction:
    """What one party does to the other: `stances` are those that occur, `types` has for each type that occurs
    its quad, the number of claims of each of these stances, and of all.
    """

    by: str
    claims: int
    conflict: int
    stances: tuple[str, ...]
    types: tuple[tuple[str, str, tuple[int, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """Claims of one dimension: for each direction how many, and how many of them are of conflict."""

    name: str
    claims: tuple[int, int]
    conflict: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Month:
    """Claims of one month (None: undated): for each direction the number of each quad, in QUADS' order."""

    month: str | None
    quads: tuple[tuple[int, ...], tuple[int, ...]]


def by_direction(tally: PairTally) -> tuple[Direction, Direction]:
    """Lay a tally out by who acts, type and stance."""
    one, other = (_direction(by.actor, _acting(tally, by.actor)) for by in (tally.one, tally.other))
    return one, other


def _acting(tally: PairTally, actor: str) -> list[PairRow]:
    return [row for row in tally.rows if row.by == actor]


def _direction(by: str, rows: Iterable[PairRow]) -> Direction:
    cells: Counter[tuple[str, str]] = Counter()
    for row in rows:
        cells[row.type, row.stance] += row.claims
    stances = tuple(stance for stance in STANCES if any(cells[kind, stance] for kind in TYPES))
    types = []
    for kind in TYPES:
        counts = tuple(cells[kind, stance] for stance in stances)
        if any(counts):
            types.append((kind, quad_of(kind), counts, sum(counts)))
    types.sort(key=lambda each: -each[3])
    return Direction(
        by,
        sum(cells.values()),
        sum(count for (kind, _), count in cells.items() if kind in CONFLICT),
        stances,
        tuple(types),
    )


def by_dimension(tally: PairTally) -> tuple[Dimension, ...]:
    """Lay a tally out by dimension; a claim of several counts under each of them."""
    claims: Counter[tuple[str, int]] = Counter()
    conflict: Counter[tuple[str, int]] = Counter()
    for row in tally.rows:
        way = int(row.by != tally.one.actor)
        for name in row.dimensions:
            claims[name, way] += row.claims
            if row.type in CONFLICT:
                conflict[name, way] += row.claims
    return tuple(
        Dimension(name, (claims[name, 0], claims[name, 1]), (conflict[name, 0], conflict[name, 1]))
        for name in DIMENSIONS
        if claims[name, 0] or claims[name, 1]
    )


def by_month(tally: PairTally) -> tuple[Month, ...]:
    """Lay a tally out by month, the earliest first and undated claims last."""
    quads = tuple(QUADS)
    cells: Counter[tuple[str | None, int, str]] = Counter()
    for row in tally.rows:
        cells[row.month, int(row.by != tally.one.actor), row.quad] += row.claims
    months: Mapping[str | None, None] = dict.fromkeys(month for month, _, _ in cells)
    return tuple(
        Month(
            month,
            (
                tuple(cells[month, 0, quad] for quad in quads),
                tuple(cells[month, 1, quad] for quad in quads),
            ),
        )
        for month in sorted(months, key=lambda month: (month is None, month or ""))
    )
