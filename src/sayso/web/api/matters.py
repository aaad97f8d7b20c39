"""Matters, stories and what is new: the same alleged event across reports, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from sayso.errors import UncataloguedError
from sayso.ledger.catalogue.records import MatterRow, Page
from sayso.ledger.matter_records import Change, StoredMatter, Watch
from sayso.ledger.matter_whole import brief, whole
from sayso.ledger.story_pages import StoryTold, stories_page
from sayso.ledger.whole_records import WholeMatter
from sayso.run.deciding import in_force
from sayso.web import problems
from sayso.web.api.claim_models import MatterClaimAnswer, claims_listing
from sayso.web.asked import MattersQuery
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import Listing, answer, listing, record
from sayso.web.paging import PagingDep
from sayso.weigh.numbers import count_in_words
from sayso.weigh.records import Count
from sayso.weigh.standing import in_words

__all__ = ["MatterDep", "OfReport", "Order", "matter_told", "router", "stories_told"]

router = APIRouter(tags=["matters"])

TOLD = 12
"""Origins, denials and numbers that are told of one change, of each kind."""

Order = Annotated[
    Literal["last", "origins", "reports"],
    Query(description="Last reported first, or those with most independent origins, or in most reports."),
]
MatterDep = Annotated[
    str, Path(max_length=64, description="The matter's id, or the beginning of it: m46c004…")
]


@router.get(
    "/matters",
    summary="Find matters",
    response_model=Listing[MatterRow],
    operation_id="matters",
    responses=problems.responses(503),
)
def matters(
    request: Request, desk: DeskDep, query: MattersQuery, paging: PagingDep, order: Order = "last"
) -> Response:
    """Find matters: what is alleged to have happened, across all reports, and how it stands in a sentence."""

    def found() -> Response:
        page = desk.ledger.catalogue.matters(query.asked(), paging.cursor, paging.limit, order)
        return listing(request, [each.to_dict() for each in page.rows], next=page.next, total=page.total)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/matters/{matter}",
    summary="One matter whole",
    response_model=WholeMatter,
    operation_id="matter",
    responses=problems.responses(404, 503),
)
def matter(request: Request, desk: DeskDep, matter: MatterDep) -> Response:
    """Give one matter: how it stands, who says so through whom, when stances changed, the strongest words
    for and against it, and numbers that disagree. Of a matter of which nothing is left, give that into which
    most of it went. Its claims are a list of their own.
    """

    def found() -> Response:
        return record(request, matter_told(desk, matter).to_dict())

    return answer(request, desk.answers, desk.stamp(), found)


def matter_told(desk: Desk, ref: str) -> WholeMatter:
    """Give one matter whole, with the decisions in force that bear on it."""
    it = whole(desk.ledger, ref)
    weighings = desk.ledger.weighings
    decided = in_force(weighings.decisions())
    now = weighings.matters_of(key for each in decided for key in (*each.events, each.anchor) if key)
    here = (
        each for each in decided if it.matter in {now.get(key) for key in (*each.events, each.anchor) if key}
    )
    return replace(it, decisions=tuple(here))


@router.get(
    "/matters/{matter}/claims",
    summary="The claims on a matter",
    response_model=Listing[MatterClaimAnswer],
    operation_id="matter_claims",
    responses=problems.responses(404, 503),
)
def matter_claims(request: Request, desk: DeskDep, matter: MatterDep, paging: PagingDep) -> Response:
    """Give the claims on a matter, oldest publication first, each with its words, how sure it is that they
    are about this matter (`score`, 0 to 1), and why.
    """

    def found() -> Response:
        page = desk.ledger.catalogue.matter_claims(matter, paging.cursor, paging.limit, oldest=True)
        return claims_listing(request, page)

    return answer(request, desk.answers, desk.stamp(), found)


# ---- stories -----------------------------------------------------------------------------------------------

OfReport = Annotated[
    str | None, Query(max_length=2000, description="Only the story of this report, by any of its names.")
]


@router.get(
    "/stories",
    summary="Reports that are copies of one text",
    response_model=Listing[StoryTold],
    operation_id="stories",
    responses=problems.responses(404, 503),
)
def stories(request: Request, desk: DeskDep, paging: PagingDep, report: OfReport = None) -> Response:
    """Give stories: the lead report first, then its copies, each with the share (0 to 1) that it has of the
    lead. The story with the newest lead comes first.
    """

    def found() -> Response:
        page = stories_told(desk, report, paging.cursor, paging.limit)
        return listing(request, [each.to_dict() for each in page.rows], next=page.next)

    return answer(request, desk.answers, desk.stamp(), found)


def stories_told(desk: Desk, report: str | None, cursor: str | None, limit: int) -> Page[StoryTold]:
    """Give a page of stories, or the one of a report."""
    _needs_catalogue(desk)
    return stories_page(desk.ledger, report or None, cursor, limit)


def _needs_catalogue(desk: Desk) -> None:
    if not desk.ledger.catalogue.ready:
        raise UncataloguedError("There is no catalogue of this ledger yet; run `sayso weigh` to make it")


# ---- what is new -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class News:
    """What is new of a matter since a moment: it was not known then (`new`), or `origins` speak of it that
    did not, `denials` are by those who did not deny or doubt it, `numbers` (in words) came and
    `numbers_before` went, or it is `contested` and was not. `watches` are the numbers of those that it fits.
    Of origins, denials and numbers at most twelve each are told; `new_origins` and `new_denials` count all.
    """

    matter: MatterRow
    new: bool
    origins: tuple[dict[str, str], ...]
    new_origins: int
    denials: tuple[dict[str, str], ...]
    new_denials: int
    numbers: tuple[str, ...]
    numbers_before: tuple[str, ...]
    contested: bool
    watches: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give what is new as a JSON object."""
        record = {name: getattr(self, name) for name in self.__slots__}
        return {**record, "matter": self.matter.to_dict()}


@router.get(
    "/new",
    summary="What is new",
    response_model=Listing[News],
    operation_id="new",
    responses=problems.responses(503),
)
def new(
    request: Request,
    desk: DeskDep,
    paging: PagingDep,
    since: Annotated[
        str,
        Query(
            min_length=1,
            max_length=30,
            description="A day, a time in UTC (2024-05-01T12:00), or the number of a run of `sayso read`.",
        ),
    ],
    watched: Annotated[bool, Query(description="Only what fits a watch.")] = False,
) -> Response:
    """Tell what came since a moment: matters that were not known, and in known ones new origins, denials and
    numbers. What counts is when the ledger came to know it.
    """

    def found() -> Response:
        _needs_catalogue(desk)
        page = desk.ledger.weighings.changes_page(
            since, watched=watched, cursor=paging.cursor, limit=paging.limit
        )
        return listing(request, [_news(each).to_dict() for each in page.rows], next=page.next)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get("/watches", summary="What is watched", response_model=Listing[Watch], operation_id="watches")
def watches(request: Request, desk: DeskDep) -> Response:
    """Give the watches that `sayso watch add` keeps: what somebody wants to be told of."""

    def found() -> Response:
        return listing(request, [each.to_dict() for each in desk.ledger.weighings.watches()])

    return answer(request, desk.answers, desk.stamp(), found)


def _news(change: Change) -> News:
    return News(
        matter=row_of(change.matter),
        new=change.new,
        origins=tuple(dict(each) for each in change.origins[:TOLD]),
        new_origins=len(change.origins),
        denials=tuple(dict(each) for each in change.denials[:TOLD]),
        new_denials=len(change.denials),
        numbers=_in_words(change.numbers),
        numbers_before=_in_words(change.numbers_before),
        contested=change.contested,
        watches=change.watches,
    )


def row_of(matter: StoredMatter) -> MatterRow:
    """Give a matter in short."""
    return MatterRow(
        matter=matter.matter,
        type=matter.type,
        title=matter.title,
        actors=tuple(dict(each) for each in matter.actors),
        recipients=tuple(dict(each) for each in matter.recipients),
        in_words=in_words(brief(matter.standing)),
        first=matter.first,
        last=matter.last,
        event_first=matter.event_first,
        event_last=matter.event_last,
        contested=matter.contested,
        origins=matter.origins,
        reports=matter.reports,
    )


def _in_words(counts: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    words = (count_in_words(Count(**{**count, "origins": (), "claims": ()})) for count in counts)
    return tuple(islice(dict.fromkeys(islice(words, 4 * TOLD)), TOLD))  # of several days it may be the same
