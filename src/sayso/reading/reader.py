"""Report -> Reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from sayso import __version__
from sayso.errors import UsageError
from sayso.reading.attribution import AttributionHead, WordAttribution
from sayso.reading.encoder import Encoder
from sayso.reading.pieces import Pieces, Window
from sayso.reading.reading import Attribution, Reader, Reading, Span, Speaker
from sayso.report import Report, is_day

__all__ = ["NewsReader", "read"]


class NewsReader:
    """Reads reports with the shipped model, or with the one in `model_dir`.

    Loading takes a moment; make one and keep it. Threads may share it. `reader` names the program's version
    and the model's hash: same text, same date and same `reader` give the same reading, byte for byte. Raises
    ModelError.
    """

    def __init__(self, model_dir: Path | None = None) -> None:
        self._encoder = Encoder(model_dir)
        self._attribution = AttributionHead(self._encoder.tables["attribution"])
        self.reader = Reader(version=__version__, model=self._encoder.model)

    def read(self, report: Report) -> Reading:
        """Read one report. Any text is read; one without words has an empty reading."""
        pieces = self._encoder.split(report.text)
        attributions: list[Attribution] = []
        for windows in _some_at_a_time(self._encoder.windows(pieces)):
            scores = [self._encoder.scores(pieces, window) for window in windows]
            found = (_labelled(each, pieces) for each in self._attribution.decode(scores))
            attributions += [_anchored(each, pieces) for each in found if each is not None]
        return Reading(report=report, reader=self.reader, attributions=tuple(attributions))


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
def _shipped() -> NewsReader:
    return NewsReader()


def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read one text with the shipped model.

    `published` is the ISO date of publication (``2023-08-21``), on which relative dates in the text rest. The
    text is normalised first (`sayso.Report`), and every offset counts code points of ``reading.report.text``.
    The text is taken to be English. Raises ModelError, and UsageError for a date that is none.

    >>> reading = read('"We did not sign," the minister said on Friday.')
    >>> [reading.quote(a.content) for a in reading.attributions]
    ['"We did not sign,"']
    """
    if published is not None and not is_day(published):
        raise UsageError(f"published={published!r} is no date; give it as YYYY-MM-DD")
    about = {"published": published, "title": title, "outlet": outlet, "url": url, "language": "en"}
    return _shipped().read(Report.from_text(text, **about))
