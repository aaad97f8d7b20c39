"""Periods of the calendar: whole weeks, months and years, and their parts.

Weeks begin on Monday. Whatever would lie beyond the years 1 to 9999 raises ValueError or OverflowError.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = [
    "DAY",
    "Period",
    "day_of",
    "months_from",
    "moved",
    "third_of",
    "unit_around",
    "week_of",
    "weekend_of",
    "year_of",
]

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Some days: `unit` is what they make up, `loose` that the words leave open which of several is meant."""

    start: date
    end: date
    unit: str
    loose: bool = False


def day_of(day: date, loose: bool = False) -> Period:
    """Give one day as a period."""
    return Period(day, day, "day", loose)


def week_of(day: date) -> Period:
    """Give the week in which a day lies, from its Monday on."""
    start = day - timedelta(days=day.weekday())
    return Period(start, start + 6 * DAY, "week")


def weekend_of(day: date) -> Period:
    """Give the Saturday and Sunday of the week in which a day lies."""
    start = week_of(day).start + 5 * DAY
    return Period(start, start + DAY, "weekend")


def months_from(year: int, month: int, count: int, unit: str, loose: bool = False) -> Period:
    """Give `count` whole months from a month on, which may lie beyond its year's twelve."""
    first = _shifted(date(year, 1, 1), month - 1)
    last = _shifted(first, count - 1)
    return Period(first, last.replace(day=monthrange(last.year, last.month)[1]), unit, loose)


def year_of(year: int) -> Period:
    """Give a calendar year."""
    return months_from(year, 1, 12, "year")


def _shifted(day: date, months: int) -> date:
    """Give the same day some months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unit_around(unit: str, day: date) -> Period:
    """Give the unit of the calendar in which the day lies."""
    if unit == "week":
        return week_of(day)
    if unit == "weekend":
        return weekend_of(day)
    if unit == "month":
        return months_from(day.year, day.month, 1, "month")
    if unit == "quarter":
        return months_from(day.year, (day.month - 1) // 3 * 3 + 1, 3, "quarter")
    return year_of(day.year) if unit == "year" else day_of(day)


def moved(day: date, count: int, unit: str) -> date:
    """Give a day so many units later. Raises OverflowError or ValueError beyond the years 1 to 9999."""
    if unit in _IN_DAYS:
        return day + timedelta(days=count * _IN_DAYS[unit])
    return _shifted(day, count * _IN_MONTHS[unit])


_IN_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_IN_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def third_of(whole: Period, n: int) -> Period | None:
    """Give the early, middle or late third of a period; a day stays a day."""
    first, unit = whole.start, whole.unit
    if unit == "week":
        a, b = [(0, 1), (2, 3), (4, 6)][n]
        return replace(whole, start=first + a * DAY, end=first + b * DAY, unit="part")
    if unit == "month":
        start = first.replace(day=(1, 11, 21)[n])
        return replace(whole, start=start, end=whole.end if n == 2 else start + 9 * DAY, unit="part")
    if unit in ("quarter", "season", "year"):
        months = 4 if unit == "year" else 1
        return months_from(first.year, first.month + n * months, months, "part", whole.loose)
    if unit == "decade":
        a, b = [(0, 3), (4, 6), (7, 9)][n]
        return Period(date(first.year + a, 1, 1), date(first.year + b, 12, 31), "part")
    return whole if unit in ("day", "days", "weekend") and n != 1 else None
