"""What the ledger holds, and who is asking: the twin of the home page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso import __version__
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import answer, record

router = APIRouter(tags=["ledger"])


@router.get("/", summary="What the ledger holds", operation_id="home")
def home(request: Request, desk: DeskDep) -> Response:
    """Give the counts of the ledger, up to when they are, and what is being read right now."""
    return answer(request, desk.answers, desk.stamp(), lambda: record(request, held(desk)))


def held(desk: Desk) -> dict[str, Any]:
    """Give what the ledger holds as a JSON object."""
    catalogue = desk.ledger.catalogue
    return {
        "version": __version__,
        "read_only": desk.options.read_only,
        "counts": catalogue.counts().to_dict(),
        "state": catalogue.state().to_dict(),
        "running": [each.to_dict() for each in catalogue.running()],
    }
