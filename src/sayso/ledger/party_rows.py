"""Mentions and parties as rows, and rows as these again: plain functions without a database, as `rows` has
them for the rest of a reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row

from sayso.errors import LedgerError
from sayso.ledger.claim_rows import UNSTORABLE, Values, is_number
from sayso.reading.reading import Mention, Party, Reading, Why

__all__ = ["check_parties", "mention_from", "mention_rows", "party_from", "party_rows"]

_REQUIRED = ("id", "name", "kind")
_LISTS = ("countries", "sectors", "within")
_OPTIONAL = ("belongs_to", "control", "about")


def check_parties(reading: Reading) -> None:
    """Refuse mentions and parties that may not enter the ledger.

    Raises LedgerError where a mention's words are not those of its span, its score is no number from 0 to 1
    or the span that it follows lies outside the text; a party has no id, name or kind, or the id of another
    one; or a text holds NUL or lone surrogates. Several mentions may have the same span.
    """
    for number, mention in enumerate(reading.mentions, 1):
        _Check(reading, f"mention {number}").mention(mention)
    known: set[str] = set()
    for number, party in enumerate(reading.parties, 1):
        check = _Check(reading, f"party {number}")
        check.party(party)
        if party.id in known:
            raise check.refuse(f"{party.id!r} is the id of an earlier party, too", "give each party once")
        known.add(party.id)


class _Check:
    """Refuses one mention or party, and says which and why."""

    def __init__(self, reading: Reading, which: str) -> None:
        self._report = reading.report
        self._which = which

    def refuse(self, what: str, advice: str) -> LedgerError:
        return LedgerError(
            f"Report {self._report.id[:12]}: {what}, in {self._which}. Nothing of this reading is stored; "
            f"{advice}."
        )

    def mention(self, mention: Mention) -> None:
        (start, end), text = mention.span, self._report.text
        if not 0 <= start < end <= len(text) or text[start:end] != mention.text:
            raise self.refuse(
                f"the text does not say {mention.text!r} at {start}–{end}",
                "offsets count code points into the text",
            )
        self.storable("kind", mention.kind)
        if mention.actor is not None:
            self.storable("actor", mention.actor)
        if mention.score is not None and not (is_number(mention.score) and 0 <= mention.score <= 1):
            raise self.refuse(f"{mention.score!r} is no score", "give a number from 0 to 1, or None")
        if mention.why is not None:
            self.why(mention.why)

    def why(self, why: Why) -> None:
        self.storable("rule", why.rule)
        if why.doubt is not None:
            self.storable("doubt", why.doubt)
        if why.antecedent is not None:
            start, end = why.antecedent
            if not 0 <= start < end <= len(self._report.text):
                raise self.refuse(
                    f"the antecedent {start}–{end} lies outside the text (0–{len(self._report.text)}) or is "
                    "empty",
                    "offsets count code points into the text",
                )

    def party(self, party: Party) -> None:
        for name in _REQUIRED:
            value = getattr(party, name)
            self.storable(name, value)
            if not value.strip():
                raise self.refuse(f"there is no {name}", "every party has an id, a name and a kind")
        for name in _OPTIONAL:
            if (value := getattr(party, name)) is not None:
                self.storable(name, value)
        for name in _LISTS:
            values = getattr(party, name)
            if not isinstance(values, tuple):
                raise self.refuse(f"{values!r} is no tuple: the {name}", "give a tuple of texts")
            for value in values:
                self.storable(name, value)

    def storable(self, what: str, value: object) -> None:
        if not isinstance(value, str):
            raise self.refuse(f"{value!r} is no text: the {what}", "give a text")
        if UNSTORABLE.search(value):
            raise self.refuse(
                f"NUL or lone surrogates, which no database keeps, are in the {what}", "leave them out"
            )


def mention_rows(reading: Reading, reading_id: int) -> Iterator[Values]:
    """Lay out the mentions of a reading that `check_parties` let pass."""
    for ordinal, mention in enumerate(reading.mentions):
        why = mention.why
        start, end = (None, None) if why is None or why.antecedent is None else why.antecedent
        yield {
            "reading_id": reading_id,
            "ordinal": ordinal,
            "start": mention.span[0],
            "end": mention.span[1],
            "text": mention.text,
            "kind": mention.kind,
            "actor": mention.actor,
            "score": mention.score,
            "rule": None if why is None else why.rule,
            "antecedent_start": start,
            "antecedent_end": end,
            "doubt": None if why is None else why.doubt,
        }


def mention_from(row: Row[Any]) -> Mention:
    """Put a mention together from its row."""
    why = None
    if row.rule is not None:
        span = None if row.antecedent_start is None else (row.antecedent_start, row.antecedent_end)
        why = Why(row.rule, span, row.doubt)
    return Mention((row.start, row.end), row.text, row.kind, row.actor, row.score, why)


def party_rows(parties: Iterable[Party], reading_id: int, numbers: Iterable[int]) -> Iterator[Values]:
    """Lay out the parties of a reading that `check_parties` let pass; `numbers` gives each its number."""
    for ordinal, (number, party) in enumerate(zip(numbers, parties, strict=True)):
        yield {
            "id": number,
            "reading_id": reading_id,
            "ordinal": ordinal,
            "actor": party.id,
            **{name: getattr(party, name) for name in ("name", "kind", *_OPTIONAL)},
            **{name: json.dumps(getattr(party, name), ensure_ascii=False) for name in _LISTS},
        }


def party_from(row: Row[Any]) -> Party:
    """Put a party together from its row."""
    return Party(
        id=row.actor,
        name=row.name,
        kind=row.kind,
        countries=tuple(json.loads(row.countries)),
        sectors=tuple(json.loads(row.sectors)),
        belongs_to=row.belongs_to,
        within=tuple(json.loads(row.within)),
        control=row.control,
        about=row.about,
    )
