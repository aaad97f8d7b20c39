"""Who is meant by the mentions of one report.

Names come first, over the whole report (`naming`). Then, from left to right, the words that have a part in a
claim: phrases around a name or a title ("the Iranian minister", "two Turkish officials"), and words that go
back to something earlier (`references`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.actors.antecedents import PRONOUNS, Entity
from sayso.actors.gazetteer import Gazetteer
from sayso.actors.names import Named, Phrases
from sayso.actors.naming import LOCAL_KINDS
from sayso.actors.nouns import AGREEMENTS, DESCRIPTIONS, DOCUMENTS, KIN, NOBODY, OTHERS
from sayso.actors.phrases import Phrase, parse
from sayso.actors.references import References
from sayso.actors.scene import Asked, Meant
from sayso.actors.tables import Institution, Role
from sayso.reading.reading import Party, Reading, Span

__all__ = ["Resolution"]

LEAST_SHARE = 0.6  # of what is said around somebody that must speak of one state, to take it for his
_LIST_JOINTS = frozenset({" and ", " and the ", ", ", ", the ", ", and ", ", and the "})
_LINKS = frozenset({"of", "for", "from", "in", "at", "to", "within"})


class Resolution(References):
    """Resolves the mentions of one report, those asked for and every name: `meant` has the answers."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, asked: Iterable[Asked] = ()) -> None:
        super().__init__(reading, gazetteer)
        self._list: list[Named] = []
        self._introduced: set[str] = set()
        self._resolve(asked)

    def by_name(self, name: Named) -> Meant:
        """Say who is meant by a name that has no part in a claim."""
        return self._name(name, Asked(name.span))

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
            meant = self.one(each)
            self.meant[each] = meant
            if each.role == "source" and meant.parties:
                self.note_source(each.span, meant)
            inside = self.names_in(each.span)
            # "Iranian officials" has brought up Iran, too.
            for other in inside:
                if id(other) not in covered:
                    covered.add(id(other))
                    if other.party in meant.parties:
                        self._note_list(other)
                    else:
                        self._note_name(other, inside=True)
            self._note(each.span, meant)
        while name is not None:
            if id(name) not in covered:
                self._note_name(name)
            name = next(names, None)

    def _note_name(self, name: Named, *, inside: bool = False) -> None:
        if name.party is None or name.kind == "place":
            self._list = []
            return
        self._introduce(name)
        adjective = name.rule == "adjective" or inside
        self._note_list(name)
        self.seen.add(
            Entity(
                span=name.span,
                parties=(name.party,),
                kind=self.party(name.party).kind,
                sentence=self.sentence(name.span[0]),
                gender=self.naming.gender.get(name.party, ""),
                subject=self.leads(name.span) and not adjective,
                roles=frozenset(self.naming.titles.get(name.party, ())),
                adjective=adjective,
                oblique=self.oblique(name.first),
            )
        )

    def _note_list(self, name: Named) -> None:
        """Note "Kenya, Uganda and Tanzania" as something that "they" may go back to."""
        if name.party is None:
            self._list = []
            return
        between = self.text[self._list[-1].span[1] : name.span[0]] if self._list else ""
        joined = between in _LIST_JOINTS
        if joined and self.party(name.party).kind == "person":
            joined = self.party(self._list[0].party or "").kind == "person"
        self._list = [*self._list, name] if joined else [name]
        if joined and "and" in between and len({each.party for each in self._list}) > 1:
            span = (self._list[0].span[0], name.span[1])
            parties = tuple(dict.fromkeys(each.party for each in self._list if each.party is not None))
            self.seen.add(
                Entity(
                    span,
                    parties,
                    self.party(name.party).kind,
                    self.sentence(span[0]),
                    plural=True,
                    subject=self.leads(span),
                    adjective=name.rule == "adjective",
                    oblique=self.oblique(self._list[0].first),
                )
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
                plural=len(meant.parties) > 1 or (kind == "people" and self.is_plural(stop - 1)),
                subject=span in self._acting or self.leads(span),
                head=self._head_noun(first, stop),
                roles=frozenset(self.naming.titles.get(alone, ())),
                oblique=self.oblique(first),
                speaks=span in self._speaking,
                states=meant.states,
            )
        )

    def _head_noun(self, first: int, stop: int) -> str:
        """Give the noun by which somebody was called: "official" in "an official of the ministry"."""
        keys = self.words.key
        end = next((i for i in range(first + 1, stop) if keys[i] in _LINKS or not self.words.joined[i]), stop)
        return keys[end - 1] if end > first else ""

    def _introduce(self, name: Named) -> None:
        """Learn to whom somebody belongs whom only this report knows, from the words around the name: "army
        spokesman Colonel Issa Toumani", "Serbia's defence minister, Dragana Milivojevic".
        """
        known = self.naming.local.get(name.party or "")
        if known is None or known.countries or known.id in self._introduced:
            return
        self._introduced.add(known.id)  # first: two names may stand around each other
        words = self.words
        meant = None
        for first, stop in self.naming.around(name):
            inside = [each for i in range(first, stop) if (each := self.naming.at(i)) is not None]
            parsed = parse(words, first, stop, list(dict.fromkeys(inside)))
            # Words beside the name may be its title or its country; across a comma they must say who it is:
            # "Gunmen killed Kyle Robinson, Hamas said" does not.
            beside = stop == name.first and words.joined[name.first]
            said = isinstance(parsed.head, Role) or words.key[first] in ("a", "an", "the", "from", "of")
            said = said or words.key[first - 1] == "of"
            if not said and not (beside and any(each.party or each.kind == "place" for each in inside)):
                continue
            meant = self._phrase(
                first, stop, list(dict.fromkeys(inside)), Asked(words.span(first, stop), "source")
            )
            if meant.parties == (known.id,):
                continue
            if isinstance(parsed.head, Role) and parsed.head.means == "person" and not parsed.former:
                self.naming.titles.setdefault(known.id, set()).add(parsed.head.key)
            if meant.parties or meant.states:
                break
        if meant is None or not (meant.parties or meant.states):
            self._guess_country(known, name)
            return
        party = meant.parties[0] if len(meant.parties) == 1 else None
        countries = self.party(party).countries if party else ()
        if not countries:
            countries = tuple(c for state in meant.states for c in self.party(state).countries)
        if not countries:
            self._guess_country(known, name)
            known = self.naming.local[known.id]
            countries = known.countries
        about = known.about or words.quote(first, stop)
        if party is not None and self.party(party).kind in ("person", "people"):
            party = next(iter(self.party(party).within), None)
        if party is not None and known.id in (party, *self.party(party).within):
            party = None  # two of this report beside each other: neither is a part of the other
        self.naming.local[known.id] = replace(
            known, countries=countries, belongs_to=party, about=about,
            within=(party, *self.party(party).within) if party else (),
        )  # fmt: skip

    def _guess_country(self, known: Party, name: Named) -> None:
        """Take somebody whom nothing else places for one of the state that the report speaks of there, if it
        speaks of one above all.
        """
        weights = self.state_weights(name.span[0], ahead=True)
        if not weights:
            return
        state = max(weights, key=lambda each: weights[each])
        if weights[state] < LEAST_SHARE * sum(weights.values()):
            return
        self.naming.guessed.add(known.id)
        self.naming.local[known.id] = replace(known, countries=self.party(state).countries)

    # ---- names ---------------------------------------------------------------------------------------------

    def one(self, asked: Asked) -> Meant:
        """Say who is meant by some words."""
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
        names = self.names_in(asked.span)
        if (collective := self._collective(inner, stop, names)) is not None:
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
            return Meant(name.group, "state", "group of states")
        if name.kind == "place":
            return Meant((), "place", name.rule, states=self.naming.place_states(name))
        if name.rule == "capital" and (asked.role == "place" or (placed and asked.role in (None, "place"))):
            return Meant((), "place", "capital as a place", states=(name.party,) if name.party else ())
        if name.rule == "capital" and placed and asked.role == "recipient":
            return Meant((), "place", "capital as a place", states=(name.party,) if name.party else ())
        if asked.role == "place" and name.party is not None and self.gazetteer.is_state(name.party):
            return Meant((), "place", "state as a place", states=(name.party,))
        if name.rule == "doubtful" and (asked.role in ("actor", "source") or self.naming.acts(name)):
            self.naming.settle_doubtful(name)
        unknown = name.party is None and name.rule != "doubtful" and name.kind in (None, *LOCAL_KINDS)
        if unknown and asked.role in ("actor", "source", "recipient"):
            self.naming.make_local(name, name.kind or self._guess_kind(name, asked))
        if name.party is None:
            doubt = None
            if name.rule == "doubtful" and name.others:
                doubt = "may be " + " or ".join(dict.fromkeys(name.others))
            kind = name.kind if name.kind in ("place", "materiel") else None
            if (
                name.kind in ("event", "expression")
                and self.words.key[name.stop - 1] in AGREEMENTS | DOCUMENTS
            ):
                kind = "document"
            return Meant((), kind, name.rule or "not known", doubt=doubt)
        self._introduce(name)
        party = self.party(name.party)
        kind = party.kind
        if kind == "government" and asked.role in (None, "place") and self._beside(name):
            return Meant((), "place", "building as a place", states=party.within[-1:])
        return Meant((name.party,), kind, name.rule, name.antecedent, self.doubt(name.party, name.others))

    def _beside(self, name: Named) -> bool:
        i = name.first - 1
        if i >= 0 and self.words.key[i] == "the":
            i -= 1
        return i >= 0 and self.words.key[i] in (
            "past",
            "near",
            "outside",
            "inside",
            "around",
            "opposite",
            "at",
            "into",
        )

    def _guess_kind(self, name: Named, asked: Asked) -> str:
        words = self.words
        if name.first > 0 and words.key[name.first - 1] == "the":
            return "organisation"
        length = name.stop - name.first
        return "person" if length in (2, 3) or (length == 1 and asked.role == "source") else "organisation"

    # ---- phrases -------------------------------------------------------------------------------------------

    def _coordinated(self, first: int, stop: int, names: list[Named], asked: Asked) -> Meant | None:
        """Resolve "Russia and China", "Iranian and Russian officials": each side by itself."""
        words = self.words
        if (listed := self._listed(first, stop, names, asked)) is not None:
            return listed
        inside = {i for each in names for i in range(each.first, each.stop)}
        if any(words.key[i] in ("who", "which", "that", "whose") for i in range(first, stop)):
            return None
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
        whose = parse(words, first, cut, left)
        bare = len(right) == 1 and right[0].first == cut + 1 and right[0].stop == stop
        if bare and whose.head is not None and left[-1].first >= whose.head_stop:
            other = self._headed(whose, right, asked)  # "the foreign ministers of Iran and Iraq"
        else:
            other = self._phrase(cut + 1, stop, right, asked)
        if not one.parties or not other.parties:
            return None
        parties = tuple(dict.fromkeys(one.parties + other.parties))
        return Meant(parties, one.kind, "several named", doubt=one.doubt or other.doubt)

    def _listed(self, first: int, stop: int, names: list[Named], asked: Asked) -> Meant | None:
        """Resolve "the US, the EU and Britain": names and nothing else."""
        covers = len(names) > 1 and names[0].first <= first + 1 and names[-1].stop == stop
        if not covers or any(
            self.text[one.span[1] : other.span[0]] not in _LIST_JOINTS for one, other in pairwise(names)
        ):
            return None
        each = [self._name(name, asked) for name in names]
        if not all(meant.parties for meant in each):
            return None
        parties = tuple(dict.fromkeys(party for meant in each for party in meant.parties))
        return Meant(parties, each[0].kind, "several named")

    def _phrase(self, first: int, stop: int, names: list[Named], asked: Asked) -> Meant:
        words = self.words
        # A name that ends the phrase is who is meant: "Iran's Ground Forces Commander Kioumars Heydari".
        parsed = parse(words, first, stop, names)
        last = names[-1] if names else None
        if not names and " ".join(words.key[max(first, stop - 2) : stop]) in NOBODY:
            return Meant((), "people", "nobody in particular")
        if names and names[0].first <= first + 1 and names[0].stop < stop:
            # "Ilse Brandt, a German lawmaker"
            lead = names[0]
            if words.text[words.end[lead.stop - 1] :][:2] == ", " and lead.rule != "adjective":
                meant = self._name(lead, asked)
                if meant.parties:
                    return meant
        if last is not None and last.stop == stop and (parsed.head is None or parsed.head_stop <= last.first):
            person = last.kind == "person" or (
                last.party is not None and self.party(last.party).kind == "person"
            )
            own_head = last.first >= parsed.head_first
            apposed = (
                self.text[words.end[last.first - 1] : last.span[0]] == ", " if last.first > first else False
            )
            # "an ally of Putin", but "Moscow's envoy at the UN, Vassily Nebenzia".
            linked = not apposed and any(words.key[i] in _LINKS for i in range(first, last.first))
            if last.party is not None and last.party.startswith("people/") and len(names) > 1 and not linked:
                home = names[-2].party
                if home is not None and self.gazetteer.is_state(home):  # "Syria's Kurds"
                    return Meant((f"{home}/{last.party.removeprefix('people/')}",), "people", "people of")
            if (person and not linked) or (own_head and not linked):
                meant = self._name(last, asked)
                if meant.parties or meant.kind:
                    return replace(
                        meant, rule="title and name" if person and last.first > first + 1 else meant.rule
                    )
        if parsed.noun in OTHERS and (parsed.owners or words.key[first] in PRONOUNS):
            return Meant((), "people", "beside a party")
        if parsed.noun in KIN and words.key[first] in PRONOUNS:
            possessor = self._pronoun(words.key[first], first, Asked(words.span(first, first + 1)))
            return self._beside_person(possessor.parties, parsed)
        if (
            last is not None
            and last.party is not None
            and parsed.noun in DESCRIPTIONS
            and last.stop == stop - 1
        ):
            kind = self.party(last.party).kind
            if kind in DESCRIPTIONS[parsed.noun]:  # "the YPG militia"
                return Meant((last.party,), kind, last.rule, doubt=self.doubt(last.party))
        if any(each.kind == "materiel" for each in names) and not any(each.party for each in names):
            return Meant((), "materiel", "materiel")
        if words.key[first] == "the" and parsed.noun in DESCRIPTIONS and parsed.owners:
            earlier = self.described_by_country(parsed)
            if earlier is not None:
                return earlier
        if parsed.head is not None and names and not parsed.owners:
            # "US-backed forces" are not America's; whose they are is not said.
            kind = parsed.head.kind if isinstance(parsed.head, Institution) else "people"
            return Meant((), kind if parsed.plural or kind != "people" else "person", "not known")
        if parsed.head is not None:
            return self._headed(parsed, parsed.owners, asked)
        if any(words.key[i] in DOCUMENTS for i in range(first, stop)) and asked.role in ("source", None):
            return self._document(parsed)
        if len(names) == 1 and names[0].first <= first + 1 and names[0].stop >= stop:
            return self._name(names[0], asked)
        if not names:
            if asked.role in ("actor", "recipient") and words.key[stop - 1].replace(",", "").isdigit():
                return self._people_of_scene(words.start[first])
            return self._description(parsed, asked)
        if parsed.noun in DESCRIPTIONS and parsed.definite and not any(each.party for each in names):
            return self._description(parsed, asked)
        # "the Turkish-backed alliance", "Iranian drones", "a Supreme Court decision": whose it is.
        if asked.role is None:
            return Meant((), None, "not known")
        owner = next((each for each in parsed.owners if each.party is not None), None)
        if owner is None or owner.party is None:
            states = next((self.naming.place_states(n) for n in parsed.owners if n.kind == "place"), ())
            return Meant((), "people" if parsed.plural else None, "place in the phrase", states=states)
        return Meant((owner.party,), self.party(owner.party).kind, "owner in the phrase")

    def _document(self, parsed: Phrase) -> Meant:
        owner = next((each for each in parsed.owners if each.party is not None), None)
        if owner is None or owner.party is None:
            at = self.words.start[parsed.first]
            return self._described_document(parsed.noun, parsed, at, self.sentence(at))
        return Meant((owner.party,), "document", "document of")

    def _headed(self, parsed: Phrase, owners: Sequence[Named], asked: Asked) -> Meant:
        """Resolve a phrase with an institution or a role as its head."""
        head = parsed.head
        assert head is not None
        owner, states = self._owner(owners)
        if owner is not None and isinstance(head, Role) and (meant := self._kin(head, owners)) is not None:
            return meant
        if owner is None and not states and owners and parsed.noun not in DESCRIPTIONS:
            # "the leaders of Elbonia": whose they are is said, and not known.
            return Meant((), "people" if isinstance(head, Role) else head.kind, "not known")
        if owner is None and not states:
            if parsed.inner is not None and isinstance(head, Role):
                inner = self._headless_institution(parsed)
                if inner is not None:
                    return Meant((inner,), self._people_kind(head), "officials of an earlier party")
            return self._description(parsed, asked)
        if owner is None:
            return self._of_place(head, states, parsed)
        if isinstance(head, Institution):
            return Meant((self.gazetteer.institution_of(owner, head.key),), head.kind, "institution of")
        if parsed.inner is not None:
            found = self._inner_institution(owner, parsed)
            return Meant((found,), self._people_kind(head), "people of an institution")
        if head.means == "person":
            return self._office(parsed, head, owner)
        return Meant((self.gazetteer.people_of(owner, head),), "people", "people of")

    def _inner_institution(self, owner: str, parsed: Phrase) -> str:
        assert parsed.inner is not None
        found = Phrases.shared().at(self.words, parsed.inner[0], parsed.inner[1])
        assert found is not None
        return self.gazetteer.institution_of(owner, found[1].key)

    def _kin(self, head: Role, owners: Sequence[Named]) -> Meant | None:
        """Resolve "Robinson's father": somebody else than Robinson, of the same country."""
        party = next((each.party for each in owners if each.party is not None), None)
        if party is None or self.party(party).kind != "person" or head.belongs_to or head.key == "spokesman":
            return None
        return Meant((), self._people_kind(head), "beside a person", states=self.states_of(party))

    def _owner(self, owners: Sequence[Named]) -> tuple[str | None, tuple[str, ...]]:
        """Give the party whose a head is: a person stands for the state, a place for where it lies."""
        for each in owners:
            if each.party is not None:
                party = self.party(each.party)
                if party.kind == "people" and party.id.startswith("people/"):
                    home = next(
                        (o.party for o in owners if o.party and self.gazetteer.is_state(o.party)), None
                    )
                    if home is not None:  # "Syrian Kurdish forces"
                        return f"{home}/{party.id.removeprefix('people/')}", ()
                if party.kind == "person":
                    state = next((w for w in party.within if self.gazetteer.is_state(w)), None)
                    return (state or each.party), ()
                return each.party, ()
            if each.kind == "place" and (states := self.naming.place_states(each)):
                return None, states
            if each.rule == "doubtful" and each.clear and ":" not in each.names[0].party:
                # "a Republican senator": the party may be another, the country hardly.
                return None, self.states_of(each.names[0].party)
        return None, ()

    def _of_place(self, head: Institution | Role, states: tuple[str, ...], parsed: Phrase) -> Meant:
        if len(states) != 1:
            return Meant(
                (),
                "people" if isinstance(head, Role) else head.kind,
                "place in the phrase",
                states=states,
            )
        if isinstance(head, Institution):
            return Meant((f"{states[0]}/{head.key}",), head.kind, "institution in a place")
        if head.means == "person" and not head.group:
            key = head.belongs_to if head.belongs_to not in ("", "state") else ""
            party = f"{states[0]}/{key}" if key else states[0]
            return Meant((party,), "person", "official in a place")
        return Meant((self.gazetteer.people_of(states[0], head),), "people", "people of a place")
