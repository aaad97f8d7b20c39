"""How fast a folder of stories becomes a committed ledger, with textacy beside on the same texts in the same
run.

    python benchmarks/speed.py --texts FOLDER --peer peer/bin/python --peer-model en_core_web_sm

FOLDER holds `.txt` files, or is the zipped CSV of stories (a column `text`). Each figure of sayso is the
median of `--runs` whole processes, each with a ledger of its own; memory is the largest resident set of the
process. `--peer` as in quality.py; the peer is timed without its start and without any ledger. Prints a
Markdown table.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--peer-model", default="en_core_web_sm")
    parser.add_argument("--peer-texts", type=int, default=40, help="the peer is slow: its share of the texts")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        texts = args.texts if args.texts.is_dir() else unpacked(args.texts, Path(scratch) / "texts")
        paths = sorted(texts.glob("*.txt"))
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in paths)
        whole = statistics.median(read(texts, scratch, run) for run in range(args.runs))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        first = statistics.median(read(paths[0], scratch, 100 + run) for run in range(5))
        hello = statistics.median(timed(["--help"]) for _ in range(9))
        print(f"{len(paths)} texts, {words} words, {len(os.sched_getaffinity(0))} cores\n")
        print("| | |")
        print("|---|---|")
        print(f"| sayso: files to committed ledger, start included | {words / whole:,.0f} words/s |")
        print(f"| sayso: largest resident set | {memory:,.0f} MB |")
        print(f"| sayso: one report, from command to result | {first:.2f} s |")
        print(f"| `sayso --help` | {hello:.2f} s |")
        if args.peer:
            few = Path(scratch) / "few"
            few.mkdir()
            for path in paths[: args.peer_texts]:
                (few / path.name).write_bytes(path.read_bytes())
            script = str(Path(__file__).with_name("peer_textacy.py"))
            command = [str(args.peer), script, args.peer_model, str(few)]
            told = subprocess.run(command, capture_output=True, check=True, text=True).stderr.splitlines()[-1]
            peer = json.loads(told)
            seconds = statistics.median(read(few, scratch, 200 + run) for run in range(args.runs))
            ours, theirs = peer["words"] / seconds, peer["words"] / peer["seconds"]
            print(
                f"| {args.peer_texts} of the texts: sayso, start and ledger included | {ours:,.0f} words/s |"
            )
            print(f"| the same: textacy + spaCy small, without either | {theirs:,.0f} words/s |")
        shares = where_the_time_goes([path.read_text(encoding="utf-8") for path in paths[:40]])
        print("\n| of one reading thread's time | |\n|---|---|")
        for name, share in shares:
            print(f"| {name} | {100 * share:.0f} % |")


def unpacked(archive: Path, folder: Path) -> Path:
    """Write the stories of a zipped CSV as text files."""
    folder.mkdir()
    with zipfile.ZipFile(archive) as file:
        stream = io.TextIOWrapper(file.open(file.namelist()[0]), encoding="utf-8")
        for number, row in enumerate(csv.DictReader(stream)):
            (folder / f"{number:04}.txt").write_text(row["text"], encoding="utf-8")
    return folder


def where_the_time_goes(texts: list[str]) -> list[tuple[str, float]]:
    """Give the share of each step in reading some texts, in one thread."""
    from sayso.reader import Reader

    reader = Reader()
    spent: dict[str, float] = {}

    def timed_step(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            began = time.perf_counter()
            result = step(*arguments)
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - began
            return result

        return run

    steps = (
        ("word pieces, case, quotation", reader._encoder, "split"),
        ("encoder and all heads, one pass", reader._encoder, "scores"),
        ("attributions: decoding", reader._attribution, "decode"),
        ("events and participants: decoding", reader._events, "decode"),
        ("chains and stances: decoding", reader._chains, "decode"),
        ("parties: who is meant", reader._resolver, "resolve"),
    )
    reader.read(texts[0])
    for name, part, method in steps:
        setattr(part, method, timed_step(name, getattr(part, method)))
    began = time.perf_counter()
    for text in texts:
        reader.read(text)
    whole = time.perf_counter() - began
    shares = [(name, seconds / whole) for name, seconds in spent.items()]
    return [*shares, ("sentences, times, amounts, spans", 1 - sum(share for _, share in shares))]


def read(path: Path, scratch: str, run: int) -> float:
    """Seconds of one `sayso read` into a new ledger."""
    return timed(["read", str(path), "--ledger", f"{scratch}/{run}.db"])


def timed(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sayso", *arguments], check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
