"""Matters that are one, and one that is several: joined and split by a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from sayso.errors import SaysoError, UsageError
from sayso.ledger.catalogue.records import MatterRow, MattersAsked
from sayso.ledger.matter_records import Decision, MatterClaim, StoredMatter
from sayso.run.deciding import in_force
from sayso.web.api import review_models as models
from sayso.web.api.matters import MatterDep
from sayso.web.api.review import decide_matters
from sayso.web.corrections import field
from sayso.web.deciding import remember
from sayso.web.decision_forms import FormDep, away, here_now, numbered, shown, signed
from sayso.web.desk import Desk, DeskDep, WritableDep
from sayso.web.paging import Paging, PagingDep
from sayso.web.problems import Problem, of
from sayso.web.views import segment

router = APIRouter()

NEAR = 8
"""Matters offered to be joined."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a matter as one report tells it: its key, and the claims on it."""

    key: str
    claims: tuple[MatterClaim, ...]


@router.get("/review/matters/{matter}")
def matter(
    request: Request,
    desk: DeskDep,
    matter: MatterDep,
    paging: PagingDep,
    words: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """Show a matter, to be split, or joined with others."""
    return _page(request, desk, desk.ledger.weighings.matter(matter), paging, words=words)


@router.post("/review/matters/{matter}")
def decide(request: Request, desk: WritableDep, matter: MatterDep, form: FormDep) -> Response:
    """Split a matter, join it with another one, or take that back; show its page again where it cannot be."""
    it = desk.ledger.weighings.matter(matter)
    kind = field(form, "kind")
    try:
        who = signed(form, request, desk)
        decide_matters(desk, _asked(form, kind, it), who)
    except SaysoError as error:
        problem = of(error)
        if problem.status >= 500:
            raise
        return _page(request, desk, it, Paging(None, 50), problem=problem, form=form)
    note = {"join": "joined", "split": "split"}.get(kind, "weighed")
    response = away(form, f"/review/matters/{segment(it.matter)}", note)
    remember(response, request, who)
    return response


def _asked(form: FormData, kind: str, it: StoredMatter) -> Any:
    why = field(form, "why")
    if kind == "split":
        events = [each for each in form.getlist("events") if isinstance(each, str)]
        if not events:
            raise UsageError("Choose what to split off: events that are another matter")
        if len(events) > models.MOST_EVENTS:
            raise UsageError(f"Split off at most {models.MOST_EVENTS} events at once")
        return models.Split.model_construct(kind="split", events=events, why=why)
    if kind == "join":
        other = field(form, "other_id").strip() or field(form, "other")
        if not other:
            raise UsageError("Say with which matter to join this one: give its id, or look for it by words")
        return models.Join.model_construct(kind="join", matters=[it.matter, other[:64]], why=why)
    if kind == "undo":
        return models.UndoMatters.model_construct(kind="undo", undoes=numbered(form, "undoes"), why=why)
    raise Problem(422, f"{kind[:40]!r} is no decision about matters; there is join, split and undo")


def _page(
    request: Request,
    desk: Desk,
    it: StoredMatter,
    paging: Paging,
    *,
    words: str = "",
    problem: Problem | None = None,
    form: FormData | None = None,
) -> Response:
    claims = desk.ledger.catalogue.matter_claims(it.matter, paging.cursor, paging.limit, oldest=True)
    chosen = form.getlist("events") if form else []
    return shown(
        request,
        desk,
        "review_matter.html",
        status=problem.status if problem else 200,
        problem=problem,
        it=it,
        events=_events(claims.rows),
        next=claims.next,
        chosen={each for each in chosen if isinstance(each, str)},
        near=_near(desk, it, words),
        words=words,
        other=field(form, "other") if form else "",
        other_id=field(form, "other_id")[:64] if form else "",
        why=field(form, "why") if form else "",
        decided=_decided(desk, it),
        here_now=here_now(request),
    )


def _events(claims: Iterable[MatterClaim]) -> list[Told]:
    """Gather claims by the event that they are on."""
    its: dict[str, list[MatterClaim]] = {}
    for each in claims:
        its.setdefault(each.event, []).append(each)
    return [Told(key, tuple(found)) for key, found in its.items()]


def _near(desk: Desk, it: StoredMatter, words: str) -> list[MatterRow]:
    """Give matters that could be the same one: those with some words, else those of the same parties and
    type.
    """
    actor, recipient = (
        next((each["id"] for each in side if each["id"]), None) for side in (it.actors, it.recipients)
    )
    if words.strip():
        asked = MattersAsked(words=words)
    elif actor or recipient:
        asked = MattersAsked(type=it.type, actor=actor, recipient=recipient)
    else:
        return []
    rows = desk.ledger.catalogue.matters(asked, limit=NEAR + 1).rows
    return [each for each in rows if each.matter != it.matter][:NEAR]


def _decided(desk: Desk, it: StoredMatter) -> list[Decision]:
    """Give the decisions in force about a matter, newest first."""
    weighings = desk.ledger.weighings
    decided = in_force(weighings.decisions())
    now = weighings.matters_of({key for each in decided for key in (*each.events, each.anchor) if key})
    return [
        each
        for each in reversed(decided)
        if it.matter in {now.get(key) for key in (*each.events, each.anchor) if key}
    ]
