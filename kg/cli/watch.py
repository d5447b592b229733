"""kg watch: feeds asked again and again, and their new articles read."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import pipeline
from kg.cli.options import DB, Db, Quiet
from kg.cli.output import note
from kg.cli.progress import Tally, interruptible
from kg.cli.web import MOST, PAUSE, AllowPrivate, MaxPages, Pause, fetching
from kg.errors import UsageError
from kg.store import Store

if TYPE_CHECKING:
    from kg.read.web import Fetcher

_EVERY = 30.0  # minutes
_SHORTEST, _LONGEST = 1.0, 24 * 60.0

FeedsFile = Annotated[
    Path, typer.Argument(help="The feeds: [[feed]] with url and, if you like, every (minutes).", metavar="FEEDS.toml")
]
Once = Annotated[bool, typer.Option("--once", help="Ask each feed once, and end: for cron.")]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap, and how many minutes lie between two requests."""

    url: str
    every: float = _EVERY


def watch(
    feeds: FeedsFile,
    *,
    once: Once = False,
    max_pages: MaxPages = MOST,
    pause: Pause = PAUSE,
    allow_private: AllowPrivate = False,
    db: Db = DB,
    quiet: Quiet = False,
) -> None:
    """Ask feeds again and again, and read what is new there; Ctrl-C ends it.

    Asks the web for the feeds in the file and the articles that they list, as robots.txt allows. An article that is stored is
    not asked for again. A feed that fails is asked less and less often.

    Example: kg watch feeds.toml
    """
    listed = read_feeds(feeds)
    with (
        interruptible(),
        Store.open(db) as store,
        fetching(store, most=max_pages, pause=pause, allow_private=allow_private) as web,
    ):
        failed = _once(store, web, listed, quiet=quiet) if once else _forever(store, web, listed, quiet=quiet)
    if failed:
        raise typer.Exit(1)


def read_feeds(path: Path) -> list[Feed]:
    """The feeds of a file.

    Raises:
        UsageError: if it cannot be read or has another form; the message names the key.
    """
    from pydantic import BaseModel, ConfigDict, Field, ValidationError  # 0.1 s: only for those who watch

    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid")
        url: str = Field(pattern="^https?://")
        every: float | None = Field(None, ge=_SHORTEST, le=_LONGEST)

    class File(BaseModel):
        model_config = ConfigDict(extra="forbid")
        every: float = Field(_EVERY, ge=_SHORTEST, le=_LONGEST)
        feed: list[Entry] = Field(min_length=1)

    try:
        file = File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    return [Feed(entry.url, entry.every or file.every) for entry in file.feed]


def _once(store: Store, web: Fetcher, feeds: Sequence[Feed], *, quiet: bool) -> int:
    """Ask each feed; how many inputs failed."""
    return sum(_poll(store, web, feed, quiet=quiet) for feed in feeds)


def _forever(store: Store, web: Fetcher, feeds: Sequence[Feed], *, quiet: bool) -> int:
    """Ask each feed when it is due; where it fails, after twice the time."""
    due = [(time.monotonic(), number, feed.every) for number, feed in enumerate(feeds)]
    heapify(due)
    while True:
        at, number, minutes = heappop(due)
        time.sleep(max(at - time.monotonic(), 0))
        failed = _poll(store, web, feeds[number], quiet=quiet)
        minutes = min(minutes * 2, _LONGEST) if failed else feeds[number].every
        heappush(due, (time.monotonic() + minutes * 60, number, minutes))


def _poll(store: Store, web: Fetcher, feed: Feed, *, quiet: bool) -> int:
    tally = Tally()
    for item in pipeline.ingest(store, [feed.url], fetch=web.articles, jobs=1):
        tally.add(item)
    if not quiet and (read := tally.changes.total()):
        note(f"{feed.url}: {read} read, {tally.statements} statements in the new and updated ones")
    return tally.failed
