"""Matters one after the other, for whoever looks at all of them: there may be more than fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing

from sqlalchemy import func

from sayso.ledger import matter_queries
from sayso.ledger.matter_records import StoredMatter
from sayso.ledger.schema import WEIGHINGS_SINCE
from sayso.ledger.transactions import version_of
from sayso.ledger.weigh_schema import matter_states
from sayso.ledger.weighings import Weighings

__all__ = ["each_matter"]

_CHUNK = 200


def each_matter(
    weighings: Weighings,
    words: str | None = None,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    type: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[StoredMatter]:
    """Give the matters that `Weighings.matters` gives for the same question, in the order of their ids.

    Raises UsageError for a type or date that is none.
    """
    terms, first, last, types = matter_queries.checked(words=words, since=since, until=until, types=type)
    named = weighings._named
    asked = matter_queries.Asked(named(actor), named(recipient), types, terms, first, last)
    return _stream(weighings, asked)


def _stream(weighings: Weighings, asked: matter_queries.Asked) -> Iterator[StoredMatter]:
    if asked.nothing:
        return
    its = matter_states.c
    with weighings.viewing() as view:
        version = version_of(view.connection)
        if version < WEIGHINGS_SINCE:
            return
        query = matter_queries._states().where(its.retired.is_(False))
        if (fitting := matter_queries.sought(view.connection, asked, version)) is not None:
            query = query.where(its.matter.in_(fitting))
        if asked.since is not None:
            query = query.where(its.last >= asked.since)
        if asked.until is not None:
            query = query.where(func.substr(its.first, 1, 10) <= asked.until)
        options = {"yield_per": _CHUNK, "stream_results": True}
        with closing(view.connection.execute(query.order_by(its.matter), execution_options=options)) as rows:
            for row in rows:
                yield matter_queries.stored(row)
