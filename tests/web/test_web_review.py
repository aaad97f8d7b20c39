"""Review over HTTP: the queue, decisions as JSON and by forms, and what every answer shows of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from review_samples import PAINTED, PORT, TEXT, fill_all
from starlette.testclient import TestClient

from sayso.web.problems import Problem

REPORT = PORT.report.id
FIRST, SECOND = PORT.claims[0].id, PORT.claims[1].id
FORM = {"Origin": "http://127.0.0.1:8765"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    where = tmp_path_factory.mktemp("review") / "ledger.db"
    return where, fill_all(where)


@pytest.fixture
def matter(filled: tuple[Path, str]) -> str:
    return filled[1]


@pytest.fixture
def ledger(filled: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copy(filled[0], tmp_path / "ledger.db"))


class Bench:
    """Stands for the process that weighs: remembers what was asked of it, or has no room for it."""

    def __init__(self, full: bool = False) -> None:
        self.asked: list[str] = []
        self.full = full

    def later(self, seconds: float, job: Any, *arguments: Any, **named: Any) -> Any:
        if self.full:
            raise Problem(503, "20 pieces of work are waiting already")
        self.asked.append(job.__name__)
        done: Future[Any] = Future()
        done.set_result(None)
        return done

    def close(self) -> None:
        pass


@pytest.fixture
def client(client_of: Callable[..., TestClient], ledger: Path) -> TestClient:
    made = client_of(ledger, who="Desk")
    made.app.state.desk.bench = Bench()  # type: ignore[attr-defined]
    made.follow_redirects = False
    return made


def decide(client: TestClient, kind: str, claim: str = FIRST, **more: Any) -> Any:
    body = {"kind": kind, "report": REPORT, "claim": claim, **more}
    answered = client.post("/api/review", json=body)
    assert answered.status_code == 201, answered.text
    return answered.json()


def claims_now(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/reports/{REPORT}").json()["claims"]
    return found


def page(client: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    answered = client.get(path, headers={"Accept": "text/html"})
    assert answered.status_code == status, answered.text
    assert "<script>alert" not in answered.text
    return html.document_fromstring(answered.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def address(claim: str = FIRST, **more: str) -> str:
    return f"/review/claims?report={REPORT}&claim={claim}" + "".join(f"&{n}={v}" for n, v in more.items())


def form_of(client: TestClient, claim: str) -> dict[str, Any]:
    """Give the fields of the form by which a claim is corrected, as a browser would send them untouched."""
    (form,) = page(client, address(claim)).xpath("//form[contains(@class, 'correct')]")
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def span(said: str) -> tuple[int, int]:
    start = TEXT.index(said)
    return start, start + len(said)


def where_to(answered: Any) -> tuple[str, dict[str, list[str]]]:
    assert answered.status_code == 303, answered.text
    parts = urlsplit(answered.headers["location"])
    return parts.path, parse_qs(parts.query)


# ---- the API -----------------------------------------------------------------------------------------------


def test_the_queue_begins_with_the_least_sure_and_leaves_out_what_was_decided(client: TestClient) -> None:
    listed = client.get("/api/review").json()["items"]
    assert listed[0]["claim"]["id"] == PAINTED
    least = [min(each["claim"]["confidence"].values()) for each in listed]
    assert least == sorted(least)
    decide(client, "accept", PAINTED)
    assert PAINTED not in {each["claim"]["id"] for each in client.get("/api/review").json()["items"]}
    every = client.get("/api/review?state=all").json()["items"]
    assert (every[0]["claim"]["id"], every[0]["review"]) == (PAINTED, "accepted")
    assert client.get("/api/review?state=some").status_code == 422
    assert client.get("/api/review?cursor=nonsense").status_code == 400


def test_the_queue_goes_on_page_by_page_past_what_was_decided(client: TestClient) -> None:
    every = [each["claim"]["id"] for each in client.get("/api/review").json()["items"]]
    for each in client.get("/api/review").json()["items"][1:4]:
        decided = {"kind": "accept", "report": each["report_id"], "claim": each["claim"]["id"]}
        assert client.post("/api/review", json=decided).status_code == 201
    found, at = [], "/api/review?limit=2"
    while at:
        listed = client.get(at).json()
        assert len(listed["items"]) <= 2
        found += [each["claim"]["id"] for each in listed["items"]]
        at = listed["next"]
    assert found == [every[0], *every[4:]]


def test_the_queue_of_a_report_has_its_claims_only(client: TestClient) -> None:
    listed = client.get(f"/api/review?report={REPORT}").json()["items"]
    assert [each["claim"]["id"] for each in listed] == [PAINTED, FIRST, SECOND]
    assert client.get("/api/review?report=aardvark").status_code == 404
    rows = client.get("/api/review.csv").text.splitlines()
    assert len(rows) == 1 + len(client.get("/api/review").json()["items"])


def test_a_decision_counts_at_once_and_is_weighed_later(client: TestClient) -> None:
    made = decide(client, "reject", why="no event", who="Ann Ekman")
    assert (made["kind"], made["who"], made["note"], made["after"]) == (
        "reject",
        "Ann Ekman",
        "no event",
        None,
    )
    assert [each["id"] for each in claims_now(client)] == [SECOND, PAINTED]
    listed = client.get(f"/api/reports/{REPORT}/claims").json()["items"]  # of the catalogue
    assert FIRST not in {each["claim"]["id"] for each in listed}
    assert client.app.state.desk.bench.asked == ["weigh"]  # type: ignore[attr-defined]
    back = decide(client, "accept")
    assert (back["who"], back["in_force"]) == ("Desk", True)
    assert [each["id"] for each in claims_now(client)] == [FIRST, SECOND, PAINTED]


def test_a_decision_is_kept_where_nothing_can_be_weighed(client: TestClient) -> None:
    client.app.state.desk.bench = Bench(full=True)  # type: ignore[attr-defined]
    assert decide(client, "accept")["in_force"]


def test_offsets_are_code_points(client: TestClient) -> None:
    start, end = span("a wall")
    told = {"span": [start, end], "text": "a wall"}
    made = decide(client, "correct", PAINTED, changes={"recipients": [told], "stance": "DENIES"})
    assert set(made["changes"]) == {"recipients", "stance"}
    (claim,) = (each for each in claims_now(client) if each["id"] == PAINTED)
    assert claim["event"]["recipients"][0]["text"] == "a wall" == TEXT[start:end]
    shifted = {"span": [start + 1, end + 1], "text": "a wall"}  # as UTF-16 counts
    body = {"kind": "correct", "report": REPORT, "claim": PAINTED, "changes": {"places": [shifted]}}
    refused = client.post("/api/review", json=body)
    assert refused.status_code == 400
    assert "is not what the text says" in refused.json()["error"]["message"]


def test_what_a_claim_says_of_itself_can_be_sent_back(client: TestClient) -> None:
    claim = claims_now(client)[0]
    changes = {**claim["event"], "sources": claim["sources"], "cue": claim["cue"], "opinion": True}
    del changes["quad"]
    made = decide(client, "correct", changes=changes)
    assert set(made["changes"]) == {"opinion"}


def test_words_are_linked_and_unlinked(client: TestClient) -> None:
    made = decide(client, "link", role="recipient", index=0, party="Iran")
    assert made["changes"]["party"]["name"] == "Iran"
    assert claims_now(client)[0]["event"]["recipients"][0]["name"] == "Iran"
    made = decide(client, "unlink", role="source", index=0)
    assert (made["changes"]["was_name"], claims_now(client)[0]["sources"][0]["actor"]) == ("Calvera", None)
    body = {"kind": "link", "report": REPORT, "claim": FIRST, "role": "actor", "index": 0, "party": "Xyzzy"}
    assert client.post("/api/review", json=body).status_code == 404


def test_a_decision_is_taken_back_and_that_too(client: TestClient) -> None:
    made = decide(client, "reject")
    undone = client.post("/api/review", json={"kind": "undo", "undoes": made["id"]}).json()
    assert undone["undoes"] == made["id"]
    assert len(claims_now(client)) == 3
    again = client.post("/api/review", json={"kind": "undo", "undoes": undone["id"]})
    assert again.status_code == 201
    assert len(claims_now(client)) == 2
    assert client.post("/api/review", json={"kind": "undo", "undoes": made["id"] + 99}).status_code == 404
    assert client.post("/api/review", json={"kind": "undo", "undoes": 10**30}).status_code == 422


def test_decisions_are_listed_newest_first(client: TestClient) -> None:
    for kind in ("accept", "reject", "accept"):
        decide(client, kind)
    decide(client, "accept", PAINTED)
    listed = client.get("/api/review/decisions?limit=3").json()
    assert [each["kind"] for each in listed["items"]] == ["accept", "accept", "reject"]
    rest = client.get(listed["next"]).json()
    assert ([each["kind"] for each in rest["items"]], rest["next"]) == (["accept"], None)
    of_report = client.get(f"/api/review/decisions?report={REPORT}").json()["items"]
    assert {each["report_id"] for each in of_report} == {REPORT}
    assert client.get("/api/review/decisions.csv").text.startswith("id,at,who,kind")
    for cursor in ("nonsense", "9" * 40, "-1"):
        assert client.get(f"/api/review/decisions?cursor={cursor}").status_code == 400


@pytest.mark.parametrize(
    "more",
    [
        {"who": "x" * 201},
        {"why": "x" * 4001},
        {"claim": "1"},
        {"kind": "praise"},
        {"kind": "correct", "changes": {"colour": "red"}},
        {"kind": "link", "role": "outlet", "index": 0, "party": "Iran"},
        {"kind": "link", "role": "actor", "index": -1, "party": "Iran"},
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, more: dict[str, Any]) -> None:
    body = {"kind": "accept", "report": REPORT, "claim": FIRST, **more}
    assert client.post("/api/review", json=body).status_code == 422


@pytest.mark.parametrize(
    "more",
    [
        {"who": "  "},
        {"who": "A\u202enn"},
        {"why": "\x1b[2J"},
        {"kind": "correct", "changes": {}},
        {"kind": "correct", "changes": {"type": "LUNCH"}},
        {"kind": "correct", "changes": {"trigger": [0, 10**40]}},
        {"kind": "correct", "changes": {"mode": "phone"}},
        {"kind": "unlink", "role": "source", "index": 7},
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(client: TestClient, more: dict[str, Any]) -> None:
    body = {"kind": "accept", "report": REPORT, "claim": FIRST, **more}
    refused = client.post("/api/review", json=body)
    assert refused.status_code == 400, refused.text
    assert refused.json()["error"]["code"] == "bad_request"
    assert client.get("/api/review/decisions").json()["items"] == []


def test_matters_are_split_joined_and_that_is_taken_back(client: TestClient, matter: str) -> None:
    events = [each["event"] for each in client.get(f"/api/matters/{matter}/claims").json()["items"]]
    split = client.post("/api/review/matters", json={"kind": "split", "events": events[-1:], "who": "Ann"})
    assert (split.status_code, split.json()["kind"]) == (201, "split")
    (other, *_) = (
        each["matter"] for each in client.get("/api/matters").json()["items"] if each["matter"] != matter
    )
    joined = client.post("/api/review/matters", json={"kind": "join", "matters": [matter, other]})
    assert (joined.status_code, joined.json()["who"]) == (201, "Desk")
    undone = client.post("/api/review/matters", json={"kind": "undo", "undoes": joined.json()["id"]})
    assert undone.json()["undoes"] == joined.json()["id"]
    kinds = [each["kind"] for each in client.get("/api/review/matters").json()["items"]]
    assert kinds[:3] == ["undo", "join", "split"]
    for body, status in (
        ({"kind": "join", "matters": [matter, matter]}, 400),
        ({"kind": "join", "matters": [matter, "m0000"]}, 404),
        ({"kind": "join", "matters": [matter]}, 422),
        ({"kind": "split", "events": events}, 400),
        ({"kind": "split", "events": ["no such"]}, 404),
        ({"kind": "undo", "undoes": 999}, 404),
        ({"kind": "split", "events": events[:1], "who": "A\u202enn"}, 400),
    ):
        assert client.post("/api/review/matters", json=body).status_code == status, body


# ---- who may -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/api/review", "/api/review/matters", "/review/claims", "/review/decisions"]
)
def test_another_site_can_decide_nothing(client: TestClient, path: str) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        refused = client.post(
            path, data={"kind": "accept", "report": REPORT, "claim": FIRST}, headers=headers
        )
        assert refused.status_code == 403
    assert client.get("/api/review/decisions").json()["items"] == []


def test_a_desk_that_is_read_only_decides_nothing_and_says_so(
    client_of: Callable[..., TestClient], ledger: Path, matter: str
) -> None:
    client = client_of(ledger, read_only=True)
    accept = {"kind": "accept", "report": REPORT, "claim": FIRST}
    assert client.post("/api/review", json=accept).status_code == 403
    for path in ("/review/claims", "/review/decisions", "/review/who", f"/review/matters/{matter}"):
        assert client.post(path, data=accept, headers=FORM).status_code == 403
    for path in ("/review", address(), "/review/decisions", f"/review/matters/{matter}"):
        told = page(client, path)
        assert "read-only: nothing can be decided" in words(told)
        assert not told.xpath("//main//form[@method='post']")


# ---- the queue's page --------------------------------------------------------------------------------------


def test_the_queue_shows_words_in_context_and_what_is_unsure(client: TestClient) -> None:
    told = page(client, "/review")
    card = told.xpath("//*[@data-card]")[0]
    marked = {each.get("class"): each.text_content() for each in card.xpath(".//mark")}
    assert marked == {"trigger": "painted", "object": "wall"}
    assert "{{ 7 * 7 }}" in words(card)
    assert words(card.xpath(".//li[@class='least']")[0]) == "such an event 20 % doubtful"
    assert told.xpath("//link[@type='application/json']/@href") == ["/api/review"]


def test_a_decision_in_the_queue_leads_back_to_the_next_claim_and_can_be_taken_back(
    client: TestClient,
) -> None:
    told = page(client, "/review?limit=3")
    form = told.xpath("//*[@data-card]//form")[1]
    answered = client.post(form.action, data={**dict(form.form_values()), "kind": "reject"}, headers=FORM)
    path, query = where_to(answered)
    assert (path, query["note"], query["limit"]) == ("/review", ["rejected"], ["3"])
    assert answered.headers["location"].endswith("#card-2")
    told = page(client, answered.headers["location"])
    assert FIRST not in html.tostring(told).decode()
    (undo,) = told.xpath("//form[@data-undo]")
    path, query = where_to(client.post(undo.action, data=dict(undo.form_values()), headers=FORM))
    assert (path, query["note"]) == ("/review", ["undone"])
    assert len(claims_now(client)) == 3


def test_the_queue_of_a_report_shows_what_was_left_out(client: TestClient) -> None:
    decide(client, "reject", why="it is graffiti")
    told = page(client, f"/review?report={REPORT}")
    assert "it is graffiti" in words(told.xpath("//section[@aria-labelledby='left-out']")[0])
    for each in (SECOND, PAINTED):
        decide(client, "accept", each)
    assert "Nothing is left to decide" in words(page(client, f"/review?report={REPORT}"))
    assert len(page(client, f"/review?report={REPORT}&state=all").xpath("//*[@data-card]")) == 2


def test_only_notes_of_ours_are_shown(client: TestClient) -> None:
    assert "phoned" not in words(page(client, "/review?note=phoned&review=1"))
    assert not page(client, "/review?note=phoned&review=1").xpath("//form[@data-undo]")
    assert not page(client, "/review?note=accepted&review=x").xpath("//form[@data-undo]")


# ---- one claim ---------------------------------------------------------------------------------------------


def test_a_claim_is_shown_with_its_place_in_the_text(client: TestClient) -> None:
    told = page(client, address(PAINTED))
    (text,) = told.xpath("//*[@data-text]")
    for paragraph in text.xpath(".//p[@data-start]"):
        start = int(paragraph.get("data-start"))
        assert TEXT[start:].startswith(paragraph.text_content())
    fields = form_of(client, PAINTED)
    assert (fields["trigger_start"], fields["trigger_end"]) == tuple([str(n)] for n in span("painted"))
    assert "1 other claim tells of the same event" in words(page(client, address()))


def test_an_untouched_form_changes_nothing(client: TestClient) -> None:
    for each in (FIRST, SECOND, PAINTED):
        answered = client.post("/review/claims", data=form_of(client, each), headers=FORM)
        assert answered.status_code == 400
        assert "Nothing was changed" in answered.text
    assert client.get("/api/review/decisions").json()["items"] == []


def test_a_claim_is_corrected_by_its_form(client: TestClient) -> None:
    start, end = span("Ana & Co")
    fields = form_of(client, PAINTED)
    fields["actors_start"][-1:], fields["actors_end"][-1:] = [str(start)], [str(end)]
    fields["objects_start"][0] = fields["objects_end"][0] = ""
    fields |= {"type": ["AID"], "stance": ["doubts"], "contexts": ["health"], "opinion": ["yes"]}
    fields |= {"who": ["Zoë Ångström"], "why": ["line one\r\nline two"]}
    path, query = where_to(client.post("/review/claims", data=fields, headers=FORM))
    assert (path, query["claim"], query["note"]) == ("/review/claims", [PAINTED], ["corrected"])
    (claim,) = (each for each in claims_now(client) if each["id"] == PAINTED)
    event = claim["event"]
    assert ([each["text"] for each in event["actors"]], event["objects"]) == (["Ana & Co"], [])
    assert (event["type"], event["contexts"], claim["stance"], claim["opinion"]) == (
        "AID", ["health"], "doubts", True,
    )  # fmt: skip
    (kept,) = client.get("/api/review/decisions").json()["items"]
    assert (kept["who"], kept["note"]) == ("Zoë Ångström", "line one\nline two")
    history = words(page(client, address(PAINTED)).xpath("//section[@aria-labelledby='history']")[0])
    assert "who does it: none → Ana & Co" in history
    assert "stance: affirms → doubts" in history


def test_what_is_wrong_with_a_form_is_said_beside_what_was_typed(client: TestClient) -> None:
    fields = form_of(client, PAINTED) | {"stance": ["doubts"], "why": ["because"], "cue_start": ["5"]}
    for end, reason in (("x", "no place in the text"), ("99999", "lies outside the text"), ("", "no place")):
        answered = client.post("/review/claims", data={**fields, "cue_end": [end]}, headers=FORM)
        assert answered.status_code == 400
        told = html.document_fromstring(answered.text)
        assert reason in words(told.xpath("//*[@role='alert']")[0])
        again = dict(told.xpath("//form[contains(@class, 'correct')]")[0].form_values())
        assert (again["stance"], again["why"], again["cue_start"]) == ("doubts", "because", "5")
    for changed, reason in (
        ({"trigger_start": [""], "trigger_end": [""]}, "has a word that tells it"),
        ({"mode": ["phone"]}, "is no mode of PROTEST"),
        ({"who": ["x" * 201]}, "at most 200"),
        ({"why": ["x" * 4001]}, "at most 4,000"),
        ({"places_start": ["1", "2"]}, "two offsets"),
    ):
        sent = {**fields, "cue_start": [""], "cue_end": [""], **changed}
        answered = client.post("/review/claims", data=sent, headers=FORM)
        assert answered.status_code == 400
        assert reason in answered.text
    assert client.get("/api/review/decisions").json()["items"] == []


def test_a_claim_that_changed_meanwhile_is_to_be_looked_at_again(client: TestClient) -> None:
    fields = form_of(client, FIRST) | {"stance": ["doubts"]}
    decide(client, "correct", changes={"opinion": True})
    answered = client.post("/review/claims", data=fields, headers=FORM)
    assert answered.status_code == 400
    assert "changed since this page was made" in answered.text
    assert claims_now(client)[0]["stance"] == "affirms"


def test_words_are_linked_by_forms(client: TestClient) -> None:
    told = page(client, address())
    forms = told.xpath("//section[@aria-labelledby='meant']//form")
    assert len(forms) == 3
    sent = {**dict(forms[1].form_values()), "party": "Iran", "kind": "link"}
    _, query = where_to(client.post("/review/claims", data=sent, headers=FORM))
    assert query["note"] == ["linked"]
    assert claims_now(client)[0]["event"]["recipients"][0]["name"] == "Iran"
    sent = {**dict(page(client, address()).xpath("//form[@class='link']")[1].form_values()), "kind": "unlink"}
    _, query = where_to(client.post("/review/claims", data=sent, headers=FORM))
    assert query["note"] == ["unlinked"]
    for party in ("Xyzzy", "  "):
        answered = client.post("/review/claims", data={**sent, "seen": "", "kind": "link", "party": party},
                               headers=FORM)  # fmt: skip
        assert answered.status_code in (400, 404)
        assert 'role="alert"' in answered.text


def test_parties_are_offered_for_what_is_typed(client: TestClient) -> None:
    offered = client.get(f"/review/parties?report={REPORT}&party=calv").text
    assert '<option value="@calvera">Calvera</option>' in offered
    assert '<option value="IRN">Iran</option>' in client.get("/review/parties?party=iran").text
    assert "<option" not in client.get("/review/parties?party=").text


def test_a_rejected_claim_can_be_looked_at_and_brought_back(client: TestClient) -> None:
    decide(client, "reject", why="no event")
    told = page(client, address())
    assert "no event" in words(told)
    assert not told.xpath("//form[contains(@class, 'correct')]")
    form = told.xpath("//form[contains(@class, 'buttons')]")[0]
    client.post(form.action, data={**dict(form.form_values()), "kind": "accept"}, headers=FORM)
    assert len(claims_now(client)) == 3


def test_a_claim_that_is_none_is_not_found(client: TestClient) -> None:
    for path in (
        address("aardvark"),
        "/review/claims",
        "/review/claims?report=x&claim=y",
        f"/review/{FIRST}",
    ):
        page(client, path, 404)
    answered = client.post("/review/claims", data={"kind": "praise"}, headers=FORM)
    assert answered.status_code == 422


def test_a_report_leads_to_its_claims(client: TestClient) -> None:
    link = page(client, f"/reports/{REPORT}").xpath(
        "//*[@data-claim='c1']//a[starts-with(@href, '/review')]"
    )[0]
    came = {"Referer": f"http://127.0.0.1:8765/reports/{REPORT}"}
    answered = client.get(link.get("href"), headers=came)
    if answered.status_code == 303:
        answered = client.get(answered.headers["location"])
    assert answered.status_code == 200
    assert "Is this right?" in answered.text


# ---- who, and where one goes -------------------------------------------------------------------------------


def test_a_name_is_remembered(client: TestClient) -> None:
    assert "You decide as Desk" in words(page(client, "/review"))
    answered = client.post(
        "/review/who", data={"who": "Zoë; Ångström", "back": "/review?limit=2"}, headers=FORM
    )
    assert where_to(answered) == ("/review", {"limit": ["2"], "note": ["named"]})
    cookie = answered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "You decide as Zoë; Ångström" in words(page(client, "/review"))
    assert decide(client, "accept")["who"] == "Zoë; Ångström"
    for name in ("", "x" * 201, "A\u202eb"):
        assert client.post("/review/who", data={"who": name}, headers=FORM).status_code == 400
    client.cookies.clear()
    client.cookies.set("sayso_who", "%1b%5b2J")
    assert "You decide as Desk" in words(page(client, "/review"))


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/logout", "javascript:1"]
)
def test_nobody_is_sent_elsewhere(client: TestClient, back: str) -> None:
    sent = {"kind": "accept", "report": REPORT, "claim": FIRST, "back": back, "at": '"><x'}
    path, _ = where_to(client.post("/review/claims", data=sent, headers=FORM))
    assert path == "/review/claims"
    assert not page(client, address(back=back)).xpath("//main//a[text()='Back']")


# ---- decisions and matters ---------------------------------------------------------------------------------


def test_decisions_are_shown_and_taken_back(client: TestClient) -> None:
    decide(client, "accept", who="Ann")
    decide(client, "correct", PAINTED, changes={"stance": "denies"}, who="<b>Bo</b>", why="<i>look</i>")
    told = page(client, "/review/decisions")
    shown = [words(each) for each in told.xpath("//section[@aria-labelledby='of-claims']//li[@id]")]
    assert "corrected by <b>Bo</b>" in shown[0]
    assert "stance: affirms → denies" in shown[0]
    assert "<i>look</i>" in shown[0]
    assert "accepted by Ann" in shown[1]
    assert told.xpath("//a[@href='/api/exports/annotations']")
    form = told.xpath("//section[@aria-labelledby='of-claims']//form")[0]
    where_to(client.post(form.action, data=dict(form.form_values()), headers=FORM))
    told = page(client, "/review/decisions")
    assert "took back decision 2" in words(told)
    again = client.post(form.action, data=dict(form.form_values()), headers=FORM)
    assert again.status_code == 400
    for number in ("x", "0", "9" * 30, ""):
        assert client.post("/review/decisions", data={"undoes": number}, headers=FORM).status_code == 404


def test_a_stale_decision_is_marked(client: TestClient) -> None:
    decide(client, "accept")
    made = decide(client, "correct", SECOND, changes={"stance": "doubts"})
    from sayso.reading.reading import ReaderVersion, Reading

    newer = Reading(
        PORT.report, ReaderVersion("0.1", "n" * 64), claims=(PORT.claims[0],), parties=PORT.parties
    )
    client.app.state.desk.ledger.append(newer)  # type: ignore[attr-defined]
    (stale,) = page(client, "/review/decisions").xpath("//*[contains(@class, 'stale')]/ancestor::li")
    assert stale.get("id") == f"review-{made['id']}"
    assert not stale.xpath(".//blockquote/a")


def test_a_matter_is_split_by_its_page(client: TestClient, matter: str) -> None:
    told = page(client, f"/review/matters/{matter}")
    events = told.xpath("//input[@name='events']/@value")
    assert len(events) == 5
    path = f"/review/matters/{matter}"
    sent = {"kind": "split", "events": events[3:], "who": "Ann", "why": "another delivery"}
    assert where_to(client.post(path, data=sent, headers=FORM)) == (path, {"note": ["split"]})
    told = page(client, f"{path}?note=split")
    assert "another delivery" in words(told.xpath("//section[@aria-labelledby='decided']")[0])
    undo = told.xpath("//section[@aria-labelledby='decided']//form")[0]
    assert where_to(client.post(undo.action, data=dict(undo.form_values()), headers=FORM))[1] == {
        "note": ["weighed"]
    }
    for sent, reason in (
        ({"kind": "split"}, "Choose what to split off"),
        ({"kind": "split", "events": events}, "leave one"),
        ({"kind": "join"}, "with which matter"),
        ({"kind": "join", "other": matter}, "these are one"),
        ({"kind": "join", "other_id": "m0000"}, "m0000"),
    ):
        answered = client.post(path, data=sent, headers=FORM)
        assert answered.status_code in (400, 404), sent
        assert reason in words(html.document_fromstring(answered.text).xpath("//*[@role='alert']")[0])
    assert client.post(path, data={"kind": "praise"}, headers=FORM).status_code == 422


def test_a_matter_is_joined_with_one_that_is_looked_for(client: TestClient, matter: str) -> None:
    told = page(client, f"/review/matters/{matter}?words=dravia")
    (other, *_) = told.xpath("//input[@name='other']/@value")
    path = f"/review/matters/{matter}"
    sent = {"kind": "join", "other": other, "other_id": "", "who": "Ann"}
    assert where_to(client.post(path, data=sent, headers=FORM)) == (path, {"note": ["joined"]})
    told = page(client, "/review/decisions")
    mine = told.xpath("//section[@aria-labelledby='of-matters']//li")[0]
    assert "joined 2 matters by Ann" in words(mine)
    (form,) = mine.xpath(".//form")
    assert where_to(client.post(form.action, data=dict(form.form_values()), headers=FORM)) == (
        "/review/decisions", {"note": ["weighed"]},
    )  # fmt: skip
    page(client, "/review/matters/m0000", 404)
