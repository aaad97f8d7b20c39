"""``sayso export``: the whole ledger as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO, cast

import click

from sayso.cli.terminal import escape_json, ledger_option, note, open_ledger, plural, safe
from sayso.errors import SaysoError

THINGS = {"jsonl": "reading", "csv": "statement"}


@click.command("export", short_help="Write the whole ledger as JSON lines or CSV.")
@click.argument("form", metavar="{jsonl|csv}", type=click.Choice(["jsonl", "csv"]))
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@ledger_option
def export_command(form: Literal["jsonl", "csv"], output: str | None, ledger: str | None) -> None:
    """Write the whole ledger: as jsonl one reading per line with its report's text, as csv one statement per row.

    \b
    Examples:
      sayso export jsonl | gzip > readings.jsonl.gz
      sayso export csv -o statements.csv
    """
    from sayso.ledger.export import export

    with open_ledger(ledger) as opened:
        if output is None or output == "-":
            count = export(opened, form, _guarded_stdout(form))
        else:
            with _whole_file(Path(output)) as file:
                count = export(opened, form, file)
    where = f" to {output}" if output not in (None, "-") else ""
    note(f"{plural(count, THINGS[form])} written{where}")


class _Guarded:
    """Standard output behind the rule that nothing steers a terminal, for an exporter that writes exact words."""

    def __init__(self, stream: TextIO, guard: Callable[[str], str]) -> None:
        self._stream = stream
        self._guard = guard

    def write(self, text: str) -> int:
        self._stream.write(text if text.isascii() and text.isprintable() else self._guard(text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()


def _guarded_stdout(form: str) -> TextIO:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return cast(TextIO, _Guarded(sys.stdout, _guard_json if form == "jsonl" else _guard_csv))


def _guard_json(text: str) -> str:
    return "\n".join(escape_json(line) for line in text.split("\n"))


def _guard_csv(text: str) -> str:
    return safe(text.replace("\r\n", "\n"), lines=True)


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file that appears under its name only when it is whole."""
    if path.exists() and not path.is_file():  # a pipe or a device takes what comes
        part = path
    else:
        part = path.with_name(path.name + ".part")
    try:
        # A path that is not UTF-8 must not stop an export; in JSON this escape is the right one.
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        if part != path:
            os.replace(part, path)
    except OSError as error:
        raise SaysoError(f"{path} cannot be written ({error.strerror}); choose another place with -o") from error
    finally:
        if part != path:
            part.unlink(missing_ok=True)
