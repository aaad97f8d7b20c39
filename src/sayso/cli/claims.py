"""Claims on the screen: the arrow line, its stances, and the words that it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sayso.cli.marks import ROLES
from sayso.cli.terminal import one_line, safe, shorten
from sayso.reading.wording import brief, event_pieces, stance_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

    from sayso.reading.reading import Claim, Event, Reading, Span
    from sayso.reading.wording import Piece

__all__ = ["claim_list", "claim_text", "excerpt", "has_colour", "numbered", "quote_text"]

UNSURE = 0.6  # an event less likely than this is shown with its confidence
LONGEST_QUOTE = 160  # characters of a sentence where no terminal sets the width
LONGEST_DETAIL = 40
SHORTEST_QUOTE = 24
TRIGGER = ROLES["trigger"][0]
STYLES = {
    "actor": "bold cyan",
    "recipient": "bold cyan",
    "type": "bold",
    "object": "",
    "stance": "yellow",
    "source": "cyan",
    "sign": "dim",
}


def has_colour(out: Console) -> bool:
    """Tell whether marks can be colours; without them they are brackets."""
    return out.color_system is not None and not out.no_color


# ---- one claim ---------------------------------------------------------------------------------------------


def claim_text(claim: Claim, others: Iterable[Claim] = ()) -> Text:
    """Give `describe` in colours."""
    from rich.text import Text

    return Text.assemble(_styled(event_pieces(claim.event)), _stance([claim, *others]))


def _stance(claims: Sequence[Claim]) -> Text:
    from rich.text import Text

    return Text.assemble((" · ", STYLES["sign"]), _styled(stance_pieces(claims)), _doubt(claims[0]))


def _styled(pieces: Iterable[Piece]) -> Text:
    from rich.text import Text

    line = Text()
    for role, words in pieces:
        line.append(safe(words), style=STYLES[role])
    return line


def _doubt(claim: Claim) -> Text:
    """Tell the confidence of an event that is none too sure."""
    from rich.text import Text

    sure = claim.confidence.get("event")
    return Text("" if sure is None or sure >= UNSURE else f"  (confidence {sure:.2f})", style="dim")


# ---- the words that it rests on ----------------------------------------------------------------------------


def excerpt(words: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Bring words onto one safe line of at most `width` characters around ``words[start:end]``.

    Gives what stands before, those words, and what comes after; the first and last are cut between words.
    """
    if not 0 <= start < end <= len(words):
        return shorten(words, width), "", ""
    words = safe(words)  # which moves no offset
    end = max(start, len(words[:end].rstrip()))  # white space at the edges belongs to what stands around
    start = end - len(words[start:end].lstrip())
    flat = [re.sub(r"\s+", " ", part) for part in (words[:start], words[start:end], words[end:])]
    before, after = flat[0].lstrip(), flat[2].rstrip()
    middle = shorten(flat[1], max(width // 2, width - len(before) - len(after), 1))
    room = max(width - len(middle), 0)
    left = min(len(before), max(room // 2, room - len(after)))
    right = room - left
    if left < len(before):
        before = f"… {_whole_words_back(before, left - 2)}" if left >= 2 else ""
    if right < len(after):
        after = f"{_whole_words(after, right - 2)} …" if right >= 2 else ""
    return before, middle, after


def _whole_words(words: str, most: int) -> str:
    """Give the beginning of a line, cut between words where it has several."""
    kept = words[:most]
    return kept if words[most] == " " or " " not in kept.lstrip() else kept.rpartition(" ")[0]


def _whole_words_back(words: str, most: int) -> str:
    return _whole_words(words[::-1], most)[::-1]


def quote_text(words: str, place: Span, width: int, *, colour: bool) -> Text:
    """Quote a sentence around its trigger, which lies at `place` in it and stands out."""
    from rich.text import Text

    before, trigger, after = excerpt(words, *place, width if colour else width - 2)
    quote = Text(before)
    if trigger:
        left, right = ("", "") if colour else ROLES["trigger"][1]
        quote.append(f"{left}{trigger}{right}", style=TRIGGER)
    return quote.append(after)


# ---- the list of a report's claims -------------------------------------------------------------------------


def numbered(claims: Sequence[Claim]) -> list[list[tuple[int, Claim]]]:
    """Group a reading's claims by event mention; each keeps its number within the reading."""
    groups: dict[tuple[Span, str], list[tuple[int, Claim]]] = {}
    for number, claim in enumerate(claims, 1):
        groups.setdefault((claim.event.trigger, claim.event.type), []).append((number, claim))
    return list(groups.values())


def claim_list(reading: Reading, width: int | None, *, colour: bool) -> list[tuple[str, Text]]:
    """Lay out a reading's claims, event by event: lines, each with the number that goes before it or "".

    `width` is that of a line on a terminal.
    """
    from rich.text import Text

    longest = max(width or LONGEST_QUOTE, SHORTEST_QUOTE)
    lines = []
    for group in numbered(reading.claims):
        number, first = group[0]
        lines.append((str(number), claim_text(first)))
        for number, claim in group[1:]:
            lines.append((str(number), Text.assemble(("the same", "dim"), _stance([claim]))))
        details = _details(first.event)
        if details:
            lines.append(("", Text(details, style="dim")))
        for sentence in dict.fromkeys(claim.sentence for _, claim in group):
            start, end = first.event.trigger
            words = reading.report.text[slice(*sentence)]
            place = (start - sentence[0], end - sentence[0])
            lines.append(("", quote_text(words, place, longest, colour=colour)))
    return lines


def _details(event: Event) -> str:
    """Tell mode, contexts, places and time briefly."""
    details = [f"mode {event.mode}" if event.mode else ""]
    details.append(", ".join(event.contexts))
    if event.places:
        details.append("place " + ", ".join(brief(place.text, LONGEST_DETAIL) for place in event.places[:3]))
    if event.time:
        days = [day for day in dict.fromkeys((event.time.start, event.time.end)) if day]
        when = brief(event.time.text, LONGEST_DETAIL)
        details.append(f"time {when}" + (f" ({' to '.join(days)})" if days and days != [when] else ""))
    return " · ".join(one_line(detail) for detail in details if detail)
