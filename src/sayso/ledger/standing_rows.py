"""How a matter stands, as JSON in its row and back.

Numbers that cannot all be true come in pairs, and there can be many times as many pairs as numbers: a row has
them as places in the list of numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from itertools import chain
from typing import Any

from sayso.weigh.records import Count, Move, Origin, Standing

__all__ = ["standing_briefly", "standing_from", "standing_json"]

_NAMES = {record: tuple(each.name for each in fields(record)) for record in (Standing, Origin, Move, Count)}


def standing_json(standing: Standing) -> str:
    """Write down a standing; many times as fast as by its `to_dict`, which copies every text."""
    record = _fields(standing)
    place = {id(count): number for number, count in enumerate(standing.counts)}
    if all(id(count) in place for pair in standing.disputed for count in pair):
        record["disputed"] = [[place[id(count)] for count in pair] for pair in standing.disputed]
    return json.dumps(record, ensure_ascii=False, default=_fields)


def standing_from(row: str) -> dict[str, Any]:
    """Give a standing as its `to_dict` has it."""
    record: dict[str, Any] = json.loads(row)
    counts = record.get("counts", [])
    if "disputed" in record:
        record["disputed"] = [
            [counts[each] if isinstance(each, int) else each for each in pair] for pair in record["disputed"]
        ]
    return record


_DISPUTED = ', "disputed": ['
"""Where the pairs begin. Within a text of the row a quotation mark follows a backslash: this is a key."""
_BRACKETS = str.maketrans("", "", "[]")


def standing_briefly(row: str) -> tuple[dict[str, Any], list[int]]:
    """Give a standing as its `to_dict` has it but for ``disputed``, and this beside it: places in ``counts``,
    of which two and two are a pair. Tens of thousands of lists are not made: that took longer than all else.
    """
    start = row.rfind(_DISPUTED)
    end = row.find("]]", start) + 2
    written = row[start + len(_DISPUTED) : end]
    if start >= 0 and end > 1 and written.startswith("[") and "{" not in written:
        pairs: list[int] = json.loads(f"[{written.translate(_BRACKETS)}]")
        return json.loads(row[:start] + row[end:]), pairs
    record = standing_from(row)
    counts = record.setdefault("counts", [])
    place = {id(count): number for number, count in enumerate(counts)}
    pairs = []
    for count in chain.from_iterable(record.pop("disputed", ())):
        if id(count) not in place:
            place[id(count)] = len(counts)
            counts.append(count)
        pairs.append(place[id(count)])
    return record, pairs


def _fields(record: Any) -> dict[str, Any]:
    if isinstance(record, Mapping):
        return dict(record)
    return {name: getattr(record, name) for name in _NAMES[type(record)]}
