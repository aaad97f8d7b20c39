"""How matters stand, taken up into the catalogue: in short, with their parties and origins."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from sayso.ledger import search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.numbers import Numbers
from sayso.ledger.catalogue.places import fade
from sayso.ledger.catalogue.rows import ACTOR, RECIPIENT, bits_of
from sayso.ledger.catalogue.tallies import count
from sayso.ledger.standing_rows import standing_from
from sayso.ledger.weigh_rows import add_rows, batches
from sayso.ledger.weigh_schema import matter_states
from sayso.reading.ontology import STANCES, TYPES
from sayso.weigh.records import Standing

__all__ = ["take_states"]

_IN_ONE = 500
_TITLE = 400  # characters of a title by which a matter is found
_TYPE = {kind: place for place, kind in enumerate(TYPES)}
_EMPTY = {each.name: each.default for each in fields(Standing) if each.name != "origins"}


def take_states(connection: Connection, numbers: Numbers, done: dict[str, int], at_most: int) -> bool:
    """Take up the next states; tell whether there may be more."""
    its = matter_states.c
    query = select(its.id, its.matter).where(its.id > done["matter_states"]).order_by(its.id).limit(at_most)
    came = connection.execute(query).all()
    if not came:
        return False
    newest = {row.matter: row.id for row in came}
    later = select(its.matter).where(its.id > came[-1].id, its.matter.in_(newest)).distinct()
    for matter in connection.scalars(later).all():  # they come with a later step
        del newest[matter]
    query_all = select(matter_states).where(its.id.in_(sorted(newest.values())))
    _take(connection, numbers, connection.execute(query_all).all())
    done["matter_states"] = came[-1].id
    return len(came) == at_most


def _take(connection: Connection, numbers: Numbers, rows: Sequence[Row[Any]]) -> None:
    if not rows:
        return
    ids = numbers.matters(row.matter for row in rows)
    mine = [ids[row.matter] for row in rows]
    tallies: Counter[tuple[str, str]] = Counter()
    counts: Counter[int] = Counter()
    _take_away(connection, mine, tallies, counts)
    said = {row.matter: _standing(row.standing) for row in rows if not row.retired}
    named = _named(rows, said)
    parties = numbers.parties(
        {*named, *(actor for row in rows for side in (row.actors, row.recipients) for actor in _ids(side))}
    )
    numbers.name_origins(named)
    sides: dict[tuple[int, int], int] = {}
    origins: list[tuple[int, int, int, bool]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        matter = ids[row.matter]
        standing = said.get(row.matter)
        its_sides = [[parties[actor] for actor in _ids(side)] for side in (row.actors, row.recipients)]
        who = "|".join(" ".join(map(str, dict.fromkeys(side))) for side in its_sides)
        changed.append(_row(matter, row, standing, who))
        if standing is None:
            continue
        for role, side in zip((ACTOR, RECIPIENT), its_sides, strict=True):
            for each in side:
                key = (each, matter)
                sides[key] = sides.get(key, 0) | role
        independent = {origin.key for origin in standing.independent}
        for origin in {each.key: each for each in standing.origins}.values():
            party = parties[origin.key]
            origins.append((matter, party, _stances(origin.stances), origin.key in independent))
            counts[party] += origin.key in independent
        _tally(tallies, row.contested, row.reports, 1)
    connection.execute(update(tables.standings).where(tables.standings.c.number == bindparam("n")), changed)
    rows_of_sides = sorted((*key, roles) for key, roles in sides.items())
    add_rows(connection, tables.sides, ("party", "matter", "roles"), rows_of_sides)
    add_rows(connection, tables.origins, ("matter", "party", "stances", "independent"), sorted(origins))
    _write(connection, tallies, counts)


def _ids(side: str) -> list[str]:
    """Give the parties of a side; words that nobody could resolve have no id."""
    return [each["id"] for each in _json(side) if each["id"] is not None]


def _take_away(
    connection: Connection, matters: Sequence[int], tallies: Counter[tuple[str, str]], counts: Counter[int]
) -> None:
    """Take away what earlier states of some matters added."""
    its, origin = tables.standings.c, tables.origins.c
    for batch in batches(matters, _IN_ONE):
        query = select(its.contested, its.reports).where(its.number.in_(batch), its.live)
        for contested, reports in connection.execute(query):
            _tally(tallies, contested, reports, -1)
        independent = (
            select(origin.party, func.count().label("n"))
            .where(origin.matter.in_(batch), origin.independent)
            .group_by(origin.party)
        )
        for party, n in connection.execute(independent):
            counts[party] -= n
        connection.execute(delete(tables.origins).where(origin.matter.in_(batch)))
        connection.execute(delete(tables.sides).where(tables.sides.c.matter.in_(batch)))


def _write(connection: Connection, tallies: Counter[tuple[str, str]], counts: Counter[int]) -> None:
    count(connection, tallies)
    its = tables.parties.c
    more = [{"party": party, "more": n} for party, n in sorted(counts.items()) if n]
    if more:
        where = its.number == bindparam("party")
        values = {"origins": its.origins + bindparam("more")}
        connection.execute(update(tables.parties).where(where).values(values), more)


def _tally(tallies: Counter[tuple[str, str]], contested: bool, reports: int, sign: int) -> None:
    tallies["matters", ""] += sign
    tallies["contested", ""] += sign * bool(contested)
    tallies["several", ""] += sign * (reports > 1)


def _in_words(standing: Standing) -> str:
    # Late: it knows the gazetteer, for which nobody waits who opens a ledger and asks.
    from sayso.weigh.standing import in_words

    return in_words(standing)


def _row(matter: int, row: Row[Any], standing: Standing | None, who: str) -> dict[str, Any]:
    stances = {stance for each in (standing.origins if standing else ()) for stance in each.stances}
    return {
        "n": matter,
        "state": row.id,
        "live": standing is not None,
        "type": _TYPE.get(row.type, 0),
        "last": fade(row.last),
        "first": fade(row.first),
        "contested": bool(row.contested),
        "origins": row.origins,
        "reports": row.reports,
        "stances": _stances(stances),
        "title": row.title,
        "folded": f" {' '.join(search.fold(row.title))}"[:_TITLE] + " ",
        "who": who,
        "event_first": row.event_first,
        "event_last": row.event_last,
        "in_words": "" if standing is None else _in_words(standing),
    }


def _stances(stances: Mapping[str, int] | set[str]) -> int:
    return bits_of((each for each in stances if each in STANCES), STANCES)


def _standing(said: str) -> Standing:
    """Put a standing together; what an earlier sayso did not say of it is empty."""
    record = standing_from(said)
    return Standing.from_dict({**_EMPTY, **record, "origins": record.get("origins", [])})


def _named(rows: Sequence[Row[Any]], said: Mapping[str, Standing]) -> dict[str, dict[str, Any]]:
    """Give what origins are called, the newest state last."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        standing = said.get(row.matter)
        for each in standing.origins if standing else ():
            countries = json.dumps([each.country] if each.country else [])
            found[each.key] = {
                "name": each.name, "kind": each.kind, "countries": countries, "control": each.control,
            }  # fmt: skip
    return found


def _json(words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(words)
    return found
