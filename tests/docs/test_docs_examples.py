"""Every example in README.md and docs/ is run, in order, page by page, and must print what the page shows.

In a ```console block a line that starts with `$ ` is run in a folder that holds a copy of `examples/`: by the
shell where it has a pipe or the like, else in this process, which has loaded the reader already. The lines
after it are its output. What asks the desk at 127.0.0.1:8765 is answered by one on the folder's ledger. A
line that is only `…` stands for any lines, and `<…>` within a line for any words.
Blocks of another kind are not run, nor are lines that install something.
``SAYSO_WRITE_DOCS=1 pytest tests/docs`` writes what is printed into the pages; look at the difference before
you keep it.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import ExitStack, chdir
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.web.desk_serving import serving

from sayso.cli import cli
from sayso.reader import Reader

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VARIES = [  # what differs from run to run, as the pages show it
    (re.compile(r"\d+(\.\d+)? s, [\d,]+ words/s"), "<…>"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?\S*"), "<…>"),
    (re.compile(r"[\d.,]+ [KM]i?B\b"), "<…>"),
    (re.compile(r"[\d,]+ days? old"), "<…>"),
]
FOR_THE_SHELL = re.compile(r"[|&;<>$`*]")
INSTALLS = re.compile(r"\bpip\b|\bpytest\b|\bvenv\b|git clone")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name in [name for name in os.environ if name.startswith("SAYSO_") and name != "SAYSO_WRITE_DOCS"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@cache
def loaded(model_dir: Path | None = None, *, parties: Path | None = None) -> Reader:
    """A reader, loaded once for all pages."""
    return Reader(model_dir, parties=parties)


def run(command: str, folder: Path) -> list[str]:
    here, pipe, rest = command.partition(" | ")
    if here.startswith("sayso ") and not FOR_THE_SHELL.search(here):
        output, notes = run_here(shlex.split(here)[1:], folder, apart=bool(pipe))
        # A pipe prints when it has all of its input; what goes beside it is there by then.
        text = notes + in_shell(rest, folder, output) if pipe else output
    else:
        text = in_shell(command, folder)
    for pattern, name in VARIES:
        text = pattern.sub(name, text)
    return [line.rstrip() for line in text.rstrip().splitlines()]


def in_shell(command: str, folder: Path, words: str = "") -> str:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        input=words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    ).stdout


def run_here(arguments: list[str], folder: Path, *, apart: bool = False) -> tuple[str, str]:
    """What a command prints, as a terminal has it or what goes into a pipe; and what it prints beside it."""
    with chdir(folder), pytest.MonkeyPatch.context() as patched:
        patched.setattr("sayso.reader.Reader", loaded)
        result = CliRunner().invoke(cli, arguments, prog_name="sayso")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return (result.stdout if apart else result.output), result.stderr


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Commands of a block with the lines they print."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line.rstrip())
    return found


def agrees(shown: list[str], printed: list[str]) -> bool:
    while shown and not shown[-1]:
        shown = shown[:-1]
    pattern = "\n".join(
        r"(?:.*\n)*.*" if line == "…" else ".*".join(re.escape(piece) for piece in line.split("<…>"))
        for line in shown
    )
    return re.fullmatch(pattern, "\n".join(printed)) is not None


DESK = "http://127.0.0.1:8765"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_examples(page, folder):
    text = page.read_text(encoding="utf-8")
    if DESK in text and shutil.which("curl") is None:
        pytest.skip("the examples ask the desk with curl, and there is none")
    wrong = []
    with ExitStack() as served:
        desk: list[str] = []

        def printed_by(command: str) -> list[str]:
            if f"{DESK}/" not in command:
                return run(command, folder)
            if not desk:
                desk.append(served.enter_context(serving(folder / "sayso.db")))
            lines = run(command.replace(DESK, desk[0]), folder)
            return [line.replace(desk[0], DESK) for line in lines]

        text = with_examples(text, printed_by, wrong)
    if os.environ.get("SAYSO_WRITE_DOCS"):
        page.write_text(text, encoding="utf-8")
    elif wrong:
        command, shown, printed = wrong[0]
        pytest.fail(
            f"$ {command}\nthe page shows:\n" + "\n".join(shown) + "\nbut it prints:\n" + "\n".join(printed)
        )


def with_examples(text, printed_by, wrong):
    """The text with what its examples print; those of which the page shows something else go to `wrong`."""

    def tried(match: re.Match[str]) -> str:
        lines = []
        for command, shown in steps(match.group(1)):
            lines.append(f"$ {command}")
            if INSTALLS.search(command):
                lines += shown
                continue
            printed = printed_by(command)
            lines += shown if shown and "…" in shown and agrees(shown, printed) else printed
            if not agrees(shown, printed):
                wrong.append((command, shown, printed))
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(tried, text)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if ">>> " in p.read_text(encoding="utf-8")], ids=lambda p: p.name
)
def test_python_examples(page, folder, monkeypatch):
    monkeypatch.chdir(folder)
    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried
    assert not failed


def test_examples_in_docstrings():
    import sayso
    import sayso.reading.reader

    for module in (sayso, sayso.reading.reader):
        failed, tried = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
        assert tried
        assert not failed
