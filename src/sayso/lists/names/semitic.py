"""Arabic and Hebrew letters as Latin ones: names that are frequent by table, others by rule.

Neither script writes short vowels. A name that is not in ``arabic_names.tsv`` or ``hebrew_names.tsv`` is
spelt from its consonants and long vowels, and a short "a", the commonest, is put after a first consonant that
another follows: no Arabic word begins with two.
"""

from __future__ import annotations

import re
from functools import cache

from sayso.lists.names.tables import rows

__all__ = ["arabic", "hebrew"]

_ALIKE = str.maketrans("أإآٱىیكھہۀةۃ", "ااااييكههههه")
"""Letters that differ between Arabic, Persian and Urdu keyboards or are left out in haste; in keys only."""
_KEHEH = str.maketrans({"ک": "ك", "ی": "ي", "ى": "ي", "ٱ": "ا", "أ": "ا", "إ": "ا", "ئ": "ئ"})
_PERSIAN = frozenset("پچژگٹڈڑں")
_PREFIXES = (
    ("عبدال", "abd al"),
    ("ابوال", "abu al"),
    ("ال", "al"),
    ("لل", "lil"),
    ("وال", "wa al"),
)
_VOWELS = "aeiou"


@cache
def _names(script: str) -> dict[str, str]:
    if script == "Hebr":
        return {row["name"]: row["latin"] for row in rows("hebrew_names")}
    return {_key(row["name"]): row["latin"] for row in rows("arabic_names")}


@cache
def _letters(script: str) -> dict[str, str]:
    return {row["letters"]: row["latin"] for row in rows("romanisation") if row["script"] == script}


def _key(word: str) -> str:
    return word.translate(_KEHEH).translate(_ALIKE)


def arabic(word: str) -> str:
    """Romanise a word in Arabic, Persian or Urdu letters, without marks; the article is a word of its own."""
    names = _names("Arab")
    if known := names.get(_key(word)):
        return known
    bare = word.translate(_KEHEH)
    if bare.endswith("الله") and len(bare) > 5:
        stem = re.sub("[ةه]$", "ت", bare.removesuffix("الله"))  # "rahmat": the ending is spoken here
        return f"{names.get(_key(stem)) or _arabic_letters(stem)}ullah"
    for prefix, latin in _PREFIXES:
        rest = bare.removeprefix(prefix)
        if len(rest) < len(bare) and len(rest) > 2:
            return f"{latin} {names.get(_key(rest)) or _arabic_letters(rest)}"
    return _arabic_letters(word)


def _arabic_letters(word: str) -> str:
    table = _letters("Arab")
    word, w = word.translate(_KEHEH), "v" if _PERSIAN & set(word) else "w"
    units: list[str] = []
    for index, letter in enumerate(word):
        before, after = units[-1] if units else "", word[index + 1 : index + 2]
        units.append(table.get(letter) or _weak(letter, before, after, w, inside=len(units) > 1))
    return _vowelled(units)


def _weak(letter: str, before: str, after: str, w: str, *, inside: bool) -> str:
    """Give what a letter that may be a vowel or a consonant is between its neighbours."""
    consonant_before = bool(before) and before[-1] not in _VOWELS
    consonant_after = bool(after) and after not in "اويآىةأؤئء"
    match letter:
        case "آ":
            return "a"
        case "ا":
            return "" if not before and after in ("ي", "و") else "a"
        case "و":
            if not before:
                return w if after else "o"
            return "u" if consonant_before and after not in ("ا", "ي", "ة") else w
        case "ي":
            if not before:
                return "y"
            if after and after in "اوة":
                return "iy" if consonant_before and inside else "y"
            return "i"
        case "ع":
            return "a" if consonant_after and (not before or consonant_before) else ""
        case "ؤ":
            return "u"
        case "ئ":
            return "a" if after == "ي" else "i"
        case _:
            return ""


def _vowelled(units: list[str]) -> str:
    units = [unit for unit in units if unit]
    first_two = [unit[0] not in _VOWELS for unit in units[:2]]
    if first_two == [True, True]:
        # A participle (muqatil, murabit): m, a consonant, and a long a.
        units.insert(1, "u" if units[0] == "m" and units[2:3] == ["a"] else "a")
    consonants = 0
    for index, unit in enumerate(units):
        consonants = consonants + 1 if unit[0] not in _VOWELS else 0
        if consonants == 3:
            units[index] = f"a{unit}"
            consonants = 1
    return "".join(units)


def hebrew(word: str) -> str:
    """Romanise a word in Hebrew letters, without points."""
    if known := _names("Hebr").get(word):
        return known
    table = _letters("Hebr")
    word = re.sub("[װ]", "וו", word)
    units: list[str] = []
    for index, letter in enumerate(word):
        before, last = units[-1] if units else "", index == len(word) - 1
        if letter == "ה" and last:
            units.append("a" if before and before[-1] not in _VOWELS else "h")
        elif letter in "בפכ" and (last and before) and letter != "כ":
            units.append("v" if letter == "ב" else "f")
        else:
            units.append(table.get(letter) or _hebrew_weak(letter, before, word[index + 1 : index + 2]))
    return _vowelled(units)


def _hebrew_weak(letter: str, before: str, after: str) -> str:
    consonant_before = bool(before) and before[-1] not in _VOWELS
    match letter:
        case "ו":
            if not before or after == "ו":
                return "v"
            return "o" if consonant_before and before != "v" else ""
        case "י":
            if not before:
                return "i" if after and after not in "אהועי" else "y"
            return "i" if consonant_before else "y"
        case "א" | "ע":
            return "a" if not before or consonant_before else ""
        case _:
            return ""
