"""How well the origins of a matter and who affirms, alleges, denies and doubts it are found.

    python -m benchmarks.origins --data DATA [--show] [--read]
    python -m benchmarks.origins --matters tests/quality/matters [--show]

DATA is the folder with `annotation/dev_reports_gold.jsonl`, `annotation/dev_reports_merge.json` and
`data/dev_reports`. The claims are the annotated ones, their speakers resolved by the resolver, and the
matters are given; with `--read` the claims are those that the reader finds at the annotated triggers.
`--matters` are sets in the same form without annotated claims, so these are always read.

Names are compared by `origin_names.tsv` (name of an origin in the annotation -> keys of speakers that it may
be; outlets and names that stand in no row by their own words), one to one: two origins that the annotation
counts once can match only once. A row also has the keys under which an analyst could file the same group: the
body for its spokesman, the state for its only body that speaks, the White House for the intelligence that it
releases. What is measured is therefore which speakers are one, more than by which name they go.

Printed: the share of matters whose set of origins is exact, the share whose four by-sets are all exact, and
precision, recall and F1 over (matter, stance, origin).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.parties import find
from rapidfuzz import fuzz
from training.matter_sets import event_of

from sayso.actors import Resolver, shipped
from sayso.actors.words import Words
from sayso.reading import Reader
from sayso.reading.reading import Claim, ReaderVersion, Reading, Source, Span
from sayso.report import Report
from sayso.weigh.accounts import account_of
from sayso.weigh.records import Account, Standing, Voice
from sayso.weigh.standing import standing
from sayso.weigh.voices import all_voices

STANCES = (
    ("affirmed_by", "affirmed"),
    ("alleged_by", "alleged"),
    ("denied_by", "denied"),
    ("doubted_by", "doubted"),
)
Place = tuple[str, Span]  # the report's file and the trigger's span


@dataclass(frozen=True)
class Wanted:
    """An annotated matter: its name, its parties, the places of its mentions, its sets of names."""

    name: str
    places: tuple[Place, ...]
    origins: frozenset[str]
    by: Mapping[str, frozenset[str]]


@dataclass
class Scores:
    """Counts over matters, and lines that say what was wrong."""

    matters: int = 0
    origins: int = 0
    by_sets: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Give the shares, in per cent, with what they are of."""
        hit, given, wanted = (self.hits[each] for each in ("hit", "given", "wanted"))
        return {
            "matters": self.matters,
            "origins exact": f"{100 * self.origins / self.matters:.1f} ({self.origins}/{self.matters})",
            "by-sets exact": f"{100 * self.by_sets / self.matters:.1f} ({self.by_sets}/{self.matters})",
            "by-sets P/R/F1": " / ".join(
                f"{100 * each:.1f}"
                for each in (hit / max(given, 1), hit / max(wanted, 1), 2 * hit / max(given + wanted, 1))
            ),
        }


# ---- comparing ---------------------------------------------------------------------------------------------


def names_to_keys() -> dict[str, frozenset[str]]:
    """Give the keys that are an annotated origin, by its name."""
    with (Path(__file__).parent / "origin_names.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["name"]: frozenset(row["keys"].split("|")) for row in rows}


def keys_of(name: str, table: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if name in table:
        return table[name]
    words = Words(name).key
    bare = words[1:] if words[:1] == ["the"] else words
    return frozenset({"-".join(words), "-".join(bare), " ".join(bare), *shipped().called(name)})


def matched(names: Iterable[str], keys: Iterable[str], table: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Match names with keys, as many as can be, each once (augmenting paths)."""
    found: dict[str, str] = {}  # key -> name
    can = {name: sorted(keys_of(name, table) & set(keys)) for name in names}

    def place(name: str, tried: set[str]) -> bool:
        for key in can[name]:
            if key not in tried:
                tried.add(key)
                if key not in found or place(found[key], tried):
                    found[key] = name
                    return True
        return False

    for name in sorted(can):
        place(name, set())
    return found


def evaluate(wanted: Sequence[Wanted], got: Sequence[Standing]) -> Scores:
    """Compare annotated matters with the standings of the same matters, one by one."""
    table = names_to_keys()
    scores = Scores()
    for matter, its in zip(wanted, got, strict=True):
        scores.matters += 1
        keys = {origin.key for origin in its.independent}
        found = matched(matter.origins, keys, table)
        exact = len(found) == len(matter.origins) == len(keys)
        scores.origins += exact
        lines = [] if exact else [f"  origins: {_difference(matter.origins, keys, found)}"]
        sets_exact = True
        for ours, theirs in STANCES:
            names, said = matter.by[ours], set(getattr(its, theirs))
            pairs = matched(names, said, table)
            scores.hits.update(hit=len(pairs), given=len(said), wanted=len(names))
            if not len(pairs) == len(names) == len(said):
                sets_exact = False
                lines.append(f"  {ours}: {_difference(names, said, pairs)}")
        scores.by_sets += sets_exact
        if lines:
            scores.wrong += [matter.name, *lines]
            scores.wrong += [f"      {origin.key} {why}" for origin in its.origins for why in origin.merged]
    return scores


def _difference(names: Iterable[str], keys: Iterable[str], found: Mapping[str, str]) -> str:
    missing = sorted(set(names) - set(found.values()))
    more = sorted(set(keys) - set(found))
    return f"missing {missing}, too many {more}, right {sorted(found.values())}"


def weigh(wanted: Sequence[Wanted], voices: Mapping[Place, tuple[Voice, ...]]) -> list[Standing]:
    """Give the standing of each annotated matter from the voices of its mentions."""
    return [standing(voice for place in each.places for voice in voices.get(place, ())) for each in wanted]


# ---- annotated claims --------------------------------------------------------------------------------------


def report_of(path: Path) -> tuple[Report, str]:
    """Read a report with its outlet and day above it; the second answer is its headline."""
    above, _, text = path.read_text("utf-8").partition("\n\n")
    data = dict(line.partition(": ")[::2] for line in above.splitlines())
    report = Report.from_text(text, published=data.get("date"), outlet=data.get("outlet"))
    return report, report.text.partition("\n")[0]


@dataclass
class Laid:
    """A report with its annotated claims: `spans` are those of the rows and of the events in them."""

    report: Report
    title: str
    claims: list[Claim] = field(default_factory=list)
    implied: dict[str, list[Source]] = field(default_factory=dict)
    triggers: dict[tuple[str, int], Span] = field(default_factory=dict)
    sentences: dict[str, Span] = field(default_factory=dict)


def laid(path: Path, rows: Sequence[Mapping[str, Any]]) -> Laid:
    """Lay annotated rows into their report."""
    report, title = report_of(path)
    its = Laid(report, title)
    speakers: dict[str, Span] = {}  # canonical name -> where it was last named
    at = 0
    for row in rows:
        base = report.text.index(row["text"], at)
        at = base + len(row["text"])
        its.sentences[row["id"]] = (base, at)
        for number, event in enumerate(row["events"]):
            made = event_of(event, row["text"], base, report.published)
            its.triggers[row["id"], number] = made.trigger
            for k, chain in enumerate(event["chains"]):
                spans = [_moved(find(row["text"], *piece), base) for piece in chain["source"]]
                names = chain.get("source_is") or []
                said = names[len(names) - len(spans) :] if spans else []
                speakers |= dict(zip(said, spans, strict=False))
                claim = f"{row['id']}/{number}/{k}"
                sources = [Source(span, report.text[slice(*span)]) for span in spans]
                for name in reversed(names[: len(names) - len(spans)]):
                    span = speakers.get(name) or _named(report.text, name, base)
                    if span is not None:
                        sources.insert(0, Source(span, report.text[slice(*span)]))
                    else:
                        its.implied.setdefault(claim, []).insert(0, _known(name, base))
                its.claims.append(
                    Claim(claim, made, tuple(sources), None, chain["stance"], row["opinion"], (base, at))
                )
    return its


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _named(text: str, name: str, before: int) -> Span | None:
    at = text.rfind(name, 0, before)
    at = text.find(name) if at < 0 else at
    return None if at < 0 else (at, at + len(name))


def _known(name: str, at: int) -> Source:
    """Make a source of a speaker established earlier in other words ("the American account")."""
    gazetteer = shipped()
    known = gazetteer.called(name) or gazetteer.called(f"{name} services")
    if not known:
        return Source((at, at + 1), name)
    party = gazetteer.party(known[0])
    country = next(iter(party.countries), None)
    return Source((at, at + 1), name, party.id, party.name, party.kind, country, party.control)


def resolved(its: Laid, resolver: Resolver) -> Reading:
    reading = resolver.resolve(Reading(its.report, ReaderVersion("", ""), claims=tuple(its.claims)))
    claims = [
        replace(claim, sources=(*its.implied[claim.id], *claim.sources)) if claim.id in its.implied else claim
        for claim in reading.claims
    ]
    known = {party.id for party in reading.parties}
    more = {source.actor for sources in its.implied.values() for source in sources if source.actor} - known
    parties = (*reading.parties, *(shipped().party(each) for each in sorted(more)))
    return replace(reading, claims=tuple(claims), parties=parties)


# ---- accounts ----------------------------------------------------------------------------------------------


def accounts(
    readings: Mapping[str, tuple[Reading, str]], stories: Sequence[Sequence[str]]
) -> dict[str, Account]:
    """Give the accounts of some reports, by file, with what copies carry of their story's lead."""
    found = {file: replace(account_of(reading), title=title) for file, (reading, title) in readings.items()}
    for story in stories:
        lead = _lead(story, readings)
        its = [line for line in readings[lead][0].report.text.split("\n") if line]
        theirs = [s.strip() for line in its for s in line.replace(". ", ".\n").split("\n")]
        for file in story:
            if file == lead:
                continue
            spans = {mention.span: mention.sentence for mention in found[file].mentions}
            carried = tuple(
                span
                for span, words in sorted(spans.items())
                if any(fuzz.token_sort_ratio(words, each) >= 70 for each in theirs)
            )
            outlet = readings[lead][0].report.outlet
            found[file] = replace(
                found[file], lead=readings[lead][0].report.id, lead_outlet=outlet, carried=carried
            )
    return found


def _lead(story: Sequence[str], readings: Mapping[str, tuple[Reading, str]]) -> str:
    """Give the report of a story that the others copy: the one whose text names its own outlet as wire."""
    for file in story:
        report = readings[file][0].report
        if report.outlet and f"({report.outlet.split()[0]}" in report.text[:400]:
            return file
    return story[0]


def voices_at(files: Mapping[str, Account]) -> dict[Place, tuple[Voice, ...]]:
    """Give the voices of all mentions, by the places of their triggers."""
    found: dict[Place, tuple[Voice, ...]] = defaultdict(tuple)
    for file, account in files.items():
        its = all_voices(account)
        for mention in account.mentions:
            found[file, mention.event.trigger] += its[mention.key]
    return found


def near(
    voices: Mapping[Place, tuple[Voice, ...]], places: Iterable[Place]
) -> dict[Place, tuple[Voice, ...]]:
    """Give the voices of the mentions whose triggers touch some places."""
    by_file: dict[str, list[tuple[Span, tuple[Voice, ...]]]] = defaultdict(list)
    for (file, span), its in voices.items():
        by_file[file].append((span, its))
    return {
        (file, span): tuple(
            v for other, its in by_file[file] if other[0] < span[1] and span[0] < other[1] for v in its
        )
        for file, span in places
    }


# ---- data --------------------------------------------------------------------------------------------------


def _wanted(matter: Mapping[str, Any], places: Iterable[Place]) -> Wanted:
    by = {name: frozenset(matter[name]) for name, _ in STANCES}
    return Wanted(matter["name"], tuple(dict.fromkeys(places)), frozenset(matter["origins"]), by)


def dev_reports(data: Path, read: bool) -> tuple[list[Wanted], list[Standing]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (data / "annotation" / "dev_reports_gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["report"]].append(row)
    merge = json.loads((data / "annotation" / "dev_reports_merge.json").read_text("utf-8"))
    lays = {file: laid(data / "data" / "dev_reports" / file, its) for file, its in rows.items()}
    resolver, reader = Resolver(shipped()), Reader()
    readings = {
        file: (resolver.resolve(reader.read(its.report)) if read else resolved(its, resolver), its.title)
        for file, its in lays.items()
    }
    where = {which: (file, span) for file, its in lays.items() for which, span in its.triggers.items()}
    wanted = [_wanted(m, (where[row, number] for row, number in m["members"])) for m in merge["matters"]]
    voices: Mapping[Place, tuple[Voice, ...]] = voices_at(accounts(readings, merge["stories"]))
    if read:
        voices = near(voices, (place for each in wanted for place in each.places))
    return wanted, weigh(wanted, voices)


def matter_set(path: Path) -> tuple[list[Wanted], list[Standing]]:
    """Read a set of matters without annotated claims: `NAME.json` with the reports in the folder NAME."""
    merge = json.loads(path.read_text("utf-8"))
    resolver, reader = Resolver(shipped()), Reader()
    readings = {}
    for file in sorted(path.with_suffix("").glob("*.txt")):
        report, title = report_of(file)
        readings[file.name] = (resolver.resolve(reader.read(report)), title)
    wanted = []
    for matter in merge["matters"]:
        places = []
        for file, context, trigger in matter["members"]:
            text = readings[file][0].report.text
            at = text.index(trigger, text.index(context))
            places.append((file, (at, at + len(trigger))))
        wanted.append(_wanted(matter, places))
    voices = voices_at(accounts(readings, merge["stories"]))
    return wanted, weigh(wanted, near(voices, (place for each in wanted for place in each.places)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--matters", type=Path, help="a folder with sets of matters")
    parser.add_argument(
        "--read", action="store_true", help="the reader's claims instead of the annotated ones"
    )
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    given = parser.parse_args()
    sets: dict[str, Scores] = {}
    if given.data:
        sets["dev_reports"] = evaluate(*dev_reports(given.data, given.read))
    for path in sorted(given.matters.glob("*.json")) if given.matters else ():
        sets[path.stem] = evaluate(*matter_set(path))
    for name, scores in sets.items():
        if given.show:
            print("\n".join(scores.wrong))
        print(json.dumps({"set": name, **scores.as_dict()}, ensure_ascii=False))


if __name__ == "__main__":
    main()
