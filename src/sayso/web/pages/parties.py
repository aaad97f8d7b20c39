"""Parties: who they are and what there is of them; pairs: what two of them do to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import NotFoundError, UsageError
from sayso.ledger.catalogue.records import CataloguedClaim, PairTally, PartyRow
from sayso.reading.ontology import QUADS
from sayso.web.api.parties import (
    KINDS,
    OUTLETS,
    PARTS,
    PartClaimsQuery,
    PartiesQuery,
    Since,
    Until,
    listings_of,
    parties_found,
    tally_of,
    whole_party,
)
from sayso.web.between import Month, between, by_dimension, by_direction, by_month
from sayso.web.charts import Spec, over_time
from sayso.web.desk import Desk, DeskDep
from sayso.web.known import SECTORS
from sayso.web.pages.lists import entry_address
from sayso.web.paging import PagingDep, query_of, with_query
from sayso.web.views import link, page, render, segment

__all__ = ["QUAD_COLOURS", "router"]

router = APIRouter()

CLAIMS = 15
"""Claims on the page of a party, where the address asks for no other number."""

QUAD_COLOURS = {
    "verbal cooperation": "var(--foreseen)",
    "material cooperation": "var(--affirms)",
    "verbal conflict": "var(--alleges)",
    "material conflict": "var(--denies)",
}
"""Quad classes by colour; wherever they are drawn, a row, a line or a word tells them, too."""


@router.get("/parties")
def parties(request: Request, desk: DeskDep, query: PartiesQuery, paging: PagingDep) -> Response:
    """Show who acts, speaks and is acted on; what was asked for stands in the address."""

    def told() -> dict[str, Any]:
        found = parties_found(desk, query, paging)
        return {
            "rows": found.rows,
            "next": found.next,
            "total": found.total,
            "asked": query,
            "kinds": KINDS,
            "orders": {"claims": "most claims", "name": "name"},
            "order": query.order or "claims",
        }

    return page(request, desk, "parties.html", told)


@router.get("/parties/{actor:path}")
def party(request: Request, desk: DeskDep, actor: str, query: PartClaimsQuery, paging: PagingDep) -> Response:
    """Show a party. Any name that means it leads to its own address; one of several parties, to these."""
    try:
        row = desk.ledger.catalogue.party(actor)
    except UsageError:
        return RedirectResponse(link("/parties", words=actor), 303)
    if row.actor != actor:
        sent = query_of(request.scope)
        kept = f"?{sent}" if sent else ""
        return RedirectResponse(f"/parties/{segment(row.actor)}{kept}", 303)

    def told() -> dict[str, Any]:
        catalogue = desk.ledger.catalogue
        rows = paging.limit if "limit" in request.query_params else CLAIMS
        claims = catalogue.claims(query.asked(actor), paging.cursor, rows)
        links = listings_of(desk, actor)
        whole = whole_party(desk, row, links)
        return {
            **{name: getattr(whole, name) for name in type(whole).model_fields if name != "listings"},
            "listings": links,
            "link_entry": entry_address,
            "outlets": _outlets(desk, row),
            "claims": claims.rows,
            "next": claims.next,
            "names": _names(claims.rows, actor),
            "asked": query,
            "parts": PARTS,
            "counts": {"any": row.claims, "source": row.said, "actor": row.by, "recipient": row.about},
            "sector_words": SECTORS,
        }

    return page(request, desk, "party.html", told)


def _outlets(desk: Desk, row: PartyRow) -> list[PartyRow]:
    """Give the outlets in the ledger that a state directs."""
    if row.kind != "state" or not row.countries:
        return []
    found = desk.ledger.catalogue.parties(kind="outlet", country=row.countries[0], limit=OUTLETS)
    return [each for each in found.rows if each.control == "state"]


def _names(claims: Iterable[CataloguedClaim], actor: str) -> list[tuple[str, int]]:
    """Count by which words some claims name a party, the most frequent first."""
    words: Counter[str] = Counter()
    for each in claims:
        claim = each.claim.claim
        parts = [(part.text, part.actor) for part in (*claim.event.actors, *claim.event.recipients)]
        parts += [(source.text, source.actor) for source in claim.sources]
        words.update({" ".join(text.split()) for text, meant in parts if meant == actor})
    return words.most_common(12)


# ---- pairs -------------------------------------------------------------------------------------------------


@router.get("/pairs")
def pair(
    request: Request, desk: DeskDep, one: str = "", other: str = "", since: Since = "", until: Until = ""
) -> Response:
    """Show what two parties do to each other, or ask which two."""
    one, other = one.strip()[:400], other.strip()[:400]
    if not one or not other:
        return render(request, desk, "pair_asked.html", one=one, other=other, problem=None)
    try:
        meant = {
            name: desk.ledger.catalogue.party(ref).actor for name, ref in (("one", one), ("other", other))
        }
    except (NotFoundError, UsageError) as error:
        status = 404 if isinstance(error, NotFoundError) else 400
        asked = {"one": one, "other": other, "since": since, "until": until, "problem": str(error)}
        return render(request, desk, "pair_asked.html", status=status, **asked)
    if meant != {"one": one, "other": other}:
        return RedirectResponse(with_query(request, **meant), 303)

    def told() -> dict[str, Any]:
        tally = tally_of(desk, one, other, since, until)
        months = by_month(tally)
        whole = between(desk, tally, since or None, until or None)
        return {
            "pair": whole,
            "tally": tally,
            "titles": {matter.matter: matter.title for matter in whole.matters},
            "directions": by_direction(tally),
            "dimensions": by_dimension(tally),
            "months": months,
            "quads": tuple(QUADS),
            "chart": _chart(tally, months),
            "since": since,
            "until": until,
        }

    return page(request, desk, "pair.html", told)


def _chart(tally: PairTally, months: Iterable[Month]) -> Spec | None:
    """Draw the months: a row of bars for each direction and quad class; None where no claim has a day."""
    sides = ((tally.one, tally.other), (tally.other, tally.one))
    rows, colours = [], {}
    for way, (by, to) in enumerate(sides):
        for number, (quad, types) in enumerate(QUADS.items()):
            series = f"{by.name} → {to.name}: {quad}"
            colours[series] = QUAD_COLOURS[quad]
            for each in months:
                if each.month is not None and each.quads[way][number]:
                    asked = [("actor", by.actor), ("recipient", to.actor), ("month", each.month)]
                    query = urlencode([*asked, *(("type", kind) for kind in types)])
                    rows.append(
                        {
                            "month": each.month,
                            "series": series,
                            "claims": each.quads[way][number],
                            "href": f"/search?{query}",
                        }
                    )
    return over_time(rows, colours) if rows else None
