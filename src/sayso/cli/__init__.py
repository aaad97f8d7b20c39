"""The command ``sayso``. Each command has a file of its own, imported when it is called: help is quick.

Exit codes: 0 it worked; 1 it failed (nothing could be read, no such report, no ledger); 2 it was asked
wrongly; 130 it was interrupted; 141 whoever read the output closed it early.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from typing import NoReturn

import click

from sayso import __version__
from sayso.cli.endings import INTERRUPTED, endings, is_output_error, tell_output_error
from sayso.cli.signs import keep_printing

__all__ = ["cli", "main"]

# command: (its file, what `sayso --help` says of it), in the order in which one needs them
COMMANDS = {
    "read": ("read", "Read reports into the ledger."),
    "show": ("show", "Show one report with every claim and statement marked."),
    "ask": ("ask", "Find claims: who did what to whom, and on whose say-so."),
    "matters": ("matters", "List matters: what is claimed across reports, and how it stands."),
    "matter": ("matter", "Show one matter whole, down to its origins; or correct it."),
    "stories": ("stories", "List the reports that are copies of one text."),
    "new": ("new", "Say what is new of matters since a day or a run."),
    "review": ("review", "Accept, reject or correct single claims; say which party is meant."),
    "watch": ("watch", "Keep what to be told of: parties, pairs, types of event."),
    "weigh": ("weigh", "Bring stories and matters up to date by hand."),
    "parties": ("parties", "Say who is meant in a text, and why."),
    "lists": ("lists", "Add, update and compare sanctions lists."),
    "screen": ("screen", "Look names up in the lists, with what speaks for and against."),
    "exposure": ("exposure", "Say how a party is tied to sanctions: listed, owned, near."),
    "relief": ("relief", "Say what would change if a party were no longer listed."),
    "sources": ("sources", "Rank the speakers by how often they are quoted."),
    "status": ("status", "Say what the ledger holds."),
    "rejects": ("status", "List what could not be read, and why."),
    "serve": ("serve", "Open the ledger in a browser, and as an HTTP API."),
    "export": ("export", "Write the ledger for other programs: CSV, Parquet, FollowTheMoney, GraphML …"),
}


class Commands(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    table = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands' names in the order of use."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        if cmd_name not in self.table:
            return None
        module = import_module(f"sayso.cli.{self.table[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self.table.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which ones there are."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            from sayso.cli.terminal import safe

            known = ", ".join(self.table)
            raise click.UsageError(f"there is no command {safe(args[0])!r}; the commands are {known}.", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; every way in which it can end becomes an exit code."""
        with endings():
            value: object = super().invoke(ctx)
            sys.stdout.flush()
        return value


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: sayso read PATH, where PATH is a report or a folder of them.",
)
@click.version_option(__version__, message="sayso %(version)s")
def cli() -> None:
    """sayso reads news reports and keeps a ledger of claims: who did what to whom, and on whose say-so."""  # noqa: D403


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    keep_printing()
    try:
        cli.main(prog_name="sayso")
    except SystemExit as ending:
        if ending.code == INTERRUPTED and threading.active_count() > 1:
            # A reader thread may be deep in a long report, and the interpreter would wait for it.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        raise
    except OSError as error:  # help and version are printed before any command begins
        if not is_output_error(error):
            raise
        tell_output_error(error)
        raise SystemExit(1) from None
    raise AssertionError("click leaves through SystemExit")
