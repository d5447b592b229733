"""Parquet: one article a row, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.read.record import FIELDS, from_record, names

_MAGIC = b"PAR1"
_BATCH = 100  # rows in memory


def read(stream: BinaryIO, source: str, columns: Mapping[str, str]) -> Iterator[Article | BadInput]:
    """The articles of a Parquet file, row by row; only the columns of an article are read.

    Raises:
        BadInput: if it is no Parquet, or has no column for the body.
    """
    try:
        import pyarrow as pa  # an extra: it is larger than all other dependencies together
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BadInput(source, "Parquet needs pyarrow: pip install 'kabar-graph[parquet]'") from error
    _check(stream, source)
    try:
        file = pq.ParquetFile(stream)
        batches = file.iter_batches(_BATCH, columns=_wanted(file.schema_arrow.names, source, columns))
        rows = (row for batch in batches for row in batch.to_pylist())
        for number, row in enumerate(rows, 1):
            yield _article(row, f"{source}[{number}]", columns)
    except (pa.ArrowException, ValueError) as error:
        raise BadInput(source, "a damaged Parquet file") from error


def _check(stream: BinaryIO, source: str) -> None:
    head = stream.read(len(_MAGIC))
    if head != _MAGIC:
        raise BadInput(source, "not a Parquet file" if head else "the file is empty")
    stream.seek(0)


def _wanted(there: list[str], source: str, columns: Mapping[str, str]) -> list[str]:
    if not set(names("body", columns)) & set(there):
        raise BadInput(
            source, f"no column {' or '.join(names('body', columns))}; it has {', '.join(there)} (use --map body=COLUMN)"
        )
    return [name for field in FIELDS for name in names(field, columns) if name in there]


def _article(row: Mapping[str, object], source: str, columns: Mapping[str, str]) -> Article | BadInput:
    written = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    try:
        return from_record(written, source, columns)
    except BadInput as bad:
        return bad
