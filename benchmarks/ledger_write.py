"""How fast the ledger takes readings: attributions per second, each report committed by itself.

    python benchmarks/ledger_write.py
    python benchmarks/ledger_write.py --reports 2000 --postgres postgresql://user@host/empty_database

The readings are made up, of the size that news has: some 700 words and 25 attributions a report, a third of
the contents in two pieces, and a mention for every 25 words. They are made before the clock starts. Full-text
indexes are filled as part of every commit. A PostgreSQL database must be empty: nothing can be removed from a
ledger afterwards.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from sayso.ledger import Ledger
from sayso.reading.reading import Attribution, Mention, ReaderVersion, Reading, Span, Speaker
from sayso.report import Report

WORDS_PER_REPORT = 700
ATTRIBUTIONS_PER_REPORT = 25
READER = ReaderVersion("0.1.0", "0" * 64)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=1000, help="how many reports (default 1000)")
    parser.add_argument("--postgres", metavar="URL", help="also measure this empty PostgreSQL database")
    options = parser.parse_args()
    readings = made_up(options.reports)
    print(
        f"{'ledger':<12}{'reports':>9}{'attributions':>14}{'seconds':>9}{'reports/s':>11}"
        f"{'attributions/s':>16}{'MB':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", str(Path(folder) / "sayso.db"), readings)
    if options.postgres:
        measure("PostgreSQL", options.postgres, readings)


def measure(name: str, where: str, readings: list[Reading]) -> None:
    """Append all readings to an empty ledger and print one row."""
    with Ledger(where) as ledger:
        if ledger.status().reports:
            raise SystemExit(f"{ledger.where} is not empty; choose an empty database")
        start = time.perf_counter()
        for reading in readings:
            ledger.append(reading)
        seconds = time.perf_counter() - start
        status = ledger.status()
    count = status.attributions
    print(
        f"{name:<12}{status.reports:>9,}{count:>14,}{seconds:>9.2f}{status.reports / seconds:>11,.0f}"
        f"{count / seconds:>16,.0f}{status.size / 1e6:>8.1f}"
    )


def made_up(count: int) -> list[Reading]:
    """Make readings of texts that follow the frequencies of words in a language (Zipf's law)."""
    dice = random.Random(17)
    vocabulary = [
        "".join(dice.choices("etaoinshrdlucmfwypvbgk", k=dice.randint(2, 10))) for _ in range(20_000)
    ]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    return [
        _one(dice.choices(vocabulary, weights, k=WORDS_PER_REPORT), number, dice) for number in range(count)
    ]


def _one(words: list[str], number: int, dice: random.Random) -> Reading:
    words[0] = str(number)  # no two texts are the same
    text = " ".join(words)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)

    def span(first: int, length: int) -> Span:
        return starts[first], starts[first + length] - 1

    attributions = []
    step = WORDS_PER_REPORT // ATTRIBUTIONS_PER_REPORT
    for first in range(0, WORDS_PER_REPORT - step + 1, step):
        source = span(first, dice.randint(1, 4))
        content = [span(first + 6, dice.randint(4, 12))]
        if dice.random() < 1 / 3:
            content.append(span(first + 19, dice.randint(3, 8)))
        speaker = Speaker(text[slice(*source)])
        attributions.append(Attribution((source,), (span(first + 5, 1),), tuple(content), speaker))
    mentions = [span(first, 2) for first in range(0, WORDS_PER_REPORT - 2, 25)]
    return Reading(
        Report.from_text(
            text,
            path=f"reports/{number:06}.txt",
            outlet=f"Outlet {dice.randint(1, 20)}",
            published=f"2023-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            title=" ".join(words[1:9]),
        ),
        READER,
        tuple(Mention(each, text[slice(*each)], "organisation") for each in mentions),
        tuple(attributions),
    )


if __name__ == "__main__":
    main()
