"""Options about time, with one meaning for every command; docs/dates.md explains them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.output import note
from kg.errors import UsageError
from kg.store import Store

if TYPE_CHECKING:
    from kg.out.select import Selection

Since = Annotated[
    str | None, typer.Option("--since", help="Only what is from then on: 2024, 2024-02, 2024-02-19.", metavar="DATE")
]
Until = Annotated[str | None, typer.Option("--until", help="Only what is up to then, that day included.", metavar="DATE")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Only what articles had said by then, and roles of then.", metavar="DATE")
]
Undated = Annotated[bool, typer.Option("--undated", help="With these: what is in articles without a date too.")]

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def checked(name: str, date: str | None) -> str | None:
    """The date as it is.

    Raises:
        UsageError: if it is none; `name` says which option or argument it is.
    """
    if date is not None and not _DATE.fullmatch(date):
        raise UsageError(f"{name} {date!r}: not a date like 2024, 2024-02 or 2024-02-19")
    return date


def times(
    *, since: str | None = None, until: str | None = None, as_of: str | None = None, undated: bool = False
) -> Selection | None:
    """What the options ask for; None where they ask for nothing.

    Raises:
        UsageError: if a date is none, or `undated` stands alone.
    """
    from kg.out.select import Selection  # brings the exporters: not for kg --help

    if undated and not (since or until or as_of):
        raise UsageError("--undated goes with --since, --until or --as-of; without them nothing is left out for its date")
    if not (since or until or as_of):
        return None
    dates = {"since": checked("--since", since), "until": checked("--until", until), "as_of": checked("--as-of", as_of)}
    return Selection(**dates, undated=undated)  # type: ignore[arg-type]  # each one is a date or None


def note_undated(db: Path, wanted: Selection | None) -> None:
    """Say on stderr how many articles `wanted` leaves out because nobody knows when they were published."""
    if wanted is None or wanted.undated or not (wanted.since or wanted.until or wanted.as_of):
        return
    with Store.open(db, create=False) as store:
        undated, every = store.undated(), store.counts().articles
    if undated:
        note(f"{undated} of {every} articles have no date and are left out (--undated keeps them)")
