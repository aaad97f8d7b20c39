"""What every request passes: host, token, where it was sent from, size, how often."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from sayso.errors import UsageError
from sayso.web import guard, problems
from sayso.web.guard import COOKIE, POLICY, Guard, session_of
from sayso.web.options import Options, is_loopback

TOKEN = "a-token-of-some-length"
SAME = {"Sec-Fetch-Site": "same-origin"}


async def _echo(request: Request) -> Response:
    body = await request.body()
    return JSONResponse({"path": request.url.path, "bytes": len(body)})


def client(**options: object) -> TestClient:
    app = Starlette(
        routes=[
            Route("/static/x", lambda request: PlainTextResponse("x")),
            Route("/{path:path}", _echo, methods=["GET", "POST"]),
        ]
    )
    made = Options(**{"rate": 0, "heavy_rate": 0, **options})  # type: ignore[arg-type]
    guarded = Guard(app, made, lambda scope, problem: problems.as_json(problem))
    return TestClient(guarded, base_url="http://127.0.0.1:8765", follow_redirects=False)


def test_a_desk_that_others_can_reach_wants_a_token() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "desk.example"):
        with pytest.raises(UsageError, match="SAYSO_TOKEN"):
            Options(host=host)
    assert Options(host="0.0.0.0", token=TOKEN).token == TOKEN
    assert all(Options(host=host).token is None for host in ("127.0.0.1", "localhost", "::1", "127.3.2.1"))


@pytest.mark.parametrize("token", ["short", "", "ä" * 40])
def test_a_token_that_can_be_guessed_or_not_be_sent_is_refused(token: str) -> None:
    with pytest.raises(UsageError, match="token"):
        Options(token=token)


def test_options_do_not_show_their_token() -> None:
    assert TOKEN not in repr(Options(token=TOKEN))


@pytest.mark.parametrize("limits", [{"rate": -1}, {"burst": 0}, {"max_bytes": 0}, {"heavy_rate": -0.1}])
def test_limits_that_make_no_sense_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="Limits"):
        Options(**limits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("localhost.evil.example", False),
    ],
)
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "[::1]:8765", "LOCALHOST"])
def test_it_answers_to_its_own_names(host: str) -> None:
    assert client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "127.0.0.1.evil.example:8765",
        "localhost@evil.example",
        "10.0.0.1",
        "0.0.0.0",
        "localhost.",
        "127.1",
        "[::1]evil.example",
        "[::1]:evil",
        "127.0.0.1:evil",
        "127.0.0.1, evil.example",
        "[::1%25lo]",
        "[[::1]]",
        "[",
        "ÿ",
    ],
)
def test_other_names_are_refused_against_dns_rebinding(host: str) -> None:
    answer = client().get("/", headers={"Host": host.encode("latin-1")})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "wrong_host"


def test_more_names_can_be_allowed() -> None:
    assert client(hosts=("desk.example",)).get("/", headers={"Host": "desk.example:80"}).status_code == 200


def test_on_all_addresses_of_the_machine_any_address_will_do_and_no_name() -> None:
    for address in ("0.0.0.0", "::"):
        desk = Options(host=address, token=TOKEN)
        assert all(map(desk.allows, ("192.0.2.7:8765", "[2001:db8::7]:8765", "localhost", "127.0.0.1")))
        assert not any(map(desk.allows, ("evil.example", "192.0.2.7.evil.example", "", "[::1]x")))


def test_every_answer_carries_the_policy_also_a_refusal() -> None:
    for answer in (client().get("/"), client().get("/", headers={"Host": "evil.example"})):
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
    assert "unsafe" not in POLICY
    assert "script-src 'self'" in POLICY


# ---- who may write -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"},
        {"Sec-Fetch-Site": "none", "Content-Type": "multipart/form-data; boundary=x"},
        {"Origin": "http://127.0.0.1:8765", "Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json"},
    ],
)
def test_the_desks_own_pages_and_programs_may_write(headers: dict[str, str]) -> None:
    assert client().post("/x", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded"},
        {"Sec-Fetch-Site": "same-site", "Content-Type": "application/json"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8765"},
        {"Origin": "http://evil.example", "Content-Type": "application/json"},
        {"Origin": "http://127.0.0.1:9999", "Content-Type": "application/json"},
        {"Origin": "null", "Content-Type": "application/json"},
        {"Origin": "http://[", "Content-Type": "application/json"},
        {"Origin": "http://127.0.0.1:8765@evil.example", "Content-Type": "application/json"},
        {"Origin": "127.0.0.1:8765", "Content-Type": "application/json"},
        {"Sec-Fetch-Site": "", "Content-Type": "application/json"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain;charset=utf-8"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {},
    ],
)
def test_other_sites_may_not(headers: dict[str, str]) -> None:
    answer = client().post("/x", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden"


def test_a_link_on_another_site_leads_here_but_no_page_of_it_holds_a_part_of_the_desk() -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    answer = client().get("/x", headers=followed)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    for changed in ({"Sec-Fetch-Mode": "no-cors"}, {"Sec-Fetch-Dest": "iframe"}, {"Sec-Fetch-Mode": "cors"}):
        assert client().get("/x", headers={**followed, **changed}).status_code == 403
    assert client().get("/x", headers={"Sec-Fetch-Site": "same-site"}).status_code == 403


def test_what_other_sites_send_does_not_use_up_what_the_desk_may_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.time, "monotonic", lambda: 100.0)
    desk = client(heavy_rate=8)
    for _ in range(5):
        assert desk.post("/api/read", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert desk.get("/screen?name=x", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert desk.post("/api/read", headers=SAME).status_code == 200


# ---- the token ---------------------------------------------------------------------------------------------


def test_without_the_token_programs_get_401_and_people_the_page_that_asks() -> None:
    desk = client(token=TOKEN)
    program = desk.get("/api/claims")
    assert (program.status_code, program.headers["www-authenticate"]) == (401, "Bearer")
    person = desk.get("/matters?type=AID", headers={"Accept": "text/html"})
    assert (person.status_code, person.headers["location"]) == (303, "/login?next=/matters%3Ftype%3DAID")


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ÿ"]
)
def test_a_wrong_token_is_refused(shown: str) -> None:
    answer = client(token=TOKEN).get("/api/x", headers={"Authorization": shown.encode("latin-1")})
    assert answer.status_code == 401
    assert TOKEN not in answer.text


def test_the_right_token_or_its_cookie_is_taken() -> None:
    desk = client(token=TOKEN)
    assert desk.get("/api/x", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert desk.get("/x", headers={"Cookie": f"{COOKIE}={session_of(TOKEN)}"}).status_code == 200
    assert desk.get("/x", headers={"Cookie": f"{COOKIE}={session_of('another')}"}).status_code == 303
    assert TOKEN not in session_of(TOKEN)


@pytest.mark.parametrize("other", ['a={"b": 1}', 'u="2|1:0|10:1"', "a:b=c[]", "=;;", "ÿ=ÿ", f"{COOKIE}=old"])
def test_cookies_of_other_programs_on_this_machine_do_no_harm(other: str) -> None:
    cookies = f"{other}; {COOKIE}={session_of(TOKEN)}".encode("latin-1")
    assert client(token=TOKEN).get("/api/x", headers={"Cookie": cookies}).status_code == 200


def test_whoever_guesses_at_the_token_has_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.time, "monotonic", lambda: 100.0)
    wrong, right = {"Authorization": "Bearer wrong"}, {"Authorization": f"Bearer {TOKEN}"}
    desk = client(token=TOKEN, heavy_rate=8)
    assert [desk.get("/api/x", headers=wrong).status_code for _ in range(3)] == [401, 401, 429]
    assert desk.post("/login", headers=SAME).status_code == 429
    assert desk.get("/login").status_code == 200
    assert desk.post("/api/read", headers={**right, **SAME}).status_code == 200  # not held up


def test_a_path_that_was_asked_for_without_the_token_stays_one() -> None:
    answer = client(token=TOKEN).get("/reports/a%3Fb%23c%0Ad?x=1", headers={"Accept": "text/html"})
    assert answer.headers["location"] == "/login?next=/reports/a%253Fb%2523c%250Ad%3Fx%3D1"


def test_what_says_nothing_else_is_not_kept_by_browsers() -> None:
    assert client().get("/x").headers["cache-control"] == "no-store"


def test_what_the_login_page_needs_is_open() -> None:
    desk = client(token=TOKEN)
    assert desk.get("/login").status_code == 200
    assert desk.get("/static/x").status_code == 200
    assert desk.get("/staticx").status_code != 200
    assert desk.get("/loginx").status_code != 200


def test_a_cookie_does_not_make_a_cross_site_write_right() -> None:
    headers = {"Cookie": f"{COOKIE}={session_of(TOKEN)}", "Origin": "http://evil.example"}
    assert client(token=TOKEN).post("/x", headers=headers).status_code == 403


# ---- limits ------------------------------------------------------------------------------------------------


def test_a_body_that_is_too_large_is_refused_by_what_it_says_and_by_what_it_is() -> None:
    desk = client(max_bytes=1000)
    assert desk.post("/x", content=b"x" * 1000, headers=SAME).json()["bytes"] == 1000
    assert desk.post("/x", content=b"x" * 1001, headers=SAME).status_code == 413

    def chunks():
        yield from [b"x" * 600] * 2

    assert desk.post("/x", content=chunks(), headers=SAME).status_code == 413


def test_a_length_that_is_none_is_refused() -> None:
    for length in ("-1", "1e3", "9" * 5000):
        assert client().get("/x", headers={"Content-Length": length}).status_code == 413


def test_one_client_cannot_ask_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(guard.time, "monotonic", lambda: now[0])
    desk = client(rate=2, burst=3)
    assert [desk.get("/x").status_code for _ in range(4)] == [200, 200, 200, 429]
    now[0] += 0.5
    assert [desk.get("/x").status_code for _ in range(2)] == [200, 429]
    refusal = desk.get("/x")
    assert refusal.headers["retry-after"] == "1"
    assert refusal.json()["error"]["code"] == "too_many_requests"


def test_heavy_work_is_asked_for_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.time, "monotonic", lambda: 100.0)
    desk = client(heavy_rate=8)
    assert [desk.get("/api/screen?name=x").status_code for _ in range(3)] == [200, 200, 429]
    assert desk.get("/screen").status_code == 200  # the empty form sets nothing to work
    assert desk.get("/matters").status_code == 200
