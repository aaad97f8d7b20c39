"""The data files beside this module: what words of names mean for matching, a fact a row, columns by tabs.

Every word in them is written as `sayso.lists.names.letters.plain` gives it, lists in a cell are parted by
``|``. All loaders read their file once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sayso.actors import tables

__all__ = [
    "FORM_CLASSES",
    "NAME_KINDS",
    "forms_in",
    "generic_words",
    "name_groups",
    "number_of",
    "number_words",
    "numbered",
    "particles",
    "rows",
    "same_names",
    "titles",
]

FORM_CLASSES = (
    "limited", "stock", "partnership", "cooperative", "proprietor", "state", "association", "trust",
    "company",
)  # fmt: skip
"""What a company can be: limited liability (Ltd, LLC, GmbH, OOO), joint stock (AG, SA, PJSC, Inc), a
partnership, a cooperative, one owner's business (IP, Est), the state's (FGUP), a non-profit (ANO, e.V.,
foundations), a trust or fund, or only "company" (Co), which goes with any of them.
"""

NAME_KINDS = ("given", "spelling", "syllable")
"""``given``: given names that are one name in many languages and short forms (John, Juan, Ivan).
``spelling``: one Arabic, Persian or Turkic name in many spellings (Muhammad, Mehmet). ``syllable``: a Chinese
or Korean surname or syllable in pinyin, Wade-Giles, Cantonese and southern spellings, or in the Korean ones:
only to be trusted between names that are both of that kind.
"""

_Form = tuple[str, str]


def rows(name: str) -> Iterator[dict[str, str]]:
    """Give the rows of one of these files, each by the names of its columns."""
    return tables.rows(name, "sayso.lists.names")


@cache
def titles() -> Mapping[str, str]:
    """Give titles and honorifics with their class, from ``titles.tsv``; some are of two or three words.

    A ``title`` ("dr", "shaykh", "lt col") says nothing of the name. ``either`` is a title that is a name as
    well ("king", "bishop", "amir"): take it as a title only where enough of the name is left. A ``suffix``
    ("jr", "iii") counts at the end only.
    """
    return {row["word"]: row["class"] for row in rows("titles")}


@cache
def particles() -> Mapping[str, tuple[str, str]]:
    """Give the particles of names with their class and the one spelling for all equal ones, from the file.

    The classes: ``article`` (al, el, ash), ``son``, ``daughter``, ``clan``, ``of`` (van, de), ``and`` (y, e),
    ``saint``, and three that bear weight because another name follows from them: ``parent`` (abu, umm),
    ``servant`` (abd, abdul) and ``faith`` (al din, uddin).
    """
    return {row["word"]: (row["class"], row["equals"]) for row in rows("particles")}


@cache
def generic_words() -> frozenset[str]:
    """Give words that say little in the name of a company or organisation: "trading", "torgovyy", "und"."""
    return frozenset(row["word"] for row in rows("generic_words"))


@cache
def name_groups(*kinds: str) -> Mapping[str, frozenset[int]]:
    """Give for each word of ``nicknames.tsv`` the numbers of its groups, of these `NAME_KINDS` or of all.

    Two words are the same name where they share a number. A word can be in several groups ("ted" is Theodore
    and Edward; "chang" is Zhang, and a Korean name), and sharing is not passed on from group to group.
    """
    found: dict[str, set[int]] = {}
    for number, row in enumerate(rows("nicknames")):
        if not kinds or row["kind"] in kinds:
            for word in row["names"].split("|"):
                found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def same_names(word: str, *kinds: str) -> frozenset[str]:
    """Give the other forms and spellings of a name, by `name_groups`; none for a word that is in no group."""
    groups, members = name_groups(*kinds), _members()
    return frozenset().union(*(members[number] for number in groups.get(word, ()))) - {word}


@cache
def _members() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row["names"].split("|")) for row in rows("nicknames"))


# --- legal forms ------------------------------------------------------------------------------------------


@cache
def _forms() -> tuple[Mapping[tuple[str, ...], _Form], int, Mapping[str, int]]:
    """Give class and place of each spelling, the longest one's words, and the longest by its first word."""
    found = {
        tuple(spelling.split(" ")): (row["class"], row["place"])
        for row in rows("company_forms")
        for spelling in row["spellings"].split("|")
    }
    first: dict[str, int] = {}
    for words in found:
        first[words[0]] = max(first.get(words[0], 0), len(words))
    return found, max(map(len, found)), first


def forms_in(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Find the legal forms of companies in the words of a plain name, as (start, end, class), in order.

    The longest spelling counts ("open joint stock company" is one form). Short ones that are words or names
    as well ("as", "co", "pt") count only at the end, the start or either, as their row says; forms that
    follow each other there all count ("co ltd"). A name that would be forms alone has none: something must
    be left to tell it by.
    """
    forms, _, first = _forms()
    found: list[tuple[int, int, str, str]] = []
    at = 0
    while at < len(words):
        for size in range(min(first.get(words[at], 0), len(words) - at), 0, -1):
            if form := forms.get(tuple(words[at : at + size])):
                found.append((at, at + size, *form))
                at += size
                break
        else:
            at += 1
    kept = _placed(found, len(words))
    return [] if sum(end - start for start, end, _ in kept) == len(words) else kept


def _placed(found: list[tuple[int, int, str, str]], length: int) -> list[tuple[int, int, str]]:
    """Leave out what does not stand where its row wants it."""
    kept: set[int] = set()
    edge = length
    for index in range(len(found) - 1, -1, -1):
        start, end, _, place = found[index]
        if place == "any" or (end == edge and place in ("end", "edge")):
            kept.add(index)
            edge = start if end == edge else edge
    edge = 0
    for index, (start, end, _, place) in enumerate(found):
        if place == "any" or (start == edge and place in ("start", "edge")):
            kept.add(index)
            edge = end if start == edge else edge
    return [found[index][:3] for index in sorted(kept)]


# --- numbers ----------------------------------------------------------------------------------------------


@cache
def number_words() -> Mapping[str, int]:
    """Give words for numbers, in several languages, with the number; "first" and "1st" are 1 as "one" is."""
    return {word: int(row["number"]) for row in rows("number_words") for word in row["words"].split("|")}


def number_of(word: str) -> str | None:
    """Give the number that a plain word says, in figures: "second", "2nd", "02" and "2" give "2"; or None."""
    if word[:1].isdigit():
        figures = re.fullmatch("0*([0-9]+?)(?:st|nd|rd|th)?", word)
        return figures[1] if figures else None
    number = number_words().get(word)
    return None if number is None else str(number)


def numbered(words: Sequence[str]) -> list[str]:
    """Give the words of a plain name with its numbers in figures: "brigade forty fourth" ends in "44".

    Tens and the unit behind them are one number ("twenty first" is 21); all else is as `number_of` has it.
    """
    given: list[str] = []
    tens = 0
    for word in words:
        number = number_of(word)
        spoken = int(number) if number and not word[0].isdigit() else 0
        if tens and 0 < spoken < 10:
            given[-1] = str(tens + spoken)
        else:
            given.append(word if number is None else number)
        tens = spoken if spoken in range(20, 100, 10) else 0
    return given
