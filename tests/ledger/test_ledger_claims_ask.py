"""Questions about claims, and their export."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ledger_places import shared_place
from ledger_samples import NEWER, READER, claim_of, event_of, random_reading

from sayso.errors import NotFoundError, UsageError
from sayso.export import stream
from sayso.export.claims_csv import CLAIM_COLUMNS, claims_csv
from sayso.ledger import Ledger, StoredClaim
from sayso.reading.reading import Object, Reading
from sayso.report import Report


def reading_of(text, *claims, reader=READER, **about):
    return Reading(Report.from_text(text, **about), reader, claims=claims)


SALE = "Reuters cited Kyiv’s Defence Ministry as saying Iran sold 6,000 drones to Russia on Monday."
DENIAL = "Tehran denied it."
DRONES = f"{SALE} {DENIAL} The Château-d’Eau talks between Bern and Gießen go on."
SOLD = event_of(
    DRONES, "AID", "sold",
    contexts=("military", "economic"), mode=None,
    actors=[("Iran", {"actor": "IRN", "name": "Islamic Republic of Iran", "country": "IR"})],
    recipients=[("Russia", {"name": "Russian Federation"})],
    objects=["6,000 drones"],
    time=("on Monday", {"start": "2023-08-21", "end": "2023-08-21"}),
)  # fmt: skip
TALKS = event_of(DRONES, "CONSULT", "talks", actors=["Bern", "Gießen"])
ALLEGED = claim_of(
    DRONES, SOLD, "Reuters", ("Kyiv’s Defence Ministry", {"name": "Ministry of Defence of Ukraine"}),
    stance="alleges", cue="saying", sentence=SALE, id="c1",
    confidence={"event": 0.9, "actors": 0.8, "sources": 0.6},
)  # fmt: skip
DENIED = claim_of(
    DRONES, SOLD, "Tehran", stance="denies", cue="denied", sentence=DENIAL, id="c2", confidence={"event": 0.9}
)
MEETING = claim_of(
    DRONES, TALKS, sentence="The Château-d’Eau talks between Bern and Gießen go on.", id="c3", opinion=True
)
PIPELINE = reading_of(
    DRONES, ALLEGED, DENIED, MEETING,
    path="reuters/drones.txt", outlet="Reuters", published="2023-08-21", title="Drones",
)  # fmt: skip
RAID = "Ukraine attacked Russia. Moscow doubted it, said Iran."
ATTACKED = event_of(RAID, "ASSAULT", "attacked", mode="drone", actors=["Ukraine"], recipients=["Russia"])
LATER = reading_of(
    RAID,
    claim_of(
        RAID, ATTACKED, "Iran", "Moscow",
        stance="doubts", cue="doubted", id="c4", confidence={"event": 0.95},
    ),
    path="guardian/raid.txt", outlet="The Guardian", published="2023-09-01", url="https://guardian.example/1",
)  # fmt: skip
NOTE = "Iran will aid Iran Air."
AIDED = event_of(NOTE, "AID", "aid", actors=["Iran"], recipients=["Iran Air"])
UNDATED = reading_of(
    NOTE,
    claim_of(NOTE, AIDED, stance="intends", id="c5"),
    path="notes.txt", outlet="SÜDDEUTSCHE  Zeitung",
)  # fmt: skip


READINGS = (UNDATED, PIPELINE, LATER)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(request, tmp_path_factory):
    """A ledger that is only asked: filled once for all tests."""
    place = shared_place(request, tmp_path_factory)
    with Ledger(place) as filled:
        for reading in READINGS:
            filled.append(reading)
    with Ledger(place, read_only=True) as opened:
        yield opened


@pytest.fixture
def growing(ledger):
    """The same ledger for one test, which may add to it."""
    for reading in READINGS:
        ledger.append(reading)
    return ledger


def ids(found):
    return [stored.claim.id for stored in found]


def test_a_claim_tells_everything(asked):
    (found,) = asked.claims(stance="denies")
    assert found == StoredClaim(
        PIPELINE.report.id, "Reuters", "Drones", "2023-08-21", "reuters/drones.txt", None, 2, DENIED, DENIAL,
        "sold", "denied", (ALLEGED,),
    )  # fmt: skip
    record = found.to_dict()
    assert list(record) == [
        "report_id", "outlet", "title", "published", "path", "url", "number", "claim", "sentence",
        "trigger", "cue",
    ]  # fmt: skip
    assert json.loads(json.dumps(record))["claim"] == DENIED.to_dict()


def test_newest_first_then_by_place_undated_last(asked):
    assert ids(asked.claims()) == ["c4", "c1", "c2", "c3", "c5"]
    assert ids(asked.claims(limit=2)) == ["c4", "c1"]
    assert [len(stored.others) for stored in asked.claims()] == [0, 1, 1, 0, 0]
    assert [stored.number for stored in asked.claims()] == [1, 1, 2, 3, 1]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"text": "drones"}, ["c1"]),
        ({"text": "IRAN sold"}, ["c1"]),
        ({"text": '"sold iran"'}, []),
        ({"text": "denied"}, ["c2"]),
        ({"text": "drones denied"}, []),
        ({"text": "chateau d'eau"}, ["c3"]),
        ({"text": "CHÂTEAU"}, ["c3"]),
        ({"text": "giessen"}, ["c3"]),
        ({"text": "attack*"}, ["c4"]),
        ({"text": "?!"}, []),
        ({"text": " "}, ["c4", "c1", "c2", "c3", "c5"]),
        ({"type": "AID"}, ["c1", "c2", "c5"]),
        ({"type": "aid"}, ["c1", "c2", "c5"]),
        ({"type": ["Aid", "ASSAULT"]}, ["c4", "c1", "c2", "c5"]),
        ({"type": ()}, ["c4", "c1", "c2", "c3", "c5"]),
        ({"type": ""}, ["c4", "c1", "c2", "c3", "c5"]),
        ({"stance": "DENIES"}, ["c2"]),
        ({"stance": ("doubts", "denies")}, ["c4", "c2"]),
        ({"actor": "iran"}, ["c1", "c2", "c5"]),
        ({"actor": "the Islamic Republic"}, ["c1", "c2"]),
        ({"actor": '"republic of iran"'}, ["c1", "c2"]),
        ({"actor": '"iran islamic"'}, []),  # neither the words nor the name
        ({"actor": "bern giessen"}, []),  # no one party has both
        ({"actor": "gießen"}, ["c3"]),
        ({"actor": "russia"}, []),
        ({"actor": "drones"}, []),
        ({"actor": "..."}, []),
        ({"actor": ""}, ["c4", "c1", "c2", "c3", "c5"]),
        ({"recipient": "russia"}, ["c4", "c1", "c2"]),
        ({"recipient": "feder*"}, ["c1", "c2"]),
        ({"recipient": "iran"}, ["c5"]),
        ({"actor": "iran", "recipient": "russia"}, ["c1", "c2"]),
        ({"actor": "iran", "recipient": "iran"}, ["c5"]),
        ({"source": "reuters"}, ["c1"]),
        ({"source": "iran"}, ["c4"]),
        ({"source": "defence ministry"}, ["c1"]),
        ({"source": "ukraine"}, ["c1"]),
        ({"origin": "reuters"}, []),
        ({"origin": "iran"}, []),
        ({"origin": "Kyiv's ministry"}, ["c1"]),
        ({"origin": "ministry of defence of ukraine"}, ["c1"]),
        ({"origin": "moscow"}, ["c4"]),
        ({"origin": "moscow", "source": "iran"}, ["c4"]),
        ({"origin": "-"}, []),
        ({"origin": ""}, ["c4", "c1", "c2", "c3", "c5"]),
        ({"outlet": "reuters"}, ["c1", "c2", "c3"]),
        ({"outlet": "süddeutsche zeitung"}, ["c5"]),
        ({"since": "2023-09"}, ["c4"]),
        ({"until": "2023-08"}, ["c1", "c2", "c3"]),
        ({"report": "drones.txt"}, ["c1", "c2", "c3"]),
        ({"min_confidence": 0.5}, ["c4", "c1", "c2"]),
        ({"min_confidence": 0.6}, ["c4", "c1", "c2"]),
        ({"min_confidence": 0.61}, ["c4", "c2"]),
        ({"min_confidence": 0.93}, ["c4"]),
        ({"min_confidence": 1}, []),
        ({"text": "drones", "type": "aid", "actor": "iran", "recipient": "russia", "stance": "alleges",
          "origin": "kyiv", "source": "reuters", "outlet": "reuters", "since": "2023", "until": "2023",
          "report": "drones.txt", "min_confidence": 0.5, "limit": 1}, ["c1"]),
    ],
)  # fmt: skip
def test_each_question(asked, question, found):
    assert ids(asked.claims(**question)) == found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"type": "WAR"}, "'WAR' is no type of event; there are AGREE, CONSULT, .*ASSAULT"),
        ({"type": ["AID", "sale"]}, "'sale' is no type of event"),
        ({"stance": "swears"}, "'swears' is no stance; there are affirms, alleges, denies"),
        ({"min_confidence": 1.5}, "from 0 to 1"),
        ({"min_confidence": float("nan")}, "from 0 to 1"),
        ({"since": "yesterday"}, "is no date"),
    ],
)
def test_what_makes_no_sense_is_said_at_once(asked, question, said):
    with pytest.raises(UsageError, match=said):
        asked.claims(**question)
    with pytest.raises(NotFoundError):
        asked.claims(report="nothing")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet="ab\"'*“”(){}:^-+&|!<>\\ \x00\ud800é"))
@example('" OR 1=1 --')
@example("a AND NEAR(b c, 2) NOT text : {x}")
@example("'a':*|!b & <-> \\'")
def test_no_words_are_an_error(asked, words):
    list(asked.claims(words))
    list(asked.claims(actor=words, recipient=words, origin=words, source=words))


def test_only_the_newest_reading_is_searched(growing):
    growing.append(reading_of(DRONES, MEETING, reader=NEWER, published="2023-08-21"))
    assert ids(growing.claims(report="drones.txt")) == ["c3"]
    assert ids(growing.claims("drones")) == []


def test_more_than_a_batch(ledger):
    made = [random_reading(seed, attributions=9) for seed in range(60)]
    for reading in made:
        ledger.append(reading)
    assert list(ledger.readings()) == made
    found = list(ledger.claims())
    assert len(found) == 60 * 12
    assert found == sorted(found, key=lambda one: one.published, reverse=True)
    by_report = {reading.report.id: reading for reading in made}
    for stored in found:
        its = by_report[stored.report_id].claims
        assert its[stored.number - 1] == stored.claim
        assert [other.id for other in stored.others] == [
            other.id for other in its if other.event == stored.claim.event and other.id != stored.claim.id
        ]


def test_export_jsonl_carries_claims(asked):
    found = [Reading.from_dict(json.loads(line)) for line in stream(asked, "jsonl")]
    assert found == [UNDATED, PIPELINE, LATER]


@pytest.mark.parametrize(
    ("thing", "told"),
    [
        ({"amount": 6000.0, "item": "drone"}, "6000 drone"),
        ({"amount": 1000, "item": "container", "bound": "at least"}, "at least 1000 container"),
        ({"amount": 4e8, "currency": "USD"}, "400000000 USD"),
        ({"amount": 2.5, "unit": "tonne", "item": "grain", "bound": "about"}, "about 2.5 tonne grain"),
        ({"item": "shell"}, ""),
    ],
)
def test_amounts_in_an_export(asked, thing, told):
    claim = next(asked.claims("drones"))
    event = replace(claim.claim.event, objects=(Object((0, 4), "some", **thing),))
    (row,) = csv.DictReader(claims_csv([replace(claim, claim=replace(claim.claim, event=event))]))
    assert row["amounts"] == told


def test_export_claims(asked):
    rows = list(csv.DictReader(stream(asked, "claims")))
    assert len(rows) == 5
    assert list(rows[0]) == list(CLAIM_COLUMNS)
    assert rows[1] == {
        "report_id": PIPELINE.report.id,
        "outlet": "Reuters",
        "title": "Drones",
        "published": "2023-08-21",
        "path": "reuters/drones.txt",
        "url": "",
        "number": "1",
        "type": "AID",
        "mode": "",
        "quad": "material cooperation",
        "contexts": "military economic",
        "stance": "alleges",
        "opinion": "false",
        "actors": "Iran",
        "actor_ids": "IRN",
        "actor_names": "Islamic Republic of Iran",
        "actor_countries": "IR",
        "actor_iso3": "IRN",
        "actor_cow": "630",
        "actor_sectors": "",
        "recipients": "Russia",
        "recipient_ids": "",
        "recipient_names": "Russian Federation",
        **dict.fromkeys(("recipient_countries", "recipient_iso3", "recipient_cow", "recipient_sectors"), ""),
        "objects": "6,000 drones",
        "amounts": "",
        "places": "",
        "time": "on Monday",
        "time_start": "2023-08-21",
        "time_end": "2023-08-21",
        "chain": "Reuters > Kyiv’s Defence Ministry",
        "source_names": " > Ministry of Defence of Ukraine",
        **dict.fromkeys(("source_ids", "source_kinds", "source_countries", "source_control"), ""),
        "origin": "Kyiv’s Defence Ministry",
        "origin_id": "",
        "origin_name": "Ministry of Defence of Ukraine",
        "cue": "saying",
        "trigger": "sold",
        "sentence": SALE,
        "actor_spans": "48:52",
        "recipient_spans": "74:80",
        "object_spans": "58:70",
        "place_spans": "",
        "time_span": "81:90",
        "chain_spans": "0:7 14:37",
        "cue_span": "41:47",
        "trigger_span": "53:57",
        "sentence_span": "0:91",
        "confidence_event": "0.9",
        "confidence_actors": "0.8",
        "confidence_recipients": "",
        "confidence_stance": "",
        "confidence_sources": "0.6",
        "claim_id": "c1",
    }
    assert (rows[3]["actors"], rows[3]["actor_spans"], rows[3]["opinion"]) == (
        "Bern; Gießen",
        "142:146 151:157",
        "true",
    )
    assert (rows[3]["chain"], rows[3]["origin"], rows[3]["cue_span"]) == ("", "", "")
    assert rows[0]["mode"] == "drone"


def test_export_claims_for_a_spreadsheet(growing):
    text = "=HYPERLINK() struck @home."
    event = event_of(text, "ASSAULT", "struck", actors=["=HYPERLINK()"], recipients=["@home"])
    growing.append(reading_of(text, claim_of(text, event), published="2024-01-01"))
    for safe, actors, recipients in ((False, "=HYPERLINK()", "@home"), (True, "'=HYPERLINK()", "'@home")):
        row, *others = csv.DictReader(stream(growing, "claims", safe_csv=safe))
        assert len(others) == 5
        assert (row["actors"], row["recipients"]) == (actors, recipients)
        assert row["sentence"] == ("'" if safe else "") + text


def test_a_search_index_is_asked_and_not_every_row(ledger):
    """What keeps a question about the millionth claim as cheap as one about the first."""
    if ledger.where.startswith("postgresql"):
        pytest.skip("a small table is always scanned there")
    with ledger._asking() as connection:
        plan = str(
            connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT * FROM claims WHERE sentence_id IN "
                "(SELECT rowid FROM sentence_search WHERE sentence_search MATCH 'a')"
            ).all()
        )
    assert "SCAN claims" not in plan
