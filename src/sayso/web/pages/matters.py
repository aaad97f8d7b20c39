"""Matters: the list, one of them whole with the denial beside the claim, its quotes; and stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.ledger.whole_records import Point, WholeMatter
from sayso.reading.ontology import QUADS, STANCES
from sayso.web import charts
from sayso.web.api.matters import MatterDep, OfReport, Order, matter_told, stories_told
from sayso.web.asked import MattersQuery
from sayso.web.desk import DeskDep
from sayso.web.paging import PagingDep
from sayso.web.standings import WORD
from sayso.web.views import link, page, segment

router = APIRouter()

QUOTES = 10  # of a matter's page; all of them are a page of their own
ROWS, MARKS, EACH = 40, 120, 10  # speakers in the chart, marks in all, and of one speaker
LISTED = 40  # origins that are told in full
STORIES = 20  # of a page, unless it is asked for otherwise: each has a list of reports

ORDERS = {"last": "last reported", "origins": "most origins", "reports": "most reports"}
EVIDENCE = {
    "document": "a document",
    "official on record": "an official on record",
    "unnamed official": "an unnamed official",
    "report itself": "what reports say themselves",
    "another speaker": "the word of other speakers",
}


@router.get("/matters")
def matters(
    request: Request, desk: DeskDep, query: MattersQuery, paging: PagingDep, order: Order = "last"
) -> Response:
    """Show what is alleged to have happened, and how it stands."""

    def told() -> dict[str, Any]:
        found = desk.ledger.catalogue.matters(query.asked(), paging.cursor, paging.limit, order)
        return {
            "matters": found.rows,
            "next": found.next,
            "total": found.total,
            "capped": found.capped,
            "asked": query,
            "order": order,
            "orders": ORDERS,
            "quads": QUADS,
            "stances": STANCES,
            "word": WORD,
        }

    return page(request, desk, "matters.html", told)


@router.get("/matters/{matter}")
def matter(request: Request, desk: DeskDep, matter: MatterDep) -> Response:
    """Show one matter whole."""

    def told() -> dict[str, Any]:
        it = matter_told(desk, matter)
        drawn = _drawn(it)
        places = _places(it, drawn)
        quotes = desk.ledger.catalogue.matter_claims(it.matter, limit=QUOTES, oldest=True)
        return {
            "it": it,
            "went": not it.matter.startswith(matter.strip().lower()),
            "quotes": quotes.rows,
            "further": quotes.next is not None,
            "points": list(zip(drawn, places, strict=True)),
            "drawn": len({point.origin for point in drawn}),
            "left_out": len({point.origin for point in it.points} - {point.origin for point in drawn}),
            "most_marks": EACH if _often(it) else None,
            "chart": charts.timeline(_marks(drawn, places)),
            "origins": it.origins[:LISTED],
            "more_origins": it.origins[LISTED:],
            "amounts": [(item, list(its)) for item, its in groupby(it.amounts, key=lambda each: each.item)],
            "pair": _pair(it),
            "evidence": EVIDENCE.get(it.evidence or ""),
            "word": WORD,
        }

    return page(request, desk, "matter.html", told)


@router.get("/matters/{matter}/claims")
def matter_claims(request: Request, desk: DeskDep, matter: MatterDep, paging: PagingDep) -> Response:
    """Show the claims on a matter in their words, oldest first."""

    def told() -> dict[str, Any]:
        found = desk.ledger.weighings.matter(matter)
        quotes = desk.ledger.catalogue.matter_claims(found.matter, paging.cursor, paging.limit, oldest=True)
        return {"it": found, "quotes": quotes.rows, "next": quotes.next, "total": quotes.total}

    return page(request, desk, "matter_claims.html", told)


@router.get("/stories")
def stories(request: Request, desk: DeskDep, paging: PagingDep, report: OfReport = None) -> Response:
    """Show reports that are copies of one text."""

    def told() -> dict[str, Any]:
        limit = paging.limit if "limit" in request.query_params else STORIES
        found = stories_told(desk, report, paging.cursor, limit)
        return {"stories": found.rows, "next": found.next, "report": report}

    return page(request, desk, "stories.html", told)


# ---- the timeline ------------------------------------------------------------------------------------------


def _drawn(it: WholeMatter) -> list[Point]:
    """Give the points of those who say most, as many as a chart has room for: of one who often changes, the
    first and the latest.
    """
    by_origin: dict[str, list[Point]] = {}
    for point in it.points:
        by_origin.setdefault(point.origin, []).append(point)
    kept: set[Point] = set()
    rows = 0
    for origin in it.origins:
        its = by_origin.get(origin.key, [])
        if len(its) > EACH:
            its = [its[0], *its[1 - EACH :]]
        if rows == ROWS or len(kept) + len(its) > MARKS:
            break
        kept.update(its)
        rows += bool(its)
    return [point for point in it.points if point in kept]


def _often(it: WholeMatter) -> bool:
    """Tell whether somebody has more points than are drawn of one."""
    return any(number > EACH for number in Counter(point.origin for point in it.points).values())


def _marks(points: Sequence[Point], places: Sequence[str]) -> list[Mapping[str, Any]]:
    return [
        {
            "day": point.day,
            "who": point.name,
            "stance": point.stance,
            "claims": point.claims,
            "told": _told(point),
            "href": place,
        }
        for point, place in zip(points, places, strict=True)
    ]


def _told(point: Point) -> str:
    before = f" (before: {point.before})" if point.before else ""
    claims = "" if point.claims == 1 else f", {point.claims} claims"
    return f"{point.name}: {point.stance}{before}, {point.day}{claims}"


def _places(it: WholeMatter, points: Sequence[Point]) -> list[str]:
    """Give the addresses of the words of points; in a large matter, of the claims of their days."""
    within = link("/search", matter=it.matter)
    return [
        f"{within}&since={point.day}&until={point.day}"
        if point.report_id is None
        else f"/reports/{segment(point.report_id)}#c{point.number}"
        for point in points
    ]


# ---- who ---------------------------------------------------------------------------------------------------


def _pair(it: WholeMatter) -> str | None:
    """Give the address of what the first two parties do to each other, where both are known."""
    one, other = (
        next((each["id"] for each in side if each["id"]), None) for side in (it.actors, it.recipients)
    )
    return link("/pairs", one=one, other=other) if one and other and one != other else None
