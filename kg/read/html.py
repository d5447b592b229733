"""HTML files: the article of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.read import page
from kg.read.decode import read_whole


def read(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The article of a page; `columns` mean nothing here.

    Raises:
        BadInput: if the file cannot be read, or no article is found in it.
    """
    yield from page.articles(read_whole(stream, source), source)
