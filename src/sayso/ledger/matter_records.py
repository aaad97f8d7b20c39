"""What the ledger answers about stories and matters, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sayso.ledger.records import StoredClaim

__all__ = ["Change", "Decision", "MatterClaim", "StoredMatter", "StoredStory", "StoryReport", "Watch"]


class _Plain:
    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as a JSON object, its fields in this order."""
        return asdict(self)  # type: ignore[call-overload,no-any-return]


@dataclass(frozen=True, slots=True)
class StoredMatter(_Plain):
    """A matter as it stands now.

    `title` is one of its events in a line. `actors` and `recipients` are its parties, most named first, each
    with ``id`` and ``name``. `standing` is as `sayso.weigh.records.Standing.to_dict` gives it. `first` and
    `last` are dates of publication, `event_first` and `event_last` the days in which the event is said to
    lie. `origins` and `reports` count. `retired` tells that nothing is left of it; most of it is in the
    matter `into` then. `weighing` and `at` tell when it came to stand so.
    """

    matter: str
    type: str
    title: str
    actors: tuple[Mapping[str, Any], ...]
    recipients: tuple[Mapping[str, Any], ...]
    standing: Mapping[str, Any]
    first: str | None
    last: str | None
    event_first: str | None
    event_last: str | None
    contested: bool
    origins: int
    reports: int
    retired: bool
    into: str | None
    weighing: int
    at: str


@dataclass(frozen=True, slots=True)
class MatterClaim:
    """A claim on a matter: the claim with its report, the key of its event, how sure it is that the event
    belongs to the matter (0 to 1), why, and the key of the event that it was likest to. `story` is the id of
    the lead report where the report is a copy.
    """

    claim: StoredClaim
    event: str
    score: float
    why: str
    like: str | None = None
    story: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the claim's record with the membership beside it."""
        record = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "claim"}
        return {**self.claim.to_dict(), **record}


@dataclass(frozen=True, slots=True)
class StoryReport(_Plain):
    """A report of a story: how much it has of the lead (0 to 1), and why."""

    report_id: str
    outlet: str | None
    title: str | None
    published: str | None
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class StoredStory(_Plain):
    """Reports that are copies of one text: the lead first, the others by date of publication."""

    story: str
    reports: tuple[StoryReport, ...]


@dataclass(frozen=True, slots=True)
class Decision(_Plain):
    """A person's correction: `kind` is join, split or undo; `events` are keys of event mentions (for a join
    one of each matter, for a split those that were put out, and `anchor` one that stays). `undoes` is the
    number of the decision taken back.
    """

    id: int
    at: str
    who: str
    kind: str
    events: tuple[str, ...] = ()
    anchor: str | None = None
    note: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Watch(_Plain):
    """What somebody wants to be told of: who acts, on whom, who has a part in it on either side (`party`,
    with whom: `other`), what type of event. None asks for nothing in particular.
    """

    id: int
    at: str
    label: str
    actor: str | None = None
    recipient: str | None = None
    party: str | None = None
    other: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Change(_Plain):
    """What is new of a matter since a moment.

    `new` tells that it was not known then. `origins` are those that speak of it now and did not then,
    `denials` those that deny or doubt it now and did not then, each with ``key`` and ``name``; `numbers` and
    `numbers_before` are the counts that have come and gone. `contested` tells that it is contested now and
    was not. `watches` are the numbers of the watches that it fits.
    """

    matter: StoredMatter
    new: bool
    origins: tuple[Mapping[str, Any], ...] = ()
    denials: tuple[Mapping[str, Any], ...] = ()
    numbers: tuple[Mapping[str, Any], ...] = ()
    numbers_before: tuple[Mapping[str, Any], ...] = ()
    contested: bool = False
    watches: tuple[int, ...] = ()
