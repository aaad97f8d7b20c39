"""Writes to a ledger until it is killed; started by test_ledger_kill.py.

For each number on standard input a child process is forked (the imports are done by then) that opens the
ledger and appends readings of seeds from that number on, as fast as it can. It prints its process id, then
each seed once its append has returned; "dead" is printed when the child has ended.
"""

from __future__ import annotations

import importlib
import os
import sys

from ledger_samples import random_reading

from sayso.ledger import Ledger


def write(where: str, seed: int) -> None:
    with Ledger(where) as ledger:
        while True:
            assert ledger.append(random_reading(seed, attributions=8))
            os.write(1, f"{seed}\n".encode())
            seed += 1


if sys.argv[1].startswith("postgresql"):
    importlib.import_module("sqlalchemy.dialects.postgresql.psycopg")
for line in sys.stdin:
    if child := os.fork():
        os.waitpid(child, 0)
        os.write(1, b"dead\n")
    else:
        os.write(1, f"child {os.getpid()}\n".encode())
        write(sys.argv[1], int(line))
