"""Statements of the catalogue that are always the same: each is put into words once for each database.

To build a statement and to find it among those that were compiled takes longer than most answers of the
catalogue do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    CursorResult,
    Select,
    Text,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import TypeEngine

__all__ = ["Fixed", "among"]


class Fixed:
    """A statement. `make` builds it, given the name of the database's dialect, with `bindparam` for what
    changes from one question to the next.
    """

    def __init__(self, make: Callable[[str], Select[Any]]) -> None:
        self._make = make
        self._known: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def all(self, connection: Connection, **values: Any) -> list[Any]:
        """Give all rows; a list of numbers among the values is what `among` takes."""
        return list(self._asked(connection, values).all())

    def one(self, connection: Connection, **values: Any) -> Any:
        """Give the first row, None where there is none."""
        return self._asked(connection, values).first()

    def pairs(self, connection: Connection, **values: Any) -> dict[Any, Any]:
        """Give the first column of rows with the second."""
        return {row[0]: row[1] for row in self.all(connection, **values)}

    def _asked(self, connection: Connection, values: dict[str, Any]) -> CursorResult[Any]:
        dialect = connection.dialect
        if dialect.name not in self._known:
            compiled = self._make(dialect.name).compile(dialect=dialect)
            order = getattr(compiled, "positiontup", None)
            self._known[dialect.name] = str(compiled), order and tuple(order), dict(compiled.params)
        words, order, usual = self._known[dialect.name]
        told = {**usual, **values}
        if dialect.name == "sqlite":
            for name, value in values.items():
                if isinstance(value, list):
                    told[name] = json.dumps(value)
        return connection.exec_driver_sql(words, tuple(told[name] for name in order) if order else told)


def among(dialect: str, name: str = "these", of: TypeEngine[Any] | None = None) -> Select[Any]:
    """Select what is given as the list of this name: numbers, or values of another type."""
    of = BigInteger() if of is None else of
    if dialect == "sqlite":
        given = func.json_each(bindparam(name, type_=Text)).table_valued(column("value", of))
    else:
        listed = func.unnest(sql_cast(bindparam(name, type_=ARRAY(of)), ARRAY(of)))
        given = listed.table_valued(column("value", of)).render_derived()
    return select(given.c.value)
