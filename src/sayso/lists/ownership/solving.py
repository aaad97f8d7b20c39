"""Who is blocked under a rule on a day: least fixed points over who holds what.

The holdings of a listed party count, and so do those of whatever is itself blocked; shares are added up,
never multiplied along a chain. That is how OFAC reads "indirectly" (FAQ 401: through entities that are
themselves 50 percent or more owned), and how the UK's regulations read it (SI 2019/855, Schedule 1: through
entities in which the person has a majority stake). Two companies that own each other are not blocked by that
alone: the fixed point is the least one.

A rule that adds up over owners has a single root, "somebody listed". One that does not is solved for each
listed party apart: an entity is blocked through a root where holdings of this root, and of what is blocked
through it, meet the threshold; surely, where it is so through one and the same root whichever shares in their
ranges are the true ones. All roots are carried along at once, a bit each.

Where the rule says that control counts, control by a blocked party blocks, and a leading office held by one
makes it possible. `sayso.lists.ownership.weighing` has what the sources' words on one asset come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import heapify, heappop, heappush

from sayso.lists.ownership.holding import Held, held_on
from sayso.lists.ownership.rules import Rule
from sayso.lists.ownership.stakes import Holdings, Listed
from sayso.lists.ownership.weighing import Words, classes, establishes, meets, opposes, possible

__all__ = ["STATUSES", "Reach", "Solution", "solve", "solve_held"]

STATUSES = ("listed", "blocked", "possibly blocked", "not blocked")
"""From the strongest to the weakest."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far listings reach: for each party the roots behind it, as bits, and when each was found.

    `found` has pairs of a running number and the bits that came then; what something was found by has lower
    numbers, so that an explanation never goes in circles.
    """

    masks: dict[str, int] = field(default_factory=dict)
    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def rank(self, party: str, root: int) -> int | None:
        """Give the number at which a root (one bit) was found behind a party, None where it was not."""
        return next((number for number, mask in self.found.get(party, ()) if mask & root), None)


@dataclass(frozen=True, slots=True)
class Solution:
    """Who is listed, blocked, possibly blocked under `rule` on a day, by what `held` has.

    `roots` has the bit of each party whose listing counts, surely or perhaps; `sure` and `may` how far that
    reaches. `sayso.lists.ownership.witness.of` explains one party's status.
    """

    rule: Rule
    held: Held
    listed: Listed
    roots: Mapping[str, int]
    sure: Reach
    may: Reach

    @property
    def day(self) -> date:
        """The day for which this holds."""
        return self.held.day

    @property
    def blocked(self) -> frozenset[str]:
        """Who is surely blocked through others, without who is listed."""
        return frozenset(self.sure.masks.keys() - self.listed.surely)

    @property
    def possible(self) -> frozenset[str]:
        """Who is possibly blocked, without who surely is."""
        return frozenset(self.may.masks.keys() - self.sure.masks.keys())

    def status(self, party: str) -> str:
        """Give the status of a party, one of `STATUSES`."""
        if party in self.listed.surely:
            return "listed"
        if party in self.sure.masks:
            return "blocked"
        return "possibly blocked" if party in self.may.masks else "not blocked"


def solve(holdings: Holdings, listed: Listed | Iterable[str], rule: Rule, day: date) -> Solution:
    """Find who is blocked under a rule on a day, given what sources say and whose listing counts."""
    return solve_held(held_on(holdings, day), listed, rule)


def solve_held(held: Held, listed: Listed | Iterable[str], rule: Rule) -> Solution:
    """Find who is blocked, as `solve` does, by what is held on a day (`held_on`)."""
    its = listed if isinstance(listed, Listed) else Listed(frozenset(listed))
    behind = sorted(its.surely | its.perhaps.keys())
    roots = {party: 1 if rule.aggregate else 1 << bit for bit, party in enumerate(behind)}
    meet = meets(rule)
    order = {} if rule.aggregate else _downwards(roots, held)
    may = _spread(roots, held, _may(held, rule, meet), order)
    surely = {party: bit for party, bit in roots.items() if party in its.surely}
    sure = _spread(surely, held, _surely(held, rule, meet, may.masks), order)
    return Solution(rule, held, its, roots, sure, may)


_Weigh = Callable[[str, Mapping[str, int]], int]
"""Gives the roots behind an asset, from those behind its owners."""


def _downwards(seeds: Iterable[str], held: Held) -> dict[str, int]:
    """Number what can be reached so that owners come before assets, but for cycles (reverse postorder).

    Weighed in this order, an asset mostly has all of its roots at once; in the order in which they are found
    every root would travel down a chain by itself.
    """
    seen: set[str] = set()
    left: list[str] = []
    for seed in seeds:
        stack = [] if seed in seen else [(seed, iter(held.assets.get(seed, ())))]
        seen.add(seed)
        while stack:
            party, assets = stack[-1]
            if (further := next((asset for asset in assets if asset not in seen), None)) is None:
                left.append(party)
                stack.pop()
            else:
                seen.add(further)
                stack.append((further, iter(held.assets.get(further, ()))))
    return {party: number for number, party in enumerate(reversed(left))}


def _spread(seeds: Mapping[str, int], held: Held, weigh: _Weigh, order: Mapping[str, int]) -> Reach:
    """Find the least fixed point: weigh again whatever a newly reached party holds, until nothing changes.

    Assets are weighed by `order`, or as they come where it is empty.
    """
    reach = Reach(dict(seeds), {party: [(0, mask)] for party, mask in seeds.items()})
    first = dict.fromkeys(asset for party in seeds for asset in held.assets.get(party, ()))
    waiting = [(order.get(asset, came), asset) for came, asset in enumerate(first)]
    heapify(waiting)
    queued = set(first)
    came = len(first)
    number = 0
    masks = reach.masks
    while waiting:
        _, asset = heappop(waiting)
        queued.discard(asset)
        before = masks.get(asset, 0)
        if not (new := weigh(asset, masks) & ~before):
            continue
        number += 1
        masks[asset] = before | new
        reach.found.setdefault(asset, []).append((number, new))
        for further in held.assets.get(asset, ()):
            if further not in queued:
                queued.add(further)
                heappush(waiting, (order.get(further, came), further))
                came += 1
    return reach


def _may(held: Held, rule: Rule, meet: Callable[[int], bool]) -> _Weigh:
    def weigh(asset: str, masks: Mapping[str, int]) -> int:
        roots = _by_control(held, rule, asset, masks, sure=False)
        if words := held.words.get(asset):
            known = masks.get(asset, 0) | roots
            for part, inside in _parts(words, masks, known):
                if possible(words, inside, meet):
                    roots |= part
        return roots

    return weigh


def _surely(held: Held, rule: Rule, meet: Callable[[int], bool], may: Mapping[str, int]) -> _Weigh:
    unopposed: dict[str, int] = {}

    def weigh(asset: str, masks: Mapping[str, int]) -> int:
        roots = _by_control(held, rule, asset, masks, sure=True)
        if words := held.words.get(asset):
            known = masks.get(asset, 0) | roots
            for part, inside in _parts(words, masks, known):
                if any(establishes(said, inside, meet) for said in words.values()):
                    if asset not in unopposed:
                        unopposed[asset] = _unopposed(words, may, meet)
                    roots |= part & unopposed[asset]
        return roots

    return weigh


def _unopposed(words: Words, may: Mapping[str, int], meet: Callable[[int], bool]) -> int:
    """Give the roots of which no source says that they cannot be behind an asset."""
    return sum(
        part
        for part, inside in _parts(words, may, 0)
        if not any(opposes(words, source, inside, meet) for source in words)
    )


def _parts(words: Words, masks: Mapping[str, int], known: int) -> list[tuple[int, frozenset[str]]]:
    """Part the roots behind the owners of an asset (`classes`), without those known to be behind it."""
    owners: dict[str, int] = {}
    for said in words.values():
        for owner in said:
            if mask := masks.get(owner, 0):
                owners[owner] = mask
    union = 0
    for mask in owners.values():
        union |= mask
    if not union & ~known:
        return []
    if all(mask == union for mask in owners.values()):
        return [(union, frozenset(owners))]
    return [(part, inside) for part, inside in classes(owners.items()) if part & ~known]


def _by_control(held: Held, rule: Rule, asset: str, masks: Mapping[str, int], *, sure: bool) -> int:
    roots = 0
    if rule.control:
        for control, surely in held.controls.get(asset, ()):
            if surely or not sure:
                roots |= masks.get(control.holder, 0)
    return roots
