"""Events and chains -> claims: spans of the text, resolved times, measured objects, calibrated confidence."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.amounts import measure
from sayso.reading.anchored import WordSpan
from sayso.reading.chains import WordChain
from sayso.reading.events import WordEvent
from sayso.reading.ontology import quad_of
from sayso.reading.reading import Claim, Event, Object, Participant, Place, Source, Span, Time
from sayso.reading.times import resolve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.reading.pieces import Pieces
    from sayso.report import Report

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

__all__ = ["Calibration", "ClaimWriter", "opinionated"]

# The parts of a claim that have a confidence, and what events and chains call their certainty of them.
CERTAINTIES = {
    "event": "event",
    "actors": "actor",
    "recipients": "recipient",
    "stance": "stance",
    "sources": "sources",
}
OPINION_THRESHOLD = 0.15  # chosen on the development reports and the written ones that are kept apart


@dataclass(frozen=True)
class Calibration:
    """Turns a head's certainty into the probability of being right: logistic regression on its log-odds
    (Platt 1999), fitted on held-out texts. `parts` maps each part to slope and offset.
    """

    parts: dict[str, tuple[float, float]]

    @classmethod
    def load(cls, tables: dict[str, Any]) -> Calibration:
        """Take the parameters as the model file's metadata has them."""
        return cls({part: (float(slope), float(offset)) for part, (slope, offset) in tables.items()})

    def confidence(self, part: str, certainty: float) -> float:
        """Give the calibrated probability, in thousandths."""
        slope, offset = self.parts.get(part, (1.0, 0.0))
        held = min(max(certainty, 1e-4), 1 - 1e-4)
        odds = slope * math.log(held / (1 - held)) + offset
        return round(1 / (1 + math.exp(-odds)), 3)


class ClaimWriter:
    """Writes the claims of one report: `sentences` are its sentences, `opinions` the numbers of those that
    are the author's own argument.
    """

    def __init__(
        self,
        report: Report,
        pieces: Pieces,
        calibration: Calibration,
        sentences: list[Span],
        opinions: set[int],
    ) -> None:
        self._report, self._pieces, self._calibration = report, pieces, calibration
        self._sentences, self._opinions = sentences, opinions
        self._published = date.fromisoformat(report.published) if report.published else None

    def claims(self, event: WordEvent, chains: list[WordChain], base: int, sentence: int) -> list[Claim]:
        """Write an event's claims, one for each chain. Their words count from word `base` of the report."""
        written = self._event(event, base)
        return [self._claim(written, event, chain, base, sentence) for chain in chains]

    def _span(self, words: WordSpan, base: int) -> Span:
        return int(self._pieces.start[words[0] + base]), int(self._pieces.end[words[1] - 1 + base])

    def _words(self, span: Span) -> str:
        return self._report.text[span[0] : span[1]]

    def _event(self, event: WordEvent, base: int) -> Event:
        spans = {role: [self._span(words, base) for words in its] for role, its in event.roles.items()}
        return Event(
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            trigger=self._span(event.trigger, base),
            quad=quad_of(event.type),
            actors=tuple(Participant(span, self._words(span)) for span in spans["actor"]),
            recipients=tuple(Participant(span, self._words(span)) for span in spans["recipient"]),
            objects=tuple(self._object(span) for span in spans["object"]),
            places=tuple(Place(span, self._words(span)) for span in spans["place"]),
            time=self._time(spans["time"]),
        )

    def _object(self, span: Span) -> Object:
        words = self._words(span)
        return Object(span, words, **asdict(measure(words)))

    def _time(self, spans: list[Span]) -> Time | None:
        """Of several times the first that can be resolved, else the first."""
        if not spans:
            return None
        found = [(span, resolve(self._words(span), self._published)) for span in spans]
        span, days = next((each for each in found if each[1]), found[0])
        start, end = (day.isoformat() for day in days) if days else (None, None)
        return Time(span, self._words(span), start=start, end=end)

    def _claim(self, written: Event, event: WordEvent, chain: WordChain, base: int, sentence: int) -> Claim:
        spans = [self._span(words, base) for words in chain.speakers]
        known = event.certainty | chain.certainty
        confidence = {
            part: self._calibration.confidence(part, known[name]) for part, name in CERTAINTIES.items()
        }
        identity = [self._report.id, written.trigger, written.type, spans, chain.stance]
        return Claim(
            id=hashlib.sha256(json.dumps(identity).encode("ascii")).hexdigest()[:20],
            event=written,
            sources=tuple(Source(span, self._words(span)) for span in spans),
            cue=None if chain.cue is None else self._span(chain.cue, base),
            stance=chain.stance,
            opinion=sentence in self._opinions,
            sentence=self._sentences[sentence],
            confidence=confidence,
        )


def opinionated(scores: Floats, sentence: Ints) -> set[int]:
    """Give the numbers of the sentences that are the author's own argument. Both arrays run over the words of
    the report: scores of opinion, and the number of the sentence.
    """
    if not len(sentence):
        return set()
    total = np.bincount(sentence, weights=scores)
    count = np.maximum(np.bincount(sentence), 1)
    chance = 1 / (1 + np.exp(-total / count))
    return set(np.flatnonzero(chance >= OPINION_THRESHOLD).tolist())
