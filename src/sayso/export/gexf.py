"""The network as GEXF 1.3 (https://gexf.net): for Gephi, with the days of edges as it shows them in time.

GEXF has all nodes before the first edge, so that edges wait in a temporary file until the nodes are known.
"""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING

from sayso.export.asked import Asked
from sayso.export.formats import Written
from sayso.export.graph import EDGE_COLUMNS, NODE_COLUMNS, Edge, Node, Value, edges
from sayso.export.graphml import written
from sayso.export.xml_text import element

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["gexf"]

_WEIGHT = "weight"  # GEXF has it as an attribute of the edge itself
_OF_EDGES = {name: type for name, type in EDGE_COLUMNS.items() if name != _WEIGHT}
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "double"}
_IN_MEMORY = 8 * 2**20  # bytes of edges that wait in memory; more go into a file
_PIECE = 2**16  # characters
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>sayso</creator></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
"""


def gexf(ledger: Ledger, asked: Asked) -> Generator[str, None, Written]:
    """Give the network in pieces of XML."""
    left_out = count = 0

    def leave_out() -> None:
        nonlocal left_out
        left_out += 1

    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8") as waiting:
        yield _HEAD + _columns("node", NODE_COLUMNS) + _columns("edge", _OF_EDGES) + "<nodes>\n"
        seen: set[str] = set()
        for edge in edges(ledger, asked, leave_out):
            for node in (edge.source, edge.target):
                if node.id not in seen:
                    seen.add(node.id)
                    yield _node(node)
            waiting.write(_edge(edge))
            count += 1
        yield "</nodes>\n<edges>\n"
        waiting.seek(0)
        yield from iter(lambda: waiting.read(_PIECE), "")
        yield "</edges>\n</graph>\n</gexf>\n"
    return Written(count, left_out)


def _columns(what: str, columns: Mapping[str, type]) -> str:
    said = "".join(
        element("attribute", id=name, title=name, type=_TYPES[type]) for name, type in columns.items()
    )
    return f'<attributes class="{what}">\n{said}</attributes>\n'


def _node(node: Node) -> str:
    head = element("node", id=node.id, label=str(node.about["name"]))
    return f"{head[:-3]}>{_values(node.about)}</node>\n"


def _edge(edge: Edge) -> str:
    when = {name: day for name, day in (("start", edge.start), ("end", edge.end)) if day is not None}
    head = element(
        "edge",
        id=edge.id,
        source=edge.source.id,
        target=edge.target.id,
        kind=str(edge.about["type"]),
        label=str(edge.about["type"]),
        weight=written(edge.about[_WEIGHT]),
        **when,
    )
    return f"{head[:-3]}>{_values(edge.about)}</edge>\n"


def _values(about: Mapping[str, Value]) -> str:
    said: Iterator[str] = (
        element("attvalue", **{"for": name, "value": written(value)})
        for name, value in about.items()
        if name != _WEIGHT
    )
    return "<attvalues>" + "".join(said).replace("\n", "") + "</attvalues>"
