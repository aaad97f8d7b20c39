"""The ledger given away in the formats of other programs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from sayso.export import FORMATS, Asked, Format, Written, encoded
from sayso.export.streams import checked
from sayso.web import problems
from sayso.web.asked import Asked as InAnAddress
from sayso.web.desk import DeskDep
from sayso.web.formats import Listing, listing
from sayso.web.problems import Problem

router = APIRouter(tags=["exports"])


class ExportFormat(BaseModel):
    """A format: what it holds, what it cannot say, and the conditions that it takes."""

    name: str
    title: str
    media_type: str
    suffix: str
    holds: str
    lost: str
    conditions: list[str]


class AskedOfExport(InAnAddress):
    """Conditions on the rows of an export; which of them a format takes, `/api/exports` says."""

    type: list[str] = Field([], max_length=16, description="Types of event.")
    stance: list[str] = Field([], max_length=8, description="Stances of the last speaker.")
    actor: str | None = Field(None, max_length=400, description="Who does it.")
    recipient: str | None = Field(None, max_length=400, description="To whom it is done.")
    source: str | None = Field(None, max_length=400, description="Anyone in the chain of speakers.")
    origin: str | None = Field(None, max_length=400, description="The last speaker, from whom it comes.")
    outlet: str | None = Field(None, max_length=400, description="A part of the outlet's name.")
    since: str | None = Field(
        None, max_length=30, description="Published on or after: 2023, 2023-08, 2023-08-21."
    )
    until: str | None = Field(None, max_length=30, description="Published on or before.")


@router.get(
    "/exports",
    summary="Which formats there are",
    response_model=Listing[ExportFormat],
    operation_id="exports",
)
def formats(request: Request) -> Response:
    """Give the formats, each with what it holds and what is lost in it."""
    return listing(request, [_described(each) for each in FORMATS.values()], total=len(FORMATS))


def _described(each: Format) -> dict[str, Any]:
    return {
        "name": each.name,
        "title": each.title,
        "media_type": each.media_type,
        "suffix": each.suffix,
        "holds": each.holds,
        "lost": each.lost,
        "conditions": list(each.conditions),
    }


@router.get(
    "/exports/{form}",
    summary="Export the ledger",
    operation_id="export",
    response_class=StreamingResponse,
    responses={
        200: {"description": "The file, as it is written", "content": {"application/octet-stream": {}}},
        **problems.responses(404),
    },
)
def export(
    desk: DeskDep,
    form: Annotated[str, Path(max_length=40, description="A format of `/api/exports`.")],
    query: Annotated[AskedOfExport, Query()],
    spreadsheet: Annotated[
        bool, Query(description="In CSV, put ' before what a spreadsheet takes for a formula.")
    ] = False,
) -> Response:
    """Write the ledger in a format, piece by piece: a large one takes its time, and no more memory."""
    if form not in FORMATS:
        raise Problem(404, f"There is no export to {form!r}; /api/exports lists what there is")
    known = FORMATS[form]
    asked: Asked = query.model_dump(exclude_defaults=True)  # type: ignore[assignment]  # the same names
    checked(form, asked)
    pieces = encoded(desk.ledger, form, asked, safe_csv=spreadsheet)
    first = next(pieces, b"")  # what is wrong with the question is told before anything is sent
    headers = {
        "Content-Disposition": f'attachment; filename="sayso-{form}{known.suffix}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_after(first, pieces), media_type=known.media_type, headers=headers)


def _after(first: bytes, rest: Generator[bytes, None, Written]) -> Iterator[bytes]:
    try:
        yield first
        yield from rest
    finally:
        rest.close()
