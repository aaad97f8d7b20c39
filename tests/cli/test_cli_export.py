"""``sayso export``: formats, conditions, and what goes to a terminal."""

import csv
import io
import json
from pathlib import Path

import pytest

from sayso.export import FORMATS

REPORT = (
    "Iran sold 400 drones to Russia on Monday, officials in Kyiv said. "
    "Russia’s defence ministry denied that it bought drones from Iran.\n"
)


@pytest.fixture
def one(sayso, tmp_path):
    (tmp_path / "wire.txt").write_text(REPORT, encoding="utf-8")
    assert sayso("read", "wire.txt").exit_code == 0
    return sayso


@pytest.mark.parametrize("form", FORMATS)
def test_to_a_file_and_to_a_pipe(one, form):
    if FORMATS[form].needs:
        pytest.importorskip("pyarrow")
    name = f"out{FORMATS[form].suffix}"
    result = one("export", form, "-o", name)
    assert result.exit_code == 0
    assert f" written to {name}" in result.stderr
    piped = one("export", form)
    assert piped.stdout_bytes == Path(name).read_bytes()
    assert piped.stderr.split(" written")[0] == result.stderr.split(" written")[0]


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.kind != "binary"])
def test_nothing_steers_a_terminal(sayso, form):
    from tests.export.export_samples import evil, wire

    from sayso.ledger import Ledger

    with Ledger("sayso.db") as ledger:
        assert ledger.append(evil())
        assert ledger.append(wire())
    result = sayso("export", form)
    assert result.exit_code == 0
    allowed = "\n\t" if form == "polecat" else "\n"
    assert {char for char in result.stdout if not char.isprintable()} <= set(allowed)


def test_help_tells_of_every_format(sayso):
    text = " ".join(sayso("export", "--help").stdout.split())
    for name, form in FORMATS.items():
        assert f"{name} {form.title}" in text


def test_conditions(one):
    rows = list(csv.DictReader(io.StringIO(one("export", "claims").stdout)))
    stance = rows[0]["stance"]
    others = ",".join({row["stance"] for row in rows} ^ {"denies", "predicts", stance})
    assert list(csv.DictReader(io.StringIO(one("export", "claims", "--stance", stance).stdout))) == rows
    assert one("export", "claims", "--stance", others).stdout.count("\n") == 1
    events = [json.loads(line) for line in one("export", "plover", "--type", "aid").stdout.splitlines()]
    assert {event["event"][0] for event in events} <= {"AID"}
    assert one("export", "claims", "--since", "2030").stdout.count("\n") == 1


def test_what_a_format_cannot_say_is_counted(one):
    result = one("export", "graphml")
    assert "left out: they have one side only" in result.stderr or " left out" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["jsonl", "--since", "2023"], "--since does not go with jsonl: it is always the whole ledger"),
        (["csv", "--type", "aid"], "--type does not go with csv: it takes --source, --outlet, --since"),
        (["gexf", "--stance", "denies"], "--stance does not go with gexf: it takes --type, --actor"),
        (["claims", "--since", "2023-09", "--until", "2023-08"], "nothing can lie between"),
        (
            ["plover", "--spreadsheet"],
            "--spreadsheet goes with csv, claims, parties, ftm-statements, polecat",
        ),
        (["claims", "--type", "sell"], "is no type of event"),
    ],
)
def test_asked_wrongly(one, arguments, says):
    result = one("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in " ".join(result.stderr.split())


def test_bytes_do_not_go_to_a_terminal(one, monkeypatch):
    monkeypatch.setattr("sayso.cli.export.to_terminal", lambda: True)
    result = one("export", "parquet")
    assert result.exit_code == 2
    assert "write it with -o claims.parquet" in result.stderr
    assert one("export", "claims").exit_code == 0


def test_without_pyarrow(one, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    result = one("export", "parquet", "-o", "claims.parquet")
    assert result.exit_code == 2
    assert "pip install 'sayso[parquet]'" in result.stderr
    assert not Path("claims.parquet").exists()
