"""``sayso sources``: the speakers, most quoted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    FEW,
    Exemplified,
    console,
    csv_option,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_format,
    one_line,
    open_ledger,
    plural,
    print_csv,
    print_json,
    print_rows,
    shorten,
    to_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sayso.ledger import SourceCount, SourceRanking

WIDEST_NAME = 44  # columns of a terminal
OTHER_COLUMNS = 28  # columns that the numbers and all gaps take
SHORTEST_EXAMPLE = 16  # columns; a narrower terminal goes without
COLUMNS = ("speaker", "statements", "reports", "outlets", "first", "last", "example", "actor", "words")


@click.command(
    "sources",
    cls=Exemplified,
    examples=("sayso sources", "sayso sources --limit 0 --csv > sources.csv"),
)
@limit_option("speakers")
@ledger_option
@json_option
@csv_option
def sources_command(limit: int | None, ledger: str | None, as_json: bool, as_csv: bool) -> None:
    """Rank the speakers by the number of their statements, with the outlets and days that carry them.

    A party is one speaker, whatever the reports call it: it is shown by its name, with the words in which it
    is named most often. Where no party could be told, the words are the speaker.
    """
    for_people = one_format(as_json, as_csv)
    if limit is None and for_people and to_terminal():
        limit = FEW
    with open_ledger(ledger) as opened:
        shown = opened.sources(limit=limit or None)
    if as_json:
        for count in shown:
            print_json(count.to_dict())
    elif as_csv:
        print_csv(COLUMNS, (count.to_dict() for count in shown))
    elif shown and to_terminal():
        _print_table(shown)
    else:
        print_rows(_row(count) for count in shown)
    _say_count(shown)


def _row(count: SourceCount) -> tuple[object, ...]:
    example = one_line(count.example)
    return (
        count.statements,
        count.reports,
        count.outlets,
        _period(count),
        count.speaker,
        example,
        count.words,
    )


def _named(count: SourceCount) -> str:
    """Give the party's name with the words in which it is named most often, where these are others."""
    from sayso.ledger.speakers import speaker_key

    same = speaker_key(count.words) == speaker_key(count.speaker)
    return count.speaker if same else f"{count.speaker} ({count.words})"


def _period(count: SourceCount) -> str:
    if not count.first or not count.last:
        return "undated"
    return count.first if count.first == count.last else f"{count.first} to {count.last}"


def _print_table(shown: Sequence[SourceCount]) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("says", "reports", "outlets"):
        table.add_column(name, justify="right", no_wrap=True)
    speakers = [Text(shorten(_named(count), WIDEST_NAME), style="bold cyan") for count in shown]
    widest = max(speaker.cell_len for speaker in speakers)
    # Every width is said in so many words: rich would take what is missing from the numbers.
    left = out.width - widest - OTHER_COLUMNS
    table.add_column("who", width=min(widest, out.width - OTHER_COLUMNS), no_wrap=True, overflow="ellipsis")
    if left >= SHORTEST_EXAMPLE:
        table.add_column("for example", width=left, no_wrap=True, overflow="ellipsis")
    for count, speaker in zip(shown, speakers, strict=True):
        cells = [f"{number:,}" for number in (count.statements, count.reports, count.outlets)]
        example = [Text(one_line(count.example))] if left >= SHORTEST_EXAMPLE else []
        table.add_row(*cells, speaker, *example)
    out.print(table)


def _say_count(shown: SourceRanking) -> None:
    if not shown.speakers + shown.by_pronoun + shown.by_nobody:
        note("Nobody speaks in this ledger yet: `sayso read PATH` reads reports into it")
        return
    if len(shown) < shown.speakers:
        line = f"{len(shown):,} of {plural(shown.speakers, 'speaker')}; --limit 0 shows all"
    else:
        line = plural(shown.speakers, "speaker")
    left_out = [
        f"{plural(count, 'statement')} by {whom}"
        for count, whom in ((shown.by_pronoun, "a mere pronoun"), (shown.by_nobody, "nobody named"))
        if count
    ]
    note(line + (f" (not ranked: {', '.join(left_out)})" if left_out else ""))
