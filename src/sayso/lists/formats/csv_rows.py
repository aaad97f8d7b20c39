"""Rows of a CSV by their columns' names, from files that may be broken."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from sayso.errors import ListError
from sayso.lists.listing import RowReject

__all__ = ["csv_rows", "first_line"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def first_line(head: bytes) -> str:
    """Give the first line of a file's head, without a byte order mark."""
    encoding = "utf-16" if head.startswith(_UTF16) else "utf-8-sig"
    return head[:16_384].decode(encoding, "replace").partition("\n")[0].strip()


def csv_rows(
    path: Path, delimiter: str, required: tuple[str, ...], report: Callable[[RowReject], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give every row as (line on which it ends, cells by column); cells are stripped.

    A row with too many or too few cells, with bytes that are not UTF-8 (or UTF-16 with a mark), or a cell
    longer than 131,072 characters becomes a reject. Raises ListError if the file cannot be read or has not
    the required columns.
    """
    try:
        with path.open("rb") as raw:
            encoding = "utf-16" if raw.read(2) in _UTF16 else "utf-8-sig"
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            yield from _rows(csv.reader(file, delimiter=delimiter), path, required, report)
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror}); check the path.") from None


def _rows(
    reader: Iterator[list[str]], path: Path, required: tuple[str, ...], report: Callable[[RowReject], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        columns = [name.strip() for name in next(reader, [])]
    except csv.Error:
        columns = []
    if missing := [name for name in required if name not in columns]:
        raise ListError(
            f"{path.name} is no such list: it has no column {missing[0]!r} in its first line; "
            "fetch the file anew from the authority."
        )
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            report(
                _reject(
                    reader, "bad-row", f"The row is not CSV ({error}); look for a quotation mark too many."
                )
            )
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            message = f"The row has {len(row)} cells, not {len(columns)}; look for a missing quotation mark."
            report(_reject(reader, "wrong-columns", message))
        elif any("\ufffd" in cell for cell in row):
            message = "The row has bytes that are not UTF-8; fetch the file anew, or save it as UTF-8."
            report(_reject(reader, "bad-encoding", message))
        else:
            line: int = getattr(reader, "line_num", 0)
            yield line, {name: cell.strip() for name, cell in zip(columns, row, strict=True)}


def _reject(reader: Iterator[list[str]], reason: str, message: str) -> RowReject:
    return RowReject(f"line {getattr(reader, 'line_num', 0)}", reason, message)
