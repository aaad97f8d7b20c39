"""A claim's words with what stands around them, as pieces that say what each word is in the claim."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from sayso.reading.reading import Claim, Reading, Span
from sayso.web.marked import Mark, Paragraph, Piece, cut, find_marks, paragraphs

__all__ = ["Surroundings", "around"]

FAR = 800
"""Characters within which a speaker who is named in another sentence is still shown with it."""
_EDGE = 40  # characters within which a cut is moved to the next space


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Some paragraphs of a report with the marks of one claim; whether there is text `before` and `after`.

    Pieces say where they begin from `start` on; those of `sentence` (in code points of the whole text) are
    the claim's, the others stand around it.
    """

    paragraphs: tuple[Paragraph, ...]
    start: int
    sentence: Span
    before: bool
    after: bool


def around(reading: Reading, claim: Claim, reach: int | None) -> Surroundings:
    """Give a claim's sentence with so many characters before and after it (`reach`; None: the whole text),
    and with those of its words that are not far off.
    """
    text = reading.report.text
    alone = replace(reading, claims=(claim,), attributions=())
    marks = find_marks(alone)
    start, end = (0, len(text)) if reach is None else _window(text, claim.sentence, reach, marks)
    inside = [
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and mark.end > start
    ]
    words = text[start:end]
    starts = paragraphs(words)
    gathered: list[list[Piece]] = [[] for _ in starts]
    edges = [at - start for at in claim.sentence if start < at < end]
    for piece in cut(words, inside, [*starts, *edges]):
        gathered[bisect_right(starts, piece.start) - 1].append(piece)
    shown = tuple(Paragraph(start + at, tuple(its)) for at, its in zip(starts, gathered, strict=True) if its)
    return Surroundings(shown, start, claim.sentence, start > 0, end < len(text))


def _window(text: str, sentence: Span, reach: int, marks: list[Mark]) -> Span:
    first, last = sentence
    near = [mark for mark in marks if first - FAR <= mark.start and mark.end <= last + FAR]
    start = max(0, min([first, *(mark.start for mark in near)]) - reach)
    end = min(len(text), max([last, *(mark.end for mark in near)]) + reach)
    if start > 0:
        space = text.find(" ", start, start + _EDGE)
        start = space + 1 if 0 <= space < first else start
    if end < len(text):
        space = text.rfind(" ", end - _EDGE, end)
        end = space if space >= last else end
    return start, end
