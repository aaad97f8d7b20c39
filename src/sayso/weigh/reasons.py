"""What two threads have in common, in words for people: what stands beside a membership of a matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sayso.weigh.periods import day_number
from sayso.weigh.records import Thread
from sayso.weigh.telling import stems

__all__ = ["why"]

_CLOSE = 0.4  # the cosine from which on two words are said to be close
_MOST = 3  # of a kind that are named


def why(one: Thread, two: Thread, alike: float) -> str:
    """Say what two threads have in common, "same parties (Iran, Russia), same word “sold”, 3 days apart".

    `alike` is the cosine of their triggers.
    """
    ours, theirs = one.features, two.features
    said = [*_parties(ours, theirs), _words(ours["triggers"], theirs["triggers"], alike)]
    for what, kind in (("same things", "items"), ("same places", "places")):
        if common := [each for each in ours[kind] if each in set(theirs[kind])]:
            said.append(f"{what} ({_named(common, ours)})")
    if common := sorted(
        ours["words"].keys() & theirs["words"].keys(), key=lambda each: (-ours["words"][each], each)
    ):
        said.append(f"words in common ({', '.join(common[:_MOST])})")
    said += _days(one, two)
    return ", ".join(each for each in said if each)


def _parties(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterable[str]:
    mine, its = (ours["first"], ours["second"]), (theirs["first"], theirs["second"])
    mutual = ours["mutual"] or theirs["mutual"]
    if None not in mine and (mine == its or (mutual and mine == its[::-1])):
        yield f"same parties ({_named(dict.fromkeys(mine), ours)})"
        return
    common = [side for side in dict.fromkeys(mine) if side is not None and side in its]
    if not common:
        there = {*theirs["doers"], *theirs["others"]}
        common = [key for key in dict.fromkeys((*ours["doers"], *ours["others"])) if key in there]
    if common:
        yield f"both with {_named(common, ours)}"


def _words(ours: Iterable[str], theirs: Iterable[str], alike: float) -> str:
    mine, its = list(ours), list(theirs)
    if same := [each for each in mine if each in its]:
        return f"same word “{same[0]}”"
    for each in mine:
        for other in its:
            if stems(each) & stems(other):
                return f"“{each}” and “{other}”"
    if not mine or not its:
        return ""
    return f"“{mine[0]}” close to “{its[0]}”" if alike >= _CLOSE else f"“{mine[0]}” here, “{its[0]}” there"


def _days(one: Thread, two: Thread) -> Iterable[str]:
    dated = one.features["dated"] and two.features["dated"]
    if dated and (one.start or "") <= (two.end or "") and (two.start or "") <= (one.end or ""):
        yield "dates that meet"
    if one.published and two.published:
        apart = abs(day_number(one.published) - day_number(two.published))
        yield "reported the same day" if not apart else f"reported {apart} day{'s' * (apart > 1)} apart"


def _named(keys: Iterable[str], features: Mapping[str, Any]) -> str:
    names = features.get("names", {})
    return ", ".join(names.get(key, key) for key in list(keys)[:_MOST])
