"""What bytes and texts are: the encoding of a text, whether it is text at all, and the language that it is
in.
"""

from __future__ import annotations

import codecs
import functools
import re
from typing import Any

from sayso.errors import IngestError

__all__ = ["LANGUAGES", "decode", "html_charset", "language", "require_text"]

LANGUAGES: dict[str, str] = {"en": "English"}
"""What the shipped model reads: ISO 639-1 code -> name."""

# ---- encoding ----

_BOMS = [  # UTF-32 before UTF-16, whose mark begins UTF-32's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_MAGIC = [
    (b"%PDF-", "a PDF; turn it into text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document; unpack it or save it as plain text first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document; save it as plain text first"),
    (b"{\\rtf", "a rich-text document; save it as plain text first"),
    (b"\x89PNG\r\n", "an image; sayso reads text only"),
    (b"\xff\xd8\xff", "an image; sayso reads text only"),
    (b"GIF87a", "an image; sayso reads text only"),
    (b"GIF89a", "an image; sayso reads text only"),
    (b"\x7fELF", "a program; sayso reads text only"),
    (b"SQLite format 3\0", "a database; export its texts as JSONL first"),
    (b"\x1f\x8b", "compressed twice; expand it once first"),
    (b"\x28\xb5\x2f\xfd", "compressed twice; expand it once first"),
    (b"BZh9", "compressed with bzip2; expand it or use gzip or Zstandard"),
    (b"\xfd7zXZ\0", "compressed with xz; expand it or use gzip or Zstandard"),
]
_NOT_TEXT = "This is not text; if it holds a report, save it as plain text (.txt) first."
_SAMPLE = 1 << 16
_GUESS_SAMPLE = 1 << 13  # bytes: charset-normalizer needs milliseconds for this, and seconds for a megabyte
_WESTERN = ["cp1252", "cp1250"]
# Quotation marks and apostrophes as old Macs and as Windows wrote them, where English has them.
_MAC_MARKS = re.compile(rb"[A-Za-z]\xd5[a-z]|\xd2[A-Za-z]|[.,?!]\xd3")
_WINDOWS_MARKS = re.compile(rb"[\x91-\x97]")
_OTHERS = ["cp1251", "koi8_r", "cp866", "cp1253", "cp1254", "cp1255", "cp1256",
           "gb18030", "big5", "cp932", "euc_jp", "cp949"]  # fmt: skip
# The labels that browsers take for more than they say (WHATWG Encoding), and those that mean what Python
# means.
_LABELS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "macintosh": "mac_roman", "koi8-r": "koi8_r", "koi8-u": "koi8_u",
    "ibm866": "cp866", "tis-620": "cp874", "utf8": "utf-8", "utf-8": "utf-8",
}  # fmt: skip
_LABEL_FAMILIES = re.compile(r"(?:windows-|cp)(874|125\d)|iso-?8859-(\d{1,2})")
_HTML_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
# What no text has: C0 controls but those of layout, ESC among the wanted ones (terminal logs), and damage.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_FEW_CONTROLS = 8


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn the bytes of one text into characters; bytes that cannot be are U+FFFD (�), never an error.

    A byte-order mark decides, then UTF-8 where it fits, then `declared` (what a page says of itself) where it
    fits, then UTF-8 with a few damaged places, then statistics. Raises IngestError (``binary``) for what is
    no text.
    """
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark) :].decode(marked, "replace"))
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise IngestError("binary", f"This is {what}.")
    if b"\0" in data and (name := _utf16_without_mark(data)):
        return _text(data.decode(name, "replace"))
    try:
        return _text(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if codec := _codec(declared):
        try:
            return _text(data.decode(codec))
        except UnicodeError:
            pass
    lenient = data.decode("utf-8", "replace")
    damage = lenient.count("\ufffd")
    # Chance rarely makes valid UTF-8 of another encoding: where most non-ASCII characters fit, the rest is
    # damage.
    if damage <= _non_ascii(lenient) - damage:
        return _text(lenient)
    return _text(data.decode(_guess(data), "replace"))


def html_charset(data: bytes) -> str | None:
    """The encoding that a page declares in its first kilobytes, as it writes it."""
    match = _HTML_CHARSET.search(data, 0, 4096)
    return match[1].decode("ascii").lower() if match else None


def require_text(text: str) -> None:
    """Raise IngestError (``binary``) where characters that no text has are more than a few."""
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > max(_FEW_CONTROLS, len(sample) // 20):
        raise IngestError("binary", _NOT_TEXT)


def _text(text: str) -> str:
    require_text(text)
    return text


def _non_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _codec(label: str | None) -> str | None:
    # Only encodings of text, by a list: Python knows codecs named "hex", "zip" and "idna", too.
    if label is None:
        return None
    label = label.strip().lower()
    if label in _LABELS:
        return _LABELS[label]
    if match := _LABEL_FAMILIES.fullmatch(label):
        name = f"cp{match[1]}" if match[1] else f"iso8859_{match[2]}"
        try:
            return codecs.lookup(name).name
        except LookupError:
            return None
    return None


def _guess(data: bytes) -> str:
    """The single-byte or East Asian encoding that fits best, judged by lines that are not plain ASCII."""
    import charset_normalizer

    sample = bytearray()
    for line in data[: 1 << 22].splitlines(keepends=True):
        if not line.isascii():
            sample += line[: _GUESS_SAMPLE - len(sample)]
            if len(sample) >= _GUESS_SAMPLE:
                break
    foreign = sum(byte >= 0x80 for byte in sample)
    # Mostly ASCII with some quotation marks and accents is how English looks in any Western encoding.
    candidates = _WESTERN if foreign < 0.3 * len(sample) else _OTHERS + _WESTERN
    if candidates is _WESTERN and len(_MAC_MARKS.findall(sample)) > len(_WINDOWS_MARKS.findall(sample)):
        return "mac_roman"
    matches = list(charset_normalizer.from_bytes(bytes(sample), cp_isolation=candidates))
    if not matches:
        return "cp1252"
    best = matches[0]
    for match in matches:  # cp1250 and cp1252 share the marks of English: on a tie the usual one
        if match.encoding == "cp1252" and match.chaos <= best.chaos:
            return "cp1252"
    return best.encoding


# ---- language ----

# Words that every English paragraph has and other languages do not: where they are a fifth of all words, the
# model of all languages (a second to load, a millisecond a text) need not be asked. English news has about
# two fifths.
_ENGLISH = frozenset(
    """
    the and of to that for with from by are were have has had been which who would their they this
    it its be not but at as he she his her said says will about after than there when what
    """.split()  # noqa: SIM905 (a list of forty is harder to read)
)
_ENGLISH_SHARE = 0.2
_WORD = re.compile(r"[^\W\d_]+")
# Letters from which the verdict of the model is worth something, and how sure it must be to reject.
_FEW, _SOME = 60, 200
_SURE_OF_FEW, _SURE_OF_SOME, _SURE_OF_MANY = 0.95, 0.7, 0.5
_LANGUAGE_SAMPLE = 3000
# The languages that news is written in. The detector knows 140, some so near to English (Nigerian Pidgin) or
# so rare that they only draw false alarms.
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
    "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def language(text: str) -> str:
    """The language of a text as an ISO 639-1 code, one of `LANGUAGES`.

    Where the evidence is weak, as it is for a headline of names, the text passes as English. Raises
    IngestError: ``language`` where the text is surely in another one, ``no-text`` where it has no letters.
    """
    sample = _spread(text)
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    if not letters:
        raise IngestError("no-text", "There are no words in this; give a report in running text.")
    known = [word for word in words if word in _ENGLISH]
    if len(known) >= _ENGLISH_SHARE * len(words) and len(set(known)) >= 4 and "the" in known:
        return "en"
    code, sure = _classify(sample)
    if code in LANGUAGES:
        return code
    latin = sum(len(word) for word in words if word[0] < "\u0250")  # where the blocks of Latin letters end
    needed = _SURE_OF_FEW if letters < _FEW else _SURE_OF_SOME if letters < _SOME else _SURE_OF_MANY
    if sure < needed and latin * 2 >= letters:  # most letters from another script are evidence enough
        return "en"
    found = _NAMES[code] if sure >= needed else "another script than the Latin one"
    readable = " and ".join(LANGUAGES.values())
    raise IngestError(
        "language", f"This is in {found}, and the model reads {readable} only; give a version in {readable}."
    )


def _spread(text: str) -> str:
    """A sample from beginning, middle and end, so that an English preamble does not decide alone."""
    if len(text) <= _LANGUAGE_SAMPLE:
        return text
    third, middle = _LANGUAGE_SAMPLE // 3, len(text) // 2
    return f"{text[:third]}\n{text[middle : middle + third]}\n{text[-third:]}"


def _classify(text: str) -> tuple[str, float]:
    code, sure = _identifier().classify(text)
    return str(code), float(sure)


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # An instance of our own: the module's functions share one, whose languages anyone may have set.
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in _NAMES if code in known])
    return identifier
