"""Copies of a database of an older version, made beside it before it is upgraded: `kg.db.v1` beside `kg.db`."""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from kg.errors import StoreError


def copy(database: Path, version: int, snapshot: sqlite3.Connection) -> Path:
    """Copy what `snapshot` reads to a new file beside the database, whole or not at all, for the same eyes as the database.

    Raises:
        sqlite3.Error: if it cannot be read or written, as where the disk is full.
        StoreError: if there can be no file beside it.
    """
    try:
        handle, name = tempfile.mkstemp(dir=database.absolute().parent, prefix=f".{database.name}.")
        os.close(handle)
        half = Path(name)
        try:
            with closing(sqlite3.connect(half)) as target:
                snapshot.backup(target)
            shutil.copymode(database, half)
            return half.rename(next(path for path in _names(database, version) if not path.exists()))
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        cause = f"no copy can be made before the upgrade ({error.strerror})"
        raise StoreError(f"{database}: {cause}; nothing was changed") from error


def copies(database: Path) -> list[Path]:
    """The copies beside a database, sorted; each holds whatever was in it then."""
    return sorted(database.parent.glob(f"{glob.escape(database.name)}.v[0-9]*"))


def _names(database: Path, version: int) -> Iterator[Path]:
    name = f"{database.name}.v{version}"
    yield database.with_name(name)
    yield from (database.with_name(f"{name}-{number}") for number in count(2))
