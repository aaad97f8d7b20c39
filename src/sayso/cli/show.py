"""``sayso show``: one report with its sources, cues and contents marked, and the statements listed below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    console,
    json_option,
    ledger_option,
    open_ledger,
    plural,
    print_json,
    quoted,
    safe,
    shorten,
    to_terminal,
)

if TYPE_CHECKING:
    from rich.text import Text

    from sayso.reading.reading import Attribution, Reading
    from sayso.report import Report

# role: (style in colour, brackets without); a wider role before a narrower one at the same place
ROLES = {
    "content": ("green", "[]"),
    "source": ("bold cyan", "{}"),
    "cue": ("yellow", "<>"),
}
NESTED = "underline"
SMALL_DIGITS = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹·")


@click.command("show", short_help="Show one report with every statement marked.")
@click.argument("report")
@ledger_option
@json_option
def show_command(report: str, ledger: str | None, as_json: bool) -> None:
    """Show one report of the ledger, its statements marked in the text and listed below.

    REPORT is the report's id (its first digits are enough), its path or file name, its URL, or the id that its input
    gave it.

    \b
    Examples:
      sayso show 3f9a2c1b
      sayso show harbour-strike.txt
    """
    with open_ledger(ledger) as opened:
        reading = opened.reading(report)
    if as_json:
        print_json(reading.to_dict())
    else:
        _print_reading(reading)


def _print_reading(reading: Reading) -> None:
    from rich.text import Text

    out = console()
    title, about = _head(reading.report)
    out.print(Text(title, style="bold"))
    out.print(Text(about, style="dim"))
    out.print()
    marks = find_marks(reading)
    text = safe(reading.report.text, lines=True)
    if to_terminal():
        out.print(colour_marks(text, marks))
    else:
        out.print(Text(bracket_marks(text, marks)))
    out.print()
    out.print(_legend(reading))
    for line in _list(reading):
        out.print(line)


def _head(report: Report) -> tuple[str, str]:
    about = [report.outlet, report.published or "undated", ", ".join(report.authors), report.url, report.path]
    title = shorten(report.title or report.path or "Report", 200)
    return title, " · ".join([*(safe(part) for part in about if part), report.id[:12]])


# ---- marks in the text -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text with its role, and the numbers of the statements in which it plays it."""

    start: int
    end: int
    role: str
    numbers: tuple[int, ...]
    nested: bool

    @property
    def label(self) -> str:
        """The numbers as shown in the text."""
        return ",".join(str(number) for number in self.numbers)


def find_marks(reading: Reading) -> list[Mark]:
    """Gather the spans of every attribution, outer before inner; a span with the same role in several is one mark."""
    numbers: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    nested = set()
    outer = outer_numbers(reading)
    for number, attribution in enumerate(reading.attributions, 1):
        for role, spans in _parts(attribution):
            for start, end in spans:
                numbers[start, end, role].append(number)
                if outer[number - 1] is not None:
                    nested.add((start, end, role))
    order = list(ROLES)
    spans_in_order = sorted(numbers, key=lambda key: (key[0], -key[1], order.index(key[2])))
    return [Mark(*span, tuple(numbers[span]), span in nested) for span in spans_in_order if span[0] < span[1]]


def _parts(attribution: Attribution) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    return [("source", attribution.source), ("cue", attribution.cue), ("content", attribution.content)]


def outer_numbers(reading: Reading) -> list[int | None]:
    """Give for every attribution the number of the smallest one whose content holds all of it, if any does."""
    outer: list[int | None] = []
    for inner in reading.attributions:
        spans = [span for _, part in _parts(inner) for span in part]
        around = [
            (sum(end - start for start, end in other.content), number)
            for number, other in enumerate(reading.attributions, 1)
            if other is not inner and spans and all(_holds(other, span) for span in spans)
        ]
        outer.append(min(around)[1] if around else None)
    return outer


def _holds(attribution: Attribution, span: tuple[int, int]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in attribution.content)


def bracket_marks(text: str, marks: list[Mark]) -> str:
    """Mark a text with brackets of three shapes: ``{1 source} <1 cue> [1 content]``."""
    opening: dict[int, str] = defaultdict(str)
    closing: dict[int, str] = defaultdict(str)
    for mark in marks:  # outer ones first, so they open first and close last
        bracket, closer = ROLES[mark.role][1]
        opening[mark.start] += f"{bracket}{mark.label} "
        closing[mark.end] = closer + closing[mark.end]
    cuts = sorted({0, len(text), *opening, *closing})
    marked = "".join(closing[here] + opening[here] + text[here:then] for here, then in pairwise(cuts))
    return marked + closing[len(text)]


def colour_marks(text: str, marks: list[Mark]) -> Text:
    """Mark a text with colours; every content starts with its number, and what is nested is underlined."""
    from rich.text import Text

    styled = Text(text)
    labels: dict[int, str] = defaultdict(str)
    for mark in marks:
        styled.stylize(ROLES[mark.role][0], mark.start, mark.end)
        if mark.role == "content":
            labels[mark.start] += mark.label.translate(SMALL_DIGITS)
            if mark.nested:
                styled.stylize(NESTED, mark.start, mark.end)
    cuts = sorted(labels)
    marked = Text()
    for label, piece in zip(["", *(labels[cut] for cut in cuts)], styled.divide(cuts), strict=True):
        marked.append(label, style="dim")
        marked.append_text(piece)
    return marked


# ---- the list below --------------------------------------------------------------------------------------------------


def _legend(reading: Reading) -> Text:
    from rich.text import Text

    legend = Text(plural(len(reading.attributions), "statement"))
    if not reading.attributions:
        return legend
    legend.append(": ")
    for role, (style, brackets) in ROLES.items():
        shown = role if to_terminal() else f"{brackets[0]}{role}{brackets[1]}"
        legend.append(shown, style=style)
        legend.append(" ")
    if to_terminal() and any(outer_numbers(reading)):
        legend.append("nested", style=NESTED)
    legend.rstrip()
    return legend


def _list(reading: Reading) -> list[Text]:
    from rich.text import Text

    lines = []
    width = len(str(len(reading.attributions)))
    for number, (attribution, outer) in enumerate(
        zip(reading.attributions, outer_numbers(reading), strict=True), 1
    ):
        line = Text(f"{number:>{width + 1}}  ")
        if attribution.source:
            line.append(shorten(reading.quote(attribution.source), 200), style=ROLES["source"][0])
        else:
            line.append("(nobody named)", style="dim")
        line.append(" — ")
        line.append(shorten(reading.quote(attribution.cue), 80) or "(no cue)", style=ROLES["cue"][0])
        line.append(" — ")
        line.append(quoted(reading.quote(attribution.content)))
        if outer is not None:
            line.append(f"  (inside {outer})", style="dim")
        lines.append(line)
    return lines
