"""Heads whose tables pass the scores through, so that tests write scores by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from sayso.reading.anchored import EDGES, PARAGRAPHS
from sayso.reading.scores import HEADS, Scores


def anchored_tables(labels: tuple[str, ...]) -> dict[str, Any]:
    """Tables of an anchored tagger whose emissions are the words' own vectors (as wide as the labels)."""
    count = len(labels)
    return {
        "distance": np.zeros((2 * len(EDGES) + 1, count)).tolist(),
        "paragraph": np.zeros((PARAGRAPHS, count)).tolist(),
        "weight": np.eye(count).tolist(),
        "bias": np.zeros(count).tolist(),
        "transition": np.zeros((count, count)).tolist(),
        "begin": np.zeros(count).tolist(),
    }


def window_scores(window: Any, **known: Any) -> Scores:
    """Scores of a window; a head that is not known says nothing."""
    count = window.stop - window.start
    rest = {name: np.zeros((count, 0), np.float32) for name in HEADS} | {
        name: np.zeros(count, np.int64) for name in ("layout", "quote", "continues")
    }
    return Scores(window, **(rest | known))
