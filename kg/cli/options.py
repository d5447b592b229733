"""Options that several commands share, each with one meaning everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.output import Format, note
from kg.model import GraphView
from kg.store import Store

DB = Path("kg.db")

Db = Annotated[Path, typer.Option("--db", envvar="KG_DB", help="The database.", metavar="FILE")]
OutputFormat = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
MinConfidence = Annotated[
    float | None, typer.Option("--min-confidence", min=0, max=1, help="Show what is at least this sure, whatever the relation.")
]
Everything = Annotated[bool, typer.Option("--all", help="Show everything read, however unsure.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no counts.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Reading processes (default: one a processor).")]
Columns = Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="Where a file names a field otherwise.")]
Paths = Annotated[list[Path], typer.Argument(help="Files and folders of articles; - is stdin.", metavar="PATH...")]


def cache_of(db: Path) -> Path:
    """The folder for what was derived from the database and may be deleted at any time: `kg.cache` beside `kg.db`."""
    return db.with_suffix(".cache")


def open_store(db: Path) -> Store:
    """The database for a command that needs one with articles in it.

    Raises:
        StoreError: if it is not there or cannot be used.
    """
    return Store.open(db, create=False)


def open_view(db: Path, *, min_confidence: float | None = None, everything: bool = False, quiet: bool = False) -> GraphView:
    """What is shown of the database; says on stderr how many statements are left out.

    Raises:
        StoreError: if the database is not there or cannot be used.
    """
    with open_store(db) as store:
        view = pipeline.view(store, min_confidence=min_confidence, everything=everything)
    if view.left_out and not quiet:
        note(f"{view.left_out} statements below the publishable point are left out (--all shows them)")
    return view
