"""How decisions are asked for over HTTP, and how they look in answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sayso.ledger.review_changes import MOST_PARTS
from sayso.ledger.reviews import LONGEST_NAME, LONGEST_NOTE
from sayso.reading.reading import Claim, Party

__all__ = [
    "Accept",
    "AskedDecision",
    "AskedMatterDecision",
    "Correct",
    "DecisionAnswer",
    "Join",
    "Link",
    "Reject",
    "Split",
    "Undo",
    "UndoMatters",
    "Unlink",
]

MOST_MATTERS, MOST_EVENTS = 50, 500
"""Matters joined, and events split off, by one decision."""
_LAST = 2**53 - 1  # what JSON readers take for a whole number

Number = Annotated[int, Field(ge=1, le=_LAST, description="The decision's number (`id`).")]
Offsets = Annotated[
    list[int],
    Field(min_length=2, max_length=2, description="Where words begin and end, in code points of the text."),
]


class Words(BaseModel):
    """Words of the report: their `span`, what they are (`text`; an error where the report has other words
    there), and for a party which of those that the reading has for them is meant (`actor`). What else the
    claim's JSON has there is taken, and not looked at.
    """

    model_config = ConfigDict(extra="allow")

    span: Offsets
    text: str | None = None
    actor: str | None = None


Told = Offsets | Words
Several = Annotated[list[Told], Field(max_length=MOST_PARTS)]


class Corrections(BaseModel):
    """New values of what is wrong; what is left out stays. Type to time are about the event, and so for all
    claims on the same event mention.
    """

    model_config = ConfigDict(extra="forbid")

    type: str = Field("", max_length=40, description="The type of event, as AID.")
    mode: str | None = Field(None, max_length=40, description="A mode of the type; null for none.")
    contexts: list[str] = Field([], max_length=50, description="All contexts, as military.")
    trigger: Told = Field([0, 0], description="The words that tell it, within the claim's sentence.")
    actors: Several = []
    recipients: Several = []
    objects: Several = []
    places: Several = []
    time: Told | None = None
    sources: Several = Field([], description="The chain of speakers, the outermost first.")
    cue: Told | None = None
    stance: str = Field("", max_length=40, description="The last speaker's, as denies.")
    opinion: bool = False


class _Signed(BaseModel):
    who: str | None = Field(
        None, max_length=LONGEST_NAME, description="Who decides; left out: the name the desk goes by."
    )
    why: str = Field("", max_length=LONGEST_NOTE, description="The reason.")


class _OfClaim(_Signed):
    report: str = Field(max_length=2000, description="The report's id, or the beginning of it, URL or path.")
    claim: str = Field(min_length=4, max_length=200, description="The claim's id, or the beginning of it.")


class Accept(_OfClaim):
    """The claim is right as it stands; one that was rejected comes back."""

    kind: Literal["accept"]


class Reject(_OfClaim):
    """The claim is none, and is left out."""

    kind: Literal["reject"]


class Correct(_OfClaim):
    """Other words or values take the place of what was read."""

    kind: Literal["correct"]
    changes: Corrections


class _OfWords(_OfClaim):
    role: Literal["actor", "recipient", "source"]
    index: int = Field(ge=0, le=1000, description="Which of them, from 0 on.")


class Link(_OfWords):
    """The words of an actor, recipient or source mean this party."""

    kind: Literal["link"]
    party: str = Field(max_length=400, description="The party's id or name.")


class Unlink(_OfWords):
    """The words of an actor, recipient or source do not mean the party that they were linked to."""

    kind: Literal["unlink"]


class Undo(_Signed):
    """Another decision is taken back."""

    kind: Literal["undo"]
    undoes: Number


AskedDecision = Annotated[Accept | Reject | Correct | Link | Unlink | Undo, Field(discriminator="kind")]


class Join(_Signed):
    """Several matters are one."""

    kind: Literal["join"]
    matters: list[Annotated[str, Field(max_length=64)]] = Field(min_length=2, max_length=MOST_MATTERS)


class Split(_Signed):
    """Some events of a matter, by their keys (`event` of its claims), are another one."""

    kind: Literal["split"]
    events: list[Annotated[str, Field(max_length=400)]] = Field(min_length=1, max_length=MOST_EVENTS)


class UndoMatters(_Signed):
    """Another decision about matters is taken back."""

    kind: Literal["undo"]
    undoes: Number


AskedMatterDecision = Annotated[Join | Split | UndoMatters, Field(discriminator="kind")]


class Linked(BaseModel):
    """What was linked: the words, whom they meant before, and the party (null: none)."""

    role: str
    index: int
    span: Offsets
    text: str
    was: str | None
    was_name: str | None
    party: Party | None


class DecisionAnswer(BaseModel):
    """A decision about a claim: `before` is the claim as it was, `after` as it is then (null: as it was, or
    left out), `changes` what was corrected, by field, or what was linked. `in_force`: it was not taken back.
    `stale`: the newest reading of the report has no such claim; the decision is kept, and changes nothing.
    """

    id: int
    at: str
    who: str
    kind: Literal["accept", "reject", "correct", "link", "unlink", "undo"]
    report_id: str
    claim: str
    before: Claim
    after: Claim | None
    changes: Linked | dict[str, Any] | None
    note: str
    undoes: int | None
    in_force: bool
    stale: bool
    trigger: str
    sentence: str
    title: str | None
    outlet: str | None
    published: str | None
