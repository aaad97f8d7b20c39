"""``sayso export``: the ledger in the formats of other programs."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from sayso.cli.ask import Known
from sayso.cli.terminal import (
    DateParam,
    Exemplified,
    Words,
    guard_lines,
    ledger_option,
    note,
    open_ledger,
    parties_option,
    to_terminal,
)
from sayso.errors import SaysoError
from sayso.export.asked import Asked
from sayso.export.formats import FORMATS, Format
from sayso.reading.ontology import STANCES, TYPES


class _Formats(Exemplified):
    """A command whose help says what each format holds."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats, then the examples."""
        with formatter.section("Formats"):
            formatter.write_dl([(each.name, f"{each.title}: {each.holds}.") for each in FORMATS.values()])
        super().format_epilog(ctx, formatter)


@click.command(
    "export",
    cls=_Formats,
    examples=(
        "sayso export jsonl | gzip > readings.jsonl.gz",
        "sayso export claims -o claims.csv --spreadsheet",
        "sayso export parquet -o claims.parquet --since 2023",
        "sayso export ftm --actor Iran > iran.ftm.json",
        "sayso export gexf -o network.gexf",
    ),
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--spreadsheet", is_flag=True, help="In CSV, put ' before what a spreadsheet takes for a formula."
)
@click.option("--type", type=Known("type of event", TYPES), multiple=True, help="Only this type of event.")
@click.option("--actor", type=Words(), metavar="PARTY", help="Only what it does.")
@click.option("--recipient", type=Words(), metavar="PARTY", help="Only what is done to it.")
@click.option("--stance", type=Known("stance", STANCES), multiple=True, help="Only claims with this stance.")
@click.option("--origin", type=Words(), metavar="PARTY", help="Only what comes from it.")
@click.option("--source", type=Words(), metavar="PARTY", help="Only what it says, or passes on.")
@click.option("--outlet", type=Words(), metavar="NAME", help="Only reports of outlets with this name.")
@click.option("--since", type=DateParam(), help="Only reports published on this day or later.")
@click.option("--until", type=DateParam(last=True), help="Only reports published on this day or earlier.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="P", help="Only claims so sure.")
@ledger_option
@parties_option
def export_command(
    form: str, output: str | None, spreadsheet: bool, ledger: str | None, parties: str | None, **asked: Any
) -> None:
    """Write the ledger, or what the options let through, in a format for other programs. What each of them
    cannot say is in docs/exports.md.

    The options that begin with "Only" are those of `sayso ask`. Where a row is an event, it comes with all
    that is claimed of it in its report, also by claims that the options leave out.
    """
    from sayso.export import write

    known = FORMATS[form]
    wanted = _asked(known, asked)
    if spreadsheet and not known.is_table:
        tables = ", ".join(name for name, each in FORMATS.items() if each.is_table)
        raise click.UsageError(f"--spreadsheet goes with {tables}; leave it out for {form}.")
    to_stdout = output is None or output == "-"
    if to_stdout and known.kind == "binary" and to_terminal():
        raise click.UsageError(f"{known.title} is nothing to look at; write it with -o claims{known.suffix}.")
    with open_ledger(ledger, parties) as opened:
        if output is None or to_stdout:
            out = cast("BinaryIO", sys.stdout.buffer)
            guard = guard_lines if known.kind == "csv" else None  # the others have nothing to hide by then
            written = write(opened, form, out, wanted, safe_csv=spreadsheet, guard=guard)
        else:
            with _whole_file(Path(output)) as file:
                written = write(opened, form, file, wanted, safe_csv=spreadsheet)
    line = f"{known.counted(written.rows)} written" + ("" if to_stdout else f" to {output}")
    if written.left_out:
        line += f"; {written.left_out:,} left out: {known.left_out}"
    note(line)


def _asked(known: Format, given: dict[str, Any]) -> Asked:
    """Give the conditions as `Ledger.claims` takes them. Raises click.UsageError for one that does not go."""
    asked = {name: value for name, value in given.items() if value not in (None, ())}
    for name in asked:
        if name not in known.conditions:
            option = f"--{name.replace('_', '-')}"
            goes = [f"--{each.replace('_', '-')}" for each in known.conditions if each in given]
            takes = f"it takes {', '.join(goes)}" if goes else "it is always the whole ledger"
            raise click.UsageError(f"{option} does not go with {known.name}: {takes}.")
    for name in ("type", "stance"):
        if name in asked:
            asked[name] = tuple(value for values in asked[name] for value in values)
    if asked.get("since", "") > asked.get("until", "9999"):
        raise click.UsageError(
            f"--since {asked['since']} is later than --until {asked['until']}; nothing can lie between."
        )
    return cast("Asked", asked)


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when it is whole; where that is a link, its target does."""
    target = os.path.realpath(path)
    temporary = None
    where: str | int = target
    try:
        if not path.exists() or path.is_file():  # a pipe or a device takes what comes
            where, temporary = tempfile.mkstemp(".part", ".sayso-", os.path.dirname(target))
        with open(where, "wb") as file:
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
