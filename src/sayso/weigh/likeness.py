"""How much two texts have of each other, sentence by sentence, wherever these stand now.

A sentence is carried over where half of its words stand in one place of the other text, in the same order.
The place is where the most pairs of words agree; the words in order are a longest common subsequence
(rapidfuzz), so paragraphs may be shuffled and words changed. Words in quotation marks that both texts have
are left out: two reporters in one room write down the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from sayso.reading.reading import Span
from sayso.reading.sentences import sentences
from sayso.weigh.shingles import Words, words_of

__all__ = ["Likeness", "carried", "is_copy", "likeness"]

_Mask = npt.NDArray[np.bool_]

# The part of a sentence's words that has to be found. Of a sentence with 30 % of its words changed about 70 %
# are; sentences of reports that do not know each other agree in about a third, in their small words.
_CARRIED = 0.5
# The part of the shorter text that a copy has from the other one, and that of the longer one. Less of the
# longer one is an excerpt (a brief in a round-up), which must not tie the stories of a round-up together.
_SHORTER, _LONGER = 0.5, 0.15
# Words outside of shared quotations that have to be carried over: below, chance and formulas decide.
_LEAST = 20
# The part of the shorter text's shingles below which nothing is aligned: a text with 30 % of its words
# changed, half of it its own, still has about a sixth (0.7^3 / 2).
_GATE = 0.08
_LONGEST = 30  # words; a text without full stops is looked at in parts of this length
_OFTEN = 4  # a pair of words that stands more often in a text ("of the") does not tell a place

_QUOTATION = re.compile(
    '“[^“”\n]{1,1000}(?:”|$)|«[^«»\n]{1,1000}(?:»|$)|„[^„“”\n]{1,1000}[“”]|"[^"\n]{1,1000}"|「[^「」\n]*」|『[^『』\n]*』'
    "|(?<![\\w’'])[‘'](?=\\w)[^\n]{0,1000}?[.,?!…][’'](?!\\w)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have of each other: parts of their words outside shared quotations, 0 to 1.

    `score` is the part of the shorter text, `share_a` and `share_b` those of the first and the second text;
    `words` counts the shorter text's words that were carried over. `same` tells that the texts differ in
    case, marks and white space at most. `why` says it for people.
    """

    score: float
    share_a: float
    share_b: float
    words: int
    why: str
    same: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A text taken apart: words, sentences and parts of these as ranges of words, which words are quoted, the
    pairs of words with their order, the shingles without doubles.
    """

    words: Words
    spans: tuple[Span, ...]
    ranges: tuple[tuple[int, int], ...]
    parts: tuple[tuple[int, int], ...]
    quoted: _Mask
    pairs: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]
    shingles: npt.NDArray[np.int64]


@lru_cache(maxsize=2048)
def _text(text: str) -> _Text:
    words = words_of(text)
    spans = sentences(text)
    edges = np.array(spans, np.int64).reshape(-1, 2)
    first = np.searchsorted(words.starts, edges[:, 0])
    last = np.searchsorted(words.starts, edges[:, 1])
    marks = np.array([match.span() for match in _QUOTATION.finditer(text)], np.int64).reshape(-1, 2)
    # A word is quoted where more quotations began before it than ended.
    quoted = np.searchsorted(marks[:, 0], words.starts, "right") > np.searchsorted(
        marks[:, 1], words.starts, "right"
    )
    pairs = words.shingles(words.width - 1)
    order = np.argsort(pairs, kind="stable")
    ranges = zip(first.tolist(), last.tolist(), strict=True)
    kept = [(span, its) for span, its in zip(spans, ranges, strict=True) if its[0] < its[1]]
    return _Text(
        words,
        tuple(span for span, _ in kept),
        tuple(its for _, its in kept),
        tuple(part for _, its in kept for part in _parts(*its)),
        quoted,
        pairs,
        order,
        np.unique(words.shingles()),
    )


def _parts(start: int, end: int) -> list[tuple[int, int]]:
    """Cut a range of words into parts of one length, none longer than `_LONGEST`."""
    count = -(-(end - start) // _LONGEST)
    edges = [start + (end - start) * nth // count for nth in range(count + 1)]
    return list(pairwise(edges))


def likeness(a: str, b: str) -> Likeness:
    """Measure how much two texts have of each other, with the reason in words.

    The same for (b, a), but for the order of the shares.
    """
    one, other = _text(a), _text(b)
    if not len(one.words) or not len(other.words):
        return Likeness(0.0, 0.0, 0.0, 0, "a text without words")
    if np.array_equal(one.words.keys, other.words.keys):
        return Likeness(1.0, 1.0, 1.0, len(one.words), "the same words", same=True)
    if _common(one, other) < _GATE:
        return Likeness(0.0, 0.0, 0.0, 0, "few words in common")
    share_a, words_a, why_a = _share(one, other)
    share_b, words_b, why_b = _share(other, one)
    # Of two texts of one length, the one of which more was carried over counts.
    shorter = (len(other.words), -share_b) < (len(one.words), -share_a)
    score, words, why = (share_b, words_b, why_b) if shorter else (share_a, words_a, why_a)
    return Likeness(round(score, 4), round(share_a, 4), round(share_b, 4), words, why)


def is_copy(likeness: Likeness) -> bool:
    """Tell whether two texts are copies or near-copies of one text."""
    return likeness.same or (
        likeness.score >= _SHORTER
        and min(likeness.share_a, likeness.share_b) >= _LONGER
        and likeness.words >= _LEAST
    )


def carried(copy: str, lead: str) -> tuple[Span, ...]:
    """Give the sentences of a copy that are carried over from another text, as spans of the copy.

    Half-open, in code points, in the order of the text. What lies outside, the copy has added itself.
    Quotations count here like any other words.
    """
    its = _text(copy)
    found = _found(its, _text(lead))
    return tuple(
        span
        for span, (start, end) in zip(its.spans, its.ranges, strict=True)
        if found[start:end].mean() >= _CARRIED
    )


def _common(one: _Text, other: _Text) -> float:
    """Give the part of the smaller text's shingles that the other one has."""
    few, many = sorted((one.shingles, other.shingles), key=len)
    if not len(few):
        return 0.0
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    return float((many[at] == few).mean())


def _share(its: _Text, other: _Text) -> tuple[float, int, str]:
    """Give the part of a text's words outside shared quotations that is carried over, how many, and why."""
    found = _found(its, other)
    parts = np.array(its.parts, np.int64).reshape(-1, 2)
    quoted, quoted_found = _sums(its.quoted, parts), _sums(its.quoted & found, parts)
    own, own_found = _sums(~its.quoted, parts), _sums(~its.quoted & found, parts)
    left_out = int(quoted[quoted_found >= _CARRIED * quoted].sum())
    words = int(own[own_found >= _CARRIED * own].sum())
    total = len(its.words) - left_out
    share = words / total if total else 0.0
    ranges = np.array(its.ranges, np.int64).reshape(-1, 2)
    whole = int((_sums(found, ranges) >= _CARRIED * (ranges[:, 1] - ranges[:, 0])).sum())
    why = f"{whole} of {len(ranges)} sentences and {share:.0%} of the words are carried over"
    return share, words, why + (f", {left_out} words of shared quotations left out" if left_out else "")


def _sums(mask: _Mask, ranges: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Count the words of a mask in each range."""
    upto = np.concatenate(([0], np.cumsum(mask)))
    return upto[ranges[:, 1]] - upto[ranges[:, 0]]


def _found(its: _Text, other: _Text) -> _Mask:
    """Tell for each word whether it stands in the other text, in the place that its sentence has there."""
    found = np.zeros(len(its.words), np.bool_)
    if not len(its.pairs) or not len(other.pairs):
        return found
    at, shifts = _seeds(its, other)
    keys, others = its.words.keys.tolist(), other.words.keys.tolist()
    edges = np.searchsorted(at, np.array(its.parts, np.int64))
    moves = shifts.tolist()
    for (start, end), (low, high) in zip(its.parts, edges.tolist(), strict=True):
        if low == high:
            continue
        first, last = _place(moves[low:high], end - start)
        begin = max(0, start + first - 2)
        for block in LCSseq.opcodes(keys[start:end], others[begin : max(0, end + last + 2)]):
            if block.tag == "equal":
                found[start + block.src_start : start + block.src_end] = True
    return found


def _seeds(its: _Text, other: _Text) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give where pairs of words stand that the other text has too, and how far apart the two places are."""
    ordered = other.pairs[other.order]
    low = np.searchsorted(ordered, its.pairs, "left")
    count = np.searchsorted(ordered, its.pairs, "right") - low
    at: list[npt.NDArray[np.int64]] = []
    shifts: list[npt.NDArray[np.int64]] = []
    for nth in range(_OFTEN):
        here = np.flatnonzero((count > nth) & (count <= _OFTEN))
        at.append(here)
        shifts.append(other.order[low[here] + nth] - here)
    places, moves = np.concatenate(at), np.concatenate(shifts)
    by_place = np.argsort(places, kind="stable")
    return places[by_place], moves[by_place]


def _place(shifts: Sequence[int], length: int) -> tuple[int, int]:
    """Give the least and the greatest shift of the place on which the most pairs agree, of several the first.

    Words put in or left out move the rest of a sentence, so shifts may differ by a third of its length.
    """
    ordered = sorted(shifts)
    best = (0, 0, 0)
    last = 0
    for first, least in enumerate(ordered):
        while last < len(ordered) and ordered[last] <= least + length // 3 + 1:
            last += 1
        if last - first > best[0]:
            best = (last - first, least, ordered[last - 1])
    return best[1], best[2]
