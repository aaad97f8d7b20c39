"""Who is meant by a name, in the catalogue's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, func, or_, select

from sayso.errors import NotFoundError
from sayso.ledger import search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue.fixed import Fixed, among
from sayso.ledger.claim_rows import UNSTORABLE
from sayso.ledger.named import Named

__all__ = ["Who", "beginning", "known_words", "who"]

_MOST = 12  # parties that one name is taken for
_FOUND = 2000  # parties that a word is found in, at most
_WORDS, _LONGEST = 8, 40  # of a name that is sought; characters of each (see `numbers`)

_ITS = tables.parties.c


@dataclass(frozen=True, slots=True)
class Who:
    """Those who are meant: by their numbers in the catalogue, or, where it knows nobody who is called so, by
    words.
    """

    numbers: tuple[int, ...]
    named: Named


def who(connection: Connection, named: Named | None) -> Who | None:
    """Find who is meant: by id, by the name that readings have for it, by a name that the gazetteer has; else
    by this name in another spelling. None where nobody in particular is asked for.
    """
    if named is None:
        return None
    numbers: tuple[int, ...] = ()
    if named.ids or named.name is not None:
        names = [] if named.name is None else [named.name]
        rows = _CALLED.all(connection, actors=[*named.ids, *names], names=names)
        numbers = tuple(row.number for row in rows)
        if not numbers and named.name is not None:
            numbers = _spelt_otherwise(connection, named.name)
    return Who(numbers, named)


def _called(dialect: str) -> Select[Any]:
    either = or_(
        _one_of(dialect, _ITS.actor, "actors"),
        _one_of(dialect, _ITS.name, "names"),
    )
    query = select(_ITS.number).where(either)
    return query.order_by(_ITS.claims.desc(), _ITS.number).limit(_MOST)


def _one_of(dialect: str, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """As `one_of`, of what is given as the list of this name."""
    if dialect == "sqlite":
        return column.in_(among(dialect, name, Text()))
    digests = select(func.md5(among(dialect, name, Text()).subquery().c.value))
    return and_(func.md5(column).in_(digests), column.in_(among(dialect, name, Text())))


_CALLED = Fixed(_called)


def known_words(ref: str, what: str) -> str:
    """Give the name of something as it may be sought. Raises NotFoundError for characters that no database
    keeps: nothing is called so.
    """
    if UNSTORABLE.search(ref):
        raise NotFoundError(f"No {what} of this ledger is called {ref[:80]!r}")
    return ref.strip()


def beginning(connection: Connection, words: str) -> set[int]:
    """Give the parties in whose name, id or country each of some words is the beginning of a word."""
    its = tables.words.c
    found: set[int] | None = None
    for word in dict.fromkeys(search.fold(words)[:_WORDS]):
        start = word[:_LONGEST]
        begins = select(its.party).where(its.word >= start, its.word < start + "\U0010ffff")
        some = set(connection.scalars(begins.limit(_FOUND)).all())
        found = some if found is None else found & some
        if not found:
            break
    return found or set()


def _spelt_otherwise(connection: Connection, name: str) -> tuple[int, ...]:
    """Find parties by their whole name, in any case and with or without accents."""
    found = sorted(beginning(connection, name))[:200]
    if not found:
        return ()
    wanted = search.fold(name)
    query = select(_ITS.number, _ITS.name).where(_ITS.number.in_(found)).order_by(_ITS.number)
    spelt = [number for number, own in connection.execute(query) if search.fold(own) == wanted]
    return tuple(spelt[:_MOST])
