"""OFAC's plain XML (``sdnList``): one ``sdnEntry`` a party, with all but its ties and dates of listing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sayso.errors import ListError
from sayso.lists.countries import country_code
from sayso.lists.dates import edtf
from sayso.lists.formats.ofac_advanced import TITLES
from sayso.lists.formats.ofac_labels import DETAILS_URL, IDENTIFIERS, KINDS, identifier_kind
from sayso.lists.formats.ofac_remarks import AUTHORITY, read_remarks
from sayso.lists.formats.xml_elements import Element, local_name
from sayso.lists.formats.xml_stream import child, stream, text_of, texts
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, Relation, RowReject

__all__ = ["read_plain"]

_VESSEL = {
    "callSign": "Vessel Call Sign", "vesselType": "Vessel Type", "vesselFlag": "Vessel Flag",
    "tonnage": "Vessel Tonnage", "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}  # fmt: skip


def read_plain(path: Path, format_name: str, list_id: str | None) -> ListFile:
    """Read the file. Raises ListError where it breaks off or has no party."""
    published, entries, rejects = None, dict[str, Entry](), list[RowReject]()
    name = list_id or ("ofac-cons" if re.search(r"cons|non.?sdn", path.name, re.I) else "ofac-sdn")
    for element in stream(path, ("publshInformation", "publishInformation", "sdnEntry")):
        if local_name(element) != "sdnEntry":
            published = _american(text_of(element, "Publish_Date"))
            continue
        number = text_of(element, "uid")
        if number is None or text_of(element, "lastName") is None:
            reason, what = ("no-id", "uid") if number is None else ("no-name", "lastName")
            message = f"The sdnEntry has no {what}; it cannot be screened against."
            rejects.append(RowReject(f"line {element.sourceline}", reason, message))
        elif number in entries:
            message = f"The number {number} stands twice; the first one is kept."
            rejects.append(RowReject(f"line {element.sourceline}", "duplicate-id", message))
        else:
            entries[number] = _entry(element, number, name)
    if not entries:
        raise ListError(f"{path} has no party in it that can be read; fetch the list again.")
    return ListFile(
        name,
        TITLES.get(name, f"OFAC list {path.name}"),
        format_name,
        tuple(entries.values()),
        tuple(rejects),
        published,
    )


def _american(words: str | None) -> str | None:
    """Read mm/dd/yyyy, as the file's own date is written."""
    found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", words or "")
    return edtf(f"{found[3]}-{found[1]}-{found[2]}") if found else edtf(words or "")


def _entry(element: Element, number: str, list_id: str) -> Entry:
    kind = KINDS.get((text_of(element, "sdnType") or "").lower(), "other")
    remarks = text_of(element, "remarks")
    facts = read_remarks(remarks or "", person=kind == "person")
    names = [_name(element, kind), *(_alias(each, kind) for each in _items(element, "akaList")), *facts.names]
    addresses = tuple(_address(each) for each in _items(element, "addressList"))
    nations = [
        code
        for each in ("nationalityList", "citizenshipList")
        for words in _items(element, each)
        if (code := country_code(text_of(words, "country") or ""))
    ]
    nations = list(dict.fromkeys([*nations, *facts.nationalities]))
    details, identifiers, ties, gender = _numbers(element)
    codes = [*nations, *facts.countries, *(a.country for a in addresses)]
    title = text_of(element, "title")
    return Entry(
        id=f"{list_id}:{number}",
        list=list_id,
        number=number,
        kind=kind,
        names=tuple({name.text: name for name in reversed(names) if name.text}.values())[::-1],
        designations=tuple(
            Designation(
                "US", AUTHORITY, programme, blocking=list_id != "ofac-cons", reference=number,
                url=f"{DETAILS_URL}{number}",
            )
            for programme in (texts(element, "program") or (None,))
        ),
        births=tuple(_dates(element, "dateOfBirthList", "dateOfBirth")) or tuple(facts.births),
        birth_places=tuple(
            place
            for each in _items(element, "placeOfBirthList")
            if (place := text_of(each, "placeOfBirth"))
        ),
        deaths=tuple(facts.deaths),
        gender=gender or facts.gender,
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        nationalities=tuple(nations),
        addresses=tuple(a for a in addresses if a.text),
        identifiers=(*identifiers, *facts.identifiers),
        positions=tuple(filter(None, (title, *facts.positions))),
        details=(*details, *facts.details),
        remarks=remarks,
        relations=(*ties, *facts.relations),
        url=f"{DETAILS_URL}{number}",
    )  # fmt: skip


def _items(element: Element, name: str) -> list[Element]:
    found = child(element, name)
    return list(found) if found is not None else []


def _dates(element: Element, group: str, name: str) -> Iterator[str]:
    for each in _items(element, group):
        if date := edtf(text_of(each, name) or ""):
            yield date


def _name(element: Element, kind: str, which: str = "primary", weak: bool = False) -> Name:
    last, first = text_of(element, "lastName") or "", text_of(element, "firstName")
    if kind == "person" and first and last:
        return Name(f"{last}, {first}", which, weak, family=last, given=first)
    return Name(" ".join(filter(None, (first, last))), which, weak)


def _alias(element: Element, kind: str) -> Name:
    former = (text_of(element, "type") or "").lower().startswith("f.k.a")
    weak = (text_of(element, "category") or "").lower() == "weak"
    return _name(element, kind, "former" if former else "alias", weak)


def _address(element: Element) -> Address:
    parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
    text = ", ".join(filter(None, (text_of(element, part) for part in parts)))
    return Address(text, country_code(text_of(element, "country") or ""))


def _numbers(
    element: Element,
) -> tuple[list[tuple[str, str]], list[Identifier], list[Relation], str | None]:
    """Parse idList, where facts that are no numbers (gender, flags) stand too, and vesselInfo."""
    details: list[tuple[str, str]] = []
    identifiers: list[Identifier] = []
    ties: list[Relation] = []
    gender = None
    for each in _items(element, "idList"):
        label, value = (text_of(each, "idType") or "Number").strip(" :-"), text_of(each, "idNumber")
        country = country_code(text_of(each, "idCountry") or "")
        if value is None:
            continue
        if label.lower() == "gender":
            gender = value.lower() if value.lower() in ("male", "female") else None
        elif label.lower() in IDENTIFIERS or label.lower().startswith("digital currency"):
            kind = "crypto" if label.lower().startswith("digital") else identifier_kind(label, value, country)
            value = re.sub(r"^IMO\s*", "", value) if kind == "imo" else value
            note = "; ".join(f"{n} {v}" for n in ("issueDate", "expirationDate") if (v := text_of(each, n)))
            identifiers.append(Identifier(kind, value, country, label, note or None))
        elif re.search(r"(?:\bNo\.?|Number|#|\bID|Card|Code)$", label) and re.search(r"\d", value):
            identifiers.append(Identifier("other", value, country, label))
        else:
            details.append((label, value))
    vessel = child(element, "vesselInfo")
    for name, label in _VESSEL.items():
        if value := text_of(vessel, name):
            if name == "callSign":
                identifiers.append(Identifier("call-sign", value, label=label))
            else:
                details.append((label, value))
    if owner := text_of(vessel, "vesselOwner"):
        text = f"Vessel Owner {owner}"
        ties.append(Relation("ownership", owner, inverse=True, source=AUTHORITY, text=text))
    return details, identifiers, ties, gender
