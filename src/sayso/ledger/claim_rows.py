"""Claims as rows, and rows as claims again: plain functions without a database, as `rows` has them for the
rest of a reading.

Claims about one event mention are the same event told by several speakers: their `Claim.event` is equal, and
becomes one row that all of them refer to.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from sayso.errors import LedgerError
from sayso.ledger.schema import CONFIDENCES
from sayso.reading.ontology import CONTEXTS, MODES, STANCES, TYPES, quad_of
from sayso.reading.reading import Claim, Event, Object, Participant, Place, Reading, Source, Span, Time
from sayso.report import is_day

Values = dict[str, Any]
Part = Participant | Object | Place | Time

PARTS: dict[str, type[Part]] = {
    "actor": Participant,
    "recipient": Participant,
    "object": Object,
    "place": Place,
    "time": Time,
}
"""The roles in an event, with the record of each."""

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAYS = ("start", "end")  # of a time; its columns are called time_start and time_end
_NUMBERS = frozenset({"amount", "lat", "lon"})


def _details(record: type[Part] | type[Source]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(record) if each.name not in ("span", "text"))


_SOURCE = _details(Source)
_COLUMNS = {
    role: {name: f"time_{name}" if name in _DAYS else name for name in _details(record)}
    for role, record in PARTS.items()
}
# What rows tell of a part, a source and a confidence, in the order of the records' fields.
_TELLING = {role: attrgetter(*columns.values()) for role, columns in _COLUMNS.items()}
_TOLD_OF_SOURCE = attrgetter(*_SOURCE)
_CONFIDENCE = attrgetter(*(f"confidence_{part}" for part in CONFIDENCES))
_EMPTY: Values = {column: None for columns in _COLUMNS.values() for column in columns.values()}


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """The rows of a reading's claims, for the tables of the same names."""

    sentences: list[Values] = field(default_factory=list)
    events: list[Values] = field(default_factory=list)
    event_parts: list[Values] = field(default_factory=list)
    claims: list[Values] = field(default_factory=list)
    claim_sources: list[Values] = field(default_factory=list)

    def numbered(self, reading_id: int, numbers: dict[str, Sequence[int]]) -> ClaimRows:
        """Give every row its number, in place; `numbers` has as many for each table as it has rows.

        Until then rows refer to each other by their places.
        """
        for name, reference, to in (
            ("event_parts", "event_id", "events"),
            ("claims", "event_id", "events"),
            ("claims", "sentence_id", "sentences"),
            ("claim_sources", "claim_id", "claims"),
        ):
            for row in getattr(self, name):
                row[reference] = numbers[to][row[reference]]
        for name, rows in self.by_table():
            for row, number in zip(rows, numbers[name], strict=True):
                row["id"] = number
                if "reading_id" in row:
                    row["reading_id"] = reading_id
        return self

    def by_table(self) -> Iterator[tuple[str, list[Values]]]:
        """Give the tables' names with their rows, each after those that it refers to."""
        for each in fields(self):
            yield each.name, getattr(self, each.name)


def check_claims(reading: Reading) -> None:
    """Refuse claims that may not enter the ledger.

    Raises LedgerError where a span lies outside the text, is empty or does not say the words of its part; a
    type, mode, context, stance or quad is none that is known; a confidence is no number from 0 to 1, or is
    one of a part that claims do not have; another number is not finite; a day is none, or a time ends before
    it begins; or a text holds NUL or lone surrogates.
    """
    seen: set[Event] = set()
    for number, claim in enumerate(reading.claims, 1):
        check = _Check(reading, number)
        if claim.event not in seen:
            seen.add(claim.event)
            check.event(claim.event)
        check.claim(claim)


class _Check:
    """Refuses one claim, and says which and why."""

    def __init__(self, reading: Reading, number: int) -> None:
        self._report = reading.report
        self._number = number

    def refuse(self, what: str, advice: str) -> LedgerError:
        return LedgerError(
            f"Report {self._report.id[:12]}: {what} of claim {self._number}. Nothing of this reading is "
            f"stored; {advice}."
        )

    def event(self, event: Event) -> None:
        self.known("type", event.type, TYPES)
        if event.mode is not None:
            self.known(f"mode (of {event.type})", event.mode, MODES.get(event.type, ()))
        if event.quad is not None:
            self.known(f"quad (of {event.type})", event.quad, (quad_of(event.type),))
        for context in event.contexts:
            self.known("context", context, CONTEXTS)
        self.span("trigger", event.trigger)
        for role, _, part in _parts(event):
            self.part(role, part, _COLUMNS[role])
        time = event.time
        if time is not None and time.start and time.end and time.start > time.end:
            raise self.refuse(f"{time.start} to {time.end} is no time", "the first day comes first")

    def claim(self, claim: Claim) -> None:
        self.known("stance", claim.stance, STANCES)
        self.storable("id", claim.id)
        if not isinstance(claim.opinion, bool):
            raise self.refuse(f"{claim.opinion!r} is no answer to the opinion", "it is True or False")
        self.span("sentence", claim.sentence)
        if claim.cue is not None:
            self.span("cue", claim.cue)
        for source in claim.sources:
            self.part("source", source, _SOURCE)
        for name, value in claim.confidence.items():
            self.known("part with a confidence", name, CONFIDENCES)
            if not (is_number(value) and 0 <= value <= 1):
                raise self.refuse(
                    f"{value!r} is no confidence for the part {name!r}", "give a number from 0 to 1"
                )

    def known(self, what: str, value: str, values: Sequence[str]) -> None:
        if value not in values:
            raise self.refuse(f"{value!r} is no {what}", f"there is {', '.join(values) or 'none'}")

    def span(self, what: str, span: Span, words: str | None = None) -> None:
        start, end = span
        if not 0 <= start < end <= len(self._report.text):
            raise self.refuse(
                f"{start}–{end} lies outside the text (0–{len(self._report.text)}) or is empty: the {what}",
                "offsets count code points into the text",
            )
        if words is not None and self._report.text[start:end] != words:
            raise self.refuse(
                f"{words!r} is not what the text says at {start}–{end}: the {what}",
                "offsets count code points into the text",
            )

    def part(self, what: str, part: Part | Source, details: Iterable[str]) -> None:
        self.span(what, part.span, part.text)
        for name in details:
            value = getattr(part, name)
            if value is None:
                continue
            if name in _NUMBERS:
                if not is_number(value):
                    raise self.refuse(
                        f"{value!r} is no {name} for the {what}", "give a finite number or None"
                    )
                continue
            self.storable(f"{name} of the {what}", value)
            if name in _DAYS and not is_day(value):
                raise self.refuse(f"{value!r} is no day for the {what}", "give it as YYYY-MM-DD, or None")

    def storable(self, what: str, value: object) -> None:
        if not isinstance(value, str):
            raise self.refuse(f"{value!r} is no text: the {what}", "give a text")
        if UNSTORABLE.search(value):
            raise self.refuse(
                f"NUL or lone surrogates, which no database keeps, are in the {what}", "leave them out"
            )


def is_number(value: object) -> bool:
    """Tell whether a value is a number that comes back from a column of doubles as it was."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value) and float(value) == value
    except OverflowError:
        return False


def _parts(event: Event) -> Iterator[tuple[str, int, Part]]:
    several: tuple[tuple[str, Sequence[Part]], ...] = (
        ("actor", event.actors),
        ("recipient", event.recipients),
        ("object", event.objects),
        ("place", event.places),
    )
    for role, records in several:
        for ordinal, part in enumerate(records):
            yield role, ordinal, part
    if event.time is not None:
        yield "time", 0, event.time


def claim_rows(reading: Reading) -> ClaimRows:
    """Lay out the claims of a reading that `check_claims` let pass; `ClaimRows.numbered` makes them whole."""
    rows = ClaimRows()
    text = reading.report.text
    events: dict[Event, int] = {}
    sentences: dict[Span, int] = {}
    for ordinal, claim in enumerate(reading.claims):
        event = events.setdefault(claim.event, len(events))
        if event == len(rows.events):
            rows.events.append(_event_row(claim.event, event, text))
            rows.event_parts.extend(_part_rows(claim.event, event))
        sentence = sentences.setdefault(claim.sentence, len(sentences))
        if sentence == len(rows.sentences):
            start, end = claim.sentence
            rows.sentences.append(
                {"reading_id": 0, "ordinal": sentence, "start": start, "end": end, "text": text[start:end]}
            )
        cue_start, cue_end = claim.cue or (None, None)
        rows.claims.append(
            {
                "reading_id": 0,
                "ordinal": ordinal,
                "event_id": event,
                "sentence_id": sentence,
                "claim": claim.id,
                "stance": claim.stance,
                "opinion": claim.opinion,
                "links": len(claim.sources),
                "cue_start": cue_start,
                "cue_end": cue_end,
                "cue_text": None if claim.cue is None else text[cue_start:cue_end],
                **{f"confidence_{part}": claim.confidence.get(part) for part in CONFIDENCES},
            }
        )
        rows.claim_sources.extend(
            {
                "claim_id": ordinal,
                "ordinal": place,
                "start": source.span[0],
                "end": source.span[1],
                "text": source.text,
                **{name: getattr(source, name) for name in _SOURCE},
            }
            for place, source in enumerate(claim.sources)
        )
    return rows


def _event_row(event: Event, ordinal: int, text: str) -> Values:
    start, end = event.trigger
    return {
        "reading_id": 0,
        "ordinal": ordinal,
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "contexts": json.dumps(event.contexts),
        "trigger_start": start,
        "trigger_end": end,
        "trigger_text": text[start:end],
    }


def _part_rows(event: Event, number: int) -> Iterator[Values]:
    for role, ordinal, part in _parts(event):
        yield {
            **_EMPTY,
            **{column: getattr(part, name) for name, column in _COLUMNS[role].items()},
            "event_id": number,
            "role": role,
            "ordinal": ordinal,
            "start": part.span[0],
            "end": part.span[1],
            "text": part.text,
        }


def event_from(row: Row[Any], parts: Iterable[Row[Any]]) -> Event:
    """Put an event together from its row and those of its parts, each role in its order."""
    found: dict[str, list[Any]] = {role: [] for role in PARTS}
    for part in parts:
        role = part.role
        make: Callable[..., Part] = PARTS[role]
        made = make((part.start, part.end), part.text, *_TELLING[role](part))
        if isinstance(made, Object) and isinstance(made.amount, float) and made.amount.is_integer():
            made = replace(made, amount=int(made.amount))  # "6000 drones", as the reader has it
        found[role].append(made)
    return Event(
        type=row.type,
        mode=row.mode,
        contexts=tuple(json.loads(row.contexts)),
        trigger=(row.trigger_start, row.trigger_end),
        quad=row.quad,
        actors=tuple(found["actor"]),
        recipients=tuple(found["recipient"]),
        objects=tuple(found["object"]),
        places=tuple(found["place"]),
        time=found["time"][0] if found["time"] else None,
    )


def claim_from(row: Row[Any], event: Event, sources: Iterable[Row[Any]]) -> Claim:
    """Put a claim together from its row (joined with its sentence's) and those of its sources, in order."""
    confidence = zip(CONFIDENCES, _CONFIDENCE(row), strict=True)
    return Claim(
        id=row.claim,
        event=event,
        sources=tuple(Source((each.start, each.end), each.text, *_TOLD_OF_SOURCE(each)) for each in sources),
        cue=None if row.cue_start is None else (row.cue_start, row.cue_end),
        stance=row.stance,
        opinion=bool(row.opinion),
        sentence=(row.sentence_start, row.sentence_end),
        confidence={part: value for part, value in confidence if value is not None},
    )
