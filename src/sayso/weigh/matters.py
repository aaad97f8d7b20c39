"""Threads of many reports -> matters: the same alleged event across reports.

Every thread is linked to at most one other, the one before it (in `order`: by publication) that it most
probably repeats; a matter is a tree of such links. This is coreference by ranking mentions (Denis & Baldridge
2007) across reports. As a link depends on nothing but two threads and the order of publication, never that
of arrival, the result is a function of the set of reports, and one more report concerns only those that share
something with it (`keys`). And a vague mention draws no two matters together, for it has one link only.

How probable it is that two threads mean one event is a logistic regression over what a reader would look at
(`compared.FEATURES`): the same kind of deed, parties, time, place and things, the same words. What cannot be
one event is never compared: a plan and its execution, days that lie too far apart. The weights come from
`python -m training.matters`.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.weigh.compared import FARTHEST, FEATURES, Compared
from sayso.weigh.periods import LAST_DAY, day_number, iso
from sayso.weigh.records import FIRST, Matter, Member, Thread
from sayso.weigh.types import kind_of_deed
from sayso.weigh.weights import THRESHOLD, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALGORITHM", "Link", "group", "keys", "matter_id", "order", "parent", "reach"]

ALGORITHM = "sayso-matters 1"

_TELLING = 5.0  # log-rarity (named words count twice) from which on a word of a sentence is a key
_MOST_WORDS, _MOST_OF_REPORT = 4, 2
_WEIGHTS = np.zeros(len(FEATURES))


def use(weights: Mapping[str, float]) -> None:
    """Link by other weights than the shipped ones, in this process; for training."""
    _WEIGHTS[:] = [weights[name] for name in FEATURES]


use(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Link:
    """That a thread repeats an earlier one (`to`, by its key): how sure (0 to 1), and why."""

    thread: str
    to: str
    score: float
    why: str


def order(thread: Thread) -> tuple[str, str, str]:
    """Give the place of a thread in the order in which links point back: by publication, undated last."""
    return (thread.published or "~", thread.report, thread.key)


def keys(thread: Thread) -> tuple[str, ...]:
    """Give what a thread can be found by: threads without a common key are never compared.

    A key is a kind of deed together with both sides, a party that is no state, one of the words that tell
    most of the sentence or one of those that tell most of the report. With more words than these, or the
    trigger beside the kind, matters of the sets that they were tried on got no better, and many times as many
    threads are compared.
    """
    features = thread.features
    found = [f"party {each}" for each in (*features["doers"], *features["others"]) if not _is_state(each)]
    first, second = features["first"], features["second"]
    if first is not None and second is not None:
        found.append("sides " + " ".join(sorted((first, second))))
    for words, most in ((features["words"], _MOST_WORDS), (features["report"], _MOST_OF_REPORT)):
        telling = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:most]
        found += [f"word {word}" for word, weight in telling if weight >= _TELLING]
    kind = kind_of_deed(features["types"][0])
    return tuple(f"{kind} {each}" for each in dict.fromkeys(found))


def _is_state(party: str) -> bool:
    return len(party) == 3 and party.isupper()


def reach(thread: Thread) -> tuple[str, str] | None:
    """Give the days between which another thread must lie to be compared; None where it has none itself."""
    if thread.start is None or thread.end is None:
        return None
    first, last = day_number(thread.start) - FARTHEST, day_number(thread.end) + FARTHEST
    return iso(max(first, 1)), iso(min(last, LAST_DAY))


def matter_id(root: str) -> str:
    """Name the matter whose first thread has a key."""
    return "m" + hashlib.sha256(root.encode()).hexdigest()[:11]


def parent(thread: Thread, candidates: Sequence[Thread], *, threshold: float = THRESHOLD) -> Link | None:
    """Give the earlier thread that one most probably repeats; None where it is the first of its matter."""
    before = sorted((each for each in candidates if order(each) < order(thread)), key=order)
    if not before:
        return None
    compared = Compared([*before, thread])
    return _link(compared, len(before), np.arange(len(before)), [*before, thread], threshold)


def _link(
    compared: Compared, at: int, others: NDArray[np.int64], threads: Sequence[Thread], threshold: float
) -> Link | None:
    others = compared.comparable(at, others)
    if not len(others):
        return None
    logits = _logits(compared.features(at, others))
    best = int(np.argmax(logits))  # of equals the earliest
    score = 1 / (1 + math.exp(-logits[best]))
    if score < threshold:
        return None
    to = int(others[best])
    return Link(threads[at].key, threads[to].key, round(score, 3), compared.why(at, to))


def _logits(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Weigh features, column by column: a matrix product would add up in an order that depends on how many
    rows there are. Rounded, so that what is equal but for that is a tie everywhere.
    """
    weighed = _WEIGHTS.astype(np.float32)[:, None] * rows.T
    found: NDArray[np.float64] = np.add.accumulate(weighed, axis=0, dtype=np.float64)[-1]
    return np.round(found, 4)


def links(threads: Iterable[Thread], *, threshold: float = THRESHOLD) -> list[Link]:
    """Link many threads at once, as `parent` would one by one."""
    ordered = sorted(threads, key=order)
    if not ordered:
        return []
    compared = Compared(ordered)
    having: dict[str, list[int]] = defaultdict(list)
    found = []
    for at, thread in enumerate(ordered):
        its = keys(thread)
        others = np.unique(np.array([n for key in its for n in having[key]], dtype=np.int64))
        if len(others):
            link = _link(compared, at, others, ordered, threshold)
            if link is not None:
                found.append(link)
        for key in its:
            having[key].append(at)
    return found


def group(threads: Iterable[Thread], *, threshold: float = THRESHOLD) -> list[Matter]:
    """Group threads into matters."""
    ordered = sorted(threads, key=order)
    link = {each.thread: each for each in links(ordered, threshold=threshold)}
    root: dict[str, str] = {}
    members: dict[str, list[Member]] = {}
    for thread in ordered:
        its = link.get(thread.key)
        root[thread.key] = thread.key if its is None else root[its.to]
        member = (
            Member(thread.key, 1.0, FIRST) if its is None else Member(thread.key, its.score, its.why, its.to)
        )
        members.setdefault(root[thread.key], []).append(member)
    return [Matter(matter_id(key), tuple(its)) for key, its in members.items()]
