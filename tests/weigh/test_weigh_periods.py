"""When an event may have been."""

from __future__ import annotations

import pytest

from sayso.reading.reading import Event, Time
from sayso.weigh.periods import LAST_DAY, Period, day_number, iso, period_of


def days(
    type: str, published: str | None, actual: str = "real", *named: str | None
) -> tuple[str, str] | None:
    time = Time((0, 1), "then", *named) if named else None
    period = period_of(Event(type=type, trigger=(0, 1), time=time), published, actual)
    return None if period is None else (iso(period.start), iso(period.end))


def test_days_that_words_name_count() -> None:
    assert days("AID", "2030-10-05", "real", "2029-01-01", "2030-10-05") == ("2029-01-01", "2030-10-05")
    assert days("AID", None, "real", "2029-01-01", None) == ("2029-01-01", "2029-01-01")
    assert days("AID", None, "real", None, "2029-01-01") == ("2029-01-01", "2029-01-01")


def test_news_is_about_the_days_before_supplies_about_the_weeks_plans_about_what_comes() -> None:
    assert days("CONSULT", "2030-10-05") == ("2030-10-02", "2030-10-05")
    assert days("AID", "2030-10-05") == ("2030-09-05", "2030-10-05")
    assert days("CONSULT", "2030-10-05", "ahead") == ("2030-10-05", "2031-01-03")


def test_nothing_is_said_without_any_date() -> None:
    assert days("CONSULT", None) is None
    assert days("CONSULT", "2030-10-05", "real", None, None) == ("2030-10-02", "2030-10-05")


@pytest.mark.parametrize("actual", ["real", "ahead", "if"])
def test_the_first_and_the_last_day_there_are(actual: str) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        first, last = days("AID", day, actual) or ("", "")
        assert "0001-01-01" <= first <= day <= last <= "9999-12-31"


def test_a_time_told_the_wrong_way_round_is_turned() -> None:
    assert days("AID", None, "real", "2030-02-01", "2030-01-01") == ("2030-01-01", "2030-02-01")


def test_numbers_and_days() -> None:
    for day in ("0001-01-01", "2030-02-28", "9999-12-31"):
        assert iso(day_number(day)) == day
    assert day_number("9999-12-31") == LAST_DAY


def test_what_words_say_counts_before_what_is_presumed() -> None:
    said, presumed = Period(10, 12, dated=True), Period(1, 30, dated=False)
    assert said.joined(presumed) == presumed.joined(said) == said
    assert said.joined(Period(20, 21, dated=True)) == Period(10, 21, dated=True)
