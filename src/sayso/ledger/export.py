"""Everything in the ledger, given away: JSON lines of whole readings, or CSV of statements or claims."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Literal, TextIO

from sayso.errors import UsageError
from sayso.ledger.records import Statement, StoredClaim
from sayso.ledger.schema import CONFIDENCES
from sayso.reading.reading import Object, Participant, Place, Source, Span

if TYPE_CHECKING:
    from sayso.ledger.store import Ledger

__all__ = ["CLAIM_COLUMNS", "CSV_COLUMNS", "export", "write_claims_csv", "write_csv"]

CSV_COLUMNS = tuple(
    column
    for name in (f.name for f in fields(Statement))
    for column in (("source_spans", "cue_spans", "content_spans") if name == "spans" else (name,))
)

# fmt: off
CLAIM_COLUMNS = (
    "report_id", "outlet", "title", "published", "path", "url", "number",
    "type", "mode", "quad", "contexts", "stance", "opinion",
    "actors", "recipients", "objects", "amounts", "places", "time", "time_start", "time_end",
    "chain", "origin", "cue", "trigger", "sentence",
    "actor_spans", "recipient_spans", "object_spans", "place_spans", "time_span",
    "chain_spans", "cue_span", "trigger_span", "sentence_span",
    *(f"confidence_{part}" for part in CONFIDENCES),
    "claim_id",
)
# fmt: on

# What a spreadsheet may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(
    ledger: Ledger, format: Literal["jsonl", "csv", "claims"], out: TextIO, *, safe_csv: bool = False
) -> int:
    """Write the newest reading of every report; give the number of lines (jsonl) or rows (CSV) written.

    ``jsonl`` is one reading per line with the report's text, oldest first, each as `Reading.to_dict` lays it
    out. ``csv`` is one statement per row under a line of names, in the order of `Ledger.statements`; spans
    are written as ``10:17 20:30``. ``claims`` is the same with one claim per row, in the order of
    `Ledger.claims`. Words are exact: where a spreadsheet will open the file and reports are not trusted,
    `safe_csv` puts an apostrophe before values that it might take for a formula.

    Raises UsageError for another format.
    """
    if format == "csv":
        return write_csv(ledger.statements(), out, safe=safe_csv)
    if format == "claims":
        return write_claims_csv(ledger.claims(), out, safe=safe_csv)
    if format != "jsonl":
        raise UsageError(f"There is no export to {format!r}; choose jsonl, csv or claims")
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
    begins.
    """
    return _write(CLAIM_COLUMNS, (_claim_values(claim) for claim in claims), out, safe=safe)


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
        "recipients": _words(event.recipients),
        "objects": _words(event.objects),
        "amounts": "; ".join(_amount(thing) for thing in event.objects),
        "places": _words(event.places),
        "time": time and time.text,
        "time_start": time and time.start,
        "time_end": time and time.end,
        "chain": _words(claim.sources, " > "),
        "origin": claim.sources[-1].text if claim.sources else None,
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
