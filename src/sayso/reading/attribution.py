"""The attribution head: scores per word -> source, cue and content that belong together.

Two steps, both from one pass of the encoder. A first CRF tags each word as part of a cue, a source, a content or nothing;
a small classifier finds cues that stand inside another speaker's content. A second CRF then reads, for each cue, which
words are its own source and content, from [word; cue; word x cue; distance; paragraph]. So several contents under one
speaker, contents broken in two, shared and nested speakers need no rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.crf import runs, viterbi

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.reading.pieces import Window

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["EDGES", "INNER_TAGS", "PARAGRAPHS", "ROLES", "TAGS", "AttributionHead", "Scores", "WordAttribution"]

TAGS = ("O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content")
INNER_TAGS = ("O", "B", "I")
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
# Lower edges, in words, of the buckets for the distance from a word to the nearest end of the cue.
EDGES = (1, 2, 3, 4, 5, 7, 10, 15, 22, 32, 48, 80)
# A word's paragraph seen from the cue's: two or more before, one before, the same, one after, two or more after.
PARAGRAPHS = 5

WordSpan = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the encoder says of one window. Arrays over the window's words: `tags` and `inner` are scores of TAGS and
    INNER_TAGS, `pair` four vectors side by side: as word, as factor, as cue, as the cue's factor. `layout` is 1 after a line break.
    """

    window: Window
    tags: Floats
    inner: Floats
    pair: Floats
    layout: Ints


@dataclass(frozen=True, slots=True)
class WordAttribution:
    """An attribution in half-open ranges of a report's words."""

    cue: WordSpan
    source: tuple[WordSpan, ...]
    content: tuple[WordSpan, ...]
    nested: bool


class AttributionHead:
    """Decodes attributions; `tables` are the decoding tables in the model file's metadata."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tables = {name: np.array(value, dtype=np.float32) for name, value in tables.items()}
        # Added to the score of a cue's first word: above 0 finds more cues, below 0 fewer.
        self.cue_bias = float(tables.get("cue_bias", 0.0))
        self.inner_threshold = float(tables.get("inner_threshold", 0.5))

    def decode(self, scores: list[Scores]) -> list[WordAttribution]:
        """Read the attributions of one report from its windows' scores, in the order of their cues."""
        if not scores:
            return []
        flat = self._flat_tags(scores)
        cues: list[tuple[Scores, WordSpan, bool]] = []
        for score, labels in zip(scores, flat, strict=True):
            found = [(cue, False) for cue in runs(labels, 1, 2)]
            taken = labels.copy()
            found += [(cue, True) for cue in self._inner_cues(score) if not np.isin(taken[cue[0] : cue[1]], (1, 2)).any()]
            window = score.window
            for (start, stop), nested in sorted(found):
                if window.core_start <= start + window.start < window.core_stop:
                    cues.append((score, (start, stop), nested))
        roles = viterbi(
            [self.roles(score, cue) for score, cue, _ in cues],
            self._tables["role_transition"],
            self._tables["role_begin"],
        )
        out = []
        for (score, cue, nested), labels in zip(cues, roles, strict=True):
            shift = score.window.start
            source = tuple((a + shift, b + shift) for a, b in runs(labels, 1, 2))
            content = tuple((a + shift, b + shift) for a, b in runs(labels, 3, 4))
            if content:
                out.append(WordAttribution((cue[0] + shift, cue[1] + shift), source, content, nested))
        return out

    def _flat_tags(self, scores: list[Scores]) -> list[Ints]:
        bias = np.zeros(len(TAGS), dtype=np.float32)
        bias[1] = self.cue_bias
        return viterbi([s.tags + bias for s in scores], self._tables["tag_transition"], self._tables["tag_begin"])

    def _inner_cues(self, score: Scores) -> list[WordSpan]:
        exp = np.exp(score.inner - score.inner.max(axis=1, keepdims=True))
        probability = exp / exp.sum(axis=1, keepdims=True)
        inside = 1 - probability[:, 0] >= self.inner_threshold
        labels = np.where(inside, 1 + probability[:, 1:].argmax(axis=1), 0)
        return runs(labels, 1, 2)

    def roles(self, score: Scores, cue: WordSpan) -> Floats:
        """Scores of ROLES for each word of the window, as seen from one cue: [words, ROLES]."""
        width = score.pair.shape[1] // 4
        first, last = cue[0], cue[1] - 1
        word, factor = score.pair[:, :width], score.pair[:, width : 2 * width]
        anchor = (score.pair[first, 2 * width :] + score.pair[last, 2 * width :]) / 2
        x = word + anchor[:width] + factor * anchor[width:]
        x += self._tables["distance"][distance_buckets(len(word), first, last)]
        x += self._tables["paragraph"][paragraph_buckets(score.layout, first)]
        scores: Floats = np.maximum(x, 0) @ self._tables["role_weight"] + self._tables["role_bias"]
        return scores


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
