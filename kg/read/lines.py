"""JSON: one article, a list of them, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.read.decode import decode, read_lines, read_whole
from kg.read.record import from_record


def read_json(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The article of a JSON file, or those of its list.

    Raises:
        BadInput: if the file is no JSON.
    """
    text, notice = decode(read_whole(stream, source), source)
    if notice:
        yield notice
    content = _parsed(text, source)
    if not isinstance(content, list):
        yield _record(content, source, columns)
        return
    for number, record in enumerate(content, 1):
        yield _record(record, f"{source}[{number}]", columns)


def read_jsonl(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The articles of JSON lines, one after the other.

    Raises:
        BadInput: if the file is empty or binary.
    """
    for place, line in read_lines(stream, source):
        if isinstance(line, BadInput):
            yield line
        elif line.strip():
            yield from _line(line, place, columns)


def _line(line: bytes, place: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    try:
        text, notice = decode(line, place)
        if notice:
            yield notice
        yield from_record(_parsed(text, place), place, columns)
    except BadInput as bad:
        yield bad


def _record(record: object, place: str, columns: Mapping[str, str]) -> Article | BadInput:
    try:
        return from_record(record, place, columns)
    except BadInput as bad:
        return bad


def _parsed(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(place, f"not JSON ({error.msg} at column {error.colno})") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 100,000 brackets
        raise BadInput(place, f"not JSON that we read ({error})") from error
