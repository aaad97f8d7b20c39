"""What two threads have in common, as numbers: for one thread against many at once."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.ontology import TYPES
from sayso.weigh.periods import LASTING, day_number
from sayso.weigh.reasons import why
from sayso.weigh.records import Thread
from sayso.weigh.sides import TRADES
from sayso.weigh.types import FINE, deeds, directions, kin

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
# Words are laid out by hashing (Weinberger et al. 2009). In half of all texts some two of twenty words share
# a place; their signs differ as often as not, so that on the whole it evens out.
_BINS = 256
# Days by which two mentions may lie apart and still mean one event: weeks for deliveries and wars, days for
# a visit or an attack on a day.
_APART_LASTING, _APART = 30.0, 6.0
FARTHEST = 100
"""Days beyond which no two threads are compared."""
# Days beyond which an event on one day and one on another are two, of the kinds that do not last.
_LONG_AGO = 28
# The cosine of their triggers from which on mentions of other types may be one event.
_ALIKE = 0.4
# Reports that share so few telling words are about different things.
_STRANGE = 0.12
_KINDS = {kind: number for number, kind in enumerate(TYPES)}
_KIN = np.array([[kin(one, two) for two in TYPES] for one in TYPES])
_TRADES = np.array([kind in TRADES for kind in TYPES])
_LASTS = np.array([kind in LASTING for kind in TYPES])
_GAP_LASTING, _GAP = (
    np.array([math.log1p(days / scale) for days in range(FARTHEST + 1)]) for scale in (_APART_LASTING, _APART)
)


class Compared:
    """Threads laid out in arrays; they are asked for by their numbers.

    What is said of two threads depends on these two alone, to the last bit, not on which others are there:
    sums are over whole numbers, which are exact in whatever order a matrix product takes them.
    """

    def __init__(self, threads: Sequence[Thread]) -> None:
        self._threads = threads
        of = [thread.features for thread in threads]
        kinds = [_KINDS[each["types"][0]] for each in of]
        self._type = np.array(kinds, dtype=np.int8)
        self._lasting = _LASTS[self._type]
        self._actual = np.array([_ACTUAL[each["actual"]] for each in of], dtype=np.int8)
        self._dated = np.array([bool(each["dated"]) for each in of], dtype=bool)
        self._known = np.array([None not in (thread.start, thread.end) for thread in threads], dtype=bool)
        self._start = np.array([day_number(t.start) if t.start else 0 for t in threads], dtype=np.int32)
        self._end = np.array([day_number(t.end) if t.end else 0 for t in threads], dtype=np.int32)
        self._report = np.array([_code(t.report) for t in threads], dtype=np.uint32)
        self._first = np.array([_code(each["first"]) for each in of], dtype=np.uint32)
        self._second = np.array([_code(each["second"]) for each in of], dtype=np.uint32)
        told = [each["told"] for each in of]
        self._told = np.array([(_code(one), _code(two)) for one, two in told], dtype=np.uint32).reshape(-1, 2)
        states = [(_is_state(one), _is_state(two)) for one, two in told]
        self._state = np.array(states, dtype=bool).reshape(-1, 2)
        self._mutual = np.array([bool(each["mutual"]) for each in of], dtype=bool)
        self._doers = _Sets(each["doers"] for each in of)
        self._others = _Sets(each["others"] for each in of)
        self._parties = _Sets((*each["doers"], *each["others"]) for each in of)
        self._people = _Sets(each["people"] for each in of)
        self._items = _Sets(each["items"] for each in of)
        self._places = _Sets(each["places"] for each in of)
        self._modes = _Sets(each["modes"] for each in of)
        self._deeds = _Sets(deeds(each["triggers"]) for each in of)
        self._words = _hashed([each["words"] for each in of])
        self._about = _hashed([each["report"] for each in of])
        self._trigger = _triggers([tuple(each["triggers"]) for each in of])

    def comparable(self, at: int, others: Numbers) -> Numbers:
        """Give those of some threads that may mean the same event as one."""
        fits = _KIN[self._type[others], self._type[at]] | self._deeds.meet(at, others)
        fits |= self._trigger.likeness(at, others) >= _ALIKE
        apart = self._apart(at, others)
        fits &= apart <= FARTHEST
        # Two visits a month apart are two visits, where words name the days of both.
        going_on = self._lasting[others] | self._lasting[at]
        fits &= ~(~going_on & self._dated[others] & self._dated[at]) | (apart <= _LONG_AGO)
        fits &= ~self._elsewhere(at, others)
        if _TRADES[self._type[at]]:
            fits &= ~_TRADES[self._type[others]] | self._within(at, others)
        # A visit that is planned and then made is one visit; further supplies are not the earlier ones.
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

    def _within(self, at: int, others: Numbers) -> NDArray[np.bool_]:
        """Tell which threads name all the sides that one names.

        Of trades and supplies only such are earlier reports of it. For if "Iran supplies Russia" and "Iran
        supplies Sudan" could both repeat a report that says only "Iran supplies", they would be one matter.
        """
        # What binds a thread: a state, or both sides. A firm alone may be its state in other words.
        told, mine = self._told[others], self._told[at]
        bound = np.where(self._state[others] | (told != 0).all(axis=1, keepdims=True), told, 0)
        one, two = bound[:, 0], bound[:, 1]
        mine = np.where(self._state[at] | bool(mine.all()), mine, 0)
        straight = ((mine[0] == 0) | (one == mine[0])) & ((mine[1] == 0) | (two == mine[1]))
        if not mine.any():
            found = np.ones(len(others), dtype=bool)
        elif self._mutual[at]:
            found = straight | ((mine[0] == 0) | (two == mine[0])) & ((mine[1] == 0) | (one == mine[1]))
        else:
            found = straight & ~self._mutual[others]
        return found

    def _apart(self, at: int, others: Numbers) -> Numbers:
        """How many days two threads lie apart: 0 where these touch or are not known."""
        latest = np.maximum(self._start[others], self._start[at])
        apart = np.maximum(latest - np.minimum(self._end[others], self._end[at]), 0)
        found: Numbers = np.where(self._known[others] & self._known[at], apart, 0)
        return found

    def features(self, at: int, others: Numbers) -> Floats:
        """Compare one thread with others: a row for each, as `FEATURES` names the columns."""
        apart = self._apart(at, others)
        lasting = self._lasting[others] & self._lasting[at]
        near = np.minimum(apart, FARTHEST)
        gap = np.where(lasting, _GAP_LASTING[near], _GAP[near])
        dated = self._dated[others] & self._dated[at]
        first, second = self._first[others], self._second[others]
        my_first, my_second = self._first[at], self._second[at]
        straight = _agree(first, my_first) + _agree(second, my_second)
        crossed = _agree(first, my_second) + _agree(second, my_first)
        mutual = self._mutual[others] | self._mutual[at]
        turned = crossed > straight
        agree = np.maximum(straight, crossed)
        known = np.minimum((first != 0) * 1 + (second != 0), (my_first != 0) * 1 + int(my_second != 0))
        same_type = self._type[others] == self._type[at]
        same_report = self._report[others] == self._report[at]
        actual = self._actual[others]
        trigger = self._trigger.likeness(at, others)
        words, about = _cosine(self._words, at, others), _cosine(self._about, at, others)
        items, places = self._items.meet(at, others), self._places.meet(at, others)
        columns: tuple[Any, ...] = (
            1.0,
            same_type,
            trigger,
            self._deeds.meet(at, others),
            np.where(mutual | (straight == crossed), 0, np.where(turned, -1, 1)),
            agree / 2,
            np.maximum(known - agree, 0) / 2,
            self._doers.meet(at, others),
            self._others.meet(at, others),
            self._parties.meet(at, others),
            self._people.both_more(at, others),
            gap,
            dated & (apart == 0),
            dated & (apart > 0),
            items,
            self._items.both(at, others) & ~items,
            places,
            self._places.both(at, others) & ~places,
            words,
            about,
            same_report,
            self._modes.both(at, others) & ~self._modes.meet(at, others),
            (actual != 0) & (self._actual[at] != 0),
            actual != self._actual[at],
            trigger * words,
            trigger * agree / 2,
            same_type * words,
            (about < _STRANGE) & ~same_report,
        )
        found = np.empty((len(columns), len(others)), dtype=np.float32)
        for row, column in zip(found, columns, strict=True):
            row[:] = column
        return found.T

    def why(self, at: int, other: int) -> str:
        """Say for people what two threads have in common."""
        return why(
            self._threads[at], self._threads[other], float(self._trigger.likeness(at, np.array([other]))[0])
        )


def _agree(ours: Any, theirs: Any) -> Any:
    return ((ours == theirs) & (ours != 0)).astype(np.int8)


@lru_cache(maxsize=1 << 16)
def _code(side: str | None) -> int:
    return 0 if side is None else _digest(side) | 1


def _is_state(side: str | None) -> bool:
    return side is not None and len(side) == 2 and side.isupper()


def _digest(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


class _Sets:
    """Small sets of words, as two times 64 bits each: two words share both bits once in 4,096 times."""

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        found = [_bits(words) for words in sets]
        self._one = np.array([one for one, _ in found], dtype=np.uint64)
        self._two = np.array([two for _, two in found], dtype=np.uint64)

    def meet(self, at: int, others: Numbers) -> NDArray[np.bool_]:
        """Tell which sets share a word with one."""
        one, two = self._one[others] & self._one[at], self._two[others] & self._two[at]
        found: NDArray[np.bool_] = (one != 0) & (two != 0)
        return found

    def both(self, at: int, others: Numbers) -> NDArray[np.bool_]:
        """Tell which sets have words, as one has."""
        found: NDArray[np.bool_] = (self._one[others] != 0) & bool(self._one[at])
        return found

    def both_more(self, at: int, others: Numbers) -> NDArray[np.bool_]:
        """Tell which sets have a word that one has not, and lack one that it has."""
        one, two, my_one, my_two = self._one[others], self._two[others], self._one[at], self._two[at]
        more = (one & ~my_one) | (two & ~my_two)
        less = (my_one & ~one) | (my_two & ~two)
        found: NDArray[np.bool_] = (more != 0) & (less != 0)
        return found


def _bits(words: Iterable[str]) -> tuple[int, int]:
    one = two = 0
    for word in words:
        ours, theirs = _bit(word)
        one |= ours
        two |= theirs
    return one, two


@lru_cache(maxsize=1 << 16)
def _bit(word: str) -> tuple[int, int]:
    digest = _digest(word)
    return 1 << (digest & 63), 1 << (digest >> 6 & 63)


@lru_cache(maxsize=1 << 17)
def _bin(word: str) -> int:
    """Give where a word is laid out, and by its sign whether its weight is added or taken away."""
    digest = _digest(word)
    return digest % _BINS + (_BINS if digest & 0x10000 else 0)


def _hashed(texts: Sequence[Mapping[str, float]]) -> NDArray[np.int8]:
    """Lay out weighted words as vectors of length 127, a byte for each of `_BINS` numbers."""
    bins = np.fromiter(map(_bin, chain.from_iterable(texts)), dtype=np.int64)
    weights = np.fromiter(chain.from_iterable(text.values() for text in texts), dtype=np.float64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    signed = np.rint(10 * weights) * np.where(bins >= _BINS, 1, -1)  # weights have one decimal
    flat = np.bincount(rows * _BINS + bins % _BINS, signed, minlength=len(texts) * _BINS)
    found = flat.reshape(len(texts), _BINS)
    length = np.sqrt((found * found).sum(axis=1, keepdims=True))
    return np.rint(127 * found / np.where(length > 0, length, 1)).astype(np.int8)


def _cosine(rows: NDArray[np.int8], at: int, others: Numbers) -> Floats:
    found: Floats = (rows[others].astype(np.float32) @ rows[at].astype(np.float32)) / np.float32(127**2)
    return found


class _triggers:
    """The triggers' vectors, each set of words once."""

    def __init__(self, triggers: Sequence[tuple[str, ...]]) -> None:
        number: dict[tuple[str, ...], int] = {}
        self._number = np.array([number.setdefault(each, len(number)) for each in triggers], dtype=np.int64)
        rows = [directions(each) for each in number]
        self._rows = np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
        self._last: tuple[int, Floats] | None = None

    def likeness(self, at: int, others: Numbers) -> Floats:
        """Give the cosines between one thread's words and those of others."""
        number = int(self._number[at])
        if self._last is None or self._last[0] != number:  # one thread is asked about several times
            self._last = number, (self._rows @ self._rows[number]) / np.float32(FINE**2)
        found: Floats = self._last[1][self._number[others]]
        return found
