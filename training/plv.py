"""PLV (PLOVER's validation set): its marked sentences, its three levels, and how answers to it are scored."""

from __future__ import annotations

import re
from collections import defaultdict

from sayso.reading.ontology import QUADS, TYPES

ROOT_OF = {kind: "YIELD" if kind in ("CONCEDE", "RETREAT") else kind for kind in TYPES}
_QUAD_OF = {ROOT_OF[kind]: quad for quad, kinds in QUADS.items() for kind in kinds}
_QUAD_OF["YIELD"] = "material cooperation"  # as in PLV
LEVELS = {
    "root": {root: root for root in _QUAD_OF},
    "quad": _QUAD_OF,
    "binary": {root: quad.split()[1] for root, quad in _QUAD_OF.items()},
}


def parties(marked: str) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
    """Take the text and the spans of <s>actor</s> and <t>recipient</t> from a marked sentence."""
    text, places = "", {}
    for part in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"</?[st]>", part):
            places[part] = len(text)
        else:
            text += part
    if len(places) < 4:
        return None
    return text, (places["<s>"], places["</s>"]), (places["<t>"], places["</t>"])


def likeliest(chances: dict[str, float], groups: dict[str, str]) -> str:
    """The group whose types have most probability together."""
    sums: dict[str, float] = defaultdict(float)
    for root, chance in chances.items():
        sums[groups[root]] += chance
    return max(sums, key=lambda group: sums[group])


def macro_f1(gold: list[str], found: list[str]) -> float:
    """Mean F1 of the classes that occur in the gold."""
    scores = []
    for name in sorted(set(gold)):
        right = sum(a == b == name for a, b in zip(gold, found, strict=True))
        scores.append(2 * right / (gold.count(name) + found.count(name)))
    return sum(scores) / len(scores)
