"""The process at the bench: it does one job after the other for the desk. It is run as a script by
`sayso.web.bench`, never imported.

It reads jobs on standard input and answers on standard output, each a length in eight bytes and then that
many bytes of pickle: both ends are the same program of the same person. A job is a function by its name with
its arguments; what it gives back, or the error that it raises, is the answer. Whatever a job makes of this
process, the desk only sees it end.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import pickle
import signal
import struct
import sys
import traceback
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")
_NICER = 5  # steps below the desk's own priority: pages come before what is worked at


def main() -> None:
    """Serve until standard input ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # A library that prints must not speak into the protocol.
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the desk's to answer
    with contextlib.suppress(AttributeError, OSError):  # not on Windows
        os.nice(_NICER)
    setting = _received(requests)
    if setting is None:
        return
    # What the desk can import can be imported here, wherever it came from; the script's folder is not in it.
    sys.path[:] = setting["path"]
    try:
        from sayso.web import bench_jobs

        bench_jobs.begin(setting["ledger"], read_only=setting["read_only"], parties=setting["parties"])
    except Exception as error:  # noqa: BLE001  the desk says it
        _answer(answers, _raised(error))
        return
    _answer(answers, ("done", os.getpid()))
    while (asked := _received(requests)) is not None:
        job, arguments, named, seconds = asked
        # The desk kills in time; this is for a desk that was killed itself.
        with open(os.devnull, "w") as nowhere:
            faulthandler.dump_traceback_later(2 * seconds + 5, exit=True, file=nowhere)
            try:
                outcome = ("done", job(*arguments, **named))
            except Exception as error:  # noqa: BLE001  one job must not cost the next one its process
                outcome = _raised(error)
            faulthandler.cancel_dump_traceback_later()
        _answer(answers, outcome)


def _raised(error: Exception) -> tuple[str, Any]:
    """Put an error so that it can be raised again: one of sayso's by its name and words, any other as the
    traceback, for the log.
    """
    from sayso.errors import SaysoError

    if isinstance(error, SaysoError):
        names = [each.__name__ for each in type(error).__mro__]
        return "refused", (names, str(error), getattr(error, "reason", None))
    return "failed", "".join(traceback.format_exception(error))


def _received(stream: BinaryIO) -> Any:
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(header)[0]
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None


def _answer(stream: BinaryIO | io.BufferedWriter, outcome: tuple[str, Any]) -> None:
    try:
        data = pickle.dumps(outcome)
    except Exception as error:  # noqa: BLE001  a result that cannot be sent is an error like others
        data = pickle.dumps(_raised(error))
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


if __name__ == "__main__":
    main()
