"""How well listed parties are found by name, and how fast.

    pip install sanctions-screening-benchmark
    python -m benchmarks.screening --data DATA [--only pairs,un,package,linked,speed]

DATA is the folder with `names` and `lists`. Five parts, each a table:

- **pairs**: names/name_pairs_dev.csv, F1 with the shipped weights and by five folds (`training.names`),
  beside rapidfuzz's `token_set_ratio` at the threshold that is best for it on the same pairs;
- **un**: 200 listed names and 3,000 names of nobody against the UN's list;
- **package**: sanctions-screening-benchmark over 500 persons of OFAC's SDN list, beside its own matcher;
- **linked**: OFAC's "Linked To" resolved to entries;
- **speed**: all lists in a ledger: loading, memory, names a second.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import JaroWinkler

from sayso.ledger import Ledger
from sayso.lists.countries import country_code
from sayso.lists.dates import edtf
from sayso.lists.formats.sniffing import read_lists
from sayso.lists.linked import resolve
from sayso.lists.names.compare import THRESHOLD, compare
from sayso.lists.names.spelling import spelled
from sayso.lists.prepared import Prepared, PreparedName, prepared
from sayso.lists.screening import Screener, Subject
from sayso.sanctions.screen import prepare_lists
from training import names as training

NEGATIVES, POSITIVES = (
    "names/screening_negatives_global_dev.csv",
    "names/screening_positives_un_treated_dev.csv",
)
LISTS = (
    ("lists/ofac_sdn_2024-06-27.csv", "lists/ofac_alt_2025-12-24.csv"),
    ("lists/ofac_cons_prim_2025-12-19.csv", "lists/ofac_cons_alt_2025-12-19.csv"),
    ("lists/un_consolidated_2026-02-27.xml",),
    ("lists/eu_journal_2026-08",),
)
STRANGER = ("cross_pair", "edit_beyond", "token_swap")  # the package's classes of names that nobody has
JARO_WINKLER = 0.85  # the package's own threshold
RUNS = 3
MANY = 20_000


# ---- pairs -------------------------------------------------------------------------------------------------


def pairs(data: Path) -> None:
    labelled = training.pairs(data)
    match = np.array([each.match for each in labelled], float)
    scores = np.array(
        [
            compare(spelled(e.first, e.personal), spelled(e.second, e.personal), e.personal).score
            for e in labelled
        ]
    )
    folds = training.cross_validated(labelled, training.mined(data))
    other = np.array(
        [fuzz.token_set_ratio(e.first, e.second, processor=utils.default_process) / 100 for e in labelled]
    )
    best = max((round(0.5 + k / 100, 2) for k in range(50)), key=lambda t: training.f1(other >= t, match))
    print(f"\n## Pairs: {len(labelled)}, of which {int(match.sum())} match\n\n| | F1 | precision | recall |")
    print("|---|---|---|---|")
    _row(f"shipped weights, threshold {THRESHOLD}", scores >= THRESHOLD, match)
    print(f"| five folds, mean of {len(folds)} shuffles | {np.mean(folds):.3f} | | |")
    _row(f"rapidfuzz token_set_ratio, its best threshold {best}", other >= best, match)


def _row(title: str, found: Any, match: Any) -> None:
    right = float((found & (match == 1)).sum())
    f1, precision, recall = training.f1(found, match), right / found.sum(), right / match.sum()
    print(f"| {title} | {f1:.3f} | {precision:.3f} | {recall:.3f} |")


# ---- the UN's list -----------------------------------------------------------------------------------------


def un(data: Path) -> None:
    (found,) = read_lists([data / training.UN])
    screener = Screener({"un": list(prepared(enumerate(found.entries)))})
    meant, strangers = (training.read_csv(data / path) for path in (POSITIVES, NEGATIVES))
    print(f"\n## The UN's list: {len(found.entries):,} entries, {len(screener):,} names\n")
    print(f"| | recall, of {len(meant)} | false hits, of {len(strangers):,} |\n|---|---|---|")
    ways: tuple[tuple[str, Callable[[dict[str, str]], Subject]], ...] = (
        ("by name only", lambda row: Subject((row["full_name"],))),
        ("with birth date and country", _known),
    )
    for title, subject in ways:
        hits = sum(_matches(screener, subject(row)) for row in meant)
        false = [row["full_name"] for row in strangers if _matches(screener, subject(row))]
        share = f"{len(false)} ({len(false) / len(strangers):.2%})"
        print(f"| {title} | {hits / len(meant):.1%} | {share}{': ' if false else ''}{', '.join(false)} |")


def _known(row: dict[str, str]) -> Subject:
    country, born = country_code(row["nationality"]), edtf(row["date_of_birth"])
    return Subject(
        (row["full_name"],), countries=(country,) if country else (), births=(born,) if born else ()
    )


def _matches(screener: Screener, subject: Subject) -> bool:
    return any(hit.match for hit in screener.screen(subject))


# ---- the package -------------------------------------------------------------------------------------------


def package(data: Path) -> None:
    made = training.spellings(data, seed=0, limit=500)
    screener = Screener({"pool": [_person(each, names) for each, names in made.candidates.items()]})
    own = _Own(made.candidates)
    counts: Counter[str] = Counter()
    hits: Counter[tuple[str, bool]] = Counter()
    for case in made.cases:
        counts[case.perturbation] += 1
        first = next(
            (hit for hit in screener.screen(Subject((case.query,), kind="person")) if hit.match), None
        )
        for ours, found in ((True, first and first.entry), (False, own.first(case.query))):
            right = found == case.expected_entity_id if case.expected_entity_id else found is not None
            hits[case.perturbation, ours] += bool(right)
    persons = len(made.candidates)
    print(f"\n## {training.PACKAGE}: {persons} persons of the SDN, seed 0, {len(made.cases):,} cases\n")
    print(f"{_shared(made)} of them bear a name that another of them bears too: who comes first is chance.\n")
    print("| class | cases | sayso | its own Jaro-Winkler |\n|---|---|---|---|")
    groups = sorted(set(counts).difference(STRANGER)), sorted(set(counts).intersection(STRANGER))
    for names, title in zip(groups, ("recall, all", "false positives, all"), strict=True):
        for name in names:
            shares = (f"{hits[name, ours] / counts[name]:.3f}" for ours in (True, False))
            print(f"| {name} | {counts[name]:,} | {' | '.join(shares)} |")
        total = sum(counts[name] for name in names)
        shares = (f"**{sum(hits[name, ours] for name in names) / total:.1%}**" for ours in (True, False))
        print(f"| **{title}** | {total:,} | {' | '.join(shares)} |")


def _person(number: str, names: Sequence[str]) -> Prepared:
    spellings = [PreparedName(spelled(name), False) for name in dict.fromkeys(names)]
    kept = tuple(name for name in spellings if name.spelling.words)
    return Prepared(0, number, names[0], "person", kept, (), (), None, (), True)


def _shared(made: Any) -> int:
    """Count the persons whose primary name another one bears too."""
    bearers: dict[str, set[str]] = {}
    for number, names in made.candidates.items():
        for name in names:
            bearers.setdefault(spelled(name).plain, set()).add(number)
    return sum(len(bearers[spelled(names[0]).plain]) > 1 for names in made.candidates.values())


class _Own:
    """The package's own matcher, asked quickly: it is called where a bound says that it may reach its
    threshold, and the answers are those that it would give anyway.
    """

    def __init__(self, candidates: dict[str, list[str]]) -> None:
        self._matching = training.package("matching")
        flat = [
            (number, name, self._matching.tokens(name))
            for number, names in candidates.items()
            for name in names
        ]
        self._flat = [each for each in flat if each[2]]
        self._words = list(dict.fromkeys(word for *_, words in self._flat for word in words))
        places = {word: place for place, word in enumerate(self._words)}
        self._lengths = np.array([len(words) for *_, words in self._flat])
        self._starts = np.array([0, *accumulate(self._lengths)])[:-1]
        self._at = np.array([places[word] for *_, words in self._flat for word in words])

    def first(self, query: str) -> str | None:
        """Give the entity that it puts first, if any reaches the threshold."""
        words = self._matching.tokens(query)
        if not words:
            return None
        like = process.cdist(words, self._words, scorer=JaroWinkler.similarity)[:, self._at]
        by_ours = np.maximum.reduceat(like, self._starts, axis=1).sum(0)
        by_theirs = np.add.reduceat(like.max(0), self._starts)
        short = np.where(len(words) <= self._lengths, by_ours, by_theirs)
        bound = short / np.maximum(len(words), self._lengths) + 1e-4
        best: tuple[float, int] = (0.0, 0)
        for place in np.argsort(-bound, kind="stable"):
            if bound[place] < max(JARO_WINKLER, best[0]):
                break
            score = self._matching.token_set_similarity(query, self._flat[place][1])
            best = max(best, (score, -int(place)))
        return self._flat[-best[1]][0] if best[0] >= JARO_WINKLER else None


# ---- linked ------------------------------------------------------------------------------------------------


def linked(data: Path) -> None:
    (found,) = read_lists([data / training.SDN, data / training.ALT])
    done = resolve(found.entries)
    print('\n## "Linked To" in the SDN of 2024-06-27\n')
    print(f"{done.resolved():,} of {done.total():,} resolve to a listed party; by plain equality", end=" ")
    print(f"{done.steps.get(('linked', 'equal'), 0):,}, to several of one name {len(done.ambiguous)}.")


# ---- speed -------------------------------------------------------------------------------------------------

_LOAD = """
import json, resource, sys, time
from sayso.ledger import Ledger
from sayso.sanctions.screen import screener_of
start = time.perf_counter()
with Ledger(sys.argv[1], read_only=True) as ledger:
    names = len(screener_of(ledger))
seconds = time.perf_counter() - start
print(json.dumps([names, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_SCREEN = """
import json, resource, sys, time
from sayso.sanctions.screen import screen_many
from sayso.lists.screening import Subject
if __name__ == "__main__":
    names = open(sys.argv[2], encoding="utf-8").read().splitlines()
    start = time.perf_counter()
    first, match = None, 0
    for hits in screen_many(sys.argv[1], [Subject((name,)) for name in names], workers=int(sys.argv[3])):
        first = first or time.perf_counter()
        match += any(hit.match for hit in hits)
    end = time.perf_counter()
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([len(names) / (end - start), len(names) / (end - first), match, peak / 1024]))
"""


def speed(data: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        where = f"{folder}/sayso.db"
        with Ledger(where) as ledger:
            start = time.perf_counter()
            for files in LISTS:
                for found in read_lists([data / file for file in files]):
                    ledger.lists.add(found)
            added = time.perf_counter() - start
            start = time.perf_counter()
            prepare_lists(ledger)  # as `sayso lists add` does
            readied = time.perf_counter() - start
        loads = [_child(folder, _LOAD, where) for _ in range(RUNS)]
        print(f"\n## Speed: {loads[0][0]:,} names that can be found\n\n| | |\n|---|---|")
        print(f"| reading all files and adding them to a ledger | {added:.1f} s |")
        print(f"| preparing them for screening, once | {readied:.1f} s |")
        print(f"| loading them for screening, prepared before | {_median(loads, 1):.2f} s |")
        print(f"| largest resident set after that | {_median(loads, 2):.0f} MB |")
        for title, names in (("spelt otherwise", spelt_otherwise(data)), ("customers", customers(data))):
            path = Path(folder, f"{title.split()[0]}.txt")
            path.write_text("\n".join(names) + "\n", "utf-8")
            for workers in (1, 2):
                runs = [_child(folder, _SCREEN, where, path, workers) for _ in range(RUNS)]
                many = f"{len(names):,} names ({title}), {workers} process{'es' if workers > 1 else ''}"
                print(
                    f"| {many} | {_median(runs, 1):,.0f} names/s; {_median(runs, 0):,.0f} with loading; "
                    f"{runs[0][2]:,} match; {_median(runs, 3):.0f} MB |"
                )
            rates = []
            for _ in range(RUNS):
                start = time.perf_counter()
                command = [sys.executable, "-m", "sayso", "screen", str(path), "--json", "--ledger", where]
                done = subprocess.run(command, capture_output=True, check=False)
                if done.returncode > 1:
                    raise SystemExit(done.stderr.decode())
                rates.append(len(names) / (time.perf_counter() - start))
            rate = statistics.median(rates)
            print(f"| the same by `sayso screen FILE --json`, start included | {rate:,.0f} names/s |")


def _child(folder: str, code: str, *arguments: object) -> list[float]:
    """Run a program in a process of its own, as a file because workers import it."""
    script = Path(folder, "child.py")
    script.write_text(code, "utf-8")
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: list[float] = json.loads(done.stdout)
    return answer


def _median(runs: Sequence[Sequence[float]], place: int) -> float:
    return statistics.median(run[place] for run in runs)


def spelt_otherwise(data: Path) -> list[str]:
    """Give the names asked of the UN's list, and persons of the SDN in another order, without a vowel, or
    with another letter: the dearest names to screen, since each is like a listed one.
    """
    dice = random.Random(5)
    names = _asked(data)
    (found,) = read_lists([data / training.SDN, data / training.ALT])
    listed = [name.text for entry in found.entries if entry.kind == "person" for name in entry.names]
    dice.shuffle(listed)
    for name in listed:
        names.append(_altered(name, dice))
    return list(dict.fromkeys(names))[:MANY]


def _altered(name: str, dice: random.Random) -> str:
    words = name.replace(",", "").split()
    way = dice.randrange(3)
    if way == 0:
        dice.shuffle(words)
        return " ".join(words)
    text = " ".join(words)
    places = [k for k, char in enumerate(text) if (char in "AEIOUaeiou" if way == 1 else char.isalpha())]
    if not places:
        return text
    at = dice.choice(places)
    return text[:at] + ("" if way == 1 else dice.choice("abdeiklmnorstu")) + text[at + 1 :]


def customers(data: Path) -> list[str]:
    """Give names as customers have them: first and last names of the strangers, put together anew."""
    dice = random.Random(6)
    rows = training.read_csv(data / NEGATIVES)
    names = _asked(data)
    while len(names) < MANY:
        one = dice.choice(rows)
        other = dice.choice(
            [row for row in dice.choices(rows, k=200) if _script(row) == _script(one)] or [one]
        )
        names.append(f"{one['first_name']} {other['last_name']}")
    return list(dict.fromkeys(names))


def _script(row: dict[str, str]) -> int:
    return ord(row["last_name"][:1] or "?") // 256


def _asked(data: Path) -> list[str]:
    return [row["full_name"] for path in (NEGATIVES, POSITIVES) for row in training.read_csv(data / path)]


PARTS = {"pairs": pairs, "un": un, "package": package, "linked": linked, "speed": speed}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DATA")
    parser.add_argument("--only", default=",".join(PARTS), help="some of the parts, with commas between them")
    options = parser.parse_args()
    for part in options.only.split(","):
        if part not in PARTS:
            parser.error(f"there is no part {part!r}; choose of {', '.join(PARTS)}")
        PARTS[part](options.data)


if __name__ == "__main__":
    main()
