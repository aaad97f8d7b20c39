"""The measures of coreference against examples worked out by hand, and what holds for all clusterings."""

from __future__ import annotations

import itertools

import pytest
from benchmarks.coreference import aligned, b_cubed, ceaf_e, conll, muc, pairwise
from hypothesis import given
from hypothesis import strategies as st


def clusters(*groups: str) -> dict[str, int]:
    return {item: number for number, group in enumerate(groups) for item in group}


# The example of Bagga and Baldwin (1998): twelve items in clusters of 5, 2 and 5; two answers that each join
# two of them, which MUC cannot tell apart and B-cubed can.
KEY = clusters("12345", "67", "89ABC")
NEARER = clusters("12345", "6789ABC")
FARTHER = clusters("1234589ABC", "67")


def test_muc_as_in_the_paper() -> None:
    assert muc(KEY, NEARER) == pytest.approx((9 / 10, 1, 18 / 19))
    assert muc(KEY, FARTHER) == pytest.approx((9 / 10, 1, 18 / 19))


def test_b_cubed_as_in_the_paper() -> None:
    # (5 * 1 + 2 * 2/7 + 5 * 5/7) / 12 and (10 * 1/2 + 2 * 1) / 12: the paper's 76 % and 58 %
    assert b_cubed(KEY, NEARER).precision == pytest.approx((5 + 4 / 7 + 25 / 7) / 12)
    assert b_cubed(KEY, FARTHER).precision == pytest.approx(7 / 12)
    assert b_cubed(KEY, NEARER).recall == b_cubed(KEY, FARTHER).recall == 1


def test_ceaf_e_by_hand() -> None:
    # 5 with 5: phi 1; then 5 with 7, of which 5 are common: 10/12. Two clusters found, three gold.
    assert ceaf_e(KEY, NEARER) == pytest.approx(((1 + 10 / 12) / 2, (1 + 10 / 12) / 3, 2 * (1 + 10 / 12) / 5))
    # The best alignment is not the greedy one: ab-abc 0.8 would leave 2/3 for nothing.
    gold = clusters("ab", "c")
    assert ceaf_e(gold, clusters("abc")).f1 == pytest.approx(2 * 0.8 / 3)


def test_alignment_is_the_best_not_the_greedy_one() -> None:
    likeness = {("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.7}
    assert sorted(aligned(likeness)) == [("a", "y"), ("b", "x")]


def test_pairwise_by_hand() -> None:
    assert pairwise(clusters("abc", "d"), clusters("ab", "cd")) == pytest.approx((1 / 2, 1 / 3, 2 / 5))
    assert pairwise(clusters("a", "b"), clusters("ab")) == (0, 0, 0)


def test_both_sides_must_hold_the_same() -> None:
    with pytest.raises(ValueError, match="same items"):
        b_cubed(clusters("ab"), clusters("abc"))


LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)


@given(LABELS)
def test_measures_hold_for_any_clusterings(labels: list[tuple[int, int]]) -> None:
    gold = {item: one for item, (one, _) in enumerate(labels)}
    found = {item: other for item, (_, other) in enumerate(labels)}
    for measure in (pairwise, muc, b_cubed, ceaf_e):
        there, back = measure(gold, found), measure(found, gold)
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))
        assert all(0 <= share <= 1 + 1e-9 for share in there)
    for measure in (b_cubed, ceaf_e):
        assert measure(gold, gold).f1 == pytest.approx(1)
    assert 0 <= conll(gold, found) <= 1 + 1e-9


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 4)), st.floats(0.01, 1), max_size=12))
def test_alignment_finds_the_greatest_sum(likeness: dict[tuple[int, int], float]) -> None:
    pairs = aligned(likeness)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    best = max(
        sum(likeness.get((row, column), 0) for row, column in enumerate(columns))
        for columns in itertools.permutations(range(5), 4)
    )
    assert sum(likeness[pair] for pair in pairs) == pytest.approx(best)
