from __future__ import annotations

import gzip
import unicodedata

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import IngestError
from sayso.ingest import REASONS, Reject
from sayso.ingest.text import read_text, split_header
from sayso.report import Report, normalise

SENTENCE = "The minister said on Monday that there was no deal with the company."


def _explained(error: IngestError, reasons: set[str]) -> None:
    assert error.reason in reasons
    assert str(error).endswith(".")


def test_a_header_tells_of_the_report(read_one) -> None:
    report = read_one(
        "r.txt",
        "Outlet: Evening Columbus\r\nDATE: 2022-09-05\r\nurl:https://example.org/a\r\n"
        "title: No deal: official\r\nauthors: Jane Doe, John Roe and Ann Poe; Jane Doe\r\n"
        f"ID: x-1\r\n\r\n\r\n{SENTENCE}\r\n\r\nThe end.\r\n",
    )
    assert report.text == f"{SENTENCE}\n\nThe end."
    assert (report.outlet, report.published, report.url) == (
        "Evening Columbus",
        "2022-09-05",
        "https://example.org/a",
    )
    assert (report.title, report.external_id, report.language) == ("No deal: official", "x-1", "en")
    assert report.authors == ("Jane Doe", "John Roe", "Ann Poe")
    assert report.path.endswith("r.txt")


@pytest.mark.parametrize(
    "head",
    [
        "outlet: A\nsection: World",
        "section: World\noutlet: A",
        "Section: World\nOutlet: A\nWord count: 512\ncopyright: (c) A. All rights reserved.",
        "outlet: A\ntag: one\ncontent-type: article\nword_count:\nUpdated: 2022-09-06 10:15",
    ],
)
def test_unknown_keys_in_a_header_are_passed_over(read_one, head: str) -> None:
    report = read_one("r.txt", f"{head}\n\n{SENTENCE}\n")
    assert (report.outlet, report.text) == ("A", SENTENCE)


@pytest.mark.parametrize(
    "text",
    [
        f"section: World\ntag: one\n\n{SENTENCE}",  # no known key
        "Smith: We have won this election, all of it.\nJones: You have not.\n\nMore of it came later.",
        "Title: Debate\nSmith: We have won.\nJones: “You have not”\n\nMore of it came later that day.",
        "Title: Debate\nSmith: We\nJones: Who\nSmith: All of us\n\nMore of it came later that day.",
        f"Outlet: A\nReuters: {'the minister said ' * 12}\n\nMore of it came later that day.",
        f"outlet: A\nhttps://example.org/a\n\n{SENTENCE}",
        f"outlet: A\nwhat he said: {SENTENCE}\n\nMore.",  # three words
        f"Reuters: {SENTENCE}\n\nMore.",
        f"Source: officials\nReuters: {SENTENCE}\n\nMore.",
        f"Source: officials\n{SENTENCE}\n\nMore.",
        f"Source: one\nsource: two\n\n{SENTENCE}",  # twice: this is prose
        f"Source: {SENTENCE}",  # no blank line
        f"{SENTENCE}\n\noutlet: not a header\n\nMore.",
        f"Title: {'long ' * 500}\n\n{SENTENCE}",
    ],
)
def test_text_that_is_no_header_is_kept(read_one, text: str) -> None:
    report = read_one("r.txt", text)
    assert report.text == normalise(text)
    assert report.outlet is None


def test_a_header_alone_is_empty(read_one) -> None:
    assert read_one("r.txt", "outlet: A\ndate: 2022-09-05\n\n  \n").reason == "empty"
    assert split_header("outlet:\ntitle: x\n\nText") == ({"outlet": "", "title": "x"}, "\nText")
    assert read_one("s.txt", f"outlet:\ndate: soon\n\n{SENTENCE}").published is None


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "“No,” she said — naïvely. Łódź, Київ, 東京 🙂"),
        ("utf-8-sig", "“No,” she said — naïvely."),
        ("utf-16", "“No,” she said — naïvely."),
        ("utf-16-le", "She said the deal was off."),
        ("utf-16-be", "She said the deal was off."),
        ("utf-32", "“No,” she said — naïvely."),
        ("cp1252", "“No,” she said — naïvely, in the café."),
        ("mac_roman", "“No,” she said. It can’t be; they don’t know."),
    ],
)
def test_encodings(read_one, encoding: str, text: str) -> None:
    assert read_one("r.txt", f"{SENTENCE} {text}".encode(encoding)).text == f"{SENTENCE} {text}"


def test_damaged_utf8_stays_utf8(read_one) -> None:
    data = f"{SENTENCE} “Nay,” she said.".encode() + b" \xff\xe2\x80"
    assert read_one("r.txt", data).text == f"{SENTENCE} “Nay,” she said. ��"


def test_a_few_controls_are_cleaned(read_one) -> None:
    report = read_one("r.txt", f"\0{SENTENCE}\x1b[31m red\x07\u202e\n".encode())
    assert "\x1b" not in report.text
    assert report.text.startswith(SENTENCE)
    assert report.text.endswith("[31m red")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\0" * 100_000, "binary"),
        (bytes(range(256)) * 100, "binary"),
        (b"%PDF-1.7\n", "binary"),
        (b"PK\x03\x04rest", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"12 34 -- 56.", "no-text"),
    ],
)
def test_what_is_no_text(read_one, data: bytes, reason: str) -> None:
    assert read_one("r.txt", data).reason == reason


def test_limits(read_one) -> None:
    assert read_one("r.txt", "The minister said no. " * 5000, max_report_chars=109_999).language == "en"
    long = read_one("r.txt", "The minister said no. " * 5000, max_report_chars=1000)
    assert (long.reason, "SAYSO_MAX_REPORT_CHARS" in long.message) == ("too-large", True)
    longer = read_one("r.txt", "The minister said no. " * 50_000, max_report_chars=1000)
    assert (longer.reason, "SAYSO_MAX_REPORT_CHARS" in longer.message) == ("too-large", True)
    large = read_one("r.txt", SENTENCE, max_file_bytes=10)
    assert (large.reason, "SAYSO_MAX_FILE_BYTES" in large.message) == ("too-large", True)


def test_compressed(read_one) -> None:
    packed = gzip.compress(SENTENCE.encode())
    assert read_one("r.txt.gz", packed).text == SENTENCE
    assert read_one("r.txt.zst", zstandard.compress(SENTENCE.encode())).text == SENTENCE
    assert read_one("plain.txt", packed).text == SENTENCE  # the bytes say what they are
    assert read_one("r.txt.gz", packed[:-6]).reason == "truncated"
    assert read_one("r.txt.gz", packed[:1]).reason == "truncated"
    assert read_one("r.txt.gz", b"").reason == "empty"
    assert read_one("r.txt.gz", SENTENCE).reason == "damaged"
    assert read_one("r.txt.gz", packed[:12] + b"\xff\xff\xff" + packed[15:]).reason == "damaged"
    assert read_one("r.txt.gz", gzip.compress(packed)).reason == "binary"


@given(st.binary(max_size=400))
def test_any_bytes_end_as_report_or_reject(data: bytes) -> None:
    try:
        report = read_text(data, "r.txt", 1000)
    except IngestError as error:
        _explained(error, set(REASONS))
    else:
        assert report.text == normalise(report.text) != ""


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-32", "utf-8-sig"]))
def test_any_unicode_survives(text: str, encoding: str) -> None:
    text = f"{SENTENCE} {SENTENCE} {SENTENCE} {text}"
    data = text.encode(encoding, "surrogatepass" if encoding != "utf-8-sig" else "replace")
    try:
        report = read_text(data, "r.txt", 10_000)
    except IngestError as error:
        _explained(error, {"binary", "language"})
    else:
        assert isinstance(report, Report)
        assert unicodedata.is_normalized("NFC", report.text)
        if not any("\ud800" <= char <= "\udfff" for char in text):
            assert report.text == normalise(text)


def test_rejects_are_plain_records(read_one) -> None:
    reject = read_one("r.txt", b"")
    assert isinstance(reject, Reject)
    assert list(reject.to_dict()) == ["path", "locator", "reason", "message"]
