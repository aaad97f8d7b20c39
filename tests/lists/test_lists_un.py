import pytest

from sayso.errors import ListError
from sayso.lists.formats import un_xml
from sayso.lists.listing import Address, Identifier, Name

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2031-05-06T00:00:09.554Z">\n'
)

PERSON = """<INDIVIDUAL>
  <DATAID>700001</DATAID><VERSIONNUM>1</VERSIONNUM>
  <FIRST_NAME>TORVAN</FIRST_NAME><SECOND_NAME>MELIK</SECOND_NAME><THIRD_NAME>ODARRA</THIRD_NAME>
  <UN_LIST_TYPE>Sudan</UN_LIST_TYPE>
  <REFERENCE_NUMBER>SDi.901 </REFERENCE_NUMBER>
  <LISTED_ON>2021-02-03</LISTED_ON>
  <GENDER>Male</GENDER>
  <NAME_ORIGINAL_SCRIPT>تورفان مليك</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>Member of the Odarra Front (ODF) (SDe.902). Reportedly in Chad. Also known as Torvan the Tall,
  who left in 2020. Associated with Jann Rook (SDi.903). INTERPOL-UN Security Council Special Notice web link:
  https://www.interpol.int/x/901 [Old Reference # A.1.2]</COMMENTS1>
  <TITLE><VALUE>Haji</VALUE></TITLE>
  <DESIGNATION><VALUE>Front Treasurer </VALUE><VALUE>Colonel</VALUE></DESIGNATION>
  <NATIONALITY><VALUE>Sudan</VALUE><VALUE>Chad</VALUE></NATIONALITY>
  <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
  <LAST_DAY_UPDATED><VALUE>2022-01-01</VALUE><VALUE/></LAST_DAY_UPDATED>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>
    <ALIAS_NAME>Torvan Malik; Turvan Malik</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Torv</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Torvan Odar</ALIAS_NAME>
    <DATE_OF_BIRTH>1970-02-02</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><STREET>1 Rook Lane</STREET><CITY>Nyala</CITY><COUNTRY>Sudan</COUNTRY>
    <NOTE>previous location</NOTE></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-04</DATE></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1972</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1973</TO_YEAR>
    </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1974 </NOTE>
    </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>24/06/1402 (Hijri Calendar)</NOTE>
    </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_PLACE_OF_BIRTH><CITY>El Fula</CITY><COUNTRY>Sudan</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>P01234</NUMBER>
    <ISSUING_COUNTRY>Sudan</ISSUING_COUNTRY><DATE_OF_ISSUE>2010-01-01</DATE_OF_ISSUE><NOTE>expired</NOTE>
    </INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Libya B014999</NUMBER>
    </INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT/>
</INDIVIDUAL>
"""

ENTITY = """<ENTITY>
  <DATAID>700002</DATAID>
  <FIRST_NAME>ODARRA FRONT FOR RENEWAL (OFR) ; ODARRA RELIEF BODY (ORB)</FIRST_NAME>
  <UN_LIST_TYPE>Sudan</UN_LIST_TYPE><REFERENCE_NUMBER>SDe.902</REFERENCE_NUMBER>
  <LISTED_ON>2019-05-05</LISTED_ON>
  <COMMENTS1>Registered owner of a tanker. IMO number: 9990001.</COMMENTS1>
  <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
  <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>ORF / Odarra Renewal</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><COUNTRY>Chad</COUNTRY></ENTITY_ADDRESS>
</ENTITY>
"""


def written(tmp_path, body, head=HEAD, tail="</CONSOLIDATED_LIST>"):
    path = tmp_path / "un.xml"
    path.write_text(head + body + tail, "utf-8")
    return path


@pytest.fixture
def full(tmp_path):
    body = f"<INDIVIDUALS>{PERSON}</INDIVIDUALS><ENTITIES>{ENTITY}</ENTITIES>"
    return un_xml.read([written(tmp_path, body)])


def test_file(full):
    assert (full.list, full.format, full.published, full.rejects) == ("un-sc", "un-xml", "2031-05-06", ())
    assert [entry.id for entry in full.entries] == ["un-sc:SDi.901", "un-sc:SDe.902"]


def test_names_with_kind_quality_and_script(full):
    person, entity = full.entries
    assert person.name == "TORVAN MELIK ODARRA"
    assert set(person.names) == {
        Name("TORVAN MELIK ODARRA"),
        Name("تورفان مليك", "alias"),
        Name("Torvan Malik", "alias"),
        Name("Turvan Malik", "alias"),
        Name("Abu Torv", "alias", weak=True),
        Name("Torvan Odar", "former"),
        Name("Torvan the Tall", "alias"),
    }
    assert [(n.text, n.kind, n.weak) for n in entity.names] == [
        ("ODARRA FRONT FOR RENEWAL", "primary", False),
        ("OFR", "alias", True),
        ("ODARRA RELIEF BODY", "alias", False),
        ("ORB", "alias", True),
        ("ORF", "alias", False),
        ("Odarra Renewal", "alias", False),
    ]


def test_designation(full):
    listed = full.entries[0].designations[0]
    assert (listed.regime, listed.programme, listed.since, listed.amended) == (
        "UN", "Sudan", "2021-02-03", ("2022-01-01",),
    )  # fmt: skip
    assert (listed.blocking, listed.measures, listed.reference) == (True, ("Asset freeze",), "SDi.901")
    assert listed.reasons.startswith("Member of the Odarra Front")
    assert "INTERPOL" not in listed.reasons
    assert full.entries[0].url == "https://www.interpol.int/x/901"


def test_a_travel_ban_alone_does_not_block(tmp_path):
    body = PERSON.replace(">Sudan</UN_LIST_TYPE>", ">GB</UN_LIST_TYPE>")
    (entry,) = un_xml.read([written(tmp_path, body)]).entries
    assert (entry.designations[0].blocking, entry.designations[0].measures) == (False, ("Travel ban",))


def test_facts(full):
    person, entity = full.entries
    assert person.kind == "person"
    assert entity.kind == "organisation"
    assert person.births == ("1971-03-04", "1972~", "1968/1973", "1974-11", "1970-02-02")
    assert person.birth_places == ("El Fula, Sudan",)
    assert person.gender == "male"
    assert person.nationalities == ("SD", "TD")
    assert person.addresses == (Address("1 Rook Lane, Nyala, Sudan (previous location)", "SD"),)
    assert person.positions == ("Front Treasurer", "Colonel")
    assert person.identifiers == (
        Identifier("passport", "P01234", "SD", "Passport", "issued 2010-01-01; expired"),
        Identifier("passport", "B014999", "LY", "Passport"),
    )
    assert entity.identifiers == (Identifier("imo", "9990001", label="IMO number"),)
    assert ("Title", "Haji") in person.details
    assert ("Old reference", "A.1.2") in person.details
    assert entity.countries == ("TD",)


def test_ties_to_other_entries(full):
    ties = full.entries[0].relations
    assert [(tie.kind, tie.to, tie.name) for tie in ties] == [
        ("linked", "un-sc:SDe.902", "ODARRA FRONT FOR RENEWAL"),
        ("linked", "un-sc:SDi.903", None),
    ]
    assert ties[0].text == "Member of the Odarra Front (ODF) (SDe.902)."


def test_a_file_that_breaks_off_keeps_what_stands_before(tmp_path):
    body = f"<INDIVIDUALS>{PERSON}"
    path = written(tmp_path, body, tail=PERSON.replace("SDi.901", "SDi.904")[:400])
    found = un_xml.read([path])
    assert [entry.number for entry in found.entries] == ["SDi.901"]
    (reject,) = found.rejects
    assert reject.reason == "broken-xml"
    assert reject.locator.startswith("line ")
    assert "fetch the file anew" in reject.message


def test_bad_entries_are_rejects(tmp_path):
    nameless = "<ENTITY>\n<REFERENCE_NUMBER>SDe.905</REFERENCE_NUMBER></ENTITY>"
    body = PERSON + PERSON + nameless + "<ENTITY><FIRST_NAME>NO NUMBER</FIRST_NAME></ENTITY>"
    found = un_xml.read([written(tmp_path, body)])
    assert len(found.entries) == 1
    assert [reject.reason for reject in found.rejects] == ["doubled", "bad-entry", "bad-entry"]
    assert "SDe.905" in found.rejects[1].message


def test_entities_are_never_expanded(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<CONSOLIDATED_LIST>&b;'
    with pytest.raises(ListError, match="document type"):
        un_xml.read([written(tmp_path, PERSON, head=bomb)])


@pytest.mark.parametrize("content", ["", "no xml at all", "<other/>", '{"a": 1}', "<CONSOLIDATED"])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "x.xml"
    path.write_text(content)
    assert not un_xml.looks_like("x.xml", content.encode())
    with pytest.raises(ListError):
        un_xml.read([path])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ListError, match="check the path"):
        un_xml.read([tmp_path / "none.xml"])


def test_looks_like():
    assert un_xml.looks_like("anything", HEAD.encode())


def test_entries_come_back_from_json(full):
    for entry in full.entries:
        assert type(entry).from_dict(entry.to_dict()) == entry
