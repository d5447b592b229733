"""Tags of word pieces → mentions: where actors are named, and of what kind they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kg.extract.encoder import Array
from kg.extract.similarity import SMALL
from kg.extract.windows import Window
from kg.model import Article, Kind, Span

KINDS = tuple(Kind)
_OUTSIDE, _INSIDE = 0, 2  # tags; 1 begins a mention
_PROPER = (Kind.PERSON, Kind.TICKET, Kind.PARTY)  # never named by one common word ("pasangan", "partai")
_COMMON_WORD = re.compile(r"[a-z]+")
_GLUED = re.compile(r"(?<=[a-z])\d{1,2}\Z")
_ABBREVIATED = re.compile(r"\b[A-Z]\w{0,2}\.$")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name of an actor in the text, with the network's probability that it is one."""

    span: Span
    kind: Kind
    probability: float


def find(article: Article, windows: Sequence[Window], tags: Sequence[Array], thresholds: Mapping[str, float]) -> list[Mention]:
    """The mentions of an article, in order; each occurrence of a string that is found once counts.

    `tags` are the probabilities of outside, begin, inside (positions × kinds × 3) of each window; where windows overlap the
    surest reading of a span counts. `thresholds` are least probabilities by kind.
    """
    best: dict[Span, Mention] = {}
    for window, probabilities in zip(windows, tags, strict=True):
        for mention in _decode(article, window, probabilities):
            if mention.probability >= thresholds[mention.kind] and _surer(mention, best.get(mention.span)):
                best[mention.span] = mention
    return sorted([*best.values(), *_again(article, best.values())])


def _surer(mention: Mention, other: Mention | None) -> bool:
    return other is None or (mention.probability, mention.kind) > (other.probability, other.kind)


def _decode(article: Article, window: Window, probabilities: Array) -> Iterator[Mention]:
    """Mentions of a window: for each kind a run that begins with "begin" (or follows "outside") and goes on while not "outside".

    The first piece of a word decides for the whole word.
    """
    heads = [i for i, piece in enumerate(window.pieces) if not _inside_word(article.text, piece.span.start)]
    words = [Span(window.pieces[i].span.start, window.pieces[j - 1].span.stop) for i, j in pairwise([*heads, len(window.pieces)])]
    rows = probabilities[np.array(heads, np.int64) + 1]
    for column, kind in enumerate(KINDS):
        tags = rows[:, column].argmax(-1).tolist()
        for start, stop in _runs(tags):
            span = _trimmed(article.text, words[start].start, words[stop - 1].stop, kind)
            if span is not None and not (kind in _PROPER and _COMMON_WORD.fullmatch(article.cut(span))):
                yield Mention(span, kind, float(1 - rows[start:stop, column, 0].mean()))


def _runs(tags: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First word and word after the last one of each mention."""
    start = -1
    for i, tag in enumerate([*tags, _OUTSIDE]):
        if start >= 0 and tag != _INSIDE:
            yield start, i
            start = -1
        if start < 0 and tag != _OUTSIDE:
            start = i


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum() and text[at].isalnum()


def _trimmed(text: str, start: int, stop: int, kind: Kind) -> Span | None:
    """The span without punctuation at its ends (the full stop of an abbreviation and brackets that belong to it stay), without a
    pointing word behind a proper name, and without the number of a footnote or list that sticks to a person's name."""
    while start < stop and not (text[start].isalnum() or (text[start] == "(" and ")" in text[start:stop])):
        start += 1
    while stop > start and not _may_end(text[start:stop]):
        stop -= 1
    while (words := text[start:stop].split()) and (words[-1] in SMALL or (kind is not Kind.PERSON and _points(words))):
        stop = start + len(text[start:stop].removesuffix(words[-1]).rstrip())
    if kind is Kind.PERSON and (glued := _GLUED.search(text, start, stop)):
        stop = glued.start()
    return Span(start, stop) if start < stop and any(char.isalnum() for char in text[start:stop]) else None


def _points(words: Sequence[str]) -> bool:
    """Whether a pointing word ends a proper name of a body: in "Partai Satu itu", not in "lembaga negara itu"."""
    return words[-1] in ("itu", "ini", "tersebut") and len(words) > 1 and all(not word[0].islower() for word in words[:-1])


def _may_end(name: str) -> bool:
    return name[-1].isalnum() or (name[-1] == ")" and "(" in name) or bool(_ABBREVIATED.search(name))


def _again(article: Article, found: Iterable[Mention]) -> Iterator[Mention]:
    """Other occurrences of the strings that were found as names, outside every mention found and outside boilerplate."""
    taken = [mention.span for mention in found]
    by_string: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        by_string[article.cut(mention.span)].append(mention)
    for string in sorted(by_string, key=lambda s: (-len(s), s)):
        if not string[0].isupper():
            continue
        surest = max(by_string[string], key=lambda mention: (mention.probability, mention.kind))
        for match in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", article.text):
            span = Span(*match.span())
            if not any(span.overlaps(other) for other in taken) and any(s.contains(span) for s in article.sentences):
                taken.append(span)
                yield Mention(span, surest.kind, surest.probability)
