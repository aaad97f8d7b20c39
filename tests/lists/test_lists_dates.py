"""Dates of lists as EDTF, and the days that they allow."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lists.dates import CIRCA_YEARS, days, edtf

READ = {
    "20 Apr 1966": "1966-04-20",
    "April 20, 1966": "1966-04-20",
    "1st of March 2014": "2014-03-01",
    "21 October 2022": "2022-10-21",
    "12 Feb. 2020": "2020-02-12",
    "Sep. 2001": "2001-09",
    "Sept 2001": "2001-09",
    "01-Jan-1970": "1970-01-01",
    "2013": "2013",
    "1985-09-20": "1985-09-20",
    "1985-09-20T00:00:00": "1985-09-20",
    "1985-09-20+02:00": "1985-09-20",
    "1985/09/20": "1985-09-20",
    "1962-00-00": "1962",
    "23.7.2026": "2026-07-23",
    "7.8.2026": "2026-08-07",
    "29/10/1957": "1957-10-29",
    "04/20/1966": "1966-04-20",  # a twentieth month there is not
    "00/00/1962": "1962",
    "00/04/1962": "1962-04",
    "12/1966": "1966-12",
    "31 Feb 1960": "1960-02",
    "circa 1959": "1959~",
    "c. 1959": "1959~",
    "Approximately 1959": "1959~",
    "1959 (circa)": "1959~",
    "Between 1960 and 1962 (Approximately)": "1960~/1962~",
    "circa 01 Jan 1961": "1961-01-01~",
    "circa 1979-1982": "1979~/1982~",
    "1958 to 1960": "1958/1960",
    "1960 to 1958": "1958/1960",
    "1958 or 1959": "1958/1959",
    "Between 1959 and 1965": "1959/1965",
    "1959/1965": "1959/1965",
    "1959 – 1965": "1959/1965",
    "1.2.1960-3.4.1961": "1960-02-01/1961-04-03",
    "08 Nov 1985 to 07 Nov 1986": "1985-11-08/1986-11-07",
    "8 to 12 May 1960": "1960-05-08/1960-05-12",
    "30 Apr to 2 May 1960": "1960-04-30/1960-05-02",
    "1950s": "1950/1959",
    "late 1970s": "1975/1979",
    "before 1990": "../1990",
    "since 5 May 2014": "2014-05-05/..",
    " 1966. ": "1966",
}


@pytest.mark.parametrize(("words", "expected"), READ.items())
def test_dates_as_lists_write_them(words, expected):
    assert edtf(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "-",
        "N/A",
        "unknown",
        "0000-00-00",
        "00/00/0000",
        "3 May 66",
        "../..",
        "12345",
        "May",
        "x" * 999,
    ],
)
def test_none_where_there_is_no_date(words):
    assert edtf(words) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1966-04-20", ("1966-04-20", "1966-04-20")),
        ("1966-02", ("1966-02-01", "1966-02-28")),
        ("1966", ("1966-01-01", "1966-12-31")),
        ("1959~", ("1957-01-01", "1961-12-31")),
        ("1960-02-29~", ("1958-02-28", "1962-02-28")),
        ("1958/1960-03", ("1958-01-01", "1960-03-31")),
        ("../1960", (None, "1960-12-31")),
        ("1960/..", ("1960-01-01", None)),
    ],
)
def test_days(written, expected):
    assert days(written) == expected


@pytest.mark.parametrize("written", ["", "../..", "20 Apr 1966", "1959~~", "1959/x", "1966-13"])
def test_days_of_what_is_no_date(written):
    with pytest.raises(ValueError, match="EDTF"):
        days(written)


DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
WAYS = ("%d %b %Y", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


@given(DAYS, st.sampled_from(WAYS))
def test_every_way_to_write_a_day_gives_that_day(day, way):
    assert edtf(day.strftime(way)) == day.isoformat()
    assert days(day.isoformat()) == (day.isoformat(), day.isoformat())


@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9 /.~-]{1,20}", fullmatch=True)))
def test_any_words_give_edtf_or_none(words):
    found = edtf(words)
    if found is not None:
        assert edtf(found) == found
        earliest, latest = days(found)
        assert earliest is None or latest is None or earliest <= latest


@given(DAYS, st.integers(0, 4000))
def test_a_range_holds_its_ends_whatever_their_order(day, apart):
    later = min(day + timedelta(apart), date(2200, 12, 31))
    words = f"{later.strftime('%d %b %Y')} to {day.strftime('%d %b %Y')}"
    assert days(edtf(words)) == (day.isoformat(), later.isoformat())


@given(st.integers(1800, 2200))
def test_circa_allows_the_same_number_of_years_on_either_side(year):
    assert days(edtf(f"circa {year}")) == (f"{year - CIRCA_YEARS}-01-01", f"{year + CIRCA_YEARS}-12-31")
