"""Sources: who is the origin of claims."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.ledger.catalogue.records import SourceRow
from sayso.web.desk import DeskDep
from sayso.web.formats import Listing, answer, listing
from sayso.web.paging import PagingDep

__all__ = ["Order", "router"]

router = APIRouter(tags=["sources"])

Order = Annotated[
    Literal["origins", "claims"],
    Query(
        description="By matters of which they are an independent origin, or by claims in which they speak."
    ),
]


@router.get("/sources", summary="Rank sources", response_model=Listing[SourceRow], operation_id="sources")
def sources(request: Request, desk: DeskDep, paging: PagingDep, order: Order = "origins") -> Response:
    """Rank who speaks: by in how many matters they are an independent origin, or by claims."""

    def found() -> Response:
        page = desk.ledger.catalogue.sources(order, paging.cursor, paging.limit)
        return listing(request, [each.to_dict() for each in page.rows], next=page.next, total=page.total)

    return answer(request, desk.answers, desk.stamp(), found)
