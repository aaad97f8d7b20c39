"""The application: routes, what they share, and what stands around them."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from importlib import import_module
from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import Scope

from sayso import __version__
from sayso.web import problems
from sayso.web.desk import Desk
from sayso.web.formats import Packing, Suffixes
from sayso.web.guard import HEADERS, Guard
from sayso.web.options import Options
from sayso.web.problems import Problem, wants_page
from sayso.web.views import problem_page, refused

__all__ = ["create_app"]

API = (
    "status",
    "claims",
    "sources",
    "search",
    "reports",
    "matters",
    "parties",
    "network",
    "lists",
    "screening",
    "review",
    "exports",
)
PAGES = (
    "login",
    "docs",
    "home",
    "search",
    "sources",
    "reports",
    "matters",
    "parties",
    "network",
    "lists",
    "review",
    "review_matters",
)
"""The modules of `sayso.web.api` and `sayso.web.pages`; each has a `router`."""

ABOUT = """
The ledger of claims over HTTP: what reports say happened, on whose say-so, how it stands.

- **Lists** answer `{"items": […], "next": "/api/…", "total": …}`. `next` is the address of the next page;
  `.csv` or `.jsonl` after the path, or `Accept: text/csv`, give the same rows in these formats.
- **Errors** answer `{"error": {"code", "message", "details"}}` on every route.
- **ETags**: send `If-None-Match` and get 304 as long as nothing was added and the desk runs.
- **Offsets** count Unicode code points of the report's text and are half-open, as in the output of
  `sayso read --json`.
- **Ids** in a path are percent-encoded (`IRN%2Firgc`).

An aid, not a verdict: it says who is reported to have claimed something, never whether it is true.
"""


def create_app(options: Options | None = None) -> FastAPI:
    """Make the application. The ledger is opened at once, and closed when the application ends.

    Raises LedgerError where it cannot be opened, UsageError for options that make no sense.
    """
    options = options or Options()
    desk = Desk(options)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        desk.open()
        try:
            yield
        finally:
            desk.close()

    app = FastAPI(
        title="sayso",
        version=__version__,
        description=ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=living,
        responses=problems.responses(404, 503),
        middleware=[
            Middleware(Guard, options=options, refuse=_refuse),
            Middleware(Packing),
            Middleware(Suffixes),
        ],
        redirect_slashes=False,
    )
    app.state.desk = desk
    problems.install(app, problem_page, HEADERS)
    for name in API:
        app.include_router(import_module(f"sayso.web.api.{name}").router, prefix="/api")
    for name in PAGES:
        app.include_router(import_module(f"sayso.web.pages.{name}").router, include_in_schema=False)

    @app.get("/static/{path:path}", include_in_schema=False)
    def static(path: str, request: Request) -> Response:
        return _static(path, "gzip" in request.headers.get("accept-encoding", ""))

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> Response:
        return _static("sayso.svg", False)

    return app


def _refuse(scope: Scope, problem: Problem) -> Response:
    """Answer a request that never reached a route."""
    accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    return refused(problem) if wants_page(scope["path"], accept) else problems.as_json(problem)


def _static(path: str, small: bool) -> Response:
    """Answer with a file of ours; no other path is known."""
    found = _files()
    if path not in found:
        raise Problem(404, f"There is no file {path[:200]!r}")
    plain, packed = found[path]
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if small:
        headers["Content-Encoding"] = "gzip"
    return Response(packed if small else plain, headers=headers, media_type=kind)


@lru_cache(maxsize=1)
def _files() -> dict[str, tuple[bytes, bytes]]:
    """Read the files of ours, once: by path, as they are and packed."""
    root = files("sayso.web").joinpath("static")
    found: dict[str, tuple[bytes, bytes]] = {}
    waiting = [("", root)]
    while waiting:
        prefix, folder = waiting.pop()
        for each in folder.iterdir():
            if each.is_dir():
                waiting.append((f"{prefix}{each.name}/", each))
            else:
                content = each.read_bytes()
                found[f"{prefix}{each.name}"] = (content, gzip.compress(content, 9, mtime=0))
    return found
