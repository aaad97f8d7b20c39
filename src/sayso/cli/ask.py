"""``sayso ask``: statements by who says them, what is said, where and when."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    FEW,
    DateParam,
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
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from sayso.ledger import Ledger, Statement

NOBODY = "(nobody named)"
COLUMNS = (
    "published",
    "outlet",
    "source",
    "cue",
    "content",
    "nested",
    "title",
    "path",
    "url",
    "report_id",
    "attribution",
)


@click.command("ask", short_help="Find statements: who said what, where and when.")
@click.argument("text", required=False)
@click.option("--source", metavar="NAME", help="Who says it: words of the source.")
@click.option("--outlet", metavar="NAME", help="Only reports of this outlet.")
@click.option("--since", type=DateParam(), help="Only reports published on this day or later.")
@click.option("--until", type=DateParam(last=True), help="Only reports published on this day or earlier.")
@limit_option("statements")
@ledger_option
@json_option
@csv_option
def ask_command(
    text: str | None,
    source: str | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    ledger: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Find statements whose words match TEXT; without TEXT, all that the options let through.

    \b
    Examples:
      sayso ask ceasefire
      sayso ask --source ministry --since 2023-08 --until 2023-09-15
      sayso ask "gas pipeline" --outlet Reuters --csv > statements.csv

    A date may be a day (2023-08-21), a month (2023-08) or a year; both ends are included.
    """
    for_people = one_format(as_json, as_csv)
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}; nothing can lie between.")
    limit = _limit(limit, for_people)
    with open_ledger(ledger) as opened:
        found = opened.statements(
            text,
            source=source,
            outlet=outlet,
            since=since,
            until=until,
            # One more than asked for tells whether there is more.
            limit=None if limit is None else limit + 1,
        )
        tally = _Tally(found, limit)
        if as_json:
            for statement in tally:
                print_json(statement.to_dict())
        elif as_csv:
            print_csv(COLUMNS, (statement.to_dict() for statement in tally))
        elif to_terminal():
            _print_for_people(tally, text)
        else:
            print_rows(_row(statement) for statement in tally)
        _say_count(tally, opened)


def _limit(limit: int | None, for_people: bool) -> int | None:
    if limit is None and for_people and to_terminal():
        return FEW
    return limit or None


class _Tally:
    """The statements up to the limit; afterwards, how many there were and whether there are more."""

    def __init__(self, found: Iterable[Statement], limit: int | None) -> None:
        self._found = iter(found)
        self._limit = limit
        self.count = 0
        self.more = False

    def __iter__(self) -> Iterator[Statement]:
        for statement in islice(self._found, self._limit):
            self.count += 1
            yield statement
        self.more = next(self._found, None) is not None


def _row(statement: Statement) -> tuple[str | None, ...]:
    return (
        statement.published or "undated",
        statement.outlet,
        statement.source or NOBODY,
        statement.cue,
        quoted(statement.content),
        statement.report_id[:8],
    )


def _print_for_people(statements: Iterable[Statement], text: str | None) -> None:
    out = console()
    for number, statement in enumerate(statements):
        if number:
            out.print()
        _print_statement(out, statement, (text or "").replace('"', " ").split())


def _print_statement(out: Console, statement: Statement, sought: list[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    where = [statement.published or "undated", statement.outlet, statement.title and shorten(statement.title, 60)]
    head = Text(" · ".join(safe(part) for part in where if part), style="dim")
    head.append(f"  {statement.report_id[:8]}", style="dim cyan")
    out.print(head)
    who = Text(shorten(statement.source or NOBODY, 200), style="bold cyan" if statement.source else "dim")
    if statement.cue:
        who.append(f" {shorten(statement.cue, 80)}", style="yellow")
    out.print(who)
    words = Text(quoted(statement.content))
    words.highlight_words(sought, style="bold", case_sensitive=False)
    out.print(Padding(words, (0, 0, 0, 4)))


def _say_count(tally: _Tally, opened: Ledger) -> None:
    if tally.more:
        note(f"{plural(tally.count, 'statement')} shown, and there are more: --limit 0 shows all")
    elif tally.count:
        note(plural(tally.count, "statement"))
    elif next(iter(opened.statements(limit=1)), None) is None:
        note("The ledger holds no statements yet: `sayso read PATH` reads reports into it")
    else:
        note("No statement matches. Try fewer words or a wider period; `sayso sources` lists who speaks")
