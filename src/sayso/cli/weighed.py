"""Matters brought up to date in passing: after reports were read, and after a correction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.cli.terminal import console, note, plural

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.run.weighing import Counts, Progress

__all__ = [
    "Tallies",
    "advise",
    "contested_matters",
    "count_matters",
    "grouping",
    "last_run",
    "say_if_behind",
    "tallies",
    "weigh_again",
]

LINE_EVERY = 10.0  # seconds between two lines where there is no bar


def weigh_again(ledger: Ledger, *, bar: bool) -> Counts:
    """Take up what is new in a ledger, and bring its catalogue up to date; `bar` tells whether a progress bar
    may be shown, on standard error. The rows are kept with the number of the last run.
    """
    from sayso.run.cataloguing import catalogue
    from sayso.run.weighing import weigh

    with _watching(bar=bar) as progress:
        counts = weigh(ledger, run=last_run(ledger), progress=progress)
        waiting = ledger.catalogue.state().pending
        catalogue(ledger, heard=lambda done: progress("catalogue", done, max(done, waiting)))
    return counts


def last_run(ledger: Ledger) -> int | None:
    """Give the number of the last run that wrote into a ledger, None where there was none."""
    from sqlalchemy import func, select

    from sayso.ledger.schema import runs

    with ledger.weighings.viewing() as view:
        last: int | None = view.connection.scalar(select(func.max(runs.c.id)))
    return last


@contextmanager
def _watching(*, bar: bool) -> Iterator[Progress]:
    if not bar:
        yield _lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    shown = Progress(
        SpinnerColumn(style="cyan"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30, complete_style="cyan", finished_style="cyan"),
        MofNCompleteColumn(),
        console=console(err=True),
        transient=True,
    )
    task = shown.add_task("weighing: looking for copies", total=None)

    def tell(what: str, done: int, of: int) -> None:
        if what == "stories":  # nobody knows how many there are
            shown.update(task, completed=done)
        else:
            doing = "cataloguing reports" if what == "catalogue" else "weighing reports"
            shown.update(task, description=doing, completed=done, total=of)

    with shown:
        yield tell


@contextmanager
def grouping(*, bar: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give what is told how many reports are looked at: a bar, or nothing."""
    if not bar:
        yield None
        return
    with _watching(bar=True) as watch:
        yield lambda done, of: watch("matters", done, of)


def _lines() -> Progress:
    last = time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= LINE_EVERY:
            last = now
            doing = "cataloguing" if what == "catalogue" else "weighing"
            rest = " looked through for copies" if what == "stories" else f" of {of:,} reports"
            note(f"{doing}: {done:,}{rest}")

    return tell


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many matters a ledger has, those among them with several reports and those that are contested;
    how many stories have several reports, and how many reports are copies; how many are not weighed yet.
    """

    matters: int = 0
    in_several_reports: int = 0
    contested: int = 0
    stories: int = 0
    copies: int = 0
    not_weighed: int = 0


def tallies(ledger: Ledger) -> Tallies:
    """Count what weighing has found in a ledger of the present schema."""
    from sqlalchemy import func, select

    from sayso.ledger.weigh_rows import newest
    from sayso.ledger.weigh_schema import matter_states, story_members

    its = newest(matter_states, matter_states.c.matter).where(matter_states.c.retired.is_(False)).subquery()
    found = newest(story_members, story_members.c.report_id).subquery()
    copies = select(func.count(found.c.report_id), func.count(found.c.story.distinct()))
    with ledger.weighings.viewing() as view:
        count = select(func.count()).select_from(its)
        matters, several, contested = (
            view.connection.scalar(query) or 0
            for query in (count, count.where(its.c.reports > 1), count.where(its.c.contested.is_(True)))
        )
        copied, stories = view.connection.execute(copies.where(found.c.story != found.c.report_id)).one()
    return Tallies(matters, several, contested, stories, copied, len(ledger.weighings.pending()))


def contested_matters(ledger: Ledger) -> set[str]:
    """Give the ids of the contested matters of a ledger of the present schema."""
    from sqlalchemy import select

    from sayso.ledger.weigh_rows import newest
    from sayso.ledger.weigh_schema import matter_states

    its = newest(matter_states, matter_states.c.matter).where(matter_states.c.retired.is_(False)).subquery()
    with ledger.weighings.viewing() as view:
        return set(view.connection.scalars(select(its.c.matter).where(its.c.contested.is_(True))))


def count_matters(count: int) -> str:
    """Give "1 matter", "1,204 matters"."""
    return plural(count, "matter")


def say_if_behind(ledger: Ledger) -> None:
    """Say on standard error where reports have come that were not weighed yet."""
    if behind := len(ledger.weighings.pending()):
        verb = "is" if behind == 1 else "are"
        note(f"{plural(behind, 'report')} {verb} not weighed yet: `sayso weigh` does it")


def advise(ledger: Ledger, nothing: str) -> str:
    """Say what to do where nothing was found: the ledger may be empty, or nothing be weighed; else it is
    `nothing`, which says what else to try.
    """
    if ledger.weighings.matters(limit=1):
        return nothing
    if next(ledger.claims(limit=1), None) is None:
        return "The ledger holds no claims yet: `sayso read PATH` reads reports into it"
    return "Nothing is weighed in this ledger yet: `sayso weigh` does it"
