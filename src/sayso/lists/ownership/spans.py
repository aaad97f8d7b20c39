"""Dates of records as day numbers, so that they can be compared with a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sayso.lists import dates

__all__ = ["ALWAYS", "NEVER", "days"]

NEVER, ALWAYS = 0, date.max.toordinal() + 1
"""Day numbers before and after every date: where a range is open."""


@lru_cache(maxsize=65536)
def days(edtf: str | None) -> tuple[int, int]:
    """Give the first and the last day that a date may mean (`sayso.lists.dates.days`), as ordinals.

    None and what is no date may mean any day: `NEVER` to `ALWAYS`.
    """
    try:
        first, last = dates.days(dates.edtf(edtf or "") or "..")
    except ValueError:
        return NEVER, ALWAYS
    return (
        NEVER if first is None else date.fromisoformat(first).toordinal(),
        ALWAYS if last is None else date.fromisoformat(last).toordinal(),
    )
