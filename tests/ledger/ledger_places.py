"""Places for ledgers that the tests of a module share, because none of them changes what is in it."""

from __future__ import annotations

import itertools

import pytest

_numbers = itertools.count()


def shared_place(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> str:
    """Give an empty place of the kind that the fixture's parameter names: "sqlite" or "postgresql"."""
    if request.param == "sqlite":
        return str(folders.mktemp("shared") / "sayso.db")
    import psycopg

    server = request.getfixturevalue("server")
    name = f"shared_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}&options=-csearch_path%3D{name}"
