import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ListError
from sayso.lists.formats import eu_fsf, eu_journal
from sayso.lists.formats.eu_acts import act_title, act_url
from sayso.lists.formats.eu_numbers import numbers_of
from sayso.lists.formats.name_cells import part_names
from sayso.lists.listing import Address, Identifier, Name

# --- names and numbers in cells -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Anna MELIK; Hanna MELIK", ["Anna MELIK", "Hanna MELIK"]),
        ("Torvan (a.k.a. Turvan, Tarvan) AL-ODAR", ["Torvan AL-ODAR", "Turvan AL-ODAR", "Tarvan AL-ODAR"]),
        (
            "Alexander (Alexandr) Ivanovich MELIKOV",
            ["Alexander Ivanovich MELIKOV", "Alexandr Ivanovich MELIKOV"],
        ),
        ("Anna Petrovna MELIKOVA (ODAROVA)", ["Anna Petrovna MELIKOVA", "Anna Petrovna ODAROVA"]),
        (
            "Anna MELIKOVA (a.k.a. Hanna MIALIKAVA) Анна МЕЛИКОВА",
            ["Anna MELIKOVA", "Анна МЕЛИКОВА", "Hanna MIALIKAVA"],
        ),
        ("Torvan MELIK – تورفان مليك", ["Torvan MELIK", "تورفان مليك"]),
        ("Torvan MELIK تورفان مليك", ["Torvan MELIK", "تورفان مليك"]),
        ("تورفان مليك (Torvan Melik, Turvan Malik)", ["تورفان مليك", "Torvan Melik", "Turvan Malik"]),
        ("Torvan Melik (original script: Торван Мелик)", ["Torvan Melik", "Торван Мелик"]),
        ("Torvan Melik (born on 14.1.1968 in Odarra); Jann Rook", ["Torvan Melik", "Jann Rook"]),
        ("Torvan Melik, born in Odarra on 1 Jan. 1967", ["Torvan Melik"]),
        ("Mellik, Melik", ["Mellik", "Melik"]),
        ("Al-Melik, Amin", ["Al-Melik, Amin"]),
        ("Anna MELIK/Hanna MELIK", ["Anna MELIK", "Hanna MELIK"]),
        ("Anna MELIK/MELLIK", ["Anna MELIK/MELLIK"]),
        ("Torvan Melik b) Torvan Mellik", ["Torvan Melik", "Torvan Mellik"]),
        ("(Sheikh) Torvan Melik", ["(Sheikh) Torvan Melik"]),
        ('"MELIK, Torvan"', ["MELIK, Torvan"]),
        ("Олег Мiкалаевiч МЕЛIК", ["Олег Мiкалаевiч МЕЛIК"]),  # a Latin i is an OCR slip, no other script
        ("", []),
        (" ; , - ", []),
    ],
)
def test_names_of_persons(cell, names):
    assert [part.text for part in part_names(cell, person=True, commas=True)] == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ODARRA RELIEF BODY (ORB) ; ODARRA AIR LINES (OAL)", [
            "ODARRA RELIEF BODY", "ORB", "ODARRA AIR LINES", "OAL",
        ]),
        ("ODARRA RELIEF (KENYA)", ["ODARRA RELIEF (KENYA)"]),
        ("LEADER (HONG KONG) TRADING", ["LEADER (HONG KONG) TRADING"]),
        ("JSC Melik (АО ‘Мелик’)", ["JSC Melik", "АО ‘Мелик’"]),
        ("Акционерное Общество «Мелик» (АО «Мелик»)", ["Акционерное Общество «Мелик»", "АО «Мелик»"]),
        ("ODF (Odarra Defence Front)", ["ODF", "Odarra Defence Front"]),
        ("Odarra Guard Corps (OGC) First Division", ["Odarra Guard Corps First Division"]),
        ("Melik Trading Co., Ltd", ["Melik Trading Co., Ltd"]),
        ("AO Melik, JSC Melik Works, JSC Melik", ["AO Melik", "JSC Melik Works", "JSC Melik"]),
        ("AO Решение", ["AO Решение"]),
        ("华信船務(香港)有限公司", ["华信船務(香港)有限公司"]),
        ("State enterprise ‘Melik’ Государственное предприятие ‘Мелик’", [
            "State enterprise ‘Melik’", "Государственное предприятие ‘Мелик’",
        ]),
        ("Melik (‘Rook’; Works ‘Melik’", ["Melik (‘Rook’)", "Works ‘Melik’"]),
    ],
)  # fmt: skip
def test_names_of_organisations(cell, names):
    assert [part.text for part in part_names(cell, person=False, commas=True)] == names


@pytest.mark.parametrize(
    ("cell", "former", "weak"),
    [
        ("Torvan Melik (formerly listed as)", ["Torvan Melik"], []),
        ("Torvan Melik (previously listed as Turvan Malik)", ["Turvan Malik"], []),
        ("Anna MELIKOVA (born ODAROVA)", ["Anna ODAROVA"], []),
        ("Torvan MELIK; Stage name: Rook", [], ["Rook"]),
        ("Torvan MELIK (nom de guerre)", [], ["Torvan MELIK"]),
        ("Torvan MELIK a.k.a. Rook", [], ["Rook"]),
    ],
)
def test_former_and_weak_names(cell, former, weak):
    parts = part_names(cell, person=True)
    assert [part.text for part in parts if part.former] == former
    assert [part.text for part in parts if part.weak] == weak


@given(st.text(alphabet="abÀЖش漢 ();,/'\"“«.-:1aka born formerly", max_size=80), st.booleans(), st.booleans())
def test_any_cell_gives_names_without_loose_ends(cell, person, commas):
    for part in part_names(cell, person=person, commas=commas):
        assert part.text == part.text.strip()
        assert any(c.isalnum() for c in part.text)


@pytest.mark.parametrize(
    ("cell", "kind", "found"),
    [
        ("AB1234567", "passport", [("passport", "AB1234567", None)]),
        ("7415044181 (Tax ID/INN)", "registration", [("inn", "7415044181", None)]),
        ("TIN: 7727536630", "registration", [("tax", "7727536630", None)]),
        ("312609219100 (Russia)", "tax", [("tax", "312609219100", "RU")]),
        ("Chad number A12345 (Expires 1 May 2030); Sudan number B54321", "passport", [
            ("passport", "A12345", "TD"), ("passport", "B54321", "SD"),
        ]),
        ("(a) 203037 (Libyan passport issued in Tripoli, Libya), (b) 347834 (Libyan passport)", "passport", [
            ("passport", "203037", "LY"), ("passport", "347834", "LY"),
        ]),
        ("13185231 INN: 5013045054 KPP: 504001001 OGRN: 1025001627859", "national-id", [
            ("inn", "5013045054", None), ("kpp", "504001001", None), ("ogrn", "1025001627859", None),
            ("national-id", "13185231", None),
        ]),
        ("6441013942 / 644101001", "inn", [("inn", "6441013942", None), ("kpp", "644101001", None)]),
        ("series 4507 No 336855, issued on 20.8.2004", "passport", [("passport", "4507 336855", None)]),
        ("9 102 157 783", "inn", [("inn", "9102157783", None)]),
        ("ABCDEFGH", "swift", [("swift", "ABCDEFGH", None)]),
        ("Does not exist", "imo", []),
        ("12/MELIKA (N) 123456", "national-id", [("national-id", "12/MELIKA (N) 123456", "MM")]),
    ],
)  # fmt: skip
def test_numbers(cell, kind, found):
    assert [(each.kind, each.value, each.country) for each in numbers_of(cell, kind)] == found


@given(st.text(alphabet='aB1 90();,/.-:"\x00№Ж', max_size=60))
def test_any_cell_gives_numbers_with_a_digit_or_a_code(cell):
    assert all(each.value.strip() for each in numbers_of(cell, "passport"))


@pytest.mark.parametrize(
    ("celex", "title"),
    [
        ("32014R0269", "Regulation (EU) No 269/2014"),
        ("32015R1755", "Regulation (EU) 2015/1755"),
        ("32002R0881", "Regulation (EC) No 881/2002"),
        ("32009R1284", "Regulation (EU) No 1284/2009"),
        ("32010D0573", "Decision 2010/573/CFSP"),
        ("32024D0254", "Decision (CFSP) 2024/254"),
        ("nonsense", "nonsense"),
    ],
)
def test_acts(celex, title):
    assert act_title(celex) == title
    assert act_url("nonsense") is None


# --- Official Journal -----------------------------------------------------------------------------

_FIELDS = (
    "recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,"
    "nationality,jurisdiction,birthDate,birthPlace,position,passportNumber,gender,appearance,ethnicity,fatherName,"
    "motherName,incorporationDate,legalForm,sector,registrationNumber,taxNumber,idNumber,innCode,ogrnCode,kppCode,"
    "okpoCode,leiCode,swiftBic,ticker,imoNumber,mmsi,flag,address,phone,email,website,notes"
)
FIELDS = next(csv.reader([_FIELDS]))
CONSOLIDATED = ["celex", *FIELDS]
AMENDMENTS = ["amendedCelex", "amendmentCelex", *FIELDS]
PERSON = {
    "celex": "32031R0777", "recordId": "12", "programKey": "EU-ODR", "annex": "I.A",
    "measure": "Asset freeze",
    "startDate": "23.7.2031", "reason": "Front treasurer, who paid, among others, its guards.",
    "schema": "Person",
    "name": "Torvan (Turvan) MELIK", "alias": "Торван МЕЛИК; Tarvan MELIK (formerly listed as)",
    "weakAlias": "Rook", "nationality": "Sudanese; Russian", "birthDate": "(a) 17.8.1957, (b) circa 1958",
    "birthPlace": "El Fula, Sudan", "position": "Treasurer; Colonel", "passportNumber": "P012345 (Sudan)",
    "gender": "male", "fatherName": "Odar", "taxNumber": "770701954175",
    "address": "1 Rook Lane, Moscow, Russia",
    "notes": "Said to be abroad.",
}  # fmt: skip


def table(tmp_path, columns, *rows, name="consolidated_x.csv", encoding="utf-8"):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_journal_entry(tmp_path):
    found = eu_journal.read([table(tmp_path, CONSOLIDATED, PERSON)])
    (entry,) = found.entries
    assert (found.list, found.format, found.rejects) == ("eu-journal", "eu-journal", ())
    assert (entry.id, entry.kind, entry.name) == ("eu-journal:32031R0777/I.A/12", "person", "Torvan MELIK")
    assert entry.names == (
        Name("Torvan MELIK"),
        Name("Turvan MELIK", "alias"),
        Name("Торван МЕЛИК", "alias"),
        Name("Tarvan MELIK", "former"),
        Name("Rook", "alias", weak=True),
    )
    (listed,) = entry.designations
    assert (listed.regime, listed.programme, listed.basis) == ("EU", "EU-ODR", "Regulation (EU) 2031/777")
    assert (listed.blocking, listed.measures, listed.since) == (True, ("Asset freeze",), "2031-07-23")
    assert listed.reasons == PERSON["reason"]
    assert listed.reference == "Annex I.A, 12"
    assert (entry.nationalities, entry.births) == (("SD", "RU"), ("1957-08-17", "1958~"))
    assert entry.addresses == (Address("1 Rook Lane, Moscow, Russia", "RU"),)
    assert entry.positions == ("Treasurer", "Colonel")
    assert {(i.kind, i.value, i.country) for i in entry.identifiers} == {
        ("passport", "P012345", "SD"),
        ("tax", "770701954175", None),
    }
    assert entry.details == (("Father's name", "Odar"),)
    assert (entry.remarks, entry.gender) == ("Said to be abroad.", "male")
    assert type(entry).from_dict(entry.to_dict()) == entry


def test_only_an_asset_freeze_blocks(tmp_path):
    row = PERSON | {"measure": "Transportation restrictions", "schema": "Vessel", "imoNumber": "9990001"}
    row |= {"name": "ROOK TWO (ex ROOK ONE)", "alias": "", "weakAlias": ""}
    (entry,) = eu_journal.read([table(tmp_path, CONSOLIDATED, row)]).entries
    assert entry.designations[0].blocking is False
    assert entry.kind == "vessel"
    assert entry.names == (Name("ROOK TWO"), Name("ROOK ONE", "former"))
    assert Identifier("imo", "9990001", label="IMO number") in entry.identifiers


def test_an_amendment_adds_to_its_entry(tmp_path):
    act = {"amendedCelex": "32031R0777", "amendmentCelex": "32031R0999"}
    again = act | {k: v for k, v in PERSON.items() if k != "celex"} | {"name": "Torvan MELLIK"}
    new = again | {"recordId": "13", "name": "Jann ROOK", "alias": "", "weakAlias": ""}
    files = [
        table(tmp_path, AMENDMENTS, again, new, name="amendments_x.csv"),
        table(tmp_path, CONSOLIDATED, PERSON),
    ]
    first, second = eu_journal.read(files).entries
    assert first.name == "Torvan MELIK"
    assert Name("Torvan MELLIK", "alias") in first.names
    assert len(first.designations) == 1
    assert second.number == "32031R0777/I.A/13"
    assert second.designations[0].reference == "Annex I.A, 13 (Regulation (EU) 2031/999)"
    assert eu_journal.read([tmp_path]).entries == (first, second)  # a folder, read in a stable order


def test_several_annexes_are_one_entry_only_where_record_and_name_agree(tmp_path):
    other_annex = PERSON | {"annex": "II", "measure": "Export control"}
    other_name = PERSON | {"annex": "III", "name": "Jann ROOK"}
    other_record = PERSON | {"annex": "IV", "recordId": "40"}
    found = eu_journal.read([table(tmp_path, CONSOLIDATED, PERSON, other_annex, other_name, other_record)])
    assert [entry.number for entry in found.entries] == [
        "32031R0777/I.A/12",
        "32031R0777/III/12",
        "32031R0777/IV/40",
    ]
    assert [d.reference for d in found.entries[0].designations] == ["Annex I.A, 12", "Annex II, 12"]


def test_two_parties_under_one_record_stay_two(tmp_path):
    other = PERSON | {"name": "Jann ROOK", "alias": "", "weakAlias": ""}
    one, two = eu_journal.read([table(tmp_path, CONSOLIDATED, PERSON, other)]).entries
    assert one.number == "32031R0777/I.A/12"
    assert two.number.startswith("32031R0777/I.A/12-")


def test_rows_without_a_record_are_numbered_by_name(tmp_path):
    row = PERSON | {"recordId": ""}
    one = eu_journal.read([table(tmp_path, CONSOLIDATED, row)]).entries[0]
    again = eu_journal.read([table(tmp_path, CONSOLIDATED, row | {"reason": "Another."})]).entries[0]
    assert one.number == again.number
    assert one.number.startswith("32031R0777/I.A/")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(tmp_path, encoding):
    path = table(tmp_path, CONSOLIDATED, PERSON, encoding=encoding)
    assert eu_journal.looks_like("x.csv", path.read_bytes()[:65536])
    assert eu_journal.read([path]).entries[0].names[2].text == "Торван МЕЛИК"


def test_bad_rows_are_rejects_with_lines(tmp_path):
    rows = [
        PERSON | {"schema": "Ghost"},
        PERSON | {"celex": ""},
        PERSON | {"name": " - "} | {"alias": "", "weakAlias": "", "previousName": ""},
        PERSON,
    ]
    path = table(tmp_path, CONSOLIDATED, *rows)
    path.write_bytes(
        path.read_bytes() + b"too,few\r\n" + b"\xff\xfe" + b"," * (len(CONSOLIDATED) - 1) + b"\r\n"
    )
    found = eu_journal.read([path])
    assert len(found.entries) == 1
    assert [(reject.locator, reject.reason) for reject in found.rejects] == [
        ("consolidated_x.csv line 2", "bad-row"),
        ("consolidated_x.csv line 3", "bad-row"),
        ("consolidated_x.csv line 4", "bad-row"),
        ("consolidated_x.csv line 6", "wrong-columns"),
        ("consolidated_x.csv line 7", "bad-encoding"),
    ]


def test_a_quote_that_never_closes_is_a_reject(tmp_path):
    path = table(tmp_path, CONSOLIDATED, PERSON)
    path.write_text(path.read_text("utf-8") + '"never closed,' + "x," * 100_000, "utf-8")
    found = eu_journal.read([path])
    assert len(found.entries) == 1
    assert found.rejects[0].reason == "bad-row"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b"<export/>"])
def test_other_tables_are_refused(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert not eu_journal.looks_like("x.csv", content)
    with pytest.raises(ListError):
        eu_journal.read([path])


# --- Financial Sanctions Files --------------------------------------------------------------------

FSF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2031-05-06T09:37:58.456+02:00"
        globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="SDi.901" euReferenceNumber="EU.9001.1"
        logicalId="77001">
    <remark>Date of UN designation: 3 February 2031</remark>
    <regulation regulationType="amendment" organisationType="council" publicationDate="2031-04-02"
        entryIntoForceDate="2031-04-03" numberTitle="2031/778 (OJ L53)" programme="ODR" logicalId="1">
      <publicationUrl>https://eur-lex.europa.eu/example</publicationUrl>
    </regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="" lastName="" middleName="" wholeName="Торван Мелик" nameLanguage="RU"
        strong="true"/>
    <nameAlias firstName="Torvan" middleName="Odar" lastName="Melik" wholeName="Torvan Odar Melik" gender="M"
        title="Haji" function="Treasurer" nameLanguage="" strong="true" regulationLanguage="en" logicalId="2">
      <remark>as listed</remark>
      <regulationSummary regulationType="regulation" publicationDate="2030-01-02" numberTitle="2030/5
        (OJ L1)"/>
    </nameAlias>
    <nameAlias wholeName="Rook" nameLanguage="" strong="false"/>
    <citizenship region="" countryIso2Code="SD" countryDescription="SUDAN"/>
    <citizenship countryIso2Code="00" countryDescription="UNKNOWN"/>
    <birthdate circa="false" calendarType="GREGORIAN" city="El Fula" birthdate="1957-08-17" dayOfMonth="17"
        monthOfYear="8" year="1957" countryIso2Code="SD" countryDescription="SUDAN"/>
    <birthdate circa="true" calendarType="GREGORIAN" year="1958" countryIso2Code="00"
        countryDescription="UNKNOWN"/>
    <birthdate circa="false" calendarType="GREGORIAN" yearRangeFrom="1955" yearRangeTo="1960"/>
    <birthdate circa="false" calendarType="ISLAMIC" birthdate="1377-01-01"/>
    <identification diplomatic="false" knownExpired="true" knownFalse="false" number="P012345"
        countryIso2Code="SD" countryDescription="SUDAN" identificationTypeCode="passport"
        identificationTypeDescription="National passport"><remark>(passport)</remark></identification>
    <address city="Nyala" street="1 Rook Lane" poBox="12" zipCode="" countryIso2Code="SD"
        countryDescription="SUDAN">
      <contactInfo key="PHONE" value="+249 1"/>
    </address>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.9002.2" logicalId="77002" designationDate="2030-07-08">
    <regulation regulationType="regulation" publicationDate="2030-07-08" programme="ODR"
        numberTitle="2030/5"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Odarra Relief Body" strong="true"/>
    <identification number="HRB 123" identificationTypeCode="regnumber"
        identificationTypeDescription="Register"/>
  </sanctionEntity>
</export>
"""

_CSV_COLUMNS = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;"
    "Entity_DesignationDetails;Entity_Remark;Entity_SubjectType;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_Type;Entity_Regulation_PublicationDate;Entity_Regulation_EntryIntoForceDate;"
    "Entity_Regulation_NumberTitle;Entity_Regulation_Programme;Entity_Regulation_PublicationUrl;NameAlias_LastName;"
    "NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_NameLanguage;NameAlias_Gender;"
    "NameAlias_Title;NameAlias_Function;NameAlias_LogicalId;NameAlias_RegulationLanguage;"
    "NameAlias_Regulation_PublicationDate;Address_City;Address_Street;Address_PoBox;Address_ContactInfo;"
    "Address_CountryIso2Code;Address_CountryDescription;BirthDate_BirthDate;BirthDate_Day;BirthDate_Month;"
    "BirthDate_Year;BirthDate_Circa;BirthDate_CalendarType;BirthDate_City;BirthDate_CountryDescription;"
    "Identification_Number;Identification_KnownExpired;Identification_CountryIso2Code;Identification_TypeCode;"
    "Identification_TypeDescription;Citizenship_CountryIso2Code;Citizenship_CountryDescription"
)
CSV_COLUMNS = next(csv.reader([_CSV_COLUMNS], delimiter=";"))


def fsf_csv(tmp_path, *rows, encoding="utf-8-sig"):
    head = {
        "fileGenerationDate": "06/05/2031", "Entity_LogicalId": "77001",
        "Entity_EU_ReferenceNumber": "EU.9001.1",
        "Entity_UnitedNationId": "SDi.901", "Entity_Remark": "Date of UN designation: 3 February 2031",
        "Entity_SubjectType": "P", "Entity_SubjectType_ClassificationCode": "person",
        "Entity_Regulation_Type": "amendment", "Entity_Regulation_PublicationDate": "2031-04-02",
        "Entity_Regulation_NumberTitle": "2031/778 (OJ L53)", "Entity_Regulation_Programme": "ODR",
        "Entity_Regulation_PublicationUrl": "https://eur-lex.europa.eu/example",
    }  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(head | row for row in rows)
    path = tmp_path / "full.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


PARTS = [
    {
        "NameAlias_LastName": "Melik", "NameAlias_FirstName": "Torvan", "NameAlias_MiddleName": "Odar",
        "NameAlias_WholeName": "Torvan Odar Melik", "NameAlias_Gender": "M", "NameAlias_Title": "Haji",
        "NameAlias_Function": "Treasurer", "NameAlias_LogicalId": "2",
        "NameAlias_Regulation_PublicationDate": "2030-01-02",
    },
    {"NameAlias_WholeName": "Торван Мелик", "NameAlias_NameLanguage": "RU"},
    {"NameAlias_WholeName": "Rook"},
    {"Citizenship_CountryIso2Code": "SD", "Citizenship_CountryDescription": "SUDAN"},
    {
        "BirthDate_BirthDate": "1957-08-17", "BirthDate_Year": "1957", "BirthDate_Circa": "false",
        "BirthDate_City": "El Fula", "BirthDate_CountryDescription": "SUDAN",
    },
    {"BirthDate_Year": "1958", "BirthDate_Circa": "true", "BirthDate_CalendarType": "GREGORIAN"},
    {
        "Identification_Number": "P012345", "Identification_KnownExpired": "true",
        "Identification_TypeCode": "passport",
        "Identification_CountryIso2Code": "SD", "Identification_TypeDescription": "National passport",
    },
    {
        "Address_City": "Nyala", "Address_Street": "1 Rook Lane", "Address_PoBox": "12",
        "Address_CountryIso2Code": "SD", "Address_CountryDescription": "SUDAN",
    },
]  # fmt: skip


def fsf_xml(tmp_path, text=FSF_XML):
    path = tmp_path / "full.xml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("layout", ["xml", "csv"])
def test_fsf_in_both_layouts(tmp_path, layout):
    path = fsf_xml(tmp_path) if layout == "xml" else fsf_csv(tmp_path, *PARTS)
    assert eu_fsf.looks_like(path.name, path.read_bytes()[:65536])
    found = eu_fsf.read([path])
    assert (found.list, found.published, found.rejects) == ("eu-fsf", "2031-05-06", ())
    entry = found.entries[0]
    assert (entry.id, entry.kind, entry.gender) == ("eu-fsf:EU.9001.1", "person", "male")
    assert entry.names[0] == Name("Torvan Odar Melik", family="Melik", given="Torvan Odar")
    assert Name("Торван Мелик", "alias", language="ru") in entry.names
    # The CSV has no mark for weak aliases.
    assert Name("Rook", "alias", weak=layout == "xml") in entry.names
    (listed,) = entry.designations
    assert (listed.regime, listed.programme, listed.blocking) == ("EU", "ODR", True)
    assert (listed.since, listed.amended) == ("2030-01-02", ("2031-04-02",))
    assert (listed.basis, listed.url) == ("2031/778 (OJ L53)", "https://eur-lex.europa.eu/example")
    assert entry.births[:2] == ("1957-08-17", "1958~")
    assert entry.birth_places == ("El Fula, SUDAN",)
    assert (entry.nationalities, entry.countries) == (("SD",), ("SD",))
    assert entry.addresses == (Address("P.O. Box 12, 1 Rook Lane, Nyala, SUDAN", "SD"),)
    identifier = entry.identifiers[0]
    assert (identifier.kind, identifier.value, identifier.country) == ("passport", "P012345", "SD")
    assert identifier.note.startswith("expired")
    assert entry.positions == ("Treasurer",)
    assert ("UN reference", "SDi.901") in entry.details
    assert entry.remarks == "Date of UN designation: 3 February 2031"


def test_fsf_enterprise_and_what_only_the_xml_has(tmp_path):
    person, body = eu_fsf.read([fsf_xml(tmp_path)], "my-eu").entries
    assert person.births == ("1957-08-17", "1958~", "1955/1960")  # the Islamic calendar's date is no 1377
    assert ("Phone", "+249 1") in person.details
    assert (body.id, body.kind) == ("my-eu:EU.9002.2", "organisation")
    assert body.designations[0].since == "2030-07-08"
    assert body.identifiers == (Identifier("registration", "HRB 123", label="Register"),)


def test_fsf_broken_off(tmp_path):
    found = eu_fsf.read([fsf_xml(tmp_path, FSF_XML[: FSF_XML.index("Odarra Relief")])])
    assert [entry.number for entry in found.entries] == ["EU.9001.1"]
    assert found.rejects[0].reason == "broken-xml"


def test_fsf_bad_entities(tmp_path):
    bad = (
        '<export xmlns="http://eu.europa.ec/fpi/fsd/export"><sanctionEntity>'
        '<nameAlias wholeName="X Y"/></sanctionEntity>'
        '<sanctionEntity euReferenceNumber="EU.1.1"/></export>'
    )
    found = eu_fsf.read([fsf_xml(tmp_path, bad)])
    assert found.entries == ()
    assert [reject.reason for reject in found.rejects] == ["bad-entry", "bad-entry"]
    rows = [{"Entity_EU_ReferenceNumber": "", "Entity_LogicalId": ""}, {"NameAlias_WholeName": "Rook"}]
    found = eu_fsf.read([fsf_csv(tmp_path, *rows)])
    assert [(reject.locator, reject.reason) for reject in found.rejects] == [("line 2", "bad-row")]
    assert len(found.entries) == 1


def test_fsf_twice(tmp_path):
    path = fsf_xml(tmp_path)
    found = eu_fsf.read([path, path])
    assert len(found.entries) == 2
    assert {reject.reason for reject in found.rejects} == {"doubled"}


def test_fsf_entity_bomb(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<export>&b;</export>'
    with pytest.raises(ListError, match="document type"):
        eu_fsf.read([fsf_xml(tmp_path, bomb)])


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"a;b\n1;2\n", b"\x00" * 20])
def test_fsf_other_files_are_refused(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)
    assert not eu_fsf.looks_like("x", content)
    with pytest.raises(ListError):
        eu_fsf.read([path])
    with pytest.raises(ListError):
        eu_fsf.read([tmp_path / "none"])
