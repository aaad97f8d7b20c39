"""Questions about stories and matters. As everywhere, only the newest reading of each report answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from sayso.errors import NotFoundError, UsageError
from sayso.ledger import claims as claim_queries
from sayso.ledger import queries, search
from sayso.ledger.matter_records import MatterClaim, StoredMatter, StoredStory, StoryReport
from sayso.ledger.named import Named, parts_named
from sayso.ledger.records import StoredClaim
from sayso.ledger.schema import claims, current_readings, events
from sayso.ledger.standing_rows import standing_from
from sayso.ledger.weigh_rows import View, batches, newest
from sayso.ledger.weigh_schema import matter_members, matter_states, story_members, weighings

__all__ = [
    "Asked",
    "checked",
    "claims_about",
    "current_members",
    "event_keys",
    "find",
    "matter",
    "matters_of",
    "members",
    "sought",
    "state_row",
    "stories",
    "stories_led_by",
]

_SHORTEST, _CANDIDATES = 3, 8
_BATCH = 500

current_members = newest(matter_members, matter_members.c.event_id).subquery("current_members")


@dataclass(frozen=True, slots=True)
class Asked:
    """What `find` is asked: made from words that were checked. None and () ask for nothing in particular."""

    actor: Named | None = None
    recipient: Named | None = None
    types: tuple[str, ...] = ()
    words: list[search.Term] | None = None
    since: str | None = None
    until: str | None = None
    contested: bool | None = None

    @property
    def nothing(self) -> bool:
        """Whether it was asked with words that hold none, and so finds nothing."""
        asked = (self.actor, self.recipient, self.words)
        return any(each is not None and not each for each in asked)


def sought(connection: Connection, asked: Asked, version: int) -> Select[Any] | None:
    """Select the matters with an event that fits; None where every matter does, without looking at events."""
    if not (asked.actor or asked.recipient or asked.types or asked.words):
        return None
    dialect = connection.dialect.name
    query = (
        select(current_members.c.matter)
        .join(events, events.c.id == current_members.c.event_id)
        .join(current_readings, current_readings.c.id == events.c.reading_id)
    )
    if asked.types:
        query = query.where(events.c.type.in_(asked.types))
    for role, named in (("actor", asked.actor), ("recipient", asked.recipient)):
        if named:
            query = query.where(events.c.id.in_(parts_named(dialect, role, named, version)))
    if asked.words:
        said = select(claims.c.event_id).where(search.sentences_matching(dialect, asked.words))
        query = query.where(events.c.id.in_(said))
    return query


def find(connection: Connection, asked: Asked, version: int, limit: int | None) -> list[StoredMatter]:
    """Find matters: those last reported first (undated ones last), then those with more reports."""
    if asked.nothing:
        return []
    its = matter_states.c
    query = _states().where(its.retired.is_(False))
    if (fitting := sought(connection, asked, version)) is not None:
        query = query.where(its.matter.in_(fitting))
    if asked.since is not None:
        query = query.where(its.last >= asked.since)
    if asked.until is not None:
        query = query.where(func.substr(its.first, 1, 10) <= asked.until)
    if asked.contested is not None:
        query = query.where(its.contested.is_(asked.contested))
    query = query.order_by(its.last.is_(None), its.last.desc(), its.reports.desc(), its.matter).limit(limit)
    return [stored(row) for row in connection.execute(query)]


def _states() -> Select[Any]:
    return newest(matter_states, matter_states.c.matter).join(
        weighings, weighings.c.id == matter_states.c.weighing_id
    ).add_columns(weighings.c.at)  # fmt: skip


def stored(row: Row[Any]) -> StoredMatter:
    """Put a matter together from its state, with the time of its weighing beside it."""
    return StoredMatter(
        matter=row.matter,
        type=row.type,
        title=row.title,
        actors=tuple(json.loads(row.actors)),
        recipients=tuple(json.loads(row.recipients)),
        standing=standing_from(row.standing),
        first=row.first,
        last=row.last,
        event_first=row.event_first,
        event_last=row.event_last,
        contested=row.contested,
        origins=row.origins,
        reports=row.reports,
        retired=row.retired,
        into=row.into,
        weighing=row.weighing_id,
        at=row.at,
    )


def matter(connection: Connection, ref: str) -> StoredMatter:
    """Give the matter with an id, or the only one whose id begins so; of a retired one that into which most
    of it went.

    Raises NotFoundError, and UsageError where several matters are meant.
    """
    return stored(state_row(connection, ref))


def state_row(connection: Connection, ref: str) -> Row[Any]:
    """Give the newest state of what `matter` gives, as it is written. Raises as it does."""
    ref = ref.strip().lower()
    its = matter_states.c
    rows = connection.execute(_states().where(its.matter == ref)).all()
    if not rows and len(ref) >= _SHORTEST:
        begins = _states().where(its.matter >= ref, its.matter < ref + "~").order_by(its.matter)
        rows = connection.execute(begins.limit(_CANDIDATES + 1)).all()
        if len(rows) > 1:  # of matters that went into each other, the last one is meant
            rows = [row for row in rows if not row.retired] or rows
    if len(rows) > 1:
        lines = [f"  {row.matter}  {row.title}" for row in rows[:_CANDIDATES]]
        more = ["  and more"] if len(rows) > _CANDIDATES else []
        raise UsageError("\n".join([f"{ref!r} names more than one matter; give its id:", *lines, *more]))
    seen: set[str] = set()
    while rows and rows[0].retired and rows[0].into and rows[0].into not in seen:
        seen.add(rows[0].matter)
        rows = connection.execute(_states().where(its.matter == rows[0].into)).all()
    if not rows:
        raise NotFoundError(
            f"There is no matter {ref!r}; give its id (or the beginning of it) as `sayso matters` shows it"
        )
    return rows[0]


def members(connection: Connection, matter: str, version: int) -> list[MatterClaim]:
    """Give the claims on a matter: by date of publication, undated ones last, then by report and place."""
    query = (
        select(current_members)
        .join(events, events.c.id == current_members.c.event_id)
        .join(current_readings, current_readings.c.id == events.c.reading_id)
        .where(current_members.c.matter == matter)
    )
    rows = {row.event_id: row for row in connection.execute(query)}
    found: list[MatterClaim] = []
    for batch in batches(rows, _BATCH):
        for event, claim in claims_about(connection, batch, version):
            row = rows[event]
            found.append(MatterClaim(claim, row.event_key, row.score, row.why, row.like))
    leads = View(connection).stories_of(each.claim.report_id for each in found)
    told = (
        MatterClaim(each.claim, each.event, each.score, each.why, each.like, leads.get(each.claim.report_id))
        for each in found
    )
    return sorted(told, key=_by_date)


def claims_about(
    connection: Connection, event_ids: list[int], version: int
) -> Iterator[tuple[int, StoredClaim]]:
    """Give the claims about some events, as `Ledger.claims` does, with the events' numbers."""
    query = claim_queries._asked(connection, claim_queries.Question(), version)
    assert query is not None  # nothing in particular is asked for
    known = claim_queries._load(connection, events.c.id.in_(event_ids), version)
    for row in connection.execute(query.where(claims.c.event_id.in_(event_ids)).order_by(claims.c.id)):
        yield row.event_id, claim_queries._stored(row, known[row.event_id])


def _by_date(each: MatterClaim) -> tuple[bool, str, str, int]:
    claim = each.claim
    return claim.published is None, claim.published or "", claim.report_id, claim.number


def event_keys(connection: Connection, matter: str) -> list[str]:
    """Give the keys of a matter's events, the earliest report's first."""
    return list(dict.fromkeys(each.event for each in members(connection, matter, _NEWEST)))


_NEWEST = 5  # matters are in no older ledger


def matters_of(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Give the matters of some events by their keys; an event that was not weighed yet is left out."""
    latest = newest(matter_members, matter_members.c.event_key)
    rows = View(connection).each(latest, matter_members.c.event_key, keys)
    return {row.event_key: row.matter for row in rows}


def stories(connection: Connection, report: str | None = None) -> list[StoredStory]:
    """Give the stories of several reports, that with the newest lead first; or only the one of a report."""
    query = newest(story_members, story_members.c.report_id)
    if report is not None:
        lead = View(connection).stories_of([report]).get(report, report)
        query = query.where(story_members.c.story == lead)
    found = _stories(connection, connection.execute(query))
    return sorted(found, key=lambda each: (each.reports[0].published or "", each.story), reverse=True)


def stories_led_by(connection: Connection, leads: Iterable[str]) -> list[StoredStory]:
    """Give the stories of several reports that some reports, by their ids, are leads of, in that order."""
    its = list(leads)
    query = newest(story_members, story_members.c.report_id).where(story_members.c.story.in_(its))
    found = {each.story: each for each in _stories(connection, connection.execute(query))}
    return [found[lead] for lead in its if lead in found]


def _stories(connection: Connection, rows: Iterable[Row[Any]]) -> list[StoredStory]:
    by_story: defaultdict[str, dict[str, Row[Any]]] = defaultdict(dict)
    for row in rows:
        by_story[row.story][row.report_id] = row
    ids = {each for story, its in by_story.items() for each in (story, *its)}
    about = View(connection).about(ids)
    return [
        StoredStory(story, tuple(_story_reports(story, its, about)))
        for story, its in by_story.items()
        if its.keys() - {story}
    ]


def _story_reports(story: str, its: dict[str, Row[Any]], about: dict[str, Row[Any]]) -> Iterator[StoryReport]:
    def published(report: str) -> tuple[bool, bool, str, str]:
        day = about[report].published
        return report != story, day is None, day or "", report

    for report in sorted({story, *its}, key=published):
        seen, row = about[report], its.get(report)
        score, why = (1.0, "the lead") if row is None else (row.score, row.why)
        yield StoryReport(report, seen.outlet, seen.title, seen.published, score, why)


def checked(
    *, words: str | None, since: str | None, until: str | None, types: str | Iterable[str] | None
) -> tuple[list[search.Term] | None, str | None, str | None, tuple[str, ...]]:
    """Check what was typed. Raises UsageError for a date or a type that is none."""
    where = queries.ask(since=since, until=until)
    kinds = claim_queries.ask(type=types, where=where).types
    terms = search.parse(words) if words and words.strip() else None
    return terms, where.since, where.until, kinds
