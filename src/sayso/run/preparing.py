"""What of weighing depends on single reports or single matters only: readings taken apart into threads, and
the states of matters. With several workers it is done in processes of their own, ahead of what is linked.

Each worker reads the ledger itself and gives back rows as they are to be written, which cost little on their
way. What comes out is the same as in one process, in the same order.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from sayso.ledger.accounts import Told
from sayso.ledger.thread_rows import StoredThread, stored
from sayso.ledger.weigh_rows import Pending, State, View, batches
from sayso.run import stating
from sayso.run.linking import Linking, hashes_of
from sayso.weigh.likeness import carried
from sayso.weigh.records import Account, EventMention, Thread

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["Makers", "Methods", "prepared"]

_READINGS = 200  # in one task: some hundred kilobytes on the way back
_MATTERS = 100  # in one task, and fewer where many claims are made on them
_PARTS = 2000  # threads in one task
_TIDIED = 50  # tasks after which a worker looks for garbage
_T = TypeVar("_T")
_R = TypeVar("_R")
Job = tuple[str, list[stating.Part]]
"""A matter, and the threads that have a part in it, with their voices."""


@dataclass(frozen=True, slots=True)
class Methods:
    """How it is done: what `sayso.weigh` has, unless a test puts something in its place."""

    threads: Callable[[Account], Sequence[Thread]]
    linking: Linking
    stand: stating.Stand
    algorithm: str


def prepared(view: View, some: Sequence[Pending], methods: Methods) -> list[StoredThread]:
    """Take readings apart into threads, none of which is placed yet."""
    stories = view.stories_of(each.report for each in some)
    leads = view.about(set(stories.values()))
    texts = view.texts({*stories, *stories.values()})
    found: list[tuple[Told, Thread]] = []
    for told in view.told(each.reading for each in some):
        account = told.account
        if (lead := stories.get(account.report)) is not None:
            account = replace(
                account,
                lead=lead,
                lead_outlet=leads[lead].outlet,
                carried=carried(texts[account.report], texts[lead]),
            )
        found += [(told, thread) for thread in methods.threads(account)]
    linking = methods.linking
    packed = linking.pack([thread for _, thread in found])
    return [
        stored(
            told.reading,
            thread,
            _among(told.account.mentions, thread.mentions),
            {key: told.events[key] for key in thread.mentions},
            hashes_of(linking.keys(thread)),
            laid_out,
        )
        for (told, thread), laid_out in zip(found, packed, strict=True)
    ]


def _among(mentions: Iterable[EventMention], keys: Iterable[str]) -> tuple[EventMention, ...]:
    wanted = set(keys)
    return tuple(each for each in mentions if each.key in wanted)


def _states(jobs: Sequence[Job], methods: Methods) -> list[State]:
    return [stating.state(matter, parts, methods.stand) for matter, parts in jobs]


class Makers:
    """Makes threads and states, in this process or in others; a context."""

    def __init__(self, ledger: Ledger, methods: Methods, workers: int) -> None:
        self.methods = methods
        self._asked: dict[tuple[int, ...], Future[list[StoredThread]]] = {}
        self._pool: ProcessPoolExecutor | None = None
        where = ledger.weighings.address if workers > 1 else None
        if where is not None:
            self._pool = ProcessPoolExecutor(
                workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(where, methods)
            )

    def __enter__(self) -> Makers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, some: Sequence[Pending]) -> None:
        """Have readings taken apart that are to be asked for next."""
        if self._pool is None:
            return
        for batch in batches(some, _READINGS):
            name = _name(batch)
            if name not in self._asked and (future := self._submit(_prepare, batch)) is not None:
                self._asked[name] = future

    def forget(self) -> None:
        """Throw away what was made ahead: the ledger has changed."""
        for each in self._asked.values():
            each.cancel()
        self._asked.clear()

    def threads(self, view: View, some: Sequence[Pending]) -> list[StoredThread]:
        """Give what `prepared` gives."""
        if self._pool is None:
            return prepared(view, some, self.methods)
        self.ask(some)
        if self._pool is None:
            return prepared(view, some, self.methods)
        waiting = [self._asked.pop(_name(batch)) for batch in batches(some, _READINGS)]
        try:
            return [each for future in waiting for each in future.result()]
        except BrokenProcessPool:  # a worker was killed, or this program cannot be started a second time
            self._alone()
            return prepared(view, some, self.methods)

    def states(self, jobs: Iterable[Job]) -> Iterator[State]:
        """Make the states of matters, in the order in which they are given."""
        waiting: deque[tuple[list[Job], Future[list[State]] | None]] = deque()
        for batch in _shared(jobs):
            waiting.append((batch, self._submit(_state, batch)))
            if self._pool is None or len(waiting) > 8:
                yield from self._made(*waiting.popleft())
        while waiting:
            yield from self._made(*waiting.popleft())

    def _made(self, jobs: Sequence[Job], future: Future[list[State]] | None) -> list[State]:
        if future is not None:
            try:
                return future.result()
            except BrokenProcessPool:
                self._alone()
        return _states(jobs, self.methods)

    def _submit(self, what: Callable[[Sequence[_T]], list[_R]], batch: list[_T]) -> Future[list[_R]] | None:
        if self._pool is None:
            return None
        try:
            return self._pool.submit(what, batch)
        except BrokenProcessPool:
            self._alone()
            return None

    def _alone(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._asked.clear()


def _name(some: Sequence[Pending]) -> tuple[int, ...]:
    return tuple(each.reading for each in some)


def _shared(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """Cut jobs into lists of about the same work."""
    batch: list[Job] = []
    threads = 0
    for matter, parts in jobs:
        batch.append((matter, parts))
        threads += len(parts)
        if len(batch) >= _MATTERS or threads >= _PARTS:
            yield batch
            batch, threads = [], 0
    if batch:
        yield batch


# ---- in a worker -------------------------------------------------------------------------------------------

_mine: list[tuple[Ledger, Methods]] = []
_tasks = [0]  # done so far


def _begin(where: str, methods: Methods) -> None:
    from sayso.ledger import Ledger

    _mine[:] = [(Ledger(where, read_only=True), methods)]
    # Looking for garbage in cycles, of which records make none, takes a fifth of the time.
    gc.disable()


def _prepare(some: Sequence[Pending]) -> list[StoredThread]:
    ledger, methods = _mine[0]
    _tidied()
    with ledger.weighings.viewing() as view:
        return prepared(view, some, methods)


def _state(jobs: Sequence[Job]) -> list[State]:
    _tidied()
    return _states(jobs, _mine[0][1])


def _tidied() -> None:
    """Look for garbage once in a while all the same."""
    _tasks[0] += 1
    if _tasks[0] % _TIDIED == 0:
        gc.collect()
