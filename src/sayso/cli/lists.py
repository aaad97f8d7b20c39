"""``sayso lists``: the sanctions lists of the ledger. Each command in it is imported when it is called."""

from __future__ import annotations

import click

from sayso.cli import Commands

__all__ = ["lists_command"]

LIST_COMMANDS = {
    "show": ("list_answers", "Say which lists are in use, and how old they are (the default)."),
    "add": ("list_changes", "Add lists from files."),
    "update": ("list_changes", "Fetch lists from where the authorities publish them."),
    "diff": ("list_answers", "Say who came, who went and what changed between two versions."),
    "entry": ("list_answers", "Show one entry whole."),
    "rejects": ("list_answers", "List the rows that could not be read, and why."),
    "drop": ("list_changes", "Use a list no longer; nothing is removed."),
}

EXAMPLES = (
    "sayso lists add SDN.CSV ALT.CSV ADD.CSV --published 2024-06-27",
    "sayso lists update",
    "sayso lists diff un-sc",
)


class ListCommands(Commands):
    """The commands for lists; without one of them, the lists are shown."""

    table = LIST_COMMANDS

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options without a command for those of ``show``."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, unwrapped so that they can be copied."""
        with formatter.section("Examples"):
            for example in EXAMPLES:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


@click.group("lists", cls=ListCommands)
def lists_command() -> None:
    """Add, update and compare sanctions lists.

    The ledger keeps every version of a list. A version goes by its label, the list and the day on which it
    was published (ofac-sdn@2024-06-27); the list alone (ofac-sdn) means the newest one.
    """
