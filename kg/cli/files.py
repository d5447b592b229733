"""How a command writes a file: all of it or nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file `path` when the block ends well; `-` is stdout.

    Raises:
        KgError: if it cannot be written; what was at `path` before is still there.
    """
    try:
        if path == Path("-"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with _replacing(path) as out:
                yield out
    except BrokenPipeError:
        # The reader has had enough (`| head`); without this Python complains once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise KgError("nobody reads the output any more") from None
    except OSError as error:
        raise KgError(f"{path}: {error.strerror or error}") from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file beside `path`, which takes its place when the block ends well."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        # mkstemp makes it private; a page is there to be read, as far as the user's umask says.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
