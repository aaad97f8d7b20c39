"""The ledger's parties asked for in sanctions lists, and what was found: scored, explained links, never a
merge.

A screening is one algorithm with one threshold against certain versions of lists. Under it every party is
asked for once, and again when what it is called has changed; when a list changes, that is another screening.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, and_, cast, func, insert, literal, null, select, text
from sqlalchemy.sql.elements import ColumnElement

from sayso.errors import ListError
from sayso.ingest.reject import storable
from sayso.ledger.claim_rows import Values
from sayso.ledger.connect import Place
from sayso.ledger.list_store import batches, json_text
from sayso.ledger.records import PartyLink, PartyQuery, Screening, StoredLink
from sayso.ledger.schema import (
    LISTS_SINCE,
    PARTIES_SINCE,
    current_readings,
    list_entries,
    list_versions,
    mentions,
    one_of,
    parties,
    party_links,
    screened_parties,
    screening_uses,
    screenings,
)
from sayso.ledger.transactions import asking, next_numbers, now, version_of, writing
from sayso.lists.listing import Entry

__all__ = ["PROPER_NAMES", "Result", "Screenings", "count_matched"]

PROPER_NAMES = ("name", "full name in the report", "named in the report")
"""The rules of resolution (`Why.rule`) by which words are a name of the party and nothing else: no surname
alone, no office, no description.
"""

Result = tuple[PartyQuery, Sequence[PartyLink]]
"""A party, and the entries found for it: none where there are none."""

_BATCH = 500


class Screenings:
    """The screening of a ledger's parties; `Ledger.screenings` gives it. Raises LedgerError as `Ledger`
    does.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    # Asking for parties

    def parties(self) -> Iterator[PartyQuery]:
        """Give the parties of the newest readings, each once, by id: those that the gazetteer knows, and
        those that only one report knows.

        Kind and countries are as the newest reading has them. The names are its name, then the other names
        that readings have for it, then the words by which reports name it (`PROPER_NAMES`).
        """
        with asking(self._place) as connection:
            known = version_of(connection) >= PARTIES_SINCE
            # All at once: no transaction stays open while lists are searched, which may take long.
            rows = connection.execute(_called()).all() if known else ()
        for actor, its in groupby(rows, key=lambda row: row.actor):
            if (query := _query_from(actor, list(its))) is not None:
                yield query

    def pending(self, screening: int) -> Iterator[PartyQuery]:
        """Give the parties that were not asked for yet under a screening, or by other names than now."""
        with asking(self._place) as connection:
            query = select(screened_parties.c.digest).where(screened_parties.c.screening_id == screening)
            known = set(connection.scalars(query))
        return (party for party in self.parties() if party.digest not in known)

    # Writing

    def begin(
        self,
        algorithm: str,
        threshold: float,
        labels: Iterable[str],
        settings: Mapping[str, Any] | None = None,
    ) -> int:
        """Note by what rules parties are screened now, and against which versions; give the screening's
        number, the earlier one where all of it is the same. `settings` is what else makes a difference, as
        JSON has it.

        Raises ListError for the label of a version that is not in the ledger.
        """
        versions, own = sorted(set(labels)), json_text(dict(settings or {}))
        parts = json.dumps([algorithm, float(threshold), versions, own])
        fingerprint = hashlib.sha256(parts.encode("ascii")).hexdigest()
        with writing(self._place, "screenings") as connection:
            known = select(list_versions.c.label).where(list_versions.c.label.in_(versions))
            for missing in sorted(set(versions) - set(connection.scalars(known))):
                raise ListError(
                    f"There is no version {missing!r} of a list in the ledger; add the list first"
                )
            number = connection.scalar(select(screenings.c.id).where(screenings.c.fingerprint == fingerprint))
            if number is None:
                result = connection.execute(
                    insert(screenings).values(
                        at=now(),
                        algorithm=algorithm,
                        threshold=threshold,
                        versions=json_text(versions),
                        settings=own,
                        fingerprint=fingerprint,
                    )
                )
                assert result.inserted_primary_key is not None
                number = int(result.inserted_primary_key[0])
            if number != connection.scalar(_in_force()):
                connection.execute(insert(screening_uses).values(screening_id=number, at=now()))
            return number

    def append(self, screening: int, results: Iterable[Result]) -> int:
        """Keep what was found for some parties; give how many of them are new.

        They are written some hundred at a time, each time in a transaction: when this is cut short,
        `pending` gives the rest. A party that was asked for by the same names before is left as it is.
        """
        stored = 0
        for batch in batches(results, _BATCH):
            with writing(self._place, f"screening {screening}") as connection:
                stored += _append(connection, screening, batch)
        return stored

    # Asking

    def latest(self) -> Screening | None:
        """Give the screening that was begun last, None where there is none."""
        with asking(self._place) as connection:
            if version_of(connection) < LISTS_SINCE:
                return None
            query = select(screenings).where(screenings.c.id == _in_force().scalar_subquery())
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return Screening(
            id=row.id,
            at=row.at,
            algorithm=row.algorithm,
            threshold=row.threshold,
            versions=tuple(json.loads(row.versions)),
            settings=json.loads(row.settings),
        )

    def links(
        self, actor: str | None = None, screening: int | None = None, *, matches: bool = False
    ) -> Iterator[StoredLink]:
        """Give what a screening found, the latest one where none is named: by party in the order in which
        they were screened, of each in the screener's order. `actor` is the id of one party; `matches` leaves
        out what did not reach the threshold. Of a party that was asked for again, only the last time counts.
        """
        with asking(self._place) as connection:
            if version_of(connection) < LISTS_SINCE:
                return
            number = connection.scalar(_in_force()) if screening is None else screening
            if number is None:
                return
            query = _links(connection.dialect.name, number, actor)
            if matches:
                query = query.where(party_links.c.match.is_(True))
            entries: dict[int, Entry] = {}
            for row in connection.execute(query, execution_options={"yield_per": _BATCH}):
                if row.entry_id not in entries:
                    entries[row.entry_id] = Entry.from_dict(json.loads(row.data))
                yield _link_from(row, entries[row.entry_id])

    # What a screener computes

    def cached(self, version: int, algorithm: str) -> bytes | None:
        """Give what `cache` was given last for a version of a list (by its number), None where there is
        nothing.

        It is not guarded as the rest of the ledger is: whoever may write the ledger may have changed it.
        Never load it in a way that can run code (pickle), and make it anew where it makes no sense.
        """
        with asking(self._place) as connection:
            if version_of(connection) < LISTS_SINCE:
                return None
            query = text("SELECT data FROM screening_indexes WHERE version_id = :version AND algorithm = :by")
            data = connection.scalar(query, {"version": version, "by": algorithm})
            return None if data is None else bytes(data)

    def has_cached(self, version: int, algorithm: str) -> bool:
        """Tell whether `cached` would give anything, without reading it."""
        with asking(self._place) as connection:
            if version_of(connection) < LISTS_SINCE:
                return False
            query = text("SELECT 1 FROM screening_indexes WHERE version_id = :version AND algorithm = :by")
            return connection.scalar(query, {"version": version, "by": algorithm}) is not None

    def cache(self, version: int, algorithm: str, data: bytes) -> bool:
        """Keep what an algorithm computes from a version of a list, so that it need not do so again; what
        was kept for other versions of the list and by other algorithms makes room. A ledger that may only be
        read keeps nothing; False then.
        """
        if self._place.read_only:
            return False
        with writing(self._place, "screening_indexes") as connection:
            connection.execute(_FORGET, {"version": version})
            connection.execute(_KEEP, {"version": version, "by": algorithm, "data": data})
        return True


_FORGET = text(
    "DELETE FROM screening_indexes WHERE version_id IN (SELECT its.id FROM list_versions AS its "
    "JOIN list_versions AS this ON this.list = its.list WHERE this.id = :version)"
)
_KEEP = text("INSERT INTO screening_indexes (version_id, algorithm, data) VALUES (:version, :by, :data)")


def count_matched(connection: Connection) -> int:
    """Count the parties of the newest readings that the latest screening matched with an entry."""
    number = connection.scalar(_in_force())
    if number is None:
        return 0
    dialect = connection.dialect.name
    still = (
        select(parties.c.id)
        .join(current_readings, current_readings.c.id == parties.c.reading_id)
        .where(_same_actor(dialect, parties.c.actor, screened_parties.c.actor))
        .correlate(screened_parties)
        .exists()
    )
    matched = (
        select(func.count(screened_parties.c.actor.distinct()))
        .join(party_links, party_links.c.screened_id == screened_parties.c.id)
        .where(screened_parties.c.id.in_(_last_asked(dialect, number)), party_links.c.match.is_(True), still)
    )
    return connection.scalar(matched) or 0


# ---- parties -----------------------------------------------------------------------------------------------


def _called() -> Select[Any]:
    """Select what each party is called: by party, names of the newest reading first, then other words."""
    known = (
        select(
            parties.c.actor,
            parties.c.name.label("words"),
            parties.c.kind,
            parties.c.countries,
            func.max(parties.c.id).label("newest"),
        )
        .join(current_readings, current_readings.c.id == parties.c.reading_id)
        .group_by(parties.c.actor, parties.c.name, parties.c.kind, parties.c.countries)
    )
    worded = (
        select(mentions.c.actor, mentions.c.text, cast(null(), Text), cast(null(), Text), literal(0))
        .join(current_readings, current_readings.c.id == mentions.c.reading_id)
        .where(mentions.c.actor.is_not(None), mentions.c.rule.in_(PROPER_NAMES))
        .group_by(mentions.c.actor, mentions.c.text)
    )
    both = known.union_all(worded).subquery()
    return select(both).order_by(both.c.actor, both.c.newest.desc())


def _query_from(actor: str, rows: Sequence[Row[Any]]) -> PartyQuery | None:
    first = rows[0]
    if first.kind is None:  # mentioned, and no reading says what it is
        return None
    given = sorted(_plain(row.words) for row in rows[1:] if row.newest)
    worded = sorted(_plain(row.words) for row in rows if not row.newest)
    names = dict.fromkeys(name for name in (_plain(first.words), *given, *worded) if name)
    return PartyQuery(actor, tuple(names), first.kind, tuple(json.loads(first.countries)))


def _plain(words: str) -> str:
    """Give words of a report as a name, on one line and without a possessive."""
    name = " ".join(words.split())
    return name[:-2] if name.endswith(("’s", "'s")) else name


# ---- results -----------------------------------------------------------------------------------------------


def _append(connection: Connection, screening: int, batch: Iterable[Result]) -> int:
    found = {party.digest: (party, links) for party, links in batch}
    query = select(screened_parties.c.digest).where(
        screened_parties.c.screening_id == screening, screened_parties.c.digest.in_(found)
    )
    for known in connection.scalars(query).all():
        del found[known]
    links = sum(len(its) for _, its in found.values())
    numbers = next_numbers(connection, {"screened_parties": len(found), "party_links": links})
    asked: list[Values] = []
    linked: list[Values] = []
    link_numbers = iter(numbers["party_links"])
    for number, (digest, (party, its)) in zip(numbers["screened_parties"], found.items(), strict=True):
        queried = json_text(party.queried)
        values = {"screening_id": screening, "actor": party.actor, "queried": queried, "digest": digest}
        asked.append({"id": number, **values})
        linked.extend(
            {"id": next(link_numbers), "screened_id": number, "ordinal": ordinal, **_link_values(link)}
            for ordinal, link in enumerate(its)
        )
    for table, rows in ((screened_parties, asked), (party_links, linked)):
        if rows:
            connection.execute(insert(table), rows)
    return len(asked)


def _link_values(link: PartyLink) -> Values:
    return {
        "entry_id": link.entry_id,
        "version_id": link.version_id,
        "score": link.score,
        "match": link.match,
        "explanations": json.dumps(link.explanations, ensure_ascii=True),
        "why": storable(link.why),
    }


def _in_force() -> Select[Any]:
    return select(screening_uses.c.screening_id).order_by(screening_uses.c.id.desc()).limit(1)


def _last_asked(dialect: str, screening: int, actor: str | None = None) -> Select[Any]:
    """Select the last time that each party was asked for under a screening."""
    last = select(func.max(screened_parties.c.id)).where(screened_parties.c.screening_id == screening)
    if actor is not None:
        last = last.where(one_of(dialect, screened_parties.c.actor, [actor]))
    return last.group_by(screened_parties.c.actor)


def _links(dialect: str, screening: int, actor: str | None) -> Select[Any]:
    return (
        select(
            party_links,
            screened_parties.c.actor,
            screened_parties.c.queried,
            screened_parties.c.screening_id,
            screenings.c.algorithm,
            list_entries.c.data,
            list_versions.c.label,
        )
        .join(screened_parties, screened_parties.c.id == party_links.c.screened_id)
        .join(screenings, screenings.c.id == screened_parties.c.screening_id)
        .join(list_entries, list_entries.c.id == party_links.c.entry_id)
        .join(list_versions, list_versions.c.id == party_links.c.version_id)
        .where(party_links.c.screened_id.in_(_last_asked(dialect, screening, actor)))
        .order_by(party_links.c.screened_id, party_links.c.ordinal)
    )


def _link_from(row: Row[Any], entry: Entry) -> StoredLink:
    queried = json.loads(row.queried)
    party = PartyQuery(row.actor, tuple(queried["names"]), queried["kind"], tuple(queried["countries"]))
    return StoredLink(
        party=party,
        entry=entry,
        version=row.label,
        score=row.score,
        match=row.match,
        explanations=json.loads(row.explanations),
        why=row.why,
        algorithm=row.algorithm,
        screening=row.screening_id,
    )


def _same_actor(dialect: str, one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[bool]:
    """Give the condition that two columns hold the same id, in words that can use the index."""
    same = one == other
    return same if dialect == "sqlite" else and_(func.md5(one) == func.md5(other), same)
