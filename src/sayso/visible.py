"""Hostile text made harmless to look at: what could steer a terminal, hide words or turn their direction
becomes a visible character.
"""

from __future__ import annotations

import unicodedata

__all__ = ["INVISIBLE", "JOINERS", "safe"]

JOINERS = "\u200c\u200d"
"""Scripts and emoji need them, and they move nothing."""

INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories of what is not seen: controls, formats, lone surrogates, separators of lines."""


def safe(text: str, *, lines: bool = False) -> str:
    """Put a visible character in place of each that could steer a terminal or hide text; no offset moves.

    Tabs and line ends become spaces, except that `lines` keeps line ends.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _visible(char, lines) for char in text)


def _visible(char: str, lines: bool) -> str:
    if char in "\n\t":
        return "\n" if lines and char == "\n" else " "
    if char in JOINERS or unicodedata.category(char) not in INVISIBLE:
        return char
    return chr(0x2400 + ord(char)) if char < " " else "\ufffd"
