"""Events as PLOVER JSON, one per line.

The fields are those of the PLOVER manual's chapter on data fields (https://github.com/openeventdata/PLOVER).
PLOVER has no stances: an event that is denied would look like one that happened. Its own means against that
are the auxiliary modes, which it puts among the contexts: ``negation`` where an event is only denied,
``hypothetical`` where it is only doubted or supposed, ``future`` where it is only intended, predicted or
urged. An event that somebody affirms or alleges has none of them, whoever else denies it; the fields
``stances``, ``contested`` and ``claims``, which are sayso's own, tell that.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Any

from sayso import __version__
from sayso.export.cells import codes
from sayso.export.event_rows import EventRow, stances
from sayso.export.formats import Written
from sayso.export.json_lines import json_line
from sayso.export.plover_scores import intensity, quad_number
from sayso.reading.ontology import quad_of
from sayso.reading.reading import Claim, Participant, Place

__all__ = ["CODEBOOK", "auxiliary", "plover_json"]

CODEBOOK = "PLOVER, https://github.com/openeventdata/PLOVER"
_CONTEXTS = {"territorial": "territory"}  # what PLOVER calls otherwise
_AUXILIARY = (
    ("negation", {"denies"}),
    ("hypothetical", {"doubts", "supposes"}),
    ("future", {"intends", "predicts", "urges"}),
)


def plover_json(rows: Iterable[tuple[EventRow, str | None]]) -> Generator[str, None, Written]:
    """Give a line for each event; with it comes the id of its matter, if there is one."""
    count = 0
    for row, matter in rows:
        yield json_line(_record(row, matter))
        count += 1
    return Written(count)


def auxiliary(row: EventRow) -> list[str]:
    """Give the auxiliary modes of an event: none where somebody affirms or alleges it."""
    found = set(stances(row.claims))
    return [] if row.asserted else [mode for mode, meant in _AUXILIARY if meant & found]


def contexts(row: EventRow) -> list[str]:
    """Give the contexts of an event in PLOVER's words."""
    return [_CONTEXTS.get(context, context) for context in row.event.contexts]


def day_of(row: EventRow) -> tuple[str | None, str | None, str]:
    """Give the first and last day of an event, and what they rest on: ``event`` where the report's words tell
    it, else ``publication``, or ``unknown``.
    """
    time, published = row.event.time, row.stored.published
    if time is not None and (time.start or time.end):
        return time.start or time.end, time.end or time.start, "event"
    return published, published, "publication" if published else "unknown"


def _record(row: EventRow, matter: str | None) -> dict[str, Any]:
    event, stored = row.event, row.stored
    first, last, dated = day_of(row)
    sentence = stored.claim.sentence
    record: dict[str, Any] = {"id": row.key, "date": first}
    if last != first:
        record["enddate"] = last
    record |= {
        "actor": [_entity(part) for part in event.actors],
        "recipient": [_entity(part) for part in event.recipients],
        "event": [event.type],
        "mode": [event.mode] if event.mode else [],
        "context": [*contexts(row), *auxiliary(row)],
        "quad_code": quad_number(event.quad or quad_of(event.type)),
        "event_scale": intensity(event.type, event.mode),
        "event_text": [stored.trigger],
    }
    if event.places:
        record["event_loc"] = _location(event.places[0])
    if matter is not None:
        record["link"] = matter
    cite = {
        "citation": stored.report_id,
        "url": stored.url,
        "title": stored.title,
        "publication": stored.outlet,
        "coder": f"sayso {__version__}",
        "codebook": CODEBOOK,
    }
    record |= {
        "text": stored.sentence,
        "text_info": {"start": sentence[0], "end": sentence[1]},
        "cite_info": {name: value for name, value in cite.items() if value is not None},
        "coder": "sayso",
        "published": stored.published,
        "date_from": dated,
        "stances": stances(row.claims),
        "contested": row.contested,
        "claims": [_said(claim) for claim in row.claims],
        "objects": [thing.to_dict() for thing in event.objects],
        "places": [place.to_dict() for place in event.places],
    }
    return record


def _entity(part: Participant) -> dict[str, Any]:
    entity = {
        "code": codes(part.country)[0] or None,
        "sector": part.sector,
        "entity_text": part.text,
        "identifier_id": part.actor,
        "identifier_text": part.name,
    }
    return {name: value for name, value in entity.items() if value is not None}


def _location(place: Place) -> dict[str, Any]:
    location = {
        "extracted_place": place.text,
        "lat": place.lat,
        "lon": place.lon,
        "country_code": codes(place.country)[0] or None,
    }
    return {name: value for name, value in location.items() if value is not None}


def _said(claim: Claim) -> dict[str, Any]:
    """Tell a claim: how its origin stands to the event, and by which chain it comes."""
    return {
        "id": claim.id,
        "stance": claim.stance,
        "opinion": claim.opinion,
        "chain": [_speaker(link.text, link.actor, link.name) for link in claim.sources],
        "confidence": claim.confidence,
    }


def _speaker(text: str, actor: str | None, name: str | None) -> dict[str, str]:
    found = {"text": text, "id": actor, "name": name}
    return {key: value for key, value in found.items() if value is not None}


def told_by(claims: Sequence[Claim]) -> list[str]:
    """Name the origin of each claim: the party's name, else its words; empty where the report says it."""
    return [(link.name or link.text) if (link := _origin(claim)) else "" for claim in claims]


def _origin(claim: Claim) -> Any:
    return claim.sources[-1] if claim.sources else None
