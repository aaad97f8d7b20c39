"""Statements as CSV: one per row, spans as ``10:17 20:30``."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import fields

from sayso.export.cells import lines, places, yes
from sayso.export.formats import Written
from sayso.ledger.records import Statement

__all__ = ["STATEMENT_COLUMNS", "statements_csv"]

STATEMENT_COLUMNS = tuple(
    column
    for name in (f.name for f in fields(Statement))
    for column in (("source_spans", "cue_spans", "content_spans") if name == "spans" else (name,))
)


def statements_csv(statements: Iterable[Statement], *, safe: bool = False) -> Generator[str, None, Written]:
    """Give a line of names and one for each statement; `safe` is for spreadsheets, as in `cells.lines`."""
    return (yield from lines(STATEMENT_COLUMNS, map(_values, statements), safe=safe))


def _values(statement: Statement) -> list[str]:
    record = statement.to_dict()
    for role, spans in record.pop("spans").items():
        record[f"{role}_spans"] = places(spans)
    record["nested"] = yes(statement.nested)
    return ["" if record[name] is None else str(record[name]) for name in STATEMENT_COLUMNS]
