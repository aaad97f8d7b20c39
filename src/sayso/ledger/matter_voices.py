"""What is said on a matter, as weighing heard it: every claim with its place and its voice.

The words themselves are not loaded: a matter of two hundred claims takes about ten milliseconds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from sayso.ledger.catalogue.places import fade, place_of
from sayso.ledger.catalogue.schema import placed, standings
from sayso.ledger.matter_queries import current_members
from sayso.ledger.schema import CATALOGUE_SINCE, claims, current_readings, events
from sayso.ledger.thread_rows import voices_from
from sayso.ledger.transactions import version_of
from sayso.ledger.weigh_rows import batches
from sayso.ledger.weigh_schema import threads
from sayso.weigh.records import Voice

__all__ = ["Spoken", "events_of", "spoken", "voices_on"]

MANY = 1500
"""Claims of a matter beyond which claims are sought by their days only."""
DAYS = 8  # how many of them are sought at once


# Statements are made once: making them took longer than running them.
_MATTER = current_members.c.matter == bindparam("matter")
_CLAIMS = (
    select(
        current_members.c.event_key,
        current_members.c.event_id,
        current_readings.c.report_id,
        claims.c.claim,
        claims.c.id,
        claims.c.ordinal,
    )
    .join(events, events.c.id == current_members.c.event_id)
    .join(claims, claims.c.event_id == events.c.id)
    .join(current_readings, current_readings.c.id == events.c.reading_id)
    .where(_MATTER)
)
_THREADS = select(threads.c.id, threads.c.events).where(
    threads.c.reading_id.in_(
        select(events.c.reading_id)
        .join(current_members, current_members.c.event_id == events.c.id)
        .where(_MATTER)
    )
)
_IDS = claims.c.claim.in_(bindparam("ids", expanding=True))
_MEMBERS = (
    select(current_members.c.event_id)
    .join(claims, claims.c.event_id == current_members.c.event_id)
    .where(_MATTER, _IDS)
)
_PLACED = (
    select(placed.c.event)
    .join(standings, standings.c.number == placed.c.matter)
    .join(claims, claims.c.id == placed.c.claim)
    .where(standings.c.matter == bindparam("matter"), _IDS)
)
_RANGES = [(f"first{number}", f"last{number}") for number in range(DAYS)]
_OF_DAYS = _PLACED.where(
    or_(*(placed.c.place.between(bindparam(first), bindparam(last)) for first, last in _RANGES))
)
_VOICES = select(threads.c.voices).where(threads.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim on a matter: `id` is its own, `row` the number of its row and `event_row` of its event's,
    `number` its place in the report, from 1; `voices` tell who says it, more than one where several do.
    """

    id: str
    row: int
    event: str
    event_row: int
    report: str
    number: int
    voices: tuple[Voice, ...]


def spoken(connection: Connection, matter: str) -> list[Spoken]:
    """Give the claims on a matter, by report and place in it. One that was read again since it was weighed
    has no voice.
    """
    rows = connection.execute(_CLAIMS, {"matter": matter}).all()
    said: defaultdict[tuple[str, str], list[Voice]] = defaultdict(list)
    for voice in voices_on(connection, matter, {row.event_key for row in rows}):
        said[voice.event, voice.claim].append(voice)
    found = [
        Spoken(
            id=row.claim,
            row=row.id,
            event=row.event_key,
            event_row=row.event_id,
            report=row.report_id,
            number=row.ordinal + 1,
            voices=tuple(said.get((row.event_key, row.claim), ())),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.report, each.number))


def voices_on(connection: Connection, matter: str, keys: Iterable[str]) -> list[Voice]:
    """Give the voices of a matter, of which `keys` are the events."""
    wanted = set(keys)
    rows = connection.execute(_THREADS, {"matter": matter})
    numbers = [row.id for row in rows if not wanted.isdisjoint(json.loads(row.events))]
    found: list[Voice] = []
    for batch in batches(sorted(numbers)):
        for said in connection.scalars(_VOICES, {"ids": batch}):
            found += (voice for voice in voices_from(said) if voice.event in wanted)
    return found


def events_of(
    connection: Connection, matter: str, ids: Iterable[str], days: Iterable[str], claims_in_all: int
) -> list[int]:
    """Find the events (their rows) that some claims on a matter are about, by the claims' ids. In a matter of
    thousands only claims of `days` of publication are found.
    """
    told: dict[str, Any] = {"matter": matter, "ids": sorted(ids)}
    found: Iterable[int] = ()
    if told["ids"] and version_of(connection) >= CATALOGUE_SINCE:
        if claims_in_all > MANY:
            told |= dict.fromkeys(chain.from_iterable(_RANGES), -1)
            for (first, last), day in zip(_RANGES, sorted(days), strict=False):
                told |= {first: place_of(fade(day), 0), last: place_of(fade(day) + 1, 0) - 1}
        found = connection.scalars(_OF_DAYS if claims_in_all > MANY else _PLACED, told).all()
    if told["ids"] and not found:  # it is not in the catalogue yet
        found = connection.scalars(_MEMBERS, {"matter": matter, "ids": told["ids"]}).all()
    return sorted(set(found))
