"""The page of a report in a real browser: claims and their words light each other, by mouse and by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report_samples import COPY_WORDS, READER, TEXT, plain_report, port_report, weigh
from tests.web.conftest import serving

from sayso.ledger import Ledger
from sayso.run.cataloguing import catalogue

PORT = port_report()
ADDRESS = f"/reports/{PORT.report.id}"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "ledger.db"
    copy = plain_report(COPY_WORDS, outlet="The Echo")
    with Ledger(path) as opened:
        run = opened.begin_run(READER, "read")
        for reading in (PORT, copy):
            opened.append(reading, run)
        weigh(opened, {copy.report.id: PORT.report.id})
        catalogue(opened)
    return path


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    with serving(ledger) as at:
        yield at


@pytest.fixture
def page(watched_of: Callable[..., Any], address: str) -> Any:
    return watched_of(base_url=address, reduced_motion="reduce").page()


@pytest.fixture
def plain_page(watched_of: Callable[..., Any], address: str) -> Any:
    """A page without scripts."""
    return watched_of(base_url=address, java_script_enabled=False, reduced_motion="reduce").page()


def lit(page: Any, kind: str = "lit") -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f".{kind}", "all => all.map(each => each.dataset.claim ?? each.textContent)"
    )
    return found


WORDS_OF_2 = ["on Monday", "40 drones", "Dravia", "struck", "its port", "Dravia", "denied", "c2"]


def test_the_page_holds_the_text_to_the_letter(page: Any) -> None:
    page.goto(ADDRESS)
    assert page.locator("[data-text]").evaluate("each => each.textContent") == TEXT


def test_pointing_at_a_claim_lights_its_words_and_at_words_their_claims(page: Any) -> None:
    page.goto(ADDRESS)
    page.hover('[data-claim="c2"] .number')
    assert lit(page) == WORDS_OF_2
    page.hover(".words mark.trigger")
    assert {"c1", "c2", "said", "denied"} <= set(lit(page))
    page.hover("h1")
    assert lit(page) == []


def test_a_statement_lights_its_words_too(page: Any) -> None:
    page.goto(ADDRESS)
    page.hover('[data-claim="s2"] .number')
    assert lit(page) == ["“We are calm,”", "said", "the envoy <b>Ana & Co</b>", "s2"]


def test_a_chosen_claim_stays_lit_stands_in_the_address_and_esc_frees_it(page: Any) -> None:
    page.goto(ADDRESS)
    page.click('[data-claim="c2"] .number')
    assert page.url.endswith("#c2")
    page.hover("h1")
    assert lit(page, "pinned") == WORDS_OF_2
    page.keyboard.press("Escape")
    assert lit(page, "pinned") == []
    assert "#" not in page.url


def test_an_address_with_a_claim_shows_its_words(page: Any) -> None:
    page.goto(f"{ADDRESS}#c1")
    page.wait_for_selector("mark.pinned")
    assert lit(page, "pinned")[-1] == "c1"


def test_the_keyboard_does_all_of_it(page: Any) -> None:
    page.goto(ADDRESS)
    page.locator(".words mark.trigger a").focus()
    assert {"c1", "c2"} <= set(lit(page))
    page.keyboard.press("Enter")
    assert page.url.endswith("#c1")
    page.keyboard.press("j")
    assert page.url.endswith("#c2")
    assert page.evaluate("document.activeElement.textContent") == "2"
    page.keyboard.press("k")
    assert page.url.endswith("#c1")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("?")
    assert page.input_value("#find") == "?"
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.url.endswith("#c1")


def test_selected_words_become_offsets_in_code_points(page: Any) -> None:
    page.goto(ADDRESS)
    page.evaluate(
        """() => {
        const span = document.createElement("fieldset");
        span.dataset.span = "";
        span.innerHTML = '<input name="cue_start"><input name="cue_end"><output></output>' +
            '<button type="button" data-take>Take</button>';
        document.querySelector("main").append(span);
        const mark = [...document.querySelectorAll("mark")].find((each) => each.textContent === "denied");
        const range = document.createRange();
        range.setStart(mark.previousSibling, mark.previousSibling.length - 1); // with the space before it
        range.setEndAfter(mark);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }"""
    )
    page.click("[data-take]")
    start, end = (int(page.input_value(f"[name=cue_{each}]")) for each in ("start", "end"))
    assert TEXT[start:end] == page.evaluate("document.querySelector('output').value") == "denied"


def test_without_scripts_claims_and_words_link_to_each_other(plain_page: Any) -> None:
    plain_page.goto(ADDRESS)
    plain_page.click('[data-claim="c2"] .number')
    assert plain_page.url.endswith("#at-c2")
    ground = "each => getComputedStyle(each).backgroundColor"
    before = plain_page.locator("#c1").evaluate(ground)
    plain_page.click(".words mark.trigger a")
    assert plain_page.url.endswith("#c1")
    assert plain_page.locator("#c1").evaluate(ground) != before


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_assistive_technology(
    page: Any, axe: Callable[..., list[str]], colours: str
) -> None:
    page.emulate_media(color_scheme=colours)
    for address in (f"{ADDRESS}#c1", "/reports", "/read"):
        page.goto(address)
        page.wait_for_load_state()
        assert axe(page) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in (ADDRESS, "/reports", "/read"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_pasted_text_can_be_sent(page: Any) -> None:
    page.goto("/read")
    page.route(
        "**/read",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<title>read</title>"),
    )
    page.fill("main textarea", "Nothing happened.")
    with page.expect_request(re.compile(r"/read$")) as sent:
        page.click("main button")
    assert sent.value.method == "POST"
    page.wait_for_load_state()
    assert page.title() == "read"


def test_charts_and_networks_are_drawn_without_eval_and_in_both_colours(
    page: Any, axe: Callable[..., list[str]]
) -> None:
    chart = {
        "width": "container",
        "data": {"values": [{"day": "2025-03-04", "n": 2, "stance": "denies"}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "day", "type": "temporal", "timeUnit": "yearmonthdate"},
            "y": {"field": "n", "type": "quantitative"},
            "href": {"value": "/reports"},
            "color": {"field": "stance", "scale": {"domain": ["denies"], "range": ["var(--denies)"]}},
        },
    }
    network = {
        "nodes": [{"id": "a", "label": "One", "href": "/reports"}, {"id": "b", "label": "Other"}],
        "edges": [{"id": "e", "source": "a", "target": "b", "directed": True, "about": "One strikes Other"}],
    }
    page.goto(ADDRESS)
    page.evaluate(
        """([chart, network]) => {
        for (const [kind, data] of [["chart", chart], ["network", network]]) {
            const figure = document.createElement("figure");
            figure.dataset[kind] = `the-${kind}`;
            figure.innerHTML = '<div class="drawing"></div><figcaption>What it shows</figcaption>';
            const block = document.createElement("script");
            block.type = "application/json";
            block.id = `the-${kind}`;
            block.textContent = JSON.stringify(data);
            figure.append(block);
            document.querySelector("main").prepend(figure);
        }
        document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { elt: document.body } }));
    }""",
        [chart, network],
    )
    page.wait_for_selector("figure[data-chart] svg path[fill]")
    page.wait_for_selector("figure[data-network] canvas")
    bar = "figure[data-chart] .mark-rect path"
    light = page.get_attribute(bar, "fill")
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(f"{bar}:not([fill='{light}'])")
    assert page.get_attribute("figure[data-chart] .drawing", "aria-label").startswith("What it shows")
    assert axe(page) == []
    page.focus("figure[data-network] .drawing")
    page.keyboard.press("ArrowRight")
    assert page.locator("figure[data-network] output").evaluate("each => each.value") == "One strikes Other"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports")
