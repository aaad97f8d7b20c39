"""`Reader.relation` on PLV by five-fold cross-validation: `python -m training.crossvalidate --data DATA`.

Folds go by the SHA-256 of the sentence's id. For each fold a network starts from a checkpoint of the first
stage, which has seen no event types, and learns the type of marked dyads from the other four folds and from
the annotated events of all other sources. CONCEDE and RETREAT together are PLV's YIELD; quad and binary add
up the probabilities of the types that they join (YIELD is material cooperation, as in PLV).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
import random
import time
from collections import defaultdict
from pathlib import Path

import torch

from sayso.reading.ontology import TYPES
from training import claims
from training.examples import Example, collate
from training.model import Network
from training.plv import LEVELS, ROOT_OF, likeliest, macro_f1
from training.train import DROPOUT, RATE_ENCODER, RATE_HEADS, batches, losses, minilm

log = logging.getLogger("training")

FOLDS, EPOCHS, SIZE = 5, 6, 1024
OTHERS_SHARE = 0.1  # of the annotated events of other sources, per epoch


def fold_of(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def crossvalidate(data: Path, start: Path, *, seed: int, threads: int) -> dict[str, float]:
    """Give the macro-F1 at each level over all folds' answers together."""
    torch.set_num_threads(threads)
    tokenizer, _ = minilm()
    with (data / "data/plover/PLV_train.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(f"plv-train-{r['sentence_id']}", r) for r in csv.DictReader(file, delimiter="\t")]
    plv = [(fold_of(name), row["gold_root"], claims.plv_dyad(row)) for name, row in rows]
    own = Path(__file__).parent / "data"
    paths = [data / f"annotation/train_{part}.jsonl" for part in ("reports", "statements", "written")]
    others = [
        d for p in paths + sorted(own.glob("claims_*.jsonl")) for d in claims.event_dyads(claims.rows(p))
    ]
    pairs: list[tuple[str, dict[str, float]]] = []
    for fold in range(FOLDS):
        torch.manual_seed(seed)
        rng = random.Random(seed)
        network = Network(DROPOUT)
        network.load_state_dict(torch.load(start))
        train = [claims.dyad_example(d, tokenizer) for f, _, d in plv if f != fold and d is not None]
        more = [claims.dyad_example(d, tokenizer) for d in others]
        _fit(network, train, more, rng)
        for f, root, dyad in plv:
            if f == fold and dyad is not None:
                pairs.append((root, _answer(network, claims.dyad_example(dyad, tokenizer))))
        log.info("after fold %d: %s", fold, scores(pairs))
    return scores(pairs)


def _fit(network: Network, train: list[Example], more: list[Example], rng: random.Random) -> None:
    plan = [
        batch
        for _ in range(EPOCHS)
        for batch in batches(train + rng.sample(more, round(len(more) * OTHERS_SHARE)), SIZE, rng)
    ]
    old = {id(p) for n, p in network.encoder.named_parameters() if not n.startswith("mark.")}
    groups = [
        {"params": [p for p in network.parameters() if id(p) in old], "lr": RATE_ENCODER},
        {"params": [p for p in network.parameters() if id(p) not in old], "lr": RATE_HEADS},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = len(plan) // 16 + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(plan) - step) / (len(plan) - warm))
    )
    network.train()
    began = time.time()
    for step, batch in enumerate(plan):
        loss = losses(network, collate(batch))["relation"]
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            log.info("step %d/%d %.0f s %.3f", step, len(plan), time.time() - began, float(loss.detach()))
    network.eval()


def _answer(network: Network, example: Example) -> dict[str, float]:
    batch = collate([example])
    its = batch["relations"]
    with torch.no_grad():
        words = network.words(*(batch[name] for name in ("ids", "case", "layout", "quote", "mark", "first")))
        chances = network.relation(words, its["where"], its["one"], its["other"]).softmax(-1)[0].tolist()
    found: dict[str, float] = defaultdict(float)
    for kind, chance in zip(TYPES, chances, strict=True):
        found[ROOT_OF[kind]] += chance
    return dict(found)


def scores(pairs: list[tuple[str, dict[str, float]]]) -> dict[str, float]:
    """Macro-F1 at each level, in per cent."""
    return {
        level: round(
            100
            * macro_f1(
                [groups[root] for root, _ in pairs], [likeliest(chances, groups) for _, chances in pairs]
            ),
            1,
        )
        for level, groups in LEVELS.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.crossvalidate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and annotation/")
    parser.add_argument("--start", type=Path, default=Path("training/runs/latest/attribution.pt"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    print(json.dumps(crossvalidate(args.data, args.start, seed=args.seed, threads=args.threads)))


if __name__ == "__main__":
    main()
