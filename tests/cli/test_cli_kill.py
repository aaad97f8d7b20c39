"""A run that is killed outright, again and again, loses nothing that it had committed and goes on."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

import sayso
from sayso.run import read_into

ROUNDS = 6
REPORTS = 120
MOST_MORE = 12  # reports that a round may commit before the blow: some are left for the last read


@pytest.mark.usefixtures("real_reader")
def test_killed_reads_go_on_where_they_were(tmp_path):
    reports = tmp_path / "feed.jsonl"
    texts = [
        f"The mayor of town {i} said on Monday that it would open in {i} days. “We are ready,” she added."
        for i in range(REPORTS)
    ]
    reports.write_text("".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts)))
    ledger = tmp_path / "killed.db"
    # So many notices of one pattern are compared pair by pair; what weighing does with that is not
    # asked here.
    command = [sys.executable, "-m", "sayso", "read", str(reports), "--no-weigh", "--ledger", str(ledger)]
    rng = random.Random(7)
    known: set[str] = set()
    for _ in range(ROUNDS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = len(known)
        deadline = time.monotonic() + 60
        # Wait until this round has committed something, so that the blow falls while it writes.
        enough = before + rng.randint(1, MOST_MORE)
        while process.poll() is None and stored(ledger) < enough and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with closing(sqlite3.connect(ledger)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with sayso.Ledger(ledger) as opened:
            now = {reading.report.id for reading in opened.readings()}
        assert known <= now
        assert before < len(now) < len(texts)
        known = now
    reader = sayso.Reader()
    with sayso.Ledger(ledger) as one, sayso.Ledger(tmp_path / "whole.db") as other:
        for each, missing in ((one, len(texts) - len(known)), (other, len(texts))):
            counts = read_into(each, [reports], reader=reader, workers=1, on_item=lambda _: None)
            assert counts.read == missing
        assert list(one.readings()) == list(other.readings())
        assert len(list(one.readings())) == len(texts)


def stored(ledger) -> int:
    if not ledger.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:  # the tables are not there yet
        return 0
