"""The gold format: one JSON object an article, with its actors and statements; read with care, written from a reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import BadInput
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Reading, Span, Statement

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldActor:
    """An actor as annotated: `mentions` are the distinct strings that name it."""

    key: str
    name: str
    type: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A statement as annotated; subject, object and speaker are keys of actors."""

    subject: str
    relation: str
    object: str
    evidence: str
    polarity: str = "affirmed"
    modality: str = "actual"
    speaker: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """All that an annotator, or a reader, found in an article."""

    actors: tuple[GoldActor, ...] = ()
    statements: tuple[GoldStatement, ...] = ()


def to_json(reading: Reading) -> JsonObject:
    """A reading in the gold format, with a confidence in each statement; `id` is the input's where it has one."""
    article = reading.article
    return {
        "id": article.source_id or article.id,
        "actors": [_actor(article, actor) for actor in reading.extraction.actors],
        "statements": [_statement(statement) for statement in reading.extraction.statements],
    }


def from_json(raw: Mapping[str, Any]) -> GoldArticle:
    """An object of the gold format as values.

    Raises:
        KeyError, TypeError, AttributeError: if a key is missing or of another form.
    """
    actors = tuple(GoldActor(a["key"], a["name"], a["type"], tuple(a.get("mentions", ()))) for a in raw["actors"])
    return GoldArticle(actors, tuple(map(_gold_statement, raw["statements"])))


def reading(ident: str, annotated: GoldArticle, article: Article | None = None) -> Reading:
    """What was annotated in the article with id `ident` as a reading; spans are found in `article` where it is given.

    A statement about an actor that is not annotated is left out.
    """
    text = article.text if article else ""
    known = {actor.key for actor in annotated.actors}
    actors = tuple(
        LocalActor(actor.key, actor.name, Kind(actor.type), _spans(text, actor.mentions), tuple(sorted(set(actor.mentions))))
        for actor in annotated.actors
    )
    statements = tuple(_said(one, text) for one in annotated.statements if {one.subject, one.object} <= known)
    return Reading(replace(article, id=ident) if article else Article(ident, text), Extraction(actors, statements))


def load(path: Path) -> dict[str, GoldArticle]:
    """The articles of a gold file by their id.

    Raises:
        BadInput: if the file cannot be read or a line breaks the format.
    """
    return dict(_lines(path))


def _lines(path: Path) -> Iterator[tuple[str, GoldArticle]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(str(path), str(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                raw = json.loads(line)
                yield str(raw["id"]), from_json(raw)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadInput(f"{path}:{number}", f"not in the gold format ({type(error).__name__}: {error})") from error


def _actor(article: Article, actor: LocalActor) -> JsonObject:
    strings = dict.fromkeys([*(article.cut(span) for span in sorted(actor.mentions)), *actor.aliases])
    return {"key": actor.key, "name": actor.name, "type": actor.kind.value, "mentions": list(strings)}


def _statement(statement: Statement) -> JsonObject:
    return {
        "subject": statement.subject,
        "relation": statement.relation,
        "object": statement.object,
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "speaker": statement.speaker,
        "role": statement.role,
        "evidence": statement.evidence.quote,
        "confidence": round(statement.confidence, 2),
    }


def _spans(text: str, strings: Iterable[str]) -> tuple[Span, ...]:
    return tuple(sorted(Span(*found.span()) for string in strings if string for found in re.finditer(re.escape(string), text)))


def _said(statement: GoldStatement, text: str) -> Statement:
    start = max(text.find(statement.evidence), 0)
    quote = statement.evidence or " "
    return Statement(
        statement.subject,
        statement.relation,
        statement.object,
        Evidence(Span(start, start + len(quote)), quote),
        Polarity(statement.polarity),
        Modality(statement.modality),
        statement.speaker,
        statement.role,
    )


def _gold_statement(raw: Mapping[str, Any]) -> GoldStatement:
    return GoldStatement(
        raw["subject"],
        raw["relation"],
        raw["object"],
        raw["evidence"],
        raw.get("polarity") or "affirmed",
        raw.get("modality") or "actual",
        raw.get("speaker") or None,
        raw.get("role") or None,
    )
