"""Claims as Parquet, read back with pyarrow."""

import io
import sys

import pytest

from sayso.errors import UsageError
from sayso.export import stream, write
from sayso.export.claims_parquet import claims_parquet
from sayso.ledger.schema import CONFIDENCES
from sayso.reading.reading import Claim

parquet = pytest.importorskip("pyarrow.parquet")


def claim_from(row):
    """Put a claim together from its row."""

    def part(record):
        return {**record, "span": span(record["span"])}

    def span(record):
        return None if record is None else [record["start"], record["end"]]

    return Claim.from_dict(
        {
            "id": row["claim_id"],
            "event": {
                **{name: row[name] for name in ("type", "mode", "quad", "contexts")},
                **{
                    name: [part(each) for each in row[name]]
                    for name in ("actors", "recipients", "objects", "places")
                },
                "trigger": span(row["trigger_span"]),
                "time": row["time"] and part(row["time"]),
            },
            "sources": [part(each) for each in row["sources"]],
            "cue": span(row["cue_span"]),
            "stance": row["stance"],
            "opinion": row["opinion"],
            "sentence": span(row["sentence_span"]),
            "confidence": {
                part: row[f"confidence_{part}"]
                for part in CONFIDENCES
                if row[f"confidence_{part}"] is not None
            },
        }
    )


def test_nothing_of_a_claim_is_lost(ledger):
    out = io.BytesIO()
    assert write(ledger, "parquet", out) == (5, 0)
    rows = parquet.read_table(out).to_pylist()
    stored = list(ledger.claims())
    assert [claim_from(row) for row in rows] == [each.claim for each in stored]
    for name in ("report_id", "outlet", "title", "published", "path", "url", "number", "cue", "trigger"):
        assert [row[name] for row in rows] == [getattr(each, name) for each in stored]
    assert [row["sentence"] for row in rows] == [each.sentence for each in stored]


def test_groups_of_rows_come_one_by_one(ledger):
    pieces = list(claims_parquet(ledger.claims(), group=2))
    assert len(pieces) == 4  # two and two and one, and the end of the file
    file = parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert [file.metadata.row_group(number).num_rows for number in range(3)] == [2, 2, 1]
    assert file.schema_arrow.field("actors").type.value_type.field("span").type.num_fields == 2


def test_no_claims(ledger):
    out = io.BytesIO()
    assert write(ledger, "parquet", out, {"actor": "Nobody Known"}) == (0, 0)
    assert parquet.read_table(out).num_rows == 0


def test_without_pyarrow_it_says_what_to_install(ledger, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match=r"pip install 'sayso\[parquet\]'"):
        stream(ledger, "parquet")
