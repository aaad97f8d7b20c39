"""Reports: the list, one report with its marks beside its claims, and the box that reads a text at once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from sayso.errors import IngestError, SaysoError
from sayso.ingest.reject import Reject
from sayso.ledger.rows import nesting
from sayso.reading.reading import Attribution, Claim, Event, Party, Reading
from sayso.report import is_day
from sayso.web import bench_jobs
from sayso.web.api.reports import (
    LONGEST_TEXT,
    ReadAsked,
    ReportsQuery,
    known_of,
    read_text,
    refuse_keeping,
    reports_found,
    weigh_later,
)
from sayso.web.desk import Desk, DeskDep
from sayso.web.marked import mark_text
from sayso.web.paging import PagingDep
from sayso.web.problems import Problem
from sayso.web.views import page, render, segment

router = APIRouter()

OUTLETS = 15
"""Outlets that the list of reports offers to narrow it down."""
COPIES = 12
"""Copies that a report's page shows at once."""
WITHIN = 120.0
"""Seconds that a file with several reports may take."""


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim with its number in the report, its matter, and what reviews came to (None: nobody looked)."""

    number: int
    claim: Claim
    matter: str | None
    review: str | None


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event with the claims on it: who says so, and who denies it."""

    event: Event
    claims: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with its number in the report: who speaks (with the party's name where the words have
    another), by which words, what; `inside` is the number of the one in whose content it stands.
    """

    number: int
    speaker: str
    actor: str | None
    name: str | None
    cue: str
    content: str
    inside: int | None


# ---- the list ----------------------------------------------------------------------------------------------


@router.get("/reports")
def reports(request: Request, desk: DeskDep, query: ReportsQuery, paging: PagingDep) -> Response:
    """Show reports, newest first."""

    def told() -> dict[str, Any]:
        found = reports_found(desk, query, paging)
        outlets = list(desk.ledger.catalogue.counts().outlets.items())[:OUTLETS]
        return {
            "reports": found.rows,
            "next": found.next,
            "total": found.total,
            "asked": query,
            "outlets": [(name, name, count) for name, count in outlets],
        }

    return page(request, desk, "reports.html", told)


# ---- one report --------------------------------------------------------------------------------------------


@router.get("/reports/{ref:path}")
def report(request: Request, desk: DeskDep, ref: str) -> Response:
    """Show a report: its words, and what is claimed in them."""

    def told() -> dict[str, Any]:
        reading = desk.ledger.reading(ref)
        known = known_of(desk, reading)
        return {
            **shown(reading, known["matters"], known["reviews"]),
            "twin": f"/api/reports/{segment(reading.report.id)}",
            "kept": True,
            "story": known["story"],
            "history": known["history"],
            "copies": COPIES,
            "rejected": _rejected(desk, reading),
        }

    return page(request, desk, "report.html", told)


def _rejected(desk: Desk, reading: Reading) -> int:
    """Count the claims that reviews have left out of a reading."""
    decided = [each.claim for each in desk.ledger.reviews.of(reading.report.id)]
    states = desk.ledger.reviews.state(dict.fromkeys(decided)) if decided else {}
    return sum(each.state == "rejected" for each in states.values())


def shown(
    reading: Reading, matters: list[str | None] | None = None, reviews: list[str | None] | None = None
) -> dict[str, Any]:
    """Give what the page of a report shows of its reading."""
    none: list[str | None] = [None] * len(reading.claims)
    claims = [
        ShownClaim(number, claim, matter, review)
        for number, (claim, matter, review) in enumerate(
            zip(reading.claims, matters or none, reviews or none, strict=True), 1
        )
    ]
    return {
        "reading": reading,
        "report": reading.report,
        "paragraphs": mark_text(reading),
        "events": events_of(claims),
        "statements": statements_of(reading),
        **_parties(reading, ()),
    }


def _parties(reading: Reading, unknown: Collection[str]) -> dict[str, Any]:
    """Give the parties of a reading, the most named first, how often each is, and which have a page."""
    named = Counter(mention.actor for mention in reading.mentions if mention.actor is not None)
    return {
        "parties": sorted(reading.parties, key=lambda party: -named[party.id]),
        "named": named,
        "linked": {party.id for party in reading.parties if party.id not in unknown},
    }


def events_of(claims: list[ShownClaim]) -> list[ShownEvent]:
    """Gather claims by the event that they are on, in the order of the text."""
    groups: dict[Event, list[ShownClaim]] = {}
    for each in claims:
        groups.setdefault(each.claim.event, []).append(each)
    ordered = sorted(groups.items(), key=lambda item: item[0].trigger)
    return [ShownEvent(event, tuple(its)) for event, its in ordered]


def statements_of(reading: Reading) -> list[ShownStatement]:
    """Give the statements in whose content no event stands: the others are told by their claims."""
    triggers = sorted(claim.event.trigger[0] for claim in reading.claims)
    parties = {party.id: party for party in reading.parties}
    places = nesting(reading.attributions)

    def tells_event(attribution: Attribution) -> bool:
        return any(
            bisect_left(triggers, start) < bisect_left(triggers, end) for start, end in attribution.content
        )

    return [
        _statement(reading, number, attribution, parties, inside)
        for number, (attribution, inside) in enumerate(zip(reading.attributions, places, strict=True), 1)
        if not tells_event(attribution)
    ]


def _statement(
    reading: Reading, number: int, attribution: Attribution, parties: dict[str, Party], inside: int | None
) -> ShownStatement:
    party = parties.get(attribution.speaker.actor or "") if attribution.speaker else None
    return ShownStatement(
        number,
        reading.speaker_words(attribution),
        party.id if party else None,
        party.name if party else None,
        reading.quote(attribution.cue),
        reading.quote(attribution.content),
        None if inside is None else inside + 1,
    )


# ---- the box -----------------------------------------------------------------------------------------------


@router.get("/read")
def box(request: Request, desk: DeskDep) -> Response:
    """Show the box for a text or a file."""
    return _box(request, desk)


def _box(request: Request, desk: Desk, problem: str = "", status: int = 200) -> Response:
    return render(request, desk, "read.html", status=status, found=None, name=None, problem=problem)


@router.post("/read")
def read(
    request: Request,
    desk: DeskDep,
    text: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    file: Annotated[UploadFile | None, File()] = None,
    title: Annotated[str, Form(max_length=1000)] = "",
    outlet: Annotated[str, Form(max_length=400)] = "",
    published: Annotated[str, Form(max_length=40)] = "",
    keep: Annotated[bool, Form()] = False,
) -> Response:
    """Read a text, or a file; show what was found, or the report's page where it was kept."""
    about = {"title": title, "outlet": outlet, "published": published}
    known = {name: value or None for name, value in about.items()}
    data = file.file.read() if file is not None and not text.strip() else b""
    name = (file.filename if file is not None else None) or "report.txt"
    if published and not is_day(published):
        return _box(request, desk, f"{published!r} is no day; write it as 2024-05-31", 422)
    if not text.strip() and not data:
        return _box(
            request, desk, "There is nothing to read: paste a text into the box, or choose a file", 422
        )
    try:
        if data:
            return _after(request, desk, _read_file(desk, data, name, keep=keep, **known), name)
        asked = ReadAsked.model_validate({"text": text, "keep": keep, **known})
        return _after(request, desk, [read_text(desk, asked)], "")
    except IngestError as error:
        return _box(request, desk, str(error), 422)
    except Problem as problem:
        if problem.status >= 500:  # it is not the text that is at fault
            raise
        return _box(request, desk, problem.message, problem.status)


def _read_file(
    desk: Desk, data: bytes, name: str, *, keep: bool, title: str | None, **about: str | None
) -> list[bench_jobs.Read | Reject]:
    """Have a file read; its title is in it."""
    if keep:
        refuse_keeping(desk)
    found = desk.bench.within(WITHIN, bench_jobs.read_file, data, name, keep=keep, **about)
    kept = [each for each in found if isinstance(each, bench_jobs.Read) and each.run is not None]
    if kept:
        weigh_later(desk, kept[-1].run)
    return found


def _after(request: Request, desk: Desk, found: list[bench_jobs.Read | Reject], name: str) -> Response:
    """Show what was read: one report on its page, several as a list."""
    only = found[0] if len(found) == 1 else None
    if not isinstance(only, bench_jobs.Read):
        return render(request, desk, "read.html", found=found, name=name, problem="")
    if only.new is not None:
        return RedirectResponse(f"/reports/{segment(only.reading.report.id)}", 303)
    unknown = {party.id for party in only.reading.parties if not _has_party(desk, party.id)}
    told = shown(_without(only.reading, unknown)) | _parties(only.reading, unknown)
    return render(
        request, desk, "report.html", **told, kept=False, story=None, history=None, copies=COPIES, rejected=0
    )


def _has_party(desk: Desk, actor: str) -> bool:
    try:
        return desk.ledger.catalogue.party(actor).actor == actor
    except SaysoError:  # nobody of that name, or no catalogue yet
        return False


def _without(reading: Reading, unknown: set[str]) -> Reading:
    """Leave the ids of parties out that the ledger does not know: a reading that was not kept may be the only
    one to know them, and a link would lead nowhere.
    """

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        if isinstance(value, dict):
            return {
                name: None if name == "actor" and each in unknown else plain(each)
                for name, each in value.items()
            }
        return value

    return Reading.from_dict(plain(reading.to_dict())) if unknown else reading
