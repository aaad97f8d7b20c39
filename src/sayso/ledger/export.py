"""Everything in the ledger, given away: JSON lines of whole readings, or CSV of statements, claims or
parties.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Literal, TextIO

from sayso.errors import UsageError
from sayso.ledger.records import Statement, StoredClaim
from sayso.ledger.schema import CONFIDENCES
from sayso.reading.reading import Mention, Object, Participant, Place, Reading, Source, Span

if TYPE_CHECKING:
    from sayso.ledger.store import Ledger

__all__ = [
    "CLAIM_COLUMNS",
    "CSV_COLUMNS",
    "PARTY_COLUMNS",
    "Format",
    "export",
    "write_claims_csv",
    "write_csv",
    "write_parties_csv",
]

Format = Literal["jsonl", "csv", "claims", "parties"]

CSV_COLUMNS = tuple(
    column
    for name in (f.name for f in fields(Statement))
    for column in (("source_spans", "cue_spans", "content_spans") if name == "spans" else (name,))
)

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
PARTY_COLUMNS = (
    "report_id", "published", "actor", "name", "kind", "countries", "iso3", "cow", "sectors",
    "belongs_to", "within", "control", "about", "mentions", "first_words",
)
# fmt: on

# What a spreadsheet may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(ledger: Ledger, format: Format, out: TextIO, *, safe_csv: bool = False) -> int:
    """Write the newest reading of every report; give the number of lines (jsonl) or rows (CSV) written.

    ``jsonl`` is one reading per line with the report's text, oldest first, each as `Reading.to_dict` lays it
    out. ``csv`` is one statement per row under a line of names, in the order of `Ledger.statements`; spans
    are written as ``10:17 20:30``. ``claims`` is the same with one claim per row, in the order of
    `Ledger.claims`, ``parties`` with one row for each party that a reading has, in the order of the readings.
    Words are exact: where a spreadsheet will open the file and reports are not trusted,
    `safe_csv` puts an apostrophe before values that it might take for a formula.

    Raises UsageError for another format.
    """
    if format == "csv":
        return write_csv(ledger.statements(), out, safe=safe_csv)
    if format == "claims":
        return write_claims_csv(ledger.claims(), out, safe=safe_csv)
    if format == "parties":
        return write_parties_csv(ledger.readings(), out, safe=safe_csv)
    if format != "jsonl":
        raise UsageError(f"There is no export to {format!r}; choose jsonl, csv, claims or parties")
    count = 0
    for reading in ledger.readings():
        out.write(json.dumps(reading.to_dict(with_text=True), ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(statements: Iterable[Statement], out: TextIO, *, safe: bool = False) -> int:
    """Write statements as CSV, as `export` does; give their number."""
    return _write(CSV_COLUMNS, (_values(statement) for statement in statements), out, safe=safe)


def write_claims_csv(claims: Iterable[StoredClaim], out: TextIO, *, safe: bool = False) -> int:
    """Write claims as CSV, as `export` does; give their number.

    Several actors, recipients, objects or places stand side by side as ``Iran; Syria``, the objects' amounts
    in the same order (``at least 1000 container; 400000000 USD``), a chain of sources as ``Reuters > Russia's
    Defence Ministry`` with the outermost first; the spans beside them tell where one ends and the next
    begins. What is known of the parties stands beside their words in the same way: ``actor_ids`` of ``Iran;
    a witness`` is ``IRN; ``, for the witness is nobody that is known, and empty where none of them is. The
    country is the party's main one: by ISO's two letters, its three letters (``iso3``) and its number in the
    Correlates of War list of states (``cow``).
    """
    return _write(CLAIM_COLUMNS, (_claim_values(claim) for claim in claims), out, safe=safe)


def write_parties_csv(readings: Iterable[Reading], out: TextIO, *, safe: bool = False) -> int:
    """Write the parties of readings as CSV, as `export` does; give their number.

    ``mentions`` counts the mentions that mean the party, ``first_words`` are those of the first one. Several
    countries, sectors and ids stand side by side as ``IR; RU``, the main one or the nearest first.
    """
    return _write(
        PARTY_COLUMNS, (row for reading in readings for row in _party_rows(reading)), out, safe=safe
    )


def _write(columns: Sequence[str], rows: Iterable[list[str]], out: TextIO, *, safe: bool) -> int:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for values in rows:
        writer.writerow([_defused(value) for value in values] if safe else values)
        count += 1
    return count


def _values(statement: Statement) -> list[str]:
    record = statement.to_dict()
    for role, spans in record.pop("spans").items():
        record[f"{role}_spans"] = _places(spans)
    record["nested"] = _yes(statement.nested)
    return ["" if record[name] is None else str(record[name]) for name in CSV_COLUMNS]


def _claim_values(stored: StoredClaim) -> list[str]:
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
        "opinion": _yes(claim.opinion),
        "actors": _words(event.actors),
        **_known_of("actor", event.actors),
        "recipients": _words(event.recipients),
        **_known_of("recipient", event.recipients),
        "objects": _words(event.objects),
        "amounts": "; ".join(_amount(thing) for thing in event.objects),
        "places": _words(event.places),
        "time": time and time.text,
        "time_start": time and time.start,
        "time_end": time and time.end,
        "chain": _words(claim.sources, " > "),
        "source_ids": _side_by_side((link.actor for link in claim.sources), " > "),
        "source_names": _side_by_side((link.name for link in claim.sources), " > "),
        "source_kinds": _side_by_side((link.kind for link in claim.sources), " > "),
        "source_countries": _side_by_side((link.country for link in claim.sources), " > "),
        "source_control": _side_by_side((link.control for link in claim.sources), " > "),
        "origin": origin and origin.text,
        "origin_id": origin and origin.actor,
        "origin_name": origin and origin.name,
        "cue": stored.cue,
        "trigger": stored.trigger,
        "sentence": stored.sentence,
        "actor_spans": _places(part.span for part in event.actors),
        "recipient_spans": _places(part.span for part in event.recipients),
        "object_spans": _places(part.span for part in event.objects),
        "place_spans": _places(part.span for part in event.places),
        "time_span": _places([time.span] if time else []),
        "chain_spans": _places(source.span for source in claim.sources),
        "cue_span": _places([claim.cue] if claim.cue else []),
        "trigger_span": _places([event.trigger]),
        "sentence_span": _places([claim.sentence]),
        **{f"confidence_{part}": claim.confidence.get(part) for part in CONFIDENCES},
        "claim_id": claim.id,
    }
    return ["" if record[name] is None else str(record[name]) for name in CLAIM_COLUMNS]


def _known_of(role: str, parts: Sequence[Participant]) -> dict[str, str]:
    """Tell what is known of the parties in a role, in their order."""
    codes = [_codes(part.country) for part in parts]
    return {
        f"{role}_ids": _side_by_side(part.actor for part in parts),
        f"{role}_names": _side_by_side(part.name for part in parts),
        f"{role}_countries": _side_by_side(part.country for part in parts),
        f"{role}_iso3": _side_by_side(iso3 for iso3, _ in codes),
        f"{role}_cow": _side_by_side(cow for _, cow in codes),
        f"{role}_sectors": _side_by_side(part.sector for part in parts),
    }


def _side_by_side(values: Iterable[str | None], between: str = "; ") -> str:
    """Write values one beside the other, each in its place; nothing where there are none."""
    found = [value or "" for value in values]
    return between.join(found) if any(found) else ""


def _codes(country: str | None) -> tuple[str, str]:
    """Give the three letters and the COW number of a country by its two letters; empty if it has none."""
    if country is None:
        return "", ""
    from sayso.actors import shipped

    return shipped().codes(country)


def _party_rows(reading: Reading) -> Iterator[list[str]]:
    mentioned: dict[str | None, list[Mention]] = {}
    for mention in reading.mentions:
        mentioned.setdefault(mention.actor, []).append(mention)
    for party in reading.parties:
        its = mentioned.get(party.id, [])
        codes = [_codes(country) for country in party.countries]
        record = {
            "report_id": reading.report.id,
            "published": reading.report.published,
            "actor": party.id,
            "name": party.name,
            "kind": party.kind,
            "countries": "; ".join(party.countries),
            "iso3": _side_by_side(iso3 for iso3, _ in codes),
            "cow": _side_by_side(cow for _, cow in codes),
            "sectors": "; ".join(party.sectors),
            "belongs_to": party.belongs_to,
            "within": "; ".join(party.within),
            "control": party.control,
            "about": party.about,
            "mentions": len(its),
            "first_words": min(its, key=lambda mention: mention.span).text if its else None,
        }
        yield ["" if record[name] is None else str(record[name]) for name in PARTY_COLUMNS]


def _words(parts: Iterable[Participant | Object | Place | Source], between: str = "; ") -> str:
    return between.join(part.text for part in parts)


def _amount(thing: Object) -> str:
    """Say how much of what, as ``at least 1000 container`` or ``400000000 USD``; empty where not known."""
    if thing.amount is None:
        return ""
    number = int(thing.amount) if float(thing.amount).is_integer() else thing.amount
    parts = (thing.bound, str(number), thing.unit)
    return " ".join(part for part in (*parts, thing.currency, thing.item) if part)


def _places(spans: Iterable[Span | list[int]]) -> str:
    return " ".join(f"{start}:{end}" for start, end in spans)


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _defused(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
