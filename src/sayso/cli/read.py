"""``sayso read``: reports in, a ledger out."""

from __future__ import annotations

import os
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sayso.cli.endings import INTERRUPTED, is_output_error
from sayso.cli.terminal import (
    Exemplified,
    console,
    json_option,
    ledger_option,
    note,
    parties_option,
    print_json,
    safe,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sayso.cli.progress import Watch
    from sayso.ledger import Ledger
    from sayso.reading.reading import Reading
    from sayso.run import Counts, Outcome, ReadsReports, Unchanged
    from sayso.run.weighing import Counts as Weighed
    from sayso.settings import Settings

MOST_PATHS_NAMED = 3  # in an error message
MOST_PATHS_KEPT = 20  # of the command, in the ledger's row for the run


@click.command(
    "read",
    cls=Exemplified,
    examples=(
        "sayso read examples/reports",
        "sayso read news/2023-08 interview.html --ledger august.db",
        "sayso read archive --no-weigh",
        "zcat feed.jsonl.gz | sayso read - --json > readings.jsonl",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@json_option
@click.option("--with-text", is_flag=True, help="With --json: print the report's text too.")
@ledger_option
@click.option("--no-ledger", is_flag=True, help="With --json: print the readings and keep nothing.")
@click.option(
    "--no-weigh", is_flag=True, help="Leave stories and matters as they are; `sayso weigh` makes up for it."
)
@parties_option
@click.option(
    "--workers",
    type=click.IntRange(min=0, max=64),
    metavar="N",
    help="How many reports to read at once.  [default: one per CPU, at most 4]",
)
def read_command(
    paths: tuple[str, ...],
    as_json: bool,
    with_text: bool,
    ledger: str | None,
    no_ledger: bool,
    no_weigh: bool,
    parties: str | None,
    workers: int | None,
) -> None:
    """Read reports and put every claim and statement found into the ledger.

    A PATH is a report (.txt, .html), a file of many (.jsonl), either of them also with .gz or .zst, a folder
    of these, or - for JSON lines on standard input. Reading a report again changes nothing: a run that was
    stopped goes on where it was when the same command is given again. Afterwards what the reports claim is
    weighed: which of them are copies, and which claims mean the same alleged event.
    """
    if (with_text or no_ledger) and not as_json:
        option = "--with-text" if with_text else "--no-ledger"
        raise click.UsageError(f"{option} goes with --json; add it.")
    if no_ledger and ledger is not None:
        raise click.UsageError("--no-ledger and --ledger exclude each other; give one of them.")

    _check_paths(paths)

    from sayso.settings import Settings

    given = {"ledger": ledger, "parties": parties}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    with _open(settings.ledger, no_ledger) as opened:
        run = _Run(opened, settings, as_json, with_text)
        counts = run.read(list(paths), settings.workers if workers is None else workers)
        run.screen(counts)
        if not no_weigh:
            run.weigh()
        run.summarise(counts, ledger)
    if not counts.read + counts.unchanged:
        raise click.exceptions.Exit(1)


def _check_paths(paths: tuple[str, ...]) -> None:
    """Raise UsageError where none of the paths leads anywhere: a slip of the pen must not make a ledger."""
    if any(_may_exist(path) for path in paths):
        return
    from sayso.errors import UsageError

    named = ", ".join(paths[:MOST_PATHS_NAMED])
    more = len(paths) - MOST_PATHS_NAMED
    raise UsageError(
        f"There is nothing at {named}{f' and {more} more paths' if more > 0 else ''}; check the spelling. "
        "Nothing was read or written"
    )


def _may_exist(path: str) -> bool:
    if path == "-":
        return True
    try:
        os.stat(path)
    except PermissionError:  # nobody can tell; the run will say that it may not look
        return True
    except (OSError, ValueError):
        return False
    return True


def _open(where: str, no_ledger: bool) -> AbstractContextManager[Ledger | None]:
    if no_ledger:
        return nullcontext()
    from sayso.ledger import Ledger

    return Ledger(where)


class _Run:
    """One call of the command: what it reads with, where to, and what it has found."""

    def __init__(self, ledger: Ledger | None, settings: Settings, as_json: bool, with_text: bool) -> None:
        from sayso.cli.summary import Findings

        self._ledger = ledger
        self._settings = settings
        self._as_json = as_json
        self._with_text = with_text
        self._findings = Findings()
        self._seconds = 0.0
        self._matched: int | None = None
        self._weighed: Weighed | None = None

    def read(self, paths: list[str], workers: int) -> Counts:
        """Read everything under the paths; say so when something stops it."""
        from sayso.cli.progress import wants_bar, watching
        from sayso.errors import SaysoError

        try:
            with watching(paths, self._settings, bar=wants_bar(self._as_json)) as watch:
                return self._read(paths, workers, watch)
        except KeyboardInterrupt:
            note(f"sayso: interrupted. {self._state()}")
            raise click.exceptions.Exit(INTERRUPTED) from None
        except (SaysoError, BrokenPipeError):
            raise
        except BaseException as error:
            if is_output_error(error):
                raise
            note(f"sayso: stopped by a fault in the program, shown below. {self._state()}")
            raise

    def _state(self) -> str:
        if self._ledger is None:
            return "Nothing was kept."
        return "What was read so far is in the ledger, which is whole; the same command goes on from there."

    def _read(self, paths: list[str], workers: int, watch: Watch) -> Counts:
        from sayso.cli.progress import MOST_REJECTS, reject_line
        from sayso.ingest import Reject
        from sayso.reader import Reader
        from sayso.run import Counts, read_into

        reader = Reader(parties=self._settings.own_parties)
        counts = Counts()
        start = time.monotonic()

        def take(outcome: Outcome) -> None:
            self._findings.add(outcome)
            if isinstance(outcome, Reject):
                if counts.rejected <= MOST_REJECTS:
                    watch.tell(reject_line(outcome))
                elif counts.rejected == MOST_REJECTS + 1:
                    watch.tell("not read: more inputs, which are not listed here")
            elif self._as_json:
                reading = _reading(outcome, self._ledger, reader)
                if reading is None:
                    path = outcome.report.path or outcome.report.id
                    watch.tell(
                        safe(
                            f"not printed: {path}: it was read before but not for this date or "
                            "reader, and reading it now failed; please report it with the text"
                        )
                    )
                else:
                    print_json(reading.to_dict(with_text=self._with_text))
            watch.move(counts)

        read_into(
            self._ledger,
            paths,
            reader=reader,
            workers=workers,
            on_item=take,
            on_bytes=watch.advance,
            counts=counts,
            command=_command(paths),
            settings=self._settings,
            stdin=sys.stdin.buffer if "-" in paths else None,
        )
        self._seconds = time.monotonic() - start
        return counts

    def screen(self, counts: Counts) -> None:
        """Look the new parties up in the sanctions lists, where the ledger has any."""
        from sayso.cli.progress import wants_bar
        from sayso.cli.screened import screen_again
        from sayso.errors import SaysoError

        if self._ledger is None or not counts.read:
            return
        try:
            self._matched = screen_again(self._ledger, bar=wants_bar(self._as_json))
        except SaysoError as error:  # what was read is kept; `sayso screen` makes up for it
            note(f"The parties were not screened: {error}. `sayso screen` does it")

    def weigh(self) -> None:
        """Bring stories and matters up to date with what the ledger holds now."""
        from sayso.cli.progress import wants_bar
        from sayso.cli.weighed import weigh_again
        from sayso.errors import SaysoError

        if self._ledger is None:
            return
        try:
            self._weighed = weigh_again(self._ledger, bar=wants_bar(self._as_json))
        except SaysoError as error:  # what was read is kept; `sayso weigh` makes up for it
            note(f"The reports were not weighed: {error}. `sayso weigh` does it")
        except KeyboardInterrupt:
            note("sayso: interrupted. What was read is in the ledger; `sayso weigh` weighs the rest")
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BaseException as error:
            if isinstance(error, BrokenPipeError) or is_output_error(error):
                raise
            note("sayso: stopped by a fault in the program, shown below. What was read is in the ledger.")
            raise

    def summarise(self, counts: Counts, option: str | None) -> None:
        """Print what the run came to: on standard output, or beside the JSON."""
        from sayso.cli.summary import print_summary

        sys.stdout.flush()
        print_summary(
            console(err=self._as_json),
            counts,
            self._findings,
            seconds=self._seconds,
            ledger=None if self._ledger is None else self._ledger.where,
            option=option,
            matched=self._matched,
            weighed=self._weighed,
            before=self._run_before(),
        )

    def _run_before(self) -> int | None:
        """Give the number of the run before this one, since which `sayso new` can tell what is new."""
        from sayso.cli.weighed import last_run

        run = None if self._ledger is None else last_run(self._ledger)
        return run - 1 if run is not None and run > 1 else None


def _reading(outcome: Reading | Unchanged, ledger: Ledger | None, reader: ReadsReports) -> Reading | None:
    """Give the reading of a report that was read now or before; None where the reader fails on it."""
    from sayso.reading.reading import Reading

    if isinstance(outcome, Reading):
        return outcome
    report = outcome.report
    stored = None if ledger is None else ledger.reading(report.id)
    # The ledger gives the latest reading; one by another reader or for another date is not the one asked for.
    if stored is None or stored.reader != reader.reader or stored.report.published != report.published:
        try:
            return reader.read(report)
        except Exception:  # noqa: BLE001  one report must not cost the others
            return None
    return replace(stored, report=report)


def _command(paths: list[str]) -> str:
    more = len(paths) - MOST_PATHS_KEPT
    return safe(" ".join(["read", *paths[:MOST_PATHS_KEPT], *([f"(and {more} more)"] if more > 0 else [])]))
