"""Whom to screen, from a file: names by line, a table, JSON lines, or a request as yente takes it.

A row that names nobody is a reject with its place and what to do; the next one is read on.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

from sayso.errors import UsageError
from sayso.ingest.reject import shown
from sayso.lists.countries import country_code
from sayso.lists.dates import edtf
from sayso.lists.listing import RowReject
from sayso.lists.schemata import KIND_OF
from sayso.lists.screening import Subject

__all__ = ["KINDS", "Asked", "asked_in", "query_of", "subject_of"]

KINDS = ("person", "organisation", "company", "vessel", "aircraft")
"""Kinds of party that can be asked for."""

MOST_CHARACTERS = 1000
"""Of one name; the longest names on lists have under 400."""

# Words by which a kind is asked for: ours, and FollowTheMoney's schemata, of which some leave the kind open.
_KIND_OF_WORD: dict[str, str | None] = {
    **{kind: kind for kind in KINDS},
    **{schema.casefold(): kind for schema, kind in KIND_OF.items() if kind in KINDS},
    **dict.fromkeys(("legalentity", "thing", "vehicle", "asset", "security")),
}

_FIELDS = {
    "name": ("name", "full_name", "fullname", "caption", "alias", "weakalias", "previousname"),
    "kind": ("kind", "schema", "type"),
    "country": ("country", "nationality", "citizenship", "jurisdiction", "countries"),
    "born": ("born", "birthdate", "birth_date", "date_of_birth", "dob", "birth"),
    "gender": ("gender", "sex"),
    "id": (
        "id_number", "identifier", "idnumber", "passportnumber", "registrationnumber", "taxnumber", "inncode",
        "ogrncode", "leicode", "imonumber", "mmsi", "swiftbic", "number", "imo", "passport",
    ),
}  # fmt: skip
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Asked:
    """One who is asked for: under which key (``line 3``, a query's own id), and what is known."""

    key: str
    subject: Subject

    def to_dict(self) -> dict[str, Any]:
        """Give it as a JSON object; what is not known is left out."""
        known = {part.name: getattr(self.subject, part.name) for part in fields(self.subject)}
        return {"key": self.key} | {
            name: list(value) if isinstance(value, tuple) else value for name, value in known.items() if value
        }


def asked_in(lines: Iterable[str]) -> Iterator[Asked | RowReject]:
    """Read who is asked for from the lines of a file; what it is, its first line tells.

    A line of column names parted by commas, semicolons or tabs, one of them ``name``, begins a table; ``{``
    begins JSON lines (an object for each, with the same fields as a table) or one request in the shape of
    yente's ``/match``; anything else is a name a line.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip("\ufeff \t\r\n"))
    first = next(numbered, None)
    if first is None:
        return
    number, line = first[0], first[1].lstrip("\ufeff")
    if line.lstrip().startswith("{"):
        yield from _json(number, line, numbered)
    elif (columns := _columns(line)) is not None:
        yield from _table(columns, numbered)
    else:
        for at, text in chain([(number, line)], numbered):
            yield _by_name(f"line {at}", text.strip())


def _by_name(key: str, name: str) -> Asked | RowReject:
    if len(name) > MOST_CHARACTERS:
        return RowReject(key, "too-long", f"a name of {len(name):,} characters; give one name a line")
    return Asked(key, Subject((name,)))


def _columns(line: str) -> tuple[str, list[str]] | None:
    for mark in ("\t", ";", ","):
        if mark in line:
            words = [word.strip().strip('"').casefold() for word in line.strip().split(mark)]
            if any(_FIELD_OF.get(word) == "name" for word in words):
                return mark, words
    return None


def _table(columns: tuple[str, list[str]], rest: Iterable[tuple[int, str]]) -> Iterator[Asked | RowReject]:
    mark, names = columns
    for at, text in rest:
        try:
            cells = next(csv.reader([text], delimiter=mark, strict=True))
        except (csv.Error, StopIteration) as error:
            yield RowReject(f"line {at}", "bad-row", f"cannot be parted into cells ({error})")
            continue
        if len(cells) > len(names):
            yield RowReject(
                f"line {at}", "bad-row", f"has {len(cells)} cells, and there are {len(names)} columns"
            )
            continue
        yield _from_record(f"line {at}", dict(zip(names, cells, strict=False)))


def _json(number: int, line: str, rest: Iterator[tuple[int, str]]) -> Iterator[Asked | RowReject]:
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        # Perhaps one object over many lines: a request for yente.
        whole = "\n".join([line, *(text for _, text in rest)])
        try:
            first = json.loads(whole)
        except (ValueError, RecursionError) as error:
            yield RowReject(f"line {number}", "bad-json", f"is not JSON ({error})")
            return
    if isinstance(first, dict) and isinstance(first.get("queries"), dict):
        for key, query in first["queries"].items():
            yield query_of(str(key), query)
        return
    yield _from_record(f"line {number}", first)
    for at, text in rest:
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield RowReject(f"line {at}", "bad-json", f"is not JSON ({error})")
            continue
        yield _from_record(f"line {at}", record)


def query_of(key: str, query: object) -> Asked | RowReject:
    """Read one query of a request: its schema, and its properties as FollowTheMoney names them."""
    if not isinstance(query, dict) or not isinstance(query.get("properties"), dict):
        return RowReject(key, "bad-query", "needs an object of properties, with a name at least")
    return _from_record(key, {"schema": query.get("schema"), **query["properties"]})


def _from_record(key: str, record: object) -> Asked | RowReject:
    if not isinstance(record, Mapping):
        return RowReject(key, "bad-record", "is not an object; give one with a field name")
    if "properties" in record and isinstance(record["properties"], Mapping):
        record = {"schema": record.get("schema"), **record["properties"]}
    fields: dict[str, list[str]] = {field: [] for field in _FIELDS}
    for word, value in record.items():
        field = _FIELD_OF.get(str(word).casefold().replace("_", "")) or _FIELD_OF.get(str(word).casefold())
        if field is not None:
            fields[field] += _texts(value)
    names = [name for name in fields["name"] if len(name) <= MOST_CHARACTERS]
    if not names and not fields["id"]:
        return RowReject(key, "no-name", "names nobody; give a name or a number")
    try:
        return Asked(
            key,
            subject_of(
                names,
                kind=next(iter(fields["kind"]), None),
                countries=fields["country"],
                born=fields["born"],
                gender=next(iter(fields["gender"]), None),
                identifiers=fields["id"],
            ),
        )
    except UsageError as error:
        return RowReject(key, "bad-record", str(error))


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, str | int) and not isinstance(value, bool):
        return [text] if (text := str(value).strip()) else []
    return []


def subject_of(
    names: Sequence[str],
    *,
    kind: str | None = None,
    countries: Iterable[str] = (),
    born: Iterable[str] = (),
    gender: str | None = None,
    identifiers: Iterable[str] = (),
) -> Subject:
    """Put together who is asked for, from words as people write them: countries by name or code, dates of
    birth in any of the lists' ways, kinds also by FollowTheMoney's names.

    Raises UsageError for a kind, a country or a date that is none.
    """
    known = None
    if kind is not None and kind.strip():
        word = kind.strip().casefold()
        if word not in _KIND_OF_WORD:
            raise UsageError(f"{shown(kind)!r} is no kind of party; there are {', '.join(KINDS)}")
        known = _KIND_OF_WORD[word]
    codes = []
    for words in countries:
        code = country_code(words)
        if code is None:
            raise UsageError(f"{shown(words)!r} is no country; give its name or its two letters (ISO 3166-1)")
        codes.append(code)
    dates = []
    for words in born:
        date = edtf(words)
        if date is None:
            raise UsageError(f"{shown(words)!r} is no date; write 1962, 1962-03 or 1962-03-01")
        dates.append(date)
    sex = (gender or "").strip().casefold()[:1]
    return Subject(
        tuple(dict.fromkeys(names)),
        known,
        tuple(dict.fromkeys(codes)),
        tuple(dict.fromkeys(dates)),
        {"m": "male", "f": "female"}.get(sex),
        tuple(dict.fromkeys(identifiers)),
    )
