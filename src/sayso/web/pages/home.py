"""Home: what the ledger holds, what is new and what is contested, and a box to read a text at once."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.ledger.catalogue.records import MattersAsked
from sayso.web.api.status import held
from sayso.web.desk import DeskDep
from sayso.web.views import page, render

router = APIRouter()

FEW = 6
"""Matters and sources that home shows of each kind."""


@router.get("/")
def home(request: Request, desk: DeskDep) -> Response:
    """Show the ledger at a glance; how to begin, where it holds nothing."""
    catalogue = desk.ledger.catalogue
    if not catalogue.ready:
        return render(request, desk, "unready.html", where=desk.ledger.where)

    def told() -> dict[str, Any]:
        held_now = held(desk)
        matters = catalogue.matters(MattersAsked(), limit=FEW).rows
        return {
            **{name: held_now[name] for name in ("counts", "state", "running")},
            "twin": "/api/",
            "newest": matters,
            "contested": catalogue.matters(MattersAsked(contested=True), limit=FEW).rows,
            "sources": catalogue.sources("origins", limit=10).rows,
        }

    return page(request, desk, "home.html", told)
