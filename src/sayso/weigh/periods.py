"""When an event may have been: the days that the words name, or those that the date of publication leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sayso.reading.reading import Event

__all__ = ["LASTING", "LAST_DAY", "Period", "day_number", "iso", "period_of"]

LASTING = frozenset({"AID", "ASSAULT", "COOPERATE", "MOBILIZE"})
"""Types of events that go on for weeks: deliveries, trades, wars, deployments."""

# Where no words say when: news is about the days before it, deliveries and wars about the weeks before, plans
# about the months to come.
_NEWS, _LASTS, _AHEAD = 3, 30, 90


@dataclass(frozen=True, slots=True)
class Period:
    """The days between which an event may lie, as numbers (`day_number`), and whether words say so."""

    start: int
    end: int
    dated: bool

    def joined(self, other: Period) -> Period:
        """Give the period of both: what words say counts before what is presumed."""
        if self.dated != other.dated:
            return self if self.dated else other
        return Period(min(self.start, other.start), max(self.end, other.end), self.dated)


def day_number(day: str) -> int:
    """Give the number of an ISO day (its proleptic Gregorian ordinal)."""
    return date.fromisoformat(day).toordinal()


LAST_DAY = date.max.toordinal()


def iso(number: int) -> str:
    """Give a day's ISO date back."""
    return (date.min + timedelta(number - 1)).isoformat()


def period_of(event: Event, published: str | None, actual: str) -> Period | None:
    """Tell when an event mention may lie; None where neither its words nor the report have a date."""
    time = event.time
    if time is not None and (time.start or time.end):
        first = day_number(time.start or time.end or "")
        last = day_number(time.end) if time.end else first
        return Period(min(first, last), max(first, last), dated=True)
    if published is None:
        return None
    day = day_number(published)
    if actual != "real":
        return Period(day, min(day + _AHEAD, LAST_DAY), dated=False)
    return Period(max(day - (_LASTS if event.type in LASTING else _NEWS), 1), day, dated=False)
