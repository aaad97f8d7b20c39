"""Which party each name of a report means.

Names that mean one party only come first; they tell which countries a report is about, and that decides
between parties that share a name. A surname goes to the person whose full name the report gives, and names
that the gazetteer does not know become parties of this report alone.
"""

from __future__ import annotations

import re
from collections import Counter

from sayso.actors.gazetteer import Gazetteer, Name
from sayso.actors.names import FAMILY_FIRST, Named, Phrases
from sayso.actors.surroundings import Surroundings
from sayso.actors.tables import Role
from sayso.actors.words import LOWER, UPPER, Words, key_of
from sayso.reading.reading import Party

__all__ = ["Naming"]


# What speaks for a name that is often something else, in units of one mention of its country.
_NEAR = 1.5  # … and those that fall behind by no more are told as a doubt
_CLEAR = 0.3  # by which the likeliest reading of a doubtful name must lead
_FULL_NAME, _IN_OFFICE, _TITLED, _UNSURE, _OUT_OF_OFFICE, _OUT_OF_TIME = 6.0, 2.0, 4.0, 2.5, 0.5, 1.0
_PREFERENCE = {
    "name": 1.0,
    "adjective": 0.9,
    "people": 0.8,
    "capital": 0.7,
    "surname": 0.6,
    "place": 0.5,
    "materiel": 0.4,
    "group": 1.2,
    "expression": 1.5,
}
LOCAL_KINDS = frozenset(
    {"person", "organisation", "company", "outlet", "armed_group", "government", "military", "state"}
)


class Naming(Surroundings):
    """Chooses the party of every name. `local` has the parties that only this report knows."""

    def __init__(
        self, words: Words, gazetteer: Gazetteer, named: list[Named], day: str | None, report: str
    ) -> None:
        super().__init__(words, gazetteer, named)
        self.day = day
        self.local: dict[str, Party] = {}
        self.gender: dict[str, str] = {}
        self.titles: dict[str, set[str]] = {}
        self.guessed: set[str] = set()  # parties of this report whose country only what is around them tells
        self._report = report
        self._surnames: dict[str, list[tuple[int, str]]] = {}  # by the last word of full names
        self._givens: dict[str, list[tuple[int, str]]] = {}  # by given names of this report's people
        self._firsts: dict[str, list[tuple[int, str]]] = {}  # organisations by their first word, acronym
        self._place_of: dict[int, tuple[str, ...]] = {}
        self._regions: dict[str, tuple[str, ...]] = {}  # of places that were named with their region
        self._evidence: Counter[str] = Counter()
        self._places: Counter[str] = Counter()
        self._present: Counter[str] = Counter()
        for each in named:
            self.title(each)
        for each in named:
            self._certain(each)
        governed = {words.key[each.first] for each in named if not each.names and self.governs(each)}
        for each in named:
            if not each.names and each.stop - each.first == 1 and words.key[each.first] in governed:
                each.kind = "state"
        for each in named:
            if not each.party and not each.names:
                self._unknown_full(each)
        for each in named:
            if not each.party:
                self._uncertain(each) if each.names else self._unknown_short(each)
        for each in named:
            self._note_titles(each)

    # ---- known names ---------------------------------------------------------------------------------------

    def _certain(self, each: Named) -> None:
        parties = {name.party for name in each.names if not name.doubtful}
        if len(parties) != 1 or len({name.party for name in each.names}) != 1:
            return
        name = max(each.names, key=lambda name: _PREFERENCE[name.use])
        if name.use == "surname" or self._is_elsewhere(each) or self._is_there_again(each, name):
            return
        self._settle(each, name)

    def _settle(self, each: Named, name: Name) -> None:
        if name.use in ("materiel", "expression", "group"):
            each.kind = each.rule = name.use
            if name.use == "group":
                each.group = tuple(name.party.removeprefix("group:").split("|"))
            return
        if name.use == "place":
            each.kind = each.rule = "place"
            for state in self.gazetteer.places[name.party]:
                self._evidence[state] += 1
                self._places[state] += 1
            return
        party = self.gazetteer.party(name.party, self.day)
        each.party = name.party
        each.rule = name.use
        each.kind = "state" if name.use in ("adjective", "people", "capital") else party.kind
        self._present[name.party] += 1
        for state in (name.party, *party.within):
            if self.gazetteer.is_state(state):
                self._evidence[state] += 1
        if party.kind == "person" and each.stop - each.first > 1:
            for key in self._family_names(each):
                self._remember(self._surnames, key, each, name.party)

    def _family_names(self, each: Named) -> list[str]:
        """Give the words of a full name by which its bearer may be called later."""
        keys = self.words.key[each.first : each.stop]
        return [keys[0], keys[-1]] if keys[0] in FAMILY_FIRST else [keys[-1]]

    @staticmethod
    def _remember(where: dict[str, list[tuple[int, str]]], key: str, each: Named, party: str) -> None:
        where.setdefault(key, []).append((each.first, party))

    def _recall(self, where: dict[str, list[tuple[int, str]]], key: str, first: int) -> str | None:
        """Give the party remembered under a word: the last one before a place, else the first one after."""
        found = where.get(key)
        if not found:
            return None
        before = [each for each in found if each[0] < first]
        return max(before)[1] if before else min(found)[1]

    def _is_elsewhere(self, each: Named) -> bool:
        """Tell whether "X, Ohio" follows: then X is a place there, whatever else is called so. Washington
        after a place of America is the state.
        """
        words = self.words
        before = self.at(each.first - 1) if each.first > 0 else None
        if (
            before is not None
            and words.key[each.first] == "washington"
            and words.text[before.span[1] : each.span[0]] == ", "
            and self.place_states(before) == ("USA",)
        ):
            each.kind, each.rule = "place", "place in a region"
            self._place_of[id(each)] = ("USA",)
            return True
        if each.stop >= len(words) or words.text[words.end[each.stop - 1] : words.start[each.stop]] != ", ":
            return False
        after = self.at(each.stop)
        if after is None:
            return False
        if any(name.use == "place" for name in after.names):
            states = {s for n in after.names if n.use == "place" for s in self.gazetteer.places[n.party]}
        elif any(name.use == "name" and self.gazetteer.is_state(name.party) for name in after.names):
            # "Damascus, Syria": but "Washington, Iran and …" is a list.
            states = {name.party for name in after.names}
            its = {name.party for name in each.names if name.use == "capital"}
            its |= {s for n in each.names if n.use == "place" for s in self.gazetteer.places[n.party]}
            if not states & its:
                return False
        else:
            return False
        # "Moscow, Idaho": a place in a list of places of its own country is that anyway.
        each.kind, each.rule = "place", "place in a region"
        self._place_of[id(each)] = self._regions[words.key[each.first]] = tuple(sorted(states))
        return True

    def _is_there_again(self, each: Named, name: Name) -> bool:
        """Tell whether a place is named that stood in its region before: "Paris" after "Paris, Texas"."""
        states = self._regions.get(self.words.key[each.first]) if each.stop - each.first == 1 else None
        if states is None or name.use not in ("capital", "place"):
            return False
        each.kind, each.rule = "place", "place in a region"
        self._place_of[id(each)] = states
        return True

    def _uncertain(self, each: Named) -> None:
        if each.rule or self._is_elsewhere(each):
            return
        words = self.words
        if self.dated(each):
            each.rule, each.names = "month", ()
            return
        surname = self._recall(self._surnames, words.key[each.stop - 1], each.first)
        single = each.stop - each.first == 1
        given = self._recall(self._givens, words.key[each.first], each.first) if single else None
        if given is not None and not self._placed(each) and all(name.doubtful for name in each.names):
            self._link(each, given, "given name in the report")
            return
        if single and surname is not None and (each.title or not self._placed(each)):
            uses = {name.use for name in each.names if not name.doubtful}
            if not uses & {"name", "adjective", "people"} or not self._evidence_for(each):
                self._link(each, surname, "full name in the report")
                return
        scored = sorted(((self._weight(each, name), name) for name in each.names), key=lambda pair: -pair[0])
        best, name = scored[0]
        if self.gazetteer.is_state(name.party) and not self._evidence[name.party]:
            # Georgia is the one in America where the report speaks of places there, and of nothing Georgian.
            there = [
                (weight, other)
                for weight, other in scored
                if other.use == "place" and any(self._places[s] for s in self.gazetteer.places[other.party])
            ]
            if there:
                best, name = max(best, 0.5), there[0][1]
                scored = [(best, name)]
        others = [(weight, other) for weight, other in scored if other.party != name.party]
        if best <= 0 or (others and best - others[0][0] < 0.05):
            each.rule = "doubtful"
            each.others = list(dict.fromkeys(other.party for _, other in scored if ":" not in other.party))
            each.names = tuple(other for _, other in scored)
            # Where the name acts, the likeliest is taken (`settle_doubtful`).
            each.clear = not others or best - others[0][0] >= _CLEAR
            return
        self._settle(each, name)
        if others and each.party:
            near = [
                other.party for weight, other in others if weight > best - _NEAR and ":" not in other.party
            ]
            each.others = list(dict.fromkeys(near))

    def settle_doubtful(self, each: Named) -> bool:
        """Take a doubtful name for its likeliest party, because it acts or speaks; tell whether one leads."""
        name = each.names[0]
        if each.rule != "doubtful" or not each.clear or ":" in name.party or self.beside_noun(each):
            return False
        if name.use == "surname" and self.after_article(each):
            return False  # "the West" is nobody of that name
        keys = tuple(self.words.key[each.first : each.stop])
        if keys in Phrases.shared().found and not any(
            self._evidence[state] for state in self.gazetteer.within(name.party)
        ):
            return False  # "the Coast Guard" is that of the state spoken of
        each.others = [other for other in each.others if other != name.party]
        self._settle(each, name)
        each.rule = "doubtful name that acts"
        return True

    def _evidence_for(self, each: Named) -> bool:
        """Tell whether the report speaks of a state, called by a word, in other words too."""
        return any(
            self._evidence[name.party] > 0
            for name in each.names
            if name.use in ("name", "capital") and self.gazetteer.is_state(name.party)
        )

    def _weight(self, each: Named, name: Name) -> float:
        """Weigh what speaks for one reading of a name."""
        weight = _PREFERENCE[name.use]
        if name.doubtful:
            weight -= _UNSURE
            # An acronym in capitals among words that are not is seldom anything else.
            if self.words.case[each.first] == UPPER and each.stop - each.first == 1:
                weight += 1.2
            if self.after_article(each) and name.use == "name":
                weight += 1.0
        if name.use in ("expression", "group"):
            return weight + 3
        if name.use == "materiel":
            return weight + (3.5 if self.counted(each) else 0)
        if name.use == "place":
            states = self.gazetteer.places[name.party]
            weight += max((min(self._evidence[state], 4) for state in states), default=0) * 0.6
            return weight + (2.2 if self._placed(each) else 0) + (3 if self.along(each) else 0)
        party = self.gazetteer.party(name.party, self.day)
        if self._present[name.party]:
            weight += _FULL_NAME
        if self.day is not None and self.gazetteer.outside(name.party, self.day) is not None:
            weight -= _OUT_OF_TIME
        about = {state for state in (name.party, *party.within) if self.gazetteer.is_state(state)}
        about |= {state for code in party.countries if (state := self.gazetteer.state_of_code(code))}
        weight += max((min(self._evidence[state], 4) for state in about), default=0) * 0.5
        if party.kind == "person":
            if not each.title and (self._placed(each) or self.after_article(each)):
                weight -= 2
            office = self.gazetteer.office_of(name.party, self.day)
            if office is not None and self.day is not None:
                weight += _IN_OFFICE if office.held_on(self.day) else -_OUT_OF_OFFICE
            if each.title and self._could_be(name.party, each.title):
                weight += _TITLED
            elif each.title and name.doubtful:
                weight -= 2
        return weight

    def _could_be(self, person: str, role: str) -> bool:
        return any(office.role == role for office in self.gazetteer.offices(person))

    def _link(self, each: Named, party: str, rule: str) -> None:
        each.party, each.rule = party, rule
        each.kind = self.party(party).kind
        first = next((other for other in self.named if other.party == party and other is not each), None)
        if first is not None and first.first < each.first:
            each.antecedent = first.span

    # ---- unknown names -------------------------------------------------------------------------------------

    def _unknown_full(self, each: Named) -> None:
        """Names of several words become parties of this report; short ones are looked up among them."""
        if each.stop - each.first < 2 or each.rule or self._is_elsewhere(each):
            return
        words = self.words
        each.kind = self.told_kind(each) or each.kind
        each.kind = each.kind or self.looks_like_person(each) or self.called_by_last(each)
        if each.kind not in LOCAL_KINDS:
            return
        if each.kind == "person":
            known = self._recall(self._surnames, words.key[each.stop - 1], each.first)
            if known is not None and self._same_person(each, known):
                self._link(each, known, "same name in the report")
                return
        party = self.make_local(each, each.kind)
        if each.kind == "person":
            for key in self._family_names(each):
                self._remember(self._surnames, key, each, party)
            if self._given(each):
                self._remember(self._givens, words.key[each.first], each, party)
        else:
            self._remember(self._firsts, words.key[each.first], each, party)
            acronym = "".join(words.key[i][0] for i in range(each.first, each.stop) if words.case[i] != LOWER)
            self._remember(self._firsts, acronym, each, party)

    def _same_person(self, each: Named, party: str) -> bool:
        """Tell whether a name and one of the report's have the same words, as far as both have them."""
        its = [key_of(word) for word in re.findall(r"[^\W_]+", self.party(party).name)]
        mine = self.words.key[each.first : each.stop]
        return mine[-1] == its[-1] and (set(mine) <= set(its) or set(its) <= set(mine))

    def _unknown_short(self, each: Named) -> None:
        words = self.words
        if each.rule or each.kind in ("place", "event"):
            return
        last = words.key[each.stop - 1]
        if each.stop - each.first > 1 and each.kind == "person":
            return
        known = self._recall(self._surnames, last, each.first) or self._recall(self._givens, last, each.first)
        if known is None and each.kind != "person":
            known = self._recall(self._firsts, last, each.first)
        if known is not None:
            self._link(each, known, "full name in the report")
            return
        if self._is_elsewhere(each):
            return
        each.kind = self.told_kind(each) or each.kind
        if each.kind in LOCAL_KINDS and (each.kind != "person" or each.title or self._given(each)):
            party = self.make_local(each, each.kind)
            self._remember(self._surnames if each.kind == "person" else self._firsts, last, each, party)

    def _given(self, each: Named) -> bool:
        """Tell whether a lone name is a given name."""
        return self.gazetteer.given_name(self.words.key[each.first]) is not None

    def make_local(self, each: Named, kind: str) -> str:
        """Make a party of this report alone."""
        name = re.sub(r"\s+", " ", self.words.quote(each.first, each.stop))
        slug = "-".join(self.words.key[each.first : each.stop])
        party = f"@{self._report[:12]}/{slug}"
        each.party, each.kind, each.rule = party, kind, "named in the report"
        if party in self.local:
            return party
        sectors = Role.all()[each.title].sectors if each.title else {"outlet": ("JRN",)}.get(kind, ())
        self.local[party] = Party(id=party, name=name, kind=kind, sectors=sectors)
        given = self.gazetteer.given_name(self.words.key[each.first])
        if kind == "person" and given in ("m", "f"):
            self.gender[party] = given
        return party

    def make_outlet(self, name: str) -> str:
        """Make a party of an outlet that only the report's data names."""
        slug = "-".join(Words(name).key) or "outlet"
        party = f"@{self._report[:12]}/{slug}"
        self.local.setdefault(
            party, Party(party, name, "outlet", sectors=("JRN",), about="the report's outlet")
        )
        return party

    # ---- afterwards ----------------------------------------------------------------------------------------

    def party(self, party: str) -> Party:
        """Give a party by id, the report's own or a known one."""
        return self.local[party] if party in self.local else self.gazetteer.party(party, self.day)

    def place_states(self, each: Named) -> tuple[str, ...]:
        """Give the states in which a named place lies."""
        if id(each) in self._place_of:
            return self._place_of[id(each)]
        return next((self.gazetteer.places[name.party] for name in each.names if name.use == "place"), ())

    def _note_titles(self, each: Named) -> None:
        if each.party is None or each.kind != "person":
            return
        titles = self.titles.setdefault(each.party, set())
        if each.title is not None and not each.former:
            titles.add(each.title)
        if self.gazetteer.is_person(each.party):
            self.gender[each.party] = self.gazetteer.gender[each.party]
            office = self.gazetteer.office_of(each.party, self.day)
            if office is not None and (self.day is None or office.held_on(self.day)):
                titles.add(office.role)
