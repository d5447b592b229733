"""Article → request: the text as sentences, and instructions made of the prompt file, the kinds and the relations."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import BadData
from kg.extract.llm.answer import schema
from kg.ids import digest
from kg.model import Article, Kind, Span
from kg.resources import data_folders, folder, read_yaml, reading_rules
from kg.schema import Relation, relations

_MOST = 40_000  # code points of an article that are sent; what stands after them is not read
_CUES = 10  # words by which a relation is told that are shown


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked about an article: `system` says what to do, `user` holds the text and nothing else."""

    system: str
    user: str

    def id(self, model: str) -> str:
        """Digest of all that the answer depends on."""
        return digest(model, self.system, self.user, json.dumps(schema(), sort_keys=True), length=32)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instructions of a language, and how sentences that speak to a machine are recognised."""

    system: str
    instructions: re.Pattern[str]
    confidence: Mapping[str, Mapping[str, float]]

    @classmethod
    def load(cls, language: str) -> Prompt:
        """From `data/prompts`.

        Raises:
            BadData: if a file is missing or breaks its format.
        """
        text, settings = _file(f"{language}.md"), _file("llm.yml")
        raw: Any = read_yaml(settings)
        try:
            system = text.read_text("utf-8").replace("{{kinds}}", _kinds()).replace("{{relations}}", _relations(language))
            confidence = {name: {group: float(p) for group, p in by.items()} for name, by in raw["confidence"].items()}
            if any(by.keys() != {"act", "structure"} for by in confidence.values()) or "*" not in confidence:
                raise ValueError('confidence: each model needs act and structure, and there must be one named "*"')
            return cls(system, re.compile("|".join(f"(?:{one})" for one in raw["instructions"]), re.IGNORECASE), confidence)
        except (OSError, KeyError, TypeError, ValueError, AttributeError, re.error) as error:
            raise BadData(f"{settings} or {text.name}: {type(error).__name__}: {error}") from error

    def sentences(self, article: Article) -> tuple[Span, ...]:
        """What of an article is sent, and what alone may prove anything: no boilerplate, and nothing that speaks to a machine."""
        said = (span for span in article.sentences if not self.instructions.search(" ".join(article.cut(span).split())))
        return tuple(span for span in said if span.stop <= _MOST)

    def request(self, article: Article) -> Request:
        """What is asked about an article. The markers hold a digest of the text, so that no text can hold them."""
        lines = [" ".join(article.cut(span).split()) for span in self.sentences(article)]
        marker = digest(*lines)
        return Request(self.system, "\n".join([f"<article {marker}>", *lines, f"</article {marker}>"]))

    def sure(self, model: str) -> Mapping[str, float]:
        """How often a statement of a model is right: `act` and `structure`."""
        return self.confidence.get(model, self.confidence["*"])


@cache
def knowledge(language: str) -> str:
    """Digest of the files that checking an answer depends on."""
    hashed = hashlib.sha256()
    for path in reading_rules(language):
        hashed.update(path.name.encode() + path.read_bytes())
    return hashed.hexdigest()


def _file(name: str) -> Path:
    """The user's file, else ours."""
    found = [path for root in data_folders() if (path := root / "prompts" / name).is_file()]
    if not found:
        raise BadData(f"prompts/{name}: there is no such file in data/")
    return found[-1]


def _kinds() -> str:
    raw: Any = read_yaml(folder("data") / "kinds.yml")
    return "\n".join(f"- {kind.value}: {raw[kind.value]['definition']['en']}" for kind in Kind)


def _relations(language: str) -> str:
    return "\n".join(_relation(relation, language) for relation in relations().values())


def _relation(relation: Relation, language: str) -> str:
    ends = " → ".join(_any(kinds) for kinds in (relation.subject, relation.object))
    order = "; either order" if relation.symmetric else ""
    cues = ", ".join(relation.triggers.get(language, ())[:_CUES])
    return f"- {relation.name} ({ends}{order}): {relation.definition['en']} {cues}".rstrip()


def _any(kinds: frozenset[Kind]) -> str:
    return "any" if len(kinds) == len(Kind) else "/".join(kind.value for kind in Kind if kind in kinds)
