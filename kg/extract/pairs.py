"""Which mentions may stand in a relation: instances of a pair of actors, each at one place in the text.

Of the statements in the training articles 80 % have both actors in one sentence, 91 % in two neighbouring ones, 95 % at most
three sentences apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REACH = 3  # sentences between the mentions of two actors that stand together nowhere


@dataclass(frozen=True, slots=True)
class Place:
    """A mention in a window: positions [start, stop), the sentence, and whose mention it is."""

    start: int
    stop: int
    sentence: int
    actor: Hashable


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Indices of two places, the earlier one first (of two that begin together the longer one)."""

    first: int
    second: int


def candidates(places: Sequence[Place]) -> list[Pair]:
    """The closest mentions of each two actors: in each sentence; across each two neighbouring sentences in which the two do not
    meet; and, where that gives none, the closest ones within `REACH` sentences. Sorted."""
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        by_sentence[place.sentence].append(index)
    meeting = {sentence: dict(_closest(places, members, members)) for sentence, members in by_sentence.items()}
    found = {(actors, pair) for best in meeting.values() for actors, pair in best.items()}
    for sentence, members in by_sentence.items():
        known = meeting[sentence].keys() | meeting.get(sentence + 1, {}).keys()
        found.update(one for one in _closest(places, members, by_sentence.get(sentence + 1, [])) if one[0] not in known)
    near = {actors for actors, _ in found}
    for sentence, members in by_sentence.items():
        beyond = [i for step in range(2, REACH + 1) for i in by_sentence.get(sentence + step, [])]
        near_by = ((actors, pair) for actors, pair in _closest(places, members, beyond) if actors not in near)
        found.update(near_by)
    return _nearest_beyond(places, found, near)


def _nearest_beyond(
    places: Sequence[Place], found: set[tuple[frozenset[Hashable], Pair]], near: set[frozenset[Hashable]]
) -> list[Pair]:
    """All instances of actors that come near each other, and the closest one of the others."""
    kept = [pair for actors, pair in found if actors in near]
    far: dict[frozenset[Hashable], Pair] = {}
    for actors, pair in sorted(found, key=lambda one: (_distance(places, one[1]), one[1])):
        if actors not in near:
            far.setdefault(actors, pair)
    return sorted([*kept, *far.values()])


def _distance(places: Sequence[Place], pair: Pair) -> int:
    return places[pair.second].start - places[pair.first].stop


def _closest(places: Sequence[Place], left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[frozenset[Hashable], Pair]]:
    best: dict[frozenset[Hashable], tuple[int, Pair]] = {}
    for i in left:
        for j in right:
            if places[i].actor == places[j].actor or (left is right and i >= j):
                continue
            pair = _in_order(places, i, j)
            gap = _distance(places, pair)
            actors = frozenset((places[i].actor, places[j].actor))
            if actors not in best or (gap, pair) < best[actors]:
                best[actors] = (gap, pair)
    return ((actors, pair) for actors, (_, pair) in best.items())


def _in_order(places: Sequence[Place], i: int, j: int) -> Pair:
    a, b = places[i], places[j]
    return Pair(i, j) if (a.start, -a.stop, i) <= (b.start, -b.stop, j) else Pair(j, i)


def gap(places: Sequence[Place], pair: Pair) -> int:
    """How two mentions stand: 0 in one sentence, 1 in neighbouring ones, 2 farther apart, 3 one inside the other."""
    first, second = places[pair.first], places[pair.second]
    if second.start < first.stop:
        return 3
    return min(2, second.sentence - first.sentence)


GAPS = 4

CUES = 128  # positions that are searched for cue words of a pair
_STEPS = np.array([1, 2, 3, 5, 9])  # least distances, in positions, of the classes of nearness
NEARNESS = 2 * len(_STEPS) + 1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the cue words of a pair may stand: positions of its sentences, and for each of them how near it is to the first and
    to the second mention (0 to `NEARNESS` - 1; in the middle: inside it), and in whose sentence (0 first, 1 between, 2 second,
    3 both)."""

    positions: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    sentence: NDArray[np.int64]


_FAR = 5  # sentences
STANDINGS = 3 * (2 * _FAR + 1)


def standing(places: Sequence[Place], pair: Pair) -> NDArray[np.int64]:
    """How each place stands to a pair, for who may be saying it (0 to `STANDINGS` - 1): how many sentences before or after the
    pair's last one, and whether it is another actor's, the first one's or the second one's."""
    last = places[pair.second].sentence
    steps = np.clip([place.sentence - last for place in places], -_FAR, _FAR) + _FAR
    ends = places[pair.first].actor, places[pair.second].actor
    whose = np.array([1 + ends.index(place.actor) if place.actor in ends else 0 for place in places], np.int64)
    return np.asarray(whose * (2 * _FAR + 1) + steps, np.int64)


def surroundings(first: Place, second: Place, bounds: Mapping[int, tuple[int, int]]) -> Surroundings:
    """The sentences of two mentions and what is between; of more than `CUES` positions those nearest to the mentions.

    `bounds` has first position and position after the last one of each sentence of the window.
    """
    start, stop = bounds[first.sentence][0], bounds[second.sentence][1]
    if stop - start > CUES:
        start, stop = max(start, first.start - CUES // 4), min(stop, second.stop + CUES // 4)
    positions = np.arange(start, stop)
    if len(positions) > CUES:
        positions = np.concatenate([positions[: CUES // 2], positions[-CUES // 2 :]])
    in_first = positions < bounds[first.sentence][1]
    in_second = positions >= bounds[second.sentence][0]
    sentence = np.where(in_first & in_second, 3, np.where(in_first, 0, np.where(in_second, 2, 1)))
    return Surroundings(positions, _nearness(positions, first), _nearness(positions, second), sentence)


def _nearness(positions: NDArray[np.int64], place: Place) -> NDArray[np.int64]:
    after = np.maximum(positions - place.stop + 1, 0)
    before = np.maximum(place.start - positions, 0)
    middle = len(_STEPS)
    return middle + np.searchsorted(_STEPS, after, side="right") - np.searchsorted(_STEPS, before, side="right")


def bounds(sentences: Sequence[int]) -> dict[int, tuple[int, int]]:
    """First position and position after the last one of each sentence; `sentences` is that of each piece, position 0 is `<s>`."""
    found: dict[int, tuple[int, int]] = {}
    for position, sentence in enumerate(sentences, 1):
        found[sentence] = (found.get(sentence, (position, 0))[0], position + 1)
    return found
