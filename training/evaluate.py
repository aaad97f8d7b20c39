"""Score a model on PolNeAR dev with the scorer that judges it."""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import tempfile
from pathlib import Path
from typing import Any

from sayso.reading import NewsReader
from sayso.report import Report


def score(readings: list[dict[str, Any]], data: Path, annotations: Path) -> dict[str, Any]:
    """Give what `score/score_attribution.py` under `data` says of some readings."""
    scorer = runpy.run_path(str(data / "score/score_attribution.py"))["main"]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(reading) + "\n" for reading in readings)
        file.flush()
        with contextlib.redirect_stdout(io.StringIO()) as out:
            scorer(str(annotations), file.name)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def evaluate(model: Path, data: Path) -> dict[str, Any]:
    """Read the 84 articles of PolNeAR dev and score the attributions."""
    reader = NewsReader(model)
    dev = data / "data/polnear/dev"
    readings = []
    for path in sorted((dev / "text").glob("*.txt")):
        report = Report.from_text(path.read_bytes().decode("utf-8"), external_id=path.stem)
        readings.append(reader.read(report).to_dict())
    return score(readings, data, dev / "attributions")
