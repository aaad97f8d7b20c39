"""From data to the shipped model: train, export, evaluate; or one of these steps. See training/README.md."""

from __future__ import annotations

import argparse
import json
import logging
import shutil
from pathlib import Path

MODEL = Path("src/sayso/reading/model")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", nargs="?", default="all", choices=["all", "train", "export", "evaluate"])
    parser.add_argument("--data", type=Path, required=True, help="folder with data/, annotation/ and score/")
    parser.add_argument("--run", type=Path, default=Path("training/runs/latest"), help="checkpoints and logs")
    parser.add_argument("--out", type=Path, default=MODEL, help="folder of the exported model (%(default)s)")
    parser.add_argument(
        "--checkpoint", help="which checkpoint of the run to export (default: the last epoch's)"
    )
    parser.add_argument("--precision", choices=["fp32", "int8"], default="int8")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if args.step in ("all", "train"):
        from training.train import train

        train(args.data, args.run, epochs=args.epochs, seed=args.seed, threads=args.threads)
    if args.step in ("all", "export"):
        import torch

        from training.export import export
        from training.model import Network
        from training.train import minilm

        checkpoint = args.run / (args.checkpoint or f"epoch-{args.epochs}.pt")
        network = Network()
        network.load_state_dict(torch.load(checkpoint))
        network.eval()
        args.out.mkdir(parents=True, exist_ok=True)
        about = {
            "run": (args.run / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1],
            "precision": args.precision,
        }
        export(network, args.out / "sayso.onnx", precision=args.precision, about=about)
        shutil.copyfile(minilm()[1].parent / "tokenizer.json", args.out / "tokenizer.json")
    if args.step in ("all", "evaluate"):
        from training.evaluate import evaluate

        print(json.dumps(evaluate(args.out, args.data), indent=1))


if __name__ == "__main__":
    main()
