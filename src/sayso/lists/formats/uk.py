"""The UK's lists as CSV: OFSI's consolidated list of asset freeze targets (ConList.csv, the format of 2022),
and the UK Sanctions List of the Foreign, Commonwealth and Development Office (UKSL).

Specs: https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets (with
its format guide) and https://www.gov.uk/government/publications/the-uk-sanctions-list . Both have a line
with the date, then the columns' names, then a row for each combination of name and address; OFSI's
``Group ID`` or the UKSL's ``Unique ID`` binds them. Columns are found by their names, since their order
differs between years.

**What blocks.** The UKSL says it: "Asset freeze" among the ``Sanctions Imposed``. OFSI's list is of asset
freeze targets; only parties under investment bans alone, which OFSI keeps in a list of the same layout, are
not frozen (regime or file named "investment ban").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import ListError
from sayso.lists.countries import country_code, country_codes
from sayso.lists.dates import edtf
from sayso.lists.formats.uk_cells import companies, dates, labelled, measures, registration, several
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, Relation, RowReject

__all__ = ["FORMAT", "looks_like", "read"]

FORMAT = "uk-ofsi"

_KINDS = {"individual": "person", "entity": "organisation", "ship": "vessel"}
_COLUMNS = {
    "id": ("uniqueid", "groupid"), "ofsi": ("ofsigroupid",), "un": ("unreferencenumber",),
    "type": ("designationtype", "grouptype"), "name type": ("nametype", "aliastype"),
    "quality": ("aliasstrength", "aliasquality"), "title": ("title",),
    "other script": ("namenonlatinscript",),
    "script": ("nonlatinscriptlanguage",), "script type": ("nonlatinscripttype",),
    "birth": ("dob",), "town": ("townofbirth",), "country of birth": ("countryofbirth",),
    "nationality": ("nationalityies", "nationality"), "gender": ("gender",),
    "passport": ("passportnumber",), "passport note": ("passportadditionalinformation", "passportdetails"),
    "national": ("nationalidentifiernumber", "nationalidentificationnumber"),
    "national note": ("nationalidentifieradditionalinformation", "nationalidentificationdetails"),
    "position": ("position",), "postcode": ("addresspostalcode", "postzipcode"),
    "country": ("addresscountry", "country"), "information": ("otherinformation",),
    "reasons": ("ukstatementofreasons",), "regime": ("regimename", "regime"),
    "measures": ("sanctionsimposed",), "source": ("designationsource",),
    "designated": ("datedesignated", "uksanctionslistdatedesignated"), "listed": ("listedon",),
    "updated": ("lastupdated",), "parent": ("parentcompany",), "subsidiaries": ("subsidiaries",),
    "registration": ("businessregistrationnumbers", "businessregistrationnumber"),
    "imo": ("imonumber",), "owner": ("currentowneroperators", "currentowneroperator"),
    "past owner": ("previousowneroperators", "previousowneroperator"),
    "flag": ("currentbelievedflagofship",),
}  # fmt: skip
"""What we call a column, to its names (letters and figures only, in lower case): the UKSL's, then OFSI's."""

_DETAILS = {
    "Type of entity": "typeofentity", "Type of ship": "typeofship", "Tonnage of ship": "tonnageofship",
    "Length of ship": "lengthofship", "Year Built": "yearbuilt", "Previous flags": "previousflags",
    "Current believed flag of ship": "currentbelievedflagofship", "Phone number": "phonenumber",
    "Website": "website", "Email address": "emailaddress",
    "Hull identification number": "hullidentificationnumberhin",
    "Title": "title", "Designation source": "designationsource",
}  # fmt: skip

_LABELS = {
    "ref": ("uk sanctions list ref",), "un": ("un ref",),
    "reasons": ("uk statement of reasons",), "gender": ("gender",), "parent": ("parent company",),
    "subsidiaries": ("subsidiaries", "subsidiary"),
    "registration": ("business reg no", "business registration number"), "imo": ("imo number",),
    "owner": ("current owners", "current owner", "current owner/operator"),
    "past owner": ("previous owners", "previous owner", "previous owner/operator"),
    "flag": ("flag of ship", "current believed flag of ship"),
}  # fmt: skip
"""In OFSI's list these facts stand with labels in Other Information."""

_OFSI = "Office of Financial Sanctions Implementation, HM Treasury"
_FCDO = "Foreign, Commonwealth and Development Office"
_TITLES = {
    "gb-ofsi": "OFSI Consolidated List of Financial Sanctions Targets in the UK",
    "gb-uksl": "UK Sanctions List",
}
_INVESTMENT_BAN = re.compile(
    r"inv(?:est\w*)?[ _-]?bans?\b|investment and financial|financial and investment", re.I
)


@dataclass(frozen=True, slots=True)
class _Group:
    """All rows of one party, cells by the columns' plain names, and the labelled facts of OFSI's."""

    number: str
    rows: list[dict[str, str]]
    facts: dict[str, str]

    def all(self, what: str) -> list[str]:
        """Give the different values of a column over all rows, of the labelled facts where it has none."""
        names = _COLUMNS.get(what, ())
        found = [row[name] for row in self.rows for name in names if row.get(name)]
        found = found or [self.facts[label] for label in _LABELS.get(what, ()) if label in self.facts]
        return list(dict.fromkeys(found))

    def first(self, what: str) -> str | None:
        """Give the first value."""
        return next(iter(self.all(what)), None)


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", column.lower())


def _layout(columns: Sequence[str]) -> str | None:
    names = set(columns)
    if "name6" not in names:
        return None
    if "uniqueid" in names and "designationtype" in names:
        return "gb-uksl"
    return "gb-ofsi" if "groupid" in names and "grouptype" in names else None


def looks_like(name: str, head: bytes) -> bool:
    """Tell the UK's lists by the columns in one of the first lines."""
    for line in head[:32_768].decode("utf-8-sig", "replace").splitlines()[:6]:
        try:
            cells = next(csv.reader([line]), [])
        except csv.Error:
            continue
        if _layout([_plain(cell) for cell in cells]):
            return True
    return False


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read one list, ``gb-ofsi`` or ``gb-uksl`` without `list_id`. Raises ListError where it is neither."""
    if len(files) != 1:
        raise ListError(f"The UK's list is one file; these are {len(files)}. Read them one by one.")
    path = Path(files[0])
    rejects: list[RowReject] = []
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            reader = csv.reader(file)
            layout, columns, published = _header(reader, path)
            groups = _groups(reader, columns, rejects.append)
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror}); check the path.") from error
    name = list_id or layout
    banned = layout == "gb-ofsi" and _INVESTMENT_BAN.search(path.name) is not None
    made = ((_entry(group, name, layout, banned), line) for group, line in groups)
    entries = []
    for entry, line in made:
        if entry is None:
            message = "The party has no name; it cannot be screened against."
            rejects.append(RowReject(f"line {line}", "no-name", message))
        else:
            entries.append(entry)
    return ListFile(
        name, _TITLES.get(name, _TITLES[layout]), FORMAT, tuple(entries), tuple(rejects), published
    )


def _header(reader: Iterator[list[str]], path: Path) -> tuple[str, list[str], str | None]:
    published = None
    for _ in range(6):
        try:
            cells = next(reader, None)
        except csv.Error:
            continue
        if cells is None:
            break
        columns = [_plain(cell) for cell in cells]
        if layout := _layout(columns):
            return layout, columns, published
        # "Last Updated,03/06/2026" or "Report Date: 08-Oct-2026"
        words = re.sub(r"^\s*[A-Za-z ]+[:,]?\s*", "", " ".join(cells), count=1)
        published = published or edtf(words)
    raise ListError(
        f"{path} has no line with the columns of the UK's lists (Name 6, and Group ID or Unique ID); "
        "fetch the CSV anew from gov.uk."
    )


def _groups(
    reader: Iterator[list[str]], columns: list[str], report: Callable[[RowReject], None]
) -> list[tuple[_Group, int]]:
    by_id: dict[str, tuple[list[dict[str, str]], int]] = {}
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            message = f"The row is not CSV ({error}); look for a quotation mark too many."
            report(RowReject(f"line {_line(reader)}", "bad-row", message))
            continue
        cells = [_decoded(cell).strip() for cell in cells]
        if not any(cells):
            continue
        if any(cells[len(columns) :]):
            message = (
                f"The row has {len(cells)} cells, not {len(columns)}; look for a missing quotation mark."
            )
            report(RowReject(f"line {_line(reader)}", "wrong-columns", message))
            continue
        row = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
        number = next((row[name] for name in _COLUMNS["id"] if name in row), None)
        if number is None:
            message = (
                "The row has no Group ID or Unique ID, so its party is unknown; look for a missing cell."
            )
            report(RowReject(f"line {_line(reader)}", "no-id", message))
            continue
        by_id.setdefault(number, ([], _line(reader)))[0].append(row)
    return [(_Group(number, rows, _facts(rows)), line) for number, (rows, line) in by_id.items()]


def _line(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))


def _decoded(cell: str) -> str:
    """Take bytes that are not UTF-8 for Windows-1252, in which OFSI's older files are written."""
    if cell.isascii() or not re.search("[\udc80-\udcff]", cell):
        return cell
    return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _facts(rows: list[dict[str, str]]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for information in dict.fromkeys(row.get("otherinformation", "") for row in rows):
        for label, words in labelled(information)[0].items():
            facts.setdefault(label, words)
    return facts


def _entry(group: _Group, list_id: str, layout: str, banned: bool) -> Entry | None:
    kind = _KINDS.get((group.first("type") or "").lower(), "other")
    names = _names(group, kind)
    if not names:
        return None
    addresses = _addresses(group)
    nations = tuple(dict.fromkeys(code for cell in group.all("nationality") for code in country_codes(cell)))
    flags = (country_code(flag) for flag in group.all("flag"))
    gender = (group.first("gender") or "").lower().strip(" .")
    others = [labelled(words)[1] if layout == "gb-ofsi" else words for words in group.all("information")]
    codes = (*nations, *flags, *(a.country for a in addresses))
    return Entry(
        id=f"{list_id}:{group.number}",
        list=list_id,
        number=group.number,
        kind=kind,
        names=names,
        designations=_designations(group, layout, banned),
        births=dates(group.all("birth")),
        birth_places=_birth_places(group),
        gender=gender if gender in ("male", "female") else None,
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        nationalities=nations,
        addresses=addresses,
        identifiers=_identifiers(group, kind),
        positions=tuple(dict.fromkeys(p for cell in group.all("position") for p in several(cell))),
        details=_details(group),
        remarks="\n".join(words for words in others if words) or None,
        relations=_relations(group, _OFSI if layout == "gb-ofsi" else _FCDO),
    )


def _names(group: _Group, kind: str) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    scripts: dict[str, Name] = {}
    for row in group.rows:
        what = (row.get("nametype") or row.get("aliastype") or "").lower()
        quality = (row.get("aliasstrength") or row.get("aliasquality") or "").lower()
        which = "primary" if what in ("", "primary name") else "alias"
        which = "former" if what.startswith(("fka", "former")) else which
        family = row.get("name6")
        given = " ".join(filter(None, (row.get(f"name{at}") for at in range(1, 6)))) or None
        comma = ", " if kind == "person" else " "
        text = comma.join(filter(None, (family, given)))
        weak = which != "primary" and quality.startswith(("low", "weak"))
        if text and (text not in found or (found[text].kind != "primary" and which == "primary")):
            person = kind == "person" and family and given
            parts = (family, given) if person else (None, None)
            found[text] = Name(text, which, weak, family=parts[0], given=parts[1])
        if other := row.get("namenonlatinscript"):
            language = row.get("nonlatinscriptlanguage") or row.get("nonlatinscripttype")
            for each in several(other):
                scripts.setdefault(
                    each, Name(each, "former" if which == "former" else "alias", language=language)
                )
    names = sorted(found.values(), key=lambda name: name.kind != "primary")
    names += [name for text, name in scripts.items() if text not in found]
    made = []
    for at, name in enumerate(names):
        kept = "primary" if at == 0 else "alias" if name.kind == "primary" else name.kind
        made.append(Name(name.text, kept, name.weak, name.language, name.family, name.given))
    return tuple(made)


def _addresses(group: _Group) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for row in group.rows:
        lines = [row.get(f"addressline{at}") or row.get(f"address{at}") for at in range(1, 7)]
        nation = row.get("addresscountry") or row.get("country")
        text = ", ".join(
            filter(None, (*lines, row.get("addresspostalcode") or row.get("postzipcode"), nation))
        )
        if text:
            codes = country_codes(nation) if nation else ()
            found.setdefault(text.casefold(), Address(text, codes[0] if codes else None))
    return tuple(found.values())


def _birth_places(group: _Group) -> tuple[str, ...]:
    """Give town and country of each row together; of cells with several values, each by itself."""
    found: dict[str, None] = {}
    for row in group.rows:
        towns, nations = several(row.get("townofbirth", "")), several(row.get("countryofbirth", ""))
        if len(towns) <= 1 and len(nations) <= 1:
            found.setdefault(", ".join(towns + nations))
        else:
            found.update(dict.fromkeys(towns + nations))
    return tuple(place for place in found if place)


def _identifiers(group: _Group, kind: str) -> tuple[Identifier, ...]:
    found: dict[tuple[str, str], Identifier] = {}
    for what, column, note in (
        ("passport", "passport", "passport note"),
        ("national-id", "national", "national note"),
    ):
        for row in group.rows:
            numbers = several(next((row[n] for n in _COLUMNS[column] if n in row), ""))
            notes = several(next((row[n] for n in _COLUMNS[note] if n in row), ""))
            for at, number in enumerate(numbers):
                words = notes[at] if len(notes) == len(numbers) else "; ".join(notes) or None
                codes = country_codes(words) if words else ()
                country = codes[0] if len(codes) == 1 else None
                found.setdefault((what, number), Identifier(what, number, country, note=words))
    for cell in group.all("registration"):
        for part in companies(cell):
            if identifier := registration(part):
                found.setdefault((identifier.kind, identifier.value), identifier)
    for cell in group.all("imo"):
        for number in re.findall(r"\b\d{7}\b", cell):
            found.setdefault(("imo", number), Identifier("imo", number))
    if kind == "vessel":
        for row in group.rows:
            if hull := row.get("hullidentificationnumberhin"):
                found.setdefault(("construction", hull), Identifier("construction", hull, label="HIN"))
    return tuple(found.values())


def _details(group: _Group) -> tuple[tuple[str, str], ...]:
    found = [
        (label, value)
        for label, column in _DETAILS.items()
        for value in dict.fromkeys(row[column] for row in group.rows if row.get(column))
    ]
    used = {label for labels in _LABELS.values() for label in labels}
    found += [(label.capitalize(), words) for label, words in group.facts.items() if label not in used]
    return tuple(dict.fromkeys(found))


def _designations(group: _Group, layout: str, banned: bool) -> tuple[Designation, ...]:
    imposed = list(dict.fromkeys(part for cell in group.all("measures") for part in measures(cell)))
    regimes: list[str | None] = [*group.all("regime")] or [None]
    starts = sorted(dates((*group.all("listed"), *group.all("designated"))))
    changes = sorted(dates(group.all("updated")))
    since = starts[0] if starts else None
    references = [words.strip(" .") for words in (*group.all("ref"), *group.all("un"))]
    if layout == "gb-uksl":
        references = [group.number, *group.all("un")]
    frozen: bool | None = any("asset freeze" in part.lower() for part in imposed) if imposed else None
    return tuple(
        Designation(
            "GB",
            _OFSI if layout == "gb-ofsi" else _FCDO,
            regime,
            tuple(imposed),
            _frozen(frozen, layout, banned, regime),
            since,
            amended=tuple(dict.fromkeys(day for day in (*starts, *changes) if day != since)),
            reference="; ".join(dict.fromkeys(references)) or None,
            reasons="\n".join(group.all("reasons")) or None,
        )
        for regime in regimes
    )


def _frozen(said: bool | None, layout: str, banned: bool, regime: str | None) -> bool | None:
    if said is not None or layout == "gb-uksl":
        return said
    return not banned and not _INVESTMENT_BAN.search(regime or "")


def _relations(group: _Group, source: str) -> tuple[Relation, ...]:
    until = next(iter(sorted(dates(group.all("updated")), reverse=True)), None)
    made: dict[Relation, None] = {}
    for column, inverse, role in (
        ("parent", True, "parent company"),
        ("subsidiaries", False, "subsidiary"),
        ("owner", True, "current owner/operator"),
        ("past owner", True, "previous owner/operator"),
    ):
        ended = f"../{until}" if column == "past owner" and until else None
        for cell in group.all(column):
            for name in companies(cell):
                tie = Relation(
                    "ownership",
                    name,
                    inverse=inverse,
                    role=role,
                    until=ended,
                    stated=until,
                    source=source,
                    text=cell,
                )
                made.setdefault(tie)
    return tuple(made)
