"""Parties, pairs and the network in a real browser: by keys, on a telephone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from party_samples import fill
from tests.web.conftest import serving

PAGES = (
    "/parties",
    "/parties/IRN",
    "/parties/IRN%2Firgc?part=actor",
    "/pairs?one=IRN&other=RUS",
    "/network",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    where: Path = tmp_path_factory.mktemp("parties") / "sayso.db"
    fill(where)
    with serving(where, read_only=True) as at:
        yield at


@pytest.fixture
def page(watched_of: Callable[..., Any], address: str) -> Any:
    return watched_of(base_url=address, reduced_motion="reduce").page()


def drawn(page: Any, address: str) -> Any:
    """Go to a page with a network or a chart and wait until it is drawn."""
    page.goto(address)
    page.wait_for_selector("figure .drawing canvas, figure .drawing svg")
    page.wait_for_selector("figure[data-chart], .network-buttons")
    return page.locator("figure .drawing")


def test_a_tie_is_found_and_opened_by_keys(page: Any) -> None:
    drawing = drawn(page, "/network")
    drawing.focus()
    said = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        said.append(page.locator("figure output").inner_text())
    assert len(set(said)) == 4
    assert "Russia → Iran: 1 matter (1 material cooperation); 1 contested" in said
    while "Russia → Iran" not in page.locator("figure output").inner_text():
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pairs?one=RUS&other=IRN")


def test_a_party_is_found_and_opened_by_keys(page: Any) -> None:
    drawn(page, "/network").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("figure output").inner_text().startswith(("Iran: ", "Russia: "))
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties/*")


def test_the_network_grows_by_a_button(page: Any) -> None:
    drawn(page, "/network")
    page.get_by_role("button", name="Larger").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show all").focus()
    page.keyboard.press("Enter")


def test_a_bar_of_a_pair_leads_to_its_claims(page: Any) -> None:
    drawing = drawn(page, "/pairs?one=IRN&other=RUS")
    drawing.locator("path[fill]:not([fill=none])").first.wait_for()
    bar = drawing.locator(".mark-rect path").first
    bar.click()
    page.wait_for_url("**/search?actor=*")
    assert page.locator("li.claim").count() == 1


def test_without_scripts_the_tables_say_the_same(watched_of: Callable[..., Any], address: str) -> None:
    page = watched_of(base_url=address, java_script_enabled=False).page()
    page.goto("/network")
    page.get_by_text("Ties (4)", exact=True).click()
    page.get_by_role("link", name="Russia → Iran").click()
    page.wait_for_url("**/pairs?one=RUS&other=IRN")
    page.locator("summary", has_text="As a table").click()
    assert page.get_by_role("rowheader", name="undated").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_fit_for_all(
    watched_of: Callable[..., Any], address: str, axe: Callable[..., list[str]], scheme: str
) -> None:
    page = watched_of(base_url=address, reduced_motion="reduce", color_scheme=scheme).page()
    for each in PAGES:
        page.goto(each)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert axe(page) == [], each


def test_no_page_is_wider_than_a_telephone(watched_of: Callable[..., Any], address: str) -> None:
    page = watched_of(
        base_url=address, viewport={"width": 320, "height": 640}, reduced_motion="reduce"
    ).page()
    for each in PAGES:
        page.goto(each)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), each
