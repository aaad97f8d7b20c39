"""Who is meant, on the command line: asked for, shown, counted, exported. (Parties found by the reader itself
are the subject of tests/actors.)"""

from __future__ import annotations

import csv
import io
import json

import pytest

from sayso.ledger import Ledger
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Participant,
    Party,
    ReaderVersion,
    Reading,
    Source,
    Speaker,
    Why,
)
from sayso.report import Report

TEXT = "Tehran and Moscow met. Both countries attacked a port. It denied this, the Courier said."
IRAN = Party("IRN", "Iran", "state", ("IR",), ("GOV",))
RUSSIA = Party("RUS", "Russia", "state", ("RU",), ("GOV",))
MINISTRY = Party(
    "RUS/defence-ministry", "Ministry of Defence of Russia", "government", ("RU",), ("GOV",),
    "RUS/government", ("RUS/government", "RUS"),
)  # fmt: skip


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def participant(words, party):
    return Participant(span(words), words, party.id, party.name, party.countries[0], party.sectors[0])


def claim(name, event, sources=(), stance="affirms"):
    return Claim(name, event, sources, None, stance, False, (0, len(TEXT)), {"event": 0.9})


@pytest.fixture
def known(sayso, tmp_path):
    met = Event(
        type="CONSULT",
        trigger=span("met"),
        actors=(participant("Tehran", IRAN), participant("Moscow", RUSSIA)),
    )
    both = tuple(participant("Both countries", party) for party in (IRAN, RUSSIA))
    port = Participant(span("a port"), "a port")
    attacked = Event(type="ASSAULT", trigger=span("attacked"), actors=both, recipients=(port,))
    it = Source(span("It"), "It", MINISTRY.id, MINISTRY.name, "government", "RU")
    courier = Source(span("the Courier"), "the Courier", kind="outlet", control="state")
    reading = Reading(
        Report.from_text(TEXT, path="port.txt", published="2030-01-01"),
        ReaderVersion("0.0", "0" * 64),
        mentions=(
            Mention(span("Tehran"), "Tehran", "state", "IRN", 0.9, Why("capital")),
            *(Mention(span("Both countries"), "Both countries", "state", p.id, 0.8) for p in (IRAN, RUSSIA)),
            Mention(span("a port"), "a port", "people"),
        ),
        attributions=(
            Attribution((span("It"),), (span("denied"),), (span("this"),), Speaker("It", MINISTRY.id)),
        ),
        claims=(
            claim("met", met),
            claim("attacked", attacked),
            claim("denied", attacked, (courier, it), "denies"),
        ),
        parties=(IRAN, RUSSIA, MINISTRY),
    )
    with Ledger("sayso.db") as ledger:
        ledger.append(reading)
    return sayso


@pytest.mark.parametrize("name", ["Iran", "iran", "IRN", "IR", "630", "Iranian"])
def test_a_party_in_every_spelling(known, name):
    answer = known("ask", "--actor", name)
    assert answer.exit_code == 0
    assert answer.stderr == "2 events\n"
    assert answer.stdout == known("ask", "--actor", "Russia").stdout
    assert known("ask", "--recipient", name).stdout == ""


def test_who_acts_for_a_party(known):
    (found,) = known("ask", "--origin", "365", "--json").stdout.splitlines()
    assert json.loads(found)["claim"]["id"] == "denied"
    assert known("ask", "--origin", "Iran", "--json").stdout == ""
    assert len(known("ask", "--statements", "--source", "Russia").stdout.splitlines()) == 1


def test_own_parties_name_others(known, tmp_path):
    (tmp_path / "own.yaml").write_text(
        "parties:\n  - {id: RUS/defence-ministry, name: The Building, kind: government, names: [Arbat]}\n"
    )
    assert known("ask", "--origin", "Arbat", "--json").stdout == ""
    assert len(known("ask", "--origin", "Arbat", "--json", "--parties", "own.yaml").stdout.splitlines()) == 1
    (tmp_path / "wrong.yaml").write_text("parties: 3\n")
    refused = known("ask", "--origin", "Arbat", "--parties", "wrong.yaml")
    assert refused.exit_code == 2
    assert "wrong.yaml, line 1" in refused.stderr


def test_people_are_told_who_is_meant(known):
    words = "Both countries (Iran and Russia) → ASSAULT → a port"
    denied = "denied by It (Ministry of Defence of Russia) (via the Courier)"
    (row,) = [line.split("\t") for line in known("ask", "--stance", "denies").stdout.splitlines()]
    assert row[2:4] == [words, f"{denied} · stated by the report"]
    shown = known("show", "port.txt").stdout
    assert f"{words} · stated by the report\n 3  the same · {denied}\n" in shown
    assert " 1  Tehran (Iran) and Moscow (Russia) → CONSULT" in shown


def test_sources_by_party(known, in_terminal):
    assert known("sources").stdout == "1\t1\t0\t2030-01-01\tMinistry of Defence of Russia\tthis\tIt\n"
    (record,) = [json.loads(line) for line in known("sources", "--json").stdout.splitlines()]
    assert (record["actor"], record["words"]) == ("RUS/defence-ministry", "It")
    (row,) = csv.DictReader(io.StringIO(known("sources", "--csv").stdout))
    assert row == {name: str(value) for name, value in record.items()}
    assert "Ministry of Defence of Russia (It)" in in_terminal("sources", TERM="dumb")[1]


def test_status_tells_what_is_resolved_and_how_old_it_is(known):
    status = dict(line.split("\t") for line in known("status").stdout.splitlines())
    assert status["mentions"] == "4 of parties (3 resolved, 75%; 1 not)"
    assert status["gazetteer"].startswith("facts that can change were checked ")
    assert status["gazetteer"].endswith("; 1 report published later")
    record = json.loads(known("status", "--json").stdout)
    assert (record["mentions"], record["resolved"], record["after_facts"]) == (4, 3, 1)
    assert record["facts_from"] <= record["facts_until"] < "2030"


def test_status_without_mentions(sayso, news):
    sayso("read", str(news))
    status = dict(line.split("\t") for line in sayso("status").stdout.splitlines() if "reader" not in line)
    assert status["mentions"] == "0"


def test_export_parties(known):
    result = known("export", "parties")
    assert result.stderr == "3 rows written\n"
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["actor"], row["iso3"], row["cow"], row["mentions"], row["first_words"]) for row in rows] == [
        ("IRN", "IRN", "630", "2", "Tehran"),
        ("RUS", "RUS", "365", "1", "Both countries"),
        ("RUS/defence-ministry", "RUS", "365", "0", ""),
    ]
    rows = list(csv.DictReader(io.StringIO(known("export", "claims").stdout)))
    assert rows[2]["actor_iso3"] == "IRN; RUS"
    assert rows[2]["source_control"] == "state > "
