"""What the encoder says of one window, head by head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.reading.pieces import Window

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["HEADS", "Scores", "softmax"]

HEADS = (
    "tags", "inner", "cue", "trigger", "mode", "context", "opinion", "roles", "origin", "outer", "stance",
)  # fmt: skip
"""The graph's outputs that a reading needs, named as the fields of `Scores`."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the encoder says of one window. All arrays run over the window's words.

    Scores of labels: `tags` and `inner` (see `attribution`), `trigger`, `mode`, `context` (see `events`),
    `opinion` (one number, whose mean over a sentence is its score). Vectors that anchored taggers and pairs
    work on (see `anchored`), four side by side: `cue`, `roles`, `origin`, `outer`, `stance`. `layout`,
    `quote` and `continues` are as in `Pieces`.
    """

    window: Window
    tags: Floats
    inner: Floats
    cue: Floats
    trigger: Floats
    mode: Floats
    context: Floats
    opinion: Floats
    roles: Floats
    origin: Floats
    outer: Floats
    stance: Floats
    layout: Ints
    quote: Ints
    continues: Ints


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities, over the last axis."""
    exp = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probability: Floats = exp / exp.sum(axis=-1, keepdims=True)
    return probability
