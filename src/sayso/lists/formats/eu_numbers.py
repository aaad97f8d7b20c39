"""Numbers of papers and registers in cells of free words, as the EU's lists write them.

"Colombia number AS272175 (expired on 31 March 2026); Spain number XDD789846", "7415044181 (Tax ID/INN)",
"13185231 INN: 5013045054 KPP: 504001001", "(a) 203037 (Libyan passport issued in Tripoli, Libya), (b) …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.lists.countries import country_codes
from sayso.lists.listing import Identifier

__all__ = ["numbers_of"]

_LABELLED = re.compile(
    r"\b(INN|KPP|OGRN|OKPO|TIN|SWIFT(?:/BIC)?|BIC|LEI|USCC|UID|VAT)\b\s*(?:No\.?|code|number)?\s*[:№.]?\s*"
    r"([A-Z]{0,2}\d[\dA-Z]{5,24})\b"
)
_KINDS = {
    "inn": "inn", "kpp": "kpp", "ogrn": "ogrn", "okpo": "okpo", "tin": "tax", "vat": "tax", "tax": "tax",
    "swift": "swift", "bic": "swift", "lei": "lei", "uscc": "registration", "uid": "registration",
    "brn": "registration", "trn": "registration", "passport": "passport", "identi": "national-id",
    "national": "national-id", "tazkira": "national-id",
}  # fmt: skip
_PIECES = re.compile(
    r"\s*;\s*|(?:^|[\s,]+)\"?\(?[a-k]\)\s+|,\s+(?=[\w-]*\d[\w-]*\s*(?:\(|,|\x00|$))|\s+/\s+|/\s+|\s+and\s+(?=\d)"
)
_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_AFTERMATH = re.compile(
    r"[,;.]?\s*\b(?:issued|expir\w+|valid|officially|which|date of|name:|cancelled)\b.*$", re.I | re.S
)
_SERIES = re.compile(r"(?:\bseries\s+(\S+)|\b(\d{4}))\s+(?:No|number|№)\.?\s*(\S+)", re.I)
_BURMESE = re.compile(r"\d{1,2}/\w+\s*\(\w+\)[-\s]*\d+")  # township, class and number: 12/XYZ (N) 123456
_CODE = re.compile(r"[A-Z0-9]{8,12}")
_NUMBER = re.compile(r"(?:\b[A-Z]/)?(?:\b[A-ZА-ЯЁ]{1,4}[-\s]?)?(?<!\w)[\w-]*\d[\w./-]*(?:\s\d[\w./-]*)*")
_FIGURES = ("inn", "ogrn", "kpp", "okpo", "tax", "imo", "mmsi")
_MAX = 200
_MAX_CELL = 5_000


def numbers_of(cell: str, kind: str, label: str | None = None) -> Iterator[Identifier]:
    """Give the identifiers of a cell that by its column should hold numbers of `kind`.

    A label in the cell ("INN", "Tax ID", "passport") decides over the column. Words without any number
    ("unknown", "does not exist") give none.
    """
    cell = " ".join(cell[:_MAX_CELL].split()).strip(' "')
    for found in _LABELLED.finditer(cell):
        if found[1] in ("INN", "KPP", "OGRN", "OKPO") or ":" in found[0]:
            yield Identifier(_kind(found[1], kind), found[2], label=found[1])
    rest = _LABELLED.sub(
        lambda m: "" if m[1] in ("INN", "KPP", "OGRN", "OKPO") or ":" in m[0] else m[0], cell
    )
    before = None
    for piece in _split(rest):
        made = _one(piece, kind, label)
        if made is not None:
            # Russian firms are given as "INN / KPP", ten and nine figures.
            follows = before is not None and len(before) == 10 and before.isdigit()
            if follows and re.fullmatch(r"\d{9}", made.value) and kind in ("inn", "tax", "registration"):
                made = Identifier("kpp", made.value, made.country, "KPP")
            before = made.value
            yield made


def _split(cell: str) -> list[str]:
    """Part a cell outside of its brackets."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        if re.fullmatch(r"\([a-k]\)", match[0]):
            return match[0]
        held.append(match[0])
        return f"\x00{len(held) - 1}\x00"

    masked = _BRACKETS.sub(hold, cell.replace("\x00", ""))
    pieces = _PIECES.split(masked)
    return [
        re.sub(r"\x00(\d+)\x00", lambda m: held[int(m[1])], piece).strip(" ,.") for piece in pieces if piece
    ]


def _one(piece: str, kind: str, label: str | None) -> Identifier | None:
    if _BURMESE.fullmatch(piece):
        return Identifier(kind, piece, "MM", label)
    notes = [note.strip() for note in _BRACKETS.findall(piece)]
    words = _BRACKETS.sub(" ", piece)
    if (after := _AFTERMATH.search(words)) is not None:
        notes.append(after[0].strip(" ,;."))
        words = words[: after.start()]
    series, code = _SERIES.search(words), _CODE.fullmatch(words.strip())
    numbers = [found for found in _NUMBER.finditer(words) if sum(map(str.isdigit, found[0])) > 2]
    if series is not None:
        value, before = f"{series[1] or series[2]} {series[3]}", words[: series.start()]
    elif numbers:
        value, before = numbers[-1][0].strip(" .-"), words[: numbers[-1].start()]
    elif code is not None:
        value, before = code[0], ""
    else:
        return None
    before = before.strip(" :,.-")
    about = " ".join([before if len(before) > 3 else "", *notes])
    found_kind, codes = _kind(about, kind), set(country_codes(about))
    value = value.strip(" ,;")[:_MAX]
    if found_kind in _FIGURES and value.replace(" ", "").isdigit():
        value = value.replace(" ", "")
    note = "; ".join(notes) or None
    return Identifier(found_kind, value, codes.pop() if len(codes) == 1 else None, before or label, note)


def _kind(words: str, otherwise: str) -> str:
    words = words.casefold()
    for word, kind in _KINDS.items():
        if re.search(rf"\b{word}", words):
            # A passport's note may speak of national papers, and a national number's of a passport's.
            return otherwise if otherwise in ("passport", "national-id") and kind == "national-id" else kind
    return otherwise
