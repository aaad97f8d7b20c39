"""Best label sequences under a linear-chain CRF (Viterbi 1967; Lafferty et al. 2001), many sequences at a
time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["marginals", "runs", "viterbi"]


def viterbi(emissions: list[Floats], transition: Floats, begin: Floats) -> list[Ints]:
    """Find the best labels of each sequence.

    emissions: one [words, labels] array for each sequence; transition: [from, to] scores; begin: scores of
    the first label. The sequences run side by side, the longest first, so that the Python loop is as long as
    the longest one.
    """
    best = [np.zeros(len(e), dtype=np.int64) for e in emissions]
    if not any(map(len, emissions)):
        return best
    order, lengths, padded, alive = _side_by_side(emissions)
    labels = len(begin)
    back = np.zeros((lengths[0], len(order), labels), dtype=np.int8)
    score = begin + padded[0]
    # [rows, to, from], so that the maximum runs over the last axis
    moves = np.ascontiguousarray(transition.T)
    for place in range(1, lengths[0]):
        rows = int(alive[place])
        paths = score[:rows, None, :] + moves
        chosen = paths.argmax(axis=2)
        back[place, :rows] = chosen
        score[:rows] = np.take_along_axis(paths, chosen[:, :, None], axis=2)[:, :, 0] + padded[place, :rows]
    last = score.argmax(axis=1)
    for row, i in enumerate(order):
        label = int(last[row])
        path, steps = best[i], back[:, row]
        for place in range(lengths[row] - 1, -1, -1):
            path[place] = label
            label = int(steps[place, label])
    return best


def runs(labels: Ints, begin: int, inside: int) -> list[tuple[int, int]]:
    """Half-open runs of one kind of label: each starts at `begin` (or at an `inside` that follows something
    else).
    """
    ours = (labels == begin) | (labels == inside)
    before = np.concatenate(([False], ours[:-1]))
    after = np.concatenate((ours[1:], [False]))
    next_begins = np.concatenate((labels[1:] == begin, [True]))
    starts = np.flatnonzero(ours & ((labels == begin) | ~before))
    stops = np.flatnonzero(ours & (~after | next_begins)) + 1
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def marginals(emissions: list[Floats], transition: Floats, begin: Floats) -> list[Floats]:
    """Give the probability of each label at each place of each sequence (forward-backward), shaped as the
    emissions. The sequences run side by side, as in `viterbi`.
    """
    if not any(map(len, emissions)):
        return [np.zeros_like(e) for e in emissions]
    order, lengths, padded, alive = _side_by_side(emissions)
    longest = lengths[0]
    # Each place's scores are taken from their greatest: sums of exponentials stay in range.
    top = padded.max(axis=2, keepdims=True)
    local = np.exp(np.maximum(padded - top, -60))
    moves = np.exp(transition)
    forward = np.zeros_like(padded)
    forward[0] = _scaled(np.exp(begin - begin.max()) * local[0])
    for place in range(1, longest):
        n = int(alive[place])
        forward[place, :n] = _scaled((forward[place - 1, :n] @ moves) * local[place, :n])
    backward = np.ones_like(padded)
    for place in range(longest - 2, -1, -1):
        n = int(alive[place + 1])
        backward[place, :n] = _scaled((backward[place + 1, :n] * local[place + 1, :n]) @ moves.T)
    both = forward * backward
    both /= np.maximum(both.sum(axis=2, keepdims=True), 1e-30)
    found = [np.zeros_like(e) for e in emissions]
    for row, i in enumerate(order):
        found[i] = both[: lengths[row], row]
    return found


def _side_by_side(emissions: list[Floats]) -> tuple[list[int], list[int], Floats, Ints]:
    """Lay sequences side by side, the longest first: their order and lengths, all of them as one array
    [places, sequences, labels], and how many are longer than each place.
    """
    order = sorted(range(len(emissions)), key=lambda i: -len(emissions[i]))
    lengths = [len(emissions[i]) for i in order]
    padded = np.zeros((lengths[0], len(order), emissions[0].shape[1]), dtype=np.float32)
    for row, i in enumerate(order):
        padded[: lengths[row], row] = emissions[i]
    alive = np.searchsorted(-np.array(lengths), -np.arange(lengths[0]), side="left")
    return order, lengths, padded, alive


def _scaled(values: Floats) -> Floats:
    total = values.sum(axis=-1, keepdims=True)
    scaled: Floats = values / np.maximum(total, 1e-30)
    return scaled
