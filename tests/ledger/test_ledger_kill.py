"""kill -9 at any moment loses at most the report in hand, and the ledger opens and goes on."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ledger_samples import random_reading

from sayso.ledger import Ledger
from sayso.report import Report

ROUNDS = 15
SEEDS_PER_ROUND = 10_000

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def test_kill_at_random_moments(place, tmp_path):
    writer = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("ledger_writer.py"), place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    dice = random.Random(2023)
    acknowledged: set[int] = set()
    try:
        for turn in range(ROUNDS):
            fresh = _kill_a_writer(writer, turn * SEEDS_PER_ROUND, dice, in_the_midst=turn % 3 != 0)
            stored = _seeds(place)
            assert acknowledged | fresh <= stored, "a report that was committed is gone"
            surplus = stored - acknowledged - fresh  # committed, and killed before it could say so
            assert surplus <= {max(fresh, default=turn * SEEDS_PER_ROUND - 1) + 1}
            acknowledged = stored
            if Path(place).exists():
                _check_file(place)
    finally:
        writer.stdin.close()
        writer.wait(30)
        writer.stdout.close()
    assert len(acknowledged) >= ROUNDS * 2 // 3
    with Ledger(place) as ledger:
        for reading in ledger.readings():  # nothing half
            assert reading == random_reading(int(reading.report.text.split(".")[0]), attributions=8)
        assert ledger.append(random_reading(-1))


def _kill_a_writer(
    writer: subprocess.Popen[str], seed: int, dice: random.Random, *, in_the_midst: bool
) -> set[int]:
    """Let a child write from `seed` on, kill it after a moment; give the seeds that it said were committed.

    The moment is counted from its first commit where `in_the_midst`, else from its start: then it may fall
    into the making or the opening of the ledger.
    """
    writer.stdin.write(f"{seed}\n")
    child = int(writer.stdout.readline().removeprefix("child "))
    said = [writer.stdout.readline()] if in_the_midst else []
    time.sleep(dice.uniform(0.0, 0.1))
    os.kill(child, signal.SIGKILL)
    said.extend(iter(writer.stdout.readline, "dead\n"))
    return {int(line) for line in said}


def _seeds(place: str) -> set[int]:
    if "://" not in place and not Path(place).exists():
        return set()
    with Ledger(place) as ledger:
        texts = [reading.report.text for reading in ledger.readings()]
        assert ledger.status().readings == ledger.status().reports == ledger.status().appearances
    return {int(text.split(".")[0]) for text in texts}


def _check_file(path: str) -> None:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for index in (
            "statement_search", "report_search", "sentence_search", "party_search", "source_search",
        ):  # fmt: skip
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        connection.rollback()
    finally:
        connection.close()


def test_a_killed_writer_leaves_a_ledger_that_can_be_read_at_once(tmp_path):
    """What was committed may lie in the -wal file only: opening for reading must see it."""
    path = tmp_path / "sayso.db"
    code = (
        "import os, signal, sys; from sayso.ledger import Ledger; from ledger_samples import random_reading;"
        "ledger = Ledger(sys.argv[1]); ledger.append(random_reading(7)); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], cwd=Path(__file__).parent, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("sayso.db-wal").exists()
    with Ledger(path, read_only=True) as ledger:
        assert list(ledger.readings()) == [random_reading(7)]
        assert isinstance(ledger.reading("7.txt").report, Report)
