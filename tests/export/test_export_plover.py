"""PLOVER JSON: the manual's fields, denials marked as it marks them."""

import json

import pytest

from sayso.export import stream
from sayso.export.plover_scores import intensity, quad_number
from sayso.reading.ontology import MODES, TYPES

REQUIRED = {"id", "date", "actor", "event"}
MANUAL = {
    *REQUIRED, "has_event", "time", "enddate", "endtime", "recipient", "event_loc", "event_text",
    "quad_code", "event_scale", "mode", "context", "link", "text", "text_info", "cite_info", "coder",
    "coded_date", "coded_time", "comment",
}  # fmt: skip
ENTITY = {"code", "sector", "entity_text", "identifier_id", "identifier_text"}
OWN = {"published", "date_from", "stances", "contested", "claims", "objects", "places"}


@pytest.fixture(scope="module")
def records(ledger):
    found = [json.loads(line) for line in stream(ledger, "plover")]
    return {record["id"].rpartition(":")[2]: record for record in found}


def test_fields_are_those_of_the_manual(records):
    assert set(records) == {"AID", "ASSAULT", "PROTEST", "CONSULT"}
    for record in records.values():
        assert set(record) >= REQUIRED
        assert set(record) <= MANUAL | OWN
        for entity in (*record["actor"], *record["recipient"]):
            assert set(entity) <= ENTITY


def test_an_event_that_is_alleged_and_denied(records):
    sale = records["AID"]
    assert (sale["date"], sale["date_from"], sale["published"]) == ("2023-08-21", "event", "2023-08-22")
    assert sale["actor"] == [
        {
            "code": "IRN",
            "sector": "GOV",
            "entity_text": "Iran",
            "identifier_id": "IRN",
            "identifier_text": "Iran",
        }
    ]
    assert sale["context"] == ["military", "territory"]  # PLOVER's word for territorial
    assert (sale["quad_code"], sale["event_scale"]) == (2, 10.0)
    assert sale["stances"] == ["alleges", "denies"]
    assert sale["contested"] is True
    assert [[link["text"] for link in claim["chain"]] for claim in sale["claims"]] == [
        ["Harbour Wire", "Kyiv"],
        ["Iran"],
    ]


def test_an_event_that_is_only_denied_is_marked(records):
    strike = records["ASSAULT"]
    assert strike["context"] == ["negation"]
    assert strike["date"] is None  # neither the event's day is known nor that of publication
    assert strike["date_from"] == "unknown"
    assert strike["event_loc"] == {
        "extracted_place": "Odesa", "lat": 46.48, "lon": 30.73, "country_code": "UKR",
    }  # fmt: skip
    assert records["PROTEST"]["context"] == []
    assert (records["CONSULT"]["date"], records["CONSULT"]["date_from"]) == ("2023-08-25", "publication")


def test_a_condition_does_not_tear_an_event_apart(ledger):
    (line,) = stream(ledger, "plover", {"stance": "denies", "actor": "Iran"})
    record = json.loads(line)
    assert sorted(record["stances"]) == ["alleges", "denies"]
    assert record["context"] == ["military", "territory"]


def test_links_are_matters(weighed):
    found = [json.loads(line) for line in stream(weighed, "plover")]
    assert all(re_id.startswith("m") for re_id in (record["link"] for record in found))


def test_every_type_and_mode_has_a_score():
    for kind in TYPES:
        for mode in (None, *MODES.get(kind, ())):
            assert -10 <= intensity(kind, mode) <= 10
    assert intensity("ACCUSE", None) == -3
    assert [quad_number(quad) for quad in ("verbal cooperation", "material conflict")] == [1, 4]
