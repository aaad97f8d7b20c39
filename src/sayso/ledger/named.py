"""Who is meant by a name in a question: known parties by their ids, and words to seek where a report's own
words were not resolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, column, func, or_, select, table
from sqlalchemy.sql.elements import ColumnElement, TextClause
from sqlalchemy.sql.selectable import CompoundSelect, FromClause

from sayso.ledger import search
from sayso.ledger.claim_rows import UNSTORABLE
from sayso.ledger.schema import (
    PARTIES_SINCE,
    attributions,
    claim_sources,
    claims,
    event_parts,
    events,
    one_of,
    parties,
)

if TYPE_CHECKING:
    from sayso.actors import Gazetteer

__all__ = ["LOCAL", "Named", "checked", "named", "parts_named", "sources_named", "statements_named"]

LOCAL = "@"
"""The first character of the ids of parties that only one report knows."""

_SYNTAX = ('"', "“", "”", "„", "«", "»", "*")  # of a search for words
_wholes = table("whole_search", column("whole"), column("party_id"))


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question: the ids of the parties that are called so, what a ledger's own parties may be
    called, and the words to seek, each a list of terms that must all occur. With ids the words are sought
    only where no party was resolved, without ids everywhere.
    """

    ids: tuple[str, ...] = ()
    words: tuple[list[search.Term], ...] = ()
    name: str | None = None

    def __bool__(self) -> bool:
        return bool(self.ids or self.words)


def named(words: str | None, additions: Path | None = None) -> Named | None:
    """Find who is meant; None where nothing in particular is asked for.

    The gazetteer, with the user's `additions`, knows parties by id, name, demonym, ISO code and COW number.
    A code is no word of any report: instead of it the party's name is sought. Quotation marks and asterisks
    are what a search for words is written with, and ask for no party. Raises UsageError for additions that
    are wrong.
    """
    if not words or not words.strip():
        return None
    typed = search.parse_source(words)
    if not typed:
        return Named()
    if any(sign in words for sign in _SYNTAX) or UNSTORABLE.search(words):
        return Named(words=(typed,))
    name = " ".join(words.split())
    if name.startswith(LOCAL):
        return Named((name,))
    gazetteer = _gazetteer(additions)
    ids = tuple(gazetteer.called(name))
    sought = [] if any(_is_code(words, party, gazetteer) for party in ids) else [typed]
    for party in ids:
        terms = search.parse_source(gazetteer.party(party).name)
        if terms and _folded(terms) not in map(_folded, sought):
            sought.append(terms)
    return Named(ids, tuple(sought), name)


def _folded(terms: list[search.Term]) -> list[tuple[str, ...]]:
    return [term.words for term in terms]


def _gazetteer(additions: Path | None) -> Gazetteer:
    # Late: a ledger is opened, and asked for everything else, without waiting for it.
    from sayso.actors import shipped

    return shipped(additions)


def checked() -> tuple[str, str] | None:
    """Give the first and the last day on which facts of the gazetteer that can change were checked."""
    from sayso.actors.tables import ENTITY_FILES, OFFICE_FILES, rows

    days = {row["checked"] for file in (*ENTITY_FILES, *OFFICE_FILES) for row in rows(file) if row["checked"]}
    return (min(days), max(days)) if days else None


def _is_code(words: str, party: str, gazetteer: Gazetteer) -> bool:
    asked = words.strip().upper().removeprefix("THE ")
    if "/" in asked:
        return asked == party.upper()
    alpha2 = next(iter(gazetteer.party(party).countries), "")
    alpha3, cow = gazetteer.codes(alpha2)
    return party == alpha3 and asked in (alpha2, alpha3, cow)


# ---- conditions --------------------------------------------------------------------------------------------


def parts_named(dialect: str, role: str, asked: Named, version: int) -> Select[Any] | CompoundSelect[Any]:
    """Select the events in which one of the parties has a role (actor, recipient). `version` is that of the
    ledger's schema.
    """
    words = [
        search.parties_matching(dialect, f"{role}_words{number}", terms)
        for number, terms in enumerate(asked.words)
    ]
    within = event_parts.join(events, events.c.id == event_parts.c.event_id).join(
        parties,
        and_(parties.c.reading_id == events.c.reading_id, parties.c.actor == _unindexed(event_parts.c.actor)),
    )
    found = _rows(dialect, event_parts.c.actor, asked, words, [event_parts.c.event_id], within, version)
    return _union([query.where(event_parts.c.role == role) for query in found])


def sources_named(
    dialect: str, key: str, asked: Named, version: int, *columns: ColumnElement[Any]
) -> Select[Any] | CompoundSelect[Any]:
    """Select columns of `claim_sources` from the links of a chain in which one of the parties speaks; `key`
    keeps several such conditions in one query apart.
    """
    words = [
        search.links_matching(dialect, f"{key}_words{number}", terms)
        for number, terms in enumerate(asked.words)
    ]
    within = claim_sources.join(claims, claims.c.id == claim_sources.c.claim_id).join(
        parties,
        and_(
            parties.c.reading_id == claims.c.reading_id,
            parties.c.actor == _unindexed(claim_sources.c.actor),
        ),
    )
    return _union(_rows(dialect, claim_sources.c.actor, asked, words, columns, within, version))


def statements_named(dialect: str, asked: Named, version: int) -> Select[Any] | CompoundSelect[Any]:
    """Select the attributions whose speaker is one of the parties."""
    words = [
        search.speakers_matching(dialect, f"source_words{number}", terms)
        for number, terms in enumerate(asked.words)
    ]
    actor = attributions.c.speaker_actor
    within = attributions.join(
        parties, and_(parties.c.reading_id == attributions.c.reading_id, parties.c.actor == _unindexed(actor))
    )
    return _union(_rows(dialect, actor, asked, words, [attributions.c.id], within, version))


def _rows(
    dialect: str,
    actor: ColumnElement[str],
    asked: Named,
    words: Sequence[ColumnElement[bool] | TextClause],
    columns: Sequence[ColumnElement[Any]],
    within: FromClause,
    version: int,
) -> list[Select[Any]]:
    """Select rows by the party, by one that is a part of it, by the name that the reading has for it, and by
    words; each can use its own index.
    """
    found = []
    if words:
        found.append(select(*columns).where(or_(*words), *([actor.is_(None)] if asked.ids else [])))
    if asked.ids:
        found.append(select(*columns).where(one_of(dialect, actor, asked.ids)))
    if version >= PARTIES_SINCE:
        resolved = select(*columns).select_from(within)
        if asked.ids:
            parts = select(_wholes.c.party_id).where(one_of(dialect, _wholes.c.whole, asked.ids))
            found.append(resolved.where(parties.c.id.in_(parts)))
        if asked.name is not None:
            found.append(resolved.where(one_of(dialect, parties.c.name, [asked.name])))
    return found


def _unindexed(actor: ColumnElement[str | None]) -> ColumnElement[str]:
    """Give a column for a comparison within one reading: an index over all readings would find a party that
    is in a thousand reports a thousand times for each of them.
    """
    return func.coalesce(actor, "")


def _union(queries: Sequence[Select[Any]]) -> Select[Any] | CompoundSelect[Any]:
    apart = [query.correlate(None) for query in queries]
    return apart[0] if len(apart) == 1 else apart[0].union_all(*apart[1:])
