"""CSV: a header, and one article a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.read.decode import decode, read_lines
from kg.read.record import from_record, names

_LONGEST_FIELD = 2_000_000  # characters; the default of the csv module is shorter than an article may be
_DELIMITERS = ",;\t"


def read(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The articles of a CSV file, row by row; the delimiter is the one of , ; and tab that its header has most of.

    Raises:
        BadInput: if the file is empty or binary, or has no column for the body.
    """
    aside: list[BadInput] = []  # what is to be said about lines, while the csv module pulls them
    lines = _lines(stream, source, aside)
    header = next(lines, None)
    yield from aside
    if header is None:
        return
    aside.clear()
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = max(_DELIMITERS, key=header.count)
    fields = _header(header, delimiter, source, columns)
    reader = csv.DictReader(lines, fieldnames=fields, delimiter=delimiter)
    more = True
    while more:
        item = _next(reader, source, columns)
        yield from aside
        aside.clear()
        more = item is not None
        if item is not None:
            yield item


def _next(reader: csv.DictReader[str], source: str, columns: Mapping[str, str]) -> Article | BadInput | None:
    """The article of the next row, or why there is none; None at the end."""
    place = f"{source}:{reader.line_num + 2}"  # the header was read before, and the row is yet to come
    try:
        row = next(reader, None)
        return from_record(row, place, columns) if row is not None else None
    except csv.Error as error:
        return BadInput(place, f"not CSV ({error})")
    except BadInput as bad:
        return bad


def _header(line: str, delimiter: str, source: str, columns: Mapping[str, str]) -> list[str]:
    try:
        fields = [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error as error:
        raise BadInput(source, f"not CSV ({error})") from error
    wanted = names("body", columns)
    if not set(wanted) & set(fields):
        raise BadInput(source, f"no column {' or '.join(wanted)}; it has {', '.join(fields)} (use --map body=COLUMN)")
    return fields


def _lines(stream: BinaryIO, source: str, aside: list[BadInput]) -> Iterator[str]:
    """The lines as text. Blank ones are kept, since they may stand inside a quoted field."""
    for place, line in read_lines(stream, source):
        if isinstance(line, BadInput):
            aside.append(line)
            continue
        try:
            text, notice = decode(line, place)
        except BadInput as bad:
            aside.append(bad)
            continue
        if notice:
            aside.append(notice)
        yield text
