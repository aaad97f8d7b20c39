"""One FollowTheMoney entity as an entry: names, identifiers, addresses, dates, and its designations.

The properties are those of https://followthemoney.tech/explorer/schemata/ .
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from sayso.lists.countries import country_code
from sayso.lists.dates import edtf
from sayso.lists.formats.ftm_lines import Thing
from sayso.lists.formats.ftm_regimes import REPEATING, freezes, regime_of
from sayso.lists.listing import Address, Designation, Entry, Identifier, Name
from sayso.lists.schemata import KIND_OF

__all__ = ["designation_of", "designations_by_topic", "entry_of", "names_of", "when"]

_IDENTIFIERS = (
    ("inn", "innCode"), ("ogrn", "ogrnCode"), ("kpp", "kppCode"), ("okpo", "okpoCode"),
    ("imo", "imoNumber"), ("mmsi", "mmsi"), ("call-sign", "callSign"), ("lei", "leiCode"),
    ("swift", "swiftBic"), ("duns", "dunsCode"), ("isin", "isin"), ("isin", "isinCode"),
    ("ticker", "ticker"), ("crypto", "publicKey"), ("construction", "serialNumber"),
    ("passport", "passportNumber"), ("tax", "taxNumber"), ("tax", "vatCode"), ("tax", "voenCode"),
    ("registration", "registrationNumber"), ("registration", "uscCode"), ("registration", "usCode"),
    ("national-id", "socialSecurityNumber"), ("national-id", "idNumber"),
    ("other", "uniqueEntityId"), ("other", "permId"), ("other", "cikCode"), ("other", "bikCode"),
    ("other", "giiNumber"), ("other", "npiCode"), ("other", "jibCode"), ("other", "caemCode"),
    ("other", "okopfCode"), ("other", "okvedCode"), ("other", "crewNumber"),
)  # fmt: skip
"""The most telling first: a number that stands under several properties is kept under the first."""

_DETAILS = (
    "topics", "programId", "legalForm", "status", "incorporationDate", "dissolutionDate", "sector", "type",
    "flag", "pastFlags", "tonnage", "grossRegisteredTonnage", "deadweightTonnage", "buildDate", "model",
    "currency", "managingExchange", "email", "phone", "website", "education", "ethnicity", "religion",
    "weight", "height", "createdAt", "modifiedAt", "wikidataId",
)  # fmt: skip

_ENDED = re.compile(r"(?:inactive|removed|de-?listed|revoked|expired|terminated|lifted|annulled)\b", re.I)


def entry_of(
    thing: Thing,
    list_id: str,
    addresses: Sequence[Thing],
    documents: Sequence[Thing],
    designations: tuple[Designation, ...],
    posts: Sequence[str],
) -> Entry | None:
    """Make the entry, without its relations; None where the entity has no name."""
    names = names_of(thing)
    if not names:
        return None
    at = _addresses(thing, addresses)
    nations = _codes(thing.all("nationality", "citizenship", "jurisdiction"))
    others = _codes(thing.all("flag", "country", "mainCountry", "birthCountry"))
    births = _dates(thing.all("birthDate"))
    return Entry(
        id=f"{list_id}:{thing.id}",
        list=list_id,
        number=thing.id,
        kind=KIND_OF[thing.schema],
        names=names,
        designations=designations,
        births=births,
        birth_places=tuple(thing.all("birthPlace")),
        deaths=_dates(thing.all("deathDate")),
        gender=_gender(thing.all("gender")),
        countries=_unique([*nations, *others, *(a.country for a in at if a.country)]),
        nationalities=_unique(nations),
        addresses=at,
        identifiers=_identifiers(thing, documents),
        positions=_unique([*thing.all("position"), *posts]),
        details=tuple((name, value) for name in _DETAILS for value in thing.all(name)),
        remarks="\n".join(thing.all("notes", "summary", "description")) or None,
        url=thing.first("sourceUrl"),
    )


def names_of(thing: Thing) -> tuple[Name, ...]:
    """Give the names, the caption first where it is one of them; empty where there is none."""
    full = thing.all("name")
    if thing.caption in full:
        full.remove(thing.caption)
        full.insert(0, thing.caption)
    made: dict[str, Name] = {}
    for name in full:
        made[name] = _name(thing, name, "alias" if made else "primary")
    for properties, kind, weak in (
        (("alias", "otherName", "legalName"), "alias", False),
        (("previousName",), "former", False),
        (("weakAlias", "abbreviation"), "alias", True),
    ):
        for name in thing.all(*properties):
            made.setdefault(name, _name(thing, name, kind if made else "primary", weak))
    if not made and (substitute := _substitute(thing)):
        made[substitute] = _name(thing, substitute, "primary")
    return tuple(made.values())


def _name(thing: Thing, text: str, kind: str, weak: bool = False) -> Name:
    family, given = _parts(thing, text)
    return Name(text, kind, weak, family=family, given=given)


def _parts(thing: Thing, text: str) -> tuple[str | None, str | None]:
    """Give the family and the given names that the entity has and that stand in `text`."""
    if thing.schema != "Person":
        return None, None
    words = text.casefold()
    family = [n for n in thing.all("lastName") if n.casefold() in words]
    given = [n for n in thing.all("firstName") if n.casefold() in words]
    return max(family, key=len, default=None), max(given, key=len, default=None)


def _substitute(thing: Thing) -> str | None:
    if thing.schema == "Person" and (last := thing.first("lastName")):
        return " ".join(filter(None, (thing.first("firstName"), thing.first("middleName"), last)))
    number = thing.first("publicKey", "isin", "imoNumber", "registrationNumber", "accountNumber", "iban")
    caption = thing.caption if thing.caption not in (thing.schema, thing.id, None) else None
    return caption or number


def _identifiers(thing: Thing, documents: Sequence[Thing]) -> tuple[Identifier, ...]:
    found: dict[str, Identifier] = {}
    for document in documents:
        passport = document.schema == "Passport"
        nation = next(iter(_codes(document.all("country"))), None)
        for value in document.all("number", "passportNumber"):
            label = document.first("type") or document.schema
            kind = "passport" if passport or "passport" in label.casefold() else "national-id"
            note = "; ".join(
                f"{name} {value}"
                for name in ("startDate", "endDate", "authority")
                for value in document.all(name)
            )
            found.setdefault(_plain(value), Identifier(kind, value, nation, label, note or None))
    for kind, name in _IDENTIFIERS:
        if name == "registrationNumber" and thing.schema == "Airplane":
            kind = "tail"
        for value in thing.all(name):
            called = (thing.first("currency") if kind == "crypto" else None) or name
            found.setdefault(_plain(value), Identifier(kind, value, label=called))
    return tuple(found.values())


def _plain(value: str) -> str:
    return re.sub(r"[\W_]+", "", value).upper() or value


def _addresses(thing: Thing, linked: Sequence[Thing]) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for each in linked:
        country = next(iter(_codes(each.all("country"))), None)
        parts = (
            "street",
            "street2",
            "street3",
            "postOfficeBox",
            "postalCode",
            "city",
            "state",
            "region",
            "country",
        )
        for text in each.all("full") or [
            ", ".join(filter(None, map(each.first, parts))) or (each.caption or "")
        ]:
            if text:
                found.setdefault(_plain(text), Address(text, country))
    for text in thing.all("address"):
        found.setdefault(_plain(text), Address(text))
    return tuple(found.values())


@cache
def _code(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z]{2}", value):
        return None if value.upper() == "ZZ" else value.upper()
    return country_code(value)


def _codes(values: Iterable[str]) -> list[str]:
    return [code for code in map(_code, values) if code]


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _gender(values: Sequence[str]) -> str | None:
    known = {value.casefold() for value in values} & {"male", "female"}
    return known.pop() if len(known) == 1 else None


@cache
def when(value: str) -> str | None:
    """Give a date of FollowTheMoney (``2023``, ``2023-04``, ``2023-04-01T10:00:00``) in EDTF."""
    found = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=$|T)", value)
    return found[0] if found else edtf(value)


def _dates(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(_unique(map(when, values))))


def designation_of(sanction: Thing) -> Designation:
    """Make a designation of a ``Sanction``."""
    programmes, measures = sanction.all("programId"), sanction.all("provisions")
    starts, listed = _dates(sanction.all("startDate")), _dates(sanction.all("listingDate"))
    ends = _dates(sanction.all("endDate"))
    since = (starts or listed or (None,))[0]
    until = ends[-1] if ends else None
    if until is None and any(_ENDED.match(word) for word in sanction.all("status")) and sanction.last_seen:
        until = f"../{when(sanction.last_seen)}"  # over, we are not told when
    authorities = sanction.all("authority") or sanction.datasets
    return Designation(
        regime=regime_of(programmes, sanction.datasets, sanction.all("country")),
        authority="; ".join(authorities) or "not said",
        programme=sanction.first("program", "programId"),
        measures=tuple(measures),
        blocking=freezes(sanction.datasets, programmes, measures),
        since=since,
        until=until,
        amended=tuple(day for day in _dates([*starts, *listed, *sanction.all("modifiedAt")]) if day != since),
        reference="; ".join(sanction.all("unscId", "authorityId", "recordId")) or None,
        reasons="\n".join(sanction.all("reason", "summary")) or None,
        url=sanction.first("sourceUrl", "programUrl"),
    )


def designations_by_topic(thing: Thing) -> tuple[Designation, ...]:
    """Give a designation by each blocking dataset of an entity that is said to be under sanctions (topic
    ``sanction``) in a file without its ``Sanction``, and one by whoever says so where none is known.
    """
    if "sanction" not in thing.all("topics"):
        return ()
    known = [d for d in thing.datasets if freezes([d], (), ())] or thing.datasets[:1]
    made = []
    for dataset in known:
        programmes = thing.all("programId")
        regime = regime_of((), [dataset], thing.all("country"))
        if dataset in REPEATING and any(code.startswith("EU-") for code in programmes):
            regime = "EU"
        codes = (code for code in programmes if regime_of([code], (), ()) == regime)
        made.append(Designation(regime, dataset, next(codes, None), blocking=freezes([dataset], (), ())))
    return tuple(made)
