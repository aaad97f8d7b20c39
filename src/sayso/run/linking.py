"""Threads that came, changed or went: what they are linked to, and what follows for the matters.

A thread is linked to the one earlier thread that it most probably repeats; a matter is a tree of such links,
named by its root. A new thread concerns only those that can be found by the same keys: it looks for its own
parent among the earlier ones, and each later one is asked whether it is a better parent than the present one.
Threads whose parent went look for another one. Where a link changes, all that hangs on it moves along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.ledger.thread_rows import Placement, StoredThread
from sayso.ledger.weigh_rows import View
from sayso.run.memory import Memory
from sayso.weigh.records import FIRST, Thread

__all__ = ["Best", "Key", "Linking", "Links", "Question", "hashes_of", "link_threads"]

Key = tuple[str, str]
Places = npt.NDArray[np.int64]
Question = tuple[int, Places]
"""The place of a thread among those given, and the places of the earlier ones that it may repeat."""
Best = tuple[int, float, Any]
"""The place of the thread that one repeats, how sure that is, and what `why` needs to know beside."""
Links = Callable[[Any, Sequence[Question]], Sequence[Best | None]]
Rivals = Callable[[Any, int, Places, npt.NDArray[np.float64]], Places]
_Linked = tuple[str, float, str]  # the key of the thread that one repeats, how sure that is, and why

_EVER = (0, date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Linking:
    """How it is done: `keys` and `reach` tell which threads are compared, `pack` lays them out, to be kept,
    and `unpacked` takes them back. Of these `links` tells which are linked, and `rivals` which of some later
    ones may rather be linked to one than to what they are (with the scores of that). `why` says it for
    people, `name` gives a matter's id by the key of its first thread.
    """

    keys: Callable[[Thread], Sequence[str]]
    reach: Callable[[Thread], tuple[str, str] | None]
    pack: Callable[[Sequence[Thread]], Sequence[bytes]]
    unpacked: Callable[[Sequence[bytes]], Any]
    links: Links
    rivals: Rivals
    why: Callable[[Thread, Thread, Any], str]
    name: Callable[[str], str]


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
    memory: Memory,
) -> list[StoredThread]:
    """Link the threads that `came` (new ones, and ones that say something else now), after those of `gone`
    have left; give them and all others whose placement has changed by it, placed. `memory` saves loading
    threads again that an earlier step has loaded.
    """
    return _Linker(view, by, memory).run(came, gone)


class _Linker:
    def __init__(self, view: View, by: Linking, memory: Memory) -> None:
        self._view = view
        self._by = by
        self._memory = memory
        self._stored: dict[str, StoredThread] = {}
        self._left: set[int] = set()

    def run(self, came: Sequence[StoredThread], gone: Sequence[StoredThread]) -> list[StoredThread]:
        self._left = {each.id for each in gone if each.id is not None}
        lost = {each.key for each in gone}
        orphans = [
            replace(each, hashes=hashes_of(self._by.keys(each.thread)))
            for each in self._view.threads("like", lost)
            if each.id not in self._left
        ]
        self._hold(came)
        self._hold(orphans)
        sharing = self._near([*came, *orphans])
        asking = {each.key for each in came}
        searching = asking | {each.key for each in orphans}
        self._hold_parents(asking, searching)
        links = self._linked(sharing, asking, searching)
        return self._rooted(links, asking)

    def _hold(self, stored: Iterable[StoredThread]) -> None:
        for each in stored:
            self._stored.setdefault(each.key, each)

    def _near(self, some: Sequence[StoredThread]) -> dict[int, list[str]]:
        """Load the threads that some may have to be compared with; give their keys by what they share."""
        days: dict[int, tuple[int, int]] = {}
        for each in some:
            reach = self._by.reach(_bare(each))
            first, last = _EVER if reach is None else map(_day, reach)
            for hash in each.hashes:
                low, high = days.get(hash, (first, last))
                days[hash] = min(low, first), max(high, last)
        sharing = self._memory.sharing(self._view, days)
        numbers = {number for its in sharing.values() for number in its} - self._left
        known = {each.id: each.key for each in self._stored.values()}
        near = self._memory.load(self._view, numbers - known.keys())
        self._hold(near.values())
        key_of = known | {number: each.key for number, each in near.items()}
        return {hash: [key_of[number] for number in its if number in key_of] for hash, its in sharing.items()}

    def _hold_parents(self, asking: set[str], searching: set[str]) -> None:
        first = min((self._stored[key].order for key in asking), default=("~~", ""))
        parents = {
            each.placement.like
            for key, each in self._stored.items()
            if key not in searching and each.placement and each.placement.like and each.order > first
        }
        missing = parents - self._stored.keys()
        self._hold(self._view.compared("key", sorted(missing)))

    def _linked(
        self, sharing: Mapping[int, Sequence[str]], asking: set[str], searching: set[str]
    ) -> dict[str, _Linked | None]:
        """Give the links of the threads that search, and of those that found a better one than they had."""
        ordered = sorted(self._stored.values(), key=lambda each: each.order)
        at = {each.key: place for place, each in enumerate(ordered)}
        came: defaultdict[int, list[int]] = defaultdict(list)
        every: defaultdict[int, list[int]] = defaultdict(list)
        for key in searching:
            for hash in self._stored[key].hashes:
                every[hash].append(at[key])
                if key in asking:
                    came[hash].append(at[key])
        first = min((at[key] for key in asking), default=len(ordered))
        later: defaultdict[int, set[int]] = defaultdict(set)
        for hash, its in sharing.items():
            places = [at[key] for key in its if key not in searching]
            every[hash] += places
            after = [place for place in places if place > first]
            for place in came.get(hash, ()) if after else ():
                later[place].update(after)
        having = {hash: np.array(places, np.int64) for hash, places in every.items()}
        laid_out = self._by.unpacked([each.packed for each in ordered])
        mask = np.zeros(len(ordered), np.bool_)
        questions: list[Question] = []
        for place in sorted(at[key] for key in searching):
            others = _before(place, (having[hash] for hash in ordered[place].hashes), mask)
            if len(others):
                questions.append((place, others))
        questions += self._asked_again(laid_out, ordered, at, later)
        answers = self._by.links(laid_out, questions)
        found: dict[str, _Linked | None] = dict.fromkeys(searching)
        better: list[tuple[StoredThread, StoredThread, float, Any]] = []
        for (place, _), best in zip(questions, answers, strict=True):
            each = ordered[place]
            if best is not None:
                to = ordered[best[0]]
                if each.key in searching or _placement(each).like != to.key:
                    better.append((each, to, best[1], best[2]))
        self._say_why(better, found)
        return found

    def _asked_again(
        self,
        laid_out: Any,
        ordered: Sequence[StoredThread],
        at: Mapping[str, int],
        later: Mapping[int, Iterable[int]],
    ) -> list[Question]:
        """Ask later threads whether they repeat one of those that came rather than what they repeat now."""
        came: defaultdict[int, list[int]] = defaultdict(list)
        for place, those in later.items():
            others = np.array(sorted(other for other in those if other > place), np.int64)
            if len(others):
                placed = [_placement(ordered[other]) for other in others]
                scores = np.array([0.0 if its.like is None else its.score for its in placed])
                for other in self._by.rivals(laid_out, place, others, scores).tolist():
                    came[other].append(place)
        questions: list[Question] = []
        for place, those in sorted(came.items()):
            like = _placement(ordered[place]).like
            present = [at[like]] if like is not None and like in at else []
            questions.append((place, np.array(sorted({*those, *present}), np.int64)))
        return questions

    def _say_why(
        self,
        better: Sequence[tuple[StoredThread, StoredThread, float, Any]],
        found: dict[str, _Linked | None],
    ) -> None:
        mute = {each.id for pair in better for each in pair[:2] if not each.data}
        told = {each.id: each for each in self._view.threads("id", mute)}
        threads: dict[str, Thread] = {}

        def of(each: StoredThread) -> Thread:
            if each.key not in threads:
                lean = replace(each if each.data else told[each.id], said="")
                threads[each.key] = lean.thread
            return threads[each.key]

        for each, to, score, common in better:
            found[each.key] = (to.key, score, self._by.why(of(each), of(to), common))

    def _rooted(self, links: Mapping[str, _Linked | None], asking: set[str]) -> list[StoredThread]:
        """Give the threads whose placement is another one now, with it."""
        moved = {key: self._stored[key] for key in links}
        wave = [key for key in links if self._stored[key].id is not None]
        while wave:
            hanging = [
                each
                for each in self._view.compared("like", wave)
                if each.id not in self._left and each.key not in moved
            ]
            moved.update((each.key, each) for each in hanging)
            wave = [each.key for each in hanging]
        roots: dict[str, str] = {}
        found: list[StoredThread] = []
        for each in sorted(moved.values(), key=lambda each: each.order):
            key = each.key
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


def _bare(stored: StoredThread) -> Thread:
    """Give a thread of which only the days are known."""
    return Thread(stored.key, "", stored.published, stored.start, stored.end, (), {})


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


def _link(stored: StoredThread) -> _Linked | None:
    its = _placement(stored)
    return None if its.like is None else (its.like, its.score, its.why)


def _placement(stored: StoredThread) -> Placement:
    assert stored.placement is not None  # every thread of the ledger has one
    return stored.placement
