"""Answers in several formats, ETags, what is kept; problems in one shape."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Annotated

import pytest
from fastapi import FastAPI, Query, Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.testclient import TestClient

from sayso.errors import LedgerBusyError, LedgerError, ListError, NotFoundError, SaysoError, UsageError
from sayso.web import problems
from sayso.web.formats import Answers, Suffixes, answer, flat, listing, record
from sayso.web.paging import PagingDep
from sayso.web.problems import CODES, Problem

ROWS = [
    {"name": "Áron", "claim": {"type": "AID"}, "spans": [[0, 4]], "outlets": ["Aba", "Beb"], "sure": True},
    {"name": '=HYPERLINK("x")', "claim": {"type": None}, "spans": [], "outlets": [], "n": -1, "sure": False},
    {"name": "\ud800 broken", "claim": {"type": "x,\ny"}, "spans": [], "outlets": [], "n": 2.5, "sure": None},
]


def app(stamp: Callable[[], str] = lambda: "1") -> TestClient:
    made = FastAPI()
    made.add_middleware(Suffixes)
    problems.install(made, lambda request, problem: Response("a page", problem.status), {})
    answers, asked = Answers(), []

    @made.get("/api/rows")
    def rows(request: Request, paging: PagingDep) -> Response:
        def make() -> Response:
            asked.append(request.url.path)
            return listing(request, ROWS, next="c2", total=3)

        return answer(request, answers, stamp(), make)

    @made.get("/api/of/{name:path}/claims")
    def claims_of(request: Request, name: str) -> Response:
        rows = [{"=cmd": name, "b": "\uff1dx"}]
        return answer(request, answers, stamp(), lambda: listing(request, rows, next="c2"))

    @made.get("/api/one/{name}")
    def one(request: Request, name: str) -> Response:
        return record(request, {"name": name})

    @made.get("/api/many")
    def many(n: Annotated[list[int], Query()]) -> list[int]:
        return n

    @made.get("/api/wrong/{kind}")
    def wrong(kind: str) -> Response:
        raise {
            "usage": UsageError("ask otherwise"),
            "missing": NotFoundError("there is none"),
            "busy": LedgerBusyError("wait"),
            "list": ListError("no such list"),
            "ledger": LedgerError("cannot be read"),
            "other": SaysoError("failed"),
            "bug": ZeroDivisionError("secret words"),
            "problem": Problem(409, "cannot be", details=[{"where": "x", "message": "y"}]),
        }[kind]

    @made.get("/page/{kind}")
    def page(kind: str) -> Response:
        raise NotFoundError("there is none")

    client = TestClient(made, raise_server_exceptions=False)
    client.asked = asked  # type: ignore[attr-defined]
    return client


def test_a_list_is_json_with_the_address_of_the_next_page() -> None:
    answered = app().get("/api/rows?limit=5&words=a b")
    assert answered.json() == {"items": ROWS, "next": "/api/rows?limit=5&words=a+b&cursor=c2", "total": 3}
    assert answered.headers["link"] == '</api/rows?limit=5&words=a+b&cursor=c2>; rel="next"'


@pytest.mark.parametrize(("path", "headers"), [("/api/rows.csv", {}), ("/api/rows", {"Accept": "text/csv"})])
def test_a_list_comes_as_csv_that_a_spreadsheet_does_not_run(path: str, headers: dict[str, str]) -> None:
    answered = app().get(path, headers=headers)
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="rows.csv"' in answered.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answered.content.decode(), newline="")))
    assert [row["name"] for row in rows] == ["Áron", '\'=HYPERLINK("x")', "\\ud800 broken"]
    assert [row["claim.type"] for row in rows] == ["AID", "", "x,\ny"]
    assert [row["outlets"] for row in rows] == ["Aba; Beb", "", ""]
    assert [row["n"] for row in rows] == ["", "-1", "2.5"]
    assert [row["sure"] for row in rows] == ["true", "false", ""]
    assert f'<{path}?cursor=c2>; rel="next"' == answered.headers["link"]


@pytest.mark.parametrize(
    ("path", "headers"), [("/api/rows.jsonl", {}), ("/api/rows", {"Accept": "application/x-ndjson"})]
)
def test_a_list_comes_as_json_lines(path: str, headers: dict[str, str]) -> None:
    answered = app().get(path, headers=headers)
    assert answered.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answered.text.splitlines()] == ROWS


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("%D0%98%D1%80%D0%B0%D0%BD", "%D0%98%D1%80%D0%B0%D0%BD"),
        ("a%3Fb%23c%25d", "a%3Fb%23c%25d"),
        ("IRN%2Firgc", "IRN/irgc"),
        ("a%22%3E%1B%20;b", "a%22%3E%1B%20;b"),
    ],
)
def test_an_id_in_a_path_stays_one_in_the_address_of_the_next_page(asked: str, shown: str) -> None:
    for suffix in ("", ".csv"):
        answered = app().get(f"/api/of/{asked}/claims{suffix}?x=%E2%80%A8")
        further = f"/api/of/{shown}/claims{suffix}?x=%E2%80%A8&cursor=c2"
        assert (answered.status_code, answered.headers["link"]) == (200, f'<{further}>; rel="next"')


def test_a_question_mark_in_an_id_asks_nothing_else() -> None:
    client = app()
    asked, within = "/api/of/x/claims?y/claims", "/api/of/x/claims%3Fy/claims"
    assert client.get(asked).json()["items"][0]["=cmd"] == "x"
    assert client.get(within).json()["items"][0]["=cmd"] == "x/claims?y"


def test_names_of_columns_and_full_width_signs_are_no_formulas_either() -> None:
    answered = app().get("/api/of/x/claims.csv")
    assert answered.content.decode().splitlines() == ["'=cmd,b", "x,'\uff1dx"]


def test_a_desk_at_the_same_address_has_other_tags() -> None:
    tag = app().get("/api/rows").headers["etag"]
    assert app().get("/api/rows", headers={"If-None-Match": tag}).status_code == 200


def test_any_tag_at_all_is_no_tag() -> None:
    assert app().get("/api/rows", headers={"If-None-Match": "*"}).status_code == 200


def test_what_failed_is_logged_without_controls_and_without_the_query(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app().get("/api/wrong/bug?name=secret")
    app().get("/api/wrong/ledger%0Aforged%1B[31m")
    app().get("/api/wrong/ledger")
    told = [record.getMessage() for record in caplog.records if record.name == "sayso.web"]
    assert told == [
        "GET /api/wrong/bug failed: ZeroDivisionError",
        "GET /api/wrong/ledger%0Aforged%1B%5B31m failed: KeyError",
        "GET /api/wrong/ledger: cannot be read",
    ]


def test_what_was_sent_is_not_said_again_at_length() -> None:
    missing = app().get("/api/nothing/" + "x" * 5000)
    assert (missing.status_code, len(missing.text) < 500) == (404, True)
    invalid = app().get("/api/many?" + "&".join(f"n=x{'y' * 9}" for _ in range(500)))
    assert (invalid.status_code, len(invalid.json()["error"]["details"])) == (422, 50)


def test_a_suffix_counts_after_lists_only() -> None:
    client = app()
    assert client.get("/api/one/report.csv").json() == {"name": "report.csv"}
    assert client.get("/api/rows.json").json()["total"] == 3
    assert client.get("/api/rows.xml").status_code == 404
    refused = client.get("/api/one/x", headers={"Accept": "text/csv"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (406, "not_acceptable")


def test_an_answer_is_not_sent_again_as_long_as_nothing_was_added() -> None:
    now = ["1"]
    client = app(lambda: now[0])
    first = client.get("/api/rows")
    tag = first.headers["etag"]
    again = client.get("/api/rows", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/rows").json() == first.json()
    assert len(client.asked) == 1  # type: ignore[attr-defined]
    now[0] = "2"
    fresh = client.get("/api/rows", headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != tag
    assert len(client.asked) == 2  # type: ignore[attr-defined]


def test_another_question_or_format_is_another_answer() -> None:
    client = app()
    tags = {client.get(path).headers["etag"] for path in ("/api/rows", "/api/rows.csv", "/api/rows?limit=2")}
    tags.add(client.get("/api/rows", headers={"Accept": "text/csv"}).headers["etag"])
    assert len(tags) == 4


def test_what_is_kept_is_bounded() -> None:
    answers = Answers()
    for number in range(1000):
        answers.keep(str(number), Response(b"x" * 1000))
    assert answers.get("0") is None
    assert answers.get("999") is not None
    answers.keep("large", Response(b"x" * 10_000_000))
    assert answers.get("large") is None


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("usage", 400),
        ("missing", 404),
        ("busy", 503),
        ("list", 409),
        ("ledger", 500),
        ("other", 500),
        ("bug", 500),
        ("problem", 409),
    ],
)
def test_every_failure_has_the_one_shape(kind: str, status: int) -> None:
    answered = app().get(f"/api/wrong/{kind}")
    assert answered.status_code == status
    error = answered.json()["error"]
    assert list(error) == ["code", "message", "details"]
    assert error["code"] == CODES[status]
    assert error["message"]
    assert "secret" not in answered.text
    assert answered.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/rows", 405),
        ("GET", "/api/rows?limit=0", 422),
        ("GET", "/api/rows?limit=x", 422),
    ],
)
def test_what_the_framework_refuses_has_it_too(method: str, path: str, status: int) -> None:
    answered = app().request(method, path)
    assert answered.status_code == status
    assert answered.json()["error"]["code"] == CODES[status]
    if status == 422:
        assert answered.json()["error"]["details"][0]["where"] == "query.limit"


def test_people_get_a_page_and_programs_json() -> None:
    client = app()
    assert client.get("/page/x").text == "a page"
    assert (
        client.get("/page/x", headers={"Accept": "application/json"}).json()["error"]["code"] == "not_found"
    )


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), _json, max_size=4))
def test_any_object_becomes_one_flat_row(row: dict[str, object]) -> None:
    assert not any(isinstance(value, dict | list) for value in flat(row).values())
