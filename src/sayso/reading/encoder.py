"""The shipped encoder: one ONNX file, run one window at a time on one thread.

A window is never padded or put into a batch with others, so its scores do not depend on what else is being
read: the same text gives the same reading, byte for byte. Several threads may run windows at once; they share
one session.
"""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from sayso.errors import ModelError
from sayso.reading.pieces import Pieces, Window, cut, split
from sayso.reading.scores import HEADS, Scores

__all__ = ["Encoder"]

_CLS, _SEP = 101, 102  # of the uncased BERT vocabulary


def _runtime() -> Any:
    """Import onnxruntime. Unless told not to before, it keeps a number of the machine and what it was used
    for in the user's cache, to be sent.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    return onnxruntime


class Encoder:
    """Text -> word pieces, windows and scores.

    `model` is the SHA-256 of the model file, `tables` each head's decoding tables.
    Raises ModelError where the model is missing or damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        where = Path(str(files("sayso.reading") / "model")) if folder is None else folder
        path = where / "sayso.onnx"
        try:
            content = path.read_bytes()
            self._tokenizer = Tokenizer.from_file(str(where / "tokenizer.json"))
            onnxruntime = _runtime()
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            # Readers come and go with reports of every length; an arena would keep the largest ever seen.
            options.enable_cpu_mem_arena = False
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
            meta = self._session.get_modelmeta().custom_metadata_map
            self.tables: dict[str, Any] = json.loads(meta["tables"])
            self._windows = json.loads(meta["windows"])
            self._run = onnxruntime.RunOptions()
            self._run.only_execute_path_to_fetches = True  # heads that are not asked for are not computed
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of many kinds
            raise ModelError(
                f"the model in {where} cannot be loaded ({error}); install sayso again, or name a folder "
                "that has sayso.onnx and tokenizer.json"
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.model = hashlib.sha256(content).hexdigest()

    def split(self, text: str) -> Pieces:
        """Cut a text into word pieces."""
        return split(text, self._tokenizer)

    def windows(self, pieces: Pieces) -> list[Window]:
        """Cut a text's pieces into the windows that `scores` takes."""
        return cut(pieces, size=self._windows["size"] - 2, context=self._windows["context"])

    def window_around(self, pieces: Pieces, start: int, stop: int) -> Window:
        """Give one window with the words ``start:stop`` in its middle, as wide as the encoder takes; where
        these are too many, one that holds as many as it can of them.
        """
        bounds = np.append(pieces.first, len(pieces.ids))
        spare = self._windows["size"] - 2 - int(bounds[stop] - bounds[start])
        left = int(np.searchsorted(bounds, bounds[start] - max(spare // 2, 0), side="left"))
        room = bounds[left] + self._windows["size"] - 2
        right = int(np.searchsorted(bounds, room, side="right")) - 1
        return Window(left, min(max(right, left + 1), len(pieces)), start, stop)

    def scores(self, pieces: Pieces, window: Window) -> Scores:
        """Run the network on one window, for all heads that a reading needs."""
        a, b = window.start, window.stop
        answers = self._session.run(list(HEADS), self._inputs(pieces, window, []), self._run)
        heads = dict(zip(HEADS, answers, strict=True))
        heads["opinion"] = heads["opinion"][:, 0]
        features = (pieces.layout[a:b], pieces.quote[a:b], pieces.continues[a:b])
        return Scores(window, **heads, layout=features[0], quote=features[1], continues=features[2])

    def dyad(self, pieces: Pieces, window: Window, parties: list[tuple[int, int]]) -> np.ndarray[Any, Any]:
        """Run the network on one window with two parties marked, as ranges of the report's words: vectors of
        its words for `PairTables`.
        """
        (vectors,) = self._session.run(["relation"], self._inputs(pieces, window, parties), self._run)
        found: np.ndarray[Any, Any] = vectors
        return found

    def _inputs(
        self, pieces: Pieces, window: Window, parties: list[tuple[int, int]]
    ) -> dict[str, np.ndarray[Any, Any]]:
        a, b = window.start, window.stop
        begin = int(pieces.first[a])
        end = int(pieces.first[b]) if b < len(pieces) else len(pieces.ids)
        lengths = np.diff(np.append(pieces.first[a:b], end))
        mark = np.zeros(b - a, dtype=np.int64)
        for number, (start, stop) in enumerate(parties, 1):
            mark[start - a : stop - a] = number

        def spread(feature: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            return np.concatenate(([0], np.repeat(feature, lengths), [0]))

        return {
            "ids": np.concatenate(([_CLS], pieces.ids[begin:end], [_SEP])),
            "case": spread(pieces.case[a:b]),
            "layout": spread(pieces.layout[a:b]),
            "quote": spread(pieces.quote[a:b]),
            "mark": spread(mark),
            "first": pieces.first[a:b] - begin + 1,
        }
