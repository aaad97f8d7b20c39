"""Review on the command line: decided, listed, taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from rule_reader import RuleReader
from test_cli_hostile import assert_tame, evil_ledger  # noqa: F401  a fixture

from sayso.cli import cli

REPORT = """title: A sale
outlet: The Courier
date: 2024-03-06

Dravia sold 4,000 armed drones to Russia in February, Tehran alleged and Dravia denied. Nobody in the town \
said a word about it, and the shops were open as on any other day of the week.
"""


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        for name in ("SAYSO_LEDGER", "SAYSO_PARTIES", "SAYSO_WORKERS", "FORCE_COLOR", "NO_COLOR"):
            patched.delenv(name, raising=False)
        patched.setattr("sayso.reader.Reader", RuleReader)
        folder = tmp_path_factory.mktemp("review")
        patched.chdir(folder)
        Path("sale.txt").write_text(REPORT)
        result = CliRunner().invoke(cli, ["read", "sale.txt"], prog_name="sayso")
        assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture
def review(read_once, sayso):
    """The command beside a copy of a ledger with two claims on one sale."""
    for name in ("sayso.db", "sale.txt"):
        shutil.copy(read_once / name, ".")
    return lambda *args: sayso("review", *args)


def claims(sayso):
    return [record["claim"] for record in map(json.loads, sayso("ask", "--json").stdout.splitlines())]


def test_a_claim_is_corrected_and_the_matter_with_it(review, sayso):
    assert len(sayso("matters", "--contested").stdout.splitlines()) == 1
    result = review(
        "correct", "sale.txt", "2", "--stance", "doubts", "--why", "it only doubts it", "--by", "Ann"
    )
    assert result.exit_code == 0, result.stderr
    assert "Dravia → AID" in result.stdout
    assert "doubted by Dravia" in result.stdout
    assert "Kept as review 1 by Ann; `sayso review undo 1` takes it back" in result.stderr
    assert [claim["stance"] for claim in claims(sayso)] == ["alleges", "doubts"]
    (row,) = [line.split("\t") for line in review().stdout.splitlines()]
    assert (row[0], row[2], row[3], row[6:8]) == ("1", "Ann", "correct", ["sold", "stance"])
    assert row[8:] == ["", "", "it only doubts it"]
    assert review("undo", "1", "--by", "Bob").exit_code == 0
    assert [claim["stance"] for claim in claims(sayso)] == ["alleges", "denies"]
    assert [line.split("\t")[9] for line in review("list").stdout.splitlines()] == ["", "taken back"]
    assert len(sayso("matters", "--contested").stdout.splitlines()) == 1


def test_words_are_found_in_the_sentence(review, sayso):
    parts = (
        "--actor Tehran --recipient Russia --recipient town --type assault --mode aerial --context military"
    )
    more = "--source 0:6 --cue alleged --without objects --opinion --json"
    result = review("correct", "sale.txt", "1", "--time", "in February", *parts.split(), *more.split())
    assert result.exit_code == 0, result.stderr
    made = json.loads(result.stdout)
    event = made["after"]["event"]
    assert [part["text"] for part in event["actors"] + event["recipients"]] == [
        "Tehran",
        "Russia",
        "town",
    ]
    assert (event["type"], event["mode"], event["objects"], made["after"]["opinion"]) == (
        "ASSAULT", "aerial", [], True,
    )  # fmt: skip
    assert [source["text"] for source in made["after"]["sources"]] == ["Dravia"]
    first, second = claims(sayso)
    assert first["event"] == second["event"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["correct", "sale.txt", "1"], "Say what is to be corrected"),
        (
            ["correct", "sale.txt", "1", "--actor", "Dravia"],
            "more than once; give the place as offsets: 0:6 or",
        ),
        (["correct", "sale.txt", "1", "--actor", "Norway"], "'Norway' are no words of the report"),
        (["correct", "sale.txt", "1", "--actor", " "], "no words to look for"),
        (["correct", "sale.txt", "1", "--cue", "sold", "--without", "cue"], "not both"),
        (["correct", "sale.txt", "1", "--stance", "lies"], "'lies' is no stance; there is affirms"),
        (["correct", "sale.txt", "1", "--trigger", "7:9999"], "outside the text"),
        (["accept", "sale.txt", "1", "--by", "A\x1b[2J"], "cannot be seen"),
        (["link", "sale.txt", "1", "object", "iran"], "Invalid value"),
        (["link", "sale.txt", "1", "actor", "iran", "--nth", "2"], "the claim has 1 actor"),
    ],
)
def test_what_makes_no_sense_is_said(review, args, message):
    result = review(*args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert review().stdout == ""


def test_what_is_not_there(review):
    for args in (
        ["accept", "sale.txt", "3"],
        ["correct", "sale.txt", "3", "--stance", "denies"],
        ["reject", "other.txt", "1"],
        ["link", "sale.txt", "1", "actor", "Nobody In Particular"],
        ["undo", "1"],
        ["accept", "sale.txt", "1", "--ledger", "none.db"],
    ):
        result = review(*args)
        assert (result.exit_code, result.stdout) == (1, "")
    assert not Path("none.db").exists()


def test_a_party_is_linked_and_a_claim_rejected(review, sayso):
    result = review("link", "sale.txt", "1", "actor", "france")
    assert "Dravia (France) → AID" in result.stdout, result.stderr
    assert [claim["event"]["actors"][0]["actor"] for claim in claims(sayso)] == ["FRA", "FRA"]
    assert review("unlink", "sale.txt", "2", "actor").exit_code == 0
    rejected = review("reject", "sale.txt", "1", "--why", "no report of it")
    assert rejected.stdout.startswith("left out: “sold” in Dravia sold 4,000 armed drones")
    (left,) = claims(sayso)
    assert left["stance"] == "denies"
    last = json.loads(review("list", "--json", "--limit", "1").stdout)
    assert review("accept", "sale.txt", last["claim"]).exit_code == 0
    assert len(claims(sayso)) == 2
    assert sayso("read", "sale.txt").exit_code == 0
    assert [claim["event"]["actors"][0]["actor"] for claim in claims(sayso)] == [None, None]
    assert len(review("list", "--report", "sale.txt").stdout.splitlines()) == 4


def test_nothing_was_decided_yet(review):
    result = review()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nobody reviewed any claim yet" in result.stderr


def test_people_read_it_in_words(review, in_terminal):
    review("correct", "sale.txt", "1", "--stance", "doubts", "--by", "Ann", "--why", "a\tslip")
    review("undo", "1", "--by", "Bob")
    code, printed = in_terminal("review", columns=200)
    assert code == 0
    assert "Ann corrected stance of" in printed
    assert "taken back" in printed
    assert "Bob took back review 1 on" in printed
    assert "2 decisions" in printed


def test_nothing_hostile_is_printed(evil_ledger, sayso, in_terminal):  # noqa: F811
    from sayso.ledger import Ledger

    with Ledger("sayso.db") as ledger:
        found = next(ledger.claims(), None)
        if found is None:
            pytest.skip("the hostile ledger holds no claims")
        ledger.reviews.reject(found.report_id, 1, "Ann", "<script> =1+1")
    assert_tame(in_terminal("review")[1])
    for args in ([], ["--json"]):
        assert_tame(sayso("review", *args).stdout)
