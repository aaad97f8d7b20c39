"""Helpers for the ingest room: write bytes, load them, look at what came out."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.ingest import Reject, discover, load
from sayso.report import Report
from sayso.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("SAYSO_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def read(tmp_path: Path):
    """Write `data` as a file of that name and give all that discover and load make of it."""

    def _read(name: str, data: bytes | str, **settings) -> list[Report | Reject]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        used = Settings(**settings)
        items: list[Report | Reject] = []
        for found in discover([path], used):
            items.extend([found] if isinstance(found, Reject) else load(found, used))
        return items

    return _read


@pytest.fixture
def read_one(read):
    def _read_one(name: str, data: bytes | str, **settings) -> Report | Reject:
        items = read(name, data, **settings)
        assert len(items) == 1
        return items[0]

    return _read_one
