"""Score a model with the scorers that judge it: PolNeAR dev, the held-out fifth of train_plv, dev_reports."""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sayso.ingest import Found, discover, load
from sayso.reading import Reader
from sayso.reading.reading import Reading
from sayso.report import Report
from training.held_out import plv_rows, put_together, written_rows


def attribution_scores(readings: Iterable[Reading], data: Path, annotations: Path) -> dict[str, Any]:
    """Give what `score/score_attribution.py` under `data` says of some readings."""
    scorer = runpy.run_path(str(data / "score/score_attribution.py"))["main"]
    with _written(readings) as path, contextlib.redirect_stdout(io.StringIO()) as out:
        scorer(str(annotations), path)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def claim_scores(readings: Iterable[Reading], data: Path, gold: Path) -> dict[str, Any]:
    """Give what `score/score_claims.py` under `data` says of some readings."""
    scorer = runpy.run_path(str(data / "score/score_claims.py"))["main"]
    with _written(readings) as path, contextlib.redirect_stdout(io.StringIO()) as out:
        before, sys.argv = sys.argv, ["score_claims.py", str(gold), path]
        try:
            scorer()
        finally:
            sys.argv = before
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


@contextlib.contextmanager
def _written(readings: Iterable[Reading]) -> Any:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(reading.to_dict()) + "\n" for reading in readings)
        file.flush()
        yield file.name


def polnear_dev(data: Path) -> list[Report]:
    """The 84 articles of PolNeAR dev."""
    texts = sorted((data / "data/polnear/dev/text").glob("*.txt"))
    return [Report.from_text(path.read_bytes().decode("utf-8"), external_id=path.stem) for path in texts]


def texts(rows: list[dict[str, Any]]) -> list[Report]:
    """The texts of annotated rows."""
    return [
        Report.from_text(record["text"], external_id=record["id"], published=record["published"])
        for record in put_together(rows)
    ]


def dev_reports(data: Path) -> list[Report]:
    """The fourteen development reports."""
    return reports_under(data / "data/dev_reports")


def reports_under(path: Path) -> list[Report]:
    """All reports of a file or folder, as `sayso read` takes them in."""
    inputs = [each for each in discover([path]) if isinstance(each, Found)]
    found = (item for each in inputs for item in load(each))
    return [report for report in found if isinstance(report, Report)]


def evaluate(model: Path, data: Path) -> dict[str, Any]:
    """Score the attributions of PolNeAR dev and the claims of the held-out sets."""
    reader = Reader(model)
    dev = data / "data/polnear/dev"
    with tempfile.TemporaryDirectory() as folder:
        fifth = Path(folder) / "gold.jsonl"
        fifth.write_text("".join(json.dumps(row) + "\n" for row in plv_rows(data)), encoding="utf-8")
        written = Path(folder) / "written.jsonl"
        written.write_text("".join(json.dumps(row) + "\n" for row in written_rows()), encoding="utf-8")
        reports = data / "annotation/dev_reports_gold.jsonl"
        return {
            "polnear_dev": attribution_scores(
                map(reader.read, polnear_dev(data)), data, dev / "attributions"
            ),
            "plv_fifth": claim_scores(map(reader.read, texts(plv_rows(data))), data, fifth),
            "dev_reports": claim_scores(map(reader.read, dev_reports(data)), data, reports),
            "written": claim_scores(map(reader.read, texts(written_rows())), data, written),
        }
