"""What is known of a party beside its claims: the names of its countries and of what it is a part of, its
sectors in words, the offices that a person held, what the only report that knows it says.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from sayso.errors import SaysoError
from sayso.ledger.catalogue.records import PartyRow
from sayso.web.desk import Desk

if TYPE_CHECKING:
    from sayso.actors import Gazetteer
    from sayso.reading.reading import Party

__all__ = [
    "SECTORS",
    "Country",
    "NamedParty",
    "OfficeHeld",
    "PartyFacts",
    "country_code",
    "facts_of",
    "named",
]

SECTORS = {
    "GOV": "government", "MIL": "armed forces", "LEG": "parliament", "JUD": "courts", "COP": "police",
    "SPY": "intelligence", "PRM": "paramilitaries", "PTY": "political party", "OPP": "opposition",
    "REB": "rebels", "UAF": "unidentified armed forces", "ELI": "former official", "BUS": "business",
    "CRM": "crime", "CVL": "civilians", "EDU": "education", "JRN": "the press", "LAB": "labour",
    "AGR": "farm labour", "MED": "health", "REF": "refugees", "REL": "religion", "SOC": "civil society",
    "PRE": "partly recognised entity", "IGO": "intergovernmental organisation",
    "NGO": "non-governmental organisation", "ISM": "movement", "IMG": "armed group across borders",
    "MNC": "company across borders",
}  # fmt: skip
"""PLOVER's sectors in words, as docs/parties.md has them."""


class Country(BaseModel):
    """A country by its ISO 3166-1 alpha-2 code; `actor` is its id as a party, null for a code of none."""

    code: str
    name: str
    actor: str | None


class NamedParty(BaseModel):
    """A party by id and name."""

    actor: str
    name: str


class OfficeHeld(BaseModel):
    """An office that a person held: `until` is null where it was held on the day `checked`."""

    title: str
    body: NamedParty
    since: str | None
    until: str | None
    checked: str


class PartyFacts(BaseModel):
    """What is known of a party: `countries` the main one first; `sectors` are PLOVER's codes; `within` all
    of which it is a part, the nearest first; `about` is what the report says of a party that it alone knows.
    """

    countries: list[Country]
    sectors: list[str]
    within: list[NamedParty]
    offices: list[OfficeHeld]
    about: str | None


def facts_of(desk: Desk, row: PartyRow) -> PartyFacts:
    """Tell what is known of a party: by the gazetteer with the desk's own parties, or by its report."""
    gazetteer = _gazetteer(desk)
    told = _told(desk, gazetteer, row.actor)
    return PartyFacts(
        countries=[_country(gazetteer, code) for code in row.countries],
        sectors=list(told.sectors) if told else [],
        within=[_named(gazetteer, each) for each in told.within] if told else [],
        offices=_offices(gazetteer, row.actor),
        about=told.about if told else None,
    )


def named(desk: Desk, name: str, actor: str) -> str:
    """Give a party's name; where no report gave it one (its name is its id), the gazetteer's."""
    return _named(_gazetteer(desk), actor).name if name == actor else name


def country_code(desk: Desk, words: str | None) -> str | None:
    """Give the alpha-2 code of a country by any name or code; what is none is taken for a code itself."""
    if not words:
        return None
    gazetteer = _gazetteer(desk)
    state = gazetteer.state_called(words)
    codes = gazetteer.party(state).countries if state is not None else ()
    return codes[0] if codes else words.strip().upper()


def _gazetteer(desk: Desk) -> Gazetteer:
    # Late: it takes half a second, once, and most pages need none.
    from sayso.actors import shipped

    return shipped(desk.options.parties or _usual_parties())


@cache
def _usual_parties() -> Path | None:
    from sayso.settings import Settings

    return Settings().own_parties


def _told(desk: Desk, gazetteer: Gazetteer, actor: str) -> Party | None:
    """Give the party as the gazetteer or its own report has it, None where neither does."""
    try:
        return gazetteer.party(actor)
    except KeyError:
        pass
    if not actor.startswith("@"):
        return None
    try:
        reading = desk.ledger.reading(actor[1:].partition("/")[0])
    except SaysoError:  # the id was made otherwise, or its beginning is that of several reports
        return None
    return next((party for party in reading.parties if party.id == actor), None)


def _named(gazetteer: Gazetteer, actor: str) -> NamedParty:
    try:
        return NamedParty(actor=actor, name=gazetteer.party(actor).name)
    except KeyError:
        return NamedParty(actor=actor, name=actor)


def _country(gazetteer: Gazetteer, code: str) -> Country:
    state = gazetteer.state_of_code(code)
    return Country(code=code, name=gazetteer.party(state).name if state else code, actor=state)


def _offices(gazetteer: Gazetteer, actor: str) -> list[OfficeHeld]:
    if not gazetteer.is_person(actor):
        return []
    return [
        OfficeHeld(
            title=office.title,
            body=_named(gazetteer, office.body),
            since=office.since or None,
            until=office.until or None,
            checked=office.checked,
        )
        for office in sorted(gazetteer.offices(actor), key=lambda each: each.since, reverse=True)
    ]
