"""Values to rows of the database and back; together the identity (a property test)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Reading, Span, Statement

Row = tuple[Any, ...]


def article_row(article: Article, version: str) -> Row:
    """The columns of table `article` after `row`."""
    facts = (article.title, article.url, article.outlet, article.published, article.date_source, article.source_id)
    return (article.id, *facts, _flat(article.noise), _flat(article.sentences), version, article.text)


def actor_rows(extraction: Extraction) -> Iterator[Row]:
    """Columns `number`, `key`, `name`, `kind`."""
    return ((number, actor.key, actor.name, actor.kind.value) for number, actor in enumerate(extraction.actors))


def mention_rows(extraction: Extraction) -> Iterator[Row]:
    """Columns `actor`, `number`, `start`, `stop`."""
    for number, actor in enumerate(extraction.actors):
        yield from ((number, index, span.start, span.stop) for index, span in enumerate(actor.mentions))


def statement_rows(extraction: Extraction) -> Iterator[Row]:
    """Columns of table `statement` after `article`.

    Raises:
        KeyError: if a statement names an actor that the extraction lacks.
    """
    number = {actor.key: index for index, actor in enumerate(extraction.actors)}
    for index, s in enumerate(extraction.statements):
        span, trigger = s.evidence.span, s.evidence.trigger
        where = (span.start, span.stop, *((trigger.start, trigger.stop) if trigger else (None, None)))
        speaker = None if s.speaker is None else number[s.speaker]
        how = (s.polarity.value, s.modality.value, speaker, s.role, s.happened, s.method, round(s.confidence, 2))
        yield (index, number[s.subject], s.relation, number[s.object], *where, *how)


def row(article: Article, extraction: Extraction, version: str) -> Row:
    """A row of READINGS, the contrary of `reading`: what the store gives for what was put into it.

    Raises:
        KeyError: if a statement names an actor that the extraction lacks.
    """
    id, *rest, text = article_row(article, version)
    actors = (values[1:] for values in actor_rows(extraction))
    mentions = ((actor, start, stop) for actor, _, start, stop in mention_rows(extraction))
    statements = (values[1:] for values in statement_rows(extraction))
    return (id, text, *rest, _array(actors), _array(mentions), _array(statements))


def reading(row: Row) -> tuple[Reading, str]:
    """A row of READINGS as a reading and the version of the reader that gave it."""
    id, text, title, url, outlet, published, date_source, source_id, noise, sentences, version, actors, mentions, statements = row
    article = Article(
        id, text, title, url, outlet, published, date_source, source_id, _spans(json.loads(noise)), _spans(json.loads(sentences))
    )
    found = _actors(article, json.loads(actors), json.loads(mentions))
    said = tuple(_statement(article, found, columns) for columns in json.loads(statements))
    return Reading(article, Extraction(found, said), version), version


def _flat(spans: Sequence[Span]) -> str:
    return _array(offset for span in spans for offset in (span.start, span.stop))


def _array(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _spans(flat: Sequence[int]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in zip(flat[::2], flat[1::2], strict=True))


def _actors(article: Article, rows: Sequence[Row], mentions: Sequence[Row]) -> tuple[LocalActor, ...]:
    spans: list[list[Span]] = [[] for _ in rows]
    for actor, start, stop in mentions:
        spans[actor].append(Span(start, stop))
    return tuple(
        LocalActor(key, name, Kind(kind), tuple(own), tuple(sorted({article.cut(span) for span in own})))
        for (key, name, kind), own in zip(rows, spans, strict=True)
    )


def _statement(article: Article, actors: Sequence[LocalActor], row: Row) -> Statement:
    subject, relation, object_, start, stop, from_, to, polarity, modality, speaker, role, happened, method, confidence = row
    return Statement(
        subject=actors[subject].key,
        relation=relation,
        object=actors[object_].key,
        evidence=Evidence.cut(article, Span(start, stop), None if from_ is None else Span(from_, to)),
        polarity=Polarity(polarity),
        modality=Modality(modality),
        speaker=None if speaker is None else actors[speaker].key,
        role=role,
        happened=happened,
        method=method,
        confidence=confidence,
    )
