"""The words between and around two mentions as sparse features: what a linear model reads beside the network.

A network of this size needs many examples of a word; a linear model learns a rare cue from a few, and which of the two to believe
is settled on held-out articles. Features are hashed into `BUCKETS` columns (Weinberger et al. 2009).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.extract.pairs import Pair, Place, gap
from kg.extract.windows import Window
from kg.model import Article, Kind

BUCKETS = 1 << 16
_WORD = re.compile(r"\w+")
_NEAR = 4  # words looked at before the first and after the second mention
_BETWEEN = 40  # words looked at between them


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a window, lower case, each mention one word that is its kind; `at` has the word of each mention."""

    words: tuple[str, ...]
    sentence: tuple[int, ...]
    at: tuple[int, ...]


class CueModel:
    """A logistic regression a label: `weights` (`BUCKETS` × labels, 8-bit), `scale` and `bias` (labels)."""

    def __init__(self, weights: NDArray[np.int8], scale: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._weights, self._scale, self._bias = weights, scale, bias

    @classmethod
    def load(cls, path: Path) -> CueModel:
        """From the arrays `cues.*` of a file."""
        with np.load(path) as arrays:
            return cls(arrays["cues.weight"], arrays["cues.scale"], arrays["cues.bias"])

    def scores(self, columns: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
        """Log-odds of each label for each pair, given the columns of its features."""
        sums = np.stack([self._weights[chosen].sum(0, dtype=np.int32) for chosen in columns])
        return (sums * self._scale + self._bias).astype(np.float32)


def words(article: Article, window: Window, places: Sequence[Place], kinds: Sequence[Kind]) -> Words:
    """The words of a window; of nested mentions the outer one stands there, and both have its word."""
    taken = [
        (window.pieces[p.start - 1].span.start, window.pieces[p.stop - 2].span.stop, k)
        for p, k in zip(places, kinds, strict=True)
    ]
    outer: list[tuple[int, int, Kind]] = []
    for start, stop, kind in sorted(taken, key=lambda one: (one[0], -one[1])):
        if not outer or start >= outer[-1][1]:
            outer.append((start, stop, kind))
    found: list[tuple[int, str, int]] = [(start, f"<{kind}>", -1) for start, _, kind in outer]
    starts = [start for start, _, _ in outer]
    first, last = window.sentences
    for index in range(first, last + 1):
        span = article.sentences[index]
        for match in _WORD.finditer(article.text, span.start, span.stop):
            near = bisect_left(starts, match.start() + 1) - 1
            if near < 0 or match.start() >= outer[near][1]:
                found.append((match.start(), match.group().lower(), index))
    found.sort()
    order = [start for start, _, _ in found]
    at = tuple(min(bisect_left(order, outer[bisect_left(starts, start + 1) - 1][0]), len(order) - 1) for start, _, _ in taken)
    sentences = {at[i]: place.sentence for i, place in enumerate(places)}
    return Words(
        tuple(w for _, w, _ in found), tuple(s if s >= 0 else sentences.get(i, first) for i, (_, _, s) in enumerate(found)), at
    )


def buckets(text: Words, places: Sequence[Place], kinds: Sequence[Kind], pair: Pair) -> NDArray[np.int64]:
    """The columns of a pair's features, sorted and distinct."""
    kind = f"{kinds[pair.first]}>{kinds[pair.second]}"
    named = _features(text, text.at[pair.first], text.at[pair.second], kind, gap(places, pair))
    return np.unique(np.fromiter((crc32(name.encode()) % BUCKETS for name in named), np.int64))


def _features(text: Words, first: int, second: int, kind: str, apart: int) -> Iterator[str]:
    between = text.words[first + 1 : second][:_BETWEEN]
    before, after = text.words[max(0, first - _NEAR) : first], text.words[second + 1 : second + 1 + _NEAR]
    yield from (f"k {kind}", f"g {apart} {kind}", f"d {min(len(between), 12)}")
    yield from _grams("b", between)
    yield from _grams("l", before)
    yield from _grams("r", after)
    yield from (f"{kind} b {word}" for word in between)
    yield from (f"{kind} r {word}" for word in after[:2])
    yield from (f"{kind} l {word}" for word in before[-2:])
    if between:
        yield from (f"bf {between[0]}", f"bl {between[-1]}", f"{kind} bl {between[-1]}")
    if len(between) <= _NEAR:
        yield f"bb {kind} {' '.join(between)}"
    own = {text.sentence[first], text.sentence[second]}
    yield from (f"s {word}" for word, sentence in zip(text.words, text.sentence, strict=True) if sentence in own)


def _grams(prefix: str, run: Sequence[str]) -> Iterable[str]:
    yield from (f"{prefix} {word}" for word in run)
    yield from (f"{prefix}2 {a} {b}" for a, b in pairwise(run))
