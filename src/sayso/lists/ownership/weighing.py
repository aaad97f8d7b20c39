"""What the sources' words on one asset come to, for a set of owners: the arithmetic of one step.

Of one source s, on one asset and day, with P the owners that are blocked or possibly blocked, D ⊆ P those
that surely are, low and high what s says of each owner (`sayso.lists.ownership.holding`):

    floor(s)    Σ low over D: at least so much is held by blocked owners
    room(s)     100 − Σ low over owners outside P: there is no room for more
    ceiling(s)  min(Σ high over P, room(s))

A source *establishes* that the asset is blocked where floor(s) meets the threshold. A source *opposes* it
where what it says leaves too little: room(s) is under the threshold, or Σ over P of its high (of the highest
that any other source gives, for owners of whom s does not speak) is. A source that does not mention an owner
is silent, it does not deny; one that says that a holding has ended does. So

- *surely blocked*: some source establishes it, and none opposes it;
- *possibly blocked*: the ceiling of some source meets the threshold, or that of all sources together does:
  min(Σ over P of the highest high, 100 − Σ over owners outside P of the lowest low). A source that gives no
  share at all for an owner does not compete there with one that does.

A source whose lows come to more than 100 % contradicts itself. Its room then takes nothing from what is
possible, but still opposes what it would establish: a register that has both 60 % of a listed owner and 60 %
of another makes the asset possibly blocked, not blocked.

All of this only grows with P and D, so that the least fixed points exist: first P, then, with P given, D. For
one source these are exact. Shares in different assets do not bear on each other; in the world in which every
share is at its low end exactly D is blocked, and everything in P is blocked in the world in which, asset by
asset, the owners through which it was reached have as much as there is room for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from sayso.lists.ownership.holding import UNITS, WHOLE, Hold
from sayso.lists.ownership.rules import Rule

__all__ = ["Words", "bounds", "ceiling", "classes", "establishes", "meets", "opposes", "possible", "together"]

Words = Mapping[str, Mapping[str, Hold]]
"""What is said of one asset, by source and owner."""


def meets(rule: Rule) -> Callable[[int], bool]:
    """Give the test whether a share, in units, meets the threshold of a rule."""
    threshold = round(rule.threshold * UNITS)
    least = threshold if rule.inclusive else threshold + 1
    return lambda share: share >= least


def establishes(said: Mapping[str, Hold], sure: Collection[str], meet: Callable[[int], bool]) -> bool:
    """Tell whether the floor of one source meets the threshold."""
    return meet(sum(hold[0] for owner, hold in said.items() if owner in sure))


def ceiling(said: Mapping[str, Hold], inside: Collection[str]) -> int:
    """Give the most that owners inside a set can hold by one source's words, in units."""
    most = others = total = 0
    for owner, (low, high, _) in said.items():
        total += low
        if owner in inside:
            most += high
        else:
            others += low
    return min(most, WHOLE if total > WHOLE else WHOLE - others)


def bounds(said: Mapping[str, Hold], sure: Collection[str], inside: Collection[str]) -> tuple[int, int]:
    """Give floor and ceiling of one source, in units; of one that contradicts itself, the sums up to 100."""
    low = min(WHOLE, sum(hold[0] for owner, hold in said.items() if owner in sure))
    return low, max(low, ceiling(said, inside))


def together(words: Words, inside: Collection[str]) -> int:
    """Give the most that owners inside a set can hold if of each owner any source may be right, in units."""
    spans: dict[str, tuple[int, int]] = {}
    for said in words.values():
        for owner, (low, high, _) in said.items():
            if (before := spans.get(owner)) is None or before == (0, WHOLE):
                spans[owner] = (low, high)
            elif (low, high) != (0, WHOLE):
                spans[owner] = (min(before[0], low), max(before[1], high))
    most = sum(high for owner, (_, high) in spans.items() if owner in inside)
    return min(most, WHOLE - sum(low for owner, (low, _) in spans.items() if owner not in inside))


def possible(words: Words, inside: Collection[str], meet: Callable[[int], bool]) -> bool:
    """Tell whether an asset may be blocked through the owners inside a set."""
    if any(meet(ceiling(said, inside)) for said in words.values()):
        return True
    return len(words) > 1 and meet(together(words, inside))


def opposes(words: Words, source: str, inside: Collection[str], meet: Callable[[int], bool]) -> bool:
    """Tell whether a source's words leave too little for the asset to be blocked."""
    said = words[source]
    room = WHOLE - sum(hold[0] for owner, hold in said.items() if owner not in inside)
    most = sum(hold[1] for owner, hold in said.items() if owner in inside)
    if len(words) > 1:
        unmentioned: dict[str, int] = {}
        for other in words.values():
            for owner, (_, high, _records) in other.items():
                if owner in inside and owner not in said:
                    unmentioned[owner] = max(unmentioned.get(owner, 0), high)
        most += sum(unmentioned.values())
    return not meet(most) or not meet(room)


def classes(masks: Iterable[tuple[str, int]]) -> list[tuple[int, frozenset[str]]]:
    """Part roots by the owners that they stand behind.

    `masks` has, for each owner, the roots that stand behind it as bits. Gives pairs of roots and owners: all
    of these roots stand behind just these owners. So a rule that does not add up over roots is weighed once
    for every such class, not once a root.
    """
    parts: list[tuple[int, frozenset[str]]] = []
    for owner, mask in masks:
        rest, split = mask, []
        for roots, owners in parts:
            if both := roots & mask:
                split.append((both, owners | {owner}))
            if only := roots & ~mask:
                split.append((only, owners))
            rest &= ~roots
        if rest:
            split.append((rest, frozenset((owner,))))
        parts = split
    return parts
