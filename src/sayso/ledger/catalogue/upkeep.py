"""The catalogue brought up to what the ledger holds, one small transaction at a time.

What comes out is a function of the ledger's rows, whatever the steps in which they were taken up: a reading
adds what `rows.shelf` makes of it and takes away the same when a newer one answers in its stead; a
matter has its newest state; a claim is in the matter that the newest row for its event names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, text, update

from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.numbers import Numbers
from sayso.ledger.catalogue.places import CLAIMS_EACH, REPORTS, last_of_report
from sayso.ledger.catalogue.rows import Shelf, heads, shelf
from sayso.ledger.catalogue.states import take_states
from sayso.ledger.catalogue.tallies import count
from sayso.ledger.schema import claims, parties, readings, reports
from sayso.ledger.transactions import now
from sayso.ledger.weigh_rows import add_rows, batches
from sayso.ledger.weigh_schema import matter_members, matter_states, story_members

__all__ = ["FOLLOWED", "bring_up", "forget", "last_rows", "pending_readings"]

FOLLOWED = ("parties", "readings", "matter_members", "matter_states", "story_members")
"""The tables of which new rows are taken up, in this order."""

_LAG = 10_000  # PostgreSQL gives numbers before it commits: a reading may come after one with a higher number
_PARTIES, _MEMBERS, _STATES, _STORIES = 50_000, 10_000, 500, 5000  # rows in one transaction
_IN_ONE = 1000  # values in one condition


def bring_up(connection: Connection, at_most: int) -> tuple[int, bool]:
    """Take up what is new, at most so many readings. Gives how many readings were taken up, and whether there
    may be more to do. It is part of a transaction that nobody else who does this can overlap.
    """
    state = connection.execute(select(tables.state)).one_or_none()
    done = _begin(connection) if state is None else {name: getattr(state, name) for name in FOLLOWED}
    before = dict(done)
    numbers = Numbers(connection)
    more = _take_parties(connection, numbers, done)
    took = 0
    if not more:
        last = connection.scalar(select(func.max(readings.c.id))) or 0
        ids = pending_readings(connection, done["readings"], at_most)
        took, more = len(ids), len(ids) == at_most
        if ids:
            _take_readings(connection, numbers, ids)
        done["readings"] = max(done["readings"], *(ids if more else (last,)))
    if not more:
        more = _take_members(connection, numbers, done)
    if not more:
        more = take_states(connection, numbers, done, _STATES)
    if not more:
        more = _take_stories(connection, done)
    if done != before or state is None or took:
        serial = 1 if state is None else state.serial + 1
        connection.execute(update(tables.state).values(serial=serial, at=now(), **done))
    return took, more


def forget(connection: Connection) -> None:
    """Throw the catalogue away: everything is to be taken up again."""
    serial = connection.scalar(select(tables.state.c.serial))
    for table in reversed(tables.CATALOGUE):
        if connection.dialect.name == "sqlite" or table is tables.state:
            connection.execute(delete(table))
        else:
            connection.exec_driver_sql(f"TRUNCATE {table.name}")
    if serial is not None:  # so that it never comes to the same number again
        _begin(connection, serial + 1)


def last_rows(connection: Connection) -> dict[str, int]:
    """Give the last number of each table of which rows are taken up."""
    its = (parties, readings, matter_members, matter_states, story_members)
    row = connection.execute(select(*(select(func.max(each.c.id)).scalar_subquery() for each in its))).one()
    return {name: last or 0 for name, last in zip(FOLLOWED, row, strict=True)}


def _begin(connection: Connection, serial: int = 1) -> dict[str, int]:
    last = last_rows(connection)
    # A reading is taken up with its newest matter and story: only what comes later is news to it.
    done = {**last, "parties": 0, "readings": 0, "matter_states": 0}
    connection.execute(insert(tables.state).values(id=1, serial=serial, at=now(), **done))
    return done


# ---- parties -----------------------------------------------------------------------------------------------


def _take_parties(connection: Connection, numbers: Numbers, done: dict[str, int]) -> bool:
    """Take over how new readings describe parties: of several rows the newest counts."""
    first = done["parties"]
    last = connection.scalar(select(func.max(parties.c.id))) or 0
    until = min(last, first + _PARTIES)
    if until > first:
        its = parties.c
        newest = select(func.max(its.id)).where(its.id > first, its.id <= until).group_by(its.actor)
        ids = connection.scalars(newest).all()
        rows = [
            row
            for batch in batches(ids, _IN_ONE)
            for row in connection.execute(select(parties).where(its.id.in_(batch)))
        ]
        numbers.describe(rows)
        done["parties"] = until
    return last > until


# ---- readings ----------------------------------------------------------------------------------------------


def pending_readings(connection: Connection, after: int, at_most: int) -> list[int]:
    """Give the first readings that were not taken up and answer for their reports."""
    newer = readings.alias("newer")
    later = select(newer.c.id).where(newer.c.report_id == readings.c.report_id, newer.c.id > readings.c.id)
    query = select(readings.c.id).where(~later.exists()).order_by(readings.c.id).limit(at_most)
    if connection.dialect.name == "sqlite":  # one writes at a time, so no lower number comes later
        return list(connection.scalars(query.where(readings.c.id > after)))
    taken = select(tables.shelved.c.reading).where(tables.shelved.c.reading == readings.c.id)
    its_report = reports.c.id == readings.c.report_id
    has_place = select(reports.c.number).where(its_report, reports.c.number < REPORTS)
    news = (readings.c.id > after - _LAG, ~taken.exists(), has_place.exists())
    return list(connection.scalars(query.where(*news)))


def _take_readings(connection: Connection, numbers: Numbers, ids: Sequence[int]) -> None:
    came = heads(connection, ids)
    _take_away(connection, numbers, [head.report for head in came])
    outlets = numbers.outlets(head.outlet for head in came if head.outlet)
    found = shelf(connection, came, numbers.parties, outlets)
    matters = _matters_of(connection, numbers, [row[2] for row in found.claims])
    stories = _stories_of(connection, [head.report for head in came])
    add_rows(
        connection,
        tables.shelved,
        ("place", "report", "reading", "appearance", "outlet", "claims", "story"),
        sorted(
            (
                head.place,
                head.report,
                head.reading,
                head.appearance,
                outlets[head.outlet] if head.outlet else 0,
                found.sizes[head.reading],
                stories.get(head.report, 0),
            )
            for head in came
        ),
    )
    names = ("place", "claim", "event", "sentence", "type", "stance", "outlet", "least", "who", "matter")
    # In the order of the tables: SQLite then goes through each once.
    placed = sorted((*row, matters.get(row[2], 0)) for row in found.claims)
    add_rows(connection, tables.placed, names, placed)
    parts = sorted((*key, *row) for key, row in found.parts.items())
    add_rows(connection, tables.parts, ("party", "place", "roles", "type", "stance"), parts)
    pairs = sorted((*key, *row) for key, row in found.pairs.items())
    add_rows(connection, tables.pairs, ("one", "other", "place", "type", "stance", "dimensions"), pairs)
    _tally(connection, found, 1)


def _take_away(connection: Connection, numbers: Numbers, report_numbers: Iterable[int]) -> None:
    """Take away what earlier readings of some reports added."""
    its = tables.shelved.c
    rows = [
        row
        for batch in batches(report_numbers, _IN_ONE)
        for row in connection.execute(
            select(its.reading, its.place, tables.outlets.c.name)
            .join_from(tables.shelved, tables.outlets, tables.outlets.c.number == its.outlet, isouter=True)
            .where(its.report.in_(batch))
        )
    ]
    if not rows:
        return
    were = heads(connection, [row.reading for row in rows])
    outlets = numbers.outlets(head.outlet for head in were if head.outlet)
    found = shelf(connection, were, numbers.parties, outlets)
    ranges = [{"first": row.place, "last": last_of_report(row.place)} for row in rows]
    for table in (tables.placed, tables.shelved):
        inside = table.c.place.between(bindparam("first"), bindparam("last"))
        connection.execute(delete(table).where(inside), ranges)
    if found.parts:
        part = tables.parts.c
        this = and_(part.party == bindparam("a"), part.place == bindparam("b"))
        connection.execute(delete(tables.parts).where(this), [{"a": a, "b": b} for a, b in found.parts])
    if found.pairs:
        pair = tables.pairs.c
        these = and_(pair.one == bindparam("a"), pair.other == bindparam("b"), pair.place == bindparam("c"))
        gone = [{"a": a, "b": b, "c": c} for a, b, c in found.pairs]
        connection.execute(delete(tables.pairs).where(these), gone)
    _tally(connection, found, -1)


_COUNTED = ("claims", "by", "about", "said", "spoke", "statements")
_PARTNERS = text(
    "INSERT INTO catalogue_partners (one, other, claims) VALUES (:one, :other, :n) "
    "ON CONFLICT (one, other) DO UPDATE SET claims = catalogue_partners.claims + excluded.claims"
)


def _tally(connection: Connection, found: Shelf, sign: int) -> None:
    its = tables.parties.c
    counts = [
        {"party": party, **{f"d_{name}": sign * n for name, n in zip(_COUNTED, each, strict=True)}}
        for party, each in sorted(found.counts.items())
    ]
    if counts:
        more = {name: its[name] + bindparam(f"d_{name}") for name in _COUNTED}
        connection.execute(
            update(tables.parties).where(its.number == bindparam("party")).values(more), counts
        )
    partners = Counter((one, other) for one, other, _ in found.pairs)
    if partners:
        rows = [{"one": a, "other": b, "n": sign * n} for (a, b), n in sorted(partners.items())]
        connection.execute(_PARTNERS, rows)
        if sign < 0:
            connection.execute(delete(tables.partners).where(tables.partners.c.claims == 0))
    count(connection, found.tallies, sign)


# ---- matters and stories of what is there ------------------------------------------------------------------


def _matters_of(connection: Connection, numbers: Numbers, events: Iterable[int]) -> dict[int, int]:
    """Give the matters of some events by their numbers."""
    its = matter_members.c
    named: dict[int, str] = {}
    for batch in batches(dict.fromkeys(events), _IN_ONE):
        query = select(its.event_id, its.matter).where(its.event_id.in_(batch))
        # In the order of their numbers, so that the newest one stays.
        named.update(
            (event, matter) for event, matter in connection.execute(query.order_by(its.event_id, its.id))
        )
    known = numbers.matters(named.values())
    return {event: known[matter] for event, matter in named.items()}


def _take_members(connection: Connection, numbers: Numbers, done: dict[str, int]) -> bool:
    first, its = done["matter_members"], matter_members.c
    query = select(its.id, its.event_id).where(its.id > first).order_by(its.id).limit(_MEMBERS)
    rows = connection.execute(query).all()
    if rows:
        matters = _matters_of(connection, numbers, (row.event_id for row in rows))
        changed = [
            {"at": place_of_row, "n": matters[event]}
            for event, place_of_row in _places_about(connection, list(matters))
        ]
        if changed:
            at = tables.placed.c.place == bindparam("at")
            connection.execute(update(tables.placed).where(at).values(matter=bindparam("n")), changed)
        done["matter_members"] = rows[-1].id
    return len(rows) == _MEMBERS


def _places_about(connection: Connection, events: Sequence[int]) -> list[tuple[int, int]]:
    """Give the places of the claims about some events, with their events."""
    return [
        (event, place + ordinal)
        for batch in batches(events, _IN_ONE)
        for event, place, ordinal in connection.execute(
            select(claims.c.event_id, tables.shelved.c.place, claims.c.ordinal)
            .join(tables.shelved, tables.shelved.c.reading == claims.c.reading_id)
            .where(claims.c.event_id.in_(batch), claims.c.ordinal < CLAIMS_EACH)
        )
    ]


def _stories_of(connection: Connection, report_numbers: Iterable[int]) -> dict[int, int]:
    """Give the leads of some reports' stories by their numbers; a report that is its own lead is left out."""
    its, lead = story_members.c, reports.alias("lead")
    found: dict[int, int] = {}
    for batch in batches(report_numbers, _IN_ONE):
        query = (
            select(reports.c.number, lead.c.number)
            .select_from(
                reports.join(story_members, its.report_id == reports.c.id).join(lead, lead.c.id == its.story)
            )
            .where(reports.c.number.in_(batch))
        )
        found.update((number, story) for number, story in connection.execute(query.order_by(its.id)))
    return {number: story for number, story in found.items() if number != story}


def _take_stories(connection: Connection, done: dict[str, int]) -> bool:
    its = story_members.c
    query = (
        select(its.id, reports.c.number)
        .join(reports, reports.c.id == its.report_id)
        .where(its.id > done["story_members"])
    )
    rows = connection.execute(query.order_by(its.id).limit(_STORIES)).all()
    if rows:
        numbers = list(dict.fromkeys(row.number for row in rows))
        stories = _stories_of(connection, numbers)
        changed = [{"of": number, "n": stories.get(number, 0)} for number in numbers]
        where = tables.shelved.c.report == bindparam("of")
        connection.execute(update(tables.shelved).where(where).values(story=bindparam("n")), changed)
        done["story_members"] = rows[-1].id
    return len(rows) == _STORIES
