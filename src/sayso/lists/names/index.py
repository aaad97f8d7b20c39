"""Which listed names could be meant by a name: a short list to compare in earnest.

Every word of the listed names stands in a vocabulary. A word asked for finds those that equal it, that are
another form of the same name, or whose consonants differ by at most one from its own (keys with one consonant
left out, after the symmetric deletes of Garbe's SymSpell); each gives its listed names a credit by likeness
and weight. Names that get enough of the credit that they or the question could have are the short list. A
name's consonants as a whole are a key of their own: it finds names that are spaced otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from sayso.lists.names.sounds import bare, folded, skeleton
from sayso.lists.names.spelling import Spelling
from sayso.lists.names.tables import name_groups

__all__ = ["NameIndex"]

LEAST_LIKE = 0.58  # words less alike than this give no credit; most pairs of unrelated words lie below
LEAST_CREDIT = 0.5  # of what the shorter name could get: under it no pair of names/name_pairs_dev matches
MOST_NAMES = 24  # compared in earnest


def _keys(word: str) -> Iterator[str]:
    """Give the keys under which a word is found: its consonants, and these with each one left out."""
    bones = skeleton(word)
    yield bones
    yield bare(word)
    if len(bones) > 2:
        for place in range(len(bones)):
            yield bones[:place] + bones[place + 1 :]


class NameIndex:
    """The listed names, ready to be asked. Names are numbered in the order in which they were given."""

    def __init__(self, names: Sequence[Spelling]) -> None:
        postings: dict[str, list[int]] = defaultdict(list)
        whole: dict[str, list[int]] = defaultdict(list)
        weights = np.zeros(len(names), np.float32)
        for number, name in enumerate(names):
            for word in name.words:
                postings[word.text].append(number)
                weights[number] += word.weight
            for key in _wholes(name):
                whole[key].append(number)
        self._weights = np.maximum(weights, 0.1)
        self._words = list(postings)
        self._folded = [folded(word) for word in self._words]
        self._places = {word: place for place, word in enumerate(self._words)}
        self._postings = [np.unique(np.array(postings[word], np.int32)) for word in self._words]
        self._whole = dict(whole)
        keys: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            for key in set(_keys(word)):
                keys[key].append(place)
        self._keys = dict(keys)
        self._groups: dict[int, list[int]] = defaultdict(list)
        for word, groups in name_groups().items():
            for group in groups if word in self._places else ():
                self._groups[group].append(self._places[word])
        self._like = lru_cache(maxsize=1 << 15)(self._find_like)

    def __len__(self) -> int:
        return len(self._weights)

    def _find_like(self, word: str) -> tuple[tuple[int, float], ...]:
        """Give the places of words like this one, with how much they are alike, the least first."""
        found: dict[int, float] = {}
        near = {place for key in set(_keys(word)) for place in self._keys.get(key, ())}
        sounds = folded(word)
        choices = {place: self._folded[place] for place in near}
        for _, score, place in process.extract(
            sounds, choices, scorer=OSA.normalized_similarity, limit=None, score_cutoff=LEAST_LIKE
        ):
            found[place] = score
        bones = skeleton(word)
        for place in self._keys.get(bones, ()):  # vowels left out altogether
            if len(bones) > 1 and skeleton(self._words[place]) == bones:
                found[place] = max(found.get(place, 0.0), 0.85)
        for group in name_groups().get(word, ()):
            for place in self._groups.get(group, ()):
                found[place] = 0.95
        if word in self._places:
            found[self._places[word]] = 1.0
        return tuple(sorted(found.items(), key=lambda item: item[1]))

    def candidates(self, name: Spelling) -> list[int]:
        """Give the numbers of the listed names to compare with a name, the likeliest first."""
        credit = np.zeros(len(self), np.float32)
        best = np.zeros(len(self), np.float32)
        total = 0.0
        for word in name.words:
            total += word.weight
            like = self._like(word.text)
            if not like:
                continue
            touched = []
            for place, score in like:
                posting = self._postings[place]
                best[posting] = score * word.weight
                touched.append(posting)
            names = np.concatenate(touched) if len(touched) > 1 else touched[0]
            names = np.unique(names)
            credit[names] += best[names]
            best[names] = 0.0
        known = np.flatnonzero(credit)
        earned = credit[known]
        share = earned / np.minimum(self._weights[known], max(total, 0.1))
        kept = known[share >= LEAST_CREDIT]
        rank = credit[kept] / np.maximum(self._weights[kept], total) + 0.3 * credit[kept] / np.minimum(
            self._weights[kept], max(total, 0.1)
        )
        order = np.argsort(-rank, kind="stable")[:MOST_NAMES]
        found = [int(number) for number in kept[order]]
        respaced = {number for key in _wholes(name) for number in self._whole.get(key, ())}
        return found + sorted(respaced.difference(found))


def _wholes(name: Spelling) -> set[str]:
    """Give a name's consonants as a whole, with and without its particles; none where they are few."""
    keys = {
        skeleton(name.joined),
        skeleton("".join(word.text for word in name.words if word.kind != "particle")),
    }
    return {key for key in keys if len(key) > 2 and len(name.joined) > 5}
