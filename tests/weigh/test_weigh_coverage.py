"""Coverage: which reports are about the same happening."""

from __future__ import annotations

import random
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.weigh import coverage
from sayso.weigh.coverage import (
    LOOSE,
    WHOLE,
    Link,
    Signature,
    coverage_pairs,
    group_coverage,
    regroup,
    signature,
    similarity,
)
from sayso.weigh.telling import telling_words

FIRE = (
    "Ferry catches fire off Lindholm; 212 rescued",
    "LINDHOLM - A ferry with 212 people on board caught fire on Tuesday night off the island of Lindholm, "
    "the coast guard said.\nAll passengers of the Sankta Birgit were taken off by tugs and fishing boats, "
    "said Commander Elsa Norrby. The cause of the fire on the car deck is not known.",
)
FIRE_TOO = (
    "All safe after blaze on the Sankta Birgit",
    "The 212 passengers and crew of the ferry Sankta Birgit are safe after a fire broke out on its car deck, "
    "the coast guard said on Wednesday.\nThe ship was towed to Lindholm. Elsa Norrby, who led the rescue, "
    "praised the fishermen who had come to help.",
)
OTHER_FIRE = (
    "Two hurt as ferry burns in Porto Alvo",
    "A fire on a ferry in the harbour of Porto Alvo injured two sailors on Monday, port officials said.\nThe "
    "Dom Teodoro had no passengers on board. Harbour master Rui Caldas said that a cable had burnt.",
)
TALKS = (
    "Talks on fishing quotas adjourned",
    "Ministers left Greywick without an agreement on herring quotas.\nThe delegations of Osmark and Velland "
    "will meet again in March, said the chairman, Iver Dahl.",
)


def test_reports_of_one_happening_are_alike() -> None:
    same = similarity(signature(*FIRE), signature(*FIRE_TOO))
    alike = similarity(signature(*FIRE), signature(*OTHER_FIRE))
    assert same > coverage.TOGETHER / WHOLE > alike > similarity(signature(*FIRE), signature(*TALKS))


def test_names_and_numbers_tell_most() -> None:
    words = list(telling_words(*FIRE, 8))
    assert {"lindholm", "birgit", "212"} <= set(words)
    assert "said" not in telling_words(*FIRE, 100)


def test_case_accents_and_endings_do_not_matter_to_a_word() -> None:
    plain = telling_words(None, "the boats of Zurich’s harbours were carried to the quays", 40)
    assert plain.keys() == telling_words(None, "The boat of Zürich harbour carries to the quay", 40).keys()


def test_days_apart_lower_the_likeness() -> None:
    def on(day: str | None) -> float:
        return similarity(signature(*FIRE, "2024-05-01"), signature(*FIRE_TOO, day))

    assert on("2024-05-04") == on("2024-04-28") == on(None)
    assert on("2024-05-18") == pytest.approx(on(None) / 2, abs=1 / WHOLE)
    assert on("2024-05-20") > on("2024-05-31") > on("2024-06-01") == 0


def test_nothing_is_like_an_empty_report() -> None:
    empty = signature(None, "")
    assert empty.words == empty.weights == b""
    assert similarity(empty, empty) == similarity(empty, signature(*FIRE)) == 0
    reports = {"a": empty, "b": empty, "c": signature(*FIRE)}
    links = list(coverage_pairs(reports))
    assert group_coverage(reports, links) == [("a",), ("b",), ("c",)]
    assert list(coverage_pairs({})) == []
    assert group_coverage([], []) == []


def test_bytes_and_back() -> None:
    for published in (None, "1999-12-31"):
        one = signature(*FIRE, published)
        assert len(one.words) <= 160
        assert Signature.from_bytes(one.to_bytes()) == one
    with pytest.raises(ValueError, match="no signature"):
        Signature.from_bytes(b"12345")


def test_groups_by_happening() -> None:
    reports = {
        "fire": signature(*FIRE),
        "fire-2": signature(*FIRE_TOO),
        "port": signature(*OTHER_FIRE),
        "talks": signature(*TALKS),
    }
    assert group_coverage(reports, coverage_pairs(reports)) == [("fire", "fire-2"), ("port",), ("talks",)]


def test_a_bridge_does_not_join_what_is_apart() -> None:
    high, low = 9000, LOOSE
    links = [Link("a", "b", high), Link("c", "d", high), Link("b", "c", low)]
    assert group_coverage("abcd", links) == [("a", "b"), ("c", "d")]


def test_weak_and_foreign_links_are_left_aside() -> None:
    links = [Link("a", "b", LOOSE - 1), Link("a", "z", WHOLE), Link("b", "b", WHOLE)]
    assert group_coverage("ab", links) == [("a",), ("b",)]


def test_a_crowd_of_copies_stays_one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "MOST_IN_PIECE", 3)
    ids = [f"r{n}" for n in range(6)]
    links = [Link(a, b, WHOLE) for a in ids for b in ids if a < b]
    assert group_coverage(ids, links) == [tuple(ids)]


WORDS = st.dictionaries(st.integers(1, 12), st.integers(1, 4095), max_size=6)
SIGNATURES = st.builds(
    lambda words, day: Signature(
        b"".join(word.to_bytes(4, "little") for word in sorted(words)),
        b"".join(words[word].to_bytes(2, "little") for word in sorted(words)),
        day,
    ),
    WORDS,
    st.sampled_from([0, 700_000, 700_005, 700_020, 700_033, 700_090]),
)
POTS = st.lists(SIGNATURES, max_size=14).map(lambda pot: {f"r{n:02}": one for n, one in enumerate(pot)})


@settings(max_examples=50)
@given(POTS)
def test_pairs_are_those_of_similarity(pot: dict[str, Signature]) -> None:
    said = {(a, b): round(similarity(pot[a], pot[b]) * WHOLE) for a in pot for b in pot if a < b}
    links = list(coverage_pairs(pot, at_least=1))
    assert len(links) == len({link[:2] for link in links})
    assert {(a, b): score for a, b, score in links} == {pair: score for pair, score in said.items() if score}


@settings(max_examples=60)
@given(POTS, st.sets(st.integers(0, 13)), st.booleans())
def test_links_of_new_reports(pot: dict[str, Signature], numbers: set[int], index: bool) -> None:
    new = {f"r{n:02}" for n in numbers}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coverage, "_FEW", -1 if index else 99)
        found = sorted(coverage_pairs(pot, new))
    assert found == sorted(link for link in coverage_pairs(pot) if {link.one, link.other} & new)


LINKS = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([1000, 2000, 2600, 3000, 4000, 5000, 6000, 9000, WHOLE]),
    max_size=30,
).map(lambda pairs: [Link(f"r{a}", f"r{b}", score) for (a, b), score in pairs.items()])
REPORTS = [f"r{n}" for n in range(10)]


def by_the_book(links: list[Link]) -> list[tuple[str, ...]]:
    """Average linkage in exact arithmetic, every mean anew."""
    scores = {frozenset(link[:2]): link.score for link in links if link.score >= LOOSE}
    groups: list[tuple[str, ...]] = [(report,) for report in REPORTS]
    while True:
        means = [
            (-Fraction(sum(scores.get(frozenset((a, b)), 0) for a in x for b in y), len(x) * len(y)), x, y)
            for x in groups
            for y in groups
            if min(x) < min(y)
        ]
        mean, x, y = min(means, default=(Fraction(0), (), ()))
        if -mean < coverage.TOGETHER:
            return sorted(groups)
        groups = [each for each in groups if each not in (x, y)] + [tuple(sorted(x + y))]


@settings(max_examples=60)
@given(LINKS)
def test_groups_are_those_of_average_linkage(links: list[Link]) -> None:
    assert group_coverage(REPORTS, links) == by_the_book(links)


@settings(max_examples=120)
@given(LINKS, st.randoms(use_true_random=False), st.integers(2, 6))
def test_one_by_one_as_all_at_once(links: list[Link], mixer: random.Random, most: int) -> None:
    """Reports that come in any order end in the groups of the batch, of small and of cut pieces."""
    order = mixer.sample(REPORTS, len(REPORTS))
    mixed = mixer.sample(links, len(links))
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    groups: dict[str, tuple[str, ...]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coverage, "MOST_IN_PIECE", most)
        for report in order:
            groups[report] = (report,)
            for one, other, score in mixed:
                if report in (one, other) and {one, other} <= groups.keys():
                    near[one].append((other, score))
                    near[other].append((one, score))
            for group in regroup(report, near.__getitem__):
                groups.update(dict.fromkeys(group, group))
            batch = group_coverage(
                groups, (link for link in mixed if {link.one, link.other} <= groups.keys())
            )
            assert sorted(set(groups.values())) == batch
