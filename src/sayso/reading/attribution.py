"""The attribution head: scores per word -> source, cue and content that belong together.

Two steps, both from one pass of the encoder. A first CRF tags each word as part of a cue, a source, a content
or nothing; a small classifier finds cues that stand inside another speaker's content. A second CRF then
reads, for each cue, which words are its own source and content, from [word; cue; word x cue; distance;
paragraph]. So several contents under one speaker, contents broken in two, shared and nested speakers need no
rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.anchored import AnchoredTables, WordSpan
from sayso.reading.crf import runs, viterbi
from sayso.reading.scores import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.reading.scores import Scores

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = [
    "INNER_TAGS",
    "ROLES",
    "TAGS",
    "AttributionHead",
    "WordAttribution",
]

TAGS = ("O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content")
INNER_TAGS = ("O", "B", "I")
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")

# Chosen on PolNeAR dev. RESERVE is added to the score of a cue's first word, EAGERNESS where a second look is
# taken for cues; such a cue must lie within NEAR words of a content. A content counts as unclaimed where cues
# claim at most the share CLAIMED of it, and as covered where one cue claims the share COVERED.
# INNER_THRESHOLD is the probability from which a cue inside a content is believed.
RESERVE, EAGERNESS, NEAR, CLAIMED, COVERED, INNER_THRESHOLD = -0.25, 2.7, 40, 0.6, 0.5, 0.96


@dataclass(frozen=True, slots=True)
class WordAttribution:
    """An attribution in half-open ranges of a report's words."""

    cue: WordSpan
    source: tuple[WordSpan, ...]
    content: tuple[WordSpan, ...]


@dataclass(frozen=True, eq=False)
class _Cue:
    """A cue with what the second CRF reads from it: `emissions` and `labels` over the window's words."""

    span: WordSpan
    kind: str  # certain, possible (found only by the eager tags) or inner (inside another speaker's content)
    emissions: Floats
    labels: Ints

    @cached_property
    def source(self) -> list[WordSpan]:
        """The source in one piece: where the labels leave several, the one that fits best."""
        found = runs(self.labels, 1, 2)
        return [max(found, key=lambda span: self.fits(span[0], span[1], slice(1, 3)))] if found else []

    @cached_property
    def content(self) -> list[WordSpan]:
        return runs(self.labels, 3, 4)

    def distance(self, span: WordSpan) -> int:
        """Words between the cue and a span."""
        return max(span[0] - self.span[1], self.span[0] - span[1], 0)

    def speaks_of(self, other: _Cue) -> bool:
        """Tell whether another cue stands, with all that it has, inside this one's content: one speaker in
        another's words.
        """
        if other is self or self.covers(*other.span) < 1 or not other.content:
            return False
        return all(self.covers(start, stop) == 1 for start, stop in other.source + other.content)

    def covers(self, start: int, stop: int) -> float:
        """Share of some words that are content of this cue."""
        return float((self.labels[start:stop] >= 3).mean())

    def fits(self, start: int, stop: int, labels: slice = slice(3, 5)) -> float:
        """Mean score by which some words would rather be content (or source) of this cue than not its own."""
        emissions = self.emissions[start:stop]
        return float((emissions[:, labels].max(axis=1) - emissions[:, 0]).mean())


class AttributionHead:
    """Decodes attributions; `tables` are the decoding tables in the model file's metadata."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._cue = AnchoredTables.load(tables["cue"])
        self._transition = np.array(tables["tag_transition"], dtype=np.float32)
        self._begin = np.array(tables["tag_begin"], dtype=np.float32)

    def decode(self, scores: list[Scores]) -> list[WordAttribution]:
        """Read the attributions from the scores of some windows of one report, in the order of their cues."""
        flat = self._flat_tags(scores, eagerness=RESERVE)
        eager = self._flat_tags(scores, eagerness=EAGERNESS)
        places = [
            (i, span, kind)
            for i, (score, tags, more) in enumerate(zip(scores, flat, eager, strict=True))
            for span, kind in _cue_places(score, tags, more)
        ]
        emissions = [
            self._cue.emissions(scores[i].cue, scores[i].layout, span, np.arange(len(scores[i].layout)))
            for i, span, _ in places
        ]
        labels = self._cue.decode(emissions)
        cues: list[list[_Cue]] = [[] for _ in scores]
        for (i, span, kind), emission, label in zip(places, emissions, labels, strict=True):
            cues[i].append(_Cue(span, kind, emission, label))
        return [
            found
            for score, tags, its in zip(scores, flat, cues, strict=True)
            for found in _settle(score, tags, its)
        ]

    def _flat_tags(self, scores: list[Scores], *, eagerness: float) -> list[Ints]:
        """Tag each window; `eagerness` is added to the score of a cue's first word."""
        bias = np.zeros(len(TAGS), dtype=np.float32)
        bias[1] = eagerness
        emissions = [_parted(s.tags + bias, s.layout) for s in scores]
        return viterbi(emissions, self._transition, self._begin)


def _parted(emissions: Floats, layout: Ints) -> Floats:
    """Let nothing go on over a line break: there, labels that continue (2, 4, 6) are out of the question."""
    emissions[layout == 1, 2::2] -= 1e4
    return emissions


def _cue_places(score: Scores, tags: Ints, eager: Ints) -> list[tuple[WordSpan, str]]:
    """Where cues stand or may stand in a window's core, in reading order."""
    window, taken = score.window, np.isin(tags, (1, 2))
    contents = runs(tags, 5, 6)

    def near_content(span: WordSpan) -> bool:
        return any(a - span[1] <= NEAR and span[0] - b <= NEAR for a, b in contents)

    found = [(span, "certain") for span in runs(tags, 1, 2)]
    found += [(s, "inner") for s in _inner_cues(score) if not taken[s[0] : s[1]].any()]
    for span, _ in found:
        taken[span[0] : span[1]] = True
    found += [(s, "possible") for s in runs(eager, 1, 2) if not taken[s[0] : s[1]].any() and near_content(s)]
    return sorted(f for f in found if window.core_start <= window.start + f[0][0] < window.core_stop)


def _inner_cues(score: Scores) -> list[WordSpan]:
    probability = softmax(score.inner)
    inside = 1 - probability[:, 0] >= INNER_THRESHOLD
    return runs(np.where(inside, 1 + probability[:, 1:].argmax(axis=1), 0), 1, 2)


class _Floor:
    """Who has the floor at each word of a window: no word is said by two speakers, but for nested ones.

    `owner` is the place of a cue in `cues`, -1 where nobody has been found; `begins` marks where pieces
    begin.
    """

    def __init__(self, score: Scores) -> None:
        self.cues: list[_Cue] = []
        self.owner = np.full(len(score.layout), -1)
        self.begins = score.layout == 1
        self._score = score
        self._paragraph = np.cumsum(score.layout)

    def compete(self, cues: list[_Cue]) -> None:
        """Let cues bid for the pieces that each found; the one that a piece fits best takes it."""
        offset = len(self.cues)
        self.cues += cues
        bids = [(cue.fits(*run), offset + k, run) for k, cue in enumerate(cues) for run in cue.content]
        for _, k, (start, stop) in sorted(bids, key=lambda bid: -bid[0]):
            free = self.owner[start:stop] < 0
            if free.mean() > CLAIMED:
                self._give(k, start, stop)
        for k in range(offset, len(self.cues)):
            if not (self.owner == k).any():
                self._reclaim(k)

    def _reclaim(self, k: int) -> None:
        """Let a cue that lost every bid have a piece back that stands nearer to it than to the winner, if the
        winner has others: "A, the ministry said. B, it added."
        """
        cue = self.cues[k]
        for start, stop in sorted(cue.content, key=cue.distance):
            winner = int(np.bincount(self.owner[start:stop] + 1).argmax()) - 1
            others = np.append(self.owner[:start], self.owner[stop:]) == winner
            if winner >= 0 and others.any():
                rival = self.cues[winner]
                if cue.distance((start, stop)) < rival.distance((start, stop)):
                    self.owner[start:stop] = k
                    self.begins[start] = True
                    return

    def _give(self, k: int, start: int, stop: int) -> None:
        free = np.flatnonzero(self.owner[start:stop] < 0) + start
        if len(free):
            self.owner[free] = k
            self.begins[free[np.append(True, np.diff(free) > 1)]] = True

    def unclaimed(self, start: int, stop: int) -> bool:
        """Tell whether most of some words are nobody's."""
        return bool((self.owner[start:stop] >= 0).mean() <= CLAIMED)

    def attach(self, start: int, stop: int) -> None:
        """Give a quotation to the cue that it fits best, in its own paragraph or up to two before it or one
        after, first of all to one that has said nothing yet.
        """
        ahead = self._paragraph[start] - self._paragraph
        near = [k for k, cue in enumerate(self.cues) if -1 <= ahead[cue.span[0]] <= 2]
        silent = [k for k in near if not (self.owner == k).any()]
        if near:
            self._give(max(silent or near, key=lambda k: self.cues[k].fits(start, stop)), start, stop)

    def carry_on(self) -> None:
        """Leave a quotation that goes on in the next paragraph with its speaker."""
        for start in np.flatnonzero(self._score.continues).tolist():
            speaker = self.owner[start - 1] if start else -1
            if speaker < 0:
                continue
            here = (self._paragraph == self._paragraph[start]) & (self._score.quote > 0)
            left = np.flatnonzero(~here[start:])
            stop = start + int(left[0]) if len(left) else len(here)
            self.owner[start:stop] = speaker
            self.begins[start + 1 : stop] = False
            self.begins[start] = True

    def contents(self) -> list[tuple[_Cue, list[WordSpan]]]:
        """Each cue with the pieces that it has in the end."""
        marks = np.where(self.begins, 1, 2)
        return [(cue, runs(np.where(self.owner == k, marks, 0), 1, 2)) for k, cue in enumerate(self.cues)]


def _settle(score: Scores, tags: Ints, cues: list[_Cue]) -> list[WordAttribution]:
    """Choose which cues stand, and see that what is said has one speaker, and a quotation has any.

    A content that no certain cue has claimed is taken by a possible cue that would cover it. A quotation that
    none covers is given to a speaker near it (quotations run on); words without marks that nobody claims are
    left: they may be the reporter's own.
    """
    floor = _Floor(score)
    certain = [cue for cue in cues if cue.kind == "certain"]
    inside = [cue for cue in certain if any(other.speaks_of(cue) for other in certain)]
    inside += [cue for cue in cues if cue.kind == "inner"]
    floor.compete([cue for cue in certain if cue not in inside])
    window = score.window
    for start, stop in runs(tags, 5, 6):
        in_core = window.core_start <= window.start + start < window.core_stop
        if not in_core or not floor.unclaimed(start, stop):
            continue
        covers = [c for c in cues if c.kind == "possible" and c.covers(start, stop) >= COVERED]
        if covers:
            floor.compete([max(covers, key=lambda c: c.covers(start, stop))])
        elif score.quote[start]:
            floor.attach(start, stop)
    floor.carry_on()
    contents = floor.contents() + [(cue, cue.content) for cue in inside]
    shift = window.start
    return [
        WordAttribution(
            (cue.span[0] + shift, cue.span[1] + shift),
            tuple((a + shift, b + shift) for a, b in cue.source),
            tuple((a + shift, b + shift) for a, b in content),
        )
        for cue, content in sorted(contents, key=lambda c: c[0].span)
        if content  # a cue without any content is none
    ]
