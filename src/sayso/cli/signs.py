"""What sayso's own signs become where the terminal's encoding has none of them: ``->`` for an arrow."""

from __future__ import annotations

import codecs
import sys
import unicodedata

__all__ = ["keep_printing"]

_PLAIN = {"→": "->", "·": "-", "—": "-", "…": "..."}
_SMALL = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")


def keep_printing() -> None:
    """Have whatever an encoding cannot show replaced: signs by plain ones, all else by an escape."""
    codecs.register_error("sayso", _replaced)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="sayso")


def _replaced(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    words = error.object[error.start : error.end]
    return "".join(_plain(char) for char in words), error.end


def _plain(char: str) -> str:
    if char in _SMALL:
        return unicodedata.normalize("NFKC", char)
    return _PLAIN.get(char) or char.encode("ascii", "backslashreplace").decode("ascii")
