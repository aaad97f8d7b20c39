"""Marks that are printed in several ways, and their plain forms."""

from __future__ import annotations

__all__ = ["PLAIN_MARKS"]

PLAIN_MARKS = {
    **dict.fromkeys(map(ord, "‘’ʼ`"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
}
"""For `str.translate`: apostrophes, quotation marks and dashes, each one character for one."""
