"""The encoder on the public NER benchmark: `python -m training.ner NER CHECKPOINT BASE` (about five minutes).

A copy of the reader's encoder is trained on for names alone (PER, ORG, LOC) and measured on the test of idner-news-2k; it is not
shipped. The best epoch is chosen on the development sentences.
"""

from __future__ import annotations

import argparse
import random
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.batches import ner_batches, ner_sentences
from training.examples import LABELS
from training.network import Reader
from training.train import SEED, evaluate_ner, ner_loss

EPOCHS, RATE, POSITIONS = 4, 1e-4, 600


def main() -> None:
    """Train and print the figures of each epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("ner", "checkpoint", "base"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    train, dev, test = (ner_sentences(args.ner / f"{name}.conll", tokenizer) for name in ("train", "dev", "test"))
    reader = Reader(tokenizer.get_vocab_size(), len(LABELS))
    reader.load_state_dict(torch.load(args.checkpoint)["reader"])
    reader.encoder.word.weight.requires_grad_(False)
    parts = [p for part in (reader.encoder, reader.ner) for p in part.parameters() if p.requires_grad]
    optim = torch.optim.AdamW(parts, lr=RATE, weight_decay=0.01)
    stream = ner_batches(train, random.Random(SEED), POSITIONS)
    each = len(list(ner_batches(train, None, POSITIONS)))
    for epoch in range(EPOCHS):
        for number, (ids, labels) in enumerate(islice(stream, each)):
            done = (epoch * each + number) / (EPOCHS * each)
            optim.param_groups[0]["lr"] = RATE * min(1.0, 20 * done) * (1 - done)
            with torch.autocast("cpu", torch.bfloat16):
                loss = ner_loss(reader, ids, labels)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parts, 1.0)
            optim.step()
            optim.zero_grad(set_to_none=True)
        print(f"epoch {epoch + 1}: dev {evaluate_ner(reader, dev)} | test {evaluate_ner(reader, test)}", flush=True)


if __name__ == "__main__":
    main()
