"""Fit what turns a head's certainty into the probability of being right, on texts that were not trained
on: for each part of a claim a logistic regression on the log-odds of its certainty (Platt 1999).

    python -m training.calibrate --data DATA --model FOLDER

prints how far the result can be believed: fitted on one half of the texts and measured on the other, both
ways, as a Markdown table. FOLDER is a model that was exported; its own calibration is left aside.
"""

from __future__ import annotations

import argparse
import hashlib
import runpy
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from sayso.reading import Reader
from sayso.reading.claims import Calibration
from training.evaluate import dev_reports, texts
from training.held_out import plv_rows, read_rows, written_rows
from training.reliability import PARTS, Pairs, expected_error, observations, reliability


def fit(pairs: list[tuple[float, bool]], *, pull: float = 1.0) -> tuple[float, float]:
    """Fit slope and offset by Newton's method with step halving; `pull` draws them towards the identity
    (1, 0).
    """
    certainty = np.clip(np.array([p for p, _ in pairs]), 1e-4, 1 - 1e-4)
    x = np.stack([np.log(certainty / (1 - certainty)), np.ones(len(pairs))], axis=1)
    y = np.array([float(right) for _, right in pairs])
    identity = np.array([1.0, 0.0])

    def loss(w: np.ndarray[Any, Any]) -> float:
        odds = x @ w
        return float((np.logaddexp(0, odds) - y * odds).sum() + pull * ((w - identity) ** 2).sum() / 2)

    w = identity
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -50, 50)))
        gradient = x.T @ (p - y) + pull * (w - identity)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + pull * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-9:
            step = step / 2
        w = w - step
    return round(float(w[0]), 4), round(float(w[1]), 4)


def gather(reader: Reader, data: Path) -> tuple[Pairs, Pairs]:
    """Observations on all claims that were not trained on, in two halves (by the SHA-256 of report or
    passage).
    """
    scorer = runpy.run_path(str(data / "score/score_claims.py"))
    plv, written = plv_rows(data), written_rows()
    halves: tuple[Pairs, Pairs] = (defaultdict(list), defaultdict(list))
    for reports, rows in (
        (texts(plv), plv),
        (dev_reports(data), read_rows(data / "annotation/dev_reports_gold.jsonl")),
        (texts(written), written),
    ):
        readings = [reader.read(report).to_dict() for report in reports]
        for number, half in enumerate(halves):
            its = [row for row in rows if _half_of(row) == number]
            for part, pairs in observations(readings, its, scorer).items():
                half[part] += pairs
    return halves


def _half_of(row: dict[str, Any]) -> int:
    name = row.get("report") or row["id"]
    return hashlib.sha256(name.encode()).digest()[0] % 2


def uncalibrated(model: Path) -> Reader:
    """A reader that tells its certainty as it is."""
    reader = Reader(model)
    reader._calibration = Calibration({})
    return reader


def calibrate(model: Path, data: Path) -> dict[str, list[float]]:
    """Fit the parameters for a model, on both halves together."""
    one, other = gather(uncalibrated(model), data)
    return {part: list(fit(one[part] + other[part])) for part in PARTS}


def cross_fitted(model: Path, data: Path) -> Pairs:
    """Give each half's confidences as the other half's parameters have them, with what was right."""
    halves = gather(uncalibrated(model), data)
    found: Pairs = defaultdict(list)
    for fitted, measured in (halves, halves[::-1]):
        calibration = Calibration({part: fit(fitted[part]) for part in PARTS})
        for part in PARTS:
            found[part] += [(calibration.confidence(part, p), right) for p, right in measured[part]]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/, annotation/ and score/")
    parser.add_argument("--model", type=Path, default=Path("src/sayso/reading/model"))
    args = parser.parse_args()
    pairs = cross_fitted(args.model, args.data)
    print("| part | claims | confidence -> share that is right, by fifths | expected calibration error |")
    print("|---|---|---|---|")
    for part in PARTS:
        fifths = "; ".join(f"{mean:.2f} -> {right:.2f}" for mean, right, _ in reliability(pairs[part]))
        print(f"| {part} | {len(pairs[part])} | {fifths} | {expected_error(pairs[part]):.3f} |")


if __name__ == "__main__":
    main()
