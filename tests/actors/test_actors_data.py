"""The gazetteer's data files: their form, and that everything they refer to is there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from importlib.resources import files

import pytest

from sayso.actors import CONTROLS, KINDS, SECTORS, shipped
from sayso.actors.tables import ENTITY_FILES, OFFICE_FILES, Institution, Role, listed, rows
from sayso.actors.words import Words

DATA = files("sayso.actors") / "data"
ENTITY = "id name kind country sectors belongs_to control names since until checked source"
OFFICE = "id name names gender body title sectors since until checked source"
COLUMNS = {
    **dict.fromkeys(ENTITY_FILES, ENTITY),
    **dict.fromkeys(OFFICE_FILES, OFFICE),
    "states": "id alpha2 cow name official names adjective people capital belongs_to sectors source",
    "institutions": "key name kind sectors belongs_to phrases",
    "roles": "key means group belongs_to sectors phrases",
    "groups": "phrases parties source",
    "peoples": "id name names sectors source",
    "places": "name names state region source",
    "materiel": "id name kind names origin source",
    "fixed_expressions": "words source",
    "given_names": "name gender",
}
UN_MEMBERS = [
    "AFG",
    "AGO",
    "ALB",
    "AND",
    "ARE",
    "ARG",
    "ARM",
    "ATG",
    "AUS",
    "AUT",
    "AZE",
    "BDI",
    "BEL",
    "BEN",
    "BFA",
    "BGD",
    "BGR",
    "BHR",
    "BHS",
    "BIH",
    "BLR",
    "BLZ",
    "BOL",
    "BRA",
    "BRB",
    "BRN",
    "BTN",
    "BWA",
    "CAF",
    "CAN",
    "CHE",
    "CHL",
    "CHN",
    "CIV",
    "CMR",
    "COD",
    "COG",
    "COL",
    "COM",
    "CPV",
    "CRI",
    "CUB",
    "CYP",
    "CZE",
    "DEU",
    "DJI",
    "DMA",
    "DNK",
    "DOM",
    "DZA",
    "ECU",
    "EGY",
    "ERI",
    "ESP",
    "EST",
    "ETH",
    "FIN",
    "FJI",
    "FRA",
    "FSM",
    "GAB",
    "GBR",
    "GEO",
    "GHA",
    "GIN",
    "GMB",
    "GNB",
    "GNQ",
    "GRC",
    "GRD",
    "GTM",
    "GUY",
    "HND",
    "HRV",
    "HTI",
    "HUN",
    "IDN",
    "IND",
    "IRL",
    "IRN",
    "IRQ",
    "ISL",
    "ISR",
    "ITA",
    "JAM",
    "JOR",
    "JPN",
    "KAZ",
    "KEN",
    "KGZ",
    "KHM",
    "KIR",
    "KNA",
    "KOR",
    "KWT",
    "LAO",
    "LBN",
    "LBR",
    "LBY",
    "LCA",
    "LIE",
    "LKA",
    "LSO",
    "LTU",
    "LUX",
    "LVA",
    "MAR",
    "MCO",
    "MDA",
    "MDG",
    "MDV",
    "MEX",
    "MHL",
    "MKD",
    "MLI",
    "MLT",
    "MMR",
    "MNE",
    "MNG",
    "MOZ",
    "MRT",
    "MUS",
    "MWI",
    "MYS",
    "NAM",
    "NER",
    "NGA",
    "NIC",
    "NLD",
    "NOR",
    "NPL",
    "NRU",
    "NZL",
    "OMN",
    "PAK",
    "PAN",
    "PER",
    "PHL",
    "PLW",
    "PNG",
    "POL",
    "PRK",
    "PRT",
    "PRY",
    "QAT",
    "ROU",
    "RUS",
    "RWA",
    "SAU",
    "SDN",
    "SEN",
    "SGP",
    "SLB",
    "SLE",
    "SLV",
    "SMR",
    "SOM",
    "SRB",
    "SSD",
    "STP",
    "SUR",
    "SVK",
    "SVN",
    "SWE",
    "SWZ",
    "SYC",
    "SYR",
    "TCD",
    "TGO",
    "THA",
    "TJK",
    "TKM",
    "TLS",
    "TON",
    "TTO",
    "TUN",
    "TUR",
    "TUV",
    "TZA",
    "UGA",
    "UKR",
    "URY",
    "USA",
    "UZB",
    "VCT",
    "VEN",
    "VNM",
    "VUT",
    "WSM",
    "YEM",
    "ZAF",
    "ZMB",
    "ZWE",
]

STATES = {row["id"]: row for row in rows("states")}
ENTITIES = [{**row, "file": file} for file in ENTITY_FILES for row in rows(file)]
OFFICES = [{**row, "file": file} for file in OFFICE_FILES for row in rows(file)]
PARTIES = {row["id"] for row in ENTITIES}
PEOPLE = {row["id"] for row in OFFICES}
PARTS = {*Institution.all(), *(role.group for role in Role.all().values() if role.group)} | {
    row["id"] for row in rows("peoples")
}

# Names that two parties share, and that nothing but the context of a report can tell apart.
SHARED = {"SAPO"}  # Sweden's security police, Ukraine's anti-corruption prosecutor
# Phrases of two institutions or roles: the first one wins.
SHARED_PHRASES = {"attorney general"}
GONE_STATES = {"CSK"}  # made arms, and is no party


def where(row):
    return f"{row.get('file', '')}: {row['id']}"


def is_known(party):
    if party in STATES or party in PARTIES or party in PEOPLE:
        return True
    state, _, key = party.rpartition("/")
    return state in STATES and key in PARTS


def is_date(text):
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return False
    date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    return True


def in_order(since, until):
    shorter = min(len(since), len(until))
    return since[:shorter] <= until[:shorter]


# Parties whose id is a state's code or name in small letters.
LIKE_A_CODE = {"arm", "brn", "bt", "dji", "guam", "nld", "slb", "vg"}


# ---- form --------------------------------------------------------------------------------------------------


def test_every_file_is_known_here():
    assert {file.name for file in DATA.iterdir()} == {f"{name}.tsv" for name in COLUMNS}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_the_form_of_a_file(name):
    raw = (DATA / f"{name}.tsv").read_bytes()
    text = raw.decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")
    header, *lines = text[:-1].split("\n")
    assert header.split("\t") == COLUMNS[name].split()
    assert [line for line in lines if len(line.split("\t")) != len(COLUMNS[name].split())] == []
    assert [line for line, times in Counter(lines).items() if times > 1] == []
    cells = [cell for line in lines for cell in line.split("\t")]
    assert [cell for cell in cells if cell != cell.strip() or "  " in cell] == []
    assert [cell for cell in cells if re.search(r"^\||\|\||\|$|\| | \|", cell)] == []
    assert [cell for cell in cells if not cell.isprintable() or "\u200b" in cell] == []


@pytest.mark.parametrize("name", sorted(name for name, columns in COLUMNS.items() if "source" in columns))
def test_every_row_has_a_source(name):
    assert [row for row in rows(name) if not row["source"]] == []


# ---- ids ---------------------------------------------------------------------------------------------------


def test_ids_are_unique_over_all_files():
    times = Counter(row["id"] for row in ENTITIES) + Counter([*STATES, *PEOPLE])
    assert [party for party, count in times.items() if count > 1] == []
    for name in ("states", "peoples", "materiel"):
        ids = [row["id"] for row in rows(name)]
        assert len(ids) == len(set(ids))
    names = [row["name"] for row in rows("places")]
    assert len(names) == len(set(names))


def test_ids_are_slugs():
    assert [
        p for p in [*PARTIES, *PEOPLE] if not re.fullmatch(r"([A-Z]{3}/)?[a-z0-9-]+(/[a-z0-9-]+)*", p)
    ] == []


def test_what_parties_refer_to_is_there():
    assert [where(row) for row in ENTITIES if not set(listed(row["country"])) <= set(STATES)] == []
    assert [where(row) for row in ENTITIES if row["belongs_to"] and not is_known(row["belongs_to"])] == []
    assert [where(row) for row in OFFICES if not is_known(row["body"])] == []
    assert [state for state, row in STATES.items() if row["belongs_to"] not in ("", *STATES)] == []
    assert [row["name"] for row in rows("places") if not set(listed(row["state"])) <= set(STATES)] == []
    assert [row["phrases"] for row in rows("groups") if not set(listed(row["parties"])) <= set(STATES)] == []
    origins = {state for row in rows("materiel") for state in listed(row["origin"])}
    assert origins - set(STATES) == GONE_STATES


def test_institutions_and_roles_belong_somewhere():
    institutions = Institution.all()
    for each in institutions.values():
        assert each.belongs_to == "state" or each.belongs_to in institutions
        assert "{state}" in each.name
    for role in Role.all().values():
        assert role.belongs_to in ("", "state", *institutions)
        assert role.means in ("person", "people")
        assert role.group not in institutions  # "SYR/rebels" can be one thing only


def test_phrases_stand_for_one_thing():
    keys = defaultdict(set)
    for kind in (Institution.all(), Role.all()):
        for each in kind.values():
            for phrase in each.phrases:
                keys[" ".join(Words(phrase).key)].add(each.key)
    assert {phrase for phrase, its in keys.items() if len(its) > 1} == SHARED_PHRASES


def test_nobody_is_a_part_of_itself():
    gazetteer = shipped()
    for party in [*PARTIES, *PEOPLE, *STATES]:
        found = gazetteer.party(party)
        assert party not in found.within
        assert all(gazetteer.party(outer) for outer in found.within)


def test_every_state_has_every_institution():
    gazetteer = shipped()
    for state in STATES:
        for key in Institution.all():
            found = gazetteer.party(f"{state}/{key}")
            assert found.kind in KINDS
            assert found.name
            if f"{state}/{key}" not in PARTIES:
                assert found.within[-1] == state or STATES[state]["belongs_to"]


# ---- values ------------------------------------------------------------------------------------------------


def test_kinds_sectors_and_control():
    assert [where(row) for row in ENTITIES if row["kind"] not in KINDS] == []
    sectored = [*ENTITIES, *OFFICES, *STATES.values(), *({**row, "id": row["id"]} for row in rows("peoples"))]
    assert [where(row) for row in sectored if not listed(row["sectors"])] == []
    assert [where(row) for row in sectored if not set(listed(row["sectors"])) <= set(SECTORS)] == []
    assert [where(row) for row in ENTITIES if row["control"] and row["control"] not in CONTROLS] == []
    assert [where(row) for row in ENTITIES if (row["kind"] == "outlet") != bool(row["control"])] == []
    for each in (*Institution.all().values(), *Role.all().values()):
        assert set(each.sectors) <= set(SECTORS)
        assert each.sectors


@pytest.mark.parametrize("row", [*ENTITY_FILES, *OFFICE_FILES])
def test_dates(row):
    for row in (each for each in (*ENTITIES, *OFFICES) if each["file"] == row):
        for column in ("since", "until", "checked"):
            assert not row[column] or is_date(row[column]), where(row)
        if row["since"] and row["until"]:
            assert in_order(row["since"], row["until"]), where(row)
        assert not row["checked"] or row["since"] <= row["checked"], where(row)


def test_open_offices_say_when_they_were_checked():
    assert [where(row) for row in OFFICES if not row["until"] and len(row["checked"]) != 10] == []
    assert [where(row) for row in ENTITIES if not row["checked"]] == []


def test_people_are_told_alike_in_all_their_rows():
    told = defaultdict(set)
    for row in OFFICES:
        told[row["id"]].add((row["name"], row["gender"]))
        assert row["gender"] in ("m", "f"), where(row)
    assert [person for person, its in told.items() if len(its) > 1] == []
    assert {row["gender"] for row in rows("given_names")} == {"m", "f", "u"}


# ---- names -------------------------------------------------------------------------------------------------


def unmarked(row, *columns):
    return [name for column in columns for name in listed(row[column]) if not name.startswith("?")]


def test_no_two_parties_share_a_name_that_is_not_marked_as_doubtful():
    owners = defaultdict(set)
    written = {}
    for row in ENTITIES:
        for name in unmarked(row, "name", "names"):
            words = Words(name)
            key = (tuple(words.key), tuple(words.case))
            owners[key].add(row["id"])
            written[key] = name
    assert {written[key] for key, its in owners.items() if len(its) > 1} == SHARED


@pytest.mark.parametrize(
    "columns", [("name", "official", "names"), ("adjective",), ("people",), ("capital",)]
)
def test_no_two_states_share_a_word(columns):
    owners = defaultdict(set)
    for state, row in STATES.items():
        for name in unmarked(row, *columns):
            owners[tuple(Words(name).key)].add(state)
    assert [its for its in owners.values() if len(its) > 1] == []


def test_no_two_people_share_a_full_name():
    owners = defaultdict(set)
    for row in OFFICES:
        for name in unmarked(row, "name", "names"):
            if " " in name:
                owners[tuple(Words(name).key)].add(row["id"])
    assert [its for its in owners.values() if len(its) > 1] == []


def test_names_have_words_and_no_article():
    for row in ENTITIES:
        for name in listed(row["names"]):
            assert Words(name).key, where(row)
            assert not name.lower().removeprefix("?").startswith("the "), where(row)


@pytest.mark.xfail(
    strict=True, reason="called() cuts the article off a name that begins with it: The Bell (Russian outlet)"
)
def test_every_outlet_is_found_by_its_name():
    gazetteer = shipped()
    outlets = [row for row in ENTITIES if row["kind"] == "outlet"]
    assert [row["id"] for row in outlets if row["id"] not in gazetteer.called(row["name"])] == []


def test_every_party_is_found_by_its_name():
    gazetteer = shipped()
    lost = [
        row["id"]
        for row in (*ENTITIES, *OFFICES, *STATES.values())
        if row["id"] not in gazetteer.called(row["name"])
        and row["kind" if "kind" in row else "id"] != "outlet"
    ]
    assert lost == [party for party in sorted(LIKE_A_CODE) if gazetteer.party(party).name in STATES]


@pytest.mark.xfail(
    strict=True, reason="called() takes an id that looks like a code for the state: arm, dji, nld"
)
@pytest.mark.parametrize("party", sorted(LIKE_A_CODE))
def test_a_party_is_found_by_an_id_that_looks_like_a_code(party):
    assert shipped().called(party) == [party]


def test_every_party_is_found_by_its_id():
    gazetteer = shipped()
    every = {*PARTIES, *PEOPLE, *STATES} - LIKE_A_CODE
    assert [party for party in every if gazetteer.called(party) != [party]] == []


# ---- what is there -----------------------------------------------------------------------------------------


def test_every_member_of_the_united_nations_is_there():
    assert len(UN_MEMBERS) == len(set(UN_MEMBERS)) == 193
    assert set(UN_MEMBERS) - set(STATES) == set()
    for state in UN_MEMBERS:
        row = STATES[state]
        assert re.fullmatch("[A-Z]{2}", row["alpha2"])
        assert row["capital"], state
        assert row["adjective"] or row["people"], state
        assert row["cow"], state


def test_codes_of_states_are_unique():
    codes = [row["alpha2"] for row in STATES.values() if row["alpha2"]]
    assert len(codes) == len(set(codes))
    for state, row in STATES.items():
        assert re.fullmatch(r"[A-Z]{3}(/[a-z-]+)?", state)
        assert bool(row["alpha2"]) != ("/" in state)  # a part of a state has its state's code
    cow = Counter(row["cow"] for row in STATES.values() if row["cow"])
    assert {code for code, times in cow.items() if times > 1} == {
        "345",
        "365",
    }  # Yugoslavia, the Soviet Union


def test_there_is_enough():
    assert sum(row["file"] == "organisations" for row in ENTITIES) >= 300
    assert sum(row["kind"] == "armed_group" for row in ENTITIES) >= 200
    assert sum(row["kind"] == "outlet" and row["control"] in CONTROLS for row in ENTITIES) >= 300
    assert {row["control"] for row in ENTITIES if row["kind"] == "outlet"} == set(CONTROLS)
    assert len(PEOPLE) >= 4000
    assert len(list(rows("places"))) >= 3000
