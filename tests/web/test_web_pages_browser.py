"""Every page in a real browser: nothing goes wrong in it, nobody is shut out of it, and it fits."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "/",
    "/search?words=port",
    "/search?stance=denies&type=ASSAULT",
    "/search?words=nothing-of-the-kind",
    "/matters",
    "/matters?contested=true&order=origins",
    "/matters/{matter}",
    "/stories",
    "/parties",
    "/parties/{party}",
    "/pairs?one={party}&other={other}",
    "/network",
    "/sources",
    "/reports",
    "/reports/{report}",
    "/lists",
    "/screen?name=Bohdan+Warzik",
    "/review",
    "/review/decisions",
    "/api/docs",
)


def asked(desk: str, path: str) -> Any:
    with urllib.request.urlopen(f"{desk}{path}") as answer:  # this machine's own address
        return json.load(answer)


@pytest.fixture(scope="module")
def names(desk: str) -> dict[str, str]:
    """Names of what is in the ledger, to fill into the pages' addresses."""
    matter = asked(desk, "/api/matters?contested=true&order=reports")["items"][0]["matter"]
    edge = asked(desk, "/api/network")["edges"][0]
    report = asked(desk, "/api/search?words=port")["claims"][0]["report_id"]
    quoted = {
        name: urllib.request.quote(edge[key], safe="") for name, key in (("party", "one"), ("other", "other"))
    }
    return {"matter": matter, "report": report, **quoted}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_loads_without_a_word_on_the_console_and_shuts_nobody_out(
    page: Page, desk: str, names: dict[str, str], axe: Callable[..., list[str]], address: str
) -> None:
    page.goto(desk + address.format(**names), wait_until="networkidle")
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" · sayso")
    assert axe(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_readable_in_the_dark_and_fits_a_phone(
    watched_of: Callable[..., Any],
    desk: str,
    names: dict[str, str],
    axe: Callable[..., list[str]],
    address: str,
) -> None:
    page = watched_of(viewport={"width": 320, "height": 640}, color_scheme="dark").page()
    page.goto(desk + address.format(**names), wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page, runOnly=["color-contrast", "target-size"]) == []


def test_who_denies_a_claim_is_found_by_keyboard_alone(page: Page, desk: str) -> None:
    """The main path: a word, the matter, the denial, its exact words in the report."""
    page.goto(f"{desk}/")
    page.keyboard.press("/")
    page.keyboard.type("airfield")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=airfield")
    _tab_to(page, "a[href^='/matters/m']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matters/m*")
    _tab_to(page, "blockquote a[href*='#c']", within=page.locator(".stance.denies, .denied").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*#c*")
    lit = page.locator("mark.lit, [data-claim].lit, [data-claim][aria-current], .pinned")
    assert lit.count() >= 1


def _tab_to(page: Page, selector: str, within: Any = None) -> None:
    """Press Tab until something that fits has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_the_first_thing_that_tab_reaches_leads_past_the_menu(page: Page, desk: str) -> None:
    page.goto(f"{desk}/matters")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_work_without_scripts(watched_of: Callable[..., Any], desk: str, names: dict[str, str]) -> None:
    page = watched_of(java_script_enabled=False).page()
    for address in PAGES:
        page.goto(desk + address.format(**names))
        assert page.locator("main").inner_text().strip()
    page.goto(f"{desk}/search")
    page.locator("main input[name=words]").fill("airfield")
    page.locator("main form button").first.click()
    assert "words=airfield" in page.url


def test_a_page_weighs_little(page: Page, desk: str, names: dict[str, str]) -> None:
    """At most 600 KB over the wire, the libraries that draw included."""
    for address in ("/matters/{matter}", "/network", "/reports/{report}", "/pairs?one={party}&other={other}"):
        sizes: list[int] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on(
            "Network.loadingFinished", lambda told, sizes=sizes: sizes.append(int(told["encodedDataLength"]))
        )
        page.goto(desk + address.format(**names), wait_until="networkidle")
        assert 5_000 < sum(sizes) <= 600_000, address
        session.detach()
