"""Which articles are copies of one text: what a wire sends to many newspapers, and what others copy, shorten or edit.

Copies are found by MinHash (Broder 1997) over runs of five words: the signature is cut into bands, articles with an equal
band are candidates (Leskovec et al., Mining of Massive Datasets, 3.4), and candidates are compared word by word. Families are
the connected parts, so they depend on the set of articles only. datasketch does the same, but brings scipy for it.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from kg.ids import digest
from kg.model import Article
from kg.outlets import owner

if TYPE_CHECKING:  # numpy takes 0.1 s to import: not for kg --help
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Words = NDArray[np.uint32]

BANDS, _ROWS = 64, 2  # a pair with a fifth of its runs in common is found with probability 0.93
_RUN = 5  # words; shorter runs are common phrases
_COPIED = 0.7  # of the runs of the shorter text, where two owners print it
_REPEATED = 0.8  # of the runs of the longer text, else: a newspaper repeats in each article what it wrote before on the matter
_NUMBERS = 0.8  # of its numbers: yesterday's gold price is told in the same words with other numbers
_FEW_NUMBERS = 3
_SHORT = 20  # runs; a text that is shorter must be repeated too
_DAYS = 3  # between a text and its copy; later ones are of a series that fills in a form, unless nothing differs
UNDATED = -1

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What finding copies needs of an article: a pure function of it. `day` is an ordinal, or UNDATED; `owner` may be "".

    `key` names the article with its text; `runs` and `numbers` are sorted hashes, `bands` those of the bands.
    """

    key: str
    owner: str
    day: int
    bands: Words
    runs: Words
    numbers: Words


class Families:
    """Articles by the text that they copy; adding one costs a look at the bands of the others."""

    def __init__(self, sketches: Sequence[Sketch] = (), labels: Sequence[int] = ()) -> None:
        """Go on from `sketches` whose families bear the `labels`."""
        import numpy as np

        self.sketches = list(sketches)
        room = max(len(self.sketches), 1)
        self._bands = np.zeros((room, BANDS), np.uint32)
        self._labels = np.zeros(room, np.int64)
        if self.sketches:
            self._bands[:] = [sketch.bands for sketch in self.sketches]
            self._labels[:] = labels

    @property
    def labels(self) -> list[int]:
        """One number for each sketch, equal for those of one family."""
        return [int(label) for label in self._labels[: len(self.sketches)]]

    def add(self, sketch: Sketch) -> None:
        """Take in one more article, which may join families."""
        own = self._append(sketch)
        if not len(sketch.runs):
            return
        like = (self._bands[:own] == sketch.bands).any(axis=1).nonzero()[0]
        for label in sorted(set(self._labels[like].tolist())):
            rows = like[self._labels[like] == label].tolist()
            if any(alike(self.sketches[row], sketch) for row in rows):
                labels = self._labels[: own + 1]
                labels[labels == label] = self._labels[own]

    def without(self, gone: Collection[str]) -> Families:
        """The same without the articles of these keys; the families that held one are found anew."""
        broken = {label for sketch, label in zip(self.sketches, self.labels, strict=True) if sketch.key in gone}
        pairs = [pair for pair in zip(self.sketches, self.labels, strict=True) if pair[0].key not in gone]
        whole = [pair for pair in pairs if pair[1] not in broken]
        numbers = {label: number for number, label in enumerate(dict.fromkeys(label for _, label in whole))}
        left = Families([sketch for sketch, _ in whole], [numbers[label] for _, label in whole])
        for sketch, label in pairs:
            if label in broken:
                left.add(sketch)
        return left

    def groups(self) -> list[list[str]]:
        """The keys of the families with more than one article."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for sketch, label in zip(self.sketches, self.labels, strict=True):
            found[label].append(sketch.key)
        return [keys for keys in found.values() if len(keys) > 1]

    def _append(self, sketch: Sketch) -> int:
        """Its row; it is a family of its own, whose label is free: no label exceeds the number of rows that were added."""
        import numpy as np

        row = len(self.sketches)
        if row == len(self._bands):
            self._bands = np.resize(self._bands, (2 * row, BANDS))
            self._labels = np.resize(self._labels, 2 * row)
        self._bands[row], self._labels[row] = sketch.bands, row
        self.sketches.append(sketch)
        return row


def families(articles: Iterable[Article], known: Families | None = None) -> tuple[Mapping[str, str], Families]:
    """The family of each article that has copies, named by its earliest article; and what to go on from another time.

    `known` is what an earlier call gave, and is used up: articles that it knows are not looked at again, those that are gone
    leave no trace.
    """
    found = {_key(article): article for article in articles}
    known = known or Families()
    held = {sketch.key for sketch in known.sketches}
    if gone := held - found.keys():
        known = known.without(gone)
    for key in sorted(found.keys() - held):
        known.add(sketch(found[key], key))
    named: dict[str, str] = {}
    for keys in known.groups():
        members = sorted((found[key] for key in keys), key=lambda article: (article.published or "9999", article.id))
        named |= dict.fromkeys((member.id for member in members), members[0].id)
    return named, known


def sketch(article: Article, key: str = "") -> Sketch:
    """The sketch of an article."""
    import numpy as np

    words = _WORD.findall(_told(article).lower())
    hashes = np.fromiter((zlib.crc32(word.encode("utf-8", "replace")) for word in words), np.uint64, len(words))
    runs = _runs(hashes)
    numbers = hashes[[any(map(str.isdigit, word)) for word in words]] if words else hashes
    return Sketch(
        key=key or _key(article),
        owner=_owner(article),
        day=_day(article.published),
        bands=_bands(runs),
        runs=(runs >> np.uint64(32)).astype(np.uint32),
        numbers=np.unique(numbers).astype(np.uint32),
    )


def alike(one: Sketch, other: Sketch) -> bool:
    """Whether one of the two articles is a copy of the other, or both are copies of a third."""
    import numpy as np

    if UNDATED not in (one.day, other.day) and abs(one.day - other.day) > _DAYS:
        return np.array_equal(one.runs, other.runs)
    short, long = sorted((one, other), key=lambda sketch: len(sketch.runs))
    apart = one.owner and other.owner and one.owner != other.owner
    needed = _COPIED * len(short.runs) if apart and len(short.runs) >= _SHORT else _REPEATED * len(long.runs)
    if _common(short.runs, long.runs) < needed:
        return False
    few, many = sorted((one.numbers, other.numbers), key=len)
    return len(few) < _FEW_NUMBERS or _common(few, many) >= _NUMBERS * len(few)


def _key(article: Article) -> str:
    noise = ",".join(f"{span.start}-{span.stop}" for span in article.noise)
    return digest(article.id, _owner(article), article.published or "", noise, article.text.encode("utf-8", "replace").decode())


def _owner(article: Article) -> str:
    return owner(article.outlet) if article.outlet else ""


def _told(article: Article) -> str:
    """The text without what the newspaper prints around it."""
    edges = [0, *(edge for span in article.noise for edge in (span.start, span.stop)), len(article.text)]
    return " ".join(article.text[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True))


def _day(published: str | None) -> int:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:  # a month or a year
        return UNDATED


def _runs(words: Hashes) -> Hashes:
    """A hash of each run of words, sorted, each once; their upper halves are distinct."""
    import numpy as np

    count = max(len(words) - _RUN + 1, 0)
    mixed = _mixed(sum((words[k : k + count] * factor for k, factor in enumerate(_factors()[:_RUN])), np.zeros(count, np.uint64)))
    _, first = np.unique(mixed >> np.uint64(32), return_index=True)
    return mixed[first]


def _bands(runs: Hashes) -> Words:
    """The least of the runs in each of many orders, the orders of a band taken together."""
    import numpy as np

    if not len(runs):
        return np.zeros(BANDS, np.uint32)
    half = np.uint64(32)
    multiply, add = _factors()[:-1:2], _factors()[1::2]
    least = ((runs[:, None] * multiply + add) >> half).min(axis=0).reshape(BANDS, _ROWS)
    bands: Words = (_mixed(least[:, 0] * _factors()[0] + least[:, 1]) >> half).astype(np.uint32)
    return bands


def _mixed(numbers: Hashes) -> Hashes:
    """Each number so that every bit depends on every bit (the end of splitmix64)."""
    import numpy as np

    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


@cache
def _factors() -> Hashes:
    """Odd numbers without a pattern, always the same, two for each order."""
    import numpy as np

    return _mixed(np.arange(1, 2 * BANDS * _ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) | np.uint64(1)


def _common(few: Words, many: Words) -> int:
    """How many of the sorted `few` are among the sorted `many`."""
    places = many.searchsorted(few)
    places[places == len(many)] = 0
    return int((many[places] == few).sum()) if len(many) else 0
