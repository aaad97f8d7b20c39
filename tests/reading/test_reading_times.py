"""Time expressions and the days they mean."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.reading.times import resolve

PUBLISHED = date(2023, 8, 21)  # a Monday

# Words | first day | last day, in a report of Monday, 21 August 2023.
RELATIVE = """
on Thursday                                 | 2023-08-17 | 2023-08-17
Monday                                      | 2023-08-21 | 2023-08-21
Tues.                                       | 2023-08-15 | 2023-08-15
this past Thursday                          | 2023-08-17 | 2023-08-17
last Thursday                               | 2023-08-17 | 2023-08-17
last Monday                                 | 2023-08-14 | 2023-08-14
next Friday                                 | 2023-08-25 | 2023-08-25
this coming Monday                          | 2023-08-28 | 2023-08-28
this Friday                                 | 2023-08-25 | 2023-08-25
Thursday night                              | 2023-08-17 | 2023-08-17
late Friday evening                         | 2023-08-18 | 2023-08-18
early on Monday                             | 2023-08-21 | 2023-08-21
late on Tuesday                             | 2023-08-15 | 2023-08-15
later on Wednesday                          | 2023-08-16 | 2023-08-16
the early hours of Sunday morning           | 2023-08-20 | 2023-08-20
before dawn on Tuesday                      | 2023-08-15 | 2023-08-15
overnight on Tuesday                        | 2023-08-15 | 2023-08-15
midnight Friday                             | 2023-08-18 | 2023-08-18
at 3 a.m. on Tuesday                        | 2023-08-15 | 2023-08-15
Tuesday at 3:30 p.m.                        | 2023-08-15 | 2023-08-15
4pm local time (1300 GMT) on Saturday       | 2023-08-19 | 2023-08-19
between 3 a.m. and 5 a.m. on Tuesday        | 2023-08-15 | 2023-08-15
ten on Thursday morning                     | 2023-08-17 | 2023-08-17
six o'clock on 20 March                     | 2023-03-20 | 2023-03-20
Thursday and Friday                         | 2023-08-17 | 2023-08-18
between Monday and Friday                   | 2023-08-21 | 2023-08-25
from Wednesday to Saturday                  | 2023-08-16 | 2023-08-19
from next Monday to June 2030               | 2023-08-28 | 2030-06-30
between last spring and 2035                | 2023-03-01 | 2035-12-31
Thursday night into Friday                  | 2023-08-17 | 2023-08-18
Friday next week                            | 2023-09-01 | 2023-09-01
last week on Monday                         | 2023-08-14 | 2023-08-14
today                                       | 2023-08-21 | 2023-08-21
today by 5 p.m.                             | 2023-08-21 | 2023-08-21
earlier today                               | 2023-08-21 | 2023-08-21
this morning                                | 2023-08-21 | 2023-08-21
tonight                                     | 2023-08-21 | 2023-08-21
yesterday                                   | 2023-08-20 | 2023-08-20
yesterday’s                                 | 2023-08-20 | 2023-08-20
yesterday evening                           | 2023-08-20 | 2023-08-20
last night                                  | 2023-08-20 | 2023-08-20
the day before yesterday                    | 2023-08-19 | 2023-08-19
tomorrow                                    | 2023-08-22 | 2023-08-22
overnight                                   | 2023-08-20 | 2023-08-21
this week                                   | 2023-08-21 | 2023-08-27
Last week                                   | 2023-08-14 | 2023-08-20
next week                                   | 2023-08-28 | 2023-09-03
early next week                             | 2023-08-28 | 2023-08-29
the end of the week                         | 2023-08-25 | 2023-08-27
over the weekend                            | 2023-08-19 | 2023-08-20
last weekend                                | 2023-08-19 | 2023-08-20
next weekend                                | 2023-09-02 | 2023-09-03
earlier this week                           | 2023-08-21 | 2023-08-21
this month                                  | 2023-08-01 | 2023-08-31
last month                                  | 2023-07-01 | 2023-07-31
next month                                  | 2023-09-01 | 2023-09-30
earlier this month                          | 2023-08-01 | 2023-08-21
later this month                            | 2023-08-21 | 2023-08-31
early last month                            | 2023-07-01 | 2023-07-10
this year                                   | 2023-01-01 | 2023-12-31
so far this year                            | 2023-01-01 | 2023-08-21
earlier this year                           | 2023-01-01 | 2023-08-21
last year                                   | 2022-01-01 | 2022-12-31
late last year                              | 2022-09-01 | 2022-12-31
early next year                             | 2024-01-01 | 2024-04-30
by year's end                               | 2023-12-01 | 2023-12-31
this spring                                 | 2023-03-01 | 2023-05-31
this autumn                                 | 2023-09-01 | 2023-11-30
last winter                                 | 2022-12-01 | 2023-02-28
the past winter                             | 2022-12-01 | 2023-02-28
next spring                                 | 2024-03-01 | 2024-05-31
last summer                                 | 2022-06-01 | 2022-08-31
early spring                                | 2023-03-01 | 2023-03-31
the third quarter                           | 2023-07-01 | 2023-09-30
the first half of this year                 | 2023-01-01 | 2023-06-30
in June                                     | 2023-06-01 | 2023-06-30
in September                                | 2022-09-01 | 2022-09-30
August                                      | 2023-08-01 | 2023-08-31
last August                                 | 2022-08-01 | 2022-08-31
next June                                   | 2024-06-01 | 2024-06-30
in May last year                            | 2022-05-01 | 2022-05-31
in mid-July                                 | 2023-07-11 | 2023-07-20
the end of February                         | 2023-02-21 | 2023-02-28
the second half of June                     | 2023-06-16 | 2023-06-30
from May to July                            | 2023-05-01 | 2023-07-31
between December and February               | 2022-12-01 | 2023-02-28
between early September and the start of October | 2022-09-01 | 2022-10-10
June 12                                     | 2023-06-12 | 2023-06-12
the 12th of June                            | 2023-06-12 | 2023-06-12
Dec. 10                                     | 2022-12-10 | 2022-12-10
24 September                                | 2023-09-24 | 2023-09-24
Feb. 29                                     | 2020-02-29 | 2020-02-29
June 12-14                                  | 2023-06-12 | 2023-06-14
12 and 13 June                              | 2023-06-12 | 2023-06-13
on the night of June 12-13                  | 2023-06-12 | 2023-06-13
June 28 to July 2                           | 2023-06-28 | 2023-07-02
Monday 19 December                          | 2022-12-19 | 2022-12-19
evening of April 25                         | 2023-04-25 | 2023-04-25
March 31, this year                         | 2023-03-31 | 2023-03-31
Christmas                                   | 2022-12-25 | 2022-12-25
since 2022                                  | 2022-01-01 | 2023-08-21
since March                                 | 2023-03-01 | 2023-08-21
since the spring                            | 2023-03-01 | 2023-08-21
since Friday                                | 2023-08-18 | 2023-08-21
since 5 September                           | 2022-09-05 | 2023-08-21
since mid-September                         | 2022-09-11 | 2023-08-21
since the start of the year                 | 2023-01-01 | 2023-08-21
since 3 a.m. on Tuesday                     | 2023-08-15 | 2023-08-21
until 2030                                  | 2023-08-21 | 2030-12-31
until next March                            | 2023-08-21 | 2024-03-31
until 24 August                             | 2023-08-21 | 2023-08-24
until last autumn                           | 2022-09-01 | 2022-11-30
from last June to now                       | 2023-06-01 | 2023-08-21
by Monday evening                           | 2023-08-21 | 2023-08-21
three days ago                              | 2023-08-18 | 2023-08-18
two weeks ago                               | 2023-08-07 | 2023-08-13
three months ago                            | 2023-05-01 | 2023-05-31
20 years ago                                | 2003-01-01 | 2003-12-31
in the past two years                       | 2021-08-21 | 2023-08-21
over the last decade                        | 2013-08-21 | 2023-08-21
the past 24 hours                           | 2023-08-20 | 2023-08-21
the past week                               | 2023-08-14 | 2023-08-21
next eight weeks                            | 2023-08-21 | 2023-10-16
within ten days                             | 2023-08-21 | 2023-08-31
in ten days’ time                           | 2023-08-31 | 2023-08-31
"""

# What is complete in itself, with and without a day of publication.
ABSOLUTE = """
12 June 2023                                | 2023-06-12 | 2023-06-12
Wednesday, Jan. 15, 2020                    | 2020-01-15 | 2020-01-15
August 21st, 2023                           | 2023-08-21 | 2023-08-21
6-10 February 2018                          | 2018-02-06 | 2018-02-10
October 25–26, 2016                         | 2016-10-25 | 2016-10-26
13 May to May 15 2016                       | 2016-05-13 | 2016-05-15
2023-08-12                                  | 2023-08-12 | 2023-08-12
13/06/2023                                  | 2023-06-13 | 2023-06-13
March 2012                                  | 2012-03-01 | 2012-03-31
the month of June 2023                      | 2023-06-01 | 2023-06-30
from May to July 2023                       | 2023-05-01 | 2023-07-31
from November to February 2023              | 2022-11-01 | 2023-02-28
2018                                        | 2018-01-01 | 2018-12-31
in early 2024                               | 2024-01-01 | 2024-04-30
mid-2023                                    | 2023-05-01 | 2023-08-31
by the end of 2024                          | 2024-12-01 | 2024-12-31
by the summer of 2025                       | 2025-06-01 | 2025-08-31
winter 2022                                 | 2022-12-01 | 2023-02-28
the winter of 2022-23                       | 2022-12-01 | 2023-02-28
between 2019 and 2021                       | 2019-01-01 | 2021-12-31
2015-16                                     | 2015-01-01 | 2016-12-31
in 2019 and 2020                            | 2019-01-01 | 2020-12-31
the 1990s                                   | 1990-01-01 | 1999-12-31
the early 1990s                             | 1990-01-01 | 1993-12-31
the 1980s and 1990s                         | 1980-01-01 | 1999-12-31
the 20th century                            | 1901-01-01 | 2000-12-31
in the first quarter of 2024                | 2024-01-01 | 2024-03-31
Q3 2022                                     | 2022-07-01 | 2022-09-30
the second half of 2021                     | 2021-07-01 | 2021-12-31
9/11                                        | 2001-09-11 | 2001-09-11
late on the evening of 12 June 2023         | 2023-06-12 | 2023-06-12
"""

UNKNOWN = """
recently, soon, now, currently, later, hereafter, in recent weeks, the near future, the past, in future
the following January, the previous month, a week later, two days earlier, the same day, that day, next day
the day after, later that year, a year after the war, three weeks before the attack, since the licence lapsed
for three weeks, 60-day, three-month-old, eleven weeks, almost two years, weeks, decades, a day and a half
nearly two years ago, a few weeks ago, several days ago, days ago, more than a year ago, hours ago
ahead of the 2026 election, the 2026 election, before the October vote, on the eve of the verdict, by Easter
before Monday, after May 1, from October, by June, by Friday, until October, until Friday, until 8 January
by Christmas, noon, 11:42, at dawn, the night, every month, daily, twice a year, the 28th, since the 9th, 13th
Monday 20 June 2023, Monday and Thursday, 2019 and 2021, Tuesday or Wednesday, February 30, 31 June 2023
12/06/2023, 2023-13-45, 32 June, 14-12 June, from July 2023 to May 2023, 1066, 3 a.m., from eight to five
as early as Monday, around June 12, this fiscal year, within days, the last few years, this winter, since then
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    return [tuple(map(str.strip, line.split("|"))) for line in table.strip().split("\n")]  # type: ignore[misc]


@pytest.mark.parametrize(("words", "start", "end"), rows(RELATIVE))
def test_what_is_relative_depends_on_the_day_of_publication(words: str, start: str, end: str) -> None:
    assert resolve(words, PUBLISHED) == (date.fromisoformat(start), date.fromisoformat(end))
    assert resolve(words.upper(), PUBLISHED) == resolve(words, PUBLISHED)
    assert resolve(words, None) is None


@pytest.mark.parametrize(("words", "start", "end"), rows(ABSOLUTE))
def test_what_is_absolute_does_not(words: str, start: str, end: str) -> None:
    for published in (PUBLISHED, None, date(1999, 2, 28)):
        assert resolve(words, published) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("words", [w for line in UNKNOWN.strip().split("\n") for w in line.split(", ")])
def test_what_cannot_be_known_is_none(words: str) -> None:
    assert resolve(words, PUBLISHED) is None


@pytest.mark.parametrize(
    ("published", "words", "start", "end"),
    [
        ("2023-08-24", "last Thursday", "2023-08-17", "2023-08-17"),
        ("2023-08-24", "on Thursday", "2023-08-24", "2023-08-24"),
        ("2023-08-26", "this weekend", "2023-08-26", "2023-08-27"),
        ("2023-08-26", "last weekend", "2023-08-19", "2023-08-20"),
        ("2024-01-10", "last winter", "2022-12-01", "2023-02-28"),
        ("2024-01-10", "this winter", "2023-12-01", "2024-02-29"),
        ("2023-11-10", "this winter", "2023-12-01", "2024-02-29"),
        ("2024-01-10", "Dec. 20", "2023-12-20", "2023-12-20"),
        ("2024-01-10", "last month", "2023-12-01", "2023-12-31"),
        ("2024-03-31", "next month", "2024-04-01", "2024-04-30"),
        ("2024-03-31", "the past month", "2024-02-29", "2024-03-31"),
        ("2024-02-29", "last year", "2023-01-01", "2023-12-31"),
        ("2024-01-01", "last week", "2023-12-25", "2023-12-31"),
        ("2022-09-25", "since February 24", "2022-02-24", "2022-09-25"),
    ],
)
def test_on_other_days(published: str, words: str, start: str, end: str) -> None:
    found = resolve(words, date.fromisoformat(published))
    assert found == (date.fromisoformat(start), date.fromisoformat(end))


VOCABULARY = """
on in the at by of from to and between until since this last next past coming early late mid end start earlier
later so far - / , Monday Thursday night morning weekend week month year years days decade June Jan. May 12 31
2023 1990s 21st 20th century first quarter half spring winter summer ago within two ten a Christmas today
yesterday overnight 3 a.m. 12/06/2023 9999 0 '
"""
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29)]))


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=9).map(" ".join), DAYS)
@example("999 decades ago", date(2023, 8, 21))
@example("next year", date.max)
@example("last week", date.min)
@example("Thursday", date.min)
@example("between 2199 and 2023", None)
@example("next Friday to 1990", date(2023, 8, 21))
@example("from the weekend to 2010", date(2023, 8, 21))
def test_any_words_give_a_range_or_none(words: str, published: date | None) -> None:
    found = resolve(words, published)
    assert found is None or found[0] <= found[1]
    assert resolve(words, published) == found


@given(st.text(max_size=120), DAYS)
def test_any_text_gives_a_range_or_none(words: str, published: date | None) -> None:
    found = resolve(words, published)
    assert found is None or found[0] <= found[1]


@given(
    st.dates(date(1700, 1, 1), date(2150, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%b. %d %Y"]),
)
def test_every_written_date_is_its_day(day: date, form: str) -> None:
    assert resolve(day.strftime(form), None) == (day, day)
    assert resolve(f"on {day:%A}, {day:%d %B %Y}", None) == (day, day)


@given(st.dates(date(1700, 1, 1), date(2150, 1, 1)))
def test_a_weekday_is_the_latest_one(published: date) -> None:
    for n in range(7):
        day = published - timedelta(days=n)
        assert resolve(f"on {day:%A}", published) == (day, day)


@pytest.mark.parametrize(
    "piece",
    [
        "a-",
        "since ",
        "from a to b ",
        "early ",
        "may-",
        "1-",
        "on ",
        "on may to ",
        "between ",
        "of the ",
        "h1 ",
    ],
)
def test_hostile_words_take_no_time(piece: str) -> None:
    started = time.process_time()
    for length in (90, 1000, 1_000_000):
        resolve((piece * (length // len(piece) + 1))[:length], PUBLISHED)
    assert time.process_time() - started < 2
