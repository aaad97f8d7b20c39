"""The application as a whole: every route, whatever it is asked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from sayso.web import create_app
from sayso.web.app import API, PAGES
from sayso.web.guard import POLICY
from sayso.web.options import Options
from sayso.web.problems import CODES

HTML = {"Accept": "text/html"}
SHAPE = ["code", "message", "details"]


def routes(app: object) -> Iterator[tuple[str, str]]:
    """Every route: its method and its path."""
    document = app.openapi()  # type: ignore[attr-defined]
    for path, methods in document["paths"].items():
        for method in methods:
            yield method.upper(), path


def with_names(path: str, name: str) -> str:
    """A path with something in place of its parameters."""
    return re.sub(r"{\w+}", name, path)


def test_every_module_of_pages_and_api_is_there() -> None:
    here = Path(create_app.__code__.co_filename).parent
    for folder, names in (("api", API), ("pages", PAGES)):
        with_router = {
            file.stem
            for file in (here / folder).glob("*.py")
            if re.search(r"^router = ", file.read_text("utf-8"), re.M)
        }
        assert with_router == set(names)


def test_every_route_of_the_api_is_described(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    seen: set[str] = set()
    for path, methods in document["paths"].items():
        for method, it in methods.items():
            where = f"{method} {path}"
            assert it["summary"], where
            assert len(it["description"]) > 20, where
            assert it["operationId"] not in seen, where
            seen.add(it["operationId"])
            assert it["tags"], where
            assert {"400", "401", "422", "429"} <= it["responses"].keys(), where
            for parameter in it.get("parameters", []):
                assert parameter["in"] == "path" or parameter.get("description"), (
                    f"{where} {parameter['name']}"
                )
    assert len(seen) >= 25


@pytest.mark.parametrize(
    "name", ["nothing-of-that-name", "..%2F..%2Fetc%2Fpasswd", "%00", "<script>", "a" * 3000, "%F0%9F%92%A3"]
)
def test_whatever_is_asked_for_fails_in_the_one_shape(client: TestClient, name: str) -> None:
    for method, path in routes(client.app):
        if "{" not in path:
            continue
        answer = client.request(method, with_names(path, name), json={} if method != "GET" else None)
        if answer.status_code < 400:
            continue
        assert answer.status_code < 500, (path, answer.text)
        error = answer.json()["error"]
        assert list(error) == SHAPE, path
        assert error["code"] == CODES[answer.status_code], path
        assert error["message"], path


def test_methods_that_a_route_does_not_take_fail_in_the_one_shape(client: TestClient) -> None:
    for _, path in routes(client.app):
        answer = client.request("PATCH", with_names(path, "x"), json={})
        assert answer.status_code == 405, path
        assert list(answer.json()["error"]) == SHAPE, path


def test_parameters_that_make_no_sense_fail_in_the_one_shape(client: TestClient) -> None:
    wrong = {
        "limit": "x",
        "cursor": "no cursor",
        "type": "NOTHING",
        "stance": "no",
        "since": "tomorrow",
        "contested": "perhaps",
        "min_origins": "-1",
        "order": "best",
    }
    for method, path in routes(client.app):
        if method != "GET" or "{" in path:
            continue
        document = client.app.openapi()["paths"][path]["get"]  # type: ignore[attr-defined]
        for each in document.get("parameters", []):
            if each["name"] not in wrong:
                continue
            needed = {p["name"]: "USA" for p in document["parameters"] if p.get("required")}
            answer = client.get(path, params={**needed, each["name"]: wrong[each["name"]]})
            assert answer.status_code in (400, 404, 409, 422), (path, each["name"], answer.text[:300])
            assert list(answer.json()["error"]) == SHAPE, path


def test_a_ledger_that_may_only_be_read_is_not_written(
    client_of: Callable[..., TestClient], example_ledger: Path
) -> None:
    client_of(example_ledger).get("/")  # what is made late is made now
    before = example_ledger.read_bytes()
    client = client_of(example_ledger, read_only=True)
    for method, path in routes(client.app):
        if method == "GET":
            client.get(with_names(path, "IRN"))
    refused = client.post("/api/read", json={"text": "Dravia denied it.", "keep": True})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    for method, path in routes(client.app):
        if method != "GET" and "/review" in path:
            assert client.request(method, with_names(path, "x"), json={}).status_code in (403, 422), path
    assert example_ledger.read_bytes() == before


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for path in (
        "/",
        "/search?words=port",
        "/api/claims",
        "/nothing",
        "/api/nothing",
        "/static/sayso.css",
        "/api/docs",
    ):
        answer = client.get(path, headers=HTML)
        assert answer.headers["content-security-policy"] == POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff", path


@pytest.mark.parametrize(
    "path",
    [
        "../app.py",
        "..%2Fapp.py",
        "%2e%2e/app.py",
        "vendor/../../app.py",
        "/etc/passwd",
        "vendor",
        "",
        "sayso.css%00",
    ],
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_static_files_come_packed_and_for_good(client: TestClient) -> None:
    answer = client.get("/static/sayso.css")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/sayso.css", headers={"Accept-Encoding": "identity"}).text == answer.text


def test_a_page_has_a_title_a_twin_and_one_heading(client: TestClient) -> None:
    for route in client.app.routes:  # type: ignore[attr-defined]
        path = getattr(route, "path", "")
        if (
            not isinstance(route, APIRoute)
            or path.startswith(("/api", "/static", "/favicon"))
            or "{" in path
            or "GET" not in route.methods
        ):
            continue
        answer = client.get(path, headers=HTML)
        if "text/html" not in answer.headers.get("content-type", "") or answer.status_code != 200:
            continue
        assert re.search(r"<title>[^<]+ · sayso</title>", answer.text), path
        assert answer.text.count("<h1") == 1, path
        assert "<script>" not in answer.text, path
        assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<pre>.*?</pre>", "", answer.text, flags=re.S)), (
            path
        )
        if twin := re.search(r'<link rel="alternate" type="application/json" href="([^"]+)">', answer.text):
            assert client.get(twin[1].replace("&amp;", "&")).status_code == 200, path


def test_a_desk_with_a_token_lets_in_who_knows_it(
    client_of: Callable[..., TestClient], example_ledger: Path
) -> None:
    token = "a token of some length"
    desk = client_of(example_ledger, token=token)
    asked = desk.get("/matters?type=AID", headers=HTML)
    assert asked.url.path == "/login"
    form = {"Sec-Fetch-Site": "same-origin"}
    assert desk.post("/login", data={"token": "wrong"}, headers=form).status_code == 401
    let_in = desk.post("/login", data={"token": token, "next": "/matters?type=AID"}, headers=form)
    assert (let_in.status_code, let_in.url.path) == (200, "/matters")
    assert desk.get("/api/claims").status_code == 200
    desk.get("/logout")
    assert desk.get("/api/claims").status_code == 401


@pytest.mark.parametrize(
    "next",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\nSet-Cookie: x=y",
        "/logout",
        "/login?next=/logout",
    ],
)
def test_a_login_leads_nowhere_else(
    client_of: Callable[..., TestClient], example_ledger: Path, next: str
) -> None:
    token = "a token of some length"
    desk = client_of(example_ledger, token=token)
    answer = desk.post(
        "/login",
        data={"token": token, "next": next},
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    assert token not in cookie


def test_the_token_is_not_handed_on_to_processes_that_the_desk_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sayso.cli.serve import _token

    monkeypatch.setenv("SAYSO_TOKEN", "a token of some length")
    assert _token(None) == "a token of some length"
    assert "SAYSO_TOKEN" not in os.environ


def test_the_cookie_of_a_browser_that_came_by_tls_goes_by_tls_only(
    client_of: Callable[..., TestClient], example_ledger: Path
) -> None:
    token = "a token of some length"
    desk = client_of(example_ledger, token=token)
    answer = desk.post(
        "/login",
        data={"token": token},
        headers={"Origin": str(desk.base_url).replace("http:", "https:")},
        follow_redirects=False,
    )
    assert "; Secure" in answer.headers["set-cookie"]


def test_options_that_would_show_the_ledger_to_others_make_no_app() -> None:
    from sayso.errors import UsageError

    with pytest.raises(UsageError, match="SAYSO_TOKEN"):
        Options(host="0.0.0.0")
