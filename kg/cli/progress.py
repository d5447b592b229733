"""A bar while articles are read, and what became of them at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import typer

from kg.cli.output import note
from kg.errors import BadInput
from kg.extract import DIFFERENCES
from kg.pipeline import Stored
from kg.read import Position
from kg.store import Change

Item = TypeVar("Item")


@dataclass(slots=True)
class Tally:
    """What became of the articles of one run."""

    changes: Counter[Change] = field(default_factory=Counter)
    failed: int = 0
    actors: int = 0
    statements: int = 0
    differences: int = 0

    def add(self, item: Stored | BadInput) -> None:
        """Count one, and say on stderr what failed."""
        if isinstance(item, BadInput):
            self.failed += 1
            note(str(item).replace("\n", " "))  # a line of its own, whatever the file is called
            return
        self.changes[item.change] += 1
        if item.reading is not None and item.change is not Change.UNCHANGED:
            self.actors += len(item.reading.extraction.actors)
            self.statements += len(item.reading.extraction.statements)
            self.differences += sum(one.method in DIFFERENCES for one in item.reading.extraction.statements)

    def lines(self) -> Iterator[str]:
        """The summary for people."""
        counts = ", ".join(f"{self.changes[change]} {change}" for change in Change)
        yield f"{self.changes.total() + self.failed} read: {counts}, {self.failed} failed"
        yield f"{self.actors} actors and {self.statements} statements in the new and updated ones"
        if self.differences:
            yield f"{self.differences} statements were read by one of the two readers only: kg review statements"


INTERRUPTED = 130


@contextmanager
def interruptible() -> Iterator[None]:
    """For commands that go on where they were stopped.

    Raises:
        typer.Exit: with INTERRUPTED on Ctrl-C; what was read till then is stored.
    """
    try:
        yield
    except KeyboardInterrupt:
        note("interrupted: what was read is stored; the same command goes on from there")
        raise typer.Exit(INTERRUPTED) from None


def run(items: Iterable[Stored | BadInput], *, quiet: bool, position: Position | None = None) -> Tally:
    """Go through the run, with a bar where there is a terminal."""
    tally = Tally()
    for item in bar(items, quiet=quiet, position=position):
        tally.add(item)
    if not quiet:
        note("\n".join(tally.lines()))
    return tally


def bar(items: Iterable[Item], *, quiet: bool, position: Position | None = None) -> Iterator[Item]:
    """The items, with a bar on stderr while they come: how many, and where `position` shows it, how long it will take."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # 0.05 s: not for kg --help
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    counted = (TextColumn("reading"), BarColumn(), TextColumn("{task.fields[count]} articles"), TimeElapsedColumn())
    columns = (*counted, TextColumn("still about"), TimeRemainingColumn()) if position else counted
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, count=0)
        for count, item in enumerate(items, 1):
            yield item
            if position and position.total:
                progress.update(task, completed=position.done, total=position.total)
            progress.update(task, count=count)
