"""Pairs of mentions → what is said of them: each relation of two actors, at the place that shows it best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract import pairs
from kg.extract.encoder import Array, Encoder, Read
from kg.extract.mentions import KINDS
from kg.extract.windows import Window
from kg.model import Article, Kind, LocalActor, Span
from kg.schema import Relation


@dataclass(frozen=True, slots=True)
class Label:
    """An output of the relation head: a relation, from the earlier mention to the later one or (reverse) back."""

    relation: Relation
    reverse: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A window with the mentions in it: their actors, positions and vectors."""

    window: Window
    read: Read
    places: tuple[pairs.Place, ...]
    kinds: tuple[Kind, ...]
    pool: Array  # mentions × positions, rows sum to 1
    vectors: Array  # mentions × size


@dataclass(frozen=True, slots=True)
class Found:
    """A relation between two local actors (keys) at one place: log-odds, the pair's vector and the sentences of the two mentions.

    `instances` counts the places at which the relation is more likely than not.
    """

    subject: str
    relation: Relation
    object: str
    score: float
    scene: Scene
    vector: Array
    label: int
    sentences: tuple[int, int]
    instances: int = 1


def scenes(windows: Sequence[Window], reads: Sequence[Read], actors: Sequence[LocalActor]) -> Iterator[Scene]:
    """Each window with its mentions of actors, in the order of the text."""
    named = sorted((span.start, -span.stop, actor.kind, actor.key, span) for actor in actors for span in actor.mentions)
    for window, read in zip(windows, reads, strict=True):
        places, kinds = [], []
        for *_, kind, key, span in named:
            where = window.locate(span)
            if where is not None:
                places.append(pairs.Place(*where, window.pieces[where[0] - 1].sentence, key))
                kinds.append(kind)
        if places:
            pool = _pool(places, len(read.ids))
            yield Scene(window, read, tuple(places), tuple(kinds), pool, pool @ read.vectors)


def _pool(places: Sequence[pairs.Place], positions: int) -> Array:
    pool = np.zeros((len(places), positions), np.float32)
    for row, place in enumerate(places):
        pool[row, place.start : place.stop] = 1 / (place.stop - place.start)
    return pool


def find(scene: Scene, labels: Sequence[Label], encoder: Encoder, least: float) -> Iterator[Found]:
    """Relations in a window whose log-odds are at least `least` and that admit the kinds of their actors."""
    candidates = pairs.candidates(scene.places)
    if not candidates:
        return
    index = np.array([(pair.first, pair.second) for pair in candidates])
    vectors = _vectors(scene, candidates, index, encoder)
    scores = encoder.relations(vectors)
    for row, column in np.argwhere(scores >= least):
        label = labels[column]
        ends = (candidates[row].first, candidates[row].second)
        subject, object_ = reversed(ends) if label.reverse else ends
        if label.relation.admits(scene.kinds[subject], scene.kinds[object_]):
            key = (str(scene.places[subject].actor), str(scene.places[object_].actor))
            ordered = tuple(sorted(key)) if label.relation.symmetric else key
            sentences = (scene.places[ends[0]].sentence, scene.places[ends[1]].sentence)
            yield Found(
                ordered[0], label.relation, ordered[1], float(scores[row, column]), scene, vectors[row], int(column), sentences
            )


def _vectors(scene: Scene, candidates: Sequence[pairs.Pair], index: NDArray[np.int64], encoder: Encoder) -> Array:
    starts = np.array([place.start for place in scene.places])
    kinds = np.array([KINDS.index(kind) for kind in scene.kinds])
    markers = encoder.mark(scene.read, encoder.name_vectors(scene.read, scene.pool), starts, kinds, index)
    gaps = np.eye(pairs.GAPS, dtype=np.float32)[[pairs.gap(scene.places, pair) for pair in candidates]]
    vectors = encoder.pairs(markers, scene.vectors[index[:, 0]], scene.vectors[index[:, 1]], gaps)
    limits = pairs.bounds([piece.sentence for piece in scene.window.pieces])
    near = [pairs.surroundings(scene.places[pair.first], scene.places[pair.second], limits) for pair in candidates]
    return encoder.with_cues(scene.read, vectors, near)


def best(found: Sequence[Found]) -> list[Found]:
    """The surest place of each (subject, relation, object), in the order of the text."""
    grouped: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in found:
        grouped[one.subject, one.relation.name, one.object].append(one)
    chosen = []
    for same in grouped.values():
        top = max(same, key=lambda one: (one.score, -one.sentences[0], -one.sentences[1]))
        places = len({one.sentences for one in same if one.score > 0})
        chosen.append(
            Found(
                top.subject, top.relation, top.object, top.score, top.scene, top.vector, top.label, top.sentences, max(1, places)
            )
        )
    return sorted(chosen, key=lambda one: (one.sentences, one.subject, one.relation.name, one.object))


def evidence(article: Article, sentences: tuple[int, int], second: float) -> Span:
    """The sentence that shows it: of two, the second where its probability `second` is at least one half."""
    return article.sentences[sentences[1] if second >= 0.5 else sentences[0]]


def speaker(scene: Scene, probabilities: Array, names: Mapping[str, Kind]) -> str | None:
    """The actor with the highest probability over its mentions in the window, or None where the newsroom's is higher."""
    total: dict[str, float] = defaultdict(float)
    for place, probability in zip(scene.places, probabilities[:-1], strict=True):
        if str(place.actor) in names:
            total[str(place.actor)] += float(probability)
    top = max(sorted(total), key=lambda key: total[key], default=None)
    return top if top is not None and total[top] > float(probabilities[-1]) else None
