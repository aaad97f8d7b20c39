"""Which party each name of a report means.

Names that mean one party only come first; they tell which countries a report is about, and that decides
between parties that share a name. A surname goes to the person whose full name the report gives, and names
that the gazetteer does not know become parties of this report alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from sayso.actors.gazetteer import Gazetteer, Name
from sayso.actors.names import FAMILY_FIRST, Named, Phrases
from sayso.actors.nouns import described_kind
from sayso.actors.tables import Role
from sayso.actors.words import LOWER, TITLE, UPPER, Words, key_of
from sayso.reading.reading import Party

__all__ = ["Naming"]


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a capital or a building these say that the place is meant.
_THERE = _keys(
    "in at near outside inside around across throughout through into past over central downtown northern "
    "southern eastern western greater toward towards above beneath behind suburban"
)
_GOING = _keys("to from visit visited visiting visits leave left leaving reach reached reaching enter entered via")
# Words at which the noun phrase around a name ends.
_BREAKS = _keys("said says told tells that who which whose and but as when while after before with was is were has "
                "have had by according because if where since against quoted quoting citing called named met")
_SAYING = _keys("said says told tells wrote writes met went took gave made came called has had was is will would")
_NUMBERS = _keys("two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred "
                 "dozen dozens several more")
_HONORIFICS = _keys("mr mrs ms miss dr sir lord lady dame sheikh sheik ayatollah imam rabbi father judge prof king "
                    "queen prince princess pope bishop archbishop")
_ALONG = _keys("on along across down up")  # before a river or a mountain
# What speaks for a name that is often something else, in units of one mention of its country.
_CLEAR = 0.3  # by which the likeliest reading of a doubtful name must lead
_FULL_NAME, _IN_OFFICE, _TITLED, _UNSURE, _OUT_OF_OFFICE = 6.0, 2.0, 4.0, 2.5, 0.5
_PREFERENCE = {"name": 1.0, "adjective": 0.9, "people": 0.8, "capital": 0.7, "surname": 0.6, "place": 0.5, "materiel": 0.4, "group": 1.2, "expression": 1.5}
LOCAL_KINDS = frozenset({"person", "organisation", "company", "outlet", "armed_group", "government", "military"})


class Naming:
    """Chooses the party of every name. `local` has the parties that only this report knows."""

    def __init__(
        self, words: Words, gazetteer: Gazetteer, named: list[Named], day: str | None, report: str
    ) -> None:
        self.words, self.gazetteer, self.named, self.day = words, gazetteer, named, day
        self.local: dict[str, Party] = {}
        self.gender: dict[str, str] = {}
        self.titles: dict[str, set[str]] = {}
        self.guessed: set[str] = set()  # parties of this report whose country only what is around them tells
        self._report = report
        self._starts = [each.first for each in named]
        self._surnames: dict[str, list[tuple[int, str]]] = {}  # by the last word of full names
        self._firsts: dict[str, list[tuple[int, str]]] = {}  # organisations by their first word, acronym
        self._place_of: dict[int, tuple[str, ...]] = {}
        self._evidence: Counter[str] = Counter()
        self._places: Counter[str] = Counter()
        self._present: Counter[str] = Counter()
        self._alone = {words.key[each.first] for each in named if each.stop - each.first == 1 and not each.names}
        for each in named:
            self._title(each)
        for each in named:
            self._certain(each)
        for each in named:
            if not each.party and not each.names:
                self._unknown_full(each)
        for each in named:
            if not each.party:
                self._uncertain(each) if each.names else self._unknown_short(each)
        for each in named:
            self._note_titles(each)
            self._learn(each)

    # ---- looking around ------------------------------------------------------------------------------------

    def at(self, position: int) -> Named | None:
        """Give the name that a word is part of."""
        i = bisect_left(self._starts, position + 1) - 1
        if i >= 0 and self.named[i].first <= position < self.named[i].stop:
            return self.named[i]
        return None

    def _title(self, each: Named) -> None:
        """Find the title that stands before a name: "Foreign Minister", "Gen."."""
        words, phrases = self.words, Phrases.shared()
        if each.first == 0 or not words.joined[each.first] or words.owns[each.first - 1]:
            return
        for first in range(max(each.first - 6, 0), each.first):
            found = phrases.at(words, first, each.first)
            if found is not None and found[0] == each.first and isinstance(found[1], Role):
                if found[1].means == "person":
                    each.title = found[1].key
                return

    def owner_of(self, each: Named) -> Named | None:
        """Find whose title stands before a name ("Iran's Foreign Minister Zarif": Iran), or in an apposition
        after it ("Zarif, Iran's foreign minister").
        """
        words, phrases = self.words, Phrases.shared()
        first = each.first
        while first > 0 and (words.joined[first] or words.owns[first - 1]) and each.first - first < 8:
            before = self.at(first - 1)
            if before is not None:
                return before if first < each.first else None
            first -= 1
        stop = self._apposed(each)
        if stop is not None:
            for i in range(stop, min(stop + 12, len(words))):
                if i > stop and not (words.joined[i] or words.owns[i - 1] or words.key[i - 1].isdigit()):
                    break
                after = self.at(i)
                if after is not None and (after.party is not None or after.kind == "place"):
                    return after
        return None

    def _apposed(self, each: Named) -> int | None:
        """Give where an apposition to a name begins: after ", " or " (" and an age."""
        words = self.words
        stop = each.stop
        if stop >= len(words) or words.text[words.end[stop - 1] : words.start[stop]] not in (", ", " ("):
            return None
        if words.key[stop].isdigit() and stop + 1 < len(words):
            return stop + 1
        return stop

    def around(self, each: Named) -> list[tuple[int, int]]:
        """Give the ranges of words that say who somebody is: the title before the name, what stands before it
        and a comma ("Serbia's defence minister, …"), the apposition after it.
        """
        words = self.words
        found = []
        first = each.first
        while first > 0 and words.joined[first] and each.first - first < 9 and words.key[first - 1] not in _BREAKS:
            first -= 1
        if first < each.first:
            found.append((first, each.first))
        elif first > 0 and words.text[words.end[first - 1] : words.start[first]] == ", ":
            stop = first
            first -= 1
            while first > 0 and words.joined[first] and stop - first < 9 and words.key[first - 1] not in _BREAKS:
                first -= 1
            found.append((first, stop))
        start = self._apposed(each)
        if start is not None:
            stop = start + 1
            while stop < min(start + 12, len(words)) and (words.joined[stop] or words.owns[stop - 1]):
                if words.key[stop] in _BREAKS:
                    break
                stop += 1
            found.append((start, stop))
        return found

    def _apposition(self, each: Named) -> str | None:
        """Give the words after a name that say who it is: "a Kurdish commander"."""
        words, phrases = self.words, Phrases.shared()
        stop = self._apposed(each)
        if stop is None:
            return None
        end = stop
        role = False
        while end < min(stop + 12, len(words)) and (end == stop or words.joined[end] or words.owns[end - 1]):
            if phrases.at(words, end, len(words)) is not None or (end == stop and words.key[end] in ("from", "of")):
                role = True
            end += 1
        return words.quote(stop, end) if role and end < stop + 12 else None

    # ---- known names ---------------------------------------------------------------------------------------

    def _certain(self, each: Named) -> None:
        parties = {name.party for name in each.names if not name.doubtful}
        if len(parties) != 1 or len({name.party for name in each.names}) != 1:
            return
        name = max(each.names, key=lambda name: _PREFERENCE[name.use])
        if name.use == "surname" or self._is_elsewhere(each):
            return
        self._settle(each, name, 0.97)

    def _settle(self, each: Named, name: Name, score: float) -> None:
        if name.use in ("materiel", "expression", "group"):
            each.kind, each.rule, each.score = name.use, name.use, score
            if name.use == "group":
                each.group = tuple(name.party.removeprefix("group:").split("|"))
            return
        if name.use == "place":
            each.kind, each.rule, each.score = "place", "place", score
            for state in self.gazetteer.places[name.party]:
                self._evidence[state] += 1
                self._places[state] += 1
            return
        party = self.gazetteer.party(name.party, self.day)
        each.party, each.score = name.party, score
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
        before = [party for position, party in found if position < first]
        return before[-1] if before else found[0][1]

    def _is_elsewhere(self, each: Named) -> bool:
        """Tell whether "X, Ohio" follows: then X is a place there, whatever else is called so."""
        words = self.words
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
        each.kind, each.rule, each.score = "place", "place in a region", 0.95
        self._place_of[id(each)] = tuple(states)
        return True

    def _uncertain(self, each: Named) -> None:
        if each.rule:
            return
        words = self.words
        surname = self._recall(self._surnames, words.key[each.stop - 1], each.first)
        single = each.stop - each.first == 1
        if single and surname is not None and (each.title or not self._placed(each)):
            uses = {name.use for name in each.names if not name.doubtful}
            if not uses & {"name", "adjective", "people"} or not self._evidence_for(each):
                self._link(each, surname, "full name in the report", 0.95)
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
            # Where the reader takes the words for somebody who acts, the likeliest is taken (`settle_doubtful`).
            each.clear = not others or best - others[0][0] >= _CLEAR
            return
        self._settle(each, name, 0.9 if not others else 0.85)
        if others and each.party:
            each.others = list(dict.fromkeys(other.party for _, other in others))

    def settle_doubtful(self, each: Named) -> bool:
        """Take a doubtful name for its likeliest party, because it acts or speaks; tell whether there is one."""
        name = each.names[0]
        if each.rule != "doubtful" or not each.clear or ":" in name.party or self._beside_noun(each):
            return False
        each.others = [other for other in each.others if other != name.party]
        self._settle(each, name, 0.65)
        each.rule = "doubtful name that acts"
        return True

    def _beside_noun(self, each: Named) -> bool:
        """Tell whether a plural noun follows a name: "Apple growers" are not Apple."""
        words = self.words
        after = each.stop
        if after >= len(words) or not words.joined[after] or words.case[after] != LOWER or words.owns[after - 1]:
            return False
        return words.key[after].endswith("s") and words.key[after] not in _SAYING

    def acts(self, each: Named) -> bool:
        """Tell whether a verb of the past follows a name."""
        words = self.words
        after = each.stop
        if after >= len(words) or not words.joined[after] or words.case[after] != LOWER or words.owns[after - 1]:
            return False
        return words.key[after].endswith("ed") or words.key[after] in _SAYING

    def _evidence_for(self, each: Named) -> bool:
        """Tell whether the report speaks of a state, called by a word, in other words too."""
        return any(
            self._evidence[name.party] > 0
            for name in each.names
            if name.use in ("name", "capital") and self.gazetteer.is_state(name.party)
        )

    def _weight(self, each: Named, name: Name) -> float:
        """Weigh what speaks for one reading of a name."""
        words = self.words
        weight = _PREFERENCE[name.use]
        if name.doubtful:
            weight -= _UNSURE
            # An acronym in capitals among words that are not is seldom anything else.
            if self.words.case[each.first] == UPPER and each.stop - each.first == 1:
                weight += 1.2
            if self._after_article(each) and name.use == "name":
                weight += 1.0
        if name.use in ("expression", "group"):
            return weight + 3
        if name.use == "materiel":
            return weight + (3.5 if self._counted(each) else 0)
        if name.use == "place":
            states = self.gazetteer.places[name.party]
            weight += max((min(self._evidence[state], 4) for state in states), default=0) * 0.6
            along = each.first > 1 and self._after_article(each) and words.key[each.first - 2] in _ALONG
            return weight + (2.2 if self._placed(each) else 0) + (3 if along else 0)
        party = self.gazetteer.party(name.party, self.day)
        if self._present[name.party]:
            weight += _FULL_NAME
        about = [state for state in (name.party, *party.within) if self.gazetteer.is_state(state)]
        weight += max((min(self._evidence[state], 4) for state in about), default=0) * 0.5
        if party.kind == "person":
            if not each.title and self._placed(each):
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

    def _after_article(self, each: Named) -> bool:
        return each.first > 0 and self.words.key[each.first - 1] == "the" and self.words.joined[each.first]

    def _counted(self, each: Named) -> bool:
        """Tell whether a word stands as a thing does: in the plural, with a number, before "missile"."""
        words = self.words
        after = words.key[each.stop] if each.stop < len(words) and words.joined[each.stop] else ""
        return bool(
            re.fullmatch(r"missiles?|tanks?|systems?|launchers?|batter(?:y|ies)|rockets?|drones?|jets?|fighters?|vehicles?", after)
        ) or (each.first > 0 and (words.key[each.first - 1].isdigit() or words.key[each.first - 1] in _NUMBERS))

    def _placed(self, each: Named) -> bool:
        """Tell whether the words before say that a place is meant."""
        words = self.words
        i = each.first - 1
        if i >= 0 and words.key[i] == "the":
            i -= 1
        return i >= 0 and words.key[i] in _THERE and (words.joined[i + 1])

    def placed(self, each: Named, *, going: bool) -> bool:
        """Tell whether the words before a name say that the place is meant; `going` counts "to Moscow"."""
        words = self.words
        return self._placed(each) or (
            going and each.first > 0 and words.joined[each.first] and words.key[each.first - 1] in _GOING
        )

    def _link(self, each: Named, party: str, rule: str, score: float) -> None:
        each.party, each.rule, each.score = party, rule, score
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
        each.kind = self._told_kind(each) or each.kind
        each.kind = each.kind or self._looks_like_person(each) or self._called_by_last(each)
        if each.kind not in LOCAL_KINDS:
            return
        if each.kind == "person":
            known = self._recall(self._surnames, words.key[each.stop - 1], each.first)
            if known is not None and self._same_person(each, known):
                self._link(each, known, "same name in the report", 0.9)
                return
        party = self.make_local(each, each.kind)
        if each.kind == "person":
            for key in self._family_names(each):
                self._remember(self._surnames, key, each, party)
        else:
            self._remember(self._firsts, words.key[each.first], each, party)
            acronym = "".join(words.key[i][0] for i in range(each.first, each.stop) if words.case[i] != LOWER)
            self._remember(self._firsts, acronym, each, party)

    def _told_kind(self, each: Named) -> str | None:
        """Give the kind that the words around an unknown name tell: a title before it, a noun before it ("the
        station Radio Tamarin", "their union, Puerto Unido") or in the apposition after it.
        """
        words = self.words
        if each.title is not None or (each.first > 0 and words.key[each.first - 1] in _HONORIFICS):
            return "person"
        stop = self._apposed(each)
        if stop is not None and words.key[stop] in ("a", "an", "the", "another", "one"):
            for i in range(stop + 1, min(stop + 8, len(words))):
                if not words.joined[i]:
                    break
                if (kind := described_kind(words.key[i])) is not None:
                    return kind
                if words.key[i] in ("of", "from", "in", "who", "which", "that"):
                    break
        if each.first > 1 and not words.owns[each.first - 1]:
            between = words.text[words.end[each.first - 1] : words.start[each.first]]
            if between in (" ", ", "):
                return described_kind(words.key[each.first - 1])
        return None

    def _called_by_last(self, each: Named) -> str | None:
        """Tell whether the last word of a name stands alone elsewhere: "Jac Holmes", and "Holmes" later."""
        if each.stop - each.first not in (2, 3) or self.words.key[each.stop - 1] not in self._alone:
            return None
        return "person"

    def _looks_like_person(self, each: Named) -> str | None:
        """Tell whether a name of two or three words stands as a person's: before a verb of the past, after a
        noun that says what somebody is ("the actor Denzel Washington").
        """
        words = self.words
        if each.stop - each.first not in (2, 3) or any(
            words.case[i] != TITLE for i in range(each.first, each.stop)
        ):
            return None
        before = each.first - 1
        if before >= 0 and words.joined[each.first] and words.case[before] == LOWER and not words.owns[before]:
            if words.key[before].endswith(("er", "or", "ist", "ian", "man", "ess", "ee", "ant", "ent")):
                return "person"
        if self.acts(each) and (before < 0 or words.key[before] != "the"):
            return "person"
        return None

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
        known = self._recall(self._surnames, last, each.first)
        if known is None and each.kind != "person":
            known = self._recall(self._firsts, last, each.first)
        if known is not None:
            self._link(each, known, "full name in the report", 0.93)
            return
        if self._is_elsewhere(each):
            return
        each.kind = self._told_kind(each) or each.kind
        if each.kind in LOCAL_KINDS and (each.kind != "person" or each.title or self._speaks(each)):
            party = self.make_local(each, each.kind)
            self._remember(self._surnames if each.kind == "person" else self._firsts, last, each, party)

    def _speaks(self, each: Named) -> bool:
        """Tell whether a lone name stands as a person's does: with a given name's look or before a verb."""
        return self.gazetteer.given_name(self.words.key[each.first]) is not None

    def make_local(self, each: Named, kind: str) -> str:
        """Make a party of this report alone, with what the words around its name say of it."""
        name = re.sub(r"\s+", " ", self.words.quote(each.first, each.stop))
        slug = "-".join(self.words.key[each.first : each.stop])
        party = f"@{self._report[:12]}/{slug}"
        each.party, each.kind, each.rule = party, kind, "named in the report"
        each.score = 0.85 if each.stop - each.first > 1 else 0.7
        if party in self.local:
            return party
        owner = self.owner_of(each)
        about = self._apposition(each)
        if each.title is not None and owner is not None and owner.first < each.first:
            about = self.words.quote(owner.first, each.first)
        elif each.title is not None:
            about = self._title_words(each)
        countries: tuple[str, ...] = ()
        sectors = {"outlet": ("JRN",)}.get(kind, ())
        belongs_to = None
        if owner is not None and (owner.party or owner.kind == "place") and (each.title or about or kind != "person"):
            belongs_to, countries = self._belongs(owner, each.title)
        if each.title is not None:
            sectors = Role.all()[each.title].sectors
        self.local[party] = Party(
            id=party, name=name, kind=kind, countries=countries, sectors=sectors, belongs_to=belongs_to,
            within=tuple(self.gazetteer.within(belongs_to)), about=about,
        )  # fmt: skip
        given = self.gazetteer.given_name(self.words.key[each.first])
        if kind == "person" and given in ("m", "f"):
            self.gender[party] = given
        return party

    def make_outlet(self, name: str) -> str:
        """Make a party of an outlet that only the report's data names."""
        slug = "-".join(Words(name).key) or "outlet"
        party = f"@{self._report[:12]}/{slug}"
        self.local.setdefault(party, Party(party, name, "outlet", sectors=("JRN",), about="the report's outlet"))
        return party

    def _learn(self, each: Named) -> None:
        """Learn the country of somebody whom only this report knows from a later mention ("Robinson, a British
        volunteer").
        """
        known = self.local.get(each.party or "")
        if known is None or known.kind != "person" or known.countries:
            return
        about = self._apposition(each)
        owner = self.owner_of(each) if about is not None or each.title is not None else None
        if owner is None or not (owner.party or owner.kind == "place") or owner.party == known.id:
            return
        belongs_to, countries = self._belongs(owner, each.title)
        self.local[known.id] = replace(
            known, countries=countries, belongs_to=belongs_to, about=known.about or about,
            within=tuple(self.gazetteer.within(belongs_to)),
        )  # fmt: skip

    def _title_words(self, each: Named) -> str | None:
        words, phrases = self.words, Phrases.shared()
        for first in range(max(each.first - 6, 0), each.first):
            found = phrases.at(words, first, each.first)
            if found is not None and found[0] == each.first:
                return words.quote(first, each.first)
        return None

    def _belongs(self, owner: Named, title: str | None) -> tuple[str | None, tuple[str, ...]]:
        """Give the party to which somebody with a title belongs, and its countries."""
        if owner.party is None:
            countries = [self.gazetteer.party(state).countries for state in self.place_states(owner)]
            return None, tuple(code for codes in countries for code in codes)
        party = self.party(owner.party)
        if title is None or not self.gazetteer.is_state(owner.party):
            return (owner.party if title else None), party.countries
        role = Role.all()[title]
        if not role.belongs_to or role.belongs_to == "state" or role.group:
            return (None if role.group else owner.party), party.countries
        return f"{owner.party}/{role.belongs_to}", party.countries

    # ---- afterwards ----------------------------------------------------------------------------------------

    def party(self, party: str) -> Party:
        """Give a party by id, the report's own or a known one."""
        return self.local[party] if party in self.local else self.gazetteer.party(party, self.day)

    def place_states(self, each: Named) -> tuple[str, ...]:
        """Give the states in which a named place lies."""
        if id(each) in self._place_of:
            return self._place_of[id(each)]
        return next(
            (self.gazetteer.places[name.party] for name in each.names if name.use == "place"), ()
        )

    def _note_titles(self, each: Named) -> None:
        if each.party is None or each.kind != "person":
            return
        titles = self.titles.setdefault(each.party, set())
        if each.title is not None:
            titles.add(each.title)
        if self.gazetteer.is_person(each.party):
            self.gender[each.party] = self.gazetteer.gender[each.party]
            office = self.gazetteer.office_of(each.party, self.day)
            if office is not None and (self.day is None or office.held_on(self.day)):
                titles.add(office.role)
