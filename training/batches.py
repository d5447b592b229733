"""Examples → padded batches of tensors; sentences of the NER sets as batches too."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from kg.extract import similarity, windows
from kg.extract.pairs import CUES, bounds, gap, surroundings
from training.examples import KINDS, Example
from training.network import Batch

TOKENS = 2400  # positions a batch, markers included
PAIRS = 96  # pairs a window in training; negatives beyond that are drawn anew each epoch
LINKS = 48
NER_LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
PAD = 1


def size(example: Example) -> int:
    """Positions that an example takes."""
    return len(example.window.pieces) + 2 + 2 * min(len(example.pairs), PAIRS)


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
    n, length = len(chosen), max(len(e.window.pieces) + 2 for e in chosen)
    mentions, pairs = max(1, *(len(e.places) for e in chosen)), max(1, *(len(d) for d in drawn))
    labels = chosen[0].label.shape[1]
    ids = np.full((n, length), PAD, np.int64)
    pool = np.zeros((n, mentions, length), np.float32)
    start, kind = np.zeros((n, mentions), np.int64), np.zeros((n, mentions), np.int64)
    pair, pair_mask, gaps = np.zeros((n, pairs, 2), np.int64), np.zeros((n, pairs), bool), np.zeros((n, pairs), np.int64)
    cue, cue_mask = np.zeros((n, pairs, CUES), np.int64), np.zeros((n, pairs, CUES), bool)
    cue_features = np.zeros((3, n, pairs, CUES), np.int64)
    tags = np.full((n, length, len(KINDS)), -1, np.int64)
    label, mask = np.zeros((n, pairs, labels), np.float32), np.zeros((n, pairs, labels), np.float32)
    facts, attributes, voices, links, features, same = [], [], [], [], [], []
    for w, (example, indices) in enumerate(zip(chosen, drawn, strict=True)):
        own = example.window.ids
        ids[w, : len(own)] = own
        tags[w, : len(own)] = example.tags
        for m, place in enumerate(example.places):
            pool[w, m, place.start : place.stop] = 1 / (place.stop - place.start)
            start[w, m], kind[w, m] = place.start, KINDS.index(example.kinds[m])
        limits = bounds([piece.sentence for piece in example.window.pieces])
        for p, index in enumerate(indices):
            near = surroundings(example.places[example.pairs[index].first], example.places[example.pairs[index].second], limits)
            size_ = len(near.positions)
            cue[w, p, :size_], cue_mask[w, p, :size_] = near.positions, True
            cue_features[:, w, p, :size_] = near.first, near.second, near.sentence
            pair[w, p] = example.pairs[index].first, example.pairs[index].second
            gaps[w, p] = gap(example.places, example.pairs[index])
        pair_mask[w, : len(indices)] = True
        label[w, : len(indices)], mask[w, : len(indices)] = example.label[indices], example.label_mask[indices]
        for index, fact_label, polarity, modality, where, speakers in example.facts:
            facts.append((w, indices.index(index), fact_label))
            attributes.append((polarity, modality, where))
            voices.append([mentions if s < 0 else s for s in speakers])
        chosen_links = example.links if rnd is None or len(example.links) <= LINKS else rnd.sample(example.links, LINKS)
        for i, j, is_same in chosen_links:
            links.append((w, i, j))
            same.append(is_same)
            features.append(similarity.features(example.names[i], example.names[j], example.kinds[i], example.kinds[j]))
    speaker = np.zeros((len(facts), mentions + 1), bool)
    for f, right in enumerate(voices):
        speaker[f, right] = True
    longest = max(1, int(cue_mask.sum(-1).max()))
    batch = Batch(
        ids=torch.from_numpy(ids),
        text=torch.from_numpy(ids != PAD),
        pool=torch.from_numpy(pool),
        mention_start=torch.from_numpy(start),
        mention_kind=torch.from_numpy(kind),
        pair=torch.from_numpy(pair),
        pair_mask=torch.from_numpy(pair_mask),
        gap=torch.from_numpy(gaps),
        cue=torch.from_numpy(cue[:, :, :longest]),
        cue_mask=torch.from_numpy(cue_mask[:, :, :longest]),
        cue_first=torch.from_numpy(cue_features[0, :, :, :longest]),
        cue_second=torch.from_numpy(cue_features[1, :, :, :longest]),
        cue_sentence=torch.from_numpy(cue_features[2, :, :, :longest]),
        there=torch.from_numpy(pool.sum(-1) > 0),
        tags=torch.from_numpy(tags),
        label=torch.from_numpy(label),
        label_mask=torch.from_numpy(mask * pair_mask[:, :, None]),
    )
    batch.link, batch.link_label = _table(links, 3), torch.tensor(same, dtype=torch.float32)
    batch.link_features = torch.from_numpy(np.array(features, np.float32).reshape(-1, similarity.SIZE))
    columns = _table(attributes, 3)
    batch.fact, batch.polarity, batch.modality, batch.where = _table(facts, 3), columns[:, 0], columns[:, 1], columns[:, 2]
    batch.speaker = torch.from_numpy(speaker)
    return batch


def _table(rows: list[tuple[int, ...]], columns: int) -> Tensor:
    return torch.tensor(rows, dtype=torch.int64).reshape(-1, columns)


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
            length = max(len(ids) for ids, _ in group)
            yield (
                torch.tensor([ids + [PAD] * (length - len(ids)) for ids, _ in group]),
                torch.tensor([labels + [-1] * (length - len(labels)) for _, labels in group]),
            )
        if rnd is None:
            return
