"""Search: claims with facets, and what else the words fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.ledger.catalogue.records import Facets
from sayso.ledger.named import LOCAL
from sayso.reading.ontology import QUADS, STANCES
from sayso.web.api.search import searched
from sayso.web.asked import AskedClaims, ClaimsQuery
from sayso.web.desk import DeskDep
from sayso.web.nearest import nearest
from sayso.web.paging import PagingDep
from sayso.web.views import page

router = APIRouter()

_Value = tuple[str, str, int]


@router.get("/search")
@router.get("/claims")
def search(request: Request, desk: DeskDep, query: ClaimsQuery, paging: PagingDep) -> Response:
    """Show what a question finds. Everything that was asked stands in the address."""

    def told() -> dict[str, Any]:
        found = searched(desk, query, paging)
        groups = _groups(found["facets"], query)
        nothing = bool(query.words) and not found["claims"] and paging.cursor is None
        return {
            **found,
            "nearest": nearest(desk, query.words or "") if nothing else None,
            "groups": groups,
            "chosen": _chosen(query),
            "asked": query,
            "quads": QUADS,
            "stances": STANCES,
        }

    return page(request, desk, "search.html", told)


_SAID = {
    "type": "type",
    "stance": "stance",
    "party": "with",
    "other": "and",
    "actor": "by",
    "recipient": "to",
    "source": "said by",
    "origin": "on the word of",
    "outlet": "in",
    "since": "from",
    "until": "until",
    "month": "in",
    "matter": "on matter",
    "report": "in report",
    "min_confidence": "at least this sure:",
}


def _chosen(query: AskedClaims) -> list[tuple[str, str, str]]:
    """Give what was asked beside words: the parameter, how it is said, and the value."""
    found = []
    for name, said in _SAID.items():
        value = getattr(query, name)
        if value not in (None, []):
            found.append((name, said, ", ".join(value) if isinstance(value, list) else str(value)))
    if query.contested is not None:
        found.append(("contested", "contested" if query.contested else "not contested", ""))
    return found


def _parties(facets: Facets) -> list[_Value]:
    """Give the parties to choose from. Those that only their reports know have an id in each of them, and are
    asked for by their name.
    """
    found: dict[str, _Value] = {}
    for each in facets.parties:
        local = each["actor"].startswith(LOCAL)
        value = each["name"] if local else each["actor"]
        count = found[value][2] if value in found else 0
        found[value] = (value, each["name"], count + each["claims"])
    return sorted(found.values(), key=lambda value: -value[2])[:12]


def _groups(facets: Facets, query: AskedClaims) -> list[tuple[str, str, list[_Value], str | None]]:
    """Give what can be chosen to narrow a question down: title, the parameter that it sets, the values each
    with its words and its count, and the one that is chosen.
    """

    def first(values: list[str]) -> str | None:
        return values[0] if values else None

    def plain(counts: Mapping[str, int], most: int = 12) -> list[_Value]:
        return [(value, value, count) for value, count in list(counts.items())[:most]]

    contested = [
        (value, words, facets.contested[words])
        for value, words in (("true", "contested"), ("false", "uncontested"))
        if facets.contested.get(words)
    ]
    months = sorted(plain(facets.months, 24), reverse=True)
    chosen = None if query.contested is None else str(query.contested).lower()
    return [
        ("Stance", "stance", plain(facets.stances), first(query.stance)),
        ("Matter", "contested", contested, chosen),
        ("Type", "type", plain(facets.types, 16), first(query.type)),
        ("Party", "party", _parties(facets), query.party),
        ("Outlet", "outlet", plain(facets.outlets), query.outlet),
        ("Month", "month", months, query.month),
    ]
