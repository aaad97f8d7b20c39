"""Review in a real browser: words selected by mouse and keys become offsets; the queue goes by keys alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from review_samples import ASTRAL, PAINTED, PORT, TEXT, fill_all
from tests.web.conftest import serving

from sayso.ledger import Ledger

REPORT = PORT.report.id
CLAIM = f"/review/claims?report={REPORT}&claim={PAINTED}"

SELECT = """([said, end]) => {
    const all = [...document.querySelectorAll("[data-text] p[data-start]")];
    const walk = (paragraph) => document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const place = (paragraph, at) => {
        const nodes = walk(paragraph);
        for (let node; (node = nodes.nextNode()); at -= node.length) if (at <= node.length) return [node, at];
    };
    const paragraph = all.find((each) => each.textContent.includes(said));
    const start = paragraph.textContent.indexOf(said);
    const range = document.createRange();
    range.setStart(...place(paragraph, start));
    range.setEnd(...place(paragraph, start + said.length + end));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return paragraph.textContent.slice(start, start + said.length);
}"""


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


@pytest.fixture
def address(ledger: Path) -> Iterator[str]:
    with serving(ledger, who="Desk") as at:
        yield at


@pytest.fixture
def page(watched_of: Callable[..., Any], address: str) -> Any:
    return watched_of(base_url=address, reduced_motion="reduce").page()


@pytest.fixture
def plain_page(watched_of: Callable[..., Any], address: str) -> Any:
    """A page without scripts."""
    return watched_of(base_url=address, java_script_enabled=False).page()


def decided(ledger: Path) -> list[Any]:
    with Ledger(ledger, read_only=True) as opened:
        return list(reversed(opened.reviews.decisions().reviews))


def offsets(page: Any, name: str, row: int = -1) -> tuple[int, int]:
    start, end = (page.locator(f"[name={name}_{edge}]").all()[row].input_value() for edge in ("start", "end"))
    return int(start), int(end)


def test_selected_words_become_a_correction(page: Any, ledger: Path) -> None:
    page.goto(CLAIM)
    assert page.evaluate(SELECT, ["a wall", 0]) == "a wall"
    row = page.locator("[data-part]", has=page.locator("[name=places_start]"))
    row.locator("[data-take]").first.click()
    start, end = offsets(page, "places", 0)
    assert start > ASTRAL
    assert TEXT[start:end] == row.locator("output").first.evaluate("each => each.value") == "a wall"
    # there is room for one more now, and the same selection can be taken for another part
    assert page.locator("[name=places_start]").count() == 2
    page.locator("[data-part]", has=page.locator("[name=recipients_start]")).locator("[data-take]").click()
    page.select_option("[name=type]", "THREATEN")
    page.select_option("[name=mode]", "territory")
    page.fill("form.correct [name=why]", "it is a threat")
    page.click("form.correct > button")
    page.wait_for_url("**note=corrected**")
    assert page.locator("[role=status]").inner_text().startswith("Corrected.")
    (made,) = decided(ledger)
    assert (
        made.after["event"]["places"][0]["text"] == made.after["event"]["recipients"][0]["text"] == "a wall"
    )
    assert (made.after["event"]["type"], made.after["event"]["mode"]) == ("THREATEN", "territory")
    assert (made.who, made.note) == ("Desk", "it is a threat")


def test_words_after_a_wide_character_are_selected_with_the_mouse(page: Any) -> None:
    page.goto(f"/review/claims?report={REPORT}&claim={PORT.claims[1].id}")
    marks = page.locator("[data-text] mark.source")
    marks.filter(has_text="Dravia").dblclick()
    page.locator("[data-part]", has=page.locator("[name=actors_start]")).locator("[data-take]").last.click()
    start, end = offsets(page, "actors", 1)
    assert start > ASTRAL
    assert TEXT[start:end] == "Dravia"


def test_words_are_selected_and_taken_with_the_keyboard_alone(page: Any, ledger: Path) -> None:
    """With a caret in the text (as caret browsing has it), Shift and arrows select."""
    page.goto(CLAIM)
    page.evaluate(SELECT, ["painted", -7])  # the caret before it
    page.evaluate("for (let n = 0; n < 7; n++) getSelection().modify('extend', 'forward', 'character')")
    take = page.locator("[data-part]", has=page.locator("[name=cue_start]")).locator("[data-take]")
    take.focus()
    page.keyboard.press("Enter")
    start, end = offsets(page, "cue")
    assert TEXT[start:end] == "painted"
    page.locator("form.correct > button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**note=corrected**")
    assert decided(ledger)[0].after["cue"] == [start, end]


def test_a_part_is_cleared(page: Any, ledger: Path) -> None:
    page.goto(CLAIM)
    page.locator("[data-part]", has=page.locator("[name=objects_start]")).locator(
        "[data-clear]"
    ).first.click()
    page.click("form.correct > button")
    page.wait_for_url("**note=corrected**")
    assert decided(ledger)[0].after["event"]["objects"] == []


def test_only_modes_of_the_type_are_offered(page: Any) -> None:
    page.goto(CLAIM)
    offered = "() => [...document.querySelectorAll('[data-mode] optgroup:not([hidden])')].map((g) => g.label)"
    assert page.evaluate(offered) == ["PROTEST"]
    page.select_option("[name=mode]", "demo")
    page.select_option("[name=type]", "ASSAULT")
    assert page.evaluate(offered) == ["ASSAULT"]
    assert page.input_value("[name=mode]") == ""
    page.select_option("[name=type]", "AID")
    assert page.evaluate(offered) == []


def test_parties_are_offered_while_one_types(page: Any, ledger: Path) -> None:
    page.goto(f"/review/claims?report={REPORT}&claim={PORT.claims[0].id}")
    field = page.locator(".meant [name=party]").nth(1)
    with page.expect_response("**/review/parties?**"):
        field.press_sequentially("iran")
    page.wait_for_selector("#known-parties option[value=IRN]", state="attached")
    field.fill("IRN")
    page.locator(".meant button[value=link]").nth(1).click()
    page.wait_for_url("**note=linked**")
    assert decided(ledger)[0].changes["party"]["id"] == "IRN"


def test_the_queue_goes_by_keys_alone(page: Any, ledger: Path) -> None:
    page.goto("/review")
    at = "() => document.activeElement.id"
    page.keyboard.press("j")
    assert page.evaluate(at) == "card-1"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(at) == "card-1"
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.evaluate(at) == "card-1"  # the next one has moved up
    with page.expect_navigation():
        page.keyboard.press("r")
    assert [(each.kind, each.claim) for each in decided(ledger)] == [
        ("accept", PAINTED), ("reject", PORT.claims[0].id),
    ]  # fmt: skip
    with page.expect_navigation():
        page.keyboard.press("u")
    assert decided(ledger)[-1].undoes == 2
    page.goto("/review")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("c")
    assert page.locator("h1").inner_text() == "Is this right?"
    page.select_option("[name=stance]", "doubts")
    page.click("form.correct > button")
    page.wait_for_url("**/review?**note=corrected**")


def test_keys_are_told_and_do_nothing_where_one_writes(page: Any, ledger: Path) -> None:
    page.goto("/review")
    page.keyboard.press("?")
    told = page.locator("#shortcuts dl").inner_text()
    assert "accept the claim" in told
    assert told.count("next claim") == 1
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.click(".person summary")
    page.locator(".person [name=who]").fill("")
    page.keyboard.type("jar")
    assert page.input_value(".person [name=who]") == "jar"
    page.keyboard.press("Control+a")
    page.locator("h1").click()
    page.keyboard.press("r")  # at no claim: goes to the first one, and decides nothing
    assert decided(ledger) == []


def test_everything_works_without_scripts(plain_page: Any, ledger: Path) -> None:
    plain_page.goto("/review")
    plain_page.locator("[data-card]").first.get_by_role("link", name="Correct").click()
    start = TEXT.index("a wall")
    plain_page.locator("[name=places_start]").fill(str(start))
    plain_page.locator("[name=places_end]").fill(str(start + 6))
    plain_page.locator("form.correct [name=who]").fill("Ann")
    plain_page.locator("form.correct > button").click()
    plain_page.wait_for_url("**note=corrected**")
    plain_page.get_by_role("button", name="Take it back").click()
    plain_page.wait_for_url("**note=undone**")
    assert [(each.kind, each.who) for each in decided(ledger)] == [("correct", "Ann"), ("undo", "Ann")]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_assistive_technology(
    page: Any, axe: Callable[..., list[str]], ledger: Path, matter: str, colours: str
) -> None:
    with Ledger(ledger) as opened:
        opened.reviews.reject(REPORT, PORT.claims[0].id, "Ann", "no event")
        opened.reviews.correct(REPORT, PORT.claims[1].id, {"stance": "doubts"}, "Ann")
    page.emulate_media(color_scheme=colours)
    for at in ("/review?note=accepted&review=1", f"/review?state=all&report={REPORT}", CLAIM,
               f"/review/claims?report={REPORT}&claim={PORT.claims[0].id}",
               "/review/decisions", f"/review/matters/{matter}"):  # fmt: skip
        page.goto(at)
        assert axe(page) == [], at


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(page: Any, matter: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for at in ("/review", CLAIM, "/review/decisions", f"/review/matters/{matter}"):
        page.goto(at)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), at
