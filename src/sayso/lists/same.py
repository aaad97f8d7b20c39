"""Which entries of several lists are one party: scored links with their reasons, and groups made of them.

Authorities list the same people and companies, each by its own numbers. A link says of two entries that they
are one party, and why. It rests on

    number    the same IMO number (vessels), LEI, INN, OGRN or BIC, of those that have one the check digit is
              right; or the same passport, card or register entry, of the same country where both name it, and
              names that are alike
    name      the same words in any order, and besides: a date of birth or a country for persons; for others a
              country, or two telling words. Persons born on the same day may also be written alike only.

Two entries that contradict each other are never one party, nor are two groups of which any two entries do:
other kinds, dates of birth that cannot be the same, another gender, other numbers where each could have one.
And as an authority seldom lists a party twice under one programme, two such entries need more than a name.
Nothing is changed by a link: whoever wants every entry alone leaves the links aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import combinations, islice
from typing import Any

from rapidfuzz import fuzz

from sayso.lists.listing import Entry, Identifier
from sayso.lists.names.compare import compare
from sayso.lists.names.letters import plain
from sayso.lists.names.spelling import LITTLE_WORDS, WORDS_FOR, Spelling, spelled
from sayso.lists.names.tables import number_words, particles, rows, titles
from sayso.lists.ownership.spans import days
from sayso.lists.prepared import bare_number

__all__ = ["SameAs", "representatives", "same_parties"]

_KINDS = {"organisation": "body", "company": "body"}
_UNIQUE = ("imo", "lei", "inn", "ogrn")
"""Numbers of which a party has one: two entries with different ones are two parties."""
_PAPERS = ("passport", "national-id", "tax", "registration")
_LEAST_PAPER = 5  # signs of a number of a paper that do not meet by chance
_LARGEST_BLOCK = 60  # entries that share a name or number; more say that it tells nothing
_LARGEST_DAY = 40  # persons born on one day; more say that the day is a guess, as many a 1 January is
_ALIKE = 0.7  # score of names of persons born on the same day: that of a match in screening
_ROUGHLY = 60  # ratio (0 to 100) that names with the same number of a paper must have
_STRONG = 0.95  # score of a link that may join two entries of one list and programme
_MUCH = 80  # the same of a number that names no country, or of another kind
_MOST_NAMES = 12  # names of one entry that are looked at for likeness
_BARELY = 30  # ratio for numbers that are unique


@dataclass(frozen=True, slots=True)
class SameAs:
    """That two entries (by their ids, the first one smaller) are taken for one party.

    `score` (0 to 1) ranks links, it is no probability; `why` is a sentence.
    """

    one: str
    other: str
    score: float
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Give the link as a JSON object."""
        return {"one": self.one, "other": self.other, "score": self.score, "why": self.why}


class _Card:
    """What is compared of an entry. Names are taken apart only where another entry may have the same."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.id = entry.id
        self.kind = _KINDS.get(entry.kind, entry.kind)
        self.spans = tuple(map(days, entry.births))
        self.plain = {plain(name.text): name for name in reversed(entry.names) if not name.weak}
        numbers: dict[str, set[str]] = defaultdict(set)
        self.papers: dict[str, Identifier] = {}
        for identifier in entry.identifiers:
            scheme, value = _number(entry.kind, identifier)
            if scheme:
                numbers[scheme].add(value)
            elif identifier.kind in _PAPERS and len(value) >= _LEAST_PAPER and any(map(str.isdigit, value)):
                self.papers.setdefault(value, identifier)
        self.numbers = {scheme: frozenset(values) for scheme, values in numbers.items()}

    @cached_property
    def names(self) -> dict[frozenset[str], tuple[Spelling, bool]]:
        """The names by the words that count, each with whether it is the primary name."""
        found: dict[frozenset[str], tuple[Spelling, bool]] = {}
        for name in reversed(self.plain.values()):
            spelling = spelled(name.text, self.kind == "person")
            if words := frozenset(word.text for word in spelling.words if word.kind != "particle"):
                found.setdefault(words, (spelling, name.kind == "primary"))
        return found

    def name_keys(self) -> set[frozenset[str]]:
        """Give keys that two entries share at least where they share a name in `names`."""
        noise = _noise()
        keys = set()
        for words in self.plain:
            if key := frozenset(words.split()) - noise:
                keys.add(key)
            else:
                keys.update(self.names)
        return keys


@cache
def _noise() -> frozenset[str]:
    """Give words that `spelled` leaves aside or writes otherwise: legal forms, titles, particles, numbers,
    and those that stand for others.
    """
    forms = (word for row in rows("company_forms") for word in row["spellings"].replace("|", " ").split())
    aside = (word for title in titles() for word in title.split())
    shortened = (word for short, words in WORDS_FOR.items() for word in (short, *words))
    numbers = (*number_words(), *map(str, range(100)))
    return frozenset((*forms, *aside, *particles(), *numbers, *LITTLE_WORDS, *shortened))


def same_parties(entries: Iterable[Entry]) -> tuple[SameAs, ...]:
    """Find the entries that are one party: links in the order of ids, none of which joins what contradicts
    itself.
    """
    cards = {entry.id: _Card(entry) for entry in entries}
    found: dict[tuple[str, str], SameAs] = {}
    for weigh, blocks, most in (  # the strongest first; what was found is not weighed again
        (_by_number, _number_blocks(cards.values()), _LARGEST_BLOCK),
        (_by_paper, _paper_blocks(cards.values()), _LARGEST_BLOCK),
        (_by_name, _name_blocks(cards.values()), _LARGEST_BLOCK),
        (_by_birth, _birth_blocks(cards.values()), _LARGEST_DAY),
    ):
        _weigh_all(weigh, blocks, most, found)
    groups = _Groups(cards)
    best_first = sorted(found.values(), key=lambda link: (-link.score, link.one, link.other))
    return tuple(
        sorted((link for link in best_first if groups.join(link)), key=lambda link: (link.one, link.other))
    )


def representatives(links: Iterable[SameAs]) -> dict[str, str]:
    """Give for each entry of a link the one that stands for its group, the smallest of the ids."""
    heads: dict[str, str] = {}

    def head(of: str) -> str:
        while heads.setdefault(of, of) != of:
            of = heads[of]
        return of

    for link in links:
        one, other = sorted((head(link.one), head(link.other)))
        heads[other] = one
    return {each: head(each) for each in heads}


_Weigh = Callable[[_Card, _Card], tuple[float, str] | None]


def _weigh_all(
    weigh: _Weigh, blocks: Mapping[Any, Sequence[_Card]], most: int, found: dict[tuple[str, str], SameAs]
) -> None:
    for block in blocks.values():
        if not 1 < len(block) <= most:
            continue
        for first, second in combinations(block, 2):
            one, other = (first, second) if first.id < second.id else (second, first)
            if one.id == other.id or (one.id, other.id) in found or _contradict(one, other):
                continue
            if (verdict := weigh(one, other)) is not None:
                found[one.id, other.id] = SameAs(one.id, other.id, *verdict)


class _Groups:
    """Entries joined one link at a time, as long as no two of a group contradict each other."""

    def __init__(self, cards: Mapping[str, _Card]) -> None:
        self._cards = cards
        self._members: dict[str, list[str]] = {}

    def join(self, link: SameAs) -> bool:
        """Join two groups; False where they may not be."""
        one = self._members.setdefault(link.one, [link.one])
        other = self._members.setdefault(link.other, [link.other])
        if one is other:
            return True
        pairs = [(self._cards[a], self._cards[b]) for a in one for b in other]
        if any(_contradict(*pair) for pair in pairs):
            return False
        if link.score < _STRONG and any(_listed_apart(*pair) for pair in pairs):
            return False
        one.extend(other)
        for each in other:
            self._members[each] = one
        return True


# ---- what is compared --------------------------------------------------------------------------------------


def _number(kind: str, identifier: Identifier) -> tuple[str | None, str]:
    """Give the scheme of a number that tells a party by itself, None for other numbers.

    Lists often say "tax number" or "registration number" of a Russian INN or OGRN; the check digits tell.
    """
    value = bare_number(identifier.value)
    if identifier.kind == "imo":
        bare = value.removeprefix("IMO")
        return ("imo", bare) if len(bare) == 7 and bare.isdigit() else (None, value)
    if identifier.kind == "lei":
        return ("lei", value) if len(value) == 20 else (None, value)
    if identifier.kind == "swift":
        return ("swift", value[:8]) if kind != "person" and len(value) in (8, 11) else (None, value)
    may_be = identifier.kind in ("inn", "ogrn", "tax", "registration", "other")
    if may_be and identifier.country in (None, "RU") and value.isascii():
        if _is_inn(value):
            return "inn", value
        if _is_ogrn(value):
            return "ogrn", value
    return None, value


_INN = ((2, 4, 10, 3, 5, 9, 4, 6, 8), (7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def _is_inn(value: str) -> bool:
    """Tell whether the check digits are those of an INN (Russian tax number; 10 digits, 12 for persons)."""
    if not value.isdigit() or len(value) not in (10, 12) or len(set(value)) == 1:
        return False
    digits = [int(sign) for sign in value]
    checks = _INN[:1] if len(value) == 10 else _INN[1:]
    return all(
        sum(a * b for a, b in zip(weights, digits, strict=False)) % 11 % 10 == digits[len(weights)]
        for weights in checks
    )


def _is_ogrn(value: str) -> bool:
    """Tell whether the check digit is that of an OGRN (Russian register of companies; 13 or 15 digits)."""
    if not value.isdigit() or len(value) not in (13, 15):
        return False
    return int(value[:-1]) % (len(value) - 2) % 10 == int(value[-1])


# ---- who is compared with whom -----------------------------------------------------------------------------

_Blocks = dict[Any, list[_Card]]


def _number_blocks(cards: Iterable[_Card]) -> _Blocks:
    blocks: _Blocks = defaultdict(list)
    for card in cards:
        for scheme, values in card.numbers.items():
            for value in values:
                blocks[scheme, value, card.kind].append(card)
    return blocks


def _paper_blocks(cards: Iterable[_Card]) -> _Blocks:
    blocks: _Blocks = defaultdict(list)
    for card in cards:
        for value in card.papers:
            blocks[value, card.kind].append(card)
    return blocks


def _name_blocks(cards: Iterable[_Card]) -> _Blocks:
    blocks: _Blocks = defaultdict(list)
    for card in cards:
        for words in card.name_keys():
            blocks[words, card.kind].append(card)
    return blocks


def _birth_blocks(cards: Iterable[_Card]) -> _Blocks:
    blocks: _Blocks = defaultdict(list)
    for card in cards:
        if card.kind == "person":
            for first, last in dict.fromkeys(card.spans):
                if first == last:
                    blocks[first].append(card)
    return blocks


# ---- what speaks for it, and what against ------------------------------------------------------------------


def _contradict(one: _Card, other: _Card) -> bool:
    """Tell whether two entries cannot be one party."""
    if one.kind != other.kind:
        return True
    if one.spans and other.spans and not _births_meet(one, other):
        return True
    if one.entry.gender and other.entry.gender and one.entry.gender != other.entry.gender:
        return True
    return any(
        scheme in other.numbers and one.numbers[scheme].isdisjoint(other.numbers[scheme])
        for scheme in _UNIQUE
        if scheme in one.numbers
    )


def _listed_apart(one: _Card, other: _Card) -> bool:
    """Tell whether one list has both entries under one programme."""
    if one.entry.list != other.entry.list:
        return False
    programmes = {designation.programme for designation in one.entry.designations}
    return any(designation.programme in programmes for designation in other.entry.designations)


def _births_meet(one: _Card, other: _Card) -> bool:
    return any(a <= d and c <= b for a, b in one.spans for c, d in other.spans)


def _same_day(one: _Card, other: _Card) -> str | None:
    shared = {first for first, last in one.spans if first == last} & {
        first for first, last in other.spans if first == last
    }
    return date.fromordinal(min(shared)).isoformat() if shared else None


def _by_number(one: _Card, other: _Card) -> tuple[float, str] | None:
    shared = [
        (scheme, min(values & other.numbers[scheme]))
        for scheme, values in sorted(one.numbers.items())
        if scheme in other.numbers and values & other.numbers[scheme]
    ]
    if not shared:
        return None
    said = " and ".join(f"{scheme.upper()} {value}" for scheme, value in shared)
    if one.kind == "vessel" and shared[0][0] == "imo":
        return 0.99, f"the same {said}"
    if (ratio := _ratio(one, other)) >= _ROUGHLY:
        return 0.99, f"the same {said}"
    # Lists have slips: the number of the parent, of another row. Then the names tell that.
    if one.kind == "person" or ratio < _BARELY or (len(shared) == 1 and not _share_a_word(one, other)):
        return None
    return 0.9, f"the same {said}; their names are not much alike"


def _by_paper(one: _Card, other: _Card) -> tuple[float, str] | None:
    for value in sorted(one.papers.keys() & other.papers.keys()):
        first, second = one.papers[value], other.papers[value]
        countries = {country for country in (first.country, second.country) if country}
        if len(countries) > 1:
            continue
        kinds = {first.kind, second.kind}
        loose = not countries or (len(kinds) > 1 and kinds != {"tax", "registration"})
        if (ratio := _ratio(one, other)) < (_MUCH if loose else _ROUGHLY):
            continue
        where = f" of {min(countries)}" if countries else ""
        what = " or ".join(sorted(kinds)).replace("-", " ")
        score = 0.93 if loose or ratio < _MUCH else 0.97
        return score, f"the same {what} number {first.value}{where}, and names that are alike"
    return None


def _by_name(one: _Card, other: _Card) -> tuple[float, str] | None:
    shared = sorted(one.names.keys() & other.names.keys(), key=lambda words: (-len(words), sorted(words)))
    if not shared:
        return None
    spelling = one.names[shared[0]][0]
    telling = sum(word.kind in ("name", "bound", "short") for word in spelling.words)
    countries = [code for code in one.entry.countries if code in other.entry.countries]
    if one.entry.countries and other.entry.countries and not countries:
        return None
    primary = one.names[shared[0]][1] or other.names[shared[0]][1]
    said = f"the same name “{spelling.text}”"
    day = _same_day(one, other)
    within = one.entry.list == other.entry.list
    if one.kind == "person":
        if day:
            return 0.97, f"{said}, born on the same day ({day})"
        if len(shared[0]) < 2:
            return None
        if one.spans and other.spans and (primary or countries):
            return 0.9, f"{said}, and dates of birth that agree"
        if countries and primary and len(shared[0]) > 2:
            return 0.8, f"{said}, and both of {countries[0]}"
        return None
    if one.kind in ("vessel", "aircraft"):
        return (0.75, f"{said}, and both of {countries[0]}") if countries and not within else None
    if countries and primary and telling:
        return 0.92, f"{said}, and both of {countries[0]}"
    if telling > 1 and primary:
        return 0.85, f"{said} of {telling} telling words"
    return None


def _by_birth(one: _Card, other: _Card) -> tuple[float, str] | None:
    day = _same_day(one, other)
    if day is None or _plain_ratio(one.plain, other.plain) < _ROUGHLY:
        return None
    best = 0.0
    for first, _ in list(one.names.values())[:4]:
        for second, _ in list(other.names.values())[:4]:
            if fuzz.token_sort_ratio(first.plain, second.plain) >= _ROUGHLY:
                best = max(best, compare(first, second, True).score)
    if best < _ALIKE:
        return None
    return round(0.9 * best, 3), f"names that are alike, born on the same day ({day})"


def _ratio(one: _Card, other: _Card) -> float:
    """Give how much the likest names of two entries are alike, with their legal forms or without: 0-100."""
    ratio = _plain_ratio(one.plain, other.plain)
    if ratio >= _ROUGHLY:
        return ratio
    first, second = ([name.plain for name, _ in card.names.values()] for card in (one, other))
    return max(ratio, _plain_ratio(first, second))


def _plain_ratio(one: Collection[str], other: Collection[str]) -> float:
    """Give how much the likest of some plain names are alike, in any order of words: 0 to 100."""
    if not set(one).isdisjoint(other):
        return 100.0
    return max(
        (
            fuzz.token_sort_ratio(first, second)
            for first in islice(one, _MOST_NAMES)
            for second in islice(other, _MOST_NAMES)
        ),
        default=0.0,
    )


def _share_a_word(one: _Card, other: _Card) -> bool:
    """Tell whether any names share a word that is more than a word of trade."""
    first, second = (
        {word.text for name, _ in card.names.values() for word in name.words if word.kind == "name"}
        for card in (one, other)
    )
    return not first.isdisjoint(second)
