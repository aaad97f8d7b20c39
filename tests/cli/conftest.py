from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from rule_reader import RuleReader

if TYPE_CHECKING:
    pass


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SAYSO_LEDGER", "SAYSO_PARTIES", "SAYSO_WORKERS", "FORCE_COLOR", "NO_COLOR"):
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


@pytest.fixture
def in_terminal(command: list[str]) -> Callable[..., tuple[int, str]]:
    """Run a command line in a terminal; give its exit code and all that was printed."""

    def run(*args: str, columns: int = 100, **environment: str) -> tuple[int, str]:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", **environment}
        process = subprocess.Popen(
            [*command, *args], stdin=slave, stdout=slave, stderr=slave, env=environment
        )
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
