"""``sayso screen``: names, files and the ledger's own parties looked up in lists."""

from __future__ import annotations

import csv
import io
import json

import pytest
from test_cli_hostile import EVIL, assert_tame
from tests.ledger.ledger_list_samples import list_of
from tests.lists.list_server import ftm

from sayso.ledger import Ledger

REPORTS = ("Ann Example said the port is open.", "Ben Beispiel said the port is shut.")


@pytest.fixture
def listed(sayso, tmp_path):
    """A ledger with one small list."""
    with Ledger("sayso.db") as ledger:
        ledger.lists.add(list_of("own", "Ann Example", "Oleg Ivanovich Primerov", "Bertha Handel"))
    return sayso


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_a_name(listed):
    result = listed("screen", "Anne Example")
    assert result.exit_code == 0
    (row,) = rows(result.stdout)
    assert row[1:6] == ["Anne Example", row[2], "yes", "own:1", "Ann Example"]
    assert 0.7 <= float(row[2]) <= 0.99
    assert row[10] == "own@2024-01-31"
    assert "“Anne Example” is close to “Ann Example”" in row[11]
    assert "1 of 1 name with a match" in result.stderr


def test_words_without_quotation_marks_are_one_name(listed):
    assert listed("screen", "Ann", "Example").stdout.count("own:1") == 1
    assert rows(listed("screen", "Ann Example", "Bertha").stdout)[0][0] == "Ann Example"


def test_nobody_is_no_failure(listed):
    result = listed("screen", "Xaver Quirin")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 of 1 name with a match" in result.stderr


def test_what_is_known_decides(listed):
    score = {}
    for born in ("1962-03", "1980"):
        (line,) = listed("screen", "Ann Example", "--born", born, "--json").stdout.splitlines()
        results = json.loads(line)["results"]
        score[born] = results[0]["score"] if results else 0
    assert score["1962-03"] > 0.9 > score["1980"]


def test_json_is_in_the_shape_of_yente(listed):
    (line,) = listed("screen", "Олег Примеров", "--kind", "person", "--json").stdout.splitlines()
    record = json.loads(line)
    assert record["query"] == {"key": "Олег Примеров", "names": ["Олег Примеров"], "kind": "person"}
    (result,) = record["results"]
    assert result["caption"] == "Oleg Ivanovich Primerov"
    assert result["schema"] == "Person"
    assert {"id", "score", "match", "explanations", "why", "list", "version", "algorithm"} <= set(result)
    assert all({"score", "detail"} == set(part) for part in result["explanations"].values())


def test_csv(listed):
    result = listed("screen", "Ann Example", "Bertha Handel", "--csv")
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["name"], row["id"], row["match"]) for row in found] == [
        ("Ann Example", "own:1", "yes"),
        ("Bertha Handel", "own:3", "yes"),
    ]


def test_a_number(listed):
    result = listed("screen", "--number", "a-1", "--json")
    assert {hit["id"] for hit in json.loads(result.stdout)["results"]} == {"own:1", "own:2", "own:3"}


def test_a_file_loses_nothing(listed, tmp_path):
    (tmp_path / "asked.csv").write_text("name,country\nAnn Example,Iran\nBen,Atlantis\nXaver Quirin,\n")
    result = listed("screen", "asked.csv", "--json")
    assert result.exit_code == 0
    assert [json.loads(line)["query"]["key"] for line in result.stdout.splitlines()] == ["line 2", "line 4"]
    assert "not screened: asked.csv, line 3: 'Atlantis' is no country" in result.stderr


def test_standard_input(listed):
    result = listed("screen", "-", stdin="Ann Example\nBertha Handel\n")
    assert [row[4] for row in rows(result.stdout)] == ["own:1", "own:3"]


def test_a_file_without_anybody_fails(listed, tmp_path):
    (tmp_path / "empty.txt").write_text("\n")
    assert listed("screen", "empty.txt").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Ann", "--kind", "ghost"], "'ghost' is no kind"),
        (["Ann", "--country", "Atlantis"], "no country"),
        (["Ann", "--born", "soon"], "no date"),
        (["--kind", "person"], "go with a name"),
        (["Ann", "--json", "--csv"], "exclude each other"),
        (["Ann", "--threshold", "2"], "2"),
    ],
)
def test_misuse(listed, arguments, words):
    result = listed("screen", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_no_lists_and_no_ledger(sayso):
    assert sayso("screen", "Ann").exit_code == 1
    Ledger("sayso.db").close()
    result = sayso("screen", "Ann")
    assert result.exit_code == 1
    assert "sayso lists add FILE" in result.stderr


def test_an_unknown_list(listed):
    result = listed("screen", "Ann Example", "--list", "other")
    assert result.exit_code == 1
    assert "other" in result.stderr


def test_several_processes_give_the_same(listed, tmp_path):
    names = [f"Ann Example {number}" for number in range(30)] + ["Bertha Handel"]
    (tmp_path / "names.txt").write_text("\n".join(names))
    one = listed("screen", "names.txt", "--json", "--workers", "1").stdout
    assert listed("screen", "names.txt", "--json", "--workers", "2").stdout == one
    assert len(one.splitlines()) == len(names)


def test_reading_screens_and_a_new_list_screens_anew(sayso, tmp_path, real_reader):
    for number, text in enumerate(REPORTS):
        (tmp_path / f"{number}.txt").write_text(text)
    (tmp_path / "own.json").write_bytes(ftm("Ann Example", "Else Somebody"))
    assert sayso("lists", "add", "own.json", "--published", "2024-01-01").exit_code == 0
    result = sayso("read", "0.txt", "1.txt")
    assert "1 party of the ledger with a match" in result.stdout
    assert "sayso screen" in result.stdout
    (row,) = rows(sayso("screen").stdout)
    assert row[1] == "Ann Example"
    (tmp_path / "own.json").write_bytes(ftm("Else Somebody", "Ben Beispiel"))
    result = sayso("lists", "add", "own.json", "--published", "2024-02-01")
    assert "1 party of the ledger with a match" in result.stderr
    result = sayso("screen", "--json")
    (link,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert link["names"] == ["Ben Beispiel"]
    assert link["version"] == "own@2024-02-01"
    assert "0 screened now" in result.stderr


def test_hostile_names(listed, tmp_path, in_terminal):
    with Ledger("sayso.db") as ledger:
        ledger.lists.add(list_of("evil", f"Ann {EVIL}"))
    assert_tame(listed("screen", f"Ann {EVIL}").stdout)
    _, printed = in_terminal("screen", "Ann evil", "--threshold", "0.5")
    assert "\x1b]" not in printed
    assert "\u202e" not in printed
