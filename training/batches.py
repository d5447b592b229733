"""Examples → padded batches of tensors; sentences of the NER sets as batches too."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from kg.extract import similarity, windows
from kg.extract.pairs import CUES, bounds, gap, standing, surroundings
from training.examples import KINDS, Example
from training.network import Batch

TOKENS = 2400  # positions a batch, markers included
PAIRS = 96  # pairs a window in training; negatives beyond that are drawn anew each epoch
STEP = 32  # positions are padded to a multiple: a new shape costs a CPU more time than the padding
LINKS = 48
Arrays = dict[str, np.ndarray]
NER_LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
PAD = 1


def size(example: Example) -> int:
    """Positions that an example takes."""
    return _up(len(example.window.pieces) + 2) + 2 * _up(min(len(example.pairs), PAIRS), STEP // 2)


def batches(examples: Sequence[Example], rnd: random.Random) -> list[list[Example]]:
    """Examples of about one size together, in random order."""
    order = sorted(examples, key=lambda example: size(example) * rnd.uniform(0.9, 1.1))
    out: list[list[Example]] = [[]]
    for example in order:
        longest = max([size(example), *(size(other) for other in out[-1])])
        if out[-1] and longest * (len(out[-1]) + 1) > TOKENS:
            out.append([])
        out[-1].append(example)
    rnd.shuffle(out)
    return out


def _drawn(example: Example, rnd: random.Random | None) -> list[int]:
    """Indices of the pairs to train on: all positive ones, and negatives up to the limit."""
    indices = list(range(len(example.pairs)))
    if rnd is None or len(indices) <= PAIRS:
        return indices
    positive = {fact[0] for fact in example.facts}
    negative = [i for i in indices if i not in positive]
    return sorted(positive | set(rnd.sample(negative, max(0, PAIRS - len(positive)))))


def collate(chosen: Sequence[Example], rnd: random.Random | None = None) -> Batch:
    """A batch with everything there is to learn in it; `rnd` draws negatives, None takes all."""
    drawn = [_drawn(example, rnd) for example in chosen]
    length, pairs = _up(max(len(e.window.pieces) + 2 for e in chosen)), _up(max(map(len, drawn)), STEP // 2)
    mentions = max(1, *(len(e.places) for e in chosen))
    parts = [
        _words(chosen, length),
        _mentions(chosen, mentions, length),
        _pairs(chosen, drawn, pairs),
        _cues(chosen, drawn, pairs),
        _facts(chosen, drawn, mentions),
        _links(chosen, rnd),
    ]
    return Batch(**{name: torch.from_numpy(value) for part in parts for name, value in part.items()})


def _words(chosen: Sequence[Example], length: int) -> Arrays:
    ids = np.full((len(chosen), length), PAD, np.int64)
    tags = np.full((len(chosen), length, len(KINDS)), -1, np.int64)
    for w, example in enumerate(chosen):
        own = example.window.ids
        ids[w, : len(own)], tags[w, : len(own)] = own, example.tags
    return {"ids": ids, "text": ids != PAD, "tags": tags}


def _mentions(chosen: Sequence[Example], mentions: int, length: int) -> Arrays:
    pool = np.zeros((len(chosen), mentions, length), np.float32)
    start, kind = np.zeros((len(chosen), mentions), np.int64), np.zeros((len(chosen), mentions), np.int64)
    for w, example in enumerate(chosen):
        for m, place in enumerate(example.places):
            pool[w, m, place.start : place.stop] = 1 / (place.stop - place.start)
            start[w, m], kind[w, m] = place.start, KINDS.index(example.kinds[m])
    return {"pool": pool, "there": pool.sum(-1) > 0, "mention_start": start, "mention_kind": kind}


def _up(size_: int, step: int = STEP) -> int:
    """The next multiple above nought."""
    return -(-max(1, size_) // step) * step


def _pairs(chosen: Sequence[Example], drawn: Sequence[list[int]], pairs: int) -> Arrays:
    shape = len(chosen), pairs
    labels = chosen[0].label.shape[1]
    pair, mask, gaps = np.zeros((*shape, 2), np.int64), np.zeros(shape, bool), np.zeros(shape, np.int64)
    label, label_mask = np.zeros((*shape, labels), np.float32), np.zeros((*shape, labels), np.float32)
    for w, (example, indices) in enumerate(zip(chosen, drawn, strict=True)):
        for p, index in enumerate(indices):
            pair[w, p] = example.pairs[index].first, example.pairs[index].second
            gaps[w, p] = gap(example.places, example.pairs[index])
        mask[w, : len(indices)] = True
        label[w, : len(indices)], label_mask[w, : len(indices)] = example.label[indices], example.label_mask[indices]
    return {"pair": pair, "pair_mask": mask, "gap": gaps, "label": label, "label_mask": label_mask}


def _cues(chosen: Sequence[Example], drawn: Sequence[list[int]], pairs: int) -> Arrays:
    shape = len(chosen), pairs, CUES
    mask = np.zeros(shape, bool)
    features = np.zeros((4, *shape), np.int64)
    for w, (example, indices) in enumerate(zip(chosen, drawn, strict=True)):
        limits = bounds([piece.sentence for piece in example.window.pieces])
        for p, index in enumerate(indices):
            first, second = (example.places[i] for i in (example.pairs[index].first, example.pairs[index].second))
            near = surroundings(first, second, limits)
            size_ = len(near.positions)
            mask[w, p, :size_] = True
            features[:, w, p, :size_] = near.positions, near.first, near.second, near.sentence
    most = max(1, int(mask.sum(-1).max()))
    names = ("cue", "cue_first", "cue_second", "cue_sentence")
    return {"cue_mask": mask[..., :most].copy()} | {n: f[..., :most].copy() for n, f in zip(names, features, strict=True)}


def _facts(chosen: Sequence[Example], drawn: Sequence[list[int]], mentions: int) -> Arrays:
    facts, attributes, voices, stands = [], [], [], []
    for w, (example, indices) in enumerate(zip(chosen, drawn, strict=True)):
        for index, label, polarity, modality, where, speakers in example.facts:
            facts.append((w, indices.index(index), label))
            attributes.append((polarity, modality, where))
            stands.append(standing(example.places, example.pairs[index]))
            voices.append([mentions if s < 0 else s for s in speakers])
    speaker, stand = np.zeros((len(facts), mentions + 1), bool), np.zeros((len(facts), mentions), np.int64)
    for f, (right, how) in enumerate(zip(voices, stands, strict=True)):
        speaker[f, right], stand[f, : len(how)] = True, how
    polarity_, modality_, where_ = _table(attributes).T.copy()
    given = {"fact": _table(facts), "polarity": polarity_, "modality": modality_, "where": where_}
    return given | {"speaker": speaker, "standing": stand}


def _links(chosen: Sequence[Example], rnd: random.Random | None) -> Arrays:
    links, features, same = [], [], []
    for w, example in enumerate(chosen):
        some = example.links if rnd is None or len(example.links) <= LINKS else rnd.sample(example.links, LINKS)
        for i, j, is_same in some:
            links.append((w, i, j))
            same.append(is_same)
            features.append(similarity.features(example.names[i], example.names[j], example.kinds[i], example.kinds[j]))
    table = np.array(features, np.float32).reshape(-1, similarity.SIZE)
    return {"link": _table(links), "link_label": np.array(same, np.float32), "link_features": table}


def _table(rows: list[tuple[int, ...]]) -> np.ndarray:
    return np.array(rows, np.int64).reshape(-1, 3)


def ner_sentences(path: Path, tokenizer: windows.Tokenizer) -> list[tuple[list[int], list[int]]]:
    """Sentences of a CoNLL file as (piece ids, labels of the pieces; -1 inside a word)."""
    out = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip() and not line.startswith("-DOCSTART")]
        words, tags = [row[0] for row in rows], [row[-1] for row in rows]
        ids, labels = [windows.BEGIN], [-1]
        for encoded, tag in zip(tokenizer.encode_batch(words, add_special_tokens=False), tags, strict=True):
            ids += encoded.ids
            labels += [NER_LABELS.index(tag), *[-1] * (len(encoded.ids) - 1)] if encoded.ids else []
        out.append(([*ids[:509], windows.END], [*labels[:509], -1]))
    return out


def ner_batches(
    sentences: Sequence[tuple[list[int], list[int]]], rnd: random.Random | None, positions: int = 2400
) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless (with `rnd`) or one pass of (ids, labels), padded."""
    while True:
        order = sorted(sentences, key=lambda s: len(s[0]) * (rnd.uniform(0.8, 1.2) if rnd else 1))
        groups: list[list[tuple[list[int], list[int]]]] = [[]]
        for sentence in order:
            if groups[-1] and len(sentence[0]) * (len(groups[-1]) + 1) > positions:
                groups.append([])
            groups[-1].append(sentence)
        if rnd:
            rnd.shuffle(groups)
        for group in groups:
            length = _up(max(len(ids) for ids, _ in group), STEP // 4)
            yield (
                torch.tensor([ids + [PAD] * (length - len(ids)) for ids, _ in group]),
                torch.tensor([labels + [-1] * (length - len(labels)) for _, labels in group]),
            )
        if rnd is None:
            return
