"""The network: what is drawn, what is left out, and the tables that say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from party_samples import HOSTILE, fill
from starlette.testclient import TestClient

from sayso.ledger.catalogue.records import Network, NetworkEdge, NetworkNode
from sayso.web.app import create_app
from sayso.web.options import Options
from sayso.web.pages.network import _graph, _mostly


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    where: Path = tmp_path_factory.mktemp("network") / "sayso.db"
    fill(where)
    app = create_app(Options(ledger=str(where), read_only=True, rate=0, heavy_rate=0))
    with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as made:
        yield made


def page(client: TestClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.text


def drawn(html: str) -> Any:
    block = re.search(r'<script type="application/json" id="network">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    return json.loads(block[1])


def test_parties_and_ties_of_the_network(client: TestClient) -> None:
    whole = client.get("/api/network").json()
    ties = {(edge["one"], edge["other"]): edge for edge in whole["edges"]}
    assert ties["RUS", "IRN"]["contested"] == 1
    assert ties["IRN/irgc", "RUS"]["quads"] == {"material conflict": 1}
    assert (whole["left_out_nodes"], whole["left_out_edges"]) == (0, 0)
    assert len(client.get("/api/network.csv").text.splitlines()) == 1 + len(whole["edges"])


def test_the_drawing_and_the_tables_say_the_same(client: TestClient) -> None:
    whole = client.get("/api/network").json()
    html = page(client, "/network")
    graph = drawn(html)
    assert [node["id"] for node in graph["nodes"]] == [node["actor"] for node in whole["nodes"]]
    assert [(e["source"], e["target"]) for e in graph["edges"]] == [
        (e["one"], e["other"]) for e in whole["edges"]
    ]
    for element in (*graph["nodes"], *graph["edges"]):
        assert f'href="{element["href"].replace("&", "&amp;")}"' in html
    assert "Nothing is left out" in html


def test_what_is_left_out_is_said(client: TestClient) -> None:
    whole = client.get("/api/network?ties=1").json()
    assert (len(whole["edges"]), len(whole["nodes"])) == (1, 2)
    assert (whole["left_out_edges"], whole["left_out_nodes"]) == (3, 2)
    told = " ".join(page(client, "/network?ties=1").split())
    assert "Left out: 2 parties, 3 ties of fewer matters." in told


@pytest.mark.parametrize(
    ("asked", "ties"),
    [
        ("contested=true", {("RUS", "IRN")}),
        ("type=ACCUSE", {("IRN", "RUS")}),
        ("min_origins=2&contested=false", {("IRN/irgc", "RUS")}),
        ("until=2023-01&type=&stance=&party=", {("RUS", "IRN"), ("IRN/irgc", "RUS")}),
        ("stance=denies", {("RUS", "IRN")}),
        ("since=2040", set()),
    ],
)
def test_a_filter_leaves_what_it_says(client: TestClient, asked: str, ties: set[tuple[str, str]]) -> None:
    found = {(edge["one"], edge["other"]) for edge in client.get(f"/api/network?{asked}").json()["edges"]}
    assert found == ties
    assert client.get(f"/network?{asked}").status_code == 200


def test_a_party_in_the_middle(client: TestClient) -> None:
    html = page(client, "/network?party=iranian")
    assert 'Network around <a class="party" href="/parties/IRN">Iran</a>' in html
    marked = [node["id"] for node in drawn(html)["nodes"] if node.get("colour")]
    assert marked == ["IRN"]
    assert "No matter with a party on both sides fits" in page(client, "/network?party=Nobody+At+All")


@pytest.mark.parametrize("asked", ["nodes=1", "nodes=100000", "ties=0", "min_origins=-1", "nodes=many"])
def test_sizes_that_make_no_sense_are_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/api/network?{asked}").status_code == 422


def test_a_name_can_do_no_harm(client: TestClient) -> None:
    html = page(client, "/network")
    assert "<script>alert" not in html
    assert any(node["label"] == HOSTILE for node in drawn(html)["nodes"])


def edge(matters: int, contested: int = 0, **quads: int) -> NetworkEdge:
    return NetworkEdge(
        "A", "B", matters, contested, 1, {name.replace("_", " "): n for name, n in quads.items()}
    )


def test_a_tie_looks_as_most_of_its_matters_are() -> None:
    nodes = tuple(NetworkNode(each, f"Party {each}", "state", (), n) for each, n in (("A", 4), ("B", 1)))
    ties = (
        edge(4, 2, material_conflict=3, verbal_cooperation=1),
        edge(2, 0, verbal_cooperation=2),
    )
    graph = _graph(Network(nodes, ties, 0, 0, 6, capped=False), "B")
    first, second = graph["edges"]
    assert (first["line"], first["head"], first["colour"]) == ("dashed", "triangle", "var(--denies)")
    assert (second["line"], second["head"], second["colour"]) == ("dotted", "circle", "var(--foreseen)")
    assert first["about"] == (
        "Party A → Party B: 4 matters (1 verbal cooperation, 3 material conflict); 2 contested"
    )
    assert (first["size"], second["size"]) == (1, 0.5)
    assert [node["size"] for node in graph["nodes"]] == [1, 0.5]


def test_of_two_quad_classes_the_graver_one_counts() -> None:
    assert _mostly(edge(2, material_cooperation=1, verbal_conflict=1)) == "verbal conflict"
    assert _mostly(edge(2, verbal_conflict=1, material_conflict=1)) == "material conflict"
