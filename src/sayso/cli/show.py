"""``sayso show``: one report with its claims and statements marked in the text, and listed below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sayso.cli.marks import NESTED, ROLES, bracket_marks, colour_marks, find_marks
from sayso.cli.terminal import (
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    one_line,
    open_ledger,
    plural,
    print_indented,
    print_json,
    safe,
    shorten,
    title_from_path,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from sayso.reading.reading import Reading
    from sayso.report import Report


@click.command(
    "show",
    cls=Exemplified,
    examples=("sayso show 3f9a2c1b", "sayso show harbour-strike.txt"),
)
@click.argument("report", type=Words())
@ledger_option
@json_option
def show_command(report: str, ledger: str | None, as_json: bool) -> None:
    """Show one report of the ledger, its claims and statements marked in the text and listed below.

    REPORT is the report's id (its first digits are enough), its path or file name, its URL, or the id that
    its input gave it. A claim is one event as one chain of speakers tells it: who does what to whom, and how
    the last speaker stands to it. After words that do not name the party that they mean, its name stands in
    brackets: it (Ministry of Defence of Russia). Without colour, the *trigger* of a claim and the {source},
    <cue> and [content] of a statement stand in brackets with its number.
    """
    with open_ledger(ledger) as opened:
        reading = opened.reading(report)
    if as_json:
        print_json(reading.to_dict())
    else:
        _print_reading(reading)


def _print_reading(reading: Reading) -> None:
    from rich.text import Text

    from sayso.cli.claims import has_colour
    from sayso.ledger.rows import nesting

    out = console()
    title, about = _head(reading.report)
    out.print(Text(title, style="bold"))
    out.print(Text(about, style="dim"))
    out.print()
    outer = [None if place is None else place + 1 for place in nesting(reading.attributions)]
    marks = find_marks(reading, outer)
    text = safe(reading.report.text, lines=True)
    colour = has_colour(out)
    out.print(colour_marks(text, marks) if colour else Text(bracket_marks(text, marks)))
    out.print()
    _print_claims(out, reading, colour=colour)
    out.print(_legend(len(outer), nested=any(outer), colour=colour))
    width = len(str(len(outer))) + 1
    for number, line in enumerate(_list(reading, outer), 1):
        print_indented(out, line, width + 2, lead=f"{number:>{width}}")


def _head(report: Report) -> tuple[str, str]:
    title = shorten(report.title or title_from_path(report.path) or "Report", 200)
    authors = ", ".join(report.authors)
    about = [report.outlet, report.published or "undated", authors, report.url, report.path]
    return title, " · ".join([*(safe(part) for part in about if part), report.id[:12]])


# ---- the lists below ---------------------------------------------------------------------------------------


def _print_claims(out: Console, reading: Reading, *, colour: bool) -> None:
    from rich.text import Text

    from sayso.cli.claims import claim_list, numbered

    legend = Text(plural(len(reading.claims), "claim"))
    if reading.claims:
        style, brackets = ROLES["trigger"]
        legend.append(f" on {plural(len(numbered(reading.claims)), 'event')}: ")
        legend.append("trigger" if colour else "trigger".join(brackets), style=style)
    out.print(legend)
    width = len(str(len(reading.claims))) + 1
    columns = width + 2
    room = out.width - columns if out.is_terminal else None
    for number, line in claim_list(reading, room, colour=colour):
        print_indented(out, line, columns, lead=f"{number:>{width}}")
    out.print()


def _legend(statements: int, *, nested: bool, colour: bool) -> Text:
    from rich.text import Text

    legend = Text(plural(statements, "statement"))
    if not statements:
        return legend
    legend.append(": ")
    for role in ("source", "cue", "content"):
        style, brackets = ROLES[role]
        legend.append(role if colour else role.join(brackets), style=style)
        legend.append(" ")
    if colour and nested:
        legend.append("nested", style=NESTED)
    legend.rstrip()
    return legend


def _list(reading: Reading, outer: list[int | None]) -> list[Text]:
    from rich.text import Text

    from sayso.reading.wording import names_it

    lines = []
    names = {party.id: party.name for party in reading.parties}
    for attribution, around in zip(reading.attributions, outer, strict=True):
        line = Text()
        if attribution.source:
            words = shorten(reading.speaker_words(attribution), 200)
            name = names.get(attribution.speaker.actor or "") if attribution.speaker else None
            line.append(words, style=ROLES["source"][0])
            if name is not None and not names_it(words, name):
                line.append(f" ({shorten(name, 100)})", style=ROLES["source"][0])
        else:
            line.append("(nobody named)", style="dim")
        cue = shorten(reading.quote(attribution.cue), 80)
        line.append(" — ")
        line.append(cue or "(no cue)", style=ROLES["cue"][0] if cue else "dim")
        line.append(f" — {one_line(reading.quote(attribution.content))}")
        if around is not None:
            line.append(f"  (inside {around})", style="dim")
        lines.append(line)
    return lines
