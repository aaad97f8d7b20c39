"""Offsets in code points, as sayso counts, and in UTF-16 code units, as JavaScript, Java and C# count."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["code_point", "in_utf16", "utf16_offset", "wide_characters"]

_WIDE = re.compile("[\U00010000-\U0010ffff]")  # two code units each, all others have one
# The fields of a reading's JSON (`Reading.to_dict`) that hold spans; those of an attribution hold several.
_SPANS = frozenset({"span", "trigger", "sentence", "cue", "antecedent"})
_SPAN_LISTS = frozenset({"source", "cue", "content"})


def wide_characters(text: str) -> list[int]:
    """Give the offsets, in code points, of the characters that UTF-16 writes as two units; both functions
    below count with them.
    """
    return [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]


def utf16_offset(offset: int, wide: Sequence[int]) -> int:
    """Turn an offset in code points into one in UTF-16 code units.

    >>> utf16_offset(2, wide_characters("a😀b"))
    3
    """
    return offset + bisect_left(wide, offset)


def code_point(offset: int, wide: Sequence[int]) -> int:
    """Turn an offset in UTF-16 code units into one in code points; one within a character means its start.

    >>> code_point(3, wide_characters("a😀b"))
    2
    """
    before = bisect_left(range(len(wide)), offset, key=lambda n: wide[n] + n)
    return offset - before if not before or wide[before - 1] + before != offset else wide[before - 1]


def in_utf16(reading: dict[str, Any], text: str) -> dict[str, Any]:
    """Give a reading's JSON (`Reading.to_dict`) with all its spans in UTF-16 code units of its `text`."""
    wide = wide_characters(text)
    return _turned(reading, lambda offset: utf16_offset(offset, wide)) if wide else reading


def _turned(record: dict[str, Any], turn: Callable[[int], int]) -> dict[str, Any]:
    turned = {}
    for key, value in record.items():
        if key in _SPANS and _is_span(value):
            value = [turn(value[0]), turn(value[1])]
        elif key in _SPAN_LISTS and isinstance(value, list):
            value = [[turn(start), turn(end)] for start, end in value]
        elif isinstance(value, dict):
            value = _turned(value, turn)
        elif isinstance(value, list):
            value = [_turned(item, turn) if isinstance(item, dict) else item for item in value]
        turned[key] = value
    return turned


def _is_span(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(each, int) for each in value)
