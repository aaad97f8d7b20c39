"""Parties and pairs: pages and API over a ledger of a few parties."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from party_samples import HOSTILE, fill
from starlette.testclient import TestClient

from sayso.ledger import Ledger
from sayso.ledger.catalogue.records import PairRow, PairTally, PartyRow
from sayso.ledger.records import PartyLink, PartyQuery
from sayso.lists.listing import Entry, ListFile, Name
from sayso.web.app import create_app
from sayso.web.between import by_dimension, by_direction, by_month
from sayso.web.options import Options
from sayso.web.views import segment


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("parties") / "sayso.db"
    fill(made)
    return made


@pytest.fixture(scope="module")
def client(where: Path) -> Iterator[TestClient]:
    app = create_app(Options(ledger=str(where), read_only=True, rate=0, heavy_rate=0))
    with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as made:
        yield made


def page(client: TestClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.text


def words(html: str) -> str:
    """Give a page as it is read: without markup, on one line."""
    html = re.sub(r"<script\b.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


# ---- parties -----------------------------------------------------------------------------------------------


def test_parties_come_with_most_claims_first_and_are_counted(client: TestClient) -> None:
    rows = client.get("/api/parties").json()["items"]
    assert [row["actor"] for row in rows[:2]] == ["IRN", "RUS"]
    iran = rows[0]
    assert (iran["claims"], iran["said"], iran["by"], iran["about"]) == (6, 1, 3, 3)
    html = page(client, "/parties")
    assert html.index("/parties/IRN") < html.index("/parties/RUS")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("words=guard", {"IRN/irgc"}),
        ("words=Iranian", {"IRN"}),
        ("kind=outlet", {"estuary-post"}),
        ("country=Russia", {"RUS"}),
        ("country=ru&kind=&words=&order=", {"RUS"}),
        ("words=nobody", set()),
    ],
)
def test_parties_are_found(client: TestClient, asked: str, expected: set[str]) -> None:
    found = {row["actor"] for row in client.get(f"/api/parties?{asked}").json()["items"]}
    assert expected <= found
    assert found == expected or "words=Iran" in asked
    assert client.get(f"/parties?{asked}").status_code == 200


def test_a_kind_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/api/parties?kind=planet").status_code == 422


@pytest.mark.parametrize("name", ["Iran", "iranian", "630", "IR", "Islamic Republic of Iran"])
def test_any_name_of_a_party_leads_to_its_page(client: TestClient, name: str) -> None:
    response = client.get(f"/parties/{name}?part=source")
    assert response.status_code == 303
    assert response.headers["location"] == "/parties/IRN?part=source"
    assert client.get(f"/api/parties/{name}").json()["party"]["actor"] == "IRN"


def test_a_party_that_is_not_there_is_not_found(client: TestClient) -> None:
    for address in ("/parties/Nobody", "/api/parties/Nobody", "/api/parties/Nobody/claims"):
        assert client.get(address).status_code == 404


def test_a_name_of_several_parties_leads_to_all_of_them(client: TestClient) -> None:
    response = client.get("/parties/Harbour Guild")
    assert response.status_code == 303
    assert response.headers["location"] == "/parties?words=Harbour+Guild"
    assert page(client, "/parties?words=Harbour+Guild").count('<th scope="row">') == 2
    refused = client.get("/api/parties/Harbour Guild")
    assert refused.status_code == 400
    assert "more than one party" in refused.json()["error"]["message"]
    assert "more than one party" in client.get("/pairs?one=Harbour Guild&other=IRN").text


def test_the_page_of_a_party_says_what_it_is(client: TestClient) -> None:
    told = words(page(client, "/parties/IRN%2Firgc"))
    assert "Islamic Revolutionary Guard Corps" in told
    assert "military" in told
    assert "Armed forces of Iran , Government of Iran , Iran" in told
    assert "paramilitaries PRM" in told
    facts = client.get("/api/parties/IRN%2Firgc").json()["facts"]
    assert [each["actor"] for each in facts["within"]] == ["IRN/armed-forces", "IRN/government", "IRN"]
    assert facts["countries"] == [{"code": "IR", "name": "Iran", "actor": "IRN"}]


def test_a_whole_that_no_report_names_has_a_name(client: TestClient) -> None:
    assert client.get("/api/parties/IRN%2Fgovernment").json()["party"]["name"] == "Government of Iran"


@pytest.mark.parametrize(("part", "count"), [("", 6), ("source", 1), ("actor", 3), ("recipient", 3)])
def test_the_claims_of_a_party_by_its_part(client: TestClient, part: str, count: int) -> None:
    rows = client.get(f"/api/parties/IRN/claims?part={part}").json()["items"]
    assert len(rows) == count
    html = page(client, f"/parties/IRN?part={part}")
    assert html.count('<li class="claim">') == count
    assert html.count('aria-current="true"') == 1
    for row in rows:
        assert f"/reports/{row['report_id']}#c{row['number']}" in html


def test_the_claims_of_a_party_go_on(client: TestClient) -> None:
    first = client.get("/api/parties/IRN/claims?limit=4").json()
    further = client.get(first["next"]).json()
    assert len(first["items"]) + len(further["items"]) == 6
    assert further["next"] is None
    html = page(client, "/parties/IRN?limit=4")
    assert "More claims" in html
    assert client.get("/api/parties/IRN/claims.csv").text.count("\r\n") == 7


def test_contested_matters_of_a_party_come_first(client: TestClient) -> None:
    matters = client.get("/api/parties/IRN").json()["matters"]
    assert [matter["contested"] for matter in matters] == [True, False, False, False]


def test_partners_are_counted_in_both_directions(client: TestClient) -> None:
    (russia,) = [
        row for row in client.get("/api/parties/IRN/partners").json()["items"] if row["actor"] == "RUS"
    ]
    assert (russia["by"], russia["of"]) == (2, 3)  # Russia acts on Iran; Iran and its Guards act on Russia
    html = page(client, "/parties/IRN")
    row = html[html.index('href="/pairs?one=IRN&amp;other=RUS"') :]
    assert re.findall(r'<td class="n">(\d+)</td>', row)[:2] == ["3", "2"]


def test_a_state_shows_the_outlets_that_it_directs(client: TestClient) -> None:
    assert "/parties/estuary-post" in page(client, "/parties/IRN")
    assert "Outlets that it directs" not in page(client, "/parties/RUS")


def test_how_a_party_is_named(client: TestClient) -> None:
    assert "“The Guards” 2 claims" in words(page(client, "/parties/IRN%2Firgc"))


def test_what_one_report_calls_a_party_can_do_no_harm(client: TestClient) -> None:
    (row,) = client.get("/api/parties?words=alert").json()["items"]
    assert row["name"] == HOSTILE
    html = page(client, f"/parties/{segment(row['actor'])}")
    assert "<script>alert" not in html
    assert "Only one report knows this party" in html
    assert "Its report says a group" in words(html)
    for address in ("/parties", "/network", f"/pairs?one={segment(row['actor'])}&other=IRN"):
        assert "<script>alert" not in page(client, address)


def test_without_lists_a_party_was_not_looked_up(client: TestClient) -> None:
    assert client.get("/api/parties/IRN").json()["screened"] is None
    assert "Not looked up in sanctions lists yet" in page(client, "/parties/IRN")


def test_listings_of_a_party_are_questions(tmp_path: Path) -> None:
    where = tmp_path / "sayso.db"
    fill(where)
    with Ledger(where) as ledger:
        entry = Entry("test:1", "test", "1", "organisation", (Name("Estuary Posts"),))
        version = ledger.lists.add(ListFile("test", "A list", "test", (entry,)))
        screening = ledger.screenings.begin("by hand", 0.7, [version.label])
        link = PartyLink(1, version.id, 0.95, True, {"name": 0.95}, "written alike")
        party = PartyQuery("estuary-post", ("Estuary Post",), "outlet", ("IR",))
        ledger.screenings.append(screening, [(party, [link])])
    app = create_app(Options(ledger=str(where), read_only=True, rate=0))
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        whole = client.get("/api/parties/estuary-post").json()
        assert [(each["entry"], each["score"]) for each in whole["listings"]] == [("test:1", 0.95)]
        html = page(client, "/parties/estuary-post")
        assert "listed?" in html
        assert "written alike" in html
        assert "listed?" not in page(client, "/parties/IRN")


# ---- pairs -------------------------------------------------------------------------------------------------


def test_a_pair_is_asked_for_by_names(client: TestClient) -> None:
    response = client.get("/pairs?one=iranian&other=Russia&since=2023")
    assert response.status_code == 303
    assert response.headers["location"] == "/pairs?since=2023&one=IRN&other=RUS"
    assert "<form" in page(client, "/pairs")
    assert "<form" in page(client, "/pairs?one=IRN")


def test_who_is_unknown_is_said_beside_the_form(client: TestClient) -> None:
    response = client.get("/pairs?one=Nobody&other=IRN")
    assert response.status_code == 404
    assert "<form" in response.text
    assert "Nobody" in response.text


@pytest.mark.parametrize("address", ["/api/pairs?one=IRN&other=Iran", "/pairs?one=IRN&other=IRN"])
def test_a_party_is_no_pair_with_itself(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_pair_wants_two(client: TestClient) -> None:
    assert client.get("/api/pairs?one=IRN").status_code == 422


def test_what_two_parties_do_to_each_other(client: TestClient) -> None:
    whole = client.get("/api/pairs?one=IRN&other=RUS").json()
    assert whole["claims"] == 5
    assert whole["complete"]
    assert sum(row["claims"] for row in whole["rows"]) == 5
    (differing,) = whole["differing"]
    assert differing["said"]["claim"]["stance"] == "affirms"
    assert differing["denied"]["claim"]["stance"] == "denies"
    assert len(whole["matters"]) == 3
    assert len(whole["newest"]) == 5
    told = words(page(client, "/pairs?one=IRN&other=RUS"))
    assert "5 claims: 3 of what Iran does to Russia, 3 of them conflict; 2 of what Russia does" in told
    assert "Denied or doubted" in told


def test_a_pair_as_rows(client: TestClient) -> None:
    lines = client.get("/api/pairs.csv?one=IRN&other=RUS").text.splitlines()
    assert lines[0] == "month,by,type,quad,stance,dimensions,claims"
    assert len(lines) == 6
    rows = client.get("/api/pairs.jsonl?one=IRN&other=RUS").text.splitlines()
    assert {json.loads(row)["by"] for row in rows} == {"IRN", "RUS"}


def test_a_pair_in_a_period(client: TestClient) -> None:
    assert client.get("/api/pairs?one=IRN&other=RUS&since=2023-02&until=2023-02").json()["claims"] == 1
    html = page(client, "/pairs?one=IRN&other=RUS&since=2030")
    assert "in this period" in html
    assert "data-chart" not in html
    assert client.get("/pairs?one=IRN&other=RUS&since=soon").status_code == 400


def test_the_chart_of_a_pair_says_what_its_table_says(client: TestClient) -> None:
    html = page(client, "/pairs?one=IRN&other=RUS")
    block = re.search(r'<script type="application/json" id="pair-chart">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    bars = json.loads(block[1])["layer"][0]["data"]["values"]
    assert sum(bar["claims"] for bar in bars) == 4  # one claim has no date
    assert all(bar["href"].startswith("/search?actor=") for bar in bars)
    start = html.index("Claims by month of publication.")
    table = words(html[start : html.index("</details>", start)])
    assert "2023-01 0 0 0 1 0 2 0 0" in table
    assert "undated 0 0 0 1 0 0 0 0" in table


def test_counts_of_a_pair_lead_to_their_claims(client: TestClient) -> None:
    html = page(client, "/pairs?one=IRN&other=RUS")
    address = "/search?actor=RUS&amp;recipient=IRN&amp;type=AID&amp;stance=denies"
    assert address in html
    assert page(client, address.replace("&amp;", "&")).count('<li class="claim">') == 1


def tally(*rows: tuple[str | None, str, str, str, str, tuple[str, ...], int]) -> PairTally:
    def party(actor: str) -> PartyRow:
        return PartyRow(actor, actor, "state", (), None, 0, 0, 0, 0, 0, None, None)

    made = tuple(PairRow(*row) for row in rows)
    return PairTally(party("A"), party("B"), made, sum(row.claims for row in made), complete=True)


def test_a_tally_is_laid_out() -> None:
    its = tally(
        ("2023-01", "A", "AID", "material cooperation", "affirms", ("military", "economic"), 2),
        ("2023-01", "A", "ASSAULT", "material conflict", "denies", ("military",), 3),
        (None, "B", "ACCUSE", "verbal conflict", "affirms", ("other",), 1),
        ("2022-12", "A", "AID", "material cooperation", "affirms", ("economic",), 4),
    )
    one, other = by_direction(its)
    assert (one.by, one.claims, one.conflict, one.stances) == ("A", 9, 3, ("affirms", "denies"))
    assert one.types == (
        ("AID", "material cooperation", (6, 0), 6),
        ("ASSAULT", "material conflict", (0, 3), 3),
    )
    assert (other.claims, other.conflict, other.stances) == (1, 1, ("affirms",))
    dimensions: dict[str, Any] = {each.name: (each.claims, each.conflict) for each in by_dimension(its)}
    assert dimensions == {
        "military": ((5, 0), (3, 0)),
        "economic": ((6, 0), (0, 0)),
        "other": ((0, 1), (0, 1)),
    }
    months = by_month(its)
    assert [each.month for each in months] == ["2022-12", "2023-01", None]
    assert months[1].quads == ((0, 2, 0, 3), (0, 0, 0, 0))


def test_nothing_is_laid_out_of_nothing() -> None:
    one, other = by_direction(tally())
    assert (one.claims, one.types, other.stances) == (0, (), ())
    assert by_dimension(tally()) == ()
    assert by_month(tally()) == ()
