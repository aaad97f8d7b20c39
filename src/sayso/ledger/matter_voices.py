"""What is said on a matter, as weighing heard it: every claim with its place and its voice.

The words themselves are not loaded: a matter of two hundred claims takes about ten milliseconds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sayso.ledger.matter_queries import current_members
from sayso.ledger.schema import claims, current_readings, events
from sayso.ledger.thread_rows import voices_from
from sayso.ledger.weigh_rows import batches
from sayso.ledger.weigh_schema import threads
from sayso.weigh.records import Voice

__all__ = ["Spoken", "spoken", "voices_on"]


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
    rows = connection.execute(
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
        .where(current_members.c.matter == matter)
    ).all()
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
    its_readings = (
        select(events.c.reading_id)
        .join(current_members, current_members.c.event_id == events.c.id)
        .where(current_members.c.matter == matter)
    )
    query = select(threads.c.id, threads.c.events).where(threads.c.reading_id.in_(its_readings))
    numbers = [row.id for row in connection.execute(query) if not wanted.isdisjoint(json.loads(row.events))]
    found: list[Voice] = []
    for batch in batches(sorted(numbers)):
        for said in connection.scalars(select(threads.c.voices).where(threads.c.id.in_(batch))):
            found += (voice for voice in voices_from(said) if voice.event in wanted)
    return found
