"""How well claims are read, through the command line, on texts that the model was not trained on.

    python -m benchmarks.claims --data DATA

Three sets: the fifth of train_plv that is kept apart (`training.held_out`), the fourteen development reports,
and the passages and reports written for the project that are kept apart. Prints Markdown tables: the scores
of `score/score_claims.py`, F1 by event type, accuracy by stance. With `--model`, another model's folder
instead of the shipped one. How far confidence can be believed: `python -m training.calibrate`.
"""

from __future__ import annotations

import argparse
import json
import runpy
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.held_out import plv_rows, put_together, read_rows, written_rows

from sayso.reading.ontology import STANCES, TYPES

Rows = list[dict[str, Any]]
Readings = list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with data/, annotation/ and score/")
    parser.add_argument("--model", type=Path, help="folder with sayso.onnx and tokenizer.json")
    args = parser.parse_args()
    plv, written = plv_rows(args.data), written_rows()
    sets: list[tuple[str, Rows, Readings]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, rows in (("a fifth of train_plv", plv), ("written, kept apart", written)):
            texts = Path(scratch) / f"{len(sets)}.jsonl"
            _write(texts, put_together(rows))
            sets.append((name, rows, read(texts, args.model, scratch)))
        gold = read_rows(args.data / "annotation/dev_reports_gold.jsonl")
        sets.insert(1, ("dev_reports", gold, read(args.data / "data/dev_reports", args.model, scratch)))
        scores = {name: score(args.data, rows, its, scratch) for name, rows, its in sets}
    scorer = runpy.run_path(str(args.data / "score/score_claims.py"))
    print_scores(scores)
    print_kinds(scorer, sets)


def read(texts: Path, model: Path | None, scratch: str) -> Readings:
    """Have `sayso read` read some texts; with a model of its own, this process reads them."""
    command = [sys.executable, "-m", "sayso", "read", str(texts), "--json", "--with-text"]
    if model is None:
        out = subprocess.run(
            [*command, "--ledger", f"{scratch}/{texts.name}.db"], check=True, capture_output=True, text=True
        ).stdout
        return [json.loads(line) for line in out.splitlines()]
    from training.evaluate import reports_under

    from sayso.reading import Reader

    reader = Reader(model)
    return [reader.read(report).to_dict() for report in reports_under(texts)]


def _write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def score(data: Path, rows: Rows, readings: Readings, scratch: str) -> dict[str, Any]:
    """Ask the scorer."""
    gold, predicted = Path(scratch) / "gold.jsonl", Path(scratch) / "predicted.jsonl"
    _write(gold, rows)
    _write(predicted, readings)
    command = [sys.executable, str(data / "score/score_claims.py"), str(gold), str(predicted)]
    result: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
    )
    return result


def print_scores(scores: dict[str, dict[str, Any]]) -> None:
    """The table that the targets are about."""
    parts = ("event", "actors", "recipients", "objects", "times", "places", "origin", "claim")
    print("| F1 | " + " | ".join(parts) + " | stance, accuracy | denied, recall | events, P / R |")
    print("|---" * (len(parts) + 4) + "|")
    for name, its in scores.items():
        cells = [f"{its[part]['F1']}" for part in parts]
        cells += [str(its["stance_accuracy"]), str(its["denied_recall"])]
        print(f"| {name} | " + " | ".join(cells) + f" | {its['event']['P']} / {its['event']['R']} |")


def print_kinds(scorer: dict[str, Any], sets: list[tuple[str, Rows, Readings]]) -> None:
    """Event F1 by type, and by gold stance how often a matched event's chain has it, over all sets."""
    types: dict[str, Counter[str]] = defaultdict(Counter)
    stances: dict[str, Counter[str]] = defaultdict(Counter)
    for _, rows, readings in sets:
        for gold, predicted in events(scorer, rows, readings):
            pairs = scorer["match_events"](gold, predicted)
            for event in gold:
                types[event["type"]]["gold"] += 1
            for event in predicted:
                types[event["type"]]["found"] += 1
            for i, j in pairs:
                types[gold[i]["type"]]["right"] += 1
                for true, found in scorer["pair_chains"](gold[i]["chains"], predicted[j]["chains"])[0]:
                    stances[true["stance"]]["gold"] += 1
                    if found is not None:
                        stances[true["stance"]][found["stance"]] += 1
                        stances[found["stance"]]["found"] += 1
    print("\n| type | gold | F1 | precision | recall |\n|---|---|---|---|---|")
    for kind in sorted(TYPES, key=lambda kind: -types[kind]["gold"]):
        its = types[kind]
        p, r = its["right"] / max(1, its["found"]), its["right"] / max(1, its["gold"])
        print(
            f"| {kind} | {its['gold']} | {200 * p * r / max(1e-9, p + r):.0f} "
            f"| {100 * p:.0f} | {100 * r:.0f} |"
        )
    print("\n| stance | gold | recall | precision | taken for |\n|---|---|---|---|---|")
    for stance in STANCES:
        its = stances[stance]
        wrong = [(n, other) for other, n in its.items() if other in STANCES and other != stance]
        most = ", ".join(f"{other} {n}" for n, other in sorted(wrong, reverse=True)[:3])
        recall = 100 * its[stance] / max(1, its["gold"])
        precision = 100 * its[stance] / max(1, its["found"])
        print(f"| {stance} | {its['gold']} | {recall:.0f} | {precision:.0f} | {most} |")


def events(scorer: dict[str, Any], rows: Rows, readings: Readings) -> Iterable[tuple[list[Any], list[Any]]]:
    """Gold and predicted events of each row."""
    by_name = {name: reading for reading in readings for name in names(reading)}
    for row in rows:
        reading = by_name[row["id"].rsplit("#", 1)[0] if row.get("report") else row["id"]]
        base = reading["report"]["text"].find(row["text"])
        end = base + len(row["text"])
        found = [e for e in scorer["predicted_events"](reading) if base <= e["trigger"][0] < end]
        yield scorer["gold_events"](row, base), found


def names(reading: dict[str, Any]) -> list[str]:
    """What a row may call a reading's text: the id given by the input, or the file's name."""
    report = reading["report"]
    return [name for name in (report["external_id"], Path(report["path"] or "").stem) if name]


if __name__ == "__main__":
    main()
