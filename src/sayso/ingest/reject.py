"""Rejects: inputs that cannot become a report, each with a stable reason and a sentence that says what to do
next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import overload

__all__ = ["REASONS", "Reject", "shown", "storable"]

REASONS: dict[str, str] = {
    "missing": "there is nothing at this path",
    "not-a-file": "a FIFO, socket or device: only files and folders are read",
    "no-permission": "the file or folder may not be read by this user",
    "unreadable": "the system reported an error while reading",
    "unknown-type": "the name's ending is none that is read",
    "too-large": "larger than a limit that can be set",
    "empty": "there is nothing in it",
    "binary": "not text: an image, an archive, a PDF or the like",
    "truncated": "compressed data that ends too early",
    "damaged": "compressed data that cannot be expanded",
    "no-text": "no running text was found",
    "language": "in a language that the model does not read",
    "bad-json": "a line that is not JSON",
    "bad-record": "a JSON line that is not a report: a field is missing, doubled or of the wrong type",
    "timeout": "the main text of the page was not found in time",
    "extraction-failed": "the main text of a page could not be looked for: too deep, too large, or worse",
    "ingest-failed": "a fault in sayso while taking the input in",
    "reader-failed": "a fault in sayso while reading the text",
}
"""Every reason code that a reject can carry, with its meaning."""


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that did not become a report.

    `path` is where it was found (``-`` is standard input), `locator` the place within it (``line 17``) or
    None, `reason` one of `REASONS`, `message` a sentence for people that says what to do next.
    """

    path: str | None
    locator: str | None
    reason: str
    message: str

    def to_dict(self) -> dict[str, str | None]:
        """Give the reject as a JSON object."""
        return {"path": self.path, "locator": self.locator, "reason": self.reason, "message": self.message}


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@overload
def storable(words: str) -> str: ...


@overload
def storable(words: None) -> None: ...


def storable(words: str | None) -> str | None:
    r"""A name (a path, a title) as text that any database and any JSON writer takes; None stays None.

    NUL becomes ``\x00``. File names are bytes: one that is no UTF-8 reaches Python as a lone surrogate from
    U+DC80 to U+DCFF and becomes that byte again, ``\xe9``; any other lone surrogate becomes ``\ud800``.
    """
    return words if words is None else _UNSTORABLE.sub(_escaped, words)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0:
        return "\\x00"
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def shown(text: str, limit: int = 200) -> str:
    """Words from an input as they may stand in a message: no control characters, not too long."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in cut
    )
