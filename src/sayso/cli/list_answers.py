"""``sayso lists show``, ``diff``, ``entry`` and ``rejects``: what is in the lists."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.list_words import days_old, entries_words, entry_facts, value_words
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
    plural,
    print_indented,
    print_json,
    print_rows,
    safe,
    to_terminal,
)
from sayso.errors import ListError, UsageError
from sayso.lists.listing import ENTRY_KINDS

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.ledger import Ledger
    from sayso.ledger.records import ListVersion
    from sayso.lists.diff import EntryChange, FieldChange
    from sayso.lists.listing import Entry, RowReject

CHANGES = ("came", "went", "changed")
_STYLES = {"came": "green", "went": "red", "changed": "yellow"}


# ---- show --------------------------------------------------------------------------------------------------


@click.command("show", cls=Exemplified, examples=("sayso lists", "sayso lists show --all --json"))
@click.option("--all", "everything", is_flag=True, help="Older versions and dropped lists, too.")
@ledger_option
@json_option
def show_command(everything: bool, ledger: str | None, as_json: bool) -> None:
    """Say which version of each list is in use: its label, how many entries and names it has, how many of
    its rows could not be read, and how old it is.
    """
    with open_ledger(ledger) as opened:
        current = opened.lists.current()
        versions = opened.lists.versions()
    shown = versions if everything else current
    used = {version.id for version in current}
    states = {
        version.id: "in use" if version.id in used else "older" if version.used else "dropped"
        for version in shown
    }
    if as_json:
        for version in shown:
            print_json({**version.to_dict(), "state": states[version.id], "days_old": days_old(version)})
    elif to_terminal():
        _print_versions(shown, states)
    else:
        print_rows(
            (
                version.label,
                states[version.id],
                version.entries,
                version.names,
                version.rejects,
                plural(days_old(version), "day") + " old",
                version.title,
            )
            for version in shown
        )
    if not versions:
        note("There are no lists in the ledger: `sayso lists add FILE` or `sayso lists update` brings some")
    elif everything:
        note(plural(len(shown), "version"))
    else:
        more = len(versions) - len(shown)
        told = "; --all shows " + ("one more version" if more == 1 else f"{more:,} more versions")
        note(f"{plural(len(shown), 'list')} in use" + (told if more else ""))


def _print_versions(versions: tuple[ListVersion, ...], states: dict[int, str]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in range(5):
        table.add_column(no_wrap=True, overflow="ellipsis")
    table.columns[0].overflow = "fold"  # a label is for copying
    for version in versions:
        state = states[version.id]
        dull = "" if state == "in use" else "dim"
        table.add_row(
            Text(safe(version.label), style=dull or "bold"),
            Text(state, style=dull),
            Text(entries_words(version.entries), style=dull),
            Text(plural(version.names, "name"), style=dull),
            Text(plural(days_old(version), "day") + " old", style=dull),
        )
    console().print(table)


# ---- diff --------------------------------------------------------------------------------------------------


@click.command(
    "diff",
    cls=Exemplified,
    examples=(
        "sayso lists diff un-sc",
        "sayso lists diff ofac-sdn@2024-06-27 ofac-sdn --only came,went",
        "sayso lists diff eu-fsf --kind vessel --json",
    ),
)
@click.argument("old", metavar="A", type=Words())
@click.argument("new", metavar="[B]", type=Words(), required=False)
@click.option("--kind", type=click.Choice(ENTRY_KINDS), help="Only entries of that kind.")
@click.option("--only", metavar="CHANGE", help="Only these changes: came, went, changed (parted by commas).")
@limit_option("entries")
@ledger_option
@json_option
def diff_command(
    old: str, new: str | None, kind: str | None, only: str | None, limit: int | None, ledger: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Say who came, who went and what changed from version A of a list to version B.

    Both are labels (un-sc@2026-02-27), or the list itself, which means its newest version. A alone is
    compared with the version before it: `diff un-sc` says what the newest version has changed.
    """
    from sayso.lists.diff import diff

    wanted = _wanted(only)
    with open_ledger(ledger) as opened:
        before, after = _versions(opened, old, new)
        ours, theirs = _numbers(opened, before), _numbers(opened, after)
        # What is the same in both is one row in the ledger, and need not be taken apart.
        entries = opened.lists.get_many([*(ours - theirs), *(theirs - ours)])
    changes = diff(
        [entries[number] for number in sorted(ours - theirs)],
        [entries[number] for number in sorted(theirs - ours)],
    )
    shown = [each for each in changes if each.change in wanted and kind in (None, each.entry.kind)]
    counts = {name: sum(each.change == name for each in shown) for name in CHANGES if name in wanted}
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    same = len(ours & theirs) + changes.same
    summary = f"{before.label} → {after.label}: {told}"
    if kind is None and wanted == frozenset(CHANGES):
        summary += f", {same:,} the same"
    few = _few(limit, as_json)
    if as_json:
        for each in islice(shown, few):
            print_json({"from": before.label, "to": after.label, **each.to_dict()})
        note(summary)
    elif to_terminal():
        _print_changes(shown[:few], summary)
    else:
        print_rows(row for each in islice(shown, few) for row in _change_rows(each))
        note(summary)
    if few is not None and len(shown) > few:
        note(f"{len(shown) - few:,} more changes are not shown; --limit 0 shows all")


def _wanted(only: str | None) -> frozenset[str]:
    if only is None:
        return frozenset(CHANGES)
    words = [word.strip().casefold() for word in only.split(",") if word.strip()]
    for word in words or [only]:
        if word not in CHANGES:
            raise click.UsageError(f"{safe(word)!r} is no change; there are {', '.join(CHANGES)}.")
    return frozenset(words)


def _few(limit: int | None, as_json: bool) -> int | None:
    """Give how many are shown, None for all."""
    if limit is None:
        return FEW if to_terminal() and not as_json else None
    return limit or None


def _versions(ledger: Ledger, old: str, new: str | None) -> tuple[ListVersion, ListVersion]:
    """Find the versions to compare, the older one first as asked."""
    first = ledger.lists.version(old)
    if new is None:
        its = ledger.lists.versions(first.list)
        place = next(place for place, version in enumerate(its) if version.id == first.id)
        if place + 1 == len(its):
            raise ListError(
                f"{first.label} is the oldest version of {first.list}, with none before it; "
                "`sayso lists add FILE` adds another one, and `sayso lists --all` shows them all"
            )
        return its[place + 1], first
    second = ledger.lists.version(new)
    if first.list != second.list:
        raise UsageError(
            f"{first.label} and {second.label} are versions of different lists, whose numbers have nothing "
            "in common; give two versions of one list (`sayso lists --all` shows them)"
        )
    return first, second


def _numbers(ledger: Ledger, version: ListVersion) -> set[int]:
    return {number for number, _, _ in ledger.lists.raw([version.label])}


def _change_rows(change: EntryChange) -> list[tuple[object, ...]]:
    """Give rows of a change for other programs: one for each field."""
    head = (change.change, change.entry.id, change.entry.kind, change.entry.name)
    if change.change != "changed":
        return [(*head, None, None, None, None)]
    return [
        (*head, one.field, one.of, value_words(one.old, one.field), value_words(one.new, one.field))
        for one in change.fields
    ]


def _print_changes(changes: list[EntryChange], summary: str) -> None:
    from rich.text import Text

    out = console()
    out.print(Text(summary, style="bold"))
    last = ""
    for each in changes:
        if each.change != last:
            last = each.change
            out.print()
            out.print(Text(last, style=_STYLES[last]))
        line = Text("  ")
        line.append(safe(one_line(each.entry.name)), style="bold")
        line.append(f"  {safe(one_line(each.entry.id))}  {safe(each.entry.kind)}", style="dim")
        out.print(line)
        for one in each.fields:
            _print_field(out, one)


def _print_field(out: Console, change: FieldChange) -> None:
    from rich.text import Text

    head = f"{change.field} of {change.of}" if change.of else change.field
    line = Text(safe(one_line(head)) + ": ", style="dim")
    old, new = value_words(change.old, change.field), value_words(change.new, change.field)
    if old:
        line.append(("" if new else "- ") + one_line(old), style="not dim red")
    line.append(" → " if old and new else "")
    if new:
        line.append(("" if old else "+ ") + one_line(new), style="not dim green")
    print_indented(out, line, 6)


# ---- entry -------------------------------------------------------------------------------------------------


@click.command(
    "entry",
    cls=Exemplified,
    examples=("sayso lists entry un-sc:CDi.001", "sayso lists entry ofac-sdn:7157 --in ofac-sdn@2024-06-27"),
)
@click.argument("entry_id", metavar="ID", type=Words())
@click.option("--in", "label", type=Words(), metavar="LABEL", help="As it stands in that version.")
@ledger_option
@json_option
def entry_command(entry_id: str, label: str | None, ledger: str | None, as_json: bool) -> None:
    """Show one entry whole: names, designations with dates and reasons, identifiers, addresses, ties.

    An ID is the list and the authority's own number, as `sayso lists diff` and `sayso screen` print it.
    """
    if ":" not in entry_id:
        raise click.UsageError(
            f"{safe(entry_id[:100])!r} is no id of an entry; write the list and the number: un-sc:CDi.001."
        )
    with open_ledger(ledger) as opened:
        version = opened.lists.version(entry_id.partition(":")[0] if label is None else label)
        entry = opened.lists.entry(entry_id, label)
    if as_json:
        print_json({**entry.to_dict(), "version": version.label})
    elif to_terminal():
        _print_entry(entry, version)
    else:
        print_rows([("list", version.label), ("id", entry.id), *entry_facts(entry)])


def _print_entry(entry: Entry, version: ListVersion) -> None:
    from rich.text import Text

    out = console()
    head = Text(safe(one_line(entry.name)), style="bold")
    head.append(f"  {safe(one_line(entry.id))}", style="not bold cyan")
    out.print(head)
    out.print(
        Text(
            safe(f"{version.label} · {one_line(version.title)} · {days_old(version):,} days old"), style="dim"
        )
    )
    last = ""
    for name, fact in entry_facts(entry):
        print_indented(out, Text(safe(one_line(fact))), 14, lead="" if name == last else name)
        last = name


# ---- rejects -----------------------------------------------------------------------------------------------


@click.command(
    "rejects",
    cls=Exemplified,
    examples=("sayso lists rejects eu-fsf", "sayso lists rejects ofac-sdn@2024-06-27 --json"),
)
@click.argument("label", metavar="LABEL", type=Words())
@limit_option("rows")
@ledger_option
@json_option
def rejects_command(label: str, limit: int | None, ledger: str | None, as_json: bool) -> None:
    """List the rows of a version that could not be read: where, why, and what to do about it.

    LABEL is a version's label, or a list, which means its newest version.
    """
    with open_ledger(ledger) as opened:
        version = opened.lists.version(label)
        rejects = opened.lists.rejects(label)
    few = _few(limit, as_json)
    if as_json:
        for reject in rejects[:few]:
            print_json({"version": version.label, **_reject_record(reject)})
    elif to_terminal():
        _print_rejects(rejects[:few])
    else:
        print_rows((reject.locator, reject.reason, reject.message) for reject in rejects[:few])
    if not rejects:
        note(f"No rejects: every row of {version.label} became an entry or part of one")
        return
    more = few is not None and len(rejects) > few
    told = plural(len(rejects), "row") + f" of {version.label} could not be read"
    note(told + (f"; {few:,} are shown, --limit 0 shows all" if more else ""))


def _reject_record(reject: RowReject) -> dict[str, Any]:
    return {"locator": reject.locator, "reason": reject.reason, "message": reject.message}


def _print_rejects(rejects: tuple[RowReject, ...]) -> None:
    from rich.text import Text

    out = console()
    for reject in rejects:
        line = Text(safe(one_line(reject.locator)), style="bold")
        line.append(f"  {safe(one_line(reject.reason))}", style="not bold red")
        out.print(line)
        print_indented(out, Text(safe(one_line(reject.message))), 4)
