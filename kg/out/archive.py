"""Zip archives, written as they come and the same bytes each time; spreadsheets are such archives too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: the same content gives the same bytes


class _Forward:
    """A stream that can only be written to: what goes into a file is then what goes into a pipe."""

    def __init__(self, out: BinaryIO) -> None:
        self.write = out.write
        self.flush = out.flush


class Archive:
    """A zip archive under construction. Use it as a context manager; it writes forward only, so that a pipe will do."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = ZipFile(_Forward(out), "w", ZIP_DEFLATED)  # type: ignore[call-overload]

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._zip.close()

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add the file `name` with this content."""
        entry = ZipInfo(name, _NO_TIME)
        entry.compress_type = ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
