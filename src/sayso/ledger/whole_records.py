"""One matter whole, as it is shown: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sayso.ledger.matter_records import Decision
from sayso.ledger.records import StoredClaim

__all__ = ["Amount", "OriginTold", "Point", "Route", "WholeMatter", "Words"]


@dataclass(frozen=True, slots=True)
class Route:
    """A way by which an origin's word reaches the reader: `via` whom, outermost first (nobody where its word
    is reported directly), under which name where reports give another one (`named`), in which `outlets`.
    `claims` come by it, copies not counted; `copies` are reports that repeat it word for word. `report_id`
    and `number` lead to one of the claims.
    """

    via: tuple[str, ...]
    named: str | None
    outlets: tuple[str, ...]
    claims: int
    copies: int
    report_id: str
    number: int


@dataclass(frozen=True, slots=True)
class OriginTold:
    """An origin of a matter: the fields of `sayso.weigh.records.Origin`, and how its word comes.

    `independent` tells that it counts as one, `opinion` that it does not because all it has is an opinion.
    `actor` is its id where it is a party of the ledger. `claims` counts, copies once. `routes` are the ways
    by which its word comes, most claims first, `more_routes` how many more there are; none are told of a
    large matter (`WholeMatter.routed`).
    """

    key: str
    name: str
    kind: str | None
    country: str | None
    control: str | None
    involved: bool
    independent: bool
    opinion: bool
    names: tuple[str, ...]
    merged: tuple[str, ...]
    stances: Mapping[str, int]
    claims: int
    first: str | None
    last: str | None
    outlets: tuple[str, ...]
    routes: tuple[Route, ...] = ()
    more_routes: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """How an origin (its key, and its name) stood to a matter on a day of publication. `stance` is affirmed,
    documented, admitted, alleged, denied, doubted or foreseen; `before` is how it stood until then, where
    that changed. `claims` counts those of the day, copies once; `report_id` and `number` lead to one of them,
    None in a large matter.
    """

    day: str
    origin: str
    name: str
    stance: str
    before: str | None
    claims: int
    report_id: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says for or against a matter, in the words of a report. `origin` is who says so, by key
    and name, and `stance` how.
    """

    claim: StoredClaim
    origin: str
    name: str
    stance: str

    def to_dict(self) -> dict[str, Any]:
        """Give the claim's record with its origin beside it."""
        return {**_record(self), "claim": self.claim.to_dict()}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that cannot be true if another one of the same `item` is: in words, who gives it (the names
    of origins), in how many claims, and where: one claim, with its sentence.
    """

    item: str
    words: str
    origins: tuple[str, ...]
    claims: int
    report_id: str | None = None
    number: int | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class WholeMatter:
    """One matter whole. The first fields are those of `StoredMatter`; `in_words` is its standing in a
    sentence.

    `evidence` is the strongest kind that there is; `independent` counts origins, `stories` reports that are
    no copies, `claims` claims. `origins` come with most claims first. `points` tell when who took which
    stance, by day; `undated` claims are on none. `said` and `denied` are the strongest words for and against
    it, one for each origin, `more_said` and `more_denied` how many more origins there are on each side.
    `amounts` are numbers that disagree, those of one item together; `more_amounts` are not shown. `sides`
    counts the origins of each stance. `decisions` are those in force by which people put claims here or away,
    where they were asked for.

    `routed` tells that every claim was looked at. In a matter of more claims than that is done for, points
    are the first word of each origin and the changes of its stance, and no routes are told.
    """

    matter: str
    type: str
    title: str
    actors: tuple[Mapping[str, Any], ...]
    recipients: tuple[Mapping[str, Any], ...]
    in_words: str
    first: str | None
    last: str | None
    event_first: str | None
    event_last: str | None
    contested: bool
    retired: bool
    evidence: str | None
    independent: int
    reports: int
    stories: int
    claims: int
    routed: bool
    weighing: int
    origins: tuple[OriginTold, ...] = ()
    points: tuple[Point, ...] = ()
    undated: int = 0
    said: tuple[Words, ...] = ()
    more_said: int = 0
    denied: tuple[Words, ...] = ()
    more_denied: int = 0
    amounts: tuple[Amount, ...] = ()
    more_amounts: int = 0
    sides: Mapping[str, int] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the matter as a JSON object, its fields in this order."""
        record = _record(self)
        for name in ("origins", "points", "amounts", "decisions"):
            record[name] = [asdict(each) for each in record[name]]
        for name in ("said", "denied"):
            record[name] = [each.to_dict() for each in record[name]]
        return record


def _record(it: Any) -> dict[str, Any]:
    return {each.name: getattr(it, each.name) for each in fields(it)}
