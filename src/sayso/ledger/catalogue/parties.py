"""Parties of the catalogue: found, described, with whom they have to do, and what they are a source of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, Select, bindparam, func, select

from sayso.errors import NotFoundError, UsageError
from sayso.ledger import queries, search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.claims import no_more_than
from sayso.ledger.catalogue.fixed import Fixed, among
from sayso.ledger.catalogue.places import (
    DAY_SHIFT,
    FIRST_UNDATED,
    cursor_of,
    day_of,
    from_cursor,
    period,
    report_of,
)
from sayso.ledger.catalogue.records import Page, PairRow, PairTally, Partner, PartyRow, SourceRow
from sayso.ledger.catalogue.who import beginning, known_words, who
from sayso.ledger.catalogue.words import as_dict, these
from sayso.ledger.claim_rows import UNSTORABLE
from sayso.ledger.named import LOCAL, Named
from sayso.ledger.schema import one_of
from sayso.reading.ontology import DIMENSIONS, STANCES, TYPES, quad_of

__all__ = ["PartyOrder", "SourceOrder", "pair", "parties", "partners", "party", "sources"]

PartyOrder = Literal["claims", "name"]
SourceOrder = Literal["origins", "claims", "statements"]

_CANDIDATES = 8
_MOST_LOCAL = 5000  # voices of single reports that are looked at for a page of sources
_PAIR = 20_000  # claims of a pair that are looked at: the newest

_ITS = tables.parties.c
Naming = Callable[[str | None], Named | None]


# ---- parties -----------------------------------------------------------------------------------------------


def parties(
    connection: Connection,
    named: Naming,
    words: str | None,
    kind: str | None,
    country: str | None,
    cursor: str | None,
    limit: int,
    order: PartyOrder,
) -> Page[PartyRow]:
    """Give a page of the parties that have a part in some claim: those with the most claims first, or by
    name.
    """
    if any(UNSTORABLE.search(each or "") for each in (kind, country)):
        return Page(())
    query = select(tables.parties).where(_ITS.claims > 0)
    if words and words.strip():
        chosen = these(connection, sorted(_called(connection, named, words)))
        query = query.where(_ITS.number.in_(select(chosen.c.value)))
    if kind and kind.strip():
        query = query.where(_ITS.kind == kind.strip().lower())
    if country and country.strip():
        query = query.where(*_of_country(country.strip()))
    total = None
    if not (words or kind or country):
        counted = select(func.count()).select_from(tables.parties).where(_ITS.claims > 0)
        total = connection.scalar(counted)
    limit = no_more_than(limit)
    if order == "name":
        key = from_cursor(cursor, [str, int])
        if key is not None:
            query = query.where((_ITS.name > key[0]) | ((_ITS.name == key[0]) & (_ITS.number > key[1])))
        query = query.order_by(_ITS.name, _ITS.number)
    else:
        query = _most_first(query, "claims", cursor)
    rows = connection.execute(query.limit(limit + 1)).all()
    more = None
    if len(rows) > limit:
        end = rows[limit - 1]
        more = cursor_of(end.name if order == "name" else end.claims, end.number)
    return Page(_rows(connection, rows[:limit]), more, total)


def _of_country(country: str) -> list[ColumnElement[bool]]:
    """Give the condition that a party is of a country, in words that can use an index: codes of countries are
    among the words by which a party is found.
    """
    its, code = tables.words.c, search.fold(country)
    found = select(its.party).where(its.word == (code[0] if len(code) == 1 else ""))
    return [
        _ITS.number.in_(found),
        _ITS.countries.contains(json.dumps(country.upper()), autoescape=True),
    ]


def _most_first(query: Select[Any], by: str, cursor: str | None) -> Select[Any]:
    column = _ITS[by]
    key = from_cursor(cursor, [int, int])
    if key is not None:
        query = query.where(column <= key[0], (column < key[0]) | (_ITS.number > key[1]))
    return query.order_by(column.desc(), _ITS.number)


def _called(connection: Connection, named: Naming, words: str) -> set[int]:
    """Give the parties that words may mean: those that the gazetteer knows by them, and those in whose name,
    id or country each is the beginning of a word.
    """
    if not search.fold(words):
        return set()
    meant = who(connection, named(words))
    return beginning(connection, words) | set(meant.numbers if meant else ())


def _rows(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[PartyRow, ...]:
    span = _spans(connection, [row.number for row in rows])
    return tuple(_row(row, span.get(row.number, (None, None))) for row in rows)


def _row(row: Row[Any], span: tuple[int | None, int | None]) -> PartyRow:
    newest, oldest = span
    return PartyRow(
        actor=row.actor,
        name=row.name,
        kind=row.kind,
        countries=tuple(json.loads(row.countries)),
        control=row.control,
        claims=row.claims,
        by=row.by,
        about=row.about,
        said=row.said,
        origins=row.origins,
        first=_day(oldest),
        last=_day(newest),
    )


def _day(place: int | None) -> str | None:
    return None if place is None else day_of(report_of(place)[0])


def _spans(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int | None, int | None]]:
    """Give the newest and the oldest place of parties that has a day."""
    rows = _SPANS.all(connection, these=list(numbers))
    return {number: (first, last) for number, first, last in rows}


def _of_spans(dialect: str) -> Select[Any]:
    its = tables.parts.c
    dated = (its.party == _ITS.number, its.place < FIRST_UNDATED)
    newest = select(func.min(its.place)).where(*dated).correlate(tables.parties).scalar_subquery()
    oldest = select(func.max(its.place)).where(*dated).correlate(tables.parties).scalar_subquery()
    return select(_ITS.number, newest, oldest).where(_ITS.number.in_(among(dialect)))


_SPANS = Fixed(_of_spans)


def party(connection: Connection, named: Naming, ref: str) -> PartyRow:
    """Give a party by its id or a name. Raises NotFoundError, and UsageError where several are meant."""
    row = _one(connection, named, ref)
    return _rows(connection, [row])[0]


def _one(connection: Connection, named: Naming, ref: str) -> Row[Any]:
    ref = known_words(ref, "party")
    exact = select(tables.parties).where(one_of(connection.dialect.name, _ITS.actor, [ref]))
    if (found := connection.execute(exact).one_or_none()) is not None:
        return found
    meant = who(connection, named(ref))
    numbers = meant.numbers if meant else ()
    query = select(tables.parties).where(_ITS.number.in_(numbers)).order_by(_ITS.claims.desc(), _ITS.number)
    rows = connection.execute(query.limit(_CANDIDATES + 1)).all()
    if not rows:
        raise NotFoundError(f"No party of this ledger is called {ref!r}; look for a part of its name")
    if len(rows) > 1:
        lines = [f"  {row.actor}  {row.name}" for row in rows[:_CANDIDATES]]
        more = ["  and more"] if len(rows) > _CANDIDATES else []
        raise UsageError("\n".join([f"{ref!r} names more than one party; give its id:", *lines, *more]))
    return rows[0]


# ---- partners ----------------------------------------------------------------------------------------------


def partners(connection: Connection, named: Naming, ref: str, limit: int) -> tuple[Partner, ...]:
    """Give those that a party has most to do with. Raises as `party` does."""
    mine = _one(connection, named, ref).number
    its = tables.partners.c
    by = as_dict(connection, select(its.one, its.claims).where(its.other == mine))
    of = as_dict(connection, select(its.other, its.claims).where(its.one == mine))
    # Its own wholes and parts are said with it, and are no others.
    part = tables.wholes.c
    own = set(connection.scalars(select(part.whole).where(part.part == mine)))
    own.update(connection.scalars(select(part.part).where(part.whole == mine)))
    weights = Counter(by) + Counter(of)
    most = sorted((-n, number) for number, n in weights.items() if number not in own)
    numbers = [number for _, number in most[: no_more_than(limit)]]
    query = select(_ITS.number, _ITS.actor, _ITS.name, _ITS.kind).where(_ITS.number.in_(numbers))
    known = {row.number: row for row in connection.execute(query)}
    spans = _spans_of_pairs(connection, mine, numbers)
    return tuple(
        Partner(
            known[number].actor, known[number].name, known[number].kind, by.get(number, 0), of.get(number, 0),
            *spans.get(number, (None, None)),
        )
        for number in numbers
    )  # fmt: skip


def _spans_of_pairs(
    connection: Connection, mine: int, numbers: Sequence[int]
) -> dict[int, tuple[str | None, str | None]]:
    found: dict[int, tuple[str | None, str | None]] = {}
    for number, *ends in _SPANS_OF_PAIRS.all(connection, mine=mine, these=list(numbers)):
        if places := [place for place in ends if place is not None]:
            found[number] = (_day(max(places)), _day(min(places)))
    return found


def _of_pairs(dialect: str) -> Select[Any]:
    """Select the newest and the oldest place of a party's pairs in either direction."""
    its, mine = tables.pairs.c, bindparam("mine", type_=BigInteger)
    ends = (
        select(end(its.place))
        .where(one == mine, other == _ITS.number, its.place < FIRST_UNDATED)
        .correlate(tables.parties)
        .scalar_subquery()
        for one, other in ((its.one, its.other), (its.other, its.one))
        for end in (func.min, func.max)
    )
    return select(_ITS.number, *ends).where(_ITS.number.in_(among(dialect)))


_SPANS_OF_PAIRS = Fixed(_of_pairs)


def pair(
    connection: Connection, named: Naming, one: str, other: str, since: str | None, until: str | None
) -> PairTally:
    """Count what two parties do to each other. Raises as `party` does, and UsageError for a date that is
    none.
    """
    where = queries.ask(since=since, until=until)
    first, last = period(where.since, where.until)
    rows = [_one(connection, named, ref) for ref in (one, other)]
    its = tables.pairs.c
    counts: Counter[tuple[str | None, str, int, int, int]] = Counter()
    complete, claims = True, 0
    for doer, done_to in (rows, rows[::-1]):
        # In one number for each claim, day and all: thousands of rows of one column are counted soon.
        rest = (its.type * 32 + its.stance) * 4096 + its.dimensions
        query = select(its.place - its.place % (1 << DAY_SHIFT) + rest)
        query = query.where(its.one == doer.number, its.other == done_to.number)
        if first is not None:
            query = query.where(its.place >= first)
        if last is not None:
            query = query.where(its.place <= last)
        found = connection.scalars(query.order_by(its.place).limit(_PAIR + 1)).all()
        complete &= len(found) <= _PAIR
        claims += len(found[:_PAIR])
        for packed, n in Counter(found[:_PAIR]).items():
            kind, stance = packed >> 17 & 127, packed >> 12 & 31
            counts[_month(packed >> DAY_SHIFT), doer.actor, kind, stance, packed & 4095] += n
        if rows[0].number == rows[1].number:
            break
    ordered = sorted(counts.items(), key=lambda each: (each[0][0] or "9", each[0][1:]))
    told = tuple(
        PairRow(
            month, by, TYPES[kind], quad_of(TYPES[kind]), STANCES[stance],
            tuple(each for place, each in enumerate(DIMENSIONS) if fields >> place & 1), n,
        )
        for (month, by, kind, stance, fields), n in ordered
    )  # fmt: skip
    mine, theirs = _rows(connection, rows)
    return PairTally(mine, theirs, told, claims, complete)


@lru_cache(maxsize=4096)
def _month(faded: int) -> str | None:
    day = day_of(faded)
    return None if day is None else day[:7]


# ---- sources -----------------------------------------------------------------------------------------------


def sources(connection: Connection, order: SourceOrder, cursor: str | None, limit: int) -> Page[SourceRow]:
    """Give a page of sources, those with the most first."""
    by = {"claims": "spoke"}.get(order, order)
    query = select(tables.parties).where(_ITS[by] > 0)
    limit = no_more_than(limit)
    rows = connection.execute(_most_first(query, by, cursor).limit(limit + 1)).all()
    more = None
    if len(rows) > limit:
        more = cursor_of(getattr(rows[limit - 1], by), rows[limit - 1].number)
    total = connection.scalar(select(func.count()).select_from(tables.parties).where(_ITS[by] > 0))
    local = _local(connection, [row.actor for row in rows[:limit] if not row.spoke])
    return Page(tuple(_source(row, row.spoke or local[row.actor]) for row in rows[:limit]), more, total)


def _local(connection: Connection, keys: Sequence[str]) -> Counter[str]:
    """Count the claims of voices that are no party but in the reports that they are in, by what they are
    called there: weighing takes them for one voice, and each of these reports has them by an id of its own.
    """
    firsts = {key: words[0] for key in keys if (words := search.fold(key))}
    found: Counter[str] = Counter()
    if firsts:
        its = tables.words.c
        called = select(its.party).where(its.word.in_(sorted({*firsts.values()})))
        query = select(_ITS.actor, _ITS.spoke).where(_ITS.number.in_(called), _ITS.spoke > 0)
        query = query.where(_ITS.actor.startswith(LOCAL)).order_by(_ITS.number).limit(_MOST_LOCAL)
        for actor, spoke in connection.execute(query):
            found[actor.partition("/")[2]] += spoke
    return found


def _source(row: Row[Any], claims: int) -> SourceRow:
    return SourceRow(
        actor=row.actor,
        name=row.name,
        kind=row.kind,
        countries=tuple(json.loads(row.countries)),
        control=row.control,
        origins=row.origins,
        claims=claims,
        statements=row.statements,
    )
