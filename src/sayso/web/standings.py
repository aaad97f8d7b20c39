"""A standing in words, with its sides in their colours."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from sayso.visible import safe

__all__ = ["WORD", "sentence_parts", "standing"]

WORD = {
    "affirmed": "affirms",
    "documented": "affirms",
    "admitted": "affirms",
    "alleged": "alleges",
    "denied": "denies",
    "doubted": "doubts",
    "foreseen": "predicts",
}
"""The stance whose colour goes with how an origin stands to a matter."""

_PARTS = re.compile(r"; (?=(?:alleged|denied|doubted|foreseen) by |numbers differ: |\d+ origins? in )")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def standing(words: str) -> Markup:
    """Give a standing in words with its sides in their colours, and no day broken at the end of a line."""
    told = "; ".join(
        (f'<span class="stance {WORD[stance]}">{stance}</span>' if stance else "") + str(escape(safe(rest)))
        for stance, rest in sentence_parts(words)
    )
    return Markup(_DAY.sub(r'<span class="day">\g<0></span>', told))


def sentence_parts(words: str) -> list[tuple[str, str]]:
    """Cut a standing in words into its parts, each with the stance that it tells ("" where it tells none).

    >>> sentence_parts("alleged by Abc; denied by Def (via 2 outlets); 2 origins in 3 reports")
    [('alleged', ' by Abc'), ('denied', ' by Def (via 2 outlets)'), ('', '2 origins in 3 reports')]
    """
    found = []
    for part in _PARTS.split(words):
        stance, by, rest = part.partition(" by ")
        found.append((stance, by + rest) if stance in WORD and by else ("", part))
    return found
