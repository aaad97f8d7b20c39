"""Windows of text with what is known about them, and batches of them as tensors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sayso.reading.anchored import WordSpan, distance_buckets, paragraph_buckets
from sayso.reading.attribution import TAGS
from sayso.reading.ontology import CONTEXTS, TYPES
from sayso.reading.pieces import Pieces, Window

CLS, SEP = 101, 102  # of the uncased BERT vocabulary
UNKNOWN = -100  # a label that the loss passes over

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Anchor:
    """A place from which words are tagged: first and last word, the places `seen` from it with their buckets
    of distance and paragraph, and the labels that each may have ([seen, labels]).
    """

    first: int
    last: int
    seen: Array
    near: Array
    para: Array
    allowed: Array


@dataclass
class Example:
    """One window, ready for the network. What is None or empty is not known of it."""

    ids: list[int]
    case: list[int]
    layout: list[int]
    quote: list[int]
    mark: list[int]
    first: list[int]  # index of each word's first piece
    allowed_tags: Array | None = None  # [words, TAGS]
    inner: Array | None = None  # [words]
    trigger: Array | None = None  # [words]
    kinds: list[tuple[WordSpan, int, Array]] = field(default_factory=list)  # trigger, mode, contexts
    stances: list[tuple[WordSpan, WordSpan | None, int]] = field(
        default_factory=list
    )  # trigger, origin, stance
    relations: list[tuple[WordSpan, WordSpan, Array]] = field(default_factory=list)  # parties, allowed types
    opinions: list[tuple[WordSpan, int]] = field(default_factory=list)  # sentence, 1 for opinion
    anchors: dict[str, list[Anchor]] = field(default_factory=lambda: defaultdict(list))  # by head


def find(text: str, piece: str, k: int) -> tuple[int, int]:
    """Find the k-th occurrence of a piece of text. Raises ValueError where there is none."""
    at = -1
    for _ in range(k + 1):
        at = text.index(piece, at + 1)
    return at, at + len(piece)


def word_range(pieces: Pieces, span: tuple[int, int]) -> tuple[int, int]:
    """Words that a span touches."""
    return (
        int(np.searchsorted(pieces.end, span[0], side="right")),
        int(np.searchsorted(pieces.start, span[1], side="left")),
    )


def window_features(pieces: Pieces, window: Window) -> Example:
    """Lay out a window as the encoder takes it."""
    a, b = window.start, window.stop
    bounds = np.append(pieces.first, len(pieces.ids))
    lengths = np.diff(bounds[a : b + 1])

    def spread(feature: Array) -> list[int]:
        return [0, *np.repeat(feature[a:b], lengths).tolist(), 0]

    return Example(
        ids=[CLS, *pieces.ids[bounds[a] : bounds[b]].tolist(), SEP],
        case=spread(pieces.case),
        layout=spread(pieces.layout),
        quote=spread(pieces.quote),
        mark=[0] * (int(bounds[b] - bounds[a]) + 2),
        first=(pieces.first[a:b] - pieces.first[a] + 1).tolist(),
    )


def anchored(span: WordSpan, seen: Array, layout: Array, allowed: Array) -> Anchor:
    """Look at the words `seen` of a window from a half-open range of words."""
    first, last = span[0], span[1] - 1
    near, para = distance_buckets(seen, first, last), paragraph_buckets(layout, seen, first)
    return Anchor(first, last, seen, near, para, allowed)


def mended(labels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Begin anew where a run was painted over in its middle; I-x (even, above 0) goes on only from B-x or
    I-x.
    """
    before = np.concatenate(([0], labels[:-1]))
    broken = (labels > 0) & (labels % 2 == 0) & (before != labels) & (before != labels - 1)
    return np.where(broken, labels - 1, labels)


def collate(batch: list[Example]) -> dict[str, Any]:
    """Pad windows into one batch of tensors; what belongs to one head is a batch under its name."""
    pieces = max(len(e.ids) for e in batch)
    words = max(len(e.first) for e in batch)
    out: dict[str, Any] = {
        name: _pad([getattr(e, name) for e in batch], pieces)
        for name in ("ids", "case", "layout", "quote", "mark")
    }
    out["first"] = _pad([e.first for e in batch], words)
    out["mask"] = _pad([[1] * len(e.first) for e in batch], words).bool()
    tagged = [(i, e.allowed_tags, e.inner) for i, e in enumerate(batch) if e.allowed_tags is not None]
    if tagged:
        out["tags"] = {
            "where": torch.tensor([i for i, _, _ in tagged]),
            "allowed": _stack([allowed for _, allowed, _ in tagged], words, len(TAGS)),
            "inner": _pad([inner for _, _, inner in tagged], words, UNKNOWN),
        }
    triggered = [(i, e.trigger) for i, e in enumerate(batch) if e.trigger is not None]
    if triggered:
        out["trigger"] = {
            "where": torch.tensor([i for i, _ in triggered]),
            "label": _pad([label for _, label in triggered], words, UNKNOWN),
        }
    if kinds := [(i, *kind) for i, e in enumerate(batch) for kind in e.kinds]:
        out["kinds"] = {
            "where": torch.tensor([k[0] for k in kinds]),
            "trigger": _ends([k[1] for k in kinds]),
            "mode": torch.tensor([k[2] for k in kinds]),
            "context": torch.tensor(np.array([k[3] for k in kinds]), dtype=torch.float32).view(
                -1, len(CONTEXTS)
            ),
        }
    if stances := [(i, *pair) for i, e in enumerate(batch) for pair in e.stances]:
        out["stances"] = {
            "where": torch.tensor([s[0] for s in stances]),
            "one": _ends([s[1] for s in stances]),
            "other": _ends([s[2] for s in stances]),
            "label": torch.tensor([s[3] for s in stances]),
        }
    if relations := [(i, *pair) for i, e in enumerate(batch) for pair in e.relations]:
        out["relations"] = {
            "where": torch.tensor([r[0] for r in relations]),
            "one": _ends([r[1] for r in relations]),
            "other": _ends([r[2] for r in relations]),
            "allowed": torch.tensor(np.array([r[3] for r in relations])).view(-1, len(TYPES)),
        }
    if opinions := [(i, *o) for i, e in enumerate(batch) for o in e.opinions]:
        out["opinions"] = {
            "where": torch.tensor([o[0] for o in opinions]),
            "start": torch.tensor([o[1][0] for o in opinions]),
            "stop": torch.tensor([o[1][1] for o in opinions]),
            "label": torch.tensor([o[2] for o in opinions], dtype=torch.float32),
        }
    for head in ("cue", "roles", "origin", "outer"):
        if found := [(i, anchor) for i, e in enumerate(batch) for anchor in e.anchors.get(head, [])]:
            out[head] = _collate_anchors(found)
    return out


def _collate_anchors(found: list[tuple[int, Anchor]]) -> dict[str, Tensor]:
    width = max(len(anchor.seen) for _, anchor in found)
    out = {name: _pad([getattr(a, name) for _, a in found], width) for name in ("seen", "near", "para")}
    return out | {
        "where": torch.tensor([i for i, _ in found]),
        "first": torch.tensor([a.first for _, a in found]),
        "last": torch.tensor([a.last for _, a in found]),
        "mask": _pad([[1] * len(a.seen) for _, a in found], width).bool(),
        "allowed": _stack([a.allowed for _, a in found], width, found[0][1].allowed.shape[1]),
    }


def _pad(rows: list[Any], width: int, value: int = 0) -> Tensor:
    out = np.full((len(rows), width), value, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def _stack(rows: list[Any], width: int, labels: int) -> Tensor:
    out = np.ones((len(rows), width, labels), dtype=bool)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def _ends(spans: list[WordSpan | None]) -> Tensor:
    return torch.tensor([(-1, -1) if span is None else (span[0], span[1] - 1) for span in spans])
