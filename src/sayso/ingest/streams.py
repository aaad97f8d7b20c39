"""Bytes: opened safely, expanded within a limit, cut into lines of bounded length. Nothing here holds a whole
input.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from sayso.errors import IngestError
from sayso.ingest.reject import shown

__all__ = ["chunks", "expand", "lines", "open_file", "read_whole"]

_CHUNK = 1 << 16
# Four bytes of zstd can say "128 KiB of zeros", and the decompressor gives all that a piece says at once.
_ZSTD_PIECE = 512
_ZSTD_WINDOW = 1 << 27
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def open_file(path: str, limit: int) -> BinaryIO:
    """Open a regular file of at most `limit` bytes. Raises IngestError for anything else, and never waits for
    a FIFO.
    """
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):  # each exists on some systems only
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise cannot_read(error) from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise IngestError(
            "not-a-file", "This is not a file; give a file or a folder, or pipe JSONL into `sayso read -`."
        )
    if status.st_size > limit:
        os.close(handle)
        raise too_large("The file", status.st_size, "SAYSO_MAX_FILE_BYTES", limit)
    return os.fdopen(handle, "rb", buffering=0)


def cannot_read(error: OSError) -> IngestError:
    """What an error of the system means for the input."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return IngestError(
            "missing", "There is nothing at this path; check the spelling and the folder you are in."
        )
    if isinstance(error, PermissionError):
        return IngestError(
            "no-permission",
            "You may not read this; change its permissions (chmod +r) or run as a user who may.",
        )
    detail = shown(error.strerror or type(error).__name__)
    return IngestError(
        "unreadable", f"The system could not read this ({detail}); check the path and the disk."
    )


def too_large(what: str, size: int | None, setting: str, limit: int) -> IngestError:
    """The reject for an input over a limit; `size` is None where the end was not waited for."""
    extent = "is larger than" if size is None else f"has {size:,} bytes, more than"
    return IngestError(
        "too-large", f"{what} {extent} the limit of {limit:,} bytes; to read it, set {setting} higher."
    )


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Read a stream piece by piece; a pipe gives what it has without waiting for more. Raises IngestError."""
    read = getattr(stream, "read1", stream.read)
    while True:
        try:
            piece = read(_CHUNK)
        except OSError as error:
            raise cannot_read(error) from error
        if not piece:
            return
        yield piece


def expand(pieces: Iterator[bytes], named: str | None, limit: int) -> Iterator[bytes]:
    """Expand gzip and Zstandard, whichever the bytes themselves say; other bytes pass.

    `named` is the compression in the file's name. Raises IngestError where compressed data end early
    (``truncated``), are wrong (``damaged``), or come to more than `limit` bytes (``too-large``); what came
    before has been given by then.
    """
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= 4:
            break
    if head.startswith(_GZIP):
        yield from _bounded(_gunzip(_chain(head, pieces)), limit)
    elif head.startswith(_ZSTD):
        yield from _bounded(_unzstd(_chain(head, pieces)), limit)
    elif named and head:
        if _GZIP.startswith(head) or _ZSTD.startswith(head):
            raise _truncated()
        raise IngestError(
            "damaged",
            f"The name ends in .{named}, but the bytes are not of that kind; if it is plain, rename it.",
        )
    elif head:
        yield from _chain(head, pieces)


def _chain(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def _bounded(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise too_large("What this expands to", None, "SAYSO_MAX_EXPANDED_BYTES", limit)
        yield piece


def _truncated() -> IngestError:
    return IngestError("truncated", "The compressed data end too early; fetch or copy the file again.")


def _damaged(detail: object) -> IngestError:
    return IngestError(
        "damaged", f"The compressed data are damaged ({shown(str(detail))}); fetch or copy the file again."
    )


def _gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    member, ended = zlib.decompressobj(wbits=31), False
    for piece in pieces:
        rest, more = piece, True
        while more:
            if ended:  # zeros after a member are padding, anything else begins another one
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                member, ended = zlib.decompressobj(wbits=31), False
            try:
                expanded = member.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise _damaged(error) from error
            if expanded:
                yield expanded
            ended = member.eof
            rest = member.unused_data if ended else member.unconsumed_tail
            more = (
                bool(rest) or len(expanded) == _CHUNK
            )  # a full chunk: more may wait inside the decompressor
    if not ended:
        raise _truncated()


def _unzstd(pieces: Iterator[bytes]) -> Iterator[bytes]:
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    frame, fresh = decompressor.decompressobj(), False
    for piece in pieces:
        for start in range(0, len(piece), _ZSTD_PIECE):
            rest = piece[start : start + _ZSTD_PIECE]
            while rest:
                if fresh:
                    frame, fresh = decompressor.decompressobj(), False
                try:
                    expanded = frame.decompress(rest)
                except zstandard.ZstdError as error:
                    raise _damaged(error) from error
                if expanded:
                    yield expanded
                rest = b""
                if frame.eof:
                    rest, fresh = frame.unused_data, True
    if not fresh:
        raise _truncated()


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Cut a stream into lines, numbered from 1 and without their line end; None stands for a line of more
    than `limit` bytes.

    Never holds more than `limit` bytes and one piece.
    """
    number, held, size, over = 1, [], 0, False
    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            if over or size + end - start > limit:
                yield number, None
            else:
                held.append(piece[start:end])
                yield number, b"".join(held)
            number, held, size, over, start = number + 1, [], 0, False, end + 1
        if not over:
            size += len(piece) - start
            if size > limit:
                held, over = [], True
            else:
                held.append(piece[start:])
    if over:
        yield number, None
    elif size:
        yield number, b"".join(held)


def read_whole(pieces: Iterator[bytes], limit: int, what: str, setting: str) -> bytes:
    """Read a stream to its end. Raises IngestError (``too-large``) once it has more than `limit` bytes."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise too_large(what, None, setting, limit)
        held.append(piece)
    return b"".join(held)
