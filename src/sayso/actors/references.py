"""Words that go back to something earlier: pronouns, descriptions, collective phrases."""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Sequence

from sayso.actors.antecedents import (
    COLLECTIVES,
    FEMALE,
    MALE,
    NUMBERS,
    RELATIVE,
    SEVERAL,
    SPEAKER,
    STATES,
    THING,
    Entity,
)
from sayso.actors.gazetteer import Gazetteer
from sayso.actors.names import Named, Phrases
from sayso.actors.nouns import DESCRIPTIONS, DOCUMENTS, ELSEWHERE, KIN, OFFICES_OF, PLACES, keys
from sayso.actors.phrases import Phrase
from sayso.actors.scene import Asked, Meant, Scene
from sayso.actors.tables import Institution, Role
from sayso.reading.reading import Attribution, Reading, Span

__all__ = ["References"]

NEAR = 3  # sentences between an event and "the two countries" of it
MOST_NESTED = 40  # contents that are looked through before a place: far more than lie within each other
# Documents that outlets make.
_ARTICLES_OF = keys("article story report piece account dispatch interview editorial")
# A description of somebody that any of these persons may be ("the leader", "the politician").
_ANYONE = frozenset({"leader", "ruler", "official", "minister", "spokesman"})
# Beside these an official is one of the state spoken of: "a senior official", not "a Western official".
_PLAIN = keys("a an the one another senior top junior federal local regional unnamed government")
# Whose these are nobody can tell unless it is said.
_ANYBODY = keys("sources insiders representatives leaders politicians team experts")
_FOREIGN = keys("western eastern foreign european arab african asian international regional allied other")
_MODALS = keys("would will may might could has had can")
# Offices of which a general word speaks: "the minister" may be a foreign minister.
_KINDS_OF = {
    "minister": keys(
        "foreign-minister defence-minister interior-minister finance-minister justice-minister "
        "economy-minister trade-minister energy-minister health-minister intelligence-minister"
    ),
    "leader": keys("president prime-minister supreme-leader monarch crown-prince"),
    "ambassador": keys("un-ambassador"),
    "commander": keys("army-chief chief-of-staff"),
    "lawmaker": keys("speaker opposition-leader"),
}
_EXPLETIVE_VERBS = keys(
    "is was be been rained rain raining snowed seems seemed appears appeared remains remained"
)
_WEATHER = keys(
    "rained rain raining snowing snowed clear unclear likely unlikely possible impossible important "
    "necessary difficult easy best better late early true unknown hot cold dark"
)
MOST_BEFORE_ISSUER = 12  # mentions among which the body that issues a statement is looked for
_ISSUERS = frozenset({"government", "state", "military", "organisation", "company", "armed_group"})
_STATEMENT = re.compile(r"\b(?:statement|press release|communiqu|readout|remarks|declaration)", re.IGNORECASE)


class References(Scene):
    """Resolves what goes back to an earlier mention, or to the state that a report speaks of."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer) -> None:
        super().__init__(reading, gazetteer)
        self.meant: dict[Asked, Meant] = {}
        self._sources: dict[Span, Meant | None] = {}
        self._contents = sorted(
            ((start, end, each) for each in self.attributions for start, end in each.content),
            key=lambda content: content[:2],
        )
        self._content_starts = [start for start, _, _ in self._contents]
        self._by_source: dict[int, list[Attribution]] = {}
        for each in self.attributions:
            if each.source:
                self._by_source.setdefault(self.words.inside(each.source[0])[0], []).append(each)

    @abstractmethod
    def one(self, asked: Asked) -> Meant:
        """Say who is meant by some words."""

    # ---- descriptions --------------------------------------------------------------------------------------

    def _description(self, parsed: Phrase, asked: Asked) -> Meant:
        """Resolve "the ministry", "the general", "the group", "officials": by what came before."""
        at = self.words.start[parsed.first]
        sentence = self.sentence(at)
        head = parsed.head
        noun = self.words.key[parsed.head_stop - 1] if head is not None else parsed.noun
        bare = parsed.indefinite or not (parsed.definite or head is not None)
        if head is None and noun in DOCUMENTS:
            return self._described_document(noun, parsed, at, sentence)
        if noun in KIN and parsed.definite and not parsed.indefinite:
            person = self.seen.best(at, sentence, lambda e: e.kind == "person" and len(e.parties) == 1)
            return self._beside_person(person.parties if person else (), parsed)
        if noun in PLACES and parsed.definite and not parsed.indefinite:
            places = [n for n, its in self.names_until(at, sentence) if n.kind == "place" and n.span[1] <= at]
            place = places[-1] if places else None
            if place is not None and sentence - self.sentence(place.span[0]) <= 4:
                return Meant(
                    (),
                    "place",
                    "place named earlier",
                    place.span,
                    states=self.naming.place_states(place),
                )
        if isinstance(head, Role) and head.means == "person" and not parsed.indefinite:
            return self._described_person(head, parsed, at, sentence)
        # "The Foreign Ministry" says more than "the ministry".
        named = isinstance(head, Institution) and parsed.head_stop - parsed.head_first > 1
        if noun in DESCRIPTIONS and parsed.definite and not parsed.indefinite and not named:
            kinds = DESCRIPTIONS[noun]
            same = self.seen.best(
                at, sentence,
                lambda e: len(e.parties) == 1 and self.party(e.parties[0]).kind in kinds
                and (e.head == noun or noun in self.own_words(e.parties[0])),
            )  # fmt: skip
            found = same or self.seen.best(
                at, sentence, lambda e: len(e.parties) == 1 and self.party(e.parties[0]).kind in kinds
            )
            if found is not None:
                entity = found
                its_kind = self.party(entity.parties[0]).kind
                return Meant(entity.parties, its_kind, "description of an earlier party", entity.span)
        if isinstance(head, Institution) and parsed.indefinite and not parsed.plural:
            return Meant((), head.kind, "not known")  # "an army"
        if isinstance(head, Institution) and not bare:
            return self._described_institution(head, at, sentence, parsed)
        if isinstance(head, Role) and head.means == "people":
            return self._described_people(head, parsed, at)
        plain = all(key in _PLAIN for key in self.words.key[parsed.first : parsed.head_first])
        if (
            isinstance(head, Role)
            and plain
            and head.means == "person"
            and head.belongs_to not in ("", "state")
        ):
            home = self.place_before(at, sentence) or self.home(at)
            if home is not None:
                body = self.gazetteer.people_of(home, head)
                return Meant((body,), self._people_kind(head), "official of the state spoken of")
        kind = None
        if isinstance(head, Role):
            kind = "people" if head.means == "people" else "person"
        elif head is not None:
            kind = head.kind
        elif parsed.plural or parsed.indefinite:
            kind = "people" if asked.role is not None else None
        return Meant((), kind, "not known")

    def described_by_country(self, parsed: Phrase) -> Meant | None:
        """Resolve "the Lebanese group", "the North African country": an earlier party of that country."""
        kinds = DESCRIPTIONS[parsed.noun]
        owner = next((each.party for each in parsed.owners if each.party is not None), None)
        if owner is not None and not self.gazetteer.is_state(owner):
            return None
        codes = self.party(owner).countries if owner is not None else ()

        def fits(entity: Entity) -> bool:
            if len(entity.parties) != 1 or entity.parties[0] == owner:
                return False
            party = self.party(entity.parties[0])
            return party.kind in kinds and (owner is None or bool(set(codes) & set(party.countries)))

        at = self.words.start[parsed.first]
        found = self.seen.best(at, self.sentence(at), fits, within=6)
        if found is None:
            return None
        party = found.parties[0]
        return Meant((party,), self.party(party).kind, "description of an earlier party", found.span)

    def _described_document(self, noun: str, parsed: Phrase, at: int, sentence: int) -> Meant:
        """Resolve "the statement", "the article" to the outlet or speaker whose it is; what somebody
        publishes or cites in the same sentence is his.
        """
        if not parsed.definite:
            for entity in self.seen.recent(at, sentence, 0):
                acts = entity.subject and not entity.adjective
                if acts and entity.kind in _ISSUERS and entity.parties:
                    return Meant(entity.parties, "document", "document of who acts", entity.span)
        if parsed.definite and not parsed.indefinite and noun not in ("agreement", "treaty", "resolution"):
            found = None
            if noun in _ARTICLES_OF:
                found = self.seen.best(at, sentence, lambda e: e.kind == "outlet" and len(e.parties) == 1)
            found = found or self.seen.best(
                at, sentence, lambda e: e.speaks and e.kind != "outlet" and len(e.parties) == 1, within=3
            )
            if found is not None:
                return Meant(found.parties, "document", "document of an earlier party", found.span)
        return Meant((), "document", "document")

    def _described_person(self, role: Role, parsed: Phrase, at: int, sentence: int) -> Meant:
        only = OFFICES_OF.get(" ".join(self.words.key[parsed.head_first : parsed.head_stop]))

        def fits(entity: Entity) -> bool:
            if entity.kind != "person" or len(entity.parties) != 1:
                return False
            if not entity.roles & {role.key, *_KINDS_OF.get(role.key, ())}:
                return False
            return only is None or only in self.party(entity.parties[0]).within

        noun = self.words.key[parsed.head_stop - 1]

        def called(entity: Entity) -> bool:
            return entity.head == noun and len(entity.parties) == 1 and entity.kind in ("person", "people")

        same = None if parsed.former or only else self.seen.best(at, sentence, called, within=4)
        if same is not None:
            return Meant(same.parties, same.kind, "description of an earlier person", same.span)
        if only is not None and not any(fits(entity) for entity in self.seen.recent(at, sentence)):
            return self._office(parsed, role, only)

        def held(entity: Entity) -> bool:
            """Tell whether somebody held the office once."""
            person = entity.parties[0] if len(entity.parties) == 1 else ""
            if not self.gazetteer.is_person(person) or role.key in entity.roles:
                return False
            return any(office.role == role.key for office in self.gazetteer.offices(person))

        found = self.seen.best(at, sentence, held if parsed.former else fits)
        if (
            found is None
            and parsed.definite
            and role.key in _ANYONE | {"commander", "lawmaker", "ambassador"}
        ):
            # Somebody of whom no other office is known.
            found = self.seen.best(
                at, sentence, lambda e: e.kind == "person" and len(e.parties) == 1 and not e.roles, within=4
            )
        if found is not None:
            entity = found
            return Meant(entity.parties, "person", "description of an earlier person", entity.span)
        state = self.home(at)
        if state is None:
            return Meant((), "person", "not known")
        body = state if role.belongs_to in ("", "state") else f"{state}/{role.belongs_to}"
        if (
            self.day is not None
            and role.belongs_to
            and not parsed.former
            and parsed.head_first - parsed.first <= 1
        ):
            holders = self.gazetteer.holders(body, role.key, self.day)
            if len({office.person for office in holders}) == 1:
                person = holders[0].person
                self.naming.gender[person] = self.gazetteer.gender[person]
                return Meant((person,), "person", "office in the state spoken of", doubt=self.doubt(person))
        return Meant((body,), self._people_kind(role), "official of the state spoken of")

    def _described_institution(self, head: Institution, at: int, sentence: int, parsed: Phrase) -> Meant:
        noun = self.words.key[parsed.head_stop - 1]
        if any(key in _FOREIGN for key in self.words.key[parsed.first : parsed.head_first]):
            return Meant((), head.kind, "not known")  # "Western intelligence services"

        def same(entity: Entity) -> bool:
            return len(entity.parties) == 1 and entity.parties[0].endswith(f"/{head.key}")

        def same_word(entity: Entity) -> bool:
            return same(entity) and entity.head == noun

        found = self.seen.best(at, sentence, same_word)
        if found is None and noun not in ("regime", "junta", "administration"):
            found = self.seen.best(at, sentence, same)
        if found is not None:
            entity = found
            return Meant(entity.parties, head.kind, "institution, named earlier", entity.span)
        state = self.place_before(at, sentence) or (
            None if parsed.definite else self._speaking_state(at, sentence)
        )
        if state is None and not parsed.definite:
            state = self.scene(at)
        state = state or self.home(at) or self.home(at, ahead=True)
        if state is None:
            return Meant((), head.kind, "not known")
        return Meant((f"{state}/{head.key}",), head.kind, "institution of the state spoken of")

    def place_before(self, at: int, sentence: int) -> str | None:
        """Give the state of the place with which the sentence begins: "In Warsaw, the Foreign Ministry"."""
        start = self.sentences[sentence][0] if self.sentences else 0
        for name, its in self.names_until(at, sentence):
            if its == sentence and name.span[1] <= at and name.span[0] - start <= 12 and self.located(name):
                return (
                    self.state_of(name.party)
                    if name.party
                    else next(iter(self.naming.place_states(name)), None)
                )
        return None

    def _speaking_state(self, at: int, sentence: int) -> str | None:
        """Give the state of who speaks in the sentence: whose "declassified intelligence" it cites."""
        for entity in self.seen.recent(at, sentence, 0):
            if entity.speaks and len(entity.parties) == 1 and (state := self.state_of(entity.parties[0])):
                return state
        return None

    def _described_people(self, head: Role, parsed: Phrase, at: int) -> Meant:
        """Resolve "officials", "residents": of the state that the report speaks of."""
        sentence = self.sentence(at)

        def same(entity: Entity) -> bool:
            if len(entity.parties) != 1 or entity.kind != "people":
                return False
            return head.group == "" or entity.parties[0].endswith(f"/{head.group}")

        if parsed.definite and not parsed.indefinite:
            found = self.seen.best(at, sentence, same, within=4)
            if found is not None:
                return Meant(found.parties, "people", "people, named earlier", found.span)
        if self.words.key[parsed.head_stop - 1] in _ANYBODY:
            return Meant((), "people", "not known")
        if head.group:
            scene = self.scene(at) if head.group not in ELSEWHERE else None
            if scene is None:
                return Meant((), "people", "not known")
            if parsed.indefinite and not parsed.plural:  # "a man": nobody can tell who
                return Meant((), "person", "somebody at the scene", states=(scene,))
            return Meant((self.gazetteer.people_of(scene, head),), "people", "people of the scene")
        state = self.home(at)
        if state is None or not head.belongs_to:
            return Meant((), "people", "not known")
        return Meant((self.gazetteer.people_of(state, head),), "people", "people of the state spoken of")

    def _people_of_scene(self, at: int) -> Meant:
        """Resolve "more than 500", "a child": people of the place where things happen."""
        scene = self.scene(at)
        if scene is None:
            return Meant((), "people", "not known")
        return Meant((f"{scene}/civilians",), "people", "people of the scene")

    def _beside_person(self, parties: Sequence[str], parsed: Phrase) -> Meant:
        kind = "people" if parsed.plural or parsed.noun == "family" else "person"
        if len(parties) != 1:
            return Meant((), kind, "not known")
        return Meant((), kind, "beside a person", states=self.states_of(parties[0]))

    @staticmethod
    def _people_kind(head: Role) -> str:
        return (
            "people"
            if head.means == "people" or head.key in ("spokesman", "official", "leader")
            else "person"
        )

    def _office(self, parsed: Phrase, role: Role, owner: str) -> Meant:
        """Resolve "the Iranian foreign minister": somebody whom the report names, or who held the office."""
        at, sentence = self.words.start[parsed.first], self.sentence(self.words.start[parsed.first])
        plain = role.key not in (
            "minister",
            "ambassador",
            "commander",
            "lawmaker",
            "judge",
            "official",
            "governor",
        )
        kind = self._people_kind(role)
        if not self.gazetteer.is_state(owner):
            return Meant((owner,), kind, "official of")

        def fits(entity: Entity) -> bool:
            if entity.kind != "person" or len(entity.parties) != 1:
                return False
            party = self.party(entity.parties[0])
            home = owner in (*party.within, party.belongs_to)
            return home and (role.key in entity.roles or (role.key in _ANYONE and not parsed.indefinite))

        if not parsed.indefinite:
            earlier = self.seen.best(at, sentence, fits)
            if earlier is not None:
                entity = earlier
                return Meant(entity.parties, "person", "office, named earlier", entity.span)
        body = owner if role.belongs_to in ("", "state") else f"{owner}/{role.belongs_to}"
        if role.group:
            body = f"{owner}/{role.group}"
        offices = [(body, role.key)]
        if role.key in ("leader", "ruler") and self.words.key[parsed.head_stop - 1] in (
            "leader",
            "ruler",
            "strongman",
        ):
            offices = self.gazetteer.leading_offices(owner)
        # The holder is meant where the office has one, and no other words say which of several.
        alone = parsed.head_first - parsed.first <= 3
        if self.day is not None and plain and alone and not parsed.indefinite and not parsed.former:
            found = (self.gazetteer.holders(where, key, self.day) for where, key in offices)
            holders = next((its for its in found if its), [])
            if len({office.person for office in holders}) == 1:
                person = holders[0].person
                self.naming.gender[person] = self.gazetteer.gender[person]
                self.naming.titles.setdefault(person, set()).add(role.key)
                doubt = self.doubt(person)
                return Meant((person,), "person", "office on that day", doubt=doubt)
        return Meant((body,), kind, "official of")

    def _headless_institution(self, parsed: Phrase) -> str | None:
        """Find whose "defence ministry officials" are when the phrase does not say it."""
        assert parsed.inner is not None
        found = Phrases.shared().at(self.words, parsed.inner[0], parsed.inner[1])
        if found is None:
            return None
        return self._earlier_institution(found[1].key, self.words.start[parsed.first])

    def _earlier_institution(self, key: str, at: int) -> str | None:
        sentence = self.sentence(at)
        named = self.seen.best(
            at, sentence, lambda e: len(e.parties) == 1 and e.parties[0].endswith(f"/{key}")
        )
        if named is not None:
            return named.parties[0]
        state = self.home(at)
        return f"{state}/{key}" if state is not None else None

    # ---- several -------------------------------------------------------------------------------------------

    def _collective(self, first: int, stop: int, names: list[Named]) -> Meant | None:
        """Resolve "both countries", "the two sides", "the trio"."""
        words = self.words
        # "The two Nato countries" are two countries all the same.
        members = words.key[stop - 1] in ("countries", "states", "nations", "members")
        coloured = members and all(
            name.party and self.party(name.party).kind == "organisation" for name in names
        )
        if (names and not coloured) or stop - first > 5:
            return None
        if words.key[stop - 1] not in COLLECTIVES or words.key[first] in ("their", "its"):
            return self._bodies_of_several(first, stop)
        keys = words.key[first:stop]
        count = next((NUMBERS[key] for key in keys if key in NUMBERS), 0)
        noun = keys[-1]
        if count == 0:
            if noun not in ("sides", "parties", "countries", "koreas", "neighbours", "neighbors") or keys[
                0
            ] not in ("sides", "the", "warring", "rival", noun):
                return None
            count = 2
        # "Two officials" are new; "both", "the two officials" go back.
        known = {"both", "the", "these", "those", "all"} & {*keys, *self.words.key[first - 1 : first]}
        if noun not in ("trio", "pair", "duo") and not known:
            return None
        at = words.start[first]
        sentence = self.sentence(at)

        if COLLECTIVES[noun] <= STATES or noun in ("sides", "parties"):
            pair = self._opposed(at, sentence, count)
            if pair is not None:
                return pair
        found = self.seen.several(at, sentence, count, COLLECTIVES[noun], self.state_of)
        if found is None and (bodies := self._bodies_of_several(first, stop)) is not None:
            return bodies
        if found is None:
            return Meant((), "people" if noun not in ("countries", "nations") else "state", "not known")
        parties = tuple(party for party, _ in found)
        return Meant(parties, self.party(parties[0]).kind, "collective", found[-1][1].span)

    def _opposed(self, at: int, sentence: int, count: int) -> Meant | None:
        """Give the states of the last event that has just so many: "the two countries" are those that deal
        with each other.
        """
        for event in reversed(self.events):
            if event.trigger[1] > at:
                continue
            if sentence - self.sentence(event.trigger[0]) > NEAR:
                break
            its: dict[str, Span] = {}
            for role, parts in (("actor", event.actors), ("recipient", event.recipients)):
                for part in parts:
                    meant = self.meant.get(Asked(part.span, role))
                    for party in meant.parties if meant is not None else ():
                        if (state := self.state_of(party)) is not None:
                            its.setdefault(state, part.span)
            if len(its) == count:
                return Meant(tuple(its), "state", "sides of an event", max(its.values()))
        return None

    def _bodies_of_several(self, first: int, stop: int) -> Meant | None:
        """Resolve "both armies", "the two prime ministers", "their energy ministers": of several states."""
        words = self.words
        keys = words.key[first:stop]
        count = next((NUMBERS[key] for key in keys if key in NUMBERS), 2 if keys[0] == "their" else 0)
        if not count:
            return None
        found = None
        for begin in range(first, stop):
            for key in (
                words.key[begin:stop],
                [*words.key[begin : stop - 1], _singular(words.key[stop - 1])],
            ):
                found = found or Phrases.shared().found.get(tuple(key))
        if found is None:
            return None
        if keys[0] == "their" and (
            keys[-1] == _singular(keys[-1]) or (isinstance(found, Role) and found.group)
        ):
            return None
        at = words.start[first]
        states = self.seen.several(at, self.sentence(at), count, frozenset({"state"}), self.state_of)
        if states is None:
            return None
        if isinstance(found, Institution):
            parties = [self.gazetteer.institution_of(state, found.key) for state, _ in states]
        else:
            parties = [self.gazetteer.people_of(state, found) for state, _ in states]
        return Meant(tuple(parties), self.party(parties[0]).kind, "bodies of several", states[-1][1].span)

    # ---- pronouns ------------------------------------------------------------------------------------------

    def _pronoun(self, word: str, position: int, asked: Asked) -> Meant:
        words = self.words
        at = words.start[position]
        sentence = self.sentence(at)
        if word in SPEAKER:
            return self._speaker(at, word)
        if word in RELATIVE:
            near = [entity for entity in self.seen.recent(at, sentence, 0) if at - entity.span[1] <= 40]
            if not near:
                return Meant((), None, "not known")
            nearest = max(near, key=lambda entity: entity.span[1])
            return Meant(nearest.parties, nearest.kind, "relative pronoun", nearest.span)
        if word == "it" and self._expletive(position):
            return Meant((), None, "no party")
        avoid = self._quoting(at)

        def allowed(entity: Entity) -> bool:
            if avoid is not None and entity.parties == avoid:
                return False
            if word in MALE:
                return entity.kind == "person" and entity.gender != "f" and len(entity.parties) < 2
            if word in FEMALE:
                return entity.kind == "person" and entity.gender != "m" and len(entity.parties) < 2
            if word in THING:
                return entity.kind not in ("person", "people") and len(entity.parties) == 1
            return entity.plural or entity.kind not in ("person", "state")

        speaks = asked.role == "source"
        found = self.seen.best(at, sentence, allowed, within=6, speaker=speaks)
        if found is None and word in SEVERAL:
            found = self.seen.best(at, sentence, lambda e: avoid is None or e.parties != avoid, within=2)
        if found is None:
            return Meant((), None, "not known")
        entity = found
        return Meant(entity.parties, entity.kind, "pronoun", entity.span, states=entity.states)

    def _expletive(self, position: int) -> bool:
        """Tell whether "it" stands for nothing ("it is raining", "it was clear that")."""
        words = self.words
        after = words.key[position + 1 : position + 5]
        if after[:1] and after[0] in _MODALS:
            after = after[1:]
        if not after or after[0] not in _EXPLETIVE_VERBS:
            return False
        return after[0] in _WEATHER or any(word in _WEATHER for word in after[1:3])

    def _innermost(self, at: int) -> Attribution | None:
        """Give the attribution in whose content a place lies; of nested ones the inner one."""
        last = bisect_right(self._content_starts, at)
        around = [
            (end - start, each)
            for start, end, each in self._contents[max(last - MOST_NESTED, 0) : last]
            if at < end
        ]
        return min(around, key=lambda found: found[0])[1] if around else None

    def _quoted(self, at: int, attribution: Attribution) -> bool:
        """Tell whether a place lies in quotation marks within what somebody is said to have said."""
        for start, end in attribution.content:
            if start <= at < end:
                before = self.text[start:at]
                return before.count("“") > before.count("”") or before.count('"') % 2 == 1
        return False

    def _quoting(self, at: int) -> tuple[str, ...] | None:
        """Give who speaks the quotation around a place: "he" in it is somebody else."""
        attribution = self._innermost(at)
        if attribution is None or not attribution.source or not self._quoted(at, attribution):
            return None
        meant = self._of_source(attribution)
        return meant.parties if meant is not None else None

    def _of_source(self, attribution: Attribution) -> Meant | None:
        span = attribution.source[0]
        if span not in self._sources:
            # The speaker may stand after the quotation, where it has not come up yet.
            first, stop = self.words.inside(span)
            endless = first >= stop or self.words.key[first] in SPEAKER | RELATIVE
            self._sources[span] = None  # until it is known: a speaker may be quoted in his own words
            if not endless:
                self._sources[span] = self.one(Asked(span, "source"))
        return self._sources[span]

    def _issuer(self) -> Meant | None:
        """Give who says "we" where nobody is quoted: the body whose statement it is, else the outlet."""
        if _STATEMENT.search(f"{self.title or ''}\n{self.text[:200]}"):
            for entity in self.seen.first(MOST_BEFORE_ISSUER):
                if (
                    entity.sentence > 0
                    and entity.subject
                    and not entity.adjective
                    and entity.kind in _ISSUERS
                    and len(entity.parties) == 1
                ):
                    return Meant(entity.parties, entity.kind, "who issues the statement", entity.span)
        if self.outlet is None:
            return None
        known = self.gazetteer.called(self.outlet)
        party = known[0] if len(known) == 1 else self.naming.make_outlet(self.outlet)
        return Meant((party,), "outlet", "the report's outlet")

    def note_source(self, span: Span, meant: Meant) -> None:
        """Remember who speaks, for "we" and "he" in what is said."""
        for attribution in self._attributions_at(span):
            self._sources[attribution.source[0]] = meant

    def _attributions_at(self, span: Span) -> list[Attribution]:
        """Give the attributions whose source begins where a span does, an article aside."""
        return [each for each in self._by_source.get(self.words.inside(span)[0], ()) if each.source]

    def _speaker(self, at: int, word: str) -> Meant:
        """Resolve "we" and "I": whoever speaks the words in which they stand."""
        attribution = self._innermost(at)
        if attribution is not None and attribution.source:
            meant = self._of_source(attribution)
            if meant is not None and meant.parties:
                return Meant(meant.parties, meant.kind, "speaker", attribution.source[0])
        elif (issuer := self._issuer()) is not None:
            return issuer
        return Meant((), "people", "not known")


def _singular(noun: str) -> str:
    """Give the singular of a regular plural ("armies": "army"), other words as they are."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
