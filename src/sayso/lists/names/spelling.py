"""A name taken apart: which of its words say who it is, and which only come with names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso.lists.names.letters import plain
from sayso.lists.names.tables import forms_in, generic_words, name_groups, numbered, particles, titles

__all__ = ["LITTLE_WORDS", "WEIGHTS", "WEIGHT_OF", "WORDS_FOR", "Spelling", "Word", "spelled"]

WEIGHTS = {
    "name": 1.0, "short": 0.7, "bound": 0.7, "generic": 0.55, "number": 0.8, "title": 0.4, "initial": 0.4,
    "particle": 0.2,
}  # fmt: skip
"""What a word of each class weighs beside a name's own words; set on names/name_pairs_dev.

``short`` words have two letters, ``generic`` ones are words of trade, ``bound`` ones half a name ("abdul",
"abu", "uddin"), ``title`` ones names that are titles as well ("hafiz", "king").
"""

_BOUND = frozenset({"parent", "servant", "faith"})
LITTLE_WORDS = frozenset(
    (
        "the", "of", "and", "for", "in", "to", "und", "et", "y", "e", "i", "de", "des", "der", "die", "das",
        "du", "la", "le", "les", "los", "el",
    )
)  # fmt: skip
"""Articles, prepositions and the like in the names of companies and organisations, of the class ``particle``
there.
"""
WORDS_FOR = {"us": ("united", "states"), "usa": ("united", "states"), "uk": ("united", "kingdom")}
"""Words in the names of companies and organisations that stand for others, and these."""

# Seen behind people's names; other forms are people's names as well (Pao, Ao, Sa).
_FORMS_OF_NOBODY = frozenset({"llc", "ltd", "limited", "inc", "gmbh", "ooo", "sa"})
# What is left of a name without its form is what tells it; these classes are part of what it is.
_TELLING_FORMS = frozenset({"trust", "association", "state"})
_ROMAN = re.compile("(?=[ivx]{2})x{0,2}(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name that says who it is: in plain letters, its class, and what it weighs."""

    text: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as it is compared.

    `plain` has its words in plain letters, parted by blanks, and `kinds` the initial of each word's class.
    `forms` are the classes of its legal forms (of `tables.FORM_CLASSES`), which are left aside as titles and
    suffixes are.
    """

    text: str
    plain: str
    kinds: str
    forms: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[Word, ...]:
        """The words with their classes and weights."""
        return _words(self.plain, self.kinds)

    @property
    def joined(self) -> str:
        """The words without gaps."""
        return self.plain.replace(" ", "")

    @property
    def syllables(self) -> bool:
        """Whether it may be a Chinese or Korean name: most of its words are names there, or syllables."""
        return _syllables(self.plain.split())


def _syllables(words: list[str]) -> bool:
    known = name_groups("syllable")
    return 2 * sum([word in known for word in words]) >= len(words)


_KINDS = {"#" if kind == "number" else kind[0]: kind for kind in WEIGHTS}
WEIGHT_OF = {letter: WEIGHTS[kind] for letter, kind in _KINDS.items()}
"""What a word weighs, by the initial of its class."""
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


@lru_cache(maxsize=1 << 16)
def _words(plain_words: str, kinds: str) -> tuple[Word, ...]:
    return tuple(
        Word(word, _KINDS[kind], WEIGHTS[_KINDS[kind]])
        for word, kind in zip(plain_words.split(), kinds, strict=True)
    )


LONGEST_NAME = 400
"""Characters; the longest on the lists of OFAC, the UN and the EU has 223."""


@lru_cache(maxsize=1 << 14)
def spelled(name: str, personal: bool = True) -> Spelling:
    """Take a name apart. `personal` tells that it is a person's: then titles and suffixes are left aside;
    otherwise numbers are read, and words of trade count for less. Of what is longer than any name only the
    beginning is looked at: comparing takes the square of the length.
    """
    words = plain(name[:LONGEST_NAME]).split()
    forms: frozenset[str] = frozenset()
    if personal:
        words = _without_titles(words[:-1] if words and words[-1] in _FORMS_OF_NOBODY else words)
    else:
        forms, words = _without_forms(words)
        words = [part for word in numbered(words) for part in WORDS_FOR.get(word, (word,))]
    eastern = personal and _syllables(words)
    kinds = "".join([_LETTERS[_kind(word, personal, eastern)] for word in words])
    return Spelling(name, " ".join(words), kinds, forms)


def _without_forms(words: list[str]) -> tuple[frozenset[str], list[str]]:
    found = [form for form in forms_in(words) if form[2] not in _TELLING_FORMS]
    if not found:
        return frozenset(), words
    within = {place for start, end, _ in found for place in range(start, end)}
    return frozenset(form for _, _, form in found), [
        word for place, word in enumerate(words) if place not in within
    ]


def _without_titles(words: list[str]) -> list[str]:
    """Take titles out, and suffixes at the end; a word stays in any case."""
    known = titles()
    kept = len(words)
    while kept > 2 and known.get(words[kept - 1]) == "suffix":
        kept -= 1
    left: list[str] = []
    place = 0
    while place < kept:
        size = 2 if known.get(" ".join(words[place : place + 2])) == "title" and place + 2 < kept else 1
        title = known.get(" ".join(words[place : place + size])) == "title"
        if not title or len(left) + kept - place <= size:
            left += words[place : place + size]
        place += size
    return left


def _kind(word: str, personal: bool, eastern: bool) -> str:
    """Give the class of a word; its name is one of `WEIGHTS`. Names of syllables have no particles: "un"."""
    if word.isdigit() or (not personal and (_ROMAN.fullmatch(word) or any(map(str.isdigit, word)))):
        return "number"
    if len(word) == 1:
        return "initial"
    if word in particles() and not eastern:
        return "bound" if particles()[word][0] in _BOUND else "particle"
    if personal:
        if titles().get(word) == "either":
            return "title"
    elif word in LITTLE_WORDS:
        return "particle"
    elif word in generic_words():
        return "generic"
    return "short" if len(word) == 2 else "name"
