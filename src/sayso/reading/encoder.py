"""The shipped encoder: one ONNX file, run one window at a time on one thread.

A window is never padded or put into a batch with others, so its scores do not depend on what else is being
read: the same text gives the same reading, byte for byte. Several threads may run windows at once; they share
one session.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from sayso.errors import ModelError
from sayso.reading.attribution import Scores
from sayso.reading.pieces import Pieces, Window, cut, split

__all__ = ["Encoder"]

_CLS, _SEP = 101, 102  # of the uncased BERT vocabulary


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
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            # Readers come and go with reports of every length; an arena would keep the largest ever seen.
            options.enable_cpu_mem_arena = False
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
            meta = self._session.get_modelmeta().custom_metadata_map
            self.tables: dict[str, Any] = {"attribution": json.loads(meta["attribution"])}
            self._windows = json.loads(meta["windows"])
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

    def scores(self, pieces: Pieces, window: Window) -> Scores:
        """Run the network on one window."""
        a, b = window.start, window.stop
        begin = int(pieces.first[a])
        end = int(pieces.first[b]) if b < len(pieces) else len(pieces.ids)
        lengths = np.diff(np.append(pieces.first[a:b], end))

        def spread(feature: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            return np.concatenate(([0], np.repeat(feature[a:b], lengths), [0]))

        tags, inner, pair = self._session.run(
            ["tags", "inner", "pair"],
            {
                "ids": np.concatenate(([_CLS], pieces.ids[begin:end], [_SEP])),
                "case": spread(pieces.case),
                "layout": spread(pieces.layout),
                "quote": spread(pieces.quote),
                "first": pieces.first[a:b] - begin + 1,
            },
        )
        return Scores(window, tags, inner, pair, pieces.layout[a:b], pieces.quote[a:b], pieces.continues[a:b])
