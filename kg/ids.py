"""Stable identifiers: the same thing gets the same id on every machine, in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kg.model import LocalActor, Statement

_OTHER = re.compile(r"[^a-z0-9]+")


def digest(*parts: str, length: int = 16) -> str:
    """Hexadecimal digest (`length` digits) of the parts; a part boundary is part of what is hashed."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:length]


def slug(text: str) -> str:
    """`text` as lower-case ASCII words joined by hyphens; "x" where nothing is left."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _OTHER.sub("-", plain.lower()).strip("-") or "x"


def article_id(url: str | None, text: str) -> str:
    """Id of an article: from its URL, so that a corrected text keeps it; from its text where it has none."""
    return digest(url or text, length=12)


def statement_id(article: str, statement: Statement, subject: LocalActor, object_: LocalActor) -> str:
    """Id of a statement: from article, offsets, relation and local names, and from no actor id."""
    span = statement.evidence.span
    return digest(article, str(span.start), str(span.stop), statement.relation, subject.name, object_.name)


def claim_id(subject: str, relation: str, object_: str, polarity: str, modality: str, speaker: str | None) -> str:
    """Id of a claim between actors of the world."""
    return digest(subject, relation, object_, polarity, modality, speaker or "")
