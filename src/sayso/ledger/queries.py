"""Questions to the ledger. Only the newest reading of each report answers.

A report may have appeared in several places; it is found where any appearance fits the question, and shown
with that one (the first of them, one of the date that the reading was made with before others).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select, text
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from sayso.errors import UsageError
from sayso.ledger import search
from sayso.ledger.named import Named, statements_named
from sayso.ledger.records import ClaimCounts, Statement, Status, StoredReject
from sayso.ledger.reviewed import base_version
from sayso.ledger.rows import ROLES, spans_by_attribution
from sayso.ledger.schema import (
    appearances,
    attribution_spans,
    attributions,
    current_readings,
    mentions,
    path_is,
    readings,
    rejects,
    reports,
    runs,
)

CHUNK = 500
"""Rows fetched at a time."""

THINGS = ("date", "thing", "money", "quantity", "materiel", "place")
"""The kinds of mentions that name nothing that could act."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Question:
    """What `statements` and `sources` are asked: made by `ask`, which checks it."""

    content: list[search.Term] | None = None
    source: Named | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    report_id: str | None = None


def ask(
    words: str | None = None,
    *,
    source: Named | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    report_id: str | None = None,
) -> Question:
    """Check a question. An empty string asks for nothing in particular. Raises UsageError for a bad date."""
    return Question(
        content=search.parse(words) if words and words.strip() else None,
        source=source,
        outlet=outlet.strip() or None if outlet else None,
        since=day(since, last=False) if since else None,
        until=day(until, last=True) if until else None,
        report_id=report_id,
    )


def day(words: str, *, last: bool) -> str:
    """Give the first or last day of a year, month or day: ``2023-08`` is 2023-08-01, or 2023-08-31 where
    `last`.

    Raises UsageError where the words are no date.
    """
    match = _DATE.fullmatch(words.strip())
    year, month, this = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        if match and not match[2]:
            month = 12 if last else 1
        if match and not match[3]:
            this = calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, this).isoformat()
    except ValueError:
        raise UsageError(
            f"{words!r} is no date; write a year (2023), a month (2023-08) or a day (2023-08-21)"
        ) from None


def statements(
    connection: Connection, question: Question, limit: int | None, version: int
) -> Iterator[Statement]:
    """Find statements: newest publication first (undated ones last), then by report, then by place.
    `version` is that of the ledger's schema.
    """
    query = asked(
        connection,
        question,
        version,
        attributions.c.id,
        current_readings.c.report_id,
        *(appearances.c[name] for name in ("outlet", "title", "published", "path", "url")),
        *(
            attributions.c[name]
            for name in ("source_text", "cue_text", "content_text", "nested_in", "ordinal")
        ),
    )
    if query is None:
        return
    query = query.order_by(*newest_first(), attributions.c.ordinal).limit(limit)
    for rows in connection.execute(query, execution_options={"yield_per": CHUNK}).partitions():
        parts = spans_by_attribution(spans_of(connection, [row.id for row in rows]))
        yield from (_statement(row, parts[row.id]) for row in rows)


def _statement(row: Row[Any], parts: dict[str, list[tuple[int, int]]]) -> Statement:
    return Statement(
        report_id=row.report_id,
        outlet=row.outlet,
        title=row.title,
        published=row.published,
        path=row.path,
        url=row.url,
        source=row.source_text,
        cue=row.cue_text,
        content=row.content_text,
        spans={role: [list(span) for span in parts[role]] for role in ROLES},
        nested=row.nested_in is not None,
        attribution=row.ordinal + 1,
    )


def spans_of(connection: Connection, attribution_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Give the rows of `attribution_spans` of some attributions, in their order."""
    table = attribution_spans.c
    return connection.execute(
        select(attribution_spans)
        .where(table.attribution_id.in_(attribution_ids))
        .order_by(table.attribution_id, table.role, table.ordinal)
    ).all()


def asked(
    connection: Connection, question: Question, version: int, *columns: ColumnElement[Any]
) -> Select[Any] | None:
    """Select from the statements that a question is about; None where there can be none."""
    if any(each is not None and not each for each in (question.content, question.source)):
        return None  # asked for words, but what was typed holds none
    shown = shown_appearance(connection, question)
    query = select(*columns).select_from(
        attributions.join(current_readings, current_readings.c.id == attributions.c.reading_id)
        .join(reports, reports.c.id == current_readings.c.report_id)
        .join(appearances, appearances.c.id == shown)
    )
    if question.report_id is not None:
        query = query.where(current_readings.c.report_id == question.report_id)
    dialect = connection.dialect.name
    if question.content:
        query = query.where(search.statements_matching(dialect, question.content))
    if question.source:
        query = query.where(attributions.c.id.in_(statements_named(dialect, question.source, version)))
    return query


def shown_appearance(connection: Connection, question: Question) -> ColumnElement[int | None]:
    """Select, for a row of `current_readings`, the appearance that fits a question best (NULL: none)."""
    seen = appearances.alias("seen")
    fits = [seen.c.report_id == current_readings.c.report_id]
    if question.outlet is not None:
        fits.append(seen.c.outlet.in_(_spellings(connection, question.outlet)))
    if question.since is not None:
        fits.append(seen.c.published >= question.since)
    if question.until is not None:
        # The first ten characters: were there a time of day, the whole last day would still count.
        fits.append(func.substr(seen.c.published, 1, 10) <= question.until)
    first = select(func.min(seen.c.id)).where(*fits).correlate(current_readings)
    same_date = seen.c.published.is_not_distinct_from(current_readings.c.published)
    return func.coalesce(first.where(same_date).scalar_subquery(), first.scalar_subquery())


def _spellings(connection: Connection, outlet: str) -> list[str]:
    """Give the known outlets whose name has this in it. (A database's own lower() may know ASCII only.)"""
    wanted = folded(outlet)
    known = connection.scalars(
        select(appearances.c.outlet).where(appearances.c.outlet.is_not(None)).distinct()
    )
    return [name for name in known if name is not None and wanted in folded(name)]


def folded(name: str) -> str:
    """Give a name as names are compared: without case and with single spaces."""
    return " ".join(name.casefold().split())


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """Give the order of answers: newest publication first, undated ones last, then as reports came."""
    # IS NULL rather than NULLS LAST, which older SQLites do not know.
    return appearances.c.published.is_(None), appearances.c.published.desc(), reports.c.number


def stored_rejects(connection: Connection, *, everything: bool) -> Iterator[StoredReject]:
    """Give the rejects in the order in which they were met; the open ones, or all."""
    query = select(rejects).order_by(rejects.c.id)
    if not everything:
        query = query.where(_open(connection))
    for row in connection.execute(query, execution_options={"yield_per": CHUNK}):
        yield StoredReject(row.path, row.locator, row.reason, row.message, row.seen_at, row.run_id)


def _open(connection: Connection) -> ColumnElement[bool]:
    """Give the condition that the input of a reject has not been read since.

    A place within an input ("line 17") stays open, for its other places may have been read; so does standard
    input, which is another one each time.
    """
    read_since = (
        select(appearances.c.id)
        .where(
            path_is(connection.dialect.name, rejects.c.path),
            appearances.c.id > func.coalesce(rejects.c.after_appearance, 0),
        )
        .correlate(rejects)
        .exists()
    )
    return or_(rejects.c.path.is_(None), rejects.c.path == "-", rejects.c.locator.is_not(None), ~read_since)


def status(
    connection: Connection, where: str, version: int, claims: ClaimCounts, facts: tuple[str, str] | None
) -> Status:
    """Count what the ledger holds; `claims` are counted already, `facts` are the first and last day on which
    those of the gazetteer were checked.
    """

    def count(table: FromClause, *conditions: ColumnElement[bool]) -> int:
        return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    said = attributions.join(current_readings, current_readings.c.id == attributions.c.reading_id)
    named = mentions.join(current_readings, current_readings.c.id == mentions.c.reading_id)
    resolved = mentions.c.actor.is_not(None)
    by_outlet = connection.execute(
        select(appearances.c.outlet, func.count(appearances.c.report_id.distinct()).label("n"))
        .where(appearances.c.outlet.is_not(None))
        .group_by(appearances.c.outlet)
    )
    first, last = connection.execute(
        select(func.min(appearances.c.published), func.max(appearances.c.published))
    ).one()
    models = connection.execute(
        select(readings.c.reader_version, readings.c.model)
        .group_by(readings.c.reader_version, readings.c.model)
        .order_by(func.min(readings.c.id))
    )
    return Status(
        where=where,
        schema_version=version,
        size=_size(connection),
        reports=count(reports),
        appearances=count(appearances),
        readings=count(readings),
        attributions=count(said),
        without_source=count(said, attributions.c.source_text.is_(None)),
        events=claims.events,
        claims=claims.claims,
        by_type=claims.by_type,
        by_stance=claims.by_stance,
        mentions=count(named, or_(resolved, mentions.c.kind.not_in(THINGS))),
        resolved=count(named, resolved),
        facts_from=facts and facts[0],
        facts_until=facts and facts[1],
        after_facts=count(current_readings, current_readings.c.published > facts[1]) if facts else 0,
        rejects=count(rejects, _open(connection)),
        runs=count(runs),
        outlets={row.outlet: row.n for row in sorted(by_outlet, key=lambda row: (-row.n, row.outlet))},
        first=first,
        last=last,
        models=tuple(dict.fromkeys((base_version(row.reader_version), row.model) for row in models)),
    )


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.execute(
            text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        )
        return int(pages.scalar_one())
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def matching_reports(connection: Connection, words: str | None) -> Iterable[str]:
    """Give the ids of the reports whose text holds all words (see `search`), newest publication first."""
    question = ask(words)
    if question.content == []:
        return []
    query = select(reports.c.id).select_from(
        current_readings.join(reports, reports.c.id == current_readings.c.report_id).join(
            appearances, appearances.c.id == shown_appearance(connection, question)
        )
    )
    if question.content:
        query = query.where(search.reports_matching(connection.dialect.name, question.content))
    return connection.scalars(query.order_by(*newest_first())).all()
