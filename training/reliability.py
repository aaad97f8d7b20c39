"""How far confidence can be believed: each part of a claim against whether it is right.

What is right is what `score/score_claims.py` takes as right: an event of the right type in the right
sentence; all actors (recipients) of such an event found and none besides; the stance and the last speaker of
its chains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

PARTS = ("event", "actors", "recipients", "stance", "sources")
Pairs = dict[str, list[tuple[float, bool]]]
"""For each part, confidences and whether they were right."""


def observations(
    readings: Iterable[dict[str, Any]], rows: list[dict[str, Any]], scorer: dict[str, Any]
) -> Pairs:
    """Pair the confidence of each part of each claim with whether it is right. `readings` as JSON has them;
    `scorer` holds the functions of `score/score_claims.py`.
    """
    by_name: dict[str, dict[str, Any]] = {}
    for record in readings:
        for name in (record["report"]["external_id"], Path(record["report"]["path"] or "").stem):
            if name:
                by_name[name] = record
    found: Pairs = defaultdict(list)
    for row in rows:
        name = row["id"].rsplit("#", 1)[0] if row.get("report") else row["id"]
        record = by_name[name]
        base = record["report"]["text"].find(row["text"])
        if base >= 0:
            _compare(scorer, record, row, base, found)
    return found


def _compare(
    scorer: dict[str, Any], record: dict[str, Any], row: dict[str, Any], base: int, found: Pairs
) -> None:
    claims = [
        claim for claim in record["claims"] if base <= claim["event"]["trigger"][0] < base + len(row["text"])
    ]
    predicted = scorer["predicted_events"]({"claims": claims})
    gold = scorer["gold_events"](row, base)
    matched = {j: i for i, j in scorer["match_events"](gold, predicted)}
    for j, event in enumerate(predicted):
        its = [
            c
            for c in claims
            if (tuple(c["event"]["trigger"]), c["event"]["type"]) == (event["trigger"], event["type"])
        ]
        confidence = its[0]["confidence"]
        found["event"].append((confidence["event"], j in matched))
        if j not in matched:
            continue
        truth = gold[matched[j]]
        for part in ("actors", "recipients"):
            _, extra, missed = scorer["spans_tp"](truth[part], event[part])
            found[part].append((confidence[part], not extra and not missed))
        pairs, _ = scorer["pair_chains"](truth["chains"], event["chains"])
        answer = {id(predicted_chain): gold_chain for gold_chain, predicted_chain in pairs if predicted_chain}
        for claim, chain in zip(its, event["chains"], strict=True):
            true = answer.get(id(chain))
            right = true is not None and bool(scorer["same_origin"](true, chain))
            found["sources"].append((claim["confidence"]["sources"], right))
            if true is not None:
                found["stance"].append((claim["confidence"]["stance"], true["stance"] == chain["stance"]))


def reliability(pairs: list[tuple[float, bool]], bins: int = 5) -> list[tuple[float, float, int]]:
    """Reliability diagram: for bins of equally many, mean confidence, share that is right, count."""
    ordered = sorted(pairs)
    parts = [part for part in np.array_split(np.arange(len(ordered)), bins) if len(part)]
    return [
        (
            round(float(np.mean([ordered[i][0] for i in part])), 3),
            round(float(np.mean([ordered[i][1] for i in part])), 3),
            len(part),
        )
        for part in parts
    ]


def expected_error(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini et al. 2015) over ten bins of equally many."""
    total = len(pairs)
    return round(sum(n * abs(mean - right) for mean, right, n in reliability(pairs, 10)) / total, 4)
