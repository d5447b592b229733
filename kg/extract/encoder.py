"""The trained network: the only file that knows onnxruntime.

The encoder reads a window once (`read`) and keeps each layer's keys and values; markers of pairs of mentions are read against
these (`mark`). Weights are 8-bit, activations are scaled row by row, and each window is read alone by one thread, so that nothing
depends on what else is read. The network itself is described in `training/network.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.pairs import Surroundings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Array = NDArray[np.float32]
_MASKED = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Read:
    """A window after reading: vectors (positions × size) and, for the markers, keys and values of all layers."""

    ids: NDArray[np.int64]
    vectors: Array
    keys: Array
    values: Array


class Encoder:
    """Encoder and heads from `encoder.onnx` and `heads.npz` in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with np.load(folder / "heads.npz") as arrays:
            weights = {name: arrays[name] for name in arrays.files if not name.startswith("cues.")}
        # Half precision saves disk only: numpy computes with it ten times slower.
        self._weights: dict[str, NDArray[Any]] = {
            name: array.astype(np.float32) if array.dtype == np.float16 else array for name, array in weights.items()
        }

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])

    def read(self, ids: list[int]) -> Read:
        """Read a window."""
        index = np.array(ids, np.int64)
        embedded = self._words(index) + self._array("encoder.position.weight")[: len(ids)]
        layers, heads, _, width = (int(n) for n in self._weights["shape"])
        empty = np.zeros((layers, heads, 0, width), np.float32)
        mask = np.zeros((len(ids), len(ids)), np.float32)
        return Read(index, *self._run(embedded, mask, empty, empty))

    def mark(
        self, read: Read, names: Array, starts: NDArray[np.int64], kinds: NDArray[np.int64], pairs: NDArray[np.int64]
    ) -> Array:
        """Vectors of the two markers of each pair: 2 × pairs × size.

        `names` are the mean word embeddings of the mentions, `starts` their positions, `pairs` (pairs × 2) indices of mentions.
        """
        mention = names + self._array("encoder.position.weight")[starts] + self._array("kind.weight")[kinds]
        embedded = np.concatenate([mention[pairs[:, side]] + self._array("marker")[side] for side in (0, 1)])
        own = np.tile(np.where(np.eye(len(pairs), dtype=bool), np.float32(0), _MASKED), (2, 2))
        mask = np.concatenate([np.zeros((2 * len(pairs), len(read.ids)), np.float32), own], 1)
        vectors, _, _ = self._run(embedded, mask, read.keys, read.values)
        return vectors.reshape(2, len(pairs), -1)

    def _run(self, embedded: Array, mask: Array, keys: Array, values: Array) -> tuple[Array, Array, Array]:
        feed = {"embedded": embedded.astype(np.float32), "mask": mask, "past_keys": keys, "past_values": values}
        vectors, new_keys, new_values = self._session.run(None, feed)
        return vectors, new_keys, new_values

    def _words(self, ids: NDArray[np.int64]) -> Array:
        rows: Array = self._weights["encoder.word"][ids].astype(np.float32) * self._weights["encoder.word.scale"][ids, None]
        return rows

    def name_vectors(self, read: Read, pool: Array) -> Array:
        """Mean word embedding of each mention; `pool` (mentions × positions) has rows that sum to 1."""
        return pool @ self._words(read.ids)

    def _array(self, name: str) -> Array:
        found: Array = self._weights[name]
        return found

    def _linear(self, name: str, x: Array) -> Array:
        return x @ self._array(f"{name}.weight").T + self._array(f"{name}.bias")

    def tags(self, read: Read) -> Array:
        """Probabilities of outside, begin, inside: positions × kinds × 3."""
        logits = self._linear("tag", read.vectors)
        return softmax(logits.reshape(len(logits), -1, 3))

    def ner(self, read: Read) -> Array:
        """Log-odds of the classes of the public NER sets (positions × classes): the encoder's benchmark, not used in reading."""
        return self._linear("ner", read.vectors)

    def links(self, first: Array, second: Array, features: Array) -> Array:
        """Log-odds that two mentions (vectors: pairs × size) name one actor."""
        inputs = np.concatenate([first + second, np.abs(first - second), first * second, features], 1)
        return self._linear("link.3", gelu(self._linear("link.0", inputs)))[:, 0]

    def pairs(self, markers: Array, first: Array, second: Array, gaps: Array) -> Array:
        """Vectors of pairs from their markers, their mentions' vectors and how they stand (one-hot)."""
        return gelu(self._linear("pair.0", np.concatenate([markers[0], markers[1], first, second, gaps], 1)))

    def with_cues(self, read: Read, pairs: Array, near: Sequence[Surroundings]) -> Array:
        """Vectors of pairs joined with the words around them; of each feature the strongest word counts."""
        seen = np.concatenate([read.vectors, self._words(read.ids) * self._array("word_scale")], 1)
        words, own = self._linear("cue_text", seen), self._linear("cue_pair", pairs)
        places = [self._array(f"cue_{name}.weight") for name in ("first", "second", "sentence")]
        strongest = np.stack([_strongest(words, row, around, places) for row, around in zip(own, near, strict=True)])
        return gelu(self._linear("join.0", np.concatenate([pairs, strongest], 1)))

    def relations(self, pairs: Array) -> Array:
        """Log-odds of each (relation, direction): pairs × labels."""
        return self._linear("relation", pairs)

    def facts(self, pairs: Array, labels: NDArray[np.int64]) -> Array:
        """Vectors of (pair, label), from which attributes are read."""
        return gelu(self._linear("fact.0", np.concatenate([pairs, self._array("label_embedding.weight")[labels]], 1)))

    def attribute(self, name: str, facts: Array) -> Array:
        """Probabilities of an attribute's values (`polarity`, `modality`, `where`)."""
        return softmax(self._linear(name, facts))

    def speakers(self, facts: Array, mentions: Array, standing: NDArray[np.int64]) -> Array:
        """Probabilities over the mentions of the window and, last, the newsroom: facts × (mentions + 1). `standing` (facts ×
        mentions) is how each mention stands to the fact's pair."""
        scores = self._linear("speaker_query", facts) @ self._linear("speaker_key", mentions).T
        scores = scores / np.float32(np.sqrt(facts.shape[1])) + self._array("standing.weight")[standing, 0]
        return softmax(np.concatenate([scores, self._linear("newsroom", facts)], 1))


def _strongest(words: Array, pair: Array, near: Surroundings, places: Sequence[Array]) -> Array:
    first, second, sentence = places
    seen = words[near.positions] + pair + first[near.first] + second[near.second] + sentence[near.sentence]
    strongest: Array = gelu(seen).max(0)
    return strongest


def softmax(x: Array) -> Array:
    """Over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    shares: Array = e / e.sum(-1, keepdims=True)
    return shares


def gelu(x: Array) -> Array:
    """x·Φ(x), with the error function of Abramowitz & Stegun 7.1.26 (error < 2e-7): numpy has none."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    out: Array = (0.5 * x * (1 + np.sign(x) * (1 - series * np.exp(-z * z)))).astype(np.float32)
    return out
