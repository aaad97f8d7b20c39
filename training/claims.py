"""Claims data -> labelled windows: rows as the guidelines have them, PLV dyads, sentences with opinion."""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from sayso.reading.chains import ORIGIN_LABELS, ORIGIN_REACH, OUTER_LABELS, OUTER_REACH
from sayso.reading.events import MODE_LABELS, ROLE_LABELS, ROLE_NAMES, ROLE_REACH, TRIGGER_LABELS, reach
from sayso.reading.ontology import CONTEXTS, STANCES, TYPES
from sayso.reading.pieces import Pieces, Window, cut, split
from training.examples import Array, Example, anchored, find, mended, window_features, word_range
from training.held_out import held_out, read_rows
from training.plv import parties

Span = tuple[int, int]
Row = dict[str, Any]

_PRONOUN = re.compile(r"(?i)(he|she|it|they|we|i|you|who|which|him|her|them|us|this|that|one)")


@dataclass(frozen=True)
class Chain:
    """A gold chain: its speakers outermost first, None where a speaker is meant but cannot be found."""

    sources: tuple[Span, ...] | None
    cue: Span | None
    stance: str


@dataclass(frozen=True)
class Event:
    """A gold event; `roles` maps each of ROLE_NAMES to its spans."""

    trigger: Span
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    roles: dict[str, tuple[Span, ...]]
    chains: tuple[Chain, ...]


@dataclass(frozen=True)
class ClaimText:
    """A text of which every event is known. `opinions` has sentences that are told to be opinion or not."""

    name: str
    text: str
    events: tuple[Event, ...] = ()
    opinions: tuple[tuple[Span, bool], ...] = ()
    eventful: bool = True  # False: nothing is known of its events


@dataclass(frozen=True)
class Dyad:
    """A text with two parties, and the types that the event between them may have."""

    text: str
    actor: Span
    recipient: Span
    types: tuple[str, ...]


def rows(path: Path) -> list[Row]:
    """Read annotated rows, without those that are held out."""
    return [row for row in read_rows(path) if not held_out(row["id"])]


def texts(
    found: Iterable[Row], rng: random.Random, *, pack: float = 0.5, most: int = 6
) -> Iterator[ClaimText]:
    """Put rows together: a report's sentences in paragraphs of random length, other sentences alone or, with
    probability `pack`, up to `most` unrelated ones as paragraphs of one text.
    """
    single = []
    for report, its in groupby(found, key=lambda row: row.get("report")):
        if report is None:
            single += list(its)
        else:
            yield _report(list(its), rng)
    rng.shuffle(single)
    while single:
        count = rng.randint(2, most) if rng.random() < pack else 1
        group, single = single[:count], single[count:]
        yield _joined([_sentence(row, ()) for row in group], ["\n\n"] * (len(group) - 1))


def _report(its: list[Row], rng: random.Random) -> ClaimText:
    sentences: list[ClaimText] = []
    known = _Speakers()
    gaps = []
    in_paragraph = 0
    for number, row in enumerate(its):
        if number:
            begins = row["para"] if "para" in row else number == 1 or rng.random() < 0.2 + 0.3 * in_paragraph
            gaps.append("\n\n" if begins else " ")
            in_paragraph = 0 if begins else in_paragraph + 1
        sentences.append(_sentence(row, (known, its, _starts(sentences, gaps))))
    return _joined(sentences, gaps)


def _starts(sentences: list[ClaimText], gaps: list[str]) -> list[int]:
    starts, at = [], 0
    for number in range(len(sentences) + 1):
        starts.append(at)
        if number < len(sentences):
            at += len(sentences[number].text) + (len(gaps[number]) if number < len(gaps) else 0)
    return starts


class _Speakers:
    """Where parties were named so far in a report, by canonical name: spans of the whole text."""

    def __init__(self) -> None:
        self._named: dict[str, list[tuple[Span, bool]]] = defaultdict(list)  # with: as a speaker

    def note(self, name: str, span: Span, words: str, *, speaks: bool) -> None:
        if not _PRONOUN.fullmatch(words):
            self._named[name].append((span, speaks))

    def latest(self, name: str) -> Span | None:
        named = self._named[name]
        speaking = [span for span, speaks in named if speaks]
        return speaking[-1] if speaking else named[-1][0] if named else None


def _sentence(row: Row, report: Any) -> ClaimText:
    """One row. Spans of its own sentence count from its beginning; speakers named in earlier sentences have
    negative offsets, counted back from it.
    """
    text = row["text"]

    def at(piece: list[Any]) -> Span:
        return find(text, piece[0], piece[1])

    base = report[2][-1] if report else 0
    events = []
    for event in row["events"]:
        chains = []
        for chain in event["chains"]:
            sources: list[Span | None] = []
            for piece in chain["source"]:
                if len(piece) == 3:
                    start = report[2][piece[2]] - base
                    left, right = find(report[1][piece[2]]["text"], piece[0], piece[1])
                    sources.append((start + left, start + right))
                else:
                    sources.append(at(piece))
            names = chain.get("source_is") or []
            if names and not sources and report:
                sources = [_earlier(names[-1], report, base)]
            complete = tuple(s for s in sources if s is not None)
            cue = at(chain["cue"]) if chain["cue"] else None
            chains.append(Chain(complete if len(complete) == len(sources) else None, cue, chain["stance"]))
        roles = {role: tuple(at(piece) for piece in event[role]) for role in ROLE_NAMES}
        events.append(
            Event(
                at(event["trigger"]),
                event["type"],
                event["mode"],
                tuple(event["context"]),
                roles,
                tuple(chains),
            )
        )
    if report:
        _note_names(row, report[0], base)
    opinion = row.get("opinion")
    opinions = () if opinion is None else (((0, len(text)), bool(opinion)),)
    return ClaimText(row["id"], text, tuple(events), opinions)


def _note_names(row: Row, known: _Speakers, base: int) -> None:
    for event in row["events"]:
        named = [(event[role], event.get(f"{role}_is") or [], False) for role in ("actor", "recipient")]
        named += [(chain["source"], chain.get("source_is") or [], True) for chain in event["chains"]]
        for its, names, speaks in named:
            if len(its) == len(names):
                for piece, name in zip(its, names, strict=True):
                    if len(piece) == 2:
                        left, right = find(row["text"], piece[0], piece[1])
                        known.note(name, (left + base, right + base), piece[0], speaks=speaks)


def _earlier(name: str, report: Any, base: int) -> Span | None:
    """Find where a speaker was named before, as a span that counts from the sentence's beginning."""
    known, its, starts = report
    span = known.latest(name)
    if span is not None:
        return span[0] - base, span[1] - base
    number = len(starts) - 1
    for words in (name, name.split()[-1]):
        pattern = re.compile(rf"(?:[A-Z][\w.’'-]*\s)*\b{re.escape(words)}\b(?:\s[A-Z][\w’'-]+)*")
        for before in range(number - 1, -1, -1):
            if match := pattern.search(its[before]["text"]):
                return starts[before] + match.start() - base, starts[before] + match.end() - base
    return None


def _joined(sentences: list[ClaimText], gaps: list[str]) -> ClaimText:
    text, events, opinions = "", [], []
    for number, sentence in enumerate(sentences):
        base = len(text)
        events += [_shifted(event, base) for event in sentence.events]
        opinions += [((a + base, b + base), opinion) for (a, b), opinion in sentence.opinions]
        text += sentence.text + (gaps[number] if number < len(gaps) else "")
    return ClaimText(sentences[0].name, text, tuple(events), tuple(opinions))


def _shifted(event: Event, base: int) -> Event:
    def move(span: Span) -> Span:
        return span[0] + base, span[1] + base

    chains = tuple(
        replace(
            chain,
            sources=None if chain.sources is None else tuple(map(move, chain.sources)),
            cue=None if chain.cue is None else move(chain.cue),
        )
        for chain in event.chains
    )
    roles = {role: tuple(map(move, spans)) for role, spans in event.roles.items()}
    return replace(event, trigger=move(event.trigger), roles=roles, chains=chains)


def opinions(path: Path) -> Iterator[ClaimText]:
    """Read CheckThat's sentences, subjective or not; nothing is known of their events."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            whole = ((0, len(row["sentence"])), row["label"] == "SUBJ")
            yield ClaimText(row["sentence_id"], row["sentence"], (), (whole,), eventful=False)


def plv_dyads(path: Path) -> Iterator[tuple[str, Dyad]]:
    """Read PLV's rows that are not held out, each with its id."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            name = f"plv-train-{row['sentence_id']}"
            dyad = plv_dyad(row)
            if dyad is not None and not held_out(name):
                yield name, dyad


def plv_dyad(row: dict[str, str]) -> Dyad | None:
    """Take the parties from a marked sentence."""
    marked = parties(row["marked_sentence"])
    if marked is None:
        return None
    text, actor, recipient = marked
    kinds = ("CONCEDE", "RETREAT") if row["gold_root"] == "YIELD" else (row["gold_root"],)
    return Dyad(text, actor, recipient, kinds) if set(kinds) <= set(TYPES) and actor[0] < actor[1] else None


def event_dyads(found: Iterable[Row]) -> Iterator[Dyad]:
    """Every annotated event between an actor and a recipient."""
    for row in found:
        for event in row["events"]:
            for actor in event["actor"][:1]:
                for recipient in event["recipient"][:1]:
                    one, other = find(row["text"], *actor), find(row["text"], *recipient)
                    if one[1] <= other[0] or other[1] <= one[0]:
                        yield Dyad(row["text"], one, other, (event["type"],))


def dyad_example(dyad: Dyad, tokenizer: Tokenizer) -> Example:
    """Mark the parties in the window."""
    pieces = split(dyad.text, tokenizer)
    whole = Window(0, len(pieces), 0, len(pieces))
    example = window_features(pieces, whole)
    bounds = np.append(pieces.first, len(pieces.ids))
    spans = [word_range(pieces, span) for span in (dyad.actor, dyad.recipient)]
    for number, (start, stop) in enumerate(spans, 1):
        example.mark[bounds[start] + 1 : bounds[stop] + 1] = [number] * int(bounds[stop] - bounds[start])
    allowed = np.array([kind in dyad.types for kind in TYPES])
    example.relations.append((spans[0], spans[1], allowed))
    return example


@dataclass
class _Windowed:
    """A text's pieces and one window of them: spans of the text -> ranges of the window's words."""

    pieces: Pieces
    window: Window
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = self.window.stop - self.window.start

    def range(self, span: Span) -> Span | None:
        """Words that a span touches; None where they are not all in the window."""
        left, right = word_range(self.pieces, span)
        left, right = left - self.window.start, right - self.window.start
        return (left, right) if 0 <= left < right <= self.words else None

    def in_core(self, words: Span) -> bool:
        return self.window.core_start <= words[0] + self.window.start < self.window.core_stop


def examples(
    text: ClaimText,
    tokenizer: Tokenizer,
    *,
    size: int,
    context: int,
    rng: random.Random | None,
    mask: float = 0.0,
) -> list[Example]:
    """Cut a text into windows with labels; `mask` is the share of pieces that are hidden from the encoder."""
    pieces = split(text.text, tokenizer)
    first = rng.randint(size // 2, size) if rng and len(pieces.ids) > size else None
    made = []
    for window in cut(pieces, size=size - 2, context=context, first=first):
        example = _example(text, _Windowed(pieces, window))
        if mask and rng:
            hidden = int(tokenizer.token_to_id("[MASK]") or 0)
            inner = [hidden if rng.random() < mask else piece for piece in example.ids[1:-1]]
            example.ids[1:-1] = inner
        made.append(example)
    return made


def _example(text: ClaimText, seen: _Windowed) -> Example:
    example = window_features(seen.pieces, seen.window)
    for span, opinion in text.opinions:
        words = seen.range(span)
        if words is not None:
            example.opinions.append((words, int(opinion)))
    if not text.eventful:
        return example
    label = np.zeros(seen.words, dtype=np.int64)
    layout = seen.pieces.layout[seen.window.start : seen.window.stop]
    speakers: dict[Span, set[Span | None]] = defaultdict(set)
    for event in text.events:
        trigger = seen.range(event.trigger)
        if trigger is None:
            continue
        label[trigger[0] : trigger[1]] = TRIGGER_LABELS.index("I")
        label[trigger[0]] = TRIGGER_LABELS.index(event.type)
        if not seen.in_core(trigger):
            continue
        mode = MODE_LABELS.index((event.type, event.mode) if event.mode else None)
        example.kinds.append(
            (trigger, mode, np.array([c in event.contexts for c in CONTEXTS], dtype=np.float32))
        )
        around = reach(trigger, seen.words, ROLE_REACH)
        example.anchors["roles"].append(anchored(trigger, around, layout, _roles(event, seen, around)))
        _chains(event, trigger, seen, layout, example)
        for chain in event.chains:
            spans = [seen.range(source) for source in chain.sources or ()]
            for before, here in zip([None, *spans], spans, strict=False):
                if here is not None and (before is not None or here == spans[0]):
                    speakers[here].add(before)
    for speaker, befores in speakers.items():
        named = [before for before in befores if before is not None]
        around = reach(speaker, seen.words, OUTER_REACH)
        outer = _painted([("outer", [*named[:1]])], OUTER_LABELS, around)
        outer[speaker[0] - around[0] : speaker[1] - around[0]] = 0
        example.anchors["outer"].append(anchored(speaker, around, layout, _sure(outer, OUTER_LABELS)))
    example.trigger = label
    return example


def _roles(event: Event, seen: _Windowed, around: Array) -> Array:
    # A party stands over a place that its words also name.
    order = ("place", "time", "object", "recipient", "actor")
    spans = [(role, [seen.range(span) for span in event.roles[role]]) for role in order]
    return _sure(_painted(spans, ROLE_LABELS, around), ROLE_LABELS)


def _chains(event: Event, trigger: Span, seen: _Windowed, layout: Array, example: Example) -> None:
    last = [chain.sources[-1] if chain.sources else None for chain in event.chains]
    origins = [None if span is None else seen.range(span) for span in last]
    around = reach(trigger, seen.words, ORIGIN_REACH)
    lost = any(chain.sources is None for chain in event.chains)
    lost |= any(span is not None and (o is None or not around[0] <= o[0] < o[1] <= around[-1] + 1)
                for span, o in zip(last, origins, strict=True))  # fmt: skip
    if lost:  # the speaker stands outside what is seen
        return
    cues = [None if chain.cue is None else seen.range(chain.cue) for chain in event.chains]
    labels = _painted([("cue", cues), ("origin", origins)], ORIGIN_LABELS, around)
    example.anchors["origin"].append(anchored(trigger, around, layout, _sure(labels, ORIGIN_LABELS)))
    stances = {origin: chain.stance for origin, chain in zip(origins, event.chains, strict=True)}
    example.stances += [(trigger, origin, STANCES.index(stance)) for origin, stance in stances.items()]


def _painted(spans: list[tuple[str, list[Span | None]]], labels: tuple[str, ...], around: Array) -> Array:
    """Labels of the words `around`; later spans are painted over earlier ones."""
    out = np.zeros(len(around), dtype=np.int64)
    for role, its in spans:
        begin = labels.index(f"B-{role}")
        for span in its:
            if span is not None:
                left, right = max(span[0] - int(around[0]), 0), min(span[1] - int(around[0]), len(out))
                if left < right:
                    out[left:right] = begin + 1
                    out[left] = begin
    return mended(out)


def _sure(labels: Array, names: tuple[str, ...]) -> Array:
    return np.eye(len(names), dtype=bool)[labels]
