"""The words of a text as names are compared by: without accents, case and possessive endings, but with what
case they had.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache

from sayso.actors.nouns import keys
from sayso.reading.reading import Span

__all__ = ["LOWER", "MIXED", "TITLE", "UPPER", "Words", "case_of", "key_of"]

LOWER, TITLE, UPPER, MIXED = range(4)
"""The case of a word: all small, one capital in front, all capitals (two letters or more), other."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
# Letters that NFKD does not take apart, as the press writes them without their marks.
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"}
)
# What may stand between two words of one name; a full stop does so only after an initial or abbreviation.
_JOINTS = frozenset(
    {
        " ",
        "\n",
        "\u00a0",
        "-",
        "‑",
        "–",
        "'",
        "’",
        "ʼ",
        "`",
        "‘",
        ".",
        "/",
        "&",
        " & ",
        "  ",
        "\u202f",
        "+",
        ".-",
        ".‑",
        ".–",
    }
)
_STOPS = frozenset({". ", ".\n", ".\u00a0"})
_ABBREVIATIONS = keys("gen lt col sen rep dr mr mrs ms st sgt capt maj gov prof adm cmdr brig hon rev jr sr")
_APOSTROPHES = frozenset("'’ʼ‘")


@lru_cache(maxsize=65_536)
def key_of(word: str) -> str:
    """Give the form in which a word is compared."""
    if word.isascii():
        return word.lower()
    # Folded twice: the mathematical letters become plain capitals only on the way.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold()).translate(_LETTERS)
    return _MARKS.sub("", plain)


@lru_cache(maxsize=65_536)
def case_of(word: str) -> int:
    """Tell the case of a word."""
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if word[0].isupper() and word[1:].islower():
        return TITLE
    return MIXED if any(letter.isupper() for letter in word) else LOWER


class Words:
    """The words of a text, one entry in each list: `start` and `end` (code points), `key`, `case`, `joined`
    (nothing but a joint of names parts it from the word before it) and `owns` (it has a possessive ending,
    which `key` and `end` leave out).
    """

    __slots__ = ("case", "end", "joined", "key", "owns", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.start: list[int] = []
        self.end: list[int] = []
        self.key: list[str] = []
        self.case: list[int] = []
        self.joined: list[bool] = []
        self.owns: list[bool] = []
        last = -1  # where the word before ends, its possessive included
        for match in _WORD.finditer(text):
            start, end = match.span()
            word = match[0]
            if word in ("s", "S") and self.key and text[last:start].removeprefix(".") in _APOSTROPHES:
                self.owns[-1] = True
                last = end
                continue
            between = text[last:start] if last >= 0 else ""
            self.joined.append(
                between in _JOINTS
                or (between in _STOPS and (len(self.key[-1]) == 1 or self.key[-1] in _ABBREVIATIONS))
            )
            self.start.append(start)
            self.end.append(end)
            self.key.append(key_of(word))
            self.case.append(case_of(word))
            # "the Guards' commander": the word's own s, and a space after the apostrophe.
            self.owns.append(word[-1] in "sS" and text[end : end + 2] in _PLURAL_POSSESSIVE)
            last = end
        if self.joined:
            self.joined[0] = False

    def __len__(self) -> int:
        return len(self.key)

    def inside(self, span: Span) -> tuple[int, int]:
        """Give the range of the words that lie in a span, at least in part."""
        return bisect_right(self.end, span[0]), bisect_left(self.start, span[1])

    def span(self, first: int, stop: int) -> Span:
        """Give the span of a range of words."""
        return self.start[first], self.end[stop - 1]

    def quote(self, first: int, stop: int) -> str:
        """Give the text of a range of words."""
        return self.text[self.start[first] : self.end[stop - 1]]


_PLURAL_POSSESSIVE = frozenset(mark + space for mark in "'’" for space in " \n")
