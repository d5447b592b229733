"""Files on the storage of a cluster, by the schemes of `SCHEMES` and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from kg.errors import BadInput, UsageError
from kg.model import Article
from kg.read import Columns, stream

# What fsspec opens for us, and what it needs for it. Not the web, which kg asks for nothing unless told to (--fetch).
SCHEMES = {"file": "", "s3": "s3fs", "gs": "gcsfs", "abfs": "adlfs"}


def is_address(source: str) -> bool:
    """Whether this is an address and not the name of a file."""
    return "://" in source


def files(address: str) -> list[str]:
    """The files that an address names, sorted; it may have `*` in it.

    Raises:
        UsageError: if its scheme is not one of ours.
        BadInput: if it names nothing, or cannot be asked.
    """
    import fsspec

    scheme = address.partition("://")[0]
    if scheme not in SCHEMES or "::" in address:  # fsspec would open one address within another
        raise UsageError(f"{address}: not an address that is read; known are {', '.join(f'{name}://' for name in SCHEMES)}")
    try:
        system, path = fsspec.core.url_to_fs(address)
        found = sorted(system.glob(path)) if "*" in path else [path] if system.isfile(path) else []
        named = [str(system.unstrip_protocol(path)) for path in found]
    except ImportError as error:
        raise UsageError(f"{address}: needs {SCHEMES[scheme]}: pip install {SCHEMES[scheme]}") from error
    except (OSError, ValueError) as error:
        raise BadInput(address, str(error)) from error
    if not named:
        raise BadInput(address, "no such file")
    return named


def articles(address: str, columns: Columns) -> Iterator[Article | BadInput]:
    """The articles of one file that `files` gave; what cannot be read is yielded as a BadInput among them."""
    import fsspec

    return stream(address, lambda: cast(BinaryIO, fsspec.open(address, "rb").open()), columns)
