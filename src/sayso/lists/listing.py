"""What a sanctions list holds, in one shape for every authority's format.

    ListFile              one list as published at one time: its entries, and the rows that could not be read
      └── Entry           a listed person, organisation, vessel … (or one that a listed one is tied to)
            ├── Name            how it is written, in which script, how good for finding it
            ├── Designation     by whom it is listed: programme, measures, since when, until when, and why
            ├── Identifier      a passport, a tax number, an IMO number …
            ├── Address
            └── Relation        "Linked To", ownership with share and dates, directorship, family …

Dates of unknown day or month, rough dates and ranges are written in EDTF (ISO 8601-2:2019, level 1):
``1962``, ``1962-03``, ``1959~`` (circa), ``1959/1965`` (some day between), ``../2024-03-01`` (until then).
Countries are ISO 3166-1 alpha-2 codes. The fields of each record stand in the order in which its JSON has
them.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, Self

__all__ = [
    "ENTRY_KINDS",
    "IDENTIFIER_KINDS",
    "RELATION_KINDS",
    "Address",
    "Designation",
    "Entry",
    "Identifier",
    "ListFile",
    "Name",
    "Relation",
    "RowReject",
]

ENTRY_KINDS = ("person", "organisation", "company", "vessel", "aircraft", "other")
"""``organisation`` is also what an authority calls an "entity" without saying more; ``other`` is a security,
a cargo, an asset that is none of the rest.
"""

RELATION_KINDS = (
    "ownership",
    "control",
    "operator",
    "directorship",
    "membership",
    "family",
    "associate",
    "linked",
)
"""The more telling ones first. ``control`` is said in so many words; ``operator`` is who runs a vessel or an
aircraft; a ``directorship`` is an office in the other party; ``linked`` is OFAC's "Linked To", which does not
say how.
"""

IDENTIFIER_KINDS = (
    "passport", "national-id", "tax", "registration", "imo", "mmsi", "call-sign", "tail", "construction",
    "swift", "lei", "inn", "ogrn", "kpp", "okpo", "duns", "crypto", "ticker", "isin", "other",
)  # fmt: skip


class _Record:
    """A dataclass that becomes JSON field by field, and comes back from it. What is empty is left out."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON has it: what holds its default is left out."""
        found = ((f, getattr(self, f.name)) for f in fields(self))  # type: ignore[arg-type]
        return {f.name: _plain(value) for f, value in found if f.default is MISSING or value != f.default}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Take back what `to_dict` gave; unknown keys are left aside."""
        names = _names_of(cls)  # type: ignore[arg-type]
        return cls(**{name: _restored(name, value) for name, value in record.items() if name in names})


@cache
def _names_of(record: type[_Record]) -> frozenset[str]:
    return frozenset(each.name for each in fields(record))  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if isinstance(value, _Record):
        return value.to_dict()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _restored(name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    record = _PARTS.get(name)
    return tuple(_restored("", item) if record is None else record.from_dict(item) for item in value)


@dataclass(frozen=True, slots=True)
class Name(_Record):
    """One way in which an entry is written.

    `text` as published, a comma between family and given names where the list has it. `kind` is ``primary``,
    ``alias`` or ``former``. `weak` marks what the authority calls a weak or low-quality alias (a nickname, a
    single common name): it is searched, and counts less. `language` is the list's word for it, if any.
    `family` and `given` are kept where the list parts them.
    """

    text: str
    kind: str = "primary"
    weak: bool = False
    language: str | None = None
    family: str | None = None
    given: str | None = None

    @property
    def script(self) -> str:
        """The script that most of its letters are of, by its ISO 15924 code (``Latn``, ``Cyrl``)."""
        from sayso.lists.names.letters import script_of

        return script_of(self.text)


@dataclass(frozen=True, slots=True)
class Designation(_Record):
    """That one authority lists an entry under one programme.

    `regime` is who decides: US, UN, EU, GB, CH, … (``UN`` and ``EU``, else an alpha-2 code). `programme` is
    the authority's own code or title. `blocking` tells whether assets are frozen (an asset freeze, OFAC's SDN
    list), None where the list does not say; export bans, sectoral measures and travel bans alone do not
    freeze any. `since` and `until` are dates in EDTF, None where the list does not say; `amended` the dates
    of changes. `basis` is the legal act, `reasons` the statement of reasons in the list's own words.
    """

    regime: str
    authority: str
    programme: str | None = None
    measures: tuple[str, ...] = ()
    blocking: bool | None = None
    since: str | None = None
    until: str | None = None
    amended: tuple[str, ...] = ()
    basis: str | None = None
    reference: str | None = None
    reasons: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier(_Record):
    """A number that says who somebody is: `kind` is one of `IDENTIFIER_KINDS`, `label` the list's word."""

    kind: str
    value: str
    country: str | None = None
    label: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Address(_Record):
    """An address, as one line `text`; the country's code where it could be told."""

    text: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Relation(_Record):
    """A tie from this entry to another party.

    It reads *this entry* `kind` *the other*, `kind` being one of `RELATION_KINDS`: of an ownership this entry
    is the owner and the other what is owned; of a directorship or membership this entry is the person. Where
    `inverse` is true it reads the other way round: this entry is owned. `to` is the other entry's id
    (``list:number``) where it is known, `name` how the list writes it. `share` is the percentage owned, as
    low and high (``(51.0, 51.0)``), None where unknown. `since` and `until` are EDTF dates, `stated` when the
    source is known to have said so (its last check). `source` is who says so (a dataset or an authority),
    `text` the words of the list.
    """

    kind: str
    name: str | None = None
    to: str | None = None
    inverse: bool = False
    role: str | None = None
    share: tuple[float, float] | None = None
    since: str | None = None
    until: str | None = None
    stated: str | None = None
    source: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Entry(_Record):
    """One entry of a list.

    `id` is ``list:number``, where `number` is the authority's own. An entry without a designation in force
    is not listed: it stands in the file because somebody listed is tied to it. `names` has the primary name
    first. `countries` are all codes that connect it with a country (nationality, registration, address),
    those of nationality or registration first; `nationalities` only the former. `details` are further facts
    as (label, value) pairs: vessel type, tonnage, flag …
    """

    id: str
    list: str
    number: str
    kind: str
    names: tuple[Name, ...]
    designations: tuple[Designation, ...] = ()
    births: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    deaths: tuple[str, ...] = ()
    gender: str | None = None
    countries: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    positions: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    remarks: str | None = None
    relations: tuple[Relation, ...] = ()
    url: str | None = None

    @property
    def name(self) -> str:
        """The primary name."""
        return self.names[0].text


_PARTS: dict[str, type[_Record]] = {
    "names": Name,
    "designations": Designation,
    "identifiers": Identifier,
    "addresses": Address,
    "relations": Relation,
}


@dataclass(frozen=True, slots=True)
class RowReject:
    """A row of a list that could not be read: where (``line 17``), and why, with what to do next."""

    locator: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """One list as published at one time.

    `list` is its short id (``ofac-sdn``), `published` the date that the file itself gives, if any.
    `companion` tells that it only adds to the entries of the list's main file (OFAC's alternate names and
    addresses): its entries have the main file's numbers, and no primary name.
    """

    list: str
    title: str
    format: str
    entries: tuple[Entry, ...]
    rejects: tuple[RowReject, ...] = ()
    published: str | None = None
    companion: bool = False
    warnings: tuple[str, ...] = field(default=())
