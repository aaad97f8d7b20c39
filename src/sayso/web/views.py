"""Pages: Jinja templates in which nothing that came from a report can become markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from sayso import __version__
from sayso.visible import safe
from sayso.web.desk import Desk
from sayso.web.formats import answer
from sayso.web.paging import MOST, path_of, query_of, with_query
from sayso.web.problems import Problem
from sayso.web.standings import standing

__all__ = ["page", "problem_page", "refused", "render", "segment"]


def segment(value: str) -> str:
    """Give an id as one segment of a path: ``IRN/irgc`` is ``IRN%2Firgc``."""
    return _segment(value) if len(value) < _SHORT else _segment.__wrapped__(value)


@lru_cache(maxsize=4096)
def _segment(value: str) -> str:
    return quote(value, safe="", errors="backslashreplace")


def who(part: Any) -> Markup:
    """Show a participant or source of a claim: whom its words mean, or the words where nobody is known by
    them.
    """
    told = part.actor, part.name, part.text
    return _who(*told) if sum(len(each or "") for each in told) < _SHORT else _who.__wrapped__(*told)


@lru_cache(maxsize=4096)
def _who(actor: str | None, name: str | None, words: str) -> Markup:
    if not actor:
        unknown = Markup('<span class="party unresolved" title="not known as a party">{}</span>')
        return unknown.format(_shown(words))
    said = Markup(' title="“{}” in the report"').format(_shown(words)) if name and name != words else ""
    link_to = Markup('<a class="party" href="/parties/{}"{}>{}</a>')
    return link_to.format(segment(actor), said, _shown(name or words))


_SHORT = 400  # characters: what is longer is not worth keeping


def _shown(value: Any) -> Any:
    """Make what a template prints visible and harmless; escaping as HTML comes after."""
    if value is None:
        return ""
    return safe(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value


def web_address(value: str | None) -> str | None:
    """Give an address that may become a link: only on the web, never ``javascript:``."""
    if not value or not value.isprintable():
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def percent(value: float | None) -> str:
    """Give a share as "83 %"."""
    return "" if value is None else f"{value * 100:.0f} %"


def number(value: int | float) -> str:
    """Give a number with separators of thousands."""
    return f"{value:,}"


def sureness(value: float | None) -> str:
    """Say in a word how sure a reading is: a number alone looks more exact than it is."""
    if value is None:
        return "not told"
    return (
        "sure"
        if value >= 0.85
        else "fairly sure"
        if value >= 0.65
        else "unsure"
        if value >= 0.4
        else "doubtful"
    )


def embedded(value: Any) -> Markup:
    """Give JSON for a data block (``<script type="application/json">``), in which nothing can end it."""
    text = json.dumps(value, ensure_ascii=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@lru_cache(maxsize=64)
def static(path: str) -> str:
    """Give the address of a file of ours: it names the file's content, so that browsers keep it for good."""
    content = files("sayso.web").joinpath("static", path).read_bytes()
    return f"/static/{path}?{sha256(content).hexdigest()[:12]}"


def without_paging(query: str) -> str:
    """Give a query for all that a list has, as far as one answer goes."""
    kept = [(name, value) for name, value in parse_qsl(query) if name not in ("cursor", "limit")]
    return urlencode([*kept, ("limit", str(MOST))])


def titled(title: str) -> str:
    """Give a matter's title for people: who is not named is somebody."""
    return f"somebody{title[1:]}" if title.startswith("? ") else title


def link(path: str, **query: str | int | None) -> str:
    """Give an address with a query; what is None or '' is left out."""
    kept = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"{path}?{kept}" if kept else path


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Give the templates, with what all of them use."""
    made = Environment(
        loader=PackageLoader("sayso.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "segment": segment,
        "web_address": web_address,
        "percent": percent,
        "number": number,
        "sureness": sureness,
        "embedded": embedded,
        "without_paging": without_paging,
        "standing": standing,
        "titled": titled,
    }
    made.globals |= {
        "static": static,
        "link": link,
        "version": __version__,
        "who": who,
    }
    return made


def render(request: Request, desk: Desk, template: str, /, *, status: int = 200, **told: Any) -> Response:
    """Make a page. `told` is what its template is told; of a twin in JSON it says ``twin`` (its address)."""
    text = (
        templates()
        .get_template(template)
        .render(
            request=request,
            path=path_of(request.scope),
            query=dict(request.query_params),
            here=lambda **changed: with_query(request, **changed),
            read_only=desk.options.read_only,
            with_token=desk.options.token is not None,
            **{"twin": None, **told},
        )
    )
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


def page(request: Request, desk: Desk, template: str, tell: Callable[[], dict[str, Any]]) -> Response:
    """Make a page of what `tell` gives, unless the browser has it already. Its twin in JSON is the same
    address under ``/api``.
    """
    query = query_of(request.scope)
    twin = f"/api{path_of(request.scope)}" + (f"?{query}" if query else "")

    def made() -> Response:
        return render(request, desk, template, **{"twin": twin, **tell()})

    return answer(request, desk.answers, desk.stamp(), made)


def problem_page(request: Request, problem: Problem) -> Response:
    """Say to a person what went wrong."""
    desk: Desk = request.app.state.desk
    unready = problem.status == 503 and not desk.ledger.catalogue.ready
    template = "unready.html" if unready else "problem.html"
    told = {"problem": problem, "where": desk.ledger.where}
    response = render(request, desk, template, status=problem.status, **told)
    response.headers.update({"Cache-Control": "no-store", **(problem.headers or {})})
    return response


def refused(problem: Problem) -> Response:
    """Say to a person that a request was refused before anything looked at it."""
    text = templates().get_template("refused.html").render(problem=problem)
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return Response(text, problem.status, headers, media_type="text/html; charset=utf-8")
