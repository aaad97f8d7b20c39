"""What a reading comes to in the catalogue: a function of its rows, so that what was added for it can be
taken away again when a newer reading of the report answers in its stead.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from sayso.ledger import accounts
from sayso.ledger.catalogue.places import CLAIMS_EACH, REPORTS, fade, place_of
from sayso.ledger.schema import (
    CONFIDENCES,
    appearances,
    attributions,
    claim_sources,
    claims,
    event_parts,
    events,
    parties,
    readings,
    reports,
)
from sayso.reading.ontology import DIMENSIONS, STANCES, TYPES, dimensions

__all__ = ["ACTOR", "ORIGIN", "RECIPIENT", "SOURCE", "Head", "Shelf", "bits_of", "heads", "shelf"]

ACTOR, RECIPIENT, SOURCE, ORIGIN = 1, 2, 4, 8
"""The parts that a party can have in a claim; `catalogue_parts.roles` has their sum."""

_TYPE = {kind: place for place, kind in enumerate(TYPES)}
_STANCE = {stance: place for place, stance in enumerate(STANCES)}
_CONFIDENCE = tuple(claims.c[f"confidence_{part}"] for part in CONFIDENCES)

ClaimRow = tuple[int, int, int, int, int, int, int, float | None, str]
"""place, claim, event, sentence, type, stance, outlet, least, who"""


@dataclass(frozen=True, slots=True)
class Head:
    """A reading with its report: the report's number, the day as `fade` has it, the appearance that is shown
    and its outlet.
    """

    reading: int
    report: int
    faded: int
    appearance: int
    outlet: str | None

    @property
    def place(self) -> int:
        """The place of the report's first claim."""
        return place_of(self.faded, self.report)


@dataclass(slots=True)
class Shelf:
    """What some readings come to: rows as tuples, and what they add to the tallies.

    `parts` has roles, type and stance by party and place, `pairs` type, stance and dimensions by both parties
    and place. `counts` has, by party, what is added to claims, by, about, said, spoke and statements.
    """

    claims: list[ClaimRow] = field(default_factory=list)
    parts: dict[tuple[int, int], tuple[int, int, int]] = field(default_factory=dict)
    pairs: dict[tuple[int, int, int], tuple[int, int, int]] = field(default_factory=dict)
    sizes: Counter[int] = field(default_factory=Counter)  # claims by reading
    counts: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 6))
    tallies: Counter[tuple[str, str]] = field(default_factory=Counter)


def heads(connection: Connection, reading_ids: Sequence[int]) -> list[Head]:
    """Give the heads of some readings; a report that is beyond the last place is left out."""
    query = (
        select(
            readings.c.id,
            reports.c.number,
            appearances.c.published,
            appearances.c.id.label("appearance"),
            appearances.c.outlet,
        )
        .select_from(
            readings.join(reports, reports.c.id == readings.c.report_id).join(
                appearances, appearances.c.id == accounts._shown()
            )
        )
        .where(readings.c.id.in_(reading_ids), reports.c.number < REPORTS)
        .order_by(readings.c.id)
    )
    return [
        Head(reading, number, fade(published), appearance, outlet)
        for reading, number, published, appearance, outlet in connection.execute(query)
    ]


def shelf(
    connection: Connection,
    of: Sequence[Head],
    number_of: Callable[[Iterable[str]], Mapping[str, int]],
    outlet_of: Mapping[str, int],
) -> Shelf:
    """Work out what some readings come to. `number_of` gives parties their numbers, `outlet_of` has those of
    outlets.
    """
    found = Shelf()
    known = {head.reading: head for head in of}
    told = _Told(connection, list(known), number_of)
    for head in of:
        found.tallies["reports", ""] += 1
        if head.outlet:
            found.tallies["outlet", str(outlet_of[head.outlet])] += 1
    for kind, n in told.event_types.items():
        found.tallies["events", ""] += n
        found.tallies["event-type", kind] += n
    found.tallies["statements", ""] += told.statements
    for party, n in told.spoken.items():
        found.counts[party][5] += n
    for row in told.claims():
        head = known[row.reading_id]
        outlet = outlet_of[head.outlet] if head.outlet else 0
        _place_claim(found, told, row, place_of(head.faded, head.report, row.ordinal), outlet)
    return found


def _place_claim(found: Shelf, told: _Told, row: Row[Any], place: int, outlet: int) -> None:
    event = told.events[row.event_id]
    kind, stance = event.type, _STANCE[row.stance]
    chain = told.chains.get(row.id, [])
    numbers, widened = told.numbers, told.widened
    roles: defaultdict[int, int] = defaultdict(int)
    for party in event.actors:
        for each in widened(row.reading_id, party):
            roles[each] |= ACTOR
    for party in event.recipients:
        for each in widened(row.reading_id, party):
            roles[each] |= RECIPIENT
    for ordinal, party in chain:
        role = SOURCE | ORIGIN if ordinal == row.links - 1 else SOURCE
        for each in widened(row.reading_id, party):
            roles[each] |= role
    for number, its in roles.items():
        found.parts[number, place] = (its, kind, stance)
        counts = found.counts[number]
        counts[0] += 1
        counts[1] += its & ACTOR
        counts[2] += (its & RECIPIENT) >> 1
        counts[3] += (its & SOURCE) >> 2
    speakers = dict.fromkeys(numbers[party] for _, party in chain)
    for number in speakers:
        found.counts[number][4] += 1
    for one, other in _directed(event, row.reading_id, widened):
        found.pairs[one, other, place] = (kind, stance, event.dimensions)
    sure: tuple[float | None, ...] = tuple(row)[6:11]
    least = min((value for value in sure if value is not None), default=None)
    sides = (dict.fromkeys(numbers[party] for party in each) for each in (event.actors, event.recipients))
    who = "|".join(" ".join(map(str, each)) for each in (*sides, speakers))
    found.claims.append((place, row.id, row.event_id, row.sentence_id, kind, stance, outlet, least, who))
    found.sizes[row.reading_id] += 1
    found.tallies["claims", ""] += 1
    found.tallies["type", TYPES[kind]] += 1
    found.tallies["stance", row.stance] += 1


@dataclass(slots=True)
class _Event:
    type: int
    dimensions: int
    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


def _directed(
    event: _Event, reading: int, widened: Callable[[int, str], Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Give who acts on whom, with every whole of both: but no party is paired with itself, its own whole, or
    a whole of the other side with itself.
    """
    for actor in event.actors:
        ones = widened(reading, actor)
        for recipient in event.recipients:
            others = widened(reading, recipient)
            for one in ones:
                for other in others:
                    if one not in others and other not in ones:
                        yield one, other


class _Told:
    """The rows of some readings as they are needed."""

    def __init__(
        self,
        connection: Connection,
        ids: Sequence[int],
        number_of: Callable[[Iterable[str]], Mapping[str, int]],
    ) -> None:
        self._connection = connection
        self._ids = ids
        self.events: dict[int, _Event] = {}
        self.event_types: Counter[str] = Counter()
        dims: dict[str, int] = {}
        query = select(events.c.id, events.c.type, events.c.contexts).where(events.c.reading_id.in_(ids))
        for number, kind, contexts in connection.execute(query):
            if contexts not in dims:
                dims[contexts] = bits_of(dimensions(json.loads(contexts)), DIMENSIONS)
            self.events[number] = _Event(_TYPE[kind], dims[contexts])
            self.event_types[kind] += 1
        actors = {actor for actor in self._parts() if actor}
        self.chains: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        link = claim_sources.c
        chains = (
            select(link.claim_id, link.ordinal, link.actor)
            .join(claims, claims.c.id == link.claim_id)
            .where(claims.c.reading_id.in_(ids), link.actor.is_not(None))
            .order_by(link.claim_id, link.ordinal)
        )
        for claim, ordinal, actor in connection.execute(chains):
            self.chains[claim].append((ordinal, actor))
            actors.add(actor)
        self.statements = 0
        speakers: Counter[str] = Counter()
        for (speaker,) in connection.execute(
            select(attributions.c.speaker_actor).where(attributions.c.reading_id.in_(ids))
        ):
            self.statements += 1
            if speaker is not None:
                speakers[speaker] += 1
        within = self._within(actors)
        self.numbers = number_of({*actors, *speakers, *(each for its in within.values() for each in its)})
        self.spoken = {self.numbers[speaker]: n for speaker, n in speakers.items()}
        self._widened = {
            key: tuple(dict.fromkeys(self.numbers[each] for each in (key[1], *its)))
            for key, its in within.items()
        }

    def _parts(self) -> Iterator[str]:
        its = event_parts.c
        query = (
            select(its.event_id, its.role, its.actor)
            .join(events, events.c.id == its.event_id)
            .where(
                events.c.reading_id.in_(self._ids),
                its.role.in_(("actor", "recipient")),
                its.actor.is_not(None),
            )
            .order_by(its.event_id, its.role, its.ordinal)
        )
        for number, role, actor in self._connection.execute(query):
            event = self.events[number]
            (event.actors if role == "actor" else event.recipients).append(actor)
            yield actor

    def _within(self, actors: set[str]) -> dict[tuple[int, str], list[str]]:
        """Give the wholes of the parties that have a part in something, as their own reading has them."""
        its = parties.c
        query = select(its.reading_id, its.actor, its.within).where(
            its.reading_id.in_(self._ids), its.within != "[]"
        )
        return {
            (reading, actor): json.loads(within)
            for reading, actor, within in self._connection.execute(query)
            if actor in actors
        }

    def widened(self, reading: int, party: str) -> Sequence[int]:
        """Give the numbers of a party and of every whole that it belongs to."""
        return self._widened.get((reading, party)) or (self.numbers[party],)

    def claims(self) -> Iterator[Any]:
        """Give the claims that have a place."""
        its = claims.c
        query = select(
            its.id, its.reading_id, its.ordinal, its.event_id, its.sentence_id, its.stance, *_CONFIDENCE,
            its.links,
        )  # fmt: skip
        query = query.where(its.reading_id.in_(self._ids), its.ordinal < CLAIMS_EACH)
        yield from self._connection.execute(query.order_by(its.reading_id, its.ordinal))


def bits_of(values: Iterable[str], of: Sequence[str]) -> int:
    """Write down some words as bits, one for each place in `of`."""
    return sum(1 << of.index(value) for value in set(values))
