"""Lists fetched from where the authorities publish them.

A file is asked for only where it changed since the last time (``If-None-Match`` and ``If-Modified-Since``,
RFC 9110 §13), written beside its place and moved there when it is whole. `sayso.sanctions.updating` checks
what came before it counts.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead
from importlib.resources import files
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from sayso.errors import ListError, UsageError

__all__ = [
    "MOST_BYTES",
    "TIMEOUT",
    "ListSource",
    "Unchanged",
    "Validators",
    "check_address",
    "download",
    "list_sources",
]

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
    if not _is_trusted(address):
        raise UsageError(
            f"{address}: a list is fetched over https, so that nobody can change it on its way; write "
            "https://… (other letters than a to z as %XX)"
        )


def _is_trusted(address: str, *, local: bool = True) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # half of an IPv6 address
        return False
    if not host or not address.isascii() or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (local and parts.scheme == "http" and host in _LOCAL)


class _NoDowngrade(urllib.request.HTTPRedirectHandler):
    """Follow redirects, but never from https to a place that is not, nor from elsewhere to this machine."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not _is_trusted(newurl, local=req.type == "http"):
            raise ListError(
                f"{req.full_url} leads on to {newurl[:500]}, which is not https: what comes from there could "
                "have been changed on its way. Look for the list's new address on the authority's page"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


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

    `progress` is told the bytes so far and those to come, None where the server does not say. Raises
    Unchanged where the server says that the file is as it was, ListError where it cannot be had, with what to
    do.
    """
    check_address(address)
    request = urllib.request.Request(address, headers=_headers(known))
    opener = urllib.request.build_opener(_NoDowngrade())
    try:
        with opener.open(request, timeout=timeout) as answer:
            _store(answer, to, address, most_bytes, progress)
            return Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 304:
                raise Unchanged(address) from None
            raise ListError(
                f"{address} answers {error.code} {error.reason}. If the authority has moved the list, put "
                "the new address into your file of sources (SAYSO_LIST_SOURCES)"
            ) from None
    except IncompleteRead as error:
        raise ListError(f"{address} broke off after {len(error.partial):,} bytes. Try again") from None
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise ListError(
            f"{urlsplit(address).hostname} cannot be reached ({reason or type(error).__name__}). The "
            "ledger keeps the lists that it has. Offline, fetch the file elsewhere and: sayso lists add FILE"
        ) from None


def _headers(known: Validators) -> Mapping[str, str]:
    from sayso import __version__

    headers = {"User-Agent": f"sayso/{__version__}", "Accept-Encoding": "identity"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _store(
    answer: HTTPResponse,
    to: Path,
    address: str,
    most_bytes: int,
    progress: Callable[[int, int | None], None] | None,
) -> None:
    """Write what comes to a file beside the place, and move it there when it is whole."""
    value = answer.headers.get("Content-Length", "")
    length = int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None
    if length is not None and length > most_bytes:
        raise ListError(f"{address} is {length:,} bytes long, and we take {most_bytes:,}. Fetch it by hand")
    with tempfile.NamedTemporaryFile(dir=to.parent, delete=False) as partial:
        try:
            _copy(answer, partial, address, length, most_bytes, progress)
        except BaseException:
            os.unlink(partial.name)
            raise
    os.replace(partial.name, to)


def _copy(
    answer: HTTPResponse,
    partial: IO[bytes],
    address: str,
    length: int | None,
    most_bytes: int,
    progress: Callable[[int, int | None], None] | None,
) -> None:
    got = 0
    told = 0.0
    while chunk := answer.read(_CHUNK):
        got += len(chunk)
        if got > most_bytes:
            raise ListError(
                f"{address} is longer than the {most_bytes:,} bytes that we take. Fetch it by hand"
            )
        try:
            partial.write(chunk)
        except OSError as error:
            raise ListError(
                f"{address} cannot be kept while it is checked ({error.strerror}); make room in "
                f"{Path(partial.name).parent}, or set TMPDIR to a place that has some"
            ) from error
        if progress and (now := time.monotonic()) - told > 0.1:
            told = now
            progress(got, length)
    if length is not None and got != length:
        raise ListError(f"{address} broke off after {got:,} of {length:,} bytes. Try again")
