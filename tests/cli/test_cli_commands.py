from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

COMMANDS = [
    "read", "show", "ask", "matters", "matter", "stories", "new", "review", "watch", "weigh", "parties",
    "lists", "screen", "exposure", "relief", "sources", "status", "rejects", "serve", "export",
]  # fmt: skip


@pytest.fixture
def filled(sayso, news):
    sayso("read", str(news))
    return sayso


def test_read_counts_every_input_once(sayso, news):
    result = sayso("read", str(news))
    assert result.exit_code == 0
    assert result.stdout.startswith("5 inputs: 3 read, 0 unchanged, 2 rejected")
    assert "5 statements found; most by the minister (2), " in result.stdout
    assert "sayso rejects" in result.stdout
    assert "sayso ask --statements --source 'the minister'" in result.stdout
    assert '    "We have no knowledge of any such order, and we will not sign,"\n' in result.stdout
    assert "not read: " in result.stderr
    assert Path("sayso.db").exists()


def test_read_again_changes_nothing(filled, news):
    result = filled("read", str(news))
    assert result.exit_code == 0
    assert result.stdout.startswith("5 inputs: 0 read, 3 unchanged, 2 rejected")
    assert "sayso show" in result.stdout


def test_next_commands_work_as_printed(sayso, news):
    import shlex

    result = sayso("read", str(news), "--ledger", "other place.db")
    commands = [line.split("   ")[0].strip() for line in result.stdout.splitlines() if line[:8] == "  sayso "]
    assert len(commands) == 4
    for command in commands:
        name, *arguments = shlex.split(command)
        assert name == "sayso"
        answer = sayso(*arguments)
        assert answer.exit_code == 0
        assert answer.stdout


def test_read_json_covers_every_readable_input_in_order(sayso, news):
    first = sayso("read", str(news), "--json")
    again = sayso("read", str(news), "--json")
    records = [json.loads(line) for line in first.stdout.splitlines()]
    assert [Path(record["report"]["path"]).name for record in records] == ["a.txt", "b.txt", "c.jsonl"]
    assert list(records[0]) == ["report", "reader", "mentions", "attributions", "claims", "parties"]
    assert "text" not in records[0]["report"]
    assert first.stdout == again.stdout
    assert "\n5 inputs: 0 read, 3 unchanged, 2 rejected" in again.stderr


def test_read_json_with_text_has_exact_spans(sayso, news):
    result = sayso("read", str(news), "--json", "--with-text", "--no-ledger")
    for line in result.stdout.splitlines():
        record = json.loads(line)
        for attribution in record["attributions"]:
            start, end = attribution["source"][0]
            assert record["report"]["text"][start:end] == attribution["speaker"]["text"]
    assert not Path("sayso.db").exists()


def test_a_moved_report_is_printed_with_its_own_path(sayso, news):
    sayso("read", str(news / "a.txt"))
    copy = news / "copy.txt"
    copy.write_bytes((news / "a.txt").read_bytes().replace(b"The Courier", b"Another Paper"))
    result = sayso("read", str(copy), "--json")
    record = json.loads(result.stdout)
    assert record["report"]["path"] == str(copy)
    assert record["report"]["outlet"] == "Another Paper"


def test_read_standard_input(sayso):
    text = "The ships left the harbour before noon. " * 5 + '"All went well," the captain said.'
    result = sayso("read", "-", stdin=json.dumps({"id": 7, "text": text}) + "\n")
    assert result.exit_code == 0
    assert sayso("show", "7").stdout.count("the captain") == 2


@pytest.mark.parametrize(
    "arguments", [["nosuch.txt"], ["gone.txt", "folder/x", *"abc"], ["nosuch.txt", "--json", "--no-ledger"]]
)
def test_a_mistyped_path_makes_no_ledger(sayso, tmp_path, arguments):
    (tmp_path / "gone.txt").symlink_to("nowhere")
    result = sayso("read", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"sayso: error: There is nothing at {arguments[0]}")
    assert result.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["gone.txt"]


def test_a_path_that_is_there_takes_the_missing_ones_along(sayso, news):
    result = sayso("read", "nosuch.txt", str(news / "a.txt"))
    assert result.exit_code == 0
    assert "not read: nosuch.txt: " in result.stderr
    assert "missing" in sayso("rejects").stdout
    assert sayso("read", "-", stdin="").exit_code == 1  # nothing came, but - was no mistake


def test_a_reader_that_fails_on_the_way_out_costs_one_line(sayso, news, monkeypatch):
    from rule_reader import RuleReader

    sayso("read", str(news))
    monkeypatch.setattr("sayso.ledger.Ledger.reading", lambda *_: None)

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(RuleReader, "read", fail)
    result = sayso("read", str(news), "--json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.count("not printed: ") == 3
    assert "3 unchanged" in result.stderr


@pytest.mark.parametrize("workers", ["0", "1", "3"])
def test_read_workers(sayso, news, workers):
    assert "3 read" in sayso("read", str(news), "--workers", workers).stdout


def test_read_nothing_readable_fails(sayso, news):
    result = sayso("read", str(news / "d.xls"), "/nowhere/at/all")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 inputs: 0 read, 0 unchanged, 2 rejected")
    assert "sayso rejects" in result.stdout


def test_many_rejects_are_not_all_told(sayso, news):
    result = sayso("read", *[f"/nowhere/{number}" for number in range(30)], str(news / "a.txt"))
    assert result.exit_code == 0
    assert result.stderr.count("not read") == 11
    assert "30 rejected" in result.stdout
    assert sayso("rejects").stdout.count("/nowhere/") == 30


def test_show_marks_statements(filled):
    shown = filled("show", "a.txt").stdout
    assert "{1 the minister} <1 said>" in shown
    assert '[1 "We have no knowledge of any such order, and we will not sign,"]' in shown
    assert "[3 the ships had already left the harbour]" in shown
    assert "(inside 2)" in shown
    assert "{source} <cue> [content]" in shown


def test_show_json_is_the_reading(filled):
    record = json.loads(filled("show", "b.txt", "--json").stdout)
    assert record["report"]["outlet"] == "Estuary Radio"
    assert "text" in record["report"]


def test_show_of_something_unknown(filled):
    result = filled("show", "aa.txt")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("sayso: error: ")
    assert "a.txt" in result.stderr


def test_ask_by_words_source_outlet_and_date(filled):
    assert filled("ask", "--statements", "order").stdout.count("\n") == 1
    assert filled("ask", "--statements", "--source", "minister").stdout.count("the minister") == 2
    assert "Estuary Radio" not in filled("ask", "--statements", "--outlet", "the courier").stdout
    assert filled("ask", "--statements", "--since", "2023-09").stdout.startswith(
        "2023-09-02\tEstuary Radio\tshe\tsaid\t"
    )
    assert filled("ask", "--statements", "--until", "2023-08").stdout.count("2023-08-21") == 3
    result = filled("ask", "--statements", "--limit", "2")
    assert result.stdout.count("\n") == 2
    assert "there are more" in result.stderr


def test_ask_formats(filled):
    plain = filled("ask", "--statements")
    as_json = [json.loads(line) for line in filled("ask", "--statements", "--json").stdout.splitlines()]
    as_csv = list(csv.DictReader(io.StringIO(filled("ask", "--statements", "--csv").stdout)))
    assert plain.stdout.count("\n") == len(as_json) == len(as_csv) == 5
    assert [one["content"] for one in as_json] == [one["content"] for one in as_csv]
    assert plain.stderr == "5 statements\n"


def test_ask_without_a_match_says_so(filled):
    result = filled("ask", "--statements", "zeppelin")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No statement matches" in result.stderr


def test_sources(filled):
    result = filled("sources")
    assert result.stdout.splitlines()[0].startswith("2\t1\t1\t2023-08-21\tthe minister\t")
    assert "1 statement by a mere pronoun" in result.stderr
    assert "1 of 3 speakers; --limit 0" in filled("sources", "--limit", "1").stderr
    first = json.loads(filled("sources", "--json").stdout.splitlines()[0])
    assert first["statements"] == 2
    assert filled("sources", "--csv").stdout.startswith("speaker,statements,")


def test_status_and_rejects(filled):
    status = dict(line.split("\t") for line in filled("status").stdout.splitlines())
    assert status["statements"] == "5 (0 name nobody)"
    assert status["outlets"] == "2 (The Courier 2, Estuary Radio 1)"
    assert json.loads(filled("status", "--json").stdout)["rejects"] == 2
    rejects = [json.loads(line) for line in filled("rejects", "--json").stdout.splitlines()]
    assert {reject["reason"] for reject in rejects} == {"bad-record", "unknown-type"}
    assert filled("rejects", "--csv").stdout.startswith("path,locator,reason,message,")
    assert "line 2\tbad-record\t" in filled("rejects").stdout


def test_rejects_that_were_read_later(sayso, news):
    (news / "e.txt").touch()
    sayso("read", str(news))
    (news / "e.txt").write_text("The harbour was quiet for all of that day, the captain said.\n")
    sayso("read", str(news))
    assert "e.txt\tempty\t" not in sayso("rejects").stdout
    assert "e.txt\tempty\t" in sayso("rejects", "--all").stdout
    assert len(sayso("rejects", "--all", "--json").stdout.splitlines()) == 3


def test_export(filled, tmp_path):
    lines = filled("export", "jsonl").stdout.splitlines()
    assert [json.loads(line)["report"]["external_id"] for line in lines] == [None, None, "c1"]
    result = filled("export", "csv", "-o", "out.csv")
    assert result.stderr == "5 statements written to out.csv\n"
    assert len(list(csv.DictReader(io.StringIO(Path("out.csv").read_text())))) == 5
    assert not list(Path().glob(".sayso-*"))
    assert filled("export", "csv").stdout == Path("out.csv").read_text()
    assert filled("export", "csv", "-o", "no/such/place.csv").exit_code == 1


def test_export_touches_no_other_file(filled, tmp_path):
    Path("out.csv.part").write_text("mine")
    Path("deep").mkdir()
    Path("link.csv").symlink_to("deep/target.csv")
    Path("deep/target.csv").write_text("old")
    Path("deep/target.csv").chmod(0o640)
    for name in ("out.csv", "link.csv"):
        assert filled("export", "csv", "-o", name).exit_code == 0
    assert Path("out.csv.part").read_text() == "mine"
    assert Path("link.csv").is_symlink()
    assert Path("deep/target.csv").read_text() == Path("out.csv").read_text() != "old"
    assert Path("deep/target.csv").stat().st_mode & 0o777 == 0o640
    Path("fresh").touch()
    assert Path("out.csv").stat().st_mode == Path("fresh").stat().st_mode
    assert not list(Path("deep").glob(".sayso-*"))


def test_an_export_that_fails_leaves_what_was_there(filled, monkeypatch):
    Path("out.csv").write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sayso.export.write", fail)
    result = filled("export", "csv", "-o", "out.csv")
    assert result.exit_code == 1
    assert "out.csv cannot be written (No space left on device)" in result.stderr
    assert Path("out.csv").read_text() == "old"
    assert not list(Path().glob(".sayso-*"))
    assert filled("export", "csv", "-o", ".").exit_code == 1


@pytest.mark.parametrize(
    "command",
    [
        ["show", "x"],
        ["ask"],
        ["ask", "--statements"],
        ["sources"],
        ["status"],
        ["rejects"],
        ["export", "csv"],
        ["export", "claims"],
        ["export", "jsonl"],
    ],
)
def test_without_a_ledger(sayso, command):
    result = sayso(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "`sayso read PATH` makes one" in result.stderr
    assert not Path("sayso.db").exists()


@pytest.mark.parametrize(
    "command",
    [["ask"], ["ask", "--statements"], ["sources"], ["status"], ["rejects"], ["export", "jsonl"]],
)
def test_an_empty_ledger(sayso, command):
    from sayso.ledger import Ledger

    Ledger("sayso.db").close()
    result = sayso(*command)
    assert result.exit_code == 0
    assert result.stderr
    assert sayso("show", "x").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read"], "PATH"),
        (["read", "x", "--with-text"], "--json"),
        (["read", "x", "--json", "--no-ledger", "--ledger", "y"], "exclude"),
        (["read", "x", "--workers", "-1"], "--workers"),
        (["ask", "--since", "yesterday"], "2023-08-21"),
        (["ask", "--since", "2023-02-30"], "2023-02-30"),
        (["ask", "--since", "2023-09", "--until", "2023-08"], "later"),
        (["ask", "--json", "--csv"], "exclude"),
        (["ask", "--type", "SELL"], "COOPERATE, AID, RETREAT"),
        (["ask", "--type", "aid,atack"], "'atack' is no type of event"),
        (["ask", "--type", ","], "There are AGREE"),
        (["ask", "--stance", "denied"], "did you mean denies? There are affirms, alleges, denies,"),
        (["ask", "--min-confidence", "70"], "--min-confidence"),
        (["ask", "--statements", "--actor", "Iran"], "leave out --actor or --statements"),
        (["ask", "--statements", "--min-confidence", "0.5"], "leave out --min-confidence"),
        (["export", "xml"], "jsonl"),
        (["export", "jsonl", "--spreadsheet"], "csv, claims, parties"),
        (["reed"], "sources"),
        (["ask", "--sauce", "x"], "--sauce"),
    ],
)
def test_misuse_is_exit_code_2(sayso, arguments, says):
    result = sayso(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_setting_that_makes_no_sense_is_misuse(sayso, monkeypatch):
    monkeypatch.setenv("SAYSO_WORKERS", "many")
    result = sayso("read", "-")
    assert result.exit_code == 2
    assert "SAYSO_WORKERS" in result.stderr


def test_the_ledger_setting(sayso, news, monkeypatch):
    monkeypatch.setenv("SAYSO_LEDGER", "elsewhere.db")
    result = sayso("read", str(news))
    assert "The ledger is elsewhere.db" in result.stdout
    assert "--ledger" not in result.stdout
    assert sayso("status").exit_code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(sayso, command):
    result = sayso(command, "--help")
    assert result.exit_code == 0
    assert f"sayso {command}" in result.stdout.partition("Examples:")[2]


def test_help_lists_every_command(sayso):
    from sayso.cli import COMMANDS as KNOWN

    result = sayso("--help")
    assert list(KNOWN) == COMMANDS
    for command in COMMANDS:
        assert f"  {command} " in result.stdout


def test_a_reader_that_fails_costs_one_report(sayso, news):
    (news / "bb.txt").write_text(
        "This report is unreadable on purpose, all of it and from the very start. " * 3
    )
    result = sayso("read", str(news))
    assert result.stdout.startswith("6 inputs: 3 read, 0 unchanged, 3 rejected")
    assert "ZeroDivisionError: asked for" in sayso("rejects").stdout


def test_a_faulty_program_says_that_the_ledger_is_whole(sayso, news, monkeypatch):
    from sayso.ledger import Ledger

    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(Ledger, "append_reject", fail)
    from click.testing import CliRunner

    from sayso.cli import cli

    result = CliRunner().invoke(cli, ["read", str(news)])
    assert isinstance(result.exception, RuntimeError)
    assert "which is whole" in result.stderr


def test_ctrl_c_says_how_to_go_on(sayso, news, monkeypatch):
    from sayso.ledger import Ledger

    real = Ledger.append
    count = 0

    def append(self: Ledger, *arguments: object) -> bool:
        nonlocal count
        count += 1
        if count == 2:
            raise KeyboardInterrupt
        return real(self, *arguments)

    monkeypatch.setattr(Ledger, "append", append)
    result = sayso("read", str(news))
    assert result.exit_code == 130
    assert "the same command goes on from there" in result.stderr
    monkeypatch.setattr(Ledger, "append", real)
    assert sayso("read", str(news)).stdout.startswith("5 inputs: 2 read, 1 unchanged, 2 rejected")
