"""What is never trained on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).parents[1] / "tests/quality/claims.jsonl"
"""Rows written for the project that are kept apart: about a tenth, by the SHA-256 of report or passage."""


def held_out(name: str) -> bool:
    """Tell whether a row of train_plv belongs to the fifth that is kept apart: the SHA-256 of its id, as a
    number, is divisible by five.
    """
    return name.startswith("plv-train-") and int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def plv_rows(data: Path) -> list[dict[str, Any]]:
    """The fifth of train_plv that is kept apart."""
    return [row for row in read_rows(data / "annotation/train_plv.jsonl") if held_out(row["id"])]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Annotated rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def written_rows() -> list[dict[str, Any]]:
    """The rows written for the project that are kept apart, as `score/score_claims.py` takes them: a speaker
    named in an earlier sentence only has a name.
    """
    rows = read_rows(WRITTEN)
    for chain in (chain for row in rows for event in row["events"] for chain in event["chains"]):
        if chain["source"] and len(chain["source"][-1]) == 3:
            chain["source_is"] = [chain["source"][-1][0]]
            chain["source"] = []
        chain["source"] = [piece for piece in chain["source"] if len(piece) == 2]
    return rows


def put_together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The texts of annotated rows, as JSONL records that `sayso read` takes: whole reports from their
    sentences, single passages as they are.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.get("report") or row["id"], []).append(row)
    records = []
    for name, its in found.items():
        text = its[0]["text"]
        for number, row in enumerate(its[1:], 1):
            text += ("\n\n" if row.get("para") or number == 1 else " ") + row["text"]
        records.append({"id": name, "text": text, "published": its[0].get("date") or None})
    return records
