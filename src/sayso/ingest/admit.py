"""The one door into the house: every text, whatever input it came from, becomes a report here or is turned
away.
"""

from __future__ import annotations

from collections.abc import Iterable

from sayso.errors import IngestError
from sayso.ingest.sniffing import language, require_text
from sayso.report import Report, normalise

__all__ = ["admit", "words_of"]

MAX_FIELD_CHARS = 2000


def admit(
    text: str,
    max_chars: int,
    *,
    path: str | None,
    external_id: str | None = None,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    authors: Iterable[str] = (),
    published: str | None = None,
) -> Report:
    """Make a report of a text and what is known of it; `published` is a day already, the other words are
    cleaned here.

    Raises IngestError: ``binary``, ``empty``, ``too-large``, ``no-text`` or ``language``.
    """
    require_text(text)
    text = normalise(text)
    if not text:
        raise IngestError("empty", "There is no text in this; check how it was saved.")
    if len(text) > max_chars:
        raise IngestError(
            "too-large",
            f"The text has {len(text):,} characters, more than the limit of {max_chars:,}; "
            "split it into its reports, or set SAYSO_MAX_REPORT_CHARS higher.",
        )
    names = (words_of(author) for author in authors)
    return Report(
        text=text,
        path=path,
        external_id=words_of(external_id),
        url=words_of(url),
        title=words_of(title),
        outlet=words_of(outlet),
        authors=tuple(dict.fromkeys(name for name in names if name)),
        published=published,
        language=language(text),
    )


def words_of(value: str | None) -> str | None:
    """A field about a report on one line, without control characters and of bounded length; None where
    nothing is left.
    """
    if value is None:
        return None
    return " ".join(normalise(value[: 4 * MAX_FIELD_CHARS]).split())[:MAX_FIELD_CHARS].rstrip() or None
