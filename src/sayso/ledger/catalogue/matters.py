"""Matters of the catalogue: asked for, their claims page by page, and the network of their parties."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from sayso.errors import UsageError
from sayso.ledger import matter_queries, search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.claims import claims_at, matter_number, no_more_than
from sayso.ledger.catalogue.fixed import Fixed, among
from sayso.ledger.catalogue.places import FIRST_UNDATED, UNDATED, cursor_of, day_of, fade, from_cursor
from sayso.ledger.catalogue.records import MatterRow, MattersAsked, Network, NetworkEdge, NetworkNode, Page
from sayso.ledger.catalogue.rows import ACTOR, RECIPIENT, bits_of
from sayso.ledger.catalogue.who import Who, who
from sayso.ledger.catalogue.words import as_dict, matters_said_in, named_by_words, these
from sayso.ledger.matter_records import MatterClaim
from sayso.ledger.named import Named
from sayso.ledger.weigh_rows import View
from sayso.ledger.weigh_schema import matter_members, matter_states
from sayso.reading.ontology import QUADS, STANCES, TYPES, quad_of

__all__ = ["MatterOrder", "matter_claims", "matters", "network"]

MatterOrder = Literal["last", "origins", "reports"]

_EDGES = 1000  # of a network
_NETWORK = 5000  # matters of a network: the newest

_QUAD = [list(QUADS).index(quad_of(kind)) for kind in TYPES]

_ITS = tables.standings.c
Naming = Callable[[str | None], Named | None]


# ---- which -------------------------------------------------------------------------------------------------


def _wanted(
    connection: Connection, asked: MattersAsked, named: Naming
) -> tuple[list[ColumnElement[bool]], bool]:
    """Give the conditions on matters, and whether words were found more often than was looked at."""
    terms, since, until, types = matter_queries.checked(
        words=asked.words, since=asked.since, until=asked.until, types=asked.type
    )
    found: list[ColumnElement[bool]] = [_ITS.live]
    if types:
        found.append((_ITS.type + 0).in_([TYPES.index(each) for each in types]))
    if stances := _stances(asked.stance):
        found.append(_ITS.stances.op("&")(bits_of(stances, STANCES)) != 0)
    if since is not None:
        found.append(_ITS.last + 0 <= fade(since))
    if until is not None:
        found += [_ITS.first >= fade(until), _ITS.first != UNDATED]
    if asked.contested is not None:
        found.append(_ITS.contested if asked.contested else ~_ITS.contested)
    if asked.min_origins is not None:
        found.append(_ITS.origins + 0 >= asked.min_origins)
    chosen, capped = _chosen(connection, asked, named, terms)
    if chosen is not None:
        found.append(_ITS.number.in_(select(these(connection, sorted(chosen)).c.value)))
    return found, capped


def _stances(asked: str | Sequence[str] | None) -> tuple[str, ...]:
    from sayso.ledger import claims, queries

    return claims.ask(stance=asked, where=queries.ask()).stances


def _chosen(
    connection: Connection, asked: MattersAsked, named: Naming, terms: list[search.Term] | None
) -> tuple[set[int] | None, bool]:
    """Give the numbers of the matters that names and words leave; None where nothing of it is asked."""
    sets: list[set[int]] = []
    capped = False
    if terms is not None:
        said, capped = _with_words(connection, terms)
        sets.append(said)
    for words, role in ((asked.actor, ACTOR), (asked.recipient, RECIPIENT)):
        if (meant := who(connection, named(words))) is not None:
            there, more = _roles(connection, meant)
            capped |= more
            sets.append({matter for matter, roles in there.items() if roles & role})
    if (meant := who(connection, named(asked.origin))) is not None:
        sets.append({row[0] for row in _ON_THE_WORD_OF.all(connection, these=list(meant.numbers))})
    one, other = who(connection, named(asked.party)), who(connection, named(asked.other))
    if one is not None and other is not None:
        mine, more = _roles(connection, one)
        theirs, also = _roles(connection, other)
        capped |= more or also
        sets.append({matter for matter, roles in mine.items() if _across(roles, theirs.get(matter, 0))})
    elif one is not None or other is not None:
        meant = one or other
        assert meant is not None
        there, more = _roles(connection, meant)
        capped |= more
        sets.append(set(there))
    return (set.intersection(*sets) if sets else None), capped


def _across(one: int, other: int) -> bool:
    return bool((one & ACTOR and other & RECIPIENT) or (one & RECIPIENT and other & ACTOR))


def _roles(connection: Connection, meant: Who) -> tuple[dict[int, int], bool]:
    """Give the matters in which somebody, or a part of it, is a party, with the sides."""
    found: defaultdict[int, int] = defaultdict(int)
    if not meant.numbers:
        for role in (ACTOR, RECIPIENT):
            places, capped = named_by_words(connection, meant.named.words, role)
            for matter in _matters_at(connection, places):
                found[matter] |= role
        return found, capped
    parts = [row[0] for row in _PARTS_OF.all(connection, these=list(meant.numbers))]
    for matter, roles in _SIDES.all(connection, these=sorted({*meant.numbers, *parts})):
        found[matter] |= roles
    return found, False


_SIDE, _PART = tables.sides.c, tables.wholes.c
_PARTS_OF = Fixed(lambda dialect: select(_PART.part).where(_PART.whole.in_(among(dialect))))
_ORIGIN = tables.origins.c
_ON_THE_WORD_OF = Fixed(
    lambda dialect: select(_ORIGIN.matter).where(_ORIGIN.party.in_(among(dialect)), _ORIGIN.independent)
)
_SIDES = Fixed(lambda dialect: select(_SIDE.matter, _SIDE.roles).where(_SIDE.party.in_(among(dialect))))


def _with_words(connection: Connection, terms: Sequence[search.Term]) -> tuple[set[int], bool]:
    if not terms:
        return set(), False
    found, capped = matters_said_in(connection, terms)
    query = select(_ITS.number).where(_ITS.live)
    within = func.instr if connection.dialect.name == "sqlite" else func.strpos
    for term in terms:
        words = f" {' '.join(term.words)}{'' if term.prefix else ' '}"
        query = query.where(within(_ITS.folded, words) > 0)
    return found.union(connection.scalars(query).all()), capped


def _matters_at(connection: Connection, places: Iterable[int]) -> set[int]:
    its = tables.placed.c
    chosen = these(connection, sorted(places))
    return set(connection.scalars(select(its.matter).where(its.place.in_(select(chosen.c.value)))).all())


# ---- pages -------------------------------------------------------------------------------------------------


def matters(
    connection: Connection,
    asked: MattersAsked,
    named: Naming,
    cursor: str | None,
    limit: int,
    order: MatterOrder,
) -> Page[MatterRow]:
    """Give a page of matters in an order: last reported first (undated ones last), or those with the most
    independent origins or reports.
    """
    where, capped = _wanted(connection, asked, named)
    limit = no_more_than(limit)
    query = _after(_brief().where(*where), cursor, order).limit(limit + 1)
    rows = connection.execute(query).all()
    more = None
    if len(rows) > limit:
        end = rows[limit - 1]
        key = {"last": (end.last, end.reports), "origins": (end.origins,), "reports": (end.reports,)}[order]
        more = cursor_of(order, *key, end.number)
    total = None
    if asked == MattersAsked() or asked == MattersAsked(contested=True):
        kind = "contested" if asked.contested else "matters"
        total = connection.scalar(select(tables.tallies.c.n).where(tables.tallies.c.kind == kind)) or 0
    return Page(_rows(connection, rows[:limit]), more, total, capped)


def _brief() -> Select[Any]:
    names = (
        "number", "matter", "state", "type", "last", "first", "contested", "origins", "reports",
        "event_first", "event_last", "title", "in_words",
    )  # fmt: skip
    return select(*(_ITS[name] for name in names))


def _after(query: Select[Any], cursor: str | None, order: MatterOrder) -> Select[Any]:
    number = _ITS.number
    if order == "last":
        key = _key(cursor, order, 4)
        if key is not None:
            _, last, reports, after = key
            less = (_ITS.reports < reports) | ((_ITS.reports == reports) & (number > after))
            query = query.where(_ITS.last >= last, (_ITS.last > last) | less)
        return query.order_by(_ITS.last, _ITS.reports.desc(), number)
    by = _ITS[order]
    key = _key(cursor, order, 3)
    if key is not None:
        query = query.where(by <= key[1], (by < key[1]) | (number > key[2]))
    return query.order_by(by.desc(), number)


def _key(cursor: str | None, order: MatterOrder, length: int) -> tuple[int | str, ...] | None:
    key = from_cursor(cursor, [str, *[int] * (length - 1)])
    if key is not None and key[0] != order:
        raise UsageError("This cursor is of another order; leave it out for the first page")
    return key


def _rows(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[MatterRow, ...]:
    states = {row.id: row for row in _STATES.all(connection, these=[row.state for row in rows])}
    return tuple(
        MatterRow(
            matter=row.matter,
            type=TYPES[row.type],
            title=row.title,
            actors=tuple(json.loads(states[row.state].actors)),
            recipients=tuple(json.loads(states[row.state].recipients)),
            in_words=row.in_words,
            first=day_of(row.first),
            last=day_of(row.last),
            event_first=row.event_first,
            event_last=row.event_last,
            contested=bool(row.contested),
            origins=row.origins,
            reports=row.reports,
        )
        for row in rows
    )


_STATE = matter_states.c
_STATES = Fixed(
    lambda dialect: select(_STATE.id, _STATE.actors, _STATE.recipients).where(_STATE.id.in_(among(dialect)))
)


def matter_claims(
    connection: Connection, ref: str, cursor: str | None, limit: int, version: int, *, oldest: bool
) -> Page[MatterClaim]:
    """Give a page of the claims on a matter: newest publication first or `oldest` first, undated ones last.
    Raises as `Weighings.matter` does.
    """
    mine = tables.placed.c.matter == matter_number(connection, ref)
    limit = no_more_than(limit)
    key = from_cursor(cursor, [int])
    after = None if key is None else int(key[0])
    places = _timeline(connection, mine, after, limit + 1, oldest=oldest)
    more = cursor_of(places[limit - 1]) if len(places) > limit else None
    total = connection.scalar(select(func.count()).select_from(tables.placed).where(mine)) or 0
    return Page(_members(connection, places[:limit], version), more, total)


def _timeline(
    connection: Connection, mine: ColumnElement[bool], after: int | None, limit: int, *, oldest: bool
) -> list[int]:
    place = tables.placed.c.place
    query = select(place).where(mine).limit(limit)
    if not oldest:
        later = query if after is None else query.where(place > after)
        return list(connection.scalars(later.order_by(place)))
    found: list[int] = []
    if after is None or after < FIRST_UNDATED:  # the greatest place is the oldest day
        before = FIRST_UNDATED if after is None else after
        found += connection.scalars(query.where(place < before).order_by(place.desc()))
        after = None
    undated = query.where(place >= (FIRST_UNDATED if after is None else after + 1))
    return [*found, *connection.scalars(undated.order_by(place).limit(limit - len(found)))]


def _members(connection: Connection, places: Sequence[int], version: int) -> tuple[MatterClaim, ...]:
    told = claims_at(connection, places, version)
    its = tables.placed.c
    chosen = these(connection, places)
    query = select(its.place, its.event).where(its.place.in_(select(chosen.c.value)))
    events = as_dict(connection, query)
    member = matter_members.c
    rows = connection.execute(
        select(member.event_id, member.event_key, member.score, member.why, member.like)
        .where(member.event_id.in_(sorted(set(events.values()))))
        .order_by(member.event_id, member.id)
    )
    newest = {row.event_id: row for row in rows}
    leads = View(connection).stories_of(each.claim.report_id for each in told)
    return tuple(
        MatterClaim(each.claim, row.event_key, row.score, row.why, row.like, leads.get(each.claim.report_id))
        for each, row in zip(told, (newest[events[place]] for place in places), strict=True)
    )


# ---- the network -------------------------------------------------------------------------------------------


def network(connection: Connection, asked: MattersAsked, named: Naming, nodes: int) -> Network:
    """Give the parties of the matters that fit as a graph, the strongest first."""
    where, capped = _wanted(connection, asked, named)
    query = select(_ITS.who, _ITS.type, _ITS.contested, _ITS.origins).where(*where)
    rows = connection.execute(
        query.order_by(_ITS.last, _ITS.reports.desc(), _ITS.number).limit(_NETWORK + 1)
    ).all()
    used = rows[:_NETWORK]
    weights: Counter[str] = Counter()
    ties: dict[tuple[str, str], list[int]] = {}
    for parties, its in _alike(used).items():
        actors, _, recipients = (side.split() for side in parties.partition("|"))
        if not actors or not recipients:  # it ties nobody to anybody
            continue
        for party in {*actors, *recipients}:
            weights[party] += its[0]
        for one in actors:
            for other in recipients:
                if one != other:
                    tie = ties.get((one, other))
                    ties[one, other] = its if tie is None else _both(tie, its)
    kept = [number for number, _ in sorted(weights.items(), key=lambda each: (-each[1], int(each[0])))]
    kept = kept[: no_more_than(nodes)]
    known = _parties(connection, kept)
    inside = {key: tie for key, tie in ties.items() if key[0] in known and key[1] in known}
    strongest = sorted(inside.items(), key=lambda each: (-each[1][0], -each[1][2], each[0]))
    edges = tuple(
        NetworkEdge(known[one].actor, known[other].actor, its[0], its[1], its[2], _by_quad(its))
        for (one, other), its in strongest[:_EDGES]
    )
    return Network(
        nodes=tuple(
            NetworkNode(
                known[each].actor, known[each].name, known[each].kind,
                tuple(json.loads(known[each].countries)), weights[each],
            )
            for each in kept if each in known
        ),
        edges=edges,
        left_out_nodes=len(weights) - len(kept),
        left_out_edges=len(ties) - len(edges),
        matters=len(used),
        capped=capped or len(rows) > _NETWORK,
    )  # fmt: skip


def _alike(rows: Iterable[Any]) -> dict[str, list[int]]:
    """Give, for matters of the same parties: how many there are, how many are contested, the most origins of
    one, and how many there are of each quad.
    """
    found: dict[str, list[int]] = {}
    for parties, kind, contested, origins in rows:
        its = found.get(parties)
        if its is None:
            its = found[parties] = [0] * (3 + len(QUADS))
        its[0] += 1
        its[1] += contested
        its[2] = max(its[2], origins)
        its[3 + _QUAD[kind]] += 1
    return found


def _both(one: Sequence[int], other: Sequence[int]) -> list[int]:
    sums = [a + b for a, b in zip(one, other, strict=True)]
    sums[2] = max(one[2], other[2])
    return sums


def _by_quad(its: Sequence[int]) -> dict[str, int]:
    return {quad: n for quad, n in zip(QUADS, its[3:], strict=True) if n}


def _parties(connection: Connection, numbers: Iterable[str]) -> dict[str, Any]:
    return {str(row.number): row for row in _WHO.all(connection, these=[int(each) for each in numbers])}


def _who(dialect: str) -> Select[Any]:
    its = tables.parties.c
    query = select(its.number, its.actor, its.name, its.kind, its.countries)
    return query.where(its.number.in_(among(dialect)))


_WHO = Fixed(_who)
