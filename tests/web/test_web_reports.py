"""Reports in the API and as pages, and the box that reads a text at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from report_samples import COPY_WORDS, HOSTILE, READER, TEXT, plain_report, port_report, span, weigh
from starlette.testclient import TestClient

from sayso.errors import IngestError
from sayso.ingest.reject import Reject
from sayso.ledger import Ledger
from sayso.run.cataloguing import catalogue
from sayso.web import Options, create_app
from sayso.web.bench_jobs import Read

PORT = port_report()
COPY = plain_report(COPY_WORDS, outlet="The Echo", title="Copied")
TRAP = plain_report(
    "Words of no harm.", title=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)", path=f"in/{HOSTILE}"
)
OWN = ("/static/htmx", "/static/vendor/", "/static/sayso.js")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "ledger.db"
    with Ledger(path) as ledger:
        run = ledger.begin_run(READER, "read")
        for reading in (PORT, TRAP, COPY):
            ledger.append(reading, run)
        weigh(ledger, {COPY.report.id: PORT.report.id})
        catalogue(ledger)
    return path


class Bench:
    """Stands for the process that reads: gives what it is told to, and remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.gives: Any = None

    def do(self, job: Any, *arguments: Any, **named: Any) -> Any:
        self.asked.append((job.__name__, arguments, named))
        if isinstance(self.gives, Exception):
            raise self.gives
        return self.gives

    def within(self, seconds: float, job: Any, *arguments: Any, **named: Any) -> Any:
        return self.do(job, *arguments, **named)

    def later(self, seconds: float, job: Any, *arguments: Any, **named: Any) -> Any:
        from concurrent.futures import Future

        self.asked.append((job.__name__, arguments, named))
        done: Future[Any] = Future()
        done.set_result(None)
        return done

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def app(where: Path) -> Iterator[Any]:
    made = create_app(Options(ledger=str(where), rate=0, heavy_rate=0))
    yield made
    made.state.desk.close()


@pytest.fixture
def bench(app: Any, monkeypatch: pytest.MonkeyPatch) -> Bench:
    stub = Bench()
    monkeypatch.setattr(app.state.desk, "bench", stub)
    return stub


@pytest.fixture
def client(app: Any, bench: Bench) -> TestClient:
    return TestClient(
        app, base_url="http://localhost", headers={"Origin": "http://localhost"}, follow_redirects=False
    )


def page(client: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    answered = client.get(path, headers={"Accept": "text/html"})
    assert answered.status_code == status, answered.text
    return html.document_fromstring(answered.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


# ---- the API -----------------------------------------------------------------------------------------------


def test_reports_are_listed_newest_first_and_found_by_words_and_outlet(client: TestClient) -> None:
    listed = client.get("/api/reports").json()
    assert listed["items"][0]["report_id"] == PORT.report.id
    assert {each["report_id"] for each in listed["items"]} == {each.report.id for each in (PORT, TRAP, COPY)}
    found = client.get("/api/reports?words=drones&outlet=wire&since=2025&until=").json()["items"]
    assert [(each["title"], each["claims"]) for each in found] == [("Port struck", 2)]
    assert client.get("/api/reports?words=aardvark").json()["items"] == []
    assert client.get("/api/reports?since=yesterday").status_code == 400
    assert client.get("/api/reports.csv?words=drones").text.startswith("report_id,title,outlet")


def test_a_report_is_what_sayso_read_prints_with_what_the_ledger_knows_beside(client: TestClient) -> None:
    told = client.get("/api/reports/in/port.txt").json()
    for name, value in PORT.to_dict().items():
        assert told[name] == value
    assert told["matters"] == ["m0aa1", "m0aa1"]
    assert told["reviews"] == [None, None]
    assert [each["report_id"] for each in told["story"]["reports"]] == [PORT.report.id, COPY.report.id]
    assert told["history"]["appearances"][0]["path"] == "in/port.txt"
    assert told["history"]["readings"][0]["command"] == "read"
    assert client.get(f"/api/reports/{PORT.report.id[:12]}").json()["report"]["id"] == PORT.report.id


def test_offsets_count_as_they_are_asked_for(client: TestClient) -> None:
    plain = client.get(f"/api/reports/{PORT.report.id}").json()["claims"][1]
    wide = client.get(f"/api/reports/{PORT.report.id}?offsets=utf16").json()["claims"][1]
    assert TEXT[slice(*plain["cue"])] == "denied"
    assert TEXT.encode("utf-16-le")[2 * wide["cue"][0] : 2 * wide["cue"][1]].decode("utf-16-le") == "denied"
    assert wide["cue"][0] == plain["cue"][0] + 1
    assert client.get(f"/api/reports/{PORT.report.id}?offsets=bytes").status_code == 422


def test_the_claims_of_a_report_come_as_rows(client: TestClient) -> None:
    items = client.get(f"/api/reports/{PORT.report.id}/claims").json()["items"]
    assert sorted(each["number"] for each in items) == [1, 2]
    table = client.get(f"/api/reports/{PORT.report.id}/claims.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert "ASSAULT" in table.text


def test_a_report_that_is_none_is_said_to_be_none(client: TestClient) -> None:
    for path in ("/api/reports/nowhere.txt", "/api/reports/nowhere.txt/claims"):
        answered = client.get(path)
        assert (answered.status_code, answered.json()["error"]["code"]) == (404, "not_found")


def test_a_text_is_read_and_not_kept(client: TestClient, bench: Bench) -> None:
    bench.gives = Read(PORT)
    answered = client.post("/api/read", json={"text": TEXT, "outlet": "The Wire", "published": "2025-03-04"})
    told = answered.json()
    assert told == {**PORT.to_dict(), "new": None}
    [(job, arguments, named)] = bench.asked
    assert (job, arguments) == ("read", (TEXT,))
    assert (named["outlet"], named["published"], named["keep"]) == ("The Wire", "2025-03-04", False)


def test_what_is_kept_is_weighed_afterwards(client: TestClient, bench: Bench) -> None:
    bench.gives = Read(PORT, new=True, run=7)
    assert client.post("/api/read", json={"text": TEXT, "keep": True}).json()["new"] is True
    assert [(job, arguments) for job, arguments, _ in bench.asked][1:] == [("weigh", (7,))]


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "x", "published": "yesterday"}, {"text": "x" * 1_000_001}]
)
def test_what_cannot_be_read_is_refused(client: TestClient, bench: Bench, body: dict[str, str]) -> None:
    assert client.post("/api/read", json=body).status_code == 422
    assert bench.asked == []


def test_what_is_no_report_is_said_with_its_reason(client: TestClient, bench: Bench) -> None:
    bench.gives = IngestError("language", "This text is in French; only English is read")
    answered = client.post("/api/read", json={"text": "Ceci n’est pas."})
    assert (answered.status_code, answered.json()["error"]["message"]) == (422, str(bench.gives))


# ---- the pages ---------------------------------------------------------------------------------------------


def test_the_list_leads_to_reports_and_keeps_what_was_asked(client: TestClient) -> None:
    made = page(client, "/reports?words=drones&outlet=wire")
    assert made.xpath("//input[@name='outlet']/@value") == ["wire"]
    assert made.xpath("//main//ul[@class='rows']//a/@href") == [f"/reports/{PORT.report.id}"]
    assert "2 claims" in words(made.xpath("//main//ul[@class='rows']")[0])
    assert "No report fits" in words(page(client, "/reports?words=aardvark").xpath("//main")[0])


def test_the_text_is_there_to_the_letter_with_its_marks(client: TestClient) -> None:
    made = page(client, "/reports/in/port.txt")
    [text] = made.xpath("//*[@data-text]")
    assert text.text_content() == TEXT
    for paragraph in text.xpath("./p"):
        start = int(paragraph.get("data-start"))
        assert TEXT[start:].startswith(paragraph.text_content())
    [trigger] = text.xpath(".//mark[contains(@class, 'trigger')]")
    assert trigger.text_content() == "struck"
    assert trigger.get("data-claims") == "c1 c2 s1"
    assert trigger.xpath("./a/@href") == ["#c1"]
    lit = text.xpath(".//mark[contains(concat(' ', @data-claims, ' '), ' c2 ')]")
    assert [mark.text_content() for mark in lit] == [
        "on Monday", "40 drones", "Dravia", "struck", "its port", "Dravia", "denied",
    ]  # fmt: skip


def test_the_denial_stands_beside_the_claim_with_ways_to_words_matter_and_parties(client: TestClient) -> None:
    made = page(client, "/reports/in/port.txt")
    [event] = made.xpath("//ol[@class='events']/li")
    assert "Dravia" in words(event)
    assert "“struck”" in words(event)
    first, second = event.xpath(".//li")
    assert (first.get("id"), first.get("data-claim")) == ("c1", "c1")
    assert words(first.xpath(".//*[@class='how']")[0]) == "affirms by Calvera"
    assert words(second.xpath(".//*[@class='how']")[0]) == "denies by Dravia"
    assert "fairly sure 70 %" in words(first)
    hrefs = second.xpath(".//a/@href")
    assert {"#at-c2", "/parties/%40dravia", "/matters/m0aa1"} <= set(hrefs)
    assert made.xpath("//*[@id='at-c1']")
    assert made.xpath("//*[@id='at-c2']")


def test_a_statement_without_an_event_is_told_too(client: TestClient) -> None:
    made = page(client, "/reports/in/port.txt")
    [statement] = made.xpath("//ul[@class='statements']/li")
    assert statement.get("data-claim") == "s2"
    assert words(statement).endswith("the envoy <b>Ana & Co</b> said: “We are calm,”")


def test_copies_and_history_are_told(client: TestClient) -> None:
    made = page(client, "/reports/in/port.txt")
    assert "The first of 2 reports that carry this text: 1 copy" in words(made)
    assert f"/reports/{COPY.report.id}" in made.xpath("//main//table//a/@href")
    assert "in run 1, with 2025-03-04 as its date" in words(made)
    assert "A copy of Port struck (The Wire, 2025-03-04)" in words(page(client, f"/reports/{COPY.report.id}"))


def test_a_report_in_which_nothing_was_found_says_so(client: TestClient) -> None:
    assert "No event was found in this text" in words(page(client, f"/reports/{COPY.report.id}"))


def test_a_report_that_is_none_is_a_page_that_says_so(client: TestClient) -> None:
    assert "No report is called" in words(page(client, "/reports/nowhere.txt", 404))


@pytest.mark.parametrize("path", ["/reports", f"/reports/{PORT.report.id}", f"/reports/{TRAP.report.id}"])
def test_nothing_that_a_report_holds_becomes_markup(client: TestClient, path: str) -> None:
    made = page(client, path)
    for script in made.xpath("//script"):
        assert script.get("src", "").startswith(OWN)
        assert not (script.text or "").strip()
    assert not made.xpath("//img | //style | //*[@style] | //@*[starts-with(name(), 'on')]")
    for href in made.xpath("//a/@href"):
        assert href.startswith(("/", "#", "https://wire.example/")), href
    if path.endswith(TRAP.report.id):
        assert words(made.xpath("//h1")[0]) == HOSTILE
        assert "javascript:alert(1)" in words(made)


# ---- the box -----------------------------------------------------------------------------------------------


def test_the_box_is_a_page_of_its_own(client: TestClient) -> None:
    form = page(client, "/read").xpath("//main//form")[0]
    assert (form.get("action"), form.get("method")) == ("/read", "post")


def test_a_pasted_text_is_shown_marked_and_not_kept(client: TestClient, bench: Bench) -> None:
    bench.gives = Read(PORT)
    answered = client.post("/read", data={"text": TEXT, "title": "", "outlet": "", "published": ""})
    made = html.document_fromstring(answered.text)
    assert made.xpath("//*[@data-text]")[0].text_content() == TEXT
    assert "not kept" in words(made.xpath("//main")[0])
    assert not made.xpath("//a[starts-with(@href, '/review')][ancestor::main]")
    assert bench.asked[0][2]["title"] is None


def test_a_pasted_text_links_only_to_parties_that_the_ledger_knows(client: TestClient, bench: Bench) -> None:
    stranger = port_report(title="Another")
    renamed = {"@dravia": "@elsewhere"}
    told = stranger.to_dict()
    for party in told["parties"]:
        party["id"] = renamed.get(party["id"], party["id"])
    parts = [*told["mentions"], *(part for each in told["claims"] for part in each["event"]["actors"])]
    for part in parts:
        part["actor"] = renamed.get(part["actor"], part["actor"])
    bench.gives = Read(type(stranger).from_dict(told))
    made = html.document_fromstring(client.post("/read", data={"text": TEXT}).text)
    links = made.xpath("//main//a[starts-with(@href, '/parties/')]/@href")
    assert "/parties/%40calvera" in links
    assert "/parties/%40elsewhere" not in links
    named = {words(row[0]): (row[0].xpath(".//a"), words(row[3])) for row in made.xpath("//main//tbody/tr")}
    assert named["Dravia"] == ([], "1×")
    assert named["Calvera"][0] != []


def test_a_text_that_is_kept_leads_to_its_page(client: TestClient, bench: Bench) -> None:
    bench.gives = Read(PORT, new=True, run=3)
    answered = client.post("/read", data={"text": TEXT, "keep": "true"})
    assert (answered.status_code, answered.headers["location"]) == (303, f"/reports/{PORT.report.id}")
    assert [job for job, _, _ in bench.asked] == ["read", "weigh"]


def test_a_file_with_several_reports_is_told_one_by_one(client: TestClient, bench: Bench) -> None:
    reject = Reject("news.jsonl", "line 3", "bad-json", f"Line 3 is not JSON: {HOSTILE}")
    bench.gives = [Read(PORT, new=True, run=4), Read(COPY, new=False, run=4), reject]
    answered = client.post(
        "/read", data={"keep": "true", "outlet": "X"}, files={"file": ("news.jsonl", b"{}", "text/plain")}
    )
    told = words(html.document_fromstring(answered.text).xpath("//main")[0])
    assert "new in the ledger" in told
    assert "the ledger had it already" in told
    assert reject.message in told
    job, arguments, named = bench.asked[0]
    assert (job, arguments) == ("read_file", (b"{}", "news.jsonl"))
    assert (named["outlet"], named["keep"]) == ("X", True)


@pytest.mark.parametrize("data", [{}, {"text": "   "}, {"text": "x", "published": "soon"}])
def test_a_form_that_cannot_be_read_is_refused(
    client: TestClient, bench: Bench, data: dict[str, str]
) -> None:
    answered = client.post("/read", data=data, headers={"Accept": "text/html"})
    assert answered.status_code == 422
    made = html.document_fromstring(answered.text)
    assert made.xpath("//main//*[@role='alert']")
    assert made.xpath("//main//textarea")
    assert bench.asked == []


def test_a_text_that_is_no_report_can_be_replaced_at_once(client: TestClient, bench: Bench) -> None:
    bench.gives = IngestError("language", "This text is in French; only English is read")
    answered = client.post("/read", data={"text": "Ceci n’est pas."})
    assert answered.status_code == 422
    made = html.document_fromstring(answered.text)
    assert words(made.xpath("//main//*[@role='alert']")[0]) == str(bench.gives)


def test_a_desk_that_is_read_only_reads_and_keeps_nothing(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Options(ledger=str(where), rate=0, heavy_rate=0, read_only=True))
    bench = Bench()
    bench.gives = Read(PORT)
    app.state.desk.bench.close()
    monkeypatch.setattr(app.state.desk, "bench", bench)
    client = TestClient(app, base_url="http://localhost", headers={"Origin": "http://localhost"})
    try:
        assert not page(client, "/read").xpath("//input[@name='keep']")
        assert client.post("/read", data={"text": TEXT}).status_code == 200
        assert client.post("/read", data={"text": TEXT, "keep": "true"}).status_code == 403
        assert client.post("/api/read", json={"text": TEXT, "keep": True}).status_code == 403
        assert [named["keep"] for _, _, named in bench.asked] == [False]
    finally:
        app.state.desk.close()


def test_spans_of_the_sample_say_their_words() -> None:
    assert TEXT[slice(*span("struck"))] == "struck"
