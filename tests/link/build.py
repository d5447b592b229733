"""Readings written in a few words, for the tests of `kg.link`."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import (
    Article,
    Evidence,
    Extraction,
    Kind,
    LocalActor,
    Modality,
    Polarity,
    Reading,
    Span,
    Statement,
)

_TEXT = "Judul\nSari meminta KPU membuka data. Sari menemui Budi."


def actor(name: str, kind: str = "person", *aliases: str, key: str | None = None, mentions: int = 1) -> LocalActor:
    """A local actor whose key is its name unless given."""
    spans = tuple(Span(start, start + 1) for start in range(mentions))
    return LocalActor(key or name, name, Kind(kind), spans, tuple(sorted({name, *aliases})))


def article(ident: str = "a1", *, outlet: str | None = "kabar.test", published: str | None = "2024-02-19") -> Article:
    return Article(ident, _TEXT, title="Judul", url=f"https://kabar.test/{ident}", outlet=outlet, published=published)


def statement(
    subject: str,
    relation: str,
    object_: str,
    *,
    start: int = 6,
    confidence: float = 0.9,
    polarity: str = "affirmed",
    modality: str = "actual",
    speaker: str | None = None,
    role: str | None = None,
    happened: str | None = None,
) -> Statement:
    return Statement(
        subject,
        relation,
        object_,
        Evidence.cut(article(), Span(start, start + 10)),
        Polarity(polarity),
        Modality(modality),
        speaker,
        role,
        happened,
        confidence=confidence,
    )


def reading(source: str | Article, actors: Sequence[LocalActor], statements: Sequence[Statement] = ()) -> Reading:
    return Reading(article(source) if isinstance(source, str) else source, Extraction(tuple(actors), tuple(statements)))
