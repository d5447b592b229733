"""More articles from the annotated ones: persons get other persons' names, and a few sentences stand alone.

So the reader learns from what is said around a name and less from the name itself (entity replacement; Dai & Adel 2020, "An
Analysis of Simple Data Augmentation for Named Entity Recognition", §3), and reads short texts as well.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.clean import clean
from kg.extract.rules import Language
from kg.extract.similarity import words
from kg.model import Article

_WORD = re.compile(r"[A-Z][a-z']{2,}")
Annotation = Mapping[str, Any]


class Renamer:
    """Gives the persons of an article the names of persons of other articles."""

    def __init__(self, annotations: Sequence[Annotation]) -> None:
        language = Language.load("id")
        self._common = {word for title in language.titles for word in title}
        self._common |= {word for role in language.roles for word in words(role)}
        people = (actor["name"] for one in annotations for actor in one["actors"] if actor["type"] == "person")
        self._donors = sorted({parts for name in people if len(parts := tuple(self._words(name))) > 1})

    def _words(self, name: str) -> list[str]:
        return [word for word in _WORD.findall(name) if word.casefold() not in self._common]

    def __call__(self, article: Article, annotation: Annotation, rnd: random.Random) -> tuple[Article, dict[str, Any]]:
        """The article, cleaned anew, and its annotation with the same names in both."""
        others = {word for actor in annotation["actors"] if actor["type"] not in ("person", "ticket", "team")
                  for string in (actor["name"], *actor["mentions"]) for word in _WORD.findall(string)}  # fmt: skip
        new: dict[str, str] = {}
        for actor in annotation["actors"]:
            if actor["type"] == "person":
                donor = rnd.choice(self._donors)
                for i, word in enumerate(self._words(actor["name"])):
                    if word not in others:
                        new.setdefault(word, donor[i % len(donor)])
        if not new:
            return article, dict(annotation)
        pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(new)))})(?![^\W_])")

        def renamed(value: Any) -> Any:
            if isinstance(value, str):
                return pattern.sub(lambda match: new[match[0]], value)
            if isinstance(value, list):
                return [renamed(item) for item in value]
            return {key: renamed(item) if key in _TEXTS else item for key, item in value.items()} if value is not None else None

        text, title = renamed(article.text), renamed(article.title)
        return clean(replace(article, text=text, title=title, noise=(), sentences=())), renamed(dict(annotation))


def cropped(article: Article, rnd: random.Random, most: int = 6) -> Article:
    """The article with one to `most` neighbouring sentences of it left; offsets stay."""
    size = rnd.randint(1, most)
    first = rnd.randint(0, max(0, len(article.sentences) - size))
    return replace(article, sentences=article.sentences[first : first + size])


_TEXTS = {"actors", "statements", "name", "mentions", "evidence"}
