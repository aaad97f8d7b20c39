"""OFAC's SDN and consolidated lists in the CSV files it has published since the 1990s.

One list is a family of files, tied by the entry's number (``ent_num``); each comes with or without a header:

    SDN.CSV, CONS_PRIM.CSV         12 columns: number, name, type, programmes, title, six of vessels, remarks
    ALT.CSV, CONS_ALT.CSV          5: number, its own number, aka/fka/nka, name, remarks
    ADD.CSV, CONS_ADD.CSV          6: number, its own number, address, city and postal code, country, remarks
    SDN_COMMENTS, CONS_COMMENTS    2: number, the remarks beyond the 1,000 characters of the column

``-0-`` stands for nothing, and byte 0x1A may end a file. Sources: "Data specification" of
https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas.

**What blocks.** All property of those on the SDN list is blocked. The consolidated list
(https://ofac.treasury.gov/consolidated-sanctions-list) holds those who are *not* on it for this programme:
non-SDN Palestinian legislators (transactions are rejected), sectoral sanctions (Directives under E.O. 13662
and 14024), non-SDN menu-based sanctions, Chinese military-industrial companies (E.O. 13959: securities),
foreign financial institutions without correspondent accounts (CAPTA, "561-Related") and foreign sanctions
evaders. None of these freezes assets. Another programme in the same row is that of an SDN entry of the same
party, and is left open here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.errors import IngestError, ListError
from sayso.ingest.streams import chunks, lines
from sayso.lists.countries import country_code
from sayso.lists.formats.ofac_labels import DETAILS_URL, KINDS
from sayso.lists.formats.ofac_remarks import AUTHORITY, person_name, read_remarks
from sayso.lists.listing import (
    Address,
    Designation,
    Entry,
    Identifier,
    ListFile,
    Name,
    Relation,
    RowReject,
)

__all__ = ["FORMAT", "looks_like", "read"]

FORMAT = "ofac-csv"

_TITLES = {
    "ofac-sdn": "OFAC Specially Designated Nationals and Blocked Persons List",
    "ofac-cons": "OFAC Consolidated Sanctions List (non-SDN)",
}
_ALIASES = {"aka": "alias", "fka": "former", "nka": "alias"}
_WIDTHS = {12: "main", 5: "alternates", 6: "addresses", 2: "comments"}
_COLUMNS = {layout: width for width, layout in _WIDTHS.items()}
_WHAT = {
    "main": "12 columns as in SDN.CSV",
    "alternates": "5 columns as in ALT.CSV",
    "addresses": "6 columns as in ADD.CSV",
    "comments": "2 columns as in SDN_COMMENTS.CSV",
}

_NOT_BLOCKING = re.compile(
    r"NS-.*|CMIC-.*|UKRAINE-EO13662|RUSSIA-EO14024|BURMA-EO14014|BELARUS-EO14038|ILLICIT-DRUGS-EO14059"
    r"|CAATSA - RUSSIA|CAPTA.*|561-Related|FSE-.*"
)
_ONLY_CONSOLIDATED = re.compile(r"NS-|CMIC-|561-|FSE-|CAPTA")
_CONSOLIDATED_SHARE = 0.1  # NS-PLC, CMIC and their like are a third of that list, and one row of the SDN list
_REMARKS_WIDTH = 1000  # characters; white space at the end may have been lost
_MAX_LINE = 1 << 16  # bytes; the longest real rows have some 1,500


@dataclass(slots=True)
class _Row:
    locator: str
    cells: list[str]


@dataclass(slots=True)
class _Family:
    """The rows of all files, by what they hold."""

    rows: dict[str, list[_Row]] = field(default_factory=lambda: {layout: [] for layout in _COLUMNS})
    rejects: list[RowReject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def reject(self, locator: str, reason: str, message: str) -> None:
        self.rejects.append(RowReject(locator, reason, message))


def looks_like(name: str, head: bytes) -> bool:
    """Whether a file is one of this family, by its first bytes; by its name where the bytes leave it open."""
    found = [row for row in map(_cells, _first_lines(head)) if row]
    if not found:
        return False
    if _is_header(found[0]):
        return len(found[0]) in _WIDTHS
    layouts = [_layout(row) for row in found]
    best = max(set(layouts), key=layouts.count)
    if best == "comments" or (best is not None and b"-0-" not in head):
        return re.search(r"sdn|cons|alt|add|comment", name, re.I) is not None
    return best is not None


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read the files of one list together: the main file with any of its companions, or companions alone.

    `list_id` says which list it is; else the rows and the file names tell, and ``ofac-sdn`` is taken where
    they do not. Without a main file the result is a companion: entries of kind ``other`` that hold names and
    addresses to add.
    Raises ListError where a file cannot be read or is none of this family, or where two are main files.
    """
    family = _Family()
    mains = [path for path in files if _take(path, family, several=len(files) > 1) == "main"]
    if len(mains) > 1:
        raise ListError(
            f"{mains[0].name} and {mains[1].name} are both main files; add each list on its own, with its "
            "alternate names and addresses."
        )
    list_id = list_id or _list_of(family.rows["main"], files)
    entries = _with_main(family, list_id) if mains else _companions(family, list_id)
    if not entries:
        names = ", ".join(path.name for path in files) or "no file"
        raise ListError(f"There is no entry that can be read in {names}; fetch the list again from OFAC.")
    return ListFile(
        list_id,
        _TITLES.get(list_id, "OFAC sanctions list"),
        FORMAT,
        tuple(entries),
        tuple(family.rejects),
        companion=not mains,
        warnings=tuple(family.warnings),
    )


# --- rows -----------------------------------------------------------------------------------------------


def _first_lines(head: bytes) -> list[str]:
    found = head.split(b"\n")
    if len(head) >= 1 << 14 and len(found) > 1:
        found = found[:-1]  # broken off
    return [_decoded(each.strip(b"\r\x1a\xef\xbb\xbf"))[0] for each in found[:50] if each.strip(b"\r\x1a \t")]


def _decoded(line: bytes) -> tuple[str, bool]:
    """Give a line as text, and whether it had to be read as Windows-1252 (accents of older files)."""
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace"), True


def _cells(line: str) -> list[str] | None:
    """Part a line; None where quotation marks do not pair. Every row is one line, so a mark that is left
    open spoils no other row.
    """
    try:
        return next(csv.reader([line], strict=True), None)
    except csv.Error:
        return None


def _is_header(cells: list[str]) -> bool:
    return re.fullmatch(r"\W*(?:ent_num|entity[ _]number|uid)\W*", cells[0], re.I) is not None


def _layout(cells: list[str]) -> str | None:
    layout = _WIDTHS.get(len(cells))
    if layout is None or not cells[0].strip().isdecimal():
        return None
    if layout == "alternates" and cells[2].strip().lower() not in _ALIASES:
        return None
    if layout == "addresses" and not cells[1].strip().isdecimal():
        return None
    return layout


def _take(path: Path, family: _Family, *, several: bool) -> str:
    """Read one file's rows into the family, and give what the file holds."""
    rows, layout, western = [], None, 0
    at = len(family.rejects)
    for number, line in _numbered(path):
        locator = f"{path.name}, line {number}" if several else f"line {number}"
        if line is None:
            family.reject(
                locator, "too-long", f"The line has more than {_MAX_LINE:,} bytes; fetch the file again."
            )
            continue
        cells, odd = _row(line, locator, family)
        if cells is None or (number == 1 and _is_header(cells)):
            layout = layout or (_WIDTHS.get(len(cells)) if cells else None)
            continue
        western += odd
        layout = layout or _layout(cells)
        rows.append(_Row(locator, cells))
    if layout is None:
        del family.rejects[at:]
        raise ListError(
            f"{path.name} is not one of OFAC's CSV files: no row has the columns of SDN.CSV, ALT.CSV, "
            "ADD.CSV or SDN_COMMENTS.CSV, in UTF-8; fetch it again, or give the format that it is."
        )
    if western:
        family.warnings.append(
            f"{path.name}: {western:,} rows are not UTF-8 and were read as Windows-1252; check their accents."
        )
    for row in rows:
        _admit(row, layout, family)
    return layout


def _numbered(path: Path) -> Iterator[tuple[int, bytes | None]]:
    try:
        with path.open("rb") as stream:
            for number, line in lines(chunks(stream), _MAX_LINE):
                if line is not None:
                    line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                    line = line.strip(b"\r\x1a")
                    if not line.strip():
                        continue
                yield number, line
    except (OSError, IngestError) as error:
        raise ListError(f"{path} cannot be read ({error}); check the path and its permissions.") from error


def _row(line: bytes, locator: str, family: _Family) -> tuple[list[str] | None, bool]:
    text, western = _decoded(line)
    if "\0" in text:
        family.reject(locator, "nul", "The row holds a NUL byte: it is damaged; fetch the file again.")
        return None, western
    if western and re.search("[\ufffd\x00-\x08\x0e-\x1f]", text):
        family.reject(
            locator, "encoding", "The row is neither UTF-8 nor Windows-1252; fetch the file again, as UTF-8."
        )
        return None, western
    cells = _cells(text)
    if cells is None:
        family.reject(
            locator, "quotes", "The quotation marks of the row do not pair; write those within a cell twice."
        )
    return cells, western


def _admit(row: _Row, layout: str, family: _Family) -> None:
    if len(row.cells) != _COLUMNS[layout]:
        message = (
            f"The row has {len(row.cells)} columns, not {_WHAT[layout]}; mend it or fetch the file again."
        )
        family.reject(row.locator, "columns", message)
    elif not re.fullmatch(r"[0-9]{1,12}", row.cells[0].strip()):
        family.reject(
            row.locator, "number", "The row does not begin with an entry's number; fetch the file again."
        )
    else:
        family.rows[layout].append(row)


def _value(cell: str) -> str | None:
    cell = cell.strip()
    return None if cell in ("", "-0-") else cell


# --- entries --------------------------------------------------------------------------------------------


def _list_of(rows: Sequence[_Row], files: Sequence[Path]) -> str:
    """Tell the consolidated list from the SDN list by its programmes, else by the names of the files."""
    own = sum(1 for row in rows if _ONLY_CONSOLIDATED.search(row.cells[3]))
    if rows and own >= _CONSOLIDATED_SHARE * len(rows):
        return "ofac-cons"
    if len(rows) < 20 and any("cons" in path.name.lower() for path in files):
        return "ofac-cons"
    return "ofac-sdn"


def _by_number(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.cells[0].strip(), []).append(row)
    return found


def _with_main(family: _Family, list_id: str) -> list[Entry]:
    entries: dict[str, Entry] = {}
    others = {layout: _by_number(family.rows[layout]) for layout in ("alternates", "addresses", "comments")}
    cut = 0
    for row in family.rows["main"]:
        number = row.cells[0].strip()
        if _value(row.cells[1]) is None:
            family.reject(
                row.locator, "no-name", "The entry has no name; look it up at OFAC and mend the row."
            )
        elif number in entries:
            message = f"Number {number} stands in the file twice, the first is kept; fetch the file again."
            family.reject(row.locator, "duplicate", message)
        else:
            comments = others["comments"].get(number, [])
            breaks_off = not comments and _breaks_off(row.cells[11])
            cut += breaks_off
            parts = _Parts(row.cells, comments, breaks_off, family)
            parts.add(others["alternates"].get(number, ()), others["addresses"].get(number, ()))
            entries[number] = parts.entry(list_id)
    if cut:
        family.warnings.append(
            f"The remarks of {cut:,} entries break off at 1,000 characters; add SDN_COMMENTS.CSV "
            "(CONS_COMMENTS.CSV) for the rest."
        )
    for layout, what in (
        ("alternates", "alternate names"),
        ("addresses", "addresses"),
        ("comments", "comments"),
    ):
        _orphans(others[layout], entries, what, family)
    return list(entries.values())


def _orphans(rows: dict[str, list[_Row]], entries: dict[str, Entry], what: str, family: _Family) -> None:
    left = [len(each) for number, each in rows.items() if number not in entries]
    if left:
        family.warnings.append(
            f"{sum(left):,} {what} belong to {len(left):,} entries that the main file does not have, and "
            "were left aside; fetch both files on the same day."
        )


def _breaks_off(remarks: str) -> bool:
    length = len(remarks)
    return length >= _REMARKS_WIDTH or (length >= _REMARKS_WIDTH - 5 and not remarks.endswith("."))


def _companions(family: _Family, list_id: str) -> list[Entry]:
    """Entries that only add names and addresses; comments alone make none: they go on in mid-sentence."""
    names, places = _by_number(family.rows["alternates"]), _by_number(family.rows["addresses"])
    found = []
    for number in dict.fromkeys((*names, *places)):
        aliases = _aliases(names.get(number, ()), Name, family)
        addresses = _addresses(places.get(number, ()))
        if aliases or addresses:
            found.append(
                Entry(
                    f"{list_id}:{number}",
                    list_id,
                    number,
                    "other",
                    tuple(aliases),
                    addresses=tuple(addresses),
                    countries=_unique([each.country for each in addresses]),
                )
            )
    if family.rows["comments"]:
        family.warnings.append("The comments go on from the main file's remarks; add both together.")
    return found


def _aliases(rows: Sequence[_Row], named: Callable[[str, str], Name], family: _Family) -> list[Name]:
    found = []
    for row in rows:
        text, kind = _value(row.cells[3]), _ALIASES.get(row.cells[2].strip().lower())
        if text is None or kind is None:
            family.reject(
                row.locator, "alternate", "The row is no aka, fka or nka with a name; fetch the file again."
            )
        else:
            found.append(named(text, kind))
    return found


def _addresses(rows: Sequence[_Row]) -> list[Address]:
    found = []
    for row in rows:
        parts = [part for part in map(_value, row.cells[2:5]) if part is not None]
        country = _value(row.cells[4])
        if parts:
            found.append(Address(", ".join(parts), country_code(country) if country else None))
    return found


class _Parts:
    """An entry in the making: the cells of the main row, its remarks, and what the other files add."""

    def __init__(self, cells: list[str], comments: Sequence[_Row], cut: bool, family: _Family) -> None:
        self.cells = cells
        self.family = family
        kind = _value(cells[2])
        self.kind = KINDS.get(kind.lower(), "other") if kind else "organisation"
        remarks = "" if _value(cells[11]) is None else cells[11]
        # the continuation goes on in mid-word, so nothing is put between
        self.remarks = (remarks + "".join(row.cells[1] for row in comments if _value(row.cells[1]))).strip()
        self.facts = read_remarks(self.remarks, person=self.kind == "person", cut=cut)
        self.names = [self._name(cells[1].strip(), "primary")]
        self.addresses: list[Address] = []

    def _name(self, text: str, kind: str) -> Name:
        return person_name(text, kind) if self.kind == "person" else Name(text, kind)

    def add(self, alternates: Sequence[_Row], addresses: Sequence[_Row]) -> None:
        self.names += _aliases(alternates, self._name, self.family)
        self.addresses += _addresses(addresses)

    def entry(self, list_id: str) -> Entry:
        number, facts = self.cells[0].strip(), self.facts
        title = _value(self.cells[4])
        positions = ([title] if title and self.kind == "person" else []) + facts.positions
        countries = [*facts.nationalities, *facts.countries, *(each.country for each in self.addresses)]
        self._vessel(countries)
        if title and self.kind != "person":
            facts.details.insert(0, ("Title", title))
        return Entry(
            f"{list_id}:{number}",
            list_id,
            number,
            self.kind,
            tuple(dict.fromkeys(self.names + facts.names)),
            tuple(self._designations(list_id)),
            _unique(facts.births),
            _unique(facts.birth_places),
            _unique(facts.deaths),
            facts.gender,
            _unique(countries),
            _unique(facts.nationalities),
            tuple(dict.fromkeys(self.addresses)),
            tuple(dict.fromkeys(facts.identifiers)),
            _unique(positions),
            tuple(dict.fromkeys(facts.details)),
            self.remarks or None,
            tuple(dict.fromkeys(facts.relations)),
            DETAILS_URL + number,
        )

    def _vessel(self, countries: list[str | None]) -> None:
        """Put the columns of vessels where they belong."""
        call_sign, sort, tonnage, gross, flag, owner = map(_value, self.cells[5:11])
        facts = self.facts
        if call_sign:
            facts.identifiers.append(Identifier("call-sign", call_sign, label="Vessel Call Sign"))
        labels = ("Vessel Type", "Tonnage", "Gross Registered Tonnage", "Vessel Flag")
        facts.details[:0] = [
            (label, value) for label, value in zip(labels, (sort, tonnage, gross, flag), strict=True) if value
        ]
        if flag:
            countries.append(country_code(flag))
        if owner:
            text = f"Vessel Owner {owner}"
            facts.relations.append(Relation("ownership", owner, inverse=True, source=AUTHORITY, text=text))

    def _designations(self, list_id: str) -> Iterator[Designation]:
        words = _value(self.cells[3])
        programmes = [each.strip("[] ") for each in words.split("] [")] if words else []
        codes: list[str | None] = [each for each in programmes if each]
        for programme in codes or [None]:
            # the date of a directive is not that of the blocking
            dated = [each for each in self.facts.since if list_id == "ofac-cons" or "irective" not in each[0]]
            since = [date for said, date in dated if _is_of(said, programme)]
            yield Designation(
                "US",
                AUTHORITY,
                programme,
                blocking=_blocking(list_id, programme),
                since=min(since, default=None),
            )


def _is_of(said: str, programme: str | None) -> bool:
    """Whether "Listing Date (EO 14024 Directive 2)" speaks of a programme: by its number or its letters."""
    order = re.search(r"\d{5}", said)
    return order[0] in (programme or "") if order else said.upper() in (programme or "").upper()


def _blocking(list_id: str, programme: str | None) -> bool | None:
    if list_id != "ofac-cons":
        return True if list_id == "ofac-sdn" else None
    return False if programme and _NOT_BLOCKING.fullmatch(programme) else None


def _unique(values: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
