"""What somebody wants corrected, checked against the report's words and brought into the form that is kept.

Whoever corrects gives spans (of a selection, of words that were looked up); what is known of the words comes
from the reading: the party that a mention means, the amount that a phrase states, the days that a time means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, TypeVar

from sayso.errors import UsageError
from sayso.ingest.reject import shown
from sayso.ledger.reviewed import CLAIM_FIELDS, EVENT_FIELDS, UNKNOWN
from sayso.reading.amounts import measure
from sayso.reading.ontology import CONTEXTS, MODES, STANCES, TYPES
from sayso.reading.reading import Claim, Object, Participant, Party, Place, Reading, Source, Span, Time
from sayso.reading.times import resolve

__all__ = ["FIELDS", "MOST_PARTS", "checked", "checked_span"]

FIELDS = (*EVENT_FIELDS, *CLAIM_FIELDS)
"""What can be corrected."""
MOST_PARTS = 50
"""Actors, recipients, objects, places or sources that a correction can give."""

_Part = TypeVar("_Part", Participant, Object, Place, Source)


def checked(reading: Reading, claim: Claim, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give those fields of a claim that a correction changes, as the claim's JSON has them.

    `changes` has new values by the names of `FIELDS`: `type`, `mode` (or None), `stance` as words in any
    case, `contexts` as a list of them, `opinion` as True or False; `trigger`, `cue` and `time` (the latter
    two or None) as spans, the other parts as lists of spans, for `sources` the outermost speaker first. A
    span is ``[start, end]`` in code points of the report's text, or an object with ``span`` and, if wished,
    ``text``, which must be the words there; and for a party ``actor``: one of those that the reading has for
    these words, or None. White space around the words is left out.

    Raises UsageError where a name, type, mode, context or stance is none, a span lies outside the text, is
    empty or (the trigger) outside the claim's sentence, there are too many, or nothing would change.
    """
    if not isinstance(changes, Mapping):
        raise UsageError("Give the corrections as an object of fields and their new values")
    for name in changes:
        if name not in FIELDS:
            raise UsageError(f"{_said(name)} is nothing to be corrected; there is {', '.join(FIELDS)}")
    found = _Checking(reading, claim).fields(changes)
    now = claim.to_dict()
    before = {**now, **now["event"]}
    different = {name: value for name, value in found.items() if value != before[name]}
    if not different:
        raise UsageError("The claim says just that already; change something, or accept it")
    return different


def checked_span(text: str, value: Any, what: str) -> Span:
    """Give a span as numbers, without the white space around its words. Raises UsageError where it is none,
    or its words are not those that it says.
    """
    words = None
    if isinstance(value, Mapping):
        value, words = value.get("span"), value.get("text")
    whole = isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2
    if not whole or not all(isinstance(each, int) and not isinstance(each, bool) for each in value):
        raise UsageError(f"{_said(value)} is no span for the {what}; give two offsets as [start, end]")
    start, end = value
    if not 0 <= start < end <= len(text):
        raise UsageError(
            f"{start}–{end} lies outside the text (0–{len(text)}) or is empty: the {what}; offsets count "
            "code points into the report's text"
        )
    if words is not None and words != text[start:end]:
        raise UsageError(
            f"{_said(words)} is not what the text says at {start}–{end}: the {what}; offsets count code "
            "points into the report's text"
        )
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
    if start >= end:
        raise UsageError(f"There are no words at {start}–{end}, only white space: the {what}")
    return start, end


def _said(value: object) -> str:
    return repr(shown(value if isinstance(value, str) else str(value), 60))


class _Checking:
    """Checks the corrections of one claim."""

    def __init__(self, reading: Reading, claim: Claim) -> None:
        self._reading, self._claim = reading, claim
        self._text = reading.report.text
        self._parties = {party.id: party for party in reading.parties}

    def fields(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in changes.items():
            found[name] = getattr(self, f"_{name}")(value)
        kind = found.get("type", self._claim.event.type)
        mode = found.get("mode", self._claim.event.mode)
        if mode is not None and mode not in MODES.get(kind, ()):
            if found.get("mode") is not None:
                modes = ", ".join(MODES.get(kind, ())) or "none"
                raise UsageError(f"{_said(mode)} is no mode of {kind}; there is {modes}")
            found["mode"] = None  # it was one of the former type
        return found

    # ---- words of the ontology -----------------------------------------------------------------------------

    def _type(self, value: Any) -> str:
        return _known("type of event", value, TYPES)

    def _stance(self, value: Any) -> str:
        return _known("stance", value, STANCES)

    def _mode(self, value: Any) -> str | None:
        every = dict.fromkeys(mode for modes in MODES.values() for mode in modes)
        return None if value is None or value == "" else _known("mode", value, tuple(every))

    def _contexts(self, value: Any) -> list[str]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise UsageError(f"Give the contexts as a list of: {', '.join(CONTEXTS)}")
        return list(dict.fromkeys(_known("context", each, CONTEXTS) for each in value))

    def _opinion(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise UsageError(f"{_said(value)} is no answer to the opinion; it is true or false")
        return value

    # ---- places in the text --------------------------------------------------------------------------------

    def _trigger(self, value: Any) -> list[int]:
        start, end = checked_span(self._text, value, "trigger")
        first, last = self._claim.sentence
        if not first <= start < end <= last:
            raise UsageError(
                f"The trigger at {start}–{end} lies outside the claim's sentence ({first}–{last}); an event "
                "of another sentence is another claim"
            )
        return [start, end]

    def _cue(self, value: Any) -> list[int] | None:
        return None if value is None else list(checked_span(self._text, value, "cue"))

    def _time(self, value: Any) -> dict[str, Any] | None:
        if value is None:
            return None
        span = checked_span(self._text, value, "time")
        for claim in self._reading.claims:
            if claim.event.time is not None and claim.event.time.span == span:
                return claim.event.time.to_dict()
        words = self._words(span)
        published = self._reading.report.published
        days = resolve(words, date.fromisoformat(published) if published else None)
        start, end = (day.isoformat() for day in days) if days else (None, None)
        return Time(span, words, start, end).to_dict()

    def _words(self, span: Span) -> str:
        return self._text[slice(*span)]

    # ---- parts ---------------------------------------------------------------------------------------------

    def _actors(self, value: Any) -> list[dict[str, Any]]:
        return self._participants(value, "actor")

    def _recipients(self, value: Any) -> list[dict[str, Any]]:
        return self._participants(value, "recipient")

    def _participants(self, value: Any, role: str) -> list[dict[str, Any]]:
        events = [self._claim.event, *(claim.event for claim in self._reading.claims)]
        known = [part for event in events for part in (*event.actors, *event.recipients)]
        return self._parts(value, role, known, self._new_participants)

    def _sources(self, value: Any) -> list[dict[str, Any]]:
        claims = (self._claim, *self._reading.claims)
        known = [source for claim in claims for source in claim.sources]
        return self._parts(value, "source", known, self._new_sources)

    def _objects(self, value: Any) -> list[dict[str, Any]]:
        known = [part for claim in self._reading.claims for part in claim.event.objects]
        return self._parts(value, "object", known, self._new_objects)

    def _places(self, value: Any) -> list[dict[str, Any]]:
        known = [part for claim in self._reading.claims for part in claim.event.places]
        return self._parts(value, "place", known, lambda span: [Place(span, self._words(span))])

    def _parts(
        self, value: Any, role: str, known: Iterable[_Part], make: Callable[[Span], list[_Part]]
    ) -> list[dict[str, Any]]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise UsageError(f"Give the {role}s as a list of spans, [[start, end], …]; [] for none")
        if len(value) > MOST_PARTS:
            raise UsageError(f"{len(value)} are too many {role}s for one event; give at most {MOST_PARTS}")
        there: dict[Span, dict[_Part, None]] = {}
        for part in known:
            there.setdefault(part.span, {})[part] = None
        found: dict[_Part, None] = {}
        for each in value:
            span = checked_span(self._text, each, role)
            parts = list(there.get(span, ())) or make(span)
            if role not in ("actor", "recipient"):
                del parts[1:]  # only these stand once for each of several parties
            elif any(map(_actor, parts)):
                parts = [part for part in parts if _actor(part)]
            if isinstance(each, Mapping) and "actor" in each:
                parts = self._meant(parts, each["actor"], span, role)
            found.update(dict.fromkeys(parts))
        return [part.to_dict() for part in found]

    def _meant(self, parts: list[_Part], actor: object, span: Span, role: str) -> list[_Part]:
        """Of the parties that words may mean, keep the one that was named."""
        kept = [part for part in parts if _actor(part) == actor]
        if not kept:
            raise UsageError(
                f"{_said(self._words(span))} does not mean {_said(actor)} in this reading: the {role}; "
                "correct the words first, then link them to a party"
            )
        return kept

    def _new_participants(self, span: Span) -> list[Participant]:
        made = Participant(span, self._words(span))
        return [
            replace(
                made,
                actor=party.id,
                name=party.name,
                country=next(iter(party.countries), None),
                sector=next(iter(party.sectors), None),
            )
            for party in self._mentioned(span)
        ] or [made]

    def _new_sources(self, span: Span) -> list[Source]:
        named = self._mentioned(span)
        made = Source(span, self._words(span), kind=self._kind(span))
        if not named:
            return [made]
        one = named[0]
        if len(named) > 1:
            return [replace(made, name=" and ".join(party.name for party in named))]
        country = next(iter(one.countries), None)
        return [replace(made, actor=one.id, name=one.name, country=country, control=one.control)]

    def _new_objects(self, span: Span) -> list[Object]:
        words = self._words(span)
        return [Object(span, words, **asdict(measure(words)))]

    def _mentioned(self, span: Span) -> list[Party]:
        """Give the parties that a mention of just these words means."""
        ids = [each.actor for each in self._reading.mentions if each.span == span and each.actor]
        return [self._parties[each] for each in dict.fromkeys(ids) if each in self._parties]

    def _kind(self, span: Span) -> str:
        return next((each.kind for each in self._reading.mentions if each.span == span), UNKNOWN)


def _actor(part: object) -> str | None:
    """Give the party that words mean; objects and places mean none."""
    return part.actor if isinstance(part, Participant | Source) else None


def _known(what: str, value: Any, values: Sequence[str]) -> str:
    """Give a word as it is spelt; a word in any case will do."""
    spelt = {each.casefold(): each for each in values}
    key = value.strip().casefold() if isinstance(value, str) else ""
    if key not in spelt:
        raise UsageError(f"{_said(value)} is no {what}; there is {', '.join(values)}")
    return spelt[key]
