"""What the commands share: printing that no report can abuse, options, dates and numbers.

Every word that comes from a report, a path or an argument goes through `safe` (or `json_line`) on its way out: escape
sequences, control and bidi characters never reach a terminal raw. On a terminal the output is laid out for people;
into a pipe or a file goes one record per line, its fields parted by tabs.
"""

from __future__ import annotations

import csv
import datetime
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.ledger import Ledger

__all__ = [
    "DateParam",
    "console",
    "csv_option",
    "json_line",
    "json_option",
    "ledger_option",
    "limit_option",
    "note",
    "one_format",
    "open_ledger",
    "plural",
    "print_csv",
    "print_json",
    "print_rows",
    "quoted",
    "safe",
    "shorten",
    "to_terminal",
]

Command = TypeVar("Command", bound=Callable[..., Any])

WIDEST = 100  # columns; longer lines are hard to read
FEW = 20  # rows that a terminal gets unasked
_JOINERS = "\u200c\u200d"  # many scripts and emoji need them, and they move nothing
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


# ---- text ------------------------------------------------------------------------------------------------------------


def safe(text: str, *, lines: bool = False) -> str:
    """Replace every character that could steer a terminal or hide text by a visible one, without moving an offset.

    Tabs and line ends become spaces, except that `lines` keeps line ends.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _visible(char, lines) for char in text)


def _visible(char: str, lines: bool) -> str:
    if char in "\n\t":
        return "\n" if lines and char == "\n" else " "
    if char in _JOINERS or unicodedata.category(char) not in _INVISIBLE:
        return char
    return chr(0x2400 + ord(char)) if char < " " else "\ufffd"


def shorten(text: str, width: int) -> str:
    """Bring a text onto one line of at most `width` characters, safe to print."""
    line = " ".join(safe(text).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def quoted(words: str) -> str:
    """Give exact words on one line in quotation marks, unless they bring their own."""
    line = " ".join(safe(words).split())
    return line if line[:1] in "\"“„«‘‹「『" else f"“{line}”"


def plural(count: int, thing: str) -> str:
    """Give "1 report", "1,204 reports"."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


# ---- output ----------------------------------------------------------------------------------------------------------


def to_terminal() -> bool:
    """Tell whether a person looks at standard output."""
    return sys.stdout.isatty()


def console(*, err: bool = False) -> Console:
    """Give a console that interprets nothing in what it prints, and that wraps lines only for a terminal."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            # Rich would exit by itself; how sayso ends is decided in one place.
            raise BrokenPipeError

    made = Quiet(stderr=err, markup=False, highlight=False, emoji=False, soft_wrap=False)
    if made.is_terminal:
        made.width = min(made.width, WIDEST)
    else:
        made.soft_wrap = True
    return made


def note(message: str) -> None:
    """Say something about the output, beside it: on standard error."""
    click.echo(safe(message, lines=True), err=True)


def json_line(record: Any) -> str:
    """Give a record as one line of JSON; what a terminal or a line splitter could trip over is escaped.

    Lone surrogates (from paths that are not UTF-8) come out as JSON escapes too, so the line is always valid UTF-8.
    """
    line = json.dumps(record, ensure_ascii=False)
    return line if line.isprintable() else escape_json(line)


def escape_json(line: str) -> str:
    """Escape what `safe` would replace, the way JSON writes it: the line keeps its meaning."""
    return re.sub(r"[^\x20-\x7e]", _json_escape, line)


def _json_escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _JOINERS or unicodedata.category(char) not in _INVISIBLE:
        return char
    return json.dumps(char)[1:-1]


def print_json(record: Any) -> None:
    """Print one record as a line of JSON, in UTF-8 whatever the terminal's encoding."""
    click.get_binary_stream("stdout").write(json_line(record).encode() + b"\n")


def print_csv(columns: Sequence[str], records: Iterable[dict[str, Any]]) -> int:
    """Print records as CSV with a line of column names; give their number."""
    count = 0
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_field(record.get(column), lines=True) for column in columns])
        count += 1
    return count


def print_rows(rows: Iterable[Sequence[object]]) -> int:
    """Print rows for other programs, fields parted by tabs; give their number."""
    count = 0
    for row in rows:
        click.echo("\t".join(" ".join(_field(field).split()) for field in row))
        count += 1
    return count


def _field(value: object, *, lines: bool = False) -> str:
    return "" if value is None else safe(str(value), lines=lines)


# ---- options ---------------------------------------------------------------------------------------------------------


class DateParam(click.ParamType):
    """A day, or a month or year, of which it means the first day (or the last, for the end of a period)."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the day as ``2023-08-21``."""
        try:
            return _day(value, self.last).isoformat()
        except ValueError:
            self.fail(
                f"{safe(str(value))!r} is not a date; write 2023-08-21, or 2023-08 for a month, 2023 for a year.",
                param,
                ctx,
            )


def _day(value: str, last: bool) -> datetime.date:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        raise ValueError(value)
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    if day or value.count("-") == 2:
        return datetime.date(year, month, day)
    first = datetime.date(year, month or 1, 1) if value.count("-") == 0 else datetime.date(year, month, 1)
    if not last:
        return first
    months = 1 if month else 12
    after = first.year * 12 + first.month - 1 + months
    return datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(days=1)


def ledger_option(command: Command) -> Command:
    """Give a command the option ``--ledger``."""
    return click.option(
        "--ledger",
        metavar="PATH",
        help="The ledger: a file, or postgresql://…  [default: $SAYSO_LEDGER, else sayso.db here]",
    )(command)


def json_option(command: Command) -> Command:
    """Give a command the option ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")(command)


def csv_option(command: Command) -> Command:
    """Give a command the option ``--csv``."""
    return click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a line of column names.")(command)


def limit_option(things: str) -> Callable[[Command], Command]:
    """Give a command the option ``--limit``."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"At most N {things}, 0 for all.  [default: {FEW} on a terminal, else all]",
    )


def one_format(as_json: bool, as_csv: bool) -> bool:
    """Tell whether a person is to read the output; raise click.UsageError where two formats are asked for at once."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other; give one of them.")
    return not (as_json or as_csv)


def open_ledger(where: str | None) -> Ledger:
    """Open a ledger that exists, to ask it. Raises LedgerError where there is none, saying how to make one."""
    from sayso.ledger import Ledger

    return Ledger(where, read_only=True)
