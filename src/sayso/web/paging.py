"""Pages of long lists: how many rows, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request
from starlette.types import Scope

__all__ = ["Paging", "PagingDep", "path_of", "query_of", "with_query"]

MOST = 1000
"""Rows that one answer has at most; the next ones are at its ``next``."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list begins (`cursor`, None at its beginning), and how many rows it has."""

    cursor: str | None
    limit: int


async def _paging(
    cursor: Annotated[
        str | None, Query(max_length=2000, description="Where to go on: `next` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows in the answer.")] = 50,
) -> Paging:
    return Paging(cursor or None, limit)


PagingDep = Annotated[Paging, Depends(_paging)]


def with_query(request: Request, **changed: str | int | None) -> str:
    """Give the present address with some parameters changed; None or '' takes one out. It is relative to the
    host: whatever the ``Host`` header says, links lead to where the page came from.
    """
    kept = [
        (name, value) for name, value in request.query_params.multi_items() if name not in changed and value
    ]
    added = [(name, str(value)) for name, value in changed.items() if value not in (None, "")]
    query = urlencode([*kept, *added], errors="replace")
    path = path_of(request.scope)
    return f"{path}?{query}" if query else path


def path_of(scope: Scope) -> str:
    """Give the path that was asked for (as ``request.scope`` has it), percent-encoded: what stands in an id
    becomes no query, no fragment and no other host. (``request.url`` is no help: it is put together from the
    decoded path, and taken apart at the first question mark.)
    """
    asked: str = scope.get("asked_path", scope["path"])
    return "/" + quote(asked.lstrip("/"), safe="/:@!$&'()*+,;=~", errors="replace")


def query_of(scope: Scope) -> str:
    """Give the query that was asked, as it was sent, without the question mark."""
    query: bytes = scope["query_string"]
    return query.decode("ascii", "replace")
