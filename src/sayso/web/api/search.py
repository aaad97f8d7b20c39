"""One question over everything: claims, reports, matters and parties."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.ledger.catalogue.records import MattersAsked
from sayso.web.api.claim_models import claims_listing
from sayso.web.asked import AskedClaims, ClaimsQuery
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import answer, record, wanted
from sayso.web.paging import Paging, PagingDep

router = APIRouter(tags=["search"])

BESIDE = 3
"""Reports, matters and parties that are shown beside the claims."""


@router.get("/search", summary="Search everything", operation_id="search")
def search(request: Request, desk: DeskDep, query: ClaimsQuery, paging: PagingDep) -> Response:
    """Find claims with facets, and beside them the reports, matters and parties that the words fit. As CSV or
    JSON lines these are the claims alone.
    """

    def found() -> Response:
        if wanted(request) != "json":
            page = desk.ledger.catalogue.claims(query.asked(), paging.cursor, paging.limit)
            return claims_listing(request, page)
        it = searched(desk, query, paging)
        body = {
            name: [each.to_dict() for each in rows]
            for name, rows in it.items()
            if name in ("claims", "parties", "matters", "reports")
        }
        return record(
            request, body | {"next": it["next"], "total": it["total"], "facets": it["facets"].to_dict()}
        )

    return answer(request, desk.answers, desk.stamp(), found)


def searched(desk: Desk, query: AskedClaims, paging: Paging) -> dict[str, Any]:
    """Find claims, their facets, and on the first page what else the words fit."""
    catalogue = desk.ledger.catalogue
    page, facets = catalogue.found(query.asked(), paging.cursor, paging.limit)
    first = bool(query.words) and paging.cursor is None
    return {
        "claims": page.rows,
        "next": page.next,
        "total": page.total,
        "facets": facets,
        "parties": catalogue.parties(query.words, limit=BESIDE).rows if first else (),
        "matters": catalogue.matters(MattersAsked(words=query.words), limit=BESIDE).rows if first else (),
        "reports": catalogue.reports(query.words, limit=BESIDE).rows if first else (),
    }
