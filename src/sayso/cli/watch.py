"""``sayso watch``: what somebody wants to be told of by ``sayso new --watched``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sayso.cli import Commands
from sayso.cli.ask import Known
from sayso.cli.terminal import (
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    note,
    one_line,
    open_ledger,
    plural,
    print_indented,
    print_json,
    print_rows,
    to_terminal,
)
from sayso.reading.ontology import TYPES

if TYPE_CHECKING:
    from sayso.ledger.matter_records import Watch

WATCH_COMMANDS = {
    "add": ("watch", "Add a watch."),
    "list": ("watch", "List the watches (the default)."),
    "drop": ("watch", "End a watch."),
}
EXAMPLES = (
    "sayso watch add --between Iran Russia",
    "sayso watch add --actor IRN --type aid --label 'Iranian aid'",
    "sayso new --since 2023-10-01 --watched",
    "sayso watch drop 2",
)


class WatchCommands(Commands):
    """The commands for watches; without one of them, the watches are listed."""

    table = WATCH_COMMANDS

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options without a command for those of ``list``."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, unwrapped so that they can be copied."""
        with formatter.section("Examples"):
            for example in EXAMPLES:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


@click.group("watch", cls=WatchCommands)
def watch_command() -> None:
    """Keep what to be told of: a party, a pair of them, a type of event.

    `sayso new --since DATE --watched` then tells only what fits one of the watches. They are kept in the
    ledger, for everybody who asks it.
    """


@click.command(
    "add",
    cls=Exemplified,
    examples=(
        "sayso watch add --party Iran",
        "sayso watch add --between Iran Russia --type aid",
        "sayso watch add --actor 'North Korea' --label 'whatever Pyongyang does'",
    ),
)
@click.option("--party", type=Words(), metavar="PARTY", help="Who has a part in it, on either side.")
@click.option(
    "--between", type=Words(), nargs=2, metavar="PARTY PARTY", help="Who has to do with whom, either way."
)
@click.option("--actor", type=Words(), metavar="PARTY", help="Who does it.")
@click.option("--recipient", type=Words(), metavar="PARTY", help="To whom it is done.")
@click.option(
    "--type",
    "kind",
    type=Known("type of event", TYPES),
    metavar="TYPE",
    help=f"What is done: {', '.join(TYPES)}.",
)
@click.option("--label", type=Words(), metavar="TEXT", help="What to call the watch.")
@ledger_option
@json_option
def add_command(
    party: str | None,
    between: tuple[str, str] | None,
    actor: str | None,
    recipient: str | None,
    kind: tuple[str, ...] | None,
    label: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Add a watch. A PARTY is a name, a code or an id, as in `sayso ask`."""
    if party and between:
        raise click.UsageError("--party and --between exclude each other; give one of them.")
    if kind and len(kind) > 1:
        raise click.UsageError("A watch has one --type; add another watch for the other one.")
    one, other = between or (party, None)

    from sayso.ledger import Ledger

    with open_ledger(ledger):  # a slip of the pen makes no ledger
        pass
    with Ledger(ledger) as opened:
        watch = opened.weighings.watch(
            label, actor=actor, recipient=recipient, party=one, other=other, type=kind[0] if kind else None
        )
    if as_json:
        print_json(watch.to_dict())
        return
    note(
        f"Watch {watch.id} is kept: {one_line(_asks(watch))}. `sayso new --since DATE --watched` tells of it"
    )


@click.command(
    "list", cls=Exemplified, examples=("sayso watch list", "sayso watch list --json | jq -r .label")
)
@ledger_option
@json_option
def list_command(ledger: str | None, as_json: bool) -> None:
    """List the watches, oldest first (the default)."""
    with open_ledger(ledger) as opened:
        watches = opened.weighings.watches()
    if as_json:
        for watch in watches:
            print_json(watch.to_dict())
    elif to_terminal():
        _print_watches(watches)
    else:
        print_rows((watch.id, watch.at, watch.label, _asks(watch)) for watch in watches)
    sys.stdout.flush()
    if watches:
        note(plural(len(watches), "watch").replace("watchs", "watches"))
    else:
        note("There are no watches yet: `sayso watch add` keeps one")


@click.command("drop", cls=Exemplified, examples=("sayso watch drop 2",))
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@ledger_option
def drop_command(number: int, ledger: str | None) -> None:
    """End watch N, as `sayso watch list` numbers them."""
    from sayso.ledger import Ledger

    with open_ledger(ledger) as opened:
        watches = {watch.id: watch for watch in opened.weighings.watches()}
    with Ledger(ledger) as writable:
        writable.weighings.unwatch(number)
    note(
        f"Watch {number} has ended: {one_line(watches[number].label)}"
        if number in watches
        else "It has ended"
    )


def _asks(watch: Watch) -> str:
    """Say what a watch asks for: "AID by Iran to Russia", "anything between Iran and Russia"."""
    words = [watch.type or "anything"]
    if watch.party and watch.other:
        words.append(f"between {watch.party} and {watch.other}")
    elif watch.party or watch.other:
        words.append(f"with {watch.party or watch.other} on either side")
    if watch.actor:
        words.append(f"by {watch.actor}")
    if watch.recipient:
        words.append(f"to {watch.recipient}")
    return " ".join(words)


def _print_watches(watches: list[Watch]) -> None:
    from rich.text import Text

    out = console()
    for watch in watches:
        line = Text.assemble((one_line(watch.label), "bold"), (f"  {one_line(_asks(watch))}", "dim"))
        print_indented(out, line, 5, lead=f"{watch.id:>3}")
