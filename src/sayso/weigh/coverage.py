"""Coverage: which reports are about the same happening.

A report is reduced to a signature, the few words that tell most of it (`telling`); two reports are the more
alike the more of these they share, weighted (the cosine of Salton's tf-idf vectors, 1975), and the closer
they were published. Groups are made of links in two steps:

1. Reports that are joined by links of at least `LOOSE` make a piece. A piece of more than `MOST_IN_PIECE`
   reports is cut at the next of `STEPS`, and so on; one that is too large even at the last is one group.
2. Within a piece the two groups whose reports are alike the most on average are joined, while that is at
   least `TOGETHER` (average linkage: Sokal and Michener 1958). A pair without a link counts as nothing.

So groups are a function of the set of reports. All of it is whole numbers, so no order of summing shows, and
ties go to the report whose id comes first. A new report changes no link between others, and `regroup` looks
at those pieces only that it comes into.

Where all reports are on one theme, its names say little about which happening it is, and yet weigh as much as
elsewhere; there it is the dates that tell happenings apart.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sayso.weigh.telling import telling_words

__all__ = [
    "DAYS", "LOOSE", "MOST_IN_PIECE", "STEPS", "TOGETHER", "WHOLE", "Link", "Signature", "coverage_pairs",
    "group_coverage", "regroup", "signature", "similarity",
]  # fmt: skip

WHOLE = 10_000
"""Likeness in links is counted in parts of this, as whole numbers."""

# Chosen on ECB+ (benchmarks/ecb.py): on either half of its topics the best value was 0.20 to 0.26, over eight
# ways to halve them.
TOGETHER = 2600
# Counting what lies below as nothing changes no score on ECB+; lower only costs time and memory.
LOOSE = 2000
STEPS = (LOOSE, TOGETHER, 3500, 4500, 5500, 7000, 8500)
MOST_IN_PIECE = 500  # grouping one takes less than a tenth of a second

# How dates count is a judgement: ECB+ has none. News of a happening is dense for a few days, then thins out.
DAYS = 30
"""Reports published more days apart are never linked."""
_SAME_NEWS = 3  # days within which the date says nothing against two reports
_HALF = 14  # days after which, beyond those, a likeness counts half

_FEW = 10  # new reports; to make an index takes about as long as looking through all for so many
_MOST_WORDS = 40  # of a signature; with 64 or all, the scores on ECB+ are no better
_LARGEST = 4095  # weight in a signature

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


class Link(NamedTuple):
    """That two reports (by their ids, the first one smaller) are alike, by `score` parts of `WHOLE`."""

    one: str
    other: str
    score: int


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of a report: the CRC-32 of each of at most 40 words, ascending, as little-endian
    unsigned numbers of four bytes; their weights (1 to 4095), of two bytes; and the day of publication
    (proleptic ordinal), 0 where that is unknown.
    """

    words: bytes
    weights: bytes
    day: int = 0

    def to_bytes(self) -> bytes:
        """Give the signature as bytes: four for the day, then the words, then the weights."""
        return self.day.to_bytes(4, "little") + self.words + self.weights

    @classmethod
    def from_bytes(cls, content: bytes) -> Signature:
        """Take back what `to_bytes` gave. Raises ValueError for other lengths."""
        count, rest = divmod(len(content) - 4, 6)
        if rest or count < 0:
            raise ValueError(f"{len(content)} bytes are no signature")
        cut = 4 + 4 * count
        return cls(content[4:cut], content[cut:], int.from_bytes(content[:4], "little"))


def signature(title: str | None, text: str, published: str | None = None) -> Signature:
    """Reduce a report to what is compared of it. `published` is an ISO date, or None. Raises ValueError for a
    date that is none.
    """
    weights: dict[int, float] = {}
    for word, weight in telling_words(title, text, _MOST_WORDS).items():
        code = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        weights[code] = max(weight, weights.get(code, 0.0))
    scale = _LARGEST / max(weights.values(), default=1.0)
    codes = sorted(weights)
    whole = [max(1, round(scale * weights[code])) for code in codes]
    day = date.fromisoformat(published).toordinal() if published else 0
    return Signature(np.array(codes, "<u4").tobytes(), np.array(whole, "<u2").tobytes(), day)


def similarity(one: Signature, other: Signature) -> float:
    """Tell how much two reports are alike: 0 to 1, in steps of 1 / `WHOLE`.

    Reports published up to three days apart are compared by their words alone, as are those without a date.
    Each fourteen days beyond that halve the likeness; more than `DAYS` days apart there is none.
    """
    return int(_scores(one, [other])[0]) / WHOLE


def coverage_pairs(
    reports: Mapping[str, Signature],
    new: Iterable[str] | None = None,
    *,
    at_least: int = LOOSE,
) -> Iterator[Link]:
    """Give the links of at least `at_least` between reports, those of `new` with any where that is given.

    Time grows with the pairs that share a word and lie within `DAYS`, memory with the reports (about 2 kB
    each). Ten new reports or fewer are compared without making an index of the others first.
    """
    if at_least < 1:
        raise ValueError("at_least must be 1 or more: pairs without a common word are not looked at")
    ids = sorted(reports)
    signatures = [reports[each] for each in ids]
    rows = None if new is None else _rows(ids, set(new))
    if rows is not None and len(rows) <= _FEW:
        found = _looked_through(signatures, sorted(rows), at_least)
    else:
        found = _compared(_index(signatures), rows, at_least)
    for row, others, scores in found:
        for other, score in zip(others.tolist(), scores.tolist(), strict=True):
            a, b = (row, other) if row < other else (other, row)
            yield Link(ids[a], ids[b], score)


def group_coverage(
    reports: Iterable[str], links: Iterable[Link], *, together: int = TOGETHER
) -> list[tuple[str, ...]]:
    """Group reports by their links: every report in one group, ids and groups in ascending order.

    `together` is the mean likeness down to which groups are joined. Links below `LOOSE` and those with
    reports that are not given are left aside. A pair given twice counts as its last score.
    """
    ids = sorted(set(reports))
    near = _neighbours(ids, links)
    groups: list[tuple[str, ...]] = []
    waiting = [(list(range(len(ids))), 0)]
    while waiting:
        members, step = waiting.pop()
        for piece in _pieces(members, near, STEPS[step]):
            if len(piece) > MOST_IN_PIECE and step + 1 < len(STEPS):
                waiting.append((piece, step + 1))
            else:
                groups += (tuple(ids[row] for row in group) for group in _grouped(piece, near, together))
    return sorted(groups)


def regroup(new: str, links_of: Callable[[str], Iterable[tuple[str, int]]]) -> list[tuple[str, ...]]:
    """Give the groups of all reports whose group a new report may have changed, itself among them.

    `links_of` gives the links of a report (the other one's id and the score), those of the new one included.
    What `group_coverage` says of all other reports stays as it was.
    """
    known: dict[str, list[tuple[str, int]]] = {}

    def near(report: str) -> list[tuple[str, int]]:
        if report not in known:
            known[report] = [link for link in links_of(report) if link[1] >= LOOSE]
        return known[report]

    touched = {new}
    for neighbour, _ in near(new):
        if neighbour not in touched:
            touched.update(_piece_of(neighbour, near, without=new))
    groups: list[tuple[str, ...]] = []
    while touched:
        piece = _piece_of(min(touched), near)
        touched.difference_update(piece)
        groups += _grouped(piece, near)
    return sorted(groups)


# ---- pairs -------------------------------------------------------------------------------------------------


_Found = Iterator[tuple[int, _Ints, _Ints]]  # a row, the rows that it is linked with, and the scores


def _rows(ids: list[str], asked: set[str]) -> set[int]:
    return {row for row, each in enumerate(ids) if each in asked}


def _looked_through(signatures: list[Signature], rows: list[int], least: int) -> _Found:
    """Compare some reports with all, without an index of these."""
    days = np.fromiter((each.day for each in signatures), np.int64, len(signatures))
    for at, row in enumerate(rows):
        one = signatures[row]
        near = (days == 0) | (abs(days - one.day) <= DAYS) if one.day else np.ones(len(days), bool)
        near[rows[: at + 1]] = False
        others = np.flatnonzero(near)
        others = others[_sharing(one, [signatures[other] for other in others.tolist()])]
        scores = _scores(one, [signatures[other] for other in others.tolist()])
        good = scores >= least
        yield row, others[good], scores[good]


def _sharing(one: Signature, others: list[Signature]) -> _Ints:
    """Give the places of those that have a word in common with one report, ascending."""
    many = np.fromiter((len(each.words) for each in others), np.int64, len(others)) // 4
    word = np.frombuffer(b"".join(each.words for each in others), "<u4")
    words = np.frombuffer(one.words, "<u4")
    halves = np.zeros(1 << 16, bool)  # a look at half of each hash first, as it is much the quicker one
    halves[words & 0xFFFF] = True
    entry = np.flatnonzero(halves[word & 0xFFFF])
    entry = entry[np.isin(word[entry], words)]
    return np.unique(np.searchsorted(np.cumsum(many), entry, side="right")).astype(np.int64, copy=False)


def _scores(one: Signature, others: list[Signature]) -> _Ints:
    """Compare one report with some others."""
    table = _table(others)
    words = np.frombuffer(one.words, "<u4")
    if not len(words) or not len(table.word):
        return np.zeros(len(others), np.int64)
    at = np.minimum(np.searchsorted(words, table.word), len(words) - 1)
    shared = np.flatnonzero(words[at] == table.word)
    products = np.frombuffer(one.weights, "<u2")[at[shared]].astype(np.float64) * table.weight[shared]
    dots = np.bincount(table.report[shared], products, len(others)).astype(np.float64, copy=False)
    apart = np.where((table.day > 0) & (one.day > 0), abs(table.day - one.day), 0)
    factors = _by_days()[np.minimum(apart, DAYS + 1)]
    return _rounded(dots, table.length * _table([one]).length, factors)


class _Table(NamedTuple):
    """Signatures as arrays, over reports (`day`, `length`) and their entries one after the other."""

    day: _Ints
    length: _Floats
    begin: _Ints  # of each report, its first entry; one more at the end
    report: _Ints
    word: npt.NDArray[np.uint32]
    weight: _Floats


def _table(signatures: list[Signature]) -> _Table:
    count = len(signatures)
    day = np.fromiter((each.day for each in signatures), np.int64, count)
    many = np.fromiter((len(each.weights) for each in signatures), np.int64, count) // 2
    word = np.frombuffer(b"".join(each.words for each in signatures), "<u4")
    weight = np.frombuffer(b"".join(each.weights for each in signatures), "<u2").astype(np.float64)
    report = np.repeat(np.arange(count), many)
    length = np.sqrt(np.bincount(report, weight * weight, count))  # sums of whole numbers, so exact
    return _Table(day, length, np.concatenate(([0], np.cumsum(many))), report, word, weight)


class _Index(NamedTuple):
    """Signatures as arrays. Reports are in places: those with a date first, in the order of dates."""

    row: _Ints  # of each place, its row in what was given
    table: _Table  # in the order of places
    word: _Ints  # of each entry of the table, a number for its word
    key: _Ints  # entries by word, then place: word * places + place, ascending
    place: _Ints  # the places in that order
    weight: _Floats  # and the weights


def _index(signatures: list[Signature]) -> _Index:
    days = np.fromiter((each.day for each in signatures), np.int64, len(signatures))
    row = np.lexsort((days, days == 0))
    table = _table([signatures[each] for each in row.tolist()])
    _, word = np.unique(table.word, return_inverse=True)
    key = word * max(len(row), 1) + table.report
    order = np.argsort(key)
    return _Index(row, table, word, key[order], table.report[order], table.weight[order])


def _compared(index: _Index, rows: set[int] | None, least: int) -> _Found:
    """Compare all reports, or some with all, each pair once."""
    days, lengths, count = index.table.day, index.table.length, len(index.row)
    dated = int(np.count_nonzero(days))
    last = np.searchsorted(days[:dated], days + DAYS, side="right")
    first = np.searchsorted(days[:dated], days - DAYS, side="left")
    asked = np.array([rows is None or row in rows for row in index.row.tolist()], bool)
    for here in np.flatnonzero(asked).tolist():
        known = here < dated
        # Those with a date: the ones near in time, after this one where each is asked. Those without: all.
        spans = [(int(first[here]) if known else 0, int(last[here]) if known else dated), (dated, count)]
        for low, high in spans:
            low = max(low, here + 1) if rows is None else low
            if low >= high:
                continue
            dots = _dots(index, here, low, high)
            place = np.flatnonzero(dots) + low
            if rows is not None:  # a pair of two that are asked: once
                place = place[(place != here) & (~asked[place] | (place > here))]
            apart = abs(days[place] - days[here]) if known and high <= dated else 0 * place
            scores = _rounded(dots[place - low], lengths[place] * lengths[here], _by_days()[apart])
            good = scores >= least
            yield int(index.row[here]), index.row[place[good]], scores[good]


def _dots(index: _Index, here: int, low: int, high: int) -> _Floats:
    """Give the products of one signature with those at the places ``low:high``."""
    entries = slice(int(index.table.begin[here]), int(index.table.begin[here + 1]))
    base = index.word[entries] * len(index.row)
    begin = np.searchsorted(index.key, base + low)
    end = np.searchsorted(index.key, base + high)
    parts = [slice(a, b) for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
    if not parts:
        return np.zeros(high - low)
    place = np.concatenate([index.place[part] for part in parts])
    weight = np.concatenate([index.weight[part] for part in parts])
    weight *= np.repeat(index.table.weight[entries], end - begin)
    return np.bincount(place - low, weight, high - low).astype(np.float64, copy=False)


@cache
def _by_days() -> _Floats:
    """Give what a likeness counts by the days apart, from 0 to `DAYS` and one more."""
    days = range(DAYS + 1)
    return np.array([*(0.5 ** (max(0, apart - _SAME_NEWS) / _HALF) for apart in days), 0.0])


def _rounded(dots: _Floats, lengths: _Floats, factors: _Floats) -> _Ints:
    cosine = np.divide(dots, lengths, out=np.zeros(len(dots)), where=dots > 0)
    return np.minimum(np.rint(cosine * factors * WHOLE).astype(np.int64), WHOLE)


# ---- groups ------------------------------------------------------------------------------------------------

_Report = TypeVar("_Report", int, str)  # a report by its place among the ids, or by its id


def _neighbours(ids: list[str], links: Iterable[Link]) -> Callable[[int], list[tuple[int, int]]]:
    """Keep links, by places of reports, so that those of each can be told. There may be millions."""
    place = {each: i for i, each in enumerate(ids)}
    kept = array("q")
    for one, other, score in links:
        if score >= LOOSE and one != other and one in place and other in place:
            kept.extend((place[one], place[other], score, place[other], place[one], score))
    table = np.frombuffer(kept, np.int64).reshape(-1, 3)
    # By report and neighbour; of a pair that was given twice the last one stays.
    table = table[np.lexsort((np.arange(len(table)), table[:, 1], table[:, 0]))].astype(np.int32)
    last = np.ones(len(table), bool)
    last[:-1] = (table[1:, :2] != table[:-1, :2]).any(axis=1)
    table = table[last]
    begin = np.searchsorted(table[:, 0], np.arange(len(ids) + 1)).tolist()

    def near(report: int) -> list[tuple[int, int]]:
        found = table[begin[report] : begin[report + 1]]
        return list(zip(found[:, 1].tolist(), found[:, 2].tolist(), strict=True))

    return near


def _pieces(
    members: list[int], near: Callable[[int], list[tuple[int, int]]], least: int
) -> Iterator[list[int]]:
    """Give the pieces into which links of at least `least` join reports that no link joins to others."""
    seen: set[int] = set()
    for start in members:
        if start in seen:
            continue
        seen.add(start)
        piece = [start]
        for each in piece:  # grows as it is walked
            for other, score in near(each):
                if score >= least and other not in seen:
                    seen.add(other)
                    piece.append(other)
        yield sorted(piece)


def _piece_of(
    start: str, near: Callable[[str], list[tuple[str, int]]], without: str | None = None
) -> list[str]:
    """Give the piece that a report is in, as if `without` were not there."""
    last = STEPS[-1]
    for least in STEPS:
        seen = {start}
        piece = [start]
        for each in piece:
            if len(piece) > MOST_IN_PIECE and least < last:
                break  # too large, whatever else is in it
            for other, score in near(each):
                if score >= least and other not in seen and other != without:
                    seen.add(other)
                    piece.append(other)
        if len(piece) <= MOST_IN_PIECE:
            break
    return sorted(piece)


def _grouped(
    piece: list[_Report], near: Callable[[_Report], list[tuple[_Report, int]]], together: int = TOGETHER
) -> Iterator[tuple[_Report, ...]]:
    """Join the reports of one piece, which ascend, by average linkage."""
    if len(piece) == 1 or len(piece) > MOST_IN_PIECE:  # the latter: copies of one text by the thousand
        yield tuple(piece)
        return
    place = {each: i for i, each in enumerate(piece)}
    sums = np.zeros((len(piece), len(piece)))
    for i, each in enumerate(piece):
        for other, score in near(each):
            if other in place:
                sums[i, place[other]] = score
    members = {i: [each] for i, each in enumerate(piece)}
    for one, joined in _joined(sums, together):
        members[one] += members.pop(joined)
    for group in members.values():
        yield tuple(sorted(group))


def _joined(sums: npt.NDArray[np.float64], together: int) -> Iterator[tuple[int, int]]:
    """Give the groups (by their first member's place, ascending) in the order in which they are joined.

    `sums` is the likeness between groups, at first that between reports; sums of whole numbers are exact, and
    a mean of equal sums and sizes is the same however it came about.
    """
    count = len(sums)
    size = np.ones(count)
    means = sums.copy()
    best = means.argmax(axis=1)  # the first of equal ones
    top = means[np.arange(count), best]
    while True:
        one = int(top.argmax())
        if top[one] < together:
            return
        other = int(best[one])
        yield one, other
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        size[one] += size[other]
        sums[one, one] = 0
        sums[other] = sums[:, other] = 0
        size[other] = 1
        means[one] = means[:, one] = sums[one] / (size[one] * size)
        means[other] = means[:, other] = 0
        nearer = (means[one] > top) | ((means[one] == top) & (one < best))
        stale = np.flatnonzero(((best == one) | (best == other)) & (top > 0))
        best[nearer], top[nearer] = one, means[one, nearer]
        best[stale] = means[stale].argmax(axis=1)
        top[stale] = means[stale, best[stale]]
