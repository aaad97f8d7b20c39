"""Where a ledger lies and how it is opened: SQLite and PostgreSQL, and their errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from sayso.errors import LedgerBusyError, LedgerError, UsageError

if TYPE_CHECKING:
    import psycopg

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before it gives up."""

_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Place:
    """An opened database: `name` is what messages call it (never with a password)."""

    engine: Engine
    name: str
    read_only: bool

    @property
    def writer(self) -> Engine:
        """The same engine for transactions that write: in SQLite they take the write lock at once, so that
        two writers queue up instead of finding out halfway that the other one was first.
        """
        return self.engine.execution_options(sayso_write=True)


def open_place(where: str | Path, *, read_only: bool) -> Place:
    """Open a path, or a URL that begins with ``sqlite:///`` or ``postgresql://``.

    Raises LedgerError where there can be no ledger, UsageError where `where` is no place at all.
    """
    if isinstance(where, str) and "://" in where:
        try:
            url = make_url(where)
        except (ArgumentError, ValueError) as error:
            # Not a word of the URL: what could not be parsed may hold a password anywhere.
            raise UsageError("The ledger's URL makes no sense; write postgresql://user@host/name") from error
        kind = url.drivername.partition("+")[0]
        if kind in ("postgresql", "postgres"):
            return _postgresql(where, read_only=read_only)
        if kind != "sqlite":
            raise UsageError(
                f"sayso keeps ledgers in SQLite and PostgreSQL, not in {kind}; give a path (sayso.db) or postgresql://…"
            )
        where = url.database or ""
    if not str(where).strip() or str(where) == ":memory:":
        raise UsageError("A ledger is a file: give its path, for example sayso.db")
    return _sqlite(Path(where), read_only=read_only)


def _sqlite(path: Path, *, read_only: bool) -> Place:
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    with _plain_os_errors(name):
        _look_at(path, name, read_only=read_only)
        uri = path.absolute().as_uri() + f"?mode={'ro' if read_only else 'rwc'}"
        # Reading from a medium that cannot be written: SQLite then may not make its lock files, and need not.
        if read_only and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
            uri += "&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            _use_wal(connection)
            # Commits survive the end of the process at once, and a power cut after the next checkpoint.
            connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sayso_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Place(engine, name, read_only)


def _look_at(path: Path, name: str, *, read_only: bool) -> None:
    """Say in plain words what SQLite would only call "unable to open database file"."""
    if path.is_dir():
        raise LedgerError(f"{name} is a folder; name a file in it, for example {name.rstrip('/')}/sayso.db")
    if not path.exists():
        if read_only:
            raise LedgerError(
                f"There is no ledger at {name}; `sayso read PATH` makes one, or name another with --ledger "
                "or SAYSO_LEDGER"
            )
        if not path.parent.is_dir():
            raise LedgerError(
                f"The folder {path.parent} does not exist; make it first, or choose another place"
            )
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise LedgerError(
                f"The folder {path.parent} may not be written; choose another place for the ledger"
            )
        return
    if not path.is_file():
        raise LedgerError(f"{name} is no ordinary file; choose another place for the ledger")
    if not os.access(path, os.R_OK):
        raise LedgerError(f"{name} may not be read by this user; ask its owner, or choose another ledger")
    if not read_only and not os.access(path, os.W_OK):
        raise LedgerError(f"{name} may not be written by this user; ask its owner, or choose another ledger")
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
    if start and start != _MAGIC:
        raise LedgerError(f"{name} is not a ledger but some other file; choose another place with --ledger")


@contextmanager
def _plain_os_errors(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerError(
            f"{name} cannot be opened ({error.strerror}); choose another place for the ledger"
        ) from error


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers and a writer at once. Switching a new file over needs it alone for a moment, for which SQLite
    does not wait by itself.
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _postgresql(where: str, *, read_only: bool) -> Place:
    url = make_url(where).set(drivername="postgresql+psycopg")
    if "@" in (url.host or ""):
        raise UsageError("The ledger's URL has an @ in its password or user; write it as %40")
    secrets = [key for key in url.query if "password" in key.lower()]
    shown = url.difference_update_query(secrets)
    name = shown.render_as_string(hide_password=True).replace("+psycopg", "", 1)
    try:
        engine = create_engine(
            url, connect_args={} if "connect_timeout" in url.query else {"connect_timeout": 10}
        )
    except ImportError as error:
        raise LedgerError(
            "A ledger in PostgreSQL needs psycopg; install it with: pip install 'sayso[postgres]'"
        ) from error

    @event.listens_for(engine, "connect")
    def _set_up(connection: psycopg.Connection, record: object) -> None:
        connection.execute(f"SET lock_timeout = '{int(BUSY_SECONDS * 1000)}ms'")
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
        connection.commit()

    return Place(engine, name, read_only)


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn what a database complains of into LedgerError, or LedgerBusyError for a writer in the way."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _plain(error, name) from error


def _plain(error: Exception, name: str) -> LedgerError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said = str(cause).strip()
    low = said.lower()
    if "database is locked" in low or "lock timeout" in low:
        return LedgerBusyError(
            f"Another program has been writing to {name} for more than {BUSY_SECONDS:g} s. "
            "Wait until it is done (or end it) and run the command again; what is committed is kept."
        )
    if "disk is full" in low or "no space left" in low:
        advice = "make room and run the command again; what is committed is kept"
    elif "not a database" in low or "malformed" in low:
        advice = "it is no ledger or is damaged; choose another ledger or bring back a copy"
    elif "no such module: fts5" in low:
        advice = (
            "this Python's SQLite lacks full-text search (FTS5); use a Python from python.org or your system"
        )
    elif "readonly" in low or "read-only" in low:
        advice = "it may only be read; check its permissions and those of its folder"
    elif "connect" in low or "resolve host" in low:
        advice = "check that the server runs and that the URL is right"
    elif "append-only" in low:
        advice = "a correction is a new reading"
    else:
        advice = "if it stays so, choose another ledger or bring back a copy"
    return LedgerError(f"{name}: {said}. What to do: {advice}.")
