"""What is new of matters since a moment: how they stand now, compared with how they stood then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from sayso.errors import UsageError
from sayso.ledger import queries
from sayso.ledger.catalogue.places import cursor_of, fade, from_cursor
from sayso.ledger.catalogue.records import Page
from sayso.ledger.catalogue.schema import standings
from sayso.ledger.matter_queries import stored
from sayso.ledger.matter_records import Change
from sayso.ledger.weigh_rows import batches
from sayso.ledger.weigh_schema import matter_states, weighings

__all__ = ["changes", "moment", "page"]

_DIGITS = 18  # of a number that a database can hold
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?")
_AT_ONCE = 64  # matters compared at once: a state has some kilobytes
_COUNT = ("item", "amount", "unit", "currency", "bound")


def moment(connection: Connection, since: str | int) -> int:
    """Give the number of the last weighing before a moment, 0 where there was none: `since` is a date, a time
    in UTC (``2024-05-01T12:00``), or the number of a run, after which it is.

    Raises UsageError where it is none of these.
    """
    if isinstance(since, int) or (since.strip().isdecimal() and len(since.strip()) != len("2024")):
        if len(str(since).strip()) > _DIGITS:
            raise UsageError("There is no run of that number; `sayso status` tells how many there were")
        before = weighings.c.run_id <= int(since)
    elif _TIME.fullmatch(since.strip()):
        before = weighings.c.at < since.strip()
    else:
        before = weighings.c.at < queries.day(since, last=False)
    return connection.scalar(select(func.max(weighings.c.id)).where(before)) or 0


def changes(
    connection: Connection, after: int, watched: Mapping[int, set[str]], *, only_watched: bool
) -> list[Change]:
    """Compare the matters as they stand with how they stood after a weighing. `watched` has the matters that
    fit each watch. Those last reported come first.
    """
    its = matter_states.c
    newest = select(func.max(its.id)).where(its.weighing_id > after).group_by(its.matter)
    query = select(its.id, its.matter, its.last, its.retired, its.into).where(its.id.in_(newest))
    now = connection.execute(query).all()
    went = {
        row.into: row.matter for row in sorted(now, key=_by_name, reverse=True) if row.retired and row.into
    }
    changed = sorted((row for row in now if not row.retired), key=_place)
    fits = _fitting(watched)
    return [
        change
        for batch in batches((row for row in changed if not only_watched or row.matter in fits), _AT_ONCE)
        for change, _ in _compared(connection, after, batch, went, fits)
    ]


def page(
    connection: Connection,
    after: int,
    watched: Mapping[int, set[str]],
    *,
    only_watched: bool,
    cursor: str | None,
    limit: int,
) -> Page[Change]:
    """Give some of `changes`, those last reported first, by the catalogue: what was not taken up there yet is
    left out. Raises UsageError for a cursor that is none.
    """
    its = matter_states.c
    first = connection.scalar(
        select(its.id).where(its.weighing_id > after).order_by(its.weighing_id, its.id).limit(1)
    )
    if first is None:
        return Page(())
    gone = select(standings.c.state).where(standings.c.live.is_(False), standings.c.state >= first)
    retired = connection.execute(select(its.matter, its.into).where(its.id.in_(gone))).all()
    went = {row.into: row.matter for row in sorted(retired, key=_by_name, reverse=True) if row.into}
    fits = _fitting(watched)
    start = from_cursor(cursor, (int, int, int))
    found: list[tuple[Change, Any]] = []
    while len(found) <= limit:
        rows = connection.execute(_catalogued(first, start)).all()
        some = [row for row in rows if not only_watched or row.matter in fits]
        found += _compared(connection, after, some, went, fits)
        if len(rows) < _AT_ONCE:
            break
        start = rows[-1].last, rows[-1].reports, rows[-1].number
    if len(found) <= limit:
        return Page(tuple(change for change, _ in found))
    last = found[limit - 1][1]
    return Page(tuple(change for change, _ in found[:limit]), cursor_of(last.last, last.reports, last.number))


def _catalogued(first: int, start: tuple[int | str, ...] | None) -> Select[Any]:
    """Select matters whose state came as the row `first` or later, those after a place in the order."""
    its = standings.c
    query = (
        select(its.state.label("id"), its.matter, its.last, its.reports, its.number)
        .where(its.live.is_(True), its.state >= first)
        .order_by(its.last, its.reports.desc(), its.number)
        .limit(_AT_ONCE)
    )
    if start is None:
        return query
    last, reports, number = start
    same_day = or_(its.reports < reports, and_(its.reports == reports, its.number > number))
    return query.where(its.last >= last, or_(its.last > last, same_day))


def _compared(
    connection: Connection,
    after: int,
    rows: Sequence[Any],
    went: Mapping[str, str],
    fits: Mapping[str, tuple[int, ...]],
) -> Iterator[tuple[Change, Any]]:
    """Compare a few matters (the numbers of their states, and their ids) with what they, or what became a
    part of them, were after a weighing; give each change with its row.
    """
    now = {
        row.id: row for row in connection.execute(_states(matter_states.c.id.in_([row.id for row in rows])))
    }
    names = [row.matter for row in rows]
    then = _before(connection, [*names, *(went[name] for name in names if name in went)], after)
    for row in rows:
        before = then.get(row.matter)
        if before is None or before.retired:
            before = then.get(went.get(row.matter, ""))
        change = _change(now[row.id], before, fits.get(row.matter, ()))
        if change is not None:
            yield change, row


def _by_name(row: Any) -> str:
    name: str = row.matter
    return name


def _fitting(watched: Mapping[int, set[str]]) -> dict[str, tuple[int, ...]]:
    """Give the watches that each matter fits."""
    names = {name for names in watched.values() for name in names}
    return {name: tuple(number for number, its in sorted(watched.items()) if name in its) for name in names}


def _place(row: Any) -> tuple[int, str, str]:
    """Give the place of a matter in the order of `changes`: last reported first, undated ones last."""
    return fade(row.last), row.last or "", row.matter


def _states(which: ColumnElement[bool]) -> Select[Any]:
    joined = select(matter_states, weighings.c.at)
    return joined.join(weighings, weighings.c.id == matter_states.c.weighing_id).where(which)


def _before(connection: Connection, names: Sequence[str], after: int) -> dict[str, Row[Any]]:
    """Give the newest state of each of some matters as it was after a weighing."""
    its = matter_states.c
    last = (
        select(func.max(its.id)).where(its.matter.in_(names), its.weighing_id <= after).group_by(its.matter)
    )
    return {row.matter: row for row in connection.execute(_states(its.id.in_(last)))}


def _change(row: Row[Any], before: Row[Any] | None, fits: tuple[int, ...]) -> Change | None:
    matter = stored(row)
    now = matter.standing
    if before is None:
        return Change(
            matter,
            new=True,
            origins=_named(now, _keys(now)),
            denials=_named(now, _against(now)),
            numbers=tuple(now.get("counts", ())),
            contested=row.contested,
            watches=fits,
        )
    then = json.loads(before.standing)
    counts, counted = now.get("counts", ()), then.get("counts", ())
    known, still = set(map(_count, counted)), set(map(_count, counts))
    came = [each for each in counts if _count(each) not in known]
    gone = [each for each in counted if _count(each) not in still]
    change = Change(
        matter,
        new=False,
        origins=_named(now, [key for key in _keys(now) if key not in _keys(then)]),
        denials=_named(now, [key for key in _against(now) if key not in _against(then)]),
        numbers=tuple(came),
        numbers_before=tuple(gone),
        contested=bool(row.contested and not before.contested),
        watches=fits,
    )
    news = (change.origins, change.denials, change.numbers, change.numbers_before, change.contested)
    return change if any(news) else None


def _keys(standing: Mapping[str, Any]) -> list[str]:
    return [each["key"] for each in standing.get("origins", ())]


def _against(standing: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys((*standing.get("denied", ()), *standing.get("doubted", ()))))


def _named(standing: Mapping[str, Any], keys: Iterable[str]) -> tuple[Mapping[str, Any], ...]:
    names = {each["key"]: each["name"] for each in standing.get("origins", ())}
    return tuple({"key": key, "name": names.get(key, key)} for key in keys)


def _count(count: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(count.get(name) for name in _COUNT)
