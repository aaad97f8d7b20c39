"""In how many reports a word stands: the fixed table by which reports are compared.

    python -m training.word_table --data DATA

DATA is the folder that has data/polnear/train and data/ner/conllpp_train.txt. Both are news of many kinds by
many hands (PolNeAR: of the United States, 2008 to 2016; CoNLL-2003: Reuters, 1996), and coverage is measured
on neither. Only counts leave them. Writes src/sayso/weigh/data/words.tsv.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.weigh.telling import stems

LEAST = 3  # reports; a rarer word tells what an unknown one tells
OUT = Path(__file__).parents[1] / "src/sayso/weigh/data/words.tsv"
HEADER = """\
# In how many of the reports (first row) a stem stands, for stems that stand in at least {least}.
# Made by `python -m training.word_table` from the training parts of PolNeAR and CoNLL-2003; see there.
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DATA", help="folder with data/")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    reports = 0
    for text in texts(args.data / "data"):
        reports += 1
        counts.update(stems(text))
    rows = sorted((stem, count) for stem, count in counts.items() if count >= LEAST)
    lines = [f"{stem}\t{count}" for stem, count in rows]
    OUT.write_text(HEADER.format(least=LEAST) + "\n".join([f"(reports)\t{reports}", *lines]) + "\n", "utf-8")
    print(f"{OUT}: {len(rows)} stems of {reports} reports")


def texts(data: Path) -> Iterator[str]:
    """Give the texts of the reports."""
    for path in sorted((data / "polnear/train").rglob("*.txt")):
        yield path.read_text("utf-8", errors="replace")
    words: list[str] = []
    for line in (data / "ner/conllpp_train.txt").read_text("utf-8").splitlines():
        if line.startswith("-DOCSTART-"):
            if words:
                yield " ".join(words)
            words = []
        elif line.strip():
            words.append(line.split()[0])
    yield " ".join(words)


if __name__ == "__main__":
    main()
