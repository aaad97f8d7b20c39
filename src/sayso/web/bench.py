"""The bench: one process beside the desk's own for heavy work, so that pages are answered meanwhile.

    routes ──submit──> line (bounded) ──> one thread ══pipe══> the worker: reader, lists, network, ledger
       └──────────────── Future <──────────────┘

The worker is started when the first job comes and ended after a while without one, so that what it has loaded
makes room. One that crashes, or takes longer than its job may, is ended, and the next job gets a new one. The
address of the ledger goes through the pipe: it may hold a password, which arguments of a process would show.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import pickle
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

from sayso import errors
from sayso.web.options import Options
from sayso.web.problems import Problem

__all__ = ["IDLE", "MOST_WAITING", "PATIENCE", "SECONDS", "Bench"]

log = logging.getLogger("sayso.web")

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 60.0
"""What a job may take where nobody says; a text of 100,000 words takes some 35 on a machine that is free."""
PATIENCE = 30.0
"""Seconds that a job waits for those before it; a person would have given up."""
MOST_WAITING = 8
"""Jobs that may wait; one more is refused."""
IDLE = 600.0
"""Seconds without a job after which the worker is ended."""

_LENGTH = struct.Struct(">Q")
_WORKER = Path(__file__).with_name("bench_worker.py")
_START = 60.0  # seconds for the worker to import the program, on a machine that is busy or cold
_END = 2.0  # seconds for a worker without a job to end by itself


@dataclass(slots=True)
class _Job:
    job: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    seconds: float
    future: Future[Any] = field(default_factory=Future)
    begun: threading.Event = field(default_factory=threading.Event)


class Bench:
    """Does jobs one after the other in a process of its own. `ledger` is a path or a URL, None for that of
    the settings; jobs that write raise LedgerError where the desk is served read-only.

    A job is a function of `sayso.web.bench_jobs` (or any function that can be imported) with its arguments.
    Threads may share a bench. Close it, or use it as a context manager.
    """

    def __init__(
        self,
        ledger: str | Path | None,
        options: Options,
        *,
        idle: float = IDLE,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._setting = {"ledger": ledger, "read_only": options.read_only, "parties": options.parties}
        self._idle, self._most = idle, most_waiting
        self._line: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._worker: _Worker | None = None
        self._closed = False

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The worker's process, None where there is none at the moment."""
        worker = self._worker
        return worker.pid if worker is not None and worker.alive() else None

    @property
    def waiting(self) -> int:
        """How many jobs wait to be begun."""
        return len(self._line)

    def do(self, job: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do a job, wait for it, and give what it gives; it may take `SECONDS`.

        Raises what the job raises of sayso's own errors, and Problem: 503 where too much is waiting, 504
        where the job took too long, 500 where it failed in a way that nobody foresaw.
        """
        return self.within(SECONDS, job, *arguments, **named)

    def within(self, seconds: float, job: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do a job that may take so many seconds, as `do` does it."""
        asked = self._put(_Job(job, arguments, named, seconds))
        if not asked.begun.wait(PATIENCE) and asked.future.cancel():
            raise _busy("The desk is busy with a longer piece of work")
        done: T = asked.future.result()
        return done

    async def waited(self, seconds: float, job: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> T:
        """Do as `within` does, without holding up the event loop."""
        return await asyncio.to_thread(self.within, seconds, job, *args, **named)

    def later(self, seconds: float, job: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        """Have a job done without waiting for it. Where the same one with the same arguments waits already,
        that one will do. Raises Problem (503) where too much is waiting.
        """
        with self._changed:
            for each in self._line:
                if (each.job, each.arguments, each.named) == (job, args, named) and not each.future.done():
                    return each.future
        return self._put(_Job(job, args, named, seconds)).future

    def close(self) -> None:
        """End the worker, whatever it does, and refuse what waits. Twice does no harm."""
        with self._changed:
            self._closed = True
            refused, self._line = list(self._line), deque()
            self._changed.notify_all()
        for each in refused:
            _refuse(each, _busy("The desk is being closed"))
        if (worker := self._worker) is not None:
            worker.kill()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_END)

    def _put(self, asked: _Job) -> _Job:
        with self._changed:
            if self._closed:
                raise _busy("The desk is being closed")
            if len(self._line) >= self._most:
                raise _busy(f"{self._most} pieces of work are waiting already")
            self._line.append(asked)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="sayso-bench", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return asked

    # ---- the thread that owns the worker -------------------------------------------------------------------

    def _serve(self) -> None:
        while True:
            with self._changed:
                if not self._line and not self._closed:
                    self._changed.wait(self._idle if self._worker is not None else None)
                asked = self._line.popleft() if self._line else None
                closed = self._closed
            if asked is not None:
                self._do(asked)
            elif self._worker is not None:  # nothing came for a while, or the desk is closed
                self._worker.end()
                self._worker = None
            if closed:
                return

    def _do(self, asked: _Job) -> None:
        going = asked.future.set_running_or_notify_cancel()
        asked.begun.set()
        if not going:
            return
        try:
            asked.future.set_result(self._outcome(asked))
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits for it
            asked.future.set_exception(error)

    def _outcome(self, asked: _Job) -> Any:
        worker = self._worker
        if worker is not None and not worker.alive():
            worker.end()  # lets go of its pipes
            worker = None
        if worker is None:
            worker = self._started()
        begun = time.monotonic()
        outcome = worker.ask((asked.job, asked.arguments, asked.named, asked.seconds), asked.seconds)
        if outcome is not None:
            return _result(outcome)
        self._worker = None
        worker.end()
        name = getattr(asked.job, "__name__", "job")
        if worker.timed_out:
            log.warning("%s took longer than %g s and was ended", name, asked.seconds)
            raise Problem(
                504, f"This took longer than {asked.seconds:g} seconds and was ended; try it with less"
            )
        if self._closed:
            raise _busy("The desk is being closed")
        log.error("the worker ended during %s, after %.1f s", name, time.monotonic() - begun)
        raise Problem(500, "The process that did this has crashed; the next attempt gets a new one")

    def _started(self) -> _Worker:
        worker = self._worker = _Worker()
        outcome = worker.ask({**self._setting, "path": sys.path}, _START)
        if outcome is None or outcome[0] != "done":
            self._worker = None
            worker.end()
        if self._closed:  # it may have come too late to be ended by `close`
            raise _busy("The desk is being closed")
        if outcome is None:
            raise Problem(
                500, "The process for longer work could not be started; look at the server's memory"
            )
        _result(outcome)
        return worker


def _result(outcome: tuple[str, Any]) -> Any:
    kind, value = outcome
    if kind == "done":
        return value
    if kind == "refused":
        raise _error(*value)
    log.error("a job failed:\n%s", value)
    raise Problem(500, "Something went wrong that should not have; the server's log says what. Try again")


def _error(names: Sequence[str], message: str, reason: str | None) -> errors.SaysoError:
    """Give an error of sayso's by the names of its classes, the nearest first."""
    if reason is not None:
        return errors.IngestError(reason, message)
    known = next(name for name in names if name in errors.__all__)
    error: errors.SaysoError = getattr(errors, known)(message)
    return error


def _busy(what: str) -> Problem:
    return Problem(503, f"{what}; try again in a moment", headers={"Retry-After": "5"})


def _refuse(job: _Job, problem: Problem) -> None:
    if job.future.set_running_or_notify_cancel():
        job.future.set_exception(problem)
    job.begun.set()


class _Worker:
    """One process at the bench. Only `pid`, `alive` and `kill` are for other threads than the one that asks;
    that one ends it.
    """

    def __init__(self) -> None:
        self.timed_out = False
        self._process = subprocess.Popen(
            # -P: the folder of the script, and the one the desk was started in, are nobody's library.
            [sys.executable, "-P", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, message: Any, seconds: float) -> tuple[str, Any] | None:
        """Send a message and give the answer; None where the process ended instead, by its own fault or
        because it took too long (`timed_out`).
        """
        data = pickle.dumps(message)
        with self._killed_after(seconds):
            try:
                _pipe(self._process.stdin).write(_LENGTH.pack(len(data)) + data)
                _pipe(self._process.stdin).flush()
            except OSError:
                return None
            return self._receive()

    def end(self) -> None:
        """Let the process go, by force where it does not go by itself."""
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END)
        self.kill()
        _pipe(self._process.stdout).close()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _receive(self) -> tuple[str, Any] | None:
        stream = _pipe(self._process.stdout)
        header = stream.read(_LENGTH.size)
        if len(header) < _LENGTH.size:
            return None
        size = _LENGTH.unpack(header)[0]
        data = stream.read(size)
        if len(data) < size:
            return None
        outcome: tuple[str, Any] = pickle.loads(data)
        return outcome

    @contextlib.contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        # A timer and a blocking read work on every system; waiting on pipes does not.
        def late() -> None:
            self.timed_out = True
            self.kill()

        timer = threading.Timer(seconds, late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
