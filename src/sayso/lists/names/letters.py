"""Names in any script as plain lower-case ASCII words: for comparing names, not for showing them.

    plain("Влади́мир ПУТИН")       "vladimir putin"          romanised
    plain("НАSSАN Rоuhаni")       "hassan rouhani"          look-alike letters read as what they imitate
    plain("S.A. d'Énergie & Cie") "sa denergie and cie"     initialisms joined, accents and apostrophes gone
    plain("習近平")                "xi jinping"              pinyin, the surname apart
    undigited("0sama")            "osama"                   digits that imitate letters, on request

Cyrillic is written as passports have it (ICAO Doc 9303 part 3, section 6, and near to BGN/PCGN), Greek near
to ELOT 743, Hangul in the Revised Romanisation with the usual spellings of family names, kana in Hepburn, Han
in pinyin. Arabic and Hebrew leave short vowels unwritten: frequent names are looked up, others are spelt from
their consonants and long vowels with a guess at the first short one. What has no table of ours is left to
`anyascii`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from anyascii import anyascii

from sayso.lists.names.semitic import arabic, hebrew
from sayso.lists.names.tables import rows

__all__ = ["plain", "script_of", "undigited"]

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "COPTIC": "Copt", "ARMENIAN": "Armn",
    "HEBREW": "Hebr", "ARABIC": "Arab", "SYRIAC": "Syrc", "THAANA": "Thaa", "DEVANAGARI": "Deva",
    "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "ORIYA": "Orya", "TAMIL": "Taml",
    "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh", "THAI": "Thai",
    "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr", "GEORGIAN": "Geor", "HANGUL": "Hang",
    "ETHIOPIC": "Ethi", "CHEROKEE": "Cher", "KHMER": "Khmr", "MONGOLIAN": "Mong", "HIRAGANA": "Hira",
    "KATAKANA": "Kana", "BOPOMOFO": "Bopo", "CJK": "Hani", "LISU": "Lisu",
}  # fmt: skip
_LETTER = "[^\\W\\d_]"
_APOSTROPHES = "'`´‘’‛′ʹʻʼʽʾʿˈˊˋ՚ʔʕꞌ׳＇\u02be\u02bf\u0384"
_INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\u00ad\u034f\u0600-\u0605\u061c\u0640\u06dd\u070f\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff™®©℠]"
)
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
                    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff"
                    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")  # fmt: skip
_SIGNS = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, ""), "&": " and ", "+": " and ", "＆": " and ", "＋": " and ", "№": " no "}
)
_ASCII = bytes(code if code == 46 or chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_ASCII_GONE = b"'`\x7f" + bytes((*range(9), *range(14, 28)))
_INITIALS = re.compile(f"(?<![^\\W_])((?:{_LETTER}\\.)+)({_LETTER}(?![^\\W_]))?")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(
    f"(?P<han>[{_HAN}]+)|(?P<kana>[\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe]+)|(?P<hangul>[가-힣]+)"
    "|(?P<arabic>[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9]+)"
    "|(?P<hebrew>[\u05d0-\u05ea\u05ef-\u05f2]+)"
)
_PARTED = re.compile(f"^([{_HAN}]{{1,2}}|[가-힣]) ([{_HAN}]{{1,2}}|[가-힣]{{1,2}})$")
_DIGITS = str.maketrans("0134589276@$", "oieasbgztbas")
_CYRILLIC_FORMS = frozenset({"тов", "нк", "ук", "ст", "то", "кт", "акб", "нао", "ск"})
"""Words all of look-alikes that stand in Cyrillic beside Latin names in earnest: forms of companies."""


def plain(text: str) -> str:
    """Give a name as lower-case ASCII words parted by single blanks; empty where no letter or digit is left.

    Invisible characters go without a gap; a no-break space parts words as any space does. Letters lose their
    marks ("müller" gives "muller"), ß becomes ss, æ ae, ø o, ł l. Apostrophes go without a gap, other
    punctuation parts words, but an initialism is one word ("S.A." gives "sa"). "&" and "+" become "and".
    """
    return _ascii(text) if text.isascii() else _foreign(text)


def undigited(word: str) -> str:
    """Give a plain word with the digits that imitate letters as those letters: "sech1n" gives "sechin".

    Only where the word has letters too: "747" stays. The digit 1 is read as i, and as l after another l or
    between a vowel and the end of the word (undecidable in general: compare loosely). In a word that is not
    plain yet, @ and $ are read as a and s.
    """
    if word.isalpha() or not any(map(str.isalpha, word)):
        return word
    return re.sub("(?<=[aeou])1$|(?<=l)1|1(?=l)", "l", word.lower()).translate(_DIGITS)


def script_of(text: str) -> str:
    """Give the ISO 15924 code of the script of most letters of a text; ``Zyyy`` where it has none."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    counts = Counter(_script(c) for c in unicodedata.normalize("NFKC", text) if c.isalpha())
    return counts.most_common(1)[0][0] if counts else "Zyyy"


@lru_cache(maxsize=1 << 14)
def _script(character: str) -> str:
    return _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0].split("-")[0], "Zyyy")


def _ascii(text: str) -> str:
    if "&" in text or "+" in text:
        text = text.replace("&", " and ").replace("+", " and ")
    text = text.lower().encode("ascii").translate(_ASCII, _ASCII_GONE).decode("ascii")
    if "." in text:
        text = _INITIALS.sub(_joined, text).replace(".", " ")
    return " ".join(text.split())


def _joined(match: re.Match[str]) -> str:
    return f"{match[1].replace('.', '')}{match[2] or ''} "


def _foreign(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text.translate(_SIGNS)))
    # NFKC makes apostrophes of some compatibility characters, and takes others apart into space and mark.
    text = _MARKS.sub("", re.sub('(?<=[א-ת])["״](?=[א-ת])', "", text.translate(_SIGNS)))
    text = "".join(c if c == "." or _kept(c) else " " for c in text)
    if "." in text:
        text = _INITIALS.sub(_joined, text).replace(".", " ")
    text = " ".join(re.sub("(?<=[ء-ی]{2}) +(?=الله(?![ء-ی]))", "", text).split())
    words = _PARTED.sub("\\1\\2", text).split()
    latin = any(_is_latin(word) for word in words)
    style = _style(text.casefold())
    alone = len(words) == 1
    return " ".join(" ".join(_word(word, latin, style, alone) for word in words).split())


@lru_cache(maxsize=1 << 14)
def _kept(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


@lru_cache(maxsize=1 << 16)
def _is_latin(word: str) -> bool:
    return len(word) > 1 and any(_script(c) == "Latn" for c in word)


@lru_cache(maxsize=1 << 16)
def _word(word: str, latin_beside: bool, style: str, alone: bool) -> str:
    """Romanise one word; `style` is the language of Cyrillic letters, `alone` that the name has no other."""
    if word.isascii():
        return word.lower()
    found: list[str] = []
    position = 0
    for run in _RUN.finditer(word):
        found += [
            _alphabetic(word[position : run.start()], latin_beside, style),
            _run(run, alone and run[0] == word),
        ]
        position = run.end()
    return " ".join([*found, _alphabetic(word[position:], latin_beside, style)])


def _run(run: re.Match[str], alone: bool) -> str:
    text = run[0]
    match run.lastgroup:
        case "han":
            return _han(text, alone)
        case "hangul":
            return _hangul(text, alone)
        case "kana":
            return _kana(text)
        case "arabic":
            return arabic(text)
        case _:
            return hebrew(text)


# --- Latin, and what looks like it ------------------------------------------------------------------------


def _alphabetic(word: str, latin_beside: bool, style: str) -> str:
    if not word:
        return ""
    word = _imitated(word, latin_beside).casefold()
    if any("\u0370" <= c <= "\u03ff" or "\u1f00" <= c <= "\u1fff" for c in word):
        word = _greek(word)
    elif any("\u0400" <= c <= "\u052f" for c in word):
        word = _spelt(word, style)
    if word.isascii():
        return word
    word = _spelt(_MARKS.sub("", unicodedata.normalize("NFKD", word)).replace("ու", "u"), "Latn")
    return re.sub("[^a-z0-9]+", " ", re.sub("['`]", "", anyascii(word).lower()))


def _imitated(word: str, latin_beside: bool) -> str:
    """Read look-alikes as Latin in a word that has Latin letters, or that is all look-alikes beside such.

    A Cyrillic word with a few Latin letters in it ("Пyтин" with a Latin y) is made wholly Cyrillic instead.
    """
    alike = _lookalikes()
    foreign = [c for c in word if c.isalpha() and _script(c) != "Latn"]
    if not foreign:
        return word
    latin = [c for c in word if c.isalpha() and _script(c) == "Latn"]
    if not latin:
        every = latin_beside and all(c in alike for c in foreign) and word.casefold() not in _CYRILLIC_FORMS
        return "".join(alike.get(c, c) for c in word) if every else word
    if not all(c in alike for c in foreign) and _script(foreign[0]) == "Cyrl":
        back = _cyrillic_twins()
        if all(c in back for c in latin):
            return "".join(back.get(c, c) for c in word)
    return "".join(alike.get(c, c) for c in word)


@cache
def _lookalikes() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in rows("lookalikes")}


@cache
def _cyrillic_twins() -> dict[str, str]:
    return dict(zip("ABEKMHOPCTYXIJSabekmhopctyxijsë", "АВЕКМНОРСТУХІЈЅавекмнорстухіјѕё", strict=True))


# --- alphabets by table -----------------------------------------------------------------------------------


@cache
def _table(script: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Give the longest-first pattern of a script's letters and what each becomes (``^``: at the start)."""
    base = _table(script.partition("-")[0])[1] if "-" in script else {}
    found = base | {row["letters"]: row["latin"] for row in rows("romanisation") if row["script"] == script}
    ordered = sorted(found, key=lambda letters: (-len(letters), letters))
    return re.compile("|".join(ordered)), found


def _spelt(word: str, script: str) -> str:
    pattern, latin = _table(script)

    def one(match: re.Match[str]) -> str:
        at_start = match.start() == 0 and latin.get(f"^{match[0]}")
        return at_start or latin.get(match[0]) or latin.get(f"^{match[0]}", "")

    return pattern.sub(one, word).replace("yy", "y") if script.startswith("Cyrl") else pattern.sub(one, word)


def _style(text: str) -> str:
    """Tell by its letters in which language a Cyrillic text is spelt; Russian where nothing tells."""
    if not re.search("[\u0400-\u052f]", text):
        return ""
    if re.search("[ѓќѕ]", text):
        return "Cyrl-mk"
    if re.search("[ђћљњџј]", text):
        return "Cyrl-sr"
    if re.search("[әқңғүұһө]", text):
        return "Cyrl"
    if re.search("[їєґ]|[сц]ьк", text) or ("і" in text and not re.search("[ыэъўё]", text)):
        return "Cyrl-uk"
    if "ў" in text and "і" in text:
        return "Cyrl-be"
    return "Cyrl-bg" if re.search("ъ(?![еёюяиіє])", text) else "Cyrl"


def _greek(word: str) -> str:
    """Drop accents but not the dialytika (αϊ is no αι), then spell."""
    parted = unicodedata.normalize("NFD", word)
    bare = re.sub("[\u0300\u0301\u0304\u0306\u0313\u0314\u0342\u0345]", "", parted)
    return _spelt(unicodedata.normalize("NFC", bare), "Grek")


# --- East Asia --------------------------------------------------------------------------------------------


@cache
def _han_tables() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    words = {row["word"]: row["latin"] for row in rows("han_words")}
    surnames = {row["name"]: row["latin"] for row in rows("han_surnames")}
    return surnames, words, re.compile("|".join(sorted(words, key=len, reverse=True)))


def _pinyin(text: str) -> str:
    return re.sub("[^a-z0-9]", "", anyascii(text).lower())


def _han(text: str, alone: bool) -> str:
    """Give pinyin: a person's surname and given name, or the known words of a company's name apart."""
    surnames, words, pattern = _han_tables()
    if (len(text) > 3 or not alone) and (found := pattern.search(text)):
        before, after = text[: found.start()], text[found.end() :]
        return " ".join((_pinyin(before), words[found[0]], _han(after, False) if after else ""))
    if not alone:
        return surnames.get(text) or _pinyin(text)
    size = 2 if text[:2] in surnames and len(text) > 2 else 1
    surname = surnames.get(text[:size]) or _pinyin(text[:size])
    if len(text) == 1 or len(text) > 4 or text in surnames:
        return surnames.get(text) or _pinyin(text)
    return f"{surname} {_pinyin(text[size:])}"


_INITIAL = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)  # fmt: skip
_MEDIAL = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
    "eu", "ui", "i",
)  # fmt: skip
_FINAL = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
)  # fmt: skip


def _syllable(syllable: str) -> str:
    index = ord(syllable) - 0xAC00
    return _INITIAL[index // 588] + _MEDIAL[index % 588 // 28] + _FINAL[index % 28]


@cache
def _hangul_surnames() -> dict[str, str]:
    return {row["name"]: row["latin"] for row in rows("hangul_surnames")}


def _hangul(text: str, alone: bool) -> str:
    """Give a person's name by syllables, as Korean passports and the lists part it; other words unparted."""
    surnames = _hangul_surnames()
    size = 2 if text[:2] in surnames and len(text) > 2 else 1
    if text in surnames and len(text) == 1:
        return surnames[text]
    if alone and len(text) <= size + 2 and text[:size] in surnames:
        return " ".join((surnames[text[:size]], *map(_syllable, text[size:])))
    return "".join(map(_syllable, text))


def _kana(text: str) -> str:
    """Give Hepburn: long vowels unmarked, the small tsu doubling the consonant that follows it."""
    hiragana = "".join(chr(ord(c) - 0x60) if "\u30a1" <= c <= "\u30f6" else c for c in text)
    latin = re.sub("[っゝゞ]([a-z])", _doubled, _spelt(hiragana, "Kana"))
    if hiragana == text:
        latin = re.sub("ou|oo", "o", latin).replace("uu", "u")
    return re.sub("[^a-z]", "", latin)


def _doubled(match: re.Match[str]) -> str:
    return ("t" if match[1] == "c" else match[1]) + match[1]
