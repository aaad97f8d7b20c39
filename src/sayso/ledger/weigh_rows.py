"""What a step of weighing reads from the ledger and writes to it, as rows. The step itself is made elsewhere
(`sayso.run.weighing`): here is only what it needs to know, and how what it found is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from sayso.ledger.accounts import Told, heads, told
from sayso.ledger.claim_rows import Values
from sayso.ledger.schema import current_readings, readings, reports
from sayso.ledger.thread_rows import Placement, StoredThread
from sayso.ledger.transactions import next_numbers, now
from sayso.ledger.weigh_schema import (
    DERIVED,
    matter_decisions,
    matter_members,
    matter_states,
    story_members,
    thread_keys,
    thread_readings,
    threads,
    weighed_readings,
    weighings,
)
from sayso.weigh.records import Thread

__all__ = [
    "Copy",
    "Found",
    "Membership",
    "Pending",
    "State",
    "View",
    "add_rows",
    "batches",
    "days_of",
    "forget",
    "newest",
    "pending",
    "state_from",
    "write",
]

_T = TypeVar("_T")
_MANY = 5000  # values in one condition: SQLite takes 32,766, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class Pending:
    """A reading to be weighed, with its report and the date that the reading was made with."""

    reading: int
    report: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A report and the story that it belongs to, named by the lead report's id; how sure, and why."""

    report: str
    story: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The matter of an event, after decisions."""

    event: int
    key: str
    matter: str
    score: float
    why: str
    like: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A matter and how it stands, as a row has it; `actors`, `recipients` and `standing` are JSON."""

    matter: str
    type: str
    title: str
    actors: str
    recipients: str
    standing: str
    first: str | None = None
    last: str | None = None
    event_first: str | None = None
    event_last: str | None = None
    contested: bool = False
    origins: int = 0
    reports: int = 0
    retired: bool = False
    into: str | None = None

    @property
    def row(self) -> Values:
        """The state as a row, without its number and its weighing's."""
        return {
            "matter": self.matter,
            "type": self.type,
            "title": self.title,
            "actors": self.actors,
            "recipients": self.recipients,
            "standing": self.standing,
            "first": self.first,
            "last": self.last,
            "event_first": self.event_first,
            "event_last": self.event_last,
            "contested": self.contested,
            "origins": self.origins,
            "reports": self.reports,
            "retired": self.retired,
            "into": self.into,
        }


@dataclass(slots=True)
class Found:
    """What a step of weighing found, to be written at once. `after` is the number of the weighing before it,
    on which it rests; `decisions` that of the last decision honoured.
    """

    after: int | None
    algorithm: str
    run: int | None = None
    decisions: int | None = None
    readings: list[int] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)  # threads, and then the readings, that make room
    left: list[int] = field(default_factory=list)
    threads: list[StoredThread] = field(default_factory=list)  # without a number: new, else placed anew
    members: list[Membership] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    first: int = 0  # set by `write`: the number that the first of the new threads got


def batches(values: Iterable[_T], size: int = _MANY) -> Iterator[list[_T]]:
    """Cut values into lists of at most `size`."""
    left = iter(values)
    while batch := list(islice(left, size)):
        yield batch


def pending(connection: Connection) -> list[Pending]:
    """Give the newest readings that were not taken up yet: by date of publication, undated ones last, then by
    the report's id.
    """
    # As `current_readings` has it, but asking first what leaves out nearly all of them at once.
    done = select(thread_readings.c.reading_id).where(thread_readings.c.reading_id == readings.c.id)
    newer = readings.alias("newer")
    later = select(newer.c.id).where(newer.c.report_id == readings.c.report_id, newer.c.id > readings.c.id)
    query = select(readings.c.id, readings.c.report_id, readings.c.published)
    found = [Pending(*row) for row in connection.execute(query.where(~done.exists(), ~later.exists()))]
    return sorted(found, key=lambda each: (each.published is None, each.published or "", each.report))


class View:
    """What a step of weighing asks of the ledger, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def last(self) -> Row[int, str, int | None] | None:
        """Give the last weighing: ``id``, ``algorithm`` and ``decisions``."""
        query = select(weighings.c.id, weighings.c.algorithm, weighings.c.decisions)
        return self.connection.execute(query.order_by(weighings.c.id.desc()).limit(1)).one_or_none()

    def decisions(self) -> list[Row[Any]]:
        """Give all rows of decisions, in their order."""
        return list(self.connection.execute(select(matter_decisions).order_by(matter_decisions.c.id)))

    def pending(self) -> list[Pending]:
        """Give the readings that are to be taken up, as `pending` does."""
        return pending(self.connection)

    def told(self, reading_ids: Iterable[int]) -> Iterator[Told]:
        """Give accounts, as `accounts.told` does."""
        return told(self.connection, reading_ids)

    def each(
        self, query: Select[Any], column: ColumnElement[Any], values: Iterable[Any]
    ) -> Iterator[Row[Any]]:
        """Give the rows in which a column has one of some values."""
        for batch in batches(dict.fromkeys(values)):
            yield from self.connection.execute(query.where(column.in_(batch))).all()

    def stories_of(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Give the stories of some reports by their ids; a report that is its own story is left out."""
        query = newest(story_members, story_members.c.report_id)
        return {
            row.report_id: row.story
            for row in self.each(query, story_members.c.report_id, report_ids)
            if row.story != row.report_id
        }

    def texts(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Give the texts of some reports by their ids."""
        query = select(reports.c.id, reports.c.text)
        return {row.id: row.text for row in self.each(query, reports.c.id, report_ids)}

    def about(self, report_ids: Iterable[str]) -> dict[str, Row[Any]]:
        """Give ``outlet``, ``title`` and ``published`` of some reports by their ids, as accounts do."""
        newest_ids = select(current_readings.c.id)
        numbers = [row.id for row in self.each(newest_ids, current_readings.c.report_id, report_ids)]
        return {
            row.report_id: row for batch in batches(numbers) for row in self.connection.execute(heads(batch))
        }

    def readings_of(self, report_ids: Iterable[str]) -> list[int]:
        """Give all readings of some reports, also older ones."""
        query = select(readings.c.id)
        return [row.id for row in self.each(query, readings.c.report_id, report_ids)]

    # Threads

    def threads(self, which: str, values: Iterable[Any], *, voices: bool = False) -> list[StoredThread]:
        """Give threads by ``id``, ``reading_id``, ``key``, ``like`` or ``placed`` (see `weigh_schema`): all
        that is weighed, or without the voices.
        """
        its = threads.c
        query = select(*_COMPARED, its.events, its.data, *([its.voices] if voices else []))
        return [_thread(row) for row in self.each(query, its[which], values)]

    def compared(self, which: str, values: Iterable[Any]) -> list[StoredThread]:
        """Give threads as `threads` does, but only what is compared."""
        return [_thread(row) for row in self.each(select(*_COMPARED), threads.c[which], values)]

    def sharing(self, hashes: Mapping[int, tuple[int, int]]) -> dict[int, list[int]]:
        """Give the numbers of the threads that have one of some keys, between two days (as `days_of` has
        them), by the key's hash: each is given with the first and the last day that matter.
        """
        its = thread_keys.c
        found: dict[int, list[int]] = {}
        for batch in batches(sorted(hashes), 1000):
            first = min(hashes[each][0] for each in batch)
            last = max(hashes[each][1] for each in batch)
            query = select(its.hash, its.thread).where(
                its.hash.in_(batch), its.start <= last, its.end >= first
            )
            for hash, number in self.connection.execute(query):
                found.setdefault(hash, []).append(number)
        return found

    def threads_with(self, event_keys: Iterable[str]) -> list[StoredThread]:
        """Give the threads that hold some event mentions; they are found by the reports' ids, with which the
        keys begin.
        """
        wanted = set(event_keys)
        starts = sorted({key.partition(":")[0] for key in wanted} - {""})
        found: list[StoredThread] = []
        for batch in batches(starts, 200):
            of = [and_(reports.c.id >= start, reports.c.id < start + "g") for start in batch]
            query = select(reports.c.id).where(or_(*of))
            numbers = self.readings_of([row.id for row in self.connection.execute(query)])
            found += [
                each for each in self.threads("reading_id", numbers) if not wanted.isdisjoint(each.events)
            ]
        return found

    # Matters

    def memberships(self, event_ids: Iterable[int]) -> dict[int, Membership]:
        """Give the newest membership of each event."""
        query = newest(matter_members, matter_members.c.event_id)
        return {
            row.event_id: Membership(row.event_id, row.event_key, row.matter, row.score, row.why, row.like)
            for row in self.each(query, matter_members.c.event_id, event_ids)
        }

    def states(self, matters: Iterable[str]) -> dict[str, State]:
        """Give the newest state of each matter."""
        query = newest(matter_states, matter_states.c.matter)
        return {row.matter: state_from(row) for row in self.each(query, matter_states.c.matter, matters)}


def newest(table: Table, by: ColumnElement[Any]) -> Select[Any]:
    """Select the newest rows of a table, one for each value of a column."""
    newer = table.alias("newer")
    later = select(newer.c.id).where(newer.c[by.name] == by, newer.c.id > table.c.id)
    return select(table).where(~later.exists())


def state_from(row: Row[Any]) -> State:
    """Put a state together from its row."""
    return State(
        matter=row.matter,
        type=row.type,
        title=row.title,
        actors=row.actors,
        recipients=row.recipients,
        standing=row.standing,
        first=row.first,
        last=row.last,
        event_first=row.event_first,
        event_last=row.event_last,
        contested=bool(row.contested),
        origins=row.origins,
        reports=row.reports,
        retired=row.retired,
        into=row.into,
    )


_COMPARED = [threads.c[name] for name in ("id", "reading_id", "key", "published", "start", "end", "packed")]
_COMPARED += [threads.c[name] for name in ("root", "placed", "score", "why", "like")]


def _thread(row: Row[Any]) -> StoredThread:
    values = tuple(row)
    words = (*values[12:], "", "", "")[:3]
    fields: list[Any] = [*values[:7], *words, Placement(*values[7:12])]
    return StoredThread(*fields)


# ---- writing -----------------------------------------------------------------------------------------------


def write(connection: Connection, found: Found) -> int | None:
    """Keep what a step found; give the number of the weighing, or None, and nothing is kept, where somebody
    else has weighed since the step began.
    """
    last = connection.scalar(select(func.max(weighings.c.id)))
    if last != found.after:
        return None
    result = connection.execute(
        insert(weighings).values(
            run_id=found.run,
            at=now(),
            algorithm=found.algorithm,
            reports=len(found.readings),
            decisions=found.decisions,
        )
    )
    assert result.inserted_primary_key is not None
    number = int(result.inserted_primary_key[0])
    _write_readings(connection, number, found)
    _write_threads(connection, found)
    copies = [
        {"report_id": each.report, "story": each.story, "score": each.score, "why": each.why}
        for each in found.copies
    ]
    members = [
        {
            "event_id": each.event,
            "event_key": each.key,
            "matter": each.matter,
            "score": each.score,
            "why": each.why,
            "like": each.like,
        }
        for each in found.members
    ]
    states = [each.row for each in found.states]
    for table, rows in ((story_members, copies), (matter_members, members), (matter_states, states)):
        _append(connection, table, [{"weighing_id": number, **row} for row in rows])
    return number


def _append(connection: Connection, table: Table, rows: list[Values]) -> None:
    if not rows:
        return
    numbers = next_numbers(connection, {table.name: len(rows)})[table.name]
    numbered = [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)]
    _insert(connection, table, numbered)


def _write_readings(connection: Connection, number: int, found: Found) -> None:
    for batch in batches(found.gone):
        connection.execute(delete(thread_keys).where(thread_keys.c.thread.in_(batch)))
        connection.execute(delete(threads).where(threads.c.id.in_(batch)))
    for batch in batches(found.left):
        connection.execute(delete(thread_readings).where(thread_readings.c.reading_id.in_(batch)))
    if not found.readings:
        return
    _insert(connection, thread_readings, [{"reading_id": each} for each in found.readings])
    known: set[int] = set()
    for batch in batches(found.readings):
        query = select(weighed_readings.c.reading_id).where(weighed_readings.c.reading_id.in_(batch))
        known.update(connection.scalars(query))
    if first := [{"reading_id": each, "weighing_id": number} for each in found.readings if each not in known]:
        _insert(connection, weighed_readings, first)


def _write_threads(connection: Connection, found: Found) -> None:
    new = [each for each in found.threads if each.id is None]
    moved = [each for each in found.threads if each.id is not None]
    if new:
        first = found.first = (connection.scalar(select(func.max(threads.c.id))) or 0) + 1
        rows = [{"id": number, **_thread_row(each)} for number, each in enumerate(new, first)]
        _insert(connection, threads, rows)
        # In the order of the index: SQLite then goes through it once.
        found_by = sorted(
            (hash, number, *days_of(each)) for number, each in enumerate(new, first) for hash in each.hashes
        )
        for batch in batches(found_by, 100_000):
            add_rows(connection, thread_keys, ("hash", "thread", "start", "end"), batch)
    if moved:
        query = update(threads).where(threads.c.id == bindparam("number"))
        rows = [{"number": each.id, **_placement_row(each)} for each in moved]
        connection.execute(query, rows)


def _insert(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Add rows that all have the same columns."""
    if rows:
        add_rows(connection, table, tuple(rows[0]), [tuple(row.values()) for row in rows])


def add_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add rows, each with a value for each of some columns. In SQLite past what SQLAlchemy does for each of
    them, which takes longer than SQLite.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", list(rows))


def _thread_row(stored: StoredThread) -> Values:
    return {
        "key": stored.key,
        "reading_id": stored.reading,
        "published": stored.published,
        "start": stored.start,
        "end": stored.end,
        **_placement_row(stored),
        "packed": stored.packed,
        "events": stored.numbers,
        "data": stored.data,
        "voices": stored.said,
    }


def _placement_row(stored: StoredThread) -> Values:
    placement = stored.placement
    assert placement is not None  # a step places every thread before it is written
    return {
        "root": placement.root,
        "placed": placement.matter,
        "score": placement.score,
        "why": placement.why,
        "like": placement.like,
    }


def days_of(thread: Thread | StoredThread) -> tuple[int, int]:
    """Give the days between which a thread's event may lie, as proleptic ordinals: all of time where that is
    not known.
    """
    if thread.start is None or thread.end is None:
        return 0, date.max.toordinal()
    return date.fromisoformat(thread.start).toordinal(), date.fromisoformat(thread.end).toordinal()


def forget(connection: Connection) -> None:
    """Throw away what can be made anew; all readings are then to be taken up again."""
    for table in reversed(DERIVED):
        connection.execute(delete(table))
