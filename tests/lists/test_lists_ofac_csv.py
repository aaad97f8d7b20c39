"""OFAC's CSV files: rows of invented parties, their remarks, and rows that cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import ListError
from sayso.lists.formats import ofac_csv
from sayso.lists.formats.ofac_remarks import read_remarks, segments
from sayso.lists.listing import Address, Entry, Identifier, Name

HEADER = (
    "ent_num,SDN_name,SDN_type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks\r\n"
)
NULL = "-0- "


def main_row(
    number, name, kind=None, programmes="SDGT", title=None, vessel=(None,) * 6, remarks=None, quote='"'
):
    cells = [name, kind, programmes, title, *vessel, remarks]
    return (
        ",".join([str(number), *(NULL if cell is None else f"{quote}{cell}{quote}" for cell in cells)])
        + "\r\n"
    )


@pytest.fixture
def write(tmp_path):
    def _write(content, name="SDN.CSV"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


MAIN = (
    main_row(101, "ORAM TRADING CO., LTD.", remarks="Tax ID No. 7701234567 (Russia); Linked To: VESK, Ilo.")
    + main_row(
        102,
        "VESK, Ilo Maran",
        "individual",
        "SDGT] [NPWMD] [IFSR",
        "Minister of Salt",
        remarks="DOB circa 1959; POB Aden, Yemen; nationality Yemen; Gender Male; a.k.a. 'ABU VESK'; "
        "Brigadier General.",
    )
    + main_row(
        103,
        "SEA OTTER",
        "vessel",
        "IRAN",
        None,
        ("5IM7", "Tanker", "318,000", "160,000", "Panama", "ORAM"),
        None,
    )
    + main_row(104, "EP-ZZZ", "aircraft", "SDGT", remarks="Aircraft Operator Oram Air; Aircraft Model B747.")
    + "\x1a"
)
ALTERNATES = (
    '101,1,"aka","ORAM",-0- \r\n101,2,"fka","ORAM BROS.",-0- \r\n102,3,"aka","VESQ, Ilo",-0- \r\n'
    '102,5,"nka","MARAN, Ilo",-0- \r\n'
    '999,4,"aka","NOBODY",-0- \r\n998,6,"aka","NONE",-0- \r\n\x1a'
)
ADDRESSES = (
    '101,11,"1 Salt Street","Aden","Yemen",-0- \r\n'
    '101,12,-0- ,-0- ,"Panama",-0- \r\n102,13,-0- ,-0- ,-0- ,-0- \r\n'
)


def test_the_files_of_one_list(write):
    found = ofac_csv.read(
        [write(MAIN), write(ALTERNATES, "ALT.CSV"), write(ADDRESSES, "ADD.CSV")], list_id="ofac-sdn"
    )
    assert (found.list, found.format, found.companion, found.rejects) == ("ofac-sdn", "ofac-csv", False, ())
    company, person, vessel, aircraft = found.entries
    assert (company.id, company.kind, company.url[-6:]) == ("ofac-sdn:101", "organisation", "id=101")
    assert company.names == (
        Name("ORAM TRADING CO., LTD."),
        Name("ORAM", "alias"),
        Name("ORAM BROS.", "former"),
    )
    assert company.addresses == (Address("1 Salt Street, Aden, Yemen", "YE"), Address("Panama", "PA"))
    assert company.countries == ("YE", "PA")
    assert company.identifiers == (Identifier("inn", "7701234567", "RU", "Tax ID No."),)
    assert [(tie.kind, tie.name, tie.inverse) for tie in company.relations] == [
        ("linked", "VESK, Ilo", False)
    ]
    assert person.names == (
        Name("VESK, Ilo Maran", family="VESK", given="Ilo Maran"),
        Name("VESQ, Ilo", "alias", family="VESQ", given="Ilo"),
        Name("MARAN, Ilo", "alias", family="MARAN", given="Ilo"),
        Name("ABU VESK", "alias", weak=True),
    )
    assert [(each.programme, each.blocking) for each in person.designations] == [
        ("SDGT", True),
        ("NPWMD", True),
        ("IFSR", True),
    ]
    assert person.positions == ("Minister of Salt", "Brigadier General")
    assert (person.births, person.birth_places, person.gender) == (("1959~",), ("Aden, Yemen",), "male")
    assert person.nationalities == ("YE",)
    assert vessel.identifiers == (Identifier("call-sign", "5IM7", label="Vessel Call Sign"),)
    assert dict(vessel.details) == {
        "Vessel Type": "Tanker",
        "Tonnage": "318,000",
        "Gross Registered Tonnage": "160,000",
        "Vessel Flag": "Panama",
    }
    assert vessel.countries == ("PA",)
    assert [(tie.kind, tie.name, tie.inverse) for tie in vessel.relations] == [("ownership", "ORAM", True)]
    assert [(tie.kind, tie.name, tie.inverse) for tie in aircraft.relations] == [
        ("operator", "Oram Air", True)
    ]
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("2 alternate names belong to 2 entries")
    for entry in found.entries:
        assert Entry.from_dict(entry.to_dict()) == entry


def test_a_header_is_no_entry_and_a_byte_order_mark_no_letter(write):
    for start in ("", "\ufeff", HEADER, "\ufeff" + HEADER):
        found = ofac_csv.read([write(start + MAIN)])
        assert [each.number for each in found.entries] == ["101", "102", "103", "104"]
        assert found.rejects == ()


def test_companions_alone(write):
    found = ofac_csv.read([write(ALTERNATES, "CONS_ALT.CSV")])
    assert (found.list, found.companion, found.warnings) == ("ofac-cons", True, ())
    assert [(each.id, len(each.names)) for each in found.entries] == [
        ("ofac-cons:101", 2),
        ("ofac-cons:102", 2),
        ("ofac-cons:999", 1),
        ("ofac-cons:998", 1),
    ]
    assert all(name.kind != "primary" for each in found.entries for name in each.names)


def test_the_consolidated_list_does_not_block(write):
    rows = (
        main_row(1, "VOT, Sel", "individual", "NS-PLC")
        + main_row(2, "ORAM BANK", None, "CMIC-EO13959", remarks="Listing Date (CMIC) 03 Jun 2021")
        + main_row(
            3,
            "ORAM OIL",
            None,
            "UKRAINE-EO13662] [SDGT",
            remarks="Listing Date (EO 13662 Directive 2): 24 Feb 2022.",
        )
    )
    found = ofac_csv.read([write(rows, "list.csv")])
    assert found.list == "ofac-cons"
    assert [(d.programme, d.blocking, d.since) for e in found.entries for d in e.designations] == [
        ("NS-PLC", False, None),
        ("CMIC-EO13959", False, "2021-06-03"),
        ("UKRAINE-EO13662", False, "2022-02-24"),
        ("SDGT", None, None),
    ]


def test_a_date_of_a_directive_is_not_the_date_of_blocking(write):
    row = main_row(
        1, "ORAM", None, "RUSSIA-EO14024", remarks="Listing Date (EO 14024 Directive 2): 24 Feb 2022."
    )
    (entry,) = ofac_csv.read([write(row)]).entries
    assert entry.designations[0].since is None
    assert ("Listing Date", "(EO 14024 Directive 2): 24 Feb 2022") in entry.details


def test_remarks_that_go_on_in_the_comments(write):
    long = "Website www.oram.example; " * 40
    cut = (long + "Passport A1234567 (Yemen)")[:1000]
    assert len(cut) == 1000
    rest = (long + "Passport A1234567 (Yemen); DOB 1 May 1960.")[1000:]
    rows = main_row(7, "VESK, Ilo", "individual", remarks=cut)
    (alone,) = (found := ofac_csv.read([write(rows)])).entries
    assert "break off" in found.warnings[0]
    assert alone.births == ()
    (whole,) = (found := ofac_csv.read([write(rows), write(f'7,"{rest}"\r\n', "SDN_COMMENTS.CSV")])).entries
    assert found.warnings == ()
    assert whole.births == ("1960-05-01",)
    assert whole.remarks.endswith("DOB 1 May 1960.")


def test_rows_that_cannot_be_read_are_rejects_with_their_lines(write):
    good = main_row(1, "ORAM")
    content = b"".join(
        [
            good.encode(),
            b'2,"TOO SHORT",-0- ,"SDGT"\r\n',
            b'3,"OPEN QUOTE,-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
            main_row(4, "NU\0L").encode(),
            main_row("x5", "NUMBER").encode(),
            main_row(6, "-0- ").encode(),
            main_row(1, "TWICE").encode(),
            main_row(8, "BAD").encode().replace(b"BAD", b"B\x81\xffD"),
            b"9," + b"x" * (1 << 16) + b"\r\n",
            main_row(10, "LAST").encode(),
        ]
    )
    found = ofac_csv.read([write(content)])
    assert [each.number for each in found.entries] == ["1", "10"]
    assert sorted((each.locator, each.reason) for each in found.rejects) == [
        ("line 2", "columns"),
        ("line 3", "quotes"),
        ("line 4", "nul"),
        ("line 5", "number"),
        ("line 6", "no-name"),
        ("line 7", "duplicate"),
        ("line 8", "encoding"),
        ("line 9", "too-long"),
    ]
    assert all(";" in each.message for each in found.rejects)


def test_with_several_files_a_reject_names_its_file(write):
    bad = ALTERNATES.replace("101,2,", "1o1,2,")
    found = ofac_csv.read([write(MAIN), write(bad, "ALT.CSV")])
    assert [(each.locator, each.reason) for each in found.rejects] == [("ALT.CSV, line 2", "number")]


def test_accents_of_older_files(write):
    rows = main_row(1, "ORÁM") + main_row(2, "VESK")
    found = ofac_csv.read([write(rows.encode("cp1252"))])
    assert [each.name for each in found.entries] == ["ORÁM", "VESK"]
    assert "Windows-1252" in found.warnings[0]
    assert ofac_csv.read([write(rows)]).warnings == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x1a", b"\0\0\0", b"a,b\r\n", b"<xml/>", b'{"id": 1}\n', MAIN.encode("utf-16"), HEADER.encode()],
)
def test_what_is_no_such_file(write, content):
    path = write(content)
    with pytest.raises(ListError, match="fetch"):
        ofac_csv.read([path])


def test_two_main_files_and_a_missing_one(write, tmp_path):
    with pytest.raises(ListError, match="both main files"):
        ofac_csv.read([write(MAIN), write(MAIN, "CONS_PRIM.CSV")])
    with pytest.raises(ListError, match="cannot be read"):
        ofac_csv.read([tmp_path / "none.csv"])


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.csv", MAIN, True),
        ("x.csv", HEADER, True),
        ("x.csv", ALTERNATES, True),
        ("x.csv", ADDRESSES, True),
        ("SDN_COMMENTS.CSV", '7,"and so on"\n', True),
        ("x.csv", '7,"and so on"\n', False),
        ("SDN.CSV", "name,country\nORAM,YE\n", False),
        ("SDN.CSV", "", False),
        ("SDN.XML", "<sdnList/>", False),
    ],
)
def test_looks_like(name, content, expected):
    assert ofac_csv.looks_like(name, content.encode()) is expected


# --- remarks --------------------------------------------------------------------------------------------

SAID = {
    "Passport A0012345 (Iran) issued 26 May 1999 expires 25 May 2004": Identifier(
        "passport", "A0012345", "IR", "Passport", "issued 26 May 1999 expires 25 May 2004"
    ),
    "alt. Passport 19820215": Identifier("passport", "19820215", None, "Passport"),
    "National ID No. 216040 (Yemen)": Identifier("national-id", "216040", "YE", "National ID No."),
    "C.U.R.P. AAAA670125HCHRRG06 (Mexico)": Identifier("national-id", "AAAA670125HCHRRG06", "MX", "C.U.R.P."),
    "NIT # 800000028-0 (Colombia)": Identifier("tax", "800000028-0", "CO", "NIT #"),
    "Registration Number HRA 700077 (Stuttgart) (Germany)": Identifier(
        "registration", "HRA 700077", "DE", "Registration Number", "Stuttgart"
    ),
    "Registration Number 1027700000001 (Russia)": Identifier(
        "ogrn", "1027700000001", "RU", "Registration Number"
    ),
    "Government Gazette Number 00012345 (Russia)": Identifier(
        "okpo", "00012345", "RU", "Government Gazette Number"
    ),
    "Unified Social Credit Code (USCC) 91130000000003220X (China)": Identifier(
        "registration", "91130000000003220X", "CN", "Unified Social Credit Code (USCC)"
    ),
    "Vessel Registration Identification IMO 9123456": Identifier(
        "imo", "9123456", None, "Vessel Registration Identification"
    ),
    "Identification Number IMO 5123456": Identifier("imo", "5123456", None, "Identification Number"),
    "MMSI 572000210": Identifier("mmsi", "572000210", None, "MMSI"),
    "SWIFT/BIC ORAMYE22": Identifier("swift", "ORAMYE22", None, "SWIFT/BIC"),
    "SWIFT/BIC ORAMYEAA": Identifier("swift", "ORAMYEAA", None, "SWIFT/BIC"),
    "Legal Entity Number 2534000000000000AB98 (Russia)": Identifier(
        "lei", "2534000000000000AB98", "RU", "Legal Entity Number"
    ),
    "D-U-N-S Number 54-000-0624": Identifier("duns", "54-000-0624", None, "D-U-N-S Number"),
    "alt. Digital Currency Address - XBT 1Aaaaaaaaaaaaaaaaaaaaaaaaaaaa": Identifier(
        "crypto", "1Aaaaaaaaaaaaaaaaaaaaaaaaaaaa", None, "Digital Currency Address - XBT"
    ),
    "Aircraft Tail Number EP-ZZZ": Identifier("tail", "EP-ZZZ", None, "Aircraft Tail Number"),
    "Aircraft Manufacturer's Serial Number (MSN) 1013": Identifier(
        "construction", "1013", None, "Aircraft Manufacturer's Serial Number (MSN)"
    ),
    "Salt Guild Membership No. 4711 (Yemen)": Identifier("other", "4711", "YE", "Salt Guild Membership No."),
}


@pytest.mark.parametrize(("words", "expected"), SAID.items())
def test_numbers(words, expected):
    facts = read_remarks(words + ".", person=True)
    assert (facts.identifiers, facts.rest) == ([expected], [])


def test_births_names_and_ties():
    facts = read_remarks(
        "DOB 20 Apr 1966; alt. DOB 1958 to 1960; alt. DOB circa 1959; POB Aden, Yemen; "
        "nationality Korea, North; citizen Atlantis; Gender Female; a.k.a. 'ABU; X'; "
        "f.k.a. 'Sa'id the 'Ox''; Linked To: ORAM, S.A.; wife of Ilo Vesk.",
        person=True,
    )
    assert facts.births == ["1966-04-20", "1958/1960", "1959~"]
    assert (facts.nationalities, facts.details, facts.gender) == (["KP"], [("citizen", "Atlantis")], "female")
    assert facts.names == [Name("ABU; X", "alias", weak=True), Name("Sa'id the 'Ox'", "former", weak=True)]
    assert [(tie.kind, tie.name, tie.role) for tie in facts.relations] == [
        ("linked", "ORAM, S.A.", None),
        ("family", "Ilo Vesk", "wife"),
    ]
    assert facts.rest == []


def test_facts_of_organisations_and_what_is_not_understood():
    facts = read_remarks(
        "Organization Established Date 1969; Organization Type: Mining of salt; Target Type Private "
        "Company; Website www.oram.example; "
        "Email Address a@oram.example; Secondary sanctions risk: section 1(b) of Executive "
        "Order 13224; all offices worldwide; "
        "Executive Order 13662 Directive Determination - Subject to Directive 1; "
        "salt (rock; sea) of all sorts; DOB unknown.",
        person=False,
    )
    assert facts.details == [
        ("Organization Established Date", "1969"),
        ("Organization Type", "Mining of salt"),
        ("Target Type", "Private Company"),
        ("Website", "www.oram.example"),
        ("Email Address", "a@oram.example"),
        ("Secondary sanctions risk", "section 1(b) of Executive Order 13224"),
        ("Offices", "all offices worldwide"),
        ("Executive Order 13662 Directive Determination", "Subject to Directive 1"),
    ]
    assert facts.rest == ["salt (rock; sea) of all sorts", "DOB unknown"]


def test_a_bracket_or_mark_left_open_holds_nothing_together():
    assert segments("a.k.a. 'ABU X; DOB 1960; salt (rock; POB Aden.") == [
        "a.k.a. 'ABU X", "DOB 1960", "salt (rock", "POB Aden"
    ]  # fmt: skip
    assert segments("a.k.a. 'ABU; a.k.a. 'X'.") == ["a.k.a. 'ABU", "a.k.a. 'X'"]


PIECES = st.one_of(
    st.sampled_from(
        [*SAID, "DOB 1960", "a.k.a. 'X'", "Linked To: ", "POB", "DOB", "(", "a.k.a. '", "NIT # (Iran)"]
    ),
    st.text(alphabet="aZ1'\"();:,. -é\n", max_size=30),
)


@given(st.lists(PIECES, max_size=8), st.booleans(), st.booleans())
def test_no_remark_is_lost_or_fails(pieces, person, cut):
    remarks = "; ".join(pieces)
    bare = "".join("".join(segments(remarks)).split()).replace(";", "")
    assert bare == "".join(remarks.strip().removesuffix(".").split()).replace(";", "")
    facts = read_remarks(remarks, person=person, cut=cut)
    assert all(name.text for name in facts.names)


@settings(max_examples=60)
@given(
    st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(MAIN.split(",")), max_size=30).map(",".join))
)
def test_any_bytes_give_a_list_or_a_list_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ofac_csv.looks_like(path.name, path.read_bytes())
    try:
        found = ofac_csv.read([path])
    except ListError:
        return
    assert found.entries
