"""Lists fetched from where the authorities publish them.

A file is asked for only where it changed since the last time (``If-None-Match`` and ``If-Modified-Since``, RFC
9110 §13), written beside its place and moved there when it is whole. What comes is checked before it counts:
it must be a list that we read, of the kind expected, and not suddenly much shorter.
"""

from __future__ import annotations

import os
import ssl
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from sayso.errors import ListError, UsageError

__all__ = ["ListSource", "Unchanged", "Validators", "download", "list_sources"]

_COLUMNS = ("list", "title", "addresses", "usual", "page")
_CHUNK = 1 << 16
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
TIMEOUT = 60.0
"""Seconds to wait for the next bytes."""
MOST_BYTES = 2**31
"""A list longer than this is not fetched; the longest known, OFAC's advanced XML, has about 120 MB."""


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where an authority publishes a list.

    `addresses` are the files that make it up; `usual` tells whether it is fetched without being named; `page`
    is the authority's own page on it.
    """

    list: str
    title: str
    addresses: tuple[str, ...]
    usual: bool
    page: str


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows whether a file has changed."""

    etag: str | None = None
    last_modified: str | None = None


class Unchanged(Exception):
    """The file is as it was when it was last fetched."""


def list_sources(own: Path | None = None) -> dict[str, ListSource]:
    """Give where each list is fetched from, by its id; a row of one's `own` file replaces ours.

    The file has our columns, parted by tabs: list, title, addresses (parted by ``|``), usual (yes or no) and
    page. Raises UsageError where it has not.
    """
    shipped = (files("sayso.lists") / "sources.tsv").read_text("utf-8")
    found = _parsed(shipped, "sources.tsv")
    if own is not None:
        try:
            text = own.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{own}: cannot be read as UTF-8 text: {error}") from None
        found |= _parsed(text, str(own))
    return found


def _parsed(text: str, where: str) -> dict[str, ListSource]:
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != _COLUMNS:
        raise UsageError(
            f"{where}: the first line must be the columns {', '.join(_COLUMNS)}, parted by tabs."
        )
    found = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS) or cells[3] not in ("yes", "no") or not cells[0] or not cells[2]:
            raise UsageError(
                f"{where}, line {number}: needs {len(_COLUMNS)} cells parted by tabs, the fourth yes or no."
            )
        addresses = tuple(cells[2].split("|"))
        for address in addresses:
            check_address(address)
        found[cells[0]] = ListSource(cells[0], cells[1], addresses, cells[3] == "yes", cells[4])
    return found


def check_address(address: str) -> None:
    """Refuse an address that is not https; plain http is for this machine only. Raises UsageError."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL):
        return
    raise UsageError(f"{address}: a list is fetched over https, so that nobody can change it on its way.")


class _NoDowngrade(urllib.request.HTTPRedirectHandler):
    """Follow redirects, but never to a place that is not https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: object, code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def download(
    address: str,
    to: Path,
    known: Validators = Validators(),
    *,
    progress: Callable[[int, int | None], None] | None = None,
    most_bytes: int = MOST_BYTES,
    timeout: float = TIMEOUT,
) -> Validators:
    """Fetch a file to a place, whole or not at all; give by what the server will know it again.

    `progress` is told the bytes so far and those to come, None where the server does not say. Raises Unchanged
    where the server says that the file is as it was, ListError where it cannot be had, with what to do.
    """
    check_address(address)
    request = urllib.request.Request(address, headers=_headers(known))
    opener = urllib.request.build_opener(_NoDowngrade())
    try:
        with opener.open(request, timeout=timeout) as answer:
            length = _length(answer.headers)
            if length is not None and length > most_bytes:
                raise ListError(
                    f"{address} is {length:,} bytes long, more than the {most_bytes:,} that we take."
                )
            with tempfile.NamedTemporaryFile(dir=to.parent, delete=False) as partial:
                try:
                    got = _copy(answer, partial, address, length, most_bytes, progress)
                    if length is not None and got != length:
                        raise ListError(f"{address} broke off after {got:,} of {length:,} bytes. Try again.")
                    partial.flush()
                    os.fsync(partial.fileno())
                except BaseException:
                    os.unlink(partial.name)
                    raise
            os.replace(partial.name, to)
            return Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    except urllib.error.HTTPError as error:
        if error.code == 304:
            raise Unchanged(address) from None
        raise ListError(
            f"{address} answers {error.code} {error.reason}. If the authority has moved the list, put the new "
            "address into your file of sources (SAYSO_LIST_SOURCES)."
        ) from None
    except (TimeoutError, urllib.error.URLError, HTTPException, ssl.SSLError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise ListError(
            f"{urlsplit(address).hostname} cannot be reached ({reason}). The lists in the ledger stay as they "
            "are. Offline, fetch the file elsewhere and add it: sayso lists add FILE"
        ) from None


def _headers(known: Validators) -> Mapping[str, str]:
    from sayso import __version__

    headers = {"User-Agent": f"sayso/{__version__}", "Accept-Encoding": "identity"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _length(headers: HTTPMessage) -> int | None:
    value = headers.get("Content-Length", "")
    return int(value) if value.isdigit() else None


def _copy(
    answer: object,
    partial: object,
    address: str,
    length: int | None,
    most_bytes: int,
    progress: Callable[[int, int | None], None] | None,
) -> int:
    got = 0
    told = 0.0
    while chunk := answer.read(_CHUNK):  # type: ignore[attr-defined]
        got += len(chunk)
        if got > most_bytes:
            raise ListError(f"{address} is longer than the {most_bytes:,} bytes that we take.")
        partial.write(chunk)  # type: ignore[attr-defined]
        if progress and (now := time.monotonic()) - told > 0.1:
            told = now
            progress(got, length)
    return got
