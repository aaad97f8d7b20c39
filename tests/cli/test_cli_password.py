"""A password in the ledger's URL is never printed."""

from __future__ import annotations

import pytest

SECRET = "s3cret"
REPORT = '{"id": "a1", "text": "The harbour was quiet for all of that day, the captain said. So it was."}\n'
QUESTIONS = [
    ["read", "-"],
    ["read", "-", "--json"],
    ["show", "a1"],
    ["ask"],
    ["ask", "--statements"],
    ["sources"],
    ["status"],
    ["status", "--json"],
    ["rejects"],
    ["export", "jsonl"],
]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("by_option", [True, False], ids=["option", "setting"])
@pytest.mark.parametrize(
    "url",
    [
        f"sqlite://clerk:{SECRET}@/my.db",  # this one opens
        f"postgresql://clerk:{SECRET}@127.0.0.1:1/news",
        f"postgresql://clerk:{SECRET}@127.0.0.1:port/news",
        f"mysql://clerk:{SECRET}@127.0.0.1/news",
    ],
    ids=["opens", "no-server", "no-url", "no-such-kind"],
)
def test_no_command_prints_the_password(sayso, monkeypatch, url, by_option, question):
    monkeypatch.setenv("SAYSO_LEDGER", url)
    option = ["--ledger", url] if by_option else []
    if url.startswith("sqlite") and question[0] != "read":
        assert sayso("read", "-", stdin=REPORT).exit_code == 0
    result = sayso(*question, *option, stdin=REPORT)
    assert (result.exit_code == 0) == url.startswith("sqlite")
    assert SECRET not in result.stdout + result.stderr


def test_the_summary_says_how_to_name_the_ledger(sayso):
    result = sayso("read", "-", "--ledger", f"sqlite://clerk:{SECRET}@/my.db", stdin=REPORT)
    assert "Next, with the same --ledger or its URL in SAYSO_LEDGER:\n  sayso sources  " in result.stdout
    plain = sayso("read", "-", "--ledger", "sqlite:///my.db", stdin=REPORT)
    assert "Next:\n  sayso sources --ledger sqlite:///my.db  " in plain.stdout


@pytest.mark.parametrize(
    ("where", "hidden"),
    [
        ("my.db", False),
        ("postgresql://host/news", False),
        ("postgresql://clerk@host/news?sslmode=require", False),
        (f"postgresql://clerk:{SECRET}@host/news", True),
        (f"postgresql://:{SECRET}@host/news", True),
        (f"postgresql://clerk@host/news?password={SECRET}", True),
        (f"postgresql://clerk:{SECRET}@{SECRET}@host/news", True),
        (f"postgresql://clerk:{SECRET}@host:port/news", True),
        (f"://{SECRET}", True),
    ],
)
def test_what_may_hold_a_password(where, hidden):
    from sayso.cli.summary import _has_password

    assert _has_password(where) is hidden
