"""What a run says while it works, on standard error: a bar on a terminal, now and then a line otherwise."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from sayso.cli.terminal import console, note, plural, safe
from sayso.ingest import Found, Reject, discover
from sayso.run import Counts
from sayso.settings import Settings

__all__ = ["MOST_REJECTS", "Watch", "reject_line", "wants_bar", "watching"]

LINE_EVERY = 10.0  # seconds between two lines where there is no bar
MOST_REJECTS = 10  # told as they happen; `sayso rejects` has them all


class Watch(Protocol):
    """Somebody who is told how a run goes."""

    def move(self, counts: Counts) -> None:
        """Take note of the counts so far."""

    def advance(self, size: int) -> None:
        """Take note that `size` more bytes of input are done."""

    def tell(self, message: str) -> None:
        """Say a line without breaking what else is shown."""


def wants_bar(as_json: bool) -> bool:
    """Tell whether a bar has a terminal to itself."""
    return sys.stderr.isatty() and not (as_json and sys.stdout.isatty())


def watching(paths: Iterable[str], settings: Settings, *, bar: bool) -> AbstractContextManager[Watch]:
    """Give who watches the run over `paths`: with a bar, or by lines."""
    return _bar(list(paths), settings) if bar else nullcontext(_Lines())


def reject_line(reject: Reject) -> str:
    """Say in one line what was not read, and why."""
    where = ", ".join(part for part in (reject.path, reject.locator) if part)
    return safe(f"not read: {where}: {reject.message}")


def _so_far(counts: Counts, seconds: float) -> str:
    speed = counts.words / max(seconds, 0.001)
    return f"{plural(counts.inputs, 'report')} · {speed:,.0f} words/s"


class _Lines:
    def __init__(self) -> None:
        self._start = self._last = time.monotonic()

    def move(self, counts: Counts) -> None:
        now = time.monotonic()
        if now - self._last >= LINE_EVERY:
            self._last = now
            note(_so_far(counts, now - self._start))

    def advance(self, size: int) -> None:
        """Lines do not tell what is left."""

    def tell(self, message: str) -> None:
        note(message)


@contextmanager
def _bar(paths: list[str], settings: Settings) -> Iterator[Watch]:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    shown = console(err=True)
    progress = Progress(
        SpinnerColumn(style="cyan"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30, complete_style="cyan", finished_style="cyan"),
        TimeRemainingColumn(),
        console=shown,
        transient=True,
    )
    task = progress.add_task("waking the reader", total=None)

    class Bar:
        def __init__(self) -> None:
            self._start = 0.0

        def move(self, counts: Counts) -> None:
            now = time.monotonic()
            self._start = self._start or now - 0.1
            progress.update(task, description=_so_far(counts, now - self._start))

        def advance(self, size: int) -> None:
            progress.advance(task, size)

        def tell(self, message: str) -> None:
            shown.print(safe(message))

    with progress:
        _survey(paths, settings, lambda size: progress.update(task, total=size))
        yield Bar()


def _survey(paths: list[str], settings: Settings, tell_size: Callable[[int], None]) -> None:
    """Add up in the background how much there is to read: the bar learns it while reading has begun."""

    def add_up() -> None:
        size = sum(found.size for found in discover(paths, settings) if isinstance(found, Found))
        if size:
            tell_size(size)

    threading.Thread(target=add_up, name="sayso-survey", daemon=True).start()
