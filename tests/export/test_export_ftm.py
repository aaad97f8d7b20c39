"""FollowTheMoney entities and statements: by their shape, and with followthemoney where it is installed.

Its newer versions need pyicu, which has to be built; 3.8.2 (for entities) installs from wheels alone.
"""

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from sayso.actors import tables
from sayso.export import stream
from sayso.export.ftm_statements import STATEMENT_COLUMNS
from sayso.export.ftm_values import country, entity_id, name, text, url


@pytest.fixture(scope="module")
def entities(ledger):
    return [json.loads(line) for line in stream(ledger, "ftm")]


def one(entities, schema, **properties):
    (found,) = (
        each
        for each in entities
        if each["schema"] == schema
        and all(value in each["properties"].get(key, ()) for key, value in properties.items())
    )
    return found["properties"]


def test_who_denies_an_event_is_linked_to_it(entities):
    event = next(each for each in entities if each["id"].endswith("-AID") and each["schema"] == "Event")
    assert set(event["properties"]["involved"]) == {"sayso-party-IRN", "sayso-party-RUS"}
    assert event["properties"]["date"] == ["2023-08-21"]
    assert {"AID", "stance:alleges", "stance:denies", "contested"} <= set(event["properties"]["keywords"])
    denial = one(entities, "UnknownLink", status="denies", role="origin", recordId="denied")
    assert denial["subject"] == ["sayso-party-IRN"]
    assert denial["object"] == [event["id"]]
    assert denial["description"] == ["Iran denies it sold drones."]
    alleged = one(entities, "UnknownLink", status="alleges", role="origin")
    assert alleged["subject"] == ["sayso-party-UKR"]
    assert alleged["summary"] == ["alleged by Kyiv (Ukraine) (via Harbour Wire)"]
    assert alleged["sourceUrl"] == ["https://wire.example/1"]
    act = one(entities, "UnknownLink", role="AID")
    assert (act["subject"], act["object"]) == (["sayso-party-IRN"], ["sayso-party-RUS"])
    assert act["status"] == ["alleges", "denies"]


def test_what_is_only_denied_links_no_parties(entities):
    acts = [each for each in entities if each["id"].startswith("sayso-act-")]
    assert {act["properties"]["role"][0] for act in acts} == {"AID", "CONSULT"}
    strike = one(entities, "Event", keywords="ASSAULT")
    assert "contested" not in strike["keywords"]
    march = one(entities, "UnknownLink", status="affirms", recordId="march")
    assert march["subject"][0].startswith("sayso-report-")  # the report itself says it


def test_ids_are_stable_unique_and_known(ledger, entities):
    assert [json.loads(line) for line in stream(ledger, "ftm")] == entities
    seen = set()
    for each in entities:
        assert each["id"] not in seen
        for name_ in ("proof", "involved", "subject", "object"):
            assert set(each["properties"].get(name_, ())) <= seen
        seen.add(each["id"])
        if each["schema"] != "Article":
            assert each["properties"]["proof"]


def test_a_condition_takes_its_reports_only(ledger):
    found = [json.loads(line) for line in stream(ledger, "ftm", {"type": "AID"})]
    assert [each["schema"] for each in found].count("Article") == 1
    assert len([each for each in found if each["properties"].get("role") == ["origin"]]) == 2


def test_values_and_ids():
    assert entity_id("party", "IRN/foreign-ministry") == "sayso-party-IRN.foreign-ministry"
    assert entity_id("party", "@e/corp") == "sayso-party-in.e.corp"
    assert len({entity_id("party", each) for each in ("a/b", "a.b", "a-b", "@a/b", "in.a/b")}) == 5
    assert entity_id("party", "café").startswith("sayso-party-")
    assert entity_id("party", "x" * 500) != entity_id("party", "x" * 501)
    assert text("a\u202e b\n\x00c") == "a b c"
    assert len(name("x" * 1000)) == 384
    assert url("https://x.example/a?b=c") == "https://x.example/a?b=c"
    assert url("HTTP://x.example") == "http://x.example/"
    assert name("'\"Corp\"'") == "Corp"
    assert url("javascript:alert(1)") == url("https://x y") == url(None) == ""


def test_statements_are_the_entities(ledger, entities):
    rows = list(
        csv.DictReader(io.StringIO("".join(stream(ledger, "ftm-statements"))), dialect=csv.unix_dialect)
    )
    assert tuple(rows[0]) == STATEMENT_COLUMNS
    found = {}
    for row in rows:
        key = f"{row['dataset']}.{row['entity_id']}.{row['prop']}.{row['value']}"
        assert row["id"] == hashlib.sha1(key.encode()).hexdigest()
        entity = found.setdefault(
            row["entity_id"], {"id": row["entity_id"], "schema": row["schema"], "properties": {}}
        )
        if row["prop"] == "id":
            assert row["value"] == row["entity_id"]
        else:
            entity["properties"].setdefault(row["prop"], []).append(row["value"])
    assert list(found.values()) == entities


# ---- with its own library ----------------------------------------------------------------------------------


def test_followthemoney_takes_every_value_as_it_is(entities):
    followthemoney = pytest.importorskip("followthemoney")
    for each in entities:
        proxy = followthemoney.model.get_proxy(each)
        proxy.schema.validate(each)
        for key, values in each["properties"].items():
            prop = proxy.schema.get(key)
            if prop is None:  # older versions know no proof of a link, and leave it out
                assert (each["schema"], key) == ("UnknownLink", "proof")
                continue
            for value in values:
                assert prop.type.clean(value) == value
                assert len(value) <= (getattr(prop.type, "max_length", None) or len(value))


def test_followthemoney_knows_every_country():
    types = pytest.importorskip("followthemoney.types")
    for state in Path(tables.__file__).with_name("data").joinpath("states.tsv").read_text().splitlines()[1:]:
        code = country(state.split("\t")[1])
        assert not code or types.registry.country.clean(code) == code


def test_followthemoney_reads_the_statements(ledger, entities):
    statement = pytest.importorskip("followthemoney.statement")
    data = io.BytesIO("".join(stream(ledger, "ftm-statements")).encode())
    found = list(statement.read_statements(data, "csv"))
    assert all(each.id == each.generate_key() for each in found)
    assert all(each.prop_type for each in found)
    rows = csv.DictReader(stream(ledger, "ftm-statements"), dialect=csv.unix_dialect)
    assert [each.prop_type for each in found] == [row["prop_type"] for row in rows]
    assert {each.entity_id for each in found} == {each["id"] for each in entities}
