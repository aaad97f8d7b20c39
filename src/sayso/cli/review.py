"""``sayso review``: what people decide about single claims. Each command is imported when called."""

from __future__ import annotations

import click

from sayso.cli import Commands

__all__ = ["review_command"]

REVIEW_COMMANDS = {
    "list": ("review_list", "List what people decided (the default: sayso review)."),
    "accept": ("review_changes", "Say that a claim is right as it stands."),
    "reject": ("review_changes", "Say that a claim is none: it is left out."),
    "correct": ("review_changes", "Correct type, stance, parties, sources and other parts of a claim."),
    "link": ("review_changes", "Say which party the words of a claim mean."),
    "unlink": ("review_changes", "Say that the words do not mean that party."),
    "undo": ("review_changes", "Take a decision back."),
}

EXAMPLES = (
    "sayso review",
    "sayso review accept 102ba3c3 1",
    "sayso review correct 102ba3c3 2 --stance denies --why 'the embassy denies it'",
    "sayso review link 102ba3c3 2 actor iran",
    "sayso review undo 3",
)


class ReviewCommands(Commands):
    """The commands of review; without one, what was decided is listed."""

    table = REVIEW_COMMANDS

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


@click.group("review", cls=ReviewCommands)
def review_command() -> None:
    """Accept, reject or correct single claims, and say which party is meant.

    A claim is named by its report and its number in it, as `sayso show REPORT` shows them, or by its id. No
    claim is ever changed: each decision is a row of its own with who made it, when and why, and what all of
    them come to is one more reading of the report, which every question, weighing and export has from then
    on. Every decision can be taken back. Another model's reading is corrected, too, where it has the claim.
    """
