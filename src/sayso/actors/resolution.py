"""Who is meant by the mentions of one report.

Names come first, over the whole report (`naming`). Then, from left to right, the words that have a part in a
claim: phrases around a name or a title ("the Iranian minister", "two Turkish officials"), and words that go
back to something earlier ("it", "both countries", "the ministry").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.actors.antecedents import (
    COLLECTIVES,
    FEMALE,
    MALE,
    NUMBERS,
    PRONOUNS,
    RELATIVE,
    SEVERAL,
    SPEAKER,
    THING,
    Antecedents,
    Entity,
)
from sayso.actors.gazetteer import Gazetteer
from sayso.actors.names import Named, scan
from sayso.actors.naming import LOCAL_KINDS, Naming
from sayso.actors.nouns import DESCRIPTIONS, DOCUMENTS, KIN, OTHERS
from sayso.actors.phrases import Phrase, parse
from sayso.actors.tables import Institution, Role
from sayso.actors.words import Words
from sayso.reading.reading import Attribution, Party, Reading, Span
from sayso.reading.sentences import sentences

__all__ = ["Asked", "Meant", "Resolution"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Words of which to say who is meant. `role` is what the reader takes them for: actor, recipient, source,
    place, or None.
    """

    span: Span
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant: several `parties` for a collective phrase, none where it could not be told. `states` are
    ids of states that are known although no party is ("Aleppo").
    """

    parties: tuple[str, ...] = ()
    kind: str | None = None
    rule: str = ""
    score: float = 0.0
    antecedent: Span | None = None
    doubt: str | None = None
    states: tuple[str, ...] = ()


_ARTICLES = frozenset({"the", "this", "that", "a", "an", "its", "their", "his", "her", "our", "both"})
_PREPOSITIONS = frozenset(
    "in at on of from to with by for against over between into near about after before through under towards "
    "toward like than among across around outside inside within without during despite".split()
)
# Documents that outlets make.
_ARTICLES_OF = frozenset("article story report piece account dispatch interview editorial".split())
# A description of somebody that any of these persons may be ("the leader", "the politician").
_ANYONE = frozenset({"leader", "ruler", "official", "minister", "spokesman"})
_DATELINE = re.compile(r"(?:, [^\n]{0,40}?)?(?: \([^)\n]{2,40}\))?\s?[—–-]{1,2}\s|, \w+ \d{1,2}\b| \([A-Z][^)\n]{1,30}\)")
_EXPLETIVE_VERBS = frozenset("is was rained raining seems seemed appears appeared remains remained became".split())
_WEATHER = frozenset(
    "raining snowing clear unclear likely unlikely possible impossible important necessary time not too hard "
    "difficult easy best better rained snowed late early true unknown hot cold dark".split()
)


class Resolution:
    """Resolves the mentions of one report, those asked for and every name."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, asked: Iterable[Asked] = ()) -> None:
        report = reading.report
        self.gazetteer = gazetteer
        self.day = report.published
        self.text = report.text
        self.words = Words(report.text)
        self.sentences = sentences(report.text)
        self._starts = [start for start, _ in self.sentences]
        self.named = scan(self.words, gazetteer, self.sentences)
        self.naming = Naming(self.words, gazetteer, self.named, self.day, report.id)
        self.seen = Antecedents()
        self.meant: dict[Asked, Meant] = {}
        self._attributions = reading.attributions
        self._speakers: dict[Span, Meant] = {}
        self._before: Named | None = None
        self._outlet = report.outlet
        self._priors = self._home_priors(report.outlet)
        self._resolve(asked)

    def party(self, party: str) -> Party:
        """Give one of the parties that mentions mean."""
        return self.naming.party(party)

    def by_name(self, name: Named) -> Meant:
        """Say who is meant by a name that has no part in a claim."""
        return self._name(name, Asked(name.span))

    def sentence(self, at: int) -> int:
        """Give the number of the sentence in which a place of the text lies."""
        return max(bisect_right(self._starts, at) - 1, 0)

    # ---- from left to right --------------------------------------------------------------------------------

    def _resolve(self, asked: Iterable[Asked]) -> None:
        """Resolve what is asked, and let names come up in between."""
        queue = sorted(set(asked), key=lambda each: (each.span, each.role or ""))
        roles: dict[Span, set[str]] = {}
        for each in queue:
            if each.role is not None:
                roles.setdefault(each.span, set()).add(each.role)
        self._speaking = {span for span, its in roles.items() if "source" in its}
        self._acting = {span for span, its in roles.items() if its & {"actor", "source"}}
        names = iter(self.named)
        name = next(names, None)
        covered: set[int] = set()
        for each in queue:
            while name is not None and name.span[1] <= each.span[0]:
                if id(name) not in covered:
                    self._note_name(name)
                name = next(names, None)
            meant = self._one(each)
            self.meant[each] = meant
            if each.role == "source":
                self._speakers.setdefault(each.span, meant)
            inside = [n for n in self._names_in(each.span)]
            # "Iranian officials" has brought up Iran, too.
            for other in inside:
                if id(other) not in covered:
                    covered.add(id(other))
                    self._note_name(other, inside=True)
            self._note(each.span, meant)
        while name is not None:
            if id(name) not in covered:
                self._note_name(name)
            name = next(names, None)

    def _note_name(self, name: Named, *, inside: bool = False) -> None:
        if name.party is None or name.kind == "place":
            return
        adjective = name.rule == "adjective" or inside
        self._note_pair(name)
        self.seen.add(
            Entity(
                span=name.span,
                parties=(name.party,),
                kind=self.party(name.party).kind,
                sentence=self.sentence(name.span[0]),
                gender=self.naming.gender.get(name.party, ""),
                subject=self._leads(name.span) and not adjective,
                roles=frozenset(self.naming.titles.get(name.party, ())),
                adjective=adjective,
                oblique=self._oblique(name.first),
            )
        )

    def _note_pair(self, name: Named) -> None:
        """Note "Thailand and Cambodia" as something that "they" may go back to."""
        before = self._before
        self._before = name
        if before is None or before.party is None or name.party is None or before.party == name.party:
            return
        if self.text[before.span[1] : name.span[0]] not in (" and ", " and the "):
            return
        kinds = {self.party(each).kind for each in (before.party, name.party)}
        if len(kinds) == 1 or "person" not in kinds:
            span = (before.span[0], name.span[1])
            self.seen.add(
                Entity(
                    span, (before.party, name.party), self.party(name.party).kind, self.sentence(span[0]),
                    plural=True, subject=self._leads(span), adjective=name.rule == "adjective",
                    oblique=self._oblique(before.first),
                )  # fmt: skip
            )

    def _note(self, span: Span, meant: Meant) -> None:
        if not meant.parties and (meant.kind not in ("people", "person") or meant.rule == "no party"):
            return
        first, stop = self.words.inside(span)
        kind = meant.kind or self.party(meant.parties[0]).kind
        if len(meant.parties) > 1:
            kind = self.party(meant.parties[0]).kind
        alone = meant.parties[0] if len(meant.parties) == 1 else ""
        self.seen.add(
            Entity(
                span=span,
                parties=meant.parties,
                kind=kind,
                sentence=self.sentence(span[0]),
                gender=self.naming.gender.get(alone, ""),
                plural=len(meant.parties) > 1 or (kind == "people" and self._is_plural(stop - 1)),
                subject=span in self._acting or self._leads(span),
                head=self.words.key[stop - 1] if stop > first else "",
                roles=frozenset(self.naming.titles.get(alone, ())),
                oblique=self._oblique(first),
                speaks=span in self._speaking,
                states=meant.states,
            )
        )

    def _is_plural(self, position: int) -> bool:
        key = self.words.key[position]
        return key.endswith("s") or key in ("people", "police", "troops", "men", "women", "children", "them")

    def _oblique(self, first: int) -> bool:
        """Tell whether a preposition stands before a word."""
        keys = self.words.key
        i = first - 1
        while i >= 0 and keys[i] in ("the", "a", "an", "both", "two", "its", "their"):
            i -= 1
        return i >= 0 and keys[i] in _PREPOSITIONS and self.words.start[first] - self.words.end[i] < 12

    def _leads(self, span: Span) -> bool:
        """Tell whether a mention stands first in its sentence, as subjects do."""
        start = self._starts[self.sentence(span[0])] if self._starts else 0
        return span[0] - start <= 12

    def _names_in(self, span: Span) -> list[Named]:
        first, stop = self.words.inside(span)
        found = []
        for i in range(first, stop):
            name = self.naming.at(i)
            if name is not None and (not found or found[-1] is not name):
                found.append(name)
        return found

    # ---- one mention ---------------------------------------------------------------------------------------

    def _one(self, asked: Asked) -> Meant:
        words = self.words
        first, stop = words.inside(asked.span)
        if first >= stop:
            return Meant()
        inner = first
        while inner < stop - 1 and words.key[inner] in ("the", "a", "an") and words.case[inner] in (0, 1):
            inner += 1
        if stop - inner == 1 and words.key[inner] in PRONOUNS and self.naming.at(inner) is None:
            return self._pronoun(words.key[inner], inner, asked)
        if words.key[stop - 1] in ("them", "these", "those") and words.key[stop - 2 : stop - 1] == ["of"]:
            found = self._pronoun("them", stop - 1, asked)
            return replace(found, kind="people" if found.kind == "people" else found.kind)
        names = self._names_in(asked.span)
        if (collective := self._collective(inner, stop, names, asked)) is not None:
            return collective
        if names and (several := self._coordinated(first, stop, names, asked)) is not None:
            return several
        group = next((name for name in names if name.group), None)
        if group is not None and group.stop == stop:
            return self._name(group, asked)
        if len(names) == 1 and names[0].first <= inner and names[0].stop >= stop:
            return self._name(names[0], asked)
        return self._phrase(first, stop, names, asked)

    def _name(self, name: Named, asked: Asked) -> Meant:
        """Resolve words that are a name and nothing else."""
        placed = self.naming.placed(name, going=asked.role is None)
        if name.group:
            return Meant(name.group, "state", "group of states", name.score)
        if name.kind == "place":
            return Meant((), "place", name.rule, name.score, states=self.naming.place_states(name))
        if name.rule == "capital" and (asked.role == "place" or (placed and asked.role in (None, "place"))):
            return Meant((), "place", "capital as a place", 0.9, states=(name.party,) if name.party else ())
        if name.rule == "capital" and placed and asked.role == "recipient":
            return Meant((), "place", "capital as a place", 0.8, states=(name.party,) if name.party else ())
        if asked.role == "place" and name.party is not None and self.gazetteer.is_state(name.party):
            return Meant((), "place", "state as a place", 0.95, states=(name.party,))
        if name.party is None and name.rule != "doubtful" and asked.role in ("actor", "source", "recipient"):
            if name.kind is None or name.kind in LOCAL_KINDS:
                kind = name.kind or self._guess_kind(name, asked)
                self.naming.make_local(name, kind)
        if name.party is None:
            doubt = None
            if name.rule == "doubtful" and name.others:
                doubt = "may be " + " or ".join(dict.fromkeys(name.others))
            kind = name.kind if name.kind in ("place", "materiel") else None
            if name.kind == "event" and any(key in DOCUMENTS for key in self.words.key[name.first : name.stop]):
                kind = "document"
            return Meant((), kind, name.rule or "not known", 0.0, doubt=doubt)
        party = self.party(name.party)
        kind = party.kind
        if (
            kind == "government" and asked.role in (None, "place") and self._beside(name)
        ):
            return Meant((), "place", "building as a place", 0.85, states=party.within[-1:])
        return Meant((name.party,), kind, name.rule, name.score, name.antecedent, self._doubt(name.party, name.others))

    def _beside(self, name: Named) -> bool:
        i = name.first - 1
        if i >= 0 and self.words.key[i] == "the":
            i -= 1
        return i >= 0 and self.words.key[i] in ("past", "near", "outside", "inside", "around", "opposite", "at", "into")

    def _guess_kind(self, name: Named, asked: Asked) -> str:
        words = self.words
        if name.first > 0 and words.key[name.first - 1] == "the":
            return "organisation"
        return "person" if name.stop - name.first in (1, 2, 3) and asked.role == "source" else "organisation"

    def _doubt(self, party: str, others: Sequence[str] = ()) -> str | None:
        """Say what speaks against a resolution: other parties of that name, or facts older than the report."""
        if others:
            return "may be " + " or ".join(others)
        if self.day is not None and self.gazetteer.is_person(party):
            office = self.gazetteer.office_of(party, self.day)
            if office is not None and not office.until and office.checked and office.checked < self.day:
                return f"in office when last checked on {office.checked}"
        return None

    # ---- phrases -------------------------------------------------------------------------------------------

    def _coordinated(self, first: int, stop: int, names: list[Named], asked: Asked) -> Meant | None:
        """Resolve "Russia and China", "Iranian and Russian officials": each side by itself."""
        words = self.words
        inside = {i for each in names for i in range(each.first, each.stop)}
        cuts = [i for i in range(first + 1, stop - 1) if words.key[i] in ("and", "or") and i not in inside]
        if len(cuts) != 1 or len(names) < 2:
            return None
        cut = cuts[0]
        left = [each for each in names if each.stop <= cut]
        right = [each for each in names if each.first > cut]
        if not left or not right:
            return None
        one = self._phrase(first, cut, left, asked)
        if left[-1].stop == cut and left[-1].rule == "adjective" and right[-1].rule == "adjective":
            # The head stands after the second only.
            head = parse(words, cut + 1, stop, right).head
            if head is not None:
                one = self._headed(parse(words, cut + 1, stop, right), left, asked)
        other = self._phrase(cut + 1, stop, right, asked)
        if not one.parties or not other.parties:
            return None
        parties = tuple(dict.fromkeys(one.parties + other.parties))
        score = min(one.score, other.score)
        return Meant(parties, one.kind, "several named", score, doubt=one.doubt or other.doubt)

    def _phrase(self, first: int, stop: int, names: list[Named], asked: Asked) -> Meant:
        words = self.words
        # A name that ends the phrase is who is meant: "Iran's Ground Forces Commander Kioumars Heydari".
        parsed = parse(words, first, stop, names)
        last = names[-1] if names else None
        if names and names[0].first <= first + 1 and names[0].stop < stop:
            # "Ilse Brandt, a German lawmaker"
            lead = names[0]
            if words.text[words.end[lead.stop - 1] :][:2] == ", " and lead.rule != "adjective":
                meant = self._name(lead, asked)
                if meant.parties:
                    return meant
        if last is not None and last.stop == stop and (parsed.head is None or parsed.head_stop <= last.first):
            person = last.kind == "person" or (last.party is not None and self.party(last.party).kind == "person")
            own_head = last.first >= parsed.head_first
            linked = any(words.key[i] in ("of", "for", "from", "in", "at", "to", "within") for i in range(first, last.first))
            if (person and not linked) or (own_head and not linked):
                meant = self._name(last, asked)
                if meant.parties or meant.kind:
                    return replace(meant, rule="title and name" if person and last.first > first + 1 else meant.rule)
        if parsed.noun in OTHERS and parsed.owners:
            return Meant((), "people", "beside a party", 0.0)
        if parsed.noun in KIN and words.key[first] in PRONOUNS:
            possessor = self._pronoun(words.key[first], first, Asked(words.span(first, first + 1)))
            return self._beside_person(possessor.parties, parsed)
        if last is not None and last.party is not None and parsed.noun in DESCRIPTIONS and last.stop == stop - 1:
            kind = self.party(last.party).kind
            if kind in DESCRIPTIONS[parsed.noun]:  # "the YPG militia"
                return Meant((last.party,), kind, last.rule, last.score, doubt=self._doubt(last.party))
        if parsed.head is not None:
            return self._headed(parsed, parsed.owners, asked)
        if any(words.key[i] in DOCUMENTS for i in range(first, stop)) and asked.role in ("source", None):
            return self._document(parsed)
        if len(names) == 1 and names[0].first <= first + 1 and names[0].stop >= stop:
            return self._name(names[0], asked)
        if not names:
            return self._description(parsed, asked)
        if parsed.noun in DESCRIPTIONS and parsed.definite and not any(each.party for each in names):
            return self._description(parsed, asked)
        # "the Turkish-backed alliance", "Iranian drones", "a Supreme Court decision": whose it is.
        if asked.role is None:
            return Meant((), None, "not known", 0.0)
        owner = next((each for each in parsed.owners if each.party is not None), None)
        if owner is None or owner.party is None:
            states = next((self.naming.place_states(n) for n in parsed.owners if n.kind == "place"), ())
            return Meant((), "people" if parsed.plural else None, "place in the phrase", 0.6, states=states)
        return Meant((owner.party,), self._kind_beside(owner.party), "owner in the phrase", 0.6)

    def _kind_beside(self, party: str) -> str:
        return self.party(party).kind

    def _document(self, parsed: Phrase) -> Meant:
        owner = next((each for each in parsed.owners if each.party is not None), None)
        if owner is None or owner.party is None:
            at = self.words.start[parsed.first]
            return self._described_document(parsed.noun, parsed, at, self.sentence(at))
        return Meant((owner.party,), "document", "document of", 0.8)

    def _described_document(self, noun: str, parsed: Phrase, at: int, sentence: int) -> Meant:
        """Resolve "the statement", "the article" to the outlet or speaker whose it is."""
        if parsed.definite and not parsed.indefinite and noun not in ("agreement", "treaty", "resolution"):
            found = None
            if noun in _ARTICLES_OF:
                found = self.seen.best(at, sentence, lambda e: e.kind == "outlet" and len(e.parties) == 1)
            found = found or self.seen.best(
                at, sentence, lambda e: e.speaks and e.kind != "outlet" and len(e.parties) == 1, within=3
            )
            if found is not None:
                return Meant(
                    found[0].parties, "document", "document of an earlier party", 0.65, found[0].span
                )
        return Meant((), "document", "document", 0.8)

    def _headed(self, parsed: Phrase, owners: Sequence[Named], asked: Asked) -> Meant:
        """Resolve a phrase with an institution or a role as its head."""
        head = parsed.head
        assert head is not None
        owner, states = self._owner(owners)
        if owner is not None and isinstance(head, Role) and (meant := self._kin(head, owners)) is not None:
            return meant
        if owner is None and not states and owners and parsed.noun not in DESCRIPTIONS:
            # "the leaders of Elbonia": whose they are is said, and not known.
            return Meant((), "people" if isinstance(head, Role) else head.kind, "not known", 0.0)
        if owner is None and not states:
            if parsed.inner is not None and isinstance(head, Role):
                inner = self._headless_institution(parsed, asked)
                if inner is not None:
                    return Meant((inner,), self._people_kind(head), "officials of an earlier party", 0.7)
            return self._description(parsed, asked)
        if owner is None:
            return self._of_place(head, states, parsed)
        if isinstance(head, Institution):
            return Meant((self._institution(owner, head.key),), head.kind, "institution of", 0.93)
        if parsed.inner is not None:
            found = self._inner_institution(owner, parsed)
            return Meant((found,), self._people_kind(head), "people of an institution", 0.9)
        if head.means == "person":
            return self._office(parsed, head, owner)
        return Meant((self._group(owner, head),), "people", "people of", 0.88)

    def _kin(self, head: Role, owners: Sequence[Named]) -> Meant | None:
        """Resolve "Robinson's father": somebody else than Robinson, of the same country."""
        party = next((each.party for each in owners if each.party is not None), None)
        if party is None or self.party(party).kind != "person" or head.belongs_to or head.key == "spokesman":
            return None
        return Meant((), self._people_kind(head), "beside a person", 0.7, states=self._states_of(party))

    def _beside_person(self, parties: Sequence[str], parsed: Phrase) -> Meant:
        kind = "people" if parsed.plural or parsed.noun == "family" else "person"
        if len(parties) != 1:
            return Meant((), kind, "not known", 0.0)
        return Meant((), kind, "beside a person", 0.6, states=self._states_of(parties[0]))

    def _states_of(self, party: str) -> tuple[str, ...]:
        return tuple(
            state for code in self.party(party).countries if (state := self.gazetteer.state_called(code))
        )

    @staticmethod
    def _people_kind(head: Role) -> str:
        return "people" if head.means == "people" or head.key in ("spokesman", "official", "leader") else "person"

    def _owner(self, owners: Sequence[Named]) -> tuple[str | None, tuple[str, ...]]:
        """Give the party whose a head is: a person stands for the state, a place for where it lies."""
        for each in owners:
            if each.party is not None:
                party = self.party(each.party)
                if party.kind == "people" and party.id.startswith("people/"):
                    home = next((o.party for o in owners if o.party and self.gazetteer.is_state(o.party)), None)
                    if home is not None:  # "Syrian Kurdish forces"
                        return f"{home}/{party.id.removeprefix('people/')}", ()
                if party.kind == "person":
                    state = next((w for w in party.within if self.gazetteer.is_state(w)), None)
                    return (state or each.party), ()
                return each.party, ()
            if each.kind == "place" and (states := self.naming.place_states(each)):
                return None, states
        return None, ()

    def _institution(self, owner: str, key: str) -> str:
        """Give the id of an owner's institution; what an organisation has is itself."""
        if not self.gazetteer.is_state(owner):
            return owner
        if key == "government":
            return f"{owner}/government"
        return f"{owner}/{key}"

    def _inner_institution(self, owner: str, parsed: Phrase) -> str:
        assert parsed.inner is not None
        from sayso.actors.names import Phrases

        found = Phrases.shared().at(self.words, parsed.inner[0], parsed.inner[1])
        assert found is not None
        return self._institution(owner, found[1].key)

    def _group(self, owner: str, role: Role) -> str:
        if not self.gazetteer.is_state(owner):
            return owner
        if role.group:
            return f"{owner}/{role.group}"
        if not role.belongs_to or role.belongs_to == "state":
            return owner
        return f"{owner}/{role.belongs_to}"

    def _of_place(self, head: Institution | Role, states: tuple[str, ...], parsed: Phrase) -> Meant:
        if len(states) != 1:
            return Meant((), "people" if isinstance(head, Role) else head.kind, "place in the phrase", 0.5, states=states)
        if isinstance(head, Institution):
            return Meant((f"{states[0]}/{head.key}",), head.kind, "institution in a place", 0.85)
        if head.means == "person" and not head.group:
            key = head.belongs_to if head.belongs_to not in ("", "state") else ""
            party = f"{states[0]}/{key}" if key else states[0]
            return Meant((party,), "person", "official in a place", 0.75)
        return Meant((self._group(states[0], head),), "people", "people of a place", 0.85)

    def _office(self, parsed: Phrase, role: Role, owner: str) -> Meant:
        """Resolve "the Iranian foreign minister": somebody whom the report names, or who held the office."""
        at, sentence = self.words.start[parsed.first], self.sentence(self.words.start[parsed.first])
        plain = role.key not in ("minister", "ambassador", "commander", "lawmaker", "judge", "official", "governor")
        kind = self._people_kind(role)
        if not self.gazetteer.is_state(owner):
            return Meant((owner,), kind, "official of", 0.85)

        def fits(entity: Entity) -> bool:
            if entity.kind != "person" or len(entity.parties) != 1:
                return False
            party = self.party(entity.parties[0])
            home = owner in (*party.within, party.belongs_to)
            return home and (role.key in entity.roles or (role.key in _ANYONE and not parsed.indefinite))

        if not parsed.indefinite:
            earlier = self.seen.best(at, sentence, fits)
            if earlier is not None:
                entity, share = earlier
                return Meant(entity.parties, "person", "office, named earlier", 0.7 + 0.25 * share, entity.span)
        body = owner if role.belongs_to in ("", "state") else f"{owner}/{role.belongs_to}"
        if role.group:
            body = f"{owner}/{role.group}"
        offices = [(body, role.key)]
        if role.key in ("leader", "ruler") and self.words.key[parsed.head_stop - 1] in ("leader", "ruler", "strongman"):
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
                doubt = self._doubt(person)
                return Meant((person,), "person", "office on that day", 0.75 if doubt else 0.93, doubt=doubt)
        return Meant((body,), kind, "official of", 0.85)

    def _headless_institution(self, parsed: Phrase, asked: Asked) -> str | None:
        """Find whose "defence ministry officials" are when the phrase does not say it."""
        assert parsed.inner is not None
        from sayso.actors.names import Phrases

        found = Phrases.shared().at(self.words, parsed.inner[0], parsed.inner[1])
        if found is None:
            return None
        return self._earlier_institution(found[1].key, self.words.start[parsed.first])

    def _earlier_institution(self, key: str, at: int) -> str | None:
        sentence = self.sentence(at)
        named = self.seen.best(at, sentence, lambda e: len(e.parties) == 1 and e.parties[0].endswith(f"/{key}"))
        if named is not None:
            return named[0].parties[0]
        state = self._home(at)
        return f"{state}/{key}" if state is not None else None

    def _home(self, at: int) -> str | None:
        """Give the state that a report speaks of at a place, for "the government", "police"."""
        sentence = self.sentence(at)

        def state_of(entity: Entity) -> str | None:
            if len(entity.parties) != 1:
                return None
            party = entity.parties[0]
            if self.gazetteer.is_state(party):
                return party
            return next((w for w in self.party(party).within if self.gazetteer.is_state(w)), None)

        weights: dict[str, float] = {}
        for entity in self.seen.before(at):
            state = state_of(entity)
            if state is not None:
                weights[state] = weights.get(state, 0.0) + 0.8 ** (sentence - entity.sentence) * (
                    1.4 if entity.subject else 1.0
                )
        for name in self.named:
            if name.span[1] <= at and name.kind == "place":
                for state in self.naming.place_states(name)[:1]:
                    far = sentence - self.sentence(name.span[0])
                    weights[state] = weights.get(state, 0.0) + 0.8**far * 1.2
        for state, prior in self._priors.items():
            weights[state] = weights.get(state, 0.0) + prior
        return max(weights, key=lambda state: weights[state]) if weights else None

    def _scene(self, parsed: Phrase) -> str | None:
        """Give the state in which things happen around a phrase, for people whom nothing else places: by the
        places named up to the end of its sentence.
        """
        at = self.words.start[parsed.first]
        sentence = self.sentence(at)
        weights: dict[str, float] = {}
        for name in self.named:
            its = self.sentence(name.span[0])
            if its > sentence:
                break
            states: tuple[str, ...] = ()
            if name.kind == "place":
                states = self.naming.place_states(name)[:1]
            elif name.party is not None and self.gazetteer.is_state(name.party) and self._located(name):
                states = (name.party,)
            for state in states:
                weights[state] = weights.get(state, 0.0) + 0.7 ** (sentence - its)
        if not weights:
            return None
        best = max(weights, key=lambda state: weights[state])
        return best if weights[best] >= 0.6 * sum(weights.values()) and weights[best] >= 0.15 else None

    def _located(self, name: Named) -> bool:
        return self.naming.placed(name, going=False)

    def _home_priors(self, outlet: str | None) -> dict[str, float]:
        """Give the states that a report is likely to speak of before it names one: that of its dateline and
        that of its outlet.
        """
        priors: dict[str, float] = {}
        for name in self.named:
            start, end = name.span
            line = self.text.rfind("\n", 0, start) + 1
            if start == line and _DATELINE.match(self.text, end):
                states = self.naming.place_states(name)
                if name.party is not None and self.gazetteer.is_state(name.party):
                    states = (name.party,)
                for state in states[:1]:
                    priors[state] = priors.get(state, 0.0) + 0.6
        for party in self.gazetteer.called(outlet)[:1] if outlet else ():
            for country in self.gazetteer.party(party).countries[:1]:
                if (state := self.gazetteer.state_called(country)) is not None:
                    priors[state] = priors.get(state, 0.0) + 0.3
        return priors

    # ---- words that go back --------------------------------------------------------------------------------

    def _description(self, parsed: Phrase, asked: Asked) -> Meant:
        """Resolve "the ministry", "the general", "the group", "officials": by what came before."""
        at = self.words.start[parsed.first]
        sentence = self.sentence(at)
        head = parsed.head
        noun = self.words.key[parsed.head_stop - 1] if head is not None else parsed.noun
        bare = parsed.indefinite or not (parsed.definite or head is not None)
        if head is None and noun in DOCUMENTS:
            return self._described_document(noun, parsed, at, sentence)
        if isinstance(head, Role) and head.means == "person" and not parsed.indefinite:
            return self._described_person(head, parsed, at, sentence)
        if noun in DESCRIPTIONS and parsed.definite and not parsed.indefinite:
            kinds = DESCRIPTIONS[noun]
            same = self.seen.best(
                at, sentence,
                lambda e: len(e.parties) == 1 and self.party(e.parties[0]).kind in kinds
                and (e.head == noun or noun in self._own_words(e.parties[0])),
            )  # fmt: skip
            found = same or self.seen.best(
                at, sentence, lambda e: len(e.parties) == 1 and self.party(e.parties[0]).kind in kinds
            )
            if found is not None:
                entity, share = found
                return Meant(
                    entity.parties, self.party(entity.parties[0]).kind, "description of an earlier party",
                    0.55 + 0.35 * share, entity.span,
                )  # fmt: skip
        if isinstance(head, Institution) and not bare:
            return self._described_institution(head, at, sentence, parsed)
        if isinstance(head, Role) and head.means == "people":
            return self._described_people(head, parsed, at)
        kind = None
        if isinstance(head, Role):
            kind = "people" if head.means == "people" else "person"
        elif head is not None:
            kind = head.kind
        elif parsed.plural or parsed.indefinite:
            kind = "people" if asked.role is not None else None
        return Meant((), kind, "not known", 0.0)

    def _own_words(self, party: str) -> frozenset[str]:
        return frozenset(Words(self.party(party).name).key)

    def _described_person(self, role: Role, parsed: Phrase, at: int, sentence: int) -> Meant:
        def fits(entity: Entity) -> bool:
            return entity.kind == "person" and len(entity.parties) == 1 and role.key in entity.roles

        found = self.seen.best(at, sentence, fits)
        if found is None and role.key in _ANYONE | {"commander", "lawmaker", "ambassador"}:
            found = self.seen.best(
                at, sentence, lambda e: e.kind == "person" and len(e.parties) == 1, within=4
            )
        if found is not None:
            entity, share = found
            return Meant(entity.parties, "person", "description of an earlier person", 0.6 + 0.35 * share, entity.span)
        state = self._home(at)
        if state is None:
            return Meant((), "person", "not known", 0.0)
        body = state if role.belongs_to in ("", "state") else f"{state}/{role.belongs_to}"
        if self.day is not None and role.belongs_to and not parsed.former and parsed.head_first - parsed.first <= 1:
            holders = self.gazetteer.holders(body, role.key, self.day)
            if len({office.person for office in holders}) == 1:
                person = holders[0].person
                self.naming.gender[person] = self.gazetteer.gender[person]
                return Meant((person,), "person", "office in the state spoken of", 0.6, doubt=self._doubt(person))
        return Meant((body,), self._people_kind(role), "official of the state spoken of", 0.55)

    def _described_institution(self, head: Institution, at: int, sentence: int, parsed: Phrase) -> Meant:
        def same(entity: Entity) -> bool:
            return len(entity.parties) == 1 and entity.parties[0].endswith(f"/{head.key}")

        found = self.seen.best(at, sentence, same)
        if found is not None:
            entity, share = found
            return Meant(entity.parties, head.kind, "institution, named earlier", 0.65 + 0.3 * share, entity.span)
        state = self._home(at)
        if state is None:
            return Meant((), head.kind, "not known", 0.0)
        return Meant((f"{state}/{head.key}",), head.kind, "institution of the state spoken of", 0.65)

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
                return Meant(found[0].parties, "people", "people, named earlier", 0.6, found[0].span)
        if head.group:
            scene = self._scene(parsed)
            if scene is None:
                return Meant((), "people", "not known", 0.0)
            return Meant((self._group(scene, head),), "people", "people of the scene", 0.6)
        state = self._home(at)
        if state is None or not head.belongs_to:
            return Meant((), "people", "not known", 0.0)
        return Meant((self._group(state, head),), "people", "people of the state spoken of", 0.55)

    def _collective(self, first: int, stop: int, names: list[Named], asked: Asked) -> Meant | None:
        """Resolve "both countries", "the two sides", "the trio"."""
        words = self.words
        if names or words.key[stop - 1] not in COLLECTIVES or stop - first > 4:
            return None
        keys = words.key[first:stop]
        count = next((NUMBERS[key] for key in keys if key in NUMBERS), 0)
        noun = keys[-1]
        if count == 0:
            if noun not in ("sides", "parties", "countries", "koreas", "neighbours", "neighbors") or keys[0] not in ("sides", "the", "warring", "rival", noun):
                return None
            count = 2
        at = words.start[first]
        sentence = self.sentence(at)

        def state_of(party: str) -> str | None:
            if self.gazetteer.is_state(party):
                return party
            return next((w for w in self.party(party).within if self.gazetteer.is_state(w)), None)

        found = self.seen.several(at, sentence, count, COLLECTIVES[noun], state_of)
        if found is None:
            return Meant((), "people" if noun not in ("countries", "nations") else "state", "not known", 0.0)
        parties = tuple(party for party, _ in found)
        return Meant(parties, self.party(parties[0]).kind, "collective", 0.8, found[-1][1].span)

    def _pronoun(self, word: str, position: int, asked: Asked) -> Meant:
        words = self.words
        at = words.start[position]
        sentence = self.sentence(at)
        if word in SPEAKER:
            return self._speaker(at, word)
        if word in RELATIVE:
            before = self.seen.best(at, sentence, lambda e: at - e.span[1] <= 40, within=0)
            if before is None:
                return Meant((), None, "not known", 0.0)
            nearest = max((e for e in self.seen.before(at) if at - e.span[1] <= 40), key=lambda e: e.span[1])
            return Meant(nearest.parties, nearest.kind, "relative pronoun", 0.8, nearest.span)
        if word == "it" and self._expletive(position):
            return Meant((), None, "no party", 0.0)
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
        found = self.seen.best(at, sentence, allowed, within=6, plural=word in SEVERAL, speaker=speaks)
        if found is None and word in SEVERAL:
            found = self.seen.best(at, sentence, lambda e: avoid is None or e.parties != avoid, within=2)
        if found is None:
            return Meant((), None, "not known", 0.0)
        entity, share = found
        score = 0.5 + 0.4 * share if entity.parties else 0.0
        return Meant(entity.parties, entity.kind, "pronoun", score, entity.span, states=entity.states)

    def _expletive(self, position: int) -> bool:
        """Tell whether "it" stands for nothing ("it is raining", "it was clear that")."""
        words = self.words
        after = words.key[position + 1 : position + 4]
        if not after or after[0] not in _EXPLETIVE_VERBS | {"would", "will", "has", "may", "might", "had"}:
            return False
        return any(word in _WEATHER for word in after[1:3])

    def _innermost(self, at: int) -> Attribution | None:
        found = None
        size = 0
        for each in self._attributions:
            for start, end in each.content:
                if start <= at < end and (found is None or end - start < size):
                    found, size = each, end - start
        return found

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
        for each, meant in self.meant.items():
            if each.span[0] < span[1] and span[0] < each.span[1] and meant.parties:
                return meant
        names = [name for name in self._names_in(span) if name.party is not None]
        if names and names[-1].party is not None:
            return Meant((names[-1].party,), self.party(names[-1].party).kind, "name", 0.9)
        # The speaker may stand after the quotation: it has not come up yet.
        first, stop = self.words.inside(span)
        if first < stop and self.words.key[first] not in PRONOUNS:
            return self._phrase(first, stop, self._names_in(span), Asked(span, "source"))
        return None

    def _speaker(self, at: int, word: str) -> Meant:
        """Resolve "we" and "I": whoever speaks the words in which they stand."""
        attribution = self._innermost(at)
        if attribution is not None and attribution.source:
            meant = self._of_source(attribution)
            if meant is not None and meant.parties:
                return Meant(meant.parties, meant.kind, "speaker", 0.8, attribution.source[0])
        elif self._outlet:
            known = [party for party in self.gazetteer.called(self._outlet)]
            if len(known) == 1:
                return Meant((known[0],), "outlet", "the report's outlet", 0.75)
        return Meant((), "people", "not known", 0.0)
