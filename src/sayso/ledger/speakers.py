"""Who speaks how often: the statements of a ledger by their speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, func, select

from sayso.ledger.named import LOCAL
from sayso.ledger.queries import CHUNK, Question, asked, folded, newest_first
from sayso.ledger.records import SourceCount, SourceRanking
from sayso.ledger.schema import PARTIES_SINCE, appearances, attributions, parties, reports

__all__ = ["PRONOUNS", "key_of", "sources", "speaker_key"]

# fmt: off
PRONOUNS = frozenset({
    "he", "she", "they", "it", "i", "we", "you", "who", "whom", "which", "that", "this", "these", "those",
    "him", "her", "them", "me", "us", "one", "someone", "somebody", "anyone", "anybody", "everyone",
    "everybody", "many", "some", "others", "another", "himself", "herself", "themselves", "itself",
})
# fmt: on
"""Speakers that only the words around them can name; where these do not, they are left out of the ranking."""

_MARKS = str.maketrans("“”„«»‘’", '"""""\'\'')
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def speaker_key(words: str) -> str:
    """Fold a speaker's words, so that "The Pentagon’s", "the Pentagon" and "PENTAGON" are one."""
    key = folded(words.translate(_MARKS)).strip(" \"'.,;:-–—()[]")
    return _POSSESSIVE.sub("", key.removeprefix("the "))


def key_of(words: str, actor: str | None, name: str | None) -> tuple[str, str]:
    """Give what makes a speaker the same: the party, or the words where none was resolved. Parties that only
    a report knows are the same where their names are.
    """
    if actor is not None and not actor.startswith(LOCAL):
        return ("party", actor)
    known = name if actor is not None and name else words
    return ("words", speaker_key(known) or known)


@dataclass(slots=True)
class _Speaker:
    example: str
    actor: str | None
    name: str | None
    statements: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    reports: set[int] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    first: str | None = None
    last: str | None = None

    def add(self, row: Row[Any], name: str | None) -> None:
        self.statements += 1
        self.name = self.name or name  # rows come newest first
        self.spellings[_POSSESSIVE.sub("", " ".join(row.speaker.split()))] += 1
        self.reports.add(row.number)
        if row.outlet:
            self.outlets.add(folded(row.outlet))
        if row.published:
            self.last = self.last or row.published
            self.first = row.published

    def count(self) -> SourceCount:
        ranked = [words for words, _ in self.spellings.most_common()]  # of several, the newest
        words = next((each for each in ranked if speaker_key(each) not in PRONOUNS), ranked[0])
        return SourceCount(
            speaker=self.name or words,
            statements=self.statements,
            reports=len(self.reports),
            outlets=len(self.outlets),
            first=self.first,
            last=self.last,
            example=self.example,
            actor=self.actor,
            words=words,
        )


def sources(
    connection: Connection, question: Question, limit: int | None, version: int, *, pronouns: bool
) -> SourceRanking:
    """Rank the speakers by party; where none was resolved by words, in which case, white space, "the" and a
    possessive make no difference. `version` is that of the ledger's schema.
    """
    found: dict[tuple[str, str], _Speaker] = {}
    nobody = by_pronoun = 0
    query = asked(
        connection,
        question,
        version,
        func.coalesce(attributions.c.speaker_text, attributions.c.source_text).label("speaker"),
        attributions.c.speaker_actor,
        attributions.c.content_text,
        attributions.c.reading_id,
        appearances.c.outlet,
        appearances.c.published,
        reports.c.number,
    )
    if query is None:
        return SourceRanking()
    query = query.order_by(*newest_first(), attributions.c.ordinal)
    for rows in connection.execute(query, execution_options={"yield_per": CHUNK}).partitions():
        names = _names(connection, rows) if version >= PARTIES_SINCE else {}
        for row in rows:
            if not row.speaker:
                nobody += 1
                continue
            name = names.get((row.reading_id, row.speaker_actor))
            key = key_of(row.speaker, row.speaker_actor, name)
            if key[0] == "words" and key[1] in PRONOUNS:
                by_pronoun += 1
                if not pronouns:
                    continue
            if key not in found:
                actor = row.speaker_actor if key[0] == "party" else None
                found[key] = _Speaker(row.content_text, actor, None)
            found[key].add(row, name)
    ranked = sorted(
        (speaker.count() for speaker in found.values()), key=lambda c: (-c.statements, -c.reports, c.speaker)
    )
    return SourceRanking(ranked[:limit], speakers=len(ranked), by_pronoun=by_pronoun, by_nobody=nobody)


def _names(connection: Connection, rows: Sequence[Row[Any]]) -> dict[tuple[int, str], str]:
    """Give the names of the parties of some readings."""
    readings = {row.reading_id for row in rows if row.speaker_actor is not None}
    if not readings:
        return {}
    query = select(parties.c.reading_id, parties.c.actor, parties.c.name)
    known = connection.execute(query.where(parties.c.reading_id.in_(readings)))
    return {(row.reading_id, row.actor): row.name for row in known}
