"""How well reports are weighed, from reading to standing: stories, matters, origins.

    python -m benchmarks.matters --data DATA [--show]

The fourteen development reports and the four sets written for the project go through a ledger of their own
and `sayso.run.weighing`, as with `sayso read`; the development reports also with their annotated claims in
place of those that the reader finds. Mentions of both sides whose triggers overlap are compared.

stories    whether the groups of copies are exactly those wanted
B-cubed    precision, recall and F1 of matters over the mentions that both sides have (Bagga & Baldwin 1998)
origins    share of gold matters whose set of independent origins is exact, in the matter of ours that has
           most of its mentions (one that has none is wrong)
by-sets    F1 over (matter, stance, origin) of who affirms, alleges, denies and doubts it, likewise

With the gold matters given, and claims annotated: `python -m benchmarks.origins`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.coreference import b_cubed
from benchmarks.origins import STANCES, Wanted, evaluate, laid, resolved
from training.matter_sets import OWN_SETS, MatterSet, dev_reports, own_set

import sayso
from sayso.actors import Resolver, shipped
from sayso.ledger import Ledger
from sayso.reading import Reading
from sayso.run.weighing import weigh
from sayso.weigh.accounts import event_key
from sayso.weigh.records import Standing


def main() -> None:
    """Print a table, a row for each set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and annotation/")
    parser.add_argument("--show", action="store_true", help="print what is wrong with origins")
    args = parser.parse_args()
    reader = sayso.Reader()

    def read(which: MatterSet) -> dict[str, Reading]:
        return {file: reader.read(report) for file, report in which.reports.items()}

    dev = dev_reports(args.data)
    print("| set | mentions | stories | B-cubed P / R / F1 | origins exact | by-sets F1 |")
    print("|---|---|---|---|---|---|")
    print(row("dev_reports, annotated claims", dev, annotated(args.data, dev), args.show))
    print(row("dev_reports, read", dev, read(dev), args.show))
    for name in OWN_SETS:
        print(row(f"{name}, read", own_set(name), read(own_set(name)), args.show))


def annotated(data: Path, which: MatterSet) -> dict[str, Reading]:
    """Give the annotated claims of the development reports as readings."""
    rows = defaultdict(list)
    for line in (data / "annotation/dev_reports_gold.jsonl").open(encoding="utf-8"):
        rows[json.loads(line)["report"]].append(json.loads(line))
    resolver = Resolver(shipped())
    found = {}
    for file in which.reports:
        reading = resolved(laid(data / "data/dev_reports" / file, rows[file]), resolver)
        text = reading.report.text
        # A speaker named otherwise further up stands where the sentence begins: a ledger wants those words.
        claims = (
            replace(
                claim, sources=tuple(replace(each, text=text[slice(*each.span)]) for each in claim.sources)
            )
            for claim in reading.claims
        )
        found[file] = replace(reading, claims=tuple(claims))
    return found


def row(name: str, which: MatterSet, readings: Mapping[str, Reading], show: bool) -> str:
    """Weigh some readings in a ledger of their own; give the line of the table."""
    gold = paired(which, readings)
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "weighed.db") as ledger:
        for reading in readings.values():
            ledger.append(reading)
        weigh(ledger)
        found = ledger.weighings.matters_of(gold)
        file_of = {reading.report.id: file for file, reading in readings.items()}
        stories = {
            frozenset(file_of[each.report_id] for each in story.reports)
            for story in ledger.weighings.stories()
        }
        matters = {name: ledger.weighings.matter(name) for name in set(found.values())}
    ours: dict[int, Counter[str]] = defaultdict(Counter)
    for key, number in gold.items():
        ours[number][found[key]] += 1
    standings = []
    for number in range(len(which.matters)):
        best = min(ours[number], key=lambda each: (-ours[number][each], each), default=None)
        standings.append(Standing(()) if best is None else Standing.from_dict(matters[best].standing))
    wanted = [
        Wanted(
            matter["name"], (), frozenset(matter["origins"]), {by: frozenset(matter[by]) for by, _ in STANCES}
        )
        for matter in which.matters
    ]
    scores = evaluate(wanted, standings)
    if show:
        print("\n".join(scores.wrong))
    exact = stories == {frozenset(story) for story in which.stories}
    share = b_cubed({key: str(number) for key, number in gold.items()}, found)
    cells = [
        name,
        f"{len(gold)} of {len(which.mentions)}",
        "exact" if exact else "wrong",
        " / ".join(f"{100 * each:.1f}" for each in share),
        f"{100 * scores.origins / scores.matters:.1f}",
        str(scores.as_dict()["by-sets P/R/F1"]).rpartition(" ")[2],
    ]
    return f"| {' | '.join(cells)} |"


def paired(which: MatterSet, readings: Mapping[str, Reading]) -> dict[str, int]:
    """Pair gold mentions with found ones whose triggers overlap, one to one: matters by event key."""
    found: dict[str, int] = {}
    for mention in which.mentions:
        low, high = mention.trigger
        reading = readings[mention.file]
        events = {claim.event for claim in reading.claims}
        for event in sorted(events, key=lambda event: (event.trigger, event.type)):
            start, end = event.trigger
            key = event_key(reading.report.id, event)
            if key not in found and start < high and low < end:
                found[key] = mention.matter
                break
    return found


if __name__ == "__main__":
    main()
