"""``sayso matter``: one matter whole, and how people correct matters. Each is imported when called."""

from __future__ import annotations

import click

from sayso.cli import Commands

__all__ = ["matter_command"]

MATTER_COMMANDS = {
    "show": ("matter_whole", "Show one matter whole (the default: sayso matter ID)."),
    "join": ("matter_changes", "Decide that several matters are one."),
    "split": ("matter_changes", "Decide that some claims of a matter are another matter."),
    "undo": ("matter_changes", "Take a decision back."),
    "decisions": ("matter_changes", "List what people decided."),
}

EXAMPLES = (
    "sayso matter m46c004",
    "sayso matter m46c004 --copies --why",
    "sayso matter m46c004 --json",
    "sayso matter split m46c004 102ba3c3:8 --note 'another delivery'",
)


class MatterCommands(Commands):
    """The commands for a matter; what is none of them is the id of a matter to be shown."""

    table = MATTER_COMMANDS

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take an id, or options without a command, for those of ``show``."""
        if not args or (args[0] not in self.table and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called: with an id, or with a command."""
        formatter.write_usage(ctx.command_path, "ID [OPTIONS]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix="       ")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, unwrapped so that they can be copied."""
        with formatter.section("Examples"):
            for example in EXAMPLES:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


@click.group("matter", cls=MatterCommands)
def matter_command() -> None:
    """Show one matter whole, or correct matters.

    `sayso matter ID` shows who affirms, alleges, denies and doubts it, on what each of these rests, how they
    changed, which numbers differ, and every claim in its words; its options are in `sayso matter show
    --help`. The ID is as `sayso matters` lists it; its beginning is enough.

    A correction is kept as a row of its own, with who made it and when, and is honoured whenever matters are
    made anew: what was joined stays so for reports that come later, too; what was split off are the claims
    that were named. No claim is changed, and every correction can be taken back.
    """
