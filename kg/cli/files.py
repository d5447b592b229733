"""How a command writes a file: all of it or nothing."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError

STDOUT = Path("-")


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file `path` when the block ends well; `-` is stdout.

    Raises:
        KgError: if it cannot be written; what was at `path` before is still there.
        SystemExit: if nobody reads stdout any more (`| head`): they have what they want, so there is nothing to say.
    """
    try:
        with _opened(path) as out:
            yield out
    except BrokenPipeError:
        _abandon_stdout()
        raise SystemExit(1) from None
    except OSError as error:
        if path == STDOUT and sys.stdout is not None:
            _abandon_stdout()
        raise KgError(f"{path}: {error.strerror or error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STDOUT:
        if sys.stdout is None:  # closed by the shell (`>&-`)
            raise OSError(errno.EBADF, "stdout is closed")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():  # a device or a pipe: to be written to, not to be replaced
        with path.open("wb") as out:
            yield out
    else:
        with _replacing(path) as out:
            yield out


def _abandon_stdout() -> None:
    """Send what is still to be written nowhere: Python would try once more at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
