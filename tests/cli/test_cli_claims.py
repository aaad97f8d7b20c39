"""Claims on the command line: shown, asked for, counted, exported."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.cli.claims import excerpt
from sayso.cli.terminal import safe

SALE = (
    "Iran sold 6,000 armed drones to Russia in June on Friday, Western Leaders alleged and Tehran denied, "
    "according to Reuters."
)
WIRE = f"""title: Leaders accuse Iran over drones
outlet: Reuters
date: 2023-08-21

{SALE} Western Leaders accused Iran of breaking an embargo that had been in force for years and years, and \
that nobody in the region would have thought to break, for it was known that a punishment would be swift.

17 herders were killed in Plateau State that week. Perhaps Russia attacked Ukraine on Sunday, Kyiv said.
"We have no knowledge of any such order," the minister said.
"""
LOCAL = """outlet: The Courier
date: 2023-09-02

This was surely a crime, and one to be remembered in this town: Russia attacked Georgia.
Iran and Russia met. It was in the town hall that they did so, and nobody said a word about it.
"""


@pytest.fixture
def wire(sayso, tmp_path):
    (tmp_path / "wire.txt").write_text(WIRE)
    (tmp_path / "local.txt").write_text(LOCAL)
    assert sayso("read", "wire.txt", "local.txt").exit_code == 0
    return sayso


def rows(result):
    return [line.split("\t") for line in result.stdout.splitlines()]


# ---- show --------------------------------------------------------------------------------------------------


def test_show_marks_triggers_and_lists_claims(wire):
    shown = wire("show", "wire.txt").stdout
    assert "Iran *1,2 sold* 6,000 armed drones to Russia" in shown
    claims, _, statements = shown[shown.index("5 claims on 4 events: *trigger*\n") :].partition("\n\n")
    assert claims.splitlines()[1:5] == [
        " 1  Iran → AID 6,000 armed drones → Russia · alleged by Western Leaders (via Reuters)",
        " 2  the same · denied by Tehran (via Reuters)",
        "    place June · time on Friday (2023-08-18)",
        f"    {SALE.replace('sold', '*sold*')}",
    ]
    assert statements.startswith("1 statement: {source} <cue> [content]\n 1  the minister — said — ")


def test_show_cuts_a_long_sentence_around_its_trigger(wire):
    shown = wire("show", "wire.txt").stdout
    (quote,) = [line for line in shown.splitlines() if line.startswith("    Western Leaders *accused* Iran")]
    assert quote.endswith(" …")
    assert len(quote) <= 4 + 160


def test_show_tells_what_is_unsure_unknown_or_opinion(wire):
    shown = wire("show", "wire.txt").stdout
    assert "? → ASSAULT → 17 herders · stated by the report\n    place Plateau State\n" in shown
    assert "Perhaps Russia → ASSAULT → Ukraine · affirmed by Kyiv  (confidence 0.50)\n" in shown
    assert shown.count("confidence") == 1
    shown = wire("show", "local.txt").stdout
    assert "Russia → ASSAULT → Georgia · stated by the report · author's opinion\n" in shown
    assert " 2  Iran and Russia → CONSULT · stated by the report\n" in shown
    assert "0 statements" in shown


def test_show_without_claims(sayso, news):
    sayso("read", str(news))
    assert "\n0 claims\n\n3 statements: " in sayso("show", "a.txt").stdout


def test_show_numbers_are_those_of_the_ledger(wire):
    asked = [json.loads(line) for line in wire("ask", "--outlet", "Reuters", "--json").stdout.splitlines()]
    shown = json.loads(wire("show", "wire.txt", "--json").stdout)["claims"]
    assert [shown[stored["number"] - 1]["id"] for stored in asked] == [each["id"] for each in shown]


def test_show_on_a_terminal(wire, in_terminal):
    _, printed = in_terminal("show", "wire.txt")
    assert "\x1b[1;35msold\x1b[0m\x1b[2m₁·₂\x1b[0m" in printed
    assert "\x1b[1;36mIran\x1b[0m\x1b[2m → \x1b[0m\x1b[1mAID\x1b[0m" in printed
    assert "\x1b[2m  (confidence 0.50)\x1b[0m" in printed
    assert "5 claims on 4 events: \x1b[1;35mtrigger\x1b[0m" in printed
    assert "*" not in printed


def test_show_without_colour(wire, in_terminal):
    _, printed = in_terminal("show", "wire.txt", NO_COLOR="1")
    assert "\x1b[3" not in printed
    assert "*1,2 sold*" in printed
    assert "₁" not in printed
    _, printed = in_terminal("show", "wire.txt", TERM="dumb")
    assert "\x1b" not in printed
    assert "Iran *sold* 6,000" in printed


@pytest.mark.parametrize("columns", [30, 60])
@pytest.mark.parametrize("question", [["show", "wire.txt"], ["ask"]], ids=" ".join)
def test_a_narrow_terminal_wraps_between_words(wire, in_terminal, columns, question):
    _, printed = in_terminal(*question, columns=columns, NO_COLOR="1")
    printed = re.sub(r"\x1b\[[0-9;]*m", "", printed).replace("\r", "")
    assert max(len(line.rstrip()) for line in printed.split("\n")) <= columns
    for words in ("6,000 armed drones", "17 herders", "accused"):
        assert words in " ".join(printed.split())
    assert re.search(r"^ +(1  )?Iran → AID", printed, re.MULTILINE)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("question", [["show", "wire.txt"], ["ask", "drones"]], ids=" ".join)
def test_signs_without_unicode(wire, in_terminal, encoding, question):
    _, printed = in_terminal(*question, PYTHONIOENCODING=encoding, TERM="dumb")
    assert "Iran -> AID 6,000 armed drones -> Russia" in printed.replace("\r\n    ", " ")
    assert "\\u" not in printed


# ---- ask ---------------------------------------------------------------------------------------------------


def test_ask_gives_an_event_with_every_stance(wire):
    result = wire("ask", "drones")
    assert rows(result) == [
        [
            "2023-08-21",
            "Reuters",
            "Iran → AID 6,000 armed drones → Russia",
            "alleged by Western Leaders (via Reuters) · denied by Tehran (via Reuters)",
            SALE,
            wire("show", "wire.txt").stdout.splitlines()[1][-12:][:8],
        ]
    ]
    assert result.stderr == "1 event\n"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--type", "AID"], ["Iran"]),
        (["--type", "aid,ACCUSE"], ["Iran", "Western Leaders"]),
        (["--type", "aid", "--type", "accuse"], ["Iran", "Western Leaders"]),
        (["--actor", "leaders"], ["Western Leaders"]),
        (["--recipient", "Georgia"], ["Russia"]),
        (["--recipient", "herders"], ["?"]),
        (["--stance", "denies"], ["Iran"]),
        (["--stance", "Denies,alleges"], ["Iran"]),
        (["--origin", "Tehran"], ["Iran"]),
        (["--origin", "Reuters"], []),
        (["--source", "Reuters"], ["Iran"]),
        (["--outlet", "courier"], ["Russia", "Iran and Russia"]),
        (["--since", "2023-09"], ["Russia", "Iran and Russia"]),
        (["--until", "2023-08", "--type", "ASSAULT"], ["?", "Perhaps Russia"]),
        (["--min-confidence", "0.8", "--type", "ASSAULT"], ["Russia", "?"]),
        (["--min-confidence", "0.95"], []),
        (["--limit", "1"], ["Russia"]),
        (["sold OR", "--type", "AID"], []),
        (['"6,000 armed"'], ["Iran"]),
        (["emb*"], ["Western Leaders"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_ask_by_everything(wire, asked, found):
    result = wire("ask", *asked)
    assert result.exit_code == 0, result.stderr
    assert [row[2].partition(" → ")[0] for row in rows(result)] == found


def test_what_was_asked_for_comes_first(wire):
    (row,) = rows(wire("ask", "--stance", "denies"))
    assert row[3] == "denied by Tehran (via Reuters) · alleged by Western Leaders (via Reuters)"


def test_limit_counts_events(wire):
    result = wire("ask", "--limit", "3")
    assert len(rows(result)) == 3
    assert result.stderr == "3 events shown, and there are more: --limit 0 shows all\n"
    assert len(rows(wire("ask", "--limit", "6"))) == 6
    assert wire("ask", "--limit", "6").stderr == wire("ask", "--limit", "0").stderr == "6 events\n"
    result = wire("ask", "--limit", "3", "--json")
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "3 claims shown, and there are more: --limit 0 shows all\n"


def test_claims_one_by_one(wire):
    as_json = [json.loads(line) for line in wire("ask", "--json").stdout.splitlines()]
    as_csv = list(csv.DictReader(io.StringIO(wire("ask", "--csv").stdout)))
    assert len(as_json) == len(as_csv) == 7
    assert [one["sentence"] for one in as_json] == [one["sentence"] for one in as_csv]
    assert as_csv[2]["chain"] == "Reuters > Western Leaders"
    assert [one["stance"] for one in csv.DictReader(io.StringIO(wire("ask", "drones", "--csv").stdout))] == [
        "alleges",
        "denies",
    ]
    assert wire("ask", "--csv").stdout == wire("export", "claims").stdout


def test_ask_on_a_terminal(wire, in_terminal):
    _, printed = in_terminal("ask", "drones")
    assert "Leaders accuse Iran over drones\x1b[0m\x1b[35m  " in printed
    assert "Iran \x1b[1;35msold\x1b[0m 6,000 armed \x1b[1;4mdrones\x1b[0m to" in printed
    _, printed = in_terminal("ask", TERM="dumb")
    lines = printed.replace("\r", "").splitlines()
    assert lines[0].startswith("2023-09-02 · The Courier · local.txt  ")
    assert lines[1] == "  Russia → ASSAULT → Georgia · stated by the report · author's opinion"
    assert " ".join(lines[2:4]).endswith(": Russia     *attacked* Georgia.")
    assert sum(line.startswith("2023-") for line in lines) == 2  # each report once
    assert lines[-1] == "6 events"


def test_a_terminal_gets_few_events_unasked(sayso, in_terminal, tmp_path):
    (tmp_path / "many.txt").write_text("Iran sold 5 ships to Russia, Kyiv said and Tehran denied. " * 30)
    sayso("read", "many.txt")
    assert "20 events shown, and there are more: --limit 0 shows all" in in_terminal("ask")[1]
    assert "30 events" in in_terminal("ask", "--limit", "0")[1]


def test_a_very_long_sentence_is_cut(sayso, in_terminal, tmp_path):
    (tmp_path / "long.txt").write_text(
        "so it was, " * 900 + "Iran sold 5 ships to Russia" + ", and so on" * 900
    )
    sayso("read", "long.txt")
    _, printed = in_terminal("ask", TERM="dumb")
    assert len(printed) < 800
    assert "Iran *sold* 5 ships" in " ".join(printed.split())


def test_nothing_found_says_what_to_do(wire, news):
    result = wire("ask", "zeppelin")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No claim matches. Try fewer words" in result.stderr
    assert "there are statements that do: add --statements\n" in wire("ask", "knowledge").stderr
    assert "leave out what asks for claims" in wire("ask", "knowledge", "--type", "AID").stderr
    assert wire("ask", "--statements", "knowledge").stdout


def test_a_ledger_without_claims_says_so(sayso, news):
    sayso("read", str(news))
    assert "no claims, only statements: --statements asks for those" in sayso("ask").stderr
    assert sayso("ask", "--csv").stdout.count("\n") == 1


def test_completion():
    from sayso.cli.ask import ask_command

    type, stance = (next(p for p in ask_command.params if p.name == name).type for name in ("type", "stance"))

    def complete(kind, begun):
        return [item.value for item in kind.shell_complete(None, None, begun)]

    assert complete(type, "a") == ["AGREE", "AID", "ACCUSE", "ASSAULT"]
    assert complete(type, "AID,ass") == ["AID,ASSAULT"]
    assert complete(stance, "") == [
        "affirms", "alleges", "denies", "doubts", "intends", "predicts", "urges", "supposes",
    ]  # fmt: skip
    assert complete(stance, "x") == []


# ---- read, status, export ----------------------------------------------------------------------------------


def test_read_counts_claims_and_shows_one(sayso, tmp_path):
    (tmp_path / "wire.txt").write_text(WIRE)
    result = sayso("read", "wire.txt")
    assert "1 statement found; most by the minister (1)\n" in result.stdout
    assert "5 claims on 4 events found; most of type ASSAULT (2), AID (1), ACCUSE (1)\n" in result.stdout
    assert (
        "For example · Reuters · 2023-08-21 · Leaders accuse Iran over drones\n  Iran → AID" in result.stdout
    )
    assert "    Iran *sold* 6,000 armed drones" in result.stdout
    commands = [line.split("   ")[0].strip() for line in result.stdout.splitlines() if line[:8] == "  sayso "]
    assert "sayso ask --stance denies" in commands
    for command in commands:
        assert sayso(*shlex.split(command)[1:]).stdout


def test_read_says_how_to_ask_for_events(sayso, tmp_path):
    (tmp_path / "local.txt").write_text(LOCAL)
    result = sayso("read", "local.txt")
    assert "0 statements found\n2 claims on 2 events found; most of type " in result.stdout
    assert "sayso ask --type ASSAULT" in result.stdout
    assert "--source" not in result.stdout


def test_status_counts_by_stance_and_type(wire):
    status = dict(line.split("\t") for line in wire("status").stdout.splitlines())
    assert status["claims"] == "7 (affirms 5, alleges 1, denies 1)"
    assert status["events"] == "6 (ASSAULT 3, ACCUSE 1, AID 1, CONSULT 1)"
    assert json.loads(wire("status", "--json").stdout)["by_stance"]["denies"] == 1


def test_export_claims(wire):
    result = wire("export", "claims", "-o", "claims.csv")
    assert result.stderr == "7 claims written to claims.csv\n"
    table = list(csv.DictReader(io.StringIO(Path("claims.csv").read_text())))
    assert [row["stance"] for row in table].count("denies") == 1
    assert wire("export", "claims", "--spreadsheet").exit_code == 0


# ---- excerpts ----------------------------------------------------------------------------------------------


def test_excerpt_cuts_between_words():
    words = "one two three four five six seven eight nine ten"
    place = words.index("five"), words.index("five") + 4
    assert excerpt(words, *place, 100) == ("one two three four ", "five", " six seven eight nine ten")
    assert "".join(excerpt(words, *place, 30)) == "… three four five six seven …"
    assert "".join(excerpt(words, 0, 3, 20)) == "one two three four …"
    assert excerpt(words, -5, 2, 12) == ("one two thr…", "", "")


@given(st.text(), st.integers(-3, 40), st.integers(-3, 40), st.integers(1, 60))
@example("00", 0, 2, 2)
@example("000 0", 0, 4, 5)
@example("a \n b", 1, 4, 5)
def test_excerpts_are_short_and_tame(words, start, end, width):
    parts = excerpt(words, start, end, width)
    line = "".join(parts)
    assert len(line) <= width
    assert safe(line) == line
    assert len(line.splitlines()) <= 1
    if 0 <= start < end <= len(words) and len(words) <= width:
        assert line.split() == safe(words).split()
