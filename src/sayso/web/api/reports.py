"""Reports: what was read, and reading a text at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, field_validator
from starlette.responses import Response

from sayso.errors import IngestError
from sayso.ledger.catalogue.records import ClaimsAsked, Page, ReportRow
from sayso.ledger.history import ReportHistory, report_history
from sayso.ledger.matter_records import StoredStory
from sayso.reading.reading import Attribution, Claim, Event, Mention, Party, ReaderVersion, Reading
from sayso.report import is_day
from sayso.web import bench_jobs, problems
from sayso.web.api.claim_models import ClaimAnswer, claims_listing
from sayso.web.asked import Asked
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import Listing, answer, listing, record
from sayso.web.paging import Paging, PagingDep
from sayso.web.problems import Problem
from sayso.web.utf16 import in_utf16
from sayso.weigh.accounts import event_key

__all__ = [
    "ReportsQuery",
    "known_of",
    "read_text",
    "refuse_keeping",
    "reports_found",
    "router",
    "weigh_later",
]

router = APIRouter(tags=["reports"])

LONGEST_TEXT = 1_000_000
"""Characters of a text that is handed in; longer ones are for `sayso read`."""
WEIGHING = 600.0
"""Seconds that weighing may take after something was kept."""

Offsets = Annotated[
    Literal["code_points", "utf16"],
    Query(description="What offsets count: code points, or UTF-16 code units as JavaScript and Java do."),
]


class AskedReports(Asked):
    """A question about reports; what is left out asks for nothing in particular."""

    words: str | None = Field(
        None, max_length=400, description='Words that all occur in the text; "in quotes", prefix*.'
    )
    outlet: str | None = Field(None, max_length=400, description="A part of the outlet's name.")
    since: str | None = Field(
        None, max_length=30, description="Published on or after: 2023, 2023-08, 2023-08-21."
    )
    until: str | None = Field(None, max_length=30, description="Published on or before.")


ReportsQuery = Annotated[AskedReports, Query()]


class ReportAbout(BaseModel):
    """A report and what is known of its publication. `id` is the SHA-256 of its normalised `text`."""

    id: str
    external_id: str | None
    path: str | None
    url: str | None
    title: str | None
    outlet: str | None
    authors: list[str]
    published: str | None
    language: str | None
    text: str


class ReadReport(BaseModel):
    """Everything the reader found in a report, as `sayso read --json` prints it. Spans are half-open pairs of
    offsets into `report.text`.
    """

    report: ReportAbout
    reader: ReaderVersion
    mentions: list[Mention]
    attributions: list[Attribution]
    claims: list[Claim]
    parties: list[Party]


class WholeReport(ReadReport):
    """A reading with what the ledger knows beside it. `matters` has for each claim the id of its matter
    (null: not weighed yet), `reviews` whether it was accepted or corrected by a person (null: by nobody);
    both in the order of `claims`. `story` has the reports that are copies of one text, this one among them;
    `history` where the report was seen and which readings there are.
    """

    matters: list[str | None]
    reviews: list[str | None]
    story: StoredStory | None
    history: ReportHistory


class ReadAnswer(ReadReport):
    """A reading, and what became of it: `new` tells whether the ledger has it now and had it not before, null
    where it was not to be kept.
    """

    new: bool | None


class ReadAsked(BaseModel):
    """A text to be read at once."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, description="The report's words.")
    title: str | None = Field(None, max_length=1000)
    outlet: str | None = Field(None, max_length=400, description="Who published it.")
    published: str | None = Field(
        None, description="The day of publication, as 2024-05-31; relative dates hang on it."
    )
    url: str | None = Field(None, max_length=2000)
    keep: bool = Field(False, description="Put it into the ledger; else it is only read.")

    @field_validator("published")
    @classmethod
    def _day(cls, value: str | None) -> str | None:
        if value is not None and not is_day(value):
            raise ValueError("is no day; write it as 2024-05-31")
        return value


# ---- asking ------------------------------------------------------------------------------------------------


@router.get("/reports", summary="Find reports", response_model=Listing[ReportRow], operation_id="reports")
def reports(request: Request, desk: DeskDep, query: ReportsQuery, paging: PagingDep) -> Response:
    """Find reports by words in their text, outlet and date; newest publication first."""

    def found() -> Response:
        page = reports_found(desk, query, paging)
        return listing(request, [each.to_dict() for each in page.rows], next=page.next, total=page.total)

    return answer(request, desk.answers, desk.stamp(), found)


def reports_found(desk: Desk, query: AskedReports, paging: Paging) -> Page[ReportRow]:
    """Ask the catalogue for reports."""
    return desk.ledger.catalogue.reports(
        query.words, query.outlet, query.since, query.until, cursor=paging.cursor, limit=paging.limit
    )


@router.get(
    "/reports/{ref:path}/claims",
    summary="The claims of a report",
    response_model=Listing[ClaimAnswer],
    operation_id="report_claims",
    responses=problems.responses(404),
)
def report_claims(request: Request, desk: DeskDep, ref: str, paging: PagingDep) -> Response:
    """Give the claims of a report by their place in it. `ref` is as for the report itself."""

    def found() -> Response:
        report = desk.ledger.reading(ref).report.id
        page = desk.ledger.catalogue.claims(ClaimsAsked(report=report), paging.cursor, paging.limit)
        return claims_listing(request, page)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/reports/{ref:path}",
    summary="A report with everything read in it",
    response_model=WholeReport,
    operation_id="report",
    responses=problems.responses(404),
)
def report(request: Request, desk: DeskDep, ref: str, offsets: Offsets = "code_points") -> Response:
    """Give a report's text and its newest reading, the matters of its claims, its copies and its history.
    `ref` is the report's id or the beginning of it, its URL, path, file name or external id.
    """

    def found() -> Response:
        reading = desk.ledger.reading(ref)
        known = known_of(desk, reading)
        told = {
            "matters": known["matters"],
            "reviews": known["reviews"],
            "story": known["story"] and known["story"].to_dict(),
            "history": known["history"].to_dict(),
        }
        return record(request, _plain(reading, offsets) | told)

    return answer(request, desk.answers, desk.stamp(), found)


def known_of(desk: Desk, reading: Reading) -> dict[str, Any]:
    """Give what the ledger knows beside a reading: the matter and the state of review of each claim, the
    story and the history of the report.
    """
    ledger, report = desk.ledger, reading.report.id
    keys = _event_keys(reading)
    matters = ledger.weighings.matters_of(dict.fromkeys(keys))
    states = ledger.reviews.state(claim.id for claim in reading.claims)
    return {
        "matters": [matters.get(key) for key in keys],
        "reviews": [states[claim.id].state if claim.id in states else None for claim in reading.claims],
        "story": next(iter(ledger.weighings.stories(report)), None),
        "history": report_history(ledger, report),
    }


def _event_keys(reading: Reading) -> list[str]:
    """Give for each claim the key of its event, as weighing names it (`sayso.weigh.accounts.account_of`)."""
    keys: dict[Event, str] = {}
    taken: set[str] = set()
    for ordinal, event in enumerate(dict.fromkeys(claim.event for claim in reading.claims)):
        key = event_key(reading.report.id, event)
        keys[event] = f"{key}:{ordinal}" if key in taken else key
        taken.add(key)
    return [keys[claim.event] for claim in reading.claims]


def _plain(reading: Reading, offsets: str) -> dict[str, Any]:
    told = reading.to_dict()
    return in_utf16(told, reading.report.text) if offsets == "utf16" else told


# ---- reading -----------------------------------------------------------------------------------------------


@router.post(
    "/read",
    summary="Read a text at once",
    response_model=ReadAnswer,
    operation_id="read",
    responses=problems.responses(403, 503, 504),
)
def read(request: Request, desk: DeskDep, asked: ReadAsked, offsets: Offsets = "code_points") -> Response:
    """Read a text and give its reading. With `keep` it also enters the ledger, where it is weighed within
    moments.
    """
    done = read_text(desk, asked)
    return record(request, _plain(done.reading, offsets) | {"new": done.new})


def read_text(desk: Desk, asked: ReadAsked) -> bench_jobs.Read:
    """Have a text read. Raises Problem for what is no report (422), and where it is to be kept in a ledger
    that is served read-only (403).
    """
    if asked.keep:
        refuse_keeping(desk)
    try:
        done = desk.bench.do(
            bench_jobs.read,
            asked.text,
            published=asked.published,
            title=asked.title,
            outlet=asked.outlet,
            url=asked.url,
            keep=asked.keep,
        )
    except IngestError as error:
        raise Problem(422, str(error)) from None
    if asked.keep:
        weigh_later(desk, done.run)
    return done


def refuse_keeping(desk: Desk) -> None:
    """Raise Problem (403) where nothing can be kept."""
    if desk.options.read_only:
        raise Problem(403, "The desk is served read-only and keeps nothing; read it without keeping it")


def weigh_later(desk: Desk, run: int | None) -> None:
    """Have what was kept weighed, without waiting for it."""
    desk.changed()
    weighing = desk.bench.later(WEIGHING, bench_jobs.weigh, run)
    weighing.add_done_callback(lambda _: desk.changed())
