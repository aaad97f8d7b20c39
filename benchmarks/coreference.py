"""How well a clustering agrees with another: the measures of coreference, as pure functions.

A clustering is a mapping from each item to the label of its cluster; both sides must hold the same items.

- pairwise: precision, recall and F1 over pairs of items that are together;
- MUC (Vilain et al. 1995): links missing in the other side's partition of each cluster;
- B-cubed (Bagga and Baldwin 1998): for each item, the share of its cluster that is right;
- CEAF-e (Luo 2005): the best one-to-one alignment of clusters, with the entity-based similarity phi 4;
- CoNLL (Pradhan et al. 2012): the mean of the F1 of the latter three.

Shares are 0 to 1. A side without pairs (or links) has a precision or recall of 0 there, as the reference
scorer has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

__all__ = ["Score", "aligned", "b_cubed", "ceaf_e", "conll", "muc", "pairwise"]

Clustering = Mapping[Any, Hashable]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float
    f1: float


def pairwise(gold: Clustering, found: Clustering) -> Score:
    """Compare the pairs of items that are together."""
    sizes, its, cells = _table(gold, found)
    right = sum(map(_pairs, cells.values()))
    return _score(right, sum(map(_pairs, its.values())), right, sum(map(_pairs, sizes.values())))


def muc(gold: Clustering, found: Clustering) -> Score:
    """Compare links: of a cluster of n items n - 1, less one for each part into which the other cuts it."""
    sizes, its, cells = _table(gold, found)
    right = len(gold) - len(cells)  # sum over clusters of (size - parts), the same from both sides
    return _score(right, len(gold) - len(its), right, len(gold) - len(sizes))


def b_cubed(gold: Clustering, found: Clustering) -> Score:
    """Compare item by item: which share of the cluster it was put in belongs with it, and the reverse."""
    sizes, its, cells = _table(gold, found)
    precise = sum(n * n / its[f] for (_, f), n in cells.items())
    complete = sum(n * n / sizes[g] for (g, _), n in cells.items())
    return _score(precise, len(gold), complete, len(gold))


def ceaf_e(gold: Clustering, found: Clustering) -> Score:
    """Compare clusters, each with at most one of the other side, by phi 4: 2 |a and b| / (|a| + |b|)."""
    sizes, its, cells = _table(gold, found)
    likeness = {(g, f): 2 * n / (sizes[g] + its[f]) for (g, f), n in cells.items()}
    best = sum(likeness[pair] for pair in aligned(likeness))
    return _score(best, len(its), best, len(sizes))


def conll(gold: Clustering, found: Clustering) -> float:
    """Give the mean F1 of MUC, B-cubed and CEAF-e."""
    return sum(measure(gold, found).f1 for measure in (muc, b_cubed, ceaf_e)) / 3


def aligned(likeness: Mapping[tuple[Any, Any], float]) -> list[tuple[Any, Any]]:
    """Align the two sides one to one so that the sum of likeness is greatest; pairs not given are worth 0.

    The graph of pairs falls apart into small pieces, each of which is solved by itself (Kuhn 1955, Munkres
    1957, in the form with shortest augmenting paths).
    """
    right: list[tuple[Any, Any]] = []
    for pairs in _components(likeness):
        rows = list(dict.fromkeys(a for a, _ in pairs))
        columns = list(dict.fromkeys(b for _, b in pairs))
        flip = len(rows) > len(columns)
        if flip:
            rows, columns = columns, rows
        cost = [[-likeness.get((b, a) if flip else (a, b), 0.0) for b in columns] for a in rows]
        for row, column in enumerate(_assign(cost)):
            pair = (columns[column], rows[row]) if flip else (rows[row], columns[column])
            if pair in likeness:
                right.append(pair)
    return right


def _table(
    gold: Clustering, found: Clustering
) -> tuple[Counter[Hashable], Counter[Hashable], Counter[tuple[Hashable, Hashable]]]:
    if gold.keys() != found.keys():
        raise ValueError("both clusterings must hold the same items")
    cells = Counter((label, found[item]) for item, label in gold.items())
    return Counter(gold.values()), Counter(found.values()), cells


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def _score(precise: float, of_found: float, complete: float, of_gold: float) -> Score:
    precision = precise / of_found if of_found else 0.0
    recall = complete / of_gold if of_gold else 0.0
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def _components(
    likeness: Mapping[tuple[Any, Any], float],
) -> list[list[tuple[Any, Any]]]:
    """Give the pairs of each connected piece of the graph between the two sides."""
    neighbours: dict[tuple[int, Hashable], list[tuple[int, Hashable]]] = defaultdict(list)
    for a, b in likeness:
        neighbours[0, a].append((1, b))
        neighbours[1, b].append((0, a))
    seen: set[tuple[int, Hashable]] = set()
    pieces = []
    for start in neighbours:
        if start in seen:
            continue
        seen.add(start)
        waiting, piece = [start], []
        while waiting:
            node = waiting.pop()
            if node[0] == 0:
                piece += [(node[1], other) for _, other in neighbours[node]]
            fresh = [other for other in neighbours[node] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        pieces.append(piece)
    return pieces


def _assign(cost: list[list[float]]) -> list[int]:
    """Give each row a column of its own at the least cost. There are at least as many columns as rows."""
    rows, columns = len(cost), len(cost[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)  # potentials; index 0 is a helper
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        at = 0
        least = [float("inf")] * (columns + 1)
        came = [0] * (columns + 1)
        used = [False] * (columns + 1)
        while row_of[at]:
            used[at] = True
            here, step, after = row_of[at], float("inf"), 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                spare = cost[here - 1][j - 1] - of_row[here] - of_column[j]
                if spare < least[j]:
                    least[j], came[j] = spare, at
                if least[j] < step:
                    step, after = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    of_row[row_of[j]] += step
                    of_column[j] -= step
                else:
                    least[j] -= step
            at = after
        while at:
            row_of[at] = row_of[came[at]]
            at = came[at]
    found = [0] * rows
    for j in range(1, columns + 1):
        if row_of[j]:
            found[row_of[j] - 1] = j - 1
    return found
