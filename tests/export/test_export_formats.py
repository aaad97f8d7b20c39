"""What holds for every format: names, conditions, pieces, the docs, and that no report can break out."""

import io
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.export import FORMATS, Asked, Format, Written, encoded, stream, write
from sayso.export.formats import Kind
from sayso.ledger import Ledger

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
NEEDS_NO_LIBRARY = [name for name, form in FORMATS.items() if form.needs is None]


@pytest.mark.parametrize("name", FORMATS)
def test_the_docs_tell_of_each(name):
    assert f"\n## `{name}`" in PAGE
    section = PAGE.split(f"\n## `{name}`", 1)[1].split("\n## ", 1)[0]
    assert "Lost" in section


def test_a_format_is_whole():
    for name, form in FORMATS.items():
        assert form.name == name
        assert form.kind in Kind.__args__
        assert form.suffix.startswith(".")
        assert re.fullmatch(r"\w+/[\w.+-]+", form.media_type)
        assert set(form.conditions) <= set(Asked.__annotations__)
    assert {each.name for each in fields(Format)} >= {"holds", "lost"}
    assert FORMATS["ftm"].counted(1) == "1 entity"
    assert FORMATS["ftm"].counted(1204) == "1,204 entities"


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_the_pieces_joined(ledger, name):
    if FORMATS[name].needs:
        pytest.importorskip("pyarrow")
    out = io.BytesIO()
    written = write(ledger, name, out)
    assert isinstance(written, Written)
    assert b"".join(encoded(ledger, name)) == out.getvalue()
    pieces = list(stream(ledger, name))
    text = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
    assert text == out.getvalue()


@pytest.mark.parametrize("name", NEEDS_NO_LIBRARY)
def test_an_empty_ledger(tmp_path, name):
    with Ledger(tmp_path / "sayso.db") as empty:
        out = io.BytesIO()
        assert write(empty, name, out) == (0, 0)
        if FORMATS[name].kind == "json":
            assert out.getvalue() == b""
        if FORMATS[name].is_table:
            assert out.getvalue().count(b"\n") == 1


def test_conditions(ledger):
    assert sum(1 for _ in stream(ledger, "claims", {"type": "AID"})) == 1 + 2
    assert sum(1 for _ in stream(ledger, "claims", {"type": None, "stance": ()})) == 1 + 5
    assert sum(1 for _ in stream(ledger, "plover", {"stance": "denies", "actor": "Iran"})) == 1
    with pytest.raises(UsageError, match="jsonl does not take since; it takes no conditions"):
        stream(ledger, "jsonl", {"since": "2023"})
    with pytest.raises(UsageError, match="csv does not take stance; it takes text, source"):
        stream(ledger, "csv", {"stance": "denies"})
    with pytest.raises(UsageError, match="choose one of jsonl, csv, claims"):
        stream(ledger, "xlsx")


@pytest.mark.parametrize("name", ["claims", "ftm", "plover", "graphml"])
def test_what_is_asked_wrongly_is_told_before_anything_is_written(ledger, name):
    with pytest.raises(UsageError, match="no type of event"):
        encoded(ledger, name, {"type": "SELL"})
    with pytest.raises(UsageError, match="date"):
        encoded(ledger, name, {"since": "yesterday"})


def test_a_generator_that_is_closed_early_lets_go(ledger):
    pieces = encoded(ledger, "claims")
    next(pieces)
    pieces.close()
    assert next(encoded(ledger, "claims"))


@pytest.mark.parametrize("name", [name for name in NEEDS_NO_LIBRARY if FORMATS[name].kind == "json"])
def test_each_line_is_json(ledger, name):
    for line in b"".join(encoded(ledger, name)).decode().splitlines():
        assert isinstance(json.loads(line), dict)
