"""JSONL: one report a line, from a file or standard input, read as a stream whose lines may be of any length.

Fields: `id`, `text`, and optionally `title`, `published` or `date`, `outlet` or `source`, `url`, `authors` or
`author`. Other fields are passed over.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Any, NoReturn

from sayso.errors import IngestError
from sayso.ingest.admit import MAX_FIELD_CHARS, admit
from sayso.ingest.dates import iso_date
from sayso.ingest.reject import Reject, shown
from sayso.ingest.sniffing import decode
from sayso.ingest.streams import lines
from sayso.report import Report

__all__ = ["read_jsonl", "read_record"]

_HINT = "every line must be one JSON object with at least a `text`"


def read_jsonl(
    pieces: Iterator[bytes], path: str, max_line_bytes: int, max_chars: int
) -> Iterator[Report | Reject]:
    """Give a report or a reject for every line that is not blank; a stream that breaks off ends with a
    reject.
    """
    given, number = False, 0
    try:
        for number, line in lines(_as_utf8(pieces), max_line_bytes):
            if line is not None and not line.strip(b" \t\r\n\0"):
                continue
            given = True
            if line is None:
                message = (
                    f"The line is longer than the limit of {max_line_bytes:,} bytes; {_HINT}. "
                    "If it is a single report, set SAYSO_MAX_LINE_BYTES higher."
                )
                yield Reject(path, f"line {number}", "too-large", message)
                continue
            try:
                yield read_record(line, path, max_chars)
            except IngestError as error:
                yield Reject(path, f"line {number}", error.reason, str(error))
    except IngestError as error:
        yield Reject(path, f"line {number + 1}", error.reason, str(error))
        return
    if not given:
        yield Reject(path, None, "empty", f"There is no line in this; {_HINT}.")


def read_record(line: bytes, path: str | None, max_chars: int) -> Report:
    """Make a report of one line. Raises IngestError."""
    record = _parse(decode(line))
    text = record.get("text")
    if not isinstance(text, str):
        what = (
            "There is no `text` in this record" if text is None else f"`text` is {_kind(text)}, not a string"
        )
        raise IngestError("bad-record", f"{what}; {_HINT}.")
    published = record.get("published")
    if published is None:
        published = record.get("date")
    if isinstance(published, bool) or not isinstance(published, str | int | float | None):
        _wrong("published", published, "a date as a string")
    external_id = record.get("id")
    if isinstance(external_id, int) and not isinstance(external_id, bool):
        external_id = str(external_id)
    external_id = _string("id", external_id)
    if external_id is not None and len(external_id) > MAX_FIELD_CHARS:
        raise IngestError(
            "bad-record", f"`id` has more than {MAX_FIELD_CHARS:,} characters; give a shorter one."
        )
    outlet = _string("outlet", record.get("outlet"))
    return admit(
        text,
        max_chars,
        path=path,
        external_id=external_id,
        url=_string("url", record.get("url")),
        title=_string("title", record.get("title")),
        outlet=outlet if outlet is not None else _string("source", record.get("source")),
        authors=_authors(record),
        published=iso_date(published),
    )


class _Object(dict[str, Any]):
    """A JSON object that remembers whether a key came twice."""

    doubled: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                made.doubled = key
                break
            seen.add(key)
    return made


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _parse(line: str) -> _Object:
    try:
        record = json.loads(line, object_pairs_hook=_object, parse_constant=_constant)
    except RecursionError:
        raise IngestError("bad-json", f"The line is nested too deep; {_HINT}.") from None
    except json.JSONDecodeError as error:
        raise IngestError(
            "bad-json", f"The line is not JSON ({error.msg} at character {error.pos + 1}); {_HINT}."
        ) from None
    except ValueError as error:  # NaN, Infinity, and numbers of thousands of digits
        raise IngestError("bad-json", f"The line is not JSON ({shown(str(error))}); {_HINT}.") from None
    if not isinstance(record, _Object):
        raise IngestError("bad-record", f"The line is {_kind(record)}; {_HINT}.")
    if record.doubled is not None:
        raise IngestError(
            "bad-record", f"`{shown(record.doubled, 40)}` is given twice; give every field once."
        )
    return record


def _as_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Drop a UTF-8 mark; bring UTF-16 and UTF-32 with a mark (some shells' `>` writes such) to UTF-8."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= 4:
            break
    if head.startswith(codecs.BOM_UTF8):
        head = head[3:]
    elif head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        yield from _transcoded(head, pieces, "utf-32")
        return
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _transcoded(head, pieces, "utf-16")
        return
    yield head
    yield from pieces


def _transcoded(head: bytes, pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(head).encode("utf-8")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _authors(record: _Object) -> list[str]:
    for name in ("authors", "author", "byline"):
        value = record.get(name)
        if value is None:
            continue
        if isinstance(value, str):
            return [value]
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return value
        _wrong(name, value, "a list of strings")
    return []


def _string(name: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _wrong(name, value, "a string")


def _wrong(name: str, value: object, wanted: str) -> NoReturn:
    raise IngestError("bad-record", f"`{name}` is {_kind(value)}; give {wanted}, or leave it out.")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    kinds: list[tuple[type | UnionType, str]] = [
        (bool, "true or false"),
        (str, "a string"),
        (int | float, "a number"),
        (list, "a list"),
        (dict, "an object"),
    ]
    return next(name for kind, name in kinds if isinstance(value, kind))
