"""Claims asked for, and put together from their rows. As everywhere, only the newest reading of each report
answers a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from sayso.errors import UsageError
from sayso.ledger import queries, search
from sayso.ledger.claim_rows import claim_from, event_from
from sayso.ledger.named import Named, parts_named, sources_named
from sayso.ledger.records import ClaimCounts, StoredClaim
from sayso.ledger.schema import (
    CONFIDENCES,
    appearances,
    claim_sources,
    claims,
    current_readings,
    event_parts,
    events,
    kept,
    reports,
    sentences,
)
from sayso.reading.ontology import STANCES, TYPES
from sayso.reading.reading import Claim, Event

_CONFIDENCE = tuple(claims.c[f"confidence_{part}"] for part in CONFIDENCES)
_ABOUT = ("outlet", "title", "published", "path", "url")


@dataclass(frozen=True, slots=True)
class Question:
    """What `stored_claims` is asked: made by `ask`, which checks it. None and () ask for nothing in
    particular; what is empty was asked with words that hold none, and finds nothing.
    """

    where: queries.Question = field(default_factory=queries.Question)
    sentence: list[search.Term] | None = None
    actor: Named | None = None
    recipient: Named | None = None
    origin: Named | None = None
    source: Named | None = None
    types: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    min_confidence: float | None = None


def ask(
    words: str | None = None,
    *,
    type: str | Iterable[str] | None = None,
    actor: Named | None = None,
    recipient: Named | None = None,
    stance: str | Iterable[str] | None = None,
    origin: Named | None = None,
    source: Named | None = None,
    min_confidence: float | None = None,
    where: queries.Question,
) -> Question:
    """Check a question; an empty string asks for nothing in particular.

    Raises UsageError for an unknown type or stance, and for a confidence that is no number from 0 to 1.
    """
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise UsageError(f"{min_confidence!r} is no confidence; give a number from 0 to 1, for example 0.7")
    return Question(
        where=where,
        sentence=search.parse(words) if words and words.strip() else None,
        actor=actor,
        recipient=recipient,
        origin=origin,
        source=source,
        types=_known(type, TYPES, "type of event"),
        stances=_known(stance, STANCES, "stance"),
        min_confidence=min_confidence,
    )


def _known(asked: str | Iterable[str] | None, values: Sequence[str], what: str) -> tuple[str, ...]:
    """Give the values asked for, spelt as they are; a word in any case will do."""
    known = {value.casefold(): value for value in values}
    found: dict[str, None] = {}
    for word in [asked] if isinstance(asked, str) else asked or ():
        key = word.strip().casefold()
        if not key:
            continue
        if key not in known:
            raise UsageError(f"{word!r} is no {what}; there are {', '.join(values)}")
        found[known[key]] = None
    return tuple(found)


def stored_claims(
    connection: Connection, question: Question, limit: int | None, version: int
) -> Iterator[StoredClaim]:
    """Find claims: newest publication first (undated ones last), then by report, then by place. `version` is
    that of the ledger's schema.
    """
    query = _asked(connection, question, version)
    if query is None:
        return
    query = query.order_by(*queries.newest_first(), claims.c.ordinal).limit(limit)
    for rows in connection.execute(query, execution_options={"yield_per": queries.CHUNK}).partitions():
        found = _load(connection, events.c.id.in_({row.event_id for row in rows}), version)
        for row in rows:
            yield _stored(row, found[row.event_id])


def _asked(connection: Connection, question: Question, version: int) -> Select[Any] | None:
    """Select the claims that a question is about; None where there can be none."""
    roles = {"actor": question.actor, "recipient": question.recipient}
    asked = (question.sentence, *roles.values(), question.origin, question.source)
    if any(each is not None and not each for each in asked):  # asked for words, but what was typed holds none
        return None
    shown = queries.shown_appearance(connection, question.where)
    query = select(
        claims.c.id,
        claims.c.event_id,
        current_readings.c.report_id,
        *(appearances.c[name] for name in _ABOUT),
    ).select_from(
        claims.join(events, events.c.id == claims.c.event_id)
        .join(current_readings, current_readings.c.id == claims.c.reading_id)
        .join(reports, reports.c.id == current_readings.c.report_id)
        .join(appearances, appearances.c.id == shown)
    )
    if question.where.report_id is not None:
        query = query.where(current_readings.c.report_id == question.where.report_id)
    if question.types:
        query = query.where(events.c.type.in_(question.types))
    if question.stances:
        query = query.where(claims.c.stance.in_(question.stances))
    if question.min_confidence is not None:
        query = query.where(
            or_(*(column.is_not(None) for column in _CONFIDENCE)),
            *(func.coalesce(column, 1.0) >= question.min_confidence for column in _CONFIDENCE),
        )
    dialect = connection.dialect.name
    if question.sentence:
        query = query.where(search.sentences_matching(dialect, question.sentence))
    for role, named in roles.items():
        if named:
            query = query.where(claims.c.event_id.in_(parts_named(dialect, role, named, version)))
    link = claim_sources.c
    if question.source:
        any_link = sources_named(dialect, "source", question.source, version, link.claim_id)
        query = query.where(claims.c.id.in_(any_link))
    if question.origin:
        last = sources_named(dialect, "origin", question.origin, version, link.claim_id, link.ordinal + 1)
        query = query.where(tuple_(claims.c.id, claims.c.links).in_(last))
    return query


def _stored(row: Row[Any], about_event: Sequence[_Known]) -> StoredClaim:
    (this,) = (known for known in about_event if known.id == row.id)
    return StoredClaim(
        report_id=row.report_id,
        **{name: getattr(row, name) for name in _ABOUT},
        number=this.number,
        claim=this.claim,
        sentence=this.sentence,
        trigger=this.trigger,
        cue=this.cue,
        others=tuple(known.claim for known in about_event if known is not this),
    )


def claims_of(
    connection: Connection, reading_ids: Sequence[int], version: int
) -> dict[int, tuple[Claim, ...]]:
    """Give the claims of some readings, in their order; a reading without any is left out."""
    found: dict[int, list[_Known]] = {}
    for about_event in _load(connection, events.c.reading_id.in_(reading_ids), version).values():
        for known in about_event:
            found.setdefault(known.reading_id, []).append(known)
    return {
        reading_id: tuple(known.claim for known in sorted(its, key=lambda known: known.number))
        for reading_id, its in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """A claim as it was stored, with what its record has not."""

    id: int
    reading_id: int
    number: int
    claim: Claim
    sentence: str
    trigger: str
    cue: str | None


def _load(connection: Connection, which: ColumnElement[bool], version: int) -> dict[int, list[_Known]]:
    """Put together the claims about some events: by the event's number, in the order of their reading."""
    event_rows = connection.execute(select(events).where(which)).all()
    if not event_rows:
        return {}
    parts = _by(
        "event_id",
        connection.execute(
            select(event_parts)
            .join(events, events.c.id == event_parts.c.event_id)
            .where(which)
            .order_by(event_parts.c.event_id, event_parts.c.role, event_parts.c.ordinal)
        ),
    )
    sources = _by(
        "claim_id",
        connection.execute(
            select(*kept(claim_sources, version))
            .join(claims, claims.c.id == claim_sources.c.claim_id)
            .join(events, events.c.id == claims.c.event_id)
            .where(which)
            .order_by(claim_sources.c.claim_id, claim_sources.c.ordinal)
        ),
    )
    claim_rows = connection.execute(
        select(
            claims,
            sentences.c.start.label("sentence_start"),
            sentences.c.end.label("sentence_end"),
            sentences.c.text.label("sentence_text"),
        )
        .join(events, events.c.id == claims.c.event_id)
        .join(sentences, sentences.c.id == claims.c.sentence_id)
        .where(which)
        .order_by(claims.c.event_id, claims.c.ordinal)
    )
    return put_together(event_rows, parts, sources, claim_rows)


def put_together(
    event_rows: Iterable[Row[Any]],
    parts: Mapping[int, Sequence[Row[Any]]],
    sources: Mapping[int, Sequence[Row[Any]]],
    claim_rows: Iterable[Row[Any]],
) -> dict[int, list[_Known]]:
    """Put claims together from their rows: by the event's number, in the order of their rows. `parts` are by
    the event's number, `sources` by the claim's.
    """
    its_event: dict[int, tuple[Event, str]] = {
        row.id: (event_from(row, parts.get(row.id, ())), row.trigger_text) for row in event_rows
    }
    found: dict[int, list[_Known]] = {number: [] for number in its_event}
    for row in claim_rows:
        event, trigger = its_event[row.event_id]
        found[row.event_id].append(
            _Known(
                id=row.id,
                reading_id=row.reading_id,
                number=row.ordinal + 1,
                claim=claim_from(row, event, sources.get(row.id, ())),
                sentence=row.sentence_text,
                trigger=trigger,
                cue=row.cue_text,
            )
        )
    return found


def _by(column: str, rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    return {key: list(group) for key, group in groupby(rows, key=lambda row: getattr(row, column))}


def count(connection: Connection) -> ClaimCounts:
    """Count the events and claims that can be asked for."""

    def by(column: ColumnElement[str], reading: ColumnElement[int]) -> dict[str, int]:
        found = connection.execute(
            select(column.label("value"), func.count().label("n"))
            .join(current_readings, current_readings.c.id == reading)
            .group_by(column)
        )
        return {row.value: row.n for row in sorted(found, key=lambda row: (-row.n, row.value))}

    by_type = by(events.c.type, events.c.reading_id)
    by_stance = by(claims.c.stance, claims.c.reading_id)
    return ClaimCounts(sum(by_type.values()), sum(by_stance.values()), by_type, by_stance)
