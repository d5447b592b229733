"""Pairs of mentions → what is said of them: each relation of two actors, at the place that shows it best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract import cues, pairs
from kg.extract.cues import CueModel
from kg.extract.encoder import Array, Encoder, Read
from kg.extract.mentions import KINDS
from kg.extract.windows import Window
from kg.model import Article, Kind, LocalActor, Span
from kg.schema import Relation

_AS_SURE = 1.0  # log-odds; a text says a thing best where it says it first


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
    """A relation between two local actors (keys) at one place: log-odds by the network (`score`) and by the cue words, the pair's
    vector and the sentences of the two mentions.

    `rival` is the network's best score of another relation of the pair; `instances` counts the places at which the relation is
    more likely than not.
    """

    subject: str
    relation: Relation
    object: str
    score: float
    cue_score: float
    rival: float
    scene: Scene
    pair: pairs.Pair
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


def find(
    article: Article, scene: Scene, labels: Sequence[Label], encoder: Encoder, cue_model: CueModel, least: float
) -> Iterator[Found]:
    """Relations in a window that admit the kinds of their actors, where the network or the cue words give log-odds of `least`."""
    candidates = pairs.candidates(scene.places)
    if not candidates:
        return
    text = cues.words(article, scene.window, scene.places, scene.kinds)
    by_cues = cue_model.scores([cues.buckets(text, scene.places, scene.kinds, pair) for pair in candidates])
    vectors = _vectors(scene, candidates, encoder)
    scores = encoder.relations(vectors)
    for row, column in np.argwhere(np.maximum(scores, by_cues) >= least):
        label, pair = labels[column], candidates[row]
        ends = (pair.second, pair.first) if label.reverse else (pair.first, pair.second)
        if label.relation.admits(*(scene.kinds[end] for end in ends)):
            subject, object_ = (str(scene.places[end].actor) for end in ends)
            if label.relation.symmetric and subject > object_:
                subject, object_ = object_, subject
            yield Found(
                subject=subject,
                relation=label.relation,
                object=object_,
                score=float(scores[row, column]),
                cue_score=float(by_cues[row, column]),
                rival=float(np.delete(scores[row], column).max()),
                scene=scene,
                pair=pair,
                vector=vectors[row],
                label=int(column),
                sentences=(scene.places[pair.first].sentence, scene.places[pair.second].sentence),
            )


def _vectors(scene: Scene, candidates: Sequence[pairs.Pair], encoder: Encoder) -> Array:
    index = np.array([(pair.first, pair.second) for pair in candidates])
    starts = np.array([place.start for place in scene.places])
    kinds = np.array([KINDS.index(kind) for kind in scene.kinds])
    markers = encoder.mark(scene.read, encoder.name_vectors(scene.read, scene.pool), starts, kinds, index)
    gaps = np.eye(pairs.GAPS, dtype=np.float32)[[pairs.gap(scene.places, pair) for pair in candidates]]
    vectors = encoder.pairs(markers, scene.vectors[index[:, 0]], scene.vectors[index[:, 1]], gaps)
    limits = pairs.bounds([piece.sentence for piece in scene.window.pieces])
    near = [pairs.surroundings(scene.places[pair.first], scene.places[pair.second], limits) for pair in candidates]
    return encoder.with_cues(scene.read, vectors, near)


def best(found: Sequence[Found]) -> list[Found]:
    """One place of each (subject, relation, object), in the order of the text: the first of those that are about as sure."""
    grouped: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in found:
        grouped[one.subject, one.relation.name, one.object].append(one)
    chosen = []
    for same in grouped.values():
        most = max(one.score + one.cue_score for one in same)
        top = min((one for one in same if one.score + one.cue_score >= most - _AS_SURE), key=lambda one: one.sentences)
        places = len({one.sentences for one in same if one.score > 0})
        chosen.append(replace(top, instances=max(1, places)))
    return sorted(chosen, key=lambda one: (one.sentences, one.subject, one.relation.name, one.object))


def evidence(article: Article, sentences: tuple[int, int], second: float) -> Span:
    """The sentence that shows it: of two, the second where its probability `second` is at least one half."""
    return article.sentences[sentences[1] if second >= 0.5 else sentences[0]]


def voice(one: Found, fact: Array, encoder: Encoder) -> tuple[str, float]:
    """The actor who most likely says it, and its probability over all its mentions in the window; the rest is the newsroom's."""
    total: dict[str, float] = defaultdict(float)
    standing = pairs.standing(one.scene.places, one.pair)[None]
    for place, probability in zip(one.scene.places, encoder.speakers(fact, one.scene.vectors, standing)[0, :-1], strict=True):
        total[str(place.actor)] += float(probability)
    return max(sorted(total.items()), key=lambda item: item[1])
