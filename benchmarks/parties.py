"""How often the right party is found, on annotated reports with canonical names.

    python -m benchmarks.parties --data DATA [--show N]

DATA is the folder with the annotation (`annotation/*.jsonl`, rows with `actor_is`, `recipient_is`,
`source_is`) and the reports (`data/dev_reports`). For every annotated mention the resolver is asked who is
meant; the states of the parties it gives are compared with those of the canonical names (`party_states.tsv`,
made by readers who did not know the program). A name without a state is right only where no state is given.
Pronouns and collective phrases are also asked for the antecedent itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.actors import Gazetteer, Resolver, shipped
from sayso.actors.antecedents import COLLECTIVES, NUMBERS, PRONOUNS
from sayso.actors.words import Words
from sayso.reading import Party, Reader, Span
from sayso.reading.reading import Reading
from sayso.report import Report

FILES = ("dev_reports_gold", "train_reports", "train_statements", "train_written")
ROLES = (("actor", "actor_is"), ("recipient", "recipient_is"))


@dataclass(frozen=True)
class Wanted:
    """An annotated mention: its span in the report, its role, and the canonical names of who is meant."""

    span: Span
    role: str
    names: tuple[str, ...]
    row: str


def find(text: str, piece: str, k: int) -> Span:
    """Give the k-th occurrence of a piece."""
    at = -1
    for _ in range(k + 1):
        at = text.index(piece, at + 1)
    return at, at + len(piece)


def wanted(row: dict[str, Any], base: int) -> Iterator[Wanted]:
    """Give the mentions of a row whose canonical names are known one by one."""
    for event in row["events"]:
        groups = [(role, event.get(role) or [], event.get(names)) for role, names in ROLES]
        groups += [("source", chain["source"], chain.get("source_is")) for chain in event["chains"]]
        for role, pieces, names in groups:
            if not pieces or not names:
                continue
            spans = [find(row["text"], *piece) for piece in pieces]
            if len(spans) == len(names):
                pairs = [(span, (name,)) for span, name in zip(spans, names, strict=True)]
            elif role == "source" and len(spans) < len(names):
                # Speakers of earlier sentences are named before those that stand here.
                pairs = [(span, (name,)) for span, name in zip(spans, names[-len(spans) :], strict=True)]
            elif len(spans) == 1:
                pairs = [(spans[0], tuple(names))]
            else:
                continue
            for (start, end), its in pairs:
                yield Wanted((start + base, end + base), role, its, row["id"])


def reports(data: Path, file: str) -> Iterator[tuple[Report, list[Wanted]]]:
    """Give the reports with their annotated mentions; a passage by itself counts as one."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (data / "annotation" / f"{file}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        groups[row.get("report") or row["id"]].append(row)
    for name, its in groups.items():
        path = data / "data" / "dev_reports" / name
        outlet = None
        if path.is_file():
            above, _, text = path.read_text("utf-8").partition("\n\n")  # above it stands where it appeared
            outlet = above.partition("outlet: ")[2].partition("\n")[0]
        else:
            text = "\n".join(row["text"] for row in its)
        report = Report.from_text(text, published=its[0].get("date") or None, outlet=outlet)
        text = report.text
        asked: list[Wanted] = []
        at = 0
        for row in its:
            base = text.find(row["text"], at)
            base = text.find(row["text"]) if base < 0 else base
            if base >= 0:
                asked += wanted(row, base)
                at = base + len(row["text"])
        if asked:
            yield report, asked


def gold_states() -> dict[str, frozenset[str]]:
    """Give the states of the canonical names."""
    with (Path(__file__).parent / "party_states.tsv").open(encoding="utf-8") as file:
        return {
            row["name"]: frozenset() if row["states"] == "-" else frozenset(row["states"].split("|"))
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def is_reference(words: str) -> bool:
    """Tell whether words are a pronoun or a collective phrase."""
    keys = Words(words).key
    if len(keys) == 1 and keys[0] in PRONOUNS:
        return True
    return (
        bool(keys)
        and len(keys) <= 4
        and keys[-1] in COLLECTIVES
        and (any(key in NUMBERS for key in keys) or keys[-1] in ("sides", "trio", "pair"))
    )


def same(party: Party, name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a party is the one of a canonical name: known so, or of the same words."""
    known = set(gazetteer.called(name))
    if party.id in known or known & set(party.within):
        return True
    if party.id.removesuffix("/government") in known:
        return True
    mine, its = set(Words(party.name).key), set(Words(name).key)
    shared = (mine & its) - {"of", "the"}
    return bool(shared) and (mine <= its or its <= mine or len(shared) >= 2)


def states_of(meant: Any, parties: tuple[Party, ...], resolver: Resolver, day: str | None) -> frozenset[str]:
    """Give the states that a resolution means, as alpha-2."""
    found = {country for party in parties for country in party.countries[:1]}
    for state in meant.states[:1]:
        found |= set(resolver.gazetteer.party(state, day).countries[:1])
    return frozenset(found)


def right_states(found: frozenset[str], states: frozenset[str], each: Wanted, words: str) -> bool:
    """Tell whether the states are right. Where a role has several canonical names and one mention that is no
    collective phrase, the others are implied: one of them is enough.
    """
    if len(each.names) > 1 and not is_reference(words):
        return bool(found) and found <= states
    return found == states


def measure(data: Path, file: str, reader: Reader, resolver: Resolver, show: int) -> dict[str, Any]:
    """Score one file of annotation."""
    gold = gold_states()
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    shown = 0
    for report, asked in reports(data, file):
        reading: Reading = reader.read(report)
        text, day = report.text, report.published
        answers = resolver.meant(reading, [(each.span, each.role) for each in asked])
        for each, (meant, parties) in zip(asked, answers, strict=True):
            states = frozenset().union(*(gold.get(name, frozenset()) for name in each.names))
            found = states_of(meant, parties, resolver, day)
            words = text[slice(*each.span)]
            ok = right_states(found, states, each, words)
            keys = [each.role, "all"]
            if states:
                keys.append("with a state")
            if is_reference(words):
                keys.append("reference: state")
                hit = bool(parties) and any(
                    same(p, n, resolver.gazetteer) for p in parties for n in each.names
                )
                if len(each.names) > 1:
                    hit = all(any(same(p, n, resolver.gazetteer) for p in parties) for n in each.names)
                right["reference: antecedent"] += hit
                all_["reference: antecedent"] += 1
                ok_shown = hit
            else:
                ok_shown = ok
            for key in keys:
                all_[key] += 1
                right[key] += ok
            if found and not ok:
                right["wrong, not unresolved"] += 1
            all_["wrong, not unresolved"] += 1
            by_rule[meant.rule]["right" if ok else "wrong"] += 1
            if not ok_shown and shown < show:
                shown += 1
                context = text[max(0, each.span[0] - 90) : each.span[1] + 40].replace("\n", " ")
                names = "; ".join(each.names)
                got = [party.id for party in parties]
                print(f"{each.row} {each.role} [{words}] is {names} {sorted(states)}")
                print(f"    got {got} {sorted(found)} by {meant.rule!r}\n    …{context}…")
    rules = {rule: f"{c['right']}/{c['right'] + c['wrong']}" for rule, c in sorted(by_rule.items())}
    scores = {key: f"{100 * right[key] / n:.1f} ({right[key]}/{n})" for key, n in sorted(all_.items())}
    return {"file": file, **scores, "by rule": rules}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--file", action="append", choices=FILES)
    parser.add_argument("--show", type=int, default=0, help="print N mentions that went wrong in each file")
    given = parser.parse_args()
    reader, resolver = Reader(), Resolver(shipped())
    for file in given.file or FILES:
        began = time.perf_counter()
        scores = measure(given.data, file, reader, resolver, given.show)
        print(
            json.dumps(
                {**scores, "seconds": round(time.perf_counter() - began, 1)}, indent=1, ensure_ascii=False
            )
        )


if __name__ == "__main__":
    main()
