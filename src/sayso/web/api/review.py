"""Review: what the reading is least sure of, what people decided about claims and matters, and deciding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from sayso.errors import UsageError
from sayso.ledger.catalogue.records import CataloguedClaim, ClaimsAsked, Page
from sayso.ledger.matter_records import Decision
from sayso.ledger.review_records import Review, ReviewPage
from sayso.web import problems
from sayso.web.api.claim_models import ClaimAnswer
from sayso.web.api.review_models import (
    Accept,
    AskedDecision,
    AskedMatterDecision,
    Correct,
    DecisionAnswer,
    Join,
    Link,
    Reject,
    Split,
    Undo,
    Unlink,
)
from sayso.web.asked import Asked
from sayso.web.deciding import person_of, plain_name, plain_reason, settle
from sayso.web.desk import Desk, DeskDep, WritableDep
from sayso.web.formats import Listing, answer, listing
from sayso.web.paging import Paging, PagingDep

__all__ = ["DecisionsQuery", "QueueQuery", "decide", "decide_matters", "decisions_found", "queue", "router"]

router = APIRouter(tags=["review"])

_BATCH, _ROUNDS = 500, 8  # claims looked through for such as nobody decided about, and how often
_LARGEST = 2**62


class AskedQueue(Asked):
    """What of the queue is asked for."""

    report: str | None = Field(
        None, max_length=2000, description="Only of this report: its id, the beginning of it, URL or path."
    )
    state: Literal["open", "all"] | None = Field(
        None, description="`open` (which is usual): nobody decided about it yet. `all`: those, too."
    )


class AskedDecisions(Asked):
    """What decisions are asked for."""

    report: str | None = Field(None, max_length=2000, description="Only about claims of this report.")


QueueQuery = Annotated[AskedQueue, Query()]
DecisionsQuery = Annotated[AskedDecisions, Query()]


# ---- asking ------------------------------------------------------------------------------------------------


@router.get(
    "/review",
    summary="What to review",
    response_model=Listing[ClaimAnswer],
    operation_id="review",
    responses=problems.responses(404, 503),
)
def review(request: Request, desk: DeskDep, query: QueueQuery, paging: PagingDep) -> Response:
    """Give claims by how sure the reading is of their least sure part (`claim.confidence`), the least sure
    first, each with what was decided about it (`review`). Claims that were rejected are not there any more:
    they are among the decisions.
    """

    def found() -> Response:
        page = queue(desk, query, paging)
        return listing(request, [each.to_dict() for each in page.rows], next=page.next, total=page.total)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/review/decisions",
    summary="What was decided about claims",
    response_model=Listing[DecisionAnswer],
    operation_id="decisions",
    responses=problems.responses(404),
)
def decisions(request: Request, desk: DeskDep, query: DecisionsQuery, paging: PagingDep) -> Response:
    """Give decisions about claims, newest first, with those taken back and those that did it."""

    def found() -> Response:
        page = decisions_found(desk, query, paging)
        rows = [each.to_dict() for each in page.reviews]
        return listing(request, rows, next=None if page.cursor is None else str(page.cursor))

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/review/matters",
    summary="What was decided about matters",
    response_model=Listing[Decision],
    operation_id="matter_decisions",
)
def matter_decisions(request: Request, desk: DeskDep) -> Response:
    """Give what was joined, split and taken back, the newest first."""

    def found() -> Response:
        its = desk.ledger.weighings.decisions()
        return listing(request, [each.to_dict() for each in reversed(its)], total=len(its))

    return answer(request, desk.answers, desk.stamp(), found)


def decisions_found(desk: Desk, query: AskedDecisions, paging: Paging) -> ReviewPage:
    """Ask for decisions about claims. Raises UsageError for a cursor that is none."""
    cursor = paging.cursor
    if cursor is not None and not (cursor.isascii() and cursor.isdecimal() and int(cursor[:20]) < _LARGEST):
        raise UsageError("This is no cursor of the decisions; leave it out for the newest ones")
    before = None if cursor is None else int(cursor[:20])
    return desk.ledger.reviews.decisions(paging.limit, before, report=query.report)


def queue(desk: Desk, query: AskedQueue, paging: Paging) -> Page[CataloguedClaim]:
    """Give claims, the least sure first; unless all are asked for only those that nobody decided about."""
    every = query.state == "all"
    if query.report is not None:
        return _of_report(desk, query.report, paging, every)
    unsure = desk.ledger.catalogue.unsure
    rows: list[CataloguedClaim] = []
    cursor, batch = paging.cursor, paging.limit
    for _ in range(_ROUNDS):
        page = unsure(cursor, batch)
        kept: list[CataloguedClaim] = []
        for place, each in enumerate(_with_states(desk, page.rows), 1):
            if every or each.review is None:
                kept.append(each)
            if len(rows) + len(kept) == paging.limit:
                if place < len(page.rows):  # the next page begins within this batch
                    page = unsure(cursor, place)
                break
        rows += kept
        cursor, batch = page.next, max(_BATCH, paging.limit)
        if cursor is None or len(rows) == paging.limit:
            break
    return Page(tuple(rows), cursor)


def _of_report(desk: Desk, report: str, paging: Paging, every: bool) -> Page[CataloguedClaim]:
    page = desk.ledger.catalogue.claims(ClaimsAsked(report=report), paging.cursor, paging.limit)
    rows = [each for each in _with_states(desk, page.rows) if every or each.review is None]
    rows.sort(key=lambda each: min(each.claim.claim.confidence.values(), default=1.0))
    return Page(tuple(rows), page.next)


def _with_states(desk: Desk, rows: tuple[CataloguedClaim, ...]) -> list[CataloguedClaim]:
    states = desk.ledger.reviews.state(each.claim.claim.id for each in rows)
    found = ((each, states.get(each.claim.claim.id)) for each in rows)
    return [replace(each, review=state.state if state else None) for each, state in found]


# ---- deciding ----------------------------------------------------------------------------------------------


@router.post(
    "/review",
    summary="Decide about a claim",
    status_code=201,
    response_model=DecisionAnswer,
    operation_id="decide",
    responses=problems.responses(403, 404, 503),
)
def decide_claim(request: Request, desk: WritableDep, asked: AskedDecision) -> Response:
    """Accept, reject or correct a claim, link its words to a party or unlink them, or take a decision back.

    Nothing is changed by it: the decision is kept beside what was read, and what all of them come to is one
    more reading of the report, which every question has from then on. Matters are weighed within moments.
    """
    who = person_of(request, desk) if asked.who is None else asked.who
    return _made(decide(desk, asked, who).to_dict())


@router.post(
    "/review/matters",
    summary="Decide about matters",
    status_code=201,
    response_model=Decision,
    operation_id="decide_matters",
    responses=problems.responses(403, 404, 503),
)
def decide_about_matters(request: Request, desk: WritableDep, asked: AskedMatterDecision) -> Response:
    """Join matters that are one, split events off a matter, or take such a decision back. Weighing honours it
    within moments, and from then on.
    """
    who = person_of(request, desk) if asked.who is None else asked.who
    return _made(decide_matters(desk, asked, who).to_dict())


def decide(desk: Desk, asked: AskedDecision, who: str) -> Review:
    """Keep a decision about a claim, and bring up to date what it changes. Raises as `Reviews` does."""
    reviews, why = desk.ledger.reviews, asked.why
    match asked:
        case Undo():
            made = reviews.undo(asked.undoes, who, why)
        case Accept():
            made = reviews.accept(asked.report, asked.claim, who, why)
        case Reject():
            made = reviews.reject(asked.report, asked.claim, who, why)
        case Correct():
            changes = asked.changes.model_dump(exclude_unset=True)
            made = reviews.correct(asked.report, asked.claim, changes, who, why)
        case Link():
            made = reviews.link(asked.report, asked.claim, asked.role, asked.index, asked.party, who, why)
        case Unlink():
            made = reviews.unlink(asked.report, asked.claim, asked.role, asked.index, who, why)
    settle(desk)
    return made


def decide_matters(desk: Desk, asked: AskedMatterDecision, who: str) -> Decision:
    """Keep a decision about matters, and have them weighed. Raises as `Weighings` does, and UsageError for a
    name or reason that cannot be kept.
    """
    weighings, who, why = desk.ledger.weighings, plain_name(who), plain_reason(asked.why)
    if isinstance(asked, Join):
        made = weighings.join(asked.matters, who, why)
    elif isinstance(asked, Split):
        made = weighings.split(asked.events, who, why)
    else:
        made = weighings.undo(asked.undoes, who, why)
    settle(desk)
    return made


def _made(body: Mapping[str, Any]) -> Response:
    # ASCII, as all answers: see `formats.record`, which would refuse other formats after the fact.
    return Response(json.dumps(body), 201, {"Cache-Control": "no-store"}, media_type="application/json")
