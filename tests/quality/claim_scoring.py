"""Claims against gold rows, as the annotation guidelines have them: F1 of events, and of whole claims.

An event is right where its type is, and its trigger overlaps the gold's; of two for one the first counts. A
claim is right where its event is, at least one actor or recipient overlaps (or the gold has none), the last
speaker overlaps (or there is none in both) and the stance is the gold's. Where the gold names a speaker of an
earlier sentence, any speaker from outside the sentence is right.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

Span = tuple[int, int]


def find(text: str, piece: list[Any]) -> Span:
    at = -1
    for _ in range(piece[1] + 1):
        at = text.index(piece[0], at + 1)
    return at, at + len(piece[0])


def overlap(a: Span, b: Span) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def score(rows: list[dict[str, Any]], readings: dict[str, dict[str, Any]]) -> dict[str, float]:
    """F1 of events and claims, recall of denials. `readings` by report or passage, as JSON has them."""
    n: Counter[str] = Counter()
    for row in rows:
        reading = readings[row.get("report") or row["id"]]
        base = reading["report"]["text"].index(row["text"])
        sentence = (base, base + len(row["text"]))
        found: dict[tuple[int, int, str], list[dict[str, Any]]] = {}
        for claim in reading["claims"]:
            start, end = claim["event"]["trigger"]
            if sentence[0] <= start < sentence[1]:
                found.setdefault((start, end, claim["event"]["type"]), []).append(claim)
        n["found events"] += len(found)
        n["found claims"] += sum(map(len, found.values()))
        for event in row["events"]:
            compare(n, row["text"], sentence, event, found)
    return {
        "event": f1(n["events"], n["found events"], n["gold events"]),
        "claim": f1(n["claims"], n["found claims"], n["gold claims"]),
        "denied recall": n["denies"] / max(1, n["gold denies"]),
    }


def f1(both: int, found: int, gold: int) -> float:
    return 2 * both / max(1, found + gold)


def compare(n: Counter[str], text: str, sentence: Span, event: dict[str, Any], found: dict[Any, Any]) -> None:
    """Count one gold event; what is found of it is taken out of `found`."""
    base = sentence[0]

    def at(piece: list[Any]) -> Span:
        start, end = find(text, piece)
        return start + base, end + base

    n["gold events"] += 1
    n["gold claims"] += len(event["chains"])
    n["gold denies"] += sum(chain["stance"] == "denies" for chain in event["chains"])
    trigger = at(event["trigger"])
    key = next((k for k in found if k[2] == event["type"] and overlap(trigger, (k[0], k[1]))), None)
    if key is None:
        return
    n["events"] += 1
    claims = found.pop(key)
    its = claims[0]["event"]
    parties = [(at(piece), side) for side in ("actor", "recipient") for piece in event[side]]
    named = not parties or any(
        overlap(span, tuple(party["span"])) for span, side in parties for party in its[f"{side}s"]
    )
    for chain in event["chains"]:
        right = next(
            (c for c in claims if c["stance"] == chain["stance"] and speaks(c, chain, at, sentence)), None
        )
        if right is not None:
            claims.remove(right)
            n["claims"] += named
            n["denies"] += chain["stance"] == "denies"


def speaks(claim: dict[str, Any], chain: dict[str, Any], at: Any, sentence: Span) -> bool:
    """Tell whether the last speaker is the gold's."""
    last = tuple(claim["sources"][-1]["span"]) if claim["sources"] else None
    if not chain["source"]:
        return last is None
    if last is None:
        return False
    if len(chain["source"][-1]) == 3:  # named in an earlier sentence
        return not sentence[0] <= last[0] < sentence[1]
    return overlap(at(chain["source"][-1]), last)
