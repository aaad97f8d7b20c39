"""Report -> Reading: the encoder, one file per head's decoding, and the records they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Object,
    Participant,
    Party,
    Place,
    ReaderVersion,
    Reading,
    Source,
    Span,
    Speaker,
    Time,
    Why,
)

__all__ = [
    "Attribution",
    "Claim",
    "Event",
    "Mention",
    "Object",
    "Participant",
    "Party",
    "Place",
    "Reader",
    "ReaderVersion",
    "Reading",
    "Source",
    "Span",
    "Speaker",
    "Time",
    "Why",
    "read",
]

if TYPE_CHECKING:
    from sayso.reading.reader import Reader, read


def __getattr__(name: str) -> Any:
    # The reader brings the inference library along; who only wants the records does not wait for it.
    if name in ("Reader", "read"):
        from sayso.reading import reader

        return getattr(reader, name)
    raise AttributeError(f"module 'sayso.reading' has no attribute {name!r}")
