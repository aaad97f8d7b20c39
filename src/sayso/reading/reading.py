"""The reading: everything the reader found in one report, as plain records (the JSON that ``sayso read --json`` prints).

Every span is a half-open pair of code-point offsets into `Report.text`, so ``text[start:end]`` is the quoted piece.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sayso.report import Report

__all__ = [
    "Attribution",
    "Claim",
    "Event",
    "Mention",
    "Object",
    "Participant",
    "Place",
    "Reader",
    "Reading",
    "Source",
    "Span",
    "Speaker",
    "Time",
]

Span = tuple[int, int]


def _span(pair: Any) -> Span:
    start, end = pair
    return int(start), int(end)


def _spans(pairs: Any) -> tuple[Span, ...]:
    return tuple(_span(pair) for pair in pairs or ())


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a report that names something; `actor` is the id of the party meant, once parties are resolved."""

    span: Span
    text: str
    kind: str
    actor: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the mention as FORMAT.md lays it out."""
        return {"span": list(self.span), "text": self.text, "kind": self.kind, "actor": self.actor}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Mention:
        """Take back what `to_dict` gave."""
        return cls(_span(record["span"]), record["text"], record["kind"], record.get("actor"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in an attribution: the words, and the id of the party meant once parties are resolved."""

    text: str
    actor: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the speaker as FORMAT.md lays it out."""
        return {"text": self.text, "actor": self.actor}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Speaker:
        """Take back what `to_dict` gave."""
        return cls(record["text"], record.get("actor"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content (PARC, PolNeAR): who is said to have said, by which words, what.

    Each part may be several spans (a content broken by "he said"), in reading order; `source` is empty where the
    words name nobody ("reportedly"). A nested attribution is one whose spans lie inside another's content.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the attribution as FORMAT.md lays it out."""
        return {
            "source": [list(span) for span in self.source],
            "cue": [list(span) for span in self.cue],
            "content": [list(span) for span in self.content],
            "speaker": None if self.speaker is None else self.speaker.to_dict(),
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Attribution:
        """Take back what `to_dict` gave."""
        speaker = record.get("speaker")
        return cls(
            _spans(record["source"]),
            _spans(record["cue"]),
            _spans(record["content"]),
            None if speaker is None else Speaker.from_dict(speaker),
        )


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor or recipient of an event."""

    span: Span
    text: str
    actor: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the participant as FORMAT.md lays it out."""
        return {
            "span": list(self.span),
            "text": self.text,
            "actor": self.actor,
            "name": self.name,
            "country": self.country,
            "sector": self.sector,
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Participant:
        """Take back what `to_dict` gave."""
        return cls(_span(record["span"]), **{k: record.get(k) for k in ("text", "actor", "name", "country", "sector")})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Object:
    """A thing given, used, built or seized in an event, with its amount where one is stated."""

    span: Span
    text: str
    kind: str | None = None
    item: str | None = None
    amount: float | None = None
    unit: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the object as FORMAT.md lays it out."""
        return {
            "span": list(self.span),
            "text": self.text,
            "kind": self.kind,
            "item": self.item,
            "amount": self.amount,
            "unit": self.unit,
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Object:
        """Take back what `to_dict` gave."""
        return cls(_span(record["span"]), **{k: record.get(k) for k in ("text", "kind", "item", "amount", "unit")})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happens."""

    span: Span
    text: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the place as FORMAT.md lays it out."""
        return {
            "span": list(self.span),
            "text": self.text,
            "country": self.country,
            "lat": self.lat,
            "lon": self.lon,
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Place:
        """Take back what `to_dict` gave."""
        return cls(_span(record["span"]), **{k: record.get(k) for k in ("text", "country", "lat", "lon")})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Time:
    """When an event happens: the words, and the ISO dates they mean (both ends inclusive) where that is known."""

    span: Span
    text: str
    start: str | None = None
    end: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the time as FORMAT.md lays it out."""
        return {"span": list(self.span), "text": self.text, "start": self.start, "end": self.end}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Time:
        """Take back what `to_dict` gave."""
        return cls(_span(record["span"]), record["text"], record.get("start"), record.get("end"))


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, in PLOVER's types; one place in one report."""

    type: str
    trigger: Span
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: str | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    objects: tuple[Object, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the event as FORMAT.md lays it out."""
        return {
            "type": self.type,
            "mode": self.mode,
            "contexts": list(self.contexts),
            "trigger": list(self.trigger),
            "quad": self.quad,
            "actors": [actor.to_dict() for actor in self.actors],
            "recipients": [recipient.to_dict() for recipient in self.recipients],
            "objects": [thing.to_dict() for thing in self.objects],
            "places": [place.to_dict() for place in self.places],
            "time": None if self.time is None else self.time.to_dict(),
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Event:
        """Take back what `to_dict` gave."""
        time = record.get("time")
        return cls(
            type=record["type"],
            trigger=_span(record["trigger"]),
            mode=record.get("mode"),
            contexts=tuple(record.get("contexts") or ()),
            quad=record.get("quad"),
            actors=tuple(Participant.from_dict(p) for p in record.get("actors") or ()),
            recipients=tuple(Participant.from_dict(p) for p in record.get("recipients") or ()),
            objects=tuple(Object.from_dict(o) for o in record.get("objects") or ()),
            places=tuple(Place.from_dict(p) for p in record.get("places") or ()),
            time=None if time is None else Time.from_dict(time),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a claim's chain of speakers."""

    span: Span
    text: str
    actor: str | None = None
    name: str | None = None
    kind: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the source as FORMAT.md lays it out."""
        return {
            "span": list(self.span),
            "text": self.text,
            "actor": self.actor,
            "name": self.name,
            "kind": self.kind,
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Source:
        """Take back what `to_dict` gave."""
        return cls(_span(record["span"]), **{k: record.get(k) for k in ("text", "actor", "name", "kind")})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Claim:
    """One event mention, the chain of speakers by which it reaches the reader, and the last one's stance."""

    id: str
    event: Event
    sources: tuple[Source, ...]
    cue: Span | None
    stance: str
    opinion: bool
    sentence: Span
    confidence: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Give the claim as FORMAT.md lays it out."""
        return {
            "id": self.id,
            "event": self.event.to_dict(),
            "sources": [source.to_dict() for source in self.sources],
            "cue": None if self.cue is None else list(self.cue),
            "stance": self.stance,
            "opinion": self.opinion,
            "sentence": list(self.sentence),
            "confidence": dict(self.confidence),
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Claim:
        """Take back what `to_dict` gave."""
        cue = record.get("cue")
        return cls(
            id=record["id"],
            event=Event.from_dict(record["event"]),
            sources=tuple(Source.from_dict(s) for s in record.get("sources") or ()),
            cue=None if cue is None else _span(cue),
            stance=record["stance"],
            opinion=bool(record["opinion"]),
            sentence=_span(record["sentence"]),
            confidence=dict(record.get("confidence") or {}),
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Which program and which model made a reading; `model` is the SHA-256 of the model file."""

    version: str
    model: str

    def to_dict(self) -> dict[str, Any]:
        """Give the reader as FORMAT.md lays it out."""
        return {"version": self.version, "model": self.model}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Reader:
        """Take back what `to_dict` gave."""
        return cls(record["version"], record["model"])


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader found in one report."""

    report: Report
    reader: Reader
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()

    def quote(self, spans: tuple[Span, ...]) -> str:
        """Give the exact words of some spans, an ellipsis in brackets where they leave something out."""
        return " […] ".join(self.report.text[start:end] for start, end in spans)

    def to_dict(self, *, with_text: bool = True) -> dict[str, Any]:
        """Give the reading as FORMAT.md lays it out."""
        return {
            "report": self.report.to_dict(with_text=with_text),
            "reader": self.reader.to_dict(),
            "mentions": [mention.to_dict() for mention in self.mentions],
            "attributions": [attribution.to_dict() for attribution in self.attributions],
            "claims": [claim.to_dict() for claim in self.claims],
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Reading:
        """Take back what `to_dict(with_text=True)` gave. Raises KeyError where the text is missing."""
        return cls(
            report=Report.from_dict(record["report"]),
            reader=Reader.from_dict(record["reader"]),
            mentions=tuple(Mention.from_dict(m) for m in record.get("mentions") or ()),
            attributions=tuple(Attribution.from_dict(a) for a in record.get("attributions") or ()),
            claims=tuple(Claim.from_dict(c) for c in record.get("claims") or ()),
        )
