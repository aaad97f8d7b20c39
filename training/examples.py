"""Data -> training examples: PolNeAR, passages written for this project, sentences with chains."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from sayso.reading.attribution import ROLES, TAGS, distance_buckets, paragraph_buckets
from sayso.reading.pieces import Pieces, Window, cut, split

Spans = tuple[tuple[int, int], ...]
CLS, SEP = 101, 102  # of the uncased BERT vocabulary


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


@dataclass
class Example:
    """One window, ready for the network."""

    ids: list[int]
    case: list[int]
    layout: list[int]
    quote: list[int]
    first: list[int]  # index of each word's first piece
    allowed_tags: np.ndarray[Any, Any] | None = None  # [words, TAGS]
    inner: np.ndarray[Any, Any] | None = None  # [words], -100 where unknown
    cues: list[tuple[int, int]] = field(default_factory=list)  # first and last word
    allowed_roles: list[np.ndarray[Any, Any]] = field(default_factory=list)  # per cue [words, ROLES]
    near: list[np.ndarray[Any, Any]] = field(default_factory=list)
    para: list[np.ndarray[Any, Any]] = field(default_factory=list)


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


def _find(text: str, piece: str, k: int) -> tuple[int, int]:
    at = -1
    for _ in range(k + 1):
        at = text.index(piece, at + 1)
    return at, at + len(piece)


def written(path: Path) -> Iterator[Text]:
    """Read passages written for this project, with attributions at every level."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = []
        for a in row["attributions"]:
            source, cue, content = (
                tuple(sorted(_find(row["text"], piece, k) for piece, k in a[role]))
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
        found: dict[tuple[int, int], tuple[tuple[int, int], set[tuple[int, int]]]] = {}
        for event in row["events"]:
            trigger = _find(row["text"], *event["trigger"])
            for chain in event["chains"]:
                if chain["source"] and chain["cue"]:
                    cue, source = _find(row["text"], *chain["cue"]), _find(row["text"], *chain["source"][-1])
                    if cue[0] < source[1] and source[0] < cue[1]:
                        continue
                    triggers = found.setdefault(cue, (source, set()))[1]
                    if not any(trigger[0] < b and a < trigger[1] for a, b in (cue, source)):
                        triggers.add(trigger)
        gold = [Gold((source,), (cue,), tuple(sorted(t)), partial=True) for cue, (source, t) in found.items()]
        if gold:
            yield Text(row["id"], row["text"], gold, tagged=False)


def _word_range(pieces: Pieces, span: tuple[int, int]) -> tuple[int, int]:
    """Words that a span touches."""
    return (
        int(np.searchsorted(pieces.end, span[0], side="right")),
        int(np.searchsorted(pieces.start, span[1], side="left")),
    )


def examples(
    text: Text, tokenizer: Tokenizer, *, size: int, context: int, rng: random.Random | None
) -> list[Example]:
    """Cut a text into windows as the reader does; with `rng`, cuts fall at random places."""
    pieces = split(text.text, tokenizer)
    first = rng.randint(size // 4, size) if rng else None
    return [_example(text, pieces, w) for w in cut(pieces, size=size - 2, context=context, first=first)]


def _example(text: Text, pieces: Pieces, window: Window) -> Example:
    a, b = window.start, window.stop
    bounds = np.append(pieces.first, len(pieces.ids))
    lengths = np.diff(bounds[a : b + 1])

    def spread(feature: np.ndarray[Any, Any]) -> list[int]:
        return [0, *np.repeat(feature[a:b], lengths).tolist(), 0]

    example = Example(
        ids=[CLS, *pieces.ids[bounds[a] : bounds[b]].tolist(), SEP],
        case=spread(pieces.case),
        layout=spread(pieces.layout),
        quote=spread(pieces.quote),
        first=(pieces.first[a:b] - pieces.first[a] + 1).tolist(),
    )
    words = b - a
    tags = np.zeros(words, dtype=np.int64)
    inner = np.zeros(words, dtype=np.int64)
    unknown = np.zeros(words, dtype=bool)

    def ranges(spans: Spans) -> Iterator[tuple[int, int]]:
        for span in spans:
            left, right = _word_range(pieces, span)
            left, right = max(left - a, 0), min(right - a, words)
            if left < right:
                yield left, right

    # cue over source over content where annotators' pieces touch one word
    for role, number in (("content", 5), ("source", 3), ("cue", 1)):
        for gold in text.gold:
            for left, right in ranges(getattr(gold, role)):
                if gold.level == 0 and not (gold.partial):
                    tags[left:right] = number + 1
                    tags[left] = number
                    if role == "content" and not text.nested:
                        unknown[left:right] = True
                elif role == "cue":
                    inner[left:right] = 2
                    inner[left] = 1
    if text.tagged:
        example.allowed_tags = np.eye(len(TAGS), dtype=bool)[_mended(tags)]
        example.inner = np.where(unknown, -100, inner)
    for gold in text.gold:
        spots = list(ranges(gold.cue))
        if not spots:
            continue
        left, right = min(s[0] for s in spots), max(s[1] for s in spots)
        inside = [
            r
            for r in (_word_range(pieces, span) for span in gold.cue)
            if r[0] >= window.core_start and r[1] <= b
        ]
        if not inside or inside[0][0] >= window.core_stop:
            continue
        example.cues.append((left, right - 1))
        example.allowed_roles.append(_allowed_roles(gold, ranges, words, (left, right)))
        example.near.append(distance_buckets(words, left, right - 1))
        example.para.append(paragraph_buckets(pieces.layout[a:b], left))
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
    return np.eye(len(ROLES), dtype=bool)[_mended(labels)]


def _mended(labels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Begin anew where a run was painted over in its middle; I-x (even, above 0) goes on only from B-x or
    I-x.
    """
    before = np.concatenate(([0], labels[:-1]))
    broken = (labels > 0) & (labels % 2 == 0) & (before != labels) & (before != labels - 1)
    return np.where(broken, labels - 1, labels)


def collate(batch: list[Example]) -> dict[str, Tensor]:
    """Pad windows into one batch of tensors."""
    pieces = max(len(e.ids) for e in batch)
    words = max(len(e.first) for e in batch)

    def pad(rows: list[Any], width: int, value: int = 0) -> Tensor:
        return torch.tensor([list(row) + [value] * (width - len(row)) for row in rows])

    def stack(rows: list[np.ndarray[Any, Any]], tags: int) -> Tensor:
        out = np.ones((len(rows), words, tags), dtype=bool)
        for i, row in enumerate(rows):
            out[i, : len(row)] = row
        return torch.from_numpy(out)

    tagged = [i for i, e in enumerate(batch) if e.allowed_tags is not None]
    out = {
        name: pad([getattr(e, name) for e in batch], pieces) for name in ("ids", "case", "layout", "quote")
    }
    out["first"] = pad([e.first for e in batch], words)
    out["mask"] = pad([[1] * len(e.first) for e in batch], words).bool()
    out["tagged"] = torch.tensor(tagged, dtype=torch.int64)
    if tagged:
        out["allowed_tags"] = stack([batch[i].allowed_tags for i in tagged], len(TAGS))  # type: ignore[misc]
        out["inner"] = pad([batch[i].inner for i in tagged], words, -100)
    cues = [(i, k) for i, e in enumerate(batch) for k in range(len(e.cues))]
    if cues:
        out["where"] = torch.tensor([i for i, _ in cues])
        out["cue_first"] = torch.tensor([batch[i].cues[k][0] for i, k in cues])
        out["cue_last"] = torch.tensor([batch[i].cues[k][1] for i, k in cues])
        out["allowed_roles"] = stack([batch[i].allowed_roles[k] for i, k in cues], len(ROLES))
        out["near"] = pad([batch[i].near[k] for i, k in cues], words)
        out["para"] = pad([batch[i].para[k] for i, k in cues], words)
    return out
