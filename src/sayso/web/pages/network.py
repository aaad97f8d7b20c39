"""The network of parties, drawn and as tables."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.errors import NotFoundError, UsageError
from sayso.ledger.catalogue.records import Network, NetworkEdge, PartyRow
from sayso.reading.ontology import QUADS, STANCES
from sayso.web.api.network import MOST_NODES, MOST_TIES, USUAL_NODES, USUAL_TIES, NetworkQuery, network_asked
from sayso.web.desk import Desk, DeskDep
from sayso.web.pages.parties import QUAD_COLOURS
from sayso.web.views import link, page, segment

__all__ = ["router"]

router = APIRouter()

_WORST_FIRST = ("material conflict", "verbal conflict", "material cooperation", "verbal cooperation")
_LINES = {"material": ("solid", "dashed"), "verbal": ("dotted", "dashdot")}  # and where it is contested
_HEADS = {"conflict": "triangle", "cooperation": "circle"}


@router.get("/network")
def network(request: Request, desk: DeskDep, query: NetworkQuery) -> Response:
    """Show who does something to whom, for the matters that are asked for."""

    def told() -> dict[str, Any]:
        it = network_asked(desk, query)
        middle = _middle(desk, query.party)
        return {
            "network": it,
            "graph": _graph(it, None if middle is None else middle.actor),
            "names": {node.actor: node.name for node in it.nodes},
            "left_out": list(_left_out(it)),
            "middle": middle,
            "asked": query,
            "nodes": query.nodes or USUAL_NODES,
            "ties": query.ties or USUAL_TIES,
            "most_nodes": MOST_NODES,
            "most_ties": MOST_TIES,
            "quads": QUADS,
            "stances": STANCES,
        }

    return page(request, desk, "network.html", told)


def _left_out(network: Network) -> Iterator[str]:
    """Say what the network leaves out."""
    if n := network.left_out_nodes:
        yield f"{n:,} {'party' if n == 1 else 'parties'}"
    if n := network.left_out_edges:
        yield f"{n:,} {'tie' if n == 1 else 'ties'} of fewer matters"
    if network.capped:
        yield "all older matters"


def _middle(desk: Desk, words: str | None) -> PartyRow | None:
    """Give the party that is asked for; None for none, and for words that mean several or nobody known."""
    try:
        return desk.ledger.catalogue.party(words) if words else None
    except (NotFoundError, UsageError):
        return None


def _mostly(edge: NetworkEdge) -> str:
    """Give the quad class of most matters; of several, the graver one."""
    return max(_WORST_FIRST, key=lambda quad: edge.quads.get(quad, 0))


def _contested(edge: NetworkEdge) -> bool:
    return 2 * edge.contested >= edge.matters


def _graph(network: Network, middle: str | None) -> dict[str, Any]:
    """Give the network as static/figures.js draws it: the area of a node and the width of a tie grow with the
    number of matters.
    """
    most_node = max((node.matters for node in network.nodes), default=1)
    most_edge = max((edge.matters for edge in network.edges), default=1)
    names = {node.actor: node.name for node in network.nodes}
    return {
        "nodes": [
            {
                "id": node.actor,
                "label": node.name,
                "size": round(sqrt(node.matters / most_node), 3),
                "href": f"/parties/{segment(node.actor)}",
                "about": f"{node.name}: {_matters(node.matters)}",
                **({"colour": "var(--focus)"} if node.actor == middle else {}),
            }
            for node in network.nodes
        ],
        "edges": [
            {
                "id": f"e{number}",
                "source": edge.one,
                "target": edge.other,
                "size": round(edge.matters / most_edge, 3),
                "directed": True,
                "href": link("/pairs", one=edge.one, other=edge.other),
                "about": _about(edge, names),
                **_look(edge),
            }
            for number, edge in enumerate(network.edges)
        ],
    }


def _look(edge: NetworkEdge) -> dict[str, str]:
    quad = _mostly(edge)
    weight, sort = quad.split()
    return {
        "colour": QUAD_COLOURS[quad],
        "line": _LINES[weight][_contested(edge)],
        "head": _HEADS[sort],
    }


def _about(edge: NetworkEdge, names: dict[str, str]) -> str:
    quads = ", ".join(f"{edge.quads[quad]:,} {quad}" for quad in QUADS if edge.quads.get(quad))
    contested = f"; {edge.contested:,} contested" if edge.contested else ""
    return f"{names[edge.one]} → {names[edge.other]}: {_matters(edge.matters)} ({quads}){contested}"


def _matters(number: int) -> str:
    return f"{number:,} matter" if number == 1 else f"{number:,} matters"
