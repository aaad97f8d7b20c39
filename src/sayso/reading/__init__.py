"""Report -> Reading: the encoder, one file per head's decoding, and the records they make."""

from __future__ import annotations

from sayso.reading.reader import NewsReader, read
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Object,
    Participant,
    Place,
    Reader,
    Reading,
    Source,
    Span,
    Speaker,
    Time,
)

__all__ = [
    "Attribution",
    "Claim",
    "Event",
    "Mention",
    "NewsReader",
    "Object",
    "Participant",
    "Place",
    "Reader",
    "Reading",
    "Source",
    "Span",
    "Speaker",
    "Time",
    "read",
]
