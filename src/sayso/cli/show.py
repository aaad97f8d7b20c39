"""``sayso show``: one report with its sources, cues and contents marked, and the statements listed below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import click

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
    from rich.text import Text

    from sayso.reading.reading import Attribution, Reading, Span
    from sayso.report import Report

# role: (style in colour, brackets without it); where two begin together, the first one here holds the other
ROLES = {
    "content": ("green", ("[", "]")),
    "source": ("bold cyan", ("{", "}")),
    "cue": ("yellow", ("<", ">")),
}
NESTED = "underline"
SMALL_DIGITS = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹·")


@click.command(
    "show",
    cls=Exemplified,
    examples=("sayso show 3f9a2c1b", "sayso show harbour-strike.txt"),
)
@click.argument("report", type=Words())
@ledger_option
@json_option
def show_command(report: str, ledger: str | None, as_json: bool) -> None:
    """Show one report of the ledger, its statements marked in the text and listed below.

    REPORT is the report's id (its first digits are enough), its path or file name, its URL, or the id that
    its input gave it. Without colour, {source}, <cue> and [content] stand in brackets with their number.
    """
    with open_ledger(ledger) as opened:
        reading = opened.reading(report)
    if as_json:
        print_json(reading.to_dict())
    else:
        _print_reading(reading)


def _print_reading(reading: Reading) -> None:
    from rich.text import Text

    from sayso.ledger.rows import nesting

    out = console()
    title, about = _head(reading.report)
    out.print(Text(title, style="bold"))
    out.print(Text(about, style="dim"))
    out.print()
    outer = [None if place is None else place + 1 for place in nesting(reading.attributions)]
    marks = find_marks(reading, outer)
    text = safe(reading.report.text, lines=True)
    colour = out.color_system is not None and not out.no_color
    out.print(colour_marks(text, marks) if colour else Text(bracket_marks(text, marks)))
    out.print()
    out.print(_legend(len(outer), nested=any(outer), colour=colour))
    width = len(str(len(outer))) + 1
    for number, line in enumerate(_list(reading, outer), 1):
        print_indented(out, line, width + 2, lead=f"{number:>{width}}")


def _head(report: Report) -> tuple[str, str]:
    title = shorten(report.title or title_from_path(report.path) or "Report", 200)
    authors = ", ".join(report.authors)
    about = [report.outlet, report.published or "undated", authors, report.url, report.path]
    return title, " · ".join([*(safe(part) for part in about if part), report.id[:12]])


# ---- marks in the text -------------------------------------------------------------------------------------


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


def find_marks(reading: Reading, outer: list[int | None]) -> list[Mark]:
    """Gather the spans of every attribution, wider before narrower; one with a role in several is one mark.

    `outer` gives for each attribution the number of the one that it is nested in, if any.
    """
    numbers: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    nested = set()
    for number, attribution in enumerate(reading.attributions, 1):
        for role, spans in _parts(attribution):
            for start, end in spans:
                numbers[start, end, role].append(number)
                if outer[number - 1] is not None:
                    nested.add((start, end, role))
    order = list(ROLES)
    found = sorted(numbers, key=lambda key: (key[0], -key[1], order.index(key[2])))
    return [Mark(*span, tuple(numbers[span]), span in nested) for span in found if span[0] < span[1]]


def _parts(attribution: Attribution) -> list[tuple[str, tuple[Span, ...]]]:
    return [("source", attribution.source), ("cue", attribution.cue), ("content", attribution.content)]


def bracket_marks(text: str, marks: list[Mark]) -> str:
    """Mark a text with brackets of three shapes: ``{1 source} <1 cue> [1 content]``."""
    opening: dict[int, str] = defaultdict(str)
    closing: dict[int, str] = defaultdict(str)
    for mark in marks:  # wider ones come first, so they open first and close last
        left, right = ROLES[mark.role][1]
        opening[mark.start] += f"{left}{mark.label} "
        closing[mark.end] = right + closing[mark.end]
    cuts = sorted({0, len(text), *opening, *closing})
    marked = "".join(closing[here] + opening[here] + text[here:then] for here, then in pairwise(cuts))
    return marked + closing[len(text)]


def colour_marks(text: str, marks: list[Mark]) -> Text:
    """Mark a text with colours; every content starts with its number, and what is nested is underlined."""
    from rich.text import Text

    styled = Text(text)
    labels: dict[int, list[str]] = defaultdict(list)
    for mark in marks:
        styled.stylize(ROLES[mark.role][0], mark.start, mark.end)
        if mark.role == "content":
            labels[mark.start].append(mark.label)
            if mark.nested:
                styled.stylize(NESTED, mark.start, mark.end)
    cuts = sorted(labels)
    marked = Text()
    for cut, piece in zip([None, *cuts], styled.divide(cuts), strict=True):
        if cut is not None:
            marked.append(",".join(labels[cut]).translate(SMALL_DIGITS), style="dim")
        marked.append_text(piece)
    return marked


# ---- the list below ----------------------------------------------------------------------------------------


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

    lines = []
    for attribution, around in zip(reading.attributions, outer, strict=True):
        line = Text()
        if attribution.source:
            line.append(shorten(reading.speaker_words(attribution), 200), style=ROLES["source"][0])
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
