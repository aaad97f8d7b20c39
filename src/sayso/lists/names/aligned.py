"""The comparison of two names, step by step: which words stand against which, and what each feature adds.

The sum can be redone by hand: `start` plus all that features add are the log odds of the score.
"""

from __future__ import annotations

from typing import Any

from sayso.lists.names.compare import WEIGHTS, Comparison, compare
from sayso.lists.names.spelling import spelled

__all__ = ["aligned", "best_aligned"]


def best_aligned(asked: tuple[str, ...], listed: str, *, personal: bool) -> dict[str, Any] | None:
    """Compare a listed name with the names that were asked for, and tell of the closest; None where none was
    asked for.
    """
    theirs = spelled(listed, personal)
    found = [compare(spelled(name, personal), theirs, personal) for name in asked]
    return aligned(max(found, key=lambda one: one.score)) if found else None


def aligned(comparison: Comparison) -> dict[str, Any]:
    """Tell a comparison as a JSON object.

    ``words`` are the words of both names beside each other, in plain letters, None where a name has none to
    set against the other's; ``likeness`` is from 0 to 1, ``how`` what they are alike by. ``features`` are
    those that say something here: their value, and what it adds to the log odds.
    """
    one, two = comparison.first.words, comparison.second.words
    rows: list[tuple[int, int, dict[str, Any]]] = []
    for pair in comparison.pairs:
        about = {
            "asked": " ".join(one[k].text for k in pair.first),
            "listed": " ".join(two[k].text for k in pair.second),
            "likeness": round(pair.likeness, 4),
            "how": pair.how,
        }
        rows.append((pair.first[0], 0, about))
    ours = {k for pair in comparison.pairs for k in pair.first}
    theirs = {k for pair in comparison.pairs for k in pair.second}
    for k, word in enumerate(one):
        if k not in ours:
            rows.append((k, 1, _alone("asked", word.text)))
    for k, word in enumerate(two):
        if k not in theirs:
            rows.append((k, 2, _alone("listed", word.text)))
    rows.sort(key=lambda row: row[:2])
    return {
        "asked": comparison.first.text,
        "listed": comparison.second.text,
        "words": [about for _, _, about in rows],
        "start": WEIGHTS["bias"],
        "features": [
            {"feature": name, "value": round(value, 4), "adds": round(WEIGHTS[name] * value, 4)}
            for name, value in comparison.features.items()
            if value
        ],
        "score": round(comparison.score, 4),
    }


def _alone(whose: str, word: str) -> dict[str, Any]:
    return {"asked": None, "listed": None, whose: word, "likeness": 0.0, "how": f"only {whose}"}
