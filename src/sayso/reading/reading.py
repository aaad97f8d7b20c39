"""The reading: everything the reader found in one report, as plain records (the JSON that ``sayso read
--json`` prints).

Every span is a half-open pair of code-point offsets into `Report.text`, so ``text[start:end]`` is the quoted
piece. The fields of each record stand in the order in which the JSON has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Self

from sayso.report import Report

__all__ = [
    "Attribution",
    "Claim",
    "Event",
    "Mention",
    "Object",
    "Participant",
    "Party",
    "Place",
    "ReaderVersion",
    "Reading",
    "Source",
    "Span",
    "Speaker",
    "Time",
    "Why",
]

Span = tuple[int, int]


class _Record:
    """A dataclass that becomes JSON field by field, and comes back from it."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as the reading's JSON has it: spans as lists, what does not apply as null or []."""
        return {name: _plain(getattr(self, name)) for name in _names(type(self))}  # type: ignore[arg-type]

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Take back what `to_dict` gave; unknown keys are left aside, missing ones take their defaults."""
        names = {f.name for f in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: _restored(name, value) for name, value in record.items() if name in names})


@cache
def _names(record: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(record))


_AS_IS = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _AS_IS:
        return value
    if isinstance(value, _Record):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, dict) else value


def _restored(name: str, value: Any) -> Any:
    """Give a field its type back; a name means the same in every record."""
    if value is None:
        return None
    if name in _RECORDS:
        return _RECORDS[name].from_dict(value)
    if name in _LISTS:
        return tuple(_LISTS[name].from_dict(item) for item in value)
    return tuple(_restored("", item) for item in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Why(_Record):
    """What a resolution rests on: the `rule` by which it was made, the earlier mention that it follows
    (`antecedent`, a span), and what speaks against it (`doubt`, words for people).
    """

    rule: str
    antecedent: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Mention(_Record):
    """A span of a report that names something.

    `actor` is the id of the party meant, None where there is none or it could not be told. A mention of
    several parties ("both countries") stands once for each. `score` is the share of such resolutions that
    were right in annotated reports (0 to 1), `why` what this one rests on.
    """

    span: Span
    text: str
    kind: str
    actor: str | None = None
    score: float | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Party(_Record):
    """Who can act, as far as a report's reader knows: one row for each party that its mentions mean.

    `kind` is state, government, military, armed_group, organisation, company, outlet, person or people.
    `countries` are ISO 3166-1 alpha-2 codes, the main one first; `sectors` PLOVER's codes, likewise.
    `belongs_to` is the id of the party of which this one is a part (a ministry of a government), `within`
    all of these from the nearest to the outermost. `control` says of an outlet whether it is controlled by a
    state, public or private. `about` is what the report says of a party that it alone knows.
    """

    id: str
    name: str
    kind: str
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    belongs_to: str | None = None
    within: tuple[str, ...] = ()
    control: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker(_Record):
    """Who speaks in an attribution: the source's words, without a comma that only closes an apposition, and
    the id of the party meant once parties are resolved.
    """

    text: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution(_Record):
    """Source, cue and content (PARC, PolNeAR): who is said to have said, by which words, what.

    Each part may be several spans (a content broken by "he said"), in reading order; `source` is empty where
    the words name nobody ("reportedly"). A nested attribution is one whose spans lie inside another's
    content.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Participant(_Record):
    """An actor or recipient of an event: the words, and the party meant where that could be told (its id,
    name, country as ISO 3166-1 alpha-2, and PLOVER sector). Words for several parties stand once for each.
    """

    span: Span
    text: str
    actor: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Object(_Record):
    """A thing given, used, built or seized in an event, with its amount where one is stated.

    `kind` is materiel, money, quantity, people or None; `item` what it is, in the singular and lower case
    ("drone"); `amount` a number of `unit` (a measure, None for pieces) or of `currency` (ISO 4217); `bound`
    says that the words give it as "at least", "at most" or "about" so much, None that they give it plainly.
    """

    span: Span
    text: str
    kind: str | None = None
    item: str | None = None
    amount: float | None = None
    unit: str | None = None
    currency: str | None = None
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Place(_Record):
    """Where an event happens; latitude and longitude in degrees."""

    span: Span
    text: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Time(_Record):
    """When an event happens: the words, and the ISO dates they mean (both ends inclusive) where that is
    known.
    """

    span: Span
    text: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(_Record):
    """Who did what to whom, in PLOVER's types; one place in one report."""

    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    trigger: Span
    quad: str | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    objects: tuple[Object, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Source(_Record):
    """One link of a claim's chain of speakers: the words, and the party that speaks or to which the speaker
    belongs. `kind` is the kind of the speaker (government, outlet, person, document, people …), `control`
    says of an outlet whether a state controls it.
    """

    span: Span
    text: str
    actor: str | None = None
    name: str | None = None
    kind: str | None = None
    country: str | None = None
    control: str | None = None


@dataclass(frozen=True, slots=True)
class Claim(_Record):
    """One event mention, the chain of speakers by which it reaches the reader, and the last one's stance.

    `sources` has the outermost speaker first and is empty where the report itself says it; `cue` is the span
    of the words that tie the last speaker to what is said; `opinion` tells that the sentence is the author's
    own argument. `confidence` gives calibrated probabilities (0 to 1): that there is such an event (`event`),
    that its actors and recipients are right (`actors`, `recipients`), `stance`, and the last speaker
    (`sources`). `id` is the same whenever the same words are read in the same way.
    """

    id: str
    event: Event
    sources: tuple[Source, ...]
    cue: Span | None
    stance: str
    opinion: bool
    sentence: Span
    confidence: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReaderVersion(_Record):
    """Which program and which model made a reading; `model` is the SHA-256 of the model file."""

    version: str
    model: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader found in one report."""

    report: Report
    reader: ReaderVersion
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    parties: tuple[Party, ...] = ()

    def quote(self, spans: tuple[Span, ...]) -> str:
        """Give the exact words of some spans, an ellipsis in brackets where they leave something out."""
        return " […] ".join(self.report.text[start:end] for start, end in spans)

    def speaker_words(self, attribution: Attribution) -> str:
        """Name who speaks in one of the attributions, as the text does; empty where it names nobody."""
        return attribution.speaker.text if attribution.speaker else self.quote(attribution.source)

    def to_dict(self, *, with_text: bool = True) -> dict[str, Any]:
        """Give the reading as JSON has it; `with_text=False` leaves the report's text out."""
        return {
            "report": self.report.to_dict(with_text=with_text),
            "reader": self.reader.to_dict(),
            "mentions": [mention.to_dict() for mention in self.mentions],
            "attributions": [attribution.to_dict() for attribution in self.attributions],
            "claims": [claim.to_dict() for claim in self.claims],
            "parties": [party.to_dict() for party in self.parties],
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Reading:
        """Take back what `to_dict` gave. Raises KeyError where the text is missing."""
        return cls(
            report=Report.from_dict(record["report"]),
            reader=ReaderVersion.from_dict(record["reader"]),
            mentions=tuple(Mention.from_dict(m) for m in record.get("mentions") or ()),
            attributions=tuple(Attribution.from_dict(a) for a in record.get("attributions") or ()),
            claims=tuple(Claim.from_dict(c) for c in record.get("claims") or ()),
            parties=tuple(Party.from_dict(p) for p in record.get("parties") or ()),
        )


_RECORDS: dict[str, type[_Record]] = {"speaker": Speaker, "event": Event, "time": Time, "why": Why}
_LISTS: dict[str, type[_Record]] = {
    "actors": Participant,
    "recipients": Participant,
    "objects": Object,
    "places": Place,
    "sources": Source,
}
