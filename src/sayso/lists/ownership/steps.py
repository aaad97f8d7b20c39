"""The way from listed parties to one that is blocked, or may be: holding by holding.

Of every asset on the way just so many holdings as meet the threshold, the largest first: those of listed
parties where these are enough, all of one source where one is. An asset was reached after the owners through
which it was, so the way never turns back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.lists.ownership.holding import UNITS, Hold
from sayso.lists.ownership.solving import Reach, Solution
from sayso.lists.ownership.spans import days
from sayso.lists.ownership.stakes import Control, Stake
from sayso.lists.ownership.weighing import ceiling, meets

__all__ = ["Step", "steps_to"]


@dataclass(frozen=True, slots=True)
class Step:
    """One holding on the way from a listed party: `owner` holds `asset`, as `source` says.

    `kind` is ``ownership``, ``control`` or ``office``. `low` and `high` are the share in percent on the day,
    `low` 0 where it is not sure that it was held; both None of what is no share. `since` and `until` are the
    first start and the last end of the `records` that the source has, None where one of them is open. `sure`
    tells whether the step leads to what is surely blocked.
    """

    owner: str
    asset: str
    kind: str
    low: float | None
    high: float | None
    source: str
    since: str | None
    until: str | None
    text: str | None
    sure: bool
    records: tuple[Stake | Control, ...]


def steps_to(solution: Solution, party: str, root: int) -> tuple[Step, ...]:
    """Give the steps that lead to a party from a root (its bit), those from listed parties first."""
    ways: dict[str, tuple[Step, ...]] = {}
    done: dict[str, None] = {}
    stack = [party]
    while stack:
        at = stack[-1]
        if at in ways:
            done.setdefault(stack.pop())
        else:
            ways[at] = _way(solution, at, root)
            stack.extend(step.owner for step in reversed(ways[at]) if step.owner not in ways)
    return tuple(step for at in done for step in ways[at])


def _way(solution: Solution, at: str, root: int) -> tuple[Step, ...]:
    blocked = solution.sure.rank(at, root)
    if solution.roots.get(at, 0) & root and not blocked:
        return ()  # listed, or perhaps listed and not blocked through others either
    if blocked is not None:
        return _held_by(solution, at, root, solution.sure, blocked, sure=True)
    possible = solution.may.rank(at, root)
    return () if possible is None else _held_by(solution, at, root, solution.may, possible, sure=False)


def _held_by(
    solution: Solution, at: str, root: int, reach: Reach, rank: int, *, sure: bool
) -> tuple[Step, ...]:
    """Give the holdings by which an asset was reached, all of parties that were reached before it."""
    words = solution.held.words.get(at, {})
    before = {owner for said in words.values() for owner in said if _earlier(reach, owner, root, rank)}
    meet = meets(solution.rule)
    for weight, source in sorted((-_weight(words[source], before, sure), source) for source in words):
        if meet(-weight):
            return _enough(solution, at, _of_source(words[source], source, before), sure)
    for control, surely in sorted(
        solution.held.controls.get(at, ()) if solution.rule.control else (),
        key=lambda its: (not its[1], its[0].kind, its[0].holder, its[0].source),
    ):
        if (surely or not sure) and _earlier(reach, control.holder, root, rank):
            return (_control_step(control, sure),)
    best: dict[str, tuple[str, Hold]] = {}
    for source in sorted(words):
        for owner, (_, hold) in _of_source(words[source], source, before).items():
            if owner not in best or best[owner][1][1] < hold[1]:
                best[owner] = (source, hold)
    return _enough(solution, at, best, sure)


def _earlier(reach: Reach, party: str, root: int, rank: int) -> bool:
    found = reach.rank(party, root)
    return found is not None and found < rank


def _weight(said: Mapping[str, Hold], owners: set[str], sure: bool) -> int:
    return sum(said[owner][0] for owner in said if owner in owners) if sure else ceiling(said, owners)


def _of_source(said: Mapping[str, Hold], source: str, owners: set[str]) -> dict[str, tuple[str, Hold]]:
    return {owner: (source, hold) for owner, hold in said.items() if owner in owners}


def _enough(
    solution: Solution, at: str, holds: Mapping[str, tuple[str, Hold]], sure: bool
) -> tuple[Step, ...]:
    """Take the largest holdings until they meet the threshold, those of listed parties if they are enough."""
    meet = meets(solution.rule)

    def size(owner: str) -> int:
        low, high, _ = holds[owner][1]
        return low if sure else high

    direct = [owner for owner in holds if owner in solution.listed.surely]
    taken: list[str] = []
    total = 0
    for owner in sorted(direct if meet(sum(map(size, direct))) else holds, key=lambda its: (-size(its), its)):
        taken.append(owner)
        total += size(owner)
        if meet(total):
            break
    return tuple(_stake_step(at, owner, *holds[owner], sure) for owner in taken if holds[owner][1][2])


def _stake_step(asset: str, owner: str, source: str, hold: Hold, sure: bool) -> Step:
    low, high, records = hold
    text = "; ".join(dict.fromkeys(record.text for record in records if record.text)) or None
    return Step(
        owner,
        asset,
        "ownership",
        low / UNITS,
        high / UNITS,
        source,
        _outer([record.since for record in records], first=True),
        _outer([record.until for record in records], first=False),
        text,
        sure,
        records,
    )


def _control_step(control: Control, sure: bool) -> Step:
    text = "; ".join(dict.fromkeys(part for part in (control.role, control.text) if part)) or None
    return Step(
        control.holder,
        control.asset,
        control.kind,
        None,
        None,
        control.source,
        control.since,
        control.until,
        text,
        sure,
        (control,),
    )


def _outer(dates: list[str | None], *, first: bool) -> str | None:
    known = [date for date in dates if date is not None]
    if len(known) < len(dates) or not known:
        return None
    return min(known, key=lambda date: days(date)[0]) if first else max(known, key=lambda date: days(date)[1])
