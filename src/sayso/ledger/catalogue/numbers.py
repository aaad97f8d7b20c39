"""Small numbers for parties, outlets and matters, taken as they are met."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from sayso.ledger import search
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.schema import one_of
from sayso.ledger.weigh_rows import add_rows, batches

__all__ = ["Numbers", "words_of"]

_MANY = 1000
_LONGEST = 40  # characters of a word by which a party is found
_MOST_WORDS = 24  # of one name


class Numbers:
    """The numbers in use, in the transaction that writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._parties: dict[str, int] = {}
        self._outlets: dict[str, int] = {}
        self._matters: dict[str, int] = {}

    def parties(self, actors: Iterable[str]) -> dict[str, int]:
        """Give parties' numbers by their ids, new ones for those that have none."""
        return self._of(tables.parties, tables.parties.c.actor, self._parties, actors, _new_party)

    def outlets(self, names: Iterable[str]) -> dict[str, int]:
        """Give outlets' numbers by their names, new ones for those that have none."""
        return self._of(tables.outlets, tables.outlets.c.name, self._outlets, names, _new_outlet)

    def matters(self, matters: Iterable[str]) -> dict[str, int]:
        """Give matters' numbers by their ids, new ones for those that have none."""
        return self._of(tables.standings, tables.standings.c.matter, self._matters, matters, _new_matter)

    def _of(
        self,
        table: Table,
        column: ColumnElement[str],
        known: dict[str, int],
        names: Iterable[str],
        new: Callable[[str], dict[str, Any]],
    ) -> dict[str, int]:
        wanted = sorted({name for name in names if name not in known})
        dialect = self._connection.dialect.name
        for batch in batches(wanted, _MANY):
            query = select(column, table.c.number).where(one_of(dialect, column, batch))
            known.update((name, number) for name, number in self._connection.execute(query))
        lacking = [name for name in wanted if name not in known]
        if lacking:
            first = (self._connection.scalar(select(func.max(table.c.number))) or 0) + 1
            rows = [{"number": number, **new(name)} for number, name in enumerate(lacking, first)]
            add_rows(self._connection, table, tuple(rows[0]), [tuple(row.values()) for row in rows])
            known.update(zip(lacking, range(first, first + len(lacking)), strict=True))
            if table is tables.parties:
                self.find_by({known[name]: words_of(name, name) for name in lacking})
        return known

    def describe(self, rows: Collection[Row[Any]]) -> None:
        """Take over what newer rows of the ledger's `parties` say, each of another party."""
        its = tables.parties.c
        numbers = self.parties(row.actor for row in rows)
        before = {
            number: (known, name, countries)
            for batch in batches([numbers[row.actor] for row in rows], _MANY)
            for number, known, name, countries in self._connection.execute(
                select(its.number, its.known, its.name, its.countries).where(its.number.in_(batch))
            )
        }
        newer = [row for row in rows if row.id > before[numbers[row.actor]][0]]
        if not newer:
            return
        self._connection.execute(
            update(tables.parties).where(its.number == bindparam("n")),
            [
                {
                    "n": numbers[row.actor],
                    "name": row.name,
                    "kind": row.kind,
                    "countries": row.countries,
                    "control": row.control,
                    "known": row.id,
                }
                for row in newer
            ],
        )
        self.find_by(
            {
                numbers[row.actor]: words_of(row.actor, row.name, *json.loads(row.countries))
                for row in newer
                if before[numbers[row.actor]][1:] != (row.name, row.countries)
            }
        )
        within = {numbers[row.actor]: json.loads(row.within) for row in newer}
        wholes = self.parties(whole for its_wholes in within.values() for whole in its_wholes)
        for batch in batches(within, _MANY):
            self._connection.execute(delete(tables.wholes).where(tables.wholes.c.part.in_(batch)))
        belong = sorted({(wholes[whole], part) for part, those in within.items() for whole in those})
        add_rows(self._connection, tables.wholes, ("whole", "part"), belong)

    def find_by(self, words: dict[int, set[str]]) -> None:
        """Let parties be found by these words, and by no others."""
        if not words:
            return
        for batch in batches(words, _MANY):
            self._connection.execute(delete(tables.words).where(tables.words.c.party.in_(batch)))
        rows = sorted((word, party) for party, its in words.items() for word in its)
        add_rows(self._connection, tables.words, ("word", "party"), rows)

    def name_origins(self, named: Mapping[str, Mapping[str, Any]]) -> None:
        """Take over how a matter calls origins that no reading describes, once for each."""
        its = tables.parties.c
        numbers = self.parties(named)
        nameless = [
            actor
            for batch in batches(sorted(actor for actor, about in named.items() if about["kind"]), _MANY)
            for actor in self._connection.scalars(
                select(its.actor).where(
                    its.number.in_([numbers[each] for each in batch]), its.known == 0, its.kind.is_(None)
                )
            )
        ]
        if nameless:
            rows = [{"n": numbers[actor], **named[actor]} for actor in nameless]
            self._connection.execute(update(tables.parties).where(its.number == bindparam("n")), rows)
            self.find_by({numbers[actor]: words_of(actor, named[actor]["name"]) for actor in nameless})


def words_of(actor: str, name: str, *more: str) -> set[str]:
    """Give the words by which a party is found: those of its name, its id, its countries."""
    found = [word[:_LONGEST] for each in (name, actor, *more) for word in search.fold(each)[:_MOST_WORDS]]
    return {*found, *([actor.casefold()[:_LONGEST]] if "\0" not in actor else [])}


def _new_party(actor: str) -> dict[str, Any]:
    zeros = dict.fromkeys(("claims", "by", "about", "said", "spoke", "statements", "origins"), 0)
    return {"actor": actor, "name": actor, "countries": "[]", "known": 0, **zeros}


def _new_outlet(name: str) -> dict[str, Any]:
    return {"name": name}


def _new_matter(matter: str) -> dict[str, Any]:
    zeros = dict.fromkeys(("state", "type", "last", "first", "origins", "reports", "stances"), 0)
    empty = dict.fromkeys(("title", "folded", "who", "in_words"), "")
    return {"matter": matter, **zeros, "live": False, "contested": False, **empty}
