"""The vectors of words, from the rows of the shipped model's input embeddings."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reading.word_vectors import WIDTH, WordVectors, _fields, _varint, shipped


def test_like_words_are_closer_than_others() -> None:
    sold, selling, visited = shipped()(["sold", "selling", "visited"])
    assert sold @ selling > 0.4 > sold @ visited


def test_they_are_unit_vectors_and_case_does_not_count() -> None:
    rows = shipped()(["Sold", "sold", "handed over", "供应", "доставил", "x" * 10_000])
    assert rows.shape == (6, WIDTH)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert (rows[0] == rows[1]).all()


def test_no_words_give_zeros() -> None:
    assert not shipped()(["", " ", "\n"]).any()
    assert shipped()([]).shape == (0, WIDTH)


def test_a_word_has_the_same_vector_whatever_else_is_asked_for() -> None:
    words = ["sold", "handed over", "shipments", "x", ""]
    together = shipped()(words * 50)
    for word, row in zip(words, together, strict=False):
        assert (shipped()([word])[0] == row).all()


def test_a_model_that_cannot_be_read_says_what_to_do(tmp_path) -> None:
    with pytest.raises(ModelError, match="install sayso again"):
        WordVectors(tmp_path)
    (tmp_path / "sayso.onnx").write_bytes(b"\x3a\x05\x2a\x03\x42\x01x")  # a graph without the wanted rows
    with pytest.raises(ModelError, match="install sayso again"):
        WordVectors(tmp_path)


@pytest.mark.parametrize("damaged", [b"\x3a\x7f", b"\x3a", b"\x80\x80", b"\x3b", b"\x3a\x03\x2a\x7f\x00"])
def test_a_damaged_model_is_an_error_and_nothing_else(tmp_path, damaged: bytes) -> None:
    (tmp_path / "sayso.onnx").write_bytes(damaged)
    with pytest.raises(ModelError):
        WordVectors(tmp_path)


def test_fields_of_a_protocol_buffer() -> None:
    message = b"\x08\x96\x01" + b"\x12\x02hi" + b"\x1d\x00\x00\x00\x00" + b"\x21" + bytes(8) + b"\x2a\x00"
    found = [(number, bytes(value)) for number, value in _fields(memoryview(message))]
    assert found == [
        (2, b"hi"),
        (5, b""),
    ]
    assert _varint(memoryview(b"\x96\x01"), 0) == (150, 2)
    with pytest.raises(ValueError, match="wire type 3"):
        list(_fields(memoryview(b"\x0b")))
