from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.settings import Settings


def test_defaults() -> None:
    settings = Settings()
    assert (settings.ledger, settings.workers) == ("sayso.db", 0)
    assert (settings.max_file_bytes, settings.max_expanded_bytes) == (256 * 2**20, 2**30)
    assert (settings.max_line_bytes, settings.max_report_chars) == (16 * 2**20, 1_000_000)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_LEDGER", "other.db")
    monkeypatch.setenv("SAYSO_MAX_FILE_BYTES", "2 GiB")
    monkeypatch.setenv("SAYSO_MAX_LINE_BYTES", "500")
    monkeypatch.setenv("SAYSO_WORKERS", "")
    monkeypatch.setenv("SAYSO_HTML_TIMEOUT", "2.5")
    settings = Settings()
    assert (settings.ledger, settings.max_file_bytes, settings.max_line_bytes) == ("other.db", 2 * 2**30, 500)
    assert (settings.workers, settings.html_timeout) == (0, 2.5)
    assert Settings(ledger="named.db").ledger == "named.db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "many"),
        ("WORKERS", "-1"),
        ("MAX_FILE_BYTES", "lots"),
        ("MAX_LINE_BYTES", "0"),
        ("HTML_TIMEOUT", "0"),
        ("HTML_TIMEOUT", "inf"),
        ("HTML_TIMEOUT", "nan"),
        ("HTML_TIMEOUT", "86401"),
        ("HTML_MEMORY_MB", "9" * 30),
        ("MAX_FILE_BYTES", "9" * 400),
        ("MAX_FILE_BYTES", "9" * 400 + "g"),
        ("MAX_LINE_BYTES", "2000T"),
        ("MAX_HTML_BYTES", "9" * 20),
        ("MAX_REPORT_CHARS", "9" * 400),
        ("MAX_REPORT_CHARS", "9" * 5000),
    ],
)
def test_nonsense_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SAYSO_{name}", value)
    with pytest.raises(UsageError, match=f"SAYSO_{name}='{value}'"):
        Settings()


@pytest.mark.parametrize(
    ("ledger", "file"),
    [
        ("my.db", "my.db"),
        ("sqlite:///my.db", "my.db"),
        ("sqlite:////tmp/my.db?timeout=9", "/tmp/my.db"),
        ("sqlite://", None),
        ("postgresql://host/news", None),
        ("postgresql://host:port/news", None),
        ("://", None),
    ],
)
def test_the_file_of_a_ledger(ledger: str, file: str | None) -> None:
    assert Settings(ledger=ledger).ledger_file == (None if file is None else Path(file))


def test_the_room_is_opened_lightly() -> None:
    """Heavy libraries come with the first input that needs them."""
    code = (
        "import sys, sayso.ingest\n"
        "heavy = 'trafilatura htmldate lxml charset_normalizer py3langid numpy pydantic zstandard'.split()\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "from sayso.ingest import Found, load\n"
        "list(load(Found(sys.argv[1], 'text')))\n"
        "print([name for name in heavy if name in sys.modules and name != 'pydantic'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, __file__], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[0] == "[]"
    assert not {"trafilatura", "lxml", "charset_normalizer"} & set(eval(done.stdout.splitlines()[1]))
