"""Threads laid out as bytes: links between many of them are those that are found one by one."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest

from sayso.weigh.matters import order, parent
from sayso.weigh.packed import links, pack, rivals, unpacked
from sayso.weigh.records import Thread

_WORDS = ["harbour", "salt", "lantern", "orchard", "granite", "violet", "kolm", "vessel", "accord", "ridge"]
_TRIGGERS = {"AID": ["supplied", "shipped"], "ASSAULT": ["struck", "shelled"], "CONSULT": ["met", "visited"]}


def thread(dice: random.Random, number: int) -> Thread:
    kind = dice.choice([*_TRIGGERS])
    told = [dice.choice(["IR", "RU", "kolm-works", None]) for _ in range(2)]
    day = date(2024, 1, 1) + timedelta(dice.randrange(60))
    known = dice.random() < 0.9
    words = {word: round(dice.uniform(2, 9), 1) for word in dice.sample(_WORDS, 4)}
    return Thread(
        key=f"r{number:03}:0-4:{kind}",
        report=f"r{number // 2:03}",
        published=day.isoformat() if known else None,
        start=(day - timedelta(3)).isoformat() if known else None,
        end=day.isoformat() if known else None,
        mentions=(f"r{number:03}:0-4:{kind}",),
        features={
            "types": [kind], "told": told, "first": told[0], "second": told[1], "mutual": kind == "CONSULT",
            "doers": [each for each in told[:1] if each], "others": [each for each in told[1:] if each],
            "people": dice.sample(["ann-orlo", "ben-tarn"], dice.randrange(2)),
            "actual": dice.choice(["real", "real", "ahead", "if"]), "dated": dice.random() < 0.3,
            "triggers": dice.sample(_TRIGGERS[kind], dice.randrange(1, 3)),
            "items": dice.sample(["drone", "shell"], dice.randrange(2)), "places": [], "modes": [],
            "words": words, "report": words,
        },
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_links_are_those_that_are_found_one_by_one(seed):
    dice = random.Random(seed)
    threads = sorted((thread(dice, number) for number in range(60)), key=order)
    questions = [(at, np.arange(at)) for at in range(1, len(threads))]
    # Laid out some at a time: nothing depends on which others are there.
    packed = [*pack(threads[:7]), *pack(threads[7:])]
    found = links(unpacked(packed), questions)
    expected = [parent(threads[at], threads[:at]) for at, _ in questions]
    assert any(expected)
    assert [best and (threads[best[0]].key, best[1]) for best in found] == [
        link and (link.to, link.score) for link in expected
    ]


@pytest.mark.parametrize("seed", range(4))
def test_who_would_rather_repeat_one_is_among_its_rivals(seed):
    dice = random.Random(seed)
    threads = sorted((thread(dice, number) for number in range(40)), key=order)
    laid_out = unpacked(pack(threads))
    one = len(threads) // 3
    asked = left = 0
    for at in range(one + 1, len(threads)):
        before = parent(threads[at], [*threads[:one], *threads[one + 1 : at]])
        now = parent(threads[at], threads[:at])
        scores = np.array([before.score if before else 0.0])
        rival = len(rivals(laid_out, one, np.array([at]), scores)) == 1
        assert rival or now == before
        asked, left = asked + rival, left + (not rival)
    assert asked  # else it says nothing
    assert left


@pytest.mark.parametrize("seed", range(2))
def test_what_is_told_of_two_threads_is_the_same_from_either(seed):
    dice = random.Random(seed)
    laid_out = unpacked(pack([thread(dice, number) for number in range(30)]))
    every = np.arange(30)
    rows = np.stack([laid_out.features(at, every) for at in range(30)])
    assert (rows == rows.transpose(1, 0, 2)).all()


def test_nothing_is_laid_out_and_nothing_linked():
    assert pack([]) == []
    assert links(unpacked([]), []) == []
