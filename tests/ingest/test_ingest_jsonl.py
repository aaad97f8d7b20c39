from __future__ import annotations

import gzip
import io
import json
import os
import threading
import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import IngestError
from sayso.ingest import REASONS, Found, Reject, load
from sayso.ingest.jsonl import read_jsonl, read_record
from sayso.ingest.streams import lines
from sayso.report import Report
from sayso.settings import Settings

SENTENCE = "The minister said on Monday that there was no deal with the company."

LINE = json.dumps({"text": SENTENCE})


def _explained(error: IngestError, reasons: set[str]) -> None:
    assert error.reason in reasons
    assert str(error).endswith(".")


def outline(items) -> list[tuple[str | None, str | None]]:
    """Reports as (None, id), rejects as (reason, locator)."""
    return [
        (item.reason, item.locator) if isinstance(item, Reject) else (None, item.external_id)
        for item in items
    ]


def test_fields(read) -> None:
    records = [
        {
            "id": "a",
            "text": SENTENCE,
            "title": "T",
            "published": "2023-08-21T10:00:00Z",
            "outlet": "O",
            "url": "https://example.org/a",
            "authors": ["X", "Y", "X"],
            "extra": {"a": [1]},
        },
        {"id": 7, "text": SENTENCE, "date": "Mon, 21 Aug 2023 10:00:00 +0000", "source": "S", "author": "X"},
        {
            "text": SENTENCE,
            "id": None,
            "title": None,
            "published": None,
            "outlet": None,
            "url": None,
            "authors": None,
        },
        {"text": SENTENCE, "published": 1692612000},
        {"text": SENTENCE, "published": "some time in August"},
    ]
    first, second, third, fourth, fifth = read("r.jsonl", "\n".join(map(json.dumps, records)))
    assert (first.external_id, first.title, first.published, first.outlet) == ("a", "T", "2023-08-21", "O")
    assert (first.url, first.authors, first.language) == ("https://example.org/a", ("X", "Y"), "en")
    assert (second.external_id, second.published, second.outlet, second.authors) == (
        "7",
        "2023-08-21",
        "S",
        ("X",),
    )
    assert (third.external_id, third.title, third.authors) == (None, None, ())
    assert (fourth.published, fifth.published) == ("2023-08-21", None)


@pytest.mark.parametrize(
    ("line", "reason", "words"),
    [
        ("{", "bad-json", "one JSON object"),
        ("not json", "bad-json", "character 1"),
        ('{"text": NaN}', "bad-json", "NaN"),
        ('{"text": "x", "n": Infinity}', "bad-json", "Infinity"),
        ('{"text": "x", "n": ' + "9" * 5000 + "}", "bad-json", ""),
        ("[" * 100_000, "bad-json", "deep"),
        ('{"a":' * 100_000, "bad-json", "deep"),
        ('{"text": "x", "a": ' + "[" * 50_000 + "]" * 50_000 + "}", "bad-json", "deep"),
        ("[]", "bad-record", "a list"),
        ("null", "bad-record", "null"),
        ('"text"', "bad-record", "a string"),
        ("{}", "bad-record", "no `text`"),
        ('{"text": null}', "bad-record", "no `text`"),
        ('{"text": 5}', "bad-record", "a number"),
        ('{"text": ["x"]}', "bad-record", "a list"),
        ('{"text": "x", "text": "y"}', "bad-record", "twice"),
        ('{"text": "x", "id": true}', "bad-record", "`id`"),
        ('{"text": "x", "id": 1.5}', "bad-record", "`id`"),
        ('{"text": "x", "id": "' + "i" * 3000 + '"}', "bad-record", "shorter"),
        ('{"text": "x", "title": {}}', "bad-record", "`title` is an object"),
        ('{"text": "x", "published": []}', "bad-record", "`published`"),
        ('{"text": "x", "date": false}', "bad-record", "`published`"),
        ('{"text": "x", "authors": [1]}', "bad-record", "`authors`"),
        ('{"text": "x", "url": 1}', "bad-record", "`url`"),
        ('{"text": ""}', "empty", ""),
        ('{"text": " \\u0000 "}', "empty", ""),
        ('{"text": "' + "\\u0000" * 100 + '"}', "binary", ""),
        ('{"text": "Der Minister wies die Vorwürfe am Montag zurück."}', "language", "German"),
        ("\x01\x02", "bad-json", ""),
    ],
)
def test_bad_lines_do_not_stop_the_good(read, line: str, reason: str, words: str) -> None:
    items = read("r.jsonl", f"{LINE}\n\n{line}\n{LINE}")
    assert outline(items) == [(None, None), (reason, "line 3"), (None, None)]
    assert words in items[1].message
    assert items[1].message.isprintable()


def test_surrogates_and_escapes_are_cleaned(read_one) -> None:
    report = read_one(
        "r.jsonl",
        '{"text": "'
        + SENTENCE
        + ' \\ud800\\u001b \\ud83d\\ude00", "id": "a\\udfff\\u0007", "title": "\\u202eT\\nU"}',
    )
    assert report.text.encode().decode().startswith(SENTENCE)
    assert report.text.endswith("😀")
    assert (report.external_id.rstrip("\ufffd"), report.title) == ("a", "T U")
    for field in (report.text, report.external_id, report.title):
        assert "\x1b" not in field.encode("utf-8").decode()


def test_doubled_keys_further_in_do_not_matter(read_one) -> None:
    assert isinstance(read_one("r.jsonl", '{"text": "He said no.", "more": {"a": 1, "a": 2}}'), Report)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings(read, encoding: str) -> None:
    text = json.dumps({"text": f"{SENTENCE} “Ĉu?”"}, ensure_ascii=False)
    items = read("r.jsonl", f"{text}\r\n{text}\r\n".encode(encoding))
    assert [item.text for item in items] == [f"{SENTENCE} “Ĉu?”"] * 2


def test_invalid_utf8_in_a_line(read) -> None:
    line = json.dumps({"text": f"{SENTENCE} “Nay.”"}, ensure_ascii=False)
    items = read("r.jsonl", line.encode("cp1252") + b"\n" + line.encode())
    assert [item.text for item in items] == [f"{SENTENCE} “Nay.”"] * 2


@pytest.mark.parametrize("data", [b"", b"\n\n \r\n", b"\xef\xbb\xbf"])
def test_nothing_in_it(read_one, data: bytes) -> None:
    assert read_one("r.jsonl", data).reason == "empty"


def test_a_long_line_is_not_held() -> None:
    def endless():
        yield f'{LINE}\n{{"text": "'.encode()
        for _ in range(200):
            yield bytes(2**20)
        yield f'"}}\n{LINE}\n'.encode()

    tracemalloc.start()
    items = list(read_jsonl(endless(), "r.jsonl", 2**20, 1000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outline(items) == [(None, None), ("too-large", "line 2"), (None, None)]
    assert "SAYSO_MAX_LINE_BYTES" in items[1].message
    assert peak < 10 * 2**20


@pytest.mark.parametrize("suffix", ["gz", "zst"])
class TestCompressed:
    @staticmethod
    def pack(suffix: str, data: bytes) -> bytes:
        return gzip.compress(data) if suffix == "gz" else zstandard.compress(data)

    def test_whole(self, read, suffix: str) -> None:
        data = (f"{LINE}\n" * 3).encode()
        assert len(read(f"r.jsonl.{suffix}", self.pack(suffix, data))) == 3
        # Members and frames one after another are one stream.
        assert len(read(f"r.jsonl.{suffix}", self.pack(suffix, data) * 2)) == 6

    def test_truncated(self, read, suffix: str) -> None:
        data = b"".join(
            json.dumps({"id": str(number), "text": f"{SENTENCE} {os.urandom(40).hex()}"}).encode() + b"\n"
            for number in range(6_000)
        )
        packed = self.pack(suffix, data)
        items = read(f"r.jsonl.{suffix}", packed[: len(packed) // 2])
        reports, last = items[:-1], items[-1]
        assert len(reports) > 1000
        assert [item.external_id for item in reports] == [str(number) for number in range(len(reports))]
        assert (last.reason, last.locator) == ("truncated", f"line {len(reports) + 1}")

    def test_bomb(self, read, suffix: str) -> None:
        data = f"{LINE}\n".encode() + bytes(50 * 2**20)
        packed = self.pack(suffix, data)
        assert len(packed) < 2**17
        tracemalloc.start()
        items = read(f"r.jsonl.{suffix}", packed, max_expanded_bytes=20 * 2**20, max_line_bytes=2**20)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert outline(items) == [(None, None), ("too-large", "line 2")]
        assert "SAYSO_MAX_EXPANDED_BYTES" in items[1].message
        assert peak < 40 * 2**20

    def test_damaged(self, read, suffix: str) -> None:
        packed = self.pack(suffix, (f"{LINE}\n" * 3).encode())
        assert read(f"r.jsonl.{suffix}", packed + b"trailing")[-1].reason == "damaged"
        assert read(f"r.jsonl.{suffix}", b"plain text of another kind")[-1].reason == "damaged"


def test_standard_input_flows() -> None:
    """A report is given when its line is there, not when the pipe ends."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as stream, os.fdopen(into, "wb") as writer:
        items = load(Found("-", "jsonl"), Settings(), stdin=stream)
        writer.write(f"{LINE}\n".encode())
        writer.flush()
        timer = threading.Timer(20, writer.close)
        timer.start()
        first = next(items)
        assert timer.is_alive()
        timer.cancel()
        assert first.path == "-"
        writer.close()
        assert list(items) == []


def test_standard_input_may_be_any_stream() -> None:
    packed = gzip.compress(f"{LINE}\n{{\n".encode())
    assert outline(load(Found("-", "jsonl"), Settings(), stdin=io.BytesIO(packed))) == [
        (None, None),
        ("bad-json", "line 2"),
    ]


@given(st.lists(st.binary(max_size=20)), st.integers(1, 30))
def test_lines_agree_with_split(pieces: list[bytes], limit: int) -> None:
    data = b"".join(pieces)
    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    got = list(lines(iter(pieces), limit))
    assert [number for number, _ in got] == list(range(1, len(expected) + 1))
    assert [line for _, line in got] == [line if len(line) <= limit else None for line in expected]


@given(st.binary(max_size=200))
def test_any_line_ends_as_report_or_reject(data: bytes) -> None:
    try:
        read_record(data, None, 1000)
    except IngestError as error:
        _explained(error, set(REASONS))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4
)


@given(
    st.fixed_dictionaries(
        {"text": st.just(SENTENCE) | JSON},
        optional=dict.fromkeys(
            ["id", "title", "published", "date", "outlet", "source", "url", "authors"], JSON
        ),
    )
)
def test_any_record_ends_as_report_or_reject(record: dict) -> None:
    try:
        report = read_record(json.dumps(record).encode(), "r", 1000)
    except IngestError as error:
        _explained(error, {"bad-json", "bad-record", "empty", "no-text", "language", "binary"})
    else:
        json.dumps(report.to_dict(), ensure_ascii=False).encode("utf-8")
