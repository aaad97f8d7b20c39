"""Report -> Reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sayso import __version__
from sayso.errors import UsageError
from sayso.reading.anchored import PairTables
from sayso.reading.attribution import AttributionHead, WordAttribution
from sayso.reading.chains import ChainHead, WordChain
from sayso.reading.claims import Calibration, ClaimWriter, opinionated
from sayso.reading.encoder import Encoder
from sayso.reading.events import EventHead, WordEvent
from sayso.reading.ontology import TYPES
from sayso.reading.pieces import Pieces, Window
from sayso.reading.reading import Attribution, ReaderVersion, Reading, Span, Speaker
from sayso.reading.scores import softmax
from sayso.reading.sentences import sentences
from sayso.report import Report, is_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Reader", "read"]


class Reader:
    """Reads reports with the shipped model, or with the one in `model_dir`.

    Loading takes a moment; make one and keep it. Threads may share it. `reader` names the program's version
    and the model's hash: same text, same date and same `reader` give the same reading, byte for byte. Raises
    ModelError.

    >>> reader = Reader()
    >>> reading = reader.read("Ukraine accused Russia of shelling the port.", published="2023-08-21")
    >>> [(claim.event.type, claim.stance) for claim in reading.claims]
    [('ACCUSE', 'affirms'), ('ASSAULT', 'alleges')]
    """

    def __init__(self, model_dir: Path | None = None) -> None:
        self._encoder = Encoder(model_dir)
        tables = self._encoder.tables
        self._attribution = AttributionHead(tables["attribution"])
        self._events = EventHead(tables["events"])
        self._chains = ChainHead(tables["chains"])
        self._relation = PairTables.load(tables["relation"])
        self._calibration = Calibration.load(tables["calibration"])
        self.reader = ReaderVersion(version=__version__, model=self._encoder.model)

    def read(
        self,
        text: str | Report,
        *,
        published: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
    ) -> Reading:
        """Read a text, or a Report made already (which says all that there is to say of it).

        `published` is the ISO date of publication (``2023-08-21``), on which relative dates in the text rest.
        The text is normalised first (`sayso.Report`), and every offset counts code points of
        ``reading.report.text``. It is taken to be English. Any text is read; one without words has an empty
        reading. Raises UsageError for a date that is none.
        """
        about = {"published": published, "title": title, "outlet": outlet, "url": url}
        if not isinstance(text, Report):
            report = Report.from_text(text, language="en", **about)
        elif any(value is not None for value in about.values()):
            raise UsageError(
                "A Report says itself when and where it appeared; give these to Report.from_text"
            )
        else:
            report = text
        if report.published is not None and not is_day(report.published):
            raise UsageError(f"published={report.published!r} is no date; give it as YYYY-MM-DD")
        return self._read(report)

    def _read(self, report: Report) -> Reading:
        pieces = self._encoder.split(report.text)
        spans = sentences(report.text)
        sentence = _sentence_numbers(pieces, spans)
        attributions: list[Attribution] = []
        said: list[WordAttribution] = []
        found: list[tuple[int, WordEvent, list[WordChain]]] = []
        opinion = np.zeros(len(pieces), dtype=np.float32)
        for windows in _some_at_a_time(self._encoder.windows(pieces)):
            scores = [self._encoder.scores(pieces, window) for window in windows]
            before, said = said, self._attribution.decode(scores)
            labelled = (_labelled(each, pieces) for each in said)
            attributions += [_anchored(each, pieces) for each in labelled if each is not None]
            events = self._events.decode(scores, sentence)
            chains = self._chains.decode(scores, events, before + said, sentence)
            for score, its, their in zip(scores, events, chains, strict=True):
                window = score.window
                core = slice(window.core_start - window.start, window.core_stop - window.start)
                opinion[window.core_start : window.core_stop] = score.opinion[core]
                found += [(window.start, *both) for both in zip(its, their, strict=True)]
        opinions = opinionated(opinion, sentence)
        writer = ClaimWriter(report, pieces, self._calibration, spans, opinions)
        claims = [
            claim
            for base, event, chains_ in found
            for claim in writer.claims(event, chains_, base, int(sentence[base + event.trigger[0]]))
        ]
        return Reading(
            report=report, reader=self.reader, attributions=tuple(attributions), claims=tuple(claims)
        )

    def relation(self, text: str, *, actor: Span, recipient: Span) -> dict[str, float]:
        """Tell which type of event there is between two parties: the probability of each of PLOVER's types,
        the likeliest first.

        `actor` and `recipient` are half-open spans of code points of `text`, which is taken as it is (one
        sentence is best). Whoever codes by dyad can so use the reader beside, or instead of, its own
        events; whether there is an event at all is not asked here. Raises UsageError for spans that are
        empty, outside the text or without words.

        >>> text = "France expelled two Russian diplomats."
        >>> next(iter(Reader().relation(text, actor=(0, 6), recipient=(16, 37))))
        'SANCTION'
        """
        pieces = self._encoder.split(text)
        parties = [
            _words_of(pieces, span, name) for span, name in ((actor, "actor"), (recipient, "recipient"))
        ]
        if parties[0][0] < parties[1][1] and parties[1][0] < parties[0][1]:
            raise UsageError(f"actor={actor} and recipient={recipient} share words; give two parties")
        low, high = min(a for a, _ in parties), max(b for _, b in parties)
        window = self._encoder.window_around(pieces, low, high)
        if not window.start <= low < high <= window.stop:
            raise UsageError(
                "The parties are too far apart to be read together; give the sentence that has both"
            )
        vectors = self._encoder.dyad(pieces, window, parties)
        one, other = ((a - window.start, b - window.start) for a, b in parties)
        probability = softmax(self._relation.scores(vectors, one, other))
        ranked = sorted(zip(TYPES, probability.tolist(), strict=True), key=lambda pair: -pair[1])
        return {kind: round(chance, 4) for kind, chance in ranked}


def _sentence_numbers(pieces: Pieces, spans: list[Span]) -> NDArray[np.int64]:
    """The number of each word's sentence."""
    starts = np.array([start for start, _ in spans], dtype=np.int64)
    return np.maximum(np.searchsorted(starts, pieces.start, side="right") - 1, 0)


def _words_of(pieces: Pieces, span: Span, name: str) -> tuple[int, int]:
    start, end = span
    first = int(np.searchsorted(pieces.end, start, side="right"))
    last = int(np.searchsorted(pieces.start, end, side="left"))
    if not 0 <= start < end <= len(pieces.text) or first >= last:
        raise UsageError(f"{name}={span} marks no words of the text (0-{len(pieces.text)})")
    return first, last


def _some_at_a_time(windows: list[Window], size: int = 16) -> Iterator[list[Window]]:
    """Windows are decoded side by side, but not all of a book's at once: their scores take 2 KB a word."""
    for i in range(0, len(windows), size):
        yield windows[i : i + size]


def _labelled(found: WordAttribution, pieces: Pieces) -> WordAttribution | None:
    """Part a speaker's label from its colon where the cue took both ("The Retort: …" in an interview); None
    for a lone mark that names nobody.
    """
    start, stop = found.cue
    if found.source:
        return found
    text = pieces.text[pieces.start[start] : pieces.end[stop - 1]]
    if not any(character.isalnum() for character in text):
        return None
    if stop - start > 1 and text.endswith(":") and pieces.layout[start]:
        return replace(found, source=((start, stop - 1),), cue=(stop - 1, stop))
    return found


def _anchored(found: WordAttribution, pieces: Pieces) -> Attribution:
    """Turn ranges of words into spans of the text."""

    def spans(ranges: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
        return tuple((int(pieces.start[a]), int(pieces.end[b - 1])) for a, b in ranges)

    source = spans(found.source)
    words = " ".join(pieces.text[a:b] for a, b in source)
    # "Ms Orlova, the mayor," is marked with the comma that closes its apposition; the name does not need it.
    speaker = Speaker(words.rstrip(" ,;:–—") or words) if source else None
    return Attribution(source=source, cue=spans((found.cue,)), content=spans(found.content), speaker=speaker)


@cache
def _shipped() -> Reader:
    return Reader()


def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read one text with the shipped model, as `Reader.read` does.

    Raises ModelError, and UsageError for a date that is none.

    >>> reading = read('"We did not sign," the minister said on Friday.')
    >>> [reading.quote(a.content) for a in reading.attributions]
    ['"We did not sign,"']
    """
    return _shipped().read(text, published=published, title=title, outlet=outlet, url=url)
