"""Events as POLECAT's files have them: 40 columns parted by tabs, and sayso's own after them.

The columns and their order are those of POLECAT's files (Harvard Dataverse; Halterman and others 2023,
https://arxiv.org/abs/2304.01331), as programs that read them expect: several values in a cell are parted by
"; ", and ``None`` stands where there is no actor, recipient or country.

POLECAT cannot say that an event is denied, and who counts its rows takes each for something that happened. So
an event is only written where somebody affirms or alleges it; that another denies it stands in the columns
after the 40th.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterable, Iterator, Sequence

from sayso import __version__
from sayso.export.cells import Tabs, codes, lines
from sayso.export.event_rows import EventRow
from sayso.export.formats import Written
from sayso.export.plover import contexts, day_of, told_by
from sayso.export.plover_scores import intensity
from sayso.reading.ontology import quad_of
from sayso.reading.reading import Participant

__all__ = ["OWN_COLUMNS", "POLECAT_COLUMNS", "polecat_tsv"]

# fmt: off
POLECAT_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations",
    "Story Locations", "Language", "Version",
)
OWN_COLUMNS = (
    "sayso Stances", "sayso Contested", "sayso Origins", "sayso Origin IDs", "sayso Chains",
    "sayso Opinion", "sayso Confidence", "sayso Actor IDs", "sayso Recipient IDs", "sayso Objects",
    "sayso Date From", "sayso Event End", "sayso Matter", "sayso Sentence", "sayso Report", "sayso URL",
)
# fmt: on
_NONE = "None"
_BETWEEN = "; "


def polecat_tsv(
    rows: Iterable[tuple[EventRow, str | None]], *, safe: bool = False
) -> Generator[str, None, Written]:
    """Give a line of names and one for each event that somebody affirms or alleges; with it comes the id of
    its matter, if there is one. `safe` is for spreadsheets, as in `cells.lines`.
    """
    left_out = 0

    def asserted() -> Iterator[list[str]]:
        nonlocal left_out
        for row, matter in rows:
            if row.asserted:
                yield [*_polecat(row), *_own(row, matter)]
            else:
                left_out += 1

    written = yield from lines((*POLECAT_COLUMNS, *OWN_COLUMNS), asserted(), safe=safe, dialect=Tabs)
    return Written(written.rows, left_out)


def _polecat(row: EventRow) -> list[str]:
    event, stored = row.event, row.stored
    day, _, _ = day_of(row)
    place = event.places[0] if event.places else None
    where = place.text if place else _NONE
    return [
        row.key,
        day or _NONE,
        event.type,
        event.mode or _NONE,
        f"{intensity(event.type, event.mode):g}",
        (event.quad or quad_of(event.type)).upper(),
        _several(contexts(row)),
        *_side(event.actors),
        *_side(event.recipients),
        _flat(where),
        "",  # city, district, province: places are not resolved so far
        "",
        "",
        (place and place.country and codes(place.country)[0]) or _NONE,
        "" if place is None or place.lat is None else str(place.lat),
        "" if place is None or place.lon is None else str(place.lon),
        "",
        _flat(where),
        "",
        _flat(stored.outlet or _NONE),
        stored.published or _NONE,
        "",  # who and what else is in the story: `sayso export parties` has it
        "",
        "",
        "",
        f"sayso {__version__}",
    ]


def _side(parts: Sequence[Participant]) -> list[str]:
    """Give the eight columns of one side."""
    known = [codes(part.country) for part in parts]
    return [
        _several(part.name or part.text for part in parts),
        _several(iso3 for iso3, _ in known),
        _several(cow for _, cow in known),
        _several([part.sector for part in parts][:1]),
        _several(part.sector for part in parts),
        "",  # what somebody is: sayso has it as the sector and in the party's id
        _several(part.text for part in parts),
        "",
    ]


def _own(row: EventRow, matter: str | None) -> list[str]:
    event, stored = row.event, row.stored
    _, last, dated = day_of(row)
    origins = [claim.sources[-1] if claim.sources else None for claim in row.claims]
    sure = [claim.confidence["event"] for claim in row.claims if "event" in claim.confidence]
    return [
        _BETWEEN.join(claim.stance for claim in row.claims),
        "true" if row.contested else "false",
        _BETWEEN.join(map(_flat, told_by(row.claims))),
        _BETWEEN.join(_flat((link and link.actor) or "") for link in origins),
        _BETWEEN.join(" > ".join(_flat(link.text) for link in claim.sources) for claim in row.claims),
        "true" if all(claim.opinion for claim in row.claims) else "false",
        str(max(sure)) if sure else "",
        _BETWEEN.join(_flat(part.actor or "") for part in event.actors),
        _BETWEEN.join(_flat(part.actor or "") for part in event.recipients),
        _BETWEEN.join(_flat(thing.text) for thing in event.objects),
        dated,
        last or "",
        matter or "",
        _flat(stored.sentence),
        stored.report_id,
        _flat(stored.url or ""),
    ]


def _several(values: Iterable[str | None]) -> str:
    """Write different values side by side, as POLECAT does; ``None`` for none."""
    return _BETWEEN.join(dict.fromkeys(_flat(value) for value in values if value)) or _NONE


def _flat(words: str) -> str:
    """Bring words onto one line without tabs and what cannot be seen: for whoever reads these files, a row is
    a line.
    """
    if not words.isprintable():
        words = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in words)
    return " ".join(words.split())
