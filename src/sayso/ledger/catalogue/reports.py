"""Reports of the catalogue, what it holds in all, up to when it is, and who is writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from sayso.ledger import queries, search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue import upkeep
from sayso.ledger.catalogue.claims import no_more_than, outlets_called
from sayso.ledger.catalogue.places import (
    CLAIMS_EACH,
    FIRST_UNDATED,
    cursor_of,
    day_of,
    from_cursor,
    period,
    report_of,
)
from sayso.ledger.catalogue.records import PENDING, CatalogueState, Counts, Page, ReportRow, RunRow
from sayso.ledger.catalogue.words import as_dict, reports_with, these
from sayso.ledger.review_schema import reviews
from sayso.ledger.schema import (
    appearances,
    list_uses,
    list_versions,
    readings,
    rejects,
    reports,
    run_ends,
    runs,
    screening_uses,
)
from sayso.ledger.weigh_schema import matter_decisions, watch_ends, watches, weighings

__all__ = ["counts", "page", "running", "stamp", "state", "texts"]

_LATELY = timedelta(minutes=15)
_LOOKED_AT = 20_000  # the newest readings, in which those of a run are counted
_RUNS = 20

_ITS = tables.shelved.c


# ---- reports -----------------------------------------------------------------------------------------------


def page(
    connection: Connection,
    words: str | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
    cursor: str | None,
    limit: int,
) -> Page[ReportRow]:
    """Give a page of reports, newest publication first, undated ones last. Raises UsageError for a date that
    is none.
    """
    where = queries.ask(since=since, until=until)
    first, last = period(where.since, where.until)
    conditions: list[ColumnElement[bool]] = []
    capped, total = False, None
    if words and words.strip():
        found, capped = reports_with(connection, search.parse(words))
        chosen = these(connection, found)
        conditions.append(_ITS.report.in_(select(chosen.c.value)))
        total = None if capped else len(found)
    if outlet and outlet.strip():
        conditions.append(_ITS.outlet.in_(outlets_called(connection, outlet)))
    narrowed = bool(outlet or since or until)
    if first is not None:
        conditions.append(_ITS.place >= first)
    if last is not None:
        conditions.append(_ITS.place <= last)
    key = from_cursor(cursor, [int])
    limit = no_more_than(limit)
    query = select(_ITS.place, _ITS.report, _ITS.claims, _ITS.story, _ITS.appearance).where(*conditions)
    if key is not None:
        query = query.where(_ITS.place > key[0])
    rows = connection.execute(query.order_by(_ITS.place).limit(limit + 1)).all()
    more = cursor_of(rows[limit - 1].place) if len(rows) > limit else None
    if not conditions:
        total = _tallied(connection).get(("reports", ""), 0)
    return Page(_rows(connection, rows[:limit]), more, None if narrowed else total, capped)


def _rows(connection: Connection, rows: Sequence[Any]) -> tuple[ReportRow, ...]:
    seen = appearances.c
    query = select(seen.id, seen.report_id, seen.title, seen.outlet, seen.published, seen.url, seen.path)
    about = {
        row.id: row for row in connection.execute(query.where(seen.id.in_([row.appearance for row in rows])))
    }
    leads = {row.story for row in rows if row.story}
    query_leads = select(reports.c.number, reports.c.id).where(reports.c.number.in_(leads))
    ids = as_dict(connection, query_leads)
    copies = _copies(connection, [row.report for row in rows])
    contested = _contested(connection, {row.place: row.claims for row in rows})
    return tuple(
        ReportRow(
            report_id=about[row.appearance].report_id,
            title=about[row.appearance].title,
            outlet=about[row.appearance].outlet,
            published=about[row.appearance].published,
            url=about[row.appearance].url,
            path=about[row.appearance].path,
            claims=row.claims,
            contested=contested.get(row.place, 0),
            story=ids.get(row.story),
            copies=copies.get(row.report, 0),
        )
        for row in rows
    )


def texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Give the texts of some reports, by their ids."""
    its = reports.c
    return as_dict(connection, select(its.id, its.text).where(its.id.in_(sorted(set(ids)))))


def _copies(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    query = select(_ITS.story, func.count()).where(_ITS.story.in_(numbers)).group_by(_ITS.story)
    return as_dict(connection, query)


def _contested(connection: Connection, of: Mapping[int, int]) -> dict[int, int]:
    """Count the contested matters of some reports. Given are the places of their first claims with how many
    claims they have, which follow without a gap.
    """
    claim, matter = tables.placed.c, tables.standings.c
    chosen = these(connection, [place + n for place, claims in of.items() for n in range(claims)])
    query = select(claim.place, claim.matter).where(claim.place.in_(select(chosen.c.value)))
    found: defaultdict[int, set[int]] = defaultdict(set)
    for place, number in connection.execute(query):
        found[place - place % CLAIMS_EACH].add(number)
    numbers = these(connection, sorted(set().union(*found.values())))
    stands = select(matter.number, matter.contested, matter.live)
    stands = stands.where(matter.number.in_(select(numbers.c.value)))
    contested = {number for number, denied, live in connection.execute(stands) if denied and live}
    return {place: len(its & contested) for place, its in found.items()}


# ---- what there is in all ----------------------------------------------------------------------------------


def _tallied(connection: Connection) -> dict[tuple[str, str], int]:
    its = tables.tallies.c
    return {(kind, value): n for kind, value, n in connection.execute(select(its.kind, its.value, its.n))}


def counts(connection: Connection) -> Counts:
    """Count what the catalogue holds."""
    tallied = _tallied(connection)
    names = {
        str(number): name
        for number, name in connection.execute(select(tables.outlets.c.number, tables.outlets.c.name))
    }

    def by(kind: str) -> dict[str, int]:
        found = {value: n for (each, value), n in tallied.items() if each == kind and n}
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    in_stories = select(func.count(_ITS.story.distinct()), func.count()).where(_ITS.story > 0)
    stories, copies = connection.execute(in_stories).one()
    # Apart: both at once would be looked for in all of them.
    newest, oldest = (
        connection.scalar(select(end(_ITS.place)).where(_ITS.place < FIRST_UNDATED))
        for end in (func.min, func.max)
    )
    parties = select(func.count()).select_from(tables.parties).where(tables.parties.c.claims > 0)
    one = {
        name: tallied.get((name, ""), 0)
        for name in ("reports", "claims", "events", "statements", "matters", "contested", "several")
    }
    return Counts(
        **one,
        parties=connection.scalar(parties) or 0,
        stories=stories,
        copies=copies,
        first=None if oldest is None else day_of(report_of(oldest)[0]),
        last=None if newest is None else day_of(report_of(newest)[0]),
        types=by("type"),
        event_types=by("event-type"),
        stances=by("stance"),
        outlets={names[number]: n for number, n in by("outlet").items()},
    )


def state(connection: Connection) -> CatalogueState:
    """Tell up to when the catalogue is."""
    known = connection.execute(select(tables.state)).one_or_none()
    if known is None:
        return CatalogueState(
            ready=False, at=None, serial=0, pending=_after(connection, 0), pending_matters=False
        )
    last = upkeep.last_rows(connection)
    behind = any(last[name] > getattr(known, name) for name in upkeep.FOLLOWED if name != "readings")
    pending = _after(connection, known.readings)
    return CatalogueState(True, known.at, known.serial, pending, behind)


def _after(connection: Connection, number: int) -> int:
    some = select(readings.c.id).where(readings.c.id > number).limit(PENDING).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


_NEWS = (
    readings,
    appearances,
    rejects,
    runs,
    weighings,
    matter_decisions,
    reviews,
    screening_uses,
    list_versions,
    list_uses,
    watches,
)


def stamp(connection: Connection) -> str:
    """Give a word that is another one as soon as any answer may be."""
    last = [select(func.max(each.c.id)).scalar_subquery() for each in _NEWS]
    ends = [select(func.max(run_ends.c.run_id)).scalar_subquery()]
    # Watches may end in any order.
    ends.append(select(func.count()).select_from(watch_ends).scalar_subquery())
    serial = select(tables.state.c.serial).scalar_subquery()
    row = connection.execute(select(serial, *last, *ends)).one()
    return "-".join("" if each is None else format(each, "x") for each in row)


def running(connection: Connection) -> list[RunRow]:
    """Give the runs that have not ended and wrote lately, the newest first."""
    its = runs.c
    ended = select(run_ends.c.run_id).where(run_ends.c.run_id == its.id)
    query = select(runs).where(~ended.exists()).order_by(its.id.desc()).limit(_RUNS)
    unended = connection.execute(query).all()
    if not unended:
        return []
    newest = connection.scalar(select(func.max(readings.c.id))) or 0
    read = readings.c
    counted = connection.execute(
        select(read.run_id, func.count().label("n"), func.max(read.read_at).label("last"))
        .where(read.id > newest - _LOOKED_AT, read.run_id.in_([run.id for run in unended]))
        .group_by(read.run_id)
    )
    wrote = {row.run_id: row for row in counted}
    since = (datetime.now(UTC) - _LATELY).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [
        RunRow(run.id, run.command, run.started_at, wrote[run.id].n if run.id in wrote else 0, last)
        for run in unended
        if (last := wrote[run.id].last if run.id in wrote else None) or run.started_at >= since
        if max(last or "", run.started_at) >= since
    ]
