"""The marks that ``sayso show`` puts into a report's text: in colour, or as brackets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from sayso.reading.reading import Attribution, Reading, Span

__all__ = ["NESTED", "ROLES", "Mark", "bracket_marks", "colour_marks", "find_marks"]

# role: (style in colour, brackets without it); where two begin together, the first one here holds the other
ROLES = {
    "content": ("green", ("[", "]")),
    "source": ("bold cyan", ("{", "}")),
    "cue": ("yellow", ("<", ">")),
    "trigger": ("bold magenta", ("*", "*")),
}
NESTED = "underline"
HIGH_DIGITS = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹·")
LOW_DIGITS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉·")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text with its role, and the numbers of the statements (of a trigger: the claims) in which
    it plays it.
    """

    start: int
    end: int
    role: str
    numbers: tuple[int, ...]
    nested: bool = False

    @property
    def label(self) -> str:
        """The numbers as shown in the text."""
        return ",".join(str(number) for number in self.numbers)


def find_marks(reading: Reading, outer: list[int | None]) -> list[Mark]:
    """Gather the spans of every attribution and the trigger of every claim, wider before narrower; one with a
    role in several is one mark.

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
    for number, claim in enumerate(reading.claims, 1):
        numbers[(*claim.event.trigger, "trigger")].append(number)
    order = list(ROLES)
    found = sorted(numbers, key=lambda key: (key[0], -key[1], order.index(key[2])))
    return [Mark(*span, tuple(numbers[span]), span in nested) for span in found if span[0] < span[1]]


def _parts(attribution: Attribution) -> list[tuple[str, tuple[Span, ...]]]:
    return [("source", attribution.source), ("cue", attribution.cue), ("content", attribution.content)]


def bracket_marks(text: str, marks: list[Mark]) -> str:
    """Mark a text with brackets of four shapes: ``{1 source} <1 cue> [1 content with a *1 trigger*]``."""
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
    """Mark a text with colours. Every content begins with its raised number, every trigger ends with its
    lowered one; what is nested is underlined.
    """
    from rich.text import Text

    styled = Text(text)
    before: dict[int, list[str]] = defaultdict(list)
    after: dict[int, list[str]] = defaultdict(list)
    # Triggers come last, over the rest: one may be a cue as well ("accused").
    for mark in sorted(marks, key=lambda mark: mark.role == "trigger"):
        styled.stylize(ROLES[mark.role][0], mark.start, mark.end)
        if mark.role == "trigger":
            after[mark.end].append(mark.label)
        elif mark.role == "content":
            before[mark.start].append(mark.label)
            if mark.nested:
                styled.stylize(NESTED, mark.start, mark.end)
    cuts = sorted({*before, *after})
    marked = Text()
    for cut, piece in zip([None, *cuts], styled.divide(cuts), strict=True):
        if cut is not None:
            for labels, digits in ((after, LOW_DIGITS), (before, HIGH_DIGITS)):
                marked.append(",".join(labels.get(cut, ())).translate(digits), style="dim")
        marked.append_text(piece)
    return marked
