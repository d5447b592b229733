"""What the commands that fetch share: how pages are asked for, and where they are kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.output import note
from kg.errors import UsageError
from kg.store import Store

if TYPE_CHECKING:
    from kg.read.web import Fetcher

MOST, PAUSE = 100, 1.0

MaxPages = Annotated[int, typer.Option("--max-pages", min=1, help="Most pages asked for each feed or sitemap.")]
Pause = Annotated[float, typer.Option("--pause", min=0, help="Seconds between two requests to one host.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Also addresses that are not on the public internet: a server of your own.")
]


@contextmanager
def fetching(store: Store, *, most: int = MOST, pause: float = PAUSE, allow_private: bool = False) -> Iterator[Fetcher]:
    """Fetches pages and keeps them beside the database of `store`; says at the end how many listed ones were left out.

    Raises:
        UsageError: if the packages for it are not installed.
    """
    from kg.read import fetch, pages, polite, web

    try:
        import protego  # noqa: F401  # the packages of the extra come together
        import warcio  # noqa: F401
    except ImportError as error:
        raise UsageError(f"fetching needs {error.name}: pip install 'kabar-graph[web]'") from error
    asks = polite.Polite(fetch.Web(allow_private=allow_private), pause)
    fetcher = web.Fetcher(asks, pages.beside(store.path), lambda article: store.article(article) is not None, most)
    yield fetcher
    if fetcher.left_out:
        note(f"{fetcher.left_out} more listed pages were not asked for; the same command goes on (--max-pages asks for more)")


def addresses(file: Path) -> list[str]:
    """The addresses in a file, one a line; empty lines and those that begin with # are passed over; `-` is stdin.

    Raises:
        UsageError: if it cannot be read, or a line is no address.
    """
    from kg.read.address import is_address

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if wrong := next((line for line in found if not is_address(line)), None):
        raise UsageError(f"{file}: {wrong!r} is no address of the web")
    return found
