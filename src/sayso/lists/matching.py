"""Requests in the shape of yente's ``/match``, answered in its shape.

    {"queries": {"q1": {"schema": "Person", "properties": {"name": ["…"], "birthDate": ["1962"]}}}}

Each query gets ``status``, ``results``, ``total`` and itself back, as https://www.opensanctions.org/docs/api/
describes. A query that names nobody gets status 400 and what to do; the others are answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.errors import UsageError
from sayso.lists.listing import RowReject
from sayso.lists.screening import ALGORITHM, LIMIT, THRESHOLD, Screener
from sayso.lists.subjects import query_of

__all__ = ["match"]

MOST_QUERIES = 1000


def match(
    request: object, screener: Screener, *, threshold: float = THRESHOLD, limit: int = LIMIT
) -> dict[str, Any]:
    """Answer a request. Raises UsageError where it is not one."""
    queries = request.get("queries") if isinstance(request, Mapping) else None
    if not isinstance(queries, Mapping):
        raise UsageError('A request is an object with "queries": an object of queries by their ids')
    if len(queries) > MOST_QUERIES:
        raise UsageError(f"{len(queries):,} queries at once; send at most {MOST_QUERIES:,}")
    return {
        "responses": {
            str(key): _answer(str(key), query, screener, threshold, limit) for key, query in queries.items()
        },
        "matcher": {"name": ALGORITHM, "threshold": threshold, "lists": list(screener.labels)},
        "limit": limit,
    }


def _answer(key: str, query: object, screener: Screener, threshold: float, limit: int) -> dict[str, Any]:
    asked = query_of(key, query)
    if isinstance(asked, RowReject):
        return {
            "status": 400,
            "results": [],
            "total": {"value": 0, "relation": "eq"},
            "detail": asked.message,
        }
    hits = screener.screen(asked.subject, threshold=threshold, limit=limit)
    return {
        "status": 200,
        "results": [hit.to_dict() for hit in hits],
        "total": {"value": len(hits), "relation": "eq"},
        "query": query,
    }
