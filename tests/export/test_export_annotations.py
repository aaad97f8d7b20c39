"""Reviewed sentences as annotations."""

import json

from export_samples import bulletin, wire

from sayso.export import stream
from sayso.ledger import Ledger


def test_a_line_for_each_reviewed_sentence(tmp_path):
    with Ledger(tmp_path / "sayso.db") as ledger:
        for reading in (wire(), bulletin()):
            ledger.append(reading)
        assert list(stream(ledger, "annotations")) == []
        ledger.reviews.accept(wire().report.id, "alleged", "Ann")
        (line,) = stream(ledger, "annotations")
        assert line.endswith("\n")
        assert json.loads(line) == next(iter(ledger.reviews.annotations()))
