"""Screening: which listed parties could be meant by a name, with what speaks for and against each.

The name gives a first score (`names.compare`). What else is known of both raises or lowers it: the kind of
party, countries, dates of birth, gender, numbers of papers. Each has its say in the `explanations`, and the
parts add up to the score. A score is for ranking and for one threshold; it is no probability that two are the
same, and a hit is a question, never a merge.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sayso.lists.dates import days
from sayso.lists.names.compare import ALGORITHM, THRESHOLD, Comparison, compare
from sayso.lists.names.index import NameIndex
from sayso.lists.names.spelling import Spelling, spelled
from sayso.lists.prepared import Prepared, bare_number
from sayso.lists.schemata import SCHEMA_OF

__all__ = ["ALGORITHM", "LIMIT", "THRESHOLD", "Explanation", "Hit", "Screener", "Subject"]

LIMIT = 5
"""Hits given for one subject, as in yente."""

FLOOR = 0.5
"""Hits under this are not given at all."""

# What each thing known of both parties is worth, in log odds. The size follows how much rarer the case is
# among namesakes than among the same: a shared year of birth ~1/50, a shared country ~1/5; people's dates on
# the lists are often rough, so that a difference says less than agreement.
POINTS = {
    "fuller_name": -1.4,
    "weak_alias": -1.6,
    "weak_word": -3.4,
    "kind": -2.5,
    "country_same": 0.6,
    "country_other": -1.1,
    "birth_same_day": 2.5,
    "birth_same_year": 1.0,
    "birth_near": 0.0,
    "birth_other": -3.0,
    "birth_far": -4.6,
    "gender": -2.0,
    "identifier": 6.0,
    "identifier_other": -0.7,
}
_NEAR_YEARS = 1  # a year of birth that differs by one is a common slip of calendars and forms
_FAR_YEARS = 10  # from here on nobody errs about a person's age
MOST_BY_NAME, LEAST = 0.99, 0.01  # a name alone proves nothing, and its absence neither

_CLASSES = {
    "person": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
    **dict.fromkeys(
        ("organisation", "company", "government", "military", "armed_group", "outlet", "state", "people"),
        "body",
    ),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked for: at least one name or number, and what else is known.

    `kind` is one of the kinds of `Entry` or of the ledger's parties, None where unknown. `countries` are ISO
    3166-1 alpha-2 codes, `births` dates in EDTF (``1962``, ``1962-03-01``), `identifiers` numbers of papers
    or registers as they are written.
    """

    names: tuple[str, ...] = ()
    kind: str | None = None
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing that a score rests on: by how much it changed it (the name's gives the start), and why."""

    score: float
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {"score": round(self.score, 4), "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed party that could be meant.

    `entry` is its id, `caption` its primary name, `name` the listed spelling that fits best, `version` the
    label of the list's version. `match` tells whether the score reaches the threshold. The explanations'
    scores add up to `score`; `why` says the same in a sentence. `row` is the entry's number in the ledger.
    """

    entry: str
    caption: str
    name: str
    kind: str
    version: str
    countries: tuple[str, ...]
    births: tuple[str, ...]
    listed: bool
    score: float
    match: bool
    explanations: dict[str, Explanation] = field(hash=False)
    why: str = ""
    algorithm: str = ALGORITHM
    row: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give the hit as a JSON object, in the shape of a result of yente's ``/match``."""
        return {
            "id": self.entry,
            "caption": self.caption,
            "schema": SCHEMA_OF[self.kind],
            "properties": {
                "name": [self.name],
                "country": [code.lower() for code in self.countries],
                "birthDate": list(self.births),
                "topics": ["sanction"] if self.listed else [],
            },
            "datasets": [self.list],
            "target": self.listed,
            "score": self.score,
            "match": self.match,
            "explanations": {name: part.to_dict() for name, part in self.explanations.items()},
            "why": self.why,
            "list": self.list,
            "version": self.version,
            "algorithm": self.algorithm,
        }

    @property
    def list(self) -> str:
        """The id of the list."""
        return self.version.partition("@")[0]


@dataclass(frozen=True, slots=True)
class _Found:
    """One listed name of an entry, compared with the name asked for."""

    comparison: Comparison
    weak: bool

    @property
    def weakness(self) -> float:
        """What the list's calling the alias weak costs, in log odds; a single word can be anybody's."""
        if not self.weak:
            return 0.0
        return POINTS["weak_alias" if " " in self.comparison.second.plain else "weak_word"]

    @property
    def strength(self) -> float:
        return _logit(self.comparison.score) + self.weakness


class Screener:
    """The names of some lists, ready to be asked. `lists` has the prepared entries of each list's version by
    its label.
    """

    def __init__(self, lists: Mapping[str, Sequence[Prepared]]) -> None:
        self._entries: list[tuple[str, Prepared]] = []
        self._owner: list[int] = []
        spellings: list[Spelling] = []
        personal: list[bool] = []
        self._names: list[tuple[Spelling, bool]] = []
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for label, prepared in lists.items():
            for entry in prepared:
                place = len(self._entries)
                self._entries.append((label, entry))
                for name in entry.names:
                    self._owner.append(place)
                    self._names.append((name.spelling, name.weak))
                    spellings.append(name.spelling)
                    personal.append(entry.kind == "person")
                for number in entry.identifiers:
                    self._numbers[number].append(place)
        self._index = NameIndex(spellings, personal)
        self.labels = tuple(lists)

    def __len__(self) -> int:
        """How many names can be found."""
        return len(self._names)

    def screen(self, subject: Subject, *, threshold: float = THRESHOLD, limit: int = LIMIT) -> list[Hit]:
        """Give the listed parties that could be meant, the likeliest first; none that is under `FLOOR`."""
        found: dict[int, list[_Found]] = defaultdict(list)
        for paper in subject.identifiers:
            for place in self._numbers.get(bare_number(paper), ()):
                found[place] = []
        personal = _CLASSES.get(subject.kind or "person") == "person"
        least = _logit(min(FLOOR, threshold))
        # What is known besides the name can still lift a name that is a little like it.
        lift = POINTS["country_same"] * bool(subject.countries) + POINTS["birth_same_day"] * bool(
            subject.births
        )
        for name in subject.names:
            asked = spelled(name, personal)
            for number in self._index.candidates(asked, least - lift) if asked.words else ():
                place = self._owner[number]
                spelling, weak = self._names[number]
                as_person = self._entries[place][1].kind == "person"
                ours = asked if as_person == personal else spelled(name, as_person)
                found[place].append(_Found(compare(ours, spelling, as_person), weak))
        scored = []
        for place, compared in found.items():
            best = max(compared, key=lambda one: one.strength, default=None)
            entry = self._entries[place][1]
            points = list(_points(subject, entry, best.weakness if best else 0.0))
            score = min(best.comparison.score, MOST_BY_NAME) if best else LEAST
            odds = _logit(score) + sum([worth for _, worth, _ in points])
            if odds >= least and best is not None and (fuller := _fuller(best, entry)):
                told = f"its fuller name “{fuller}” says otherwise"
                points.insert(0, ("fuller_name", POINTS["fuller_name"], told))
                odds += POINTS["fuller_name"]
            if odds >= least:
                scored.append((-odds, place, best, points))
        scored.sort(key=lambda one: (one[0], *self._order(one[1])))
        return [self._hit(place, best, points, threshold) for _, place, best, points in scored[:limit]]

    def _order(self, place: int) -> tuple[bool, str, str]:
        label, entry = self._entries[place]
        return not entry.listed, label, entry.id

    def _hit(
        self, place: int, best: _Found | None, points: Sequence[tuple[str, float, str]], threshold: float
    ) -> Hit:
        label, entry = self._entries[place]
        comparison = best.comparison if best else None
        told = _told(comparison)
        running = min(comparison.score, MOST_BY_NAME) if comparison else 0.0
        explanations = {"name": Explanation(running, told)}
        odds = _logit(running)
        for name, worth, detail in points:
            odds += worth
            after = 1 / (1 + math.exp(-odds))
            explanations[name] = Explanation(after - running, detail)
            running = after
        return Hit(
            entry.id,
            entry.caption,
            comparison.second.text if comparison else entry.caption,
            entry.kind,
            label,
            entry.countries,
            entry.births,
            entry.listed,
            round(running, 4),
            round(running, 4) >= threshold,
            explanations,
            _why(entry, comparison, told, points),
            row=entry.row,
        )


def _fuller(best: _Found, entry: Prepared) -> str | None:
    """Give a longer name of the same party that contradicts what the best one leaves open.

    "Harun Ahmad Logan" fits the alias "Harun Ahmad" and has a word more; where the party is also called
    "Harun Ahmad Muhammed", that word is not a middle name that the list does not know.
    """
    one, two = best.comparison.first, best.comparison.second
    paired = {k for pair in best.comparison.pairs for k in pair.first}
    if not any(word.kind == "name" for k, word in enumerate(one.words) if k not in paired):
        return None
    agreed = {two.words[k].text for pair in best.comparison.pairs for k in pair.second}
    for name in entry.names:
        words = {word.text for word in name.spelling.words}
        if len(words) >= len(one.words) > len(two.words) and agreed <= words:
            return name.spelling.text
    return None


def _logit(score: float) -> float:
    score = min(max(score, LEAST), 1 - 1e-4)
    return math.log(score / (1 - score))


def _points(subject: Subject, entry: Prepared, weakness: float) -> Iterator[tuple[str, float, str]]:
    """Give what else speaks for or against: its name, its worth in log odds, and a remark for people."""
    if weakness:
        yield "weak_alias", weakness, "the list calls this alias weak"
    asked, listed = _CLASSES.get(subject.kind or ""), _CLASSES.get(entry.kind)
    if asked and listed and asked != listed:
        yield "kind", POINTS["kind"], f"asked for {_a(subject.kind)}, listed is {_a(entry.kind)}"
    if subject.countries and entry.countries:
        shared = [code for code in subject.countries if code in entry.countries]
        if shared:
            yield "country", POINTS["country_same"], f"both {', '.join(shared)}"
        else:
            yield (
                "country",
                POINTS["country_other"],
                f"{', '.join(subject.countries)} asked, {', '.join(entry.countries[:4])} listed",
            )
    if subject.births and entry.births:
        yield _birth(subject.births, entry.births)
    if subject.gender and entry.gender and subject.gender != entry.gender:
        yield "gender", POINTS["gender"], f"{subject.gender} asked, {entry.gender} listed"
    if subject.identifiers:
        numbers = {bare_number(number): number for number in subject.identifiers}
        shared = [numbers[number] for number in entry.identifiers if number in numbers]
        if shared:
            yield "identifier", POINTS["identifier"], f"the same number {shared[0]}"


def _a(kind: str | None) -> str:
    return f"{'an' if kind and kind[0] in 'aeiou' else 'a'} {kind}".replace("_", " ")


def _birth(asked: Iterable[str], listed: Iterable[str]) -> tuple[str, float, str]:
    """Compare dates of birth by the likest pair; rough dates agree where their spans do."""
    best = ("birth_far", "")
    rank = {"birth_same_day": 4, "birth_same_year": 3, "birth_near": 2, "birth_other": 1, "birth_far": 0}
    for one in asked:
        for other in listed:
            case = _birth_case(one, other)
            if not best[1] or rank[case] > rank[best[0]]:
                best = (case, f"born {one} asked, {other} listed")
    return "birth_date", POINTS[best[0]], best[1]


def _birth_case(one: str, other: str) -> str:
    first, last = days(one)
    since, until = days(other)
    if first is None or last is None or since is None or until is None:
        return "birth_near"
    if first == last and since == until:
        if first == since:
            return "birth_same_day"
        if first[:4] == since[:4] and (first[5:7], first[8:]) == (since[8:], since[5:7]):
            return "birth_same_year"  # day and month changed places
    if first <= until and since <= last:
        return "birth_same_year"
    apart = max(int(since[:4]) - int(last[:4]), int(first[:4]) - int(until[:4]))
    if apart <= 0:  # the same year, other days
        return "birth_near"
    return "birth_near" if apart <= _NEAR_YEARS else "birth_other" if apart < _FAR_YEARS else "birth_far"


def _told(comparison: Comparison | None) -> str:
    """Say which words of two names agree, and which do not."""
    if comparison is None:
        return "found by number, not by name"
    one, two = comparison.first.words, comparison.second.words
    parts = []
    for pair in sorted(comparison.pairs, key=lambda pair: pair.first):
        left = " ".join(one[k].text for k in pair.first)
        right = " ".join(two[k].text for k in pair.second)
        parts.append(left if left == right else f"{left}~{right} ({pair.how})")
    used = (
        {k for pair in comparison.pairs for k in pair.first},
        {k for pair in comparison.pairs for k in pair.second},
    )
    for words, paired, where in ((one, used[0], "asked"), (two, used[1], "listed")):
        alone = [word.text for k, word in enumerate(words) if k not in paired]
        if alone:
            parts.append(f"only {where}: {' '.join(alone)}")
    if comparison.features["forms"]:
        parts.append("other legal forms")
    if comparison.features["reversed"]:
        parts.append("father and son have changed places")
    return "; ".join(parts)


def _why(
    entry: Prepared, comparison: Comparison | None, told: str, points: Sequence[tuple[str, float, str]]
) -> str:
    """Say in one sentence what speaks for the hit, and what against it."""
    if comparison is None:
        sentence = f"{entry.caption} has the number asked for"
    else:
        same = comparison.first.plain == comparison.second.plain
        asked, listed = comparison.first.text, comparison.second.text
        sentence = f"“{asked}” {'is written like' if same else 'is close to'} “{listed}”"
        if listed != entry.caption:
            sentence += f", a name of {entry.caption}"
        if not same:
            sentence += f" ({told})"
    speaks = [detail for _, worth, detail in points if worth > 0]
    against = [detail for _, worth, detail in points if worth < 0]
    if speaks:
        sentence += "; for it: " + ", ".join(speaks)
    if against:
        sentence += "; against it: " + ", ".join(against)
    return sentence + "."
