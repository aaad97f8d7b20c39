"""Words for countries, as lists write them, to ISO 3166-1 alpha-2 codes.

Names, official names, adjectives and peoples come from the gazetteer's table of states; what only lists
write ("Korea, North", "Iran (Islamic Republic of)") is handled here. A part of a state (Crimea, West Bank,
Chechnya) gives the code of the state to which ISO 3166 counts it. States that are no more give no code where
several followed them (Soviet Union, Yugoslavia, Czechoslovakia): "born in the USSR" does not tell which of
fifteen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from sayso.actors.tables import listed, rows

__all__ = ["country_at_end", "country_code", "country_codes"]

_GONE = frozenset({"SU", "YU", "CS"})
_SUCCEEDED = {"DD": "DE"}

# What lists write and the table of states does not hold. An empty code means: this is no country.
_CONVENTIONS = {
    "Afgan": "AF", "Antarctica": "AQ", "Anguillan": "AI", "Argentinean": "AR", "Belarussian": "BY",
    "Brunei Darussalam": "BN", "Burmese": "MM", "Cape Verdian": "CV", "China, Hong Kong SAR": "HK",
    "China, Hong Kong Special Administrative Region": "HK", "China, Macao SAR": "MO",
    "China, Macao Special Administrative Region": "MO", "Hong Kong SAR": "HK", "Hong Kong, China": "HK",
    "Hong Kong SAR, China": "HK", "Macao, China": "MO", "Macau, China": "MO",
    "China, People's Republic of": "CN", "PR China": "CN", "Congo": "CG", "Congo (Brazzaville)": "CG",
    "Congo (Kinshasa)": "CD", "Congo (Democratic Republic)": "CD", "Congolese (DRC)": "CD", "DR Congo": "CD",
    "RDC": "CD", "Cote d Ivoire": "CI", "Curacao": "CW", "Czechoslovakia": "", "Serbia and Montenegro": "",
    "Falkland Islands": "FK", "Former Soviet Union": "", "Soviet": "", "Gambia, The": "GM",
    "French Southern Territories": "TF", "French Southern and Antarctic Lands": "TF",
    "Heard Island and McDonald Islands": "HM", "Bouvet Island": "BV", "Great Britain": "GB",
    "South Georgia and the South Sandwich Islands": "GS", "U.S. Minor Outlying Islands": "UM",
    "United States Minor Outlying Islands": "UM", "Holland": "NL", "Iran, Islamic Rep.": "IR",
    "Korea": "KR", "Korea (North)": "KP", "Korea (South)": "KR", "Korean": "", "Kyrgyz": "KG",
    "Kirghizia": "KG", "Kirghiz": "KG", "Lao": "LA", "Macedonia": "MK", "The former Yugoslav Republic": "",
    "Macedonia, the former Yugoslav Republic of": "MK", "Northern Mali": "ML", "Myanmar/Burma": "MM",
    "Burma/Myanmar": "MM", "Myanmar (Burma)": "MM", "Occupied Palestinian Territories": "PS",
    "Palestinian Authority": "PS", "Palestinian Territory": "PS", "Palestinian Territory, Occupied": "PS",
    "Philippine": "PH", "Reunion": "RE", "Salvadoran": "SV", "St. Helena": "SH",
    "Saint Helena": "SH", "Ascension": "SH", "Sao Tome": "ST", "Somali Republic": "SO",
    "Svalbard and Jan Mayen": "SJ", "Jan Mayen": "SJ", "Taiwan, Province of China": "TW",
    "Taiwan (Province of China)": "TW", "Taiwan, China": "TW", "Republic of Korea": "KR",
    "Republic of China": "TW", "Tanzanian": "TZ", "EL": "GR", "Hellenic": "GR",
    "UK": "GB", "UK and Northern Ireland": "GB", "United Kingdom (UK)": "GB", "Uzbekistani": "UZ",
    "Virgin Islands, British": "VG", "Virgin Islands (British)": "VG", "Virgin Islands, U.S.": "VI",
    "Virgin Islands (US)": "VI", "Virgin Islands": "", "Western Samoa": "WS", "Yugoslav": "",
    "Zairean": "CD", "USSR": "", "U.S.S.R.": "", "Islamic Republic": "", "DPR": "", "LPR": "",
    "Indonesian": "ID", "Kingdom of Saudi Arabia": "SA", "Hashemite Kingdom of Jordan": "JO",
    "Turkmen": "TM", "Turkmenian": "TM", "Ukrainan": "UA", "Ukranian": "UA",
}  # fmt: skip

_LETTER = re.compile(r"""["'“”]?\(?\b[a-k]\)\s*""")  # "(a) German, (b) Moroccan"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HEDGE = re.compile(
    r"\b(?:allegedly|assumed|presumed|probably|possibly|reportedly|former(?:ly)?|now|nationality|citizenship"
    r"|citizen|national|passport|region)\b:?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[;|\n]\s*")
_LESSER_PARTS = re.compile(r"\s*(?:[,/;]|\band/or\b|\band\b|&)\s*")
_MAX_WORDS = 14  # "Hong Kong Special Administrative Region of the People's Republic of China"


def _plain(words: str) -> str:
    """Give the words without marks on letters, with straight apostrophes and no full stops."""
    spread = unicodedata.normalize("NFKD", words.replace("’", "'").replace("ʼ", "'").replace("`", "'"))
    return "".join(c for c in spread if not unicodedata.combining(c)).replace(".", "")


def _tokens(words: str) -> list[str]:
    found = (word.replace("'", "") for word in _WORD.findall(_plain(words).replace("&", " and ")))
    return [word for word in found if word.casefold() != "the"]


def _key(tokens: list[str]) -> str:
    return " ".join("saint" if t in ("st", "ste") else t for t in map(str.casefold, tokens))


@cache
def _names() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Give three tables: sure names, names that stand for a country only where it is asked for, and codes."""
    states = list(rows("states"))
    codes = {row["id"]: row["alpha2"] for row in states if row["alpha2"]}
    sure: dict[str, str] = {}
    doubtful: dict[str, set[str]] = {}
    iso: dict[str, str] = {}
    for row in states:
        alpha2 = row["alpha2"] or codes.get(row["belongs_to"], "")
        alpha2 = _SUCCEEDED.get(alpha2, "" if alpha2 in _GONE else alpha2)
        for column in ("name", "official", "names", "adjective", "people"):
            for name in listed(row[column]):
                key = _key(_tokens(name))
                if name.startswith("?"):
                    doubtful.setdefault(key, set()).add(alpha2)
                else:
                    sure.setdefault(key, alpha2)
        if row["alpha2"]:
            iso[row["alpha2"]] = iso[row["id"]] = alpha2
    for name, alpha2 in _CONVENTIONS.items():
        sure[_key(_tokens(name))] = alpha2
    iso |= {code: code for code in ("AQ", "BV", "GS", "HM", "TF", "UM")}
    iso |= {"ATA": "AQ", "BVT": "BV", "SGS": "GS", "HMD": "HM", "ATF": "TF", "UMI": "UM"}
    return sure, {key: next(iter(found)) for key, found in doubtful.items() if len(found) == 1}, iso


@lru_cache(maxsize=4096)
def country_code(words: str) -> str | None:
    """Give the alpha-2 code of the one country that `words` name, None where they name none or several.

    Names, official names, adjectives, peoples and codes of two or three letters are known, in any case, with
    or without marks on letters, and turned round at a comma or a bracket ("Congo, Democratic Republic of
    the", "Venezuela (Bolivarian Republic of)").
    """
    words = _LETTER.sub("", words).strip()
    return _whole(words) or _whole(_HEDGE.sub(" ", words).replace("()", "")) or None


def _whole(words: str) -> str:
    sure, doubtful, iso = _names()
    tokens = _tokens(words)
    if not tokens or len(tokens) > _MAX_WORDS:
        return ""
    turned = [words]
    if bracket := re.fullmatch(r"([^()]+)\(([^()]+)\)\W*", words):
        turned += [f"{bracket[2]} {bracket[1]}", bracket[1]]
    elif words.count(",") == 1:
        turned.append(" ".join(reversed(words.split(","))))
    for each in turned:
        key = _key(_tokens(each))
        if key in sure:
            return sure[key]
        if key in doubtful:
            return doubtful[key]
    return iso.get("".join(tokens).upper(), "") if len(tokens) == 1 else ""


@lru_cache(maxsize=4096)
def country_codes(words: str) -> tuple[str, ...]:
    """Give the codes of all countries that a cell names, in its order, each once.

    "Russian; Israeli", "Russia and Israel", "(a) German, (b) Moroccan" and cells with more words around them
    ("Russian (the Union does not recognise …)") are understood.
    """
    found: dict[str, None] = {}
    for part in _PARTS.split(words):
        one = country_code(part)
        for code in (one,) if one else _several(part):
            found.setdefault(code)
    return tuple(found)


def _several(part: str) -> tuple[str, ...]:
    pieces = [piece for piece in _LESSER_PARTS.split(part) if piece.strip(" .()")]
    codes = [country_code(piece) for piece in pieces]
    return tuple(code or "" for code in codes) if codes and all(codes) else _within(part)


def _within(words: str) -> tuple[str, ...]:
    """Find the names of countries among other words, the longest first from the left."""
    sure = _names()[0]
    tokens, found, at = _tokens(words), [], 0
    keys = [_key([token]) for token in tokens]
    while at < len(tokens):
        for end in range(min(len(tokens), at + _MAX_WORDS), at, -1):
            code = sure.get(" ".join(keys[at:end]))
            # "us" is a pronoun and "lao" a name: of short words only capitals are taken.
            if code is not None and (end - at > 1 or len(tokens[at]) > 3 or tokens[at].isupper()):
                found.append(code)
                at = end
                break
        else:
            at += 1
    return tuple(code for code in found if code)


@lru_cache(maxsize=4096)
def country_at_end(address: str) -> str | None:
    """Give the country with which an address in one line ends, None where its last part names none."""
    parts = [part.strip(" .;") for part in re.split(r"[,;\n]", address)]
    parts = [part for part in parts if part]
    for count in (1, 2, 3):  # "…, Congo, Democratic Republic of the", "…, Moscow, 119048, Russia."
        if len(parts) >= count:
            tail = ", ".join(parts[-count:])
            # "CA" at the end of an address is California: of short words only names count, no codes.
            code = country_code(tail) if len(tail) > 3 else _names()[0].get(_key(_tokens(tail)))
            if code:
                return code
    return None
