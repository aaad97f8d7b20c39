"""The voices of a matter -> its independent origins: every chain followed to its end, and the speakers who
are one counted once.

Three sides are told apart: those who say that it happened, those who say that it did not or doubt it, and
those who foresee or ask for it. Speakers are merged within a side only, for a newspaper that passes on an
intelligence service's word on what happened may still have doubts of its own. The rules, in this order:

1. *headline*: what a report says in its own voice in the headline only is said by whomever its text names.
2. *same name*: a person's full name is one person in a matter, whatever country reports give; a surname is
   the one person with it; another speaker whose country one report leaves open is the only one of that name.
3. *speaks for*: an office holder or spokesman, and a body within a body, are the body they belong to.
   Members of parliaments, courts and parties speak for themselves.
4. *passes on*: who is shown to pass on another's word rests on it, in all reports of the matter.
5. *state*: a state, its government and unnamed officials of it are its one body that says the same. Where
   two of its bodies do, they stay apart, and so do the officials.
6. *press*: "the American press" is the one outlet of that country that says the same.

Chains as in attribution (S. Pareti, PARC, 2012); that many reports may rest on one source is an old worry of
source criticism (E. Bernheim, *Lehrbuch der historischen Methode*, 1889).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.weigh.bodies import body_of, is_general, is_state, outer_bodies, same_names, state_of
from sayso.weigh.records import Origin, Speaker, Voice

__all__ = ["SIDES", "Grouped", "group", "side_of", "source_of"]

SIDES: Mapping[str, str] = {
    "affirms": "for",
    "alleges": "for",
    "denies": "against",
    "doubts": "against",
}
"""The side of a stance; stances that are not here ("intends", "urges" …) are on the side "ahead"."""

Unit = tuple[str, str]  # a speaker's key and a side


def side_of(stance: str) -> str:
    """Give the side on which a stance is: "for", "against" or "ahead"."""
    return SIDES.get(stance, "ahead")


@dataclass(frozen=True, slots=True)
class Grouped:
    """The origins of a matter, by key, and which one each voice has.

    `origin` gives the key of a voice's origin, by the voice itself. `aside` are the keys of outlets whose
    only part in a matter that others contest is an opinion: they stand with those who affirm or deny, but are
    no independent origins.
    """

    origins: tuple[Origin, ...]
    origin: Mapping[Voice, str]
    aside: frozenset[str] = frozenset()


def source_of(chain: Sequence[Speaker]) -> Speaker:
    """Give the last speaker of a chain who says something of their own.

    A spokesman who speaks for the state ("Kirby said Washington believed") is the one who speaks; a state
    outlet that passes on its government's word is not.
    """
    place = len(chain) - 1
    while place > 0:
        outer, inner = chain[place - 1], chain[place]
        whole = inner.key in outer.within and outer.kind != "outlet" and outer.control is None
        if not whole and inner.key != outer.key:
            break
        place -= 1
    return chain[place]


def group(voices: Iterable[Voice], actors: Iterable[str] = (), recipients: Iterable[str] = ()) -> Grouped:
    """Give the independent origins of a matter.

    `actors` and `recipients` are its parties, as ids or as alpha-2 codes of states. The answer is a function
    of the set of voices; their order does not matter.
    """
    its = sorted(set(voices), key=_order)
    same = same_names(its)
    merging = _Merging(its, same)
    merging.speaks_for()
    merging.passes_on()
    merging.states()
    merging.press()
    key_of = merging.keys()
    origin = {voice: key_of[merging.unit[voice]] for voice in its}
    parties = frozenset((*actors, *recipients))
    made = _made(merging, origin, key_of, parties)
    return Grouped(made, origin, _aside(its, origin))


def _order(voice: Voice) -> tuple[str, ...]:
    chain = " > ".join(f"{link.key} {link.kind} {link.text}" for link in voice.chain)
    return voice.published or "", voice.report, voice.event, voice.claim, voice.stance, chain


def _aside(voices: Sequence[Voice], origin: Mapping[Voice, str]) -> frozenset[str]:
    """Give the outlets that have but an opinion in what is contested. Where nobody contests a matter, what a
    commentator states in passing is what the outlet reports as known.
    """
    sides: dict[str, set[str]] = defaultdict(set)
    plain: set[str] = set()
    for voice in voices:
        opinion = voice.own and voice.opinion
        if not opinion:
            plain.add(origin[voice])
            sides[side_of(voice.stance)].add(origin[voice])
    if not (sides["for"] and sides["against"]):
        return frozenset()
    return frozenset(origin[voice] for voice in voices) - plain


class _Merging:
    """Speakers on one side of a matter, as sets that grow together (union-find), each with its reasons."""

    def __init__(self, voices: Sequence[Voice], same: Mapping[str, str]) -> None:
        self.voices = voices
        self._same = same
        self.unit: dict[Voice, Unit] = {}
        self.speakers: dict[str, Speaker] = {}
        self.claims: Counter[Unit] = Counter()
        self.why: dict[Unit, set[str]] = defaultdict(set)
        self._up: dict[Unit, Unit] = {}
        self._head: dict[Unit, Unit] = {}  # of a set that rests on somebody: on whom
        for voice in voices:
            for link in voice.chain:
                known = self.speakers.get(link.key)
                if known is None or _fullness(link) > _fullness(known):
                    self.speakers[link.key] = link
        for key, meant in sorted(same.items()):
            reason = f"{self.speakers[key].name} has the same name, and nothing tells of two."
            for side in ("for", "against", "ahead"):
                self.why[meant, side].add(reason)
        headlines = self._headlines()
        for voice in voices:
            unit = headlines.get(voice) or (self._key(source_of(voice.chain)), side_of(voice.stance))
            self.unit[voice] = unit
            self.claims[unit] += 1
            self._up.setdefault(unit, unit)
        for voice, unit in headlines.items():
            outlet = self.speakers[voice.chain[-1].key].name
            self.why[unit].add(f"{outlet} says it itself in a headline only; its text names the source.")

    def _key(self, speaker: Speaker) -> str:
        return self._same.get(speaker.key, speaker.key)

    # ---- sets ----------------------------------------------------------------------------------------------

    def top(self, unit: Unit) -> Unit:
        while self._up[unit] != unit:
            unit = self._up[unit]
        return unit

    def sets(self) -> dict[Unit, list[Unit]]:
        found: dict[Unit, list[Unit]] = defaultdict(list)
        for unit in sorted(self._up):
            found[self.top(unit)].append(unit)
        return found

    def merge(self, one: Unit, other: Unit, why: str) -> None:
        """Make two sets one; whose word it is stays settled where it was."""
        a, b = self.top(one), self.top(other)
        if a == b:
            return
        low, high = min(a, b), max(a, b)
        heads = [self._head[each] for each in (a, b) if each in self._head]
        self._up[high] = low
        self.why[low] |= self.why[high] | {why}
        if heads:
            self._head[low] = min(heads)

    def name(self, unit: Unit) -> str:
        return self.speakers[unit[0]].name

    def on_side(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(self._up):
            found[unit[1]].append(unit)
        return found

    # ---- rules ---------------------------------------------------------------------------------------------

    def _headlines(self) -> dict[Voice, Unit]:
        """Give the sources of what headlines say in the report's own voice, where its text tells them."""
        told: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for voice in self.voices:
            if not voice.own and not voice.headline:
                told[voice.report, side_of(voice.stance)][source_of(voice.chain).key] += 1
        found: dict[Voice, Unit] = {}
        plainly = {(v.report, side_of(v.stance)) for v in self.voices if v.own and not v.headline}
        for voice in self.voices:
            place = voice.report, side_of(voice.stance)
            if voice.own and voice.headline and not voice.opinion and told[place] and place not in plainly:
                best = min(told[place], key=lambda key: (-told[place][key], key))
                found[voice] = (best, place[1])
        return found

    def speaks_for(self) -> None:
        for units in self.on_side().values():
            bodies: dict[str, list[Unit]] = defaultdict(list)
            for unit in units:
                if (body := body_of(self.speakers[unit[0]])) is not None:
                    bodies[body].append(unit)
            for body, its in sorted(bodies.items()):
                first = next((unit for unit in its if unit[0] == body), its[0])
                for unit in its:
                    if unit != first:
                        self.merge(unit, first, self._speaks_for(unit, first, body))
            for body, its in sorted(bodies.items()):
                for outer in outer_bodies(self.speakers[its[0][0]]):
                    if outer in bodies and outer != body:
                        self.merge(
                            its[0], bodies[outer][0], self._speaks_for(its[0], bodies[outer][0], outer)
                        )

    def _speaks_for(self, unit: Unit, other: Unit, body: str) -> str:
        if other[0] == body:
            return f"{self.name(unit)} belongs to {self.name(other)}."
        return f"{self.name(unit)} and {self.name(other)} speak for one body ({body})."

    def passes_on(self) -> None:
        # A commentator's judgement is his own, whatever his paper passes on elsewhere.
        judged = {unit for voice, unit in self.unit.items() if not (voice.own and voice.opinion)}
        votes: Counter[tuple[Unit, Unit]] = Counter()
        spoken: set[tuple[Unit, Unit]] = set()  # not by papers alone
        for voice in self.voices:
            end = source_of(voice.chain)
            stop = next(i for i, link in enumerate(voice.chain) if link is end)
            side = side_of(voice.stance)
            for link in voice.chain[:stop]:
                pair = (self._key(link), side), (self._key(end), side)
                if pair[0] in judged and pair[1] in self._up:
                    votes[pair] += 1
                    if end.kind != "document":
                        spoken.add(pair)
        heads = {self.top(unit): unit for unit in self._up}
        stands = frozenset(
            (state_of(self.speakers[key]), side)
            for key, side in self._up
            if self.speakers[key].kind != "outlet"
        )
        bound: dict[Unit, Unit] = {}  # set -> set on which it rests, as they were before this rule
        ranked = sorted(votes, key=lambda pair: (-votes[pair], pair))
        for outer, inner in ranked:
            a, b = self.top(outer), self.top(inner)
            if a not in heads or a in bound or a == b:
                continue
            if _ends_in(b, bound) == a or (
                (outer, inner) not in spoken and self._at_odds(outer, inner, stands)
            ):
                continue
            bound[a] = b
        # From the ends outwards, so that whose word it is stays known.
        reasons = {self.top(o): (o, i) for o, i in reversed(ranked) if bound.get(self.top(o)) == self.top(i)}
        for a in sorted(bound):
            outer, inner = reasons[a]
            self._head.setdefault(_ends_in(a, bound), self._best(_ends_in(a, bound)))
        ends = {a: self._head[_ends_in(a, bound)] for a in bound}
        for a in sorted(bound):
            outer, inner = reasons[a]
            why = f"{self.name(outer)} passes on the word of {self.name(inner)}."
            self.merge(a, bound[a], why)
            self._head[self.top(a)] = ends[a]

    def _at_odds(self, outer: Unit, inner: Unit, stands: frozenset[tuple[str | None, str]]) -> bool:
        """Tell whether the state to which papers belong stands on the other side: then they are no word of
        its, but what somebody makes of them ("papers of the ministry show").
        """
        state, mine = (state_of(self.speakers[each[0]]) for each in (inner, outer))
        other = {"for": "against", "against": "for"}.get(inner[1], "")
        return state is not None and state != mine and (state, other) in stands

    def states(self) -> None:
        for units in self.on_side().values():
            general: dict[str, list[Unit]] = defaultdict(list)
            bodies: dict[str, set[Unit]] = defaultdict(set)
            for unit in units:
                speaker = self.speakers[unit[0]]
                state = state_of(speaker)
                if state is None:
                    continue
                if is_general(unit[0]):
                    general[state].append(unit)
                elif body_of(speaker) is not None and speaker.kind != "outlet":
                    bodies[state].add(self.top(unit))
            for state, its in sorted(general.items()):
                for unit in its[1:]:
                    why = f"{self.name(its[0])} and {self._general(unit)} are one voice."
                    self.merge(its[0], unit, why)
                rest = {self.top(each) for each in bodies[state]} - {self.top(its[0])}
                if len(rest) == 1 and not {self.top(each) for each in bodies[state]} - rest:
                    body = self._best(next(iter(rest)))
                    why = f"{self._general(its[0])} speaks through one body here: {self.name(body)}."
                    self.merge(its[0], body, why)
                    self._head[self.top(body)] = body

    def _general(self, unit: Unit) -> str:
        return "its government" if unit[0].endswith("/government") else self.name(unit)

    def press(self) -> None:
        for units in self.on_side().values():
            for unit in units:
                state, _, key = unit[0].partition("/")
                if key != "journalists" or not is_state(state):
                    continue
                country = self.speakers[unit[0]].country
                theirs = [u for u in units if self.speakers[u[0]].kind == "outlet"]
                theirs = [u for u in theirs if country and self.speakers[u[0]].country == country]
                tops = {self.top(u) for u in theirs} - {self.top(unit)}
                if len(tops) == 1:
                    why = f"{self.name(unit)}: the outlet meant is {self.name(theirs[0])}."
                    best = self._best(next(iter(tops)))
                    self.merge(unit, theirs[0], why)
                    self._head[self.top(unit)] = best

    # ---- names ---------------------------------------------------------------------------------------------

    def _best(self, top: Unit, members: Sequence[Unit] = ()) -> Unit:
        """Give the unit by which a set is called: whose word it is, where that was settled; else the widest
        body in it, then the person with most claims, then what is general.
        """
        if top in self._head:
            return self._head[top]
        return min(
            members or [unit for unit in self._up if self.top(unit) == top],
            key=lambda unit: (
                self._rank(unit[0]),
                len(outer_bodies(self.speakers[unit[0]])),
                -self.claims[unit],
                unit,
            ),
        )

    def _rank(self, key: str) -> int:
        speaker = self.speakers[key]
        if is_state(key):
            return 4
        if is_general(key):
            return 3
        return {"person": 1, "document": 2}.get(speaker.kind or "", 0)

    def keys(self) -> dict[Unit, str]:
        """Give each unit the key of its origin."""
        found: dict[Unit, str] = {}
        for top, its in self.sets().items():
            found |= dict.fromkeys(its, self._best(top, its)[0])
        return found


def _ends_in(unit: Unit, bound: Mapping[Unit, Unit]) -> Unit:
    while unit in bound:
        unit = bound[unit]
    return unit


def _fullness(speaker: Speaker) -> tuple[bool, int, str, str]:
    """Of several descriptions of one speaker the fullest is kept: as itself, not as a document of its."""
    return speaker.kind not in ("document", "people"), len(speaker.within), speaker.name, speaker.text


def _made(
    merging: _Merging, origin: Mapping[Voice, str], key_of: Mapping[Unit, str], parties: frozenset[str]
) -> tuple[Origin, ...]:
    """Put the origins together from their sets."""
    voices: dict[str, list[Voice]] = defaultdict(list)
    for voice in merging.voices:
        voices[origin[voice]].append(voice)
    members: dict[str, set[str]] = defaultdict(set)
    reasons: dict[str, set[str]] = defaultdict(set)
    for unit, key in key_of.items():
        members[key].add(unit[0])
        reasons[key] |= merging.why.get(merging.top(unit), set())
    found = []
    for key in sorted(voices):
        its, speaker = voices[key], merging.speakers[key]
        days = sorted(voice.published for voice in its if voice.published)
        names = {merging.speakers[each].name for each in members[key]} - {speaker.name}
        found.append(
            Origin(
                key=key,
                name=speaker.name,
                kind=speaker.kind,
                country=speaker.country,
                control=speaker.control,
                involved=any(_involved(merging.speakers[each], parties) for each in members[key]),
                names=tuple(sorted(names)),
                merged=tuple(sorted(reasons[key])),
                stances=_counts(its),
                first=days[0] if days else None,
                last=days[-1] if days else None,
                outlets=tuple(sorted({voice.outlet for voice in its if voice.outlet})),
            )
        )
    return tuple(found)


def _counts(voices: Iterable[Voice]) -> dict[str, int]:
    """Count the claims of each stance; copies of them count only where the lead is not at hand."""
    told: Counter[str] = Counter(voice.stance for voice in voices if not voice.copied)
    copied = {voice.stance for voice in voices if voice.copied}
    return {stance: told[stance] or 1 for stance in sorted(copied | set(told))}


def _involved(speaker: Speaker, parties: frozenset[str]) -> bool:
    """Tell whether a speaker is, belongs to, or is the state of one of the parties of a matter."""
    mine = {speaker.key, *speaker.within}
    if mine & parties:
        return True
    state = state_of(speaker)
    if state is None:
        return False
    if speaker.country in parties:
        return True
    return is_general(speaker.key) and any(each.split("/")[0] == state for each in parties)
