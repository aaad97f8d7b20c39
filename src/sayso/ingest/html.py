"""HTML: the main text of a page, found in a process of its own that can be killed.

Pages are written by anyone; the parsers and heuristics that read them are large, and a page can make them
hang, crash or swallow all memory. One process is started when the first page comes, serves all that follow,
and is replaced when it ends.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sayso.errors import IngestError
from sayso.ingest.admit import MAX_FIELD_CHARS, admit
from sayso.ingest.dates import iso_date
from sayso.ingest.sniffing import decode, html_charset

if TYPE_CHECKING:
    from sayso.report import Report
    from sayso.settings import Settings

__all__ = ["read_html"]

_LENGTH = struct.Struct(">Q")
_WORKER = Path(__file__).with_name("html_worker.py")
_START_TIMEOUT = 60.0  # seconds for the process to import its libraries, on a machine that is busy or cold
_END_TIMEOUT = 2.0
# Characters that no XML tree takes; libxml2 would end the page at the first NUL.
_NOT_IN_TREES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(\d{1,10}|[xX][0-9a-fA-F]{1,8});?")
# The page is handed over as UTF-8, whatever it says of itself; and entities are nobody's to define.
_PROLOGUE = re.compile(
    r"\s*(?:<\?xml[^>]{0,500}\?>)?\s*(?:<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,5000}\])?[^>]{0,500}>)?", re.I
)


def read_html(data: bytes, path: str, settings: Settings) -> Report:
    """Make a report of a page's bytes. Raises IngestError."""
    page = decode(data, html_charset(data))
    if not page.strip():
        raise IngestError("empty", "There is nothing in this page; fetch it again.")
    page = _NOT_IN_TREES.sub("", _REFERENCE.sub(_harmless, page))
    page = _PROLOGUE.sub("", page, count=1)
    found = _extract(page, settings.html_timeout, settings.html_memory_mb)
    if not found:
        raise IngestError(
            "no-text",
            "No main text was found in this page; copy the report's text into a .txt file to have it read.",
        )
    if found.get("cut"):
        raise IngestError(
            "extraction-failed",
            "This page is too deep or too large to be read whole; copy the report's text into a .txt file, "
            "or set SAYSO_HTML_MEMORY_MB higher.",
        )
    url = found["url"]
    return admit(
        found["text"],
        settings.max_report_chars,
        path=path,
        url=url if url and len(url) <= MAX_FIELD_CHARS else None,
        title=found["title"],
        outlet=found["outlet"],
        authors=found["authors"],
        published=iso_date(found["published"]),
    )


def _harmless(reference: re.Match[str]) -> str:
    """What `&#27;` and the like stand for; references to ordinary characters stay as they are."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if number < 32 or 127 <= number < 160 or 0xD800 <= number < 0xE000 or number > 0x10FFFD:
        return unescape(
            f"&#{number};"
        )  # as browsers do: &#150; is a dash of Windows, others are nothing or U+FFFD
    return reference[0]


class _Process:
    """One extracting process. Not for use from several threads at once."""

    def __init__(self, timeout: float, memory_mb: int) -> None:
        self.key = (timeout, memory_mb)
        self.owner = os.getpid()
        self.timed_out = False
        self._process = subprocess.Popen(
            # -P: the folder of the script must not come before the standard library, it has an html.py, too.
            [sys.executable, "-P", str(_WORKER), str(memory_mb), str(timeout)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def started(self) -> bool:
        """Wait until the process serves."""
        with self._killed_after(_START_TIMEOUT):
            return self._receive() is not None

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, page: bytes) -> dict[str, Any] | None:
        """The process's answer, or None where it ended instead; then `timed_out` says whether it had to be
        killed.
        """
        with self._killed_after(self.key[0]):
            try:
                _pipe(self._process.stdin).write(_LENGTH.pack(len(page)) + page)
                _pipe(self._process.stdin).flush()
            except OSError:
                return None
            return self._receive()

    def end(self) -> None:
        """Let the process go, by force where it does not go by itself."""
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        try:
            self._process.wait(_END_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill()
        _pipe(self._process.stdout).close()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _receive(self) -> dict[str, Any] | None:
        stream = _pipe(self._process.stdout)
        header = stream.read(_LENGTH.size)
        if len(header) < _LENGTH.size:
            return None
        size = _LENGTH.unpack(header)[0]
        data = stream.read(size)
        if len(data) < size:
            return None
        answer: dict[str, Any] = json.loads(data)
        return answer

    @contextlib.contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        # A timer and a blocking read work on every system; waiting on pipes does not.
        def late() -> None:
            self.timed_out = True
            self._process.kill()

        timer = threading.Timer(seconds, late)
        timer.daemon = True
        timer.start()
        try:
            yield
        except BaseException:
            # An answer that was not waited for (Ctrl-C) must not be taken for the next page's.
            self.kill()
            raise
        finally:
            timer.cancel()
            timer.join()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


_lock = threading.Lock()
_current: _Process | None = None


def _extract(page: str, timeout: float, memory_mb: int) -> dict[str, Any]:
    """What the process finds in a page; empty where it finds no text. Raises IngestError (timeout,
    extraction-failed).
    """
    with _lock:
        process = _ready(timeout, memory_mb)
        answer = process.ask(page.encode("utf-8"))
        if answer is not None:
            return answer
        timed_out = process.timed_out
        _end()
    if timed_out:
        raise IngestError(
            "timeout",
            f"Finding the main text of this page took more than {timeout:g} seconds; "
            "copy the text into a .txt file, or set SAYSO_HTML_TIMEOUT higher.",
        )
    raise IngestError(
        "extraction-failed",
        "This page brought down the process that looks for its main text; copy the text into a .txt file, "
        "or set SAYSO_HTML_MEMORY_MB higher.",
    )


def _ready(timeout: float, memory_mb: int) -> _Process:
    global _current
    if _current is not None and _current.owner != os.getpid():
        _current = None  # inherited by a fork: its pipes are the parent's to use
    if _current is not None and (_current.key != (timeout, memory_mb) or not _current.alive()):
        _end()
    if _current is None:
        try:
            process = _Process(timeout, memory_mb)
        except OSError as error:
            raise _cannot_start(str(error)) from error
        if not process.started():
            process.end()
            raise _cannot_start("it ended at once")
        _current = process
        atexit.register(_end)
    return _current


def _cannot_start(why: str) -> IngestError:
    return IngestError(
        "extraction-failed",
        f"The process that looks for the main text of pages could not be started ({why}); "
        "set SAYSO_HTML_MEMORY_MB higher or free some memory.",
    )


def _end() -> None:
    global _current
    process, _current = _current, None
    if process is not None and process.owner == os.getpid():
        atexit.unregister(_end)
        process.end()
