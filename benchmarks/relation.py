"""`Reader.relation` on the pairs of PLV that the shipped model was not trained on.

    python -m benchmarks.relation --data DATA

Prints macro-F1 and accuracy at PLV's three levels: root (CONCEDE and RETREAT together are YIELD), quad and
binary, which add up the probabilities of the types that they join.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

from training.held_out import held_out
from training.plv import LEVELS, ROOT_OF, likeliest, macro_f1, parties

from sayso.reading import Reader


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with data/plover")
    parser.add_argument("--model", type=Path, help="folder with sayso.onnx and tokenizer.json")
    args = parser.parse_args()
    reader = Reader(args.model)
    answers: list[tuple[str, dict[str, float]]] = []
    with (args.data / "data/plover/PLV_train.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            marked = parties(row["marked_sentence"])
            if held_out(f"plv-train-{row['sentence_id']}") and marked is not None:
                text, actor, recipient = marked
                chances: dict[str, float] = defaultdict(float)
                for kind, chance in reader.relation(text, actor=actor, recipient=recipient).items():
                    chances[ROOT_OF[kind]] += chance
                answers.append((row["gold_root"], chances))
    print(f"{len(answers)} pairs\n\n| level | macro-F1 | accuracy |\n|---|---|---|")
    for level, groups in LEVELS.items():
        gold = [groups[root] for root, _ in answers]
        found = [likeliest(chances, groups) for _, chances in answers]
        right = sum(a == b for a, b in zip(gold, found, strict=True)) / len(gold)
        print(f"| {level} | {100 * macro_f1(gold, found):.1f} | {100 * right:.1f} |")


if __name__ == "__main__":
    main()
