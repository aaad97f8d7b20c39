"""Exports in pieces: for a file, a pipe or an answer over HTTP, with the memory of some rows."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from sayso.errors import UsageError
from sayso.export.asked import Asked
from sayso.export.formats import FORMATS, Format, Written

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["Pieces", "checked", "encoded", "stream", "write"]

Pieces: TypeAlias = Generator[str | bytes, None, Written]

_AT_ONCE = 2**16  # characters; a piece for each row would be thousands of small writes


def stream(ledger: Ledger, form: str, asked: Asked | None = None, *, safe_csv: bool = False) -> Pieces:
    """Give an export in pieces, mostly one for each row: text, or bytes where the format is "binary". In
    the end the generator returns how much it wrote.

    `asked` are conditions, all of which the rows fit; None and () ask for nothing in particular. Words are
    exact: where a spreadsheet will open CSV and reports are not trusted, `safe_csv` puts an apostrophe before
    values that it might take for a formula. A reading transaction stays open until the generator is used up
    or closed.

    Raises UsageError for a format that is none, a condition that it does not take, and a missing library;
    what `Ledger.claims` raises for a value that is none.
    """
    known, given = checked(form, asked), _given(asked)
    if given:
        ledger.claims(
            **given
        )  # it looks at every value before it is used: nothing is written for a wrong one
    return _PIECES[known.name](ledger, given, safe_csv)


def encoded(
    ledger: Ledger,
    form: str,
    asked: Asked | None = None,
    *,
    safe_csv: bool = False,
    guard: Callable[[str], str] | None = None,
) -> Generator[bytes, None, Written]:
    """Give an export as UTF-8 in pieces of some 64 KB, as `stream` does. What UTF-8 cannot hold (a path that
    is not UTF-8) becomes an escape. All text passes `guard`, whole lines at a time.
    """
    return _encoded(stream(ledger, form, asked, safe_csv=safe_csv), guard or str)


def _encoded(pieces: Pieces, guard: Callable[[str], str]) -> Generator[bytes, None, Written]:
    waiting: list[str] = []
    size = 0
    try:
        while True:
            piece = next(pieces)
            if isinstance(piece, bytes):
                yield piece
                continue
            waiting.append(piece)
            size += len(piece)
            if size >= _AT_ONCE:
                yield guard("".join(waiting)).encode("utf-8", "backslashreplace")
                waiting, size = [], 0
    except StopIteration as end:
        if waiting:
            yield guard("".join(waiting)).encode("utf-8", "backslashreplace")
        written: Written = end.value
        return written
    finally:
        pieces.close()


def write(
    ledger: Ledger,
    form: str,
    out: BinaryIO,
    asked: Asked | None = None,
    *,
    safe_csv: bool = False,
    guard: Callable[[str], str] | None = None,
) -> Written:
    """Write an export to a file opened for bytes; tell how much. All else is as for `encoded`."""
    pieces = encoded(ledger, form, asked, safe_csv=safe_csv, guard=guard)
    try:
        while True:
            out.write(next(pieces))
    except StopIteration as end:
        written: Written = end.value
        return written


def checked(form: str, asked: Asked | None = None) -> Format:
    """Give the format of a name. Raises UsageError where it is none or does not take a condition."""
    known = FORMATS.get(form)
    if known is None:
        raise UsageError(f"There is no export to {form!r}; choose one of {', '.join(FORMATS)}")
    for name in _given(asked):
        if name not in known.conditions:
            takes = ", ".join(known.conditions) or "no conditions: it is always the whole ledger"
            raise UsageError(f"The export to {form} does not take {name}; it takes {takes}")
    return known


def _given(asked: Asked | None) -> Asked:
    """Leave out what asks for nothing in particular."""
    found = {name: value for name, value in (asked or {}).items() if value not in (None, (), [])}
    return cast("Asked", found)


# Each format's file is imported when somebody asks for it: `sayso export --help` is quick.


def _jsonl(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.readings_jsonl import readings_jsonl

    return readings_jsonl(ledger.readings())


def _csv(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.statements_csv import statements_csv

    return statements_csv(ledger.statements(**asked), safe=safe)  # type: ignore[misc]  # `checked` looked


def _claims(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.claims_csv import claims_csv

    return claims_csv(ledger.claims(**asked), safe=safe)


def _parties(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.parties_csv import parties_csv

    return parties_csv(ledger.readings(), safe=safe)


def _parquet(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.claims_parquet import claims_parquet

    return claims_parquet(ledger.claims(**asked))


def _ftm(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.ftm_entities import ftm_json
    from sayso.export.reports import reports_with_claims

    return ftm_json(reports_with_claims(ledger, asked))


def _ftm_statements(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.ftm_statements import ftm_statements
    from sayso.export.reports import reports_with_claims

    return ftm_statements(reports_with_claims(ledger, asked))


def _plover(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.event_rows import event_rows, with_matters
    from sayso.export.plover import plover_json

    return plover_json(with_matters(ledger, event_rows(ledger.claims(**asked))))


def _polecat(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.event_rows import event_rows, with_matters
    from sayso.export.polecat import polecat_tsv

    return polecat_tsv(with_matters(ledger, event_rows(ledger.claims(**asked))), safe=safe)


def _graphml(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.graphml import graphml

    return graphml(ledger, asked)


def _gexf(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.gexf import gexf

    return gexf(ledger, asked)


def _annotations(ledger: Ledger, asked: Asked, safe: bool) -> Pieces:
    from sayso.export.annotations_jsonl import annotations_jsonl

    return annotations_jsonl(ledger)


_PIECES = {
    "jsonl": _jsonl,
    "csv": _csv,
    "claims": _claims,
    "parties": _parties,
    "parquet": _parquet,
    "ftm": _ftm,
    "ftm-statements": _ftm_statements,
    "plover": _plover,
    "polecat": _polecat,
    "graphml": _graphml,
    "gexf": _gexf,
    "annotations": _annotations,
}
