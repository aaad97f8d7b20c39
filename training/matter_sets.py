"""Reports with gold matters, for training and measuring: the development reports, and the sets
written for the project (tests/quality/matters).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sayso.ingest import discover, load
from sayso.reading.amounts import measure
from sayso.reading.ontology import quad_of
from sayso.reading.reading import Event, Object, Participant, Place, Span, Time
from sayso.reading.times import resolve
from sayso.report import Report

OWN = Path(__file__).parents[1] / "tests" / "quality" / "matters"
OWN_SETS = ("strait", "border", "drones", "hack")


@dataclass(frozen=True)
class GoldMention:
    """A place in a report that belongs to a matter: the trigger's span and the number of the matter."""

    file: str
    trigger: Span
    sentence: Span
    matter: int


@dataclass(frozen=True)
class MatterSet:
    """Reports by file name, and what is right: matters (as the files give them), mentions, stories."""

    name: str
    reports: dict[str, Report]
    matters: list[dict[str, Any]]
    mentions: list[GoldMention]
    stories: list[list[str]]


def load_reports(folder: Path) -> dict[str, Report]:
    """Load the reports of a folder as `sayso read` does."""
    found: dict[str, Report] = {}
    for each in discover([folder]):
        for report in load(each):  # type: ignore[arg-type]
            if not isinstance(report, Report):
                raise SystemExit(f"{report} was rejected")
            found[Path(report.path or "").name] = report
    return found


def find(text: str, piece: str, k: int = 0, start: int = 0) -> Span:
    """Give the k-th occurrence of a piece."""
    at = start - 1
    for _ in range(k + 1):
        at = text.index(piece, at + 1)
    return at, at + len(piece)


def dev_reports(data: Path) -> MatterSet:
    """Give the fourteen development reports."""
    merge = json.loads((data / "annotation/dev_reports_merge.json").read_text("utf-8"))
    rows = [json.loads(line) for line in (data / "annotation/dev_reports_gold.jsonl").open(encoding="utf-8")]
    reports = load_reports(data / "data/dev_reports")
    place: dict[str, Span] = {}
    at: dict[str, int] = {}
    for row in rows:
        text = reports[row["report"]].text
        start = text.index(row["text"], at.get(row["report"], 0))
        place[row["id"]] = (start, start + len(row["text"]))
        at[row["report"]] = place[row["id"]][1]
    by_id = {row["id"]: row for row in rows}
    mentions = []
    for number, matter in enumerate(merge["matters"]):
        for row_id, which in matter["members"]:
            row, (start, end) = by_id[row_id], place[row_id]
            event = row["events"][which]
            low, high = find(row["text"], *event["trigger"])
            trigger = (start + low, start + high)
            mentions.append(GoldMention(row["report"], trigger, (start, end), number))
    return MatterSet("dev_reports", reports, merge["matters"], mentions, merge["stories"])


def own_set(name: str) -> MatterSet:
    """Give one of the sets written for the project."""
    gold = json.loads((OWN / f"{name}.json").read_text("utf-8"))
    reports = load_reports(OWN / name)
    mentions = []
    for number, matter in enumerate(gold["matters"]):
        for file, snippet, trigger in matter["members"]:
            text = reports[file].text
            low, high = find(text, snippet)
            start, end = find(text, trigger, 0, low)
            if end > high:
                raise SystemExit(f"{name}: {trigger!r} is not in {snippet!r} ({file})")
            mentions.append(GoldMention(file, (start, end), (low, high), number))
    return MatterSet(name, reports, gold["matters"], mentions, gold["stories"])


def event_of(row: Mapping[str, Any], text: str, base: int, published: str | None) -> Event:
    """Make an annotated event, its words resolved as the reader resolves them; `base` is where `text` begins
    in the report.
    """
    day = date.fromisoformat(published) if published else None

    def at(piece: Sequence[Any]) -> Span:
        low, high = find(text, *piece)
        return base + low, base + high

    def spans(role: str) -> list[tuple[Span, str]]:
        return [(at(piece), piece[0]) for piece in row.get(role) or ()]

    times = [(span, words, resolve(words, day)) for span, words in spans("time")]
    span, words, days = next((each for each in times if each[2]), times[0] if times else (None, "", None))
    low, high = (day.isoformat() for day in days) if days else (None, None)
    return Event(
        type=row["type"],
        mode=row["mode"],
        contexts=tuple(row["context"]),
        trigger=at(row["trigger"]),
        quad=quad_of(row["type"]),
        actors=tuple(Participant(*each) for each in spans("actor")),
        recipients=tuple(Participant(*each) for each in spans("recipient")),
        objects=tuple(Object(span, words, **asdict(measure(words))) for span, words in spans("object")),
        places=tuple(Place(*each) for each in spans("place")),
        time=None if span is None else Time(span, words, start=low, end=high),
    )
