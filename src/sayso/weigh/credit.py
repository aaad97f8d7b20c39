"""The credit line of a report: which news agency its text came from.

Newspapers name the agency in the dateline ("SEOUL (Altan Press) -", "MOSCOW, May 4. /TASS/."), in a line of
its own at the beginning or the end ("(AP)", "Source: Interfax", "MNA/PressTV", "© AFP"), or beside the author
("By Jane Doe, Associated Press"). A parenthesis in a sentence ("the United Nations (UN) said") is no credit.
Agencies and broadcasters are known from the gazetteer's outlets; in a dateline any name will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.actors.tables import listed, rows
from sayso.reading.reading import Span

__all__ = ["Credit", "credit", "is_agency", "same_agency"]


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency named in a credit line: its name as the gazetteer has it, else as the text does, and where.

    `span` is half-open, in code points, and holds the agency's name alone.
    """

    agency: str
    span: Span


_NEAR = 6  # lines at either end of a text that may be, or begin with, a credit line
_DASH = r"\s*(?:[-–—―]+|:)\s"
_NAME = r"(?P<name>[^\W\d_][^()\[\]/\n]{0,48}?)"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|enero|янв|фев|мар|"
    r"апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w{0,8}\.?"
)
_DAY = rf"(?:\(?(?:{_MONTH} ?\d{{1,2}}|\d{{1,2}}\.? ?{_MONTH})(?:,? \d{{4}})?\)?)"
_PLACE = r"(?P<place>[^\W\d_][^()\[\]\n]{1,58}?)"
_DATELINE = re.compile(rf"{_PLACE}(?P<day>,? {_DAY},?)?\.?,? ?\({_NAME}\){_DASH}", re.IGNORECASE)
# TASS's own form, and without brackets "KYIV, Ukraine, May 4, Interfax -": only for known agencies.
_SLASHED = re.compile(rf"(?:{_PLACE}(?:,? {_DAY})?[.,]? ?)?/{_NAME}/[.,]?(?:\s|$)", re.IGNORECASE)
_BARE = re.compile(rf"{_PLACE}(?:,? {_DAY})?[,.] {_NAME}{_DASH}", re.IGNORECASE)
_OPENING = re.compile(rf"\({_NAME}\){_DASH}")
_WHOLE = (
    re.compile(rf"[(\[]{_NAME}[)\]]\.?$"),
    re.compile(rf"(?:source|quelle|fuente|fonte|источник|kaynak|via)s? ?: ?{_NAME}\.?$", re.IGNORECASE),
    re.compile(rf"(?:©|\(c\)|copyright)(?: ?©)? ?(?:\d{{4}} )?{_NAME}(?:,? \d{{4}})?\.?$", re.IGNORECASE),
    re.compile(rf"by [^\n,]{{3,60}}, (?:the )?{_NAME}$", re.IGNORECASE),
    re.compile(rf"(?:[-–—]+ ?)?{_NAME}\.?$"),
)
_CLOSING = re.compile(
    rf"(?<=[.!?”\"'’»]) ?(?:\({_NAME}\)|[–—] ?(?P<dashed>[^\W\d_][^()\[\]/.\n]{{0,48}}))\.?$"
)
_SLASHES = re.compile(r"[^\W\d_][\w. -]{1,28}(?:/[^\W\d_][\w. -]{1,28}){1,2}$")
# Words that agencies have in their names, and that do not tell them apart.
_KIND = re.compile(
    r"\b(?:the|news|newswire|agency|agencies|press|wire|wires|information|service|services|dispatch|agence|agencia|"
    r"agenzia|agentur|ajans[ıi]?|агентство)\b"
)
_AGENCY = re.compile(
    r"agenc|agentur|ajans|news service|newswire|press association|wire service|associated press|"
    r"united press international|reuters|interfax|novosti|presse-agentur",
    re.IGNORECASE,
)
# Agencies whose names in the gazetteer do not say that they are.
_ALSO_AGENCIES = """
24-kg afp akipress amaq angop ani anp ansa antara ap apa-austria app-pakistan bakhtar belga belta bns bss bta
cna-taiwan ctk dpa efe elta fars ians ilna irna isna jiji kabar kcna keystone-sda kuna kyodo lana-libya leta
lusa mehr mti nna ntb pajhwok pap petra pti qna ritzau saba-yemen sana sonna spa stt suna tanjug tasnim tass
tt-sweden ukrinform unb uni-india unian upi wafa wam xinhua yonhap
"""


def credit(text: str, outlet: str | None = None) -> Credit | None:
    """Find the agency that a text is credited to, None where no credit line names one.

    Where a line names two ("MNA/PressTV"), it is the one that is not the outlet, else the last.

    >>> credit("SEOUL (Altan Press) - North Korea said on Thursday that it had never shipped arms.")
    Credit(agency='Altan Press', span=(7, 18))
    >>> credit("The United Nations (UN) said so on Thursday.") is None
    True
    """
    lines = list(_lines(text))
    for start, end in lines[:_NEAR]:
        if (found := _beginning(text, start, end)) is not None:
            return found
    ends = [*lines[:2], *lines[2:][-_NEAR:]]
    for start, end in ends:
        if (found := _line(text, start, end, outlet)) is not None:
            return found
    return _last_words(text, *lines[-1]) if lines else None


def is_agency(outlet: str) -> bool:
    """Tell whether an outlet is a news agency, by the gazetteer or by its name."""
    return outlet.casefold() in _agencies() or _AGENCY.search(outlet) is not None


def same_agency(one: str, other: str) -> bool:
    """Tell whether two names are of one agency: "Neva" and "Neva Information Agency", "AFP" and its full
    name.
    """
    known = _known()
    first, second = (known.get(_key(name), (name, False))[0] for name in (one, other))
    if _key(first) == _key(second):
        return True
    bare = [" ".join(_KIND.sub(" ", name.casefold()).split()) for name in (first, second)]
    return bool(bare[0]) and bare[0] == bare[1]


def _lines(text: str) -> Iterator[Span]:
    """Give the lines that hold more than white space, without the white space around them."""
    for match in re.finditer(r"\S[^\n]*", text):
        yield match.start(), match.start() + len(match[0].rstrip())


def _beginning(text: str, start: int, end: int) -> Credit | None:
    """Read a line that begins with a dateline."""
    end = min(end, start + 160)
    if (match := _DATELINE.match(text, start, end)) is not None:
        place, name = match["place"], match["name"]
        if _find(name) is not None and len(place.split()) <= 6:
            return _named(match)
        if (match["day"] or place.isupper()) and _may_be_name(name) and len(place.split()) <= 6:
            return Credit(name.strip(), match.span("name"))
    for pattern in (_OPENING, _SLASHED, _BARE):
        if (match := pattern.match(text, start, end)) is not None and (found := _named(match)) is not None:
            return found
    return None


def _may_be_name(name: str) -> bool:
    """Tell whether a name that is not known may be an agency's: "Altan Press", "Neva", no "UN", no "left"."""
    words = name.split()
    return name[0].isupper() and len(words) <= 5 and (len(name) > 3 or not name.isupper())


def _line(text: str, start: int, end: int, outlet: str | None) -> Credit | None:
    """Read a line that is nothing but a credit."""
    if end - start > 120:
        return None
    slashes = _SLASHES.match(text, start, end)
    if slashes is not None and (found := _slashed(slashes, outlet)) is not None:
        return found
    for pattern in _WHOLE:
        if (match := pattern.match(text, start, end)) is None:
            continue
        if (found := _named(match, ambiguous=pattern is not _WHOLE[-1])) is not None:
            return found
        if pattern in _WHOLE[1:4] and _AGENCY.search(match["name"]):
            return Credit(match["name"].strip(), match.span("name"))
    return None


def _slashed(match: re.Match[str], outlet: str | None) -> Credit | None:
    """Read "MNA/PressTV": one of the names at least has to be known."""
    parts: list[tuple[str, Span]] = []
    at = match.start()
    for part in match[0].split("/"):
        parts.append((part, (at, at + len(part))))
        at += len(part) + 1
    if not any(_find(part) for part, _ in parts):
        return None
    others = [each for each in parts if not (outlet and same_agency(each[0], outlet))]
    part, span = (others or parts)[-1]
    return Credit(_find(part) or part, span)


def _last_words(text: str, start: int, end: int) -> Credit | None:
    """Read the end of the last paragraph: "… he said. (AP)", "… he said. — AFP"."""
    match = _CLOSING.search(text, max(start, end - 60), end)
    if match is None:
        return None
    group = "name" if match["name"] else "dashed"
    name = _find(match[group])
    return Credit(name, match.span(group)) if name else None


def _named(match: re.Match[str], *, ambiguous: bool = True) -> Credit | None:
    name = _find(match["name"], ambiguous=ambiguous)
    return Credit(name, match.span("name")) if name else None


def _find(name: str, *, ambiguous: bool = True) -> str | None:
    """Give the gazetteer's name for an outlet, None where it has none."""
    found, doubtful = _known().get(_key(name), (None, False))
    return found if ambiguous or not doubtful else None


def _key(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").replace("-", " ").split()).strip(" .,")


@cache
def _known() -> dict[str, tuple[str, bool]]:
    """Give the names of outlets, and whether the name alone could mean something else ("Beta")."""
    sure: dict[str, tuple[str, bool]] = {}
    doubtful: dict[str, tuple[str, bool]] = {}
    for row in rows("outlets"):
        name = row["name"].partition(" (")[0]
        for each in (name, *listed(row["names"])):
            if each.startswith("?"):
                doubtful.setdefault(_key(each[1:]), (name, True))
            else:
                sure.setdefault(_key(each), (name, False))
    return doubtful | sure


@cache
def _agencies() -> frozenset[str]:
    """Give the names of the outlets that are agencies, without case."""
    also = frozenset(_ALSO_AGENCIES.split())
    found: set[str] = set()
    for row in rows("outlets"):
        names = [row["name"], *listed(row["names"])]
        if row["id"] in also or any(map(_AGENCY.search, names)):
            found.update(name.removeprefix("?").casefold() for name in names)
    return frozenset(found)
