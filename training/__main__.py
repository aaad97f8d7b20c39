"""From data to the shipped model: train, export, evaluate; or one of these steps. See training/README.md."""

from __future__ import annotations

import argparse
import json
import logging
import shutil
from pathlib import Path

MODEL = Path("src/sayso/reading/model")
EPOCHS = {"attribution": 5, "claims": 12}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", nargs="?", default="all", choices=["all", "train", "export", "evaluate"])
    parser.add_argument("--data", type=Path, required=True, help="folder with data/, annotation/ and score/")
    parser.add_argument("--run", type=Path, default=Path("training/runs/latest"), help="checkpoints and logs")
    parser.add_argument("--out", type=Path, default=MODEL, help="folder of the exported model (%(default)s)")
    parser.add_argument(
        "--checkpoint", default="claims.pt", help="which checkpoint of the run to export (%(default)s)"
    )
    parser.add_argument("--precision", choices=["fp32", "int8"], default="int8")
    parser.add_argument("--stage", choices=list(EPOCHS), help="train this stage only")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--epochs", type=int, help=f"of each stage (default: {EPOCHS})")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if args.step in ("all", "train"):
        from training.train import train

        if args.stage == "claims" and args.start is None:
            parser.error("the second stage goes on from the first: name its checkpoint with --start")
        start = args.start
        for stage, epochs in EPOCHS.items():
            if args.stage in (None, stage):
                train(
                    args.data,
                    args.run,
                    stage=stage,
                    epochs=args.epochs or epochs,
                    seed=args.seed,
                    threads=args.threads,
                    start=start,
                )
                start = args.run / f"{stage}.pt"
    if args.step in ("all", "export"):
        import torch

        from training.export import export
        from training.model import Network
        from training.train import minilm

        checkpoint = args.run / args.checkpoint
        network = Network()
        network.load_state_dict(torch.load(checkpoint))
        network.eval()
        args.out.mkdir(parents=True, exist_ok=True)
        about = {
            "run": (args.run / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1],
            "precision": args.precision,
        }
        shutil.copyfile(minilm()[1].parent / "tokenizer.json", args.out / "tokenizer.json")
        path = args.out / "sayso.onnx"
        export(network, path, precision=args.precision, about=about)
        from training.calibrate import calibrate

        export(
            network, path, precision=args.precision, about=about, calibration=calibrate(args.out, args.data)
        )
    if args.step in ("all", "evaluate"):
        from training.evaluate import evaluate

        print(json.dumps(evaluate(args.out, args.data), indent=1))


if __name__ == "__main__":
    main()
