"""What the commands share: printing that no report can abuse, and options.

Every word that comes from a report, a path or an argument passes `safe` or `guard_json` on its way out:
escape sequences, control and bidi characters never reach a terminal raw. On a terminal the output is laid
out for people; into a pipe or a file goes one record per line, its fields parted by tabs.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from sayso.errors import UsageError
from sayso.visible import INVISIBLE, JOINERS, safe

if TYPE_CHECKING:
    from typing import TextIO

    from rich.console import Console
    from rich.text import Text

    from sayso.ledger import Ledger

    _ParamType = click.ParamType[str]
else:
    _ParamType = click.ParamType  # generic only from click 8.2 on

__all__ = [
    "FEW",
    "DateParam",
    "Exemplified",
    "Words",
    "console",
    "csv_option",
    "guard_json",
    "guard_lines",
    "guarded_output",
    "json_option",
    "ledger_option",
    "limit_option",
    "note",
    "one_format",
    "one_line",
    "open_ledger",
    "parties_option",
    "plural",
    "print_csv",
    "print_indented",
    "print_json",
    "print_rows",
    "safe",
    "shorten",
    "title_from_path",
    "to_terminal",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FEW = 20  # rows that a terminal gets unasked
WIDEST = 100  # columns; longer lines are hard to read


# ---- text --------------------------------------------------------------------------------------------------


def shorten(text: str, width: int) -> str:
    """Bring a text onto one line of at most `width` characters, safe to print."""
    line = " ".join(safe(text).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def one_line(words: str) -> str:
    """Give exact words on one line, without any mark that the report has not."""
    return " ".join(safe(words).split())


def title_from_path(path: str | None) -> str:
    """Give what a report without a title can be called: its file's name, nothing for standard input."""
    return "" if not path or path == "-" else os.path.basename(path)


def plural(count: int, thing: str) -> str:
    """Give "1 report", "1,204 reports"."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


# ---- output ------------------------------------------------------------------------------------------------


def to_terminal() -> bool:
    """Tell whether a person looks at standard output."""
    return sys.stdout.isatty()


def console(*, err: bool = False) -> Console:
    """Give a console that interprets nothing in what it prints, and wraps lines only for a terminal."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            # Rich would exit by itself; how sayso ends is decided in one place.
            raise BrokenPipeError

    made = Plain(stderr=err, markup=False, highlight=False, emoji=False)
    if made.is_terminal:
        made.width = min(made.width, WIDEST)
    else:
        made.soft_wrap = True
    return made


def print_indented(out: Console, text: Text, columns: int, *, lead: str = "") -> None:
    """Print a text, every line of it so many columns in; the first line has `lead` there."""
    from rich.text import Text

    lines = text.wrap(out, out.width - columns) if out.is_terminal else [text]
    for line in lines:
        line.rstrip()
        out.print(Text.assemble(f"{lead:<{columns}}", line))
        lead = ""


def note(message: str) -> None:
    """Say something about the output beside it, on standard error; on a terminal, broken between words."""
    message = safe(message, lines=True)
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        message = "\n".join(
            textwrap.fill(line, width, break_on_hyphens=False) for line in message.split("\n")
        )
    click.echo(message, err=True)


def guard_lines(lines: str) -> str:
    """Replace what could steer a terminal in lines of text."""
    return safe(lines, lines=True)


def guard_json(lines: str) -> str:
    """Escape what `safe` would replace, the way JSON writes it: lines of JSON keep their meaning."""
    return lines if lines.isprintable() else re.sub(r"[^\n\x20-\x7e]", _json_escape, lines)


def _json_escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in JOINERS or unicodedata.category(char) not in INVISIBLE:
        return char
    return json.dumps(char)[1:-1]


def guarded_output(guard: Callable[[str], str]) -> TextIO:
    """Give standard output in UTF-8, whatever the terminal's encoding; all writing passes the guard."""
    return cast("TextIO", _Guarded(guard))


class _Guarded(io.TextIOBase):
    def __init__(self, guard: Callable[[str], str]) -> None:
        self._guard = guard
        self._bytes = sys.stdout.buffer

    def write(self, text: str) -> int:
        self._bytes.write(self._guard(text).encode("utf-8", "backslashreplace"))
        return len(text)


def print_json(record: dict[str, Any]) -> None:
    """Print one record as a line of JSON."""
    guarded_output(guard_json).write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.buffer.flush()  # who reads along sees it now


def print_csv(columns: Sequence[str], records: Iterable[dict[str, Any]]) -> None:
    """Print records as CSV with a line of column names."""
    writer = csv.writer(guarded_output(guard_lines), lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow(["" if record[column] is None else record[column] for column in columns])


def print_rows(rows: Iterable[Sequence[object]]) -> None:
    """Print rows for other programs, one per line, fields parted by tabs."""
    for row in rows:
        click.echo("\t".join("" if field is None else " ".join(safe(str(field)).split()) for field in row))


# ---- commands and options ----------------------------------------------------------------------------------


class Exemplified(click.Command):
    """A command whose help ends with examples, each a command line as one would type it."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, unwrapped so that they can be copied."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Words(_ParamType):
    """Words to look for. Bytes that are not UTF-8 become escapes, as the ledger keeps them in paths."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the words in a form that any database takes."""
        return os.fsencode(value).decode("utf-8", "backslashreplace")


class DateParam(_ParamType):
    """A day, or a month or year, of which it means the first day (or, with `last`, the last one)."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the day as ``2023-08-21``."""
        from sayso.ledger.queries import day

        try:
            return day(value, last=self.last)
        except UsageError as error:
            self.fail(safe(f"{error}."), param, ctx)


def ledger_option(command: _Command) -> _Command:
    """Give a command the option ``--ledger``."""
    return click.option(
        "--ledger",
        metavar="PATH",
        help="The ledger: a file, or postgresql://…  [default: $SAYSO_LEDGER, else sayso.db here]",
    )(command)


def parties_option(command: _Command) -> _Command:
    """Give a command the option ``--parties``."""
    return click.option(
        "--parties",
        metavar="FILE",
        help="Your own parties, a YAML file.  [default: $SAYSO_PARTIES, else parties.yaml in your settings]",
    )(command)


def json_option(command: _Command) -> _Command:
    """Give a command the option ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")(command)


def csv_option(command: _Command) -> _Command:
    """Give a command the option ``--csv``."""
    return click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a line of names.")(command)


def limit_option(things: str) -> Callable[[_Command], _Command]:
    """Give a command the option ``--limit``."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"At most N {things}, 0 for all.  [default: {FEW} on a terminal, else all]",
    )


def one_format(as_json: bool, as_csv: bool) -> bool:
    """Tell whether people are to read the output. Raises click.UsageError for two formats at once."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other; give one of them.")
    return not (as_json or as_csv)


def open_ledger(where: str | None, parties: str | None = None) -> Ledger:
    """Open a ledger to ask it, with a file of own parties where one was given. Raises LedgerError where there
    is none, saying how to make one.
    """
    from sayso.ledger import Ledger

    return Ledger(where, read_only=True, parties=None if parties is None else Path(parties))
