"""``sayso sources``: the speakers, most quoted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    FEW,
    console,
    csv_option,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_format,
    open_ledger,
    plural,
    print_csv,
    print_json,
    print_rows,
    quoted,
    safe,
    shorten,
    to_terminal,
)

if TYPE_CHECKING:
    from sayso.ledger import SourceCount

COLUMNS = ("speaker", "statements", "reports", "outlets", "first", "last", "example")


@click.command("sources", short_help="Rank the speakers by how often they are quoted.")
@limit_option("speakers")
@ledger_option
@json_option
@csv_option
def sources_command(limit: int | None, ledger: str | None, as_json: bool, as_csv: bool) -> None:
    """Rank the speakers by the number of their statements, with the outlets and days that carry them.

    \b
    Examples:
      sayso sources
      sayso sources --limit 0 --csv > sources.csv
    """
    for_people = one_format(as_json, as_csv)
    if limit is None and for_people and to_terminal():
        limit = FEW
    with open_ledger(ledger) as opened:
        ranked = opened.sources(limit=limit + 1 if limit else None)
    shown = ranked[:limit] if limit else ranked
    if as_json:
        for count in shown:
            print_json(count.to_dict())
    elif as_csv:
        print_csv(COLUMNS, (count.to_dict() for count in shown))
    elif shown and to_terminal():
        _print_table(shown)
    else:
        print_rows(_row(count) for count in shown)
    _say_count(len(shown), more=len(ranked) > len(shown))


def _row(count: SourceCount) -> tuple[object, ...]:
    return (count.statements, count.reports, count.outlets, _period(count), count.speaker, quoted(count.example))


def _period(count: SourceCount) -> str:
    if not count.first or not count.last:
        return "undated"
    return count.first if count.first == count.last else f"{count.first} to {count.last}"


def _print_table(shown: list[SourceCount]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("says", justify="right")
    table.add_column("reports", justify="right")
    table.add_column("outlets", justify="right")
    table.add_column("who", max_width=32)
    table.add_column("for example", no_wrap=True, overflow="ellipsis")
    for count in shown:
        table.add_row(
            f"{count.statements:,}",
            f"{count.reports:,}",
            f"{count.outlets:,}",
            Text(shorten(count.speaker, 80), style="bold cyan"),
            Text(safe(quoted(count.example))),
        )
    console().print(table)


def _say_count(shown: int, *, more: bool) -> None:
    if more:
        note(f"{plural(shown, 'speaker')} shown, and there are more: --limit 0 shows all")
    elif shown:
        note(plural(shown, "speaker"))
    else:
        note("Nobody speaks in this ledger yet: `sayso read PATH` reads reports into it")
