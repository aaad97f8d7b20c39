"""Matters on the command line: listed, shown whole, corrected; stories, what is new, watches."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from rule_reader import RuleReader
from test_cli_hostile import EVIL, assert_tame, evil_ledger  # noqa: F401  a fixture

from sayso.cli import cli

WIRE = """title: Calvera accuses Dravia of selling drones
outlet: Ostwind Agency
date: 2024-03-04

AMARIS (Ostwind Agency) - Dravia sold 6,000 armed drones to Russia in February, Calvera alleged on Monday. \
The crates were seen in the port of Sorvane by harbour pilots and by two crews of fishermen, who counted \
them for a whole night.

Officials in the capital had been waiting for pictures of the crates for some weeks, and the harbour master \
kept a list of the ships that came and went.

The pilots, who asked not to be named, said that a fourth ship was waiting outside the port for the tide.
"""
COPY = WIRE.replace("Calvera accuses Dravia of selling drones", "Drones on the quay").replace(
    "outlet: Ostwind Agency", "outlet: Lowland Times"
).rpartition("\n\n")[0]  # fmt: skip
DENIAL = """title: Nothing was sold
outlet: The Courier
date: 2024-03-06

Dravia sold 4,000 armed drones to Russia in February, Tehran alleged and Dravia denied. Nobody in the town \
said a word about it, and the shops were open as on any other day of the week.
"""
OTHER = """title: A raid
outlet: The Courier
date: 2024-05-09

Ruritania attacked Sylvania in Plateau State on Sunday, Graustark said. The markets were closed for a day.
"""


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    """A folder with a ledger that two runs filled, and what the second one printed."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("SAYSO_LEDGER", "SAYSO_PARTIES", "SAYSO_WORKERS", "FORCE_COLOR", "NO_COLOR"):
            patched.delenv(name, raising=False)
        patched.setattr("sayso.reader.Reader", RuleReader)
        folder = tmp_path_factory.mktemp("matters")
        patched.chdir(folder)
        for name, text in (("wire", WIRE), ("copy", COPY), ("denial", DENIAL), ("other", OTHER)):
            Path(f"{name}.txt").write_text(text)
        for names in (["wire.txt", "copy.txt"], ["denial.txt", "other.txt"]):
            result = CliRunner().invoke(cli, ["read", *names], prog_name="sayso")
            assert result.exit_code == 0, result.stderr
    return folder, result


@pytest.fixture
def weighed(read_once, sayso, tmp_path):
    """The command line beside a copy of that ledger."""
    folder, _ = read_once
    shutil.copy(folder / "sayso.db", tmp_path)
    return sayso


@pytest.fixture
def sale(weighed) -> str:
    """The id of the matter that is contested."""
    ((matter, *_),) = rows(weighed("matters", "--contested"))
    return matter


def rows(result):
    assert result.exit_code == 0, result.stderr
    return [line.split("\t") for line in result.stdout.splitlines()]


def records(result):
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


# ---- read, weigh, status -----------------------------------------------------------------------------------


def test_read_says_what_weighing_came_to(read_once):
    printed = read_once[1].stdout
    assert "\n1 new matter, 1 changed\n" in printed
    assert "  sayso matters " in printed
    assert "  sayso new --since 1 " in printed


def test_weighing_can_be_left_to_later(sayso):
    Path("wire.txt").write_text(WIRE)
    assert "matter" not in sayso("read", "wire.txt", "--no-weigh").stdout
    result = sayso("matters")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing is weighed in this ledger yet: `sayso weigh`" in result.stderr
    assert "1 report is not weighed yet" in sayso("matters").stderr
    assert "1 report not weighed yet" in sayso("status").stdout
    assert sayso("matter", "m123").exit_code == 1
    result = sayso("weigh")
    assert re.match(r"1 report weighed \([\d.]+ s\), 1 new matter, 0 changed\n", result.stdout)
    assert "sayso matters" in result.stderr
    assert sayso("weigh").stdout == "Everything was weighed already\n"
    assert records(sayso("weigh", "--json"))[0]["readings"] == 0
    assert len(rows(sayso("matters"))) == 1


@pytest.mark.parametrize(
    "question", [["matters"], ["stories"], ["new", "--since", "2024"], ["watch"], ["matter", "decisions"]]
)
def test_an_empty_ledger_says_what_to_do(sayso, question):
    from sayso.ledger import Ledger

    assert "There is no ledger" in sayso(*question).stderr
    assert sayso(*question).exit_code == 1
    Ledger("sayso.db").close()
    result = sayso(*question)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (
        "`sayso read PATH`" in result.stderr
        or "Nobody decided" in result.stderr
        or "watch add" in result.stderr
    )


@pytest.mark.parametrize(
    "command", [["matter", "join", "m1", "m2"], ["watch", "add", "--party", "Iran"], ["weigh"]]
)
def test_a_slip_of_the_pen_makes_no_ledger(sayso, command):
    result = sayso(*command, "--ledger", "slip.db")
    assert result.exit_code == 1
    assert "There is no ledger at slip.db" in result.stderr
    assert not Path("slip.db").exists()


def test_a_ledger_of_an_earlier_sayso(sayso):
    old = Path(__file__).parents[1] / "ledger" / "version_4_sqlite.sql"
    with sqlite3.connect("sayso.db") as connection:
        connection.executescript(old.read_text())
    connection.close()
    for question in (["matters"], ["stories"], ["matters", "--contested"], ["ask", "--contested"]):
        result = sayso(*question)
        assert (result.exit_code, result.stdout) == (0, "")
        assert "`sayso weigh`" in result.stderr
    assert "matter" not in sayso("status").stdout
    assert records(sayso("ask", "--json"))[0]["matter"] is None
    assert sayso("matter", "m12345").exit_code == 1
    assert sayso("weigh").exit_code == 0
    assert len(rows(sayso("matters"))) == 1


def test_status_counts_matters_and_stories(weighed):
    facts = dict(rows(weighed("status")))
    assert facts["matters"] == "2 (1 in several reports, 1 contested)"
    assert facts["stories"] == "1 of several reports (1 report is a copy)"
    (record,) = records(weighed("status", "--json"))
    assert record["weighed"] == {
        "matters": 2, "in_several_reports": 1, "contested": 1, "stories": 1, "copies": 1, "not_weighed": 0,
    }  # fmt: skip


# ---- matters -----------------------------------------------------------------------------------------------


def test_matters_tell_how_they_stand(weighed):
    raid, sale = rows(weighed("matters"))
    assert raid[1:4] == ["2024-05-09", "", "Ruritania → ASSAULT → Sylvania"]
    assert sale[1:4] == ["2024-03-04 to 2024-03-06", "contested", "Dravia → AID 6,000 armed drones → Russia"]
    assert sale[4] == (
        "alleged by Calvera (via 2 outlets), Tehran; denied by Dravia; "
        "3 origins in 3 reports since 2024-03-04"
    )
    assert "2 matters; `sayso matter ID` shows one whole" in weighed("matters").stderr


@pytest.mark.parametrize(
    ("question", "count"),
    [
        (["--contested"], 1),
        (["drones"], 1),
        (["armed", "drones", "--type", "aid,assault"], 1),
        (["--type", "ASSAULT"], 1),
        (["--actor", "Dravia", "--recipient", "Russia"], 1),
        (["--actor", "Russia"], 0),
        (["--since", "2024-04"], 1),
        (["--until", "2024-04"], 1),
        (["--limit", "1"], 1),
        (["submarines"], 0),
    ],
)
def test_matters_that_fit(weighed, question, count):
    result = weighed("matters", *question)
    assert len(rows(result)) == count
    if not count:
        assert "No matter fits." in result.stderr
    if "--limit" in question:
        assert "there are more: --limit 0" in result.stderr


def test_matters_as_json_and_csv(weighed, sale):
    raid, its = records(weighed("matters", "--json"))
    assert (its["matter"], its["contested"], its["independent"], its["reports"]) == (sale, True, 3, 3)
    assert its["in_words"].startswith("alleged by Calvera (via 2 outlets), Tehran; denied by Dravia")
    assert [origin["name"] for origin in its["standing"]["origins"]] == ["Calvera", "Dravia", "Tehran"]
    found = list(csv.DictReader(io.StringIO(weighed("matters", "--csv").stdout)))
    assert [(row["matter"], row["contested"], row["actors"]) for row in found] == [
        (raid["matter"], "no", "Ruritania"),
        (sale, "yes", "Dravia"),
    ]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (["--since", "2024-05", "--until", "2024-04"], "nothing can lie between"),
        (["--type", "theft"], "is no type of event"),
        (["--json", "--csv"], "exclude each other"),
        (["--since", "soon"], "soon"),
    ],
)
def test_matters_asked_wrongly(weighed, question, says):
    result = weighed("matters", *question)
    assert result.exit_code == 2
    assert says in result.stderr


# ---- one matter --------------------------------------------------------------------------------------------


def test_a_matter_whole(weighed, sale):
    shown = weighed("matter", sale[:6]).stdout
    assert shown.startswith(f"Dravia → AID 6,000 armed drones → Russia  {sale}  contested\n  type      AID\n")
    assert (
        "  rests on  3 independent origins in 3 reports (2 stories, copies counted once), 4 claims\n" in shown
    )
    assert "\nDenied by\n    Dravia\n      denies 1×, 2024-03-06; in The Courier\n" in shown
    timeline = shown.partition("\nTimeline\n")[2]
    wire, denial = re.findall(r"\w{8}(?=:1)", re.sub(r"also in .*", "", timeline))
    copy = re.search(r"also in 1 copy: Lowland Times (\w{8}):1", timeline)[1]
    assert timeline == (
        "2024-03-04  alleged by Calvera\n"
        "              “AMARIS (Ostwind Agency) - Dravia *sold* 6,000 armed drones to Russia in February, "
        "Calvera alleged on Monday.”\n"
        f"              Ostwind Agency  {wire}:1\n"
        f"              also in 1 copy: Lowland Times {copy}:1\n"
        "2024-03-06  alleged by Tehran\n"
        "            denied by Dravia\n"
        "              “Dravia *sold* 4,000 armed drones to Russia in February, Tehran alleged and Dravia "
        "denied.”\n"
        f"              The Courier  {denial}:1,2\n"
    )
    assert "Lowland Times" not in weighed("show", wire).stdout


def test_copies_and_reasons_on_demand(weighed, sale):
    shown = weighed("matter", sale, "--copies", "--why").stdout
    assert re.search(r"Lowland Times  \w{8}:1  in a copy\n", shown)
    assert "also in" not in shown
    assert "1.00 the first report of it\n" in shown
    assert re.search(r"0\.\d\d .*“sold”.* reported 2 days apart \(likest to \w{8}:1\)\n", shown)


def test_a_matter_as_json(weighed, sale):
    (record,) = records(weighed("matter", sale, "--json"))
    assert record["matter"] == sale
    claims = record["claims"]
    assert [claim["claim"]["stance"] for claim in claims] == ["alleges", "alleges", "alleges", "denies"]
    assert [claim["copied"] for claim in claims].count(True) == 1
    assert {origin["name"] for claim in claims for origin in claim["origins"]} == {
        "Calvera",
        "Dravia",
        "Tehran",
    }
    assert all(0 < claim["score"] <= 1 and claim["why"] for claim in claims)
    assert record["decisions"] == []


def test_matters_that_are_none(weighed):
    assert "There is no matter 'mffffff'" in weighed("matter", "mffffff").stderr
    assert weighed("matter", "mffffff").exit_code == 1
    assert "`sayso matters` lists them" in weighed("matter").stderr
    assert weighed("matter").exit_code == 2
    both = weighed("matter", "m").stderr
    assert "There is no matter 'm'" in both


def test_through_whom_it_comes_is_told(sayso):
    Path("x.txt").write_text(
        "outlet: The Courier\ndate: 2024-03-06\n\n"
        "Dravia sold 4,000 armed drones to Russia, Tehran alleged, according to Ostwind. "
        "It was surely so: Dravia attacked Calvera, and nobody in the port town could say why or when.\n"
    )
    assert sayso("read", "x.txt").exit_code == 0
    shown = "".join(sayso("matter", row[0]).stdout for row in rows(sayso("matters")))
    assert "2024-03-06  alleged by Tehran (via Ostwind)\n" in shown
    assert "2024-03-06  affirmed by The Courier (the report itself; opinion)\n" in shown


def test_stances_that_moved_and_numbers_that_differ(weighed, sale, capsys):
    from dataclasses import replace

    from sayso.cli.matter_answers import print_matter
    from sayso.cli.timeline import timeline
    from sayso.ledger import Ledger

    with Ledger("sayso.db", read_only=True) as ledger:
        matter = ledger.weighings.matter(sale)
        entries = timeline(ledger, matter)
    key = matter.standing["denied"][0]
    claims = [entry.member.claim.claim.id for entry in entries]
    count = {"item": "drone", "unit": None, "currency": None, "bound": None}
    moved = {
        "moves": [
            {"origin": key, "name": "Dravia", "before": before, "after": after, "on": on, "claim": claims[0]}
            for before, after, on in ((None, "denied", "2024-03-06"), ("denied", "admitted", "2024-04-01"))
        ],
        "disputed": [
            [
                {**count, "amount": 6000.0, "origins": ["calvera"], "claims": claims[:1]},
                {**count, "amount": 4000.0, "origins": ["tehran"], "claims": claims[2:3]},
            ]
        ],
        "contested": False,
    }
    matter = replace(matter, standing={**matter.standing, **moved})
    print_matter(matter, entries, ["joined by ann"], copies=False, why=False)
    shown = capsys.readouterr().out
    assert "How stances moved\n    Dravia: denied 2024-03-06 → admitted 2024-04-01\n" in shown
    numbers = shown.partition("Numbers that differ\n")[2].splitlines()
    assert re.fullmatch(r"    6,000 drones — Calvera  \w{8}:1", numbers[0])
    assert re.fullmatch(r"  or4,000 drones — Tehran  \w{8}:1", numbers[1].replace("or ", "or"))
    assert "  corrected joined by ann\n" in shown


# ---- corrections -------------------------------------------------------------------------------------------


def test_join_and_undo(weighed, sale):
    raid = rows(weighed("matters"))[0][0]
    joined = weighed("matter", "join", raid, sale, "--by", "ann", "--note", "one campaign")
    assert rows(joined)[0][0].split()[0] == sale
    assert "Kept as decision 1 by ann; `sayso matter undo 1`" in joined.stderr
    assert len(rows(weighed("matters"))) == 1
    shown = weighed("matter", raid)
    assert f"Nothing is left of {raid}: most of it is in {sale} now" in shown.stderr
    assert re.search(r"corrected joined by ann on [\d-]{10} \(decision 1\): one campaign\n", shown.stdout)
    (undone,) = records(weighed("matter", "undo", "1", "--by", "ben", "--json"))
    assert set(undone["matters"]) == {raid, sale}
    assert {row[0] for row in rows(weighed("matters"))} == {raid, sale}
    join, undo = rows(weighed("matter", "decisions"))
    assert (join[2:4], join[6]) == (["ann", "join"], "one campaign")
    assert undo[2:6] == ["ben", "undo", "", "1"]
    assert [each["kind"] for each in records(weighed("matter", "decisions", "--json"))] == ["join", "undo"]
    assert "taken back by decision 2" in weighed("matter", "undo", "1").stderr


def test_split(weighed, sale):
    denial = re.search(r"The Courier  (\w{8}):1,2", weighed("matter", sale).stdout)[1]
    split = weighed("matter", "split", sale, f"{denial}:1,2", "--note", "another delivery")
    assert sorted(row[0].split()[0] for row in rows(split)) == sorted(
        row[0] for row in rows(weighed("matters", "drones"))
    )
    assert len(rows(weighed("matters", "drones"))) == 2
    assert rows(weighed("matters", "--contested", "drones"))[0][0] != sale
    assert "split by" in weighed("matter", sale).stdout
    assert denial not in weighed("matter", sale).stdout
    Path("again.txt").write_text(DENIAL.replace("Nothing was sold", "Once more").replace("4,000", "5,000"))
    assert weighed("read", "again.txt").exit_code == 0  # what was decided holds
    assert denial not in weighed("matter", sale).stdout


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["split", "{sale}", "there"], 2, "names no claim; write it as"),
        (["split", "{sale}", "ffffffff:1"], 2, "There is no claim ffffffff:1"),
        (["split", "{sale}"], 2, "Missing argument"),
        (["join", "{sale}"], 2, "two matters or more"),
        (["join", "{sale}", "mfff"], 1, "There is no matter"),
        (["undo", "7"], 1, "There is no decision 7"),
        (["undo", "first"], 2, "not a valid integer"),
    ],
)
def test_corrections_asked_wrongly(weighed, sale, args, code, says):
    result = weighed("matter", *(arg.format(sale=sale) for arg in args))
    assert result.exit_code == code
    assert says in result.stderr
    assert rows(weighed("matter", "decisions")) == []


# ---- stories -----------------------------------------------------------------------------------------------


def test_stories(weighed):
    lead, copy = rows(weighed("stories"))
    assert lead[1:6] == ["Ostwind Agency", lead[0], "2024-03-04", "Ostwind Agency", "1.00"]
    assert copy[4] == "Lowland Times"
    assert 0.5 < float(copy[5]) <= 1
    assert "of the words are carried over" in copy[6]
    (story,) = records(weighed("stories", "--json"))
    assert story["agency"] == "Ostwind Agency"
    assert [report["outlet"] for report in story["reports"]] == ["Ostwind Agency", "Lowland Times"]
    assert rows(weighed("stories", copy[2])) == [lead, copy]
    alone = weighed("stories", "other.txt")
    assert (alone.exit_code, alone.stdout) == (0, "")
    assert "no copy of another" in alone.stderr
    assert weighed("stories", "nowhere.txt").exit_code == 1


def test_stories_by_happening(weighed):
    found = rows(weighed("stories", "--happening"))
    assert len(found) >= 2
    assert len({row[0] for row in found}) < len(found)
    one = json.loads(weighed("stories", "--happening", "--json").stdout.splitlines()[0])
    assert {each["report_id"][:8] for each in one["reports"]} <= {row[1] for row in found}
    assert "happening" in weighed("stories", "--happening").stderr


# ---- what is new -------------------------------------------------------------------------------------------


def test_what_is_new_since_a_run(weighed, sale):
    raid, its = rows(weighed("new", "--since", "1"))
    assert raid[2].startswith("new matter: affirmed by Graustark")
    assert its[0] == sale
    assert its[2] == "now denied or doubted by: Dravia; new origin: Tehran; now contested"
    assert "1 new matter, something new in 1 matter" in weighed("new", "--since", "1").stderr
    first, second = records(weighed("new", "--since", "1", "--json"))
    assert (first["new"], second["new"], second["contested"]) == (True, False, True)
    assert [each["name"] for each in second["denials"]] == ["Dravia"]
    assert second["matter"]["in_words"]


def test_nothing_new_is_no_failure(weighed):
    result = weighed("new", "--since", "2")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing is new since run 2" in result.stderr
    assert "Nothing is new since 2999-01-01" in weighed("new", "--since", "2999-01-01").stderr
    assert len(rows(weighed("new", "--since", "2024"))) == 2


def test_new_asked_wrongly(weighed):
    assert weighed("new").exit_code == 2
    wrong = weighed("new", "--since", "soon")
    assert wrong.exit_code == 2
    assert "write a year" in wrong.stderr


def test_watches(weighed, sale):
    nothing = weighed("new", "--since", "1", "--watched")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "There are no watches yet" in nothing.stderr
    added = weighed("watch", "add", "--between", "Russia", "Dravia", "--type", "aid", "--label", "drones")
    assert "Watch 1 is kept: AID between Russia and Dravia" in added.stderr
    (two,) = records(weighed("watch", "add", "--actor", "Ruritania", "--json"))
    assert (two["id"], two["label"], two["actor"]) == (2, "Ruritania", "Ruritania")
    ours = [row for row in rows(weighed("new", "--since", "1", "--watched")) if row[0] == sale]
    assert ours[0][4] == "drones"
    assert [row[3] for row in rows(weighed("watch", "list"))] == [
        "AID between Russia and Dravia",
        "anything by Ruritania",
    ]
    assert "Watch 2 has ended: Ruritania" in weighed("watch", "drop", "2").stderr
    assert weighed("watch", "drop", "2").exit_code == 1
    (record,) = records(weighed("watch", "--json"))
    assert record["label"] == "drones"
    assert [row[0] for row in rows(weighed("new", "--since", "1", "--watched"))] == [sale]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["add"], "Say what to watch"),
        (["add", "--party", "Iran", "--between", "Iran", "Russia"], "exclude each other"),
        (["add", "--party", "Iran", "--actor", "Iran"], "not both at once"),
        (["add", "--type", "aid,assault"], "one --type"),
        (["add", "--type", "theft"], "is no type of event"),
        (["ad"], "there is no command 'ad'; the commands are add, list, drop"),
        (["drop", "0"], "0 is not in the range"),
    ],
)
def test_watches_asked_wrongly(weighed, args, says):
    result = weighed("watch", *args)
    assert result.exit_code == 2
    assert says in result.stderr


# ---- ask ---------------------------------------------------------------------------------------------------


def test_ask_tells_the_matter(weighed, sale):
    claims = records(weighed("ask", "drones", "--json"))
    assert [claim["matter"] for claim in claims] == [sale] * 4
    assert records(weighed("ask", "--contested", "--json")) == claims
    assert len(records(weighed("ask", "--contested", "--json", "--limit", "2"))) == 2
    assert len(records(weighed("ask", "--json"))) == 5
    assert len(list(csv.DictReader(io.StringIO(weighed("ask", "--contested", "--csv").stdout)))) == 4


def test_ask_for_what_is_contested(weighed):
    outlets = [row[1] for row in rows(weighed("ask", "--contested"))]
    assert (outlets[0], set(outlets[1:])) == ("The Courier", {"Lowland Times", "Ostwind Agency"})
    nothing = weighed("ask", "Ruritania", "--contested")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "none of them is on a contested matter" in nothing.stderr
    assert "No claim matches" in weighed("ask", "submarines", "--contested").stderr


def test_ask_by_matter(weighed, sale):
    found = rows(weighed("ask", "--by-matter"))
    assert [row[0] == sale for row in found] == [False, True, True, True]
    assert [row[1:] for row in found[:2]] == rows(weighed("ask"))[:2]
    wrong = weighed("ask", "--by-matter", "--json")
    assert wrong.exit_code == 2
    assert "by their `matter`" in wrong.stderr
    assert weighed("ask", "--by-matter", "--statements").exit_code == 2


# ---- on a terminal, and what is hostile --------------------------------------------------------------------


def test_on_a_terminal(in_terminal, weighed, sale):
    for args, words in (
        (["matters"], "contested"),
        (["matter", sale, "--why"], "the first report of it"),
        (["stories"], "credited to Ostwind Agency"),
        (["new", "--since", "1"], "now denied or doubted by"),
        (["ask", "drones", "--by-matter"], "denied by"),
    ):
        code, printed = in_terminal(*args, columns=70, NO_COLOR="1")
        assert code == 0
        assert words in " ".join(printed.split())
        lines = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line).rstrip() for line in printed.splitlines()]
        assert max(map(len, lines)) <= 70


HOSTILE = [
    ["weigh"], ["matters"], ["matters", "--json"], ["matters", "--csv"], ["matters", EVIL], ["matter", EVIL],
    ["matter", "{matter}", "--why", "--copies"], ["matter", "{matter}", "--json"],
    ["matter", "join", "{matter}", EVIL], ["matter", "split", "{matter}", EVIL],
    ["matter", "undo", EVIL], ["new", "--since", "2024"], ["new", "--since", EVIL],
    ["new", "--since", "2024", "--json"], ["stories", EVIL],
    ["watch", "add", "--party", EVIL, "--label", EVIL],
    ["watch", "list"], ["watch", "list", "--json"], ["watch", EVIL], ["ask", "--by-matter"],
    ["ask", "--contested", "--json"],
]  # fmt: skip


@pytest.mark.usefixtures("evil_ledger")
def test_nothing_hostile_is_printed(sayso):
    sayso("weigh")
    (matter,) = (json.loads(line)["matter"] for line in sayso("matters", "--json").stdout.splitlines())
    for question in HOSTILE:
        result = sayso(*(word.format(matter=matter) if word == "{matter}" else word for word in question))
        assert_tame(result.stdout)
        assert_tame(result.stderr)


@pytest.mark.parametrize("group", ["matter", "watch"])
def test_every_command_of_a_group_has_an_example(sayso, group):
    from sayso.cli.matter import MATTER_COMMANDS
    from sayso.cli.watch import WATCH_COMMANDS

    for name in {"matter": MATTER_COMMANDS, "watch": WATCH_COMMANDS}[group]:
        result = sayso(group, name, "--help")
        assert result.exit_code == 0
        assert f"sayso {group}" in result.stdout.partition("Examples:")[2]
