"""Threads that came, changed or went: what they are linked to, and what follows for the matters.

A thread is linked to the one earlier thread that it most probably repeats; a matter is a tree of such links,
named by its root. A new thread concerns only those that can be found by the same keys: it looks for its own
parent among the earlier ones, and each later one is asked whether it is a better parent than the present one.
Threads whose parent went look for another one. Where a link changes, all that hangs on it moves along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from sayso.ledger.thread_rows import Placement, StoredThread
from sayso.ledger.weigh_rows import View
from sayso.weigh.records import Thread

__all__ = [
    "FIRST",
    "Key",
    "Linked",
    "Linking",
    "Links",
    "Memory",
    "Question",
    "hashes_of",
    "link_threads",
    "order",
]

Key = tuple[str, str]
Linked = tuple[str, float, str]
"""The key of the thread that one repeats, how sure that is, and why."""
Question = tuple[int, npt.NDArray[np.int64]]
"""The place of a thread among those given, and the places of the earlier ones that it may repeat."""
Links = Callable[[Sequence[Thread], Sequence[Question]], Sequence[Linked | None]]
Places = npt.NDArray[np.int64]

FIRST = "the first report of it"
_MOST_IN_MEMORY = 100_000  # threads beside those that are needed: each takes some 3 kB
_EVER = (0, date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Linking:
    """How it is done: `keys` and `reach` tell which threads are compared, `links` which of them are linked,
    `name` gives a matter's id by the key of its first thread.
    """

    keys: Callable[[Thread], Sequence[str]]
    reach: Callable[[Thread], tuple[str, str] | None]
    links: Links
    name: Callable[[str], str]


def order(thread: Thread) -> Key:
    """Give the place of a thread in the order in which links point back: by publication, undated last. (Keys
    begin with the report's id, as `sayso.weigh.matters.order` wants it.)
    """
    return thread.published or "~", thread.key


def hashes_of(keys: Iterable[str]) -> tuple[int, ...]:
    """Give what a thread is found by as numbers of 64 bits."""
    return tuple(sorted({_hash(key) for key in keys}))


def _hash(key: str) -> int:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def link_threads(
    view: View,
    came: Sequence[StoredThread],
    gone: Sequence[StoredThread],
    by: Linking,
    memory: Memory | None = None,
) -> list[StoredThread]:
    """Link the threads that `came` (new ones, and ones that say something else now), after those of `gone`
    have left; give them and all others whose placement has changed by it, placed. `memory` saves loading
    threads again that an earlier step has loaded.
    """
    return _Linker(view, by, memory or Memory()).run(came, gone)


@dataclass(slots=True)
class Memory:
    """Threads of the ledger that were loaded, by number, and the keys of threads by theirs. It holds as long
    as nobody else weighs; `note` keeps it in step with what one writes oneself.
    """

    stored: dict[int, StoredThread] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def note(self, moved: Iterable[StoredThread], gone: Iterable[int]) -> None:
        """Take in what a step has written."""
        for number in gone:
            if (old := self.stored.pop(number, None)) is not None:
                self.keys.pop(old.thread.key, None)
        for each in moved:
            if each.id is None:
                self.keys.pop(each.thread.key, None)
            elif each.id in self.stored:
                self.stored[each.id] = each

    def spare(self, needed: set[int]) -> None:
        """Forget what is not needed now, where it has become much."""
        if len(self.stored) > _MOST_IN_MEMORY + len(needed):
            self.stored = {number: each for number, each in self.stored.items() if number in needed}
            kept = {each.thread.key for each in self.stored.values()}
            self.keys = {key: its for key, its in self.keys.items() if key in kept}


class _Linker:
    def __init__(self, view: View, by: Linking, memory: Memory) -> None:
        self._view = view
        self._by = by
        self._memory = memory
        self._stored: dict[str, StoredThread] = {}
        self._left: set[int] = set()

    def run(self, came: Sequence[StoredThread], gone: Sequence[StoredThread]) -> list[StoredThread]:
        self._left = {each.id for each in gone if each.id is not None}
        lost = {each.thread.key for each in gone}
        orphans = [each for each in self._view.threads("like", lost) if each.id not in self._left]
        self._hold(came)
        self._hold(orphans)
        self._hold(self._near([*came, *orphans]))
        asking = {each.thread.key for each in came}
        searching = asking | {each.thread.key for each in orphans}
        self._hold_parents(asking, searching)
        links = self._linked(asking, searching)
        return self._rooted(links, asking)

    def _keys(self, thread: Thread) -> tuple[str, ...]:
        its = self._memory.keys.get(thread.key)
        if its is None:
            its = self._memory.keys[thread.key] = tuple(self._by.keys(thread))
        return its

    def _hold(self, stored: Iterable[StoredThread]) -> None:
        for each in stored:
            self._stored.setdefault(each.thread.key, each)

    def _near(self, some: Sequence[StoredThread]) -> list[StoredThread]:
        """Load the threads that some may have to be compared with."""
        days: dict[int, tuple[int, int]] = {}
        for each in some:
            reach = self._by.reach(each.thread)
            first, last = _EVER if reach is None else map(_day, reach)
            for hash in hashes_of(self._keys(each.thread)):
                low, high = days.get(hash, (first, last))
                days[hash] = min(low, first), max(high, last)
        known = {each.id for each in self._stored.values()}
        numbers = self._view.sharing(days) - self._left
        self._memory.spare(numbers)
        wanted = numbers - known
        for each in self._view.threads("id", sorted(wanted - self._memory.stored.keys())):
            assert each.id is not None  # it has a row
            self._memory.stored[each.id] = each
        return [self._memory.stored[number] for number in wanted]

    def _hold_parents(self, asking: set[str], searching: set[str]) -> None:
        first = min((order(self._stored[key].thread) for key in asking), default=("~~", ""))
        parents = {
            each.placement.like
            for key, each in self._stored.items()
            if key not in searching and each.placement and each.placement.like and order(each.thread) > first
        }
        missing = parents - self._stored.keys()
        self._hold(self._view.threads("key", sorted(missing)))

    def _linked(self, asking: set[str], searching: set[str]) -> dict[str, Linked | None]:
        """Give the links of the threads that search, and of those that found a better one than they had."""
        threads = sorted((each.thread for each in self._stored.values()), key=order)
        at = {thread.key: place for place, thread in enumerate(threads)}
        wanted = {key for each in searching for key in self._keys(self._stored[each].thread)}
        having: defaultdict[str, list[int]] = defaultdict(list)
        new: defaultdict[str, list[int]] = defaultdict(list)
        for place, thread in enumerate(threads):
            for key in self._keys(thread):
                if key in wanted:
                    having[key].append(place)
                    if thread.key in asking:
                        new[key].append(place)
        every = {key: np.array(places, np.int64) for key, places in having.items()}
        came = {key: np.array(places, np.int64) for key, places in new.items()}
        first = min((place for places in new.values() for place in places), default=len(threads))
        mask = np.zeros(len(threads), np.bool_)
        questions: list[Question] = []
        for place, thread in enumerate(threads):
            if thread.key in searching:
                others = _before(place, (every[key] for key in self._keys(thread) if key in every), mask)
            elif place > first:
                others = _before(place, (came[key] for key in self._keys(thread) if key in came), mask)
                like = _placement(self._stored[thread.key]).like
                if len(others) and like is not None and like in at:
                    others = np.union1d(others, at[like])
            else:
                continue
            if len(others):
                questions.append((place, others))
        answers = self._by.links(threads, questions)
        found: dict[str, Linked | None] = dict.fromkeys(searching)
        for (place, _), link in zip(questions, answers, strict=True):
            key = threads[place].key
            if key in searching or (link is not None and link != _link(self._stored[key])):
                found[key] = link
        return found

    def _rooted(self, links: Mapping[str, Linked | None], asking: set[str]) -> list[StoredThread]:
        """Give the threads whose placement is another one now, with it."""
        moved = {key: self._stored[key] for key in links}
        wave = [key for key in links if self._stored[key].id is not None]
        while wave:
            hanging = [
                each
                for each in self._view.threads("like", wave)
                if each.id not in self._left and each.thread.key not in moved
            ]
            moved.update((each.thread.key, each) for each in hanging)
            wave = [each.thread.key for each in hanging]
        roots: dict[str, str] = {}
        found: list[StoredThread] = []
        for each in sorted(moved.values(), key=lambda each: order(each.thread)):
            key = each.thread.key
            link = links[key] if key in links else _link(each)
            if link is None:
                roots[key] = key
                placement = Placement(key, self._by.name(key), 1.0, FIRST)
            else:
                to, score, why = link
                root = roots[to] if to in roots else _placement(self._stored[to]).root
                roots[key] = root
                placement = Placement(root, self._by.name(root), score, why, to)
            if key in asking or placement != each.placement:
                found.append(replace(each, placement=placement))
        return found


def _before(place: int, having: Iterable[Places], mask: npt.NDArray[np.bool_]) -> Places:
    """Give the places before one that stand in any of some lists, in order. `mask` is all False, before and
    after.
    """
    for places in having:
        mask[places] = True
    found = np.flatnonzero(mask[:place])
    mask[:] = False
    return found


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _link(stored: StoredThread) -> Linked | None:
    its = _placement(stored)
    return None if its.like is None else (its.like, its.score, its.why)


def _placement(stored: StoredThread) -> Placement:
    assert stored.placement is not None  # every thread of the ledger has one
    return stored.placement
