"""What people joined and split, applied to matters after these were made.

Decisions are about events, not about matters: matters come and go with reports, events stay. They are applied
in their order to wherever the events are now: matters that were joined stay so for reports that come later,
too; a split is about the events that it names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sayso.ledger.matter_records import Decision
from sayso.run.linking import Key

__all__ = ["Rulings", "in_force", "rulings"]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What decisions come to. `joined` maps a matter to the one that it is a part of now, `apart` an event's
    key to the matter into which it was put; `why` says by which decision, for either.
    """

    joined: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)

    def matter(self, event: str, placed: str) -> str:
        """Give the matter of an event that was placed in a matter."""
        return self._whole(self.apart.get(event, placed))

    def _whole(self, matter: str) -> str:
        while matter in self.joined:
            matter = self.joined[matter]
        return matter

    def reason(self, event: str, placed: str) -> str | None:
        """Say by which decision an event is where it is; None where it is there without any."""
        if event in self.apart:
            return self.why[event]
        return self.why.get(placed) if placed in self.joined else None


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Give the decisions that were not taken back, in their order."""
    every = list(decisions)
    undone: set[int] = set()
    for each in reversed(every):  # a decision that takes one back may be taken back itself
        if each.undoes is not None and each.id not in undone:
            undone.add(each.undoes)
    return [each for each in every if each.kind != "undo" and each.id not in undone]


def rulings(
    decisions: Iterable[Decision],
    placed: Mapping[str, tuple[str, Key]],
    first: Callable[[str], Key | None],
) -> Rulings:
    """Apply decisions in force. `placed` tells in which matter the events that they name are without them,
    and the place of their thread in the order of threads (an event that is not there is left out); `first`
    tells that place of a matter's first thread.
    """
    joined: dict[str, str] = {}
    apart: dict[str, str] = {}
    why: dict[str, str] = {}
    firsts: dict[str, Key] = {}
    so_far = Rulings(joined, apart, why)
    for each in decisions:
        there = [key for key in each.events if key in placed]
        if each.kind == "join":
            matters = dict.fromkeys(so_far.matter(key, placed[key][0]) for key in there)
            for matter in matters:
                firsts.setdefault(matter, first(matter) or ("~", matter))
            into = min(matters, key=lambda matter: (firsts[matter], matter), default="")
            for matter in matters:
                if matter != into:
                    joined[matter] = into
                    why[matter] = f"joined by {each.who} (decision {each.id})"
        elif there:
            matter = split_id(each.id, each.events[0])
            firsts[matter] = min(placed[key][1] for key in there)
            for key in there:
                apart[key] = matter
                why[key] = f"put apart by {each.who} (decision {each.id})"
    return so_far


def split_id(decision: int, event: str) -> str:
    """Name the matter that a split makes: by its first event, and not as any other matter."""
    return "m" + hashlib.sha256(f"split {decision} {event}".encode()).hexdigest()[:11]
