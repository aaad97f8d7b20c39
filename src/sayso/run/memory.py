"""What a run of weighing keeps in memory of the ledger's threads, so that no step asks for it again."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from sqlalchemy import select

from sayso.ledger.thread_rows import StoredThread
from sayso.ledger.weigh_rows import View, days_of
from sayso.ledger.weigh_schema import thread_keys

__all__ = ["Memory"]

_MOST = 50_000  # threads beside those that are needed: each takes some 1.2 kB
_NEVER = (1 << 30, -1)  # days of a thread that is gone


@dataclass(slots=True)
class Memory:
    """Threads of the ledger that were loaded, by number, without words; and, where `learn` was asked for it,
    what every thread is found by, with its days. It holds as long as nobody else weighs: `after` is the
    number of the last weighing that is known. `note` keeps it in step with what one writes oneself.
    """

    after: int | None = None
    stored: dict[int, StoredThread] = field(default_factory=dict)
    _found_by: dict[int, array[int]] | None = None  # numbers of threads, by hash
    _days: tuple[array[int], array[int]] = field(default_factory=lambda: (array("i"), array("i")))

    def forget(self, after: int | None) -> None:
        """Know nothing any more but the number of the last weighing."""
        self.after = after
        self.stored.clear()
        self._found_by, self._days = None, (array("i"), array("i"))

    def learn(self, view: View) -> None:
        """Load what every thread is found by: some 25 bytes for each key of a thread."""
        self._found_by = {}
        its = thread_keys.c
        query = select(its.hash, its.thread, its.start, its.end)
        rows = view.connection.execute(query, execution_options={"yield_per": 10_000})
        for hash, thread, start, end in rows:
            self._learn((hash,), thread, (start, end))

    def _learn(self, hashes: Iterable[int], thread: int, days: tuple[int, int]) -> None:
        assert self._found_by is not None
        for hash in hashes:
            if (its := self._found_by.get(hash)) is None:
                its = self._found_by[hash] = array("q")
            its.append(thread)
        self._set_days(thread, days)

    def _set_days(self, thread: int, days: tuple[int, int]) -> None:
        for its, day, never in zip(self._days, days, _NEVER, strict=True):
            if thread >= len(its):
                its.extend([never] * (thread + 1 - len(its)))
            its[thread] = day

    def sharing(self, view: View, days: Mapping[int, tuple[int, int]]) -> dict[int, Sequence[int]]:
        """Give the numbers of threads by what they are found by, as `View.sharing` does."""
        if self._found_by is None:
            return dict(view.sharing(days))
        starts, ends = (np.array(its, np.int64) for its in self._days)
        found: dict[int, Sequence[int]] = {}
        for hash, (first, last) in days.items():
            if (its := self._found_by.get(hash)) is not None:
                numbers = np.array(its, np.int64)
                found[hash] = numbers[(starts[numbers] <= last) & (ends[numbers] >= first)].tolist()
        return found

    def load(self, view: View, numbers: set[int]) -> dict[int, StoredThread]:
        """Give threads by number, as far as they are compared."""
        if len(self.stored) > _MOST + len(numbers):
            self.stored = {number: each for number, each in self.stored.items() if number in numbers}
        for each in view.compared("id", sorted(numbers - self.stored.keys())):
            assert each.id is not None  # it has a row
            self.stored[each.id] = each
        return {number: self.stored[number] for number in numbers}

    def note(self, weighing: int, threads: Iterable[StoredThread], gone: Iterable[int], first: int) -> None:
        """Take in what a step has written; the new ones of the threads have the numbers from `first` on."""
        self.after = weighing
        for number in gone:
            self.stored.pop(number, None)
            if self._found_by is not None:
                self._set_days(number, _NEVER)
        for each in threads:
            if each.id is not None:
                if each.id in self.stored:
                    self.stored[each.id] = _lean(each, each.id)
                continue
            self.stored[first] = _lean(each, first)
            if self._found_by is not None:
                self._learn(each.hashes, first, days_of(each))
            first += 1


def _lean(stored: StoredThread, number: int) -> StoredThread:
    return replace(stored, id=number, numbers="", data="", said="", hashes=())
