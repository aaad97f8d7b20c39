"""A name taken apart: which of its words say who it is, and which only come with names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso.lists.names.letters import plain
from sayso.lists.names.tables import forms_in, generic_words, name_groups, numbered, particles, titles

__all__ = ["WEIGHTS", "Spelling", "Word", "spelled"]

WEIGHTS = {
    "name": 1.0, "short": 0.7, "bound": 0.7, "generic": 0.55, "number": 0.8, "title": 0.4, "initial": 0.4,
    "particle": 0.2,
}  # fmt: skip
"""What a word of each class weighs beside a name's own words; set on names/name_pairs_dev.

``short`` words have two letters, ``generic`` ones are words of trade, ``bound`` ones half a name ("abdul",
"abu", "uddin"), ``title`` ones names that are titles as well ("hafiz", "king").
"""

_BOUND = frozenset({"parent", "servant", "faith"})
_LITTLE = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "to",
        "und",
        "et",
        "y",
        "e",
        "i",
        "de",
        "des",
        "der",
        "die",
        "das",
        "du",
        "la",
        "le",
        "les",
        "los",
        "el",
    ]
)
_WORDS_FOR = {"us": ("united", "states"), "usa": ("united", "states"), "uk": ("united", "kingdom")}
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
    """A name as it is compared: its `words` in plain letters, the classes of its legal `forms`, and titles
    and suffixes left `aside`. `syllables` tells that it may be a Chinese or Korean name.
    """

    text: str
    words: tuple[Word, ...]
    forms: frozenset[str] = frozenset()
    aside: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """The words without gaps."""
        return "".join(word.text for word in self.words)

    @property
    def syllables(self) -> bool:
        """Whether most of the words are Chinese or Korean names or syllables of them."""
        known = name_groups("syllable")
        return 2 * sum(word.text in known for word in self.words) >= len(self.words)


@lru_cache(maxsize=1 << 14)
def spelled(name: str, personal: bool = True) -> Spelling:
    """Take a name apart. `personal` tells that it is a person's: then titles and suffixes are left aside;
    otherwise numbers are read, and words of trade count for less.
    """
    words = plain(name).split()
    forms, words = _without_forms(words)
    aside: tuple[str, ...] = ()
    if personal:
        words, aside = _without_titles(words)
    else:
        words = [part for word in numbered(words) for part in _WORDS_FOR.get(word, (word,))]
    return Spelling(name, tuple(_word(word, personal) for word in words), forms, aside)


def _without_forms(words: list[str]) -> tuple[frozenset[str], list[str]]:
    found = [form for form in forms_in(words) if form[2] not in _TELLING_FORMS]
    if not found:
        return frozenset(), words
    within = {place for start, end, _ in found for place in range(start, end)}
    return frozenset(form for _, _, form in found), [
        word for place, word in enumerate(words) if place not in within
    ]


def _without_titles(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Take titles out, and suffixes at the end; a word stays in any case."""
    known = titles()
    kept = len(words)
    while kept > 2 and known.get(words[kept - 1]) == "suffix":
        kept -= 1
    aside = words[kept:]
    left: list[str] = []
    place = 0
    while place < kept:
        size = 2 if known.get(" ".join(words[place : place + 2])) == "title" and place + 2 < kept else 1
        title = known.get(" ".join(words[place : place + size])) == "title"
        if title and len(left) + kept - place > size:
            aside += words[place : place + size]
        else:
            left += words[place : place + size]
        place += size
    return left, tuple(aside)


def _word(word: str, personal: bool) -> Word:
    if word.isdigit() or (not personal and (_ROMAN.fullmatch(word) or any(map(str.isdigit, word)))):
        return Word(word, "number", WEIGHTS["number"])
    if len(word) == 1:
        return Word(word, "initial", WEIGHTS["initial"])
    if word in particles():
        kind = "bound" if particles()[word][0] in _BOUND else "particle"
        return Word(word, kind, WEIGHTS[kind])
    if personal:
        if titles().get(word) == "either":
            return Word(word, "title", WEIGHTS["title"])
    elif word in _LITTLE:
        return Word(word, "particle", WEIGHTS["particle"])
    elif word in generic_words():
        return Word(word, "generic", WEIGHTS["generic"])
    return Word(word, "name", WEIGHTS["short" if len(word) == 2 else "name"])
