"""Which listed names could be meant by a name: a short list to compare in earnest.

Every word of the listed names stands in a vocabulary. A word asked for finds those that equal it, that are
another form of the same name, or whose consonants differ by at most one from its own (keys with one consonant
left out, after the symmetric deletes of Garbe's SymSpell); each gives its listed names a credit by likeness
and weight. Names that get enough of the credit that they or the question could have are the short list. A
name's consonants as a whole are a key of their own: it finds names that are spaced otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from sayso.lists.names.compare import CUT_LENGTH, CUT_LIKE, LEFT, LONE, WEIGHTS
from sayso.lists.names.sounds import bare, folded, seen, skeleton
from sayso.lists.names.spelling import WEIGHT_OF, Spelling
from sayso.lists.names.tables import name_groups

__all__ = ["NameIndex"]

LEAST_LIKE = 0.58  # words less alike than this give no credit; most pairs of unrelated words lie below
LEAST_CREDIT = 0.5  # of what the shorter name could get: under it no pair of names/name_pairs_dev matches
MOST_NAMES = 24  # compared in earnest
CHEAPEST = 0.85  # words hardly alike cost this much less than words left over
SHORTEST_STUMP = 3  # letters left of a word that was cut; shorter ones are little loss
MOST_WORDS = 200  # that begin alike; with more, a stump says nothing
FEW_BONES = 3  # consonants that many words have
SHORTEST_WHOLE = 6  # letters of a name that is looked up as a whole


def _keys(word: str) -> Iterator[str]:
    """Give the keys under which a word is found: its consonants, and these with each one left out. Where
    they are few, too many words would share them: there each letter is left out of the whole word.
    """
    bones = skeleton(word)
    yield bones
    yield bare(word)
    letters = bones if len(bones) > FEW_BONES else folded(word)
    yield letters
    if len(letters) > 2:
        for place in range(len(letters)):
            yield letters[:place] + letters[place + 1 :]


class NameIndex:
    """The listed names, ready to be asked, and of each whether it is a person's. They are numbered in the
    order in which they were given.
    """

    def __init__(self, names: Sequence[Spelling], personal: Sequence[bool]) -> None:
        postings: dict[str, list[int]] = defaultdict(list)
        whole: dict[str, list[int]] = defaultdict(list)
        weights, initials = np.zeros(len(names), np.float32), np.zeros(len(names), np.float32)
        for number, name in enumerate(names):
            weights[number] = sum([WEIGHT_OF[kind] for kind in name.kinds])
            initials[number] = name.kinds.count("i")
            for text in name.plain.split():
                postings[text].append(number)
            for key in _wholes(name):
                whole[key].append(number)
        self._weights = np.maximum(weights, 0.1)
        self._initials = initials
        self._words = list(postings)
        self._folded = [folded(text) for text in self._words]
        self._places = {text: place for place, text in enumerate(self._words)}
        self._postings = list(postings.values())
        self._whole = dict(whole)
        keys: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._words):
            for key in set(_keys(text)):
                keys[key].append(place)
        self._keys = dict(keys)
        self._seen: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._words):
            self._seen[seen(text)].append(place)
        self._groups: dict[int, list[int]] = defaultdict(list)
        for text, groups in name_groups().items():
            for group in groups if text in self._places else ():
                self._groups[group].append(self._places[text])
        self._sorted = sorted(self._words)
        self._begun = lru_cache(maxsize=1 << 12)(self._begun_with)
        self._like = lru_cache(maxsize=1 << 15)(self._find_like)
        self._personal = np.array(personal, bool)
        self._joined = [name.joined for name in names]

    def __len__(self) -> int:
        return len(self._weights)

    def _find_like(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Give the names that have a word like this one, with how much the likest of theirs is alike."""
        near = list({place for key in set(_keys(word)) for place in self._keys.get(key, ())})
        found: dict[int, float] = {}
        if near:
            choices = [self._folded[place] for place in near]
            scores = process.cdist(
                [folded(word)],
                choices,
                scorer=OSA.normalized_similarity,
                score_cutoff=LEAST_LIKE,
                dtype=np.float32,
            )[0]
            found = {near[at]: float(scores[at]) for at in np.flatnonzero(scores)}
        bones = skeleton(word)
        for place in self._keys.get(bones, ()):  # vowels left out altogether
            if len(bones) > 1 and skeleton(self._words[place]) == bones:
                found[place] = max(found.get(place, 0.0), 0.85)
        same = [place for group in name_groups().get(word, ()) for place in self._groups.get(group, ())]
        found.update(dict.fromkeys(same + self._seen.get(seen(word), []), 0.95))
        if word in self._places:
            found[self._places[word]] = 1.0
        best: dict[int, float] = {}
        for place, score in sorted(found.items(), key=lambda item: item[1]):
            best.update(dict.fromkeys(self._postings[place], score))
        return np.fromiter(best, np.int32, len(best)), np.fromiter(best.values(), np.float32, len(best))

    def _begun_with(self, stump: str) -> NDArray[np.int32]:
        """Give the names that have a longer word which begins like this; none where there are too many."""
        first = bisect_right(self._sorted, stump)
        last = bisect_right(self._sorted, stump + "\x7f")
        words = self._sorted[first:last] if last - first <= MOST_WORDS else []
        names = {number for word in words for number in self._postings[self._places[word]]}
        return np.fromiter(names, np.int32, len(names))

    def candidates(self, name: Spelling, least: float = 0.0) -> list[int]:
        """Give the numbers of the listed names to compare with a name, the likeliest first: those that can
        still get `least` log odds.
        """
        credit = np.zeros(len(self), np.float32)
        total = 0.1
        found: list[NDArray[np.int32]] = []
        for word in name.words:
            total += word.weight
            names, scores = self._like(word.text)
            credit[names] += scores * word.weight
            found.append(names)
        if len(name.text) >= CUT_LENGTH and len(name.words[-1].text) >= SHORTEST_STUMP:
            names = self._begun(name.words[-1].text)
            credit[names] += CUT_LIKE * name.words[-1].weight
            found.append(names)
        if not found:
            return []
        touched = np.unique(np.concatenate(found))  # a small part of all names, mostly
        kept = touched[credit[touched] >= LEAST_CREDIT * np.minimum(self._weights[touched], total)]
        hope = self._hope(name, kept, credit[kept], total, least)
        order = np.argsort(-hope, kind="stable")[:MOST_NAMES]
        likely = [int(number) for number in kept[order[hope[order] >= least]]]
        respaced = {number for key in _wholes(name) for number in self._whole.get(key, ())}
        return likely + sorted(respaced.difference(likely))

    def _hope(
        self,
        name: Spelling,
        kept: NDArray[np.int32],
        credit: NDArray[np.float32],
        total: float,
        least: float,
    ) -> NDArray[np.float32]:
        """Give the best score, in log odds, that each name could still get from `compare`, by its weights:
        what no word of it gave credit for is taken as left over, and that is how it costs least.
        """
        weights, personal = self._weights[kept], self._personal[kept]
        ours = np.maximum(total - credit - self._initials[kept], 0)  # a word may yet go with an initial
        theirs = np.maximum(weights - credit - name.kinds.count("i"), 0)
        both = np.minimum(np.minimum(ours, theirs), 1.5)
        hope = WEIGHTS["bias"] + CHEAPEST * both * (WEIGHTS["both"] + WEIGHTS["both_personal"] * personal)
        hope += WEIGHTS["second"] * np.clip(credit - 1, 0, 1) + WEIGHTS["third"] * np.clip(credit - 2, 0, 1)
        lone = personal & (np.minimum(total - ours, weights - theirs) < LONE)
        hope += WEIGHTS["alone"] * (lone & (np.maximum(ours, theirs) > LEFT))
        if len(name.text) < CUT_LENGTH:
            hope += WEIGHTS["extra"] * np.abs(ours - theirs) / np.maximum(weights, total)
        near = np.flatnonzero((hope < least) & (hope >= least - WEIGHTS["close"]))
        if len(near):
            joined = [self._joined[number] for number in kept[near]]
            edits = process.cdist([name.joined], joined, scorer=OSA.distance, score_cutoff=4, dtype=np.int32)[
                0
            ]
            hope[near] += WEIGHTS["close"] * np.maximum(1 - edits / 4, 0)
        return np.asarray(hope, np.float32)


_VOWELS = str.maketrans("", "", "aeiouy ")


def _wholes(name: Spelling) -> set[str]:
    """Give a name's consonants as a whole, with and without its particles; none where they are few."""
    if len(name.plain) < SHORTEST_WHOLE:
        return set()
    keys = {name.plain.translate(_VOWELS)}
    if "p" in name.kinds:
        own = [text for text, kind in zip(name.plain.split(), name.kinds, strict=True) if kind != "p"]
        keys.add("".join(own).translate(_VOWELS))
    return {key for key in keys if len(key) > 2}
