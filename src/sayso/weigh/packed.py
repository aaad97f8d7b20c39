"""Threads as bytes that hold all that is compared of them, and links between many of them at once.

A thread's features take a kilobyte of JSON and a tenth of a millisecond to lay out (`compared`). Whoever
keeps threads for later keeps them laid out: some 300 bytes, of which thousands are back in arrays within a
few milliseconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.weigh import matters
from sayso.weigh.compared import _BINS, _LASTS, FARTHEST, Compared, _Sets, _triggers
from sayso.weigh.records import Thread
from sayso.weigh.weights import THRESHOLD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

__all__ = ["Best", "Question", "links", "pack", "rivals", "unpacked"]

Question = tuple[int, "Places"]
"""The place of a thread among those given, and the places of the earlier ones that it may repeat."""
Best = tuple[int, float, float]
"""The place of the thread that one repeats, how sure that is, and how alike their triggers are."""

_PLAIN = ("type", "actual", "dated", "known", "mutual", "start", "end", "report", "first", "second")
_PAIRS = ("told", "state")
_SETS = ("doers", "others", "parties", "people", "items", "places", "modes", "deeds")
_TEXTS = ("words", "about")
_MOST = 24  # numbers of a text that are not 0: it has at most so many words
_ROW = np.dtype(
    [
        ("type", "i1"),
        ("actual", "i1"),
        ("dated", "?"),
        ("known", "?"),
        ("mutual", "?"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("report", "<u4"),
        ("first", "<u4"),
        ("second", "<u4"),
        ("told", "<u4", 2),
        ("state", "?", 2),
        *((name, "<u8", 2) for name in _SETS),
        *((f"{name} at", "u1", _MOST) for name in _TEXTS),
        *((name, "i1", _MOST) for name in _TEXTS),
    ]
)
_SIZE = _ROW.itemsize
_ROUNDED = 0.001  # scores have three decimals
_REMEMBERED = 20_000_000  # likenesses of triggers: 80 MB


def pack(threads: Sequence[Thread]) -> list[bytes]:
    """Lay out threads, each as bytes."""
    if not threads:
        return []
    compared = Compared(threads)
    rows = np.zeros(len(threads), _ROW)
    for name in (*_PLAIN, *_PAIRS):
        rows[name] = getattr(compared, f"_{name}")
    for name in _SETS:
        its = getattr(compared, f"_{name}")
        rows[name][:, 0], rows[name][:, 1] = its._one, its._two
    for name in _TEXTS:
        laid_out = getattr(compared, f"_{name}")
        at = np.argsort(laid_out == 0, axis=1, kind="stable")[:, :_MOST]
        rows[f"{name} at"], rows[name] = at, np.take_along_axis(laid_out, at, axis=1)
    triggers = (json.dumps(thread.features["triggers"]).encode() for thread in threads)
    return [row.tobytes() + its for row, its in zip(rows, triggers, strict=True)]


def unpacked(packed: Sequence[bytes]) -> Compared:
    """Take threads back that `pack` laid out."""
    rows = np.frombuffer(b"".join([each[:_SIZE] for each in packed]), _ROW)
    compared = Compared.__new__(Compared)
    for name in (*_PLAIN, *_PAIRS):
        setattr(compared, f"_{name}", np.ascontiguousarray(rows[name]))
    compared._lasting = _LASTS[compared._type]
    for name in _SETS:
        its = _Sets(())
        its._one, its._two = (np.ascontiguousarray(rows[name][:, half]) for half in (0, 1))
        setattr(compared, f"_{name}", its)
    for name in _TEXTS:
        laid_out = np.zeros((len(rows), _BINS), np.int8)
        np.put_along_axis(laid_out, rows[f"{name} at"].astype(np.int64), rows[name], axis=1)
        setattr(compared, f"_{name}", laid_out)
    known: dict[bytes, tuple[str, ...]] = {}
    triggers = []
    for each in packed:
        if (its_own := known.get(each[_SIZE:])) is None:
            its_own = known[each[_SIZE:]] = tuple(json.loads(each[_SIZE:]))
        triggers.append(its_own)
    compared._trigger = _Remembered(_triggers(triggers))  # type: ignore[assignment]
    return compared


class _Remembered:
    """The likeness of triggers, worked out once for each trigger: the same few words come again and again."""

    def __init__(self, triggers: Any) -> None:
        self._triggers = triggers
        self._number = triggers._number
        self._first = np.zeros(len(triggers._rows), np.int64)
        self._first[self._number[::-1]] = np.arange(len(self._number))[::-1]
        self._known: dict[int, Any] = {}

    def likeness(self, at: int, others: Any) -> Any:
        number = int(self._number[at])
        if number not in self._known:
            if len(self._known) * len(self._first) > _REMEMBERED:
                self._known.clear()
            self._known[number] = self._triggers.likeness(at, self._first)
        return self._known[number][self._number[others]]


def links(compared: Compared, questions: Sequence[Question]) -> list[Best | None]:
    """Link threads, each to the one that it most probably repeats, as `matters.parent` would one by one.

    Of candidates that are as probable the first is taken, so they are to be in the order of threads.
    """
    start, end = compared._start - FARTHEST, compared._end + FARTHEST
    found: list[Best | None] = []
    for at, others in questions:
        if compared._known[at]:
            # What lies too far apart in time is no candidate; most are left out by this alone.
            near = (start[others] <= end[at] - FARTHEST) & (end[others] >= start[at] + FARTHEST)
            others = others[near | ~compared._known[others]]
        found.append(_best(compared, at, others))
    return found


def rivals(compared: Compared, at: int, later: Places, scores: NDArray[np.float64]) -> Places:
    """Give those of some later threads that may repeat one rather than what they repeat now, each with the
    score that it has now (0 where it repeats none). Few are left to be asked in earnest.
    """
    # What is told of two threads (`features`) is the same from either.
    mine = 1 / (1 + np.exp(-matters._logits(compared.features(at, later))))
    found: Places = later[mine >= np.maximum(scores, THRESHOLD) - _ROUNDED]
    return found


def _best(compared: Compared, at: int, others: Places) -> Best | None:
    others = compared.comparable(at, others)
    if not len(others):
        return None
    rows = compared.features(at, others)
    logits = matters._logits(rows)
    best = int(np.argmax(logits))
    score = 1 / (1 + math.exp(-logits[best]))
    if score < THRESHOLD:
        return None
    return (
        int(others[best]),
        round(score, 3),
        float(compared._trigger.likeness(at, others[best : best + 1])[0]),
    )
