"""A report's text with its marks, as a sequence of pieces that do not overlap.

Marks may overlap in any way: a source within another's content, a trigger that is a cue as well, two objects
that share words. Elements of HTML cannot, so the text is cut wherever a mark begins or ends, and each piece
says by which marks it is covered. The pieces of a text, one after the other, are the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.reading.lines import hard_breaks
from sayso.reading.reading import Attribution, Claim, Event, Reading, Span

__all__ = ["ROLES", "Mark", "Paragraph", "Piece", "cut", "find_marks", "mark_text", "paragraphs"]

# What words are in a claim or a statement; of two on the same words the first one here is the outer.
ROLES = ("content", "source", "cue", "actor", "recipient", "object", "place", "time", "trigger")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text (code points) with its role, and the claims and statements in which it plays it,
    by their number in the report, from 1.
    """

    start: int
    end: int
    role: str
    claims: tuple[int, ...] = ()
    statements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the text, and the marks that cover all of them, the widest first.

    `link` is the first claim whose trigger they are part of. `begins` names what can be gone to here: the
    claims whose trigger and the statements whose content begins, as ``c3`` and ``s1``; `ends` the claims
    whose trigger ends.
    """

    start: int
    text: str
    marks: tuple[Mark, ...] = ()
    link: int | None = None
    begins: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()

    @property
    def classes(self) -> str:
        """The roles of its marks, each once, and ``nested`` where a content lies within another."""
        roles = dict.fromkeys(mark.role for mark in self.marks)
        inner = sum(mark.role == "content" for mark in self.marks) > 1
        return " ".join([*roles, "nested"] if inner else roles)

    @property
    def ids(self) -> str:
        """The claims and statements that have these words, as ``c3 c4 s1``."""
        claims = sorted({number for mark in self.marks for number in mark.claims})
        statements = sorted({number for mark in self.marks for number in mark.statements})
        return " ".join([*(f"c{number}" for number in claims), *(f"s{number}" for number in statements)])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, with the line breaks that end it: where it starts (code points), and its
    pieces.
    """

    start: int
    pieces: tuple[Piece, ...]


def mark_text(reading: Reading) -> tuple[Paragraph, ...]:
    """Give a report's text in paragraphs and pieces, with the marks of its claims and statements."""
    text = reading.report.text
    starts = paragraphs(text)
    pieces = cut(text, find_marks(reading), starts)
    gathered: dict[int, list[Piece]] = {start: [] for start in starts}
    at = iter([*starts[1:], len(text)])
    here, after = (0, next(at))
    for piece in pieces:
        if piece.start >= after:
            here, after = after, next(at)
        gathered[here].append(piece)
    return tuple(Paragraph(start, tuple(its)) for start, its in gathered.items())


def paragraphs(text: str) -> list[int]:
    """Give the offsets at which a text's paragraphs begin; blank lines belong to the one before."""
    starts = [0] if text else []
    for at in hard_breaks(text):
        if at + 1 < len(text) and text[at + 1] != "\n":
            starts.append(at + 1)
    return starts


def find_marks(reading: Reading) -> list[Mark]:
    """Gather what claims and statements mark in a text, one mark for each span and role, by where they begin,
    the wider first.
    """
    claims: dict[tuple[int, int, str], dict[int, None]] = defaultdict(dict)
    statements: dict[tuple[int, int, str], dict[int, None]] = defaultdict(dict)
    for number, claim in enumerate(reading.claims, 1):
        for role, (start, end) in _of_claim(claim):
            claims[start, end, role][number] = None
    for number, attribution in enumerate(reading.attributions, 1):
        for role, (start, end) in _of_statement(attribution):
            statements[start, end, role][number] = None
    order = {role: n for n, role in enumerate(ROLES)}
    spans = sorted({*claims, *statements}, key=lambda key: (key[0], -key[1], order[key[2]]))
    return [
        Mark(*span, claims=tuple(claims.get(span, ())), statements=tuple(statements.get(span, ())))
        for span in spans
        if span[0] < span[1]
    ]


def _of_claim(claim: Claim) -> Iterator[tuple[str, Span]]:
    yield "trigger", claim.event.trigger
    yield from _of_event(claim.event)
    for source in claim.sources:
        yield "source", source.span
    if claim.cue is not None:
        yield "cue", claim.cue


def _of_event(event: Event) -> Iterator[tuple[str, Span]]:
    for role, parts in (
        ("actor", event.actors),
        ("recipient", event.recipients),
        ("object", event.objects),
        ("place", event.places),
    ):
        for part in parts:
            yield role, part.span
    if event.time is not None:
        yield "time", event.time.span


def _of_statement(attribution: Attribution) -> Iterator[tuple[str, Span]]:
    for role, spans in (
        ("source", attribution.source),
        ("cue", attribution.cue),
        ("content", attribution.content),
    ):
        for span in spans:
            yield role, span


def cut(text: str, marks: Sequence[Mark], breaks: Iterable[int] = ()) -> list[Piece]:
    """Cut a text where marks begin or end, and at `breaks`.

    The marks come by where they begin, the wider first (`find_marks`); none may be empty. O(n log n) in marks
    and pieces, but for the marks that lie over one another, which every piece names.

    >>> [(piece.text, piece.classes) for piece in cut("he said so", [Mark(0, 7, "cue"), Mark(3, 10, "time")])]
    [('he ', 'cue'), ('said', 'cue time'), (' so', 'time')]
    """
    opening: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
    ends = {mark.end for mark in marks}
    pieces: list[Piece] = []
    begun: set[str] = set()
    open_now: tuple[Mark, ...] = ()
    for start, end in pairwise(sorted({0, len(text), *breaks, *opening, *ends})):
        if start in ends:
            open_now = tuple(mark for mark in open_now if mark.end > start)
        new = opening.get(start, ())
        open_now += tuple(new)
        triggers = [mark for mark in open_now if mark.role == "trigger"]
        link = min((number for mark in triggers for number in mark.claims), default=None)
        ending = tuple(number for mark in triggers if mark.end == end for number in mark.claims)
        pieces.append(Piece(start, text[start:end], open_now, link, tuple(_begun(new, begun)), ending))
    return pieces


def _begun(marks: Iterable[Mark], before: set[str]) -> Iterator[str]:
    """Name what begins with some marks, and add it to what did before: a content may be in several parts."""
    for mark in marks:
        if mark.role == "trigger":
            names = [f"c{number}" for number in mark.claims]
        elif mark.role == "content":
            names = [f"s{number}" for number in mark.statements]
        else:
            continue
        for name in names:
            if name not in before:
                before.add(name)
                yield name
