"""The Remarks column of OFAC's CSV files, parted into facts.

Remarks are segments with "; " between them: ``DOB 20 Apr 1966; POB Aden, Yemen; Passport 123 (Yemen)
issued 3 May 2001; a.k.a. 'ABU X'; Linked To: SOME TRADING CO.`` They carry everything for which the file has
no column: births, numbers, ties, and the weak aliases, which are not in the file of alternate names
(https://ofac.treasury.gov/faqs/122). What is not understood is given back in `rest`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sayso.lists.countries import country_code
from sayso.lists.dates import edtf
from sayso.lists.formats.ofac_labels import DETAILS, IDENTIFIERS, identifier_kind
from sayso.lists.listing import Identifier, Name, Relation

__all__ = ["AUTHORITY", "Facts", "person_name", "read_remarks", "segments"]

AUTHORITY = "Office of Foreign Assets Control"

_MAX_SEGMENT = 1000  # characters; longer ones are read as prose
_MAX_JOINED = 6  # how many pieces a bracket or quotation mark may reach over before it counts as a slip


@dataclass(slots=True)
class Facts:
    """What was found in remarks.

    `since` are dates of listing, each with the programme's words (may be empty). `rest` are the segments that
    were not understood.
    """

    names: list[Name] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    gender: str | None = None
    nationalities: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    since: list[tuple[str, str]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def segments(remarks: str) -> list[str]:
    """Part remarks at ";", but not within brackets or within the quotation marks of an alias.

    A bracket or mark that nothing closes is taken for a slip of the pen and holds nothing together.
    """
    remarks = remarks.strip()
    # one full stop ends the remarks; a second one before it belongs to an abbreviation (S.A.)
    pieces = re.split(r";(?:\s+|$)", remarks.removesuffix("."))
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        if _open(pieces[at]):
            for reach in range(at + 2, min(len(pieces), at + _MAX_JOINED) + 1):
                if _ALIAS.match(pieces[reach - 1]):
                    break
                if not _open("; ".join(pieces[at:reach])):
                    end = reach
                    break
        found.append("; ".join(pieces[at:end]).strip())
        at = end
    return [each for each in found if each]


def read_remarks(remarks: str, *, person: bool, cut: bool = False) -> Facts:
    """Read remarks. `cut` tells that they break off (the file's columns hold 1,000 characters): the last
    segment is then left in `rest`, since half a name or number is a wrong one.
    """
    facts = Facts()
    parts = segments(remarks)
    if cut and parts:
        facts.rest.append(parts.pop())
    for part in parts:
        _read(part, facts, person)
    return facts


def person_name(text: str, kind: str = "primary", *, weak: bool = False) -> Name:
    """Make the name of a person, "FAMILY, Given" parted. Only a single comma parts."""
    family, comma, given = text.partition(",")
    if not comma or not family.strip() or not given.strip() or "," in given:
        return Name(text, kind, weak)
    return Name(text, kind, weak, None, family.strip(), given.strip())


_ALIAS = re.compile(r"(?:alt\. )?(?P<what>a|f|n|d)\.[kb]\.a\.:?\s+", re.I)
_QUOTED = re.compile(r"""(?<![\w.])['"‘“](.+?)['"’”](?![\w'])""")
_OPEN_QUOTE = re.compile(r"""(?:alt\. )?[afnd]\.[kb]\.a\.:?\s+['"](?!.*['"](?!\w))""", re.I | re.S)


def _open(piece: str) -> bool:
    return piece.count("(") > piece.count(")") or _OPEN_QUOTE.match(piece) is not None


def _longest_first(labels: tuple[str, ...]) -> str:
    return "|".join(re.escape(each) for each in sorted(labels, key=len, reverse=True))


_ALT = re.compile(r"^alt\.\s+", re.I)
_BIRTH = re.compile(r"^DOB:?\s+(.+)$", re.I)
_BIRTH_PLACE = re.compile(r"^POB:?\s+(.+)$", re.I)
_DEATH = re.compile(r"^(?:DOD|Date of death|deceased|died)\b:?\s*(?:on |in )?(.+)$", re.I)
_GENDER = re.compile(r"^Gender:?\s+(male|female)$", re.I)
_NATIONALITY = re.compile(
    r"^(?:nationality(?: of Registration)?|citizen(?:ship)?|Registration Country):?\s+(.+)$", re.I
)
_TIED = re.compile(r"^Linked To:?\s+(.+)$", re.I | re.S)
_OPERATOR = re.compile(r"^Aircraft Operator:?\s+(.+)$", re.I)
_KIN = re.compile(
    r"^(?:the )?((?:half-|step|step-)?(?:wife|husband|spouse|widow|son|daughter|brother|sister|father|mother|"
    r"nephew|niece|cousin|uncle|aunt|"
    r"(?:son|daughter|brother|sister|father|mother)-in-law)) of (?:the )?([^,(]+)$",
    re.I,
)
_EVERYWHERE = re.compile(r"^(?:and )?(?:all|any)\b.*\b(?:offices|branches|locations)\b", re.I)
_ORDER = re.compile(
    r"^((?:Executive Order \d+|CAATSA Section \d+|PEESA)\b.*?(?:Information|Determination))\b"
    r"\s*[:-]?\s*(.+)$",
    re.I | re.S,
)
_DETAIL = re.compile(rf"^({_longest_first(DETAILS)})(?![\w])\s*[:-]?\s*(.+)$", re.I | re.S)
_IDENTIFIER = re.compile(rf"^({_longest_first(tuple(IDENTIFIERS))})(?![A-Za-z])\s*[:-]?\s*(.+)$", re.I)
_NUMBERED = re.compile(
    r"^([A-Z][\w.'’/& -]{1,60}?(?:No\.?|Number|Nr\.|ID|ID Card|Code|Certificate|Permit)(?: #)?"
    r"(?: \([A-Z]+\))?)[:\s]+((?=\S*\d)[\w./-].{0,60})$"
)  # a number of a sort that is not in the table
_CURRENCY = re.compile(r"^([A-Z0-9]{2,6})\s+(\S{10,})$")
_ISSUED = re.compile(
    r"\s*\b((?:date of )?(?:issued?|expires|expired|expiration))\s+((?:in )?[^()]*\d{4})\b(.*)$", re.I
)
_LAST_BRACKET = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)?)\)\s*$")
_SITE = re.compile(r"^(?:https?://|www\.)\S+", re.I)
_MAILBOX = re.compile(r"^[\w.+-]+@[\w-]+\.[\w.-]+")
_LISTING = re.compile(r"^(?:\(([^()]*)\))?\s*:?\s*(\d.*)$")
_OFFICE = re.compile(
    r"\b(?:"
    r"minister|president|chair(?:man|woman|person)?|vice-chair\w*|director|member|head|chief|commander|"
    r"general|colonel|major|captain|admiral|lieutenant|marshal|governor|mayor|secretary|deputy|judge|"
    r"magistrate|prosecutor|ambassador|attache|counsel+or|representative|manager|officer|official|"
    r"employee|adviser|advisor|aide|leader|speaker|rector|ombudsman|warden|coordinator|superintendent|"
    r"treasurer|founder|owner|partner|shareholder|spokes(?:man|woman|person)|professor|comptroller|"
    r"inspector|commissioner|constituent|king|prince|emir|sheikh|ayatollah|hojjatoleslam|administrator|"
    r"delegate|envoy|supervisor|trustee|chancellor|legislator|senator|congress(?:man|woman)|minster|ceo|"
    r"deputies|editor|engineer|brigadier|col\.|gen\.|lt\.|commandant|financier|facilitator"
    r")\b",
    re.I,
)
_OFFICE_LABEL = re.compile(r"^(?:(?:alt(?:ernate|\.)? )?(?:position|title|rank)\b[:,]?\s+)", re.I)


def _read(part: str, facts: Facts, person: bool) -> None:
    """Put one segment where it belongs."""
    part = " ".join(part.split())
    plain = _ALT.sub("", part)
    read = len(part) <= _MAX_SEGMENT and (
        _life(plain, facts)
        or _alias(plain, facts, person)
        or _relation(plain, part, facts)
        or _detail(plain, facts)
        or _identifier(plain, facts)
        or (person and _position(plain, facts))
    )
    if not read:
        facts.rest.append(part)


def _life(part: str, facts: Facts) -> bool:
    if found := _BIRTH.match(part):
        return _dated(found[1], facts.births)
    if found := _BIRTH_PLACE.match(part):
        facts.birth_places.append(found[1])
        return True
    if found := _GENDER.match(part):
        facts.gender = found[1].lower()
        return True
    if found := _NATIONALITY.match(part):
        code = country_code(found[1])
        if code is None:
            facts.details.append((part[: found.start(1)].rstrip(": "), found[1]))
            return True
        facts.nationalities.append(code)
        return True
    if found := _DEATH.match(part):
        return _dated(found[1], facts.deaths)
    return False


def _dated(words: str, into: list[str]) -> bool:
    date = edtf(words)
    if date is not None:
        into.append(date)
    return date is not None


def _alias(part: str, facts: Facts, person: bool) -> bool:
    """An alias in the remarks is a weak one: so OFAC marks it in this format, by where it stands."""
    if not (found := _ALIAS.match(part)):
        return False
    kind = "former" if found["what"].lower() == "f" else "alias"
    said = part[found.end() :]
    for text in _QUOTED.findall(said) or [said.strip(" '\"")]:
        if text:
            facts.names.append(person_name(text, kind, weak=True) if person else Name(text, kind, weak=True))
    return True


def _relation(part: str, whole: str, facts: Facts) -> bool:
    if found := _TIED.match(part):
        made = Relation("linked", found[1], source=AUTHORITY, text=whole)
    elif found := _OPERATOR.match(part):
        made = Relation("operator", found[1], inverse=True, source=AUTHORITY, text=whole)
    elif found := _KIN.match(part):
        made = Relation("family", found[2].strip(), role=found[1].lower(), source=AUTHORITY, text=whole)
    else:
        return False
    facts.relations.append(made)
    return True


def _detail(part: str, facts: Facts) -> bool:
    if _EVERYWHERE.match(part):
        facts.details.append(("Offices", part))
        return True
    if found := _SITE.match(part) or _MAILBOX.match(part):
        facts.details.append(("Email Address" if found.re is _MAILBOX else "Website", found[0]))
        return True
    if found := _ORDER.match(part) or _DETAIL.match(part):
        label, value = found[1], found[2].strip()
        if label.lower() == "bik":
            return False
        facts.details.append((label, value))
        if label.lower() == "listing date" and (dated := _LISTING.match(value)):
            since = edtf(dated[2])
            if since is not None:
                facts.since.append((dated[1] or "", since))
        if label.lower() == "vessel flag" and (code := country_code(value)):
            facts.countries.append(code)
        return True
    return False


def _identifier(part: str, facts: Facts) -> bool:
    found = _IDENTIFIER.match(part) or _NUMBERED.match(part)
    if found is None:
        return False
    label, value, notes = found[1], found[2].strip(), []
    if label.lower() == "digital currency address":
        if (coin := _CURRENCY.match(value)) is None:
            return False
        facts.identifiers.append(Identifier("crypto", coin[2], label=f"{label} - {coin[1]}"))
        return True
    if dated := _ISSUED.search(value):
        notes.append(value[dated.start() :].strip())
        value = value[: dated.start()]
    country = None
    while bracket := _LAST_BRACKET.search(value):
        code = country_code(bracket[1])
        if bracket.start() == 0 and code is None:
            value = bracket[1].strip()  # "No. (5777731)"
            break
        value = value[: bracket.start()]
        if code is None or country is not None:
            notes.insert(0, bracket[1])
        else:
            country = code
    if not re.search(r"\d", value) and not _wordy(label, value):
        return False
    kind = identifier_kind(label, value, country)
    if kind == "imo":
        value = re.sub(r"^IMO\s*", "", value)
    if kind == "swift":
        value = value.replace(" ", "")
    facts.identifiers.append(Identifier(kind, value, country, label, "; ".join(notes) or None))
    return True


def _wordy(label: str, value: str) -> bool:
    """Whether the number may do without a figure: SWIFT codes, tail numbers, tickers."""
    kind = IDENTIFIERS.get(label.lower())
    return (
        kind in {"swift", "tail", "ticker", "call-sign"}
        and re.fullmatch(r"[A-Z0-9 -]{2,20}", value) is not None
    )


def _position(part: str, facts: Facts) -> bool:
    labelled = _OFFICE_LABEL.match(part)
    if len(part) > 300 or not (labelled or _OFFICE.search(part)):
        return False
    facts.positions.append(part[labelled.end() :] if labelled else part)
    return True
