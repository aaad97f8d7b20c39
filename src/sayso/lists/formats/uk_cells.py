"""Cells of the UK's lists: several values in one, and labelled facts in "Other Information"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.lists.dates import edtf
from sayso.lists.listing import Identifier

__all__ = ["companies", "dates", "labelled", "measures", "registration", "several"]

_NUMBERED = re.compile(r"(?:^|(?<=[\s.,;]))\((?:\d{1,2}|[a-h])\)\s*")
_LABEL = re.compile(r"\(([A-Z][^():]{1,60})\)\s*:\s*")
_NUMBER = re.compile(r"(?=[\w/-]*\d)[A-Za-z0-9][\w/-]{3,}")
_MOST = 200


def several(cell: str) -> list[str]:
    """Part a cell at "(1) … (2) …", as OFSI writes several values; else it is one."""
    parts = (part.strip(" ;,") for part in _NUMBERED.split(cell)[:_MOST])
    return list(dict.fromkeys(part for part in parts if part))


def companies(cell: str) -> list[str]:
    """Part a cell of parties' names: numbered, or by ";" or "|". A comma parts no names ("Co., Ltd")."""
    parts = (part.strip(" ,") for part in re.split(r"[;|\n]", cell))
    return list(dict.fromkeys(name for part in parts for name in several(part)))[:_MOST]


def measures(cell: str) -> list[str]:
    """Part "Asset freeze|Travel Ban"; by commas only where there is neither "|" nor ";"."""
    marks = r"[|;\n]" if re.search(r"[|;\n]", cell) else ","
    return list(dict.fromkeys(part for each in re.split(marks, cell) if (part := each.strip())))


def dates(cells: Iterable[str]) -> tuple[str, ...]:
    """Give all dates in these cells in EDTF, each once, in their order."""
    found = (edtf(part) for cell in cells for part in several(cell))
    return tuple(dict.fromkeys(date for date in found if date))


def labelled(information: str) -> tuple[dict[str, str], str | None]:
    """Part "(Gender):Male (Website):…" into values by label in lower case, and the words before any label."""
    parts = _LABEL.split(information)
    found: dict[str, str] = {}
    for label, words in zip(parts[1::2], parts[2::2], strict=True):
        if words := words.strip(" ;"):
            key = label.lower()
            found[key] = f"{found[key]}; {words}" if key in found else words
    return found, parts[0].strip() or None


def registration(words: str) -> Identifier | None:
    """Make an identifier of one piece of "Business registration number(s)", such as "Russia OGRN - 102770…".

    None where it has no number of at least four characters.
    """
    numbers = _NUMBER.findall(words)
    if not numbers:
        return None
    value = max(numbers, key=len)
    low = words.lower()
    kinds = (
        ("ogrn", r"\bogrn\b|огрн"), ("inn", r"\binn\b|инн"), ("kpp", r"\bkpp\b|кпп"),
        ("okpo", r"\bokpo\b|окпо"), ("imo", r"\bimo\b"), ("lei", r"\blei\b"), ("swift", r"swift|\bbic\b"),
        ("tax", r"\btax|\btin\b|\bvat\b"),
    )  # fmt: skip
    kind = next((kind for kind, pattern in kinds if re.search(pattern, low)), "registration")
    return Identifier(kind, value, label=words if words != value else None)
