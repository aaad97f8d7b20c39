"""The network of a ledger: parties as nodes, and matters as directed edges from who acts to whom it is done.

Where nothing is weighed, event mentions stand in place of matters. A matter with several actors or recipients
has an edge for each pair; what has one side only has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sayso.errors import SaysoError
from sayso.export.asked import Asked
from sayso.export.event_rows import EventRow, event_rows
from sayso.export.plover import told_by
from sayso.ledger.matter_records import StoredMatter
from sayso.ledger.matter_stream import each_matter
from sayso.reading.ontology import quad_of
from sayso.reading.reading import Participant
from sayso.reading.wording import event_words

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["EDGE_COLUMNS", "NODE_COLUMNS", "Edge", "Node", "edges"]

Value = str | int | float | bool

NODE_COLUMNS = {"name": str, "kind": str, "countries": str, "sectors": str, "resolved": bool}
"""What is told of a party, and its type. `resolved` is false for words that mean no known party."""

EDGE_COLUMNS = {
    "of": str,
    "matter": str,
    "title": str,
    "type": str,
    "quad": str,
    "contested": bool,
    "origins": int,
    "reports": int,
    "affirmed_by": str,
    "alleged_by": str,
    "denied_by": str,
    "doubted_by": str,
    "evidence": str,
    "event_first": str,
    "event_last": str,
    "first_reported": str,
    "last_reported": str,
    "weight": float,
}
"""What is told of an edge, and its type: `of` is "matter" or "event"; `weight` is the number of independent
origins, at least 1.
"""

_STANCES = {"affirms": "affirmed_by", "alleges": "alleged_by", "denies": "denied_by", "doubts": "doubted_by"}


@dataclass(frozen=True, slots=True)
class Node:
    """A party: its id, or its words where it was not resolved, and what is known of it."""

    id: str
    about: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """One party acts on another: what, and how that stands. `start` and `end` are days, None if not known."""

    id: str
    source: Node
    target: Node
    about: Mapping[str, Value]
    start: str | None
    end: str | None


class _Side(NamedTuple):
    """Who stands on one side: the party's id, None where it was not resolved, and its name or words."""

    id: str | None
    name: str


def edges(ledger: Ledger, asked: Asked, leave_out: Callable[[], None]) -> Iterator[Edge]:
    """Give the edges of the matters, or events, that are asked for; `leave_out` is called for each of those
    with one side only.
    """
    nodes = _Nodes()
    weighed = bool(ledger.weighings.matters(limit=1))
    words = {name: value for name, value in asked.items() if name != "text"}
    found: Iterator[tuple[str, Sequence[_Side], Sequence[_Side], dict[str, Value]]]
    if weighed:
        matters = each_matter(ledger.weighings, asked.get("text"), **words)  # type: ignore[arg-type]
        found = map(_of_matter, matters)
    else:
        found = map(_of_event, event_rows(ledger.claims(**asked)))
    for id, actors, recipients, about in found:
        pairs = [(actor, recipient) for actor in actors for recipient in recipients]
        if not pairs:
            leave_out()
        first, last = about.get("event_first"), about.get("event_last")
        for number, (actor, recipient) in enumerate(pairs, 1):
            yield Edge(
                id=id if len(pairs) == 1 else f"{id}.{number}",
                source=nodes.of(actor),
                target=nodes.of(recipient),
                about=about,
                start=str(first) if first else None,
                end=str(last) if last else None,
            )


class _Nodes:
    """Nodes as they come up. What the gazetteer knows of a party is looked up each time: it keeps that."""

    def __init__(self) -> None:
        from sayso.actors import shipped

        self._gazetteer = shipped()

    def of(self, side: _Side) -> Node:
        about: dict[str, Value] = {"name": side.name, "resolved": side.id is not None}
        if side.id is None:
            return Node(f"words:{' '.join(side.name.casefold().split())}", about)
        try:
            party = self._gazetteer.party(side.id)
        except (KeyError, SaysoError):  # it is known to its reports only, or from somebody's own file
            return Node(side.id, about)
        about |= {"kind": party.kind, "countries": "; ".join(party.countries)}
        return Node(side.id, {**about, "sectors": "; ".join(party.sectors)})


# ---- matters -----------------------------------------------------------------------------------------------


def _of_matter(matter: StoredMatter) -> tuple[str, Sequence[_Side], Sequence[_Side], dict[str, Value]]:
    standing = matter.standing
    names = {origin["key"]: origin["name"] for origin in standing["origins"]}
    said = {
        column: "; ".join(str(names.get(key, key)) for key in standing.get(stance, ()))
        for stance, column in (
            ("affirmed", "affirmed_by"),
            ("alleged", "alleged_by"),
            ("denied", "denied_by"),
            ("doubted", "doubted_by"),
        )
    }
    about = _told(
        of="matter",
        matter=matter.matter,
        title=matter.title,
        type=matter.type,
        quad=quad_of(matter.type),
        contested=matter.contested,
        origins=matter.origins,
        reports=matter.reports,
        **said,
        evidence=standing.get("evidence"),
        event_first=matter.event_first,
        event_last=matter.event_last,
        first_reported=matter.first,
        last_reported=matter.last,
        weight=float(max(1, matter.origins)),
    )
    return matter.matter, _sides(matter.actors), _sides(matter.recipients), about


def _sides(parties: Sequence[Mapping[str, Any]]) -> list[_Side]:
    return [_Side(party["id"], party["name"]) for party in parties]


def _told(**values: Value | None) -> dict[str, Value]:
    """Leave out what is not known."""
    return {name: value for name, value in values.items() if value not in (None, "")}


# ---- events ------------------------------------------------------------------------------------------------


def _of_event(row: EventRow) -> tuple[str, Sequence[_Side], Sequence[_Side], dict[str, Value]]:
    event, stored, time = row.event, row.stored, row.event.time
    said: dict[str, dict[str, None]] = {}
    names = told_by(row.claims)
    for claim, name in zip(row.claims, names, strict=True):
        if (column := _STANCES.get(claim.stance)) is not None:
            said.setdefault(column, {})[name or stored.outlet or "the report"] = None
    origins = len(set(names))
    about = _told(
        of="event",
        title=event_words(event),
        type=event.type,
        quad=event.quad or quad_of(event.type),
        contested=row.contested,
        origins=origins,
        reports=1,
        **{column: "; ".join(its) for column, its in said.items()},
        event_first=(time.start or time.end) if time else None,
        event_last=(time.end or time.start) if time else None,
        first_reported=stored.published,
        last_reported=stored.published,
        weight=float(max(1, origins)),
    )
    return row.key, _words(event.actors), _words(event.recipients), about


def _words(parts: Sequence[Participant]) -> list[_Side]:
    return list(dict.fromkeys(_Side(part.actor, part.name or part.text) for part in parts))
