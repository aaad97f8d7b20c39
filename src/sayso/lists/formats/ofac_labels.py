"""What OFAC calls the numbers and facts of an entry, and what they are to us.

The words are those of the "ID document types" and "feature types" that OFAC's lists use
(https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas), and those found in
the remarks of its CSV files. All are compared in lower case.
"""

from __future__ import annotations

import re

__all__ = ["DETAILS", "DETAILS_URL", "IDENTIFIERS", "KINDS", "identifier_kind"]

DETAILS_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
"""Where OFAC shows an entry, with its number put behind."""

KINDS = {"individual": "person", "entity": "organisation", "vessel": "vessel", "aircraft": "aircraft"}
"""OFAC's types of party, in lower case, to `sayso.lists.listing.ENTRY_KINDS`."""

_BY_KIND = {
    "passport": """
        Passport|Diplomatic Passport|Stateless Person Passport|British National Overseas Passport
        Travel Document Number""",
    "national-id": """
        National ID No.|National Foreign ID Number|Cedula No.|Cedula de Residencia|C.U.R.P.|D.N.I.|C.U.I.
        C.U.I.P.|Identification Number|Personal ID Card|SSN|Credencial electoral|I.F.E.|Electoral Registry No.
        LE Number|L.E. Number|Numero de Identidad|Turkish Identification Number|Kenyan ID No.
        Residency Number|Refugee ID Card|Birth Certificate Number|Bosnian Personal ID No.
        Citizen's Card Number|Tazkira National ID Card|Stateless Person ID Card|UAE Identification
        Moroccan Personal ID No.|N.I.E.|Cartilla de Servicio Militar Nacional|Military Registration Number
        Public Security and Immigration No.|Federal ID Card|Identity Card
        Tarjeta de Identidad|Carnet de Identidad""",
    "tax": """
        Tax ID No.|NIT #|NIT|RUC #|RUC|R.F.C.|RFC|RIF #|RTN|C.U.I.T.|V.A.T. Number|US FEIN|Italian Fiscal Code
        Fiscal Code|Paraguayan tax identification number|N.I.F.|C.I.F.|Romanian Tax Registration
        Numero Unico de Identificacao Tributaria (NUIT)|C.N.P.J.|CNPJ|CPF""",
    "registration": """
        Registration Number|Registration ID|Business Registration Number|Business Registration Document #
        Business Number|Company Number|UK Company Number|Company ID: No.|Commercial Registry Number|C.R. No.
        Folio Mercantil No.|Matricula Mercantil No.|Matricula Mercantil No|Trade License No.|License
        Economic Register Number (CBLS)|Chamber of Commerce Number|Central Registration System Number
        Istanbul Chamber of Comm. No.|Dubai Chamber of Commerce Membership No.|Enterprise Number
        Branch Unit Number|Public Registration Number|Unified Social Credit Code (USCC)
        United Social Credit Code Certificate (USCCC)|Organization Code|Registered Charity No.
        Certificate of Incorporation Number|Registration Certificate Number (Dubai)|C.I.N.|Romanian C.R.
        MSB Registration Number|Tourism License No.|Afghan Money Service Provider License Number|Permit Number
        SRE Permit No.|File Number|Government Gazette Number|Legal Entity Number
        Russian State Individual Business Registration Number Pattern (OGRNIP)""",
    "imo": """
        Vessel Registration Identification|Vessel Registration Number
        International Maritime Organization No.""",
    "mmsi": "MMSI",
    "call-sign": "Vessel Call Sign|Other Vessel Call Sign",
    "tail": "Aircraft Tail Number|Previous Aircraft Tail Number",
    "construction": """
        Aircraft Manufacturer's Serial Number (MSN)|Aircraft Serial Identification
        Aircraft Construction Number (also called L/N or S/N or F/N)|Aircraft Construction Number""",
    "swift": "SWIFT/BIC",
    "lei": "LEI|Legal Entity Identifier",
    "duns": "D-U-N-S Number",
    "crypto": "Digital Currency Address",
    "isin": "ISIN",
    "ticker": "Equity Ticker|Ticker",
    "other": """
        Driver's License No.|BIK (RU)|UN/LOCODE|MICEX Code|Trademark number|Pilot License Number|VisaNumberID
        Seafarer's Identification Document|Immigration No.|Aircraft Mode S Transponder Code|Serial No.
        Tarjeta Profesional|Interpol: Red Notice. File No.""",
}  # fmt: skip

IDENTIFIERS: dict[str, str] = {
    label.strip().lower(): kind
    for kind, labels in _BY_KIND.items()
    for line in labels.split("\n")
    for label in line.split("|")
    if label.strip()
}
"""Label of a number, in lower case, to one of `sayso.lists.listing.IDENTIFIER_KINDS`."""

DETAILS: tuple[str, ...] = (
    "Secondary sanctions risk", "Additional Sanctions Information", "Transactions Prohibited",
    "Organization Established Date", "Organization Type", "Target Type", "Website", "Email Address",
    "Email", "Phone Number", "Phone", "Telephone", "Fax", "TELEX", "Issuer Name",
    "Aircraft Model", "Aircraft Manufacture Date",
    "Former Vessel Flag", "Other Vessel Flag", "Vessel Flag", "Vessel Year of Build", "Other Vessel Type",
    "Vessel Type", "Vessel Owner", "Listing Date", "Effective Date", "Purchase/Sales For Divestment Date",
    "Chinese Commercial Code", "IFCA Determination", "ethnicity", "BIK",
)  # fmt: skip
"""Labels of facts that are neither names, numbers nor ties."""

_ORGANISATION_NUMBER = re.compile(r"\d{13}|\d{15}")


def identifier_kind(label: str, value: str, country: str | None) -> str:
    """Give the kind of a number by OFAC's label and by its own form.

    In Russia the "Tax ID No." of ten or twelve figures is the INN, the registration number of 13 (15 for a
    sole trader) the OGRN, and the "Government Gazette Number" of eight or ten the OKPO. A "Legal Entity
    Number" of twenty characters is an LEI (ISO 17442). A number that begins with "IMO" is one, whatever it
    is called.
    """
    if re.match(r"IMO\s?\d{7}$", value):
        return "imo"
    label = label.lower()
    kind = IDENTIFIERS.get(label, "other")
    if label == "legal entity number":
        return "lei" if re.fullmatch(r"[0-9A-Z]{18}\d\d", value) else "registration"
    if country != "RU":
        return kind
    if kind == "tax" and re.fullmatch(r"\d{10}|\d{12}", value):
        return "inn"
    if label == "government gazette number" and re.fullmatch(r"\d{8}|\d{10}", value):
        return "okpo"
    if "registration" in label and kind == "registration" and _ORGANISATION_NUMBER.fullmatch(value):
        return "ogrn"
    return kind
