"""Who stands on the two sides of an event, as keys that are the same in any report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sayso.reading.reading import Event, Participant, Party

__all__ = ["TRADES", "Sides", "party_key", "sides_of"]

# Trading is told from either side: who buys from whom is who supplies whom, seen from the other end.
TRADES = frozenset({"AID", "COOPERATE"})
"""Types of events by which one side gets something from the other."""
_TAKING = re.compile(
    r"\b(?:acqui|bought|buy|import|obtain|order|procur|purchas|receiv|shop)\w*", re.IGNORECASE
)
# These act for their state whoever they are; others (a firm, a private person) stand for themselves.
_OF_A_STATE = frozenset({"state", "government", "military", "people"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of an event.

    `doers` and `others` are keys of the parties themselves; `first` and `second` the sides they stand on, a
    state (alpha-2 code) or a party, None where nothing tells. `mutual` acts have no direction. `people` are
    those of the parties that are persons with a name.
    """

    doers: tuple[str, ...]
    others: tuple[str, ...]
    first: str | None
    second: str | None
    mutual: bool = False
    people: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether both sides are known."""
        return self.first is not None and self.second is not None

    @property
    def vague(self) -> bool:
        """Whether neither side is known."""
        return self.first is None and self.second is None


def party_key(actor: str) -> str:
    """Give a party's key: its id, without the mark of the report that alone knows it (``@0f3a…/name``)."""
    return actor.partition("/")[2] or actor if actor.startswith("@") else actor


def _side(participant: Participant, parties: Mapping[str, Party]) -> str | None:
    """Give the state for which a party acts, else the party itself; None where it is not known."""
    if participant.actor is None:
        return None
    party = parties.get(participant.actor)
    if party is None:
        return participant.country or party_key(participant.actor)
    of_a_state = party.kind in _OF_A_STATE or any(len(each) == 3 and each.isupper() for each in party.within)
    if of_a_state and party.countries:
        return party.countries[0]
    if party.within:
        return party_key(party.within[-1])
    return party_key(party.id)


def sides_of(event: Event, trigger: str, parties: Mapping[str, Party]) -> Sides:
    """Tell the sides of an event mention. Of a trade, the first side gives and the second one takes."""
    doers, others = _keys(event.actors), _keys(event.recipients)
    left = _distinct(_side(each, parties) for each in event.actors)
    right = _distinct(_side(each, parties) for each in event.recipients)
    first = left[0] if left else None
    second = next((side for side in right if side != first), right[0] if right else None)
    mutual = False
    if second is None and event.type == "ASSAULT":
        second = next((place.country for place in event.places if place.country not in (None, first)), None)
    if second is None and len(left) > 1:
        first, second, mutual = left[0], left[1], True
    elif event.type == "CONSULT":
        mutual = True  # who visits and who is met is often told the other way round
    if event.type in TRADES and not mutual and _takes(event, trigger):
        doers, others, first, second = others, doers, second, first
    people = frozenset(
        key
        for key in (*doers, *others)
        for party in parties.values()
        if party.kind == "person" and party_key(party.id) == key
    )
    return Sides(doers, others, first, second, mutual, people)


def _takes(event: Event, trigger: str) -> bool:
    """Tell whether the actor of a trade is the one who takes."""
    return bool(_TAKING.search(trigger))


def _keys(participants: Iterable[Participant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party_key(each.actor) for each in participants if each.actor))


def _distinct(sides: Iterable[str | None]) -> list[str]:
    return [side for side in dict.fromkeys(sides) if side is not None]
