"""Values as FollowTheMoney takes them, and ids.

Its types clean what they are given (quotation marks around a name go, an address of the web gets a path), and
drop what they cannot make sense of; what is written here comes back from them unchanged. Lengths are those of
followthemoney 4 (``registry.name.max_length`` and so on).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlparse

__all__ = ["country", "entity_id", "name", "place", "several", "text", "url"]

LONGEST = {"name": 384, "text": 20_000, "place": 250, "url": 4096}
_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?", re.ASCII)
_URL = re.compile(r"https?://(?:[\w-]{1,63}\.)*[\w-]{2,63}(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_QUOTED = re.compile("[\"'](.*)[\"']")
_COMMAS = re.compile(r"\s*[;,][\s;,.]*")
_LONGEST_ID = 120
_FORMER = {"su": "suhh", "yu": "yucs"}  # states that are no more, as followthemoney calls them


def entity_id(kind: str, *parts: str) -> str:
    """Give the id of an entity: the same for the same thing in every export.

    It can be read where its parts can be written in an id of FollowTheMoney (letters, digits, "." and "-");
    else it ends in a digest of them.

    >>> entity_id("party", "IRN/foreign-ministry")
    'sayso-party-IRN.foreign-ministry'
    """
    plain = "-".join(part.replace("/", ".").replace("@", "in.").replace(":", "-") for part in parts)
    readable = _ID.fullmatch(plain) and not any("." in part or "-in." in part for part in parts)
    if not readable or len(plain) > _LONGEST_ID:
        said = "\0".join(parts).encode("utf-8", "backslashreplace")
        plain = hashlib.sha1(said, usedforsecurity=False).hexdigest()
    return f"sayso-{kind}-{plain}"


def text(words: str | None, kind: str = "text") -> str:
    """Bring words onto one line without what cannot be seen; empty for none. Longer ones are cut."""
    if not words:
        return ""
    seen = words if words.isprintable() else "".join(map(_visible, words))
    line = " ".join(seen.split())
    longest = LONGEST[kind]
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _visible(char: str) -> str:
    return " " if unicodedata.category(char)[0] in "CZ" else char


def name(words: str | None) -> str:
    """Give words that name somebody or something."""
    found = text(words, "name")
    while quoted := _QUOTED.fullmatch(found):
        found = quoted[1].strip()
    return found


def place(words: str) -> str:
    """Give words that name a place."""
    return _COMMAS.sub(", ", text(words, "place")).strip(" ,")


def url(address: str | None) -> str:
    """Give an address of the web; empty for what is none."""
    found = (address or "").strip()
    if len(found) >= LONGEST["url"] or not found.isprintable() or not _URL.fullmatch(found):
        return ""
    parts = urlparse(found)
    return parts._replace(path=parts.path or "/").geturl()


def country(code: str | None) -> str:
    """Give a country's two letters as FollowTheMoney writes them; empty for none."""
    plain = (code or "").lower()
    return _FORMER.get(plain, plain)


def several(values: Iterable[str]) -> list[str]:
    """Give different values that are not empty, in their order."""
    return [value for value in dict.fromkeys(values) if value]
