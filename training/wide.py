"""Train the linear model over cue words: `python -m training.wide GOLD MORE BASE OUT` (about five minutes)."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from kg.extract import cues
from kg.model import Article
from training.examples import LABELS, examples, load
from training.train import SEED, annotated, prf

EPOCHS, BATCH, RATE, DECAY = 8, 256, 3e-3, 1e-5
DROP = 0.2  # share of a pair's features that is left out each time: else the model learns pairs by heart


def rows(
    annotated: Iterable[tuple[Article, Mapping[str, Any]]], tokenizer: Tokenizer
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Columns of each pair, its labels and which of them count."""
    columns, labels, masks = [], [], []
    for article, annotation in annotated:
        for example in examples(article, annotation, tokenizer):
            text = cues.words(article, example.window, example.places, example.kinds)
            columns += [cues.buckets(text, example.places, example.kinds, pair) for pair in example.pairs]
            labels.append(example.label)
            masks.append(example.label_mask)
    return columns, np.concatenate(labels), np.concatenate(masks)


def fit(columns: list[np.ndarray], label: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns × labels) and biases of a logistic regression a label."""
    torch.manual_seed(SEED)
    bag = torch.nn.EmbeddingBag(cues.BUCKETS, len(LABELS), mode="sum")
    torch.nn.init.zeros_(bag.weight)
    bias = torch.nn.Parameter(torch.full((len(LABELS),), -4.0))
    optim = torch.optim.Adam([*bag.parameters(), bias], lr=RATE)
    order, rnd, draw = list(range(len(columns))), random.Random(SEED), np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        rnd.shuffle(order)
        total = 0.0
        for group in optim.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            offsets = np.cumsum([0, *(len(columns[i]) for i in chosen[:-1])])
            flat = np.concatenate([columns[i] for i in chosen])
            keep = torch.from_numpy(draw.random(len(flat)) >= DROP).float() / (1 - DROP)
            logits = bag(torch.from_numpy(flat), torch.from_numpy(offsets), per_sample_weights=keep) + bias
            loss = functional.binary_cross_entropy_with_logits(
                logits, torch.from_numpy(label[chosen]), torch.from_numpy(mask[chosen]), reduction="sum"
            )
            (loss / len(chosen) + DECAY * bag.weight.pow(2).sum()).backward()
            optim.step()
            optim.zero_grad(set_to_none=True)
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {total / len(order):.3f}", flush=True)
    return bag.weight.detach().numpy(), bias.detach().numpy()


def figure(weight: np.ndarray, bias: np.ndarray, found: tuple[list[np.ndarray], np.ndarray, np.ndarray]) -> str:
    """F1 over pairs with gold mentions, at three thresholds."""
    columns, label, mask = found
    logits = np.stack([weight[c].sum(0) + bias for c in columns])
    out = []
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        said = (1 / (1 + np.exp(-logits)) > threshold) & (mask > 0)
        right = (said & (label > 0)).sum()
        out.append(f"@{threshold} {prf(int(right), int(said.sum()), int(label.sum()))}")
    return " | ".join(out)


def main() -> None:
    """Fit, print figures on the held-out tenth and on dev, and write `wide.npz`."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "more", "base", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    train, further, held = annotated(args.gold, args.more)
    weight, bias = fit(*rows([*train, *further], tokenizer))
    print("held", figure(weight, bias, rows(held, tokenizer)))
    print("dev ", figure(weight, bias, rows(load(args.gold / "dev.articles.jsonl", args.gold / "dev.jsonl"), tokenizer)))
    args.out.mkdir(parents=True, exist_ok=True)
    np.savez(args.out / "wide.npz", weight=weight, bias=bias)


if __name__ == "__main__":
    main()
