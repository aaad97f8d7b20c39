"""A whole reading written into the ledger's tables, and put together from them again; each within somebody
else's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from sayso.ledger import claims as claim_queries
from sayso.ledger import queries, rows, search
from sayso.ledger.claim_rows import claim_rows
from sayso.ledger.party_rows import party_rows
from sayso.ledger.reviewed import base_version, is_reviewed
from sayso.ledger.schema import (
    CLAIMS_SINCE,
    PARTIES_SINCE,
    appearances,
    attributions,
    current_readings,
    kept,
    mentions,
    metadata,
    parties,
    readings,
    reports,
)
from sayso.ledger.transactions import next_numbers, now, version_of
from sayso.reading.reading import ReaderVersion, Reading
from sayso.report import Report

__all__ = ["base_and_current", "own_readings", "readings_of", "write_reading"]

_ABOUT = ("path", "external_id", "url", "title", "outlet", "authors", "published")


def write_reading(connection: Connection, reading: Reading, run: int | None) -> int:
    """Write a reading that `rows.check` let pass, of a report that is there; give its number."""
    result = connection.execute(
        insert(readings).values(
            report_id=reading.report.id,
            reader_version=reading.reader.version,
            model=reading.reader.model,
            published=reading.report.published,
            read_at=now(),
            run_id=run,
        )
    )
    assert result.inserted_primary_key is not None
    number = int(result.inserted_primary_key[0])
    said = claim_rows(reading)
    wanted = {name: len(many) for name, many in said.by_table()}
    wanted |= {"attributions": len(reading.attributions), "parties": len(reading.parties)}
    numbers = next_numbers(connection, wanted)
    found = rows.reading_rows(reading, number, numbers["attributions"])
    known = list(party_rows(reading.parties, number, numbers["parties"]))
    for name, many in (
        ("mentions", found.mentions),
        ("parties", known),
        ("attributions", found.attributions),
        ("attribution_spans", found.attribution_spans),
        *said.numbered(number, numbers).by_table(),
    ):
        if many:
            connection.execute(insert(metadata.tables[name]), many)
    search.fill_statements(connection, found.attributions)
    search.fill_claims(connection, said.sentences, said.event_parts, said.claim_sources)
    search.fill_parties(connection, zip(numbers["parties"], reading.parties, strict=True))
    return number


@dataclass(frozen=True, slots=True)
class _Head:
    reading: int
    reader: ReaderVersion
    report: Report


def readings_of(connection: Connection, report_ids: Sequence[str]) -> Iterator[Reading]:
    """Put together the newest readings of some reports, in the order in which the reports came. A report is
    described as it was first seen with the date that the reading was made with.
    """
    yield from _whole(connection, _heads(connection, report_ids))


def base_and_current(connection: Connection, report_id: str) -> tuple[Reading, Reading]:
    """Give a reader's own newest reading of a report, and what it became by review (the same where nobody
    reviewed it).
    """
    (head,) = _heads(connection, [report_id])
    number, reader = own_readings(connection, [report_id])[report_id]
    if number == head.reading:
        (current,) = _whole(connection, [head])
        return current, current
    base, current = _whole(connection, [replace(head, reading=number, reader=reader), head])
    return base, current


def own_readings(connection: Connection, report_ids: Sequence[str]) -> dict[str, tuple[int, ReaderVersion]]:
    """Give the number and the reader of the newest reading of each report that is not one after review."""
    query = select(readings.c.id, readings.c.report_id, readings.c.reader_version, readings.c.model)
    query = query.where(readings.c.report_id.in_(report_ids)).order_by(readings.c.id)
    every = [(row.id, row.report_id, row.reader_version, row.model) for row in connection.execute(query)]
    known = {each[1:] for each in every}
    return {
        report: (number, ReaderVersion(version, model))
        for number, report, version, model in every
        # One that says that it is of a reading that is not here came from another ledger: it is its own.
        if not is_reviewed(version) or (report, base_version(version), model) not in known
    }


def _heads(connection: Connection, report_ids: Sequence[str]) -> list[_Head]:
    shown = queries.shown_appearance(connection, queries.Question())
    query = (
        select(
            current_readings.c.id.label("reading_id"),
            current_readings.c.reader_version,
            current_readings.c.model,
            reports.c.text,
            reports.c.language,
            *(appearances.c[name] for name in _ABOUT),
        )
        .select_from(
            current_readings.join(reports, reports.c.id == current_readings.c.report_id).join(
                appearances, appearances.c.id == shown
            )
        )
        .where(current_readings.c.report_id.in_(report_ids))
        .order_by(reports.c.number)
    )
    return [
        _Head(row.reading_id, ReaderVersion(row.reader_version, row.model), rows.report_from(row))
        for row in connection.execute(query)
    ]


def _whole(connection: Connection, heads: Sequence[_Head]) -> Iterator[Reading]:
    ids = [head.reading for head in heads]
    version = version_of(connection)

    def by_reading(table: Table) -> dict[int, list[Any]]:
        query = select(*kept(table, version)).where(table.c.reading_id.in_(ids))
        query = query.order_by(table.c.reading_id, table.c.ordinal)
        return {
            key: list(group)
            for key, group in groupby(connection.execute(query), key=lambda row: row.reading_id)
        }

    named, said = by_reading(mentions), by_reading(attributions)
    claimed = claim_queries.claims_of(connection, ids, version) if version >= CLAIMS_SINCE else {}
    known = by_reading(parties) if version >= PARTIES_SINCE else {}
    for head in heads:
        its = said.get(head.reading, [])
        yield rows.reading_from(
            head.report,
            head.reader,
            named.get(head.reading, []),
            its,
            queries.spans_of(connection, [row.id for row in its]),
            claimed.get(head.reading, ()),
            known.get(head.reading, ()),
        )
