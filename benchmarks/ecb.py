"""Reports of one happening, and events across reports, on ECB+ (Cybulska and Vossen 2014, CC BY 3.0).

    python -m benchmarks.ecb --data DATA [--cache FOLDER]

DATA is the folder that has data/merge/ecbplus. A topic is a kind of happening (an arrest, an earthquake),
each of its two subtopics one such happening. The documents are taken as reports without title, outlet and
date, and nothing of the annotation is given to the program. Two things are measured:

- coverage: all documents of all topics in one pot; pairs of one subtopic against pairs in one group. Besides
  the shipped threshold, one that is chosen on half the topics and measured on the other half;
- events: gold event mentions (actions and their negations) that overlap an event mention of the reader, one
  to one, the most overlap first; the gold clusters against the found ones on these alone. A singleton is a
  cluster. The reader marks political events only, so the share of gold mentions that are found is no recall.
  The matters are made as `sayso.weigh` makes them, all documents in one pot. These topics took part in the
  fit of the weights (training/matters.py), so this is no measure on what was kept apart.

The readings are kept in FOLDER (a minute's work). Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.coreference import Score, b_cubed, ceaf_e, conll, muc, pairwise

import sayso
from sayso.reading import Reading
from sayso.weigh import matters
from sayso.weigh.accounts import account_of
from sayso.weigh.coverage import LOOSE, TOGETHER, Link, coverage_pairs, group_coverage, signature
from sayso.weigh.telling import stems
from sayso.weigh.threads import threads

Span = tuple[int, int]
Found = Mapping[str, Sequence[tuple[int, int, str]]]
"""Event mentions that the program found: of each document (by its name) start, end and cluster."""

HALVINGS = 8
THRESHOLDS = range(LOOSE, 4100, 100)


@dataclass(frozen=True)
class Mention:
    """A gold event mention: the spans of its tokens, its cluster (a singleton's is its own) and its tag."""

    tokens: tuple[Span, ...]
    cluster: str
    tag: str


@dataclass(frozen=True)
class Document:
    """One document: its name, topic and subtopic ("1 ecb"), its text, and the gold event mentions in it."""

    name: str
    topic: str
    subtopic: str
    text: str
    mentions: tuple[Mention, ...]


def documents(folder: Path) -> list[Document]:
    """Read all documents of a folder that has one folder for each topic, in the order of names."""
    paths = sorted(folder.glob("*/*.xml"), key=lambda path: (int(path.parent.name), path.name))
    return [document(path) for path in paths]


def document(path: Path) -> Document:
    """Read one document. Its address, where its first sentence is one, is no part of the text."""
    root = ET.parse(path).getroot()
    text, spans = _laid_out(list(root.iter("token")))
    mentions = tuple(_mentions(root, spans, path.stem))
    kind = "ecbplus" if path.stem.endswith("ecbplus") else "ecb"
    return Document(path.stem, path.parent.name, f"{path.parent.name} {kind}", text, mentions)


_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}’”]|n['’]t\b|['’](?:s|S|re|ve|ll|d|m)?$)")
_NO_SPACE_AFTER = frozenset("([{$£€#“‘")
_TIGHT = frozenset("-/_@–")  # parts of one word: 90-day, AC/DC
_ENDINGS = frozenset(("s", "t", "re", "ve", "ll", "d", "m"))  # after an apostrophe of its own
_QUOTES = {"``": "“", "''": "”"}


def _laid_out(tokens: list[ET.Element]) -> tuple[str, dict[str, Span]]:
    """Give the text, a sentence on each line, and where each token stands in it.

    Only the spaces are ours, and the signs for the ASCII stand-ins of quotation marks.
    """
    lines: dict[int, list[ET.Element]] = {}
    for token in tokens:
        lines.setdefault(int(token.get("sentence", "0")), []).append(token)
    text, spans = "", {}
    for number in sorted(lines):
        words = [_QUOTES.get(token.text or "", token.text or "") for token in lines[number]]
        if words[:2] in (["http", ":"], ["https", ":"]):
            continue
        text += "\n" if text else ""
        opened = tight = True
        before = ""
        for token, word, after in zip(lines[number], words, [*words[1:], ""], strict=True):
            if word == '"':
                opened = not opened
            closing = word == '"' and opened
            if not (tight or closing or word in _TIGHT or _NO_SPACE_BEFORE.match(word)):
                text += " "
            spans[token.get("t_id", "")] = (len(text), len(text) + len(word))
            text += word
            tight = (
                word in _TIGHT
                or word in _NO_SPACE_AFTER
                or (word == '"' and not opened)
                or (word in ("’", "'") and after in _ENDINGS)
                or (word in (".", ",", ":") and before.isdigit() and after.isdigit())
            )
            before = word
    return text, spans


def _mentions(root: ET.Element, spans: dict[str, Span], name: str) -> Iterator[Mention]:
    clusters: dict[str, str] = {}
    relations = root.find("Relations")
    for relation in relations if relations is not None else ():
        # Within a document clusters have no id of their own.
        cluster = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else None
        for source in relation.iter("source"):
            clusters[source.get("m_id", "")] = cluster or f"{name} {relation.get('r_id')}"
    markables = root.find("Markables")
    for markable in markables if markables is not None else ():
        if not markable.tag.startswith(("ACTION", "NEG_ACTION")):
            continue
        anchors = (anchor.get("t_id", "") for anchor in markable.iter("token_anchor"))
        tokens = tuple(sorted(spans[anchor] for anchor in anchors if anchor in spans))
        if tokens:
            number = markable.get("m_id", "")
            yield Mention(tokens, clusters.get(number, f"{name} m{number}"), markable.tag)


# ---- coverage ----------------------------------------------------------------------------------------------


def coverage(docs: Sequence[Document]) -> Iterator[str]:
    """Measure which documents are put together; give the lines of a table."""
    began = time.perf_counter()
    signatures = {doc.name: signature(None, doc.text) for doc in docs}
    links = list(coverage_pairs(signatures))
    group_coverage(signatures, links)
    took = time.perf_counter() - began
    yield f"{len(docs)} documents, {len({doc.subtopic for doc in docs})} subtopics; {took:.2f} s"
    yield ""
    yield "| coverage | precision | recall | pairwise F1 |\n|---|---|---|---|"
    yield _row(f"as shipped ({TOGETHER / 100:.0f} %)", covered(docs, links, TOGETHER))
    held_out, chosen = halved(docs, links)
    mean = Score(*(sum(each) / len(held_out) for each in zip(*held_out, strict=True)))
    yield _row(f"chosen on the other half ({min(chosen) / 100:.0f} to {max(chosen) / 100:.0f} %)", mean)
    yield _row("each document alone", pairwise(_gold(docs), {doc.name: doc.name for doc in docs}))
    yield _row("all together", pairwise(_gold(docs), dict.fromkeys(_gold(docs), 0)))


def covered(docs: Sequence[Document], links: Sequence[Link], together: int) -> Score:
    """Compare the groups of some documents by themselves with their subtopics."""
    groups = group_coverage((doc.name for doc in docs), links, together=together)
    return pairwise(_gold(docs), {name: number for number, group in enumerate(groups) for name in group})


def halved(docs: Sequence[Document], links: Sequence[Link]) -> tuple[list[Score], list[int]]:
    """Choose the threshold on half the topics, measure it on the others, both ways, several times."""
    topics = sorted({doc.topic for doc in docs}, key=int)
    scores, chosen = [], []
    for seed in range(HALVINGS):
        mixed = random.Random(seed).sample(topics, len(topics))
        halves = (set(mixed[: len(mixed) // 2]), set(mixed[len(mixed) // 2 :]))
        parts = [[doc for doc in docs if doc.topic in half] for half in halves]
        tables = [{t: covered(part, links, t) for t in THRESHOLDS} for part in parts]
        for here, there in (tables, tables[::-1]):
            best = max(THRESHOLDS, key=lambda t: here[t].f1)
            chosen.append(best)
            scores.append(there[best])
    return scores, chosen


def _gold(docs: Sequence[Document]) -> dict[str, str]:
    return {doc.name: doc.subtopic for doc in docs}


def _row(name: str, score: Score) -> str:
    return f"| {name} | " + " | ".join(f"{100 * share:.1f}" for share in score) + " |"


# ---- events ------------------------------------------------------------------------------------------------


def events(docs: Sequence[Document], found: Found) -> tuple[dict[str, str], dict[str, str]]:
    """Give the gold clusters and the found ones of the event mentions that both sides have."""
    gold, its = {}, {}
    for doc in docs:
        for mention, (start, end, cluster) in both(doc.mentions, found.get(doc.name, ())):
            item = f"{doc.name} {start} {end}"
            gold[item], its[item] = mention.cluster, cluster
    return gold, its


def both(
    gold: Sequence[Mention], found: Sequence[tuple[int, int, str]]
) -> list[tuple[Mention, tuple[int, int, str]]]:
    """Pair gold mentions with found ones that overlap, one to one, the most overlap first."""
    pairs = []
    for i, mention in enumerate(gold):
        for j, (start, end, _) in enumerate(found):
            common = sum(max(0, min(b, end) - max(a, start)) for a, b in mention.tokens)
            if common:
                # Of equal ones the shorter gold mention: "bombing" rather than "the bombing campaign".
                pairs.append((-common, sum(b - a for a, b in mention.tokens), i, j))
    used: set[tuple[str, int]] = set()
    chosen = []
    for _, _, i, j in sorted(pairs):
        if ("gold", i) not in used and ("found", j) not in used:
            used |= {("gold", i), ("found", j)}
            chosen.append((gold[i], found[j]))
    return chosen


def scored(gold: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Give the cells of a table: F1 of each measure and their mean."""
    shares = [measure(gold, found).f1 for measure in (muc, b_cubed, ceaf_e)]
    shares += [conll(gold, found), pairwise(gold, found).f1]
    return " | ".join(f"{100 * share:.1f}" for share in shares)


def event_table(docs: Sequence[Document], clusterings: Mapping[str, Found]) -> Iterator[str]:
    """Measure some clusterings of the same event mentions; give the lines of a table."""
    whole = sum(len(doc.mentions) for doc in docs)
    gold, _ = events(docs, next(iter(clusterings.values())))
    many = len(set(gold.values()))
    yield f"{whole} gold event mentions, {len(gold)} of them found too, in {many} gold clusters"
    yield ""
    yield "| events | MUC | B-cubed | CEAF-e | CoNLL F1 | pairwise F1 |\n|---|---|---|---|---|---|"
    for name, found in clusterings.items():
        yield f"| {name} | {scored(*events(docs, found))} |"


def alone(readings: Mapping[str, Reading]) -> Found:
    """Take every event mention for an event of its own."""
    return _clustered(readings, lambda name, reading, span, kind: f"{name} {span}")


def by_words(readings: Mapping[str, Reading]) -> Found:
    """Take event mentions of one type and trigger word in one group of reports for one event."""
    signatures = {name: signature(None, reading.report.text) for name, reading in readings.items()}
    groups = group_coverage(signatures, coverage_pairs(signatures))
    group_of = {name: number for number, group in enumerate(groups) for name in group}

    def cluster(name: str, reading: Reading, span: Span, kind: str) -> str:
        words = sorted(stems(reading.report.text[slice(*span)]))
        return f"{group_of[name]} {kind} {words}"

    return _clustered(readings, cluster)


def in_matters(readings: Mapping[str, Reading]) -> Found:
    """Take event mentions of one matter for one event."""
    accounts = {name: account_of(reading) for name, reading in readings.items()}
    every = {thread.key: thread for account in accounts.values() for thread in threads(account)}
    matter = {
        mention: each.id
        for each in matters.group(every.values())
        for member in each.members
        for mention in every[member.thread].mentions
    }
    of = {
        (name, mention.event.trigger): matter[mention.key]
        for name, account in accounts.items()
        for mention in account.mentions
    }
    return _clustered(readings, lambda name, reading, span, kind: of[name, span])


def _clustered(readings: Mapping[str, Reading], cluster: Callable[[str, Reading, Span, str], str]) -> Found:
    found = {}
    for name, reading in readings.items():
        spans = {claim.event.trigger: claim.event.type for claim in reading.claims}
        found[name] = [(*span, cluster(name, reading, span, kind)) for span, kind in sorted(spans.items())]
    return found


def readings_of(docs: Sequence[Document], cache: Path | None) -> dict[str, Reading]:
    """Read the documents, or take what was kept of the same model and texts."""
    reader = sayso.Reader()
    path = None if cache is None else cache / f"ecb-{reader.reader.version}-{reader.reader.model[:12]}.jsonl"
    kept: dict[str, Reading] = {}
    if path is not None and path.exists():
        for line in path.read_text("utf-8").splitlines():
            reading = Reading.from_dict(json.loads(line))
            kept[reading.report.id] = reading
    readings = {}
    for doc in docs:
        report = sayso.Report.from_text(doc.text, language="en")
        if report.text != doc.text:
            raise SystemExit(f"{doc.name}: the reader would change the text, so offsets would not fit")
        readings[doc.name] = kept.get(report.id) or reader.read(report)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(reading.to_dict()) for reading in readings.values())
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return readings


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DATA", help="folder with data/merge")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where readings are kept")
    args = parser.parse_args()
    docs = documents(args.data / "data/merge/ecbplus")
    if not docs:
        parser.error(f"{args.data} has no data/merge/ecbplus/*/*.xml")
    print("\n".join(coverage(docs)), end="\n\n")
    readings = readings_of(docs, args.cache)
    clusterings = {
        "matters, as shipped": in_matters(readings),
        "same group, type and word": by_words(readings),
        "each alone": alone(readings),
    }
    print("\n".join(event_table(docs, clusterings)))


if __name__ == "__main__":
    main()
