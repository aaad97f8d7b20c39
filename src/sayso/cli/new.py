"""``sayso new``: what is new of matters since a day or a run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.terminal import (
    FEW,
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_line,
    open_ledger,
    parties_option,
    print_indented,
    print_json,
    print_rows,
    to_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from sayso.ledger import Ledger
    from sayso.ledger.matter_records import Change

MOST_NAMES = 4


@click.command(
    "new",
    cls=Exemplified,
    examples=(
        "sayso new --since 2023-10-01",
        "sayso new --since 12 --watched",
        'sayso new --since "$(date -d yesterday +%F)" --watched --json',
    ),
)
@click.option(
    "--since",
    type=Words(),
    required=True,
    metavar="DATE|RUN",
    help="A day, a time (UTC, 2024-05-01T12:00), or the number of a run of `sayso read`.",
)
@click.option("--watched", is_flag=True, help="Only what fits a watch; `sayso watch` keeps them.")
@limit_option("matters")
@ledger_option
@parties_option
@json_option
def new_command(
    since: str,
    watched: bool,
    limit: int | None,
    ledger: str | None,
    parties: str | None,
    as_json: bool,
) -> None:
    """Say what is new: matters that were not known, and in known ones new denials, new origins, and numbers
    that changed.

    It is new since DATE, by when the ledger came to know it (not when it was published), or since RUN, as
    `sayso read` tells its number: what came after that run. Matters last reported come first, one line each;
    --json gives one object per matter. The exit code is 0 also where nothing is new, so that only what fails
    raises an alarm in cron.
    """
    from sayso.cli.weighed import say_if_behind

    if limit is None and not as_json and to_terminal():
        limit = FEW
    with open_ledger(ledger, parties) as opened:
        if watched and not opened.weighings.watches():
            note("There are no watches yet: `sayso watch add` keeps one")
        changes = opened.weighings.changes(since, watched=watched)
        shown = changes[: limit or None]
        labels = {each.id: each.label for each in opened.weighings.watches()}
        if as_json:
            for change in shown:
                print_json(_record(change))
        elif to_terminal():
            _print_changes(console(), shown, labels)
        else:
            print_rows(_row(change, labels) for change in shown)
        sys.stdout.flush()
        _say_count(opened, changes, len(shown), since, watched=watched)
        say_if_behind(opened)


def _record(change: Change) -> dict[str, Any]:
    from sayso.cli.matter_answers import matter_record

    return {**change.to_dict(), "matter": matter_record(change.matter)}


def _row(change: Change, labels: Mapping[int, str]) -> tuple[object, ...]:
    matter = change.matter
    watches = ", ".join(labels[number] for number in change.watches if number in labels)
    what = "; ".join(f"{name}: {words}" if words else name for name, words in _news(change))
    return (matter.matter, matter.last or "undated", what, matter.title, watches)


def _news(change: Change) -> list[tuple[str, str]]:
    """Say what is new of a matter: what kind of news, and which."""
    from sayso.cli.matter_answers import matter_line

    if change.new:
        return [("new matter", matter_line(change.matter))]
    news = []
    if change.denials:
        news.append(("now denied or doubted by", _names(change.denials)))
    denying = {each["key"] for each in change.denials}
    if others := [each for each in change.origins if each["key"] not in denying]:
        news.append(("new origin" if len(others) == 1 else "new origins", _names(others)))
    if change.numbers or change.numbers_before:
        before, after = _counts(change.numbers_before), _counts(change.numbers)
        if before and after:
            news.append(("numbers", f"{before} → {after}"))
        else:
            news.append(("new numbers", after) if after else ("numbers no longer given", before))
    if change.contested:
        news.append(("now contested", ""))
    return news


def _names(origins: Sequence[Mapping[str, Any]]) -> str:
    more = len(origins) - MOST_NAMES
    names = ", ".join(one_line(each["name"]) for each in origins[:MOST_NAMES])
    return names + (f" and {more} more" if more > 0 else "")


def _counts(counts: Iterable[Mapping[str, Any]]) -> str:
    from sayso.weigh.numbers import count_in_words
    from sayso.weigh.records import Count

    its = [one_line(count_in_words(Count(**count))) for count in counts]
    more = len(its) - MOST_NAMES
    return " / ".join(its[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _print_changes(out: Console, changes: Sequence[Change], labels: Mapping[int, str]) -> None:
    from rich.text import Text

    from sayso.cli.matter_answers import print_heading, standing_text

    for number, change in enumerate(changes):
        if number:
            out.print()
        print_heading(out, change.matter)
        for name, words in _news(change):
            line: Text = Text.assemble((name, "bold"))
            if words:
                line.append(": ")
                line.append_text(standing_text(words) if change.new else Text(words))
            print_indented(out, line, 4)
        if watches := [labels[each] for each in change.watches if each in labels]:
            print_indented(out, Text(one_line(f"watched: {', '.join(watches)}"), style="dim"), 4)


def _say_count(opened: Ledger, changes: Sequence[Change], shown: int, since: str, *, watched: bool) -> None:
    from sayso.cli.weighed import advise, count_matters

    if not changes:
        fits = " that fits a watch" if watched else ""
        after = f"run {since}" if since.strip().isdecimal() and len(since.strip()) != 4 else since
        note(advise(opened, f"Nothing is new since {after}{fits}"))
        return
    new = sum(change.new for change in changes)
    parts = [f"{new:,} new {'matter' if new == 1 else 'matters'}"] if new else []
    if known := len(changes) - new:
        parts.append(f"something new in {count_matters(known)}")
    less = f"; {shown:,} shown, --limit 0 shows all" if shown < len(changes) else ""
    note(f"{', '.join(parts)}{less}; `sayso matter ID` shows one whole")
