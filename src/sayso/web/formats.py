"""Answers in the format that was asked for, and only where the asker has not got them yet.

JSON is usual; ``.csv`` or ``.jsonl`` after a path, or an ``Accept`` header, ask for lists in these. Every
answer has an ETag that is made from the state of the ledger and the question, so that a question which was
answered before costs nothing as long as nothing was added and the desk runs.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from secrets import token_hex
from threading import BoundedSemaphore, Lock
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.web.options import is_loopback
from sayso.web.paging import path_of, query_of, with_query
from sayso.web.problems import Problem

__all__ = ["Answers", "Listing", "Packing", "Suffixes", "answer", "flat", "listing", "record", "wanted"]

T = TypeVar("T")

FORMATS = {"json": "application/json", "csv": "text/csv", "jsonl": "application/x-ndjson"}
_LISTS_WITHIN = ("claims", "decisions", "entries", "partners")  # of one matter, party, report or list
_KEPT_ANSWERS, _KEPT_BYTES = 256, 32 * 2**20  # what is kept of answers, and the size of all of them together
# A spreadsheet would take it for one (OWASP, CSV injection), also where it is set in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Listing(BaseModel, Generic[T]):
    """A page of a list. `next` is the address of the next page, null at the end; `total` how many there are
    in all, null where nobody counted.
    """

    items: list[T]
    next: str | None = Field(default=None, description="The address of the next page.")
    total: int | None = Field(default=None, description="How many there are in all, where that was counted.")


class Suffixes:
    """ASGI middleware: takes ``.json``, ``.csv`` and ``.jsonl`` off paths of the API and remembers them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            path: str = scope["path"]
            stem, dot, suffix = path.rpartition(".")
            if dot and suffix in FORMATS and _is_list(stem):
                told = {"path": stem, "raw_path": quote(stem).encode(), "format": suffix, "asked_path": path}
                scope = {**scope, **told}
        await self._app(scope, receive, send)


class Packing:
    """ASGI middleware: packs answers that go through a network. On this machine that would only take time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed = GZipMiddleware(app, minimum_size=1400, compresslevel=1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        client = (scope.get("client") or ("", 0))[0] if scope["type"] == "http" else ""
        await (self._app if is_loopback(client) else self._packed)(scope, receive, send)


def _is_list(path: str) -> bool:
    """Tell whether a path is that of a list: ids in other paths may end in ``.csv`` themselves."""
    parts = path.split("/")
    return (
        parts[:2] == ["", "api"]
        and (len(parts) == 3 or parts[-1] in _LISTS_WITHIN)
        and path != "/api/openapi"
    )


def wanted(request: Request) -> str:
    """Tell which format was asked for."""
    asked: str | None = request.scope.get("format")
    if asked is not None:
        return asked
    accept = request.headers.get("accept", "")
    for name in ("csv", "jsonl"):
        if FORMATS[name] in accept:
            return name
    return "json"


def listing(
    request: Request,
    rows: Iterable[Mapping[str, Any]],
    *,
    next: str | None = None,
    total: int | None = None,
    in_a_row: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> Response:
    """Answer with a page of a list. `rows` are JSON objects, `next` the cursor of the next page; `in_a_row`
    makes of an object the row of a table, where its fields one beside the other are no good one.
    """
    further = with_query(request, cursor=next) if next else None
    kind = wanted(request)
    if kind == "json":
        response = _json({"items": list(rows), "next": further, "total": total})
    else:
        text = (
            _csv(map(in_a_row, rows) if in_a_row else rows)
            if kind == "csv"
            else "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
        )
        response = Response(text.encode("utf-8", "backslashreplace"), media_type=FORMATS[kind])
        name = path_of(request.scope).rpartition("/")[2].removesuffix(f".{kind}")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    if further:
        response.headers["Link"] = f'<{further}>; rel="next"'
    return response


def record(request: Request, body: Mapping[str, Any]) -> Response:
    """Answer with one JSON object."""
    if wanted(request) != "json" and request.method == "GET":
        raise Problem(406, "This is one object and comes as JSON only; lists come as CSV and JSON lines, too")
    return _json(body)


def _json(body: Any) -> Response:
    # ASCII: a lone surrogate in a report's path must not stop an answer, and JSON can say it.
    return Response(json.dumps(body, separators=(",", ":")), media_type=FORMATS["json"])


def flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give a JSON object one level deep: ``claim.event.type``; lists of plain values as "a; b", others as
    JSON.

    >>> flat({"claim": {"type": "AID", "spans": [[0, 4]]}, "outlets": ["Aba", "Beb"]})
    {'claim.type': 'AID', 'claim.spans': '[[0, 4]]', 'outlets': 'Aba; Beb'}
    """
    found: dict[str, Any] = {}
    for name, value in row.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            found.update(flat(value, f"{key}."))
        elif isinstance(value, list | tuple):
            plain = all(isinstance(each, str | int | float) for each in value)
            found[key] = "; ".join(map(str, value)) if plain else json.dumps(value)
        else:
            found[key] = value
    return found


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV; what a spreadsheet would take for a formula is put behind an apostrophe."""
    table = [flat(row) for row in rows]
    columns: Sequence[str] = list(dict.fromkeys(name for row in table for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_cell, columns))
    for row in table:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


class Answers:
    """Answers that were given, kept as long as the ledger stays as it is; the least lately asked for goes
    first. `making` is held while one is made: of two threads each waits for the other at every row that
    SQLite gives, and both take longer than one after the other. So is `together`, by which all of an answer
    is of the same state of the ledger. `desk` is a word for this desk while it runs: the next one at the same
    address may be read-only, or show another ledger.
    """

    def __init__(self, together: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self.desk = token_hex(8)
        self.together = together
        self._kept: OrderedDict[str, Response] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self.making = BoundedSemaphore(1)

    def get(self, tag: str) -> Response | None:
        """Give the answer with a tag, if it is kept."""
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def keep(self, tag: str, response: Response) -> None:
        """Keep an answer, unless it is large."""
        size = len(response.body)
        if size > _KEPT_BYTES // 16:
            return
        with self._lock:
            if tag in self._kept:
                return
            self._kept[tag] = response
            self._bytes += size
            while len(self._kept) > _KEPT_ANSWERS or self._bytes > _KEPT_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1].body)


def answer(
    request: Request,
    answers: Answers,
    stamp: str,
    make: Callable[[], Response],
    *,
    waits: bool = False,
) -> Response:
    """Answer a question to which the ledger as it stands (`stamp`) has one answer: with 304 where the asker
    has it, with a kept one, or by making it. `waits` tells that making it is mostly waiting for another
    process.
    """
    asked = (
        answers.desk,
        stamp,
        path_of(request.scope),
        query_of(request.scope),
        wanted(request),
        _as_page(request),
    )
    tag = f'W/"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Cookie"}
    known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers=headers)
    if (kept := answers.get(tag)) is not None:
        return _again(kept)
    with nullcontext() if waits else answers.making, nullcontext() if waits else answers.together():
        made = make()
    made.headers.update(headers)
    if made.status_code == 200:
        answers.keep(tag, _again(made))
    return made


def _again(response: Response) -> Response:
    """Give an answer as a new one: what it passes on its way out changes its headers."""
    again = Response(response.body, response.status_code)
    again.raw_headers = list(response.raw_headers)
    return again


def _as_page(request: Request) -> str:
    """What else a page depends on: whether htmx asks for a part of it."""
    return request.headers.get("hx-request", "")
