"""Hard sentences: nested denial, chain in the middle, negated passive … (`hard_sentences.jsonl`).

Each line has a text and the claims that must be found, all of them and no others: type, actors and recipients
(a word or more of each; every one named must be found), the chain of speakers, outermost first, and the
stance. `fails` says what still goes wrong: such a line is an expected failure, and the test tells when it
stops failing.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.reading import Reader

LINES = Path(__file__).with_name("hard_sentences.jsonl").read_text(encoding="utf-8").splitlines()
ROWS = [json.loads(line) for line in LINES]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def marked(row):
    marks = [pytest.mark.xfail(reason=row["fails"], strict=True)] if row.get("fails") else []
    return pytest.param(row, id=row["id"], marks=marks)


@pytest.mark.parametrize("row", [marked(row) for row in ROWS])
def test_hard_sentence(reader, row):
    claims = list(reader.read(row["text"], published="2024-05-17").claims)
    for wanted in row["claims"]:
        claim = next((claim for claim in claims if is_it(claim, wanted)), None)
        assert claim is not None, f"not found: {wanted}"
        claims.remove(claim)
    more = row.get("more", ())  # types of events that may be found besides
    assert not [claim.event.type for claim in claims if claim.event.type not in more]


def is_it(claim, wanted) -> bool:
    speakers = [source.text for source in claim.sources]
    return (
        (claim.event.type, claim.stance) == (wanted["type"], wanted["stance"])
        and named(wanted["actors"], claim.event.actors)
        and named(wanted["recipients"], claim.event.recipients)
        and len(speakers) == len(wanted["chain"])
        and all(word in speaker for word, speaker in zip(wanted["chain"], speakers, strict=True))
    )


def named(words, participants) -> bool:
    return len(words) == len(participants) and all(
        any(word in participant.text for participant in participants) for word in words
    )


def test_there_are_enough_of_them():
    assert len(ROWS) >= 15
    assert len({row["id"] for row in ROWS}) == len(ROWS)
