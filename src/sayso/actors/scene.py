"""What resolution knows of one report: its words, its names and, of any place in it, which states it speaks
of there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.actors.antecedents import MOST_LOOKED_AT, Antecedents
from sayso.actors.gazetteer import Gazetteer
from sayso.actors.names import Named, scan
from sayso.actors.naming import Naming
from sayso.actors.nouns import keys
from sayso.actors.words import Words
from sayso.reading.reading import Party, Reading, Span
from sayso.reading.sentences import sentences

__all__ = ["Asked", "Meant", "Scene"]


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
    antecedent: Span | None = None
    doubt: str | None = None
    states: tuple[str, ...] = ()


FADING = 0.8  # by which a state counts less with every sentence, chosen like the weights in `antecedents`
LEAST_EVIDENCE = 0.8  # one mention in the sentence before, or several: else a state is only named in passing
FORGOTTEN = 25  # sentences after which nothing is left of it
_AROUND = keys("bordering targeting surrounding besieging shelling bombing attacking shelled bombed")
_PREPOSITIONS = keys(
    "in at on of from to with by for against over between into near about after before through under "
    "towards toward like than among across around outside inside within without during despite"
)
_DATELINE = re.compile(
    r"(?:, [^\n]{0,40}?)?(?: \([^)\n]{2,40}\))?\s?[—–-]{1,2}\s|, \w+ \d{1,2}\b| \([A-Z][^)\n]{1,30}\)"
)
_PLURALS = keys("people police troops men women children them")


class Scene:
    """One report with its names resolved; `seen` is what has been mentioned so far."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer) -> None:
        report = reading.report
        self.gazetteer = gazetteer
        self.day = report.published
        self.text = report.text
        self.outlet, self.title = report.outlet, report.title
        self.events = sorted({claim.event for claim in reading.claims}, key=lambda event: event.trigger)
        self.attributions = reading.attributions
        self.words = Words(report.text)
        self.sentences = sentences(report.text)
        self._starts = [start for start, _ in self.sentences]
        self.named = scan(self.words, gazetteer, self.sentences)
        self.naming = Naming(self.words, gazetteer, self.named, self.day, report.id)
        self.seen = Antecedents()
        self._name_starts = [name.span[0] for name in self.named]
        self._priors = self._home_priors()

    def party(self, party: str) -> Party:
        """Give one of the parties that mentions mean."""
        return self.naming.party(party)

    def sentence(self, at: int) -> int:
        """Give the number of the sentence in which a place of the text lies."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def names_in(self, span: Span) -> list[Named]:
        """Give the names that lie in a span, at least in part."""
        first, stop = self.words.inside(span)
        found: list[Named] = []
        for i in range(first, stop):
            name = self.naming.at(i)
            if name is not None and (not found or found[-1] is not name):
                found.append(name)
        return found

    def own_words(self, party: str) -> frozenset[str]:
        """Give the words of a party's name."""
        return frozenset(Words(self.party(party).name).key)

    def is_plural(self, position: int) -> bool:
        """Tell whether a word is a plural, as nouns for people go."""
        key = self.words.key[position]
        return key.endswith("s") or key in _PLURALS

    def oblique(self, first: int) -> bool:
        """Tell whether a preposition stands before a word."""
        keys = self.words.key
        i = first - 1
        while i >= 0 and keys[i] in ("the", "a", "an", "both", "two", "its", "their"):
            i -= 1
        return i >= 0 and keys[i] in _PREPOSITIONS and self.words.start[first] - self.words.end[i] < 12

    def leads(self, span: Span) -> bool:
        """Tell whether a mention stands first in its sentence, as subjects do."""
        start = self._starts[self.sentence(span[0])] if self._starts else 0
        return span[0] - start <= 12

    def doubt(self, party: str, others: Sequence[str] = ()) -> str | None:
        """Say what speaks against a resolution: other parties of that name, facts older than the report."""
        if others:
            return "may be " + " or ".join(others)
        if party in self.naming.guessed:
            return "the country is that of what is spoken of around the name"
        if self.day is not None and self.gazetteer.is_person(party):
            office = self.gazetteer.office_of(party, self.day)
            if office is not None and not office.until and office.checked and office.checked < self.day:
                return f"in office when last checked on {office.checked}"
        if self.day is not None and party not in self.naming.local:
            if (outside := self.gazetteer.outside(party, self.day)) is not None:
                return outside
            checked = self.gazetteer.checked.get(party, "")
            if checked and checked < self.day and self.party(party).control is not None:
                return f"control as last checked on {checked}"
        return None

    # ---- the states spoken of ------------------------------------------------------------------------------

    def home(self, at: int, *, ahead: bool = False) -> str | None:
        """Give the state that a report speaks of at a place, for "the government", "police"; `ahead` looks to
        the end of the sentence, too.
        """
        weights = self.state_weights(at, ahead=ahead)
        if not weights:
            return None
        state = max(weights, key=lambda each: weights[each])
        return state if weights[state] >= LEAST_EVIDENCE else None

    def state_weights(self, at: int, *, ahead: bool = False) -> dict[str, float]:
        """Weigh the states that a report has spoken of up to a place (with `ahead`, to the end of its
        sentence), the nearer the more.
        """
        sentence = self.sentence(at)
        weights: dict[str, float] = {}

        def speak(state: str, its: int, weight: float) -> None:
            weights[state] = weights.get(state, 0.0) + weight * FADING ** (sentence - its)

        for entity in self.seen.recent(at, sentence, FORGOTTEN):
            state = self.state_of(entity.parties[0]) if len(entity.parties) == 1 else None
            if state is not None:
                speak(state, entity.sentence, 1.4 if entity.subject else 1.0)
        for name, its in self.names_until(at, sentence):
            if name.span[1] > at and not ahead:
                continue
            states: tuple[str, ...] = ()
            if name.kind == "place":
                states = self.naming.place_states(name)[:1]
            elif name.span[1] > at and name.party is not None and (its_state := self.state_of(name.party)):
                states = (its_state,)
            for state in states:
                speak(state, its, 1.2)
        for state, prior in self._priors.items():
            weights[state] = weights.get(state, 0.0) + prior
        return weights

    def names_until(self, at: int, sentence: int) -> Iterator[tuple[Named, int]]:
        """Give the names of the last sentences up to the end of this one, each with its sentence."""
        first = (
            bisect_left(self._name_starts, self._starts[max(sentence - FORGOTTEN, 0)]) if self._starts else 0
        )
        last = bisect_right(self._name_starts, self.sentences[sentence][1]) if self.sentences else 0
        for name in self.named[max(first, last - MOST_LOOKED_AT) : last]:
            its = self.sentence(name.span[0])
            if its > sentence:
                return
            yield name, its

    def scene(self, at: int) -> str | None:
        """Give the state in which things happen around a place of the text, for people whom nothing else
        places: by the places named up to the end of the sentence.
        """
        sentence = self.sentence(at)
        weights: dict[str, float] = {}
        for name, its in self.names_until(at, sentence):
            states: tuple[str, ...] = ()
            if name.kind == "place":
                states = self.naming.place_states(name)[:1]
            elif name.party is not None and self.gazetteer.is_state(name.party) and self.located(name):
                states = (name.party,)
            for state in states:
                weights[state] = weights.get(state, 0.0) + 0.7 ** (sentence - its)
        if not weights:
            return None
        best = max(weights, key=lambda state: weights[state])
        return best if weights[best] >= 0.5 * sum(weights.values()) and weights[best] >= 0.1 else None

    def located(self, name: Named) -> bool:
        """Tell whether the words before a name say that something happens there."""
        return self.naming.placed(name, going=False) or (
            name.rule == "capital" and name.first > 0 and self.words.key[name.first - 1] in _AROUND
        )

    def _home_priors(self) -> dict[str, float]:
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
                    priors[state] = priors.get(state, 0.0) + LEAST_EVIDENCE
        for party in self.gazetteer.called(self.outlet)[:1] if self.outlet else ():
            for country in self.gazetteer.party(party).countries[:1]:
                home = self.gazetteer.state_of_code(country)
                if home is not None:
                    priors[home] = priors.get(home, 0.0) + 0.3
        return priors

    def state_of(self, party: str) -> str | None:
        """Give the state that a party is or belongs to."""
        if self.gazetteer.is_state(party):
            return party
        return next((each for each in self.party(party).within if self.gazetteer.is_state(each)), None)

    def states_of(self, party: str) -> tuple[str, ...]:
        """Give the states of a party's countries."""
        return tuple(
            state for code in self.party(party).countries if (state := self.gazetteer.state_of_code(code))
        )
