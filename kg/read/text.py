"""Plain text: one article; its first line is the title if it is short and a blank line follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.read.decode import decode, read_whole
from kg.read.record import article

_LONGEST_TITLE = 160  # characters


def read(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The article of a text file; `columns` mean nothing here.

    Raises:
        BadInput: if the file cannot be read.
    """
    text, notice = decode(read_whole(stream, source), source)
    if notice:
        yield notice
    title, body = _parts(text.replace("\r\n", "\n").strip())
    yield article(source, title=title, body=body)


def _parts(text: str) -> tuple[str | None, str]:
    """Title, if the text has one, and body."""
    first, _, rest = text.partition("\n")
    following, _, body = rest.partition("\n")
    has_title = len(first) <= _LONGEST_TITLE and not following.strip() and body.strip()
    return (first.rstrip(), body.strip()) if has_title else (None, text)
