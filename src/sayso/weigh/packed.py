"""Threads as bytes that hold all that is compared of them, and links between many of them at once.

A thread's features take a kilobyte of JSON and a tenth of a millisecond to lay out (`compared`). Whoever
keeps threads for later keeps them laid out: some 300 bytes, of which thousands are back in arrays within a
few milliseconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.weigh import matters
from sayso.weigh.compared import _BINS, _LASTS, FARTHEST, FEATURES, Compared, _Sets, _triggers
from sayso.weigh.records import Thread
from sayso.weigh.weights import THRESHOLD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

__all__ = ["Best", "Question", "links", "pack", "why"]

Question = tuple[int, "Places"]
"""The place of a thread among those given, and the places of the earlier ones that it may repeat."""
Best = tuple[int, float, Mapping[str, float]]
"""The place of the thread that one repeats, how sure that is, and what they have in common (`FEATURES`)."""

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


def _unpacked(packed: Sequence[bytes]) -> Compared:
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


def links(packed: Sequence[bytes], questions: Sequence[Question]) -> list[Best | None]:
    """Link threads, each to the one that it most probably repeats, as `matters.parent` would one by one.

    Of candidates that are as probable the first is taken, so they are to be in the order of threads.
    """
    if not questions:
        return []
    compared = _unpacked(packed)
    start, end = compared._start - FARTHEST, compared._end + FARTHEST
    start[~compared._known], end[~compared._known] = 0, np.iinfo(np.int32).max
    found: list[Best | None] = []
    for at, others in questions:
        # What lies too far apart in time is no candidate; most are left out by this alone.
        mine = start[at] + FARTHEST, end[at] - FARTHEST
        if compared._known[at]:
            others = others[(start[others] <= mine[1]) & (end[others] >= mine[0])]
        found.append(_best(compared, at, others))
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
    common = dict(zip(FEATURES, rows[best].tolist(), strict=True))
    return int(others[best]), round(score, 3), common


def why(one: Mapping[str, Any], two: Mapping[str, Any], common: Mapping[str, float]) -> str:
    """Say for people what two threads have in common, by their features and by those of the two together."""
    mine, theirs = one["triggers"][0], two["triggers"][0]
    said = [f"“{mine}”, as “{theirs}”" if mine != theirs else f"“{mine}” again"]
    if common["sides"] == 1:
        said.append("between the same two sides")
    elif common["parties"] or common["sides"]:
        said.append("with a party in common")
    for name in ("items", "places"):
        if common[name]:
            said.append(", ".join(sorted(set(one[name]) & set(two[name]))))
    words = sorted(set(one["words"]) & set(two["words"]), key=lambda word: (-one["words"][word], word))
    if words:
        said.append(f"the same words ({', '.join(words[:4])})")
    if common["same days"]:
        said.append("on the same days")
    return "; ".join(said)
