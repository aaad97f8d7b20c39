"""Sketches, pairs of copies and stories as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Row, and_, delete, func, insert, or_, select

from sayso.ledger.schema import reports
from sayso.ledger.weigh_rows import Copy, View, add_rows, batches, newest
from sayso.ledger.weigh_schema import copy_pairs, report_sketches, sketched_reports, story_members
from sayso.weigh.likeness import Likeness
from sayso.weigh.shingles import Sketch
from sayso.weigh.stories import CopyPair

__all__ = ["Sketches", "StoryView", "can_keep", "write_sketches"]

_IDS = 500  # pairs in one condition
_ROWS = 100_000  # written at once


@dataclass(slots=True)
class Sketches:
    """What is kept of new reports, to find their copies: sketches by the reports' numbers, pairs that are
    copies now, and those that are none any more.
    """

    sketches: dict[int, Sketch] = field(default_factory=dict)
    came: list[CopyPair] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)


class StoryView:
    """What stories need to know of the ledger, in the transaction of a `View`."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._connection = view.connection

    def without_sketch(self) -> list[tuple[int, str]]:
        """Give the numbers and ids of the reports without a sketch."""
        done = select(sketched_reports.c.report).where(sketched_reports.c.report == reports.c.number)
        query = select(reports.c.number, reports.c.id).where(~done.exists()).order_by(reports.c.id)
        if self._connection.dialect.name == "sqlite":  # one writes at a time, so no lower number comes later
            last = self._connection.scalar(select(func.max(sketched_reports.c.report))) or 0
            query = query.where(reports.c.number > last)
        return [(row.number, row.id) for row in self._connection.execute(query)]

    def count(self) -> int:
        """Count the reports that have a sketch."""
        return self._connection.scalar(select(func.count()).select_from(sketched_reports)) or 0

    def sketches(self, report_ids: Iterable[str] | None = None) -> Iterator[tuple[str, Sketch]]:
        """Give the sketches of some reports, or of all."""
        query = select(reports.c.id, sketched_reports.c.sketch).join(
            reports, reports.c.number == sketched_reports.c.report
        )
        rows: Iterable[Row[Any]]
        if report_ids is None:
            rows = self._connection.execute(query, execution_options={"yield_per": 1000})
        else:
            rows = self._view.each(query, reports.c.id, report_ids)
        for row in rows:
            yield row.id, Sketch(bytes(row.sketch))

    def holding(self, hashes: Iterable[int]) -> dict[int, int]:
        """Count the reports that hold each hash; a hash that none holds is left out."""
        table = report_sketches.c
        query = select(table.hash, func.count().label("n")).group_by(table.hash)
        return {row.hash: row.n for row in self._view.each(query, table.hash, hashes)}

    def holders(self, hashes: Collection[int]) -> dict[str, int]:
        """Give the reports that hold some hashes, with how many of them."""
        table = report_sketches.c
        count = func.count().label("n")
        query = (
            select(reports.c.id, count)
            .join(reports, reports.c.number == table.report)
            .where(table.hash.in_(hashes))
            .group_by(reports.c.id)
        )
        return {row.id: row.n for row in self._connection.execute(query)} if hashes else {}

    def pairs(self, report_ids: Iterable[str]) -> list[CopyPair]:
        """Give the pairs of copies in which some reports stand."""
        found: dict[tuple[str, str], CopyPair] = {}
        for batch in batches(dict.fromkeys(report_ids), _IDS):
            either = or_(copy_pairs.c.one.in_(batch), copy_pairs.c.other.in_(batch))
            for row in self._connection.execute(select(copy_pairs).where(either)):
                likeness = Likeness(row.score, row.share_one, row.share_other, row.words, row.why)
                found[row.one, row.other] = (row.one, row.other, likeness)
        return [found[key] for key in sorted(found)]

    def all_pairs(self) -> set[tuple[str, str]]:
        """Give all pairs of copies."""
        return {
            (row.one, row.other)
            for row in self._connection.execute(select(copy_pairs.c.one, copy_pairs.c.other))
        }

    def copies_in(self, stories: Iterable[str]) -> list[Copy]:
        """Give the members of some stories that have a row: all but most leads."""
        query = newest(story_members, story_members.c.report_id)
        return [_copy(row) for row in self._view.each(query, story_members.c.story, stories)]

    def rows_of(self, report_ids: Iterable[str]) -> dict[str, Copy]:
        """Give the newest row of each report that has one."""
        query = newest(story_members, story_members.c.report_id)
        rows = self._view.each(query, story_members.c.report_id, report_ids)
        return {row.report_id: _copy(row) for row in rows}


def _copy(row: Row[Any]) -> Copy:
    return Copy(row.report_id, row.story, row.score, row.why)


def can_keep(view: View, found: Sketches) -> bool:
    """Tell whether nobody else has kept the sketches of these reports meanwhile."""
    taken = select(sketched_reports.c.report)
    return not any(True for _ in view.each(taken, sketched_reports.c.report, found.sketches))


def write_sketches(view: View, found: Sketches) -> None:
    """Keep sketches and pairs."""
    connection = view.connection
    sketched = [(each, sketch.stored) for each, sketch in found.sketches.items()]
    add_rows(connection, sketched_reports, ("report", "sketch"), sketched)
    # In the order of the index: SQLite then goes through it once.
    reports = np.repeat(np.fromiter(found.sketches, np.int64), [len(stored) // 8 for _, stored in sketched])
    hashes = np.frombuffer(b"".join(stored for _, stored in sketched), "<i8")
    in_order = np.lexsort((reports, hashes))
    for start in range(0, len(in_order), _ROWS):
        some = in_order[start : start + _ROWS]
        held = list(zip(hashes[some].tolist(), reports[some].tolist(), strict=True))
        add_rows(connection, report_sketches, ("hash", "report"), held)
    for ties in batches(found.gone, _IDS):
        pairs = [and_(copy_pairs.c.one == one, copy_pairs.c.other == other) for one, other in ties]
        connection.execute(delete(copy_pairs).where(or_(*pairs)))
    if found.came:
        rows = [
            {
                "one": one,
                "other": other,
                "score": its.score,
                "share_one": its.share_a,
                "share_other": its.share_b,
                "words": its.words,
                "why": its.why,
            }
            for one, other, its in found.came
        ]
        connection.execute(insert(copy_pairs), rows)
