"""How the weights by which threads are linked across reports were made (src/sayso/weigh/weights.py).

    python -m training.matters --data DATA [--cache FOLDER]

Reads the reports of the sets written for the project (tests/quality/matters) and of ECB+ (the topics that are
for training), labels every thread with the gold matter of the mentions that it overlaps, and fits the weights
so that each thread's probability goes to earlier threads of its matter, or to none where it is the first of
it (the log-likelihood of mention ranking, Durrett & Klein 2013), by gradient descent with a small penalty.

Prints the weights, and B-cubed F1: of each written set by weights from all others, and of the development
reports, which are not trained on. `--shift` is added to the first weight: the likelihood asks for links that
are right, B-cubed also for matters that are whole.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.coreference import b_cubed
from benchmarks.ecb import both, documents, readings_of
from numpy.typing import NDArray

import sayso
from sayso.reading import Reading
from sayso.weigh import matters
from sayso.weigh.accounts import account_of
from sayso.weigh.compared import FEATURES, Compared
from sayso.weigh.records import Thread
from sayso.weigh.threads import threads
from training.matter_sets import OWN_SETS, MatterSet, dev_reports, own_set

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pot:
    """Threads of some reports that are compared with each other, and the gold matter of their mentions."""

    name: str
    threads: list[Thread]
    gold: dict[str, str]


@dataclass(frozen=True)
class Choice:
    """A thread with those that it might repeat: a row of features for each, and which are right."""

    rows: Floats
    right: NDArray[np.bool_]


def pot_of(which: MatterSet, readings: dict[str, Reading]) -> Pot:
    """Match gold mentions with found ones whose triggers overlap, one to one."""
    accounts = {file: account_of(reading) for file, reading in readings.items()}
    gold: dict[str, str] = {}
    for mention in which.mentions:
        low, high = mention.trigger
        for found in accounts[mention.file].mentions:
            start, end = found.event.trigger
            if found.key not in gold and start < high and low < end:
                gold[found.key] = f"{which.name} {mention.matter}"
                break
    return Pot(which.name, [thread for each in accounts.values() for thread in threads(each)], gold)


def ecb_pot(data: Path, cache: Path | None) -> Pot:
    """Give the training topics of ECB+, all in one pot."""
    docs = documents(data / "data/merge/ecbplus")
    gold: dict[str, str] = {}
    found: list[Thread] = []
    for name, reading in readings_of(docs, cache).items():
        account = account_of(reading)
        found += threads(account)
        at = [(*mention.event.trigger, mention.key) for mention in account.mentions]
        doc = next(each for each in docs if each.name == name)
        gold |= {key: f"ecb {mention.cluster}" for mention, (_, _, key) in both(doc.mentions, at)}
    return Pot("ecb", found, gold)


def choices(pot: Pot) -> list[Choice]:
    """Give every labelled thread that has something to be compared with."""
    ordered = sorted(pot.threads, key=matters.order)
    labels = [_label(thread, pot.gold) for thread in ordered]
    compared = Compared(ordered)
    having: dict[str, list[int]] = defaultdict(list)
    found = []
    for at, thread in enumerate(ordered):
        its = matters.keys(thread)
        if labels[at] is not None:
            near = {n for key in its for n in having[key] if labels[n] is not None}
            others = compared.comparable(at, np.array(sorted(near), dtype=np.int64))
            if len(others):
                right = np.array([labels[other] == labels[at] for other in others])
                found.append(Choice(compared.features(at, others).astype(np.float64), right))
        for key in its:
            having[key].append(at)
    return found


def _label(thread: Thread, gold: dict[str, str]) -> str | None:
    of = Counter(gold[key] for key in thread.mentions if key in gold)
    return min(of, key=lambda name: (-of[name], name)) if of else None


def fit(weighted: Sequence[tuple[float, list[Choice]]], penalty: float = 0.002, steps: int = 1500) -> Floats:
    """Fit the weights: Adam on all choices at once, each list counting by its weight."""
    every = [(weight, choice) for weight, its in weighted for choice in its]
    rows = np.concatenate([choice.rows for _, choice in every])
    right = np.concatenate([choice.right for _, choice in every]).astype(np.float64)
    sizes = np.array([len(choice.right) for _, choice in every])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(sizes)), sizes)
    count = np.array([weight for weight, _ in every])
    first = np.add.reduceat(right, starts) == 0  # of its matter: none before it is right
    weights, mean, square = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, steps + 1):
        scores = rows @ weights
        top = np.maximum(np.maximum.reduceat(scores, starts), 0.0)
        chance = np.exp(scores - top[owner])
        wanted = chance * right
        chance /= (np.add.reduceat(chance, starts) + np.exp(-top))[owner]
        wanted /= np.where(first, 1.0, np.add.reduceat(wanted, starts))[owner]
        slope = rows.T @ ((chance - wanted) * count[owner]) / count.sum() + penalty * weights
        slope[0] -= penalty * weights[0]
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def score(pot: Pot, weights: Floats) -> tuple[float, float, float]:
    """Give B-cubed precision, recall and F1 of the mentions that both sides have."""
    matters.use(dict(zip(FEATURES, weights.tolist(), strict=True)))
    mentions = {thread.key: thread.mentions for thread in pot.threads}
    of = {
        key: matter.id
        for matter in matters.group(pot.threads)
        for member in matter.members
        for key in mentions[member.thread]
    }
    found = b_cubed(pot.gold, {key: of[key] for key in pot.gold})
    return found.precision, found.recall, found.f1


def main() -> None:
    """Fit, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and annotation/")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where readings of ECB+ are kept")
    parser.add_argument("--shift", type=float, default=1.25, help="what is added to the first weight")
    parser.add_argument("--ecb", type=float, default=0.05, help="how much a thread of ECB+ counts")
    args = parser.parse_args()
    reader = sayso.Reader()

    def read(which: MatterSet) -> Pot:
        return pot_of(which, {file: reader.read(report) for file, report in which.reports.items()})

    own = [read(own_set(name)) for name in OWN_SETS]
    dev, ecb = read(dev_reports(args.data)), ecb_pot(args.data, args.cache)
    ecb_choices = choices(ecb)
    print(f"{sum(len(choices(pot)) for pot in own)} choices of our own, {len(ecb_choices)} of ECB+")

    def fitted(pots: Iterable[Pot]) -> Floats:
        pots = list(pots)
        joined = Pot(
            "own",
            [thread for pot in pots for thread in pot.threads],
            {key: matter for pot in pots for key, matter in pot.gold.items()},
        )
        weights = fit([(1.0, choices(joined)), (args.ecb, ecb_choices)])
        weights[0] += args.shift
        return weights

    print("| set | precision | recall | B-cubed F1 |\n|---|---|---|---|")

    def show(name: str, pot: Pot, weights: Floats) -> float:
        found = score(pot, weights)
        print(f"| {name} | " + " | ".join(f"{100 * share:.1f}" for share in found) + " |")
        return found[2]

    held = [show(pot.name, pot, fitted(each for each in own if each is not pot)) for pot in own]
    print(f"| mean of those, each kept apart | | | {100 * sum(held) / len(held):.1f} |")
    weights = fitted(own)
    show("dev_reports", dev, weights)
    show("ECB+, trained on", ecb, weights)
    print("\nWEIGHTS = {")
    for name, weight in zip(FEATURES, weights.tolist(), strict=True):
        print(f'    "{name}": {weight:.2f},')
    print("}")


if __name__ == "__main__":
    main()
