"""Lists and screening on pages and in the API: the same questions, and hostile words in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from sayso.ledger import Ledger
from sayso.ledger.list_pages import entry_page, linked_page
from sayso.ledger.records import PartyLink, PartyQuery
from sayso.lists.formats.sniffing import read_lists
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, Relation
from sayso.lists.screening import ALGORITHM
from sayso.web import problems
from sayso.web.api import exposure_models, list_models, lists, screening
from sayso.web.bench import Bench
from sayso.web.desk import Desk
from sayso.web.formats import Answers, Listing, Suffixes
from sayso.web.options import Options
from sayso.web.pages import lists as pages
from sayso.web.views import problem_page, render

LISTS = Path(__file__).parents[2] / "examples" / "lists"
BAD = "<script>alert(1)</script>\u202e\x1b[2J\"'><img src=x onerror=alert(1)>"
ODD = Entry(
    "odd:a/b?c#d",
    "odd",
    "a/b?c#d",
    "company",
    (Name(BAD), Name("Odd Trading", "alias", weak=True)),
    (Designation("US", BAD, BAD, (BAD,), True, reasons=BAD, basis=BAD, url="javascript:alert(1)"),),
    identifiers=(Identifier("imo", "7", note=BAD),),
    addresses=(Address(BAD),),
    details=((BAD, BAD),),
    remarks=BAD,
    relations=(Relation("ownership", BAD, share=(60.0, 60.0), role=BAD, source=BAD),),
    url="https://example.org/odd",
)


class Table(Desk):
    """A desk without a catalogue: nothing here asks for claims."""

    def __init__(self, where: Path | str, **options: Any) -> None:
        self.options = Options(ledger=str(where), **options)
        self.ledger = Ledger(where)
        self.answers = Answers()
        self.bench = Bench(where, self.options)

    def stamp(self) -> str:
        return "1"

    def close(self) -> None:
        self.bench.close()
        self.ledger.close()


def client_of(desk: Desk) -> TestClient:
    app = FastAPI()
    app.add_middleware(Suffixes)
    app.state.desk = desk
    problems.install(app, problem_page, {})
    for module in (lists, screening):
        app.include_router(module.router, prefix="/api")
    app.include_router(pages.router)

    @app.get("/part/{actor:path}")
    def part(actor: str, request: Request) -> Response:
        links = list(desk.ledger.screenings.links(actor))
        told = {"party": {"actor": actor, "name": actor}, "listings": links, "screened": ("odd@2025",)}
        return render(request, desk, "_exposure.html", **told)

    return TestClient(app, "http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    made = Table(tmp_path_factory.mktemp("lists") / "desk.db")
    for file in read_lists([LISTS / "2025-03"]):
        made.ledger.lists.add(file)
    made.ledger.lists.add(ListFile("odd", BAD, "test", (ODD,), published="2025-03-01"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(desk) -> TestClient:
    return client_of(desk)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Iterator[TestClient]:
    made = Table(tmp_path_factory.mktemp("none") / "desk.db")
    yield client_of(made)
    made.close()


def good(client: TestClient, address: str, model: Any = None) -> Any:
    answered = client.get(address)
    assert answered.status_code == 200, answered.text
    body = answered.json()
    if model is not None:
        TypeAdapter(model).validate_python(body)
    return body


def page(client: TestClient, address: str, status: int = 200) -> str:
    answered = client.get(address, headers={"Accept": "text/html"})
    assert answered.status_code == status, answered.text
    text = answered.text
    assert len(re.findall("<h1[ >]", text)) == 1
    for sign in ("<script>", "<img", "\u202e", "\x1b", "javascript:", "onerror=alert(1)>"):
        assert sign not in text
    return text


def words(text: str) -> str:
    """The words of a page, without markup."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())


# ---- lists and entries -------------------------------------------------------------------------------------


def test_lists_in_use(client):
    body = good(client, "/api/lists", Listing[list_models.ListRow])
    assert [each["label"] for each in body["items"]] == ["odd@2025-03-01", "strait@2025-03-31"]
    assert client.get("/api/lists.csv").text.splitlines()[0].startswith("id,list,label")
    assert "strait@2025-03-31" in page(client, "/lists")
    assert "older" not in words(page(client, "/lists?all=true")).casefold().split("only those")[0]


def test_a_list_page_by_page(client):
    first = good(client, "/api/lists/strait?limit=20", Listing[list_models.EntryRow])
    second = good(client, first["next"], Listing[list_models.EntryRow])
    ids = [each["id"] for each in (*first["items"], *second["items"])]
    assert (first["total"], len(set(ids)), second["next"]) == (39, 39, None)
    found = good(client, "/api/lists/strait@2025-03-31?words=TALAS&kind=person")
    assert {each["name"] for each in found["items"]} == {"Mirko Talas", "Danica Talas"}
    assert found["total"] == 2
    text = words(page(client, "/lists/strait?words=талас"))
    assert "2 entries" in text
    assert "No entry has these words" in page(client, "/lists/strait?words=zzzz")
    assert client.get("/api/lists/strait?cursor=x").status_code == 400
    assert client.get("/api/lists/strait?kind=ship").status_code == 422


def test_words_of_lists_in_other_cases(desk):
    file = ListFile("greek", "Greek", "test", (Entry("greek:1", "greek", "1", "person", (Name("ΝΙΚΟΣ"),)),))
    desk.ledger.lists.add(file)
    assert entry_page(desk.ledger.lists, "greek", "νικος").total == 1
    desk.ledger.lists.drop("greek")


def test_an_entry_whole(client):
    body = good(client, "/api/lists/strait/talas", list_models.EntryAnswer)
    assert (body["entry"]["id"], body["version"], body["listed"]) == (
        "strait:talas",
        "strait@2025-03-31",
        True,
    )
    assert {"owns Strait Bridge Holding (40 %; since 2021-05-01; stated 2025-02-14; calvera_register)"} < {
        each["sentence"] for each in body["ties"]
    }
    text = page(client, "/lists/strait/talas")
    assert "Мирко Талас" in text
    assert 'href="/lists/strait/strait-bridge"' in text
    for address in ("/api/lists/strait/nobody", "/api/lists/none", "/api/lists/none/x"):
        answered = client.get(address)
        assert (answered.status_code, answered.json()["error"]["code"]) == (404, "not_found")
    assert "There is no list" in page(client, "/lists/none", 404)


def test_what_is_hostile_in_a_list_stays_words(client):
    address = pages.entry_address(ODD.id)
    assert address == "/lists/odd/a%2Fb%3Fc%23d"
    assert good(client, f"/api{address}", list_models.EntryAnswer)["entry"]["number"] == ODD.number
    assert "&lt;script&gt;alert(1)" in page(client, address)
    assert 'href="https://example.org/odd"' in page(client, address)
    for other in ("/lists", "/lists/odd", "/screen?name=Odd+Trading", "/exposure?party=Odd+Trading"):
        assert "&lt;script&gt;" in page(client, other), other
    statuses = {"name": 200, "number": 200, "country": 400, "born": 400, "list": 404}
    for field, status in statuses.items():
        page(client, f"/screen?name=a&{field}=%3Cscript%3Ealert(1)%3C/script%3E", status)


def test_nothing_in_use(empty):
    for address in ("/lists", "/screen?name=Mirko", "/exposure?party=Mirko", "/relief?party=Mirko"):
        assert "sayso lists add FILE" in page(empty, address), address
    assert good(empty, "/api/lists")["items"] == []
    answered = empty.get("/api/screen?name=Mirko")
    assert (answered.status_code, answered.json()["error"]["code"]) == (409, "conflict")
    assert "sayso lists update" in answered.json()["error"]["message"]


# ---- screening ---------------------------------------------------------------------------------------------


def test_a_name_looked_up(client):
    body = good(client, "/api/screen?name=Bohdan+Warzik&born=1961", Listing[list_models.ScreenHit])
    (hit,) = body["items"]
    assert (hit["id"], hit["match"], hit["subject"], hit["schema"]) == ("strait:varsik", True, 0, "Person")
    text = words(page(client, "/screen?name=Bohdan+Warzik&born=1961"))
    assert "1 match and 0 near misses in odd@2025-03-01, strait@2025-03-31" in text
    assert "asked bohdan warzik listed bohdan varzik alike by same sound 95 %" in text
    assert "born -0.16 1961 1957-11-30" in text
    assert "An aid, not a verdict" in text


def test_matches_and_near_misses_are_apart(client):
    text = page(client, "/screen?name=Igor+Selan&born=1901&threshold=0.9")
    matches, misses = text.find('id="matches"'), text.find('id="misses"')
    assert matches == -1
    assert misses > 0 or "Nobody on these lists" in text
    text = page(client, "/screen?name=Igor+Selan&threshold=0.95")
    assert 'id="misses"' in text
    assert "near miss" in text
    assert "Nobody on these lists is written like it" in page(client, "/screen?name=Zzyzx+Qwrtp")


def test_what_makes_no_sense_is_said_beside_the_form(client):
    text = page(client, "/screen?name=Mirko+Talas&country=Nowhere", 400)
    assert "is no country" in text
    assert 'value="Mirko Talas"' in text
    assert client.get("/api/screen").status_code == 400
    assert client.get("/api/screen?name=Mirko&list=none").status_code == 404
    assert client.get("/api/screen?name=Mirko&limit=0").status_code == 422
    assert 'aria-label="Look up a name"' in page(client, "/screen")


def test_several_at_once(client):
    subjects = [
        {"name": ["Zzyzx Qwrtp"]},
        {"name": ["Mirko Talas"], "kind": "person"},
        {"number": ["0123450"]},
    ]
    answered = client.post("/api/screen", json={"subjects": subjects, "list": ["strait"], "limit": 1})
    assert [(hit["subject"], hit["id"]) for hit in answered.json()["items"]] == [
        (1, "strait:talas"),
        (2, "strait:grey-heron"),
    ]
    assert client.post("/api/screen", json={"subjects": [{}]}).status_code == 400
    assert client.post("/api/screen", json={"subjects": []}).status_code == 422


def test_match_as_yente(client):
    query = {"schema": "Person", "properties": {"name": ["Mirko Talas"], "birthDate": ["1961"]}}
    asked = {"queries": {"q1": query, "q2": {"properties": {}}}}
    for name in ("default", "strait", "strait@2025-03-31"):
        answered = client.post(f"/api/match/{name}?limit=2", json=asked)
        body = TypeAdapter(list_models.MatchAnswer).validate_python(answered.json())
        assert answered.json()["responses"]["q1"]["query"] == query
        assert body.responses["q1"].results[0].id == "strait:talas"
        assert body.responses["q2"].status == 400
        assert body.limit == 2
    answered = client.post("/api/match/sanctions", json=asked)
    assert answered.status_code == 404
    assert "default, odd, strait" in answered.json()["error"]["message"]
    assert client.post("/api/match/default", json={"queries": []}).status_code == 422


# ---- exposure and relief -----------------------------------------------------------------------------------


def test_exposure(client):
    address = "/exposure?party=Maren+Rotor+Works&as_of=2025-03-31"
    body = good(client, f"/api{address}", exposure_models.ExposureAnswer)
    assert body["exposure"]["ownership"][0]["status"] == "blocked"
    text = words(page(client, address))
    assert "blocked under OFAC 50 Percent Rule, in the aggregate" in text
    assert "Strait Bridge Holding holds 50 % of Maren Rotor Works" in text
    assert "by the same holdings as under OFAC" in text
    assert "no legal advice" in text
    assert client.get("/api/exposure").status_code == client.get("/api/relief?party=").status_code == 422
    page(client, "/exposure?party=strait:talas&as_of=soon", 422)
    assert 'value="2025-03-31"' in page(client, "/exposure?party=&as_of=2025-03-31")
    assert "is not in strait" in page(client, "/exposure?party=strait:none", 400)
    assert "Nobody on the lists in use" in words(page(client, "/exposure?party=Zzyzx+Qwrtp"))


def test_several_could_be_meant(client):
    text = page(client, "/exposure?party=Ostrand+Shipping")
    assert "Who is meant?" in text
    assert "party=strait%3Aostrand-levant" in text
    assert 'href="/lists/strait?words=Talas"' in page(client, "/relief?party=Talas")


def test_relief(client):
    address = "/relief?party=strait%3Atalas&as_of=2025-03-31"
    body = good(client, f"/api{address}", exposure_models.ReliefAnswer)
    assert len(body["relief"]["lifted"]) == len(body["listings"]) == 4
    text = words(page(client, address))
    assert "Mirko Talas: listed → not blocked Who would change" in text
    assert "Maren Rotor Works blocked not blocked possibly blocked under EU" in text
    part = good(client, f"/api{address}&regime=US", exposure_models.ReliefAnswer)["relief"]
    assert [each["regime"] for each in part["lifted"]] == ["US"]
    assert 'value="US" checked' in page(client, f"{address}&regime=us")
    assert "has no listing of UN" in page(client, f"{address}&regime=UN", 400)
    assert "nothing can be lifted" in page(client, "/relief?party=strait%3Amaren-rotor&as_of=2025-03-31")


# ---- the ledger's parties ----------------------------------------------------------------------------------


def test_parties_of_the_ledger_on_lists(desk, client):
    versions = {each.label: each.id for each in desk.ledger.lists.current()}
    number = desk.ledger.screenings.begin(ALGORITHM, 0.7, versions)
    row = next(row for row, _, data in desk.ledger.lists.raw(["odd"]) if "Odd Trading" in data)
    link = PartyLink(
        row, versions["odd@2025-03-01"], 0.91, True, {"name": {"score": 0.91, "detail": ""}}, BAD
    )
    miss = PartyLink(row, versions["odd@2025-03-01"], 0.55, False, {}, "It is close.")
    asked = [PartyQuery("XX/odd", (BAD,), "company", ()), PartyQuery("@1/near", ("Near",), "company", ())]
    before = client.get("/api/screened").headers["etag"]
    desk.ledger.screenings.append(number, zip(asked, ([link], [miss]), strict=True))
    assert client.get("/api/screened").headers["etag"] != before
    (only,) = good(client, "/api/screened", Listing[list_models.Matched])["items"]
    assert (only["actor"], only["entry"], only["score"]) == ("XX/odd", ODD.id, 0.91)
    both = linked_page(desk.ledger.screenings, matches=False, limit=1)
    assert [each.actor for each in both.links] == ["XX/odd"]
    assert [
        each.actor for each in linked_page(desk.ledger.screenings, matches=False, cursor=both.next).links
    ] == ["@1/near"]
    assert 'href="/parties/XX%2Fodd"' in page(client, "/screened")
    assert 'href="/parties/XX%2Fodd"' in page(client, "/lists")
    entry = good(client, f"/api{pages.entry_address(ODD.id)}", list_models.EntryAnswer)
    assert [each["match"] for each in entry["matched"]] == [True, False]
    part = client.get("/part/XX/odd").text
    assert 'hx-select="#exposed"' in part
    assert "<script>" not in part
    assert f'href="{pages.entry_address(ODD.id)}"' in part
    assert "is written like it" in client.get("/part/RUS").text
    exposed = good(client, "/api/exposure?party=XX/odd", exposure_models.ExposureAnswer)
    assert exposed["exposure"]["entries"] == [ODD.id]
