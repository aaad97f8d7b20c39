"""Names looked up in sanctions lists, and what follows for a party: exposure, and what relief would change.

Lists are compared at the bench (`sayso.web.bench`), so that these answers may say 503 (busy) and 504.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from sayso.errors import UsageError
from sayso.lists.screening import LIMIT, THRESHOLD
from sayso.web import bench_jobs as jobs
from sayso.web import listed, problems
from sayso.web.api.exposure_models import ExposureAnswer, ExposureOfQuery, ReliefAnswer, ReliefOfQuery
from sayso.web.api.list_models import (
    MOST_HITS,
    MatchAnswer,
    MatchRequest,
    ScreenHit,
    ScreenQuery,
    ScreenRequest,
)
from sayso.web.desk import DeskDep
from sayso.web.formats import Listing, answer, listing, record
from sayso.web.problems import Problem

router = APIRouter(tags=["lists and screening"])

AT_BENCH = problems.responses(404, 409, 503, 504)
DEFAULT = "default"
"""By this name all lists in use are meant, as yente's default dataset."""


@router.get(
    "/screen",
    summary="Look up one name",
    response_model=Listing[ScreenHit],
    operation_id="screen",
    tags=["screening"],
    responses=AT_BENCH,
)
def screen(request: Request, desk: DeskDep, query: ScreenQuery) -> Response:
    """Find the listed parties that could be meant by a name or a number, with what speaks for and against
    each. Several names are spellings of one party. A hit is a question to look into, not an answer.
    """

    def found() -> Response:
        if not query.name and not query.number:
            raise UsageError("Give a name or a number: ?name=Mirko+Talas")
        hits = listed.screened(desk, query)
        return listing(request, hits, total=len(hits))

    return answer(request, desk.answers, listed.stamp(desk), found, waits=True)


@router.post(
    "/screen",
    summary="Look up several",
    response_model=Listing[ScreenHit],
    operation_id="screen_many",
    tags=["screening"],
    responses=AT_BENCH | problems.responses(403),
)
def screen_many(request: Request, desk: DeskDep, body: ScreenRequest) -> Response:
    """Look up several at once; `subject` of a hit says whose it is."""
    subjects = [each.asked() for each in body.subjects]
    for place, each in enumerate(subjects):
        if not each["names"] and not each["identifiers"]:
            raise UsageError(f"Subject {place} has neither a name nor a number; give it one")
    hits = listed.subjects_screened(desk, list(subjects), body.lists, body.threshold, body.limit)
    return listing(request, hits, total=len(hits))


@router.post(
    "/match/{list}",
    summary="Match as yente does",
    response_model=MatchAnswer,
    operation_id="match",
    tags=["screening"],
    responses=AT_BENCH | problems.responses(403),
)
def match(
    list: Annotated[str, Path(description="`default` for all lists in use, or a list's id or label.")],
    request: Request,
    desk: DeskDep,
    body: MatchRequest,
    threshold: Annotated[
        float, Query(ge=0, le=1, description="The score from which on a hit matches.")
    ] = THRESHOLD,
    limit: Annotated[int, Query(ge=1, le=MOST_HITS, description="Results for each query at most.")] = LIMIT,
) -> Response:
    """Answer a request as yente's `/match/{dataset}` takes it, in its shape: queries in the words of
    FollowTheMoney, each with its results or with status 400 and what is wrong with it.
    """
    current = [version.list for version in desk.ledger.lists.current()]
    if list != DEFAULT and list not in current and "@" not in list:
        raise Problem(
            404, f"There is no list {list[:100]!r} in use; there are {', '.join([DEFAULT, *current])}"
        )
    found = desk.bench.within(
        listed.SECONDS,
        jobs.match,
        body.model_dump(by_alias=True, exclude_unset=True),
        lists=() if list == DEFAULT else listed.checked(desk.ledger, [list]),
        threshold=threshold,
        limit=limit,
    )
    return record(request, found)


@router.get(
    "/exposure",
    summary="How a party is tied to sanctions",
    response_model=ExposureAnswer,
    operation_id="exposure",
    tags=["screening"],
    responses=AT_BENCH,
)
def exposure(request: Request, desk: DeskDep, query: ExposureOfQuery) -> Response:
    """Say how a party is tied to sanctions on a day: listed itself, blocked through who owns it under each
    rule in force, near to who is listed, and by the claims of the ledger. An aid, and no legal advice.
    """
    return answer(
        request,
        desk.answers,
        listed.stamp(desk),
        lambda: record(request, listed.exposed(desk, query)),
        waits=True,
    )


@router.get(
    "/relief",
    summary="What a lifted listing would change",
    response_model=ReliefAnswer,
    operation_id="relief",
    tags=["screening"],
    responses=AT_BENCH,
)
def relief(request: Request, desk: DeskDep, query: ReliefOfQuery) -> Response:
    """Say what would change if a party were no longer listed, or not on some lists or by some regimes: who
    would be free under each rule of ownership, who stays blocked and through whom. It is about legal reach,
    says nothing of economic effects, and is no legal advice.
    """
    return answer(
        request,
        desk.answers,
        listed.stamp(desk),
        lambda: record(request, listed.relieved(desk, query)),
        waits=True,
    )
