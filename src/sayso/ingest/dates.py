"""Dates of publication, from the forms in which inputs give them to ISO 8601 days. A doubtful date is no
date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

__all__ = ["iso_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = r"(?:[t\s,].*)?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.DOTALL)
_ISO_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t\d.*)?", re.DOTALL)
_EPOCH = re.compile(r"-?\d{9,13}(?:\.\d+)?")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]+)\.?,?[\s-]+(\d{4})" + _TIME, re.DOTALL
)
_MONTH_FIRST = re.compile(
    _WEEKDAY + r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME, re.DOTALL
)
_CTIME = re.compile(_WEEKDAY + r"([a-z]+)\s+(\d{1,2})\s+\d\d?:\d\d(?::\d\d)?(?:\s+\S+)?\s+(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME, re.DOTALL)
# 1973 to 2100 in seconds: smaller numbers are more often years, days or counters than times.
_EPOCH_SECONDS = (100_000_000, 4_102_444_800)


def iso_date(value: str | float | None) -> str | None:
    """Give the day that `value` names as ``YYYY-MM-DD``, or None where it names none for certain.

    Takes ISO dates and times, RFC 2822, English month names, and numbers or digits as seconds or milliseconds
    since 1970. A time keeps the day on which its writer dated it; ``03/04/2023`` could be two days and is
    therefore none.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(value)
    text = value.strip().lower()
    if len(text) > 100:
        return None
    if match := _ISO.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _ISO_BASIC.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    if match := _DAY_FIRST.fullmatch(text):
        return _day(match[3], _MONTHS.get(match[2], 0), match[1])
    if match := _MONTH_FIRST.fullmatch(text) or _CTIME.fullmatch(text):
        return _day(match[3], _MONTHS.get(match[1], 0), match[2])
    if match := _SLASHED.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if first == second or second > 12:
            return _day(match[4], first, second)
        if first > 12 or match[2] == ".":  # a dot is written between day and month only in that order
            return _day(match[4], second, first)
    return None


def _day(year: str, month: str | int, day: str | int) -> str | None:
    # The first newspaper is of 1605; 0001-01-01 and 9999-12-31 are how databases say that they do not know.
    if not 1600 <= int(year) <= 2200:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _from_epoch(seconds: float) -> str | None:
    low, high = _EPOCH_SECONDS
    if low * 1000 <= seconds <= high * 1000:
        seconds /= 1000
    if not low <= seconds <= high:  # NaN ends here, too
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
