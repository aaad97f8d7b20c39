"""Cells that hold several names, parted: the UN's and the EU's lists write them in many ways.

"X; Y", "a) X b) Y", "X (ABC)", "Alexander (Alexandr) SAMPLE", "X a.k.a. Y", "X Икс", "إكس (X; Y)",
"X (formerly listed as)", "X (original script: Икс)", "X (born in 1970)". What is not understood stays in the
name as it was written: a name too long is found more easily than a name cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from sayso.lists.countries import country_code
from sayso.lists.listing import Name

__all__ = ["NamePart", "names_of", "outside_brackets", "part_names"]

_MAX_PARTS = 200  # a cell of a real list holds fewer than 60
_MAX_CELL = 5_000  # and the longest of these 1,153 characters
# Most cells hold one plain name; only these have anything to part.
_ONE_NAME = re.compile(r"[A-Za-z .'’-]+|[\u0400-\u052f .'’-]+")
_TELLING = re.compile(
    r"\b(?:a\.?k\.?a|f\.?k\.?a|alias|known|born|formerly|previously|or|call|stage|nom|combat|nickname|"
    r"nationality|place|pob|dob)\b",
    re.I,
)
_SPACES = re.compile(r"\s+")
_OPEN, _CLOSE = "(（", ")）"
_LETTERED = re.compile(r"(?:^|(?<=[\s,;]))(?:\(a?[a-z]\)\s*|[a-k]\)\s+)")
_AKA = re.compile(r"\s*(?:,\s*)?(?:\ba\.k\.a\.?|\baka\b|\b(?:also )?known as\b|\balias\b):?\s*", re.I)
_FKA = re.compile(
    r"\s*,?\s*(?:\bf\.k\.a\.?|\b(?:formerly|previously) known as\b|"
    r"\b(?:as )?(?:previously|formerly) listed(?: as)?\b)[.:,]?\s*",
    re.I,
)
_SCRIPT_LABEL = re.compile(
    r"^(?:in )?(?:the )?(?:original script|(?:original )?(?:arabic|russian|ukrainian|belarusian|chinese|"
    r"cyrillic|persian|farsi|hebrew)(?: script| spelling| name)?)\s*[:.]\s*|\s*\(original script\)",
    re.I,
)
_NICKNAME = re.compile(r"^(?:stage name|call sign|nom de guerre|combat name|nickname)\b:?\s*", re.I)
_BIRTH_NAME = re.compile(r"^(?:born|née|nee|maiden name:?)\s+(?=[^\W\d_]{3,}[^\d]*$)(?!(?:in|on)\b)", re.I)
_BORN_AS = re.compile(r"(?:^|\s+[-–—]?\s*)\bborn\s+(?!in\b|on\b|at\b)([^\W\d_][^\d]+)$")
_NO_NAME = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}\b|place of birth|date of birth|nationality\b|pob\b|dob\b", re.I
)
_REMARK = re.compile(
    r"^(?:born\b|date of birth|place of birth|dob\b|birth name|the [A-Z]\w+$|third$|false identity|sub-unit|"
    r"initials|title\b|when he|when she|as at\b|as of\b|son of\b|true name|real name|name in\b|"
    r"national ident|[\w ]*\bpassport\b|[\w ]*\bid number|[\w ]*residency card|mother|father)"
    r"|-\s*sub-unit name$",
    re.I,
)
_BORN_AFTER = re.compile(r",?\s+(?:born|date of birth)\b[\s:]+(?:on |in |circa )?.*\d{4}.*$", re.I | re.S)
_VARIANTS = re.compile(r"\s*(?:,|/|;|\bor\b|،)\s*")
_SLASH = re.compile(r"\s+/\s+")
_TAIL = " \t\n,;:–—-/|"
_LEGAL = frozenset({
    "jsc", "ojsc", "pjsc", "cjsc", "llc", "ltd", "ooo", "oao", "pao", "zao", "ao", "fsue", "co", "inc",
    "limited", "company", "corp", "plc", "gmbh", "sa", "sarl", "bv", "jr", "ii", "iii", "sr", "dr",
    "ооо", "оао", "пао", "зао", "ао", "фгуп", "гуп", "фкп", "фгбу",
})  # fmt: skip


class NamePart(NamedTuple):
    """One name of a cell: `former` where the cell says so, `weak` for nicknames and abbreviations."""

    text: str
    former: bool = False
    weak: bool = False


def part_names(cell: str, *, person: bool, commas: bool = False) -> list[NamePart]:
    """Part a cell into names, the first the one that stands first.

    `person` allows a single word in brackets to be another spelling of the word before. `commas` parts at
    commas too, where what stands between them looks like names of one party and not like "Family, Given".
    """
    cell = _SPACES.sub(" ", cell[:_MAX_CELL]).strip()
    cell = cell[1:-1] if len(cell) > 2 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1] else cell
    if _ONE_NAME.fullmatch(cell) and not _TELLING.search(cell) and (text := cell.strip(_TAIL)):
        return [NamePart(text)] if any(map(str.isalpha, text)) else []
    found: dict[str, NamePart] = {}
    for piece in _pieces(cell, commas=commas, person=person):
        for part in _one(piece, person=person):
            text = part.text.strip(_TAIL)
            outer = text.count('"') == 1 or (text.count('"') == 2 and text[0] == text[-1] == '"')
            text = text.strip('"' + _TAIL) if outer else text
            if any(c.isalnum() for c in text) and len(found) < _MAX_PARTS:
                found.setdefault(text, part._replace(text=text))
    return list(found.values())


def names_of(
    cell: str,
    kind: str,
    *,
    person: bool,
    weak: bool = False,
    commas: bool = False,
    language: str | None = None,
) -> list[Name]:
    """Give the names of a cell as records: `kind` is that of the first of a primary name, else of all."""
    names: list[Name] = []
    for part in part_names(cell, person=person, commas=commas):
        as_kind = "alias" if kind == "primary" and names else kind
        as_kind = "former" if part.former and as_kind == "alias" else as_kind
        names.append(Name(part.text, as_kind, weak or part.weak, language))
    return names


def _pieces(cell: str, *, commas: bool, person: bool) -> Iterator[str]:
    for piece in outside_brackets(cell, ";|\n"):
        for lettered in _LETTERED.split(piece):
            for half in _slashed(lettered):
                yield from _comma_list(half, person=person) if commas else (half,)


def outside_brackets(words: str, marks: str) -> Iterator[str]:
    """Part at marks that stand outside of brackets; brackets that do not match do not count."""
    opened = sum(words.count(c) for c in _OPEN)
    if not opened:
        yield from re.split(f"[{re.escape(marks)}]", words)
        return
    depth = start = 0
    counted = opened == sum(words.count(c) for c in _CLOSE)
    for at, char in enumerate(words):
        if char in _OPEN and counted:
            depth += 1
        elif char in _CLOSE and counted:
            depth -= 1
        elif char in marks and depth <= 0:
            yield words[start:at]
            start = at + 1
    yield words[start:]


def _slashed(piece: str) -> list[str]:
    if _SLASH.search(piece):
        return list(outside_brackets(_SLASH.sub("\n", piece), "\n"))
    halves = piece.split("/") if "(" not in piece else [piece]
    # "Anna SAMPLE/Hanna SAMPLE" are two names, "VARABEI/VERABEI" and "Army/Movement" are not.
    alike = all(len(half.split()) > 1 for half in halves) and set.intersection(
        *(set(half.casefold().split()) for half in halves)
    )
    return halves if alike else [piece]


def _comma_list(piece: str, *, person: bool) -> list[str]:
    parts: list[str] = []
    for part in (part.strip() for part in outside_brackets(piece, ",،")):
        if parts and all(word.casefold().strip(".") in _LEGAL for word in part.split()):
            parts[-1] += f", {part}" if part else ""  # "X Co., Ltd", "Y, Jr"
        elif part:
            parts.append(part)
    pairs = list(pairwise(parts))
    alike = any(_shares(a, b, 3) or ratio(a.casefold(), b.casefold()) >= 60 for a, b in pairs)
    firms = all(part.casefold().split()[0] in _LEGAL for part in parts)
    return parts if len(parts) > 1 and (alike or firms or len(parts) > (3 if person else 2)) else [piece]


def _shares(one: str, other: str, letters: int) -> bool:
    long = [
        {w for w in re.findall(r"[^\W_]+", text.casefold()) if len(w) >= letters} for text in (one, other)
    ]
    return bool(long[0] & long[1])


def _one(piece: str, *, person: bool) -> Iterator[NamePart]:
    """Part what may still be one name with brackets, "a.k.a." and a second script behind it."""
    opened, closed = (sum(piece.count(c) for c in marks) for marks in (_OPEN, _CLOSE))
    piece = piece.strip() + ")" * min(opened - closed, 9)
    if (alone := re.fullmatch(r"\(([^()]{2,})\)", piece)) is not None:
        piece = alone[1]
    outer, inside = _brackets(piece)
    if not inside:
        yield from _plain(piece)
        return
    kept, more, former, weak = outer[0], [], False, False
    for content, after in zip(inside, outer[1:], strict=True):
        seen = _bracketed(kept, content, after, person=person)
        if seen is None:
            kept = f"{kept}({content}){after}"
            continue
        parts, this_former, this_weak = seen
        former, weak = former or this_former, weak or this_weak
        more += parts
        kept = f"{kept.rstrip()}{after if after[:1] in ',;' else ' ' + after.lstrip()}"
    either = re.split(r"\s+or\s+", kept) if person else [kept]
    for at, part in enumerate(part for words in either for part in _plain(words)):
        yield part._replace(former=former or part.former, weak=weak or part.weak) if at == 0 else part
    for part in more:
        yield from _plain(part.text, part.former, part.weak)


def _brackets(piece: str) -> tuple[list[str], list[str]]:
    """Give what stands outside of the outermost brackets, and what inside: nothing if they do not match."""
    outer, inside, depth, start = [], [], 0, 0
    for at, char in enumerate(piece):
        if char in _OPEN:
            if depth == 0:
                outer.append(piece[start:at])
                start = at + 1
            depth += 1
        elif char in _CLOSE:
            depth -= 1
            if depth < 0:
                return [piece], []
            if depth == 0:
                inside.append(piece[start:at].strip())
                start = at + 1
    if depth:
        return [piece], []
    return [*outer, piece[start:]], inside


def _bracketed(
    before: str, content: str, after: str, *, person: bool
) -> tuple[list[NamePart], bool, bool] | None:
    """Tell what brackets mean: names to add, whether the outer one is a former one, and whether a weak one.

    None where they belong to the name.
    """
    if not before.strip():
        return None
    if (label := _FKA.match(content) or re.match(r"formerly:?\s+", content, re.I)) is not None:
        rest = content[label.end() :]
        if _script(rest) != _script(before):
            rest = _SCRIPT_LABEL.sub("", rest)
        return _parts(rest, former=True), not rest, False
    if _NICKNAME.match(content):
        rest = _NICKNAME.sub("", content)
        return _parts(rest, weak=True), False, not rest
    if (born := _BIRTH_NAME.match(content)) is not None:
        return _instead(before, [content[born.end() :]], former=True), False, False
    if _REMARK.search(content):
        return [], False, False
    labelled = _SCRIPT_LABEL.sub("", content)
    if labelled != content or _script(content) not in ("", _script(before)):
        return _parts(labelled), False, False
    return _variants(before, content, after, person=person)


def _variants(
    before: str, content: str, after: str, *, person: bool
) -> tuple[list[NamePart], bool, bool] | None:
    known_as = (aka := _AKA.match(content)) is not None
    rest = content[aka.end() :] if aka else re.sub(r"^or\s+", "", content)
    words = [word for word in _VARIANTS.split(rest) if word]
    single = bool(words) and all(" " not in word for word in words)
    if (
        single
        and (person or known_as)
        and (known_as or rest != content or after.strip() or _same_case(before, words))
        and (known_as or all(_alike(before, word) for word in words) or _same_case(before, words))
    ):
        return _instead(before, words, after=after), False, False
    if known_as or rest != content:
        return _parts(re.sub(r"\s+or\s+", ", ", rest), commas=True), False, False
    last = not [word for word in after.split() if word.casefold().strip(".,") not in _LEGAL]
    if person:
        near = last and " " in content and (_shares(before, content, 4) or ratio(before, content) >= 70)
        return (_parts(content, commas=True), False, False) if near else None
    if _abbreviates(content, before):
        # Amid a name ("Guard Corps (GC) First Division") it stands for a part of it only.
        return (
            ([NamePart(word, weak=True) for word in _VARIANTS.split(content)] if last else []),
            False,
            False,
        )
    return ([NamePart(content)], False, False) if last and _is_long_form(before, content) else None


def _is_long_form(before: str, content: str) -> bool:
    """Tell whether brackets at the end of an organisation's name hold another name of it."""
    words = content.split()
    if len(words) < 2 or country_code(content) is not None or words[-1].casefold() in ("branch", "office"):
        return False
    if _shares(before, content, 4) or words[0].casefold() in _LEGAL:
        return True
    short = before.split()[-1:] or [""]
    if _abbreviates(short[0].strip("'\"‘’“”«»"), content):
        return True
    return len(words) > 2 and len(before.split()) < 3 and words[0][:1].isupper() and "," not in content


def _parts(words: str, *, former: bool = False, weak: bool = False, commas: bool = False) -> list[NamePart]:
    if not words:
        return []
    pieces = outside_brackets(words, ";,،" if commas or _script(words) != "latin" else ";")
    if _script(words) == "latin" and not commas:
        pieces = iter([each for piece in pieces for each in _comma_list(piece, person=True)])
    found = (part for piece in pieces for part in _one(piece.strip(), person=True) if piece.strip())
    return [part._replace(former=former or part.former, weak=weak or part.weak) for part in found]


def _instead(before: str, words: Iterable[str], *, after: str = "", former: bool = False) -> list[NamePart]:
    """Put other words in the place of the word before the brackets."""
    start = before.rstrip().rpartition(" ")[0]
    return [NamePart(" ".join(f"{start} {word} {after}".split()), former) for word in words]


def _alike(before: str, word: str) -> bool:
    last = before.split()[-1:] or [""]
    return ratio(last[0].casefold(), word.casefold()) >= 55


def _same_case(before: str, words: list[str]) -> bool:
    last = (before.split() or [""])[-1]
    return len(before.split()) > 1 and last.isupper() and all(word.isupper() for word in words)


def _abbreviates(content: str, name: str) -> bool:
    """Tell whether the content is made of capitals of the name before, in order: ABC for A Better Company."""
    first = _VARIANTS.split(content)[0]
    capitals = [c.casefold() for c in first if c.isalpha()]
    if not 2 <= len(capitals) <= 14 or " " in first or country_code(first) is not None:
        return False
    if sum(c.isupper() for c in first) * 2 < len(capitals):
        return False
    rest = iter(name.casefold())
    starts = {word[0] for word in re.findall(r"[^\W_]+", name.casefold())}
    return capitals[0] in starts and all(c in rest for c in capitals)


def _plain(words: str, former: bool = False, weak: bool = False) -> Iterator[NamePart]:
    """Part a name without brackets to be understood at "a.k.a." and where the script changes."""
    words = _BORN_AFTER.sub("", words).strip()
    if _NO_NAME.match(words):
        return
    if _NICKNAME.match(words):
        words, weak = _NICKNAME.sub("", words), True
    if (label := _FKA.search(words)) is not None:
        words, earlier = words[: label.start()], words[label.end() :]
        former = former or not earlier
        yield from _plain(words, former, weak)
        yield from _plain(earlier.strip(" '‘’"), True, weak)
        return
    if (born := _BORN_AS.search(words)) is not None:
        words, maiden = words[: born.start()], born[1]
        yield from _instead(words, [maiden], former=True) if " " not in maiden else [NamePart(maiden, True)]
    first, *known_as = _AKA.split(words)
    for name in _by_script(first, least=2):
        yield NamePart(name, former, weak)
    for half in known_as:
        for name in (each for piece in _by_script(half, least=1) for each in _VARIANTS.split(piece)):
            nickname = " " not in name and _script(name) == "latin"
            yield NamePart(name.strip(" '‘’"), former, weak or nickname)


def _by_script(words: str, least: int) -> list[str]:
    """Part where the script changes, if each part could be a name by itself: one of `least` words."""
    if words.isascii():
        return [words]
    runs: list[tuple[str, list[str]]] = []
    for token in words.split():
        script = _script(token)
        if runs and script in ("", runs[-1][0]):
            runs[-1][1].append(token)
        elif runs and runs[-1][0] == "":
            runs[-1] = (script, [*runs[-1][1], token])
        else:
            runs.append((script, [token]))
    whole = [script in ("han", "arabic") or _letters(tokens) >= least for script, tokens in runs]
    return [" ".join(tokens).strip(_TAIL) for _, tokens in runs] if all(whole) else [words]


def _letters(tokens: list[str]) -> int:
    return sum(any(c.isalpha() for c in token) for token in tokens)


def _script(words: str) -> str:
    """Give the script of most letters; a Latin "i" within a Cyrillic word does not count."""
    counts: dict[str, int] = {}
    for char in words:
        if char.isalpha():
            name = _script_of(ord(char))
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else ""


def _script_of(code: int) -> str:
    if code < 0x0370 or 0x1E00 <= code < 0x1F00:
        return "latin"
    if 0x0400 <= code < 0x0530:
        return "cyrillic"
    if 0x0600 <= code < 0x0780 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        return "arabic"
    if 0x2E80 <= code < 0xA000 or 0xAC00 <= code < 0xD7B0 or code >= 0x20000:
        return "han"
    return "other"
