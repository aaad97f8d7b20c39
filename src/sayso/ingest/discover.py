"""Finding inputs: files, folders with all that is under them, and standard input."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sayso.errors import IngestError
from sayso.ingest.reject import Reject, storable
from sayso.ingest.streams import cannot_read

if TYPE_CHECKING:
    from pathlib import Path

    from sayso.settings import Settings

__all__ = ["Found", "discover"]

Kind = Literal["text", "html", "jsonl"]
Compression = Literal["gz", "zst"]

_KINDS: dict[str, Kind] = {"txt": "text", "html": "html", "htm": "html", "jsonl": "jsonl", "ndjson": "jsonl"}
_NAME = re.compile(r".*\.(txt|html|htm|jsonl|ndjson)(?:\.(gz|zst))?", re.IGNORECASE | re.DOTALL)
_READ = ".txt, .html, .htm, .jsonl and .ndjson, each also with .gz or .zst after it"
# SQLite writes these beside its database.
_LEDGER_SIDES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Found:
    """An input that `load` can take. `size` is in bytes on disk, 0 for standard input (path ``-``)."""

    path: str
    kind: Kind
    compression: Compression | None = None
    size: int = 0


def discover(paths: Iterable[str | Path], settings: Settings | None = None) -> Iterator[Found | Reject]:
    """Find the inputs under `paths`, in the order given and sorted within each folder.

    Links are followed, and every folder and file is given once, by whichever name it is met first: loops of
    links end. Hidden names inside a folder are passed over, as is the ledger itself; whatever else is no
    input is a reject. ``-`` is JSONL on standard input. Nothing is opened here but folders.
    """
    walk = _Walk(settings)
    for path in paths:
        yield from walk.given(os.fspath(path))


class _Walk:
    """What has been met so far."""

    def __init__(self, settings: Settings | None) -> None:
        self.settings = settings
        self.ledger: frozenset[str] | None = None
        self.met: defaultdict[int, set[int]] = defaultdict(set)  # device -> inodes
        self.stdin = False
        # How often anything but a new folder was come upon, known or not: a folder is empty where this stays.
        self.seen = 0

    def given(self, path: str) -> Iterator[Found | Reject]:
        """What a path on the command line leads to."""
        if path == "-":
            if not self.stdin:
                self.stdin = True
                yield Found("-", "jsonl")
            return
        status = self._status(path)
        if isinstance(status, Reject):
            yield status
        elif not stat.S_ISDIR(status.st_mode):
            yield from self._file(path, status)
        elif self._new(path, status):
            before = self.seen
            yield from self._folder(path)
            if self.seen == before:
                message = f"There is nothing to read in this folder; put reports into it ({_READ})."
                yield Reject(storable(path), None, "empty", message)

    def _folder(self, top: str) -> Iterator[Found | Reject]:
        # A stack of our own: folders may be nested deeper than Python calls may.
        waiting = [iter([top])]
        while waiting:
            path = next(waiting[-1], None)
            if path is None:
                waiting.pop()
                continue
            status = self._status(path)
            if isinstance(status, Reject):
                self.seen += 1
                yield status
            elif not stat.S_ISDIR(status.st_mode):
                self.seen += 1
                yield from self._file(path, status)
            elif path is not top and not self._new(path, status):
                self.seen += 1
            else:
                try:
                    names = sorted(os.listdir(path))
                except OSError as error:
                    self.seen += 1
                    yield _reject(path, cannot_read(error))
                else:
                    waiting.append(
                        iter([os.path.join(path, name) for name in names if not name.startswith(".")])
                    )

    def _status(self, path: str) -> os.stat_result | Reject:
        try:
            return os.stat(path)
        except (OSError, ValueError) as error:
            if isinstance(error, ValueError):  # a NUL in the name
                return _reject(
                    path, IngestError("missing", "No file can have this name; check the spelling.")
                )
            if os.path.islink(path):
                return _reject(
                    path, IngestError("missing", "This is a link to nothing; mend or remove the link.")
                )
            return _reject(path, cannot_read(error))

    def _file(self, path: str, status: os.stat_result) -> Iterator[Found | Reject]:
        if not stat.S_ISREG(status.st_mode):
            message = (
                "This is a pipe, socket or device; to pipe reports in, use `-` (JSONL on standard input)."
            )
            yield Reject(storable(path), None, "not-a-file", message)
            return
        match = _NAME.fullmatch(os.path.basename(path))
        if match is None:
            if not self._is_ledger(path) and self._new(path, status):
                yield Reject(storable(path), None, "unknown-type", _advice(path))
        elif self._new(path, status):
            kind = _KINDS[match[1].lower()]
            compression: Compression | None = None
            if match[2]:
                compression = "gz" if match[2].lower() == "gz" else "zst"
            yield Found(path, kind, compression, status.st_size)

    def _is_ledger(self, path: str) -> bool:
        if self.ledger is None:
            if self.settings is None:
                from sayso.settings import Settings

                self.settings = Settings()
            where = self.settings.ledger_file
            sides = () if where is None else _LEDGER_SIDES
            self.ledger = frozenset(os.path.realpath(where or "") + side for side in sides)
        return os.path.realpath(path) in self.ledger

    def _new(self, path: str, status: os.stat_result) -> bool:
        # Some network file systems have no inodes; there the real path must do.
        identity = status.st_ino or hash(os.path.realpath(path))
        met = self.met[status.st_dev]
        if identity in met:
            return False
        met.add(identity)
        return True


def _reject(path: str, error: IngestError) -> Reject:
    return Reject(storable(path), None, error.reason, str(error))


def _advice(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending == ".json":
        return "Files of one JSON value are not read; write one object per line, as .jsonl."
    what = f"Files ending in {ending}" if ending else "Files without an ending"
    return f"{what} are not read; save the report as one of {_READ}."
