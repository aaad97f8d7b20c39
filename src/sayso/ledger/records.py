"""What the ledger answers with, as plain records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sayso.lists.listing import Entry
from sayso.reading.reading import Claim

__all__ = [
    "ClaimCounts",
    "ListVersion",
    "PartyLink",
    "PartyQuery",
    "Screening",
    "SourceCount",
    "SourceRanking",
    "Statement",
    "Status",
    "StoredClaim",
    "StoredLink",
    "StoredReject",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution with its report: who is said to have said what, where and when.

    `source` (None where the words name nobody), `cue` and `content` are exact words of the report, with " […]
    " where they leave something out; `spans` holds their places in the report's text, by the same three
    names, as lists of ``[start, end]``. `nested` tells that the statement stands inside what somebody else is
    quoted as saying. `attribution` is its number within the report, counted from 1 as `sayso show` does.
    """

    report_id: str
    outlet: str | None
    title: str | None
    published: str | None
    path: str | None
    url: str | None
    source: str | None
    cue: str | None
    content: str
    spans: dict[str, list[list[int]]]
    nested: bool
    attribution: int

    def to_dict(self) -> dict[str, Any]:
        """Give the statement as a JSON object, its fields in this order."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """One claim with its report: who is said to have done what to whom, on whose say-so.

    `number` is the claim's within the report, counted from 1 as `sayso show` does; `sentence`, `trigger` and
    `cue` (None where the claim has none) are exact words of the report, of which `claim` has the places.
    `others` are the report's other claims on the same event mention: the same event as others tell it.
    """

    report_id: str
    outlet: str | None
    title: str | None
    published: str | None
    path: str | None
    url: str | None
    number: int
    claim: Claim
    sentence: str
    trigger: str
    cue: str | None
    others: tuple[Claim, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the claim as a JSON object, its fields in this order but for `others`, which are claims of
        their own.
        """
        record = {name: getattr(self, name) for name in StoredClaim.__slots__ if name != "others"}
        record["claim"] = self.claim.to_dict()
        return record


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a speaker is quoted: `speaker` is the party's name, `words` how the reports name it most
    often, `example` the newest content. Where no party was resolved, `speaker` is the words.

    `actor` is the party's id, None also for parties that only their reports know. `outlets` counts different
    outlets (reports without one count for none); `first` and `last` are dates of publication.
    """

    speaker: str
    statements: int
    reports: int
    outlets: int
    first: str | None
    last: str | None
    example: str
    actor: str | None = None
    words: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the count as a JSON object, its fields in this order."""
        return asdict(self)


class SourceRanking(list[SourceCount]):
    """Speakers by the number of their statements, and what the ranking leaves out.

    `speakers` is how many there are in all (more than the list's length where it was limited), `by_pronoun`
    how many statements have only a pronoun for a speaker, `by_nobody` how many name nobody.
    """

    def __init__(
        self,
        counts: Iterable[SourceCount] = (),
        *,
        speakers: int = 0,
        by_pronoun: int = 0,
        by_nobody: int = 0,
    ) -> None:
        super().__init__(counts)
        self.speakers = speakers
        self.by_pronoun = by_pronoun
        self.by_nobody = by_nobody


@dataclass(frozen=True, slots=True)
class StoredReject:
    """An input that did not become a report, as first met; `seen_at` is UTC, ISO 8601."""

    path: str | None
    locator: str | None
    reason: str
    message: str
    seen_at: str
    run: int | None

    def to_dict(self) -> dict[str, Any]:
        """Give the reject as a JSON object, its fields in this order."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ListVersion:
    """A sanctions list as published at one time.

    `id` is its number in this ledger, `label` how people name it: the list and `dated`, the day on which it
    was `published` or, where the file does not say, came into the ledger (``ofac-sdn@2024-06-27``; another
    one of that day ends in ``-2``). `digest` is the same for the same entries. `sources` tells of each file
    its ``path`` or ``url``, and what else was known (``sha256``, ``etag``, ``last_modified``). `entries`,
    `names` and `rejects` count. `used` tells whether parties are screened against the list. `new` is told by
    `Lists.add` only: whether it has just come.
    """

    id: int
    list: str
    label: str
    title: str
    format: str
    published: str | None
    dated: str
    digest: str
    sources: tuple[dict[str, Any], ...]
    added_at: str
    entries: int
    names: int
    rejects: int
    used: bool
    new: bool = field(default=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the version as a JSON object, its fields in this order but for `new`."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "new"}


@dataclass(frozen=True, slots=True)
class PartyQuery:
    """A party of the ledger as lists are asked for it.

    `actor` is its id, `names` what it is called: its name in the newest reading, the names that earlier ones
    have for it, and the names by which reports mention it. `kind` is as `sayso.reading.Party` has it,
    `countries` are ISO 3166-1 alpha-2 codes, the main one first.
    """

    actor: str
    names: tuple[str, ...]
    kind: str
    countries: tuple[str, ...] = ()

    @property
    def queried(self) -> dict[str, Any]:
        """What is asked for, as a JSON object."""
        return {"names": list(self.names), "kind": self.kind, "countries": list(self.countries)}

    @property
    def digest(self) -> str:
        """The same for the same party asked for in the same way."""
        return hashlib.sha256(json.dumps([self.actor, self.queried]).encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class PartyLink:
    """An entry found for a party: what a screener has to say of it.

    `entry_id` and `version_id` are numbers in the ledger, as `Lists.raw` gives them. `score` is from 0 to 1,
    `match` tells whether it reaches the threshold, `explanations` has what each feature adds to it, `why`
    says it in one sentence.
    """

    entry_id: int
    version_id: int
    score: float
    match: bool
    explanations: dict[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class Screening:
    """By what rules the parties were screened, and against what: `versions` are labels of lists, `settings`
    what else makes a difference. `at` is when it was first begun, in UTC.
    """

    id: int
    at: str
    algorithm: str
    threshold: float
    versions: tuple[str, ...]
    settings: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Give the screening as a JSON object, its fields in this order."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A party of the ledger and an entry of a list that may be the same, with the reasons: a link, never a
    merge.

    `party` is as it was asked for, `version` the label of the list's version in which `entry` stands; the
    rest is as `PartyLink` and `Screening` have it.
    """

    party: PartyQuery
    entry: Entry
    version: str
    score: float
    match: bool
    explanations: dict[str, Any]
    why: str
    algorithm: str
    screening: int

    def to_dict(self) -> dict[str, Any]:
        """Give the link as a JSON object: the party's id and what was asked for, the entry by its id and
        name.
        """
        return {
            "actor": self.party.actor,
            **self.party.queried,
            "entry": self.entry.id,
            "entry_name": self.entry.name,
            "list": self.entry.list,
            "version": self.version,
            "score": self.score,
            "match": self.match,
            "explanations": self.explanations,
            "why": self.why,
            "algorithm": self.algorithm,
            "screening": self.screening,
        }


@dataclass(frozen=True, slots=True)
class ClaimCounts:
    """How many events and claims the newest readings have; each dict has the most first."""

    events: int = 0
    claims: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    by_stance: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """What a ledger holds.

    `attributions` and `without_source`, `events` and `claims` count the newest reading of each report, that
    is what `Ledger.statements` and `Ledger.claims` find; `readings` counts all. `by_type` maps each type to
    the number of its events, `by_stance` each stance to that of its claims, `outlets` each outlet to that of
    its reports, all of them most first. `mentions` are those of the newest readings that name who can act,
    `resolved` those of them whose party could be told. `first` and `last` are the outermost dates of
    publication, `size` is in bytes, `models` lists every reader as ``(version, model)``, newest last.
    `rejects` counts those that `Ledger.rejects` gives by default: inputs that have since been read are not
    among them.

    `facts_from` and `facts_until` are the oldest and the newest day on which a fact of the gazetteer that can
    change (who holds an office, who controls an outlet) was checked; `after_facts` counts the reports
    published later than all of them: what has changed since then, it does not know.

    `lists` maps the label of each sanctions list that parties are screened against to the number of its
    entries; `listed` counts the parties of the newest readings that the newest screening matched with an
    entry.
    """

    where: str
    schema_version: int
    size: int
    reports: int
    appearances: int
    readings: int
    attributions: int
    without_source: int
    events: int
    claims: int
    by_type: dict[str, int]
    by_stance: dict[str, int]
    mentions: int
    resolved: int
    facts_from: str | None
    facts_until: str | None
    after_facts: int
    rejects: int
    runs: int
    outlets: dict[str, int]
    first: str | None
    last: str | None
    models: tuple[tuple[str, str], ...]
    lists: dict[str, int] = field(default_factory=dict)
    listed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give the status as a JSON object, its fields in this order."""
        record = asdict(self)
        record["models"] = [{"version": version, "model": model} for version, model in self.models]
        return record
