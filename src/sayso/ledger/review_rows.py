"""Rows of `reviews` written and read, and the reading that they come to; each within somebody else's
transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from sayso.errors import NotFoundError
from sayso.ledger.reading_store import own_readings, write_reading
from sayso.ledger.review_records import Review
from sayso.ledger.review_schema import reviews
from sayso.ledger.reviewed import Folded, fold, reviewed_version, taken_back
from sayso.ledger.rows import check
from sayso.ledger.schema import appearances, claims, one_of, reports
from sayso.ledger.transactions import now
from sayso.reading.reading import Claim, Event, Reading
from sayso.weigh.accounts import event_key

__all__ = [
    "add_review",
    "also_known",
    "described",
    "newest",
    "of_claims",
    "of_report",
    "renew",
    "row_of",
    "settle",
]

_About = tuple[str | None, str | None, str | None]
_MANY = 5000  # values in one condition: SQLite takes 32,766, PostgreSQL 65,535


# ---- asking ------------------------------------------------------------------------------------------------


def row_of(connection: Connection, number: int) -> Review:
    """Give one review as its row has it. Raises NotFoundError where there is none of that number."""
    row = connection.execute(select(reviews).where(reviews.c.id == number)).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no review {number}; `sayso review` lists them")
    return _review(row)


def of_report(connection: Connection, report_id: str) -> list[Review]:
    """Give the reviews of a report's claims in their order."""
    query = select(reviews).where(reviews.c.report_id == report_id).order_by(reviews.c.id)
    return _marked(connection.execute(query).all())


def of_claims(connection: Connection, claim_ids: Iterable[str]) -> list[Review]:
    """Give the reviews of some claims in their order."""
    wanted = list(dict.fromkeys(claim_ids))
    dialect = connection.dialect.name
    rows: list[Row[Any]] = []
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        rows += connection.execute(select(reviews).where(one_of(dialect, reviews.c.claim, some)))
    return _marked(sorted(rows, key=lambda row: row.id))


def newest(
    connection: Connection, limit: int, before: int | None = None, report_id: str | None = None
) -> list[Review]:
    """Give the newest reviews, or those before one of them, newest first; of one report or of all."""
    query = select(reviews).order_by(reviews.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(reviews.c.id < before)
    if report_id is not None:
        query = query.where(reviews.c.report_id == report_id)
    rows = connection.execute(query).all()
    every = {each.id: each for each in of_claims(connection, (row.claim for row in rows))}
    return [every[row.id] for row in rows]


def _review(row: Row[Any]) -> Review:
    def parsed(words: str | None) -> Any:
        return None if words is None else json.loads(words)

    return Review(
        id=row.id,
        at=row.at,
        who=row.who,
        kind=row.kind,
        report_id=row.report_id,
        claim=row.claim,
        before=parsed(row.before),
        after=parsed(row.after),
        changes=parsed(row.changes),
        note=row.note,
        undoes=row.undoes,
    )


def _marked(rows: Iterable[Row[Any]]) -> list[Review]:
    """Tell which ones are in force. A review and what takes it back are about the same claim, so that all
    that are about one are enough to tell.
    """
    found = [_review(row) for row in rows]
    undone = taken_back(found)
    return [replace(each, in_force=False) if each.id in undone else each for each in found]


def described(connection: Connection, found: Sequence[Review]) -> list[Review]:
    """Give reviews with the words of the claim, with what is known of the report, and with whether the
    report's newest reading still has the claim.
    """
    ids = list(dict.fromkeys(each.report_id for each in found))
    about = {report: _about(connection, report) for report in ids}
    there: dict[str, set[str]] = {}
    for report, (number, _) in own_readings(connection, ids).items():
        mine = [each.claim for each in found if each.report_id == report]
        query = select(claims.c.claim).where(claims.c.reading_id == number, claims.c.claim.in_(mine))
        there[report] = set(connection.scalars(query))
    found = [replace(each, stale=each.claim not in there.get(each.report_id, ())) for each in found]
    return [_worded(connection, each, about.get(each.report_id)) for each in found]


def _about(connection: Connection, report_id: str) -> _About | None:
    """Give a report's title, outlet and date as it was first seen."""
    seen = appearances.c
    query = select(seen.title, seen.outlet, seen.published).where(seen.report_id == report_id)
    row = connection.execute(query.order_by(seen.id).limit(1)).one_or_none()
    return None if row is None else (row.title, row.outlet, row.published)


def _worded(connection: Connection, review: Review, about: _About | None) -> Review:
    def said(span: Sequence[int]) -> str:
        start, end = span
        piece = func.substr(reports.c.text, start + 1, end - start)
        return connection.scalar(select(piece).where(reports.c.id == review.report_id)) or ""

    title, outlet, published = about or (None, None, None)
    return replace(
        review,
        trigger=said(review.before["event"]["trigger"]),
        sentence=said(review.before["sentence"]),
        title=title,
        outlet=outlet,
        published=published,
    )


def also_known(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Give the keys (`sayso.weigh.accounts.event_key`) of the events whose type or trigger somebody ever
    corrected, each with the others that it had or has: what was decided about an event is about it still.
    """
    same: dict[str, set[str]] = {}
    its = reviews.c
    renames = its.changes.contains('"type":') | its.changes.contains('"trigger":')
    query = select(its.report_id, its.before, its.after).where(its.kind == "correct", renames)
    for row in connection.execute(query.order_by(its.id)):
        events = (Event.from_dict(json.loads(words)["event"]) for words in (row.before, row.after))
        keys = {event_key(row.report_id, event) for event in events}
        whole = keys.union(*(same.get(key, ()) for key in keys))
        same.update((key, whole) for key in whole)
    return {key: tuple(sorted(whole - {key})) for key, whole in same.items() if len(whole) > 1}


# ---- writing -----------------------------------------------------------------------------------------------


def add_review(
    connection: Connection,
    kind: str,
    report_id: str,
    claim: str,
    before: Mapping[str, Any],
    *,
    who: str,
    note: str,
    after: Claim | None = None,
    changes: Mapping[str, Any] | None = None,
    undoes: int | None = None,
) -> Review:
    """Write a row, and give it."""

    def plain(value: Mapping[str, Any] | None) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    result = connection.execute(
        insert(reviews).values(
            at=now(),
            who=who,
            kind=kind,
            report_id=report_id,
            claim=claim,
            before=plain(before),
            after=plain(None if after is None else after.to_dict()),
            changes=plain(changes),
            note=note,
            undoes=undoes,
        )
    )
    assert result.inserted_primary_key is not None
    return row_of(connection, int(result.inserted_primary_key[0]))


def settle(
    connection: Connection, base: Reading, current: Reading, found: Sequence[Review], run: int | None = None
) -> Folded:
    """Write what reviews come to as the report's newest reading, unless its newest one, `current`, says just
    that.
    """
    after = fold(base, found)
    if replace(after.reading, reader=current.reader) != current:
        reading = replace(after.reading, reader=reviewed_version(base.reader, found[-1].id))
        check(reading)
        write_reading(connection, reading, run)
    return after


def renew(connection: Connection, base: Reading, run: int | None = None) -> None:
    """Apply the reviews of a report to a reading of it that has just come. Those of claims that it has not
    change nothing.
    """
    if found := of_report(connection, base.report.id):
        settle(connection, base, base, found, run)
