"""How much of each there is in the catalogue, counted as it is taken up."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, text

__all__ = ["count"]

_ADD = text(
    "INSERT INTO catalogue_tallies (kind, value, n) VALUES (:kind, :value, :n) "
    "ON CONFLICT (kind, value) DO UPDATE SET n = catalogue_tallies.n + excluded.n"
)


def count(connection: Connection, tallies: Counter[tuple[str, str]], sign: int = 1) -> None:
    """Add to the tallies, or take away where `sign` is -1."""
    rows = [
        {"kind": kind, "value": value, "n": sign * n} for (kind, value), n in sorted(tallies.items()) if n
    ]
    if rows:
        connection.execute(_ADD, rows)
