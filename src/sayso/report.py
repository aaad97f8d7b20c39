"""A report: one published text and what is known of its publication."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

__all__ = ["Report", "is_day", "normalise"]

_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")
# C0 and C1 controls but tab and newline, noncharacters, and the invisible format characters that can reorder
# or hide text (bidi controls, zero-width space, BOM, tags). Each becomes one space, so that offsets which a
# supplier counted in their own text stay right. ZWJ and ZWNJ stay: scripts and emoji need them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_JOINS = re.compile("[\xad\u2060]")  # soft hyphen, word joiner: inside words, so they go without a trace
_SURROGATES = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    r"""Bring a text into the one form that everything after refers to.

    Line ends become ``\n``, control and invisible format characters (bidi controls among them) become spaces,
    lone surrogates U+FFFD, the rest is in Unicode Normalization Form C, and white space at both ends is cut.
    Idempotent.
    """
    text = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    text = _UNWANTED.sub(" ", _JOINS.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar written YYYY-MM-DD, the form of `Report.published`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Report:
    """One published text. `text` is normalised; offsets anywhere in sayso count code points into it.

    Make one with `Report.from_text`, which normalises; `published` is an ISO 8601 date (``2023-08-21``) or
    ``None``, and `language` an ISO 639-1 code. `path` is where the text was found, `external_id` the id that
    the input gave it.
    """

    text: str = field(repr=False)
    external_id: str | None = None
    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest)

    @classmethod
    def from_text(cls, text: str, **about: Any) -> Report:
        """Make a report from a text of any form; `about` takes the other fields by name."""
        return cls(text=normalise(text), **about)

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """Give the report as FORMAT.md lays it out; the text only where it is asked for."""
        record: dict[str, Any] = {
            "id": self.id,
            "external_id": self.external_id,
            "path": self.path,
            "url": self.url,
            "title": self.title,
            "outlet": self.outlet,
            "authors": list(self.authors),
            "published": self.published,
            "language": self.language,
        }
        if with_text:
            record["text"] = self.text
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Report:
        """Take back what `to_dict(with_text=True)` gave. Raises KeyError where the text is missing."""
        return cls(
            text=record["text"],
            external_id=record.get("external_id"),
            path=record.get("path"),
            url=record.get("url"),
            title=record.get("title"),
            outlet=record.get("outlet"),
            authors=tuple(record.get("authors") or ()),
            published=record.get("published"),
            language=record.get("language"),
        )
