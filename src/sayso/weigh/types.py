"""Which event types may name the same event.

The same deed is told in several ways: a purchase is trade to the buyer (COOPERATE) and supply to the seller
(AID), an embargo a sanction or a ban. Other differences between readings of one event are the reader's
mistakes; they are only let pass where the trigger is the same word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sayso.reading.word_vectors import WIDTH, shipped
from sayso.weigh.wording import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "FINE",
    "compatible",
    "deed",
    "deeds",
    "directions",
    "kin",
    "kind_of_deed",
    "likeness",
    "same_words",
    "vectors",
]

_KIN = frozenset(
    frozenset(pair)
    for pair in (
        ("AID", "COOPERATE"),
        ("SANCTION", "COERCE"),
        ("CONCEDE", "RETREAT"),
    )
)


def kind_of_deed(type: str) -> str:
    """Give the name of the types that a type is often taken for, itself included."""
    return "/".join(sorted({each for pair in _KIN if type in pair for each in pair} or {type}))


def kin(one: str, two: str) -> bool:
    """Tell whether two types are the same or are often taken for each other."""
    return one == two or frozenset((one, two)) in _KIN


# Triggers that are no deed: "will", "would not" are all that some promises and refusals have.
_NO_DEED = frozenset({"will", "would", "shall", "do", "does", "did", "not", "no", "should", "must"})


def deeds(triggers: Iterable[str]) -> frozenset[str]:
    """Give the stems of the words by which an event is told."""
    return frozenset(found for found in map(deed, triggers) if found)


@lru_cache(maxsize=1 << 16)
def deed(trigger: str) -> str:
    """Give the stem of a trigger's first word; "" where that is no deed."""
    words = trigger.casefold().split(None, 1)
    return stem(words[0]) if words and words[0] not in _NO_DEED else ""


def same_words(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether two mentions are told by the same word, in whatever form."""
    return not deeds(ours).isdisjoint(deeds(theirs))


FINE = 4000
"""The length of `directions`: its square is below 2**24, so that sums of products are exact in float32."""

_MOST = 50_000  # triggers whose vectors are kept
_LONGEST = 200  # characters of a trigger
_known: dict[str, NDArray[np.float32]] = {}


def vectors(triggers: Sequence[str]) -> list[NDArray[np.float32]]:
    """Give the vectors of some triggers' words (`word_vectors`)."""
    missing = [each for each in dict.fromkeys(triggers) if each not in _known]
    if missing:
        if len(_known) + len(missing) > _MOST:
            _known.clear()
            missing = list(dict.fromkeys(triggers))
        rows = shipped()([each[:_LONGEST] for each in missing])
        _known.update(zip(missing, rows, strict=True))
    return [_known[each] for each in triggers]


@lru_cache(maxsize=20_000)
def directions(triggers: tuple[str, ...]) -> NDArray[np.float32]:
    """Give the mean direction of some triggers, as whole numbers: a vector of the length `FINE`, or zero."""
    rows = vectors(triggers)
    if not rows:
        return np.zeros(WIDTH, dtype=np.float32)
    mean = np.mean(rows, axis=0, dtype=np.float64)
    length = float(np.sqrt((mean * mean).sum()))
    return np.rint(FINE * mean / (length or 1.0)).astype(np.float32)


def likeness(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Give the greatest cosine of the vectors of two mentions' triggers."""
    pairs = product(dict.fromkeys(map(str.casefold, ours)), dict.fromkeys(map(str.casefold, theirs)))
    return max((_cosine(a, b) if a <= b else _cosine(b, a) for a, b in pairs), default=0.0)


@lru_cache(maxsize=1 << 16)
def _cosine(one: str, two: str) -> float:
    ours, theirs = vectors((one, two))
    return float(ours @ theirs)


def compatible(one: str, two: str, ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether two mentions may be of the same event, by their types and triggers."""
    return kin(one, two) or same_words(ours, theirs)
