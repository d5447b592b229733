"""Small stand-ins: articles of our own, and a reader that needs no model. Importable, so that spawned processes find it."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.ids import article_id
from kg.model import Article, Evidence, Extraction, Kind, LocalActor, Modality, Polarity, Span, Statement

_NAME = re.compile(r"\b(?:KPU|Bawaslu|Sari|Budi|Wati)\b")


def article(body: str = "Sari meminta KPU membuka data.", *, url: str | None = None, title: str = "Berita") -> Article:
    """An article as `kg.read` gives it."""
    text = f"{title}\n{body}"
    return Article(article_id(url, text), text, title=title, url=url, outlet="kabar.test", published="2024-02-19")


class FakeReader:
    """Finds five names, and that each one asks the next one in the text for something."""

    version = "fake-1"

    def read(self, article: Article) -> Extraction:
        if "MELEDAK" in article.text:
            raise RuntimeError("the reader cannot read this")
        found: dict[str, list[Span]] = {}
        for match in _NAME.finditer(article.text):
            found.setdefault(match.group(), []).append(Span(*match.span()))
        actors = tuple(
            LocalActor(name.lower(), name, Kind.PERSON if name.islower() else Kind.INSTITUTION, tuple(spans), (name,))
            for name, spans in found.items()
        )
        whole = Span(0, len(article.text))
        trigger = re.search("meminta", article.text)
        evidence = Evidence.cut(article, whole, Span(*trigger.span()) if trigger else None)
        return Extraction(
            actors,
            tuple(
                Statement(
                    a.key,
                    "requests_action_from",
                    b.key,
                    evidence,
                    polarity=Polarity.NEGATED if "tidak" in article.text else Polarity.AFFIRMED,
                    modality=Modality.PLANNED if "akan" in article.text else Modality.ACTUAL,
                    confidence=0.9,
                )
                for a, b in pairwise(actors)
            ),
        )


class NewerReader(FakeReader):
    """The same with another version."""

    version = "fake-2"


def load(language: str) -> FakeReader:
    """As `kg.extract.load`."""
    return FakeReader()


def load_newer(language: str) -> FakeReader:
    """As `kg.extract.load` after the model has changed."""
    return NewerReader()
