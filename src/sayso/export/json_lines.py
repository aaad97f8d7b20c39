"""Records as lines of JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

__all__ = ["json_line"]

_JOINERS = "\u200c\u200d"  # scripts and emoji need them, and they move nothing
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def json_line(record: dict[str, Any]) -> str:
    r"""Write a record on a line. What cannot be seen is escaped: no bidi control steers a terminal, and no
    line separator breaks a line where a program takes it for a line end.

    >>> json_line({"é": "\u2028"})
    '{"é": "\\u2028"}\n'
    """
    line = json.dumps(record, ensure_ascii=False)
    if not line.isprintable():
        line = re.sub(r"[^\x20-\x7e]", _escaped, line)
    return line + "\n"


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in _JOINERS or unicodedata.category(char) not in _INVISIBLE:
        return char
    return json.dumps(char)[1:-1]
