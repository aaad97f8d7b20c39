"""What the ledger answers with, as plain records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sayso.reading.reading import Claim

__all__ = ["SourceCount", "SourceRanking", "Statement", "Status", "StoredClaim", "StoredReject"]


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
        record = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "others"}
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

    def to_dict(self) -> dict[str, Any]:
        """Give the status as a JSON object, its fields in this order."""
        record = asdict(self)
        record["models"] = [{"version": version, "model": model} for version, model in self.models]
        return record
