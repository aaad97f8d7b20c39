"""``sayso ask``: statements by who says them, what is said, where and when."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    FEW,
    DateParam,
    Exemplified,
    Words,
    console,
    csv_option,
    guard_lines,
    guarded_output,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_format,
    one_line,
    open_ledger,
    plural,
    print_indented,
    print_json,
    print_rows,
    safe,
    shorten,
    to_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from sayso.ledger import Ledger, Statement

NOBODY = "(nobody named)"


@click.command(
    "ask",
    cls=Exemplified,
    examples=(
        "sayso ask ceasefire",
        "sayso ask --source ministry --since 2023-08 --until 2023-09-15",
        "sayso ask '\"gas pipeline\" explo*' --outlet Reuters --csv > statements.csv",
    ),
)
@click.argument("words", metavar="[TEXT]", type=Words(), nargs=-1)
@click.option("--source", type=Words(), metavar="NAME", help="Who says it: words of the source.")
@click.option(
    "--outlet", type=Words(), metavar="NAME", help="Only reports of outlets whose name has this in it."
)
@click.option("--since", type=DateParam(), help="Only reports published on this day or later.")
@click.option("--until", type=DateParam(last=True), help="Only reports published on this day or earlier.")
@limit_option("statements")
@ledger_option
@json_option
@csv_option
def ask_command(
    words: tuple[str, ...],
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

    All words of TEXT must occur; "words in quotes" stand together, and word* stands for any ending. A date
    may be a day (2023-08-21), a month (2023-08) or a year; both ends are included. TEXT is sought in what is
    said; who says it is --source's. The newest come first.
    """
    text = " ".join(words) or None
    for_people = one_format(as_json, as_csv)
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}; nothing can lie between.")
    if limit is None and for_people and to_terminal():
        limit = FEW
    with open_ledger(ledger) as opened:
        found = opened.statements(
            text,
            source=source,
            outlet=outlet,
            since=since,
            until=until,
            limit=limit + 1 if limit else None,  # one more tells whether there is more
        )
        statements = _Tally(found, limit or None)
        if as_json:
            for statement in statements:
                print_json(statement.to_dict())
        elif as_csv:
            from sayso.ledger.export import write_csv

            write_csv(statements, guarded_output(guard_lines))
        elif to_terminal():
            _print_for_people(statements, text)
        else:
            print_rows(_row(statement) for statement in statements)
        _say_count(statements, opened)


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
        one_line(statement.content),
        statement.report_id[:8],
    )


def _print_for_people(statements: Iterable[Statement], text: str | None) -> None:
    out = console()
    sought = [word for word in (text or "").replace('"', " ").replace("*", " ").split() if len(word) > 1]
    for number, statement in enumerate(statements):
        if number:
            out.print()
        _print_statement(out, statement, sought)


def _print_statement(out: Console, statement: Statement, sought: list[str]) -> None:
    from rich.text import Text

    title = shorten(statement.title, 60) if statement.title else None
    where = [statement.published or "undated", statement.outlet, title]
    head = Text(" · ".join(safe(part) for part in where if part), style="dim")
    head.append(f"  {statement.report_id[:8]}", style="not dim magenta")
    out.print(head)
    named = statement.source is not None
    who = Text(shorten(statement.source or NOBODY, 200), style="bold cyan" if named else "dim")
    if statement.cue:
        who.append(f" {shorten(statement.cue, 80)}", style="not bold not dim yellow")
    print_indented(out, who, 2)
    words = Text(one_line(statement.content))
    words.highlight_words(sought, style="bold underline", case_sensitive=False)
    print_indented(out, words, 4)


def _say_count(statements: _Tally, opened: Ledger) -> None:
    if statements.more:
        note(f"{plural(statements.count, 'statement')} shown, and there are more: --limit 0 shows all")
    elif statements.count:
        note(plural(statements.count, "statement"))
    elif next(iter(opened.statements(limit=1)), None) is None:
        note("The ledger holds no statements yet: `sayso read PATH` reads reports into it")
    else:
        note(
            "No statement matches. Try fewer words or word*, --source for who says it, or a wider period; "
            "`sayso sources` lists who speaks, `sayso status` the outlets"
        )
