"""Dates as lists write them, brought to EDTF (ISO 8601-2:2019, level 1), and what days they can mean.

Lists write "20 Apr 1966", "circa 1959", "1958 to 1960", "Between 1959 and 1965", "23.7.2026",
"00/00/1962". Numbers parted by points, slashes or dashes are read day first, as the UK's and the EU's lists
write them; only where the second number cannot be a month is the first taken for it.
"""

from __future__ import annotations

import re
from calendar import monthrange

__all__ = ["CIRCA_YEARS", "days", "edtf"]

CIRCA_YEARS = 2
"""How many years on either side "circa" allows.

EDTF names no width. Where authorities give a range of birth dates instead, it is narrow: of the 141 ranges in
OFAC's lists (SDN of 2024-06-27, consolidated of 2025-12-19), 131 span two years at most. Two years on either
side cover such a range from whichever of its years is named.
"""

_FIRST_YEAR, _LAST_YEAR = 1000, 2999

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_SHORT = {name[:3]: at for at, name in enumerate(_MONTHS, 1)}

_CIRCA = re.compile(
    r"^(?:circa|ca?\.|ca|c|approx(?:imately|\.)?|about|around|roughly|~)\s*(?=[\dA-Za-z])"
    r"|\s*(?:\(?(?:circa|approximately)\s*\)?|~)$",
    re.I,
)
_OPEN_END = re.compile(r"^(?:after|since|from)\s+(?!.*\s(?:to|until)\s)", re.I)
_OPEN_START = re.compile(r"^(?:before|until|to|prior to|up to)\s+", re.I)
_BETWEEN = re.compile(r"^(?:between|from)\s+(.+?)\s+(?:and|to|until)\s+(.+)$", re.I)
_TO = re.compile(r"^(.+?)\s+(?:to|until|or|and)\s+(.+)$", re.I)
_DASH = re.compile(r"^(.*\S)\s+[-–—]\s+(\S.*)$|^(.*\d{4})[-–—]((?:circa |c\. ?)?(?:\d.*)?\d{4})$", re.I)
_DECADE = re.compile(r"^(?:(early|mid|late)[\s-]+)?(?:the\s+)?(\d{3})0['’]?s$", re.I)

_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:\d{2}\S*|Z|[+-]\d{2}:\d{2})?$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})(?:\s+\d{1,2}:\d{2}\S*)?$")
_MONTH_NUMBER = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{4})$")
_BIG_END = re.compile(r"^(\d{4})[./](\d{1,2})[./](\d{1,2})$")
_DAY_MONTH = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?[\s.-]+)?(?:of\s+)?([A-Za-z]{3,9})\.?[\s,-]+(\d{4})$", re.I
)
_MONTH_DAY = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})$", re.I)


def edtf(words: str) -> str | None:
    """Give a date as EDTF: ``1966-04-20``, ``1962``, ``1959~`` (circa), ``1958/1960`` (within), ``1965/..``.

    A day or month that is not known (``00``) or that the calendar does not have is left out: what remains is
    still true. None where there is no date, or none that can be read with certainty (years of two figures).
    What is in EDTF already comes back as it is.
    """
    words = " ".join(words.split()).strip(" .;,") if len(words) <= 200 else ""  # "../1960" is now "/1960"
    return _interval(words) or _span(words) or _decade(words) or _rough(words)


def days(date: str) -> tuple[str | None, str | None]:
    """Give the earliest and the latest day (ISO) that an EDTF date allows; None for an end that is open.

    ``circa`` widens by `CIRCA_YEARS` on either side. Raises ValueError where it is not a date that `edtf`
    gives.
    """
    start, slash, end = date.partition("/")
    if not slash:
        return _bounds(date)
    if start == end == "..":
        raise ValueError(f"{date!r} has no date in it; give an EDTF date such as 1959 or 1959-03/..")
    earliest = None if start in ("", "..") else _bounds(start)[0]
    latest = None if end in ("", "..") else _bounds(end)[1]
    return earliest, latest


def _interval(words: str) -> str | None:
    """Read ``A/B``, where either may be open. A slash within a date (29/10/1957) is none of these."""
    start, slash, end = words.partition("/")
    if not slash or "/" in end:
        return None
    start, end = start.strip(" ."), end.strip(" .")
    if not start and not end:
        return None
    if not start or not end:
        known = _rough(start or end)
        return None if known is None else f"../{known}" if end else f"{known}/.."
    return _ordered(start, end) if len(start.rstrip("~")) >= 4 else None


def _span(words: str) -> str | None:
    if (found := _BETWEEN.match(words) or _TO.match(words)) is not None:
        return _ordered(found[1], found[2])
    if (found := _DASH.match(words)) is not None and not _ISO.match(words):
        return _ordered(found[1] or found[3], found[2] or found[4])
    if (found := _OPEN_END.match(words)) is not None:
        known = _rough(words[found.end() :])
        return None if known is None else f"{known}/.."
    if (found := _OPEN_START.match(words)) is not None:
        known = _rough(words[found.end() :])
        return None if known is None else f"../{known}"
    return None


def _ordered(start: str, end: str) -> str | None:
    """Make an interval; "circa 1958 to 1960" means circa for both, and ends in the wrong order are turned."""
    start, first_circa = _without_circa(start.strip())
    end, second_circa = _without_circa(end.strip())
    if re.fullmatch(r"\d{1,2}|[A-Za-z]{3,9}\.?|\d{1,2} [A-Za-z]{3,9}\.?", start):
        # "8 to 12 May 1960", "May to June 1960": the year, and the month, stand once
        tail = end.split()
        start = " ".join([start, *tail[-(2 if start.isdigit() else 1) :]])
    low, high = _exact(start), _exact(end)
    if low is None or high is None:
        return None
    mark = "~" if first_circa or second_circa else ""
    if low == high:
        return low + mark
    if _bounds(high)[1] < _bounds(low)[0]:
        low, high = high, low
    return f"{low}{mark}/{high}{mark}"


def _decade(words: str) -> str | None:
    if (found := _DECADE.match(words)) is None:
        return None
    low, high = {None: (0, 9), "early": (0, 4), "mid": (3, 7), "late": (5, 9)}[
        found[1].lower() if found[1] else None
    ]
    start = _date(int(found[2]) * 10 + low, 0, 0)
    return f"{start}/{int(found[2]) * 10 + high}" if start else None


def _rough(words: str) -> str | None:
    words, circa = _without_circa(words)
    known = _exact(words)
    return None if known is None else f"{known}~" if circa else known


def _without_circa(words: str) -> tuple[str, bool]:
    rest = _CIRCA.sub("", words).strip(" .,:")
    return rest, rest != words.strip(" .,:")


def _exact(words: str) -> str | None:
    if (found := _ISO.match(words)) is not None:
        return _date(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if (found := _NUMBERS.match(words)) is not None:
        day, month = int(found[1]), int(found[2])
        if month > 12 >= day:
            day, month = month, day
        return _date(int(found[3]), month, day)
    if (found := _BIG_END.match(words)) is not None:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _MONTH_NUMBER.match(words)) is not None:
        return _date(int(found[2]), int(found[1]), 0)
    if (found := _DAY_MONTH.match(words)) is not None:
        return _named(found[3], found[2], found[1] or "0")
    if (found := _MONTH_DAY.match(words)) is not None:
        return _named(found[3], found[1], found[2])
    return None


def _named(year: str, month: str, day: str) -> str | None:
    month = month.lower()
    number = _SHORT.get(month[:3])
    if number is None or not (_MONTHS[number - 1].startswith(month) or month == "sept"):
        return None
    return _date(int(year), number, int(day))


def _date(year: int, month: int, day: int) -> str | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if not 1 <= month <= 12:
        return f"{year:04}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}"


def _bounds(date: str) -> tuple[str, str]:
    known = date.rstrip("~")
    if _exact(known) != known or len(date) - len(known) > 1:
        raise ValueError(f"{date!r} is no EDTF date; give one such as 1959, 1959~, 1959-03-20 or 1959/1965")
    year, month, day = (int(part) for part in (known + "-0-0").split("-")[:3])
    around = CIRCA_YEARS if known != date else 0
    return _day(year - around, month, day, last=False), _day(year + around, month, day, last=True)


def _day(year: int, month: int, day: int, *, last: bool) -> str:
    month = month or (12 if last else 1)
    length = monthrange(year, month)[1]
    day = min(day or (length if last else 1), length)  # 29 February two years on
    return f"{year:04}-{month:02}-{day:02}"
