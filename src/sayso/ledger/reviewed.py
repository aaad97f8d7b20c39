"""A reading after review: what people decided about its claims, laid over what the reader found.

Nothing here knows a database. Reviews are applied in their order to the reader's own reading, never to an
earlier result: what one of them changed is gone when it is taken back, whatever came after it. A correction
of an event is about all claims on the same event mention, one of its speakers, cue or stance about the claim
itself; a link is about the words, wherever the reading took them for the same party. A claim keeps its id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from sayso.ledger.review_records import State
from sayso.reading.ontology import MODES, quad_of
from sayso.reading.reading import (
    Claim,
    Event,
    Mention,
    Participant,
    Party,
    ReaderVersion,
    Reading,
    Source,
    Span,
    Why,
)

__all__ = [
    "CLAIM_FIELDS",
    "EVENT_FIELDS",
    "RULE",
    "UNKNOWN",
    "Folded",
    "base_version",
    "changed_fields",
    "fold",
    "in_force",
    "is_reviewed",
    "reviewed",
    "reviewed_version",
    "state_of",
    "taken_back",
]

EVENT_FIELDS = (
    "type", "mode", "contexts", "trigger", "actors", "recipients", "objects", "places", "time",
)  # fmt: skip
"""What can be corrected of an event: for all claims on the same event mention."""
CLAIM_FIELDS = ("sources", "cue", "stance", "opinion")
"""What can be corrected of one claim alone."""
RULE = "review"
"""The rule by which a mention means its party where a person said so."""
UNKNOWN = "people"
"""The kind that words have of which nobody could tell whom they name."""

_MARK = re.compile(r"\+reviewed\.\d+\Z")
_STATES: dict[str, State] = {"accept": "accepted", "reject": "rejected"}


class Decided(Protocol):
    """What is needed of a review, as `sayso.ledger.Review` has it."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def claim(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, Any] | None: ...
    @property
    def undoes(self) -> int | None: ...


_Decided = TypeVar("_Decided", bound=Decided)
_Part = TypeVar("_Part", Participant, Source)


# ---- versions ----------------------------------------------------------------------------------------------


def reviewed_version(reader: ReaderVersion, review: int) -> ReaderVersion:
    """Name the reader of a reading after review: by the last review of the report, also where that took
    others back. No two readings of a report have the same.
    """
    return replace(reader, version=f"{reader.version}+reviewed.{review}")


def base_version(version: str) -> str:
    """Give the version of the reader whose reading was reviewed."""
    return _MARK.sub("", version)


def is_reviewed(version: str) -> bool:
    """Tell whether a reader's version is that of a reading after review."""
    return _MARK.search(version) is not None


# ---- which reviews count -----------------------------------------------------------------------------------


def taken_back(reviews: Iterable[Decided]) -> set[int]:
    """Give the numbers of the reviews that others took back; an undo can be taken back itself."""
    undone: set[int] = set()
    for each in sorted(reviews, key=lambda each: each.id, reverse=True):
        if each.undoes is not None and each.id not in undone:
            undone.add(each.undoes)
    return undone


def in_force(reviews: Iterable[_Decided]) -> list[_Decided]:
    """Give the reviews that count, in their order: those that were not taken back."""
    every = sorted(reviews, key=lambda each: each.id)
    undone = taken_back(every)
    return [each for each in every if each.kind != "undo" and each.id not in undone]


def state_of(kind: str) -> State:
    """Say how a claim stands after a review of that kind."""
    return _STATES.get(kind, "corrected")


def changed_fields(review: Decided) -> tuple[str, ...]:
    """Name what a review changed of a claim: fields, and for a link the role in the plural."""
    changes = review.changes or {}
    if review.kind == "correct":
        return tuple(changes)
    return (f"{changes['role']}s",) if "role" in changes else ()


# ---- laying them over --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Folded:
    """A reading after review, its `claims` by id with those that were rejected, and the ids of these."""

    reading: Reading
    claims: Mapping[str, Claim]
    rejected: frozenset[str]


def reviewed(base: Reading, reviews: Iterable[Decided]) -> Reading:
    """Give a reading after review, by the same reader; claims that were rejected are left out.

    Reviews that were taken back count for nothing, and so do those of claims that the reading has not.
    """
    return fold(base, reviews).reading


def fold(base: Reading, reviews: Iterable[Decided]) -> Folded:
    """Do what `reviewed` does, and tell of the rejected claims, too."""
    draft = _Draft(base)
    for each in in_force(reviews):
        draft.apply(each)
    return draft.folded()


class _Draft:
    """A reading while reviews are applied to it."""

    def __init__(self, base: Reading) -> None:
        self._base = base
        self._claims = list(base.claims)
        self._mentions = list(base.mentions)
        self._attributions = list(base.attributions)
        self._parties = {party.id: party for party in base.parties}
        self._rejected: set[str] = set()

    def apply(self, review: Decided) -> None:
        if not any(claim.id == review.claim for claim in self._claims):
            return
        if review.kind == "reject":
            self._rejected.add(review.claim)
            return
        self._rejected.discard(review.claim)
        if review.kind == "correct" and review.changes:
            self._correct(review.claim, review.changes)
        elif review.kind in ("link", "unlink") and review.changes:
            self._link(_Link.from_dict(review.changes))

    def folded(self) -> Folded:
        reading = replace(
            self._base,
            mentions=tuple(self._mentions),
            attributions=tuple(self._attributions),
            claims=tuple(claim for claim in self._claims if claim.id not in self._rejected),
            parties=tuple(self._parties.values()),
        )
        return Folded(reading, {claim.id: claim for claim in self._claims}, frozenset(self._rejected))

    # ---- corrections ---------------------------------------------------------------------------------------

    def _correct(self, claim_id: str, changes: Mapping[str, Any]) -> None:
        about = {claim.event for claim in self._claims if claim.id == claim_id}
        corrected = {event: corrected_event(event, changes) for event in about}
        for place, claim in enumerate(self._claims):
            if claim.event in corrected:
                claim = replace(claim, event=corrected[claim.event])
            if claim.id == claim_id:
                claim = corrected_claim(claim, changes)
            self._claims[place] = claim

    # ---- parties -------------------------------------------------------------------------------------------

    def _link(self, link: _Link) -> None:
        before = self._parties.get(link.was or "")
        old_kind = before.kind if before else UNKNOWN
        events: dict[Event, Event] = {}
        for place, claim in enumerate(self._claims):
            if claim.event not in events:
                events[claim.event] = replace(
                    claim.event,
                    actors=_each(claim.event.actors, link, link.participant),
                    recipients=_each(claim.event.recipients, link, link.participant),
                )
            sources = _each(claim.sources, link, lambda each: link.source(each, old_kind))
            self._claims[place] = replace(claim, event=events[claim.event], sources=sources)
        self._mentions = link.mentioned(self._mentions, self._base.report.text, old_kind)
        self._speakers(link)
        if link.party is not None and link.party.id not in self._parties:
            known = {**self._parties, link.party.id: link.party}
            self._parties = dict(sorted(known.items()))
        if link.was is not None and link.was not in self._meant():
            self._parties.pop(link.was, None)

    def _speakers(self, link: _Link) -> None:
        """The speaker of a statement is the words that its source begins with, as the reader has it."""
        for place, each in enumerate(self._attributions):
            if not each.source or each.speaker is None or each.speaker.actor != link.was:
                continue
            start, end = each.source[0]
            if (start, min(end, start + len(each.speaker.text))) == link.span:
                speaker = replace(each.speaker, actor=link.actor)
                self._attributions[place] = replace(each, speaker=speaker)

    def _meant(self) -> set[str | None]:
        """Give the parties that anything in the reading still means."""
        found: set[str | None] = {mention.actor for mention in self._mentions}
        found.update(each.speaker.actor for each in self._attributions if each.speaker)
        for claim in self._claims:
            found.update(each.actor for each in (*claim.event.actors, *claim.event.recipients))
            found.update(each.actor for each in claim.sources)
        return found


def corrected_event(event: Event, changes: Mapping[str, Any]) -> Event:
    """Give an event with some of its fields as JSON has them; its class follows its type, and a mode that its
    type has not goes.
    """
    mine = {name: value for name, value in changes.items() if name in EVENT_FIELDS}
    if not mine:
        return event
    made = Event.from_dict({**event.to_dict(), **mine})
    mode = made.mode if made.mode in MODES.get(made.type, ()) else None
    return replace(made, mode=mode, quad=quad_of(made.type))


def corrected_claim(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    """Give a claim with some of its own fields as JSON has them."""
    mine = {name: value for name, value in changes.items() if name in CLAIM_FIELDS}
    return Claim.from_dict({**claim.to_dict(), **mine}) if mine else claim


# ---- links -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Link:
    """Some words, the party that they meant, and the one that they mean now; None for none."""

    span: Span
    was: str | None
    party: Party | None

    @classmethod
    def from_dict(cls, changes: Mapping[str, Any]) -> _Link:
        start, end = changes["span"]
        party = changes["party"]
        return cls((start, end), changes["was"], None if party is None else Party.from_dict(dict(party)))

    def fits(self, part: Participant | Source) -> bool:
        return part.span == self.span and part.actor == self.was

    @property
    def actor(self) -> str | None:
        return None if self.party is None else self.party.id

    @property
    def name(self) -> str | None:
        return None if self.party is None else self.party.name

    @property
    def country(self) -> str | None:
        return None if self.party is None else next(iter(self.party.countries), None)

    def participant(self, each: Participant) -> Participant:
        sector = None if self.party is None else next(iter(self.party.sectors), None)
        return replace(each, actor=self.actor, name=self.name, country=self.country, sector=sector)

    def source(self, each: Source, old_kind: str) -> Source:
        kind, control = each.kind, None
        if self.party is not None:
            control = self.party.control
            if kind in (None, UNKNOWN, old_kind):  # else it is the kind of who speaks for the party
                kind = self.party.kind
        return replace(
            each, actor=self.actor, name=self.name, country=self.country, kind=kind, control=control
        )

    def mentioned(self, mentions: Sequence[Mention], text: str, old_kind: str) -> list[Mention]:
        """Give the mentions with those of these words as they are now; one more where there was none."""
        here = [each for each in mentions if each.span == self.span]
        if self.party is not None and not here:
            start, end = self.span
            made = Mention(self.span, text[start:end], self.party.kind, self.party.id, None, Why(RULE))
            return sorted([*mentions, made], key=lambda each: each.span)
        found: list[Mention] = []
        for each in mentions:
            if each.span == self.span and each.actor == self.was:
                if self.party is None and len(here) > 1:
                    continue  # the words still mean the others
                kind = each.kind
                if self.party is not None and kind in (UNKNOWN, old_kind):
                    kind = self.party.kind
                each = replace(each, actor=self.actor, kind=kind, score=None, why=Why(RULE))
            found.append(each)
        return found


def _each(parts: tuple[_Part, ...], link: _Link, make: Callable[[_Part], _Part]) -> tuple[_Part, ...]:
    """Apply a link to the parts that it fits; the same party once for the same words."""
    if not any(map(link.fits, parts)):
        return parts
    return tuple(dict.fromkeys(make(part) if link.fits(part) else part for part in parts))
