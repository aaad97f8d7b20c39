"""What benchmarks/meantime.py makes of MEANTIME's tokens and values."""

from __future__ import annotations

import pytest

from sayso.reading import Claim, Event, Source
from sayso.reading.ontology import STANCES

meantime = pytest.importorskip("benchmarks.meantime", reason="benchmarks lie in the repository only")


def claim(stance, *, source=None, trigger=(0, 4)) -> Claim:
    event = Event(type="AID", trigger=trigger)
    sources = (Source((9, 12), source),) if source else ()
    return Claim(stance, event, sources, cue=None, stance=stance, opinion=False, sentence=(0, 20))


def test_every_stance_has_values_that_are_scored():
    assert set(meantime.FACTUALITY) == set(STANCES)
    for certainty, polarity in meantime.FACTUALITY.values():
        assert certainty in meantime.CLASSES["certainty"]
        assert polarity in meantime.CLASSES["polarity"]
        assert meantime.outcome(certainty, polarity, "NON_FUTURE") in meantime.CLASSES["outcome"]


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("He was `` very happy '' .", 'He was "very happy".'),
        ('He was " very happy " .', 'He was "very happy".'),
        ("Jobs ' health ( US$ 2.5 billion , 5 % )", "Jobs' health (US$2.5 billion, 5%)"),
        ("users ` cut the cord ' now", "users 'cut the cord' now"),
        ("It 's $ 149 / £ 99 , is n't it ?", "It's $149/£99, isn't it?"),
    ],
)
def test_tokens_are_joined_as_people_write(tokens, text):
    joined, spans = meantime.spaced(tokens.split())
    assert joined == text
    assert len(spans) == len(tokens.split())
    written = [joined[start:end] for start, end in spans]
    assert written == [{"``": '"', "''": '"', "`": "'"}.get(token, token) for token in tokens.split()]


def test_the_reports_own_claim_counts_else_the_first():
    claims = [claim("denies", source="Iran"), claim("affirms"), claim("alleges", source="US")]
    claims = [claim("denies", source="Iran"), claim("affirms"), claim("alleges", source="US")]
    own = meantime.main_claims(claims)
    assert [each.stance for each in own.values()] == ["affirms"]
    first = meantime.main_claims([claims[0], claims[2]])
    assert [each.stance for each in first.values()] == ["denies"]


def test_each_mention_is_paired_once_with_what_shares_most():
    shut_down = meantime.Mention(((10, 14), (15, 19)), "CERTAIN", "POS", "FUTURE")
    down = meantime.Mention(((15, 19),), "CERTAIN", "POS", "FUTURE")
    assert meantime.aligned([(15, 19), (10, 19)], [shut_down, down]) == [
        ((15, 19), down),
        ((10, 19), shut_down),
    ]
    assert meantime.aligned([(0, 9)], [shut_down]) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("CERTAIN", "POS", "NON_FUTURE"), "happened"),
        (("CERTAIN", "POS", "FUTURE"), "open"),
        (("CERTAIN", "NEG", "FUTURE"), "did not"),
        (("POSSIBLE", "NEG", "NON_FUTURE"), "open"),
        (("UNDERSPECIFIED", "UNDERSPECIFIED", "FUTURE"), "open"),
    ],
)
def test_three_values_make_an_outcome(values, expected):
    assert meantime.outcome(*values) == expected


def test_scores_leave_out_what_the_gold_leaves_open():
    matched = [
        ("affirms", meantime.Mention((), "CERTAIN", "POS", "NON_FUTURE")),
        ("intends", meantime.Mention((), "CERTAIN", "POS", "FUTURE")),
        ("alleges", meantime.Mention((), "PROBABLE", "POS", "NON_FUTURE")),
        ("urges", meantime.Mention((), "UNDERSPECIFIED", "UNDERSPECIFIED", "FUTURE")),
    ]
    certainty = meantime.compared("certainty", matched)
    assert certainty == [("CERTAIN", "CERTAIN"), ("CERTAIN", "uncertain"), ("uncertain", "uncertain")]
    assert meantime.scored("certainty", meantime.CLASSES["certainty"], certainty)[-1][-2:] == [".667", ".667"]
    assert [gold == found for gold, found in meantime.compared("outcome", matched)] == [True] * 4
    assert meantime.scored("polarity", meantime.CLASSES["polarity"], [])[-1][-2:] == ["–", "–"]
