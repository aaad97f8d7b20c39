"""When it happened: the English time expressions of news, as ranges of days.

A small grammar of our own. What an expression means follows TIMEX3 (TimeML 1.2.1) and HeidelTime (Strötgen
and Gertz 2010), the day of publication being the reference time:

- A weekday, a month or a season is the latest that has begun by then, with "last" the latest before the
  present one, with "next" or "coming" the first to come. "This" is the one of the same week or year.
- A day without a year ("June 12") is the latest, or the coming one where that is at most `_SOON` days ahead.
- A week runs from Monday to Sunday; the seasons are the northern ones of three whole months, and a winter
  has the year in which it begins. "Two weeks ago" is the week that lies so far back, "three days ago" the
  day.
- Early, mid and late are thirds: the days from 1, 11 and 21 of a month, the months from January, May and
  September, the years from 0, 4 and 7 of a decade. The start and the end of a year are its first and last
  month.
- "Since" runs to the day of publication, "until" from it where what follows is still to come. "By" gives the
  period itself, whose end is what counts.
- "The past two years" end, and "the next two years" begin, with the day of publication.

What cannot be known from the words and that day is None: other anchors ("a week later", "the same day"),
vague words ("recently", "in recent weeks"), durations ("for three weeks"), one-sided bounds ("before
Monday"), and "by June" or "until Friday", which may lie on either side of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.ingest.dates import iso_date
from sayso.reading.periods import (
    DAY,
    Period,
    day_of,
    months_from,
    moved,
    third_of,
    unit_around,
    week_of,
    weekend_of,
    year_of,
)
from sayso.reading.typography import PLAIN_MARKS

__all__ = ["resolve"]

_LONGEST = 100
_SOON = 91


@dataclass(frozen=True, slots=True)
class _When:
    """What a partial expression is completed from: the day of publication or, in a range, its other end."""

    now: date | None
    after: date | None = None
    before: date | None = None
    ranges: bool = True


_Rule = Callable[[re.Match[str], _When], Period | None]


def resolve(words: str, published: date | None) -> tuple[date, date] | None:
    """Give the first and last day that `words` mean in a report of the day `published`, or None.

    Without that day only what is complete in itself has a meaning ("12 June 2023", "the 1990s"). Never
    raises.

    >>> resolve("last Thursday", date(2023, 8, 21))
    (datetime.date(2023, 8, 17), datetime.date(2023, 8, 17))
    >>> resolve("recently", date(2023, 8, 21)) is None
    True
    """
    text = _plain(words)
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = _read(_without_hour(text), _When(published))
    except (ValueError, OverflowError):  # no such day, or none that a date can hold
        return None
    return (found.start, found.end) if found is not None and found.start <= found.end else None


def _without_hour(text: str) -> str:
    """Take a time of day off a day: "at 3 a.m. on Tuesday"."""
    return _BARE_HOUR.sub("", _CLOCK.sub(" ", text, count=1).strip()).removesuffix(" local time")


def _plain(words: str) -> str:
    if len(words) > 4 * _LONGEST:
        return ""
    text = words.lower().translate(PLAIN_MARKS)
    return " ".join(text.split()).strip(" ,;:.()\"'-").removesuffix("'s")


_MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_DAY_NAMES = ("mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday",
              "sat saturday", "sun sunday")  # fmt: skip
_WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_TO_TWENTY.split(), 1)} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100,
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_FEASTS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31), "new year": (1, 1), "the new year": (1, 1),
}  # fmt: skip


def _any(names: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + ")"


_MON = _any(_MONTHS) + r"\.?"
_WD = _any(_WEEKDAYS) + r"\.?"
_SEA = _any(_SEASONS)
_NUM = r"(?:\d{1,3}|" + _any(_NUMBERS) + ")"
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:1[6-9]\d\d|2[01]\d\d)"
_YEAR = rf"(?:{_Y}|(?:this|last|next) year)"
_OF = r"(?: of|,| in)? "
_UNIT = r"(?:hour|day|week|fortnight|month|quarter|year|decade)"
_DAY_PART = r"(?:morning|afternoon|evening|night|lunchtime|overnight|dawn|dusk|noon|midday|midnight)"
_ZONE = r"(?: local(?: time)?| \w+ time|,? (?:gmt|utc|bst|e[sd]?t|c[sde]?s?t|p[sd]?t|msk))?(?: \([^()]*\))?"
_HOUR = (
    r"(?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?|\d{1,2}:\d\d(?::\d\d)?\b|\d{4} (?:gmt|utc|hours)|"
    rf"noon|midday|midnight|{_NUM} o'clock)"
)
_CLOCK = re.compile(
    rf"(?:(?:from |between )?{_HOUR}{_ZONE} ?(?:to|until|till|and|-) ?)?"
    rf"\b(?:(?:shortly |just |soon )?(?:at|around|about|by|before|after) )?{_HOUR}{_ZONE}(?: on\b| of\b|,)?"
)
_BARE_HOUR = re.compile(rf"(?:at |around |about )?{_NUM} on (?={_WD})")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _month_number(word: str) -> int:
    return _MONTHS[word.rstrip(".")]


def _recurring(when: _When, which: str, at: Callable[[int], Period], start: int) -> Period | None:
    """Choose among the occurrences ``at(n)`` of something that comes back, ``at(start)`` being near the day.

    `which` is "last", "next", or "" for the latest that has begun; `when.after` asks for the first that ends
    on or after it.
    """
    near = range(start - 2, start + 4)
    if when.after is not None and not which:
        return next((p for p in map(at, near) if p.end >= when.after), None)
    now = when.now if which else when.before or when.now
    if now is None:
        return None
    if which == "next":
        found = next((p for p in map(at, near) if p.start > now), None)
    elif which == "last":
        found = next((p for p in map(at, reversed(near)) if p.end < now), None)
    else:
        return next((p for p in map(at, reversed(near)) if p.start <= now), None)
    return found and replace(found, loose=False)


def _anchor(when: _When, which: str) -> date:
    """Give the day from which to look for occurrences: what is called last, this or next is so on the day of
    publication. Any day will do where none is known, for none is used.
    """
    return (when.now if which else None) or when.after or when.before or when.now or date(2000, 1, 1)


_WHICH = {
    "": "", "last": "last", "past": "last", "this past": "last", "next": "next", "coming": "next",
    "this coming": "next", "the coming": "next", "this next": "next", "the past": "last", "this": "this",
}  # fmt: skip
_WHICH_WORDS = (
    r"(?:(this past|the past|past|last|this coming|the coming|this next|coming|next|this) )?(?:the )?"
)


# The rules: what is left of an expression once nothing can be taken off it.


def _weekday(m: re.Match[str], when: _When) -> Period | None:
    number, which = _WEEKDAYS[m[2].rstrip(".")], _WHICH[m[1] or ""]
    monday = week_of(_anchor(when, which)).start + number * DAY
    if which == "this":
        return day_of(monday) if when.now else None
    return _recurring(when, which, lambda n: day_of(monday + timedelta(days=7 * n), loose=True), 0)


def _weekday_of_week(m: re.Match[str], when: _When) -> Period | None:
    if when.now is None:
        return None
    name, which = (m["d1"], m["w1"]) if m["d1"] else (m["d2"], m["w2"])
    step = {"last": -1, "this": 0, "next": 1}[which]
    return day_of(week_of(when.now).start + timedelta(days=7 * step + _WEEKDAYS[name.rstrip(".")]))


def _month(m: re.Match[str], when: _When) -> Period | None:
    return _yearly(
        when, _WHICH[m[1] or ""], lambda year: months_from(year, _month_number(m[2]), 1, "month", True)
    )


def _season(m: re.Match[str], when: _When) -> Period | None:
    which, month = _WHICH[m[1] or ""], _SEASONS[m[2]]
    if which == "this" and month == 12 and when.now:
        if 3 <= when.now.month <= 8:
            return None  # the winter behind or the one to come
        return months_from(when.now.year - (when.now.month < 3), 12, 3, "season")
    return _yearly(when, which, lambda year: months_from(year, month, 3, "season", True))


def _yearly(when: _When, which: str, at: Callable[[int], Period]) -> Period | None:
    if which == "this":
        return replace(at(when.now.year), loose=False) if when.now else None
    return _recurring(when, which, at, _anchor(when, which).year)


def _year_named(words: str, when: _When) -> int | None:
    if words.isdigit():
        return int(words)
    return when.now.year + {"this": 0, "last": -1, "next": 1}[words.split()[0]] if when.now else None


def _month_of_year(m: re.Match[str], when: _When) -> Period | None:
    year = _year_named(m[2], when)
    return None if year is None else months_from(year, _month_number(m[1]), 1, "month")


def _season_of_year(m: re.Match[str], when: _When) -> Period | None:
    year = _year_named(m[2], when)
    return None if year is None else months_from(year, _SEASONS[m[1]], 3, "season")


def _winter_of_years(m: re.Match[str], when: _When) -> Period | None:
    return months_from(int(m[1]), 12, 3, "season") if (int(m[1]) + 1) % 100 == int(m[2]) % 100 else None


def _date(m: re.Match[str], when: _When) -> Period | None:
    """Read a month and one or two days, with or without weekday and year."""
    found = {name: value for name, value in m.groupdict().items() if value}
    name = found.get("month") or found["month2"]
    days = [int(re.sub(r"\D", "", found[key])) for key in ("a", "b", "a2", "b2") if key in found]
    join = found.get("join") or found.get("join2") or ""
    if (len(days) == 2 and days[0] >= days[1]) or ("and" in join and days[0] + 1 != days[1]):
        return None
    if "year" in found:
        year = _year_named(found["year"], when)
        period = None if year is None else _span_of_month(year, _month_number(name), days)
        weekday = found.get("weekday")
        return period if weekday is None or period is None or _is(period, weekday) else None
    return _yearless(_month_number(name), days, found.get("weekday"), _WHICH[found.get("which", "")], when)


def _span_of_month(year: int, month: int, days: list[int]) -> Period:
    start, end = date(year, month, days[0]), date(year, month, days[-1])
    return Period(start, end, "day" if start == end else "days")


def _is(period: Period, weekday: str) -> bool:
    return period.start.weekday() == _WEEKDAYS[weekday.strip(" .,")]


def _yearless(month: int, days: list[int], weekday: str | None, which: str, when: _When) -> Period | None:
    """Complete a day of a month: the latest, or the next where it is near; a weekday must fit."""
    around = []
    near = _anchor(when, which).year
    for year in range(near - 8, near + 9):
        if days[-1] <= monthrange(year, month)[1]:  # 29 February is not in every year
            around.append(_span_of_month(year, month, days))
    if which == "this":
        return next((p for p in around if when.now and p.start.year == when.now.year), None)
    if when.after is not None and not which:
        return next((p for p in around if p.end >= when.after), None)
    now = when.now if which else when.before or when.now
    if now is None:
        return None
    ahead = next((p for p in around if p.start > now), None)
    behind = next((p for p in reversed(around) if (p.end < now if which else p.start <= now)), None)
    if which:
        return ahead if which == "next" else behind
    if weekday is not None:
        fitting = [p for p in (behind, ahead) if p is not None and _is(p, weekday)]
        return fitting[0] if len(fitting) == 1 else None
    if when.before is None and ahead is not None and (ahead.start - now).days <= _SOON:
        return ahead
    return behind and replace(behind, loose=(now - behind.end).days > _SOON)


def _feast(m: re.Match[str], when: _When) -> Period | None:
    month, day = _FEASTS[m[2]]
    return _yearless(month, [day], None, _WHICH[m[1] or ""], when)


def _iso(m: re.Match[str], when: _When) -> Period | None:
    found = iso_date(m[0])
    return day_of(date.fromisoformat(found)) if found else None


def _calendar_unit(m: re.Match[str], when: _When) -> Period | None:
    """Read this, last and next week, weekend, month, quarter, year."""
    now, unit = when.now, m[2]
    if now is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[m[1]]
    if unit == "weekend" and step == 0 and now.weekday() == 0:
        return None  # on a Monday the one behind or the one ahead
    return unit_around(unit, moved(now.replace(day=1) if unit == "month" else now, step, unit))


def _the_unit(m: re.Match[str], when: _When) -> Period | None:
    now = when.now
    if now is None:
        return None
    if m[1] == "weekend":
        return _recurring(when, "", lambda n: weekend_of(now + timedelta(days=7 * n)), 0)
    return unit_around(m[1], now)


def _units_end(m: re.Match[str], when: _When) -> Period | None:
    return _read(f"the end of the {m[1]}", when)


def _so_far(m: re.Match[str], when: _When) -> Period | None:
    """Read "earlier this month" and "later this month": up to the day of publication, or from it on."""
    if when.now is None:
        return None
    whole = unit_around(m["unit"], when.now)
    if m["way"] == "later":
        return Period(when.now, whole.end, "span")
    return Period(whole.start, when.now, "span")


def _ago(m: re.Match[str], when: _When) -> Period | None:
    now, count, unit = when.now, _number(m[1]), m[2]
    if now is None:
        return None
    if unit == "hour":
        return day_of(now - timedelta(days=count // 24)) if count % 24 == 0 else None
    if unit == "month":
        now = now.replace(day=1)
    calendar = {"fortnight": "week", "decade": "year", "quarter": "month"}.get(unit, unit)
    return unit_around(calendar, moved(now, -count, unit))


def _rolling(m: re.Match[str], when: _When) -> Period | None:
    """Read "the past two years" and "the next ten days"."""
    if when.now is None:
        return None
    count, unit = _number(m["n"]) if m["n"] else 1, m["unit"]
    if unit == "hour":
        if count % 24:
            return None
        count, unit = count // 24, "day"
    if m["way"] in ("past", "last"):
        return Period(moved(when.now, -count, unit), when.now, "span")
    return Period(when.now, moved(when.now, count, unit), "span")


def _in_time(m: re.Match[str], when: _When) -> Period | None:
    if when.now is None:
        return None
    calendar = {"fortnight": "week", "decade": "year"}.get(m[2], m[2])
    day = when.now.replace(day=1) if m[2] == "month" else when.now
    return None if m[2] == "hour" else unit_around(calendar, moved(day, _number(m[1]), m[2]))


def _decade(m: re.Match[str], when: _When) -> Period | None:
    return Period(date(int(m[1]), 1, 1), date(int(m[1]) + 9, 12, 31), "decade")


def _century(m: re.Match[str], when: _When) -> Period | None:
    number = int(m[1])
    return (
        Period(date(number * 100 - 99, 1, 1), date(number * 100, 12, 31), "century") if number > 15 else None
    )


def _quarter(m: re.Match[str], when: _When) -> Period | None:
    number = _ORDINALS[m[1]] if m[1] else int(m[2])
    return _share_of(_read(m[3], when), number, 4) if m[3] else _latest_share(number, 4, when)


def _half(m: re.Match[str], when: _When) -> Period | None:
    number = _ORDINALS[m[1]] if m[1] else int(m[2])
    if not m[3]:
        return _latest_share(number, 2, when)
    whole = _read(m[3], when)
    if whole is not None and whole.unit == "month":
        middle = whole.start.replace(day=15)
        if number == 1:
            return replace(whole, end=middle, unit="part")
        return replace(whole, start=middle + DAY, unit="part")
    return _share_of(whole, number, 2)


_SHARES = {4: "quarter", 2: "half"}


def _latest_share(number: int, shares: int, when: _When) -> Period | None:
    """Give the latest quarter or half of that number."""
    count = 12 // shares
    first = 1 + (number - 1) * count
    return _yearly(when, "", lambda year: months_from(year, first, count, _SHARES[shares], True))


def _share_of(whole: Period | None, number: int, shares: int) -> Period | None:
    """Give a quarter or a half of a year."""
    if whole is None or whole.unit != "year":
        return None
    count = 12 // shares
    return months_from(whole.start.year, 1 + (number - 1) * count, count, _SHARES[shares])


def _relative_day(days: int) -> _Rule:
    return lambda m, when: day_of(when.now + timedelta(days=days)) if when.now else None


def _overnight(m: re.Match[str], when: _When) -> Period | None:
    return Period(when.now - DAY, when.now, "days") if when.now else None


def _table(*rules: tuple[str, _Rule]) -> list[tuple[re.Pattern[str], _Rule]]:
    return [(re.compile(pattern), rule) for pattern, rule in rules]


_JOIN = r" ?(?:-|/|to|through|until|till|and) ?"
_RULES = _table(
    (r"today|tonight|this (?:morning|afternoon|evening)|(?:earlier|later) today", _relative_day(0)),
    (r"yesterday|last (?:night|evening)", _relative_day(-1)),
    (r"tomorrow", _relative_day(1)),
    (r"the day before yesterday", _relative_day(-2)),
    (r"the day after tomorrow", _relative_day(2)),
    (r"overnight", _overnight),
    (_WHICH_WORDS + rf"({_WD})", _weekday),
    (rf"(?P<d1>{_WD}){_OF}(?P<w1>last|this|next) week|(?P<w2>last|this|next) week(?:,| on)? (?P<d2>{_WD})",
     _weekday_of_week),
    (_WHICH_WORDS + rf"(?:month of )?({_MON})", _month),
    (_WHICH_WORDS + rf"({_SEA})", _season),
    (rf"(?:the month of )?({_MON}){_OF}({_YEAR})", _month_of_year),
    (rf"(?:the )?({_SEA}){_OF}({_YEAR})", _season_of_year),
    (rf"(?:the )?winter(?: of)? ({_Y})[-/](\d\d|{_Y})", _winter_of_years),
    (rf"(?:(?P<which>last|next|this) )?(?:(?P<weekday>{_WD}),? (?:the )?)?"
     rf"(?:(?P<month>{_MON}) (?:the )?(?P<a>{_D})(?:(?P<join>{_JOIN})(?P<b>{_D}))?|"
     rf"(?:the )?(?P<a2>{_D})(?:(?P<join2>{_JOIN})(?P<b2>{_D}))?[ -](?:of )?(?P<month2>{_MON}))"
     rf"(?:(?:,| of|-)? ?(?P<year>{_YEAR}))?", _date),
    (_WHICH_WORDS + rf"({_any(_FEASTS)})", _feast),
    (r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}", _iso),
    (rf"(?:the year )?({_Y})", lambda m, when: year_of(int(m[1]))),
    (r"9/11|september 11 attacks", lambda m, when: day_of(date(2001, 9, 11))),
    (r"(?:the )?((?:1[6-9]|2[01])\d0)'?s", _decade),
    (r"(?:the )?(\d\d)(?:st|nd|rd|th) century", _century),
    (r"(this|last|next) (week|weekend|month|quarter|year)", _calendar_unit),
    (r"the (week|weekend|month|quarter|year)", _the_unit),
    (r"(?:the )?(week|month|quarter|year)(?:'s |-| )end", _units_end),
    (rf"(?:the )?(?:({_any(_ORDINALS)})[ -]quarter|q([1-4]))(?:(?: of| in|,)? (.+))?", _quarter),
    (r"(?:the )?(?:(first|second)[ -]half|h([12]))(?:(?: of| in|,)? (.+))?", _half),
    (r"(?P<way>earlier|later)(?: on| in)? (?:this|the) (?P<unit>week|month|quarter|year)", _so_far),
    (r"(?P<way>so far|already) this (?P<unit>week|month|quarter|year)", _so_far),
    (r"this (?P<unit>week|month|quarter|year) (?P<way>so far|to date)", _so_far),
    (rf"({_NUM}) ({_UNIT})s? ago", _ago),
    (rf"(?:(?:the|these|this) )?(?P<way>past|last) (?:(?P<n>{_NUM}) )?(?P<unit>{_UNIT})s?", _rolling),
    (rf"(?:over|within|during|in|for) the (?P<way>next) (?P<n>)(?P<unit>{_UNIT})", _rolling),
    (rf"the (?P<way>coming) (?P<n>)(?P<unit>{_UNIT})", _rolling),
    (rf"(?:the )?(?P<way>next|coming) (?P<n>{_NUM}) (?P<unit>{_UNIT})s?", _rolling),
    (rf"(?P<way>within) (?P<n>{_NUM}) (?P<unit>{_UNIT})s?", _rolling),
    (rf"in ({_NUM}) ({_UNIT})s?'?s? time", _in_time),
    (rf"({_NUM}) ({_UNIT})s? from (?:now|today)", _in_time),
)  # fmt: skip


# What can be taken off an expression, and what it does to the rest.


def _same(m: re.Match[str], when: _When) -> Period | None:
    return _read(m[1], when)


def _part_of_day(m: re.Match[str], when: _When) -> Period | None:
    found = _read(m[1], when)
    return found if found is not None and found.unit in ("day", "days") else None


def _part(m: re.Match[str], when: _When) -> Period | None:
    found = _read(m[2], when)
    return None if found is None else third_of(found, _THIRDS[m[1]])


_THIRDS = {
    "early": 0, "start": 0, "beginning": 0, "opening": 0, "mid": 1, "middle": 1,
    "late": 2, "end": 2, "close": 2,
}  # fmt: skip


def _edge(m: re.Match[str], when: _When) -> Period | None:
    """Read "the start of" and "the end of", which are narrower than early and late where a year is long."""
    found = _read(m[2], when)
    if found is not None and found.unit == "year" and _THIRDS[m[1]] != 1:
        return months_from(found.start.year, 12 if _THIRDS[m[1]] else 1, 1, "part", found.loose)
    return None if found is None else third_of(found, _THIRDS[m[1]])


def _since(m: re.Match[str], when: _When) -> Period | None:
    found = _read(m[1], when)
    if found is not None and when.now is not None and found.start > when.now:
        found = _read(f"last {m[1]}", when)  # a day without a year that might have been one to come
    if found is None or when.now is None or found.start > when.now:
        return None
    return Period(found.start, when.now, "span")


def _by(m: re.Match[str], when: _When) -> Period | None:
    found = _read(m[1], when)
    if found is None or not found.loose:
        return found
    return found if when.now is not None and found.start <= when.now <= found.end else None


def _until(m: re.Match[str], when: _When) -> Period | None:
    found = _by(m, when)
    if found is None or when.now is None:
        return None
    if found.end < when.now:
        return found
    return Period(when.now, found.end, "span")


def _from_to(m: re.Match[str], when: _When) -> Period | None:
    return _joined(m[1], when, _SPLIT, touching=False)


_SPLIT = re.compile(r" (?:up )?(?:to|until|till|through|and) | ?- ?")
_BARE_SPLIT = re.compile(r" (?:to|until|till|through|into|(and)) | ?[-/] ?")
_MOST_SPLITS = 4


def _joined(text: str, when: _When, split: re.Pattern[str], *, touching: bool) -> Period | None:
    """Read two expressions as one range; with `touching`, "and" joins only neighbours into one."""
    if not when.ranges:
        return None
    inner = replace(when, ranges=False)
    for m in list(split.finditer(text))[:_MOST_SPLITS]:
        found = _range(text[: m.start()], text[m.end() :], inner)
        if found is None:
            continue
        first, second = found
        if first.start > second.end or (touching and m[1] and first.end + DAY != second.start):
            return None
        return Period(first.start, second.end, "days" if second.unit == "day" else "span")
    return None


def _range(a: str, b: str, when: _When) -> tuple[Period, Period] | None:
    """Read both ends of a range, completing the one by the other: "from May to July 2023"."""
    if re.fullmatch(_Y, a) and re.fullmatch(r"\d\d", b):
        b = a[:2] + b
    if b in ("now", "present", "the present", "date", "this day"):
        b = "today"
    alone = replace(when, now=None)
    first, second = _read(a, when), _read(b, alone)
    complete = second is not None and _read(a, alone) is None
    if second is None and first is not None:
        second = _read(b, replace(when, after=first.start))
        complete = second is not None and not second.loose and first.loose
    if complete and second is not None:
        first = _read(a, replace(when, before=second.end))
    return (first, second) if first is not None and second is not None else None


_WRAPPERS = _table(
    (r"(?:ever )?since (.+)", _since),
    (r"(?:up )?(?:until|till) (.+)", _until),
    (r"(?:by|no later than|not later than|before (?=the end of )) ?(.+)", _by),
    (r"(?:from|between) (.+)", _from_to),
    (rf"(?:the )?(?:(?:early|late|small|predawn|pre-dawn) )*(?:hours|{_DAY_PART})(?: hours)?"
     r"(?: of| on|,)? (.+)", _part_of_day),
    (r"before (?:dawn|daybreak|sunrise)(?: on)? (.+)", _part_of_day),
    (rf"(.+?),?(?: early| late| in the| at)? {_DAY_PART}", _part_of_day),
    (r"(?:the )?(?:very )?(early|late|mid)(?:-| in | on | )(.+)", _part),
    (r"(?:the )?(?:very )?(start|beginning|opening|middle|end|close) of (.+)", _edge),
    (r"(?:earlier|later) (?:in |on )?(.+)", _same),
    (r"(?:on|in|during|at|of|over|throughout|across|for|just|only|back|within(?= the (?:past|last))) (.+)",
     _same),
)  # fmt: skip


def _read(text: str, when: _When) -> Period | None:
    """Read an expression: as a whole, or by what can be taken off it, or as a range."""
    text = text.strip(" ,;:")
    for pattern, rule in _RULES:
        if m := pattern.fullmatch(text):
            return rule(m, when)
    for pattern, rule in _WRAPPERS:
        if m := pattern.fullmatch(text):
            return rule(m, when)
    return _joined(text, when, _BARE_SPLIT, touching=True)
