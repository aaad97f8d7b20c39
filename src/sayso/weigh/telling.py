"""The words of a report that tell what it is about, each with how much it tells.

A word tells the more the fewer reports use it. How many do is read from a fixed table (`data/words.tsv`, made
by `python -m training.word_table`), not counted in the reports at hand: so what is said of one report never
depends on which others there are. Words that the table does not have count as the rarest.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["stems", "telling_words"]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W\d_]+)?")
# A capital that no beginning of a sentence accounts for.
_NAME = re.compile(r"(?<=[a-z0-9,;)] )[^\W\d_a-z][^\W_]*(?: [^\W\d_a-z][^\W_]*)*")
_MOST_TEXT = 10_000  # code points; what a long report is about is said before
_LEAST = 1.0  # of log(reports / reports with the word): what more than a third of all use tells nothing
_LEAD_LINES = 3  # of a text: headline, place and date, first sentence or paragraph
_LONGEST_LEAD = 600  # code points
# Chosen on ECB+ by halves of its topics (see `coverage`); each matters less than what it is applied to.
_LEAD, _AGAIN, _NAMED, _NUMBER = 0.5, 0.25, 2.0, 1.5


def telling_words(title: str | None, text: str, most: int) -> dict[str, float]:
    """Give the at most `most` stems that tell most of a report, with their weights (not normalised).

    A weight is log(reports / reports with the word), more for words of the title and the lead, for words that
    come again, twice for names, one and a half times for numbers.
    """
    title, text = title or "", text[:_MOST_TEXT]
    counts: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(f"{title}\n{text}")).items():
        stem = _stem(word)
        counts[stem] += count
        if word[0].islower():
            small[stem] += count
    runs = _WORD.findall("\n".join(_NAME.findall(text)))
    named = Counter(_stem(word) for word in runs if word[0].isupper())
    first = _lead(text)
    whole = len(first) == len(text)  # a sentence or two
    lead = counts if whole else set(map(_stem, _WORD.findall(f"{title}\n{first}")))
    rarity, unknown = _table()
    weights = {}
    for stem, count in counts.items():
        weight = rarity.get(stem, unknown)
        if weight <= _LEAST:
            continue
        weight *= 1 + _LEAD * (stem in lead) + (_AGAIN * math.log(count) if count > 1 else 0.0)
        if stem[0].isdigit():
            weight *= _NUMBER
        elif named[stem] > small[stem]:
            weight *= _NAMED
        weights[stem] = weight
    best = sorted((-weight, stem) for stem, weight in weights.items())[:most]
    return {stem: -weight for weight, stem in best}


def stems(text: str) -> set[str]:
    """Give the stems of all words of a text, as the table has them."""
    return set(map(_stem, _WORD.findall(text)))


def _lead(text: str) -> str:
    lines = [line for line in text[: 4 * _LONGEST_LEAD].split("\n") if line.strip()]
    return "\n".join(lines[:_LEAD_LINES])[:_LONGEST_LEAD]


@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    """Give a word without case, accents, and the commonest endings of English verbs and plurals.

    Cruder than Porter's (1980), and meant so: two words that become one only have to be seldom two meanings.
    """
    word = word.lower().replace("’", "'")
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        word = "".join(sign for sign in parts if not unicodedata.combining(sign)) or word
    word = word.removesuffix("'s")
    if len(word) < 4 or word[0].isdigit():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ied"):
        word = word[:-3] + "y"
    elif word.endswith("ed") and len(word) > 4:
        word = word[:-2]
    elif word.endswith("ing") and len(word) > 5:
        word = word[:-3]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


@cache
def _table() -> tuple[dict[str, float], float]:
    """Give log((reports + 1) / (reports with the word + 1)) for each stem, and the value of all others."""
    lines = (files("sayso.weigh") / "data" / "words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    (_, whole), *words = rows
    reports = int(whole)
    rarity = {stem: math.log((reports + 1) / (int(count) + 1)) for stem, count in words}
    least = min(int(count) for _, count in words)
    return rarity, math.log((reports + 1) / least)
