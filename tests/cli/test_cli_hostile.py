"""Nothing that a report, a path or an argument says reaches a terminal raw."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli.terminal import guard_json, one_line, safe, shorten
from sayso.ingest import Reject
from sayso.ledger import Ledger
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Object,
    Participant,
    Place,
    ReaderVersion,
    Reading,
    Source,
    Speaker,
    Time,
)
from sayso.report import Report

EVIL = (
    "x\x1b[2J\x1b]0;owned\x07\x9b31m\x7f\u202egnp.exe\u2066\u200b\ufeff\U000e0041\r\x08[bold red]y[/bold red]"
)
OWN_SEQUENCES = re.compile(r"\x1b\[(?:[0-9;]*m|\?25[lh]|2K|1A)")
QUESTIONS = [
    ["show", "evil-id"],
    ["show", "evil-id", "--json"],
    ["show", f"{EVIL} no such report"],
    ["ask"],
    ["ask", EVIL],
    ["ask", "--since", EVIL],
    ["ask", "--type", EVIL],
    ["ask", "--stance", EVIL],
    ["ask", "--actor", EVIL, "--origin", EVIL],
    ["ask", "--json"],
    ["ask", "--csv"],
    ["ask", "--statements"],
    ["ask", "--statements", EVIL],
    ["ask", "--statements", "--json"],
    ["ask", "--statements", "--csv"],
    ["sources"],
    ["sources", "--json"],
    ["sources", "--csv"],
    ["status"],
    ["status", "--json"],
    ["rejects"],
    ["rejects", "--json"],
    ["rejects", "--csv"],
    ["export", "jsonl"],
    ["export", "csv"],
    ["export", "claims"],
    ["export", "csv", "-o", f"no/{EVIL}/place"],
    [EVIL],
    ["status", "--ledger", f"{EVIL}.db"],
    ["read", EVIL],
    ["read", "evil", "--json", "--with-text"],
]


def assert_tame(printed: str) -> None:
    rest = OWN_SEQUENCES.sub("", printed).replace("\r\n", "\n").replace("\r", "\n")
    wild = {char for char in rest if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\t"}
    assert wild <= {"\n"}


@pytest.fixture
def evil_ledger(tmp_path: Path) -> None:
    """A ledger whose every word is hostile, as a damaged or foreign one might be."""
    text = f'"{EVIL}," said {EVIL} in {EVIL}.\nSecond {EVIL} line.'
    report = Report(
        text=text,
        external_id="evil-id",
        path=EVIL,
        url=EVIL,
        title=EVIL,
        outlet=EVIL,
        authors=(EVIL,),
        published="2023-08-21",
        language="en",
    )
    said = text.index("said")
    attribution = Attribution(
        ((said + 5, said + 5 + len(EVIL)),), ((said, said + 4),), ((0, said - 1),), Speaker(EVIL)
    )
    span = (text.index("said") + 5, text.index("said") + 5 + len(EVIL))
    event = Event(
        type="AID",
        trigger=span,
        actors=(Participant(span, EVIL, EVIL, EVIL, EVIL, EVIL),),
        recipients=(Participant((1, 1 + len(EVIL)), EVIL, name=EVIL),),
        objects=(Object(span, EVIL, EVIL, EVIL, 1.0, EVIL, EVIL, EVIL),),
        places=(Place(span, EVIL, EVIL),),
        time=Time(span, EVIL),
    )
    chain = (Source(span, EVIL, EVIL, EVIL, EVIL), Source((1, 1 + len(EVIL)), EVIL))
    claims = [
        Claim(f"{EVIL}{stance}", event, chain, span, stance, True, (0, len(text)), {"event": 0.1})
        for stance in ("alleges", "denies")
    ]
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.append(
            Reading(report, ReaderVersion(EVIL, EVIL), attributions=(attribution,), claims=tuple(claims))
        )
        ledger.append_reject(Reject(EVIL, EVIL, EVIL, EVIL))


@pytest.fixture
def evil_file(tmp_path: Path) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    name = os.fsencode("a\x1b]0;owned\x07\u202e") + b"\xff\x9b.txt"
    head = f"title: {EVIL}\noutlet: {EVIL}\n\n"
    body = (
        f'The harbour was quiet for the whole of that day. "All of it {EVIL} is well," {EVIL} said.\n'
        f"Iran sold {EVIL} ships; Iran attacked Russia with {EVIL}, Kyiv alleged.\n"
    )
    (folder / os.fsdecode(name)).write_bytes((head.replace("\r", "") + body * 3).encode())
    (folder / os.fsdecode(name.replace(b".txt", b".doc"))).touch()


@pytest.mark.usefixtures("evil_ledger", "evil_file")
@pytest.mark.parametrize(
    "question", QUESTIONS, ids=lambda question: " ".join(question).encode("unicode_escape").decode()[:30]
)
def test_nothing_hostile_is_printed(sayso, question):
    result = sayso(*question)
    assert_tame(result.stdout)
    assert_tame(result.stderr)
    if "--json" in question or "jsonl" in question:
        assert [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("evil_ledger", "evil_file")
@pytest.mark.parametrize(
    "question",
    [
        ["show", "evil-id"],
        ["ask"],
        ["ask", "--csv"],
        ["ask", "--statements"],
        ["sources"],
        ["status"],
        ["rejects"],
        ["read", "evil"],
        ["read", EVIL],
    ],
    ids=lambda question: " ".join(question)[:12],
)
def test_nothing_hostile_is_printed_on_a_terminal(in_terminal, question):
    _, printed = in_terminal(*question)
    assert printed
    assert_tame(printed)
    assert "owned" in printed
    assert "[bold red]y" in printed or question[0] in ("read", "sources")


@pytest.mark.usefixtures("evil_ledger")
def test_json_keeps_what_it_escapes(sayso):
    assert json.loads(sayso("ask", "--statements", "--json").stdout)["title"] == EVIL
    for line in sayso("ask", "--json").stdout.splitlines():
        assert json.loads(line)["claim"]["event"]["actors"][0]["text"] == EVIL


@pytest.mark.usefixtures("evil_ledger")
def test_hostile_claims_keep_their_lines(sayso):
    assert sayso("ask").stdout.count("\n") == 1
    assert sayso("ask").stdout.count("\t") == 5
    assert sayso("show", "evil-id").stdout.count("denied by") == 1


@pytest.mark.usefixtures("evil_file")
def test_paths_that_are_not_utf8(sayso):
    result = sayso("read", "evil", "--json")
    path = json.loads(result.stdout)["report"]["path"]
    assert path.encode()
    assert sayso("show", path).exit_code == 0
    assert sayso("read", os.fsdecode(b"no\xffwhere")).exit_code == 2


@given(st.text())
def test_safe_moves_no_offset(text):
    shown = safe(text, lines=True)
    assert len(shown) == len(text)
    assert_tame(shown.replace("\u200c", "").replace("\u200d", ""))
    assert safe(shown, lines=True) == shown


@given(st.text())
def test_safe_is_one_line(text):
    for shown in (safe(text), shorten(text, 20), one_line(text)):
        assert len(shown.splitlines()) <= 1
    assert len(shorten(text, 20)) <= 20


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_json_lines_keep_their_meaning(text):
    line = guard_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert line.encode()
