"""``sayso export``: the whole ledger as a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

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

THINGS = {"jsonl": "reading", "csv": "statement"}


@click.command(
    "export",
    cls=Exemplified,
    examples=(
        "sayso export jsonl | gzip > readings.jsonl.gz",
        "sayso export csv -o statements.csv --spreadsheet",
    ),
)
@click.argument("form", metavar="{jsonl|csv}", type=click.Choice(["jsonl", "csv"]))
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option("--spreadsheet", is_flag=True, help="csv: put ' before what a spreadsheet takes for a formula.")
@ledger_option
def export_command(
    form: Literal["jsonl", "csv"], output: str | None, spreadsheet: bool, ledger: str | None
) -> None:
    """Write the whole ledger: jsonl has a line for every reading, with its report's text; csv a row for
    every statement.
    """
    from sayso.ledger.export import export

    if spreadsheet and form != "csv":
        raise click.UsageError("--spreadsheet goes with csv; leave it out for jsonl.")
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
    """A file that appears under its name only when it is whole."""
    is_special = path.exists() and not path.is_file()  # a pipe or a device takes what comes
    part = path if is_special else path.with_name(path.name + ".part")
    try:
        # A path in the ledger that is not UTF-8 must not stop an export; for JSON this escape is right.
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        if part != path:
            os.replace(part, path)
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise SaysoError(f"{path} cannot be written ({problem}); choose another place with -o") from error
    finally:
        if part != path:
            part.unlink(missing_ok=True)
