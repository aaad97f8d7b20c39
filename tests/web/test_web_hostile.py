"""No report, list, name or address that the desk shows can run, break out, or put anything on a page.

Every page and every answer of the API that needs nothing but ids of the ledger is asked for, over a ledger in
which every word is hostile: all of them are parsed, and the pages are opened in a real browser, too.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from importlib import import_module, util
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from desk_serving import once_a_run, serving
from desk_watching import Watched
from fastapi.routing import APIRoute, APIRouter
from hostile_samples import HOSTILE, fill
from lxml import html
from starlette.testclient import TestClient

from sayso.export import FORMATS
from sayso.ledger import Ledger
from sayso.visible import INVISIBLE, JOINERS
from sayso.web import app
from sayso.web.views import segment

FEW = 9  # ids of each kind that are asked for, evenly over all of them
IN_THE_BROWSER = 3  # of these
ALL = ("ref", "form")  # what is asked for with every id
NONE = [HOSTILE[name] for name in ("script", "attribute", "path", "template", "bidi")]  # what no id is
MIXED = "".join(HOSTILE[name] for name in ("script", "attribute", "ends", "bidi", "template"))
ELEMENTS = {
    "html", "head", "meta", "title", "link", "script", "body", "header", "nav", "main", "footer", "section",
    "article", "aside", "div", "p", "span", "a", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4",
    "h5", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "form", "label", "input",
    "select", "option", "optgroup", "button", "textarea", "fieldset", "legend", "details", "summary",
    "mark", "strong", "em", "b", "i", "small", "abbr", "code", "pre", "kbd", "time", "figure", "figcaption",
    "blockquote", "q", "cite", "search", "output", "progress", "meter", "noscript", "dialog", "template",
    "hr", "br", "datalist", "data", "sub", "sup", "var", "svg", "path", "circle", "rect", "line", "g",
    "text", "del", "ins"
}  # fmt: skip
OURS = re.compile(r"/static/[\w./-]+\?\w+")
STARTS = re.compile(r"#|\?|/(?!/)|https?://|data:image/svg|$")
QUERIES = {  # of routes that need one
    "/pairs": "one={actor}&other={other}",
    "/review/claims": "report={ref}&claim=1",
    "/review/parties": "report={ref}&party={words}",
    "/new": "since=2025-01-01",
    "/exposure": "party={party}",
    "/relief": "party={party}",
    "/screen": "name={words}",
}
NOT_ALWAYS_THERE = ("/review/claims", "/review/{claim}")  # a report without claims; a claim of no report
ANSWERS = (200, 303, 400, 404, 409, 422)


def routes() -> list[tuple[str, APIRoute]]:
    """Give all that can be asked for without changing anything, with the whole path."""
    found = []
    for room, modules, prefix in (("api", app.API, "/api"), ("pages", app.PAGES, "")):
        for name in modules:
            if util.find_spec(f"sayso.web.{room}.{name}"):
                router = import_module(f"sayso.web.{room}.{name}").router
                found += [(prefix + route.path, route) for route in flat(router) if "GET" in route.methods]
    return found


def flat(router: APIRouter) -> Iterator[APIRoute]:
    """Give the routes of a router and of those that are part of it."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from flat(route.original_router)


ROUTES = [path for path, _ in routes() if path != "/logout"]
PAGES = [path for path in ROUTES if not path.startswith("/api/") or path == "/api/docs"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a ledger lies that is hostile throughout."""
    with once_a_run(tmp_path_factory, "hostile.db") as path:
        if not path.exists():
            making = path.with_suffix(".making")
            fill(making)
            making.rename(path)
    return Path(shutil.copy(path, tmp_path_factory.mktemp("hostile") / "hostile.db"))


@pytest.fixture(scope="module")
def ids(place: Path) -> dict[str, list[str]]:
    """Ids of the ledger, by the names that parameters of paths have; those that are hostile themselves
    among them, and some that are none.
    """
    with Ledger(place, read_only=True) as ledger:
        reports = [reading.report.id for reading in ledger.readings()]
        parties = [row.actor for row in ledger.catalogue.parties(limit=100).rows]
        matters = [matter.matter for matter in ledger.weighings.matters()]
        entries = [json.loads(data)["number"] for *_, data in ledger.lists.raw(["evil"])]
        claims = [claim.claim.id for claim in ledger.claims()]
        decisions = [str(each.id) for each in ledger.reviews.decisions().reviews]
    assert len(parties) > len(HOSTILE)
    return {
        "ref": [*reports, *NONE],
        "report": [*reports, *NONE],
        "matter": [*matters, *NONE],
        "actor": [*parties, *NONE],
        "party": [*parties, *NONE],
        "other": [*parties[1:], *NONE],
        "list": ["evil", *NONE],
        "entry": [*entries, *NONE],
        "claim": [*claims, *NONE],
        "review": [*decisions, *NONE],
        "decision": [*decisions, *NONE],
        "number": [*decisions, *NONE],
        "words": list(HOSTILE.values()),
        "form": [*FORMATS, *NONE],
    }


def addresses(path: str, ids: dict[str, list[str]]) -> list[str]:
    """Give the addresses of a route, one for each id that can stand in it: of some kinds all, else a few."""
    query = QUERIES.get(path.removeprefix("/api"), "")
    whole = f"{path}?{query}" if query else path
    names = re.findall(r"{(\w+)(?::path)?}", whole)
    assert set(names) <= set(ids), f"say in `ids` what {set(names) - set(ids)} of {path} can be"
    if not names:
        return [whole]
    *_, last = names
    found = []
    for value in ids[last] if last in ALL else spread(ids[last], FEW):
        given = {name: segment(ids[name][0]) for name in names} | {last: segment(value)}
        found.append(re.sub(r"{(\w+)(?::path)?}", lambda match, given=given: given[match[1]], whole))
    return found


def spread(values: list[str], most: int) -> list[str]:
    """Give so many of them, the first and the last among them."""
    if len(values) <= most:
        return values
    return [values[number * (len(values) - 1) // (most - 1)] for number in range(most)]


def asked_by_words(path: str) -> list[str]:
    """Give the names of what can be asked of a route in free words."""
    (its,) = {route.path: route for at, route in routes() if at == path}.values()
    schemas = its.dependant.query_params
    names = set()
    for param in schemas:
        model = getattr(param.field_info.annotation, "model_fields", None)
        names |= set(model) if model else {param.alias}
    return sorted(
        names - {"limit", "cursor", "threshold", "nodes", "ties", "hops", "contested", "apart", "all"}
    )


# ---- what a page may hold ----------------------------------------------------------------------------------


def wrong_with(page: str) -> list[str]:
    """Give what a page holds that only a report can have put there."""
    if not page.strip():  # a part of a page in which nothing is
        return []
    wrong = [
        f"U+{ord(char):04X} as it is"
        for char in sorted(set(page))
        if char not in "\n\t" + JOINERS and unicodedata.category(char) in INVISIBLE
    ]
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            if "injected" in (element.text or ""):
                wrong.append(f"comment: {element.text}")
            continue
        told = html.tostring(element, encoding="unicode", with_tail=False)[:150]
        if element.tag not in ELEMENTS or "injected" in element.get("class", ""):
            wrong.append(f"an element: {told}")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "autofocus-x", "hx-on"):
                wrong.append(f"{name}: {told}")
            if name in ("href", "src", "action", "hx-get", "hx-post", "cite", "poster") and not STARTS.match(
                value
            ):
                wrong.append(f"an address: {told}")
            if (
                name in ("src", "action", "hx-get", "hx-post")
                and "evil" in value.partition("?")[0].partition("/")[0]
            ):
                wrong.append(f"elsewhere: {told}")
        if element.tag in ("script", "link", "img") and element.get("type") != "application/json":
            address = element.get("src") or element.get("href") or ""
            if not OURS.fullmatch(address) and element.get("rel") not in ("alternate", "canonical"):
                wrong.append(f"not ours: {told}")
        if element.tag == "meta" and element.get("http-equiv"):
            wrong.append(f"meta: {told}")
    return wrong


def check(answer: Any, address: str) -> None:
    """Look an answer over, whatever it is."""
    assert answer.status_code in ANSWERS, f"{answer.status_code} {address}: {answer.text[:300]}"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "text/html":
        assert wrong_with(answer.text) == [], address
        assert "49" not in re.findall(r"(?<![\w.])49(?![\w.,])", answer.text) or "{{7*7}}" in answer.text, (
            address
        )
    elif kind == "application/json":
        json.loads(answer.content)
    elif kind in ("application/jsonl", "application/x-ndjson"):
        for line in answer.content.decode().split("\n"):
            assert not line or json.loads(line)
    else:
        kept = answer.headers.get("content-disposition", "").startswith("attachment")
        assert kept or kind in ("text/csv", ""), f"{kind} {address}"


@pytest.fixture(scope="module")
def hostile(place: Path) -> Iterator[TestClient]:
    """A client of a desk on the hostile ledger."""
    made = app.create_app(app.Options(ledger=str(place), rate=0, heavy_rate=0))
    with TestClient(
        made, "http://127.0.0.1:8765", raise_server_exceptions=False, follow_redirects=False
    ) as client:
        yield client


@pytest.mark.parametrize("path", ROUTES)
def test_no_answer_holds_what_a_report_put_there(hostile, ids, path):
    for address in addresses(path, ids):
        check(hostile.get(address, headers={"Accept": "*/*"}), address)


@pytest.mark.parametrize("path", ROUTES)
def test_what_is_asked_for_comes_back_harmless(hostile, ids, path):
    address, *_ = addresses(path, ids)
    for name in asked_by_words(path):
        asked = f"{address}{'&' if '?' in address else '?'}{name}={quote(MIXED)}"
        check(hostile.get(asked), asked)


@pytest.mark.parametrize(
    "address",
    [
        "/{}", "/api/{}", "/static/{}", "/reports?cursor={}", "/lists?{}=1", "/api/claims?limit={}",
        "/login?next={}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_is_not_there_is_said_harmlessly(hostile, address, accept):
    for words in [
        *map(quote, HOSTILE.values()),
        "%ED%A0%80",
        "%FF%FE",
        "%00",
        "a%0d%0aSet-Cookie:%20injected=1",
    ]:
        asked = address.format(words)
        check(hostile.get(asked, headers={"Accept": accept}), asked)


def test_the_words_themselves_are_shown(hostile, ids):
    """What is hostile is not thrown away either: a report is shown as it is, letter by letter."""
    shown = {}
    for ref in ids["ref"][: len(HOSTILE)]:
        (article,) = html.document_fromstring(hostile.get(f"/reports/{ref}").text).xpath("//main")
        shown[ref] = article.text_content()
    for name in ("script", "image", "ends", "template", "entities", "json"):
        assert any(HOSTILE[name] in text for text in shown.values()), name


# ---- in a browser ------------------------------------------------------------------------------------------

LOOKED_AT = """() => ({
    ran: window.injected ?? null,
    put: [...document.querySelectorAll(
        '.injected, iframe, object, embed, base, [onerror], [onload], [onfocus], [srcdoc]'
    )].map(each => each.outerHTML.slice(0, 200)),
    away: [...document.querySelectorAll('form')].map(each => each.action).filter(
        each => !each.startsWith(location.origin + '/')),
    at: location.origin,
})"""


@pytest.fixture(scope="module")
def hostile_desk(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    copy = shutil.copy(place, tmp_path_factory.mktemp("browser") / "hostile.db")
    with serving(copy) as address:
        yield address


@pytest.fixture(scope="module")
def watched_once(browser: Any) -> Iterator[Watched]:
    """Pages that keep the scripts of the desk from test to test."""
    watched = Watched.of(browser)
    yield watched
    watched.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_and_nothing_appears_in_a_browser(hostile_desk, watched_once, ids, path):
    page = watched_once.page()
    known = {
        name: values[: -len(NONE)] if values[-len(NONE) :] == NONE else values for name, values in ids.items()
    }
    found = addresses(path, known)
    for address in found if path == "/reports/{ref:path}" else spread(found, IN_THE_BROWSER):
        page.goto(hostile_desk + address, wait_until="load")
        for _ in range(3):  # what waits for the keyboard's focus gets it
            page.keyboard.press("Tab")
        assert page.evaluate(LOOKED_AT) == {"ran": None, "put": [], "away": [], "at": hostile_desk}, address
    page.close()
    wrong, watched_once.wrong = watched_once.wrong, []
    assert [each for each in wrong if not (each.startswith("404 ") and path in NOT_ALWAYS_THERE)] == []
