"""Matters, stories and what is new: pages and API over a ledger of which one knows who says what."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from matter_samples import HOSTILE, fill
from starlette.testclient import TestClient

from sayso.ledger import Ledger, matter_voices, matter_whole
from sayso.run.cataloguing import catalogue
from sayso.run.weighing import weigh
from sayso.web.app import create_app
from sayso.web.options import Options
from sayso.web.standings import sentence_parts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    where = tmp_path_factory.mktemp("matters") / "sayso.db"
    return where, fill(where)


@pytest.fixture(scope="module")
def matter(made: tuple[Path, str]) -> str:
    return made[1]


@pytest.fixture(scope="module")
def client(made: tuple[Path, str]) -> Iterator[TestClient]:
    with opened(made[0]) as client:
        yield client


def opened(where: Path) -> TestClient:
    app = create_app(Options(ledger=str(where), read_only=True, rate=0, heavy_rate=0))
    return TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False)


def answer(client: TestClient, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.json()


def page(client: TestClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.text


def words(html: str) -> str:
    """Give a page as it is read: without markup, on one line."""
    html = re.sub(r"<script\b.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


# ---- the list ----------------------------------------------------------------------------------------------


def test_matters_come_with_their_standing_in_a_sentence(client: TestClient, matter: str) -> None:
    rows = answer(client, "/api/matters")["items"]
    assert [row["type"] for row in rows] == ["PROTEST", "AID"]
    assert rows[1]["in_words"].startswith(
        "affirmed by Russia (via 2 outlets), Iran; alleged by Harbour Guild;"
    )
    html = page(client, "/matters")
    assert f'href="/matters/{matter}"' in html
    assert '<span class="stance denies">denied</span> by Russia' in html


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ("contested=true", ["AID"]),
        ("contested=false", ["PROTEST"]),
        ("type=aid", ["AID"]),
        ("type=", ["PROTEST", "AID"]),
        ("min_origins=2", ["AID"]),
        ("order=origins", ["AID", "PROTEST"]),
        ("order=reports&limit=1", ["AID"]),
        ("actor=Russia", ["AID"]),
        ("party=Iran&since=2023-04", ["PROTEST"]),
        ("until=2023-01-31", ["AID"]),
        ("stance=doubts", ["AID"]),
        ("words=deliveries", []),
    ],
)
def test_matters_are_found_by_what_is_asked_on_the_page_as_in_the_api(
    client: TestClient, asked: str, types: list[str]
) -> None:
    assert [row["type"] for row in answer(client, f"/api/matters?{asked}")["items"]] == types
    html = page(client, f"/matters?{asked}")
    assert html.count('<li class="matter">') == len(types)
    if not types:
        assert "No matter fits" in html


def test_matters_go_on_where_a_page_ended(client: TestClient) -> None:
    first = answer(client, "/api/matters?limit=1")
    assert first["next"].startswith("/api/matters?")
    (other,) = answer(client, first["next"])["items"]
    assert other["type"] == "AID"
    html = page(client, "/matters?limit=1")
    assert 'rel="next"' in html


def test_matters_come_as_a_table_for_other_programs(client: TestClient) -> None:
    text = client.get("/api/matters.csv").text
    assert text.splitlines()[0].startswith("matter,type,title,")
    assert len(client.get("/api/matters", headers={"Accept": "application/x-ndjson"}).text.splitlines()) == 2


@pytest.mark.parametrize("asked", ["type=nothing", "order=size", "min_origins=many", "cursor=nowhere"])
def test_what_cannot_be_asked_is_said(client: TestClient, asked: str) -> None:
    response = client.get(f"/api/matters?{asked}")
    assert response.status_code in (400, 422)
    assert response.json()["error"]["message"]
    assert client.get(f"/matters?{asked}").status_code == response.status_code


def test_a_standing_is_cut_where_its_parts_begin_and_not_within_names() -> None:
    standing = (
        "affirmed by Paper; Ink (via 2 outlets); denied by Abc; numbers differ: 1 crane / 2 cranes; "
        "2 origins in 3 reports"
    )
    assert sentence_parts(standing) == [
        ("affirmed", " by Paper; Ink (via 2 outlets)"),
        ("denied", " by Abc"),
        ("", "numbers differ: 1 crane / 2 cranes"),
        ("", "2 origins in 3 reports"),
    ]


# ---- one matter --------------------------------------------------------------------------------------------


def test_a_matter_is_told_whole(client: TestClient, matter: str) -> None:
    it = answer(client, f"/api/matters/{matter}")
    assert (it["independent"], it["reports"], it["claims"], it["contested"]) == (4, 4, 5, True)
    assert [(p["day"], p["name"], p["stance"], p["before"]) for p in it["points"]] == [
        ("2023-01-10", "Iran", "affirmed", None),
        ("2023-01-10", "Russia", "denied", None),
        ("2023-02-11", "Harbour Guild", "alleged", None),
        ("2023-03-01", "Russia", "admitted", "denied"),
    ]
    assert it["undated"] == 1
    assert [(each["name"], each["stance"]) for each in it["said"]] == [
        ("Russia", "admitted"), ("Iran", "affirmed"), ("Harbour Guild", "alleged"),
    ]  # fmt: skip
    assert [(each["name"], each["stance"]) for each in it["denied"]] == [
        ("Russia", "denied"), ("Estuary Post", "doubted"),
    ]  # fmt: skip
    assert [each["words"] for each in it["amounts"]] == ["1 crane", "2 cranes", "4 cranes"]
    russia = next(each for each in it["origins"] if each["key"] == "RUS")
    assert russia["involved"]
    (way,) = russia["routes"]
    assert (way["via"], way["outlets"], way["claims"]) == ([], ["Paper 1", "Paper 4"], 2)


def test_a_large_matter_is_told_from_what_was_weighed(
    made: tuple[Path, str], client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, matter = made
    with Ledger(where, read_only=True) as ledger:
        small = matter_whole.whole(ledger, matter)
        monkeypatch.setattr(matter_whole, "ROUTED", 0)
        large = matter_whole.whole(ledger, matter)
    assert small.routed
    assert not large.routed
    assert large.in_words == small.in_words
    assert [(p.day, p.origin, p.stance, p.before) for p in large.points] == [
        (p.day, p.origin, p.stance, p.before) for p in small.points
    ]
    assert [each.claim for each in large.said] == [each.claim for each in small.said]
    assert [each.name for each in large.denied] == ["Russia"]  # doubts without a date are in no move
    assert large.more_denied == 1
    assert large.amounts == small.amounts
    assert not any(origin.routes for origin in large.origins)
    monkeypatch.setattr(matter_voices, "MANY", 0)
    with Ledger(where, read_only=True) as ledger:
        largest = matter_whole.whole(ledger, matter)
    assert (largest.said, largest.denied) == (large.said, large.denied)  # they have days
    assert [each.words for each in largest.amounts] == [each.words for each in large.amounts]
    with opened(where) as another:
        html = page(another, f"/matters/{matter}")
    assert "A mark for the first word of each origin" in html
    assert f"/search?matter={matter}&amp;since=2023-03-01&amp;until=2023-03-01" in html


def test_the_denial_stands_beside_the_claim_and_leads_to_its_words(client: TestClient, matter: str) -> None:
    html = page(client, f"/matters/{matter}")
    claim, denial = html.index('<div class="side for">'), html.index('<div class="side not">')
    (denied, *_) = answer(client, f"/api/matters/{matter}")["denied"]
    address = f'href="/reports/{denied["claim"]["report_id"]}#c{denied["claim"]["number"]}"'
    assert claim < denial < html.index(address, denial)
    assert "Russia denies 1: Russia did AID to Iran." in html[denial : html.index("Who said what, when")]
    text = words(html)
    assert "It is not so 2 origins Russia denied" in text
    assert "Estuary Post state-controlled" in text
    assert "a party to the matter" in text
    assert "/pairs?one=RUS&amp;other=IRN" in html
    assert f'/review/matters/{matter}"' in html
    assert f'name="matter" value="{matter}"' in html
    assert "1 claim without a date is left out" in text


def test_the_timeline_says_as_a_table_what_the_chart_says(client: TestClient, matter: str) -> None:
    html = page(client, f"/matters/{matter}")
    assert '<script type="application/json" id="timeline">' in html
    table = words(html[html.index("<table>") : html.index("</table>")])
    assert table == (
        "Day Who Stance Before Claims 2023-01-10 Iran affirmed 1 2023-01-10 Russia denied 1 "
        "2023-02-11 Harbour Guild alleged 1 2023-03-01 Russia admitted denied 1"
    )


def test_numbers_that_disagree_are_told_with_who_gives_them(client: TestClient, matter: str) -> None:
    html = page(client, f"/matters/{matter}")
    told = words(html[html.index('<h2 id="numbers">') : html.index('<h2 id="origins">')])
    assert "1 crane Iran 1 claim" in told
    assert "4 cranes Russia 1 claim" in told


def test_why_each_claim_belongs_to_the_matter_can_be_seen(client: TestClient, matter: str) -> None:
    claims = answer(client, f"/api/matters/{matter}/claims")
    assert claims["items"][0]["score"] == 1
    assert claims["items"][0]["why"] == "the first report of it"
    days = [each["published"] for each in claims["items"]]
    assert days == ["2023-01-10", "2023-01-10", "2023-02-11", "2023-03-01", None]
    html = page(client, f"/matters/{matter}")
    assert html.count("Why it belongs here") == 5
    assert "100 %: the first report of it." in html


def test_the_claims_of_a_matter_come_a_page_at_a_time(client: TestClient, matter: str) -> None:
    address, seen = f"/api/matters/{matter}/claims?limit=2", []
    while address:
        answered = answer(client, address)
        seen += [(each["report_id"], each["number"]) for each in answered["items"]]
        address = answered["next"]
    assert len(seen) == len(set(seen)) == 5
    html = page(client, f"/matters/{matter}/claims?limit=2")
    assert html.count('<li class="claim">') == 2
    assert 'rel="next"' in html


def test_a_matter_of_one_report_says_so_and_nothing_in_it_runs(client: TestClient) -> None:
    (row,) = answer(client, "/api/matters?type=PROTEST")["items"]
    assert HOSTILE in row["title"]
    for address in ("/matters", f"/matters/{row['matter']}", f"/matters/{row['matter']}/claims"):
        html = page(client, address)
        assert "<img" not in html
        assert html.count("</script>") == html.count("<script")
    html = page(client, f"/matters/{row['matter']}")
    assert "This rests on one report." in html
    assert "Nobody denies or doubts it" in html
    assert 'id="numbers"' not in html


@pytest.mark.parametrize("rest", ["", "/claims"])
def test_a_matter_that_is_none_is_told_apart_from_what_went_wrong(client: TestClient, rest: str) -> None:
    for prefix in ("", "/api"):
        response = client.get(f"{prefix}/matters/m0000000{rest}")
        assert response.status_code == 404, response.text
        assert client.get(f"{prefix}/matters/{'m' * 65}{rest}").status_code == 422


def test_the_beginning_of_an_id_is_enough(client: TestClient, matter: str) -> None:
    assert answer(client, f"/api/matters/{matter[:7]}")["matter"] == matter
    assert "Nothing is left" not in page(client, f"/matters/{matter[:7]}")


def test_what_people_joined_is_told_and_the_old_address_leads_on(
    made: tuple[Path, str], tmp_path: Path, matter: str
) -> None:
    where = Path(shutil.copy(made[0], tmp_path / "sayso.db"))
    with Ledger(where) as ledger:
        (other,) = ledger.weighings.matters(type="PROTEST")
        ledger.weighings.join([matter, other.matter], "Ann <b>Ekman</b>", "one delivery")
        weigh(ledger, workers=1)
        catalogue(ledger)
    with opened(where) as client:
        html = page(client, f"/matters/{other.matter}")
        assert "Nothing is left of the matter that was asked for" in html
        assert "Joined by Ann &lt;b&gt;Ekman&lt;/b&gt; on" in html
        it = answer(client, f"/api/matters/{matter}")
        assert [(each["kind"], each["note"]) for each in it["decisions"]] == [("join", "one delivery")]


# ---- what is new, and what is watched ----------------------------------------------------------------------


def test_what_is_new_comes_a_page_at_a_time(made: tuple[Path, str], client: TestClient) -> None:
    first = answer(client, "/api/new?since=2000&limit=1")
    second = answer(client, first["next"])
    assert second["next"] is None
    seen = [each["matter"]["type"] for each in (*first["items"], *second["items"])]
    with Ledger(made[0], read_only=True) as ledger:
        assert seen == [each.matter.type for each in ledger.weighings.changes("2000")]
    news = second["items"][0]
    assert news["new"]
    assert news["new_denials"] == len(news["denials"]) == 2
    assert news["numbers"] == ["1 crane", "2 cranes", "4 cranes"]
    assert news["matter"]["in_words"] == answer(client, "/api/matters?type=AID")["items"][0]["in_words"]
    assert answer(client, "/api/new?since=2100")["items"] == []


def test_only_what_is_watched(made: tuple[Path, str], tmp_path: Path) -> None:
    where = Path(shutil.copy(made[0], tmp_path / "sayso.db"))
    with Ledger(where) as ledger:
        ledger.weighings.watch("Protests", type="PROTEST")
    with opened(where) as client:
        (watch,) = answer(client, "/api/watches")["items"]
        assert (watch["label"], watch["type"]) == ("Protests", "PROTEST")
        (news,) = answer(client, "/api/new?since=2000&watched=true")["items"]
        assert news["watches"] == [watch["id"]]


@pytest.mark.parametrize("asked", ["", "?since=", "?since=yesterday", "?since=2000&cursor=x"])
def test_a_moment_that_is_none_is_said(client: TestClient, asked: str) -> None:
    assert client.get(f"/api/new{asked}").status_code in (400, 422)


# ---- stories, and the examples -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk_of_examples(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    where = Path(shutil.copy(examples, tmp_path_factory.mktemp("examples") / "sayso.db"))
    with Ledger(where) as ledger:
        catalogue(ledger)
    with opened(where) as client:
        yield client


def test_copies_come_under_their_lead_with_how_much_is_the_same(desk_of_examples: TestClient) -> None:
    (story,) = answer(desk_of_examples, "/api/stories")["items"]
    assert story["agency"] == "Meridian Press"
    assert story["copies"] == 2
    assert [each["outlet"] for each in story["reports"]] == [
        "Meridian Press", "Lowland Times", "The Harbour Courier",
    ]  # fmt: skip
    text = words(page(desk_of_examples, "/stories"))
    assert "The lead, credited to Meridian Press ; 2 copies of it:" in text
    assert re.search(r"82.% the same: 10 of 12 sentences", text)
    copy = story["reports"][2]["report_id"]
    assert answer(desk_of_examples, f"/api/stories?report={copy}")["items"] == [story]
    assert "All stories" in page(desk_of_examples, f"/stories?report={copy}")


def test_a_ledger_without_copies_says_so(client: TestClient) -> None:
    assert answer(client, "/api/stories") == {"items": [], "next": None, "total": None}
    assert "No two reports are copies of one text." in page(client, "/stories")
    assert client.get("/api/stories?report=nothing").status_code == 404
    assert client.get("/api/stories?cursor=nothing").status_code == 400


def test_a_wire_and_its_copies_count_once(desk_of_examples: TestClient) -> None:
    rows = answer(desk_of_examples, "/api/matters?words=port&order=reports")["items"]
    told = [answer(desk_of_examples, f"/api/matters/{row['matter']}") for row in rows]
    ways = [way for it in told for origin in it["origins"] for way in origin["routes"] if way["copies"]]
    assert ways
    assert all(way["claims"] >= 1 for way in ways)
    assert any(it["stories"] < it["reports"] for it in told)


# ---- what the API says of itself ---------------------------------------------------------------------------


def test_answers_are_as_the_document_of_the_api_describes_them(client: TestClient, matter: str) -> None:
    schemas = pytest.importorskip("jsonschema_rs", reason="pip install schemathesis")
    document = answer(client, "/api/openapi.json")
    for path, address in {
        "/api/matters": "/api/matters",
        "/api/matters/{matter}": f"/api/matters/{matter}",
        "/api/matters/{matter}/claims": f"/api/matters/{matter}/claims",
        "/api/stories": "/api/stories",
        "/api/new": "/api/new?since=2000",
        "/api/watches": "/api/watches",
    }.items():
        told = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**told, "components": document["components"]}
        found = schemas.validator_for(schema).iter_errors(answer(client, address))
        assert [each.message for each in found] == [], path


# ---- in a browser ------------------------------------------------------------------------------------------


def test_the_page_is_drawn_and_nothing_serious_stands_in_the_way(
    watched_of: Callable[..., Any], desk: str, examples: Path, axe: Callable[..., list[str]]
) -> None:
    with Ledger(examples, read_only=True) as ledger:
        matters = ledger.weighings.matters(contested=True)
    most = max(matters, key=lambda each: each.origins).matter
    page = watched_of(base_url=desk, reduced_motion="reduce").page()
    for address in (f"/matters/{most}", f"/matters/{most}/claims", "/matters", "/stories"):
        page.goto(address)
        assert axe(page) == [], address
    page.goto(f"/matters/{most}")
    page.locator("figure[data-chart] svg").wait_for()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("heading", name="It is not so").scroll_into_view_if_needed()
    page.locator(".side.not blockquote a").first.click()
    page.wait_for_url(re.compile(r"/reports/[0-9a-f]+#c\d+$"))
