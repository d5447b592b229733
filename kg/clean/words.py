"""The word lists of a language that cleaning needs, from `data/languages/id/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.errors import BadData
from kg.resources import folder, read_yaml


@cache
def word_lists(file: str) -> Mapping[str, frozenset[str]]:
    """The lists of a file by their name.

    Raises:
        BadData: if the file is no mapping of lists of words; the message names file and list.
    """
    path = folder("data") / "languages" / "id" / file
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise BadData(f"{path}: not a mapping")
    for name, words in raw.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise BadData(f"{path}: {name}: not a list of words (a word like no or on needs quotes)")
    return {name: frozenset(words) for name, words in raw.items()}
