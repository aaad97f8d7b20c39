"""Requests in yente's shape."""

from __future__ import annotations

import pytest

from sayso.errors import UsageError
from sayso.lists.listing import Designation, Entry, Name
from sayso.lists.matching import match
from sayso.lists.prepared import prepared
from sayso.lists.screening import ALGORITHM, Screener

ANN = Entry(
    "own:1", "own", "1", "person", (Name("Example, Ann"), Name("Анна Пример", "alias")),
    (Designation("UN", "Council", blocking=True),), births=("1962-03-01",), countries=("IR",),
)  # fmt: skip


@pytest.fixture(scope="module")
def screener():
    return Screener({"own@2024-01-31": list(prepared([(7, ANN)]))})


def test_each_query_gets_its_answer(screener):
    asked = {
        "schema": "Person",
        "properties": {"name": ["Anna Primer"], "birthDate": ["1962"], "country": ["ir"]},
    }
    answer = match({"queries": {"a": asked, "b": {"properties": {"name": ["Nobody Atall"]}}}}, screener)
    assert list(answer["responses"]) == ["a", "b"]
    first = answer["responses"]["a"]
    assert (first["status"], first["total"], first["query"]) == (200, {"value": 1, "relation": "eq"}, asked)
    (result,) = first["results"]
    assert (result["id"], result["caption"], result["schema"], result["match"]) == (
        "own:1", "Example, Ann", "Person", True,
    )  # fmt: skip
    assert (result["list"], result["version"], result["algorithm"]) == ("own", "own@2024-01-31", ALGORITHM)
    assert set(result["explanations"]) == {"name", "country", "birth_date"}
    assert result["score"] == pytest.approx(
        sum(part["score"] for part in result["explanations"].values()), abs=0.001
    )
    assert result["why"].startswith("“Anna Primer” is ")
    assert answer["responses"]["b"]["results"] == []


def test_a_query_that_names_nobody_does_not_stop_the_others(screener):
    answer = match({"queries": {"a": {}, "b": {"properties": {"name": "Ann Example"}}}}, screener)
    assert answer["responses"]["a"]["status"] == 400
    assert "name" in answer["responses"]["a"]["detail"]
    assert answer["responses"]["b"]["results"][0]["id"] == "own:1"


@pytest.mark.parametrize("request_", [None, [], {}, {"queries": []}, {"queries": "x"}])
def test_what_is_no_request(screener, request_):
    with pytest.raises(UsageError, match="queries"):
        match(request_, screener)


def test_too_many_at_once(screener):
    with pytest.raises(UsageError, match="at most 1,000"):
        match({"queries": {str(number): {} for number in range(1001)}}, screener)
