"""``sayso status`` and ``sayso rejects``: what the ledger holds, and what could not become a reading."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sayso.cli.list_words import days_old, entries_words
from sayso.cli.terminal import (
    Exemplified,
    console,
    csv_option,
    json_option,
    ledger_option,
    note,
    one_format,
    open_ledger,
    plural,
    print_csv,
    print_indented,
    print_json,
    print_rows,
    safe,
    shorten,
    to_terminal,
)
from sayso.cli.weighed import Tallies, tallies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sayso.ledger import Status, StoredReject
    from sayso.ledger.records import ListVersion, Screening

MOST_OUTLETS = 5
MOST_TYPES = 6
MOST_STANCES = 8  # all there are
REJECT_COLUMNS = ("path", "locator", "reason", "message", "seen_at", "run")


@click.command(
    "status",
    cls=Exemplified,
    examples=("sayso status", "sayso status --ledger august.db --json"),
)
@ledger_option
@json_option
def status_command(ledger: str | None, as_json: bool) -> None:
    """Say where the ledger is and what it holds: reports, statements, claims by stance, events by type,
    mentions of parties and how many could be resolved, outlets, days, rejects, readers; matters and stories;
    which sanctions lists are in use, how old they are, and how many parties match an entry.

    It also tells how old the facts of the built-in gazetteer are (who holds an office, who controls an
    outlet), and how many reports are published after them.
    """
    from sayso.ledger.schema import WEIGHINGS_SINCE

    with open_ledger(ledger) as opened:
        status = opened.status()
        lists = opened.lists.current()
        screening = opened.screenings.latest()
        weighed = tallies(opened) if status.schema_version >= WEIGHINGS_SINCE else None
    told = [*_facts(status), *_weighed(weighed), *_lists(status, lists, screening)]
    facts = [(name, safe(fact)) for name, fact in told]
    if as_json:
        print_json({**status.to_dict(), "weighed": None if weighed is None else asdict(weighed)})
    elif to_terminal():
        _print_facts(facts)
    else:
        print_rows(facts)
    if not status.reports:
        note("The ledger holds no reports yet: `sayso read PATH` reads some into it")


def _facts(status: Status) -> list[tuple[str, str]]:
    days = f"{status.first} to {status.last}" if status.first else "undated"
    facts = [
        ("ledger", f"{status.where} ({_size(status.size)}, schema {status.schema_version})"),
        ("reports", f"{status.reports:,} (published {days})" if status.reports else "0"),
        ("statements", f"{status.attributions:,} ({status.without_source:,} name nobody)"),
        ("claims", _most(status.by_stance, status.claims, MOST_STANCES)),
        ("events", _most(status.by_type, status.events, MOST_TYPES)),
        ("mentions", _resolved(status)),
        ("gazetteer", _facts_age(status)),
        ("outlets", _most(status.outlets, len(status.outlets), MOST_OUTLETS)),
        ("rejects", f"{status.rejects:,}"),
        ("runs", f"{status.runs:,}"),
    ]
    return facts + [("reader", f"sayso {version}, model {model[:12]}") for version, model in status.models]


def _weighed(its: Tallies | None) -> list[tuple[str, str]]:
    """Give a fact on the matters and one on the stories, where anything was weighed or could be."""
    if its is None or not its.matters + its.not_weighed:
        return []
    kinds = f" ({its.in_several_reports:,} in several reports, {its.contested:,} contested)"
    left = f"; {plural(its.not_weighed, 'report')} not weighed yet: `sayso weigh` does it"
    stories = f"{its.stories:,} of several reports ({plural(its.copies, 'report')} are copies)"
    return [
        ("matters", f"{its.matters:,}{kinds if its.matters else ''}{left if its.not_weighed else ''}"),
        ("stories", stories.replace("1 report are copies", "1 report is a copy") if its.stories else "0"),
    ]


def _lists(
    status: Status, lists: tuple[ListVersion, ...], screening: Screening | None
) -> list[tuple[str, str]]:
    """Give a fact for each list in use, and one on who matches them; none where there are no lists."""
    if not lists:
        return []
    facts = [
        ("list", f"{each.label}: {entries_words(each.entries)}, {plural(days_old(each), 'day')} old")
        for each in lists
    ]
    if screening is None:
        told = "nobody has been screened yet"
    else:
        parties = "party" if status.listed == 1 else "parties"
        told = f"{status.listed:,} {parties} may be listed (score {screening.threshold:g} or more)"
        if set(screening.versions) != {each.label for each in lists}:
            told += "; the lists have changed since then"
    return [*facts, ("screened", told)]


def _resolved(status: Status) -> str:
    if not status.mentions:
        return "0"
    share = status.resolved / status.mentions
    left = status.mentions - status.resolved
    return f"{status.mentions:,} of parties ({status.resolved:,} resolved, {share:.0%}; {left:,} not)"


def _facts_age(status: Status) -> str:
    if status.facts_from is None or status.facts_until is None:
        return "no facts that can change"
    days = " to ".join(dict.fromkeys((status.facts_from, status.facts_until)))
    after = f"; {plural(status.after_facts, 'report')} published later" if status.after_facts else ""
    return f"facts that can change were checked {days}{after}"


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.0f} kB"


def _most(counts: dict[str, int], total: int, most: int) -> str:
    """Give a total and what it is made of, the commonest first: ``14 (Reuters 2, …)``."""
    if not counts:
        return f"{total:,}"
    first = ", ".join(f"{shorten(name, 40)} {count:,}" for name, count in list(counts.items())[:most])
    return f"{total:,} ({first}{', …' if len(counts) > most else ''})"


def _print_facts(facts: list[tuple[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 3, 0, 0))
    for name, fact in facts:
        table.add_row(Text(name, style="dim"), Text(fact))
    console().print(table)


@click.command(
    "rejects",
    cls=Exemplified,
    examples=("sayso rejects", "sayso rejects --json | jq -r .reason | sort | uniq -c"),
)
@click.option("--all", "everything", is_flag=True, help="Also inputs that were read later.")
@ledger_option
@json_option
@csv_option
def rejects_command(everything: bool, ledger: str | None, as_json: bool, as_csv: bool) -> None:
    """List every input that did not become a reading: where it is, why, and what to do about it."""
    one_format(as_json, as_csv)
    with open_ledger(ledger) as opened:
        rejects = list(opened.rejects(everything=everything))
    if as_json:
        for reject in rejects:
            print_json(reject.to_dict())
    elif as_csv:
        print_csv(REJECT_COLUMNS, (reject.to_dict() for reject in rejects))
    elif to_terminal():
        _print_rejects(rejects)
    else:
        print_rows((_where(reject), reject.reason, reject.message) for reject in rejects)
    note(plural(len(rejects), "reject") if rejects else "No rejects: every input became a reading")


def _where(reject: StoredReject) -> str:
    return ", ".join(part for part in (reject.path, reject.locator) if part)


def _print_rejects(rejects: Iterable[StoredReject]) -> None:
    from rich.text import Text

    out = console()
    for reject in rejects:
        line = Text(safe(_where(reject)), style="bold")
        line.append(f"  {safe(reject.reason)}", style="not bold red")
        out.print(line)
        print_indented(out, Text(safe(reject.message)), 4)
