"""``sayso parties``: who is meant by the words of a text."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pytest
from test_cli_hostile import EVIL, assert_tame

from sayso.reader import Reader

TEXT = "Tehran denied it, the Iranian foreign minister said."
OWN = """
parties:
- name: Corvane Systems
  kind: company
  names: [Corvane]
  country: Norway
  belongs_to: NOR/government
"""
COLUMNS = 10


@cache
def trained(model_dir: Path | None = None, *, parties: Path | None = None) -> Reader:
    """The trained reader, loaded once for all these tests."""
    return Reader(model_dir, parties=parties)


@pytest.fixture(autouse=True)
def _trained(monkeypatch, tmp_path, real_reader):
    monkeypatch.setattr("sayso.reader.Reader", trained)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))  # nobody's own parties
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own parties.yaml"
    path.write_text(OWN)
    return path


@pytest.fixture
def command():
    """The command line as it is installed, for `in_terminal`."""
    return [sys.executable, "-m", "sayso"]


def rows(result):
    return [line.split("\t") for line in result.stdout.splitlines()]


# ---- who is meant ------------------------------------------------------------------------------------------


def test_who_is_meant_in_a_text(sayso):
    result = sayso("parties", TEXT, "--date", "2023-08-21")
    assert result.exit_code == 0
    found = rows(result)
    assert {len(row) for row in found} == {COLUMNS}
    assert found[0][:7] == ["0:6", "Tehran", "IRN", "Iran", "state", "IR", "GOV"]
    assert found[0][8] == "capital"
    minister = next(row for row in found if row[0] == "18:46")
    assert minister[1:5] == [
        "the Iranian foreign minister",
        "hossein-amir-abdollahian",
        "Hossein Amir-Abdollahian",
        "person",
    ]
    assert all(0 < float(row[7]) <= 1 for row in found)
    assert result.stderr == f"{len(found)} mentions\n"


def test_words_need_no_quotation_marks(sayso):
    assert sayso("parties", *TEXT.split()).stdout == sayso("parties", TEXT).stdout


def test_the_day_tells_who_held_an_office(sayso):
    def minister(*options):
        return next(row[2] for row in rows(sayso("parties", TEXT, *options)) if row[0] == "18:46")

    assert minister("--date", "2023-08-21") == minister("--date", "2023-08") == "hossein-amir-abdollahian"
    assert minister("--date", "2015") == "mohammad-javad-zarif"
    assert minister() == "IRN/foreign-ministry"


def test_a_text_younger_than_the_facts_is_doubted(sayso):
    (row,) = rows(sayso("parties", "Vladimir Putin left.", "--date", "2031-01-01"))
    assert row[-1] == "in office when last checked on 2025-03-31"


def test_standard_input(sayso):
    given = sayso("parties", TEXT)
    assert sayso("parties", stdin=TEXT).stdout == given.stdout
    assert sayso("parties", stdin=TEXT + "\r\n\r\n").stdout == given.stdout
    assert sayso("parties", stdin=b"\xef\xbb\xbf" + TEXT.encode()).stdout == given.stdout


def test_bytes_that_are_not_utf8(sayso):
    result = sayso("parties", stdin=b"The minister \xff\xfe of Iran left. Caf\xe9 Iran.")
    assert result.exit_code == 0
    assert "Iran" in result.stdout


def test_the_outlet_speaks_as_we(sayso):
    text = '"We were told of it," we said.'
    assert "reuters" in sayso("parties", text, "--outlet", "Reuters").stdout
    assert "reuters" not in sayso("parties", text).stdout


def test_all_lists_dates_things_and_places_too(sayso):
    text = "Iran sold 20 drones to Russia in Aleppo on Monday."
    few, every = (sayso("parties", text, "--date", "2023-08-21", *more) for more in ((), ("--all",)))
    assert [row[1] for row in rows(few)] == ["Iran", "Russia"]
    assert {"Iran", "Russia", "Aleppo", "Monday"} <= {row[1] for row in rows(every)}
    assert {"place", "date"} <= {row[4] for row in rows(every)}
    assert set(few.stdout.splitlines()) <= set(every.stdout.splitlines())


def test_json(sayso):
    result = sayso("parties", TEXT, "--date", "2023-08-21", "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert list(records[0]) == ["span", "text", "kind", "actor", "score", "why", "party"]
    for record in records:
        start, end = record["span"]
        assert TEXT[start:end] == record["text"]
        assert record["party"]["id"] == record["actor"]
    assert records[0]["party"]["countries"] == ["IR"]
    assert len(records) == len(rows(sayso("parties", TEXT, "--date", "2023-08-21")))


def test_json_of_what_could_not_be_told(sayso):
    result = sayso("parties", "The officials said on Monday that Kim had left.", "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records
    assert {(record["actor"], record["party"]) for record in records} == {(None, None)}
    assert result.stderr == f"{len(records)} mention{'s' * (len(records) > 1)}, {len(records)} unresolved\n"


def test_a_text_without_anybody(sayso):
    result = sayso("parties", "nothing at all")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 mentions\n")


# ---- what is known of a name -------------------------------------------------------------------------------


def test_what_is_known_of_a_name(sayso):
    assert sayso("parties", "--name", "IRGC").stdout == (
        "Islamic Revolutionary Guard Corps  (IRN/irgc)  military IR MIL PRM\n"
        "    part of Armed forces of Iran, Government of Iran, Iran\n"
    )
    assert "control: state" in sayso("parties", "--name", "RT").stdout
    for words in ("RUS", "ru", "365", "Russian", "the Russian Federation"):
        assert sayso("parties", "--name", words).stdout == "Russia  (RUS)  state RU GOV\n"


def test_every_party_of_a_name(sayso):
    assert sayso("parties", "--name", "Bush").stdout.count("(george-") == 2


def test_a_person_and_the_offices(sayso):
    shown = sayso("parties", "--name", "Sergei Shoigu", "--date", "2023-01-01").stdout
    assert "part of Ministry of Defence of Russia, Government of Russia, Russia" in shown
    assert "2012-11-06 to 2024-05-12" in shown
    record = json.loads(sayso("parties", "--name", "Sergei Shoigu", "--json").stdout)
    assert record["belongs_to"] == "RUS/security-council"
    assert [office["since"] for office in record["offices"]] == ["2012-11-06", "2024-05-12"]


def test_a_name_that_nobody_has(sayso):
    for name in ("Nobody of This Name", "", " ", "RUS/nothing", "/", EVIL):
        result = sayso("parties", "--name", name)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("No party is known by that name.")


# ---- own parties -------------------------------------------------------------------------------------------


def test_own_parties_by_option(sayso, own):
    (row,) = rows(sayso("parties", "On Monday Corvane left.", "--parties", str(own)))
    assert row[1:6] == ["Corvane", "corvane-systems", "Corvane Systems", "company", "NO"]
    shown = sayso("parties", "--name", "Corvane", "--parties", str(own)).stdout
    assert shown == (
        "Corvane Systems  (corvane-systems)  company NO\n    part of Government of Norway, Norway\n"
    )
    assert sayso("parties", "--name", "Corvane").exit_code == 1


def test_own_parties_by_environment_and_in_the_usual_place(sayso, own, monkeypatch, tmp_path):
    usual = tmp_path / "config" / "sayso" / "parties.yaml"
    usual.parent.mkdir(parents=True)
    usual.write_text(OWN.replace("Norway", "Sweden"))
    assert "company SE" in sayso("parties", "--name", "Corvane").stdout
    monkeypatch.setenv("SAYSO_PARTIES", str(own))
    assert "company NO" in sayso("parties", "--name", "Corvane").stdout
    other = tmp_path / "other.yaml"
    other.write_text(OWN.replace("Norway", "Finland"))
    assert "company FI" in sayso("parties", "--name", "Corvane", "--parties", str(other)).stdout


@pytest.mark.parametrize("asked", [["Iran left."], ["--name", "Iran"]])
def test_own_parties_that_are_wrong(sayso, tmp_path, asked):
    path = tmp_path / "own.yaml"
    path.write_text("parties:\n- name: A\n  kind: firm\nnope: 1\n")
    result = sayso("parties", *asked, "--parties", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"sayso: error: {path}, line ")
    assert "'firm' is no kind" in result.stderr
    assert f"{path}, line 4: there is no 'nope'" in result.stderr


@pytest.mark.parametrize("content", [None, b"caf\xe9: 1", b"a: [b", b"\x00"])
def test_own_parties_that_cannot_be_read(sayso, tmp_path, content):
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_bytes(content)
    result = sayso("parties", "Iran left.", "--parties", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(path) in result.stderr
    assert "Traceback" not in result.stderr


# ---- asked wrongly -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "there is no text"),
        (["  "], "there is no text"),
        (["Iran", "--name", "Iran"], "leave out TEXT"),
        (
            ["Iran", "--date", "foo"],
            "is no date; write a year (2023), a month (2023-08) or a day (2023-08-21)",
        ),
        (["Iran", "--date", "2023-13"], "is no date"),
        (["Iran", "--nope"], "No such option"),
        (["--name"], "requires an argument"),
    ],
)
def test_asked_wrongly(sayso, arguments, told):
    result = sayso("parties", *arguments, stdin="")
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.split())


def test_help_has_examples(sayso):
    shown = sayso("parties", "--help").stdout
    assert "sayso parties --name IRGC" in shown
    assert "--parties FILE" in shown


def test_a_text_that_is_too_long_is_not_cut_off_in_silence(sayso, monkeypatch):
    monkeypatch.setattr("sayso.cli.parties.MOST_CHARACTERS", 400)
    result = sayso("parties", stdin="Fine. " * 100 + "Iran left.")
    assert "Iran" in result.stdout or "400" in result.stderr


# ---- hostile words -----------------------------------------------------------------------------------------

HOSTILE = (
    f'Iran {EVIL} sold Corvane {EVIL} Shipping to Kyle Robinson, a {EVIL} lawyer. "We {EVIL}," Iran said.'
)


@pytest.mark.parametrize("options", [[], ["--json"], ["--all"], ["--outlet", EVIL]], ids=" ".join)
def test_nothing_hostile_is_printed(sayso, options):
    result = sayso("parties", HOSTILE, *options)
    assert result.exit_code == 0
    assert_tame(result.stdout)
    assert_tame(result.stderr)
    assert "IRN" in result.stdout
    if "--json" in options:
        assert [json.loads(line) for line in result.stdout.splitlines()]
    else:
        assert {line.count("\t") for line in result.stdout.splitlines()} == {COLUMNS - 1}


def test_own_parties_cannot_print_anything_hostile(sayso, tmp_path):
    path = tmp_path / f"own{EVIL.replace('/', '')}.yaml"
    evil = json.dumps(EVIL)
    path.write_text(f"parties:\n- {{name: {evil}, kind: company, id: evil, names: [Corvane]}}\n")
    for asked in (["Corvane left Iran."], ["--name", "Corvane"]):
        for options in ([], ["--json"]):
            result = sayso("parties", *asked, *options, "--parties", str(path))
            assert result.exit_code == 0
            assert "owned" in result.stdout
            assert_tame(result.stdout)
            assert_tame(result.stderr)
    path = path.with_suffix(".yml")
    path.write_text(f"parties:\n- {{name: {evil}, kind: {evil}, {evil}: 1, country: {evil}}}\n{evil}: 1\n")
    result = sayso("parties", "Iran left.", "--parties", str(path))
    assert result.exit_code == 2
    assert_tame(result.stderr)


def test_a_terminal_gets_a_table_and_nothing_hostile(in_terminal, own):
    code, printed = in_terminal("parties", f"{HOSTILE} {TEXT}", "--date", "2031-01-01", "--parties", str(own))
    assert code == 0
    assert_tame(printed)
    assert "Iran" in printed
    assert "foreign minister" in printed
    assert max(map(len, printed.splitlines())) < 200
