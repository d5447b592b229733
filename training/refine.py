"""Train the heads once more on an encoder that stands still: `python -m training.refine GOLD BASE CHECKPOINT OUT`.

The heads learn far slower while the encoder moves and drops out; on its finished vectors, computed once, an epoch takes half
a minute.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.batches import batches, collate
from training.examples import LABELS, Example, examples, load
from training.network import Batch, Encoded, Reader
from training.train import SEED, WEIGHTS, evaluate, held_out, losses, rate

EPOCHS, RATE = 6, 1e-3


def encode(reader: Reader, chosen: Sequence[Example]) -> Iterator[tuple[Batch, Encoded]]:
    """Batches with what the encoder gives for them, dropout off; all pairs are kept."""
    reader.eval()
    for group in batches(chosen, random.Random(SEED)):
        batch = collate(group)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            encoded = reader.encode(batch)
        yield batch, Encoded(encoded.text.bfloat16(), encoded.words.bfloat16(), encoded.markers.bfloat16())


def refine(reader: Reader, ready: list[tuple[Batch, Encoded]], dev: Sequence[Example], epochs: int) -> None:
    """Train all heads but the taggers."""
    heads = {
        name: p for name, p in reader.named_parameters() if not name.startswith(("encoder.", "tag.", "ner.", "kind.", "marker"))
    }
    optim = torch.optim.AdamW(heads.values(), lr=RATE, weight_decay=0.01)
    rnd, step, total = random.Random(SEED), 0, len(ready) * epochs
    for epoch in range(1, epochs + 1):
        rnd.shuffle(ready)
        means: dict[str, float] = defaultdict(float)
        reader.train()
        for batch, encoded in ready:
            for group in optim.param_groups:
                group["lr"] = RATE * rate(step, total)
            with torch.autocast("cpu", torch.bfloat16):
                parts = losses(reader, batch, encoded)
            sum(parts[name] * WEIGHTS[name] for name in parts if name != "tag").backward()
            torch.nn.utils.clip_grad_norm_(heads.values(), 1.0)
            optim.step()
            optim.zero_grad(set_to_none=True)
            step += 1
            for name, value in parts.items():
                means[name] += float(value.detach()) / len(ready)
        print(f"epoch {epoch}", {name: round(value, 3) for name, value in sorted(means.items())}, flush=True)
        print("dev @0.3:", evaluate(reader, dev, 0.3), flush=True)


def main() -> None:
    """Refine a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "base", "checkpoint", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    reader = Reader(tokenizer.get_vocab_size(), len(LABELS))
    reader.load_state_dict(torch.load(args.checkpoint)["reader"])
    rows = load(args.gold / "train/train.articles.jsonl", args.gold / "train/train.jsonl")
    train = [e for a, g in rows if not held_out(a.id) for e in examples(a, g, tokenizer)]
    dev = [e for a, g in load(args.gold / "dev.articles.jsonl", args.gold / "dev.jsonl") for e in examples(a, g, tokenizer)]
    refine(reader, list(encode(reader, train)), dev, EPOCHS)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(LABELS))
    torch.save({"reader": reader.state_dict()}, args.out / "refined.pt")


if __name__ == "__main__":
    main()
