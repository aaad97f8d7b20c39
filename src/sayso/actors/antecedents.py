"""Whom a pronoun, a description or a collective phrase stands for: an earlier mention of the report.

Candidates are weighed by how recent they are, whether they stood where a subject stands, and whether they act
or speak in a claim: the factors of Lappin and Leass (1994), without a parser. Candidates that cannot be meant
(gender, number, kind) are left out first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from sayso.actors.nouns import keys
from sayso.reading.reading import Span

__all__ = ["COLLECTIVES", "PRONOUNS", "STATES", "Antecedents", "Entity"]


@dataclass(frozen=True, slots=True)
class Entity:
    """An earlier mention that words may go back to. `parties` are more than one for a collective phrase, none
    where the mention itself is not resolved; `states` are then what is known of it.
    """

    span: Span
    parties: tuple[str, ...]
    kind: str
    sentence: int
    gender: str = ""  # of a person: m, f, or empty where it is not known
    plural: bool = False
    subject: bool = False  # stands first in its sentence, or acts or speaks there
    head: str = ""  # the noun by which it was called ("ministry")
    roles: frozenset[str] = frozenset()  # of a person: what offices ("foreign-minister")
    adjective: bool = False  # stands beside a noun ("Iranian drones")
    oblique: bool = False  # stands after a preposition ("in Ukraine", "from Iran")
    speaks: bool = False  # is a source
    states: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What two mentions of the same have in common."""
        return self.parties or (f"{self.span[0]}",)


# fmt: off
SPEAKER = keys("i we me us my our ours myself ourselves")
MALE = keys("he him his himself")
FEMALE = keys("she her hers herself")
THING = keys("it its itself")
SEVERAL = keys("they them their theirs themselves")
RELATIVE = keys("who which whose whom that")
PRONOUNS = SPEAKER | MALE | FEMALE | THING | SEVERAL | RELATIVE
"""Words that stand for an earlier mention."""

# The last word of a collective phrase, and the kinds of which it takes several.
_PERSONS = frozenset({"person"})
STATES = frozenset({"state"})
_BODIES = frozenset({"state", "government", "military", "armed_group", "organisation", "company"})
_ANY = _BODIES | _PERSONS | {"outlet"}
COLLECTIVES: dict[str, frozenset[str]] = {
    "countries": STATES, "nations": STATES, "states": STATES, "neighbours": STATES, "neighbors": STATES,
    "capitals": STATES, "powers": STATES, "allies": STATES, "rivals": STATES,
    "foes": STATES, "sides": _BODIES, "parties": _BODIES,
    "koreas": STATES, "leaders": _PERSONS, "men": _PERSONS, "women": _PERSONS,
    "presidents": _PERSONS, "ministers": _PERSONS, "candidates": _PERSONS, "politicians": _PERSONS,
    "generals": _PERSONS, "visitors": _PERSONS, "guests": _PERSONS,
    "diplomats": _PERSONS, "officials": _PERSONS, "brothers": _PERSONS,
    "companies": frozenset({"company", "organisation"}), "firms": frozenset({"company", "organisation"}),
    "groups": frozenset({"armed_group", "organisation"}), "organisations": frozenset({"organisation"}),
    "organizations": frozenset({"organisation"}), "both": _ANY, "two": _ANY, "pair": _ANY, "trio": _ANY,
    "duo": _ANY, "three": _ANY, "four": _ANY, "former": _ANY, "latter": _ANY, "quartet": _ANY,
    "ministries": frozenset({"government"}), "factions": frozenset({"armed_group", "organisation"}),
    "forces": frozenset({"military", "armed_group"}), "agencies": frozenset({"government", "outlet"}),
    "networks": frozenset({"outlet"}), "papers": frozenset({"outlet"}), "newspapers": frozenset({"outlet"}),
}
"""The nouns of collective phrases ("both countries"), with the kinds of the parties meant."""
NUMBERS = {
    "both": 2, "two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5,
}
# fmt: on

MOST_LOOKED_AT = 300  # mentions: a "sentence" may be a table of thousands of names
FAR = 12  # sentences: nothing is looked for farther back
# Chosen on the annotated reports of the train parts (`benchmarks/parties.py`).
RECENCY = 0.65  # the weight of an entity falls by this factor with every sentence between
SUBJECT = 0.55
SAME_SENTENCE = 0.45
SPEAKS = 3.0  # a factor: who "said" before goes on to say
TOPIC = 0.35  # how much being mentioned often counts, beside being mentioned last
AGAIN = 0.15  # the share that further mentions of a party add
OBLIQUE = 0.8  # a factor: what stands after a preposition is seldom taken up
ADJECTIVE = 0.85  # a factor: "Iranian drones" brings Iran up less than "Iran" does


class Antecedents:
    """What has been mentioned so far, in the order of the text."""

    def __init__(self) -> None:
        self._seen: list[Entity] = []

    def add(self, entity: Entity) -> None:
        """Note a mention; they come in the order of the text."""
        self._seen.append(entity)

    def recent(self, at: int, sentence: int, within: int = FAR) -> Iterator[Entity]:
        """Give what was mentioned in the last sentences before a place of the text, the latest first."""
        for entity in islice(reversed(self._seen), MOST_LOOKED_AT):
            if sentence - entity.sentence > within:
                return
            if entity.span[1] <= at:
                yield entity

    def first(self, count: int) -> list[Entity]:
        """Give the first mentions of the report."""
        return self._seen[:count]

    def best(
        self,
        at: int,
        sentence: int,
        allowed: Callable[[Entity], bool],
        *,
        within: int = FAR,
        speaker: bool = False,
    ) -> Entity | None:
        """Find the likeliest antecedent among the allowed ones; `speaker` asks for one who has spoken."""
        weights: dict[tuple[str, ...], float] = {}
        last: dict[tuple[str, ...], Entity] = {}
        times: Counter[tuple[str, ...]] = Counter()
        for entity in self.recent(at, sentence, within):
            if not allowed(entity):
                continue
            far = sentence - entity.sentence
            weight = self._weight(entity, far)
            if speaker and entity.speaks:
                weight *= SPEAKS
            known = weights.get(entity.key, 0.0)
            # A party spoken of again and again is the likelier one, but the nearest mention counts most.
            weights[entity.key] = max(known, weight) + AGAIN * min(known, weight)
            last.setdefault(entity.key, entity)
            times[entity.key] += 1
        if not weights:
            return None
        for key in weights:
            weights[key] *= 1 + TOPIC * math.log(times[key])
        likeliest = max(weights, key=lambda key: (weights[key], last[key].span))
        return last[likeliest]

    def several(
        self, at: int, sentence: int, count: int, kinds: frozenset[str], owner: Callable[[str], str | None]
    ) -> list[tuple[str, Entity]] | None:
        """Find the `count` likeliest parties of some kinds, in the order of the text; None where there are
        not so many.

        Those that were named together ("Iran and Russia") count double. `owner` turns a party into the state
        that it stands for, None where it stands for itself only.
        """
        weights: dict[str, float] = {}
        last: dict[str, Entity] = {}
        pair: tuple[float, Entity] | None = None
        for entity in self.recent(at, sentence, FAR // 2):
            far = sentence - entity.sentence
            weight = self._weight(entity, far)
            if len(entity.parties) == count and entity.kind in kinds:
                if pair is None or 2 * weight > pair[0]:
                    pair = (2 * weight, entity)
                continue
            if len(entity.parties) != 1:
                continue
            party: str | None = entity.parties[0]
            if entity.kind not in kinds:
                # Somebody's state is a side where he is none himself.
                stands = kinds == STATES or (entity.kind == "person" and kinds == _BODIES)
                party = owner(entity.parties[0]) if stands else None
            if party is None:
                continue
            known = weights.get(party, 0.0)
            weights[party] = max(known, weight) + 0.3 * min(known, weight)
            last.setdefault(party, entity)
        best = sorted(weights, key=lambda party: -weights[party])[:count]
        if pair is not None and (
            len(best) < count or pair[0] >= sum(weights[party] for party in best) / count
        ):
            return [(party, pair[1]) for party in pair[1].parties]
        if len(best) < count:
            return None
        return sorted(((party, last[party]) for party in best), key=lambda found: found[1].span)

    @staticmethod
    def _weight(entity: Entity, far: int) -> float:
        """Weigh a mention so many sentences ago."""
        weight: float = RECENCY**far * (1 + SUBJECT * entity.subject) + SAME_SENTENCE * (far == 0)
        if entity.adjective and entity.kind != "person":
            weight *= ADJECTIVE
        if entity.oblique and not entity.subject:
            weight *= OBLIQUE
        return weight
