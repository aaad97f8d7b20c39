"""Two names: could they be the same party's?

The words of both are aligned one to one by likeness (`sounds.alike`, tables of names that are the same in
other languages, initials, words run together or apart). A few features of the alignment give a score by
logistic regression; each feature's part in it is told. The score answers "should an analyst look at this",
not "is this the same party".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sayso.lists.names.sounds import alike
from sayso.lists.names.spelling import Spelling, Word
from sayso.lists.names.tables import particles, same_names

__all__ = ["ALGORITHM", "Comparison", "Pair", "compare", "features"]

ALGORITHM = "sayso-names 1"
"""Named in every row of a screening; the number rises with every change that can change a score."""

LEAST_LIKE = 0.45  # words less alike than this are not aligned
OTHER_FORM = 0.95  # what two forms of one name count: John and Ivan, Muhammad and Mehmet
JOIN_LIKE = 0.9  # two words run together must be as much alike as this
CUT_LIKE = 0.9  # what a word that was cut short counts
CUT = "cut short"
CUT_EXTRA = 0.3  # what the words count that may have stood behind the cut
WHOLE_EXTRA = 3.0  # what a word more counts beside a name in characters, where no part is left out
CUT_LENGTH = 18  # a name shorter than this was not cut by a field's width, which is 20 and more
SHORTEST_RUN = 5  # letters of words run together
LONG = 6  # letters of a name that two names cannot share by chance
WELL_ALIKE = 0.75  # words as much alike as this agree
SHORT_NAME = 5  # letters of a name of one word, often an acronym,
SHORT_LIKE = 0.6  # and what its likeness to another counts
WORD = 0.5  # weight from which on a word contradicts
PATRONYMIC = 0.7  # share of its weight that an absent patronymic is forgiven
_PATRONYMIC = re.compile("(?:ovich|evich|ovych|evych|ovna|evna|ivna|ichna|oglu|ogly|qizi|kizi)$")
LEFT = 0.3  # what is left over counts from here: more than a particle
LONE = 1.2  # agreed weight of one word, perhaps with a particle
FEW_LETTERS = 4  # of the words of an organisation that agree
THRESHOLD = 0.7
"""The score from which on a name is shown as a match, as in yente."""

WEIGHTS = {
    "wrong": -11.52,
    "both": -3.8,
    "both_personal": -1.82,
    "extra": -5.44,
    "close": 5.18,
    "alone": -1.22,
    "second": 0.53,
    "third": 0.42,
    "numbers": -2.79,
    "trade": -15.24,
    "forms": -10.41,
    "reversed": -12.85,
    "characters": -15.62,
    "bias": 2.65,
}
"""What each of the `features` adds to the log odds, and from where they start. training/README.md says what
they were fitted on.
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of both names that were aligned: their places in either, how much they are alike, and by what."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    likeness: float
    how: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the comparison of two names gave: the score (0 to 1), the features, and the aligned words."""

    score: float
    features: dict[str, float]
    pairs: tuple[Pair, ...]
    first: Spelling
    second: Spelling


def _likeness(one: Word, other: Word, syllables: bool) -> tuple[float, str]:
    score, how = alike(one.text, other.text)
    if score >= OTHER_FORM:
        return score, how
    known = particles()
    if one.text in known and other.text in known and known[one.text][1] == known[other.text][1]:
        return OTHER_FORM, "another form of the particle"
    if other.text in same_names(one.text, "given", "spelling") or (
        syllables and other.text in same_names(one.text, "syllable")
    ):
        return OTHER_FORM, "another form of the name"
    return score, how


def align(first: Spelling, second: Spelling) -> list[Pair]:
    """Align the words of two names one to one, the likest first; then words run together or apart."""
    one, two = first.words, second.words
    if len(one) == len(two) == 1:
        return _align_alone(one[0], two[0])
    if len(one) != len(two) and (respaced := _same_letters(first.joined, second.joined)):
        return [Pair(tuple(range(len(one))), tuple(range(len(two))), respaced, "spaced otherwise")]
    cut = _cut_words(first, second)
    syllables = first.syllables and second.syllables
    found = []
    for i, word in enumerate(one):
        for j, other in enumerate(two):
            score, how = _likeness(word, other, syllables)
            if (i, j) in cut and score < CUT_LIKE:
                score, how = CUT_LIKE, CUT
            if score >= LEAST_LIKE:
                found.append((score, -abs(i - j), -i, -j, how))
    found.sort(reverse=True)
    pairs: list[Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for score, _, i, j, how in found:
        if -i not in used[0] and -j not in used[1]:
            used[0].add(-i)
            used[1].add(-j)
            pairs.append(Pair((-i,), (-j,), score, how))
    if len(used[0]) < len(one) or len(used[1]) < len(two):
        pairs = _joined(one, two, pairs)
        turned = _joined(two, one, [_turned(pair) for pair in pairs])
        pairs = [_turned(pair) for pair in turned]
    return pairs


def _align_alone(one: Word, other: Word) -> list[Pair]:
    """Align two names of one word. Of a short one every letter counts: UN is not ANO, KCNA not Kony."""
    score, how = _likeness(one, other, syllables=False)
    if score < 1 and how != "looks" and min(len(one.text), len(other.text)) <= SHORT_NAME:
        score *= SHORT_LIKE
    return [Pair((0,), (0,), score, how)] if score >= LEAST_LIKE else []


def _turned(pair: Pair) -> Pair:
    return Pair(pair.second, pair.first, pair.likeness, pair.how)


def _same_letters(one: str, other: str) -> float:
    """Give how much two long names are alike that are the same but for their gaps, and perhaps a letter."""
    if min(len(one), len(other)) < LONG:
        return 0.0
    return {0: 0.98, 1: 0.95}.get(OSA.distance(one, other, score_cutoff=1), 0.0)


def _cut_words(first: Spelling, second: Spelling) -> set[tuple[int, int]]:
    """Give the places where the last word of a long name begins one of the other: a field was too narrow."""
    found = set()
    for cut, whole, flipped in ((first, second, False), (second, first, True)):
        last = len(cut.words) - 1
        if last < 1 or len(cut.text) < CUT_LENGTH or len(cut.words[last].text) < 2:
            continue
        for j, word in enumerate(whole.words):
            if word.text.startswith(cut.words[last].text):
                found.add((j, last) if flipped else (last, j))
    return found


def _joined(singles: Sequence[Word], many: Sequence[Word], pairs: list[Pair]) -> list[Pair]:
    """Align a word with two or three neighbours of the other name where that explains more than before."""
    well = {i for pair in pairs if pair.likeness >= OTHER_FORM for i in pair.first}
    alone = set(range(len(many))).difference(k for pair in pairs for k in pair.second)
    for i, single in enumerate(singles):
        if i in well:
            continue
        for size in (2, 3):
            for j in range(len(many) - size + 1):
                places = range(j, j + size)
                if alone.isdisjoint(places):
                    continue
                run = "".join([many[k].text for k in places])
                if abs(len(run) - len(single.text)) > 2 or len(run) < SHORTEST_RUN:
                    continue
                score, _ = alike(single.text, run)
                if score < JOIN_LIKE:
                    continue
                rivals = [pair for pair in pairs if i in pair.first or any(k in places for k in pair.second)]
                gain = score * sum(many[k].weight for k in places)
                if len(rivals) < 2 and gain > 0.1 + sum(
                    pair.likeness * sum(many[k].weight for k in pair.second) for pair in rivals
                ):
                    pairs = [pair for pair in pairs if pair not in rivals]
                    pairs.append(Pair((i,), tuple(places), score, "run together"))
    return pairs


def features(first: Spelling, second: Spelling, pairs: Sequence[Pair], personal: bool) -> dict[str, float]:
    """Give what the score rests on; each is 0 for two equal names, except those that speak for the match.

    ``wrong``: letters that differ in aligned words, in words' weights. ``both``: what is left over on both
    sides, that is words that contradict each other. ``extra``: the share that only one side has. ``close``:
    few edits between the names as a whole. ``alone``: only one word of a person's name agrees, and one name
    has more. ``second`` and ``third``: a second and a third word that agree.
    ``numbers``, ``trade``, ``forms``: other numbers, other words of trade, other legal forms. ``reversed``:
    father and son have changed places. ``characters``: other characters in a script where each is a syllable.
    """
    one, two = first.words, second.words
    left_one, left_two = sum([word.weight for word in one]), sum([word.weight for word in two])
    whole = max(left_one, left_two, 0.1)
    wrong = good = 0.0
    for pair in pairs:  # what is left over by subtraction: a sum would differ in the last bits
        ours = sum([one[k].weight for k in pair.first])
        theirs = sum([two[k].weight for k in pair.second])
        left_one -= ours
        left_two -= theirs
        wrong += (1 - pair.likeness) * max(ours, theirs)
        if pair.likeness >= WELL_ALIKE:
            good += pair.likeness * min(ours, theirs)
    left_one, left_two = max(left_one, 0.0), max(left_two, 0.0)
    both = min(left_one, left_two)
    ours_alone, theirs_alone = _unpaired(one, two, pairs)
    extra = (max(left_one, left_two) - both - _fathers_names(ours_alone, theirs_alone)) / whole
    if any(pair.how == CUT for pair in pairs):
        extra *= CUT_EXTRA
    if _in_characters(first.text) or _in_characters(second.text):
        extra *= WHOLE_EXTRA
    return {
        "wrong": min(wrong, 1.5),
        "both": min(both, 1.5),
        "both_personal": min(both, 1.5) * personal,
        "extra": min(extra, 1.0),
        "close": 0.0 if both >= WORD and first.syllables and second.syllables else _close(first, second),
        "alone": float(
            max(left_one, left_two) > LEFT
            and (good < LONE if personal else _letters(one, two, pairs) <= FEW_LETTERS)
        ),
        "second": min(max(good - 1, 0.0), 1.0),
        "third": min(max(good - 2, 0.0), 1.0),
        "numbers": float(_numbers(one) != _numbers(two)),
        "trade": min(_weight_of_trade(ours_alone + theirs_alone), 1.0),
        "forms": float(_other_forms(first.forms, second.forms)),
        "reversed": float(_father_and_son_swapped(one, two)),
        "characters": float(_other_characters(first.text, second.text)),
    }


def _close(first: Spelling, second: Spelling) -> float:
    """Give how few edits lie between two names as a whole: 1 for none, 0 for four, or half a short name.

    The same words in another order are the same name.
    """
    one, two = first.joined, second.joined
    if len(one) == len(two) and sorted(first.plain.split()) == sorted(second.plain.split()):
        return 1.0
    shorter = min(len(one), len(two))
    most = 4.0 if shorter > SHORT_NAME else shorter / 2
    edits = OSA.distance(one, two, score_cutoff=int(most))
    return max(0.0, 1 - edits / most) if most else 0.0


def _fathers_names(one: Sequence[Word], two: Sequence[Word]) -> float:
    """Give the weight, among words without a pair, of a patronymic that only one name has: news leave it out,
    and it says little.
    """
    if one and two:
        return 0.0
    return sum([word.weight * PATRONYMIC for word in one or two if _PATRONYMIC.search(word.text)])


def _unpaired(
    one: Sequence[Word], two: Sequence[Word], pairs: Sequence[Pair]
) -> tuple[list[Word], list[Word]]:
    """Give the words of either name that have no pair."""
    ours = {k for pair in pairs for k in pair.first}
    theirs = {k for pair in pairs for k in pair.second}
    return [w for k, w in enumerate(one) if k not in ours], [w for k, w in enumerate(two) if k not in theirs]


def _other_forms(one: frozenset[str], two: frozenset[str]) -> bool:
    """Tell whether legal forms contradict each other; "company" goes with any."""
    one, two = one - {"company"}, two - {"company"}
    return bool(one and two) and not one & two


def _numbers(words: Iterable[Word]) -> set[str]:
    return {word.text for word in words if word.kind == "number"}


def _weight_of_trade(words: Iterable[Word]) -> float:
    return sum([word.weight for word in words if word.kind == "generic"])


_SON_OF = frozenset({"bin", "ibn", "ben"})


def _father_and_son_swapped(one: Sequence[Word], two: Sequence[Word]) -> bool:
    """Tell whether "A bin B" stands against "B bin A"."""
    return any(
        (son, father) == (other_father, other_son)
        for son, father in _sons(one)
        for other_son, other_father in _sons(two)
        if son != father
    )


def _sons(words: Sequence[Word]) -> list[tuple[str, str]]:
    return [
        (words[k - 1].text, words[k + 1].text) for k in range(1, len(words) - 1) if words[k].text in _SON_OF
    ]


def _letters(one: Sequence[Word], two: Sequence[Word], pairs: Sequence[Pair]) -> int:
    """Count the letters of the words that agree, in the name where they are fewer."""
    agreed = [pair for pair in pairs if pair.likeness >= WELL_ALIKE]
    return min(
        sum(len(one[k].text) for pair in agreed for k in pair.first),
        sum(len(two[k].text) for pair in agreed for k in pair.second),
    )


def _other_characters(one: str, two: str) -> bool:
    """Tell whether both are written in characters, and not in the same ones: two that sound alike are two."""
    return (
        _in_characters(one)
        and _in_characters(two)
        and sorted(filter(str.isalpha, one)) != sorted(filter(str.isalpha, two))
    )


def _in_characters(text: str) -> bool:
    """Tell whether a name is written in Chinese characters or Hangul, each of which is a syllable."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all("\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in letters)


def compare(first: Spelling, second: Spelling, personal: bool = True) -> Comparison:
    """Compare two names; `personal` tells that both are people's.

    The score is at `THRESHOLD` where as many such pairs match as not.
    """
    pairs = align(first, second)
    found = features(first, second, pairs, personal)
    logit = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in found.items())
    return Comparison(1 / (1 + math.exp(-logit)), found, tuple(pairs), first, second)
