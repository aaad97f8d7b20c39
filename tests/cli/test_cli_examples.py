"""The bundled reports, read by the trained model, from the first command to every question."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import cli

REPORTS = Path(__file__).parents[2] / "examples" / "reports"

pytestmark = pytest.mark.usefixtures("real_reader")


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    """A folder with the ledger of the reports, which are read once for all tests, and what that printed."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("SAYSO_LEDGER", "SAYSO_PARTIES", "SAYSO_WORKERS", "FORCE_COLOR", "NO_COLOR"):
            patched.delenv(name, raising=False)
        folder = tmp_path_factory.mktemp("examples")
        patched.chdir(folder)
        result = CliRunner().invoke(cli, ["read", str(REPORTS)], prog_name="sayso")
    assert result.exit_code == 0, result.stderr
    assert [path.name for path in folder.iterdir()] == ["sayso.db"]
    return folder, result


@pytest.fixture
def read(read_once, tmp_path):
    folder, result = read_once
    shutil.copy(folder / "sayso.db", tmp_path)
    return result


def test_every_report_is_read(read):
    counts = [int(word.replace(",", "")) for word in read.stdout.split() if word.replace(",", "").isdigit()]
    total, newly_read, unchanged, rejected = counts[:4]
    assert total == newly_read >= 12
    assert (unchanged, rejected) == (0, 0)
    assert "not read" not in read.stderr
    assert "found; most by " in read.stdout
    assert "For example · " in read.stdout


def test_what_it_says_to_type_next_works(sayso, read):
    commands = [line.split("   ")[0].strip() for line in read.stdout.splitlines() if line[:8] == "  sayso "]
    assert {shlex.split(command)[1] for command in commands} == {"sources", "matters", "ask", "show"}
    for command in commands:
        answer = sayso(*shlex.split(command)[1:])
        assert answer.exit_code == 0
        assert answer.stdout.strip()


def test_again_nothing_changes(sayso, read):
    before = sayso("export", "jsonl").stdout
    again = sayso("read", str(REPORTS))
    assert again.exit_code == 0
    assert ": 0 read, " in again.stdout
    assert sayso("export", "jsonl").stdout == before


def test_every_quote_is_the_text(sayso, read):
    readings = [json.loads(line) for line in sayso("export", "jsonl").stdout.splitlines()]
    texts = {reading["report"]["id"]: reading["report"]["text"] for reading in readings}
    assert all(reading["attributions"] for reading in readings)
    statements = [json.loads(line) for line in sayso("ask", "--statements", "--json").stdout.splitlines()]
    assert len(statements) == sum(len(reading["attributions"]) for reading in readings)
    for statement in statements:
        text = texts[statement["report_id"]]
        for role in ("source", "cue", "content"):
            words = " […] ".join(text[start:end] for start, end in statement["spans"][role])
            assert words == (statement[role] or "")


def test_every_report_can_be_shown_by_its_name(sayso, read):
    for path in sorted(REPORTS.iterdir()):
        if path.suffix in (".txt", ".html"):
            shown = sayso("show", path.name)
            assert shown.exit_code == 0
            assert "{source} <cue> [content]" in shown.stdout


def test_a_minister_can_be_asked_for(sayso, read):
    found = [
        json.loads(line)
        for line in sayso("ask", "--statements", "--source", "minist*", "--json").stdout.splitlines()
    ]
    assert found
    assert all("minist" in statement["source"].casefold() for statement in found)


def test_every_claim_rests_on_the_text(sayso, read):
    readings = [json.loads(line) for line in sayso("export", "jsonl").stdout.splitlines()]
    texts = {reading["report"]["id"]: reading["report"]["text"] for reading in readings}
    claims = [json.loads(line) for line in sayso("ask", "--json").stdout.splitlines()]
    assert len(claims) == sum(len(reading["claims"]) for reading in readings) > 0
    for stored in claims:
        claim, text = stored["claim"], texts[stored["report_id"]]
        assert text[slice(*claim["sentence"])] == stored["sentence"]
        assert text[slice(*claim["event"]["trigger"])] == stored["trigger"]
        for part in [*claim["event"]["actors"], *claim["event"]["recipients"], *claim["sources"]]:
            assert text[slice(*part["span"])] == part["text"]


def test_events_are_told_with_their_stances(sayso, read):
    rows = [line.split("\t") for line in sayso("ask").stdout.splitlines()]
    assert rows
    for _, _, arrow, stances, sentence, _ in rows:
        assert " → " in arrow
        assert stances
        assert sentence
