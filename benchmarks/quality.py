"""How well attributions are read: PolNeAR dev, through the command line, with textacy beside.

    python benchmarks/quality.py --data DATA --peer peer/bin/python --peer-model en_core_web_sm

`--peer` is the interpreter of an environment with textacy and spaCy's small English model (see
peer_textacy.py); without it only sayso is measured. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PEOPLE = {  # two trained annotators against each other on 16 texts, as the scorer states
    "name": "two trained people",
    "cells": [".910", ".801", ".689", ".652", ".777", ".704", ".555"],
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with data/polnear/dev and score/")
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--peer-model", default="en_core_web_sm")
    args = parser.parse_args()
    dev = args.data / "data/polnear/dev"
    scorer = args.data / "score/score_attribution.py"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / "ours.jsonl"
        command = [sys.executable, "-m", "sayso", "read", str(dev / "text"), "--json", "--with-text"]
        with ours.open("w", encoding="utf-8") as out:
            subprocess.run([*command, "--ledger", f"{folder}/bench.db"], stdout=out, check=True)
        rows.append(row("sayso", score(scorer, dev, ours)))
        if args.peer:
            theirs = Path(folder) / "theirs.jsonl"
            script = str(Path(__file__).with_name("peer_textacy.py"))
            with theirs.open("w", encoding="utf-8") as out:
                subprocess.run(
                    [str(args.peer), script, args.peer_model, str(dev / "text")], stdout=out, check=True
                )
            rows.append(row("textacy + spaCy small", score(scorer, dev, theirs)))
    print("| | content | source | cue | content, exact | source, exact | cue, exact | whole attribution |")
    print("|---|---|---|---|---|---|---|---|")
    for name, cells in [*rows, (PEOPLE["name"], PEOPLE["cells"])]:
        print(f"| {name} | " + " | ".join(cells) + " |")


def score(scorer: Path, dev: Path, readings: Path) -> dict[str, Any]:
    """Ask the scorer."""
    command = [sys.executable, str(scorer), str(dev / "attributions"), str(readings)]
    result: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
    )
    return result


def row(name: str, scores: dict[str, Any]) -> tuple[str, list[str]]:
    """Lay one system's scores out as the table has them."""
    parts = [
        scores[role][measure] for measure in ("token_F1", "exact_F1") for role in ("content", "source", "cue")
    ]
    return name, [f"{value:.3f}".lstrip("0") for value in [*parts, scores["whole_attribution_F1"]]]


if __name__ == "__main__":
    main()
