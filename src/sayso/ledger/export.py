"""Everything in the ledger, given away: JSON lines of whole readings, or CSV of statements."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Literal, TextIO

from sayso.errors import UsageError
from sayso.ledger.records import Statement

if TYPE_CHECKING:
    from sayso.ledger.store import Ledger

__all__ = ["CSV_COLUMNS", "export", "write_csv"]

CSV_COLUMNS = tuple(
    column
    for name in (f.name for f in fields(Statement))
    for column in (("source_spans", "cue_spans", "content_spans") if name == "spans" else (name,))
)

# What a spreadsheet may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(ledger: Ledger, format: Literal["jsonl", "csv"], out: TextIO, *, safe_csv: bool = False) -> int:
    """Write the newest reading of every report; give the number of lines (jsonl) or rows (csv) written.

    ``jsonl`` is one reading per line with the report's text, oldest first, each as `Reading.to_dict` lays it
    out. ``csv`` is one statement per row under a line of names, in the order of `Ledger.statements`; spans
    are written as ``10:17 20:30``. Words are exact: where a spreadsheet will open the file and reports are
    not trusted, `safe_csv` puts an apostrophe before values that it might take for a formula.

    Raises UsageError for another format.
    """
    if format == "csv":
        return write_csv(ledger.statements(), out, safe=safe_csv)
    if format != "jsonl":
        raise UsageError(f"There is no export to {format!r}; choose jsonl or csv")
    count = 0
    for reading in ledger.readings():
        out.write(json.dumps(reading.to_dict(with_text=True), ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(statements: Iterable[Statement], out: TextIO, *, safe: bool = False) -> int:
    """Write statements as CSV, as `export` does; give their number."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    count = 0
    for statement in statements:
        values = _values(statement)
        writer.writerow([_defused(value) for value in values] if safe else values)
        count += 1
    return count


def _values(statement: Statement) -> list[str]:
    record = statement.to_dict()
    for role, spans in record.pop("spans").items():
        record[f"{role}_spans"] = " ".join(f"{start}:{end}" for start, end in spans)
    record["nested"] = "true" if statement.nested else "false"
    return ["" if record[name] is None else str(record[name]) for name in CSV_COLUMNS]


def _defused(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
