"""textacy's direct quotations over spaCy's small English model, printed as sayso's readings.

Run by the other benchmarks with the interpreter of an environment of its own:

    python -m venv peer && peer/bin/pip install textacy spacy MODEL
    peer/bin/python benchmarks/peer_textacy.py MODEL FOLDER > readings.jsonl

MODEL is the import name of the package that carries spaCy's `en_core_web_sm`. Seconds, words and the number
of texts that textacy refused whole (it raises on unbalanced marks; these are then read by paragraph) go to
standard error as JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any


def main(model: str, folder: Path) -> None:
    from textacy.extract.triples import direct_quotations

    nlp = importlib.import_module(model).load()
    seconds, words, refused = 0.0, 0, 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8").strip()
        began = time.perf_counter()
        found: list[dict[str, Any]] = []
        try:
            found = [as_attribution(quotation, 0) for quotation in direct_quotations(nlp(text))]
        except ValueError:
            refused += 1
            start = 0
            for paragraph in text.split("\n"):
                with contextlib.suppress(ValueError):
                    quotations = list(direct_quotations(nlp(paragraph)))
                    found += [as_attribution(quotation, start) for quotation in quotations]
                start += len(paragraph) + 1
        seconds += time.perf_counter() - began
        words += len(text.split())
        print(json.dumps({"report": {"external_id": path.stem, "text": text}, "attributions": found}))
    print(json.dumps({"seconds": seconds, "words": words, "refused": refused}), file=sys.stderr)


def as_attribution(quotation: Any, start: int) -> dict[str, Any]:
    """Spans of one quotation in a text that begins at `start`."""

    def span(tokens: Any) -> list[list[int]]:
        if not len(tokens):
            return []
        last = tokens[-1]
        return [[start + tokens[0].idx, start + last.idx + len(last.text)]]

    return {
        role: span(getattr(quotation, name))
        for role, name in (("source", "speaker"), ("cue", "cue"), ("content", "content"))
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
