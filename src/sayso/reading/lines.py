"""Where a text's lines end because something ends there, and where only because the line was full."""

from __future__ import annotations

__all__ = ["hard_breaks"]

# Widths at which people and programs wrap text: e-mail and plain-text releases (72, 76, 80), narrow columns.
_NARROWEST, _WIDEST = 30, 120
# The share of a wrapped text's single line breaks after which the next line's first word did not fit.
_MOST = 0.7


def hard_breaks(text: str) -> list[int]:
    """Give the offsets of the line breaks that part paragraphs.

    A blank line always does. A single break does too, unless the text was wrapped to a width: unless, that
    is, nearly every line is so long that the next one's first word would have made it longer than the
    longest. In such a text a break parts paragraphs only after a line that had room for that word.
    """
    breaks = [i for i, character in enumerate(text) if character == "\n"]
    if not breaks:
        return []
    lines = text.split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return breaks
    single = [n for n in range(len(lines) - 1) if lines[n].strip() and lines[n + 1].strip()]
    full = {n for n in single if len(lines[n].rstrip()) + 1 + len(lines[n + 1].split(None, 1)[0]) > width}
    if not full or len(full) < _MOST * len(single):
        return breaks
    return [at for n, at in enumerate(breaks) if n not in full]
