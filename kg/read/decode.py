"""Bytes → text, and what is no text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import BadInput, Notice

LIMIT = 50_000_000  # bytes of a file that is read whole, or of one line
_HEAD = 8192  # bytes in which a binary file shows itself
_WINDOWS = "kg-windows-1252"  # our error handler
_MOST_BROKEN = 0.1  # share of bytes that may be no UTF-8 in a text of Windows-1252


def read_whole(stream: BinaryIO, source: str) -> bytes:
    """All bytes of a file.

    Raises:
        BadInput: if it is empty, binary, or larger than the limit (which is seen before it is read whole).
    """
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise BadInput(source, f"larger than {LIMIT // 1_000_000} MB, so it was not read; split it, or use JSON lines")
    if not data.strip():
        raise BadInput(source, "the file is empty")
    if _is_binary(data[:_HEAD]):
        raise BadInput(source, "a binary file, not text")
    return data


def read_lines(stream: BinaryIO, source: str) -> Iterator[tuple[str, bytes | BadInput]]:
    """Each line with its place ("news.jsonl:17"), in constant memory.

    Raises:
        BadInput: if the file is empty or binary.
    """
    number = 0
    while line := stream.readline(LIMIT + 1):
        number += 1
        place = f"{source}:{number}"
        if number == 1 and b"\0" in line[:_HEAD]:
            raise BadInput(source, "a binary file, not text")
        if len(line) > LIMIT:
            yield place, BadInput(place, f"a line larger than {LIMIT // 1_000_000} MB")
            _skip_line(stream)
        else:
            yield place, line
    if not number:
        raise BadInput(source, "the file is empty")


def decode(data: bytes, source: str) -> tuple[str, Notice | None]:
    """The text, by its byte order mark or as UTF-8; single bytes that are no UTF-8 are read as Windows-1252, with a notice.

    Raises:
        BadInput: if too many bytes are no UTF-8 for that to be plausible.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        first = error.start
    broken = len(data) - len(data.decode("utf-8", "ignore").encode())
    if broken > max(3, _MOST_BROKEN * len(data)):
        raise BadInput(source, f"not UTF-8 text (from byte {first} on); convert it with iconv")
    line = data.count(b"\n", 0, first) + 1
    return data.decode("utf-8-sig", _WINDOWS), Notice(
        source, f"not UTF-8 at byte {first} (line {line}): {broken} bytes were read as Windows-1252"
    )


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Error handler of codecs: the bytes that do not decode, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_WINDOWS, _as_windows)


def _is_binary(head: bytes) -> bool:
    return b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(LIMIT)) and not part.endswith(b"\n"):
        pass
