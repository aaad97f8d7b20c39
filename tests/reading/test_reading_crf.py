"""Viterbi and marginals against all paths tried one by one; runs against a plain loop."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reading.crf import marginals, runs, viterbi


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.integers(0, 2**31))
def test_viterbi_finds_the_best_path_of_each_sequence(lengths, seed):
    rng = np.random.default_rng(seed)
    emissions = [rng.normal(size=(n, 3)).astype(np.float32) for n in lengths]
    transition = rng.normal(size=(3, 3)).astype(np.float32)
    begin = rng.normal(size=3).astype(np.float32)

    def worth(e, path):
        moves = sum(transition[a, b] for a, b in itertools.pairwise(path))
        return begin[path[0]] + moves + sum(e[i, label] for i, label in enumerate(path))

    for e, found in zip(emissions, viterbi(emissions, transition, begin), strict=True):
        assert len(found) == len(e)
        if len(e):
            best = max(itertools.product(range(3), repeat=len(e)), key=lambda path: worth(e, path))
            assert np.isclose(worth(e, found.tolist()), worth(e, best), atol=1e-4)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**31))
def test_marginals_are_the_shares_of_all_paths(lengths, seed):
    rng = np.random.default_rng(seed)
    emissions = [(3 * rng.normal(size=(n, 3))).astype(np.float32) for n in lengths]
    transition = rng.normal(size=(3, 3)).astype(np.float32)
    transition[0, 2] = -1e4  # a move that is banned
    begin = rng.normal(size=3).astype(np.float32)
    for e, found in zip(emissions, marginals(emissions, transition, begin), strict=True):
        expected = np.zeros(e.shape)
        for path in itertools.product(range(3), repeat=len(e)):
            moves = sum(transition[a, b] for a, b in itertools.pairwise(path))
            weight = np.exp(begin[path[0]] + moves + sum(e[i, label] for i, label in enumerate(path)))
            expected[np.arange(len(e)), path] += weight
        assert np.allclose(found, expected / expected.sum(axis=1, keepdims=True), atol=1e-4)


def test_marginals_of_nothing():
    assert marginals([], np.zeros((3, 3), np.float32), np.zeros(3, np.float32)) == []


def test_viterbi_of_nothing():
    assert viterbi([], np.zeros((3, 3), np.float32), np.zeros(3, np.float32)) == []


@given(st.lists(st.integers(0, 4), max_size=30))
def test_runs_are_what_a_plain_loop_finds(labels):
    expected: list[tuple[int, int]] = []
    for i, label in enumerate(labels):
        if label == 1 or (label == 2 and (i == 0 or labels[i - 1] not in (1, 2))):
            expected.append((i, i + 1))
        elif label == 2:
            expected[-1] = (expected[-1][0], i + 1)
    assert runs(np.array(labels, dtype=np.int64), 1, 2) == expected
