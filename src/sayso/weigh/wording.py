"""Words as they are compared: without endings."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["stem"]

_ENDINGS = (
    "ization",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ers",
    "ed",
    "es",
    "er",
    "al",
    "ly",
    "e",
    "s",
    "y",
)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Cut one ending off a word, if three letters or more stay: enough to know its forms by."""
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]  # shipp(ed), stopp(ing)
    return word
