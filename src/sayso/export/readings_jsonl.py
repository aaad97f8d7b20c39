"""Readings as JSON lines: each as `Reading.to_dict` lays it out, with the report's text."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from sayso.export.formats import Written
from sayso.export.json_lines import json_line
from sayso.reading.reading import Reading

__all__ = ["readings_jsonl"]


def readings_jsonl(readings: Iterable[Reading]) -> Generator[str, None, Written]:
    """Give a line for each reading."""
    count = 0
    for reading in readings:
        yield json_line(reading.to_dict(with_text=True))
        count += 1
    return Written(count)
