"""The attribution head's decoding: scores per word -> source, cue and content that belong together.

First the flat tags (cue, source, content) by Viterbi; then, for each cue, its own source and content from the
cue-conditional scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["EDGES", "INNER_TAGS", "PARAGRAPHS", "ROLES", "TAGS", "distance_buckets", "paragraph_buckets", "viterbi"]

TAGS = ("O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content")
INNER_TAGS = ("O", "B", "I")
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
# Lower edges, in words, of the buckets for the distance from a word to the nearest end of the cue.
EDGES = (1, 2, 3, 4, 5, 7, 10, 15, 22, 32, 48, 80)
PARAGRAPHS = 5  # a word's paragraph seen from the cue's: two or more before, one before, the same, one after, two or more after


def distance_buckets(words: int, first: int, last: int) -> Ints:
    """Bucket of each word's signed distance to the cue ``first..last``: 0 inside it, then after it, then before it."""
    places = np.arange(words)
    after = np.searchsorted(EDGES, places - last, side="right")
    before = np.searchsorted(EDGES, first - places, side="right")
    return np.where(before > 0, len(EDGES) + before, after).astype(np.int64)


def paragraph_buckets(layout: Ints, cue: int) -> Ints:
    """Bucket of each word's paragraph relative to that of the cue's first word."""
    paragraph = np.cumsum(layout)
    return (np.clip(paragraph - paragraph[cue], -2, 2) + 2).astype(np.int64)


def viterbi(emissions: Floats, transition: Floats, begin: Floats) -> Ints:
    """Find the best label sequence. emissions: [words, labels]; transition: [from, to]; begin: [labels]."""
    words = len(emissions)
    best = np.zeros(words, dtype=np.int64)
    if not words:
        return best
    back = np.zeros(emissions.shape, dtype=np.int64)
    score = begin + emissions[0]
    for i in range(1, words):
        paths = score[:, None] + transition
        back[i] = paths.argmax(axis=0)
        score = paths.max(axis=0) + emissions[i]
    best[-1] = score.argmax()
    for i in range(words - 1, 0, -1):
        best[i - 1] = back[i, best[i]]
    return best
