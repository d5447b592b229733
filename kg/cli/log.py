"""kg log: what came, changed and went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from kg.cli.options import DB, Db, OutputFormat, open_store
from kg.cli.output import Format, note, write_rows
from kg.link.withhold import hide, suppressed
from kg.store import Entry, Event

_COLUMNS = ("at", "event", "article", "published", "outlet", "title", "url", "lost")


def log(
    *,
    event: Annotated[list[Event] | None, typer.Option("--event", help="Only this; may be repeated.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="The last so many; 0 is all.")] = 100,
    format: OutputFormat = Format.TABLE,
    db: Db = DB,
) -> None:
    """List what came, changed and went.

    New articles, corrections (the same URL with another text, and the statements that it took away), articles that another reader
    read, and those that were forgotten: of them only id and time are kept.

    Example: kg log --event corrected
    """
    with open_store(db) as store:
        every = [entry for entry in store.log() if not event or entry.event in event]
    shown = every[-limit:]
    write_rows(_rows(shown), _COLUMNS, format)
    note(f"{len(shown)} of {len(every)} lines" + (" (--limit 0 shows all)" if len(shown) < len(every) else ""))


def _rows(entries: list[Entry]) -> Iterator[dict[str, object]]:
    hidden = suppressed().names
    for entry in entries:
        lost = [
            f"{one.subject} — {'NOT ' if one.polarity == 'negated' else ''}{one.relation} → {one.object}" for one in entry.lost
        ]
        yield {
            **{"at": entry.at, "event": entry.event.value, "article": entry.article, "published": entry.published},
            **{"outlet": entry.outlet, "title": hide(entry.title or "", hidden), "url": hide(entry.url or "", hidden)},
            "lost": [hide(text, hidden) for text in lost],
        }
