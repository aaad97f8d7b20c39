"""Claims: who did what to whom, on whose say-so."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.ledger.catalogue.records import Facets
from sayso.web.api.claim_models import ClaimAnswer, claims_listing
from sayso.web.asked import ClaimsQuery
from sayso.web.desk import DeskDep
from sayso.web.formats import Listing, answer, record
from sayso.web.paging import PagingDep

router = APIRouter(tags=["claims"])


@router.get("/claims", summary="Find claims", response_model=Listing[ClaimAnswer], operation_id="claims")
def claims(request: Request, desk: DeskDep, query: ClaimsQuery, paging: PagingDep) -> Response:
    """Find claims by who does what to whom, who says so and how, and when; newest publication first."""

    def found() -> Response:
        page = desk.ledger.catalogue.claims(query.asked(), paging.cursor, paging.limit)
        return claims_listing(request, page)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/facets",
    summary="Count claims by type, stance, outlet, party, month",
    response_model=Facets,
    operation_id="facets",
)
def facets(request: Request, desk: DeskDep, query: ClaimsQuery) -> Response:
    """Count the claims that a question finds. `counted` says over how many of them, newest first, `complete`
    whether these are all.
    """
    return answer(
        request,
        desk.answers,
        desk.stamp(),
        lambda: record(request, desk.ledger.catalogue.facets(query.asked()).to_dict()),
    )
