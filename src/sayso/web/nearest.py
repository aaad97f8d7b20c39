"""What comes nearest to a question that nothing fits: matters that some of the words fit, and the words that
stand in no report at all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sayso.ledger.catalogue.records import MatterRow, MattersAsked
from sayso.web.desk import Desk

__all__ = ["Nearest", "nearest"]

_WORD = re.compile(r'"[^"]+"|[^\s"]+')
_SHORTEST = 3  # letters; shorter words ("in", "of") fit everything
_WORDS, _MATTERS, _SHOWN = 8, 40, 5
# fmt: off
_SAYS_NOTHING = frozenset((
    "the", "and", "for", "from", "with", "that", "this", "was", "were", "has", "have", "had", "who", "whom",
    "what", "when", "where", "why", "how", "does", "did", "are", "its", "his", "her", "their", "into",
    "about", "over", "after", "before", "said", "says", "say",
))
# fmt: on


@dataclass(frozen=True, slots=True)
class Nearest:
    """Matters, each with how many of the `words` fit it; and the words that no report holds."""

    words: tuple[str, ...]
    matters: tuple[tuple[MatterRow, int], ...]
    unknown: tuple[str, ...]


def nearest(desk: Desk, words: str) -> Nearest:
    """Ask for each word alone; the matters that most of them fit come first, of these the last reported."""
    catalogue = desk.ledger.catalogue
    asked = [
        word
        for word in dict.fromkeys(_WORD.findall(words))
        if len(word.strip('"*')) >= _SHORTEST and word.casefold() not in _SAYS_NOTHING
    ][:_WORDS]
    fits: Counter[str] = Counter()
    known: dict[str, MatterRow] = {}
    unknown = []
    for word in asked:
        found = catalogue.matters(MattersAsked(words=word), limit=_MATTERS).rows
        for each in found:
            known.setdefault(each.matter, each)
            fits[each.matter] += 1
        if not found and not catalogue.reports(word, limit=1).rows:
            unknown.append(word)
    best = sorted(fits, key=lambda matter: (fits[matter], known[matter].last or ""), reverse=True)
    most = fits[best[0]] if best else 0
    near = [matter for matter in best if fits[matter] >= max(1, most - 1)][:_SHOWN]
    return Nearest(tuple(asked), tuple((known[matter], fits[matter]) for matter in near), tuple(unknown))
