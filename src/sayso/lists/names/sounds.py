"""Two words of names: how much alike they are, whatever alphabet, ear, hand or keyboard stood in between."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from sayso.lists.names.letters import undigited

__all__ = ["alike", "bare", "folded", "seen", "skeleton"]

# What romanisations of one sound differ in, as regular replacements. After Christen, Data Matching (2012),
# ch. 4 (phonetic encodings), with the pairs that lists of Arabic, Cyrillic, Persian and Korean names show.
_FOLDS: tuple[tuple[str, str], ...] = (
    ("tsch", "C"), ("shch", "S"), ("sch", "S"), ("tch", "C"), ("dzh", "j"), ("dsch", "j"), ("dj", "j"),
    ("ch", "C"), ("sh", "S"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("ck", "k"), ("cz", "C"), ("ts", "s"), ("tz", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("w", "v"),
    ("z", "s"), ("v", "v"),
)  # fmt: skip
_FOLD = re.compile("|".join(sorted((old for old, _ in _FOLDS), key=len, reverse=True)))
_NEW = dict(_FOLDS)
_GLIDE = re.compile("(?<=[ei])j(?=s?$)")  # Sergej, Andrejs
_SHAPES = re.compile("rn|cl|vv")  # read from paper as m, d, w
_SHAPED = {"rn": "m", "cl": "d", "vv": "w"}
_DOUBLES = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiouy]+")


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """Write a word by its sounds: one letter for what romanisations write in several ways."""
    return _DOUBLES.sub(r"\1", _FOLD.sub(lambda match: _NEW[match[0]], _GLIDE.sub("i", word)))


@lru_cache(maxsize=1 << 17)
def skeleton(word: str) -> str:
    """Give a word's consonants by their sounds; a vowel counts only where the word begins with it.

    >>> skeleton("muhammad"), skeleton("mohamed"), skeleton("mhmd")
    ('mhmd', 'mhmd', 'mhmd')
    """
    sounds = folded(word)
    bones = _DOUBLES.sub(r"\1", _VOWELS.sub("", sounds))
    return "a" + bones if _VOWELS.match(sounds) else bones


@lru_cache(maxsize=1 << 16)
def seen(word: str) -> str:
    """Write a word as a poor print or a machine's eye may show it."""
    return _SHAPES.sub(lambda match: _SHAPED[match[0]], word if word.isalpha() else undigited(word))


@lru_cache(maxsize=1 << 18)
def alike(one: str, other: str) -> tuple[float, str]:
    """Say how much two plain words are alike (0 to 1), and by what.

    Likeness by spelling is one less the share of letters to insert, leave out, change or swap (optimal string
    alignment); the other values were set on names/name_pairs_dev, see benchmarks/README.md.
    """
    if one == other:
        return 1.0, "same"
    longest = max(len(one), len(other))
    if min(len(one), len(other)) == 1:
        initial = one[0] == other[0] and one[0].isalpha()
        return (0.9, "initial") if initial else (0.0, "")
    best, how = 1 - OSA.distance(one, other) / longest, "spelling"
    if longest < 4:  # a letter is much of a short word: "kim" is not "kin"
        best *= 0.75
    first, second = folded(one), folded(other)
    if first == second:
        return max(best, 0.95), "sound"
    heard = 0.97 * (1 - OSA.distance(first, second) / max(len(first), len(second)))
    if heard > best:
        best, how = heard, "sound"
    if best < 0.95 and seen(one) == seen(other):
        return 0.95, "looks"
    kept = _consonants(one, other)
    return (kept, "consonants") if kept > best else (best, how)


def _consonants(one: str, other: str) -> float:
    """Give how much two words are alike by their consonants; more where one has hardly anything else."""
    bones, others = skeleton(one), skeleton(other)
    without = not (_VOWELS.search(one[1:-1]) and _VOWELS.search(other[1:-1]))
    if without and min(len(bones), len(others)) > 1:
        if one[0] == other[0] and (bones == others or bare(one) == bare(other)):
            return 0.97
        if min(len(bones), len(others)) > 2 and bones.removeprefix("a") == others.removeprefix("a"):
            return 0.93
    return 0.86 if bones == others and len(bones) > 1 else 0.0


@lru_cache(maxsize=1 << 17)
def bare(word: str) -> str:
    """Give a word without its vowels, as somebody writes it who leaves them out."""
    return word[:1] + _VOWELS.sub("", word[1:])
