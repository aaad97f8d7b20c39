"""Search: what fits, what comes nearest where nothing does, and claims as rows of a table."""

from __future__ import annotations

import csv
import io
import re

import pytest
from starlette.testclient import TestClient

from sayso.web.standings import standing
from sayso.web.views import titled, web_address

HTML = {"Accept": "text/html"}


def page(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_words_find_claims_matters_and_reports(client: TestClient) -> None:
    found = client.get("/api/search?words=airfield").json()
    assert found["claims"]
    assert all("airfield" in each["sentence"].lower() for each in found["claims"])
    assert found["matters"]
    assert found["reports"]
    assert found["facets"]["counted"] == found["total"] or found["total"] is None
    text = page(client, "/search?words=airfield")
    for each in found["claims"][:3]:
        assert f'href="/reports/{each["report_id"]}#c{each["number"]}"' in text


def test_every_facet_leads_to_as_many_claims_as_it_counts(client: TestClient) -> None:
    facets = client.get("/api/facets?words=port").json()
    assert facets["complete"]
    for name, counts in (
        ("stance", facets["stances"]),
        ("type", facets["types"]),
        ("outlet", facets["outlets"]),
    ):
        for value, count in counts.items():
            found = client.get("/api/claims", params={"words": "port", name: value, "limit": 1000}).json()
            assert len(found["items"]) == count, (name, value)


def test_pages_of_claims_follow_each_other_without_gap_or_twice(client: TestClient) -> None:
    whole = [each["claim"]["id"] for each in client.get("/api/claims?limit=1000").json()["items"]]
    walked: list[str] = []
    next = "/api/claims?limit=7"
    while next:
        answer = client.get(next).json()
        walked += [each["claim"]["id"] for each in answer["items"]]
        next = answer["next"]
    assert walked == whole
    assert len(set(whole)) == len(whole) > 100


def test_where_not_all_words_fit_the_nearest_matters_are_shown(client: TestClient) -> None:
    text = page(client, "/search?words=airfield dockworkers submarine")
    assert "No claim fits all of these words." in text
    assert "No report in the ledger holds “submarine”." in text
    assert "Nearest matters" in text
    assert re.search(r'href="/matters/m[0-9a-f]+"', text)


def test_a_word_of_no_report_is_said_to_be_one(client: TestClient) -> None:
    assert "No report in the ledger holds “Turkey”." in page(client, "/search?words=Turkey")


def test_what_was_asked_can_be_left_out_one_by_one(client: TestClient) -> None:
    text = page(client, "/search?words=port&stance=denies&contested=true")
    assert 'href="/search?words=port&amp;contested=true"' in text
    assert 'href="/search?words=port&amp;stance=denies"' in text


@pytest.mark.parametrize("address", ["/api/claims.csv?stance=denies", "/api/search.csv?stance=denies"])
def test_claims_as_csv_have_columns_that_people_read(client: TestClient, address: str) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode(), newline="")))
    found = client.get("/api/claims?stance=denies&limit=1000").json()["items"]
    assert len(rows) == min(len(found), 50)
    for row, each in zip(rows, found, strict=False):
        assert row["words"].lstrip("'") == each["sentence"]
        assert row["stance"] == "denies"
        assert row["claim"] == each["claim"]["id"]
        assert "{" not in "".join(row.values())
    assert {"who", "to_whom", "speaker", "via", "sureness", "report"} <= rows[0].keys()


def test_what_a_source_counts_leads_to_as_many_matters(client: TestClient) -> None:
    sources = client.get("/api/sources").json()["items"]
    assert sources[0]["origins"] >= 3
    text = page(client, "/sources")
    for each in sources[:10]:
        found = client.get("/api/matters", params={"origin": each["actor"], "limit": 1000}).json()["items"]
        assert len(found) == each["origins"], each
    assert re.search(r'href="/matters\?origin=[^"]+">\d+</a>', text)


def test_a_page_of_claims_leads_to_all_of_them_as_csv(client: TestClient) -> None:
    assert 'href="/api/claims.csv?stance=denies&amp;limit=1000"' in page(
        client, "/search?stance=denies&limit=5"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "affirmed by Aba; denied by Beb (via 2 outlets); 2 origins in 3 reports since 2025-03-04",
            '<span class="stance affirms">affirmed</span> by Aba; <span class="stance denies">denied</span> '
            'by Beb (via 2 outlets); 2 origins in 3 reports since <span class="day">2025-03-04</span>',
        ),
        (
            "affirmed by <script>denied by</script>",
            '<span class="stance affirms">affirmed</span> by &lt;script&gt;denied by&lt;/script&gt;',
        ),
        ("nobody says \u202eso", "nobody says \ufffdso"),
    ],
)
def test_a_standing_is_shown_in_colours_and_nothing_in_it_is_markup(words: str, shown: str) -> None:
    assert str(standing(words)) == shown


def test_who_is_not_named_is_somebody() -> None:
    assert titled("? → COERCE") == "somebody → COERCE"
    assert titled("Calvera → AID ? → Dravia") == "Calvera → AID ? → Dravia"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "file:///etc/passwd",
        "http://",
        "https://a.example/\u202e",
        "http://[",
        None,
        "",
    ],
)
def test_only_addresses_of_the_web_become_links(address: str | None) -> None:
    assert web_address(address) is None
    assert web_address("https://a.example/x?y=1") == "https://a.example/x?y=1"
