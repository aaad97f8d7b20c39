"""What weighing takes from a reading, and what it gives: plain records, without a database.

    Reading ─ accounts ─> Account: the report, its event mentions, its parties
                             ├─ stories ──> which reports are copies of one text
                             ├─ threads ──> mentions of one report that mean the same event
                             └─ matters ──> threads of many reports that mean the same alleged event
                                               └─ origins, standing ──> who says what of it, independently

An event mention is one place in a report, a matter the same alleged event across reports; a chain is the
route by which an event reaches the reader, and its last link the origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sayso.reading.reading import Claim, Event, Party, Span

__all__ = [
    "FIRST",
    "Account",
    "Count",
    "EventMention",
    "Matter",
    "Member",
    "Move",
    "Origin",
    "Speaker",
    "Standing",
    "Thread",
    "Voice",
]


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place in a report that mentions an event, with the claims made on it there.

    `key` names it for good: the beginning of the report's id, the trigger's offsets and the type
    (``0f3a…:41-48:AID``), so that the same words read alike have the same key. `trigger` and `sentence` are
    exact words of the report, `span` is the sentence's.
    """

    key: str
    report: str
    event: Event
    trigger: str
    sentence: str
    span: Span
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What weighing needs of one reading.

    `report` is the report's id; `published` an ISO date or None; `title` the headline. `parties` has the
    reading's parties by id. `carried` are the spans of the text that are copied from the story's lead report,
    whose id is `lead` (None where the report is its own story or the lead). `telling` are the stems that tell
    most of the report, with their weights (`telling.telling_words`).
    """

    report: str
    outlet: str | None
    title: str | None
    published: str | None
    mentions: tuple[EventMention, ...]
    parties: Mapping[str, Party] = field(default_factory=dict)
    lead: str | None = None
    lead_outlet: str | None = None
    carried: tuple[Span, ...] = ()
    telling: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One link of a chain, as origins are told apart.

    `key` is the same for the same speaker in any report: the id of the party, else the outlet's or the
    speaker's words in plain form. `name` is for people; `kind` is as a source has it (government, outlet,
    person, document, people …); `country` is ISO 3166-1 alpha-2; `control` is "state" for outlets that a
    state controls. `within` are the keys of the parties that it belongs to, the nearest first. `text` is what
    the report calls it.
    """

    key: str
    name: str
    kind: str | None = None
    country: str | None = None
    control: str | None = None
    within: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim of a matter as standing needs it: who says it, by which chain, with which stance.

    `chain` has the outermost speaker first, and always ends with an origin: where the report itself says it,
    its outlet (`own` is then true); for what is copied from a story's lead report, the lead's outlet.
    `claim` and `event` (an `EventMention.key`) lead back to the words. `quote` is the sentence, `headline`
    tells that it is the report's title.
    """

    claim: str
    event: str
    report: str
    outlet: str | None
    published: str | None
    stance: str
    chain: tuple[Speaker, ...]
    own: bool = False
    copied: bool = False
    opinion: bool = False
    confidence: float | None = None
    quote: str = ""
    headline: bool = False

    def __hash__(self) -> int:
        """Hash what tells voices apart but for a few: all of it took a third of the time of a standing."""
        return hash((self.claim, self.event, self.stance))


@dataclass(frozen=True, slots=True)
class Thread:
    """Mentions of one report that mean the same event: what is compared across reports.

    `key` is that of its first mention; `mentions` are keys of event mentions, in the order of the text.
    `start` and `end` are the days between which the event may lie, None where not even the date of
    publication is known.
    `features` (JSON) is what `matters` compares, `voices` the claims, `objects` (as `reading.Object` gives
    itself, with the key of its ``event`` and the ids of its ``claims``) the things and amounts.
    """

    key: str
    report: str
    published: str | None
    start: str | None
    end: str | None
    mentions: tuple[str, ...]
    features: Mapping[str, Any]
    voices: tuple[Voice, ...] = ()
    objects: tuple[Mapping[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the thread as a JSON object, its fields in this order."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Thread:
        """Take back what `to_dict` gave."""
        voices = (
            Voice(**{**voice, "chain": tuple(_speaker(each) for each in voice["chain"])})
            for voice in record["voices"]
        )
        return cls(
            **{
                **record,
                "mentions": tuple(record["mentions"]),
                "voices": tuple(voices),
                "objects": tuple(record["objects"]),
            }
        )


def _speaker(record: Mapping[str, Any]) -> Speaker:
    return Speaker(**{**record, "within": tuple(record["within"])})


FIRST = "the first report of it"
"""Why the first thread of a matter is a member of it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A thread's place in a matter: how sure (`score`, 0 to 1), why, and the member it was likest to."""

    thread: str
    score: float
    why: str
    like: str | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """The same alleged event across reports. `id` comes from its first member, and stays when others come."""

    id: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent origin of a matter: one speaker, however named and through whomever heard.

    `names` are the other names under which it speaks; `kind`, `country` and `control` are as for `Speaker`.
    `involved` tells that it is a party to the matter (or speaks for one); `merged` says, one sentence each,
    why speakers were taken for one. `stances` maps a stance to the number of its claims, copies counted once;
    `first` and `last` are dates of publication; `outlets` are the names of those whose reports give its word.
    """

    key: str
    name: str
    kind: str | None = None
    country: str | None = None
    control: str | None = None
    involved: bool = False
    names: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    stances: Mapping[str, int] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A change in how an origin stands to a matter: from what to what, on what day, by which claim.

    `before` and `after` are "foreseen", "alleged", "affirmed", "documented" (affirmed, with a document as the
    evidence), "doubted", "denied" or "admitted" (affirmed by who denied it before); `before` is None for what
    it said first.
    """

    origin: str
    name: str
    before: str | None
    after: str
    on: str | None
    claim: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number that the claims on a matter give for the same thing, and who gives it.

    `item` is what is counted, `amount` how many (of `unit` or `currency`), `bound` "at least", "at most",
    "about" or None; `origins` are keys; `claims` lead to the words.
    """

    item: str
    amount: float
    unit: str | None = None
    currency: str | None = None
    bound: str | None = None
    origins: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the claims on a matter add up to. There is no score of truth.

    `affirmed`, `alleged`, `denied` and `doubted` are the keys of the origins that do so, `foreseen` those
    that intend, predict, urge or suppose it. `first` and `last` are dates of publication; `event_first` and
    `event_last` the span of days in which the event is said to lie. `moves` tells how stances changed,
    `evidence` the strongest kind there is (document, official on record, unnamed official, report itself, or
    another speaker), `disputed` the numbers that cannot all be true. `contested` is true where somebody
    affirms or alleges what another origin denies or doubts. `reports`, `stories`, `claims` count.
    """

    origins: tuple[Origin, ...]
    affirmed: tuple[str, ...] = ()
    alleged: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    foreseen: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    event_first: str | None = None
    event_last: str | None = None
    moves: tuple[Move, ...] = ()
    evidence: str | None = None
    counts: tuple[Count, ...] = ()
    disputed: tuple[tuple[Count, ...], ...] = ()
    contested: bool = False
    reports: int = 0
    stories: int = 0
    claims: int = 0

    @property
    def independent(self) -> tuple[Origin, ...]:
        """The origins that count: who affirms, alleges, denies or doubts it, opinions aside; where nobody
        does so, who foresees it.
        """
        said = {*self.affirmed, *self.alleged, *self.denied, *self.doubted} or set(self.foreseen)
        return tuple(each for each in self.origins if each.key in said - set(self.aside))

    def to_dict(self) -> dict[str, Any]:
        """Give the standing as a JSON object, its fields in this order."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Standing:
        """Take back what `to_dict` gave, as JSON has it."""
        return cls(
            **{
                **_tuples(record),
                "origins": tuple(Origin(**_tuples(each)) for each in record["origins"]),
                "moves": tuple(Move(**each) for each in record["moves"]),
                "counts": tuple(Count(**_tuples(each)) for each in record["counts"]),
                "disputed": tuple(
                    tuple(Count(**_tuples(each)) for each in counts) for counts in record["disputed"]
                ),
            }
        )


def _tuples(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
