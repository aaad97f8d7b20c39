"""From paths to a committed ledger.

    feeder thread   discover, load, normalise
    main thread         └──> waiting line (bounded) ─────────> commit, in input order
    reader threads                └── read a report each ──┘

The inference library lets go of the interpreter while it computes, so threads are enough and one copy of
the model serves them all. Only the main thread touches the ledger, and every report is a transaction of its
own: a run that is stopped at any moment keeps all that it had committed.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias

from sayso.ingest import Found, Reject, discover, load
from sayso.ledger.rows import check
from sayso.reading.reading import ReaderVersion, Reading
from sayso.report import Report

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.settings import Settings

__all__ = ["Counts", "Outcome", "ReadsReports", "Unchanged", "default_workers", "read_into"]

MOST_WORKERS = 4
# What may wait between ingest and commit: few enough that little is read twice after a kill, enough that no
# thread idles while the main thread commits. The bound in characters keeps long reports from filling memory.
WAITING_PER_WORKER = 4
WAITING_CHARACTERS = 2_000_000
FED_AHEAD = 4  # inputs that the feeder may have found before the main thread takes them
PATIENCE = 0.05  # seconds to wait for the next input before looking whether something can be committed
# How much smaller compressed JSONL tends to be than the text in it; only the progress bar depends on it.
COMPRESSION = 3


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A report whose text this reader has read before; the ledger keeps that reading."""

    report: Report


Outcome: TypeAlias = Reading | Unchanged | Reject
_Input: TypeAlias = tuple[Report | Reject, int]  # with the bytes of input that it finishes


@dataclass(slots=True)
class Counts:
    """What became of a run's inputs: `inputs` is always `read` + `unchanged` + `rejected`.

    `words` and `attributions` are those of the reports that were read.
    """

    inputs: int = 0
    read: int = 0
    unchanged: int = 0
    rejected: int = 0
    words: int = 0
    attributions: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.inputs += 1
        if isinstance(outcome, Reading):
            self.read += 1
            self.words += len(outcome.report.text.split())
            self.attributions += len(outcome.attributions)
        elif isinstance(outcome, Unchanged):
            self.unchanged += 1
        else:
            self.rejected += 1


class ReadsReports(Protocol):
    """What a run needs of a reader: its name, and a `read` that several threads may call at once."""

    @property
    def reader(self) -> ReaderVersion:
        """Which program and model read."""

    def read(self, report: Report) -> Reading:
        """Read one report."""


@dataclass(slots=True)
class _Waiting:
    """An input on its way to the ledger: a reject, a report read before, or one that a thread is reading."""

    item: Report | Reject
    future: Future[Reading] | None
    size: int  # bytes of input that are done once this is committed

    @property
    def characters(self) -> int:
        return len(self.item.text) if self.future is not None and isinstance(self.item, Report) else 0

    @property
    def ready(self) -> bool:
        return self.future is None or self.future.done()


def default_workers() -> int:
    """Give the number of reader threads that suits this process: its CPUs, at most four."""
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_WORKERS, cpus))


def read_into(
    ledger: Ledger | None,
    paths: Iterable[str | Path],
    *,
    reader: ReadsReports,
    workers: int,
    on_item: Callable[[Outcome], None],
    on_bytes: Callable[[int], None] | None = None,
    counts: Counts | None = None,
    command: str = "read",
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
) -> Counts:
    """Read everything under `paths` into the ledger or, without one, only hand it to `on_item`.

    `on_item` gets every outcome once it is committed, in the order of the inputs. `on_bytes` gets the bytes
    of input (as they lie on disk) finished since its last call, estimated within a file of many reports.
    `workers` is the number of reader threads, 0 for `default_workers`. `counts` is counted up as the run
    goes, before each `on_item`, and returned. `command` is kept with the run in the ledger.

    One bad report never stops a run: whatever goes wrong with one becomes a reject. Raises LedgerError when
    the ledger refuses a write, and whatever `on_item` raises; what was committed until then stays.
    """
    workers = workers or default_workers()
    counts = Counts() if counts is None else counts
    run = ledger.begin_run(reader.reader, command) if ledger is not None else None
    waiting: deque[_Waiting] = deque()

    def settle_first() -> None:
        entry = waiting.popleft()
        outcome = _commit(entry, ledger, run)
        counts.add(outcome)
        on_item(outcome)
        if on_bytes is not None and entry.size:
            on_bytes(entry.size)

    pool = ThreadPoolExecutor(workers, thread_name_prefix="sayso-reader")
    try:
        for fed in _fed(_inputs(paths, settings, stdin), busy=lambda: bool(waiting)):
            if fed is not None:
                item, size = fed
                waiting.append(_Waiting(item, _submit(item, pool, waiting, ledger, reader), size))
            while waiting and (waiting[0].ready or _is_full(waiting, workers)):
                settle_first()
        while waiting:
            settle_first()
    finally:
        # Without waiting: after an interruption nobody wants what the threads still have in hand.
        pool.shutdown(wait=False, cancel_futures=True)
    if ledger is not None and run is not None:
        ledger.end_run(run, read=counts.read, unchanged=counts.unchanged, rejected=counts.rejected)
    return counts


def _fed(inputs: Iterator[_Input], *, busy: Callable[[], bool]) -> Iterator[_Input | None]:
    """Give the inputs as a thread of their own finds them, and None now and then while none comes and there
    is something else to do (`busy`): what was read of a stream is committed while the stream is silent.
    """
    line: queue.Queue[_Input | BaseException | None] = queue.Queue(maxsize=FED_AHEAD)

    def feed() -> None:
        try:
            for found in inputs:
                line.put(found)
            line.put(None)
        except BaseException as error:  # noqa: BLE001  raised again by the thread that waits for it
            line.put(error)

    threading.Thread(target=feed, name="sayso-feeder", daemon=True).start()
    while True:
        try:
            found = line.get(timeout=PATIENCE if busy() else None)
        except queue.Empty:
            yield None
            continue
        if found is None:
            return
        if isinstance(found, BaseException):
            raise found
        yield found


def _is_full(waiting: deque[_Waiting], workers: int) -> bool:
    return (
        len(waiting) > WAITING_PER_WORKER * workers
        or sum(entry.characters for entry in waiting) > WAITING_CHARACTERS
    )


def _inputs(
    paths: Iterable[str | Path], settings: Settings | None, stdin: BinaryIO | None
) -> Iterator[_Input]:
    """Give every report and reject with the bytes of input that it finishes."""
    for found in discover(paths, settings):
        if isinstance(found, Reject):
            yield found, 0
            continue
        items = _load(found, settings, stdin)
        if not found.size:  # a stream: its items go on at once
            yield from ((item, 0) for item in items)
            continue
        left = found.size
        # One item behind, because only the last one of a file knows that the file is done with it.
        previous: Report | Reject | None = None
        for item in items:
            if previous is not None:
                share = min(left, _size_guess(previous, found))
                left -= share
                yield previous, share
            previous = item
        if previous is not None:
            yield previous, left


def _size_guess(item: Report | Reject, found: Found) -> int:
    characters = len(item.text) if isinstance(item, Report) else 0
    return characters // COMPRESSION if found.compression else characters


def _load(found: Found, settings: Settings | None, stdin: BinaryIO | None) -> Iterator[Report | Reject]:
    """`load`, with a reject in place of an exception that it should not have let out."""
    try:
        yield from load(found, settings, stdin=stdin)
    except Exception as error:  # noqa: BLE001  a fault met in one input must not cost the others
        message = f"This could not be taken in ({_describe(error)}); please report it with the input."
        yield Reject(found.path, None, "ingest-failed", message)


def _submit(
    item: Report | Reject,
    pool: ThreadPoolExecutor,
    waiting: deque[_Waiting],
    ledger: Ledger | None,
    reader: ReadsReports,
) -> Future[Reading] | None:
    """Have a report read, unless it was read before or is being read right now."""
    if isinstance(item, Reject):
        return None
    for entry in waiting:
        if entry.future is not None and isinstance(entry.item, Report) and _same(entry.item, item):
            return entry.future
    if ledger is not None and ledger.has_reading(item, reader.reader):
        return None
    return pool.submit(_read, item, reader)


def _same(one: Report, other: Report) -> bool:
    """What a reading depends on: same text and same date, same reading."""
    return one.id == other.id and one.published == other.published


def _read(report: Report, reader: ReadsReports) -> Reading:
    """Read one report, in a reader thread; a reading that no ledger would take is this report's fault."""
    reading = reader.read(report)
    check(reading)
    return reading


def _commit(entry: _Waiting, ledger: Ledger | None, run: int | None) -> Outcome:
    """Wait for the reading where one is to come, and put the entry into the ledger."""
    item = entry.item
    if isinstance(item, Report):
        if entry.future is None:
            if ledger is not None:
                ledger.append_appearance(item, run)
            return Unchanged(item)
        try:
            reading = entry.future.result()
        except Exception as error:  # noqa: BLE001  one report must not cost the others; the reject names it
            item = _reader_failed(item, error)
        else:
            # Inputs with one text share the reading, but each keeps its own path, outlet and title.
            reading = replace(reading, report=item)
            return reading if ledger is None or ledger.append(reading, run) else Unchanged(item)
    if ledger is not None:
        ledger.append_reject(item, run)
    return item


def _reader_failed(report: Report, error: Exception) -> Reject:
    message = f"The reader failed on this text ({_describe(error)}); please report it with the text."
    return Reject(report.path, report.external_id, "reader-failed", message)


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
