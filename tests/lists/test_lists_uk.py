"""The UK's lists: small lists of invented parties in the layouts of OFSI and of the UK Sanctions List."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ListError
from sayso.lists.formats import uk
from sayso.lists.formats.uk_cells import companies, labelled, measures, registration, several
from sayso.lists.listing import Address, ListFile, Name


def columns_of(words: str) -> list[str]:
    return [column.strip() for column in words.split(",")]


OFSI = columns_of("""\
Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,
Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,
Passport Details,National Identification Number,National Identification Details,Position,
Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,
Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,
UK Sanctions List Date Designated,Last Updated,Group ID""")
UKSL = columns_of("""\
Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,
Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,
Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,
Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,
Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,
Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,
National Identifier additional information,Passport number,Passport additional information,
Position,Gender,Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,
Business registration number (s),IMO number,Current owner/operator (s),
Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,
Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)""")


def text_of(first: list[str], columns: list[str], *rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(first)
    writer.writerow(columns)
    for row in rows:
        assert not set(row) - set(columns)
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue()


def read(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> ListFile:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    assert uk.looks_like(name, path.read_bytes()[:65_536])
    return uk.read([path])


PERSON = {
    "Name 6": "TESTOV", "Name 1": "Ivan", "Name 2": "Petrovich", "Title": "Dr", "DOB": "00/03/1960",
    "Name Non-Latin Script": "Иван ТЕСТОВ", "Non-Latin Script Language": "Russian", "Town of Birth": "Omsk",
    "Country of Birth": "Russia", "Nationality": "(1) Russia (2) Cyprus",
    "Passport Number": "(1) AB12 (2) CD34",
    "Passport Details": "(1) Russia (2) Cyprus", "Position": "(1) Deputy. (2) Adviser",
    "Address 1": "7 Example Street", "Address 6": "Omsk", "Post/Zip Code": "644000", "Country": "Russia",
    "Other Information": "(UK Sanctions List Ref):RUS9999. (UK Statement of Reasons):TESTOV did (as said) "
    "something. (Gender):Male (Website):example.org", "Group Type": "Individual",
    "Alias Type": "Primary name",
    "Regime": "Russia", "Listed On": "01/02/2020", "UK Sanctions List Date Designated": "31/12/2020",
    "Last Updated": "05/06/2024", "Group ID": "90001",
}  # fmt: skip
ALIAS = PERSON | {
    "Name 6": "VANYA", "Name 1": "", "Name 2": "", "DOB": "01/04/1961", "Alias Type": "AKA",
    "Alias Quality": "Low quality", "Address 1": "8 Example Street",
}  # fmt: skip


def test_ofsi_binds_rows_by_group(tmp_path: Path) -> None:
    former = ALIAS | {"Name 6": "OLDNAME", "Name 1": "Ivan", "Alias Type": "FKA", "Alias Quality": ""}
    found = read(tmp_path, text_of(["Last Updated", "03/06/2026"], OFSI, ALIAS, PERSON, former))
    assert (found.list, found.format, found.published, found.rejects) == (
        "gb-ofsi",
        "uk-ofsi",
        "2026-06-03",
        (),
    )
    (person,) = found.entries
    assert (person.id, person.kind, person.gender) == ("gb-ofsi:90001", "person", "male")
    assert person.names == (
        Name("TESTOV, Ivan Petrovich", family="TESTOV", given="Ivan Petrovich"),
        Name("VANYA", "alias", weak=True),
        Name("OLDNAME, Ivan", "former", family="OLDNAME", given="Ivan"),
        Name("Иван ТЕСТОВ", "alias", language="Russian"),
    )
    assert person.births == ("1961-04-01", "1960-03")
    assert (person.birth_places, person.nationalities) == (("Omsk, Russia",), ("RU", "CY"))
    assert person.addresses[1] == Address("7 Example Street, Omsk, 644000, Russia", "RU")
    assert [(i.value, i.country) for i in person.identifiers] == [("AB12", "RU"), ("CD34", "CY")]
    assert person.positions == ("Deputy.", "Adviser")
    (listed,) = person.designations
    assert (listed.regime, listed.programme, listed.blocking) == ("GB", "Russia", True)
    assert (listed.since, listed.amended) == ("2020-02-01", ("2020-12-31", "2024-06-05"))
    assert (listed.reference, listed.reasons) == ("RUS9999", "TESTOV did (as said) something.")
    assert ("Website", "example.org") in person.details


def test_ofsi_s_labelled_facts_become_ties(tmp_path: Path) -> None:
    row = PERSON | {
        "Group Type": "Entity", "Name 1": "", "Name 2": "", "Name 6": "EXAMPLE LLC",
        "Other Information": "(Parent company):EXAMPLE HOLDING "
        "(Subsidiaries):(1) Example One Ltd (2) Example Two "
        "(Business Reg No):Russia OGRN - 1027700000001",
    }  # fmt: skip
    entity = read(tmp_path, text_of(["Last Updated", "03/06/2026"], OFSI, row)).entries[0]
    assert [(r.kind, r.name, r.inverse, r.share) for r in entity.relations] == [
        ("ownership", "EXAMPLE HOLDING", True, None),
        ("ownership", "Example One Ltd", False, None),
        ("ownership", "Example Two", False, None),
    ]
    assert entity.identifiers[-1].kind == "ogrn"
    assert entity.identifiers[-1].value == "1027700000001"


def test_investment_bans_do_not_block(tmp_path: Path) -> None:
    text = text_of(["Last Updated", "03/06/2026"], OFSI, PERSON)
    assert read(tmp_path, text, "InvBan.csv").entries[0].designations[0].blocking is False
    text = text_of(["Last Updated", "03/06/2026"], OFSI, PERSON | {"Regime": "Russia - Investment Ban"})
    assert read(tmp_path, text).entries[0].designations[0].blocking is False


SHIP = {
    "Last Updated": "09/05/2025", "Unique ID": "RUS9001", "OFSI Group ID": "91000",
    "UN Reference Number": "XXe.001",
    "Name 6": "EXAMPLE STAR", "Name type": "Primary Name", "Regime Name": "The Example Regulations 2019",
    "Designation Type": "Ship", "Designation source": "UK",
    "Sanctions Imposed": "Asset freeze|Port entry ban",
    "UK Statement of Reasons": "It carried things.", "Date Designated": "09/05/2025", "IMO number": "9000001",
    "Current owner/operator (s)": "Example Shipping Co., Ltd; Example Two",
    "Previous owner/operator (s)": "Old Example",
    "Current believed flag of ship": "Panama", "Previous flags": "Liberia", "Type of ship": "Tanker",
    "Year Built": "2006", "Hull identification number (HIN)": "HIN77",
}  # fmt: skip


def test_uksl(tmp_path: Path) -> None:
    alias = SHIP | {"Name 6": "OLD STAR", "Name type": "Alias", "Alias strength": "Good quality"}
    banned = SHIP | {
        "Unique ID": "RUS9002",
        "Sanctions Imposed": "Travel Ban",
        "Designation Type": "Individual",
    }
    silent = SHIP | {"Unique ID": "RUS9003", "Sanctions Imposed": "", "Designation Type": "Entity"}
    found = read(tmp_path, text_of(["Report Date: 08-Oct-2026"], UKSL, SHIP, banned, silent, alias))
    assert (found.list, found.published) == ("gb-uksl", "2026-10-08")
    ship, person, entity = found.entries
    assert (ship.id, ship.kind, [n.text for n in ship.names]) == (
        "gb-uksl:RUS9001", "vessel", ["EXAMPLE STAR", "OLD STAR"],
    )  # fmt: skip
    (listed,) = ship.designations
    assert (listed.measures, listed.blocking) == (("Asset freeze", "Port entry ban"), True)
    assert (listed.since, listed.reference) == ("2025-05-09", "RUS9001; XXe.001")
    assert listed.reasons == "It carried things."
    assert [e.designations[0].blocking for e in (person, entity)] == [False, None]
    assert [(r.name, r.inverse, r.role, r.until) for r in ship.relations] == [
        ("Example Shipping Co., Ltd", True, "current owner/operator", None),
        ("Example Two", True, "current owner/operator", None),
        ("Old Example", True, "previous owner/operator", "../2025-05-09"),
    ]
    assert {(i.kind, i.value) for i in ship.identifiers} == {("imo", "9000001"), ("construction", "HIN77")}
    assert ship.countries == ("PA",)
    assert ("Year Built", "2006") in ship.details


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    found = read(tmp_path, text_of(["Report Date: 08-Oct-2026"], UKSL[::-1], SHIP))
    assert found.entries[0].name == "EXAMPLE STAR"


def test_bad_rows_are_rejects(tmp_path: Path) -> None:
    text = text_of(
        ["Last Updated", "03/06/2026"], OFSI, PERSON | {"Group ID": ""}, PERSON | {"Group ID": "1"}
    )
    text += ",".join(["x"] * 60) + "\n"
    nameless = PERSON | {
        "Name 6": "",
        "Name 1": "",
        "Name 2": "",
        "Name Non-Latin Script": "",
        "Group ID": "2",
    }
    text += text_of([], OFSI, nameless).split("\n", 2)[2]
    text += "\n" + '"' + "y" * 140_000 + '"\n'
    found = read(tmp_path, text)
    assert [entry.number for entry in found.entries] == ["1"]
    assert sorted(r.reason for r in found.rejects) == ["bad-row", "no-id", "no-name", "wrong-columns"]
    assert found.rejects[0].locator == "line 3"


def test_windows_1252_is_read(tmp_path: Path) -> None:
    text = text_of(
        ["Last Updated", "03/06/2026"], OFSI, PERSON | {"Name 6": "MÜLLER", "Name Non-Latin Script": ""}
    )
    assert read(tmp_path, text.encode("cp1252")).entries[0].names[0].family == "MÜLLER"


def test_what_is_no_list_of_the_uk_s(tmp_path: Path) -> None:
    assert not uk.looks_like("ConList.csv", b"Last Updated,03/06/2026\nName,Other\n")
    assert not uk.looks_like("ConList.csv", b"\0\xff" * 100)
    path = tmp_path / "ConList.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ListError, match="columns of the UK's lists"):
        uk.read([path])
    with pytest.raises(ListError, match="cannot be read"):
        uk.read([tmp_path / "no.csv"])
    with pytest.raises(ListError, match="one file"):
        uk.read([path, path])


def test_cells() -> None:
    assert several("(1) A B (2) C; (3) A B") == ["A B", "C"]
    assert several("Room (2nd floor)") == ["Room (2nd floor)"]
    assert companies("A Co., Ltd; B|C") == ["A Co., Ltd", "B", "C"]
    assert measures("Asset freeze, Travel Ban") == ["Asset freeze", "Travel Ban"]
    assert labelled("Some words. (Gender):Male (Gender):x") == ({"gender": "Male; x"}, "Some words.")
    assert labelled("no labels (at all)") == ({}, "no labels (at all)")
    assert registration("none") is None
    number = registration("Tax ID No. 7701234567 (Russia)")
    assert number is not None
    assert (number.kind, number.value) == ("tax", "7701234567")


@given(st.text(max_size=300))
def test_no_cell_is_too_odd(words: str) -> None:
    several(words)
    companies(words)
    measures(words)
    labelled(words)
    registration(words)
