"""What two threads have in common, as numbers: for one thread against many at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.ontology import TYPES
from sayso.weigh.periods import LASTING, day_number
from sayso.weigh.records import Thread
from sayso.weigh.types import deeds, kin, vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Floats = NDArray[np.float32]

__all__ = ["FARTHEST", "FEATURES", "Compared"]

FEATURES = (
    "one",
    "same type",
    "trigger",
    "same trigger",
    "direction",
    "sides",
    "sides differ",
    "doers",
    "others",
    "parties",
    "people differ",
    "gap",
    "same days",
    "other days",
    "items",
    "items differ",
    "places",
    "places differ",
    "words",
    "report",
    "same report",
    "modes differ",
    "not real",
    "actual differs",
    "trigger words",
    "trigger sides",
    "type words",
    "strangers",
)
_ACTUAL = {"real": 0, "ahead": 1, "if": 2}
# Words are laid out by hashing (Weinberger et al. 2009): of twenty words two fall together in a pair in ten.
_BINS = 256
# Days by which two mentions may lie apart and still mean one event: weeks for deliveries and wars, days for
# a visit or an attack on a day.
_APART_LASTING, _APART = 30.0, 6.0
FARTHEST = 100
"""Days beyond which no two threads are compared."""
# The cosine of their triggers from which on mentions of other types may be one event.
_ALIKE = 0.4
_KIN = np.array([[kin(one, two) for two in TYPES] for one in TYPES])


class Compared:
    """Threads laid out in arrays; they are asked for by their numbers."""

    def __init__(self, threads: Sequence[Thread]) -> None:
        self._threads = threads
        of = [thread.features for thread in threads]
        self._type = np.array([TYPES.index(each["types"][0]) for each in of], dtype=np.int8)
        self._lasting = np.array([each["types"][0] in LASTING for each in of], dtype=bool)
        self._actual = np.array([_ACTUAL[each["actual"]] for each in of], dtype=np.int8)
        self._dated = np.array([bool(each["dated"]) for each in of], dtype=bool)
        self._known = np.array([thread.start is not None for thread in threads], dtype=bool)
        self._start = np.array([day_number(t.start) if t.start else 0 for t in threads], dtype=np.int32)
        self._end = np.array([day_number(t.end) if t.end else 0 for t in threads], dtype=np.int32)
        self._report = np.array([zlib.crc32(t.report.encode()) for t in threads], dtype=np.uint32)
        self._first = np.array([_code(each["first"]) for each in of], dtype=np.uint32)
        self._second = np.array([_code(each["second"]) for each in of], dtype=np.uint32)
        self._told = np.array([[_code(side) for side in each["told"]] for each in of], dtype=np.uint32)
        self._state = np.array(
            [
                [side is not None and len(side) == 2 and side.isupper() for side in each["told"]]
                for each in of
            ],
            dtype=bool,
        )
        self._mutual = np.array([each["mutual"] for each in of], dtype=bool)
        self._doers = _bits(each["doers"] for each in of)
        self._others = _bits(each["others"] for each in of)
        self._people = _bits(each["people"] for each in of)
        self._items = _bits(each["items"] for each in of)
        self._places = _bits(each["places"] for each in of)
        self._modes = _bits(each["modes"] for each in of)
        self._deeds = _bits(deeds(each["triggers"]) for each in of)
        self._words = _hashed([each["words"] for each in of])
        self._about = _hashed([each["report"] for each in of])
        self._trigger = _triggers([tuple(each["triggers"]) for each in of])

    def comparable(self, at: int, others: Numbers) -> Numbers:
        """Give those of some threads that may mean the same event as one."""
        fits = _KIN[self._type[others], self._type[at]] | ((self._deeds[others] & self._deeds[at]) != 0)
        fits |= self._trigger.likeness(at, others) >= _ALIKE
        fits &= self._apart(at, others) <= FARTHEST
        # A visit that is planned and then made is one visit; further supplies are not the earlier ones.
        fits &= ~self._elsewhere(at, others)
        going_on = self._lasting[others] | self._lasting[at]
        fits &= (self._actual[others] == self._actual[at]) | ~going_on
        found: Numbers = others[fits]
        return found

    def _elsewhere(self, at: int, others: Numbers) -> NDArray[np.bool_]:
        """Tell which threads name two other sides, or the same ones the other way round."""
        first, second = self._told[others, 0], self._told[others, 1]
        mine = self._told[at]
        whole = (first != 0) & (second != 0) & bool(mine.all())
        straight = (first == mine[0]) & (second == mine[1])
        crossed = (first == mine[1]) & (second == mine[0])
        mutual = self._mutual[others] | self._mutual[at]
        state = self._state[others] & self._state[at]
        other_doer = (first != mine[0]) & (first != 0) & (mine[0] != 0) & state[:, 0]
        other_done_to = (second != mine[1]) & (second != 0) & (mine[1] != 0) & state[:, 1]
        found: NDArray[np.bool_] = (whole & ~straight & ~(crossed & mutual)) | (
            ~mutual & (other_doer | other_done_to)
        )
        return found

    def _apart(self, at: int, others: Numbers) -> Floats:
        """How many days two threads lie apart: 0 where these touch or are not known."""
        latest = np.maximum(self._start[others], self._start[at])
        apart = np.maximum(latest - np.minimum(self._end[others], self._end[at]), 0)
        return np.where(self._known[others] & self._known[at], apart, 0).astype(np.float32)

    def features(self, at: int, others: Numbers) -> Floats:
        """Compare one thread with others: a row for each, as `FEATURES` names the columns."""
        apart = self._apart(at, others)
        lasting = self._lasting[others] & self._lasting[at]
        gap = np.log1p(apart / np.where(lasting, _APART_LASTING, _APART))
        dated = self._dated[others] & self._dated[at]
        first, second = self._first[others], self._second[others]
        my_first, my_second = self._first[at], self._second[at]
        straight = _agree(first, my_first) + _agree(second, my_second)
        crossed = _agree(first, my_second) + _agree(second, my_first)
        mutual = self._mutual[others] | self._mutual[at]
        turned = crossed > straight
        agree = np.maximum(straight, crossed)

        def shared(ours: Any) -> tuple[Any, Any]:
            both = (ours[others] != 0) & bool(ours[at])
            meet = (ours[others] & ours[at]) != 0
            return meet, both & ~meet

        items, items_differ = shared(self._items)
        places, places_differ = shared(self._places)
        _, modes_differ = shared(self._modes)
        people = self._people[others]
        theirs, mine = self._doers[others] | self._others[others], self._doers[at] | self._others[at]
        known = np.minimum((first != 0) * 1 + (second != 0), (my_first != 0) * 1 + int(my_second != 0))
        columns: tuple[Any, ...] = (
            np.ones(len(others)),
            self._type[others] == self._type[at],
            self._trigger.likeness(at, others),
            (self._deeds[others] & self._deeds[at]) != 0,
            np.where(mutual | (straight == crossed), 0, np.where(turned, -1, 1)),
            agree / 2,
            np.maximum(known - agree, 0) / 2,
            (self._doers[others] & self._doers[at]) != 0,
            (self._others[others] & self._others[at]) != 0,
            (theirs & mine) != 0,
            (people & ~self._people[at] != 0) & (self._people[at] & ~people != 0),
            gap,
            dated & (apart == 0),
            dated & (apart > 0),
            items,
            items_differ,
            places,
            places_differ,
            _cosine(self._words, at, others),
            _cosine(self._about, at, others),
            self._report[others] == self._report[at],
            modes_differ,
            (self._actual[others] != 0) & (self._actual[at] != 0),
            self._actual[others] != self._actual[at],
            self._trigger.likeness(at, others) * _cosine(self._words, at, others),
            self._trigger.likeness(at, others) * agree / 2,
            (self._type[others] == self._type[at]) * _cosine(self._words, at, others),
            (_cosine(self._about, at, others) < 0.12) & (self._report[others] != self._report[at]),
        )
        return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)

    def why(self, at: int, other: int) -> str:
        """Say for people what two threads have in common."""
        row = dict(zip(FEATURES, self.features(at, np.array([other]))[0].tolist(), strict=True))
        one, two = self._threads[at].features, self._threads[other].features
        mine, theirs = one["triggers"][0], two["triggers"][0]
        said = [f"“{mine}”, as “{theirs}”" if mine != theirs else f"“{mine}” again"]
        if row["sides"] == 1:
            said.append("between the same two sides")
        elif row["parties"] or row["sides"]:
            said.append("with a party in common")
        for name in ("items", "places"):
            if row[name]:
                said.append(", ".join(sorted(set(one[name]) & set(two[name]))))
        words = sorted(set(one["words"]) & set(two["words"]), key=lambda word: -one["words"][word])
        if words:
            said.append(f"the same words ({', '.join(words[:4])})")
        if row["same days"]:
            said.append("on the same days")
        return "; ".join(said)


def _agree(ours: Any, theirs: Any) -> Any:
    return ((ours == theirs) & (ours != 0)).astype(np.int8)


def _code(side: str | None) -> int:
    return 0 if side is None else zlib.crc32(side.encode()) | 1


def _bits(sets: Iterable[Iterable[str]]) -> NDArray[np.uint64]:
    """Lay out small sets of words as 64 bits each: two words share a bit once in 64 times."""
    found = []
    for words in sets:
        bits = 0
        for word in words:
            bits |= 1 << (zlib.crc32(word.encode()) & 63)
        found.append(bits)
    return np.array(found, dtype=np.uint64)


def _hashed(texts: Sequence[Mapping[str, float]]) -> NDArray[np.int8]:
    """Lay out weighted words as vectors of length 127, a byte for each of `_BINS` numbers."""
    found = np.zeros((len(texts), _BINS), dtype=np.float32)
    for row, words in zip(found, texts, strict=True):
        for word, weight in words.items():
            digest = zlib.crc32(word.encode())
            row[digest % _BINS] += weight if digest & 0x10000 else -weight
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return np.rint(127 * found / np.where(length > 0, length, 1)).astype(np.int8)


def _cosine(rows: NDArray[np.int8], at: int, others: Numbers) -> Floats:
    found: Floats = (rows[others].astype(np.float32) @ rows[at].astype(np.float32)) / 127**2
    return found


class _triggers:
    """The triggers' vectors, each set of words once."""

    def __init__(self, triggers: Sequence[tuple[str, ...]]) -> None:
        number: dict[tuple[str, ...], int] = {}
        self._number = np.array([number.setdefault(each, len(number)) for each in triggers], dtype=np.int64)
        found = np.stack([np.mean([vector(word) for word in each], axis=0) for each in number])
        length = np.linalg.norm(found, axis=1, keepdims=True)
        self._rows = np.asarray(found / np.where(length > 0, length, 1), dtype=np.float32)

    def likeness(self, at: int, others: Numbers) -> Floats:
        found: Floats = self._rows[self._number[others]] @ self._rows[self._number[at]]
        return found
