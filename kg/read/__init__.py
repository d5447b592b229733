"""Bytes → Article: files and folders, in the formats of the table `READERS`, and addresses of the web for those who ask."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import BadInput, UsageError
from kg.model import Article
from kg.read import html, lines, parquet, table, text, warc
from kg.read.record import FIELDS

__all__ = ["READERS", "Columns", "Fetch", "Position", "Reader", "articles", "files", "stream"]

Columns = Mapping[str, str]
# Reads a stream whose name (for messages) is given; raises BadInput where nothing of it can be read.
Reader = Callable[[BinaryIO, str, Columns], Iterator[Article | BadInput]]
# Gives the articles at an address of the web; what it cannot have it yields as a BadInput.
Fetch = Callable[[str], Iterator[Article | BadInput]]

READERS: Mapping[str, Reader] = {
    ".txt": text.read,
    ".html": html.read,
    ".htm": html.read,
    ".json": lines.read_json,
    ".jsonl": lines.read_jsonl,
    ".csv": table.read,
    ".parquet": parquet.read,
    ".warc": warc.read,
}
_STDIN, _DASH = "standard input", Path("-")


@dataclass(slots=True)
class Position:
    """How far reading has come: bytes of files as they lie on the disk, of how many. Standard input and the web have none."""

    done: int = 0
    total: int = 0


def articles(
    paths: Sequence[Path | str],
    *,
    columns: Columns | None = None,
    fetch: Fetch | None = None,
    position: Position | None = None,
) -> Iterator[Article | BadInput]:
    """The articles in files and folders (sorted by name), in the order of `paths`; `Path("-")` is standard input.

    A `str` among them is an address of the web, which `fetch` is asked for. `position` is kept up to date meanwhile.

    What cannot be read is yielded as a BadInput among them, and what was read with a change as a Notice beside its article.
    `columns` says which field of a record is which: {"body": "isi"}.

    Raises:
        UsageError: if `columns` names a field that we do not know.
    """
    if unknown := set(columns or {}) - set(FIELDS):
        raise UsageError(f"no field {', '.join(sorted(unknown))} to map; there are {', '.join(FIELDS)}")
    position = position or Position()
    there = (file for path in paths if isinstance(path, Path) for file in files(path) if isinstance(file, Path))
    position.total = sum(map(_size, there))
    return (item for path in paths for item in _source(path, columns or {}, fetch, position))


def _source(path: Path | str, columns: Columns, fetch: Fetch | None, position: Position) -> Iterator[Article | BadInput]:
    if isinstance(path, Path):
        return (item for file in files(path) for item in _items(file, columns, position))
    return fetch(path) if fetch else iter([BadInput(path, "an address of the web, which is not asked")])


def _items(file: Path | BadInput, columns: Columns, position: Position) -> Iterator[Article | BadInput]:
    if isinstance(file, BadInput):
        return iter([file])
    return _stdin(columns) if file == _DASH else _file(file, columns, position)


def files(path: Path) -> Iterator[Path | BadInput]:
    """What there is to read at a path, and what cannot be."""
    if path == _DASH:
        yield path
    elif path.is_dir():
        yield from _folder(path)
    elif _reader(path):
        yield path
    else:
        cause = f"unknown kind of file; known are {', '.join(READERS)}" if path.exists() else "no such file or folder"
        yield BadInput(str(path), cause)


def _folder(folder: Path) -> Iterator[Path | BadInput]:
    """Every file of a known kind below `folder`; hidden ones and links to folders (which may form a loop) are left out."""
    unreadable: list[BadInput] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(_os_error(error.filename, error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and _reader(Path(name)):
                yield Path(root, name)
    yield from unreadable


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it is said when it is its turn
        return 0


def _reader(path: Path) -> Reader | None:
    name = path.name.lower().removesuffix(".gz")
    return READERS.get(Path(name).suffix)


def stream(
    source: str, opened: Callable[[], BinaryIO], columns: Columns, position: Position | None = None
) -> Iterator[Article | BadInput]:
    """The articles in the bytes of a file that has the name `source`; `opened` may raise OSError and BadInput."""
    position = position or Position()
    before = position.done
    try:
        with opened() as raw, _unpacked(source, raw) as unpacked:
            for item in _kind(source)(unpacked, source, columns):
                position.done = before + (0 if raw.closed else raw.tell())
                yield item
    except BadInput as bad:
        yield bad
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield BadInput(source, f"damaged gzip file ({error})")
    except OSError as error:
        yield _os_error(source, error)


def _kind(source: str) -> Reader:
    if reader := _reader(Path(source)):
        return reader
    raise BadInput(source, f"unknown kind of file; known are {', '.join(READERS)}")


def _file(path: Path, columns: Columns, position: Position) -> Iterator[Article | BadInput]:
    before = position.done
    yield from stream(str(path), partial(_regular, path), columns, position)
    position.done = before + _size(path)


def _regular(path: Path) -> BinaryIO:
    if not stat.S_ISREG(path.stat().st_mode):  # a named pipe would block for ever
        raise BadInput(str(path), "not a regular file")
    return path.open("rb")


def _unpacked(source: str, raw: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.open(raw)) if source.lower().endswith(".gz") else raw


def _os_error(source: str, error: OSError) -> BadInput:
    return BadInput(source, (error.strerror or str(error)).lower())


def _stdin(columns: Columns) -> Iterator[Article | BadInput]:
    """Standard input: JSON lines if the first character is "{", a JSON list if "[", HTML if "<", else text."""
    stream: io.BufferedReader[io.RawIOBase] = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
    kinds = {b"{": ".jsonl", b"[": ".json", b"<": ".html"}
    try:
        reader = READERS[kinds.get(_first_character(stream), ".txt")]
        yield from reader(cast(BinaryIO, stream), _STDIN, columns)
    except BadInput as bad:
        yield bad
    except OSError as error:
        yield _os_error(_STDIN, error)
    finally:
        stream.detach()  # or it would close standard input with itself


def _first_character(stream: io.BufferedReader[io.RawIOBase]) -> bytes:
    """The first byte that is neither white space nor a byte order mark; what stands before it is skipped."""
    if stream.peek(3)[:3] == b"\xef\xbb\xbf":
        stream.read(3)
    while (head := stream.peek(1)[:1]).isspace():
        stream.read(1)
    return head
