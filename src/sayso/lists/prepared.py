"""Entries made ready for screening: only what is compared, in the shape in which it is compared.

Taking 45,000 names apart takes longer than a user wants to wait, so that a list is prepared once, when it
comes, and kept beside it; the bytes are good for one version of the algorithm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import zstandard

from sayso.lists.listing import Entry
from sayso.lists.names.compare import ALGORITHM
from sayso.lists.names.spelling import Spelling, spelled

__all__ = ["PREPARED", "Prepared", "PreparedName", "bare_number", "from_bytes", "prepared", "to_bytes"]


_REGISTER = re.compile(r"^\s*(?:IMO|MMSI|INN|OGRN|LEI|BIC|SWIFT|passport)\b[\s:.#]*(?:No\.?|number)?", re.I)
MOST_BYTES = 2**30  # a prepared list of a million names has about 300 MB
PREPARED = f"{ALGORITHM}, prepared 5"
"""Named with what is kept; it changes with what is computed of a name, and with the shape."""


@dataclass(frozen=True, slots=True)
class PreparedName:
    """A listed name taken apart; `weak` where the list calls it so."""

    spelling: Spelling
    weak: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is compared of an entry. `row` is its number in the ledger, `identifiers` are bare (letters and
    digits, upper case); `listed` tells whether a designation is in force.
    """

    row: int
    id: str
    caption: str
    kind: str
    names: tuple[PreparedName, ...]
    countries: tuple[str, ...]
    births: tuple[str, ...]
    gender: str | None
    identifiers: tuple[str, ...]
    listed: bool


def bare_number(number: str) -> str:
    """Give a number without what people put between its digits, and without the name of its register."""
    return "".join(filter(str.isalnum, _REGISTER.sub("", number))).upper()


def prepared(entries: Iterable[tuple[int, Entry]]) -> Iterator[Prepared]:
    """Make entries ready; each comes with its number in the ledger."""
    for row, entry in entries:
        personal = entry.kind == "person"
        seen: dict[str, PreparedName] = {}
        for name in entry.names:
            spelling = spelled.__wrapped__(name.text, personal)
            known = seen.get(spelling.plain)
            if spelling.plain and (known is None or (known.weak and not name.weak)):
                seen[spelling.plain] = PreparedName(spelling, name.weak)
        yield Prepared(
            row,
            entry.id,
            entry.name,
            entry.kind,
            tuple(seen.values()),
            entry.countries,
            entry.births,
            entry.gender,
            tuple(dict.fromkeys(bare_number(number.value) for number in entry.identifiers)),
            any(designation.until is None for designation in entry.designations),
        )


def to_bytes(many: Sequence[Prepared]) -> bytes:
    """Write prepared entries as compressed JSON."""
    rows = [
        [
            entry.row, entry.id, entry.caption, entry.kind, entry.countries, entry.births, entry.gender,
            entry.identifiers, entry.listed,
            [
                [
                    name.spelling.text, name.spelling.plain, name.spelling.kinds, sorted(name.spelling.forms),
                    name.weak,
                ]
                for name in entry.names
            ],
        ]
        for entry in many
    ]  # fmt: skip
    return zstandard.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def from_bytes(data: bytes) -> list[Prepared] | None:
    """Take back what `to_bytes` gave; None where the bytes make no sense, so that they are made anew."""
    try:
        return _restored(json.loads(zstandard.decompress(data, max_output_size=MOST_BYTES)))
    except (ValueError, TypeError, zstandard.ZstdError):
        return None


def _restored(rows: list[Any]) -> list[Prepared]:
    none: frozenset[str] = frozenset()
    return [
        Prepared(
            row,
            id_,
            caption,
            kind,
            tuple(
                [
                    PreparedName(Spelling(text, plain, kinds, frozenset(forms) if forms else none), weak)
                    for text, plain, kinds, forms, weak in names
                ]
            ),
            tuple(countries),
            tuple(births),
            gender,
            tuple(identifiers),
            listed,
        )
        for row, id_, caption, kind, countries, births, gender, identifiers, listed, names in rows
    ]
