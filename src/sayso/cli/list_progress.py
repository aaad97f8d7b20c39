"""What bringing in a list says while it works: a bar on a terminal, now and then a line otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from sayso.cli.terminal import console, note, safe

__all__ = ["Work", "working"]

LINE_EVERY = 10.0  # seconds between two lines where there is no bar


class Work(Protocol):
    """Somebody who is told how far it is."""

    def step(self, what: str) -> None:
        """Take note of what is done now; nobody knows how long it takes."""

    def fetch(self, address: str, got: int, size: int | None) -> None:
        """Take note of the bytes that have come of an address, and of how many there are, if known."""


@contextmanager
def working(*, bar: bool) -> Iterator[Work]:
    """Give who is told of the work: with a bar that goes when it is done, or by lines."""
    if not bar:
        yield _Lines()
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    progress = Progress(
        SpinnerColumn(style="cyan"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30, complete_style="cyan", finished_style="cyan"),
        TextColumn("{task.fields[size]}", markup=False),
        console=console(err=True),
        transient=True,
    )

    class Bar:
        def __init__(self) -> None:
            self._task = progress.add_task("", total=None, visible=False, size="")

        def step(self, what: str) -> None:
            progress.update(self._task, visible=False)
            self._task = progress.add_task(safe(what), total=None, size="")

        def fetch(self, address: str, got: int, size: int | None) -> None:
            if got == 0:
                self.step(_short(address))
            progress.update(self._task, completed=got, total=size, size=_so_far(got, size))

    with progress:
        yield Bar()


class _Lines:
    def __init__(self) -> None:
        self._last = time.monotonic()

    def step(self, what: str) -> None:
        self._tell(what)

    def fetch(self, address: str, got: int, size: int | None) -> None:
        self._tell(f"{_short(address)}: {_so_far(got, size)}")

    def _tell(self, what: str) -> None:
        if (now := time.monotonic()) - self._last >= LINE_EVERY:
            self._last = now
            note(what)


def _so_far(got: int, size: int | None) -> str:
    return f"{got / 1e6:,.1f}" + (f" of {size / 1e6:,.1f} MB" if size else " MB")


def _short(address: str) -> str:
    """Give the name of the file that an address means."""
    return safe(address.partition("?")[0].rpartition("/")[2] or address)[:60]
