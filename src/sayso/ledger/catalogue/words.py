"""Places of claims by words: in sentences, and in how a report names somebody whom nobody could resolve.

A frequent word stands in a hundred thousand sentences; only the newest hits are looked at, and whoever asks
is told so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Select,
    TextClause,
    column,
    func,
    select,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.selectable import FromClause

from sayso.ledger import search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.places import CLAIMS_EACH
from sayso.ledger.catalogue.rows import ACTOR, ORIGIN, RECIPIENT, SOURCE
from sayso.ledger.schema import claim_sources, claims, event_parts

__all__ = ["MOST_HITS", "as_dict", "matters_said_in", "named_by_words", "reports_with", "said_in", "these"]

MOST_HITS = 3000
"""How many rows of a search for words are looked at: the newest."""

_PARTS = ((ACTOR, "actor"), (RECIPIENT, "recipient"))


def these(connection: Connection, values: Collection[int]) -> FromClause:
    """Give numbers as a table of one column, ``value``: as one parameter, however many they are."""
    if connection.dialect.name == "sqlite":
        return func.json_each(json.dumps(list(values))).table_valued(column("value", BigInteger))
    found = func.unnest(sql_cast(list(values), ARRAY(BigInteger)))
    return found.table_valued(column("value", BigInteger)).render_derived()


def as_dict(connection: Connection, query: Select[Any]) -> dict[Any, Any]:
    """Give the first column of rows with the second."""
    return {row[0]: row[1] for row in connection.execute(query)}


def said_in(connection: Connection, terms: Sequence[search.Term]) -> tuple[set[int], bool]:
    """Give the places of the claims in whose sentence all terms occur, and whether these are not all."""
    return _by_sentence(connection, tables.placed.c.place, terms)


def matters_said_in(connection: Connection, terms: Sequence[search.Term]) -> tuple[set[int], bool]:
    """Give the numbers of the matters on which there is a claim in whose sentence all terms occur, and
    whether these are not all.
    """
    return _by_sentence(connection, tables.placed.c.matter, terms)


def _by_sentence(
    connection: Connection, what: ColumnElement[int], terms: Sequence[search.Term]
) -> tuple[set[int], bool]:
    asked = _asked(connection, "text", [terms])
    if asked is None:
        return set(), False
    hits = _newest_hits(connection, "sentence_search", "id", "words").columns(column("hit", BigInteger))
    found = hits.subquery("hits")
    its = tables.placed
    query = select(found.c.hit, what).join_from(found, its, its.c.sentence == found.c.hit, isouter=True)
    rows = connection.execute(query, {"asked": asked}).all()
    hit = {row[0] for row in rows}
    return {row[1] for row in rows if row[1] is not None}, len(hit) > MOST_HITS


def reports_with(connection: Connection, terms: Sequence[search.Term]) -> tuple[list[int], bool]:
    """Give the numbers of the reports in whose text all terms occur, and whether these are not all."""
    return _hits(connection, "report_search", "number", "text", "text", [terms])


def named_by_words(
    connection: Connection, words: Iterable[Sequence[search.Term]], roles: int
) -> tuple[set[int], bool]:
    """Give the places of the claims in which somebody called so has one of some parts (as in `roles`), and
    whether these are not all.
    """
    alternatives = [terms for terms in words if terms]
    found: set[int] = set()
    capped = False
    if wanted := [role for bit, role in _PARTS if roles & bit]:
        hits, more = _hits(connection, "party_search", "id", "{text name}", "words", alternatives)
        query = _claims().join(event_parts, event_parts.c.event_id == claims.c.event_id)
        found |= _places(connection, query.where(event_parts.c.role.in_(wanted)), event_parts.c.id, hits)
        capped |= more
    if roles & (SOURCE | ORIGIN):
        hits, more = _hits(connection, "source_search", "id", "{text name}", "words", alternatives)
        query = _claims().join(claim_sources, claim_sources.c.claim_id == claims.c.id)
        if not roles & SOURCE:
            query = query.where(claim_sources.c.ordinal == claims.c.links - 1)
        found |= _places(connection, query, claim_sources.c.id, hits)
        capped |= more
    return found, capped


def _claims() -> Select[Any]:
    its = claims.c
    return select(tables.shelved.c.place + its.ordinal).select_from(
        claims.join(tables.shelved, tables.shelved.c.reading == its.reading_id)
    ).where(its.ordinal < CLAIMS_EACH)  # fmt: skip


def _places(connection: Connection, query: Select[Any], by: Column[int], hits: Collection[int]) -> set[int]:
    if not hits:
        return set()
    wanted = these(connection, hits)
    return set(connection.scalars(query.where(by.in_(select(wanted.c.value)))).all())


def _hits(
    connection: Connection,
    index: str,
    number: str,
    columns: str,
    vector: str,
    alternatives: Sequence[Sequence[search.Term]],
) -> tuple[list[int], bool]:
    asked = _asked(connection, columns, alternatives)
    if asked is None:
        return [], False
    query = _newest_hits(connection, index, number, vector)
    found = connection.scalars(query, {"asked": asked}).all()
    return list(found[:MOST_HITS]), len(found) > MOST_HITS


def _asked(connection: Connection, columns: str, alternatives: Sequence[Sequence[search.Term]]) -> str | None:
    """Write a search down as the database takes it; None where no word is asked for."""
    if not alternatives or not all(alternatives):
        return None
    if connection.dialect.name == "sqlite":
        return " OR ".join(f"({search._fts5(columns, terms)})" for terms in alternatives)
    return " | ".join(f"({search._tsquery(terms)})" for terms in alternatives)


def _newest_hits(connection: Connection, index: str, number: str, vector: str) -> TextClause:
    if connection.dialect.name == "sqlite":
        where, number = f"{index} MATCH :asked", "rowid"
    else:
        where = f"{vector} @@ CAST(:asked AS tsquery)"
    return text(
        f"SELECT {number} AS hit FROM {index} WHERE {where} ORDER BY {number} DESC LIMIT {MOST_HITS + 1}"
    )
