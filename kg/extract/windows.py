"""An article as the encoder sees it: word pieces of its sentences, cut into overlapping windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.model import Article, Span

LIMIT = 510  # word pieces a window, the two special ones included: the encoder's 512 positions
OVERLAP = 0.25  # share of a window that is read again in the next one, so that a statement may join sentences
BEGIN, END = 0, 2  # ids of <s> and </s>


class Encoded(Protocol):
    """What a tokenizer gives for one text."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Tokenizer(Protocol):
    """The part of `tokenizers.Tokenizer` that is used."""

    def encode_batch(self, input: list[str], *, add_special_tokens: bool) -> list[Encoded]:
        """Word pieces and their offsets, for each text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word piece: its id in the vocabulary, where it stands in the article, and the index of its sentence."""

    id: int
    span: Span
    sentence: int


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of consecutive sentences. Position `i` of the encoder's input is `pieces[i - 1]`: position 0 is `<s>`."""

    pieces: tuple[Piece, ...]

    @property
    def ids(self) -> list[int]:
        """Input of the encoder."""
        return [BEGIN, *(piece.id for piece in self.pieces), END]

    @property
    def sentences(self) -> tuple[int, int]:
        """First and last sentence (indices in `Article.sentences`)."""
        return self.pieces[0].sentence, self.pieces[-1].sentence

    def locate(self, span: Span) -> tuple[int, int] | None:
        """First position and position after the last one that overlap `span`; None where it is not in this window."""
        first = bisect_right(self.pieces, span.start, key=lambda piece: piece.span.stop)
        stop = bisect_left(self.pieces, span.stop, key=lambda piece: piece.span.start)
        if first >= stop or self.pieces[first].span.start > span.start or self.pieces[stop - 1].span.stop < span.stop:
            return None
        return first + 1, stop + 1


def split(article: Article, tokenizer: Tokenizer, limit: int = LIMIT) -> list[Window]:
    """Windows of at most `limit` positions over the sentences of a cleaned article; each begins and ends with a sentence."""
    encoded = tokenizer.encode_batch([article.cut(span) for span in article.sentences], add_special_tokens=False)
    sentences = [
        list(_pieces(one, index, span.start)) for index, (one, span) in enumerate(zip(encoded, article.sentences, strict=True))
    ]
    room = limit - 2
    return [Window(tuple(pieces)) for pieces in _windows([s[:room] for s in sentences if s], room)]


def _pieces(encoded: Encoded, sentence: int, offset: int) -> Iterator[Piece]:
    for id_, (start, stop) in zip(encoded.ids, encoded.offsets, strict=True):
        if stop > start:
            yield Piece(id_, Span(start + offset, stop + offset), sentence)


def _windows(sentences: Sequence[list[Piece]], room: int) -> Iterator[list[Piece]]:
    first = 0
    while first < len(sentences):
        stop = first + 1
        size = len(sentences[first])
        while stop < len(sentences) and size + len(sentences[stop]) <= room:
            size += len(sentences[stop])
            stop += 1
        yield [piece for sentence in sentences[first:stop] for piece in sentence]
        if stop == len(sentences):
            return
        first = _next(sentences, first, stop, room)


def _next(sentences: Sequence[list[Piece]], first: int, stop: int, room: int) -> int:
    """Index of the sentence that the next window begins with: as far back as the overlap and the next sentence's room allow."""
    back, size = stop, 0
    while back - 1 > first and size + len(sentences[back - 1]) <= OVERLAP * room:
        back -= 1
        size += len(sentences[back])
    while back < stop and size + len(sentences[stop]) > room:
        size -= len(sentences[back])
        back += 1
    return back if back > first else stop
