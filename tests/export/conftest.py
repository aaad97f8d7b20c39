"""A ledger of three reports, as `export_samples` has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from export_samples import bulletin, evil, wire

from sayso.ledger import Ledger


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Nothing is weighed in it."""
    with _filled(tmp_path_factory.mktemp("plain") / "sayso.db") as made:
        yield made


@pytest.fixture(scope="session")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The same, with matters."""
    from sayso.run.weighing import weigh

    with _filled(tmp_path_factory.mktemp("weighed") / "sayso.db") as made:
        weigh(made)
        yield made


def _filled(path: Path) -> Ledger:
    made = Ledger(path)
    for reading in (wire(), bulletin(), evil()):
        assert made.append(reading)
    return made
