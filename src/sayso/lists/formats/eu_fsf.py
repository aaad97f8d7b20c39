"""The European Union's Financial Sanctions Files: the consolidated list of those whose assets are frozen.

Two layouts of version 1.1 are read, the XML (``xmlFullSanctionsList_1_1``) and the CSV
(``csvFullSanctionsList_1_1``: semicolons, one row for one name, address, birth date … of an entity), both
from https://webgate.ec.europa.eu/fsd/fsf. What the list holds and what not:
https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions.
The CSV does not tell strong from weak aliases; the XML does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.lists.countries import country_code
from sayso.lists.dates import edtf
from sayso.lists.formats.csv_rows import csv_rows, first_line
from sayso.lists.formats.xml_elements import Element, elements, local_name
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, RowReject

__all__ = ["FORMAT", "looks_like", "read"]

FORMAT = "eu-fsf"

_LIST = "eu-fsf"
_AUTHORITY = "European Union"
_REQUIRED = ("Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_SubjectType", "NameAlias_WholeName")
_KINDS = {"person": "person", "p": "person", "enterprise": "organisation", "e": "organisation"}
_DOCUMENTS = {
    "passport": "passport", "id": "national-id", "ssn": "national-id", "electionid": "national-id",
    "residentperm": "other", "travelid": "other", "birthcert": "other", "driverlic": "other",
    "fiscalcode": "tax", "regnumber": "registration", "tradelic": "registration", "swiftbic": "swift",
    "imo": "imo", "other": "other",
}  # fmt: skip
_TRUE = ("true", "1", "yes")

_Fields = dict[str, str]
"""Attributes of an element, or cells of a row's part: names in lower case, no empty values."""


@dataclass(slots=True)
class _Parts:
    """What both layouts say of one entity, by kind of part."""

    locator: str
    head: _Fields = field(default_factory=dict)
    parts: dict[str, list[_Fields]] = field(default_factory=dict)

    def add(self, kind: str, fields: _Fields) -> None:
        held = self.parts.setdefault(kind, [])
        if fields and fields not in held:
            held.append(fields)

    def of(self, kind: str) -> list[_Fields]:
        return self.parts.get(kind, [])


def looks_like(name: str, head: bytes) -> bool:
    """Tell whether a file is one of the two layouts, from its first bytes."""
    if b"europa.eu/fpi/fsd/export" in head or (b"<export" in head and b"<sanctionEntity" in head):
        return True
    return {"Entity_LogicalId", "Entity_EU_ReferenceNumber"} <= set(
        first_line(head).replace('"', "").split(";")
    )


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read the files, in either layout. A broken XML file gives what stands before the break.

    Raises ListError if a file is of neither layout.
    """
    key = list_id or _LIST
    rejects: list[RowReject] = []
    found: dict[str, Entry] = {}
    published = None
    for path in files:
        with_generation: list[str] = []
        source = _from_xml if _is_xml(path) else _from_csv
        for parts in source(path, rejects, with_generation):
            entry = _entry(parts, key)
            if isinstance(entry, str):
                rejects.append(RowReject(parts.locator, "bad-entry", entry))
            elif entry.number in found:
                message = f"{entry.number} stands twice in the files; the first is kept, compare the two."
                rejects.append(RowReject(parts.locator, "doubled", message))
            else:
                found[entry.number] = entry
        published = next((date for each in with_generation if (date := edtf(each))), published)
    title = "European Union: consolidated list of financial sanctions"
    return ListFile(key, title, FORMAT, tuple(found.values()), tuple(rejects), published)


def _is_xml(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(512).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")
    except OSError:
        return False  # the reader will say why


def _from_xml(path: Path, rejects: list[RowReject], generated: list[str]) -> Iterator[_Parts]:
    for element in elements(path, "export", ("sanctionEntity",), rejects.append):
        if local_name(element) == "export":
            generated.append(element.get("generationDate", "")[:10])
            continue
        made = _Parts(f"line {element.sourceline or 0}", _attributes(element))
        for child in element.iterdescendants():
            kind = local_name(child).casefold()
            fields = _attributes(child)
            if text := " ".join((child.text or "").split()):
                fields["text"] = text
            parent = local_name(child.getparent())
            if kind == "publicationurl":
                if made.of("regulation"):
                    made.of("regulation")[-1].setdefault("publicationurl", fields.get("text", ""))
            elif kind == "remark" and parent != "sanctionEntity":
                held = made.of(parent.casefold())
                if held and "text" in fields:
                    held[-1].setdefault("remark", fields["text"])
            else:
                made.add(kind, fields)
        yield made


def _attributes(element: Element) -> _Fields:
    found = (
        (str(name).rpartition("}")[2].casefold(), " ".join(value.split())) for name, value in element.items()
    )
    return {name: value for name, value in found if value}


# The CSV's groups of columns, and the XML's names of the same parts.
_GROUPS = {
    "NameAlias": "namealias", "Address": "address", "BirthDate": "birthdate",
    "Identification": "identification", "Citizenship": "citizenship",
}  # fmt: skip
_SAME = {
    "day": "dayofmonth", "month": "monthofyear", "typecode": "identificationtypecode",
    "typedescription": "identificationtypedescription",
}  # fmt: skip


def _from_csv(path: Path, rejects: list[RowReject], generated: list[str]) -> Iterator[_Parts]:
    found: dict[str, _Parts] = {}
    for line, row in csv_rows(path, ";", _REQUIRED, rejects.append):
        number = row["Entity_EU_ReferenceNumber"] or row["Entity_LogicalId"]
        if not number:
            message = "The row names no entity; look whether the file is damaged here."
            rejects.append(RowReject(f"line {line}", "bad-row", message))
            continue
        if not generated:
            generated.append(row.get("fileGenerationDate", ""))
        made = found.setdefault(number, _Parts(f"line {line}"))
        _add_row(made, row)
    yield from found.values()


def _add_row(made: _Parts, row: dict[str, str]) -> None:
    groups: dict[str, _Fields] = {}
    for column, cell in row.items():
        group, _, name = column.partition("_")
        if cell:
            if name.startswith("Regulation_"):
                group, name = f"{group}Regulation", name.removeprefix("Regulation_")
            groups.setdefault(group, {})[_SAME.get(name.casefold(), name.casefold())] = " ".join(cell.split())
    head = groups.get("Entity", {})
    renamed = {
        "eu_referencenumber": "eureferencenumber",
        "subjecttype_classificationcode": "classificationcode",
    }
    made.head |= {renamed.get(name, name): cell for name, cell in head.items()}
    made.add(
        "subjecttype",
        {
            "code": head.get("subjecttype", ""),
            "classificationcode": head.get("subjecttype_classificationcode", ""),
        },
    )
    made.add("regulation", groups.get("EntityRegulation", {}))
    if "remark" in head:
        made.add("remark", {"text": head["remark"]})
    for group, kind in _GROUPS.items():
        # A row repeats who the entity is; only the groups that hold more than bookkeeping say something.
        fields = {
            k: v for k, v in groups.get(group, {}).items() if k not in ("logicalid", "regulationlanguage")
        }
        made.add(kind, fields)
        made.add("regulationsummary", groups.get(f"{group}Regulation", {}))


def _entry(parts: _Parts, key: str) -> Entry | str:
    """Make an entry, or say in one sentence why not."""
    number = parts.head.get("eureferencenumber") or parts.head.get("logicalid", "")
    if not number:
        return "The entity has no euReferenceNumber; look whether the file is damaged here."
    names = tuple(_names(parts.of("namealias")))
    if not names:
        return f"{number} has no name; look whether the file is damaged here."
    subject = (parts.of("subjecttype") or [{}])[0]
    code = (subject.get("code") or subject.get("classificationcode") or "").casefold()
    addresses = tuple(dict.fromkeys(_addresses(parts.of("address"))))
    nationalities = _unique(_country(each) for each in parts.of("citizenship"))
    remarks = [each["text"] for each in parts.of("remark") if "text" in each]
    return Entry(
        id=f"{key}:{number}",
        list=key,
        number=number,
        kind=_KINDS.get(code, "organisation"),
        names=names,
        designations=tuple(_designations(parts, number)),
        births=_unique(map(_birth, parts.of("birthdate"))),
        birth_places=_unique(map(_place, parts.of("birthdate"))),
        gender=next(
            (_GENDERS[g] for each in parts.of("namealias") if (g := each.get("gender", "")) in _GENDERS), None
        ),
        countries=_unique([*nationalities, *(each.country for each in addresses)]),
        nationalities=nationalities,
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(_identifiers(parts.of("identification")))),
        positions=_unique(each.get("function") for each in parts.of("namealias")),
        details=tuple(dict.fromkeys(_details(parts))),
        remarks="\n".join(remarks) or None,
    )


_GENDERS = {"M": "male", "F": "female"}


def _unique(found: Iterator[str | None] | Sequence[str | None] | map[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if each))


def _names(aliases: list[_Fields]) -> Iterator[Name]:
    """Give the names, first the one to show: strong, and in Latin letters or English where there is one."""
    found: dict[str, Name] = {}
    for each in aliases:
        given = " ".join(each[k] for k in ("firstname", "middlename") if k in each)
        family = each.get("lastname")
        text = each.get("wholename") or " ".join(part for part in (given, family) if part)
        weak = each.get("strong", "true").casefold() not in _TRUE
        language = each.get("namelanguage", "").lower() or None
        if text and (text.casefold() not in found or (found[text.casefold()].weak and not weak)):
            found[text.casefold()] = Name(text, "alias", weak, language, family, given or None)
    names = list(found.values())
    if not names:
        return
    first = min(range(len(names)), key=lambda at: (names[at].weak, not _is_plain(names[at]), at))
    shown = names.pop(first)
    yield Name(shown.text, "primary", shown.weak, shown.language, shown.family, shown.given)
    yield from names


def _is_plain(name: Name) -> bool:
    return name.language in (None, "en") and any("a" <= c.casefold() <= "z" for c in name.text)


def _designations(parts: _Parts, number: str) -> Iterator[Designation]:
    """Give one designation for each programme.

    The act that stands with an entity is the last that changed it. Since when it is listed is its designation
    date; without one, the earliest date of any act that the entity or its parts name.
    """
    acts = [*parts.of("regulation"), *parts.of("regulationsummary")]
    dates = sorted(_unique(edtf(act.get("publicationdate", "")[:10]) for act in acts))
    forces = (edtf(act.get("entryintoforcedate", "")[:10]) for act in parts.of("regulation"))
    since = edtf(parts.head.get("designationdate", "")) or next(iter(dates or sorted(_unique(forces))), None)
    seen: set[str | None] = set()
    for act in parts.of("regulation") or [{}]:
        programme = act.get("programme")
        if programme not in seen:
            seen.add(programme)
            yield Designation(
                regime="EU",
                authority=_AUTHORITY,
                programme=programme,
                measures=("Asset freeze",),
                blocking=True,  # that is what the list is: those subject to financial sanctions
                since=since,
                amended=tuple(date for date in dates if date != since),
                basis=act.get("numbertitle"),
                reference=number,
                url=act.get("publicationurl"),
            )


def _birth(each: _Fields) -> str | None:
    if each.get("calendartype", "GREGORIAN") != "GREGORIAN":
        return None
    rough = "circa " if each.get("circa", "").casefold() in _TRUE else ""
    first, last = each.get("yearrangefrom"), each.get("yearrangeto")
    if "birthdate" in each:
        return edtf(rough + each["birthdate"][:10])
    if "year" in each:
        month, day = each.get("monthofyear", "0").zfill(2), each.get("dayofmonth", "0").zfill(2)
        return edtf(rough + "-".join((each["year"], month, day)))
    if first and last:
        return edtf(f"{rough}{first} to {last}")
    return edtf(f"{rough}{first or last}") if first or last else None


def _place(each: _Fields) -> str | None:
    return ", ".join(_where(each, "place", "city", "region")) or None


def _where(each: _Fields, *names: str) -> list[str]:
    country = each.get("countrydescription", "")
    found = [each[name] for name in names if name in each]
    return found + ([country] if country and country.upper() != "UNKNOWN" else [])


def _country(each: _Fields) -> str | None:
    code, words = each.get("countryiso2code", ""), each.get("countrydescription", "")
    return country_code(code if code.isalpha() else "") or country_code(words)


def _addresses(found: list[_Fields]) -> Iterator[Address]:
    for each in found:
        box = [f"P.O. Box {each['pobox']}"] if "pobox" in each else []
        if parts := [*box, *_where(each, "street", "place", "zipcode", "city", "region")]:
            yield Address(", ".join(parts), _country(each))


def _identifiers(found: list[_Fields]) -> Iterator[Identifier]:
    marks = ("knownexpired", "knownfalse", "reportedlost", "revokedbyissuer")
    words = ("expired", "false", "reported lost", "revoked")
    for each in found:
        number = each.get("number") or each.get("latinnumber")
        if number:
            notes = [
                word
                for mark, word in zip(marks, words, strict=True)
                if each.get(mark, "").casefold() in _TRUE
            ]
            notes += [each[name] for name in ("issuedby", "remark") if name in each]
            yield Identifier(
                _DOCUMENTS.get(each.get("identificationtypecode", "").casefold(), "other"),
                number,
                _country(each),
                each.get("identificationtypedescription") or each.get("identificationtypecode"),
                "; ".join(notes) or None,
            )


def _details(parts: _Parts) -> Iterator[tuple[str, str]]:
    for label, name in (("Logical ID", "logicalid"), ("UN reference", "unitednationid")):
        if name in parts.head:
            yield label, parts.head[name]
    if "designationdetails" in parts.head:
        yield "Designation details", parts.head["designationdetails"]
    yield from (("Title", each["title"]) for each in parts.of("namealias") if "title" in each)
    for each in parts.of("contactinfo"):
        if "key" in each and "value" in each:
            yield each["key"].capitalize(), each["value"]
    yield from (("Contact", each["contactinfo"]) for each in parts.of("address") if "contactinfo" in each)
