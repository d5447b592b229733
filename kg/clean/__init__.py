"""Article → Article: which parts of the text are boilerplate, and where the sentences of the rest stand."""

from __future__ import annotations

from dataclasses import replace

from kg.clean.boilerplate import noise_spans
from kg.clean.sentences import sentence_spans
from kg.model import Article, Span

__all__ = ["clean"]


def clean(article: Article) -> Article:
    """The same article with `noise` and `sentences` filled; its text stays as it is.

    Raises:
        BadData: if a file in `data/outlets` or `data/languages` breaks its format.
    """
    title = _title(article)
    body = title.stop if title else 0
    found = noise_spans(article, body)
    return replace(article, noise=found, sentences=sentence_spans(article.text, title, found))


def _title(article: Article) -> Span | None:
    """The title, where the text starts with one; it is one sentence, and no rule for boilerplate looks into it."""
    stands = article.title and article.text.startswith(article.title + "\n")
    return Span(0, len(article.title)) if stands else None
