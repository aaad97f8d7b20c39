"""Review: the queue, a claim to be corrected, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from sayso.errors import NotFoundError, SaysoError, UsageError
from sayso.ledger.matter_records import Decision
from sayso.ledger.named import LOCAL
from sayso.ledger.records import StoredClaim
from sayso.ledger.review_records import Review, Reviewed
from sayso.ledger.reviews import ROLES
from sayso.reading.ontology import CONTEXTS, MODES, QUADS, STANCES
from sayso.reading.reading import Claim, Party, ReaderVersion, Reading
from sayso.report import Report
from sayso.web import corrections
from sayso.web.api import review_models as asked_models
from sayso.web.api.review import DecisionsQuery, QueueQuery, decide, decide_matters, decisions_found, queue
from sayso.web.around import Surroundings, around
from sayso.web.corrections import PARTS, Draft, field, seen
from sayso.web.deciding import plain_name, remember, settle
from sayso.web.decision_forms import FormDep, away, here_now, numbered, shown, signed, within
from sayso.web.desk import Desk, DeskDep, WritableDep
from sayso.web.paging import Paging, PagingDep
from sayso.web.problems import Problem, of
from sayso.web.views import link

router = APIRouter()

CARDS = 10
"""Claims on a page of the queue, unless it is asked for otherwise."""
MOST_CARDS = 50
"""Claims that a page of the queue has at most: each takes its report's reading, about 15 ms."""
NEAR, WIDE = 160, 1500
"""Characters around a claim's sentence, in the queue and where it is corrected."""
OFFERED = 20
"""Parties offered for what somebody types, or that matters could be joined."""
MATTERS_SHOWN = 50
"""Decisions about matters that a page shows."""

_DONE = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "link": "linked",
         "unlink": "unlinked"}  # fmt: skip

Text = Annotated[str, Query(max_length=2000)]


@dataclass(frozen=True, slots=True)
class Card:
    """A claim of the queue: with its words in the text, and what it is unsure of, the least sure first."""

    claim: StoredClaim
    matter: str | None
    review: str | None
    context: Surroundings
    unsure: tuple[tuple[str, float], ...]
    seen: str


# ---- the queue ---------------------------------------------------------------------------------------------


@router.get("/review")
def review(request: Request, desk: DeskDep, query: QueueQuery, paging: PagingDep) -> Response:
    """Show what the reading is least sure of."""
    limit = min(paging.limit, MOST_CARDS) if "limit" in request.query_params else CARDS
    with desk.answers.making, desk.ledger.catalogue.together():
        page = queue(desk, query, Paging(paging.cursor, limit))
        texts = desk.ledger.catalogue.texts(each.claim.report_id for each in page.rows)
    cards = []
    for each in page.rows:
        context = around(_of_text(texts[each.claim.report_id]), each.claim.claim, NEAR)
        sure = unsure(each.claim.claim)
        cards.append(Card(each.claim, each.matter, each.review, context, sure, seen(each.claim.claim)))
    rejected = _rejected(desk, query.report) if query.report else []
    report = cards[0].claim if query.report and cards else None
    return shown(
        request,
        desk,
        "review.html",
        twin="/api" + here_now(request),
        cards=cards,
        next=page.next,
        asked=query,
        report=report,
        rejected=rejected,
        here_now=here_now(request),
    )


def _of_text(text: str) -> Reading:
    """Give a reading that knows no more than the text: all that a claim's surroundings need of one."""
    return Reading(Report(text), ReaderVersion("", ""))


def unsure(claim: Claim) -> tuple[tuple[str, float], ...]:
    """Give how sure the reading is of each part, the least sure first."""
    return tuple(sorted(claim.confidence.items(), key=lambda part: part[1]))


def _rejected(desk: Desk, report: str) -> list[Review]:
    """Give the decisions by which claims of a report are left out of its reading."""
    its = {each.id: each for each in desk.ledger.reviews.of(report)}
    states = desk.ledger.reviews.state(dict.fromkeys(each.claim for each in its.values()))
    return [its[each.review] for each in states.values() if each.state == "rejected" and each.review in its]


@router.post("/review/who")
def name(request: Request, desk: WritableDep, form: FormDep) -> Response:
    """Remember who decides."""
    who = plain_name(field(form, "who"))
    if not who:
        raise UsageError("Say who decides: a decision is kept with the name of a person")
    response = away(form, "/review", "named")
    remember(response, request, who)
    return response


# ---- one claim ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that is looked at: in its report's newest reading, or (rejected) as its reader made it."""

    reading: Reading
    claim: Claim
    number: int | None
    state: Reviewed | None

    @property
    def rejected(self) -> bool:
        """Whether it was left out."""
        return self.number is None


@router.get("/review/claims")
def claim(
    request: Request,
    desk: DeskDep,
    report: Text = "",
    claim: Annotated[str, Query(max_length=200)] = "",
    whole: bool = False,
    back: Text = "",
) -> Response:
    """Show a claim with its words, to be accepted, rejected or corrected."""
    return _claim_page(request, desk, _find(desk, report, claim), whole=whole, back=back)


@router.post("/review/claims")
def decide_claim(request: Request, desk: WritableDep, form: FormDep) -> Response:
    """Decide about a claim; show its page again where that cannot be."""
    report, named = field(form, "report"), field(form, "claim")
    kind = field(form, "kind")
    if kind not in _DONE:
        raise Problem(422, f"{kind[:40]!r} is no decision about a claim; there is {', '.join(_DONE)}")
    found = _find(desk, report, named)
    draft = None
    try:
        who = signed(form, request, desk)
        if kind == "correct":
            draft = corrections.typed(form, found.reading.report.text)
        _as_seen(form, found)
        made = _decided(desk, form, kind, found, who)
    except SaysoError as error:
        problem = of(error)
        if problem.status >= 500:  # nothing that the form could mend
            raise
        return _claim_page(
            request,
            desk,
            found,
            back=field(form, "back"),
            draft=draft,
            problem=problem,
            why=field(form, "why"),
        )
    own = link("/review/claims", report=found.reading.report.id, claim=found.claim.id)
    response = away(form, own, _DONE[kind], made.id)
    remember(response, request, who)
    return response


def _decided(desk: Desk, form: FormData, kind: str, found: Found, who: str) -> Review:
    if kind == "correct":  # as the form has it: the API's model would refuse what `checked` explains
        changes = corrections.changed(form, found.claim)
        made = desk.ledger.reviews.correct(
            found.reading.report.id, found.claim.id, changes, who, field(form, "why")
        )
        settle(desk)
        return made
    told: dict[str, Any] = {"report": found.reading.report.id, "claim": found.claim.id}
    told |= {"kind": kind, "why": field(form, "why")}
    if kind in ("link", "unlink"):
        role, index = field(form, "role"), field(form, "index")
        if role not in ROLES or not (index.isascii() and index.isdecimal() and len(index) < 4):
            raise UsageError("Say whose words are meant: those of an actor, a recipient or a source")
        told |= {"role": role, "index": int(index)}
    if kind == "link":
        told["party"] = field(form, "party")
        if not told["party"].strip():
            raise UsageError("Say which party is meant, by name or id")
    models: Mapping[str, Any] = {
        "accept": asked_models.Accept,
        "reject": asked_models.Reject,
        "link": asked_models.Link,
        "unlink": asked_models.Unlink,
    }
    return decide(desk, models[kind].model_construct(**told), who)


def _as_seen(form: FormData, found: Found) -> None:
    """Raise UsageError where a claim is another one than whoever decides has looked at."""
    before = field(form, "seen")
    if before and before != seen(found.claim):
        raise UsageError(
            "The claim was changed since this page was made: somebody else decided about it, or its report "
            "was read again. Look at it as it is now, and decide then"
        )


def _find(desk: Desk, report: str, named: str) -> Found:
    """Find a claim by its report and id. Raises NotFoundError where the newest reading has none such."""
    if not report or not named:
        raise NotFoundError("Say which claim: by its report and its id; /review leads to those to look at")
    reading = desk.ledger.reading(report)
    for number, each in enumerate(reading.claims, 1):
        if each.id == named:
            state = desk.ledger.reviews.state([named]).get(named)
            return Found(reading, each, number, state)
    state = desk.ledger.reviews.state([named]).get(named)
    if state is not None and state.state == "rejected":
        base = desk.ledger.reviews.base(reading.report.id)
        for each in base.claims:
            if each.id == named:
                return Found(base, each, None, state)
    raise NotFoundError(
        "The newest reading of this report has no such claim (any more): it was read again, or the address "
        "is not complete. Its claims are at /review?report=" + reading.report.id
    )


def _claim_page(
    request: Request,
    desk: Desk,
    found: Found,
    *,
    whole: bool = False,
    back: str = "",
    draft: Draft | None = None,
    problem: Problem | None = None,
    why: str = "",
) -> Response:
    reading, it = found.reading, found.claim
    its = [each for each in desk.ledger.reviews.of(reading.report.id) if each.claim == it.id]
    return shown(
        request,
        desk,
        "review_claim.html",
        status=problem.status if problem else 200,
        problem=problem,
        found=found,
        it=it,
        report=reading.report,
        context=around(reading, it, None if whole else WIDE),
        whole=whole,
        unsure=unsure(it),
        draft=draft or corrections.draft_of(it, reading.report.text),
        parts=PARTS,
        quads=QUADS,
        modes=MODES,
        stances=STANCES,
        contexts=CONTEXTS,
        linked=_linked(it),
        offered=sorted(reading.parties, key=lambda party: party.name.casefold())[:100],
        same_event=sum(each.event == it.event for each in reading.claims) - (not found.rejected),
        history=[(each, corrections.changes_told(each, reading.report.text)) for each in reversed(its)],
        seen=seen(it),
        back=within(back),
        why=why,
    )


def _linked(it: Claim) -> list[tuple[str, str, int, Any]]:
    """Give whose words can be linked: what they are in the claim, the role, the place in it, and the part."""
    return [
        (title, role, index, part)
        for title, role, its in (
            ("who does it", "actor", it.event.actors),
            ("to whom", "recipient", it.event.recipients),
            ("who says so", "source", it.sources),
        )
        for index, part in enumerate(its)
    ]


@router.get("/review/parties")
def parties(request: Request, desk: DeskDep, party: Text = "", report: Text = "") -> Response:
    """Give parties to choose from for what somebody types: those of the report, then those of the ledger."""
    words = " ".join(party.split())
    its: list[Any] = list(desk.ledger.reading(report).parties) if report else []
    near = [(each.id, each.name) for each in its if words.casefold() in _called(each)]
    if words:
        rows = desk.ledger.catalogue.parties(words[:400], limit=OFFERED).rows
        near += [(each.actor, each.name) for each in rows if not each.actor.startswith(LOCAL)]
    return shown(request, desk, "_party_options.html", options=list(dict(near).items())[: 2 * OFFERED])


def _called(party: Party) -> str:
    return f"{party.name} {party.id}".casefold()


# ---- what was decided --------------------------------------------------------------------------------------


@router.get("/review/decisions")
def decisions(request: Request, desk: DeskDep, query: DecisionsQuery, paging: PagingDep) -> Response:
    """Show what was decided, newest first."""
    page = decisions_found(desk, query, paging)
    about_matters = [] if query.report or paging.cursor else desk.ledger.weighings.decisions()
    undone = {each.undoes for each in about_matters}
    last = about_matters[: -MATTERS_SHOWN - 1 : -1]
    return shown(
        request,
        desk,
        "decisions.html",
        twin="/api" + here_now(request),
        reviews=[(each, corrections.changes_told(each)) for each in page.reviews],
        next=page.cursor,
        asked=query,
        matters=[(each, each.id not in undone) for each in last],
        homes=_homes(desk, last),
        more_matters=max(0, len(about_matters) - MATTERS_SHOWN),
        here_now=here_now(request),
    )


def _homes(desk: Desk, decided: Sequence[Decision]) -> dict[int, str]:
    """Give for decisions the matter in which their first event is now."""
    firsts = {each.id: each.events[0] for each in decided if each.events}
    matters = desk.ledger.weighings.matters_of(set(firsts.values()))
    return {number: matters[key] for number, key in firsts.items() if key in matters}


@router.post("/review/decisions")
def undo(request: Request, desk: WritableDep, form: FormDep) -> Response:
    """Take a decision about a claim, or about matters, back."""
    who, number, why = signed(form, request, desk), numbered(form, "undoes"), field(form, "why")
    if field(form, "about") == "matters":
        undone = asked_models.UndoMatters.model_construct(kind="undo", undoes=number, why=why)
        decide_matters(desk, undone, who)
        response = away(form, "/review/decisions", "weighed")
    else:
        made = decide(desk, asked_models.Undo.model_construct(kind="undo", undoes=number, why=why), who)
        response = away(form, "/review/decisions", "undone", made.id)
    remember(response, request, who)
    return response


@router.get("/review/{claim}")
def named(request: Request, desk: DeskDep, claim: str) -> Response:
    """Lead from a report's page to one of its claims: the page says of which report it is."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host") or not came.path.startswith("/reports/"):
        raise NotFoundError("Say of which report: /review/claims?report=ID&claim=ID; /review leads there")
    report = unquote(came.path.removeprefix("/reports/"))
    found = _find(desk, report, claim)
    back = within(f"{came.path}#c{found.number}" if found.number else came.path)
    there = link("/review/claims", report=found.reading.report.id, claim=found.claim.id, back=back)
    return RedirectResponse(there, 303, headers={"Cache-Control": "no-store"})
