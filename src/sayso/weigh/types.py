"""Which event types may name the same event.

The same deed is told in several ways: a purchase is trade to the buyer (COOPERATE) and supply to the seller
(AID), an embargo a sanction or a ban. Other differences between readings of one event are the reader's
mistakes; they are only let pass where the trigger is the same word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sayso.reading.word_vectors import shipped
from sayso.weigh.wording import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["compatible", "deeds", "kin", "likeness", "same_words", "vector"]

_KIN = frozenset(
    frozenset(pair)
    for pair in (
        ("AID", "COOPERATE"),
        ("SANCTION", "COERCE"),
        ("CONCEDE", "RETREAT"),
    )
)


def kin(one: str, two: str) -> bool:
    """Tell whether two types are the same or are often taken for each other."""
    return one == two or frozenset((one, two)) in _KIN


# Triggers that are no deed: "will", "would not" are all that some promises and refusals have.
_NO_DEED = frozenset({"will", "would", "shall", "do", "does", "did", "not", "no", "should", "must"})


def deeds(triggers: Iterable[str]) -> set[str]:
    """Give the stems of the words by which an event is told."""
    words = (trigger.casefold().split() for trigger in triggers)
    return {stem(word) for each in words for word in each[:1] if word not in _NO_DEED}


def same_words(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether two mentions are told by the same word, in whatever form."""
    return not deeds(ours).isdisjoint(deeds(theirs))


@lru_cache(maxsize=50_000)
def vector(trigger: str) -> NDArray[np.float32]:
    """Give the vector of a trigger's words (`word_vectors`)."""
    row: NDArray[np.float32] = shipped()([trigger])[0]
    return row


def likeness(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Give the greatest cosine of the vectors of two mentions' triggers."""
    return max(
        (float(vector(a.casefold()) @ vector(b.casefold())) for a in ours for b in theirs), default=0.0
    )


def compatible(one: str, two: str, ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether two mentions may be of the same event, by their types and triggers."""
    return kin(one, two) or same_words(ours, theirs)
