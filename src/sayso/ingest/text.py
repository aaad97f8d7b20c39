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
_HEADER_LINE = re.compile(r"[ \t]*([A-Za-z]{2,9})[ \t]*:[ \t]*(.*)")
_MAX_HEADER_LINE = 2000
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

    A header is a run of ``key: value`` lines with known keys, each at most once, up to a blank line. Where
    any of these lines is something else, there is no header: "Reuters: …" opens a report, not a header.
    """
    about: dict[str, str] = {}
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        if not line.strip():
            return (about, text[end:]) if about else ({}, text)
        match = _HEADER_LINE.fullmatch(line) if len(line) <= _MAX_HEADER_LINE else None
        field = _KEYS.get(match[1].lower()) if match else None
        if match is None or field is None or field in about:
            return {}, text
        about[field] = match[2].strip()
        if end < 0:
            break
        start = end + 1
    # No blank line: a single line may well be a text, but several such lines are a header with nothing after
    # it.
    return (about, "") if len(about) > 1 else ({}, text)
