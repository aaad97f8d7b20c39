"""The features of a party in OFAC's advanced XML: births, places, vessels' facts, digital currencies …"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from sayso.lists.countries import country_code
from sayso.lists.formats.ofac_labels import IDENTIFIERS, identifier_kind
from sayso.lists.formats.ofac_remarks import AUTHORITY
from sayso.lists.formats.xml_elements import Element, local_name
from sayso.lists.formats.xml_stream import child, text_of
from sayso.lists.listing import Address, Entry, Identifier, Relation

__all__ = ["apply_feature", "date_of", "period_of"]

_T = TypeVar("_T")
_NATIONS = ("nationality", "citizenship")
_REGISTERED = ("nationality of registration", "registration country")


def date_of(element: Element | None) -> str | None:
    """Give the date of Year, Month and Day as far as they are known; None without a year."""
    year, month, day = (text_of(element, name) or "" for name in ("Year", "Month", "Day"))
    if not re.fullmatch(r"\d{4}", year):
        return None
    if not month.isdecimal() or not 1 <= int(month) <= 12:
        return year
    if not day.isdecimal() or not 1 <= int(day) <= monthrange(max(int(year), 1), int(month))[1]:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def period_of(period: Element | None) -> str | None:
    """Give a DatePeriod in EDTF. From the first of January to the last of December is that year."""
    if period is None:
        return None
    start, end = child(period, "Start"), child(period, "End")
    first = date_of(child(start, "From")) or date_of(child(end, "From"))
    last = date_of(child(end, "To")) or date_of(child(end, "From")) or date_of(child(start, "To")) or first
    if first is None or last is None:
        return None
    rough = any(each is not None and each.get("Approximate") == "true" for each in (start, end))
    mark = "~" if rough else ""
    if first > last:
        first, last = last, first
    if first == last:
        return first + mark
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = first[:4], last[:4]
    elif first[:7] == last[:7] and first.endswith("-01") and _ends_month(last):
        first = last = last[:7]
    return first + mark if first == last else f"{first}{mark}/{last}{mark}"


def _ends_month(day: str) -> bool:
    return len(day) == 10 and int(day[8:]) == monthrange(int(day[:4]), int(day[5:7]))[1]


def apply_feature(
    word: Callable[[str, str | None], str | None],
    locations: Mapping[str, Address],
    entry: Entry,
    feature: Element,
) -> Entry:
    """Give the entry with one feature added. `word` looks a value up by table and id."""
    label = (word("FeatureType", feature.get("FeatureTypeID")) or "Feature").strip(" :-")
    for element in feature.iter("{*}DatePeriod", "{*}VersionDetail", "{*}VersionLocation"):
        name = local_name(element)
        if name == "DatePeriod":
            if date := period_of(element):
                entry = _dated(entry, label, date)
        elif name == "VersionLocation":
            if (place := locations.get(element.get("LocationID") or "")) is not None:
                entry = _placed(entry, label, place)
        else:
            value = word("DetailReference", element.get("DetailReferenceID")) or text_of(element)
            if value:
                entry = _said(entry, label, value)
    return entry


def _dated(entry: Entry, label: str, date: str) -> Entry:
    if label.lower() == "birthdate":
        return replace(entry, births=_with(entry.births, date))
    if label.lower() in ("date of death", "deceased", "deathdate"):
        return replace(entry, deaths=_with(entry.deaths, date))
    return replace(entry, details=_with(entry.details, (label, date)))


def _placed(entry: Entry, label: str, place: Address) -> Entry:
    low = label.lower()
    if low == "location":
        return replace(entry, addresses=_with(entry.addresses, place)) if place.text else entry
    if low == "place of birth":
        entry = replace(entry, birth_places=_with(entry.birth_places, place.text))
        return _in_country(entry, place.country)
    if low.startswith(_NATIONS) or low in _REGISTERED:
        if place.country is None:
            return replace(entry, details=_with(entry.details, (label, place.text)))
        return replace(entry, nationalities=_with(entry.nationalities, place.country))
    return _in_country(replace(entry, details=_with(entry.details, (label, place.text))), place.country)


def _in_country(entry: Entry, code: str | None) -> Entry:
    return entry if code is None else replace(entry, countries=_with(entry.countries, code))


def _said(entry: Entry, label: str, value: str) -> Entry:
    low = label.lower()
    if low == "gender":
        return replace(entry, gender=value.lower()) if value.lower() in ("male", "female") else entry
    if low == "title":
        return replace(entry, positions=_with(entry.positions, value))
    if low == "place of birth":
        return replace(entry, birth_places=_with(entry.birth_places, value))
    if low in ("vessel owner", "aircraft operator"):
        kind = "ownership" if low == "vessel owner" else "operator"
        tie = Relation(kind, name=value, inverse=True, source=AUTHORITY, text=f"{label} {value}")
        return replace(entry, relations=(*entry.relations, tie))
    if low.startswith(_NATIONS) or low in _REGISTERED:
        if (code := country_code(value)) is not None:
            return replace(entry, nationalities=_with(entry.nationalities, code))
    elif low == "vessel flag":
        entry = _in_country(entry, country_code(value))
    elif low.startswith("digital currency address"):
        return replace(entry, identifiers=_with(entry.identifiers, Identifier("crypto", value, label=label)))
    elif low in IDENTIFIERS:
        kind = identifier_kind(label, value, entry.nationalities[0] if entry.nationalities else None)
        value = value.replace(" ", "") if kind == "swift" else value
        return replace(entry, identifiers=_with(entry.identifiers, Identifier(kind, value, label=label)))
    return replace(entry, details=_with(entry.details, (label, value)))


def _with(values: tuple[_T, ...], value: _T) -> tuple[_T, ...]:
    return values if value in values else (*values, value)
