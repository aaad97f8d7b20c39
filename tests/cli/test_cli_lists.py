"""``sayso lists``: lists added, fetched, compared and shown."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_cli_hostile import EVIL, assert_tame
from tests.lists.list_server import COLUMNS, Page, ftm, people, serving

from sayso.ledger import Ledger

NONE = ",".join(["-0- "] * 8)
MAIN = f'1,"EXAMPLE, Ann","individual","SDGT",{NONE}\r\n2,"SOME TRADING CO","","SDGT",{NONE}\r\n'


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.delenv("SAYSO_LIST_SOURCES", raising=False)


@pytest.fixture
def server():
    with serving() as known:
        yield known


@pytest.fixture
def two(sayso, tmp_path):
    """A ledger with two versions of a list."""
    for day, names in (("2024-01-31", ["Ann Example", "Ben Example"]), ("2024-02-29", ["Anna Example"])):
        path = tmp_path / f"own-{day}.json"
        path.write_bytes(ftm(*names))
        assert sayso("lists", "add", str(path), "--list", "own").exit_code == 0
    return sayso


def rows(result):
    return [line.split("\t") for line in result.stdout.splitlines()]


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


# ---- add ---------------------------------------------------------------------------------------------------


def test_a_list_is_added_and_then_unchanged(sayso, tmp_path):
    path = tmp_path / "own-2024-01-31.json.gz"
    path.write_bytes(gzip.compress(ftm("Ann Example", "Ben Example")))
    result = sayso("lists", "add", str(path), "--list", "own")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "own@2024-01-31  new  FollowTheMoney entities of own-2024-01-31.json",
        "    2 entries with 2 names: 2 persons",
    ]
    assert "The date 2024-01-31 was taken from the file's name" in result.stdout
    assert result.stderr == "1 list, 1 new, 0 unchanged\n"
    again = sayso("lists", "add", str(path), "--list", "own", "--json")
    (record,) = records(again)
    assert (record["list"], record["state"], record["kinds"]) == ("own", "unchanged", {"person": 2})
    assert record["version"]["sources"][0]["path"] == str(path)
    assert len(record["version"]["sources"][0]["sha256"]) == 64
    assert again.stderr == "1 list, 0 new, 1 unchanged\n"


def test_a_day_for_files_that_have_none(sayso, tmp_path):
    (tmp_path / "SDN.CSV").write_text(MAIN)
    result = sayso("lists", "add", "SDN.CSV", "--published", "2024-06-27")
    assert result.stdout.startswith("ofac-sdn@2024-06-27  new  ")
    assert "--published" not in result.stdout
    today = datetime.now(UTC).date().isoformat()
    result = sayso("lists", "add", "SDN.CSV", "--ledger", "other.db")
    assert result.stdout.startswith(f"ofac-sdn@{today}  new  ")
    assert "does not say when it was published" in result.stdout
    wrong = sayso("lists", "add", "SDN.CSV", "--published", "2024-06")
    assert (wrong.exit_code, "is no day" in wrong.stderr) == (2, True)


def test_rejects_never_stop_a_list(sayso, tmp_path):
    (tmp_path / "SDN.CSV").write_text(MAIN + "3,too short\r\n")
    result = sayso("lists", "add", "SDN.CSV", "--published", "2024-06-27", "--ledger", "a b.db")
    assert result.exit_code == 0
    told = "1 row could not be read: sayso lists rejects ofac-sdn@2024-06-27 --ledger 'a b.db'"
    assert told in result.stdout
    shown = sayso("lists", "rejects", "ofac-sdn", "--ledger", "a b.db")
    ((where, reason, message),) = rows(shown)
    assert where == "line 3"
    assert reason
    assert message
    (record,) = records(sayso("lists", "rejects", "ofac-sdn", "--ledger", "a b.db", "--json"))
    assert list(record) == ["version", "locator", "reason", "message"]


def test_companions_alone_are_refused_and_the_rest_goes_on(sayso, tmp_path):
    (tmp_path / "ALT.CSV").write_text('1,1,"aka","ANNIE",-0- \r\n')
    (tmp_path / "own.json").write_bytes(ftm("Ann Example"))
    result = sayso("lists", "add", "ALT.CSV", "own.json")
    assert result.exit_code == 1
    assert "not added: ALT.CSV: " in result.stderr
    assert "together with the list's main file" in result.stderr
    assert "2 lists, 1 new, 0 unchanged, 1 failed" in result.stderr
    assert [row[1] for row in rows(sayso("lists"))] == ["in use"]
    (tmp_path / "SDN.CSV").write_text(MAIN)
    both = sayso("lists", "add", "SDN.CSV", "ALT.CSV", "--published", "2024-06-27")
    assert "2 entries with 3 names" in both.stdout


def test_ties_by_name_lead_to_other_lists_too(sayso, tmp_path):
    first, second = MAIN.splitlines()
    last = len("-0- ")
    linked = f'{first[:-last]}"Linked To: EXAMPLE OF OURS."\r\n{second[:-last]}"Linked To: EXAMPLE, Ann."\r\n'
    (tmp_path / "SDN.CSV").write_text(linked)
    (tmp_path / "own.json").write_bytes(ftm("Example of Ours"))
    result = sayso("lists", "add", "SDN.CSV", "own.json", "--published", "2024-06-27")
    assert "2 ties by name: 1 found, 1 found in other lists" in result.stdout
    (tie,) = records(sayso("lists", "entry", "ofac-sdn:1", "--json"))[0]["relations"]
    assert tie["to"] == "own:p1"
    assert "linked to EXAMPLE OF OURS (own:p1" in sayso("lists", "entry", "ofac-sdn:1").stdout


def test_what_is_no_list_makes_no_ledger(sayso, tmp_path):
    (tmp_path / "a.txt").write_text("nothing of the kind")
    assert sayso("lists", "add", "a.txt").exit_code == 1
    missing = sayso("lists", "add", "a.txt", "nosuch.csv")
    assert missing.exit_code == 2
    assert "There is nothing at nosuch.csv" in missing.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


# ---- update ------------------------------------------------------------------------------------------------


def test_lists_are_updated_each_on_its_own(sayso, server, tmp_path, monkeypatch):
    sources = tmp_path / "sources.tsv"
    sources.write_text(
        COLUMNS + "".join(
            server.source(of, f"/{of}.json", usual="yes")
            for of in ("ofac-sdn", "ofac-cons", "un-sc", "eu-fsf", "gb-uksl")
        )
    )  # fmt: skip
    monkeypatch.setenv("SAYSO_LIST_SOURCES", str(sources))
    server.pages["/un-sc.json"] = Page(ftm("Ann Example"), etag='"1"')
    server.pages["/eu-fsf.json"] = Page(ftm(*people(10)), etag='"1"')
    result = sayso("lists", "update")
    assert result.exit_code == 1
    assert result.stderr.count("not updated: ") == 3
    assert "404" in result.stderr
    assert "5 lists, 2 new, 0 unchanged, 3 failed" in result.stderr
    server.pages["/eu-fsf.json"] = Page(ftm(*people(5)), etag='"2"')
    again = sayso("lists", "update", "un-sc", "eu-fsf", "--json", "--timeout", "5")
    assert again.exit_code == 1
    assert [record["state"] for record in records(again)] == ["unchanged", "failed"]
    assert "has shrunk from 10 entries" in records(again)[1]["error"]
    taken = sayso("lists", "update", "eu-fsf", "--accept-shrunk")
    assert taken.exit_code == 0
    assert "5 entries" in taken.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["update", "nosuch"], "No address is known for a list 'nosuch'"),
        (["update", "--timeout", "0"], "--timeout"),
        (["nosuch"], "the commands are show, add"),
        (["diff", "own", "--only", "nosuch"], "is no change"),
        (["diff", "own", "--kind", "nosuch"], "--kind"),
        (["entry", "nosuch"], "is no id of an entry"),
        (["add"], "Missing argument"),
    ],
)
def test_asked_wrongly(sayso, arguments, told):
    result = sayso("lists", *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert not Path("sayso.db").exists()


# ---- what is there -----------------------------------------------------------------------------------------


def test_the_lists_in_use(two):
    bare, shown = two("lists"), two("lists", "show")
    assert bare.stdout == shown.stdout
    ((label, state, entries, names, rejects, age, title),) = rows(bare)
    assert (label, state, entries, names, rejects) == ("own@2024-02-29", "in use", "1", "1", "0")
    days = (datetime.now(UTC) - datetime(2024, 2, 29, tzinfo=UTC)) // timedelta(days=1)
    assert age == f"{days} days old"
    assert title
    assert bare.stderr == "1 list in use; --all shows one more version\n"
    assert [row[1] for row in rows(two("lists", "--all"))] == ["in use", "older"]
    record = records(two("lists", "--json"))[0]
    assert (record["label"], record["state"], record["days_old"]) == (label, "in use", days)


def test_no_lists(sayso):
    Ledger("sayso.db").close()
    result = sayso("lists")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "sayso lists add FILE" in result.stderr


def test_a_list_is_dropped(two):
    wrong = two("lists", "drop", "own@2024-01-31")
    assert (wrong.exit_code, "dropped whole" in wrong.stderr) == (2, True)
    assert two("lists", "drop", "nosuch").exit_code == 1
    assert "no longer in use" in two("lists", "drop", "own").stderr
    assert "was not in use" in two("lists", "drop", "own").stderr
    assert two("lists").stdout == ""
    assert {row[1] for row in rows(two("lists", "--all"))} == {"dropped"}


def test_who_came_went_and_changed(two):
    result = two("lists", "diff", "own")
    assert result.stderr == "own@2024-01-31 → own@2024-02-29: 0 came, 1 went, 1 changed, 0 the same\n"
    assert rows(result) == [
        ["went", "own:p2", "person", "Ben Example", "", "", "", ""],
        ["changed", "own:p1", "person", "Anna Example", "names", "", "Ann Example", ""],
        ["changed", "own:p1", "person", "Anna Example", "names", "", "", "Anna Example"],
    ]
    back = two("lists", "diff", "own", "own@2024-01-31", "--json")
    assert [record["change"] for record in records(back)] == ["came", "changed"]
    assert records(back)[0]["entry"]["names"] == [{"text": "Ben Example"}]
    assert [row[0] for row in rows(two("lists", "diff", "own", "--only", "went"))] == ["went"]
    assert two("lists", "diff", "own", "--kind", "vessel").stdout == ""
    assert len(records(two("lists", "diff", "own", "--limit", "1", "--json"))) == 1
    assert two("lists", "diff", "own", "own").stderr.endswith("0 changed, 1 the same\n")


def test_what_cannot_be_compared(two, tmp_path):
    first = two("lists", "diff", "own@2024-01-31")
    assert (first.exit_code, "is the oldest version" in first.stderr) == (1, True)
    (tmp_path / "b.json").write_bytes(ftm("Ann"))
    two("lists", "add", "b.json")
    other = two("lists", "diff", "own", "b")
    assert (other.exit_code, "different lists" in other.stderr) == (2, True)
    assert two("lists", "diff", "nosuch").exit_code == 1


def test_one_entry_whole(two):
    shown = dict(rows(two("lists", "entry", "own:p1")))
    assert shown["list"] == "own@2024-02-29"
    assert shown["name"] == "Anna Example"
    assert "since 2024-01-01" in shown["listed"]
    older = records(two("lists", "entry", "own:p1", "--in", "own@2024-01-31", "--json"))[0]
    assert (older["names"], older["version"]) == ([{"text": "Ann Example"}], "own@2024-01-31")
    assert two("lists", "entry", "own:p2").stderr.endswith("own@2024-01-31 has it\n")
    assert two("lists", "entry", "own:p2").exit_code == 1


def test_the_status_tells_of_the_lists(two):
    facts = [row for row in rows(two("status")) if row[0] in ("list", "screened")]
    assert facts[0][1].startswith("own@2024-02-29: 1 entry, ")
    assert facts[1][0] == "screened"
    assert json.loads(two("status", "--json").stdout)["lists"] == {"own@2024-02-29": 1}


def test_on_a_terminal(two, in_terminal):
    for arguments in (["diff", "own"], ["entry", "own:p1"], ["--all"]):
        code, printed = in_terminal("lists", *arguments)
        assert code == 0
        assert "own@2024-02-29" in printed
        assert "\t" not in printed


@pytest.mark.parametrize("command", ["add", "update", "show", "diff", "entry", "rejects", "drop"])
def test_help_has_an_example(sayso, command):
    result = sayso("lists", command, "--help")
    assert result.exit_code == 0
    assert "sayso lists" in result.stdout.partition("Examples:")[2]
    assert f"  {command} " in sayso("lists", "-h").stdout


# ---- hostile words -----------------------------------------------------------------------------------------


@pytest.fixture
def hostile(sayso, tmp_path):
    for day, name in (("2024-01-31", EVIL), ("2024-02-29", f"{EVIL} II")):
        path = tmp_path / f"own-{day}.json"
        path.write_bytes(ftm(name, f"{name} {day}"))
        result = sayso("lists", "add", str(path), "--list", "own")
        assert result.exit_code == 0
        assert_tame(result.stdout + result.stderr)
    return sayso


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--all"], ["--json"], ["diff", "own"], ["diff", "own", "--json"], ["entry", "own:p1"],
        ["entry", "own:p1", "--json"], ["diff", EVIL], ["entry", EVIL], ["entry", f"own:{EVIL}"],
        ["drop", EVIL], ["rejects", EVIL], ["update", EVIL], ["add", EVIL], ["add", "x", "--published", EVIL],
        [EVIL], ["diff", "own", "--only", EVIL],
    ],
)  # fmt: skip
def test_nothing_hostile_is_printed(hostile, arguments):
    result = hostile("lists", *arguments)
    assert_tame(result.stdout)
    assert_tame(result.stderr)
    assert "Traceback" not in result.stderr


def test_nothing_hostile_reaches_a_terminal(hostile, in_terminal):
    for arguments in (["diff", "own"], ["entry", "own:p1"]):
        code, printed = in_terminal("lists", *arguments)
        assert code == 0
        assert_tame(printed)
