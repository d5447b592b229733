"""One command from raw material to the shipped files: `python -m training.recipe SHARED WORK OUT`.

SHARED holds `gold/` and `data/`; WORK keeps the base model and checkpoints (an interrupted run goes on from the last epoch);
OUT gets the model's files, usually `data/models/id`. Seeds are fixed. About three and a half hours on two cores with bfloat16.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

# Large buffers are kept, not given back to the system at each step: a third of the time of a step otherwise.
_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "8589934592", "MALLOC_ARENA_MAX": "2"}


def step(module: str, *arguments: object) -> None:
    """Run a step of this package in a process of its own; a step that fails ends the recipe."""
    print(f"== {module}", flush=True)
    subprocess.run([sys.executable, "-m", f"training.{module}", *map(str, arguments)], check=True, env=os.environ | _ALLOCATOR)


def main() -> None:
    """Every step in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    gold, base, more, model = args.shared / "gold", args.work / "base", args.work / "more", args.work / "model"
    corpus, names = args.shared / "data/news/all.jsonl.gz", args.shared / "data/ner/combined_per_org_loc"
    if not (base / "base.npz").exists():
        step("base", corpus, base)
    step("more", corpus, more)
    step("train", gold, more, names, base, model)
    step("wide", gold, more, base, args.work / "wide")
    step("export", max(model.glob("epoch*.pt")), args.work / "wide/wide.npz", base, args.out)
    step("calibrate", gold, args.out)
    step("figures", gold, more, names / "test.conll", args.out)
    step("card", args.out, "README.md")


if __name__ == "__main__":
    main()
