"""What the catalogue is asked and what it answers, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sayso.ledger.matter_records import MatterClaim
from sayso.ledger.records import StoredClaim

__all__ = [
    "CatalogueState",
    "CataloguedClaim",
    "ClaimsAsked",
    "Counts",
    "Facets",
    "MatterRow",
    "MattersAsked",
    "Network",
    "NetworkEdge",
    "NetworkNode",
    "Page",
    "PairRow",
    "PairTally",
    "Partner",
    "PartyRow",
    "ReportRow",
    "RunRow",
    "SourceRow",
]

_T = TypeVar("_T")


class _Plain:
    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as a JSON object, its fields in this order."""
        names: tuple[str, ...] = type(self).__slots__
        return {name: _plain(getattr(self, name)) for name in names}


_AS_IS = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    """Give what a record holds as JSON has it: as `dataclasses.asdict`, which copies each word, too."""
    if type(value) in _AS_IS:
        return value
    if isinstance(value, _Plain):
        return value.to_dict()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """Some of the rows that were asked for, in their order.

    `next` is where the next page begins, None where this is the last one. `total` is how many rows there are
    in all, None where that was not counted. `capped` tells that words were found so often that only the
    newest hits were looked through.
    """

    rows: tuple[_T, ...]
    next: str | None = None
    total: int | None = None
    capped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give the page as a JSON object."""
        rows = [row.to_dict() for row in self.rows]  # type: ignore[attr-defined]
        return {"rows": rows, "next": self.next, "total": self.total, "capped": self.capped}


@dataclass(frozen=True, slots=True)
class CatalogueState(_Plain):
    """Up to when the catalogue is: `at` in UTC (None where there is none yet), `pending` readings that it
    lacks (at most `PENDING` are counted), and whether it lacks something of the newest weighing.
    """

    ready: bool
    at: str | None
    serial: int
    pending: int
    pending_matters: bool

    @property
    def up_to_date(self) -> bool:
        """Whether it lacks nothing."""
        return self.ready and not self.pending and not self.pending_matters


@dataclass(frozen=True, slots=True)
class ClaimsAsked:
    """What claims are asked for; what is left out asks for nothing in particular.

    `words` all occur in the sentence, as for `Ledger.claims`; `actor`, `recipient`, `source` and `origin`
    name parties by any name or id, `party` one with any of these parts, `other` (with `party`) the one on the
    other side of the event. `outlet` is a part of its name. `since` and `until` are dates of publication,
    both included. `matter` and `report` are ids or other names, as elsewhere. Confidences are those of the
    least sure part, from 0 to 1.
    """

    words: str | None = None
    type: str | tuple[str, ...] | None = None
    stance: str | tuple[str, ...] | None = None
    actor: str | None = None
    recipient: str | None = None
    source: str | None = None
    origin: str | None = None
    party: str | None = None
    other: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    contested: bool | None = None
    matter: str | None = None
    report: str | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class CataloguedClaim:
    """A claim with its report, the id of its matter (None where it was not weighed yet), and what reviews
    came to (None: nobody has looked at it, or that was not asked for).
    """

    claim: StoredClaim
    matter: str | None = None
    review: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the claim's record with what is known of it beside."""
        return {**self.claim.to_dict(), "matter": self.matter, "review": self.review}


@dataclass(frozen=True, slots=True)
class Facets(_Plain):
    """How the claims that fit a question divide: by type, stance, outlet, month (``2023-08``, or "undated"),
    by whether their matter is contested ("contested", "uncontested", "unweighed"), and by the parties that
    have a part in them: ``{"actor", "name", "claims"}``, the twenty most frequent.

    Only the newest `counted` claims were looked at; `complete` tells that these are all.
    """

    counted: int
    complete: bool
    types: dict[str, int] = field(default_factory=dict)
    stances: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    contested: dict[str, int] = field(default_factory=dict)
    parties: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class MattersAsked:
    """What matters are asked for; what is left out asks for nothing in particular.

    `words` all occur in the title or in one sentence. `actor` and `recipient` are among the matter's parties
    on that side, `party` on either, `other` (with `party`) on the other side; whoever is a part of one counts
    as it. `origin` is an independent origin of it, `stance` that of some origin. `since` and `until`: some
    report was published in between. `min_origins` counts independent origins.
    """

    words: str | None = None
    type: str | tuple[str, ...] | None = None
    stance: str | tuple[str, ...] | None = None
    actor: str | None = None
    recipient: str | None = None
    origin: str | None = None
    party: str | None = None
    other: str | None = None
    since: str | None = None
    until: str | None = None
    contested: bool | None = None
    min_origins: int | None = None


@dataclass(frozen=True, slots=True)
class MatterRow(_Plain):
    """A matter in short: the fields of `StoredMatter` without its standing, which is in one sentence here
    (`in_words`). `actors` and `recipients` have ``id`` and ``name``.
    """

    matter: str
    type: str
    title: str
    actors: tuple[dict[str, Any], ...]
    recipients: tuple[dict[str, Any], ...]
    in_words: str
    first: str | None
    last: str | None
    event_first: str | None
    event_last: str | None
    contested: bool
    origins: int
    reports: int


@dataclass(frozen=True, slots=True)
class PartyRow(_Plain):
    """A party as the newest reading has it, with what there is of it; whoever is a part of it counts.

    `kind` and `countries` are as for `sayso.reading.Party`. `claims` have it in any part, `by` as who acts,
    `about` as on whom, `said` as a speaker in the chain. `origins` counts the matters of which it is an
    independent origin itself. `first` and `last` are days of publication.
    """

    actor: str
    name: str
    kind: str | None
    countries: tuple[str, ...]
    control: str | None
    claims: int
    by: int
    about: int
    said: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Partner(_Plain):
    """A party that another one has to do with: claims by that one about it (`by`) and by it about that one
    (`of`), with the first and the last day of publication.
    """

    actor: str
    name: str
    kind: str | None
    by: int
    of: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PairRow(_Plain):
    """Some claims of a pair that are alike: in one month of publication (None: undated), one direction (`by`
    is the id of who acts), of one type (and quad) and stance. `dimensions` are as `ontology.dimensions` has
    them; a claim of several is counted once, under all of them.
    """

    month: str | None
    by: str
    type: str
    quad: str
    stance: str
    dimensions: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class PairTally:
    """What two parties do to each other. `claims` counts those of `rows`; where `complete` is False only the
    newest were looked at.
    """

    one: PartyRow
    other: PartyRow
    rows: tuple[PairRow, ...]
    claims: int
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the tally as a JSON object."""
        return {
            "one": self.one.to_dict(),
            "other": self.other.to_dict(),
            "rows": [row.to_dict() for row in self.rows],
            "claims": self.claims,
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True)
class SourceRow(_Plain):
    """A source: `origins` counts the matters of which it is an independent origin (its own claims), `claims`
    those in whose chain it speaks, `statements` the attributions to it. `actor` is the party's id, or the
    key of an outlet that speaks for itself (`kind` "outlet").
    """

    actor: str
    name: str
    kind: str | None
    countries: tuple[str, ...]
    control: str | None
    origins: int
    claims: int
    statements: int


@dataclass(frozen=True, slots=True)
class NetworkNode(_Plain):
    """A party in a network, with the number of matters in which it has a part."""

    actor: str
    name: str
    kind: str | None
    countries: tuple[str, ...]
    matters: int


@dataclass(frozen=True, slots=True)
class NetworkEdge(_Plain):
    """What one party does to another, by their ids: how many matters, how many of them contested, the most
    independent origins of one, and how many there are of each quad.
    """

    one: str
    other: str
    matters: int
    contested: int
    origins: int
    quads: dict[str, int]


@dataclass(frozen=True, slots=True)
class Network(_Plain):
    """Parties and matters as a graph, the strongest first. `matters` were used, the newest ones where
    `capped`; `left_out_nodes` and `left_out_edges` tell how many more there are.
    """

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]
    left_out_nodes: int
    left_out_edges: int
    matters: int
    capped: bool


@dataclass(frozen=True, slots=True)
class ReportRow(_Plain):
    """A report: `claims` counts those of its newest reading, `contested` the contested matters among them.
    `story` is the id of the lead report where it is a copy, `copies` counts its own.
    """

    report_id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    path: str | None
    claims: int
    contested: int
    story: str | None
    copies: int


@dataclass(frozen=True, slots=True)
class RunRow(_Plain):
    """A run that has not ended and wrote lately: `readings` counts what it has written so far (among the
    newest 20,000 readings), `last` is when it last did (UTC).
    """

    run: int
    command: str
    started_at: str
    readings: int
    last: str | None


@dataclass(frozen=True, slots=True)
class Counts(_Plain):
    """What the catalogue holds. `types` and `stances` count claims, `event_types` events, `outlets` reports;
    the most first. `several` counts matters in more than one report, `stories` those with copies, `copies`
    these. `first` and `last` are days of publication.
    """

    reports: int = 0
    claims: int = 0
    events: int = 0
    statements: int = 0
    parties: int = 0
    matters: int = 0
    contested: int = 0
    several: int = 0
    stories: int = 0
    copies: int = 0
    first: str | None = None
    last: str | None = None
    types: dict[str, int] = field(default_factory=dict)
    event_types: dict[str, int] = field(default_factory=dict)
    stances: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)


PENDING = 100_000
"""How many readings that wait are counted at most."""

MatterClaims = Page[MatterClaim]
__all__ += ["PENDING", "MatterClaims"]
