from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ledger_samples import NEWER, READER, reading_of

from sayso.errors import NotFoundError
from sayso.ledger import Ledger
from sayso.ledger.history import report_history
from sayso.report import Report

FIRST = reading_of(
    "Nothing was said.", path="a/first.txt", title="First", outlet="Der Bote", published="2024-02-29"
)


def elsewhere() -> Report:
    about = FIRST.report.to_dict(with_text=True) | {
        "path": "b/again.html",
        "title": "Again",
        "authors": ["Ann"],
    }
    return Report.from_dict(about | {"published": None})


def test_a_report_is_told_from_where_it_came_and_how_it_was_read(place: Path | str) -> None:
    with Ledger(place) as ledger:
        run = ledger.begin_run(READER, "read")
        ledger.append(FIRST, run)
        ledger.append_appearance(elsewhere())
        ledger.append(replace(FIRST, reader=NEWER))
        history = report_history(ledger, "first.txt")
    assert history.report_id == FIRST.report.id
    assert [(each.path, each.authors, each.run) for each in history.appearances] == [
        ("a/first.txt", (), run),
        ("b/again.html", ("Ann",), None),
    ]
    assert [(each.version, each.model, each.run, each.command) for each in history.readings] == [
        (NEWER.version, NEWER.model, None, None),
        (READER.version, READER.model, run, "read"),
    ]
    assert history.readings[0].published == "2024-02-29"
    assert history.to_dict()["appearances"][1]["title"] == "Again"


def test_a_report_that_is_none_has_no_history(place: Path | str) -> None:
    with Ledger(place) as ledger, pytest.raises(NotFoundError):
        report_history(ledger, "nowhere")
