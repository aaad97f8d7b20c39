r"""Plain text: one report a file, with optional header lines before it.

>>> split_header("outlet: Evening Columbus\ndate: 2022-09-05\n\nRussia is buying shells, the paper said.")
({'outlet': 'Evening Columbus', 'published': '2022-09-05'}, '\nRussia is buying shells, the paper said.')
"""

from __future__ import annotations

import re

from sayso.ingest.admit import admit
from sayso.ingest.dates import iso_date
from sayso.ingest.sniffing import decode
from sayso.report import Report, normalise

__all__ = ["read_text", "split_header"]

# Key as written -> field of the report.
_KEYS = {
    "outlet": "outlet", "source": "outlet", "date": "published", "published": "published", "url": "url",
    "title": "title", "author": "authors", "authors": "authors", "id": "external_id",
}  # fmt: skip
# A short key of one or two words. What follows "https:" is no value.
_HEADER_LINE = re.compile(r"[ \t]*(?=[^:]{2,30}:)([^\W\d_][\w-]*(?: [\w-]+)?)[ \t]*:(?!//)[ \t]*(.*)")
_MAX_HEADER_LINE = 2000
_MAX_NAMED_VALUE = 200
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$|[\"”»]$")
_NAMES_BETWEEN = re.compile(r"\s*;\s*|\s*,\s+|\s+and\s+")


def read_text(data: bytes, path: str, max_chars: int) -> Report:
    """Make a report of a file's bytes. Raises IngestError."""
    about, text = split_header(normalise(decode(data)))
    return admit(
        text,
        max_chars,
        path=path,
        external_id=about.get("external_id"),
        url=about.get("url"),
        title=about.get("title"),
        outlet=about.get("outlet"),
        authors=_NAMES_BETWEEN.split(about.get("authors", "")),
        published=iso_date(about.get("published")),
    )


def split_header(text: str) -> tuple[dict[str, str], str]:
    """Part a normalised text into its header's fields and the text proper.

    A header is a run of ``key: value`` lines up to a blank line, at least one of them with a known key, and
    none of these twice; lines with other keys are passed over. Where any of the lines is something else,
    there is no header: "Reuters: The minister said …" opens a report, and "Smith: We won." an interview.
    """
    about: dict[str, str] = {}
    others: set[str] = set()
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        if not line.strip():
            return (about, text[end:]) if about else ({}, text)
        match = _HEADER_LINE.fullmatch(line) if len(line) <= _MAX_HEADER_LINE else None
        if match is None:
            return {}, text
        key, value = match[1], match[2].strip()
        field = _KEYS.get(key.lower())
        if field is None:
            if key in others or _speaks(key, value):
                return {}, text
            others.add(key)
        elif field in about:
            return {}, text
        else:
            about[field] = value
        if end < 0:
            break
        start = end + 1
    # No blank line: a single line may well be a text, but several known ones are a header with nothing after
    # it.
    return (about, "") if len(about) > 1 else ({}, text)


def _speaks(key: str, value: str) -> bool:
    """Tell whether an unknown key looks like a name and its value like what that one says: the words of a
    text must not get lost with a header.
    """
    return not key.islower() and (len(value) > _MAX_NAMED_VALUE or _SENTENCE_END.search(value) is not None)
