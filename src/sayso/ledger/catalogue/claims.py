"""Claims of the catalogue: asked for, put together, and counted by what they have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, func, or_, select

from sayso.errors import UsageError
from sayso.ledger import claims as claim_queries
from sayso.ledger import lookup, matter_queries, queries, search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.find import ANY, Wanted, find
from sayso.ledger.catalogue.fixed import Fixed, among
from sayso.ledger.catalogue.places import (
    CLAIMS_EACH,
    DAY_SHIFT,
    cursor_of,
    day_of,
    from_cursor,
    last_of_report,
    period,
)
from sayso.ledger.catalogue.records import CataloguedClaim, ClaimsAsked, Facets, Page
from sayso.ledger.catalogue.rows import ACTOR, ORIGIN, RECIPIENT, SOURCE
from sayso.ledger.catalogue.who import Who, known_words, who
from sayso.ledger.catalogue.words import named_by_words, said_in
from sayso.ledger.named import Named
from sayso.ledger.records import StoredClaim
from sayso.ledger.review_rows import of_claims
from sayso.ledger.review_schema import reviews
from sayso.ledger.reviewed import in_force, state_of
from sayso.ledger.schema import (
    appearances,
    claim_sources,
    claims,
    event_parts,
    events,
    reports,
    sentences,
)
from sayso.reading.ontology import STANCES, TYPES

__all__ = ["Question", "claims_at", "facets", "no_more_than", "page", "page_and_facets", "question", "unsure"]

_COUNTED = 1000  # claims that facets look at: the newest
_PARTIES = 20
_FEW, _FEW_MATTERS = 5000, 500
_MOST = 1000  # rows of one page
_ABOUT = ("outlet", "title", "published", "path", "url")

Naming = Callable[[str | None], Named | None]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about claims that was checked: what is wanted, whether words were found more often than was
    looked at, and how many claims there are where that is known without counting.
    """

    wanted: Wanted
    capped: bool = False
    total: int | None = None


def question(connection: Connection, asked: ClaimsAsked, named: Naming, version: int) -> Question:
    """Check a question. Raises UsageError for a type, stance, confidence or date that is none, NotFoundError
    where there is no such matter or report.
    """
    where = queries.ask(since=asked.since, until=asked.until)
    for least in (asked.min_confidence, asked.max_confidence):
        claim_queries.ask(min_confidence=least, where=where)
    checked = claim_queries.ask(type=asked.type, stance=asked.stance, where=where)
    if asked.other and not asked.party:
        raise UsageError("`other` is the other side of `party`; name that one, too")
    wanted = Wanted(
        types=tuple(TYPES.index(each) for each in checked.types),
        stances=tuple(STANCES.index(each) for each in checked.stances),
        contested=asked.contested,
        least=(asked.min_confidence, asked.max_confidence),
    )
    wanted.first, wanted.last = period(where.since, where.until)
    capped = _words(connection, wanted, asked, named)
    if asked.outlet and asked.outlet.strip():
        wanted.outlets = outlets_called(connection, asked.outlet)
    if asked.matter and asked.matter.strip():
        wanted.matter = matter_number(connection, asked.matter)
    _by_few(connection, wanted)
    if asked.report and asked.report.strip():
        _within_report(wanted, report_place(connection, asked.report))
    return Question(wanted, capped, None if capped else _known_total(connection, asked, wanted))


def _words(connection: Connection, wanted: Wanted, asked: ClaimsAsked, named: Naming) -> bool:
    """Narrow by words and names; tell whether words were found too often to look at all."""
    capped = False
    if asked.words and asked.words.strip():
        terms = search.parse(asked.words)
        found, capped = said_in(connection, terms) if terms else (set(), False)
        wanted.places = found
    if asked.other:
        return _two(connection, wanted, asked, named) or capped
    for words, roles in (
        (asked.party, ANY),
        (asked.actor, ACTOR),
        (asked.recipient, RECIPIENT),
        (asked.source, SOURCE),
        (asked.origin, ORIGIN),
    ):
        capped |= _narrow(connection, wanted, who(connection, named(words)), roles)
    actor, recipient = wanted.parties if _both(asked) and len(wanted.parties) == 2 else (None, None)
    if actor and recipient and _apart(connection, actor[0], recipient[0]):
        wanted.parties = []
        wanted.pairs = [(one, other) for one in actor[0] for other in recipient[0]]
    return capped


def _both(asked: ClaimsAsked) -> bool:
    return bool(asked.actor and asked.recipient) and not (asked.party or asked.source or asked.origin)


def _two(connection: Connection, wanted: Wanted, asked: ClaimsAsked, named: Naming) -> bool:
    one, other = who(connection, named(asked.party)), who(connection, named(asked.other))
    capped = False
    if one and other and _apart(connection, one.numbers, other.numbers):
        ways = [(a, b) for a in one.numbers for b in other.numbers]
        wanted.pairs = list(dict.fromkeys((*ways, *((b, a) for a, b in ways))))
    else:
        for each in (one, other):
            capped |= _narrow(connection, wanted, each, ACTOR | RECIPIENT)
    for words, roles in (
        (asked.actor, ACTOR),
        (asked.recipient, RECIPIENT),
        (asked.source, SOURCE),
        (asked.origin, ORIGIN),
    ):
        capped |= _narrow(connection, wanted, who(connection, named(words)), roles)
    return capped


def _apart(connection: Connection, some: Sequence[int], others: Sequence[int]) -> bool:
    """Tell whether these are parties of which none is another one, or its whole: such pairs are not kept."""
    if not some or not others or not set(some).isdisjoint(others):
        return False
    its = tables.wholes.c
    either = or_(
        and_(its.whole.in_(some), its.part.in_(others)), and_(its.whole.in_(others), its.part.in_(some))
    )
    return connection.scalar(select(its.part).where(either).limit(1)) is None


def _narrow(connection: Connection, wanted: Wanted, meant: Who | None, roles: int) -> bool:
    if meant is None:
        return False
    if meant.numbers:
        wanted.parties.append((meant.numbers, roles))
        return False
    found, capped = named_by_words(connection, meant.named.words, roles)
    wanted.places = found if wanted.places is None else wanted.places & found
    return capped


def _by_few(connection: Connection, wanted: Wanted) -> None:
    """Look only at those claims of which something is true that is true of few."""
    its, matter = tables.placed.c, tables.standings.c
    low, high = wanted.least
    queries = []
    if low is not None or high is not None:
        sure = [its.least >= low] if low is not None else []
        queries.append(select(its.place).where(*sure, *([its.least <= high] if high is not None else [])))
    if wanted.contested:
        tally = tables.tallies.c
        if (connection.scalar(select(tally.n).where(tally.kind == "contested")) or 0) <= _FEW_MATTERS:
            contested = select(matter.number).where(matter.live, matter.contested)
            queries.append(select(its.place).where(its.matter.in_(contested)))
    for query in queries:
        found = connection.scalars(query.limit(_FEW + 1)).all()
        if len(found) <= _FEW:
            wanted.places = set(found) if wanted.places is None else wanted.places & set(found)


def _within_report(wanted: Wanted, place: int | None) -> None:
    if place is None:
        wanted.places = set()
        return
    wanted.first = place if wanted.first is None else max(place, wanted.first)
    last = last_of_report(place)
    wanted.last = last if wanted.last is None else min(last, wanted.last)


def matter_number(connection: Connection, ref: str) -> int:
    """Give the number of a matter, named as for `Weighings.matter`, which says what this raises; -1 where it
    is not catalogued yet.
    """
    its = tables.standings.c
    ref = known_words(ref, "matter")
    known = select(its.number).where(its.matter == ref.lower(), its.live)
    number: int | None = connection.scalar(known)
    if number is None:
        matter = matter_queries.matter(connection, ref).matter
        number = connection.scalar(select(its.number).where(its.matter == matter))
    return -1 if number is None else number


def report_place(connection: Connection, ref: str) -> int | None:
    """Give the place of a report's first claim; None where the report is not catalogued yet."""
    number = select(reports.c.number).where(
        reports.c.id == lookup.resolve(connection, known_words(ref, "report"))
    )
    query = select(tables.shelved.c.place).where(tables.shelved.c.report == number.scalar_subquery())
    place: int | None = connection.scalar(query)
    return place


def outlets_called(connection: Connection, words: str) -> tuple[int, ...]:
    """Give the outlets whose name has this in it, in any case; if there is, the one of just that name."""
    wanted = queries.folded(words)
    known = {
        number: queries.folded(name)
        for number, name in connection.execute(select(tables.outlets.c.number, tables.outlets.c.name))
    }
    exact = tuple(number for number, name in known.items() if name == wanted)
    return exact or tuple(number for number, name in known.items() if wanted in name)


_COUNTS = {"actor": "by", "recipient": "about", "source": "said", "party": "claims"}


def _known_total(connection: Connection, asked: ClaimsAsked, wanted: Wanted) -> int | None:
    """Give how many claims there are, where only one thing is asked for of which that is known."""
    given = {name for name in ClaimsAsked.__slots__ if getattr(asked, name) not in (None, "", ())}
    if wanted.places is not None and not given - {"words", *_COUNTS, "origin"}:
        return len(wanted.places) if not (wanted.parties or wanted.pairs) else None
    tally = tables.tallies.c
    if not given:
        return connection.scalar(select(tally.n).where(tally.kind == "claims")) or 0
    if len(given) > 1 and given != {"party", "other"} and given != {"actor", "recipient"}:
        return None
    if given in ({"type"}, {"stance"}):
        kind = next(iter(given))
        values = [TYPES[each] for each in wanted.types] + [STANCES[each] for each in wanted.stances]
        query = select(func.sum(tally.n)).where(tally.kind == kind, tally.value.in_(values))
        return int(connection.scalar(query) or 0)
    if given <= _COUNTS.keys() and len(wanted.parties) == 1 and len(wanted.parties[0][0]) == 1:
        party, its = wanted.parties[0][0][0], tables.parties.c
        return connection.scalar(select(its[_COUNTS[next(iter(given))]]).where(its.number == party))
    if given == {"matter"}:
        its = tables.placed.c
        return connection.scalar(select(func.count()).where(its.matter == wanted.matter))
    if wanted.pairs is not None and len(wanted.pairs) == 1:
        pair = tables.partners.c
        one, other = wanted.pairs[0]
        return connection.scalar(select(pair.claims).where(pair.one == one, pair.other == other)) or 0
    return None


def no_more_than(limit: int) -> int:
    """Give a page's length within its bounds."""
    return max(1, min(limit, _MOST))


def page(
    connection: Connection, this: Question, cursor: str | None, limit: int, version: int
) -> Page[CataloguedClaim]:
    """Give a page of claims, newest publication first, undated ones last."""
    after = from_cursor(cursor, [int])
    limit = no_more_than(limit)
    places = find(connection, this.wanted, None if after is None else int(after[0]), limit + 1)
    return _page(connection, this, places, limit, version)


def _page(
    connection: Connection, this: Question, places: Sequence[int], limit: int, version: int
) -> Page[CataloguedClaim]:
    more = cursor_of(places[limit - 1]) if len(places) > limit else None
    return Page(claims_at(connection, places[:limit], version), more, this.total, this.capped)


def page_and_facets(
    connection: Connection, this: Question, cursor: str | None, limit: int, version: int
) -> tuple[Page[CataloguedClaim], Facets]:
    """Give a page of claims, and count the newest ones that fit."""
    limit = no_more_than(limit)
    first = find(connection, this.wanted, None, max(limit, _COUNTED) + 1)
    counted = _counted(connection, this, first)
    if from_cursor(cursor, [int]) is None:
        return _page(connection, this, first[: limit + 1], limit, version), counted
    return page(connection, this, cursor, limit, version), counted


def claims_at(connection: Connection, places: Sequence[int], version: int) -> tuple[CataloguedClaim, ...]:
    """Put together the claims at some places, in this order."""
    if not places:
        return ()
    rows = {row.place: row for row in _AT_PLACES.all(connection, these=list(places))}
    about = _reports_of(connection, places)
    matters = matter_names(connection, {row.matter for row in rows.values()})
    known = _told_of_events(connection, sorted({row.event for row in rows.values()}))
    stored = {
        place: _stored(about[place - place % CLAIMS_EACH], known[row.event], row.claim)
        for place, row in rows.items()
    }
    reviewed = _reviewed(connection, [each.claim.id for each in stored.values()])
    return tuple(
        CataloguedClaim(stored[place], matters.get(rows[place].matter), reviewed.get(stored[place].claim.id))
        for place in places
        if place in rows
    )


def _at_places(dialect: str) -> Select[Any]:
    its = tables.placed.c
    return select(its.place, its.claim, its.event, its.matter).where(its.place.in_(among(dialect)))


def _of_events(table: Table, of_event: ColumnElement[int], *order: ColumnElement[Any]) -> Fixed:
    return Fixed(lambda dialect: select(table).where(of_event.in_(among(dialect))).order_by(*order))


def _sources_of_events(dialect: str) -> Select[Any]:
    its = claim_sources.c
    query = select(claim_sources).join(claims, claims.c.id == its.claim_id)
    return query.where(claims.c.event_id.in_(among(dialect))).order_by(its.claim_id, its.ordinal)


def _claims_of_events(dialect: str) -> Select[Any]:
    its = sentences.c
    of_sentence = (its.start.label("sentence_start"), its.end.label("sentence_end"))
    query = select(claims, *of_sentence, its.text.label("sentence_text"))
    query = query.join(sentences, its.id == claims.c.sentence_id)
    return query.where(claims.c.event_id.in_(among(dialect))).order_by(claims.c.event_id, claims.c.ordinal)


_PART = event_parts.c
_AT_PLACES = Fixed(_at_places)
_EVENTS = _of_events(events, events.c.id)
_PARTS = _of_events(event_parts, _PART.event_id, _PART.event_id, _PART.role, _PART.ordinal)
_SOURCES = Fixed(_sources_of_events)
_CLAIMS = Fixed(_claims_of_events)


def _told_of_events(connection: Connection, numbers: list[int]) -> dict[int, list[claim_queries._Known]]:
    """Put together the claims about some events, by the event's number."""
    parts: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in _PARTS.all(connection, these=numbers):
        parts[row.event_id].append(row)
    sources: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in _SOURCES.all(connection, these=numbers):
        sources[row.claim_id].append(row)
    told = _CLAIMS.all(connection, these=numbers)
    return claim_queries.put_together(_EVENTS.all(connection, these=numbers), parts, sources, told)


def _reviewed(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Give how claims stand that somebody reviewed, by their ids."""
    if _ANY_REVIEW.one(connection) is None:
        return {}
    return {each.claim: state_of(each.kind) for each in in_force(of_claims(connection, ids))}


_ANY_REVIEW = Fixed(lambda dialect: select(reviews.c.id).limit(1))


def _stored(about: Row[Any], told: Sequence[claim_queries._Known], claim: int) -> StoredClaim:
    (this,) = (each for each in told if each.id == claim)
    return StoredClaim(
        report_id=about.report_id,
        outlet=about.outlet,
        title=about.title,
        published=about.published,
        path=about.path,
        url=about.url,
        number=this.number,
        claim=this.claim,
        sentence=this.sentence,
        trigger=this.trigger,
        cue=this.cue,
        others=tuple(each.claim for each in told if each is not this),
    )


def _reports_of(connection: Connection, places: Iterable[int]) -> dict[int, Row[Any]]:
    """Give what is known of the reports in which some places are, by the place of their first claim."""
    firsts = sorted({place - place % CLAIMS_EACH for place in places})
    return {row.place: row for row in _ABOUT_REPORTS.all(connection, these=firsts)}


def _about_reports(dialect: str) -> Select[Any]:
    its = tables.shelved.c
    query = select(its.place, appearances.c.report_id, *(appearances.c[name] for name in _ABOUT))
    return query.join(appearances, appearances.c.id == its.appearance).where(its.place.in_(among(dialect)))


_ABOUT_REPORTS = Fixed(_about_reports)


def matter_names(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Give the ids of some matters by their numbers."""
    return _MATTER_NAMES.pairs(connection, these=sorted(numbers))


def _named_by_number(number: ColumnElement[int], *told: ColumnElement[Any]) -> Fixed:
    return Fixed(lambda dialect: select(number, *told).where(number.in_(among(dialect))))


_STANDING = tables.standings.c
_MATTER_NAMES = _named_by_number(_STANDING.number, _STANDING.matter)


def unsure(connection: Connection, cursor: str | None, limit: int, version: int) -> Page[CataloguedClaim]:
    """Give the claims with the least confidence first; those that tell none are left out."""
    key = from_cursor(cursor, [str, int])
    limit = no_more_than(limit)
    its = tables.placed.c
    query = select(its.least, its.place).where(its.least.is_not(None))
    if key is not None:
        least = _number(str(key[0]))
        query = query.where(its.least >= least, (its.least > least) | (its.place > key[1]))
    rows = connection.execute(query.order_by(its.least, its.place).limit(limit + 1)).all()
    more = cursor_of(repr(rows[limit - 1].least), rows[limit - 1].place) if len(rows) > limit else None
    return Page(claims_at(connection, [row.place for row in rows[:limit]], version), more)


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError as error:
        raise UsageError("This is no cursor of the review queue; leave it out for its beginning") from error


# ---- facets ------------------------------------------------------------------------------------------------


def facets(connection: Connection, this: Question) -> Facets:
    """Count the newest claims that fit by what they have in common."""
    return _counted(connection, this, find(connection, this.wanted, None, _COUNTED + 1))


def _counted(connection: Connection, this: Question, places: list[int]) -> Facets:
    complete = len(places) <= _COUNTED and not this.capped
    places = places[:_COUNTED]
    rows = _COMMON.all(connection, these=places)
    types, stances, published, matters, whose = zip(*rows, strict=True) if rows else ((),) * 5
    parties: Counter[str] = Counter()
    for who_said, n in Counter(whose).items():
        for each in {*who_said.replace("|", " ").split()}:
            parties[each] += n
    outlets = Counter(published)
    names = _outlet_names(connection, outlets)
    return Facets(
        counted=len(rows),
        complete=complete,
        types=_most({TYPES[each]: n for each, n in Counter(types).items()}),
        stances=_most({STANCES[each]: n for each, n in Counter(stances).items()}),
        outlets=_most({names[each]: n for each, n in outlets.items() if each}),
        months=_months(places),
        contested=_contested(connection, Counter(matters)),
        parties=_parties(connection, parties),
    )


def _months(places: Iterable[int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for faded, n in Counter(place >> DAY_SHIFT for place in places).items():
        found[(day_of(faded) or "undated")[: len("2023-08")]] += n
    return dict(sorted(found.items(), reverse=True))


def _most(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _outlet_names(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    return _OUTLET_NAMES.pairs(connection, these=sorted(numbers))


def _contested(connection: Connection, matters: Counter[int]) -> dict[str, int]:
    # Whether they are live is asked here: SQLite would go through all that are.
    rows = _STAND.all(connection, these=sorted(matters))
    found = {number: bool(contested) for number, contested, live in rows if live}
    counts = {"contested": 0, "uncontested": 0, "unweighed": 0}
    for matter, n in matters.items():
        told = found.get(matter)
        counts["unweighed" if told is None else "contested" if told else "uncontested"] += n
    return counts


def _parties(connection: Connection, counts: Counter[str]) -> tuple[dict[str, Any], ...]:
    most = [(int(number), n) for number, n in counts.most_common(_PARTIES)]
    known = {row.number: row for row in _WHO.all(connection, these=[number for number, _ in most])}
    return tuple(
        {"actor": known[number].actor, "name": known[number].name, "claims": n} for number, n in most
    )


_CLAIM, _OUTLET, _PARTY = tables.placed.c, tables.outlets.c, tables.parties.c
_COMMON = Fixed(
    lambda dialect: select(_CLAIM.type, _CLAIM.stance, _CLAIM.outlet, _CLAIM.matter, _CLAIM.who).where(
        _CLAIM.place.in_(among(dialect))
    )
)
_OUTLET_NAMES = _named_by_number(_OUTLET.number, _OUTLET.name)
_STAND = _named_by_number(_STANDING.number, _STANDING.contested, _STANDING.live)
_WHO = _named_by_number(_PARTY.number, _PARTY.actor, _PARTY.name)
