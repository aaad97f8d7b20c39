"""The United Nations Security Council Consolidated List, as XML.

Layout: https://www.un.org/sc/resources/sc-sanctions.xsd; the list and what its fields mean:
https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list. Every entry has a permanent reference
number (``CDi.001``: committee, individual or entity, number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sayso.lists.countries import country_code, country_codes
from sayso.lists.dates import edtf
from sayso.lists.formats.name_cells import names_of
from sayso.lists.formats.xml_elements import Element, elements, local_name, text_of, texts_of
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, Relation, RowReject

__all__ = ["FORMAT", "looks_like", "read"]

FORMAT = "un-xml"

_LIST = "un-sc"
_AUTHORITY = "UN Security Council"
_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
_NOTICE = re.compile(
    r"INTERPOL[-–]UN\s+Security\s+Council\s+Special\s+Notice\s+web\s*link:?\s*(https?://\S+)?", re.I
)
# "also known as X (QDe.119)" speaks of the other party; only what is said of the entry itself is taken.
_KNOWN_AS = re.compile(
    r"(?:^|[.;:]\s+)(?:(?:he|she|it|the (?:group|entity|company|organi[sz]ation|individual)|"
    r"(?:is|was)|new aka|other aliases)\s*)*(?:is\s+|was\s+)?(?:also\s+)?(?:new aka|also known as|a\.k\.a\.?)"
    r"(?::|\s)\s*(.{3,200}?)(?=\s+with date of birth|\s+\(|,?\s+(?:and|who|which|was|is)\b|[.;](?:\s|$)|$)",
    re.I,
)
_IMO = re.compile(r"\bIMO\s*(?:number|no\.?|:)*\s*:?\s*(\d{7})\b", re.I)
_OLD_REFERENCE = re.compile(r"\[Old Reference\s*#\s*([^\]]{1,60})\]", re.I)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z\"“(])")

# Regimes whose entries are, or may be, under a travel ban without an asset freeze. Resolution 2048 (2012) on
# Guinea-Bissau imposes a travel ban only (its paragraph 4); every other regime on the list freezes assets.
_TRAVEL_BAN_ONLY = frozenset({"GB"})


def looks_like(name: str, head: bytes) -> bool:
    """Tell whether a file is the UN's consolidated list, from its first bytes."""
    return b"<CONSOLIDATED_LIST" in head


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read the list. What stands after a break of the file is missing, and a reject says so.

    Raises ListError if a file is not the UN's list.
    """
    key = list_id or _LIST
    entries: dict[str, Entry] = {}
    rejects: list[RowReject] = []
    published = None
    for path in files:
        for element in elements(path, "CONSOLIDATED_LIST", ("INDIVIDUAL", "ENTITY"), rejects.append):
            if local_name(element) == "CONSOLIDATED_LIST":
                published = (
                    (edtf(element.get("dateGenerated", "")[:10]) or published) if element.attrib else None
                )
                continue
            entry = _entry(element, key)
            problem = entry if isinstance(entry, str) else None
            if not isinstance(entry, str) and entry.number in entries:
                problem = f"{entry.number} stands twice in the file; the first is kept, compare the two."
            if problem is not None or isinstance(entry, str):
                reason = "bad-entry" if isinstance(entry, str) else "doubled"
                rejects.append(RowReject(f"line {element.sourceline or 0}", reason, problem or ""))
            else:
                entries[entry.number] = entry
    title = "United Nations Security Council Consolidated List"
    names = {entry.id: entry.name for entry in entries.values()}
    found = tuple(_with_names(entry, names) for entry in entries.values())
    return ListFile(key, title, FORMAT, found, tuple(rejects), published)


def _entry(element: Element, key: str) -> Entry | str:
    """Make an entry, or say in one sentence why not."""
    number = text_of(element, "REFERENCE_NUMBER") or text_of(element, "DATAID")
    person = local_name(element) == "INDIVIDUAL"
    names = tuple(_names(element, person=person))
    if not number or len(number) > 100:
        return "The entry has no REFERENCE_NUMBER; look whether the file is damaged here."
    if not names:
        return f"{number} has no name; look whether the file is damaged here."
    comments = text_of(element, "COMMENTS1")
    addresses = tuple(dict.fromkeys(_addresses(element)))
    nationalities = _codes(texts_of(element, "NATIONALITY", "VALUE"))
    notice = _NOTICE.search(comments)
    return Entry(
        id=f"{key}:{number}",
        list=key,
        number=number,
        kind="person" if person else "organisation",
        names=names,
        designations=(_designation(element, comments),),
        births=tuple(dict.fromkeys(_births(element))),
        birth_places=tuple(dict.fromkeys(_birth_places(element))),
        gender=_gender(text_of(element, "GENDER")),
        countries=_codes([], nationalities, tuple(a.country for a in addresses if a.country)),
        nationalities=nationalities,
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(_identifiers(element, comments))),
        positions=tuple(dict.fromkeys(texts_of(element, "DESIGNATION", "VALUE"))),
        details=tuple(_details(element, comments)),
        remarks=comments or None,
        relations=tuple(_relations(comments, number, key)),
        url=notice[1].rstrip(".,;") if notice and notice[1] else None,
    )


def _designation(element: Element, comments: str) -> Designation:
    regime = text_of(element, "UN_LIST_TYPE")
    frozen = regime not in _TRAVEL_BAN_ONLY
    changed = (edtf(each) for each in texts_of(element, "LAST_DAY_UPDATED", "VALUE"))
    return Designation(
        regime="UN",
        authority=_AUTHORITY,
        programme=regime or None,
        measures=("Asset freeze",) if frozen else ("Travel ban",),
        blocking=frozen,
        since=edtf(text_of(element, "LISTED_ON")),
        until=edtf(text_of(element, "DELISTED_ON")),
        amended=tuple(dict.fromkeys(date for date in changed if date)),
        reference=text_of(element, "REFERENCE_NUMBER") or None,
        reasons=_NOTICE.sub("", comments).strip(" :;,") or None,
    )


def _names(element: Element, *, person: bool) -> Iterator[Name]:
    """Give the names: the four fields as one, the original script, the aliases, and those in the comments."""
    seen: set[str] = set()
    fields = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    whole = " ".join(text for text in (text_of(element, field) for field in fields) if text)
    # A comma in a person's field belongs to it ("Lavilla, Jr"); an entity's field may hold two names.
    found = names_of(whole, "primary", person=person)
    for script in texts_of(element, "NAME_ORIGINAL_SCRIPT"):
        found += names_of(script, "alias", person=person)
    for alias in element:
        if local_name(alias).endswith("_ALIAS"):
            quality = text_of(alias, "QUALITY").casefold()
            kind = "former" if quality.startswith("f") else "alias"
            found += names_of(text_of(alias, "ALIAS_NAME"), kind, person=person, weak=quality == "low")
    for hidden in _KNOWN_AS.finditer(text_of(element, "COMMENTS1")):
        if hidden[1].lstrip('"“‘')[:1].isupper() and not _REFERENCE.search(hidden[1]):
            found += names_of(hidden[1], "alias", person=person)
    for at, name in enumerate(found):
        if name.text.casefold() not in seen:
            seen.add(name.text.casefold())
            yield name if at or name.kind == "primary" else Name(name.text, "primary", name.weak)


def _births(element: Element) -> Iterator[str]:
    for born in element:
        if local_name(born) != "INDIVIDUAL_DATE_OF_BIRTH":
            continue
        rough = "circa " if text_of(born, "TYPE_OF_DATE").upper().startswith("APPROX") else ""
        note = text_of(born, "NOTE")
        if note.casefold().startswith("approx"):
            rough, note = "circa ", ""
        first, last = text_of(born, "FROM_YEAR"), text_of(born, "TO_YEAR")
        year = text_of(born, "YEAR")
        words = text_of(born, "DATE") or (f"{first} to {last}" if first and last else first or last)
        words = words or (f"{note} {year}".strip() if edtf(f"{note} {year}".strip()) else year) or note
        if "hijri" not in words.casefold() and (date := edtf(rough + words)):
            yield date
    # An alias may come with a birth date of its own: the party has used it.
    for alias in element:
        if local_name(alias) == "INDIVIDUAL_ALIAS":
            yield from (date for text in texts_of(alias, "DATE_OF_BIRTH") if (date := edtf(text)))


def _birth_places(element: Element) -> Iterator[str]:
    for place in element:
        if local_name(place) == "INDIVIDUAL_PLACE_OF_BIRTH":
            fields = ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")
            if text := ", ".join(text for field in fields for text in texts_of(place, field)):
                yield text


def _addresses(element: Element) -> Iterator[Address]:
    for address in element:
        if local_name(address).endswith("_ADDRESS"):
            fields = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
            parts = [text for field in fields for text in texts_of(address, field)]
            note = text_of(address, "NOTE")
            country = text_of(address, "COUNTRY")
            if parts or note:
                text = ", ".join(parts) + (f" ({note})" if note and parts else note)
                yield Address(text, country_code(country) if country else None)


def _identifiers(element: Element, comments: str) -> Iterator[Identifier]:
    for document in element:
        number = text_of(document, "NUMBER") if local_name(document) == "INDIVIDUAL_DOCUMENT" else ""
        if not number:
            continue
        kind, label = text_of(document, "TYPE_OF_DOCUMENT"), text_of(document, "TYPE_OF_DOCUMENT2")
        issuer = text_of(document, "ISSUING_COUNTRY") or text_of(document, "COUNTRY_OF_ISSUE")
        fields = (("issued", "DATE_OF_ISSUE"), ("in", "CITY_OF_ISSUE"), ("", "NOTE"))
        notes = [f"{word} {text}".strip() for word, field in fields for text in texts_of(document, field)]
        country = country_code(issuer) if issuer else None
        value, leading = _without_country(number)
        yield Identifier(
            _document_kind(kind or label),
            value,
            country or leading,
            label or kind or None,
            "; ".join(notes) or None,
        )
    for imo in _IMO.finditer(comments):
        # The UN gives an owner's IMO company number in the remarks; it names the entry as a vessel's would.
        yield Identifier("imo", imo[1], label="IMO number")


def _without_country(number: str) -> tuple[str, str | None]:
    """Part "Libya B014995"."""
    words, _, value = number.rpartition(" ")
    if words and words.replace(" ", "").isalpha() and len(words) > 3 and any(c.isdigit() for c in value):
        code = country_code(words)
        return (value, code) if code else (number, None)
    return number, None


def _document_kind(label: str) -> str:
    label = label.casefold()
    if "passeport" in label or "pasaporte" in label or "passport" in label:
        return "passport"
    return "national-id" if "national" in label or "identi" in label or "cédula" in label else "other"


def _details(element: Element, comments: str) -> Iterator[tuple[str, str]]:
    for label, field in (("Data ID", "DATAID"), ("Submitted by", "SUBMITTED_BY")):
        yield from ((label, text) for text in texts_of(element, field))
    for title in texts_of(element, "TITLE", "VALUE"):
        yield "Title", title
    for old in _OLD_REFERENCE.finditer(comments):
        yield "Old reference", old[1].strip()
    yield from (("Nationality", text) for text in texts_of(element, "NATIONALITY2"))


def _relations(comments: str, number: str, key: str) -> Iterator[Relation]:
    """Give a tie for every other entry that the comments name by its reference number.

    How the two are tied is said in free words; the sentence is kept, the kind stays ``linked``.
    """
    seen = {number}
    for sentence in _SENTENCE.split(comments):
        for reference in _REFERENCE.findall(sentence):
            if reference not in seen:
                seen.add(reference)
                yield Relation("linked", None, f"{key}:{reference}", source=_AUTHORITY, text=sentence[:1000])


def _with_names(entry: Entry, names: dict[str, str]) -> Entry:
    """Write the names of the other entries into the ties; who is listed no more keeps the number only."""
    if not entry.relations:
        return entry
    named = (replace(tie, name=names.get(tie.to or "")) for tie in entry.relations)
    return replace(entry, relations=tuple(named))


def _gender(word: str) -> str | None:
    return {"m": "male", "f": "female"}.get(word.strip()[:1].casefold())


def _codes(cells: Sequence[str], *more: tuple[str, ...]) -> tuple[str, ...]:
    found = [code for cell in cells for code in country_codes(cell)]
    return tuple(dict.fromkeys([*found, *(code for group in more for code in group)]))
