"""The reader's network: one encoder that reads the text once, and reads pairs of mentions as markers beside it.

A pair of mentions is two marker tokens that stand at the mentions' positions and attend to the whole window and to each
other; no word attends to a marker. So the words are read once, however many pairs there are, and each pair still has all layers
to itself (Zhong & Chen 2021, "A Frustratingly Easy Approach", §3.3; Ye et al. 2022, "Packed Levitated Marker").
Heads: mention tags (a begin-inside-outside tagger for each kind, so that names nest), coreference, relations of a pair, and for
each relation that holds polarity, modality, sentence of evidence and speaker.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract import similarity
from kg.extract.pairs import GAPS, NEARNESS, STANDINGS

KINDS = 7
TAGS = 3  # outside, begin, inside
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
CUE = 192  # features of a word as a cue
WORD_SCALE = 4.0  # brings the word embeddings, which a cue is seen with too, to the size of the encoder's vectors


class Layer(nn.Module):
    """A post-norm transformer layer (BERT)."""

    def __init__(self, size: int, heads: int, ff: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.attended, self.widen, self.narrow = nn.Linear(size, size), nn.Linear(size, ff), nn.Linear(ff, size)
        self.norm1, self.norm2 = nn.LayerNorm(size, 1e-12), nn.LayerNorm(size, 1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Vectors (batch, positions, size) and mask (batch, 1, positions, positions; 0 = may attend, else low) → vectors."""

        def split(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], self.heads, -1).transpose(1, 2)

        mixed = _attend(split(self.query(x)), split(self.key(x)), split(self.value(x)), mask)
        mixed = self.attended(mixed.transpose(1, 2).reshape(x.shape))
        x = self.norm1(x + mixed)
        wide = functional.gelu(self.widen(x))
        return self.norm2(x + functional.dropout(self.narrow(wide), DROPOUT, self.training))


@torch.autocast("cpu", enabled=False)
def _attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Attention in the precision that it is given, written out: the fused kernel's backward pass takes far longer on a CPU."""
    scores = torch.matmul(query * query.shape[-1] ** -0.5, key.transpose(2, 3)).add_(mask)
    return torch.matmul(scores.softmax(-1), value)


class Encoder(nn.Module):
    """Word and position embeddings and the layers; type embeddings are folded into the positions."""

    def __init__(
        self, vocabulary: int, size: int = 384, layers: int = 12, heads: int = 12, ff: int = 1536, positions: int = 512
    ) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(vocabulary, size), nn.Embedding(positions, size)
        self.norm = nn.LayerNorm(size, 1e-12)
        self.layers = nn.ModuleList(Layer(size, heads, ff) for _ in range(layers))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Embedded input (batch, positions, size), before its norm → vectors of the last layer."""
        x = functional.dropout(self.norm(x), DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x


def mlp(inputs: int, hidden: int, outputs: int) -> nn.Sequential:
    """Two linear layers."""
    return nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Dropout(HEAD_DROPOUT), nn.Linear(hidden, outputs))


@dataclass
class Batch:
    """Windows padded to one length. Mentions, pairs, links and facts of all windows lie one after another.

    `pool` (mentions, 2 columns: window, then row in it) is dense: (windows, mentions a window, positions), rows sum to 1.
    """

    ids: Tensor  # windows × positions
    text: Tensor  # windows × positions, True where there is a piece
    pool: Tensor  # windows × mentions × positions
    mention_start: Tensor  # windows × mentions
    mention_kind: Tensor  # windows × mentions
    pair: Tensor  # windows × pairs × 2, indices of mentions
    pair_mask: Tensor  # windows × pairs
    there: Tensor  # windows × mentions, False where padded
    gap: Tensor  # windows × pairs (kg.extract.pairs.gap)
    cue: Tensor  # windows × pairs × cues, positions
    cue_mask: Tensor  # windows × pairs × cues
    cue_first: Tensor  # windows × pairs × cues (kg.extract.pairs.Surroundings)
    cue_second: Tensor
    cue_sentence: Tensor
    link: Tensor | None = None  # links × 3: window, mention, mention
    link_features: Tensor | None = None
    link_label: Tensor | None = None
    tags: Tensor | None = None  # windows × positions × kinds; -1 = no loss
    label: Tensor | None = None  # windows × pairs × labels
    label_mask: Tensor | None = None
    fact: Tensor | None = None  # facts × 3: window, pair, label
    polarity: Tensor | None = None
    modality: Tensor | None = None
    where: Tensor | None = None
    standing: Tensor | None = None  # facts × mentions a window (kg.extract.pairs.standing)
    speaker: Tensor | None = None  # facts × (mentions a window + 1): True where right; the last column is the newsroom


@dataclass
class Encoded:
    """What the encoder gives for a batch: vectors of the words, their embeddings, the two markers of each pair side by side."""

    text: Tensor
    words: Tensor
    markers: Tensor


class Reader(nn.Module):
    """Encoder and heads. `labels` is the number of (relation, direction)."""

    def __init__(self, vocabulary: int, labels: int) -> None:
        super().__init__()
        self.encoder = Encoder(vocabulary)
        size = 384
        self.marker, self.kind = nn.Parameter(torch.randn(2, size) * 0.02), nn.Embedding(KINDS, size)
        self.tag = nn.Linear(size, KINDS * TAGS)
        self.ner = nn.Linear(size, 7)
        self.link = mlp(3 * size + similarity.SIZE, 256, 1)
        self.pair = nn.Sequential(nn.Linear(4 * size + GAPS, size), nn.GELU(), nn.Dropout(HEAD_DROPOUT))
        self.cue_text, self.cue_pair = nn.Linear(2 * size, CUE), nn.Linear(size, CUE)
        self.cue_first, self.cue_second, self.cue_sentence = (
            nn.Embedding(NEARNESS, CUE),
            nn.Embedding(NEARNESS, CUE),
            nn.Embedding(4, CUE),
        )
        self.join = nn.Sequential(nn.Linear(size + CUE, size), nn.GELU(), nn.Dropout(HEAD_DROPOUT))
        self.relation = nn.Linear(size, labels)
        self.label_embedding = nn.Embedding(labels, size)
        self.fact = nn.Sequential(nn.Linear(2 * size, size), nn.GELU(), nn.Dropout(HEAD_DROPOUT))
        self.polarity, self.modality, self.where = nn.Linear(size, 2), nn.Linear(size, 3), nn.Linear(size, 2)
        self.speaker_query, self.speaker_key, self.newsroom = nn.Linear(size, size), nn.Linear(size, size), nn.Linear(size, 1)
        self.standing = nn.Embedding(STANDINGS, 1)
        nn.init.zeros_(self.standing.weight)
        for embedding in (self.kind, self.cue_first, self.cue_second, self.cue_sentence):
            nn.init.normal_(embedding.weight, std=0.02)
        nn.init.constant_(self.relation.bias, -4.0)

    def read_text(self, ids: Tensor, text: Tensor) -> Tensor:
        """Vectors of the words alone."""
        embedded = self.encoder.word(ids) + self.encoder.position.weight[: ids.shape[1]]
        return self.encoder(embedded, _additive(text[:, None, None, :], embedded))

    def encode(self, batch: Batch) -> Encoded:
        """Read the words and the markers of all pairs."""
        words = self.encoder.word(batch.ids)
        length, pairs = batch.ids.shape[1], batch.pair.shape[1]
        names = torch.bmm(batch.pool, words) + self.encoder.position(batch.mention_start) + self.kind(batch.mention_kind)
        ends = [_rows(names, batch.pair[:, :, side]) + self.marker[side] for side in (0, 1)]
        embedded = torch.cat([words + self.encoder.position.weight[:length], *ends], 1)
        out = self.encoder(embedded, _additive(_mask(batch.text, pairs), embedded))
        text = out[:, :length]
        markers = torch.cat([out[:, length : length + pairs], out[:, length + pairs :]], -1)
        return Encoded(text, (WORD_SCALE * words).to(text.dtype), markers)

    def read(self, batch: Batch, encoded: Encoded) -> tuple[Tensor, Tensor]:
        """Vectors of the mentions (pooled words) and of the pairs."""
        text = encoded.text
        mentions = torch.bmm(batch.pool.to(text.dtype), text)
        ends = [_rows(mentions, batch.pair[:, :, side]) for side in (0, 1)]
        gap = functional.one_hot(batch.gap, GAPS).to(text.dtype)
        pairs = self.pair(torch.cat([encoded.markers, *ends, gap], -1))
        return mentions, self.with_cues(batch, torch.cat([text, encoded.words], -1), pairs)

    def with_cues(self, batch: Batch, text: Tensor, pairs: Tensor) -> Tensor:
        """Vectors of pairs, joined with what the words around say: each word is seen with the pair and its place beside the two
        mentions, and each feature keeps its strongest word (max pooling). A straight way from a cue word to its relation."""
        words = self.cue_text(text)
        flat = batch.cue.flatten(1)[:, :, None].expand(-1, -1, CUE)
        seen = torch.gather(words, 1, flat).view(*batch.cue.shape, CUE)
        place = self.cue_first(batch.cue_first) + self.cue_second(batch.cue_second) + self.cue_sentence(batch.cue_sentence)
        seen = functional.gelu(seen + self.cue_pair(pairs)[:, :, None] + place.to(seen.dtype))
        strongest = seen.masked_fill(~batch.cue_mask[..., None], -1.0).amax(2)
        return self.join(torch.cat([pairs, strongest], -1))

    def link_logits(self, mentions: Tensor, link: Tensor, features: Tensor) -> Tensor:
        """Log-odds that two mentions name the same actor; the same in either order."""
        a, b = mentions[link[:, 0], link[:, 1]], mentions[link[:, 0], link[:, 2]]
        return self.link(torch.cat([a + b, (a - b).abs(), a * b, features.to(a.dtype)], -1)).squeeze(-1)

    def fact_vectors(self, pairs: Tensor, fact: Tensor) -> Tensor:
        """Vector of (pair, label), from which its attributes are read."""
        return self.fact(torch.cat([pairs[fact[:, 0], fact[:, 1]], self.label_embedding(fact[:, 2])], -1))

    def speaker_logits(self, facts: Tensor, mentions: Tensor, batch: Batch) -> Tensor:
        """Log-odds over the mentions of a fact's window, the newsroom last: facts × (mentions + 1)."""
        window = batch.fact[:, 0]
        keys = self.speaker_key(mentions)[window]
        scores = torch.einsum("fd,fmd->fm", self.speaker_query(facts), keys).float() / math.sqrt(facts.shape[-1])
        scores = (scores + self.standing(batch.standing).squeeze(-1)).masked_fill(~batch.there[window], -1e4)
        return torch.cat([scores, self.newsroom(facts).float()], 1)


def _rows(values: Tensor, index: Tensor) -> Tensor:
    return torch.gather(values, 1, index[:, :, None].expand(-1, -1, values.shape[-1]))


def _additive(mask: Tensor, like: Tensor) -> Tensor:
    dtype = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else like.dtype
    return torch.zeros(mask.shape, dtype=dtype).masked_fill_(~mask, -1e4)


def _mask(text: Tensor, pairs: int) -> Tensor:
    """Words attend to words; a marker attends to words, itself and its partner."""
    windows, length = text.shape
    total = length + 2 * pairs
    mask = torch.zeros(windows, 1, total, total, dtype=torch.bool)
    mask[:, 0, :, :length] = text[:, None, :]
    own = torch.eye(pairs, dtype=torch.bool)
    mask[:, 0, length:, length:] = own.repeat(2, 2)
    return mask


def load_base(reader: Reader, weights: dict[str, np.ndarray]) -> None:
    """Put the base encoder's weights in place; the word embeddings stay as they are during training."""
    reader.encoder.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    reader.encoder.word.weight.requires_grad_(False)
