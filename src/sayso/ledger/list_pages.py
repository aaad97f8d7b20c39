"""Leafing through sanctions lists: the entries of a version page by page, and the ledger's parties that were
matched with them.

Entries come in the order in which they came into the ledger, so that a page is found by the number of the one
before it, however long the list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from sayso.errors import UsageError
from sayso.ledger.schema import (
    LISTS_SINCE,
    list_entries,
    list_members,
    list_uses,
    list_versions,
    one_of,
    party_links,
    screened_parties,
    screening_uses,
    screenings,
)
from sayso.ledger.screenings import Screenings, _same_actor
from sayso.ledger.search import parse
from sayso.ledger.transactions import asking, version_of
from sayso.lists.listing import Entry

if TYPE_CHECKING:
    from sayso.ledger.list_store import Lists
    from sayso.ledger.records import ListVersion

__all__ = ["EntryPage", "Linked", "LinkedPage", "entry_page", "linked_page", "lists_stamp"]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries of a version; `next` is where to go on, None at the end; `total` how many fit in all."""

    version: ListVersion
    entries: tuple[Entry, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Linked:
    """A party of the ledger that the latest screening linked with an entry: `entry` is the entry's id, `name`
    its primary name; the rest is as `PartyLink` has it.
    """

    actor: str
    names: tuple[str, ...]
    kind: str
    entry: str
    name: str
    version: str
    score: float
    match: bool
    why: str
    algorithm: str
    explanations: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Give the link as a JSON object, its fields in this order."""
        record = {name: getattr(self, name) for name in self.__slots__}
        record["names"] = list(self.names)
        return record


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """Some links; `next` is where to go on, None at the end."""

    links: tuple[Linked, ...]
    next: str | None


def entry_page(
    lists: Lists,
    ref: str,
    words: str | None = None,
    *,
    kind: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> EntryPage:
    """Give entries of a version of a list (by its label, or the newest by the id of the list). `words` all
    occur in the entry: in its names, numbers, addresses or reasons, in upper or lower case. `kind` is one of
    `ENTRY_KINDS`.

    Raises ListError for a list that is not there, UsageError for a cursor that is none.
    """
    version = lists.version(ref)
    both = list_members.join(list_entries, list_entries.c.id == list_members.c.entry_id)
    with asking(lists._place) as connection:
        wanted = [list_members.c.version_id == version.id]
        if kind:
            wanted.append(list_entries.c.kind == kind)
        wanted += [_occurs(term.typed, connection.dialect.name) for term in parse(words or "")]
        query = select(list_entries.c.id).select_from(both).where(*wanted).order_by(list_members.c.entry_id)
        after = _number(cursor) if cursor else 0
        if len(wanted) > 1:  # all that fit at once: looking takes as long as counting
            fitting = list(connection.scalars(query))
            total = len(fitting)
            numbers = [number for number in fitting if number > after][: limit + 1]
        else:
            total = version.entries
            numbers = list(connection.scalars(query.where(list_members.c.entry_id > after).limit(limit + 1)))
        its = select(list_entries.c.id, list_entries.c.data).where(list_entries.c.id.in_(numbers))
        rows = connection.execute(its.order_by(list_entries.c.id)).all()
    entries = tuple(Entry.from_dict(json.loads(row.data)) for row in rows[:limit])
    return EntryPage(version, entries, str(rows[limit - 1].id) if len(rows) > limit else None, total)


def _occurs(words: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """Give the condition that words occur in an entry, whose JSON has letters as they are. SQLite knows other
    cases of plain letters only, so that of other words the usual ones are sought.
    """
    if dialect != "sqlite":
        return and_(*(list_entries.c.data.ilike(f"%{word}%") for word in words))
    cases = [
        [word] if word.isascii() else dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
        for word in words
    ]
    return and_(*(or_(*(list_entries.c.data.like(f"%{each}%") for each in either)) for either in cases))


def _number(cursor: str) -> int:
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 18:
        raise UsageError("This page is not there; go back to the first one")
    return int(cursor)


def linked_page(
    kept: Screenings,
    *,
    entry: str | None = None,
    matches: bool = True,
    cursor: str | None = None,
    limit: int = 50,
) -> LinkedPage:
    """Give the links of the latest screening by party, those that match or all; with `entry` only those with
    an entry of this id. Raises UsageError for a cursor that is none.
    """
    with asking(kept._place) as connection:
        if version_of(connection) < LISTS_SINCE:
            return LinkedPage((), None)
        last = select(screening_uses.c.screening_id).order_by(screening_uses.c.id.desc()).limit(1)
        dialect = connection.dialect.name
        query = _links(dialect).where(screened_parties.c.screening_id == last.scalar_subquery())
        if matches:
            query = query.where(party_links.c.match.is_(True))
        if entry is not None:
            of, _, number = entry.partition(":")
            its_number = one_of(dialect, list_entries.c.number, [number])
            query = query.where(list_entries.c.list == of, its_number)
        if cursor:
            query = query.where(party_links.c.id > _number(cursor))
        rows = connection.execute(query.order_by(party_links.c.id).limit(limit + 1)).all()
    links = []
    for row in rows[:limit]:
        queried = json.loads(row.queried)
        links.append(
            Linked(
                row.actor,
                tuple(queried["names"]),
                queried["kind"],
                f"{row.list}:{row.number}",
                row.name,
                row.label,
                row.score,
                bool(row.match),
                row.why,
                row.algorithm,
                json.loads(row.explanations),
            )
        )
    return LinkedPage(tuple(links), str(rows[limit - 1].id) if len(rows) > limit else None)


def _links(dialect: str) -> Select[Any]:
    """Select links with what they link; of a party that was asked for again only the last time counts."""
    again = screened_parties.alias("again")
    asked_later = (
        select(again.c.id)
        .where(
            again.c.screening_id == screened_parties.c.screening_id,
            _same_actor(dialect, again.c.actor, screened_parties.c.actor),
            again.c.id > screened_parties.c.id,
        )
        .exists()
    )
    its, asked, listed = party_links.c, screened_parties.c, list_entries.c
    links: Select[Any] = (
        select(
            its.id,
            its.score,
            its.match,
            its.why,
            its.explanations,
            asked.actor,
            asked.queried,
            screenings.c.algorithm,
            listed.list,
            listed.number,
            listed.name,
            list_versions.c.label,
        )
        .join(screened_parties, asked.id == its.screened_id)
        .join(screenings, screenings.c.id == asked.screening_id)
        .join(list_entries, listed.id == its.entry_id)
        .join(list_versions, list_versions.c.id == its.version_id)
    )
    return links.where(~asked_later)


def lists_stamp(lists: Lists) -> str:
    """Tell in what state lists and screening are: another word whenever an answer about them may be another
    one.
    """
    with asking(lists._place) as connection:
        if version_of(connection) < LISTS_SINCE:
            return "none"
        last = [
            select(func.max(table.c.id)).scalar_subquery()
            for table in (list_versions, list_uses, screening_uses, screened_parties)
        ]
        return "-".join(str(number or 0) for number in connection.execute(select(*last)).one())
