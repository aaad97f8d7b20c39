"""The parties that sayso knows beforehand, by id and by name.

States, their bodies, organisations, armed groups, outlets, companies and people come from the data files
beside this module, each fact with its source and, where it can change, the day it was last checked. What
every state has ("X's defence ministry") is made by pattern when it is asked for. A user's own file
(`sayso.actors.additions`) wins over all of it.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sayso.actors.additions import Additions
from sayso.actors.nouns import keys
from sayso.actors.tables import ENTITY_FILES, OFFICE_FILES, Institution, Role, listed, rows
from sayso.actors.words import LOWER, MIXED, TITLE, UPPER, Words, case_of
from sayso.reading.reading import Party

__all__ = ["Gazetteer", "Name", "Office", "shipped"]


class Name(NamedTuple):
    """One way to write a party, a place or a thing.

    `use` is name, adjective ("Iranian"), people ("Iranians"), capital, place, surname, materiel, group (of
    several parties) or expression (that means no party); `case` has
    the case of each word; `doubtful` says that the word is often something else.
    """

    party: str
    use: str
    case: tuple[int, ...]
    doubtful: bool
    owned: bool = False  # has a possessive inside ("People's Protection Units")


@dataclass(frozen=True, slots=True)
class Office:
    """One person in one office; `since` and `until` are ISO days, months or years, empty where open."""

    person: str
    body: str
    title: str
    role: str
    sectors: tuple[str, ...]
    since: str
    until: str
    checked: str

    def held_on(self, day: str) -> bool:
        """Tell whether the person was in office on an ISO day; a month or year counts as a whole."""
        return self.since <= day and (not self.until or day[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    gender: str
    offices: list[Office] = field(default_factory=list)


class Gazetteer:
    """All known parties. `additions` are the user's own, None for none."""

    def __init__(self, additions: Additions | None = None) -> None:
        self.names: dict[tuple[str, ...], list[Name]] = {}
        self.longest: dict[str, int] = {}
        self.checked: dict[str, str] = {}
        self.places: dict[str, tuple[str, ...]] = {}
        self.gender: dict[str, str] = {}
        self._parties: dict[str, Party] = {}
        self._parents: dict[str, str] = {}
        self._states: dict[str, dict[str, str]] = {}
        self._alpha2: dict[str, str] = {}
        self._by_alpha2: dict[str, str] = {}
        self._people: dict[str, _Person] = {}
        self._holders: dict[tuple[str, str], list[Office]] = {}
        self._period: dict[str, tuple[str, str]] = {}
        self._made: dict[tuple[str, str], Party] = {}
        self._given = {row["name"].casefold(): row["gender"] for row in rows("given_names")}
        self._load_states()
        self._load_entities()
        self._load_people()
        self._load_things()
        self.additions = additions
        if additions is not None:
            self._add(additions)

    # ---- loading -------------------------------------------------------------------------------------------

    def _load_states(self) -> None:
        loaded = list(rows("states"))
        self._alpha2 = {row["id"]: row["alpha2"] for row in loaded}
        self._by_alpha2 = {row["alpha2"]: row["id"] for row in loaded if row["alpha2"]}
        for row in loaded:
            state = row["id"]
            self._states[state] = row
            if row["belongs_to"]:
                self._parents[state] = row["belongs_to"]
            self._parties[state] = Party(
                id=state,
                name=row["name"],
                kind="state",
                countries=self._countries(row["alpha2"] or row["belongs_to"]),
                sectors=listed(row["sectors"]),
                belongs_to=row["belongs_to"] or None,
            )
            self._name_all((row["name"], row["official"], *listed(row["names"])), state)
            self._name_all(listed(row["adjective"]), state, "adjective")
            self._name_all(listed(row["people"]), state, "people")
            self._name_all(listed(row["capital"]), state, "capital")

    def _load_entities(self) -> None:
        for file in ENTITY_FILES:
            for row in rows(file):
                self._entity(row)

        for row in rows("peoples"):
            people = f"people/{row['id']}"
            self._parties[people] = Party(people, row["name"], "people", sectors=listed(row["sectors"]))
            self._name_all((row["name"], *listed(row["names"])), people, "people")

    def _entity(self, row: dict[str, str]) -> None:
        party = row["id"]
        if row["belongs_to"]:
            self._parents[party] = row["belongs_to"]
        if row["checked"]:
            self.checked[party] = row["checked"]
        if row["since"] or row["until"]:
            self._period[party] = (row["since"], row["until"])
        self._parties[party] = Party(
            id=party,
            name=row["name"],
            kind=row["kind"],
            countries=self._countries(row["country"]),
            sectors=listed(row["sectors"]),
            belongs_to=row["belongs_to"] or None,
            control=row["control"] or None,
        )
        self._name_all((row["name"], *listed(row["names"])), party)

    def _load_people(self) -> None:
        titles = {phrase: role.key for role in Role.all().values() for phrase in role.phrases}
        for file in OFFICE_FILES:
            for row in rows(file):
                person = row["id"]
                if person not in self._people:
                    self._people[person] = _Person(row["name"], row["gender"])
                    self.gender[person] = row["gender"]
                    full = (row["name"], *(name for name in listed(row["names"]) if " " in name))
                    self._name_all(full, person)
                    self._name_all((n for n in listed(row["names"]) if " " not in n), person, "surname")
                office = Office(
                    person,
                    row["body"],
                    row["title"],
                    _role_of(row["title"].lower(), titles),
                    listed(row["sectors"]),
                    row["since"],
                    row["until"],
                    row["checked"],
                )
                self._people[person].offices.append(office)
                state = office.body.split("/")[0]
                for body in {office.body, f"{state}/*"}:
                    self._holders.setdefault((body, office.role), []).append(office)

    def _load_things(self) -> None:
        for row in rows("places"):
            place = f"place:{row['name'].removeprefix('?')}"
            self.places[place] = listed(row["state"])
            self._name_all((row["name"], *listed(row["names"])), place, "place")
        for row in rows("groups"):
            group = f"group:{row['parties']}"
            self._name_all(listed(row["phrases"]), group, "group")
        for row in rows("fixed_expressions"):
            self._name(row["words"], "expression:", "expression", doubtful=False)
        for row in rows("materiel"):
            self._name_all((row["name"], *listed(row["names"])), f"materiel:{row['id']}", "materiel")

    def _name_all(self, names: Iterable[str], party: str, use: str = "name") -> None:
        for written in names:
            doubtful = written.startswith("?")
            name = written.removeprefix("?")
            self._name(name, party, use, doubtful=doubtful)
            # "U.S." for "US": the press writes acronyms both ways.
            if name.isascii() and name.isalpha() and name.isupper() and len(name) <= 5:
                self._name(".".join(name), party, use, doubtful=doubtful)

    def _name(self, name: str, party: str, use: str, *, doubtful: bool) -> None:
        key, case, owned = _taken_apart(name)
        if not key:
            return
        known = self.names.setdefault(key, [])
        if not any(each.party == party and each.use == use and each.case == case for each in known):
            known.append(Name(party, use, case, doubtful, owned))
        if len(key) > self.longest.get(key[0], 0):
            self.longest[key[0]] = len(key)

    def _add(self, additions: Additions) -> None:
        for words in additions.not_parties:
            self.names[tuple(Words(words).key)] = []
            self._name(words, "expression:", "expression", doubtful=False)
        for added in additions.parties:
            before = self._parties.get(added.id)
            party = added.over(before, self._country_of)
            self._parties[party.id] = party
            if party.kind == "state" and party.id not in self._states:
                self._states[party.id] = {"id": party.id, "alpha2": "", "cow": ""}
            if party.belongs_to:
                self._parents[party.id] = party.belongs_to
            for name in (party.name, *added.names):
                self.names[tuple(Words(name).key)] = []  # the user's word is the last
                self._name(name, party.id, "name", doubtful=False)

    def _countries(self, cell: str) -> tuple[str, ...]:
        """Turn alpha-3 codes (or an alpha-2 code) into alpha-2; entities of a state have the state's."""
        found = []
        for code in listed(cell):
            known = self._alpha2.get(code, code if len(code) == 2 else "")
            if not known and "/" in code:
                known = self._alpha2.get(code.split("/")[0], "")
            if known:
                found.append(known)
        return tuple(found)

    def _country_of(self, words: str) -> str | None:
        """Find a country by alpha-2, alpha-3, name or adjective; None for anything else."""
        state = self.state_called(words)
        return self._parties[state].countries[0] if state and self._parties[state].countries else None

    # ---- asking --------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """Eight characters that tell one user's additions from another's; empty without any."""
        return self.additions.fingerprint if self.additions is not None else ""

    def party(self, party: str, day: str | None = None) -> Party:
        """Give a party by id as it was on an ISO day, None for no particular one. Raises KeyError."""
        key = (party, (day or "") if party in self._people else "")
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            made = self._made[key] = self._make(party, day)
        return made

    def _make(self, party: str, day: str | None) -> Party:
        if party in self._parties:
            found = self._parties[party]
        elif party in self._people:
            found = self._person(party, day)
        else:
            found = self._pattern(party)
        return replace(found, within=tuple(self.within(found.belongs_to)))

    def within(self, party: str | None) -> Iterator[str]:
        """Give a party and all of which it is a part, from the nearest to the outermost."""
        seen: set[str] = set()
        while party is not None and party not in seen:
            seen.add(party)
            yield party
            party = self._parent(party)

    def _parent(self, party: str) -> str | None:
        if party in self._parents:
            return self._parents[party]
        if party in self._people:
            return self._person(party, None).belongs_to
        state, _, key = party.rpartition("/")
        if party not in self._parties and (pattern := Institution.all().get(key)) is not None:
            return state if pattern.belongs_to == "state" else f"{state}/{pattern.belongs_to}"
        return state if party in self._parties and state in self._states else None

    def _pattern(self, party: str) -> Party:
        state, _, key = party.rpartition("/")
        owner = self._parties[state]
        institution = Institution.all().get(key)
        if institution is not None:
            return Party(
                id=party,
                name=institution.name.format(state=with_article(owner.name)),
                kind=institution.kind,
                countries=owner.countries,
                sectors=institution.sectors,
                belongs_to=self._parent(party),
            )
        if (people := self._parties.get(f"people/{key}")) is not None:
            name = f"{people.name} of {with_article(owner.name)}"
            return Party(party, name, "people", owner.countries, people.sectors)
        role = _GROUPS()[key]
        return Party(
            id=party,
            name=f"{key.replace('-', ' ').capitalize()} of {with_article(owner.name)}",
            kind="people",
            countries=owner.countries,
            sectors=role.sectors,
        )

    def _person(self, person: str, day: str | None) -> Party:
        known = self._people[person]
        office = self.office_of(person, day)
        held = office is not None and (day is None or office.held_on(day))
        last = office or known.offices[-1]
        body = last.body
        state = body.split("/")[0]
        owner = self._parties.get(state)
        sectors = last.sectors
        if not held and "GOV" in sectors:
            sectors = ("ELI",)
        return Party(
            id=person,
            name=known.name,
            kind="person",
            countries=owner.countries if owner else (),
            sectors=sectors,
            belongs_to=body if held else (state if state in self._states else None),
        )

    def institution_of(self, owner: str, key: str) -> str:
        """Give the id of a state's institution ("defence-ministry"); what another owner has is itself."""
        return f"{owner}/{key}" if self.is_state(owner) else owner

    def people_of(self, owner: str, role: Role) -> str:
        """Give the id of those whom a role means: a part of a state's people, the institution for which they
        stand, or the owner itself.
        """
        part = role.group or (role.belongs_to if role.belongs_to != "state" else "")
        return f"{owner}/{part}" if part and self.is_state(owner) else owner

    def office_of(self, person: str, day: str | None) -> Office | None:
        """Give the office a known person held on a day: of several the one taken up last; else the last one
        left before it, None where the first came later.
        """
        offices = self._people[person].offices
        if day is None:
            return max(offices, key=lambda office: office.since)
        held = [office for office in offices if office.held_on(day)]
        before = held or [office for office in offices if office.since <= day]
        return max(before, key=lambda office: office.since, default=None)

    def offices(self, person: str) -> list[Office]:
        """Give the offices of a known person."""
        return self._people[person].offices

    def is_person(self, party: str) -> bool:
        """Tell whether an id is a known person's."""
        return party in self._people

    def is_state(self, party: str) -> bool:
        """Tell whether an id is a state's or territory's."""
        return party in self._states

    def outside(self, party: str, day: str) -> str | None:
        """Say in what way a day lies outside the time in which a party existed, None where it does not."""
        since, until = self._period.get(party, ("", ""))
        if until and day[: len(until)] > until:
            return f"ended in {until}"
        if since and day < since:
            return f"began in {since}"
        return None

    def holders(self, body: str, role: str, day: str) -> list[Office]:
        """Find who held an office on a day, in the body or, for offices of which a state has one, in another
        of its bodies.
        """
        wide = f"{body.split('/')[0]}/*" if role in ONLY_ONE else body
        found = self._holders.get((body, role)) or self._holders.get((wide, role), [])
        return [office for office in found if office.held_on(day)]

    def leading_offices(self, state: str) -> list[tuple[str, str]]:
        """Give the offices of which one is meant by "X's leader", the likeliest first."""
        president, premier = (state, "president"), (f"{state}/government", "prime-minister")
        first = [(state, "supreme-leader"), (state, "leader")]
        second = [(state, "monarch"), (state, "crown-prince")]
        if state in LED_BY_GOVERNMENT:
            return [*first, premier, president, *second]
        return [*first, president, premier, *second]

    def given_name(self, key: str) -> str | None:
        """Give the gender that a given name tells (m, f, u for either), None where it is none."""
        return self._given.get(key)

    def state_called(self, words: str) -> str | None:
        """Find a state by its id, alpha-2 code, COW number, name, adjective or people."""
        asked = words.strip()
        upper = asked.upper()
        if upper in self._states:
            return upper
        for state, row in self._states.items():
            if (asked and asked in (row["alpha2"], row["cow"])) or (
                len(asked) == 2 and upper == row["alpha2"]
            ):
                return state
        for name in self.names.get(tuple(Words(asked).key), ()):
            if name.use in ("name", "adjective", "people") and name.party in self._states:
                return name.party
        return None

    def state_of_code(self, alpha2: str) -> str | None:
        """Give the state of an ISO alpha-2 code, None for one that no state has."""
        return self._by_alpha2.get(alpha2)

    def called(self, words: str) -> list[str]:
        """Find the parties that are called so, in any case of the words: by id, code, name or adjective.

        A state found by a code or name comes alone.
        """
        if (state := self.state_called(words)) is not None:
            return [state]
        asked = words.strip()
        if asked in self._parties or asked in self._people:
            return [asked]
        found: dict[str, None] = {}
        key = tuple(Words(asked.removeprefix("the ").removeprefix("The ")).key)
        for name in self.names.get(key, ()):
            if name.use in ("name", "surname", "capital", "people"):
                found[name.party] = None
            elif name.use == "group":
                found |= dict.fromkeys(name.party.removeprefix("group:").split("|"))
        if not found and (body := self._body_called(key)) is not None:
            return [body]
        if not found and "/" in asked:
            try:
                return [self.party(asked).id]
            except KeyError:
                return []
        return list(found)

    def _body_called(self, key: tuple[str, ...]) -> str | None:
        """Find a state's institution by the words for both ("iranian foreign ministry")."""
        if len(key) > LONGEST_BODY:
            return None
        for stop in range(len(key), 0, -1):
            for start in range(stop):
                states = [
                    name.party for name in self.names.get(key[start:stop], ()) if name.party in self._states
                ]
                rest = tuple(word for word in key[:start] + key[stop:] if word != "the")
                if not states or not rest:
                    continue
                rest = rest[:-1] if rest[-1] == "of" else rest
                body = next(
                    (each for each in Institution.all().values() if " ".join(rest) in each.phrases), None
                )
                if body is not None:
                    return f"{states[0]}/{body.key}"
        return None

    def codes(self, country: str) -> tuple[str, str]:
        """Give the ISO alpha-3 code and the Correlates of War number of an alpha-2 code, empty for none."""
        state = self._by_alpha2.get(country)
        return (state, self._states[state]["cow"]) if state is not None else ("", "")


# States whose head of government leads them, not the president or monarch (CIA World Factbook, type of
# government: parliamentary).
# fmt: off
LED_BY_GOVERNMENT = keys(
    "ALB AND ARM AUS AUT BEL BGD BGR BHS BIH BLZ BRB CAN CHE CZE DEU DNK ESP EST ETH FIN FJI GBR GEO GRC "
    "GRD HRV HUN IND IRL IRQ ISL ISR ITA JAM JPN KGZ KHM LBN LSO LTU LUX LVA MDA MKD MLT MNE MNG MUS MYS "
    "NLD NOR NPL NZL PAK PNG POL PRT ROU SGP SRB SVK SVN SWE THA TTO VUT XKX IRQ/kurdistan-region"
)
# fmt: on
LONGEST_BODY = 12  # words for a state and one of its institutions
MOST_KEPT = 50_000  # parties as they were on some day that are kept at hand
# Offices that a state has but once, in whatever body the data has them.
ONLY_ONE = frozenset(
    {
        "foreign-minister",
        "defence-minister",
        "interior-minister",
        "finance-minister",
        "un-ambassador",
        "army-chief",
        "security-adviser",
        "vice-president",
        "chief-of-staff",
        "intelligence-minister",
        "speaker",
        "crown-prince",
    }
)  # fmt: skip
_STANDING_IN = re.compile("^(?:acting|caretaker|interim|de facto) ")
_WITH_ARTICLE = keys("Netherlands Philippines Gambia Bahamas Maldives Comoros Vatican Seychelles Palestinian")


def _role_of(title: str, titles: dict[str, str]) -> str:
    """Give the key of the role that a title means, empty for none: who speaks for whom does not matter."""
    plain = _STANDING_IN.sub("", title)
    if plain in titles:
        return titles[plain]
    return "spokesman" if plain.endswith(("spokesman", "spokeswoman", "press secretary")) else ""


def _taken_apart(name: str) -> tuple[tuple[str, ...], tuple[int, ...], bool]:
    """Give the keys and cases of a name's words, and whether one of them is owned by the next."""
    if name.isascii() and name.replace(" ", "").isalpha():  # nine in ten: faster than `Words`
        return tuple(name.lower().split()), tuple(map(case_of, name.split())), False
    words = Words(name)
    return tuple(words.key), tuple(words.case), any(words.owns[:-1])


def with_article(name: str) -> str:
    """Give a state's name as it stands after "of": the United States, but Iran.

    >>> with_article("United Kingdom")
    'the United Kingdom'
    """
    words = name.split()
    takes = words[0] == "United" or words[0] in _WITH_ARTICLE
    takes = takes or words[-1] in ("Republic", "Islands", "Emirates", "Union", "Territories", "See")
    return f"the {name}" if takes else name


def fits(case: int, asked: int, length: int) -> bool:
    """Tell whether a word in some case can be a name's word: "IRAN" and "Iran" can be Iran, "turkey" cannot
    be Turkey, "us" and "Us" not the US, but "Nato" and "Isis" are NATO and ISIS.
    """
    if asked == LOWER:
        return True
    if case == UPPER:
        return True
    if asked == UPPER:
        return case == TITLE and length >= 4
    return case in (TITLE, MIXED)


@cache
def _GROUPS() -> dict[str, Role]:
    return {role.group: role for role in Role.all().values() if role.group}


def shipped(additions: Path | None = None) -> Gazetteer:
    """Give the gazetteer with the user's additions in a file; loaded once for what the file says.

    Raises UsageError for a file that is wrong.
    """
    return _with(Additions.load(additions) if additions is not None else None)


@cache
def _with(additions: Additions | None) -> Gazetteer:
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand small objects that all stay: looking for garbage takes a third
    try:
        return Gazetteer(additions)
    finally:
        if collecting:
            gc.enable()
