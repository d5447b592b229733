"""What a server answered, and how much of it is taken."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import BadInput


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may cost: bytes of a body, packed as unpacked; seconds of one page with all its redirects; redirects."""

    bytes: int = 5_000_000
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; the names of `headers` are in lower case, `body` is unpacked."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def unpacked(source: str, data: bytes, limit: int) -> bytes:
    """Bytes out of gzip, at most `limit`: a small file may unpack to a huge one.

    Raises:
        BadInput: if there are more, or it is damaged.
    """
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise BadInput(source, f"damaged gzip ({error})") from error
    if len(found) > limit:
        raise too_large(source, limit)
    if not unpacker.eof:
        raise BadInput(source, "damaged gzip (it ends too early)")
    return found


def too_large(source: str, limit: int) -> BadInput:
    """Why something larger than `limit` is not read."""
    return BadInput(source, f"larger than {limit / 1_000_000:g} MB, so it was not read")
