"""How many near-copies are found, how many pairs falsely, and how fast a large set is searched for copies.

    python -m benchmarks.near_copies --data DATA
    python -m benchmarks.near_copies --data DATA --reports 100000 [--foot 10000]
    python -m benchmarks.near_copies --data DATA --minhash

DATA is the folder with `data/guardian_sample.csv.zip` (249 stories) and `data/dev_reports` with
`annotation/dev_reports_merge.json`. 2,000 near-copies are made of the stories, with a fixed seed: cut to
between a third and nine tenths, groups of sentences shuffled, 5 to 30 % of the words changed (replaced by or
joined by words of other stories, or left out), another headline, a paragraph of another story added, and
these together. The stories carry no paragraphs, so three sentences count as one. All copies and stories are
searched at once. A pair is right where one of the two is made of the other, or both of one story; the recall
is of copies with their story, false pairs are given as a part of all other pairs. Every pair of two stories
that is found is printed: the sample may hold true copies.

With `--reports`, also the time and memory for a set of made-up reports of about 400 words (a chain of words
that follow each other in the stories), of which 2 % are near-copies; `--foot` puts one foot of 40 words under
so many of them. With `--minhash`, what the usual MinHash with bands over the same shingles would find of the
hardest copies, beside the sketches of this package.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import resource
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.reading.sentences import sentences
from sayso.weigh.shingles import sketch, words_of
from sayso.weigh.stories import Published, copy_pairs, group_stories, is_candidate, new_pairs

COPIES = 2000
HEADLINES = (
    "What is known so far",
    "Officials respond as questions grow",
    "World news in brief: the day's report",
)


class Changes:
    """Makes near-copies, with chance and a stock of words and paragraphs of its own."""

    def __init__(self, chance: random.Random, stories: list[str]) -> None:
        self._chance = chance
        self._stories = stories
        self._words = [word for story in stories for word in story.split()]

    def cut(self, text: str) -> str:
        """Keep between a third and nine tenths of the words, whole paragraphs, in their order."""
        groups = paragraphs(text)
        wanted = self._chance.uniform(1 / 3, 0.9) * len(text.split())
        kept: list[int] = []
        order = self._chance.sample(range(len(groups)), len(groups))
        while sum(len(groups[each].split()) for each in kept) < wanted:
            kept.append(order[len(kept)])
        return "\n\n".join(groups[each] for each in sorted(kept))

    def shuffled(self, text: str) -> str:
        """Put the paragraphs in another order."""
        groups = paragraphs(text)
        self._chance.shuffle(groups)
        return "\n\n".join(groups)

    def edited(self, text: str, rate: float | None = None) -> str:
        """Change 5 to 30 % of the words: another word, no word, or a word more."""
        rate = self._chance.uniform(0.05, 0.3) if rate is None else rate
        return "\n\n".join(" ".join(self._edited(part.split(), rate)) for part in text.split("\n\n"))

    def _edited(self, words: list[str], rate: float) -> Iterator[str]:
        for word in words:
            kind = self._chance.randrange(3) if self._chance.random() < rate else None
            if kind in (None, 0):
                yield word
            if kind in (0, 1):
                yield self._chance.choice(self._words)

    def headed(self, text: str) -> str:
        """Put a headline above."""
        return f"{self._chance.choice(HEADLINES)}\n\n{text}"

    def localised(self, text: str) -> str:
        """Put in a paragraph of another story."""
        groups = text.split("\n\n") if "\n\n" in text else paragraphs(text)
        other = self._chance.choice(paragraphs(self._chance.choice(self._stories)))
        groups.insert(self._chance.randrange(len(groups) + 1), other)
        return "\n\n".join(groups)

    def all_of_them(self, text: str) -> str:
        """Cut, shuffle, change words, add a paragraph and a headline."""
        return self.headed(self.localised(self.edited(self.shuffled(self.cut(text)))))

    def kinds(self) -> dict[str, Callable[[str], str]]:
        """Give the ways to make a copy, by name."""
        return {
            "cut to 33–90 %": self.cut,
            "shuffled": self.shuffled,
            "5–30 % of words": self.edited,
            "30 % of words": lambda text: self.edited(text, 0.3),
            "headline": self.headed,
            "local paragraph": self.localised,
            "cut, words": lambda text: self.edited(self.cut(text)),
            "shuffled, words, headline": lambda text: self.headed(self.edited(self.shuffled(text))),
            "cut, shuffled, local": lambda text: self.localised(self.shuffled(self.cut(text))),
            "all of them": lambda text: self.headed(
                self.localised(self.edited(self.shuffled(self.cut(text))))
            ),
        }


def paragraphs(text: str) -> list[str]:
    """Group the sentences of a text in threes."""
    spans = sentences(text)
    return [text[spans[at][0] : spans[min(at + 2, len(spans) - 1)][1]] for at in range(0, len(spans), 3)]


def load(data: Path) -> list[str]:
    with zipfile.ZipFile(data / "data" / "guardian_sample.csv.zip") as archive:
        name = next(each for each in archive.namelist() if each.endswith(".csv") and "/" not in each)
        with archive.open(name) as file:
            return [row["text"] for row in csv.DictReader(io.TextIOWrapper(file, "utf-8"))]


def near_copies(stories: list[str], seed: int) -> None:
    """Make copies, find them, and print recall by kind and the false pairs."""
    chance = random.Random(seed)
    kinds = list(Changes(chance, stories).kinds().items())
    reports = {f"story {number:03}": (number, "", text) for number, text in enumerate(stories)}
    for number in range(COPIES):
        kind, change = kinds[number % len(kinds)]
        source = chance.randrange(len(stories))
        reports[f"copy {number:04}"] = (source, kind, change(stories[source]))
    start = time.perf_counter()
    pairs = copy_pairs((name, text) for name, (_, _, text) in reports.items())
    seconds = time.perf_counter() - start
    found: Counter[str] = Counter()
    false = []
    right = 0
    for one, other, why in pairs:
        if reports[one][0] != reports[other][0]:
            false.append((one, other, why))
        else:
            right += 1
            if other.startswith("story"):
                found[reports[one][1]] += 1
    print(f"| change | copies | found with their story |\n|{'---|' * 3}")
    made = Counter(kind for _, kind, _ in reports.values() if kind)
    for kind, count in made.items():
        print(f"| {kind} | {count} | {found[kind] / count:.1%} |")
    print(f"| all | {COPIES} | {found.total() / COPIES:.2%} |")
    sources = Counter(source for source, _, _ in reports.values())
    same = sum(count * (count - 1) // 2 for count in sources.values())
    others = len(reports) * (len(reports) - 1) // 2 - same
    print(
        f"\npairs of one story {same:,}, found {right / same:.1%} (two copies may have different parts of it)"
    )
    print(f"other pairs {others:,}, found {len(false)} = {len(false) / others:.5%}; {seconds:.1f} s in all")
    for one, other, why in false[:20]:
        print(f"  {one} (of {reports[one][0]}) – {other} (of {reports[other][0]}): {why.score} {why.why}")


def minhash(stories: list[str], seed: int) -> None:
    """Compare with MinHash of 128 values in bands, on copies cut to a third with 30 % of words changed."""
    chance = random.Random(seed)
    changes = Changes(chance, stories)
    rng = np.random.default_rng(seed)
    factors = rng.integers(1, 2**63, 128, dtype=np.uint64) | np.uint64(1)
    added = rng.integers(0, 2**63, 128, dtype=np.uint64)

    def values(text: str) -> npt.NDArray[np.uint64]:
        hashes = words_of(text).shingles().view(np.uint64)
        mixed: npt.NDArray[np.uint64] = (hashes[:, None] * factors + added) >> np.uint64(16)
        return np.min(mixed, axis=0)  # type: ignore[no-any-return]

    of_story = [(values(text), sketch(text)) for text in stories]
    found: Counter[str] = Counter()
    for _ in range(1000):
        source = chance.randrange(len(stories))
        groups = paragraphs(stories[source])
        size = max(1, len(groups) // 3)
        begin = chance.randrange(len(groups) - size + 1)
        copy = changes.edited(" ".join(groups[begin : begin + size]), 0.3)
        its, (whole, whole_sketch) = values(copy), of_story[source]
        for rows in (2, 4):
            equal = (its == whole).reshape(-1, rows).all(1)
            found[f"MinHash, 128 values, {128 // rows} bands"] += bool(equal.any())
        found["least hashes, 64"] += is_candidate(sketch(copy), whole_sketch)
    print("\ncopies cut to a third, 30 % of words changed: candidates found")
    for name, count in found.items():
        print(f"  {name}: {count / 1000:.1%}")


def dev_reports(data: Path) -> None:
    """Compare the stories of the reports with those that readers found."""
    gold = json.loads((data / "annotation" / "dev_reports_merge.json").read_text("utf-8"))["stories"]
    reports = []
    for path in sorted((data / "data" / "dev_reports").glob("*.txt")):
        above, _, text = path.read_text("utf-8").partition("\n\n")
        about = dict(line.split(": ", 1) for line in above.splitlines())
        reports.append(Published(path.name, text, about["outlet"], about["date"]))
    pairs = copy_pairs((report.id, report.text) for report in reports)
    stories = [story for story in group_stories(pairs, reports) if len(story.members) > 1]
    exact = sorted(sorted(each.id for each in story.members) for story in stories) == sorted(
        map(sorted, gold)
    )
    print(f"\n{len(reports)} annotated reports: stories {'exact' if exact else 'NOT as annotated'}")
    for story in stories:
        print(f"  lead {story.lead}; " + "; ".join(f"{each.id} {each.score}" for each in story.members[1:]))


def speed(stories: list[str], count: int, foot: int, seed: int) -> None:
    """Make up reports and time the search for copies among them."""
    chance = random.Random(seed)
    after: dict[str, list[str]] = defaultdict(list)
    for story in stories:
        words = story.split()
        for one, other in pairwise(words):
            after[one].append(other)
    changes = Changes(chance, stories)
    starts = list(after)
    below = " ".join(_chain(chance, after, starts, 40))
    reports: dict[str, str] = {}
    copies = 0
    for number in range(count):
        if number > 100 and chance.random() < 0.02:
            source = f"{chance.randrange(number):06}"
            text = changes.edited(changes.cut(reports[source]))
            copies += 1
        else:
            text = " ".join(_chain(chance, after, starts, chance.randrange(300, 500)))
        reports[f"{number:06}"] = f"{text}\n\n{below}" if number < foot else text
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    pairs = copy_pairs(reports.items())
    middle = time.perf_counter()
    grouped = group_stories(pairs, (Published(each, text) for each, text in reports.items()))
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    several = sum(len(each.members) > 1 for each in grouped)
    print(
        f"\n{count:,} made-up reports, {copies:,} of them copies, {min(foot, count):,} with one foot: "
        f"{len(pairs):,} pairs in {middle - start:.1f} s; {several:,} stories of several reports in "
        f"{end - middle:.1f} s; peak {peak:,.0f} MB, {made:,.0f} MB of it before the search"
    )
    one_more(dict(list(reports.items())[:10_000]), changes)


def one_more(reports: dict[str, str], changes: Changes) -> None:
    """Time what one more report takes, but for the ledger's own work."""
    sketches = {each: sketch(text) for each, text in reports.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for each, its in sketches.items():
        for number in its.hashes:
            holders[number].append(each)
    sources = list(reports)[:200]
    copies = [(f"new {each}", changes.edited(reports[each])) for each in sources]
    times = []
    found = 0
    for each, copy in zip(sources, copies, strict=True):
        start = time.perf_counter()
        pairs = new_pairs(
            copy,
            lambda hashes: Counter(holder for number in hashes for holder in holders.get(number, ())),
            lambda names: {name: sketches[name] for name in names},
            lambda names: {name: reports[name] for name in names},
        )
        times.append(time.perf_counter() - start)
        found += any(each in pair for pair in pairs)
    print(
        f"one more report beside {len(reports):,}, its hashes looked up in memory: median "
        f"{sorted(times)[len(times) // 2] * 1e3:.1f} ms, longest {max(times) * 1e3:.1f} ms; {found} of "
        f"{len(copies)} copies found"
    )


def _chain(
    chance: random.Random, after: dict[str, list[str]], starts: list[str], length: int
) -> Iterator[str]:
    word = chance.choice(starts)
    for _ in range(length):
        yield word
        word = chance.choice(after[word]) if word in after else chance.choice(starts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and annotation/")
    parser.add_argument("--seed", type=int, default=5, help="of the random numbers (default 5)")
    parser.add_argument("--reports", type=int, default=0, help="also time so many made-up reports")
    parser.add_argument("--foot", type=int, default=0, help="so many of them end with the same 40 words")
    parser.add_argument("--minhash", action="store_true", help="also compare with MinHash in bands")
    options = parser.parse_args()
    stories = load(options.data)
    near_copies(stories, options.seed)
    dev_reports(options.data)
    if options.minhash:
        minhash(stories, options.seed)
    if options.reports:
        speed(stories, options.reports, options.foot, options.seed)


if __name__ == "__main__":
    main()
