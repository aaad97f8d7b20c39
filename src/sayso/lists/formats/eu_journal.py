"""The European Union's listings as tables reduced from the Official Journal: a row for a party in an annex.

Consolidated texts come with a column ``celex``; amendments not yet consolidated with ``amendedCelex`` and
``amendmentCelex``. The acts themselves: https://eur-lex.europa.eu. An entry is a party in an annex of an act;
its number is ``act/annex/record``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sayso.lists.countries import country_at_end, country_code, country_codes
from sayso.lists.dates import edtf
from sayso.lists.formats.csv_rows import csv_rows, first_line
from sayso.lists.formats.eu_acts import act_title, act_url
from sayso.lists.formats.eu_numbers import numbers_of
from sayso.lists.formats.name_cells import names_of, outside_brackets
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, RowReject

__all__ = ["FORMAT", "looks_like", "read"]

FORMAT = "eu-journal"

_LIST = "eu-journal"
_AUTHORITY = "European Union"
_BLOCKING = "Asset freeze"
_REQUIRED = ("recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias")
_KINDS = {
    "Person": "person",
    "LegalEntity": "organisation",
    "Organization": "organisation",
    "Company": "company",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Asset": "other",
}
_NUMBERS = {
    "passportNumber": ("passport", "Passport"),
    "idNumber": ("national-id", "ID"),
    "registrationNumber": ("registration", "Registration number"),
    "taxNumber": ("tax", "Tax number"),
    "innCode": ("inn", "INN"),
    "ogrnCode": ("ogrn", "OGRN"),
    "kppCode": ("kpp", "KPP"),
    "okpoCode": ("okpo", "OKPO"),
    "leiCode": ("lei", "LEI"),
    "swiftBic": ("swift", "SWIFT/BIC"),
    "imoNumber": ("imo", "IMO number"),
    "mmsi": ("mmsi", "MMSI"),
    "ticker": ("ticker", "Ticker"),
}
_DETAILS = {
    "appearance": "Appearance", "ethnicity": "Ethnicity", "fatherName": "Father's name",
    "motherName": "Mother's name", "incorporationDate": "Incorporated", "legalForm": "Legal form",
    "sector": "Sector", "flag": "Flag", "phone": "Phone", "email": "Email", "website": "Website",
}  # fmt: skip
_BIRTH_LETTER = re.compile(r"(?:^|(?<=[\s;,\"]))\(?[a-k]\)\s*")
_BIRTH_PARTS = re.compile(r"\s*[;,]\s*|\s+or\s+")
_AFTER_BIRTH = re.compile(r"\b(?:POB|gender|nationality|place of birth)\b.*$", re.I | re.S)
_UNSURE = re.compile(r"^(?:possibly|probably|presumably|approx\.?)\s+", re.I)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_ROLE = re.compile(
    r"\s*\(([^()]*\b(?:Minister|Governor|Head|Representative|Commander|Ambassador|Director)\b[^()]*)\)", re.I
)
_EX_NAME = re.compile(r"\s*\(ex[.:]?\s+([^()]+)\)", re.I)


@dataclass(slots=True)
class _Found:
    """An entry as it grows, and the file that it was read from."""

    entry: Entry
    file: str
    record: str


def looks_like(name: str, head: bytes) -> bool:
    """Tell whether a file is such a table, from its first line."""
    columns = set(first_line(head).replace('"', "").split(","))
    return {"programKey", "annex", "measure", "schema"} <= columns and bool(
        columns & {"celex", "amendedCelex"}
    )


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read the tables; a folder stands for all CSV files in it.

    Consolidated texts are read first. A row of an amendment for a party that stands under the same act,
    annex and record adds to its entry; so do further measures and annexes where record and name agree.
    Raises ListError if a file is no such table.
    """
    key = list_id or _LIST
    paths = [each for path in files for each in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    found: dict[str, _Found] = {}
    by_name: dict[tuple[str, str, str], str] = {}
    rejects: list[RowReject] = []
    for path in sorted(paths, key=_amends):
        # Many files, one list: a line number alone would not find the row.
        def report(reject: RowReject, name: str = path.name) -> None:
            rejects.append(replace(reject, locator=f"{name} {reject.locator}"))

        for line, row in csv_rows(path, ",", _REQUIRED, report):
            entry = _entry(row, key)
            if isinstance(entry, str):
                report(RowReject(f"line {line}", "bad-row", entry))
            else:
                _add(entry, row, path.name, found, by_name)
    entries = tuple(each.entry for each in found.values())
    return ListFile(key, "European Union: listings in the Official Journal", FORMAT, entries, tuple(rejects))


def _amends(path: Path) -> tuple[bool, str]:
    try:
        with path.open("rb") as file:
            return "amendedCelex" in first_line(file.read(4096)), path.name
    except OSError:
        return False, path.name  # the reader will say why


def _add(
    entry: Entry,
    row: dict[str, str],
    file: str,
    found: dict[str, _Found],
    by_name: dict[tuple[str, str, str], str],
) -> None:
    """Put an entry to the others, or add it to the one that it is another row of."""
    record = row["recordId"]
    name = (_act(row), record, entry.name.casefold())
    number = by_name.get(name, entry.number) if record else entry.number
    held = found.get(number)
    if held is not None and held.file == file and not _same_party(held.entry, entry):
        # Two parties under one record, for the table or the annex counts twice: each keeps its own entry.
        number = f"{entry.number}-{_digest(entry.name)}"
        held = found.get(number)
    if held is None:
        entry = replace(entry, id=f"{entry.list}:{number}", number=number)
        found[number] = _Found(entry, file, record)
        if record:
            by_name.setdefault(name, number)
    else:
        held.entry = _merged(held.entry, entry)


def _same_party(one: Entry, other: Entry) -> bool:
    return bool({n.text.casefold() for n in one.names} & {n.text.casefold() for n in other.names})


def _merged(held: Entry, more: Entry) -> Entry:
    names = {name.text.casefold(): name for name in held.names}
    for name in more.names:
        names.setdefault(
            name.text.casefold(), replace(name, kind="alias") if name.kind == "primary" else name
        )
    designations = {_place(each): each for each in held.designations}
    for each in more.designations:
        designations.setdefault(_place(each), each)
    return replace(
        held,
        names=tuple(names.values()),
        designations=tuple(designations.values()),
        births=_union(held.births, more.births),
        birth_places=_union(held.birth_places, more.birth_places),
        gender=held.gender or more.gender,
        countries=_union(held.countries, more.countries),
        nationalities=_union(held.nationalities, more.nationalities),
        addresses=tuple(dict.fromkeys([*held.addresses, *more.addresses])),
        identifiers=tuple(dict.fromkeys([*held.identifiers, *more.identifiers])),
        positions=_union(held.positions, more.positions),
        details=tuple(dict.fromkeys([*held.details, *more.details])),
        remarks=held.remarks or more.remarks,
    )


def _place(each: Designation) -> tuple[str | None, str, tuple[str, ...]]:
    """Give what makes two designations one: act, annex and record, and measures."""
    return each.basis, (each.reference or "").partition(" (")[0], each.measures


def _union(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))


def _act(row: dict[str, str]) -> str:
    return row.get("celex") or row.get("amendedCelex", "")


def _digest(name: str) -> str:
    return sha256(" ".join(name.casefold().split()).encode()).hexdigest()[:10]


def _entry(row: dict[str, str], key: str) -> Entry | str:
    """Make an entry of a row, or say in one sentence why not."""
    act = _act(row)
    if not act:
        return "The row names no act (celex); fetch the table anew."
    kind = _KINDS.get(row["schema"])
    if kind is None:
        return f"The row has the unknown schema {row['schema'][:40]!r}; expected one of {', '.join(_KINDS)}."
    names = tuple(_names(row, person=kind == "person"))
    if not names:
        return "The row has no name; look it up in the act and fetch the table anew."
    number = "/".join((act, row["annex"], re.sub(r"\s", "", row["recordId"]) or _digest(row["name"])))
    addresses = tuple(dict.fromkeys(_addresses(row.get("address", ""))))
    nationalities = _codes(row, "nationality", "jurisdiction", "flag", "country")
    births, unread = _births(row.get("birthDate", ""))
    details = [(label, row[name]) for name, label in _DETAILS.items() if row.get(name)]
    details += [("Birth date", unread)] if unread else []
    return Entry(
        id=f"{key}:{number}",
        list=key,
        number=number,
        kind=kind,
        names=names,
        designations=(_designation(row, act),),
        births=births,
        birth_places=tuple(_parts(row.get("birthPlace", ""))),
        gender={"m": "male", "f": "female"}.get(row.get("gender", "")[:1].casefold()),
        countries=_union(nationalities, tuple(a.country for a in addresses if a.country)),
        nationalities=nationalities,
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(_identifiers(row))),
        positions=tuple(dict.fromkeys([*_parts(row.get("position", "")), *_roles(row, kind)])),
        details=tuple(details),
        remarks=row.get("notes") or None,
        url=act_url(row.get("amendmentCelex") or act),
    )


def _designation(row: dict[str, str], act: str) -> Designation:
    record = row["recordId"]
    amendment = row.get("amendmentCelex")
    where = f"Annex {row['annex']}" + (f", {record}" if record else "")
    return Designation(
        regime="EU",
        authority=_AUTHORITY,
        programme=row["programKey"] or None,
        measures=(row["measure"],) if row["measure"] else (),
        blocking=row["measure"] == _BLOCKING if row["measure"] else None,
        since=edtf(row["startDate"]),
        basis=act_title(act),
        reference=where + (f" ({act_title(amendment)})" if amendment else ""),
        reasons=row["reason"] or None,
        url=act_url(amendment or act),
    )


def _names(row: dict[str, str], *, person: bool) -> Iterator[Name]:
    name = _ROLE.sub("", row["name"]) if person else row["name"]
    found = names_of(_EX_NAME.sub("", name), "primary", person=person)
    for former in _EX_NAME.findall(name):  # "TANKER TWO (ex TANKER ONE)"
        found += names_of(former, "former", person=person)
    found += names_of(row["alias"], "alias", person=person, commas=True)
    found += names_of(row.get("weakAlias", ""), "alias", person=person, weak=True, commas=True)
    found += names_of(row.get("previousName", ""), "former", person=person)
    seen: set[str] = set()
    for at, each in enumerate(found):
        if each.text.casefold() not in seen:
            seen.add(each.text.casefold())
            yield each if at else replace(each, kind="primary")


def _roles(row: dict[str, str], kind: str) -> list[str]:
    """Give offices that stand in brackets behind a person's name."""
    return _ROLE.findall(row["name"]) if kind == "person" else []


def _parts(cell: str) -> Iterator[str]:
    found = (part.strip(' "') for part in outside_brackets(cell, ";"))
    yield from dict.fromkeys(part for part in found if part)


def _births(cell: str) -> tuple[tuple[str, ...], str | None]:
    """Give the dates of a cell, and the cell itself where nothing could be read from it."""
    bare = re.sub(r"\((?![a-k]\))[^()]*\)", " ", _AFTER_BIRTH.sub("", cell))
    bare = re.sub(r"([A-Za-z]{3})\.(?=\d{4})", r"\1 ", bare)  # "8 Oct.1970"
    whole = edtf(bare)
    if whole is not None and " or " not in bare:
        return (whole,), None
    parts = (part.strip(' ".') for part in _BIRTH_PARTS.split(_BIRTH_LETTER.sub(";", bare)))
    sure = (_UNSURE.sub("circa ", part) for part in parts if part)
    dates = [date for part in sure if (date := edtf(part))]
    return tuple(dict.fromkeys(dates)), (cell if cell and not dates else None)


def _addresses(cell: str) -> Iterator[Address]:
    for text in _parts(cell):
        bare = re.sub(r"\([^()]*\)", " ", text)
        parts = [part.strip(" .") for part in bare.split(",")]
        whole = (country_code(part) for part in reversed(parts) if len(part) > 3)
        # "191124 Saint Petersburg Russian Federation": the country among other words of the last part.
        last = country_codes(parts[-1])[-1:] or tuple(
            filter(None, map(country_at_end, _IN_BRACKETS.findall(text)))
        )
        code = country_at_end(bare) or next((code for code in whole if code), None)
        yield Address(text, code or next(iter(last), None))


def _codes(row: dict[str, str], *columns: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for name in columns for code in country_codes(row.get(name, ""))))


def _identifiers(row: dict[str, str]) -> Iterator[Identifier]:
    for column, (kind, label) in _NUMBERS.items():
        if row.get(column):
            yield from numbers_of(row[column], kind, label)
