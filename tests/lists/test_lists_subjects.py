"""Whom to screen: lines, tables, JSON lines and requests, with a reject for each row that names nobody."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.lists.listing import RowReject
from sayso.lists.screening import Subject
from sayso.lists.subjects import Asked, asked_in, subject_of


def read(text: str) -> list[Asked | RowReject]:
    return list(asked_in(text.splitlines(keepends=True)))


def test_lines():
    assert read("\ufeffAnn Example\n\n  Ben Beispiel  \n") == [
        Asked("line 1", Subject(("Ann Example",))),
        Asked("line 3", Subject(("Ben Beispiel",))),
    ]


def test_a_name_that_is_far_too_long_is_a_reject():
    (first, second) = read("x" * 1001 + "\nAnn\n")
    assert isinstance(first, RowReject)
    assert (first.locator, first.reason) == ("line 1", "too-long")
    assert second == Asked("line 2", Subject(("Ann",)))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_table(mark):
    rows = [
        ["Full_Name", "schema", "nationality", "date_of_birth", "sex", "passportNumber", "remark"],
        ["Ann Example", "Person", "Iran", "1 Mar 1962", "F", "A 123", "none"],
        ["", "", "", "", "", "", "nobody"],
        ["Ben", "Company", "", "", "", "", ""],
    ]
    first, second, third = read("\n".join(mark.join(row) for row in rows))
    assert first == Asked(
        "line 2", Subject(("Ann Example",), "person", ("IR",), ("1962-03-01",), "female", ("A 123",))
    )
    assert (second.locator, second.reason) == ("line 3", "no-name")
    assert third == Asked("line 4", Subject(("Ben",), "company"))


@pytest.mark.parametrize(
    ("row", "reason", "words"),
    [
        ("Ann,Atlantis,", "bad-record", "'Atlantis' is no country"),
        ("Ann,,soon", "bad-record", "'soon' is no date"),
        ("Ann,,,more", "bad-row", "4 cells"),
        ('"Ann,,', "bad-row", "cells"),
    ],
)
def test_rows_that_cannot_be_read(row, reason, words):
    first, last = read(f"name,country,born\n{row}\nBen,,\n")
    assert (first.locator, first.reason) == ("line 2", reason)
    assert words in first.message
    assert last == Asked("line 3", Subject(("Ben",)))


def test_json_lines():
    lines = [
        '{"name": "Ann", "born": 1962}',
        '{"schema": "Company", "properties": {"name": ["A", "B"], "jurisdiction": ["ru"]}}',
        "[1]",
        '{"name": {}}',
        "{",
    ]
    found = read("\n".join(lines))
    assert found[0] == Asked("line 1", Subject(("Ann",), births=("1962",)))
    assert found[1] == Asked("line 2", Subject(("A", "B"), "company", ("RU",)))
    assert [one.reason for one in found[2:]] == ["bad-record", "no-name", "bad-json"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_request_for_yente(indent):
    request = {
        "queries": {
            "q1": {"schema": "Person", "properties": {"name": ["Ann"], "birthDate": ["1962"]}},
            "q2": {"schema": "Person"},
        }
    }
    first, second = read(json.dumps(request, indent=indent))
    assert first == Asked("q1", Subject(("Ann",), "person", births=("1962",)))
    assert (second.locator, second.reason) == ("q2", "bad-query")


def test_deep_json_is_a_reject():
    (only,) = read("{" + '"a":[' * 100_000)
    assert only.reason == "bad-json"


def test_nothing():
    assert read("") == []
    assert read("\n \n") == []


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"kind": "ghost"}, "'ghost' is no kind"),
        ({"countries": ["?"]}, "no country"),
        ({"born": ["x"]}, "no date"),
    ],
)
def test_what_makes_no_sense(about, words):
    with pytest.raises(UsageError, match=words):
        subject_of(["Ann"], **about)


@given(st.text())
def test_every_line_is_asked_or_a_reject(text):
    found = read(text)
    assert all(isinstance(one, Asked | RowReject) for one in found)
    assert all(one.subject.names or one.subject.identifiers for one in found if isinstance(one, Asked))
