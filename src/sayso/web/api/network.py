"""The network of parties: who does something to whom, by matters."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from sayso.ledger.catalogue.records import MattersAsked, Network
from sayso.web import problems
from sayso.web.asked import AskedMatters
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import answer, listing, record, wanted

__all__ = [
    "MOST_NODES",
    "MOST_TIES",
    "USUAL_NODES",
    "USUAL_TIES",
    "AskedNetwork",
    "NetworkQuery",
    "network_asked",
    "router",
]

router = APIRouter(tags=["network"])

USUAL_NODES, MOST_NODES = 40, 300
"""Parties that a network shows: more than a few hundred are a ball of wool."""
USUAL_TIES, MOST_TIES = 120, 1000
"""Ties that a network shows: three for each party can still be told apart."""


class AskedNetwork(AskedMatters):
    """Which matters make the network, and how many parties it shows."""

    nodes: int | None = Field(
        None,
        ge=2,
        le=MOST_NODES,
        description=f"Parties in the answer, those with most matters; {USUAL_NODES} where it is left out.",
    )

    ties: int | None = Field(
        None,
        ge=1,
        le=MOST_TIES,
        description=f"Ties in the answer, those of most matters; {USUAL_TIES} where it is left out. Parties "
        "that none of them touches are left out, too.",
    )

    def asked(self) -> MattersAsked:
        """Give the question about matters as the catalogue takes it."""
        return AskedMatters(**self.model_dump(exclude={"nodes", "ties"})).asked()


NetworkQuery = Annotated[AskedNetwork, Query()]


@router.get(
    "/network",
    summary="Who does something to whom",
    response_model=Network,
    operation_id="network",
    responses=problems.responses(404),
)
def network(request: Request, desk: DeskDep, query: NetworkQuery) -> Response:
    """Give the parties with most of the matters that are asked for, and what they do to each other: `matters`
    of an edge counts those in which `one` acts on `other`. As CSV or JSON lines it gives the edges.
    """

    def found() -> Response:
        it = network_asked(desk, query)
        if wanted(request) != "json":
            return listing(request, [edge.to_dict() for edge in it.edges])
        return record(request, it.to_dict())

    return answer(request, desk.answers, desk.stamp(), found)


def network_asked(desk: Desk, query: AskedNetwork) -> Network:
    """Give the network that is asked for."""
    whole = desk.ledger.catalogue.network(query.asked(), query.nodes or USUAL_NODES)
    edges = whole.edges[: query.ties or USUAL_TIES]
    touched = {end for edge in edges for end in (edge.one, edge.other)}
    nodes = tuple(node for node in whole.nodes if node.actor in touched)
    return replace(
        whole,
        nodes=nodes,
        edges=edges,
        left_out_nodes=whole.left_out_nodes + len(whole.nodes) - len(nodes),
        left_out_edges=whole.left_out_edges + len(whole.edges) - len(edges),
    )
