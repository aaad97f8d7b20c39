"""Why a party is blocked, or may be, and what would have to be known.

`of` gives for one party its status, what each source's words come to, the way that leads to it from listed
parties (`sayso.lists.ownership.steps`), and open questions (`sayso.lists.ownership.doubts`). Questions and
notes call parties by their names where these are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.lists.ownership.doubts import called, doubts_of, notes_on, percent
from sayso.lists.ownership.holding import UNITS
from sayso.lists.ownership.rules import Rule
from sayso.lists.ownership.solving import Reach, Solution
from sayso.lists.ownership.steps import Step, steps_to
from sayso.lists.ownership.weighing import bounds, ceiling, establishes, meets, opposes

__all__ = ["Ownership", "SourceShare", "of"]


@dataclass(frozen=True, slots=True)
class SourceShare:
    """What one source's words come to: blocked owners hold from `low` to `high` percent.

    Only owners that are blocked, or may be, and of whom the source speaks are in it.

    `verdict` is ``over`` where the low end meets the rule's threshold, ``under`` where the source leaves too
    little, ``both`` where it contradicts itself (its shares come to more than 100 %), else ``open``.
    """

    source: str
    low: float
    high: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """The status of one party under a rule on a day, and why.

    `shares` is what each source's words on its owners come to; under a rule that does not add up, for the
    first listed party behind it. `roots` are the listed parties from which the `witness` starts, `needed`
    says what would have to be known for certainty, `notes` what the rule leaves aside.
    """

    party: str
    status: str
    rule: Rule
    day: date
    shares: tuple[SourceShare, ...] = ()
    witness: tuple[Step, ...] = ()
    roots: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def of(solution: Solution, party: str) -> Ownership:
    """Explain the status of a party; one that nobody speaks of is not blocked."""
    status = solution.status(party)
    root = _root(solution, party)
    shares = _shares(solution, party, root)
    steps: tuple[Step, ...] = ()
    if status in ("blocked", "possibly blocked"):
        steps = steps_to(solution, party, root)
    reached = {step.asset for step in steps}
    return Ownership(
        party,
        status,
        solution.rule,
        solution.day,
        shares,
        steps,
        tuple(dict.fromkeys(step.owner for step in steps if step.owner not in reached)),
        tuple(dict.fromkeys(_needed(solution, party, root, steps))),
        notes_on(solution, party) if status in ("possibly blocked", "not blocked") else (),
    )


def _root(solution: Solution, party: str) -> int:
    """Give the bit of the root to speak of: the first surely behind a party, or perhaps, or near to it."""
    for reach in (solution.sure, solution.may):
        if mask := reach.masks.get(party, 0):
            return mask & -mask
    words = solution.held.words.get(party, {})
    masks = [solution.may.masks.get(owner, 0) for said in words.values() for owner in said]

    def most(root: int) -> int:
        inside = _inside(solution.may, words.values(), root)
        return max(ceiling(said, inside) for said in words.values())

    return max(sorted({mask & -mask for mask in masks if mask}), key=most, default=0)


def _inside(reach: Reach, words: Iterable[Iterable[str]], root: int) -> frozenset[str]:
    return frozenset(owner for said in words for owner in said if reach.masks.get(owner, 0) & root)


def _shares(solution: Solution, party: str, root: int) -> tuple[SourceShare, ...]:
    words = solution.held.words.get(party, {})
    sure = _inside(solution.sure, words.values(), root)
    inside = _inside(solution.may, words.values(), root)
    meet = meets(solution.rule)
    found = []
    for source, said in sorted(words.items()):
        low, high = bounds(said, sure, inside)
        over = establishes(said, sure, meet)
        under = opposes(words, source, inside, meet)
        verdict = "both" if over and under else "over" if over else "under" if under else "open"
        if verdict == "open" and inside.isdisjoint(said):
            continue  # it says nothing of these owners, and leaves them room
        found.append(SourceShare(source, low / UNITS, high / UNITS, verdict))
    return tuple(found)


def _needed(solution: Solution, party: str, root: int, steps: Sequence[Step]) -> Iterable[str]:
    sure = party in solution.sure.masks
    for start in (party, *(step.owner for step in steps)):
        if not sure and start in solution.listed.perhaps and start not in solution.sure.masks:
            yield solution.listed.perhaps[start]
    for asset in dict.fromkeys(step.asset for step in steps):
        its = [step for step in steps if step.asset == asset]
        if not its[0].sure and its[0].kind == "ownership":
            yield from _of_sources(solution, asset, root, its)
        for step in its:
            yield from doubts_of(solution, step)


def _of_sources(solution: Solution, asset: str, root: int, steps: Sequence[Step]) -> Iterable[str]:
    """Say where sources disagree on an asset, or are only enough together."""
    shares = _shares(solution, asset, root)
    under = [share for share in shares if share.verdict in ("under", "both")]
    name = called(solution, asset)
    if any(share.verdict == "both" for share in shares) and len(shares) == 1:
        yield f"who owns {name}: the shares that {shares[0].source} gives come to more than 100 %"
    elif under and len(shares) > 1:
        said = ", ".join(f"{share.source} gives {percent(share.low, share.high)}" for share in shares)
        yield f"which is right of the share of blocked owners in {name} (sources conflict: {said})"
    elif len(sources := sorted({step.source for step in steps})) > 1:
        yield f"whether the holdings in {name} that different sources give add up ({', '.join(sources)})"
