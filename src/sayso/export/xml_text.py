"""Words in XML that no report can break: what XML 1.0 cannot hold becomes U+FFFD, what cannot be seen a
character reference.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["attribute", "element"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TO_ESCAPE = re.compile('[&<>"]|[^\x20-\x7e]')


def attribute(words: str) -> str:
    r"""Give words as they stand in an attribute or an element, to be put between double quotes in the former.

    >>> attribute('"R & D"\n\x1b\u202e')
    '&quot;R &amp; D&quot;&#10;�&#8238;'
    """
    words = _FORBIDDEN.sub("\ufffd", words)
    return _TO_ESCAPE.sub(_escaped, words)


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SIGNS:
        return _SIGNS[char]
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
    return f"&#{ord(char)};" if hidden else char


def element(name: str, **attributes: str) -> str:
    r"""Give an empty element with some attributes on a line of its own.

    >>> element("node", id="a<b")
    '<node id="a&lt;b"/>\n'
    """
    said = "".join(f' {name}="{attribute(value)}"' for name, value in attributes.items())
    return f"<{name}{said}/>\n"
