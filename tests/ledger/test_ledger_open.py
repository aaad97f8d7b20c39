from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys

import pytest
from ledger_samples import random_reading
from sqlalchemy import inspect, text

from sayso.errors import LedgerBusyError, LedgerError, UsageError
from sayso.ledger import Ledger, connect, guards, migrate, schema


def test_a_ledger_is_made_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    mask = os.umask(0o027)
    try:
        with Ledger() as ledger:
            assert ledger.where == "sayso.db"
            assert ledger.append(random_reading(1))
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "sayso.db").stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sayso.db"]
    monkeypatch.setenv("SAYSO_LEDGER", "other.db")
    with Ledger() as ledger:
        assert ledger.where == "other.db"
        ledger.close()


@pytest.mark.parametrize("name", ["a b#c?d%20.db", "übung “x”.db", ":odd:.db"])
def test_any_file_name_will_do(tmp_path, name):
    path = tmp_path / name
    with Ledger(str(path)) as ledger:
        ledger.append(random_reading(1))
    assert path.is_file()
    with Ledger(path, read_only=True) as ledger:
        assert ledger.status().reports == 1
    with Ledger(f"sqlite:///{path}".replace("%", "%25").replace("?", "%3F").replace("#", "%23")):
        pass


def test_wal_and_foreign_keys(tmp_path):
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.append(random_reading(1))
        with ledger._asking() as connection:
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous")
            ]
    assert settings == ["wal", 1, 1]


def test_reading_only(place):
    if not place.startswith("postgresql"):
        with pytest.raises(LedgerError, match=r"no ledger at .*sayso read PATH"):
            Ledger(place, read_only=True)
        assert not os.path.exists(place)
    with Ledger(place) as ledger:
        ledger.append(random_reading(1))
    with Ledger(place, read_only=True) as ledger:
        assert list(ledger.readings()) == [random_reading(1)]
        with pytest.raises(LedgerError, match="reading only"):
            ledger.append(random_reading(2))
        with pytest.raises(LedgerError), ledger._asking() as connection:
            connection.execute(
                text("INSERT INTO rejects (reason, message, seen_at, key) VALUES ('', '', '', '')")
            )


def test_what_is_no_place_for_a_ledger(tmp_path):
    (tmp_path / "notes.txt").write_text("These are notes, and no ledger at all.")
    with pytest.raises(LedgerError, match="some other file"):
        Ledger(tmp_path / "notes.txt")
    with pytest.raises(LedgerError, match=r"is a folder; name a file in it, for example .*/sayso\.db"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="does not exist; make it first"):
        Ledger(tmp_path / "no" / "sayso.db")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LedgerError, match="no ordinary file"):
        Ledger(tmp_path / "pipe")
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path / ("x" * 5000))
    (tmp_path / "half.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    with pytest.raises(LedgerError, match="no ledger or is damaged"):
        Ledger(tmp_path / "half.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(LedgerError, match="is empty"):
        Ledger(tmp_path / "empty.db", read_only=True)
    Ledger(tmp_path / "empty.db").close()
    for where in ("", ":memory:", "mysql://server/name", "sqlite://", "postgresql://host:port/name"):
        with pytest.raises(UsageError):
            Ledger(where)


def test_somebody_elses_database_is_left_alone(tmp_path):
    path = tmp_path / "firefox.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE moz_places (id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"other tables \(moz_places\)"):
        Ledger(path, read_only=True)
    with pytest.raises(LedgerError, match=r"other tables \(moz_places\)"):
        Ledger(path)
    assert path.read_bytes()[100:] == before[100:]


def test_a_schema_that_is_shared_is_fine_until_names_meet(database):
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE customers (id int)")
    Ledger(database).close()


def test_a_table_in_the_way_is_said(database):
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE reports (id int)")
    with pytest.raises(LedgerError, match=r"other tables \(reports\)"):
        Ledger(database)


def test_no_permission(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may do everything")
    path = tmp_path / "sayso.db"
    with Ledger(path) as ledger:
        ledger.append(random_reading(1))
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LedgerError, match="may not be written"):
            Ledger(path)
        with pytest.raises(LedgerError, match="may not be written"):
            Ledger(tmp_path / "new.db")
        with Ledger(path, read_only=True) as ledger:
            assert ledger.status().reports == 1
        path.chmod(0o000)
        with pytest.raises(LedgerError, match="may not be read"):
            Ledger(path, read_only=True)
    finally:
        tmp_path.chmod(0o700)


def test_a_server_that_is_not_there():
    with pytest.raises(LedgerError, match="check that the server runs") as caught:
        Ledger("postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_a_writer_that_takes_too_long(place, monkeypatch):
    Ledger(place).close()
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.2)
    with Ledger(place) as ledger:
        if place.startswith("postgresql"):
            import psycopg

            with psycopg.connect(place) as other:
                other.execute("LOCK TABLE readings IN EXCLUSIVE MODE")
                with pytest.raises(LedgerBusyError, match=r"more than 0\.2 s.*run the command again"):
                    ledger.append(random_reading(1))
        else:
            other = sqlite3.connect(place, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerBusyError, match=r"more than 0\.2 s.*run the command again"):
                ledger.append(random_reading(1))
            assert ledger.status().reports == 0  # reading goes on
            other.close()
        assert ledger.append(random_reading(1))


def test_an_older_ledger_is_brought_up_to_date(place, monkeypatch, raw):
    newest = schema.SCHEMA_VERSION
    with Ledger(place) as ledger:
        ledger.append(random_reading(1))

    def add_notes(connection):
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
        notes = schema.Table(
            "notes",
            schema.MetaData(),
            schema.Column("id", schema.Integer, primary_key=True),
            schema.Column("words"),
        )
        guards.guard(connection, [notes])

    def fail(connection):
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER)")

    monkeypatch.setattr(migrate, "SCHEMA_VERSION", newest + 2)
    monkeypatch.setattr(migrate, "STEPS", {newest + 1: add_notes, newest + 2: fail})
    with Ledger(place, read_only=True) as ledger:
        assert ledger.status().schema_version == newest
        assert list(ledger.readings()) == [random_reading(1)]
    with pytest.raises(LedgerError, match="notes"):
        Ledger(place)
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", newest + 1)
    with Ledger(place) as ledger:  # the step that went well is kept, nothing of the one that did not
        assert ledger.status().schema_version == newest + 1
        assert list(ledger.readings()) == [random_reading(1)]
        with ledger._asking() as connection:
            tables = inspect(connection).get_table_names()
    assert "notes" in tables
    assert "half" not in tables
    raw("INSERT INTO notes VALUES (1, 'kept')")
    with pytest.raises(Exception, match="append-only"):
        raw("DELETE FROM notes")
    monkeypatch.undo()
    with pytest.raises(LedgerError, match=rf"version {newest + 1}, made by a newer.*pip install --upgrade"):
        Ledger(place)


def test_an_older_sayso_refuses_a_ledger_of_this_version(place, monkeypatch):
    Ledger(place).close()
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", 1)
    for read_only in (False, True):
        with pytest.raises(LedgerError, match=rf"version {schema.SCHEMA_VERSION}, made by a newer sayso"):
            Ledger(place, read_only=read_only)


def test_unique_keys_are_those_of_the_tables():
    assert schema.unique_keys(schema.readings) == [
        ['{row}."id"'],
        ['{row}."report_id"', '{row}."reader_version"', '{row}."model"', "coalesce({row}.\"published\", '')"],
    ]
    assert schema.unique_keys(schema.attributions)[1] == ['{row}."reading_id"', '{row}."ordinal"']


def test_asking_loads_no_driver_that_is_not_used():
    code = "import sys, sayso.ledger; print([m for m in sys.modules if 'psycopg' in m or 'dialects.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "psycopg" not in done.stdout
    assert "postgresql" not in done.stdout
