"""New reports compared with all others, and the stories that change by it.

A report's copies are found by its sketch, and the same pairs are found whether reports come one by one or all
at once: few are looked up one after the other, many are compared in one go in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sayso.ledger.story_rows import Sketches, StoryView
from sayso.ledger.weigh_rows import Copy, View, batches
from sayso.weigh.likeness import is_copy, likeness
from sayso.weigh.shingles import Sketch, sketch
from sayso.weigh.stories import COMMON, CopyPair, Published, candidate_pairs, group_stories, is_candidate

__all__ = ["find_stories"]

# New reports that are looked up one after the other; of more, all sketches are compared at once.
_FEW = 200
_TEXTS = 1000  # texts in memory at once
_Pair = tuple[str, str]
_LEAST_SHARED = 2  # hashes below which `is_candidate` says no: it need not be asked


def find_stories(
    view: View, progress: Callable[[int], None] | None = None, *, common: int = COMMON, few: int = _FEW
) -> tuple[Sketches, list[Copy]]:
    """Compare the reports that have no sketch yet with all; give what is to be kept, and the stories that
    changed by it. `progress` is told how many reports were sketched.
    """
    known = StoryView(view)
    numbers = {report: number for number, report in known.without_sketch()}
    if not numbers:
        return Sketches(), []
    found = Sketches()
    new: dict[str, Sketch] = {}
    for batch in batches(numbers, _TEXTS):
        for report, text in sorted(view.texts(batch).items()):
            new[report] = sketch(text)
            found.sketches[numbers[report]] = new[report]
        if progress is not None:
            progress(len(batch))
    wanted, found.gone = (_few if len(new) <= few else _many)(known, new, common)
    found.came = list(_verified(view, wanted))
    return found, _regrouped(view, known, found, new)


# ---- which pairs are looked at -----------------------------------------------------------------------------


def _many(known: StoryView, new: Mapping[str, Sketch], common: int) -> tuple[list[_Pair], list[_Pair]]:
    """Give the pairs with a new report to be verified, and the old ones that are no candidates any more."""
    before = known.all_pairs()
    candidates = set(candidate_pairs({**dict(known.sketches()), **new}, common))
    wanted = [pair for pair in candidates if pair[0] in new or pair[1] in new]
    return sorted(wanted), sorted(before - candidates)


def _few(known: StoryView, new: Mapping[str, Sketch], common: int) -> tuple[list[_Pair], list[_Pair]]:
    before = known.holding(hash for its in new.values() for hash in its.hashes)
    among = Counter(hash for its in new.values() for hash in its.hashes)
    formulas = frozenset(hash for hash in among if before.get(hash, 0) + among[hash] > common)
    by_hash: defaultdict[int, list[str]] = defaultdict(list)
    for report, its in new.items():
        for hash in its.hashes:
            by_hash[hash].append(report)
    wanted: set[_Pair] = set()
    for report, its in new.items():
        telling = [hash for hash in its.hashes if hash not in formulas]
        counts = Counter(known.holders([hash for hash in telling if hash in before]))
        counts.update(other for hash in telling for other in by_hash[hash] if other != report)
        near = [other for other, count in counts.items() if count >= _LEAST_SHARED]
        sketches = dict(known.sketches(other for other in near if other not in new))
        sketches.update((other, new[other]) for other in near if other in new)
        wanted.update(
            (min(report, other), max(report, other))
            for other, sketched in sketches.items()
            if is_candidate(its, sketched, formulas)
        )
    just_common = {hash for hash in formulas if before.get(hash, 0) <= common}
    gone = _no_candidates(known, just_common, among, common) if just_common else []
    return sorted(wanted), gone


def _no_candidates(known: StoryView, just: set[int], among: Counter[int], common: int) -> list[_Pair]:
    """Give the old pairs that rested on hashes that too many reports hold by now."""
    holders = set(known.holders(just))
    pairs = [(one, other) for one, other, _ in known.pairs(holders) if one in holders and other in holders]
    sketches = dict(known.sketches({each for pair in pairs for each in pair}))
    both = {
        pair: frozenset(sketches[pair[0]].hashes).intersection(sketches[pair[1]].hashes) for pair in pairs
    }
    counts = known.holding(frozenset[int]().union(*both.values()))
    formulas = frozenset(hash for hash, count in counts.items() if count + among[hash] > common)
    return [pair for pair in pairs if not is_candidate(sketches[pair[0]], sketches[pair[1]], formulas)]


def _verified(view: View, wanted: Sequence[_Pair]) -> Iterator[CopyPair]:
    for batch in batches(wanted, _TEXTS):
        texts = view.texts(each for pair in batch for each in pair)
        for one, other in batch:
            if is_copy(found := likeness(texts[one], texts[other])):
                yield one, other, found


# ---- which stories change ----------------------------------------------------------------------------------


def _regrouped(view: View, known: StoryView, found: Sketches, new: Mapping[str, Sketch]) -> list[Copy]:
    """Group the stories anew into which pairs came, or out of which they went; give what has changed."""
    moved = {each for pair in found.came for each in pair[:2]} | {
        each for pair in found.gone for each in pair
    }
    if not moved:
        return []
    stories = view.stories_of(moved)
    touched = {stories.get(each, each) for each in moved}
    members = moved | touched | {copy.report for copy in known.copies_in(touched)}
    gone = set(found.gone)
    pairs = [pair for pair in known.pairs(members - new.keys()) if pair[:2] not in gone] + found.came
    before = known.rows_of(members)
    changed: list[Copy] = []
    for group, ties in _components(members, pairs):
        for story in group_stories(ties, _published(view, group)):
            for member in story.members:
                copy = Copy(member.id, story.lead, member.score, member.why)
                row = before.get(member.id)
                if copy != row and (row is not None or member.id != story.lead):
                    changed.append(copy)
    return sorted(changed, key=lambda copy: copy.report)


def _components(
    members: Iterable[str], pairs: Iterable[CopyPair]
) -> Iterator[tuple[list[str], list[CopyPair]]]:
    """Give reports that hang together, with their pairs."""
    whole = {each: each for each in members}

    def root(each: str) -> str:
        while whole[each] != each:
            whole[each] = whole[whole[each]]
            each = whole[each]
        return each

    ties = list(pairs)
    for one, other, _ in ties:
        whole[root(one)] = root(other)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(whole):
        groups[root(each)].append(each)
    its: defaultdict[str, list[CopyPair]] = defaultdict(list)
    for pair in ties:
        its[root(pair[0])].append(pair)
    for name, group in groups.items():
        yield group, its[name]


def _published(view: View, group: Sequence[str]) -> Iterator[Published]:
    texts, about = view.texts(group), view.about(group)
    for each in group:
        row = about[each]
        yield Published(each, texts[each], row.outlet, row.published, row.title)
