"""Shards: readings in Parquet files, on their way from the machines that read to the store; a manifest lists them.

A row holds what the store holds of an article (`tables.READINGS`), and so neither quotes nor aliases: they are cut out of the
text. The bytes depend on the readings alone. What comes back is believed only where it is what would have been written.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import BadInput, KgError
from kg.ids import digest
from kg.model import Article, Reading
from kg.store import check, rows

SCHEMA = 1  # of a shard; a change of it is a new number
SUFFIX = ".parquet"
_MANIFEST = "manifest.json"
_FAILED = b"failed"  # in the metadata of a file: what the reader could not read of these articles
_ARTICLE = ("id", "text", "title", "url", "outlet", "published", "date_source", "source_id", "noise", "sentences", "reader")
_COLUMNS = (*_ARTICLE, "actors", "mentions", "statements")


class Shard(BaseModel):
    """A file of the manifest: its name, which no path may hide in, the SHA-256 of its bytes, and its rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: Annotated[str, Field(pattern=r"^[0-9a-f]{32}\.parquet$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Annotated[int, Field(ge=0)]


class Manifest(BaseModel):
    """What an extraction gave: who read, and the shards in the order of the input."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kg_schema: int
    reader: Annotated[str, Field(min_length=1)]
    shards: tuple[Shard, ...]


def pack(items: Iterable[Reading | BadInput], reader: str) -> bytes:
    """The bytes of a shard of what `reader` read, and of what it could not read."""
    import pyarrow as pa  # an extra: it is larger than all other dependencies together
    import pyarrow.parquet as pq

    every = list(items)
    read = [rows.row(item.article, item.extraction, reader) for item in every if isinstance(item, Reading)]
    failed = [(item.source, item.cause) for item in every if isinstance(item, BadInput)]
    schema = pa.schema([(column, pa.string()) for column in _COLUMNS], {_FAILED: json.dumps(failed, ensure_ascii=False)})
    table = pa.Table.from_pylist([dict(zip(_COLUMNS, row, strict=True)) for row in read], schema)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def name(reader: str, articles: Iterable[Article]) -> str:
    """The file for what `reader` reads in these articles: another text, order, reader or format gives another name."""
    return digest(str(SCHEMA), reader, *map(repr, articles), length=32) + SUFFIX


class Output:
    """The folder into which an extraction by `reader` goes. A file that has its name is whole."""

    def __init__(self, folder: Path, reader: str) -> None:
        self._folder, self._reader = folder, reader
        self._held: dict[str, tuple[Shard, list[BadInput]]] = {}
        with _written(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _MANIFEST).unlink(missing_ok=True)  # it is not finished any more
            for half in folder.glob(f".*{SUFFIX}.*"):  # of a process that was killed
                half.unlink()

    def holds(self, name: str) -> bool:
        """Whether a shard is there; a damaged file counts for none."""
        if name not in self._held:
            with suppress(OSError, ValueError):
                self._held[name] = _look(self._folder / name)
        return name in self._held

    def put(self, name: str, content: bytes) -> None:
        """Write a shard, whole or not at all.

        Raises:
            KgError: if it cannot be written.
        """
        _put(self._folder / name, content)
        self._held[name] = _look(self._folder / name)

    def told(self, name: str) -> Iterator[BadInput | int]:
        """What could not be read of the articles of a shard that is there, and how many were."""
        shard, failed = self._held[name]
        yield from failed
        yield shard.rows

    def finish(self, names: Iterable[str]) -> None:
        """Write the manifest: these shards, in this order.

        Raises:
            KgError: if it cannot be written.
        """
        listed = tuple(self._held[name][0] for name in names)
        content = Manifest(kg_schema=SCHEMA, reader=self._reader, shards=listed).model_dump_json(indent=1)
        _put(self._folder / _MANIFEST, content.encode() + b"\n")


def manifest(folder: Path) -> Manifest:
    """The manifest of a folder.

    Raises:
        KgError: if it is not there, is none, or is of another format.
    """
    path = folder / _MANIFEST
    try:
        found = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise KgError(f"{path}: not there; is the extraction finished? The same command goes on with it") from error
    except OSError as error:
        raise KgError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise KgError(f"{path}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from error
    if found.kg_schema != SCHEMA:
        raise KgError(f"{path}: shards of format {found.kg_schema}, and this kg reads format {SCHEMA}")
    return found


def every(folder: Path, relations: frozenset[str]) -> Iterator[Reading]:
    """All readings of a finished extraction, in the order of the input.

    Raises:
        KgError: if the manifest or a shard is not sound.
    """
    found = manifest(folder)
    for shard in found.shards:
        yield from readings(folder, shard, found.reader, relations)


def readings(folder: Path, shard: Shard, reader: str, relations: frozenset[str]) -> list[Reading]:
    """The readings of a shard, all or none; `relations` are the names that a statement may have.

    Raises:
        BadInput: if the file is not what the manifest says, or a row is not what `pack` writes.
    """
    path = folder / shard.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), (error.strerror or str(error)).lower()) from error
    if hashlib.sha256(content).hexdigest() != shard.sha256:
        raise BadInput(str(path), "not the bytes that the manifest names: damaged, cut short or changed")
    found = list(_rows(content, path))
    if len(found) != shard.rows:
        raise BadInput(str(path), f"{len(found)} rows, and the manifest says {shard.rows}")
    return [_reading(row, f"{path}[{number}]", reader, relations) for number, row in enumerate(found, 1)]


def _rows(content: bytes, path: Path) -> Iterator[rows.Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(content))
        if tuple(table.column_names) != _COLUMNS:
            raise BadInput(str(path), f"not the columns of a shard, but {', '.join(table.column_names)}")
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)
    except (pa.ArrowException, ValueError) as error:
        raise BadInput(str(path), "a damaged Parquet file") from error


def _reading(row: rows.Row, place: str, reader: str, relations: frozenset[str]) -> Reading:
    """A row as a reading: without a fault, by this reader, and written as we write it."""
    try:
        fault = next(check.reading(row, relations), None) or _unlike(row, reader)
        if fault is None:
            return rows.reading(row)[0]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise BadInput(place, f"not a reading ({type(error).__name__})") from error
    raise BadInput(place, fault)


def _unlike(row: rows.Row, reader: str) -> str | None:
    found, version = rows.reading(row)
    if version != reader:
        return f"read by {version}, and the manifest says {reader}"
    written: tuple[Any, ...] = rows.row(found.article, found.extraction, version)
    return None if written == row else "not written as kg writes it"


def _look(path: Path) -> tuple[Shard, list[BadInput]]:
    """What the manifest says of a file, and what could not be read of its articles.

    Raises:
        OSError: if it is not there.
        ValueError: if it is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = path.read_bytes()
    try:
        table = pq.read_table(io.BytesIO(content))  # all of it: what was cut short must not count
        failed = [BadInput(*entry) for entry in json.loads(table.schema.metadata[_FAILED])]
    except (pa.ArrowException, OSError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: {error}") from error
    return Shard(file=path.name, sha256=hashlib.sha256(content).hexdigest(), rows=table.num_rows), failed


def _put(path: Path, content: bytes) -> None:
    """Write a file under another name first, so that half of it never has its own."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with _written(path):
        try:
            with half.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())  # or a power cut may leave a name without its bytes
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KgError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error
