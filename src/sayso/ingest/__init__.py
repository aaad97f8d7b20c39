"""Ingest: from bytes to reports. Every input ends as a `Report` or as a `Reject` that says why and what to
do.

`discover` finds inputs under paths, `load` reads one of them. Nothing here raises on an input, whatever is in
it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from sayso.errors import IngestError
from sayso.ingest.discover import Found, discover
from sayso.ingest.reject import REASONS, Reject, storable

if TYPE_CHECKING:
    from sayso.report import Report
    from sayso.settings import Settings

__all__ = ["REASONS", "Found", "Reject", "discover", "load"]


def load(
    found: Found, settings: Settings | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Report | Reject]:
    """Read one input: one report or reject for a text or a page, one for every line that is not blank for
    JSONL.

    Reports are normalised, within the limits of `settings` (the environment's where None), in a language that
    the model reads, and dated by an ISO day or not at all. `stdin` stands for standard input. Only the
    settings themselves can raise (UsageError).
    """
    if settings is None:
        from sayso.settings import Settings

        settings = Settings()
    path = storable(found.path)
    try:
        if found.path == "-":
            yield from _read(found, path, sys.stdin.buffer if stdin is None else stdin, settings)
        else:
            from sayso.ingest.streams import open_file

            with open_file(found.path, settings.max_file_bytes) as stream:
                yield from _read(found, path, stream, settings)
    except IngestError as error:
        yield Reject(path, None, error.reason, str(error))


def _read(found: Found, path: str, stream: BinaryIO, settings: Settings) -> Iterator[Report | Reject]:
    # Each reader is imported when its first input comes: a run over texts needs no HTML.
    from sayso.ingest.streams import chunks, expand, read_whole

    pieces = expand(chunks(stream), found.compression, settings.max_expanded_bytes)
    if found.kind == "jsonl":
        from sayso.ingest.jsonl import read_jsonl

        yield from read_jsonl(pieces, path, settings.max_line_bytes, settings.max_report_chars)
    elif found.kind == "html":
        from sayso.ingest.html import read_html

        data = read_whole(pieces, settings.max_html_bytes, "The page", "SAYSO_MAX_HTML_BYTES")
        yield read_html(data, path, settings)
    else:
        from sayso.ingest.text import read_text

        # No encoding takes more than four bytes a character, so more than this is too long without reading
        # on.
        limit = min(4 * settings.max_report_chars + 65_536, settings.max_expanded_bytes)
        data = read_whole(pieces, limit, "The text", "SAYSO_MAX_REPORT_CHARS")
        yield read_text(data, path, settings.max_report_chars)
