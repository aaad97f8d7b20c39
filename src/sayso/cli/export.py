"""``sayso export``: the whole ledger as a file."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from sayso.cli.terminal import (
    Exemplified,
    guard_json,
    guard_lines,
    guarded_output,
    ledger_option,
    note,
    open_ledger,
    plural,
)
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from sayso.ledger.export import Format

THINGS = {"jsonl": "reading", "csv": "statement", "claims": "claim", "parties": "row"}


@click.command(
    "export",
    cls=Exemplified,
    examples=(
        "sayso export jsonl | gzip > readings.jsonl.gz",
        "sayso export claims -o claims.csv --spreadsheet",
        "sayso export parties > parties.csv",
    ),
)
@click.argument("form", metavar="{jsonl|csv|claims|parties}", type=click.Choice(list(THINGS)))
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--spreadsheet", is_flag=True, help="In CSV, put ' before what a spreadsheet takes for a formula."
)
@ledger_option
def export_command(form: Format, output: str | None, spreadsheet: bool, ledger: str | None) -> None:
    """Write the whole ledger: jsonl has a line for every reading, with its report's text; csv a row for
    every statement. claims is CSV, too, with a row for every claim, and so is parties, with a row for every
    party and report.
    """
    from sayso.ledger.export import export

    if spreadsheet and form == "jsonl":
        raise click.UsageError("--spreadsheet goes with csv, claims and parties; leave it out for jsonl.")
    to_stdout = output is None or output == "-"
    with open_ledger(ledger) as opened:
        if output is None or to_stdout:
            out = guarded_output(guard_json if form == "jsonl" else guard_lines)
            count = export(opened, form, out, safe_csv=spreadsheet)
        else:
            with _whole_file(Path(output)) as file:
                count = export(opened, form, file, safe_csv=spreadsheet)
    note(f"{plural(count, THINGS[form])} written" + ("" if to_stdout else f" to {output}"))


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file that appears under its name only when it is whole; where that is a link, its target does."""
    target = os.path.realpath(path)
    temporary = None
    where: str | int = target
    try:
        if not path.exists() or path.is_file():  # a pipe or a device takes what comes
            where, temporary = tempfile.mkstemp(".part", ".sayso-", os.path.dirname(target))
        # A path in the ledger that is not UTF-8 must not stop an export; for JSON this escape is right.
        with open(where, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        if temporary is not None:
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
            temporary = None
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise SaysoError(f"{path} cannot be written ({problem}); choose another place with -o") from error
    finally:
        if temporary is not None:
            with suppress(FileNotFoundError):
                os.unlink(temporary)


def _mode(path: str) -> int:
    """Give the permissions of a file, or those that a new one gets: a temporary file has fewer."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
