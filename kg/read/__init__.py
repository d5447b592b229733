"""Bytes → Article: files and folders, in the formats of the table `READERS`, and addresses of the web for those who ask."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import BadInput, UsageError
from kg.model import Article
from kg.read import html, lines, parquet, table, text, warc
from kg.read.record import FIELDS

__all__ = ["READERS", "Columns", "Fetch", "Reader", "articles"]

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
_STDIN = "standard input"


def articles(
    paths: Sequence[Path | str], *, columns: Columns | None = None, fetch: Fetch | None = None
) -> Iterator[Article | BadInput]:
    """The articles in files and folders (sorted by name), in the order of `paths`; `Path("-")` is standard input.

    A `str` among them is an address of the web, which `fetch` is asked for.

    What cannot be read is yielded as a BadInput among them, and what was read with a change as a Notice beside its article.
    `columns` says which field of a record is which: {"body": "isi"}.

    Raises:
        UsageError: if `columns` names a field that we do not know.
    """
    if unknown := set(columns or {}) - set(FIELDS):
        raise UsageError(f"no field {', '.join(sorted(unknown))} to map; there are {', '.join(FIELDS)}")
    return (item for path in paths for item in _source(path, columns or {}, fetch))


def _source(path: Path | str, columns: Columns, fetch: Fetch | None) -> Iterator[Article | BadInput]:
    if isinstance(path, Path):
        return _path(path, columns)
    return fetch(path) if fetch else iter([BadInput(path, "an address of the web, which is not asked")])


def _path(path: Path, columns: Columns) -> Iterator[Article | BadInput]:
    if str(path) == "-":
        yield from _stdin(columns)
    elif path.is_dir():
        yield from _folder(path, columns)
    elif _reader(path):
        yield from _file(path, columns)
    else:
        cause = f"unknown kind of file; known are {', '.join(READERS)}" if path.exists() else "no such file or folder"
        yield BadInput(str(path), cause)


def _folder(folder: Path, columns: Columns) -> Iterator[Article | BadInput]:
    """Every file of a known kind below `folder`; hidden ones and links to folders (which may form a loop) are left out."""
    unreadable: list[BadInput] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(_os_error(error.filename, error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and _reader(Path(name)):
                yield from _file(Path(root, name), columns)
    yield from unreadable


def _reader(path: Path) -> Reader | None:
    name = path.name.lower().removesuffix(".gz")
    return READERS.get(Path(name).suffix)


def _file(path: Path, columns: Columns) -> Iterator[Article | BadInput]:
    reader = cast(Reader, _reader(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a named pipe would block for ever
            raise BadInput(str(path), "not a regular file")
        with _opened(path) as stream:
            yield from reader(stream, str(path), columns)
    except BadInput as bad:
        yield bad
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield BadInput(str(path), f"damaged gzip file ({error})")
    except OSError as error:
        yield _os_error(str(path), error)


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb"))


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
