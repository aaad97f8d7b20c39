"""Sources: who is the origin of claims, by how much stands on their word alone."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.web.api.sources import Order
from sayso.web.desk import DeskDep
from sayso.web.paging import PagingDep
from sayso.web.views import page

router = APIRouter()


@router.get("/sources")
def sources(request: Request, desk: DeskDep, paging: PagingDep, order: Order = "origins") -> Response:
    """Show who speaks, most first."""

    def told() -> dict[str, Any]:
        found = desk.ledger.catalogue.sources(order, paging.cursor, paging.limit)
        return {"sources": found.rows, "next": found.next, "total": found.total, "order": order}

    return page(request, desk, "sources.html", told)
