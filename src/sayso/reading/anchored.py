"""Tagging as seen from one place: which words belong to *this* cue, trigger or speaker.

From one pass of the encoder every word carries four vectors per task: as word, as factor, as anchor and as
the anchor's factor. Seen from an anchor, a word is relu(word + anchor + factor x anchor's factor + distance +
paragraph), from which a linear layer scores the labels and a linear-chain CRF chooses them. So events that
share words, nested speakers and contents broken in two need no rules of their own. Two places are compared in
the same way (`PairTables`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.crf import marginals, viterbi

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = [
    "EDGES",
    "PARAGRAPHS",
    "AnchoredTables",
    "PairTables",
    "WordSpan",
    "distance_buckets",
    "paragraph_buckets",
]

# Lower edges, in words, of the buckets for the distance from a word to the nearest end of the anchor.
EDGES = (1, 2, 3, 4, 5, 7, 10, 15, 22, 32, 48, 80)
# A word's paragraph seen from the anchor's: two or more before, one before, the same, one after, two or more
# after.
PARAGRAPHS = 5

WordSpan = tuple[int, int]


def distance_buckets(words: Ints, first: int, last: int) -> Ints:
    """Bucket of the signed distance of some words to the anchor ``first..last``: 0 inside it, then after it,
    then before it.
    """
    after = np.searchsorted(EDGES, words - last, side="right")
    before = np.searchsorted(EDGES, first - words, side="right")
    buckets: Ints = np.where(before > 0, len(EDGES) + before, after).astype(np.int64)
    return buckets


def paragraph_buckets(layout: Ints, words: Ints, anchor: int) -> Ints:
    """Bucket of some words' paragraphs relative to that of the anchor's first word."""
    paragraph = np.cumsum(layout)
    buckets: Ints = (np.clip(paragraph[words] - paragraph[anchor], -2, 2) + 2).astype(np.int64)
    return buckets


@dataclass(frozen=True)
class AnchoredTables:
    """The small tables of one anchored tagger, from the model file's metadata."""

    distance: Floats
    paragraph: Floats
    weight: Floats
    bias: Floats
    transition: Floats
    begin: Floats

    @classmethod
    def load(cls, tables: dict[str, Any]) -> AnchoredTables:
        """Take the tables as nested lists."""
        return cls(**{name: np.array(value, dtype=np.float32) for name, value in tables.items()})

    def emissions(self, vectors: Floats, layout: Ints, anchor: WordSpan, words: Ints) -> Floats:
        """Scores of the labels for some words of the window: [words, labels].

        vectors: [window, 4 x width]; anchor: half-open range of words; words: consecutive places in the
        window.
        """
        width = vectors.shape[1] // 4
        first, last = anchor[0], anchor[1] - 1
        seen = vectors[words[0] : words[-1] + 1]
        at = (vectors[first, 2 * width :] + vectors[last, 2 * width :]) / 2
        x = seen[:, :width] + at[:width] + seen[:, width : 2 * width] * at[width:]
        x += self.distance[distance_buckets(words, first, last)]
        x += self.paragraph[paragraph_buckets(layout, words, first)]
        scores: Floats = np.maximum(x, 0) @ self.weight + self.bias
        # Nothing goes on over a line break: there, labels that continue (2, 4, 6 …) are out of the question.
        scores[layout[words] == 1, 2::2] -= 1e4
        return scores

    def decode(self, emissions: list[Floats]) -> list[Ints]:
        """Find the best labels of each sequence of emissions."""
        return viterbi(emissions, self.transition, self.begin)

    def marginals(self, emissions: list[Floats]) -> list[Floats]:
        """Find the probability of each label at each word of each sequence."""
        return marginals(emissions, self.transition, self.begin)


@dataclass(frozen=True)
class PairTables:
    """The small tables of a classifier of pairs of places; `absent` stands for a second place that is not
    there.
    """

    weight: Floats
    bias: Floats
    absent: Floats | None = None

    @classmethod
    def load(cls, tables: dict[str, Any]) -> PairTables:
        """Take the tables as nested lists."""
        return cls(**{name: np.array(value, dtype=np.float32) for name, value in tables.items()})

    def scores(self, vectors: Floats, one: WordSpan, other: WordSpan | None) -> Floats:
        """Scores of the classes for two ranges of words. vectors: [window, 4 x width], as first place, its
        factor, as second place, its factor.
        """
        width = vectors.shape[1] // 4
        a = _mean(vectors[:, : 2 * width], one)
        if other is None:
            assert self.absent is not None
            b = self.absent
        else:
            b = _mean(vectors[:, 2 * width :], other)
        x = a[:width] + b[:width] + a[width:] * b[width:]
        scores: Floats = np.maximum(x, 0) @ self.weight + self.bias
        return scores


def _mean(vectors: Floats, span: WordSpan) -> Floats:
    ends: Floats = (vectors[span[0]] + vectors[span[1] - 1]) / 2
    return ends
