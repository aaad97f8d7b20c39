"""Starts sayso as a process again and again without importing everything each time; see conftest.py.

Over the socket whose number is the argument comes, for each process, a JSON line with its arguments, folder
and environment, and three files for its standard streams. A child is forked for it, which then does what the
script `sayso` does, to the interpreter's end; its exit code goes back as a line.
"""

from __future__ import annotations

import gc
import io
import json
import os
import socket
import sys
from typing import Any

import rich.console
import rich.progress  # noqa: F401

import sayso.cli
import sayso.cli.ask
import sayso.cli.lists
import sayso.cli.matters
import sayso.cli.show
import sayso.cli.status
import sayso.ledger

PIECE = 1 << 16  # bytes read at once


def become(arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> None:
    """Make this process one that was started with these."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    encoding, _, errors = environment.get("PYTHONIOENCODING", "utf-8").partition(":")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        raw = os.fdopen(number, "wb" if number else "rb", closefd=False)
        how = errors or ("strict" if number < 2 else "backslashreplace")
        opened = io.TextIOWrapper(raw, encoding, how, line_buffering=os.isatty(number))
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    sys.argv = ["sayso", *arguments]


def next_asked(line: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Wait for what is to be started next; None when nothing more will come."""
    asked, streams, _, _ = socket.recv_fds(line, PIECE, 3)
    while asked and not asked.endswith(b"\n"):
        asked += line.recv(PIECE)
    return (json.loads(asked), streams) if asked else None


def main() -> None:
    gc.freeze()  # else each child, when it ends, walks over and so copies all that was imported
    with socket.socket(fileno=int(sys.argv[1])) as line:
        while following := next_asked(line):
            asked, streams = following
            if not (child := os.fork()):
                break
            for stream in streams:
                os.close(stream)
            _, status = os.waitpid(child, 0)
            line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        else:
            return
    become(asked["arguments"], asked["folder"], asked["environment"], streams)
    if asked["arguments"][:1] == ["read"]:
        import rule_reader

        import sayso.reader as trained

        trained.Reader = rule_reader.RuleReader
    sayso.cli.main()


if __name__ == "__main__":
    main()
