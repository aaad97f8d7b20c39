from __future__ import annotations

import datetime
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.dates import iso_date


@pytest.mark.parametrize(
    "value",
    [
        "2023-08-21",
        "2023-08-21T10:00:00Z",
        "2023-08-21T23:59:59.123+05:30",
        "2023-08-21 10:00",
        "2023/08/21",
        "2023.08.21",
        "2023-8-21",
        "20230821",
        "20230821T100000Z",
        "Mon, 21 Aug 2023 10:00:00 +0000",
        "21 Aug 2023 10:00:00 GMT",
        "21 August 2023",
        "August 21, 2023",
        "Aug. 21, 2023",
        "Monday, August 21st, 2023",
        "Mon Aug 21 2023",
        "Mon Aug 21 10:00:00 2023",
        "Mon Aug 21 10:00:00 +0000 2023",
        "21-Aug-2023",
        "August 21, 2023, 10:00 a.m. EDT",
        "21/08/2023",
        "08/21/2023",
        "21.8.2023",
        " 2023-08-21\n",
        1692612000,
        1692612000.5,
        "1692612000",
        1692612000000,
    ],
)
def test_forms(value: str | float) -> None:
    assert iso_date(value) == "2023-08-21"


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "soon",
        "August 2023",
        "2023",
        2023,
        0,
        -1,
        "03/04/2023",
        "2023-13-01",
        "2023-02-30",
        "0001-01-01",
        "9999-12-31",
        "31 Foo 2023",
        math.nan,
        math.inf,
        True,
        "yesterday",
        "2023-08",
        10**30,
        "9" * 200,
        "2023-08-21x",
        "2023-08/21",
        "Monday",
    ],
)
def test_no_day_for_certain(value: str | float | None) -> None:
    assert iso_date(value) is None


def test_a_day_with_dots_and_equal_parts() -> None:
    assert iso_date("04.03.2023") == "2023-03-04"
    assert iso_date("03/03/2023") == "2023-03-03"


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.from_regex(r"\A[0-9 /.T:-]{0,20}\Z")))
def test_never_raises(value: str | float) -> None:
    day = iso_date(value)
    assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day)


@given(st.dates(min_value=datetime.date(1600, 1, 1), max_value=datetime.date(2200, 1, 1)))
def test_iso_days_stay(day) -> None:
    assert iso_date(day.isoformat()) == day.isoformat()
