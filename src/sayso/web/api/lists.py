"""Sanctions lists: what is in them, and which parties of the ledger were matched with their entries."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.web import listed, problems
from sayso.web.api.list_models import EntriesQuery, EntryAnswer, EntryRow, ListRow, Matched
from sayso.web.desk import DeskDep
from sayso.web.formats import Listing, answer, listing, record
from sayso.web.paging import PagingDep

router = APIRouter(tags=["lists"])


@router.get("/lists", summary="Lists in use", response_model=Listing[ListRow], operation_id="lists")
def lists(
    request: Request,
    desk: DeskDep,
    all: Annotated[bool, Query(description="Older versions and dropped lists, too.")] = False,
) -> Response:
    """Give the versions of the sanctions lists in which names are looked up. `sayso lists add` and
    `sayso lists update` bring them into the ledger.
    """
    return answer(
        request,
        desk.answers,
        listed.stamp(desk),
        lambda: listing(request, rows := listed.lists(desk.ledger, everything=all), total=len(rows)),
    )


@router.get(
    "/lists/{list}",
    summary="Entries of a list",
    response_model=Listing[EntryRow],
    operation_id="entries",
    responses=problems.responses(404),
)
def entries(list: str, request: Request, desk: DeskDep, query: EntriesQuery, paging: PagingDep) -> Response:
    """Leaf through a list, named by its id (the newest version) or by the label of a version, or find entries
    by words in them. Names that may be spelled otherwise are for `/api/screen`.
    """

    def found() -> Response:
        page = listed.entries(desk.ledger, list, query, paging)
        return listing(request, page["rows"], next=page["next"], total=page["total"])

    return answer(request, desk.answers, listed.stamp(desk), found)


@router.get(
    "/lists/{list}/{entry:path}",
    summary="One entry",
    response_model=EntryAnswer,
    operation_id="entry",
    responses=problems.responses(404),
)
def entry(list: str, entry: str, request: Request, desk: DeskDep) -> Response:
    """Give an entry whole, by the authority's own number: names, designations, identifiers, ties; and the
    parties of the ledger that were linked with it.
    """

    def found() -> Response:
        told = listed.entry(desk.ledger, list, entry)
        links = [each.to_dict() for each in told["matched"]]
        ties = [{name: tie[name] for name in ("kind", "name", "to", "sentence")} for tie in told["ties"]]
        return record(request, {**told, "entry": told["entry"].to_dict(), "ties": ties, "matched": links})

    return answer(request, desk.answers, listed.stamp(desk), found)


@router.get(
    "/screened",
    summary="Parties of the ledger on lists",
    response_model=Listing[Matched],
    operation_id="screened",
)
def screened(request: Request, desk: DeskDep, paging: PagingDep) -> Response:
    """Give the parties of the ledger that the latest screening (`sayso screen`) matched with an entry, each
    match with its reasons.
    """

    def found() -> Response:
        links, further = listed.matched(desk.ledger, paging)
        return listing(request, [each.to_dict() for each in links], next=further)

    return answer(request, desk.answers, listed.stamp(desk), found)
