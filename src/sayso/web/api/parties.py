"""Parties: who acts, speaks and is acted on, and what two of them do to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from sayso.ledger.catalogue.records import (
    ClaimsAsked,
    MatterRow,
    MattersAsked,
    Page,
    PairRow,
    PairTally,
    Partner,
    PartyRow,
)
from sayso.ledger.records import StoredLink
from sayso.web import problems
from sayso.web.api.claim_models import ClaimAnswer, claims_listing
from sayso.web.asked import Asked
from sayso.web.between import between
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import Listing, answer, listing, record, wanted
from sayso.web.known import PartyFacts, country_code, facts_of, named
from sayso.web.paging import Paging, PagingDep
from sayso.web.problems import Problem

__all__ = [
    "KINDS",
    "PARTS",
    "AskedParties",
    "PartClaims",
    "PartClaimsQuery",
    "PartiesQuery",
    "Since",
    "Until",
    "listings_of",
    "parties_found",
    "router",
    "tally_of",
    "whole_party",
]

router = APIRouter(tags=["parties"])

Kind = Literal[
    "state",
    "government",
    "military",
    "armed_group",
    "organisation",
    "company",
    "outlet",
    "person",
    "people",
]
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]
"""What parties are, as `sayso.reading.Party` has it."""

PARTS = {
    "any": "any part",
    "source": "it speaks",
    "actor": "it acts",
    "recipient": "it is acted on",
}
"""The parts that a party can have in a claim, in words."""

MATTERS, PARTNERS, OUTLETS = 6, 12, 60
"""How many of each the page of a party shows."""


class AskedParties(Asked):
    """A question about parties; what is left out asks for nothing in particular."""

    words: str | None = Field(
        None, max_length=400, description="A name, the beginning of one, an id or a code."
    )
    kind: Kind | None = Field(None, description="What they are.")
    country: str | None = Field(
        None, max_length=100, description="Of this country: an ISO code or a name, as NO or Norway."
    )
    order: Literal["claims", "name"] | None = Field(
        None, description="Most claims first (usual), or by name."
    )


class PartClaims(Asked):
    """Which of a party's claims."""

    part: Literal["any", "source", "origin", "actor", "recipient"] | None = Field(
        None,
        description="What the party does in them: speaks (`source`, anywhere in the chain; `origin`, as the "
        "last one), acts (`actor`), is acted on (`recipient`); any of these where it is left out.",
    )
    type: list[str] = Field([], max_length=16, description="Types of event.")
    stance: list[str] = Field([], max_length=8, description="Stances of the last speaker.")
    since: str | None = Field(None, max_length=30, description="Published on or after.")
    until: str | None = Field(None, max_length=30, description="Published on or before.")

    def asked(self, actor: str) -> ClaimsAsked:
        """Give it as the catalogue takes it, for a party."""
        asked = ClaimsAsked(
            type=tuple(self.type), stance=tuple(self.stance), since=self.since, until=self.until
        )
        match self.part:
            case "source":
                return replace(asked, source=actor)
            case "origin":
                return replace(asked, origin=actor)
            case "actor":
                return replace(asked, actor=actor)
            case "recipient":
                return replace(asked, recipient=actor)
        return replace(asked, party=actor)


PartiesQuery = Annotated[AskedParties, Query()]
PartClaimsQuery = Annotated[PartClaims, Query()]


class WholeParty(BaseModel):
    """A party with what there is of it. `matters` are those in which it has a side, contested ones first;
    `listings` what the newest screening found for it, each a link with its reasons and never a merge;
    `screened` against which versions of lists that was, null where nobody screened.
    """

    party: PartyRow
    facts: PartyFacts
    matters: list[MatterRow]
    partners: list[Partner]
    listings: list[dict[str, Any]]
    screened: list[str] | None


@router.get("/parties", summary="Find parties", response_model=Listing[PartyRow], operation_id="parties")
def parties(request: Request, desk: DeskDep, query: PartiesQuery, paging: PagingDep) -> Response:
    """Find who acts, speaks or is acted on, with how many claims there are of each. Whoever is a part of a
    party counts as it.
    """

    def found() -> Response:
        page = parties_found(desk, query, paging)
        return listing(request, [each.to_dict() for each in page.rows], next=page.next, total=page.total)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/parties/{actor:path}/claims",
    summary="Claims of a party",
    response_model=Listing[ClaimAnswer],
    operation_id="party_claims",
    responses=problems.responses(404),
)
def party_claims(
    request: Request, desk: DeskDep, actor: str, query: PartClaimsQuery, paging: PagingDep
) -> Response:
    """Give the claims in which a party, or whoever is a part of it, speaks, acts or is acted on; newest
    publication first.
    """

    def found() -> Response:
        party = desk.ledger.catalogue.party(actor)
        page = desk.ledger.catalogue.claims(query.asked(party.actor), paging.cursor, paging.limit)
        return claims_listing(request, page)

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/parties/{actor:path}/partners",
    summary="With whom a party has to do",
    response_model=Listing[Partner],
    operation_id="party_partners",
    responses=problems.responses(404),
)
def party_partners(
    request: Request,
    desk: DeskDep,
    actor: str,
    limit: Annotated[int, Query(ge=1, le=500, description="Rows in the answer.")] = 50,
) -> Response:
    """Give the parties that act on a party (`by` counts these claims) or on which it acts (`of`), those with
    most first.
    """

    def found() -> Response:
        party = desk.ledger.catalogue.party(actor)
        return listing(
            request, [each.to_dict() for each in desk.ledger.catalogue.partners(party.actor, limit)]
        )

    return answer(request, desk.answers, desk.stamp(), found)


@router.get(
    "/parties/{actor:path}",
    summary="A party",
    response_model=WholeParty,
    operation_id="party",
    responses=problems.responses(404),
)
def party(request: Request, desk: DeskDep, actor: str) -> Response:
    """Give a party, by its id or by any name, code or adjective: what is known of it, the matters in which it
    has a side, with whom it has to do, and what screening against sanctions lists found. A hit is a question
    to look into.
    """

    def found() -> Response:
        row = desk.ledger.catalogue.party(actor)
        whole = whole_party(desk, row, listings_of(desk, row.actor))
        return record(request, whole.model_dump(mode="json"))

    return answer(request, desk.answers, desk.stamp(), found)


def parties_found(desk: Desk, query: AskedParties, paging: Paging) -> Page[PartyRow]:
    """Give a page of the parties that are asked for."""
    return desk.ledger.catalogue.parties(
        query.words,
        kind=query.kind,
        country=country_code(desk, query.country),
        order=query.order or "claims",
        cursor=paging.cursor,
        limit=paging.limit,
    )


def whole_party(desk: Desk, row: PartyRow, links: Iterable[StoredLink]) -> WholeParty:
    """Put together what there is of a party, but for its claims; `links` are its listings."""
    ledger = desk.ledger
    screening = ledger.screenings.latest()
    return WholeParty(
        party=replace(row, name=named(desk, row.name, row.actor)),
        facts=facts_of(desk, row),
        matters=matters_of(desk, row.actor),
        partners=[
            replace(each, name=named(desk, each.name, each.actor))
            for each in ledger.catalogue.partners(row.actor, PARTNERS)
        ],
        listings=[each.to_dict() for each in links],
        screened=list(screening.versions) if screening else None,
    )


def matters_of(desk: Desk, actor: str, other: str | None = None, most: int = MATTERS) -> list[MatterRow]:
    """Give some matters in which a party has a side, with `other` on the other one: contested ones first,
    each the newest first.
    """
    matters = desk.ledger.catalogue.matters
    asked = MattersAsked(party=actor, other=other, contested=True)
    contested = matters(asked, limit=most).rows
    if len(contested) == most:
        return list(contested)
    others = matters(replace(asked, contested=False), limit=most - len(contested)).rows
    return [*contested, *others]


def listings_of(desk: Desk, actor: str) -> list[StoredLink]:
    """Give what the newest screening found for a party, the best first."""
    return sorted(desk.ledger.screenings.links(actor), key=lambda link: (not link.match, -link.score))


# ---- pairs -------------------------------------------------------------------------------------------------


class DifferingSides(BaseModel):
    """A matter on which claims differ, by its id, with the newest claim of each side."""

    matter: str
    said: ClaimAnswer
    denied: ClaimAnswer


class WholePair(BaseModel):
    """What two parties do to each other. `rows` count the claims that are alike; `claims` are all of these,
    where `complete` is false only the newest. `matters` are the newest between them, contested ones first;
    `differing` has matters on which claims differ, with both sides; `newest` the newest claims.
    """

    one: PartyRow
    other: PartyRow
    rows: list[PairRow]
    claims: int
    complete: bool
    matters: list[MatterRow]
    differing: list[DifferingSides]
    newest: list[ClaimAnswer]


_Name = Annotated[str, Query(min_length=1, max_length=400, description="A party, by any name or id.")]
Since = Annotated[str, Query(max_length=30, description="Published on or after: 2023, 2023-08, 2023-08-21.")]
Until = Annotated[str, Query(max_length=30, description="Published on or before.")]


@router.get(
    "/pairs",
    summary="What two parties do to each other",
    response_model=WholePair,
    operation_id="pair",
    responses=problems.responses(404),
)
def pair(
    request: Request, desk: DeskDep, one: _Name, other: _Name, since: Since = "", until: Until = ""
) -> Response:
    """Count the claims of what two parties, or whoever is a part of them, do to each other: by month, who
    acts, type, stance and dimension. As CSV or JSON lines it gives these rows.
    """

    def found() -> Response:
        tally = tally_of(desk, one, other, since, until)
        if wanted(request) != "json":
            return listing(request, [row.to_dict() for row in tally.rows])
        return record(request, between(desk, tally, since or None, until or None).to_dict())

    return answer(request, desk.answers, desk.stamp(), found)


def tally_of(desk: Desk, one: str, other: str, since: str, until: str) -> PairTally:
    """Count what two parties do to each other in a period. Raises Problem for one that is asked for twice."""
    tally = desk.ledger.catalogue.pair(one, other, since or None, until or None)
    if tally.one.actor == tally.other.actor:
        raise Problem(400, f"Both names mean {tally.one.name}; a pair is of two different parties")
    return tally
