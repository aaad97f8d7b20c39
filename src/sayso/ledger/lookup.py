"""Which report is meant by a name that a person gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import PurePosixPath

from sqlalchemy import Connection, select
from sqlalchemy.sql.elements import ColumnElement

from sayso.errors import NotFoundError, UsageError
from sayso.ledger.schema import appearances, reports

_HEX = re.compile(r"[0-9a-f]{4,64}")
_WHOLE_ID = 64
_CANDIDATES = 5
_NEAR = 20_000  # names looked through for a near one; the newest


def resolve(connection: Connection, ref: str) -> str:
    """Give the id of the report that `ref` names.

    `ref` is an id; a path, external id or URL as it was seen; the beginning of an id (four characters or
    more); or the end of a path (the file name). They are tried in this order: what names a report exactly
    goes before what names a part.

    Raises NotFoundError, with names that are near, and UsageError where several reports are meant.
    """
    ref = ref.strip()
    seen = appearances.c
    exact = (seen.path == ref) | (seen.external_id == ref) | (seen.url == ref)
    attempts: tuple[Callable[[], list[str]], ...] = (
        lambda: _by_id(connection, ref) if len(ref) == _WHOLE_ID else [],
        lambda: _where(connection, exact),
        lambda: _by_id(connection, ref),
        lambda: _by_end_of_path(connection, ref),
    )
    for attempt in attempts:
        found = attempt()
        if len(found) > 1:
            raise UsageError(_which(connection, ref, found))
        if found:
            return found[0]
    raise NotFoundError(_none(connection, ref))


def _by_id(connection: Connection, ref: str) -> list[str]:
    low = ref.lower()
    if not _HEX.fullmatch(low):
        return []
    # "g" sorts after every hexadecimal digit; a range can use the index, LIKE may not.
    query = select(reports.c.id).where(reports.c.id >= low, reports.c.id < low + "g")
    return list(connection.scalars(query.limit(_CANDIDATES + 1)))


def _where(connection: Connection, condition: ColumnElement[bool]) -> list[str]:
    """Give the reports of which an appearance fits, the latest seen first."""
    rows = connection.scalars(
        select(appearances.c.report_id).where(condition).order_by(appearances.c.id.desc())
    )
    return list(dict.fromkeys(rows))


def _by_end_of_path(connection: Connection, ref: str) -> list[str]:
    if not ref:
        return []
    path = appearances.c.path
    return _where(
        connection, path.endswith("/" + ref, autoescape=True) | path.endswith("\\" + ref, autoescape=True)
    )


def _which(connection: Connection, ref: str, found: list[str]) -> str:
    lines = []
    for report_id in found[:_CANDIDATES]:
        seen = connection.execute(
            select(appearances)
            .where(appearances.c.report_id == report_id)
            .order_by(appearances.c.id.desc())
            .limit(1)
        ).one()
        about = " · ".join(part for part in (seen.path, seen.external_id, seen.published, seen.title) if part)
        lines.append(f"  {report_id[:12]}  {about}")
    more = len(found) - _CANDIDATES
    if more > 0:
        lines.append(f"  and {more} more")
    return "\n".join([f"{ref!r} names more than one report; give the beginning of its id instead:", *lines])


def _none(connection: Connection, ref: str) -> str:
    query = select(appearances.c.path, appearances.c.external_id, appearances.c.url)
    names: dict[str, None] = {}
    for row in connection.execute(query.order_by(appearances.c.id.desc()).limit(_NEAR)):
        for name in (row.path and PurePosixPath(row.path).name, row.external_id, row.url):
            if name:
                names[name] = None
    near = get_close_matches(ref, names, n=3, cutoff=0.5)
    start = f"No report is called {ref!r}"
    if near:
        return f"{start}; did you mean {' or '.join(repr(name) for name in near)}?"
    example = f", for example {next(iter(names))!r}" if names else ""
    return f"{start}. Give its id (or the beginning of it), path, file name, external id or URL{example}."
