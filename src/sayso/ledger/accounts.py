"""Readings as weighing takes them, put together from their rows: some hundred at a time, and quickly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select
from sqlalchemy.sql.elements import ColumnElement

from sayso.ledger.claim_rows import claim_from, event_from
from sayso.ledger.party_rows import party_from
from sayso.ledger.schema import (
    appearances,
    claim_sources,
    claims,
    event_parts,
    events,
    parties,
    readings,
    reports,
    sentences,
)
from sayso.reading.reading import Claim, Party
from sayso.weigh.accounts import TELLING, event_key
from sayso.weigh.records import Account, EventMention
from sayso.weigh.telling import telling_words

__all__ = ["Told", "heads", "told"]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A reading's account, and where it lies: the numbers of the reading, of its report, and of the event of
    each mention by the mention's key.
    """

    account: Account
    reading: int
    report: int
    events: dict[str, int]


def told(connection: Connection, reading_ids: Iterable[int]) -> Iterator[Told]:
    """Give the accounts of some readings, in this order. `Account.lead` and what belongs to it is not filled
    in. Outlet, title and date are those of the report's first appearance, of one with the date that the
    reading was made with where there is one.
    """
    left = iter(reading_ids)
    while batch := list(islice(left, _BATCH)):
        yield from _told(connection, batch)


def _told(connection: Connection, ids: Sequence[int]) -> Iterator[Told]:
    about = {row.reading_id: row for row in connection.execute(heads(ids))}
    known: dict[int, dict[str, Party]] = {number: {} for number in ids}
    for row in connection.execute(
        select(parties).where(parties.c.reading_id.in_(ids)).order_by(parties.c.reading_id, parties.c.ordinal)
    ).all():
        known[row.reading_id][row.actor] = party_from(row)
    mentioned = _mentions(connection, ids, about)
    for number in ids:
        head = about[number]
        its = mentioned.get(number, [])
        yield Told(
            Account(
                report=head.report_id,
                outlet=head.outlet,
                title=head.title,
                published=head.published,
                mentions=tuple(mention for _, mention in its),
                parties=known[number],
                telling=telling_words(head.title, head.text, TELLING),
            ),
            number,
            head.number,
            {mention.key: event for event, mention in its},
        )


def heads(ids: Sequence[int]) -> Select[Any]:
    """Select report, outlet, title and date of some readings."""
    return (
        select(
            readings.c.id.label("reading_id"),
            readings.c.report_id,
            reports.c.number,
            reports.c.text,
            *(appearances.c[name] for name in ("outlet", "title", "published")),
        )
        .select_from(
            readings.join(reports, reports.c.id == readings.c.report_id).join(
                appearances, appearances.c.id == _shown()
            )
        )
        .where(readings.c.id.in_(ids))
    )


def _shown() -> ColumnElement[int | None]:
    """Select the appearance of a row of `readings` that stands for its report (see `queries`)."""
    seen = appearances.alias("seen")
    first = select(func.min(seen.c.id)).where(seen.c.report_id == readings.c.report_id).correlate(readings)
    same_date = seen.c.published.is_not_distinct_from(readings.c.published)
    return func.coalesce(first.where(same_date).scalar_subquery(), first.scalar_subquery())


def _mentions(
    connection: Connection, ids: Sequence[int], said: dict[int, Row[Any]]
) -> dict[int, list[tuple[int, EventMention]]]:
    """Put together the event mentions of some readings with the numbers of their events, in the order of the
    text.
    """
    about = events.c.reading_id.in_(ids)
    parts = _grouped(connection, event_parts, event_parts.c.event_id, about)
    stated = claims.c.reading_id.in_(ids)
    sources: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(
        select(claim_sources)
        .join(claims, claims.c.id == claim_sources.c.claim_id)
        .where(stated)
        .order_by(claim_sources.c.claim_id, claim_sources.c.ordinal)
    ).all():
        sources[row.claim_id].append(row)
    claimed: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(
        select(
            claims,
            sentences.c.start.label("sentence_start"),
            sentences.c.end.label("sentence_end"),
            sentences.c.text.label("sentence_text"),
        )
        .join(sentences, sentences.c.id == claims.c.sentence_id)
        .where(stated)
        .order_by(claims.c.reading_id, claims.c.ordinal)
    ).all():
        claimed[row.event_id].append(row)
    found: defaultdict[int, list[tuple[int, EventMention]]] = defaultdict(list)
    taken: set[tuple[int, str]] = set()
    in_order = (events.c.reading_id, events.c.trigger_start, events.c.trigger_end, events.c.type)
    for row in connection.execute(select(events).where(about).order_by(*in_order, events.c.ordinal)).all():
        its = claimed.get(row.id)
        if its is None:  # no reader makes an event without a claim
            continue
        event = event_from(row, parts.get(row.id, ()))
        made: tuple[Claim, ...] = tuple(claim_from(each, event, sources.get(each.id, ())) for each in its)
        report = said[row.reading_id].report_id
        key = event_key(report, event)
        if (row.reading_id, key) in taken:  # two events of one type at one place: told apart by their order
            key = f"{key}:{row.ordinal}"
        taken.add((row.reading_id, key))
        first = its[0]
        mention = EventMention(
            key=key,
            report=report,
            event=event,
            trigger=row.trigger_text,
            sentence=first.sentence_text,
            span=(first.sentence_start, first.sentence_end),
            claims=made,
        )
        found[row.reading_id].append((row.id, mention))
    return found


def _grouped(
    connection: Connection, of: Table, by: ColumnElement[int], which: ColumnElement[bool]
) -> dict[int, list[Row[Any]]]:
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    query = select(of).join(events, events.c.id == of.c.event_id).where(which)
    for row in connection.execute(query.order_by(by, of.c.role, of.c.ordinal)).all():
        found[row.event_id].append(row)
    return found
