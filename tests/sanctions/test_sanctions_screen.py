"""What screening prepares of the lists of a ledger, and that it is asked for cheaply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sayso.cli.screen import screen_command
from sayso.errors import ListError
from sayso.ledger import Ledger
from sayso.lists.listing import Designation, Entry, ListFile, Name
from sayso.lists.prepared import PREPARED
from sayso.sanctions.screen import prepare_lists, unprepared


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give the place of a ledger with two lists, of which nothing is prepared."""
    place = tmp_path / "a.db"
    with Ledger(place) as ledger:
        for of in ("a", "b"):
            listed = Designation("US", "OFAC (example)", "US-X", blocking=True)
            entry = Entry(f"{of}:1", of, "1", "person", (Name("Ann Example"),), (listed,))
            ledger.lists.add(ListFile(of, of, "test", (entry,), published="2025-01-01"))
    return place


def test_what_is_not_prepared_yet(place: Path) -> None:
    with Ledger(place) as ledger:
        assert [version.label for version in unprepared(ledger)] == ["a@2025-01-01", "b@2025-01-01"]
        assert [version.label for version in unprepared(ledger, ["b"])] == ["b@2025-01-01"]
        prepare_lists(ledger, ["b"])
        assert [version.label for version in unprepared(ledger)] == ["a@2025-01-01"]
        with pytest.raises(ListError, match="third"):
            unprepared(ledger, ["third"])


def test_whether_anything_is_kept_is_told_without_reading_it(place: Path) -> None:
    with Ledger(place) as ledger:
        first, second = ledger.lists.current()
        assert not ledger.screenings.has_cached(first.id, PREPARED)
        ledger.screenings.cache(first.id, PREPARED, b"no list at all")
        assert ledger.screenings.has_cached(first.id, PREPARED)
        assert not ledger.screenings.has_cached(first.id, "another algorithm")
        assert not ledger.screenings.has_cached(second.id, PREPARED)


def test_a_ledger_is_opened_for_writing_only_where_something_is_missing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []

    class Watched(Ledger):
        def __init__(self, *args: Any, read_only: bool = False, **more: Any) -> None:
            opened.append(read_only)
            super().__init__(*args, read_only=read_only, **more)

    monkeypatch.setattr("sayso.ledger.Ledger", Watched)
    for writing in (True, False):
        opened.clear()
        result = CliRunner().invoke(screen_command, ["Ann Example", "--ledger", str(place)])
        assert result.exit_code == 0
        assert "a:1" in result.output
        assert (False in opened) is writing
