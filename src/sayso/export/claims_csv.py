"""Claims as CSV: one per row.

Several actors, recipients, objects or places stand side by side as ``Iran; Syria``, the objects' amounts in
the same order (``at least 1000 container; 400000000 USD``), a chain of sources as ``Reuters > Russia's
Defence Ministry`` with the outermost first; the spans beside them tell where one ends and the next begins.
What is known of the parties stands beside their words in the same way: ``actor_ids`` of ``Iran; a witness``
is ``IRN; ``, for the witness is nobody that is known, and empty where none of them is. The country is the
party's main one: by ISO's two letters, its three letters (``iso3``) and its number in the Correlates of War
list of states (``cow``).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence

from sayso.export.cells import amount, codes, lines, places, side_by_side, words, yes
from sayso.export.formats import Written
from sayso.ledger.records import StoredClaim
from sayso.ledger.schema import CONFIDENCES
from sayso.reading.reading import Participant

__all__ = ["CLAIM_COLUMNS", "claims_csv"]

_OF_PARTIES = ("ids", "names", "countries", "iso3", "cow", "sectors")
_OF_SOURCES = ("ids", "names", "kinds", "countries", "control")
# fmt: off
CLAIM_COLUMNS = (
    "report_id", "outlet", "title", "published", "path", "url", "number",
    "type", "mode", "quad", "contexts", "stance", "opinion",
    "actors", *(f"actor_{what}" for what in _OF_PARTIES),
    "recipients", *(f"recipient_{what}" for what in _OF_PARTIES),
    "objects", "amounts", "places", "time", "time_start", "time_end",
    "chain", *(f"source_{what}" for what in _OF_SOURCES), "origin", "origin_id", "origin_name",
    "cue", "trigger", "sentence",
    "actor_spans", "recipient_spans", "object_spans", "place_spans", "time_span",
    "chain_spans", "cue_span", "trigger_span", "sentence_span",
    *(f"confidence_{part}" for part in CONFIDENCES),
    "claim_id",
)
# fmt: on


def claims_csv(claims: Iterable[StoredClaim], *, safe: bool = False) -> Generator[str, None, Written]:
    """Give a line of names and one for each claim; `safe` is for spreadsheets, as in `cells.lines`."""
    return (yield from lines(CLAIM_COLUMNS, map(_values, claims), safe=safe))


def _values(stored: StoredClaim) -> list[str]:
    claim, event, time = stored.claim, stored.claim.event, stored.claim.event.time
    origin = claim.sources[-1] if claim.sources else None
    record = {
        "report_id": stored.report_id,
        "outlet": stored.outlet,
        "title": stored.title,
        "published": stored.published,
        "path": stored.path,
        "url": stored.url,
        "number": stored.number,
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "contexts": " ".join(event.contexts),
        "stance": claim.stance,
        "opinion": yes(claim.opinion),
        "actors": words(event.actors),
        **_known_of("actor", event.actors),
        "recipients": words(event.recipients),
        **_known_of("recipient", event.recipients),
        "objects": words(event.objects),
        "amounts": "; ".join(amount(thing) for thing in event.objects),
        "places": words(event.places),
        "time": time and time.text,
        "time_start": time and time.start,
        "time_end": time and time.end,
        "chain": words(claim.sources, " > "),
        "source_ids": side_by_side((link.actor for link in claim.sources), " > "),
        "source_names": side_by_side((link.name for link in claim.sources), " > "),
        "source_kinds": side_by_side((link.kind for link in claim.sources), " > "),
        "source_countries": side_by_side((link.country for link in claim.sources), " > "),
        "source_control": side_by_side((link.control for link in claim.sources), " > "),
        "origin": origin and origin.text,
        "origin_id": origin and origin.actor,
        "origin_name": origin and origin.name,
        "cue": stored.cue,
        "trigger": stored.trigger,
        "sentence": stored.sentence,
        "actor_spans": places(part.span for part in event.actors),
        "recipient_spans": places(part.span for part in event.recipients),
        "object_spans": places(part.span for part in event.objects),
        "place_spans": places(part.span for part in event.places),
        "time_span": places([time.span] if time else []),
        "chain_spans": places(source.span for source in claim.sources),
        "cue_span": places([claim.cue] if claim.cue else []),
        "trigger_span": places([event.trigger]),
        "sentence_span": places([claim.sentence]),
        **{f"confidence_{part}": claim.confidence.get(part) for part in CONFIDENCES},
        "claim_id": claim.id,
    }
    return ["" if record[name] is None else str(record[name]) for name in CLAIM_COLUMNS]


def _known_of(role: str, parts: Sequence[Participant]) -> dict[str, str]:
    """Tell what is known of the parties in a role, in their order."""
    found = [codes(part.country) for part in parts]
    return {
        f"{role}_ids": side_by_side(part.actor for part in parts),
        f"{role}_names": side_by_side(part.name for part in parts),
        f"{role}_countries": side_by_side(part.country for part in parts),
        f"{role}_iso3": side_by_side(iso3 for iso3, _ in found),
        f"{role}_cow": side_by_side(cow for _, cow in found),
        f"{role}_sectors": side_by_side(part.sector for part in parts),
    }
