"""Reports that are copies or near-copies of one text, grouped into stories.

Reports whose sketches share hashes are looked at (`is_candidate`); what their texts have of each other
decides (`sayso.weigh.likeness`). Stories are the connected components of the verified pairs: two halves of
one wire are one story with the whole. All of it is a function of the set of reports, never of their order,
and `new_pairs` finds for one more report what `copy_pairs` finds for all.

A hash that more than `COMMON` reports hold is a formula (the foot of a page) and finds nobody. That bounds
the work, and it is the one thing here that more reports can undo: where a new report makes a hash common, the
pairs that both hold it have to pass `is_candidate` again. The price is that a text carried by more than
`COMMON` reports, each of which changed it in its own way, can fall apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from sayso.weigh.credit import credit, is_agency, same_agency
from sayso.weigh.likeness import Likeness, carried, is_copy, likeness
from sayso.weigh.shingles import MOST, Sketch, shared, sketch

__all__ = [
    "COMMON",
    "CopyPair",
    "Likeness",
    "Member",
    "Published",
    "Story",
    "candidate_pairs",
    "carried",
    "copy_pairs",
    "group_stories",
    "is_candidate",
    "is_copy",
    "likeness",
    "new_pairs",
]

CopyPair = tuple[str, str, Likeness]
"""Two report ids, the smaller one first, and what their texts have of each other."""

# How many reports may hold a hash that finds candidates. Tens or hundreds of outlets carry one wire text.
COMMON = 1000
# What sketches have to share. One hash is met by chance; 98.9 % of the hardest copies keep two and a tenth.
_LEAST_SHARED, _LEAST_PART = 2, 0.1
# A text of fewer words than `is_copy` asks for is a copy only if it is the same: twenty words have fifteen
# shingles in scripts without spaces, eighteen in others. Hundreds of one-line notices are alike, no copies.
_LEAST_HASHES = 15
_AT_ONCE = 4_000_000  # pairs that are counted at once: about 150 MB
_Ints = npt.NDArray[np.int64]


# ---- which reports are looked at ---------------------------------------------------------------------------


def is_candidate(one: Sketch, other: Sketch, common: frozenset[int] = frozenset()) -> bool:
    """Tell whether the texts of two sketches are to be compared: two hashes and a tenth in common, all of
    them where one text is very short.

    `common` are hashes that more than `COMMON` reports hold.
    """
    if min(len(one.stored), len(other.stored)) < 8 * _LEAST_HASHES and one != other:
        return False
    count, part = shared(one, other, common)
    return count >= _LEAST_SHARED and part >= _LEAST_PART


def candidate_pairs(sketches: Mapping[str, Sketch], common: int = COMMON) -> Iterator[tuple[str, str]]:
    """Give the pairs of reports that pass `is_candidate`, each once, the smaller id first, sorted.

    Takes time and memory in proportion to the hashes and to the pairs that share one; pairs are counted in
    portions of bounded size.
    """
    ids = sorted(sketches)
    sizes = np.array([len(sketches[each].stored) // 8 for each in ids], np.int64)
    rows = np.full((len(ids), MOST), np.iinfo(np.int64).max, np.int64)
    for row, each in enumerate(ids):
        rows[row, : sizes[row]] = np.frombuffer(sketches[each].stored, "<i8")
    hashes, holders = _held_by_few(rows, sizes, common)
    for first, second, count in _counted(hashes, holders, len(ids)):
        part = count / _smaller(rows, sizes, first, second)
        enough = part >= _LEAST_PART
        short = np.minimum(sizes[first], sizes[second]) < _LEAST_HASHES
        for a, b, tiny in zip(*(each[enough].tolist() for each in (first, second, short)), strict=True):
            if not tiny or sketches[ids[a]] == sketches[ids[b]]:
                yield ids[a], ids[b]


def _held_by_few(rows: _Ints, sizes: _Ints, common: int) -> tuple[_Ints, npt.NDArray[np.int32]]:
    """Give the hashes that 2 to `common` reports hold, sorted, and beside each the row that holds it."""
    filled = np.arange(rows.shape[1]) < sizes[:, None]
    hashes = rows[filled]
    holders = np.repeat(np.arange(len(rows), dtype=np.int32), sizes)
    order = np.argsort(hashes, kind="stable")  # so the holders of a hash stay in the order of rows
    hashes, holders = hashes[order], holders[order]
    if not len(hashes):
        return hashes, holders
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    held = np.diff(np.append(starts, len(hashes)))
    kept = np.repeat((held > 1) & (held <= common), held)
    return hashes[kept], holders[kept]


def _counted(
    hashes: _Ints, holders: npt.NDArray[np.int32], reports: int
) -> Iterator[tuple[_Ints, _Ints, _Ints]]:
    """Give the pairs of rows that share at least `_LEAST_SHARED` hashes, with how many, in order."""
    ends = np.searchsorted(hashes, hashes, "right")
    after = ends - np.arange(len(hashes)) - 1  # the pairs that each entry begins
    begun = np.bincount(holders, weights=after, minlength=reports).cumsum()
    portion = (begun // _AT_ONCE).astype(np.int64)[holders] if len(holders) else np.empty(0, np.int64)
    order = np.argsort(portion, kind="stable")
    edges = np.searchsorted(portion[order], np.arange(int(portion.max(initial=-1)) + 2))
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        at = order[low:high]
        found: list[_Ints] = []
        step = 1
        while len(at := at[after[at] >= step]):
            found.append(holders[at].astype(np.int64) * reports + holders[at + step])
            step += 1
        if found:
            pairs, count = np.unique(np.concatenate(found), return_counts=True)
            enough = count >= _LEAST_SHARED
            yield pairs[enough] // reports, pairs[enough] % reports, count[enough].astype(np.int64)


def _smaller(rows: _Ints, sizes: _Ints, first: _Ints, second: _Ints) -> _Ints:
    """Give for pairs of rows how many hashes the smaller sketch has, down to the lower reach."""
    farthest = np.iinfo(np.int64).max
    reach = np.where(sizes >= MOST, rows[:, -1], farthest)
    least = np.empty(len(first), np.int64)
    for low in range(0, len(first), 100_000):
        a, b = first[low : low + 100_000], second[low : low + 100_000]
        lower = np.minimum(reach[a], reach[b])[:, None]
        whole = lower[:, 0] == farthest  # then the filling is not above it
        its = ((rows[each] <= lower).sum(1) - whole * (MOST - sizes[each]) for each in (a, b))
        least[low : low + 100_000] = np.minimum(*its)
    return least


# ---- which of them are copies ------------------------------------------------------------------------------


def copy_pairs(reports: Iterable[tuple[str, str]], *, common: int = COMMON) -> list[CopyPair]:
    """Find all pairs of copies among reports, given as ids and texts; sorted by ids.

    >>> text = "The port of Sorvane will stay closed until Thursday, the harbour master told owners of the "
    >>> text += "eleven ships that wait for wheat. "
    >>> [pair[:2] for pair in copy_pairs([("b", text + "More follows."), ("a", text)])]
    [('a', 'b')]
    """
    texts = dict(reports)
    sketches = {each: sketch(text) for each, text in texts.items()}
    found = candidate_pairs(sketches, common)
    pairs = ((one, other, likeness(texts[one], texts[other])) for one, other in found)
    return [pair for pair in pairs if is_copy(pair[2])]


def new_pairs(
    report: tuple[str, str],
    holders: Callable[[Sequence[int]], Mapping[str, int]],
    sketches: Callable[[Collection[str]], Mapping[str, Sketch]],
    texts: Callable[[Collection[str]], Mapping[str, str]],
    common: frozenset[int] = frozenset(),
) -> list[CopyPair]:
    """Find the pairs of copies that one report, given as id and text, makes with those before it; by ids.

    `holders` tells for some hashes which reports hold how many of them; `sketches` and `texts` give these of
    reports. `common` are those of the report's own hashes that more than `COMMON` reports hold, the new one
    among them. The result is what `copy_pairs` gives for this report, if pairs that both hold a hash that has
    just become common are judged by `is_candidate` again.
    """
    own, text = report
    its = sketch(text)
    counts = holders([each for each in its.hashes if each not in common])
    near = sorted(each for each, count in counts.items() if count >= _LEAST_SHARED and each != own)
    near = [each for each, other in sorted(sketches(near).items()) if is_candidate(its, other, common)]
    pairs = []
    for each, other_text in sorted(texts(near).items()):
        first, second = ((own, text), (each, other_text)) if own < each else ((each, other_text), (own, text))
        if is_copy(found := likeness(first[1], second[1])):
            pairs.append((first[0], second[0], found))
    return sorted(pairs, key=lambda pair: pair[:2])


# ---- stories -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a report here. `published` is an ISO 8601 date or None."""

    id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A report of a story: how much it has of the lead, or of the member that ties it to the story (0 to 1),
    and why.
    """

    id: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """Reports that are copies of one text. `lead` is the report on which the others most probably rest.

    `members` holds all of them, the lead first, the others by id. `id` changes only with the lead.
    """

    id: str
    lead: str
    members: tuple[Member, ...]


def group_stories(pairs: Iterable[CopyPair], reports: Iterable[Published]) -> list[Story]:
    """Group reports into stories, by the ids of their leads; a report without a copy is a story by itself.

    Pairs of reports that are not given are passed over.
    """
    known = {report.id: report for report in reports}
    ties: dict[str, dict[str, Likeness]] = {each: {} for each in known}
    for one, other, found in pairs:
        if one in known and other in known:
            ties[one][other] = ties[other][one] = found
    stories = [_story(group, ties, known) for group in _components(ties)]
    return sorted(stories, key=lambda story: story.lead)


def _components(ties: Mapping[str, Mapping[str, Likeness]]) -> Iterator[list[str]]:
    seen: set[str] = set()
    for start in ties:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for each in group:  # grows while it is walked
            new = ties[each].keys() - seen
            seen |= new
            group.extend(new)
        yield group


def _story(
    group: Sequence[str], ties: Mapping[str, Mapping[str, Likeness]], known: Mapping[str, Published]
) -> Story:
    lead = group[0] if len(group) == 1 else min((known[each] for each in group), key=_rank).id
    rest = [_member(each, lead, ties) for each in sorted(group) if each != lead]
    name = blake2b(b"story\0" + lead.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Story(name, lead, (Member(lead, 1.0, "the lead"), *rest))


def _member(its: str, lead: str, ties: Mapping[str, Mapping[str, Likeness]]) -> Member:
    if (found := ties[its].get(lead)) is not None:
        return Member(its, found.score, found.why)
    via, found = min(ties[its].items(), key=lambda tie: (-tie[1].score, tie[0]))
    return Member(its, found.score, f"by way of {via}: {found.why}")


def _rank(report: Published) -> tuple[int, bool, str, int, str]:
    """Give the order in which reports are taken for the lead: an agency's own text, then another text of an
    agency, then the earliest, the longest, the one with the least id. A day that is not known comes last.
    """
    named = credit(report.text, report.outlet)
    if named is not None and report.outlet and same_agency(named.agency, report.outlet):
        place = 0
    elif named is None and report.outlet and is_agency(report.outlet):
        place = 1
    else:
        place = 2
    return place, report.published is None, report.published or "", -len(report.text), report.id
