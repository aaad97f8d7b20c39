"""The command as a process: terminals, pipes, signals, time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
from rule_reader import RuleReader

from sayso.ledger import Ledger
from sayso.report import Report


def test_help_is_quick_because_it_imports_little():
    program = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
        "sys.argv = ['sayso', '--help']; import sayso.cli; sayso.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "Commands:" in done.stdout
    assert not loaded & {
        "rich",
        "numpy",
        "onnxruntime",
        "sqlalchemy",
        "pydantic",
        "trafilatura",
        "sayso.cli.read",
    }


def test_help_loads_nothing_heavy():
    program = (
        "import sys, sayso.cli as c\n"
        "try: c.cli.main(['--help'])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Commands:" in done.stdout
    loaded = set(done.stderr.split())
    assert not loaded & {"rich", "numpy", "onnxruntime", "pydantic", "sqlalchemy", "tokenizers"}


def test_a_terminal_gets_colour_and_a_bar(in_terminal, news):
    code, printed = in_terminal("read", str(news))
    assert code == 0
    assert "words/s" in printed
    assert "━" in printed
    assert "5 inputs: \x1b[1m3 read\x1b[0m" in printed
    _, printed = in_terminal("show", "a.txt")
    assert "\x1b[32m" in printed
    assert "¹" in printed
    assert "\x1b[4;32mthe ships had already left the harbour" in printed
    _, printed = in_terminal("ask", "--statements", "ships")
    assert "\x1b[1;36m" in printed
    assert "3 statements" in printed


def test_no_color(sayso, in_terminal, news):
    sayso("read", str(news))
    for question in (["show", "a.txt"], ["ask", "--statements"], ["sources"]):
        _, printed = in_terminal(*question, NO_COLOR="1")
        assert "\x1b[3" not in printed.replace("\x1b[39m", "")
        assert question[0] != "show" or "{1 the minister}" in printed


def test_a_terminal_gets_few_rows_unasked(sayso, in_terminal, tmp_path):
    text = "".join(
        f'"There were {number} ships in the harbour," the captain number {number} said.\n'
        for number in range(30)
    )
    (tmp_path / "many.txt").write_text(text)
    sayso("read", "many.txt")
    assert (
        "20 statements shown, and there are more: --limit 0 shows all"
        in in_terminal("ask", "--statements")[1]
    )
    assert "20 of 30 speakers" in in_terminal("sources")[1]
    assert "30 statements" in in_terminal("ask", "--statements", "--limit", "0")[1]


def test_a_pipe_gets_neither_colour_nor_bar(in_pipes, news):
    printed = in_pipes("read", str(news))
    assert printed
    assert b"\x1b" not in printed
    assert "━".encode() not in printed
    for question in (["show", "a.txt"], ["sources"]):
        assert b"\x1b" not in in_pipes(*question)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder with a ledger of more claims and statements than any pipe holds at once."""
    folder = tmp_path_factory.mktemp("many")
    reader = RuleReader()
    with Ledger(folder / "sayso.db") as ledger:
        for number in range(5):
            line = (
                f'"There were {number} ships," the captain said. Iran sold 5 ships to Russia, Kyiv alleged.\n'
            )
            ledger.append(reader.read(Report.from_text(line * 1000, path=f"big{number}.txt")))
    return folder


@pytest.mark.parametrize(
    "question",
    [
        ["ask"],
        ["ask", "--json"],
        ["ask", "--csv"],
        ["ask", "--statements"],
        ["ask", "--statements", "--json"],
        ["export", "jsonl"],
        ["show", "big0.txt"],
        ["export", "csv"],
        ["export", "claims"],
    ],
    ids=" ".join,
)
def test_output_closed_early_is_no_error(start, many, monkeypatch, tmp_path, question):
    monkeypatch.chdir(many)
    reads, writes = os.pipe()
    with open(os.devnull) as nothing, (tmp_path / "errors").open("w+b") as errors:
        with open(reads, "rb") as output:
            process = start(*question, streams=(nothing.fileno(), writes, errors.fileno()))
            os.close(writes)
            assert len(output.read(10)) == 10
        assert process.wait() == 141
        errors.seek(0)
        assert errors.read() == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize(
    "question",
    [
        ["sources", "--csv"],
        ["sources"],
        ["export", "jsonl"],
        ["read", "a.txt"],
        ["read", "a.txt", "--json"],
        ["--help"],
        ["ask", "--help"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_one_line(sayso, command, tmp_path, question):
    (tmp_path / "a.txt").write_text(
        '"There were ships in the harbour on these days," the captain said.\n' * 300
    )
    sayso("read", "a.txt")
    with open("/dev/full", "w") as full:
        done = subprocess.run([*command, *question], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert [line for line in lines if "cannot be written (No space left on device)" in line] == lines[-1:]
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert b"fault" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_encodings_that_cannot_show_everything(sayso, in_pipes, news, encoding):
    (news / "e.txt").write_text(
        'The talks in the harbour town went on all day. "Ţhe šhip “Łódź” ☃ left," Ørsted said.\n' * 2
    )

    def run(*arguments: str) -> bytes:
        return in_pipes(*arguments, PYTHONIOENCODING=encoding)

    sayso("read", str(news))
    assert b"\\u" in run("show", "e.txt")
    as_json = run("ask", "--statements", "--json", "--source", "Ørsted").decode().splitlines()[0]
    assert "Łódź" in json.loads(as_json)["content"]
    assert "Łódź".encode() in run("export", "csv")
    assert "Łódź".encode() in run("ask", "--statements", "--csv")


def test_an_interrupted_run_goes_on_where_it_was(command, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        text = f'The harbour was quiet on day {number} of that long year. "All is well," the captain said.\n'
        (folder / f"{number:03}.txt").write_text(text)
    # Weighing would compare four hundred copies of one text pair by pair.
    again = [*command, "read", str(folder), "--no-weigh"]
    process = subprocess.Popen([*again, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    if process.returncode == 0:
        pytest.skip("the machine was quicker than the signal")
    assert process.returncode == 130
    assert b"the same command goes on from there" in said
    assert b"Traceback" not in said
    done = subprocess.run(again, capture_output=True, check=True, text=True)
    counts = [
        int(word) for word in done.stdout.replace(",", "").replace(":", "").split()[:6] if word.isdigit()
    ]
    total, read, unchanged = counts
    assert total == 400 == read + unchanged
    assert unchanged >= 1


def test_streams_are_read_as_they_come(command):
    process = subprocess.Popen(
        [*command, "read", "-", "--json", "--no-ledger"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    text = 'The harbour was quiet for the whole of that day. "All is well," the captain said.'
    lines = "".join(json.dumps({"id": number, "text": f"{text} {number}"}) + "\n" for number in range(3))
    out, _ = process.communicate(lines.encode(), timeout=120)
    assert [json.loads(line)["report"]["external_id"] for line in out.splitlines()] == ["0", "1", "2"]
