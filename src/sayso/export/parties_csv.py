"""Parties as CSV: one row for each party that a reading has.

``mentions`` counts the mentions that mean the party, ``first_words`` are those of the first one. Several
countries, sectors and ids stand side by side as ``IR; RU``, the main one or the nearest first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from sayso.export.cells import codes, lines, side_by_side
from sayso.export.formats import Written
from sayso.reading.reading import Mention, Reading

__all__ = ["PARTY_COLUMNS", "parties_csv"]

# fmt: off
PARTY_COLUMNS = (
    "report_id", "published", "actor", "name", "kind", "countries", "iso3", "cow", "sectors",
    "belongs_to", "within", "control", "about", "mentions", "first_words",
)
# fmt: on


def parties_csv(readings: Iterable[Reading], *, safe: bool = False) -> Generator[str, None, Written]:
    """Give a line of names and one for each party of each reading; `safe` is for spreadsheets, as in
    `cells.lines`.
    """
    rows = (row for reading in readings for row in _rows(reading))
    return (yield from lines(PARTY_COLUMNS, rows, safe=safe))


def _rows(reading: Reading) -> Iterator[list[str]]:
    mentioned: dict[str | None, list[Mention]] = {}
    for mention in reading.mentions:
        mentioned.setdefault(mention.actor, []).append(mention)
    for party in reading.parties:
        its = mentioned.get(party.id, [])
        found = [codes(country) for country in party.countries]
        record = {
            "report_id": reading.report.id,
            "published": reading.report.published,
            "actor": party.id,
            "name": party.name,
            "kind": party.kind,
            "countries": "; ".join(party.countries),
            "iso3": side_by_side(iso3 for iso3, _ in found),
            "cow": side_by_side(cow for _, cow in found),
            "sectors": "; ".join(party.sectors),
            "belongs_to": party.belongs_to,
            "within": "; ".join(party.within),
            "control": party.control,
            "about": party.about,
            "mentions": len(its),
            "first_words": min(its, key=lambda mention: mention.span).text if its else None,
        }
        yield ["" if record[name] is None else str(record[name]) for name in PARTY_COLUMNS]
