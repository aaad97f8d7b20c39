"""The network as GraphML (http://graphml.graphdrawing.org): for igraph, networkx, yEd, Cytoscape.

Every edge has an id, so that programs keep several edges between the same two parties apart. A node comes
before the first edge that it is part of; nothing is kept in memory but the ids of nodes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING

from sayso.export.asked import Asked
from sayso.export.formats import Written
from sayso.export.graph import EDGE_COLUMNS, NODE_COLUMNS, Value, edges
from sayso.export.xml_text import attribute, element

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["graphml"]

_TYPES = {str: "string", bool: "boolean", int: "int", float: "double"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def graphml(ledger: Ledger, asked: Asked) -> Generator[str, None, Written]:
    """Give the network in pieces of XML."""
    left_out = count = 0

    def leave_out() -> None:
        nonlocal left_out
        left_out += 1

    yield _HEAD + "".join(_keys())
    yield '<graph id="sayso" edgedefault="directed">\n'
    seen: set[str] = set()
    for edge in edges(ledger, asked, leave_out):
        piece = ""
        for node in (edge.source, edge.target):
            if node.id not in seen:
                seen.add(node.id)
                piece += f'<node id="{attribute(node.id)}">{_data("n", node.about)}</node>\n'
        ends = f'source="{attribute(edge.source.id)}" target="{attribute(edge.target.id)}"'
        yield f'{piece}<edge id="{attribute(edge.id)}" {ends}>{_data("e", edge.about)}</edge>\n'
        count += 1
    yield "</graph>\n</graphml>\n"
    return Written(count, left_out)


def _keys() -> Iterator[str]:
    for letter, what, columns in (("n", "node", NODE_COLUMNS), ("e", "edge", EDGE_COLUMNS)):
        for name, type in columns.items():
            said = {"id": f"{letter}_{name}", "for": what, "attr.name": name, "attr.type": _TYPES[type]}
            yield element("key", **said)


def _data(letter: str, about: Mapping[str, Value]) -> str:
    return "".join(
        f'<data key="{letter}_{name}">{attribute(written(value))}</data>' for name, value in about.items()
    )


def written(value: Value) -> str:
    """Write a value as XML Schema does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
