"""Tags of word pieces → mentions: where actors are named, and of what kind they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.encoder import Array
from kg.extract.windows import Window
from kg.model import Article, Kind, Span

KINDS = tuple(Kind)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name of an actor in the text, with the network's probability that it is one."""

    span: Span
    kind: Kind
    probability: float


def find(article: Article, windows: Sequence[Window], tags: Sequence[Array], threshold: float) -> list[Mention]:
    """The mentions of an article, in order; each occurrence of a string that is found once counts.

    `tags` are the probabilities of outside, begin, inside (positions × kinds × 3) of each window; where windows overlap the
    surest reading of a span counts.
    """
    best: dict[Span, Mention] = {}
    for window, probabilities in zip(windows, tags, strict=True):
        for mention in _decode(article, window, probabilities):
            if mention.probability >= threshold and _surer(mention, best.get(mention.span)):
                best[mention.span] = mention
    return sorted([*best.values(), *_again(article, best.values())])


def _surer(mention: Mention, other: Mention | None) -> bool:
    return other is None or (mention.probability, mention.kind) > (other.probability, other.kind)


def _decode(article: Article, window: Window, probabilities: Array) -> Iterator[Mention]:
    """Mentions of a window: for each kind a run that begins with "begin" (or follows "outside") and goes on while not "outside"."""
    for column, kind in enumerate(KINDS):
        tag = probabilities[1:-1, column].argmax(-1)
        inside = np.concatenate([[False], tag > 0, [False]])
        starts = [i for i in range(len(tag)) if tag[i] == 1 or (tag[i] == 2 and not inside[i])]
        for start in starts:
            stop = start + 1
            while stop < len(tag) and tag[stop] == 2:
                stop += 1
            span = _whole_words(article, Span(window.pieces[start].span.start, window.pieces[stop - 1].span.stop))
            if span is not None:
                yield Mention(span, kind, float(1 - probabilities[start + 1 : stop + 1, column, 0].mean()))


def _whole_words(article: Article, span: Span) -> Span | None:
    """The span without punctuation at its ends that belongs to a word piece, and with all of the words that it cuts."""
    start, stop = span.start, span.stop
    text = article.text
    while start < stop and not (text[start].isalnum() or text[start] in "-("):
        start += 1
    while stop > start and not (text[stop - 1].isalnum() or text[stop - 1] in ".)" or (text[stop - 1] == "-")):
        stop -= 1
    while stop < len(text) and stop > start and _WORD.match(text[stop - 1]) and _WORD.match(text[stop]):
        stop += 1
    while stop > start and text[stop - 1] == "." and not re.search(r"\b[A-Z]\w{0,2}\.$", text[start:stop]):
        stop -= 1
    if text[start:stop].endswith(")") and "(" not in text[start:stop]:
        stop -= 1
    if text[start:stop].startswith("(") and ")" not in text[start:stop]:
        start += 1
    return Span(start, stop) if start < stop and _WORD.search(text, start, stop) else None


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
