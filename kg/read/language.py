"""Tells whether a text is Indonesian, by the share of common words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.errors import BadData
from kg.resources import folder, read_yaml

_WORD = re.compile(r"[A-Za-z]+")
_SAMPLE = 500  # words; enough to tell, and a long text costs no more
_FEWEST = 20  # words; less says nothing about the language
_SHARE_OF_ENGLISH = 0.15
_SHARE_OF_INDONESIAN = 0.03


def not_indonesian(text: str) -> str | None:
    """Why the text is not taken for Indonesian; None if it is, or is too short to tell."""
    words = [match[0].lower() for match, _ in zip(_WORD.finditer(text), range(_SAMPLE), strict=False)]
    if len(words) < _FEWEST:
        return None
    shares = {name: sum(word in listed for word in words) / len(words) for name, listed in _lists().items()}
    if shares["english"] > max(shares["indonesian"], _SHARE_OF_ENGLISH):
        return "looks like English, not Indonesian"
    return "not Indonesian" if shares["indonesian"] < _SHARE_OF_INDONESIAN else None


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    path = folder("data") / "languages" / "id" / "stopwords.yml"
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not {"indonesian", "english"} <= set(raw):
        raise BadData(f"{path}: needs the lists indonesian and english")
    return {name: frozenset(map(str, words)) for name, words in raw.items()}
