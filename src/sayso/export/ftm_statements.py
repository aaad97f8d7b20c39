"""FollowTheMoney entities as statements: one value of one property per row, in the columns in which
``followthemoney.statement`` writes and reads CSV.

``dataset`` is "sayso" and ``origin`` (FollowTheMoney's word for the program that a statement comes from, not
who said it) the reader's version. A statement's id is made as FollowTheMoney makes it.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Generator, Iterable, Iterator

from sayso import __version__
from sayso.export.cells import lines
from sayso.export.formats import Written
from sayso.export.ftm_entities import Entity, entities
from sayso.export.reports import ReportClaims

__all__ = ["STATEMENT_COLUMNS", "ftm_statements"]

# fmt: off
STATEMENT_COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
    "original_value", "external", "first_seen", "last_seen", "id",
)
_TYPES = {
    "id": "id", "name": "name", "namesMentioned": "name", "country": "country", "topics": "topic",
    "summary": "text", "description": "text", "notes": "text", "location": "address",
    "date": "date", "startDate": "date", "endDate": "date", "publishedAt": "date", "sourceUrl": "url",
    "proof": "entity", "involved": "entity", "subject": "entity", "object": "entity", "language": "language",
}
# fmt: on
DATASET = "sayso"


def ftm_statements(reports: Iterable[ReportClaims]) -> Generator[str, None, Written]:
    """Give a line of names and one for each statement."""
    return (yield from lines(STATEMENT_COLUMNS, _rows(reports), dialect=csv.unix_dialect))


def _rows(reports: Iterable[ReportClaims]) -> Iterator[list[str]]:
    for entity in entities(reports):
        yield _row(entity, "id", entity.id)
        for name, its in entity.properties.items():
            for value in its:
                yield _row(entity, name, value)


def _row(entity: Entity, name: str, value: str) -> list[str]:
    key = f"{DATASET}.{entity.id}.{name}.{value}".encode("utf-8", "backslashreplace")
    digest = hashlib.sha1(key, usedforsecurity=False).hexdigest()
    return [
        entity.id,
        entity.id,
        name,
        _TYPES.get(name, "string"),
        entity.schema,
        value,
        DATASET,
        f"sayso {__version__}",
        "",
        "",
        "f",
        "",
        "",
        digest,
    ]
