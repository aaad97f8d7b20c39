"""What would change if a listing were lifted: who drops out, who stays, and how.

This is about legal reach alone, the reach of a freeze through ownership. It says nothing of economic effects.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.lists.ownership.solving import Solution, solve_held
from sayso.lists.ownership.stakes import Listed

__all__ = ["Change", "Difference", "difference", "reached", "without"]


@dataclass(frozen=True, slots=True)
class Change:
    """That a party's status goes from `before` to `after` (`sayso.lists.ownership.solving.STATUSES`)."""

    party: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What two solutions do not share.

    `changes` are the parties whose status differs. `stays` are those to which the listings that were left out
    lead (`reached`) and whose status is the same, so that something else keeps them: of the second solution
    `sayso.lists.ownership.witness.of` says through whom. Both are in the order of ids.
    """

    changes: tuple[Change, ...]
    stays: tuple[str, ...]


def without(solution: Solution, parties: Iterable[str]) -> Solution:
    """Solve again as if some parties were not listed; who holds what stays as it is."""
    lifted = frozenset(parties)
    listed = Listed(
        solution.listed.surely - lifted,
        {party: why for party, why in solution.listed.perhaps.items() if party not in lifted},
    )
    return solve_held(solution.held, listed, solution.rule)


def difference(before: Solution, after: Solution) -> Difference:
    """Say whose status differs between two solutions, and who stays although listings were left out."""
    touched = before.may.masks.keys() | after.may.masks.keys()
    statuses = {party: (before.status(party), after.status(party)) for party in touched}
    changes = (Change(party, *its) for party, its in sorted(statuses.items()) if its[0] != its[1])
    lifted = before.roots.keys() - after.roots.keys()
    kept = (party for party in sorted(reached(before, lifted)) if len(set(statuses[party])) == 1)
    return Difference(tuple(changes), tuple(kept))


def reached(solution: Solution, parties: Iterable[str]) -> frozenset[str]:
    """Give who is held by some parties, directly or through others, and is at least possibly blocked."""
    starts = frozenset(parties)
    found = set(starts)
    waiting = deque(starts)
    while waiting:
        for asset in solution.held.assets.get(waiting.popleft(), ()):
            if asset not in found and asset in solution.may.masks:
                found.add(asset)
                waiting.append(asset)
    return frozenset(found - starts)
