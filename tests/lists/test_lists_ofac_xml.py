"""OFAC's XML: small lists of invented parties in the layouts of the advanced and the plain file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import ListError
from sayso.lists.formats import ofac_xml
from sayso.lists.listing import Address, Entry, ListFile, Name

NAMESPACES = (
    "https://www.un.org/sanctions/1.0",
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML",
)

TABLES = """<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
<AliasType ID="1403">Name</AliasType></AliasTypeValues>
<AreaCodeValues><AreaCode ID="77" CountryID="11111" Description="Iran">IR</AreaCode></AreaCodeValues>
<CountryValues><Country ID="11111" ISO2="IR">Iran</Country><Country ID="11112" ISO2="RU">Russia</Country>
<Country ID="11291">undetermined</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91526">Male</DetailReference>
<DetailReference ID="92">Crude Oil Tanker</DetailReference></DetailReferenceValues>
<EntryEventTypeValues><EntryEventType ID="1">Created</EntryEventType>
<EntryEventType ID="2">Removed</EntryEventType></EntryEventTypeValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType>
<FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="25">Location</FeatureType>
<FeatureType ID="26">Title</FeatureType><FeatureType ID="224">Gender</FeatureType>
<FeatureType ID="3">Vessel Flag</FeatureType><FeatureType ID="2">VESSEL TYPE</FeatureType>
<FeatureType ID="1">Vessel Call Sign</FeatureType><FeatureType ID="4">Vessel Owner</FeatureType>
<FeatureType ID="13">SWIFT/BIC</FeatureType><FeatureType ID="64">Website</FeatureType>
<FeatureType ID="504">Secondary sanctions risk:</FeatureType>
<FeatureType ID="344">Digital Currency Address - XBT</FeatureType></FeatureTypeValues>
<IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType></IDRegDocDateTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType>
<IDRegDocType ID="1584">Tax ID No.</IDRegDocType>
<IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
<LegalBasisValues><LegalBasis ID="1828">Executive Order 99999</LegalBasis></LegalBasisValues>
<ListValues><List ID="1550">SDN List</List><List ID="91512">Non-SDN Example List</List></ListValues>
<LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType>
<LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>
<NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType>
<NamePartType ID="1526">Vessel Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
<PartyType ID="4">Transport</PartyType></PartyTypeValues>
<RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType>
<RelationType ID="91725">Leader or official of</RelationType>
<RelationType ID="15002">Acting for or on behalf of</RelationType></RelationTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>
<SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
<ScriptValues><Script ID="215">Latin</Script><Script ID="220">Cyrillic</Script>
<Script ID="300">Chinese Simplified</Script></ScriptValues>
<ValidityValues><Validity ID="1">Valid</Validity><Validity ID="2">Fraudulent</Validity></ValidityValues>
</ReferenceValueSets>"""

BEFORE = """<Locations>
<Location ID="500"><LocationCountry CountryID="11112"/><LocationPart LocPartTypeID="1451">
<LocationPartValue Primary="false"><Comment>x</Comment><Value>ulitsa 7</Value></LocationPartValue>
<LocationPartValue Primary="true"><Comment/><Value>7 Example Street</Value></LocationPartValue></LocationPart>
<LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Omsk</Value></LocationPartValue>
</LocationPart></Location>
<Location ID="501"><LocationAreaCode AreaCodeID="77"/><LocationCountry CountryID="11291"/></Location>
</Locations>
<IDRegDocuments>
<IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="31" IssuedBy-CountryID="11112" ValidityID="2">
<Comment/><IDRegistrationNo>AB 123</IDRegistrationNo><IssuingAuthority/>
<DocumentDate IDRegDocDateTypeID="1480"><DatePeriod><Start><From><Year>2011</Year><Month>2</Month><Day>3</Day>
</From></Start></DatePeriod></DocumentDate></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1584" IdentityID="32" IssuedBy-CountryID="11112" ValidityID="1">
<IDRegistrationNo>7701234567</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="3" IDRegDocTypeID="1626" IdentityID="33"><IDRegistrationNo>IMO 9000001</IDRegistrationNo>
</IDRegDocument>
<IDRegDocument ID="4" IDRegDocTypeID="1571"><IDRegistrationNo>lost</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>"""


def feature(kind: int, inner: str) -> str:
    return f'<Feature FeatureTypeID="{kind}"><FeatureVersion>{inner}</FeatureVersion></Feature>'


def period(first: tuple[int, int, int], last: tuple[int, int, int], approximate: str = "false") -> str:
    a, b = (f"<Year>{y}</Year><Month>{m}</Month><Day>{d}</Day>" for y, m, d in (first, last))
    return (
        f'<DatePeriod CalendarTypeID="1"><Start Approximate="{approximate}">'
        f"<From>{a}</From><To>{a}</To></Start>"
        f"<End><From>{b}</From><To>{b}</To></End></DatePeriod>"
    )


def documented(script: int, *parts: tuple[int, str]) -> str:
    values = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}">{words}'
        "</NamePartValue></DocumentedNamePart>"
        for group, words in parts
    )
    return f"<DocumentedName>{values}</DocumentedName>"


def party(number: int, subtype: int, identity: int, aliases: str, features: str = "", types: str = "") -> str:
    groups = types or '<NamePartGroup ID="1" NamePartTypeID="1525"/>'
    return (
        f'<DistinctParty FixedRef="{number}"><Comment/><Profile ID="{number}" PartySubTypeID="{subtype}">'
        f'<Identity ID="{identity}" FixedRef="{number}" Primary="true" False="false">{aliases}'
        f"<NamePartGroups><MasterNamePartGroup>{groups}</MasterNamePartGroup></NamePartGroups></Identity>"
        f"{features}</Profile></DistinctParty>"
    )


def alias(names: str, kind: int = 1403, *, primary: bool = True, weak: bool = False) -> str:
    flags = f'Primary="{str(primary).lower()}" LowQuality="{str(weak).lower()}"'
    return f'<Alias AliasTypeID="{kind}" {flags}>{names}</Alias>'


PERSON = party(
    101,
    4,
    31,
    alias(
        documented(215, (1, "TESTOV"), (2, "Ivan"))
        + documented(220, (1, "ТЕСТОВ"), (2, "Иван"))
        + documented(300, (1, "泰"), (2, "伊万"))
    )
    + alias(documented(215, (3, "OLDNAME"), (2, "Ivan")), 1401, primary=False)
    + alias(documented(215, (2, "Vanya")), 1400, primary=False, weak=True),
    feature(8, period((1960, 1, 1), (1960, 12, 31)))
    + feature(8, period((1961, 5, 4), (1961, 5, 4)))
    + feature(8, period((1958, 1, 1), (1959, 12, 31), "true"))
    + feature(9, "<VersionDetail>Omsk, Russia</VersionDetail>")
    + feature(10, '<VersionDetail DetailTypeID="1433"/><VersionLocation LocationID="501"/>')
    + feature(25, '<VersionLocation LocationID="500"/>')
    + feature(26, "<VersionDetail>Deputy director</VersionDetail>")
    + feature(224, '<VersionDetail DetailReferenceID="91526"/>')
    + feature(344, "<VersionDetail>1ExampleExampleExample</VersionDetail>"),
    '<NamePartGroup ID="1" NamePartTypeID="1520"/><NamePartGroup ID="2" NamePartTypeID="1521"/>'
    '<NamePartGroup ID="3" NamePartTypeID="1520"/>',
)
ENTITY = party(102, 3, 32, alias(documented(215, (1, "EXAMPLE TRADING LLC"))))
VESSEL = party(
    103,
    1,
    33,
    alias(documented(215, (1, "EXAMPLE STAR"))),
    feature(3, "<VersionDetail>Iran</VersionDetail>")
    + feature(2, '<VersionDetail DetailReferenceID="92"/>')
    + feature(1, "<VersionDetail>ABC12</VersionDetail>")
    + feature(4, "<VersionDetail>Example Shipping Co</VersionDetail>"),
    '<NamePartGroup ID="1" NamePartTypeID="1526"/>',
)
TIES = """<ProfileRelationships>
<ProfileRelationship ID="1" From-ProfileID="102" To-ProfileID="101" RelationTypeID="15003" Former="false"/>
<ProfileRelationship ID="2" From-ProfileID="102" To-ProfileID="101" RelationTypeID="91725" Former="true"/>
<ProfileRelationship ID="3" From-ProfileID="102" To-ProfileID="999" RelationTypeID="15002"/>
</ProfileRelationships>"""


def sanction(number: int, list_number: int = 1550, *programmes: str) -> str:
    said = "".join(
        f'<SanctionsMeasure SanctionsTypeID="1"><Comment>{p}</Comment></SanctionsMeasure>' for p in programmes
    )
    return (
        f'<SanctionsEntry ID="{number}" ProfileID="{number}" ListID="{list_number}">'
        '<EntryEvent EntryEventTypeID="1" LegalBasisID="1828"><Comment/>'
        "<Date><Year>2020</Year><Month>3</Month><Day>4</Day></Date></EntryEvent>"
        '<EntryEvent EntryEventTypeID="1" LegalBasisID="1828">'
        "<Date><Year>2022</Year><Month>1</Month><Day>2</Day></Date></EntryEvent>"
        f'<SanctionsMeasure SanctionsTypeID="1705"><Comment/></SanctionsMeasure>{said}</SanctionsEntry>'
    )


def document(
    parties: str, ties: str = TIES, entries: str | None = None, namespace: str = NAMESPACES[0]
) -> str:
    entries = sanction(101, 1550, "EXAMPLE-EO1", "SDGT") + sanction(102) if entries is None else entries
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Sanctions xmlns="{namespace}" Version="3">'
        "<DateOfIssue><Year>2026</Year><Month>5</Month><Day>1</Day></DateOfIssue>"
        f"{TABLES}{BEFORE}<DistinctParties>\n{parties}\n</DistinctParties>{ties}"
        f"<SanctionsEntries>{entries}</SanctionsEntries></Sanctions>"
    )


def read(tmp_path: Path, text: str, name: str = "sdn_advanced.xml") -> ListFile:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert ofac_xml.looks_like(name, path.read_bytes()[:65_536])
    return ofac_xml.read([path])


def by_number(found: ListFile) -> dict[str, Entry]:
    return {entry.number: entry for entry in found.entries}


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_person_with_names_births_and_documents(tmp_path: Path, namespace: str) -> None:
    found = read(tmp_path, document(PERSON + ENTITY + VESSEL, namespace=namespace))
    assert (found.list, found.format, found.published) == ("ofac-sdn", "ofac-xml", "2026-05-01")
    person = by_number(found)["101"]
    assert (person.id, person.kind, person.gender) == ("ofac-sdn:101", "person", "male")
    assert person.names == (
        Name("TESTOV, Ivan", family="TESTOV", given="Ivan"),
        Name("ТЕСТОВ Иван", "alias", language="Cyrillic", family="ТЕСТОВ", given="Иван"),
        Name("泰伊万", "alias", language="Chinese Simplified", family="泰", given="伊万"),
        Name("OLDNAME, Ivan", "former", family="OLDNAME", given="Ivan"),
        Name("Vanya", "alias", weak=True),
    )
    assert person.births == ("1960", "1961-05-04", "1958~/1959~")
    assert person.birth_places == ("Omsk, Russia",)
    assert (person.nationalities, person.countries) == (("IR",), ("IR", "RU"))
    assert person.addresses == (Address("7 Example Street, Omsk, Russia", "RU"),)
    assert person.positions == ("Deputy director",)
    passport, coin = person.identifiers
    assert (passport.kind, passport.value, passport.country) == ("passport", "AB 123", "RU")
    assert passport.note == "Issue Date 2011-02-03; Fraudulent"
    assert (coin.kind, coin.value, coin.label) == (
        "crypto", "1ExampleExampleExample", "Digital Currency Address - XBT",
    )  # fmt: skip


def test_designations_say_since_when_and_why(tmp_path: Path) -> None:
    found = read(tmp_path, document(PERSON + ENTITY + VESSEL))
    entries = by_number(found)
    first, second = entries["101"].designations
    assert [first.programme, second.programme] == ["EXAMPLE-EO1", "SDGT"]
    assert (first.since, first.amended, first.basis) == (
        "2020-03-04",
        ("2022-01-02",),
        "Executive Order 99999",
    )
    assert (first.regime, first.blocking, first.measures) == ("US", True, ("Block",))
    assert entries["102"].designations[0].programme == "SDN List"
    assert entries["103"].designations == ()
    assert "1 parties have no SanctionsEntry" in found.warnings[0]


def test_ties_are_turned_the_way_they_can_be_meant(tmp_path: Path) -> None:
    found = read(tmp_path, document(PERSON + ENTITY + VESSEL))
    entries = by_number(found)
    owned = entries["102"].relations[0]
    assert (owned.kind, owned.inverse, owned.to, owned.name) == (
        "ownership",
        True,
        "ofac-sdn:101",
        "TESTOV, Ivan",
    )
    assert (owned.role, owned.share) == ("Owned or Controlled By", None)
    leader = entries["101"].relations[0]  # an entity cannot lead a person
    assert (leader.kind, leader.to, leader.until) == ("directorship", "ofac-sdn:102", "../2026-05-01")
    assert leader.role == "former: Leader or official of"
    assert [reject.reason for reject in found.rejects] == ["bad-document", "dangling"]
    assert all(reject.locator.startswith("line ") for reject in found.rejects)


def test_a_vessel(tmp_path: Path) -> None:
    vessel = by_number(read(tmp_path, document(PERSON + ENTITY + VESSEL)))["103"]
    assert (vessel.kind, vessel.name, vessel.countries) == ("vessel", "EXAMPLE STAR", ("IR",))
    assert {(i.kind, i.value) for i in vessel.identifiers} == {("imo", "9000001"), ("call-sign", "ABC12")}
    assert ("VESSEL TYPE", "Crude Oil Tanker") in vessel.details
    assert [(r.kind, r.inverse, r.name) for r in vessel.relations] == [
        ("ownership", True, "Example Shipping Co")
    ]


def test_a_russian_tax_number_is_an_inn(tmp_path: Path) -> None:
    entity = by_number(read(tmp_path, document(PERSON + ENTITY)))["102"]
    assert (entity.kind, entity.identifiers[0].kind) == ("organisation", "inn")


def test_the_consolidated_list_does_not_block(tmp_path: Path) -> None:
    entries = sanction(102, 91512, "NS-X").replace('SanctionsTypeID="1705"', 'SanctionsTypeID="9"')
    found = read(tmp_path, document(ENTITY, "", entries), "cons_advanced.xml")
    assert (found.list, found.entries[0].id) == ("ofac-cons", "ofac-cons:102")
    assert found.entries[0].designations[0].blocking is False


def test_bad_parties_are_rejects_and_the_rest_is_read(tmp_path: Path) -> None:
    bad = "<DistinctParty><Profile/></DistinctParty>"
    bad += '<DistinctParty FixedRef="7"><Profile ID="7"/></DistinctParty>'
    found = read(tmp_path, document(bad + ENTITY + ENTITY, "", sanction(102) + sanction(555)))
    assert [entry.number for entry in found.entries] == ["102"]
    reasons = [reject.reason for reject in found.rejects]
    assert reasons == ["bad-document", "no-id", "no-name", "duplicate-id", "dangling"]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
def test_a_file_that_breaks_off_is_refused(tmp_path: Path, cut: float) -> None:
    text = document(PERSON + ENTITY)
    with pytest.raises(ListError, match="breaks off"):
        read(tmp_path, text[: int(len(text) * cut)])


def test_entity_bombs_and_outside_files_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    for inside in (
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">',
        f'<!ENTITY c SYSTEM "{secret.as_uri()}">',
    ):
        bomb = document(ENTITY.replace("EXAMPLE TRADING", "&c;")).replace(
            "<Sanctions", f"<!DOCTYPE Sanctions [{inside}]><Sanctions", 1
        )
        with pytest.raises(ListError, match="document type declaration"):
            read(tmp_path, bomb)


def test_what_is_none_of_these_lists(tmp_path: Path) -> None:
    assert not ofac_xml.looks_like("sdn.xml", b"<html><body>Sanctions sdnList</body></html>")
    assert not ofac_xml.looks_like("sdn.xml", b"<Sanctions>something else</Sanctions>")
    assert not ofac_xml.looks_like("sdn.xml", b"")
    other = tmp_path / "a.xml"
    other.write_text("<other/>")
    with pytest.raises(ListError, match="no list of OFAC's"):
        ofac_xml.read([other])
    with pytest.raises(ListError, match="no party"):
        read(tmp_path, document("", "", ""))
    with pytest.raises(ListError, match="cannot be read"):
        ofac_xml.read([tmp_path / "nothing.xml"])


PLAIN = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
<publshInformation><Publish_Date>05/31/2026</Publish_Date><Record_Count>3</Record_Count></publshInformation>
<sdnEntry><uid>101</uid><firstName>Ivan</firstName><lastName>TESTOV</lastName><title>Deputy director</title>
<sdnType>Individual</sdnType><remarks>(Linked To: EXAMPLE TRADING LLC)</remarks>
<programList><program>EXAMPLE-EO1</program><program>SDGT</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>AB 123</idNumber><idCountry>Russia</idCountry>
<issueDate>03 Feb 2011</issueDate></id><id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
<id><uid>3</uid><idType>Digital Currency Address - XBT</idType><idNumber>1Example</idNumber></id></idList>
<akaList><aka><uid>5</uid><type>a.k.a.</type><category>weak</category><lastName>Vanya</lastName></aka>
<aka><uid>6</uid><type>f.k.a.</type><category>strong</category><lastName>OLDNAME</lastName>
<firstName>Ivan</firstName></aka></akaList>
<addressList><address><uid>9</uid><address1>7 Example Street</address1>
<city>Omsk</city><country>Russia</country>
</address></addressList>
<nationalityList><nationality><uid>7</uid><country>Iran</country><mainEntry>true</mainEntry></nationality>
</nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>8</uid><dateOfBirth>circa 1960</dateOfBirth></dateOfBirthItem>
</dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>4</uid><placeOfBirth>Omsk, Russia</placeOfBirth></placeOfBirthItem>
</placeOfBirthList></sdnEntry>
<sdnEntry><uid>103</uid><lastName>EXAMPLE STAR</lastName><sdnType>Vessel</sdnType>
<programList><program>EXAMPLE</program></programList>
<vesselInfo><callSign>ABC12</callSign><vesselType>Tanker</vesselType><vesselFlag>Iran</vesselFlag>
<vesselOwner>Example Shipping Co</vesselOwner></vesselInfo></sdnEntry>
<sdnEntry><lastName>NOBODY</lastName></sdnEntry>
<sdnEntry><uid>103</uid><lastName>AGAIN</lastName></sdnEntry>
</sdnList>"""


def test_the_plain_list(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN, "sdn.xml")
    assert (found.list, found.published, len(found.entries)) == ("ofac-sdn", "2026-05-31", 2)
    person, vessel = found.entries
    assert [(n.text, n.kind, n.weak) for n in person.names] == [
        ("TESTOV, Ivan", "primary", False), ("Vanya", "alias", True), ("OLDNAME, Ivan", "former", False),
    ]  # fmt: skip
    assert [d.programme for d in person.designations] == ["EXAMPLE-EO1", "SDGT"]
    assert (person.births, person.gender, person.nationalities) == (("1960~",), "male", ("IR",))
    assert person.addresses == (Address("7 Example Street, Omsk, Russia", "RU"),)
    assert [i.kind for i in person.identifiers] == ["passport", "crypto"]
    assert [(r.kind, r.name) for r in vessel.relations] == [("ownership", "Example Shipping Co")]
    assert ("Vessel Flag", "Iran") in vessel.details
    assert [reject.reason for reject in found.rejects] == ["no-id", "duplicate-id"]
