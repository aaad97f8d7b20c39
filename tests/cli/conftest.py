from __future__ import annotations

import fcntl
import json
import os
import pty
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rule_reader import RuleReader

# COLUMNS goes before the width of the terminal. A shell may export it, and Python's readline, which pytest
# loads, leaves it to all processes that pytest-xdist starts.
FROM_OUTSIDE = (
    "SAYSO_LEDGER", "SAYSO_PARTIES", "SAYSO_WORKERS", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "LINES",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FROM_OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    if "real_reader" not in request.fixturenames:
        monkeypatch.setattr("sayso.reader.Reader", RuleReader)


@pytest.fixture
def real_reader() -> None:
    """Keep the trained reader."""


@pytest.fixture
def sayso() -> Callable[..., Result]:
    """Run a command line in this process."""
    from sayso.cli import cli

    def run(*args: str, stdin: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(cli, list(args), input=stdin, prog_name="sayso")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def command() -> list[str]:
    """The command line that starts sayso as a process of its own, with the rule reader."""
    program = (
        "import sys\n"
        "folder = sys.argv.pop(1)\n"
        "if sys.argv[1:2] == ['read']:\n"  # no other command reads; loading the reader would double its start
        "    sys.path.insert(0, folder)\n"
        "    import rule_reader, sayso.reader\n"
        "    sayso.reader.Reader = rule_reader.RuleReader\n"
        "import sayso.cli; sayso.cli.main()"
    )
    return [sys.executable, "-c", program, str(Path(__file__).parent)]


class Started:
    """A process that was started with three files as its standard streams; none of them is kept open here."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def wait(self) -> int:
        """Wait for its end; give its exit code."""
        return int(self._line.recv(20))


Start = Callable[..., Started]


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Start sayso as a process of its own with these arguments and these standard streams, with the rule
    reader; one at a time. It is forked from a process that has imported everything."""
    here, there = socket.socketpair()
    starter = [sys.executable, str(Path(__file__).with_name("command_starter.py")), str(there.fileno())]
    with here, subprocess.Popen(starter, pass_fds=[there.fileno()]) as process:
        there.close()

        def started(
            *args: str, streams: tuple[int, int, int], environment: dict[str, str] | None = None
        ) -> Started:
            asked = {
                "arguments": args,
                "folder": os.getcwd(),
                "environment": {**os.environ, **(environment or {})},
            }
            socket.send_fds(here, [json.dumps(asked).encode() + b"\n"], streams)
            return Started(here)

        yield started
        here.close()
        process.wait(30)


@pytest.fixture
def in_pipes(start: Start, tmp_path: Path) -> Callable[..., bytes]:
    """Run a command line that works, and prints nothing about what went wrong; give what it printed."""

    def run(*args: str, **environment: str) -> bytes:
        with open(os.devnull) as nothing, (tmp_path / "printed").open("w+b") as out:
            streams = nothing.fileno(), out.fileno(), out.fileno()
            assert start(*args, streams=streams, environment=environment).wait() == 0
            out.seek(0)
            return out.read()

    return run


@pytest.fixture
def in_terminal(start: Start) -> Callable[..., tuple[int, str]]:
    """Run a command line in a terminal; give its exit code and all that was printed."""

    def run(*args: str, columns: int = 100, **environment: str) -> tuple[int, str]:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environment = {"TERM": "xterm-256color", **environment}
        process = start(*args, streams=(slave,) * 3, environment=environment)
        os.close(slave)
        printed = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux says so when the last process has left the terminal
                break
            if not piece:
                break
            printed += piece
        os.close(master)
        return process.wait(), printed.decode(errors="replace")

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with two texts, a JSONL file of two reports, and something that is no report."""
    folder = tmp_path / "news"
    folder.mkdir()
    filler = (
        "The talks in the harbour town went on for the whole of the third day, with few signs of progress. "
    )
    (folder / "a.txt").write_text(
        "title: The harbour talks\noutlet: The Courier\ndate: 2023-08-21\n\n"
        + filler
        + '"We have no knowledge of any such order, and we will not sign," the minister said on Monday.\n\n'
        + '"The envoy claims that the ships had already left the harbour." the minister told reporters.\n'
    )
    (folder / "b.txt").write_text(
        "outlet: Estuary Radio\ndate: 2023-09-02\n\n" + filler + '"We saw no ships at all," she said.\n'
    )
    good = {
        "id": "c1",
        "outlet": "The Courier",
        "text": f'{filler}"Nobody was hurt," the harbour master said.',
    }
    (folder / "c.jsonl").write_text(json.dumps(good) + "\n" + json.dumps({"id": "c2"}) + "\n")
    (folder / "d.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    return folder
