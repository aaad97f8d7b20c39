"""OFAC's advanced XML, read as a stream: look-up tables, locations and documents come first, then the
parties, then who is tied to whom, and last why each party is listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sayso.errors import ListError
from sayso.lists.countries import country_code
from sayso.lists.formats.ofac_features import apply_feature, date_of, period_of
from sayso.lists.formats.ofac_labels import DETAILS_URL, KINDS, identifier_kind
from sayso.lists.formats.ofac_remarks import AUTHORITY
from sayso.lists.formats.xml_elements import Element, local_name
from sayso.lists.formats.xml_stream import child, stream, text_of
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, Relation, RowReject

__all__ = ["RELATIONS", "TITLES", "read_advanced"]

TITLES = {
    "ofac-sdn": "OFAC Specially Designated Nationals and Blocked Persons List",
    "ofac-cons": "OFAC Consolidated (non-SDN) Sanctions List",
}
RELATIONS = {
    "owned or controlled by": ("ownership", True),
    "owns, controls, or operates": ("ownership", False),
    "property in the interest of": ("ownership", True),
    "acting for or on behalf of": ("linked", False),
    "providing support to": ("linked", False),
    "family member of": ("family", False),
    "associate of": ("associate", False),
    "leader or official of": ("directorship", False),
    "principal executive officer": ("directorship", False),
    "playing a significant role in": ("membership", False),
}
"""OFAC's types of relation to our kind, and whether the party that it starts from is the owned one. "Owned or
Controlled By" does not say which, nor how much: an ownership of unknown share, whose `role` keeps the words.
"""

_NAMES = (
    "DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship",
    "SanctionsEntry",
)  # fmt: skip
_LETTER_SCRIPTS = re.compile(r"chinese|han|japanese|korean|hangul|kana", re.I)


@dataclass(slots=True)
class Reading:
    """What has been read of the file so far."""

    list_id: str | None
    published: str | None = None
    tables: dict[tuple[str, str], str] = field(default_factory=dict)
    subtypes: dict[str, str] = field(default_factory=dict)
    locations: dict[str, Address] = field(default_factory=dict)
    documents: defaultdict[str, list[Identifier]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    relations: defaultdict[str, list[Relation]] = field(default_factory=lambda: defaultdict(list))
    designations: defaultdict[str, list[Designation]] = field(default_factory=lambda: defaultdict(list))
    sdn: int = 0
    others: int = 0
    rejects: list[RowReject] = field(default_factory=list)

    def word(self, table: str, key: str | None) -> str | None:
        """Give the value of a look-up table (``AliasType``); None where the file has none."""
        return None if key is None else self.tables.get((table, key))

    def reject(self, element: Element, reason: str, message: str) -> None:
        """Note an element that could not be taken."""
        self.rejects.append(RowReject(f"line {element.sourceline}", reason, message))


def read_advanced(path: Path, format_name: str, list_id: str | None) -> ListFile:
    """Read the file. Raises ListError where it breaks off or has no party."""
    reading = Reading(list_id)
    take = {
        "DateOfIssue": lambda r, e: setattr(r, "published", date_of(e)),
        "ReferenceValueSets": _tables,
        "Location": _location,
        "IDRegDocument": _document,
        "DistinctParty": _party,
        "ProfileRelationship": _relation,
        "SanctionsEntry": _sanction,
    }
    for element in stream(path, _NAMES):
        take[local_name(element)](reading, element)
    if not reading.parties:
        raise ListError(f"{path} has no party in it that can be read; fetch the list again.")
    name = list_id or _list_of(reading, path)
    return ListFile(
        list=name,
        title=TITLES.get(name, f"OFAC list {path.name}"),
        format=format_name,
        entries=tuple(_finished(reading, name)),
        rejects=tuple(reading.rejects),
        published=reading.published,
        warnings=tuple(_warnings(reading)),
    )


def _list_of(reading: Reading, path: Path) -> str:
    """Take the list for the consolidated one where nobody stands on the SDN list and somebody on another, or
    the file's name says so.
    """
    named = re.search(r"cons|non.?sdn", path.name, re.I) is not None
    return "ofac-cons" if not reading.sdn and (reading.others or named) else "ofac-sdn"


def _warnings(reading: Reading) -> Iterator[str]:
    alone = sum(number not in reading.designations for number in reading.parties)
    if alone:
        yield f"{alone:,} parties have no SanctionsEntry: they count as not listed."


def _finished(reading: Reading, name: str) -> Iterator[Entry]:
    """Put together what stood apart; only now is the list's id known."""
    for number, party in reading.parties.items():
        relations = (
            replace(
                tie,
                to=f"{name}:{tie.to}" if tie.to in reading.parties else None,
                name=reading.parties[tie.to].name if tie.to in reading.parties else tie.name,
            )
            for tie in (*party.relations, *reading.relations[number])
        )
        yield replace(
            party,
            id=f"{name}:{number}",
            list=name,
            designations=tuple(reading.designations.get(number, ())),
            relations=tuple(relations),
        )


def _tables(reading: Reading, element: Element) -> None:
    for values in element:
        for value in values:
            key = value.get("ID")
            if key is None or not local_name(value):
                continue
            words = " ".join((value.text or "").split())
            if local_name(value) == "Country" and not country_code(words):
                words = value.get("ISO2") or words
            if local_name(value) == "AreaCode":
                words = value.get("Description") or words
            reading.tables[local_name(value), key] = words
            if local_name(value) == "PartySubType" and (party := value.get("PartyTypeID")):
                reading.subtypes[key] = party


def _location(reading: Reading, element: Element) -> None:
    key = element.get("ID")
    if key is None:
        reading.reject(element, "no-id", "The Location has no ID; nothing can point at it.")
        return
    parts = []
    for part in element:
        if local_name(part) == "LocationPart":
            values = [v for v in part if local_name(v) == "LocationPartValue"]
            values.sort(key=lambda v: v.get("Primary") != "true")
            parts.append(text_of(values[0], "Value") if values else None)
    named = [
        reading.word("Country", each.get("CountryID"))
        if local_name(each) == "LocationCountry"
        else reading.word("AreaCode", each.get("AreaCodeID"))
        for each in element
        if local_name(each) in ("LocationCountry", "LocationAreaCode")
    ]
    nations = [nation for nation in dict.fromkeys(named) if nation and nation.lower() != "undetermined"]
    code = next((code for nation in nations if (code := country_code(nation))), None)
    text = ", ".join(filter(None, [*parts, nations[0] if nations else None]))
    reading.locations[key] = Address(text, code or country_code(text))


def _document(reading: Reading, element: Element) -> None:
    identity, number = element.get("IdentityID"), text_of(element, "IDRegistrationNo")
    if identity is None or number is None:
        reading.reject(element, "bad-document", "The IDRegDocument lacks its IdentityID or number; left out.")
        return
    label = reading.word("IDRegDocType", element.get("IDRegDocTypeID")) or "Document"
    nation = reading.word("Country", element.get("IssuedBy-CountryID"))
    country = country_code(nation) if nation else None
    kind = identifier_kind(label, number, country)
    notes = [
        f"{reading.word('IDRegDocDateType', date.get('IDRegDocDateTypeID')) or 'date'} {day}"
        for date in element
        if local_name(date) == "DocumentDate" and (day := period_of(child(date, "DatePeriod")))
    ]
    validity = reading.word("Validity", element.get("ValidityID"))
    if validity and "fraud" in validity.lower():
        notes.append(validity)
    notes.extend(filter(None, (text_of(element, "Comment"), text_of(element, "IssuingAuthority"))))
    if kind == "imo":
        number = re.sub(r"^IMO\s*", "", number)
    note = "; ".join(notes) or None
    reading.documents[identity].append(Identifier(kind, number, country, label, note))


def _party(reading: Reading, element: Element) -> None:
    profile = child(element, "Profile")
    number = element.get("FixedRef") or (profile.get("ID") if profile is not None else None)
    if profile is None or number is None:
        reading.reject(
            element, "no-id", "The DistinctParty has no FixedRef or no Profile; it cannot be named."
        )
        return
    if number in reading.parties:
        reading.reject(element, "duplicate-id", f"The number {number} stands twice; the first one is kept.")
        return
    kind = _kind(reading, profile)
    identities = [each for each in profile if local_name(each) == "Identity"]
    identities.sort(key=lambda each: each.get("Primary") != "true")
    names = {
        name.text: name for each in reversed(identities) for name in reversed(_names(reading, each, kind))
    }
    if not names:
        reading.reject(element, "no-name", f"The party {number} has no name; it cannot be screened against.")
        return
    ordered = list(names.values())[::-1]
    ordered.sort(key=lambda name: name.kind != "primary")
    first = ordered[0] if ordered[0].kind == "primary" else replace(ordered[0], kind="primary")
    entry = Entry(
        id=number,
        list="",
        number=number,
        kind=kind,
        names=(first, *(replace(n, kind="alias") if n.kind == "primary" else n for n in ordered[1:])),
        identifiers=tuple(
            doc for each in identities for doc in reading.documents.pop(each.get("ID") or "", ())
        ),
        remarks=text_of(element, "Comment") or text_of(profile, "Comment"),
        url=f"{DETAILS_URL}{number}",
    )
    for feature in profile:
        if local_name(feature) == "Feature":
            entry = apply_feature(reading.word, reading.locations, entry, feature)
    nations = (*entry.nationalities, *entry.countries, *(a.country for a in entry.addresses))
    reading.parties[number] = replace(entry, countries=tuple(dict.fromkeys(filter(None, nations))))
    reading.numbers[profile.get("ID") or number] = number


def _kind(reading: Reading, profile: Element) -> str:
    key = profile.get("PartySubTypeID") or ""
    word = (reading.word("PartySubType", key) or "").lower()
    if word not in KINDS:
        word = (reading.word("PartyType", reading.subtypes.get(key)) or "").lower()
    return KINDS.get(word, "other")


def _names(reading: Reading, identity: Element, kind: str) -> list[Name]:
    types = {
        group.get("ID"): reading.word("NamePartType", group.get("NamePartTypeID"))
        for group in identity.iter("{*}NamePartGroup")
    }
    found: list[Name] = []
    for alias in identity:
        if local_name(alias) != "Alias":
            continue
        word = (reading.word("AliasType", alias.get("AliasTypeID")) or "").upper()
        weak = alias.get("LowQuality") == "true"
        primary = alias.get("Primary") == "true"
        for written in alias:
            if local_name(written) == "DocumentedName" and (name := _name(reading, written, types, kind)):
                which = "former" if word.startswith("F.K.A") else "alias"
                if primary and not any(each.kind == "primary" for each in found):
                    which = "primary"  # the others of a primary alias are the same name in other scripts
                found.append(replace(name, kind=which, weak=weak))
    return found


def _name(reading: Reading, written: Element, types: dict[str | None, str | None], kind: str) -> Name | None:
    parts: list[tuple[str, str]] = []
    script = None
    for value in written.iter("{*}NamePartValue"):
        words = " ".join((value.text or "").split())
        if words:
            parts.append((types.get(value.get("NamePartGroupID")) or "", words))
            script = script or reading.word("Script", value.get("ScriptID"))
    if not parts:
        return None
    latin = script is None or script.lower() == "latin"
    joint = "" if script and _LETTER_SCRIPTS.search(script) else " "
    families = ("Last Name", "Maiden Name", "Matronymic")
    family = joint.join(words for label, words in parts if label in families)
    given = joint.join(words for label, words in parts if label not in families)
    language = None if latin else script
    if kind == "person" and family and given:
        text = f"{family}, {given}" if latin else joint.join(words for _, words in parts)
        return Name(text, language=language, family=family, given=given)
    return Name(joint.join(words for _, words in parts), language=language)


def _relation(reading: Reading, element: Element) -> None:
    ends = [reading.numbers.get(element.get(f"{end}-ProfileID") or "") for end in ("From", "To")]
    one, other = ends
    if one is None or other is None or one == other:
        message = "The ProfileRelationship does not join two parties of this file; it is left out."
        reading.reject(element, "dangling", message)
        return
    words = reading.word("RelationType", element.get("RelationTypeID"))
    kind, inverse = RELATIONS.get((words or "").lower().rstrip(": "), ("linked", False))
    people = [reading.parties[end].kind == "person" for end in (one, other)]
    if (kind, people) == ("directorship", [False, True]) or (kind, inverse, people) == (
        "ownership", True, [True, False],
    ):  # fmt: skip
        one, other = other, one  # a few are entered the wrong way round: nobody owns a person
    comment = text_of(element, "Comment")
    former = element.get("Former") == "true"
    reading.relations[one].append(
        Relation(
            kind,
            to=other,
            inverse=inverse,
            role=f"former: {words}" if former and words else words,
            until=f"../{reading.published}" if former and reading.published else None,
            source=AUTHORITY,
            text=comment,
        )
    )


def _sanction(reading: Reading, element: Element) -> None:
    number = reading.numbers.get(element.get("ProfileID") or "")
    if number is None:
        message = "The SanctionsEntry is of a party that is not in this file; it is left out."
        reading.reject(element, "dangling", message)
        return
    listed_on = reading.word("List", element.get("ListID")) or ""
    is_sdn = "sdn" in listed_on.lower() and "non-sdn" not in listed_on.lower()
    reading.sdn += is_sdn
    reading.others += bool(listed_on) and not is_sdn
    programmes, measures = [], []
    for each in element:
        if local_name(each) == "SanctionsMeasure":
            word = reading.word("SanctionsType", each.get("SanctionsTypeID"))
            if (word or "").lower() == "program" or (word is None and text_of(each, "Comment")):
                programmes.append(text_of(each, "Comment"))
            elif word:
                measures.append(word)
    dates, bases, until = _events(reading, element)
    blocking = is_sdn or any(word.lower().startswith("block") for word in measures)
    for programme in dict.fromkeys(filter(None, programmes)) or [listed_on or None]:
        reading.designations[number].append(
            Designation(
                "US",
                AUTHORITY,
                programme,
                tuple(dict.fromkeys(measures)),
                blocking if listed_on or measures else None,
                since=dates[0] if dates else None,
                until=until,
                amended=tuple(dates[1:]),
                basis="; ".join(dict.fromkeys(bases)) or None,
                reference=number,
                url=f"{DETAILS_URL}{number}",
            )
        )


def _events(reading: Reading, element: Element) -> tuple[list[str], list[str], str | None]:
    """Give the days of decisions, the legal bases, and the day of removal if there is one."""
    dates, bases, until = set(), [], None
    for event in element:
        if local_name(event) != "EntryEvent":
            continue
        day = date_of(child(event, "Date"))
        kind = (reading.word("EntryEventType", event.get("EntryEventTypeID")) or "").lower()
        if day and re.search("remov|delet|delist|revok", kind):
            until = day
        elif day:
            dates.add(day)
        basis = reading.word("LegalBasis", event.get("LegalBasisID"))
        if basis and basis.lower() not in ("unknown", "none"):
            bases.append(basis)
    return sorted(dates), bases, until
