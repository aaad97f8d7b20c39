"""What is new of matters since a moment: how they stand now, compared with how they stood then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from sayso.ledger import queries
from sayso.ledger.matter_queries import stored
from sayso.ledger.matter_records import Change
from sayso.ledger.weigh_schema import matter_states, weighings

__all__ = ["changes", "moment"]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?")
_COUNT = ("item", "amount", "unit", "currency", "bound")


def moment(connection: Connection, since: str | int) -> int:
    """Give the number of the last weighing before a moment, 0 where there was none: `since` is a date, a time
    in UTC (``2024-05-01T12:00``), or the number of a run, after which it is.

    Raises UsageError where it is none of these.
    """
    if isinstance(since, int) or (since.strip().isdecimal() and len(since.strip()) != len("2024")):
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
    now = _newest(connection, None)
    changed = {name: row for name, row in now.items() if row.weighing_id > after and not row.retired}
    then = _newest(connection, after)
    went = {row.into: name for name, row in sorted(now.items(), reverse=True) if row.retired and row.into}
    found: list[Change] = []
    for name, row in changed.items():
        fits = tuple(number for number, matters in sorted(watched.items()) if name in matters)
        if only_watched and not fits:
            continue
        before = then.get(name)
        if before is None or before.retired:
            before = then.get(went.get(name, ""))
        if (change := _change(row, before, fits)) is not None:
            found.append(change)
    return sorted(found, key=_newest_first)


def _newest_first(change: Change) -> tuple[bool, str, str]:
    last = change.matter.last
    return last is None, "".join(chr(0x10FFFF - ord(sign)) for sign in last or ""), change.matter.matter


def _newest(connection: Connection, until: int | None) -> dict[str, Row[Any]]:
    """Give the newest state of each matter, as it was after a weighing."""
    last = select(func.max(matter_states.c.id)).group_by(matter_states.c.matter)
    if until is not None:
        last = last.where(matter_states.c.weighing_id <= until)
    query = (
        select(matter_states, weighings.c.at)
        .join(weighings, weighings.c.id == matter_states.c.weighing_id)
        .where(matter_states.c.id.in_(last))
    )
    return {row.matter: row for row in connection.execute(query)}


def _change(row: Row[Any], before: Row[Any] | None, fits: tuple[int, ...]) -> Change | None:
    now = json.loads(row.standing)
    if before is None:
        return Change(
            stored(row),
            new=True,
            origins=_named(now, _keys(now)),
            denials=_named(now, _against(now)),
            numbers=tuple(now.get("counts", ())),
            contested=row.contested,
            watches=fits,
        )
    then = json.loads(before.standing)
    came = [each for each in now.get("counts", ()) if _count(each) not in map(_count, then.get("counts", ()))]
    gone = [each for each in then.get("counts", ()) if _count(each) not in map(_count, now.get("counts", ()))]
    change = Change(
        stored(row),
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


def _count(count: Mapping[str, Any]) -> Sequence[Any]:
    return tuple(count.get(name) for name in _COUNT)
