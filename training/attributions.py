"""Attribution data -> labelled windows: PolNeAR, passages written for this project, sentences with chains."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from sayso.reading.attribution import ROLES, TAGS
from sayso.reading.pieces import Pieces, Window, cut, split
from training.examples import UNKNOWN, Example, anchored, find, mended, window_features, word_range
from training.held_out import held_out

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Gold:
    """One attribution in the gold; `level` counts the attributions around it. Where `partial`, only the
    source's words and those of `content` are known, not how far either reaches.
    """

    source: Spans
    cue: Spans
    content: Spans
    level: int = 0
    partial: bool = False


@dataclass(frozen=True)
class Text:
    """A text with its gold; where not `tagged`, nothing is known about cues that are not listed."""

    name: str
    text: str
    gold: list[Gold]
    tagged: bool = True
    nested: bool = False  # levels above 0 are annotated too


def polnear(folder: Path) -> Iterator[Text]:
    """Read one part of PolNeAR; of several annotations of a text the alphabetically first."""
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    for name, path in first.items():
        text = (folder / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        yield Text(f"polnear-{name}", text, list(_standoff(path)))


def _standoff(path: Path) -> Iterator[Gold]:
    spans: dict[str, Spans] = {}
    for line in path.read_bytes().decode("utf-8").split("\n"):
        parts = line.split("\t")
        if re.fullmatch(r"T\d+", parts[0]) and len(parts) > 1:
            pairs = [piece.split() for piece in parts[1].split(" ", 1)[1].split(";")]
            spans[parts[0]] = tuple((int(a), int(b)) for a, b in pairs)
        elif re.fullmatch(r"E\d+", parts[0]) and len(parts) > 1:
            roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for item in parts[1].split()[1:]:
                role, key = item.split(":")
                roles[re.sub(r"\d+$", "", role)] += spans.get(key, ())
            source, cue, content = (tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content"))
            yield Gold(source, cue, content)


def written(path: Path) -> Iterator[Text]:
    """Read passages written for this project, with attributions at every level."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = []
        for a in row["attributions"]:
            source, cue, content = (
                tuple(sorted(find(row["text"], piece, k) for piece, k in a[role]))
                for role in ("source", "cue", "content")
            )
            gold.append(Gold(source, cue, content, level=a["level"]))
        yield Text(row["id"], row["text"], gold, nested=True)


def chains(path: Path) -> Iterator[Text]:
    """Read sentences with claims: of each chain, the last speaker's words, the cue, and that the event is in
    the content.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if held_out(row["id"]):
            continue
        found: dict[tuple[int, int], tuple[tuple[int, int], set[tuple[int, int]]]] = {}
        for event in row["events"]:
            trigger = find(row["text"], *event["trigger"])
            for chain in event["chains"]:
                if chain["source"] and chain["cue"]:
                    cue, source = find(row["text"], *chain["cue"]), find(row["text"], *chain["source"][-1])
                    if cue[0] < source[1] and source[0] < cue[1]:
                        continue
                    triggers = found.setdefault(cue, (source, set()))[1]
                    if not any(trigger[0] < b and a < trigger[1] for a, b in (cue, source)):
                        triggers.add(trigger)
        gold = [Gold((source,), (cue,), tuple(sorted(t)), partial=True) for cue, (source, t) in found.items()]
        if gold:
            yield Text(row["id"], row["text"], gold, tagged=False)


def examples(
    text: Text, tokenizer: Tokenizer, *, size: int, context: int, rng: random.Random | None
) -> list[Example]:
    """Cut a text into windows as the reader does; with `rng`, cuts fall at random places."""
    pieces = split(text.text, tokenizer)
    first = rng.randint(size // 4, size) if rng else None
    return [_example(text, pieces, w) for w in cut(pieces, size=size - 2, context=context, first=first)]


def _example(text: Text, pieces: Pieces, window: Window) -> Example:
    a, b = window.start, window.stop
    example = window_features(pieces, window)
    words = b - a
    tags = np.zeros(words, dtype=np.int64)
    inner = np.zeros(words, dtype=np.int64)
    unknown = np.zeros(words, dtype=bool)

    def ranges(spans: Spans) -> Iterator[tuple[int, int]]:
        for span in spans:
            left, right = word_range(pieces, span)
            left, right = max(left - a, 0), min(right - a, words)
            if left < right:
                yield left, right

    # cue over source over content where annotators' pieces touch one word
    for role, number in (("content", 5), ("source", 3), ("cue", 1)):
        for gold in text.gold:
            for left, right in ranges(getattr(gold, role)):
                if gold.level == 0 and not gold.partial:
                    tags[left:right] = number + 1
                    tags[left] = number
                    if role == "content" and not text.nested:
                        unknown[left:right] = True
                elif role == "cue":
                    inner[left:right] = 2
                    inner[left] = 1
    if text.tagged:
        example.allowed_tags = np.eye(len(TAGS), dtype=bool)[mended(tags)]
        example.inner = np.where(unknown, UNKNOWN, inner)
    for gold in text.gold:
        spots = list(ranges(gold.cue))
        if not spots:
            continue
        left, right = min(s[0] for s in spots), max(s[1] for s in spots)
        inside = [
            r
            for r in (word_range(pieces, span) for span in gold.cue)
            if r[0] >= window.core_start and r[1] <= b
        ]
        if not inside or inside[0][0] >= window.core_stop:
            continue
        allowed = _allowed_roles(gold, ranges, words, (left, right))
        layout = pieces.layout[a:b]
        example.anchors["cue"].append(anchored((left, right), np.arange(words), layout, allowed))
    return example


def _allowed_roles(gold: Gold, ranges: Any, words: int, cue: tuple[int, int]) -> np.ndarray[Any, Any]:
    if gold.partial:
        allowed = np.ones((words, len(ROLES)), dtype=bool)
        for left, right in ranges(gold.content):
            allowed[left:right] = [False, False, False, True, True]
        for left, right in ranges(gold.source):
            allowed[left:right] = [False, True, True, False, False]
        allowed[cue[0] : cue[1]] = [True, False, False, False, False]
        return allowed
    labels = np.zeros(words, dtype=np.int64)
    for role, number in (("content", 3), ("source", 1)):
        for left, right in ranges(getattr(gold, role)):
            labels[left:right] = number + 1
            labels[left] = number
    return np.eye(len(ROLES), dtype=bool)[mended(labels)]
