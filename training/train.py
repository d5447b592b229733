"""Train the reader's network: `python -m training.train GOLD MORE NER BASE OUT`. Goes on from the newest checkpoint in OUT."""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from kg.model import Article, Kind
from kg.schema import relations
from training.augment import Renamer, cropped
from training.batches import batches, collate, ner_batches, ner_sentences
from training.examples import LABELS, Example, examples, load
from training.network import KINDS, TAGS, Batch, Encoded, Reader, load_base

SEED = 7
RATE, HEAD_RATE = 6e-5, 1e-3
LAYER_DECAY = 0.92  # of the rate from one layer to the one below: the lower ones know the language already
WARM_UP = 0.04
EPOCHS, NER_EPOCHS = 8, 3
GOLD_ALONE = 2  # last passes, which read nothing but the gold
RENAMED = 0.5  # share of the articles whose persons get other names, drawn anew each epoch
FURTHER = 0.6  # share of the further articles that is read in a pass: they are less like what is measured than the gold
CROPPED = 0.15  # share of which only a few sentences are taken
MEAN = 0.998  # of the moving mean of the weights, which is what is measured and shipped
RARE = {Kind.TICKET: 2.0, Kind.TEAM: 2.0, Kind.COALITION: 2.0, Kind.ORGANIZATION: 1.5}  # weights of their tags; 1 for the others
WEIGHTS = {"tag": 6.0, "link": 1.0, "relation": 3.0, "polarity": 0.4, "modality": 0.6, "where": 0.2, "speaker": 0.6, "ner": 0.5}


def held_out(article: str) -> bool:
    """Whether a training article is kept apart (one in ten), for thresholds, calibration and an honest figure."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % 10 == 0


def losses(reader: Reader, batch: Batch, encoded: Encoded) -> dict[str, Tensor]:
    """Each head's loss on a batch."""
    text = encoded.text
    mentions, pairs = reader.read(batch, encoded)
    out = {}
    logits = reader.tag(text).float().view(*text.shape[:2], KINDS, TAGS)
    tag = functional.cross_entropy(logits.flatten(0, 2), batch.tags.flatten(), ignore_index=-1, reduction="none")
    weights = torch.tensor([RARE.get(kind, 1.0) for kind in Kind])
    out["tag"] = (tag.view(-1, KINDS) * weights).sum() / (batch.tags[..., 0] >= 0).sum()
    relation = functional.binary_cross_entropy_with_logits(
        reader.relation(pairs).float(), batch.label, batch.label_mask, reduction="sum"
    )
    out["relation"] = relation / batch.pair_mask.sum().clamp(min=1)
    if len(batch.link):
        logits = reader.link_logits(mentions, batch.link, batch.link_features).float()
        out["link"] = functional.binary_cross_entropy_with_logits(logits, batch.link_label)
    if len(batch.fact):
        facts = reader.fact_vectors(pairs, batch.fact)
        for name in ("polarity", "modality", "where"):
            out[name] = functional.cross_entropy(getattr(reader, name)(facts).float(), getattr(batch, name))
        scores = reader.speaker_logits(facts, mentions, batch).log_softmax(-1)
        right = scores.masked_fill(~batch.speaker, -1e4).logsumexp(-1)
        known = batch.speaker.any(-1)
        out["speaker"] = -right[known].mean() if known.any() else right.sum() * 0
    return out


def ner_loss(reader: Reader, ids: Tensor, labels: Tensor) -> Tensor:
    """Loss of the head for the public NER sets."""
    text = reader.read_text(ids, ids != 1)
    return functional.cross_entropy(reader.ner(text).float().flatten(0, 1), labels.flatten(), ignore_index=-1)


def prf(tp: int, predicted: int, gold: int) -> str:
    """Precision, recall and F1 as text."""
    p, r = tp / max(1, predicted), tp / max(1, gold)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"


def spans(tags: np.ndarray) -> set[tuple[int, int, int]]:
    """(kind, start, stop) of the mentions in begin-inside-outside tags, positions × kinds."""
    found = set()
    for kind in range(tags.shape[1]):
        column = [*tags[:, kind].tolist(), 0]
        start = -1
        for i, tag in enumerate(column):
            if start >= 0 and tag != 2:
                found.add((kind, start, i))
                start = -1
            if tag == 1:
                start = i
    return found


@torch.no_grad()
def evaluate(reader: Reader, chosen: Sequence[Example], thresholds: Sequence[float]) -> Iterator[str]:
    """Quick figures with gold mentions: tagging, links, relations of each two actors (best instance), by group."""
    reader.eval()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    groups = [lambda key: True, lambda key: not _structural(key), _structural]
    for group in batches(chosen, random.Random(0)):
        batch = collate(group)
        with torch.autocast("cpu", torch.bfloat16):
            encoded = reader.encode(batch)
            text = encoded.text
            mentions, pairs = reader.read(batch, encoded)
            probability = reader.relation(pairs).float().sigmoid().numpy()
            tags = reader.tag(text).float().view(*text.shape[:2], KINDS, TAGS).argmax(-1).numpy()
            links = (
                reader.link_logits(mentions, batch.link, batch.link_features).float() > 0 if len(batch.link) else torch.zeros(0)
            )
        _count(counts["link"], int((links * batch.link_label).sum()), int(links.sum()), int(batch.link_label.sum()))
        for w, example in enumerate(group):
            gold, found = spans(example.tags), spans(tags[w, 1 : len(example.window.pieces) + 1])
            found = {(k, a + 1, b + 1) for k, a, b in found}
            _count(counts["tag"], len(gold & found), len(found), len(gold))
            best, right = _told(example, probability[w])
            for threshold in thresholds:
                said = {key for key, value in best.items() if value > threshold}
                for name, keep in zip(("all", "act", "structure"), groups, strict=True):
                    a, b = {k for k in said if keep(k)}, {k for k in right if keep(k)}
                    _count(counts[f"@{threshold} {name}"], len(a & b), len(a), len(b))
    reader.train()
    yield " | ".join(f"{name} {prf(*counts[name])}" for name in ("tag", "link"))
    for threshold in thresholds:
        yield " | ".join(f"{name} {prf(*counts[name])}" for name in (f"@{threshold} {g}" for g in ("all", "act", "structure")))


Key = tuple[frozenset[object], str, bool]


def _told(example: Example, probability: np.ndarray) -> tuple[dict[Key, float], set[Key]]:
    """What the network says of each two actors of a window, with the highest probability, and what gold says."""
    best: dict[Key, float] = defaultdict(float)
    right = set()
    for p, pair in enumerate(example.pairs):
        actors = frozenset((example.places[pair.first].actor, example.places[pair.second].actor))
        flip = example.places[pair.first].actor != min(actors, key=str)
        for label, (name, reverse) in enumerate(LABELS):
            key = (actors, name, reverse ^ flip if (name, True) in LABELS else False)
            best[key] = max(best[key], probability[p, label])
            if example.label[p, label]:
                right.add(key)
    return best, right


def _structural(key: Key) -> bool:
    return relations()[key[1]].structural


def _count(total: list[int], tp: int, predicted: int, gold: int) -> None:
    total[0] += tp
    total[1] += predicted
    total[2] += gold


@torch.no_grad()
def evaluate_ner(reader: Reader, sentences: Sequence[tuple[list[int], list[int]]]) -> str:
    """Exact span F1 on a NER set."""
    reader.eval()
    total = [0, 0, 0]
    for ids, labels in ner_batches(sentences, None):
        with torch.autocast("cpu", torch.bfloat16):
            found = reader.ner(reader.read_text(ids, ids != 1)).argmax(-1)
        for row, gold in zip(found.tolist(), labels.tolist(), strict=True):
            a = ner_spans([tag for tag, label in zip(row, gold, strict=True) if label >= 0])
            b = ner_spans([label for label in gold if label >= 0])
            _count(total, len(a & b), len(a), len(b))
    reader.train()
    return prf(*total)


def ner_spans(tags: Sequence[int]) -> set[tuple[int, int, int]]:
    """(class, first word, word after) of B-I-O labels as numbered in `training.batches.NER_LABELS`."""
    found, start, kind = set(), -1, 0
    for i, tag in enumerate([*tags, 0]):
        inside = tag > 0 and tag % 2 == 0
        if start >= 0 and not (inside and (tag + 1) // 2 == kind):
            found.add((kind, start, i))
            start = -1
        if tag > 0 and start < 0:
            start, kind = i, (tag + 1) // 2
    return found


def optimizer(reader: Reader) -> torch.optim.AdamW:
    """AdamW; no decay on biases and norms, a higher rate for the new heads, a lower one the lower a layer is."""
    groups: dict[tuple[float, bool], list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in reader.named_parameters():
        if parameter.requires_grad:
            groups[_peak(name, len(reader.encoder.layers)), parameter.ndim > 1].append(parameter)
    return torch.optim.AdamW(
        [{"params": some, "peak": peak, "weight_decay": 0.01 if decay else 0.0} for (peak, decay), some in groups.items()],
        betas=(0.9, 0.999),
        eps=1e-8,
    )


def _peak(name: str, layers: int) -> float:
    """The highest rate of a parameter."""
    if not name.startswith("encoder."):
        return HEAD_RATE
    layer = int(name.split(".")[2]) if name.startswith("encoder.layers.") else -1
    return RATE * LAYER_DECAY ** (layers - 1 - layer)


def rate(done: float) -> float:
    """Linear warm-up, then cosine to a twentieth; `done` is the share of the training that is over."""
    if done < WARM_UP:
        return done / WARM_UP
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP)))


@torch.no_grad()
def follow(mean: Reader, reader: Reader, step: int) -> None:
    """Move the mean of the weights towards the weights."""
    share = 1 - min(MEAN, (1 + step) / (10 + step))
    for slow, fast in zip(mean.parameters(), reader.parameters(), strict=True):
        if fast.requires_grad:
            slow.lerp_(fast, share)


def save(out: Path, reader: Reader, mean: Reader, optim: torch.optim.Optimizer, step: int, epoch: int) -> None:
    """Write a checkpoint and delete the one before: an interruption loses at most an epoch."""
    path = out / f"epoch{epoch:02}.pt"
    state = {"reader": mean.state_dict(), "moving": reader.state_dict(), "optimizer": optim.state_dict()}
    torch.save({**state, "step": step, "epoch": epoch}, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)
    for old in set(out.glob("epoch*.pt")) - {path}:
        old.unlink()


Annotated = tuple[Article, Mapping[str, Any]]
Sentences = list[tuple[list[int], list[int]]]


@dataclass
class Material:
    """What is trained on, and what is only measured on."""

    train: list[Annotated]
    further: list[Annotated]
    held: list[Example]
    dev: list[Example]
    ner: Sentences
    ner_dev: Sentences
    tokenizer: Tokenizer

    def examples(self, rnd: random.Random, further: float) -> list[Example]:
        """The training articles and a share of the further ones as examples, some of them with other names or cut short."""
        rename = Renamer([annotation for _, annotation in [*self.train, *self.further]])
        out: list[Example] = []
        for row in [*self.train, *rnd.sample(self.further, round(further * len(self.further)))]:
            article, annotation = rename(*row, rnd) if rnd.random() < RENAMED else row
            out += examples(cropped(article, rnd) if rnd.random() < CROPPED else article, annotation, self.tokenizer)
        return [example for example in out if example.places]


def annotated(gold: Path, more: Path) -> tuple[list[Annotated], list[Annotated], list[Annotated]]:
    """The gold that is trained on, the further and the invented articles, and the held-out gold; `more` is the folder that
    `training.more` writes."""
    rows = list(load(gold / "train/train.articles.jsonl", gold / "train/train.jsonl"))
    further = load(more / "train.articles.jsonl", more / "train.jsonl")
    train, second = ([row for row in some if not held_out(row[0].id)] for some in (rows, further))
    second += load(more / "invented.articles.jsonl", more / "invented.jsonl")
    return train, second, [row for row in rows if held_out(row[0].id)]


def material(gold: Path, more: Path, ner: Path, tokenizer: Tokenizer) -> Material:
    """All sets."""
    train, further, kept = annotated(gold, more)
    held = [e for row in kept for e in examples(*row, tokenizer)]
    dev = [e for row in load(gold / "dev.articles.jsonl", gold / "dev.jsonl") for e in examples(*row, tokenizer)]
    names = (ner_sentences(ner / name, tokenizer) for name in ("train.conll", "dev.conll"))
    return Material(train, further, held, dev, *names, tokenizer)


def resume(out: Path, reader: Reader, mean: Reader, optim: torch.optim.AdamW) -> tuple[int, int]:
    """Load the newest checkpoint of a run; gives its step and epoch, (0, 0) where there is none."""
    done = sorted(out.glob("epoch*.pt"))
    if not done:
        return 0, 0
    state = torch.load(done[-1])
    reader.load_state_dict(state["moving"])
    mean.load_state_dict(state["reader"])
    optim.load_state_dict(state["optimizer"])
    return state["step"], state["epoch"]


def run(reader: Reader, found: Material, out: Path, epochs: int) -> None:
    """Train from the newest checkpoint on, with figures on the held-out tenth and on dev after each epoch."""
    optim, mean = optimizer(reader), copy.deepcopy(reader).eval()
    step, first = resume(out, reader, mean, optim)
    rnd = random.Random(SEED + first)
    ner_each = len(list(ner_batches(found.ner, None))) * NER_EPOCHS / epochs
    ner_stream = ner_batches(found.ner, random.Random(SEED + first))
    began = time.monotonic()
    for epoch in range(first + 1, epochs + 1):
        means: dict[str, float] = defaultdict(float)
        order = batches(found.examples(rnd, FURTHER if epoch <= epochs - GOLD_ALONE else 0.0), rnd)
        for number, group in enumerate(order, 1):
            if int(ner_each * number / len(order)) > int(ner_each * (number - 1) / len(order)):
                with torch.autocast("cpu", torch.bfloat16):
                    loss = ner_loss(reader, *next(ner_stream)) * WEIGHTS["ner"]
                loss.backward()
                means["ner"] += float(loss.detach())
            _step(reader, optim, collate(group, rnd), means, rate((epoch - 1 + number / len(order)) / epochs))
            step += 1
            follow(mean, reader, step)
            if number % 50 == 0:
                shown = " ".join(f"{k} {v / number:.3f}" for k, v in sorted(means.items()))
                print(f"epoch {epoch} {number}/{len(order)} {(time.monotonic() - began) / 60:.1f} min {shown}", flush=True)
        save(out, reader, mean, optim, step, epoch)
        print(f"== epoch {epoch}: NER dev {evaluate_ner(mean, found.ner_dev)}", flush=True)
        for name, chosen in (("held", found.held), ("dev", found.dev)):
            for line in evaluate(mean, chosen, (0.2, 0.3, 0.5)):
                print(name, line, flush=True)


def main() -> None:
    """Set up and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "more", "ner", "base", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(LABELS))
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    reader = Reader(tokenizer.get_vocab_size(), len(LABELS))
    load_base(reader, dict(np.load(args.base / "base.npz")))
    run(reader, material(args.gold, args.more, args.ner, tokenizer), args.out, args.epochs)


def _step(reader: Reader, optim: torch.optim.AdamW, batch: Batch, means: dict[str, float], share: float) -> None:
    for group in optim.param_groups:
        group["lr"] = group["peak"] * share
    with torch.autocast("cpu", torch.bfloat16):
        parts = losses(reader, batch, reader.encode(batch))
    loss = sum(parts[name] * WEIGHTS[name] for name in parts)
    loss.backward()
    torch.nn.utils.clip_grad_norm_((p for p in reader.parameters() if p.requires_grad), 1.0)
    optim.step()
    optim.zero_grad(set_to_none=True)
    for name, value in parts.items():
        means[name] += float(value.detach())


if __name__ == "__main__":
    main()
