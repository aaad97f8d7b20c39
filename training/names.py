"""The weights with which names are compared: `python -m training.names --data DATA [--write]`.

A logistic regression over the features of `sayso.lists.names.compare`, each with a sign that cannot turn:
what differs between two names never speaks for them. It is fitted on

- `names/name_pairs_dev.csv`, pairs that people called a match or not;
- names of nobody on the list with the three listed names that look most like them (`names/screening_negatives
  _global_dev.csv` against the UN's list, and the negatives that the package `sanctions-screening-benchmark`
  makes of 500 persons of OFAC's SDN list, others than `benchmarks.screening` asks for);
- names that are meant: `names/screening_positives_un_treated_dev.csv`, and that package's spellings of the
  same 500.

Which listed names look most like one depends on the weights that are there now, so that a second run may move
them a little. Prints the F1 on the pairs by five-fold cross-validation, and the weights; `--write` puts them
into `compare.py`.
"""

from __future__ import annotations

import argparse
import csv
import logging
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import log as ln
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.lists.formats.sniffing import read_lists
from sayso.lists.names import compare as comparing
from sayso.lists.names.index import NameIndex
from sayso.lists.names.spelling import spelled

__all__ = ["Example", "Listed", "cross_validated", "f1", "features", "fit", "mined", "pairs", "spellings"]

log = logging.getLogger("training")

Floats = NDArray[np.float64]

SPEAK_FOR = frozenset({"close", "second", "third"})
"""Features that speak for a match; every other one speaks against it."""

FOLDS, SEEDS = 5, 3
STRANGERS, MEANT = 0.5, 0.25  # what all mined pairs weigh together beside the labelled ones
UN_TIMES = 2.0  # a stranger's name is what is screened most; the package's are made up to be confused
MOST_LIKE = 3  # listed names that are taken for each stranger
MOST_MEANT = 4000
RIDGE = 20.0
STRICTER = 0.15  # log odds by which the threshold lies above even odds: a false hit costs an analyst's time
SDN, ALT = "lists/ofac_sdn_2024-06-27.csv", "lists/ofac_alt_2025-12-24.csv"
UN = "lists/un_consolidated_2026-02-27.xml"
PACKAGE = "sanctions-screening-benchmark"
OTHERS, OTHERS_SEED = 500, 7  # persons of the SDN, in the package's order, that are learnt from


@dataclass(frozen=True, slots=True)
class Example:
    """Two names, whether they are people's and whether they match, and where they are from."""

    first: str
    second: str
    personal: bool
    match: bool
    source: str


Listed = Sequence[tuple[str, bool]]
"""Listed names, and whether each is a person's."""


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a table's rows by its columns' names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def pairs(data: Path) -> list[Example]:
    """Give the labelled pairs."""
    return [
        Example(
            row["name1"],
            row["name2"],
            row["schema"] == "Person",
            row["is_match"] == "true",
            row["case_group"],
        )
        for row in read_csv(data / "names/name_pairs_dev.csv")
    ]


# ---- the package -------------------------------------------------------------------------------------------


def package(module: str) -> Any:
    """Import a module of the package that makes spellings. Raises SystemExit where it is not installed."""
    try:
        return import_module(f"ssb.{module}")
    except ImportError:
        raise SystemExit(f"{PACKAGE} is not installed: pip install {PACKAGE}") from None


def spellings(data: Path, *, seed: int, limit: int, skip: int = 0) -> Any:
    """Let the package make a benchmark of persons of OFAC's list, in its own order: `limit`, after `skip`."""
    sources = package("sources")
    texts = [
        (data / path).read_text("utf-8-sig", errors="replace").replace("\x1a", "") for path in (SDN, ALT)
    ]
    entities = sources._parse_sdn(texts[0])
    entities.pop("ent_num", None)  # the header, where a copy has one
    sources._parse_alt(texts[1], entities)
    snapshot = sources.ListSnapshot("ofac_sdn", "2024-06-27", list(entities.values()), SDN)
    if skip:
        pool = [each for each in snapshot.individuals() if len(each.primary_name.split()) >= 2]
        pool.sort(key=lambda each: each.entity_id)
        snapshot.entities = pool[skip : skip + limit]
    return package("benchmark").build(snapshot, limit=limit, seed=seed)


# ---- mined pairs -------------------------------------------------------------------------------------------


class _Finder:
    """The listed names that look most like one, by the weights that are there now."""

    def __init__(self, listed: Listed) -> None:
        known = [(spelled(name, personal), personal) for name, personal in dict.fromkeys(listed)]
        self._listed = [each for each in known if each[0].words]
        self._index = NameIndex([each for each, _ in self._listed], [each for _, each in self._listed])

    def likest(self, name: str, count: int) -> list[tuple[str, bool]]:
        found = []
        for number in self._index.candidates(spelled(name), -np.inf):
            spelling, personal = self._listed[number]
            score = comparing.compare(spelled(name, personal), spelling, personal).score
            found.append((-score, spelling.text, personal))
        return [(text, personal) for _, text, personal in sorted(found)[:count]]


def un_names(data: Path) -> list[tuple[str, bool]]:
    """Give all names on the UN's list."""
    (found,) = read_lists([data / UN])
    return [(name.text, entry.kind == "person") for entry in found.entries for name in entry.names]


def mined(data: Path) -> list[Example]:
    """Give pairs of a name asked for and a listed one: of strangers that look alike, and those meant."""
    finder = _Finder(un_names(data))
    strangers = [row["full_name"] for row in read_csv(data / "names/screening_negatives_global_dev.csv")]
    meant = [row["full_name"] for row in read_csv(data / "names/screening_positives_un_treated_dev.csv")]
    found = list(_pairs(finder, strangers, False, "UN, strangers", MOST_LIKE))
    found += _pairs(finder, meant, True, "UN, meant", 1)
    made = spellings(data, seed=OTHERS_SEED, limit=OTHERS, skip=OTHERS)
    finder = _Finder([(name, True) for names in made.candidates.values() for name in names])
    for case in made.cases:
        if case.family == "negative":
            found += _pairs(finder, [case.query], False, case.perturbation, MOST_LIKE)
    others = [
        Example(case.query, case.source_name, True, True, case.perturbation)
        for case in made.cases
        if case.family != "negative"
    ]
    random.Random(1).shuffle(others)
    return found + others[:MOST_MEANT]


def _pairs(finder: _Finder, names: Iterable[str], match: bool, source: str, count: int) -> Iterator[Example]:
    for name in names:
        for listed, personal in finder.likest(name, count):
            yield Example(name, listed, personal, match, source)


# ---- the regression ----------------------------------------------------------------------------------------


def features(examples: Sequence[Example]) -> tuple[list[str], Floats]:
    """Give the features' names, and a row of their values for each example."""
    rows = []
    for example in examples:
        one, two = spelled(example.first, example.personal), spelled(example.second, example.personal)
        rows.append(comparing.features(one, two, comparing.align(one, two), example.personal))
    return list(rows[0]), np.array([list(row.values()) for row in rows])


def weights_of(examples: Sequence[Example], labelled: float) -> Floats:
    """Give what each mined example weighs, where the labelled ones weigh `labelled` together."""
    match = np.array([example.match for example in examples])
    each = np.where(match, MEANT / max(match.sum(), 1), STRANGERS / max((~match).sum(), 1))
    un = np.array([example.source == "UN, strangers" for example in examples])
    return np.asarray(each * np.where(un, UN_TIMES, 1.0) * labelled)


def fit(values: Floats, match: Floats, weights: Floats, signs: Floats) -> Floats:
    """Fit the regression; give the coefficients, the bias last. None has another sign than `signs`.

    Newton's method on the coefficients that are free, with steps cut where one would change its sign.
    """
    scale = np.r_[values.std(0) + 1e-3, 1.0]
    rows = np.c_[values, np.ones(len(values))] / scale
    share = weights / weights.sum()
    ridge = np.r_[np.full(values.shape[1], RIDGE / len(values)), 0.0]
    limits = np.r_[signs, 0.0]

    def loss(found: Floats) -> float:
        odds = rows @ found
        return float(share @ (np.logaddexp(0, odds) - match * odds) + ridge @ found**2 / 2)

    found = np.zeros(rows.shape[1])
    for _ in range(200):
        likely = 1 / (1 + np.exp(-(rows @ found)))
        slope = rows.T @ (share * (likely - match)) + ridge * found
        free = ~((found == 0) & (slope * limits > 0))
        bend = (rows[:, free].T * (share * likely * (1 - likely))) @ rows[:, free]
        step = np.zeros(len(found))
        step[free] = np.linalg.solve(bend + np.diag(ridge[free] + 1e-9), slope[free])
        before, size = loss(found), 1.0
        while True:
            moved = found - size * step
            moved[moved * limits < 0] = 0.0
            if loss(moved) <= before or size < 1e-6:
                break
            size /= 2
        done = np.abs(moved - found).max() < 1e-7
        found = moved
        if done:
            break
    return np.asarray(found / scale)


def f1(found: NDArray[np.bool_], match: Floats) -> float:
    """Give the F1 of what was found."""
    right = float((found & (match == 1)).sum())
    return 2 * right / max(float(found.sum() + match.sum()), 1.0)


def cross_validated(labelled: Sequence[Example], more: Sequence[Example]) -> list[float]:
    """Give the F1 on the labelled pairs at the threshold, once for each seed: every pair is judged by weights
    that were fitted on the other folds and the mined pairs.
    """
    names, values = features(labelled)
    _, others = features(more)
    match, other_match = _matches(labelled), _matches(more)
    scores = []
    for seed in range(SEEDS):
        order = list(range(len(match)))
        random.Random(seed).shuffle(order)
        found = np.zeros(len(match), bool)
        for fold in range(FOLDS):
            held = order[fold::FOLDS]
            kept = np.setdiff1d(order, held)
            weights = np.r_[np.ones(len(kept)), weights_of(more, len(kept))]
            rows, right = np.r_[values[kept], others], np.r_[match[kept], other_match]
            coefficients = fit(rows, right, weights, _signs(names))
            found[held] = values[held] @ coefficients[:-1] + coefficients[-1] >= STRICTER
        scores.append(f1(found, match))
    return scores


def _matches(examples: Sequence[Example]) -> Floats:
    return np.array([example.match for example in examples], float)


def _signs(names: Sequence[str]) -> Floats:
    return np.array([1.0 if name in SPEAK_FOR else -1.0 for name in names])


def fitted(labelled: Sequence[Example], more: Sequence[Example]) -> dict[str, float]:
    """Fit on everything; give the weights as `compare` has them, rounded."""
    names, values = features([*labelled, *more])
    weights = np.r_[np.ones(len(labelled)), weights_of(more, len(labelled))]
    coefficients = fit(values, _matches([*labelled, *more]), weights, _signs(names))
    threshold = ln(comparing.THRESHOLD / (1 - comparing.THRESHOLD))
    found = {name: round(float(value), 2) for name, value in zip(names, coefficients, strict=False)}
    found["bias"] = round(float(coefficients[-1]) + threshold - STRICTER, 2)
    return found


def recall_by_source(weights: dict[str, float], examples: Sequence[Example]) -> dict[str, float]:
    """Give the share of each source's examples that reach the threshold."""
    names, values = features(examples)
    odds = values @ np.array([weights[name] for name in names]) + weights["bias"]
    above = odds >= ln(comparing.THRESHOLD / (1 - comparing.THRESHOLD))
    counts = Counter(example.source for example in examples)
    found = Counter(example.source for example, hit in zip(examples, above, strict=True) if hit)
    return {source: found[source] / count for source, count in sorted(counts.items())}


COMMENT = "# Fitted by `python -m training.names`; see training/README.md.\n"


def write(weights: dict[str, float]) -> None:
    """Put the weights into `compare.py`."""
    path = Path(str(comparing.__file__))
    lines = "".join(f'    "{name}": {value},\n' for name, value in weights.items())
    new = f"{COMMENT}WEIGHTS = {{\n{lines}}}"
    text = path.read_text("utf-8")
    changed, count = re.subn(
        r"(?:# Fitted by .*\n)?^WEIGHTS = \{.*?\}", lambda _: new, text, flags=re.S | re.M
    )
    if count != 1:
        raise SystemExit(f"{path} has no place for the weights")
    path.write_text(changed, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DATA", help="folder with names and lists"
    )
    parser.add_argument("--write", action="store_true", help="put the weights into compare.py")
    options = parser.parse_args()
    labelled, more = pairs(options.data), mined(options.data)
    print(f"{len(labelled)} labelled pairs, {len(more):,} mined ones")
    scores = cross_validated(labelled, more)
    print(f"F1 by {FOLDS} folds: {np.mean(scores):.3f} ({', '.join(f'{score:.3f}' for score in scores)})")
    weights = fitted(labelled, more)
    print("reach the threshold, of the mined pairs:")
    for source, share in recall_by_source(weights, more).items():
        print(f"  {source:<16}{share:.3f}")
    print(f"{'weight':<16}{'fitted':>8}{'now':>8}")
    for name, value in weights.items():
        print(f"{name:<16}{value:>8}{comparing.WEIGHTS.get(name, 0.0):>8}")
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
