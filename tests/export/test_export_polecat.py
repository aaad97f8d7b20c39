"""POLECAT's columns, read as its users read them."""

import csv
import io

import pytest

from sayso.export import stream, write
from sayso.export.polecat import OWN_COLUMNS, POLECAT_COLUMNS


def rows_of(pieces):
    return list(csv.DictReader(pieces, delimiter="\t"))


@pytest.fixture(scope="module")
def rows(ledger):
    return {row["Event Type"]: row for row in rows_of(stream(ledger, "polecat"))}


def test_forty_columns_and_then_our_own(ledger):
    assert len(POLECAT_COLUMNS) == 40
    head = next(stream(ledger, "polecat"))
    assert head == "\t".join((*POLECAT_COLUMNS, *OWN_COLUMNS)) + "\n"


def test_an_event(rows):
    sale = rows["AID"]
    assert {name: sale[name] for name in POLECAT_COLUMNS if sale[name]} == {
        "Event ID": sale["Event ID"],
        "Event Date": "2023-08-21",
        "Event Type": "AID",
        "Event Mode": "None",
        "Intensity": "10",
        "Quad Code": "MATERIAL COOPERATION",
        "Contexts": "military; territory",
        "Actor Name": "Iran",
        "Actor Country": "IRN",
        "Actor COW": "630",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Name Raw": "Iran",
        "Recipient Name": "Russia",
        "Recipient Country": "RUS",
        "Recipient COW": "365",
        "Primary Recipient Sector": "GOV",
        "Recipient Sectors": "GOV",
        "Recipient Name Raw": "Russia",
        "Placename": "None",
        "Country": "None",
        "Raw Placename": "None",
        "Source": "Harbour Wire",
        "Publication Date": "2023-08-22",
        "Version": sale["Version"],
    }
    assert sale["sayso Stances"] == "alleges; denies"
    assert sale["sayso Contested"] == "true"
    assert sale["sayso Origins"] == "Ukraine; Iran"
    assert sale["sayso Chains"] == "Harbour Wire > Kyiv; Iran"
    assert sale["sayso Confidence"] == "0.9"


def test_what_nobody_affirms_or_alleges_is_left_out(ledger, rows):
    assert set(rows) == {"AID", "PROTEST", "CONSULT"}  # not the strike, which is only denied
    assert rows["PROTEST"]["Recipient Name"] == rows["PROTEST"]["Event Date"] == "None"
    assert rows["PROTEST"]["Intensity"] == "-5"
    assert write(ledger, "polecat", io.BytesIO()) == (3, 1)


def test_a_row_is_a_line(ledger, rows):
    lines = "".join(stream(ledger, "polecat")).splitlines()
    assert len([line for line in lines if line]) >= 4
    assert "\n" not in "".join(value for row in rows.values() for value in row.values())
    assert all(None not in row for row in rows.values())  # no tab makes a column of its own
    assert rows["CONSULT"]["Actor Name"].startswith("</data><script>")
    assert rows_of(stream(ledger, "polecat", safe_csv=True))[0]["Actor Name Raw"] == "'=Evil()"
