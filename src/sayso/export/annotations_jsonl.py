"""What people decided in review as annotations, one sentence per line: training data for the reader."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from sayso.export.formats import Written
from sayso.export.json_lines import json_line
from sayso.ledger.annotations import annotation_lines

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["annotations_jsonl"]


def annotations_jsonl(ledger: Ledger) -> Generator[str, None, Written]:
    """Give a line for each sentence of which somebody reviewed a claim."""
    count = 0
    for row in annotation_lines(ledger):
        yield json_line(row)
        count += 1
    return Written(count)
