"""Numbers on a matter that disagree, those of one thing together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.ledger.whole_records import Amount
from sayso.weigh.numbers import count_in_words
from sayso.weigh.records import Count

__all__ = ["AMOUNTS", "ITEMS", "amounts"]

ITEMS, AMOUNTS = 3, 4
"""How many things of which numbers disagree are told, and how many numbers of each."""


def amounts(standing: Mapping[str, Any], pairs: Sequence[int]) -> tuple[list[tuple[Amount, str]], int]:
    """Give the numbers that disagree, each with the id of a claim that gives it, those of one thing together;
    and how many more there are. `standing` and `pairs` are as `standing_rows.standing_briefly` gives them.
    """
    things: defaultdict[tuple[Any, ...], _Numbers] = defaultdict(lambda: defaultdict(list))
    for place in set(pairs):
        count = standing["counts"][place]
        thing = count["unit"], count["currency"], count["item"].rpartition(" ")[2]
        things[thing][count["item"], count["amount"], count["bound"]].append(count)
    names = {each["key"]: each["name"] for each in standing.get("origins", ())}
    most = sorted(things.values(), key=lambda its: (-len(its), _name(its)))
    found = [told for its in most[:ITEMS] for told in _of_one_thing(its, names)]
    return found, sum(map(len, most)) - len(found)


_Number = tuple[str, float, str | None]
_Numbers = defaultdict[_Number, list[Mapping[str, Any]]]
"""What is given for one thing: item, amount and bound, each with where the standing counts it."""


def _name(numbers: Iterable[_Number]) -> str:
    """Give the plainest name of a thing: "drone" of "drone" and "Shahed drone"."""
    return min((item for item, _, _ in numbers), key=lambda item: (len(item), item))


def _of_one_thing(numbers: _Numbers, names: Mapping[str, str]) -> list[tuple[Amount, str]]:
    told = []
    for (_, amount, bound), counts in numbers.items():
        keys = {key for count in counts for key in count["origins"]}
        claims = {claim for count in counts for claim in count["claims"]}
        if claims:
            told.append((-len(keys), -len(claims), amount, bound or "", keys, claims, counts[0]))
    item = _name(numbers)
    chosen = sorted(told, key=lambda each: each[:4])[:AMOUNTS]
    found = []
    for _, _, _, _, keys, claims, count in sorted(chosen, key=lambda each: each[2:4]):
        words = count_in_words(Count(**{**count, "origins": (), "claims": ()}))
        whose = tuple(sorted(names.get(key, key) for key in keys))
        found.append((Amount(item, words, whose, len(claims)), min(claims)))
    return found
