"""The one command: data -> weights -> shipped model. See training/README.md."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=["train"])
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and annotation/")
    parser.add_argument("--run", type=Path, default=Path("training/runs/latest"), help="where checkpoints and logs go")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--init", type=Path)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    from training.train import train

    train(args.data, args.run, epochs=args.epochs, seed=args.seed, threads=args.threads, init=args.init)


if __name__ == "__main__":
    main()
