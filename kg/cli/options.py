"""Options that several commands share, each with one meaning everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import pipeline, schema
from kg.cli.names import pick
from kg.cli.output import Format, note
from kg.errors import UsageError
from kg.model import Actor, GraphView
from kg.store import Store

if TYPE_CHECKING:
    from kg.out.select import Selection

DB = Path("kg.db")

Db = Annotated[Path, typer.Option("--db", envvar="KG_DB", help="The database.", metavar="FILE")]
OutputFormat = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
MinConfidence = Annotated[
    float | None, typer.Option("--min-confidence", min=0, max=1, help="Show what is at least this sure, whatever the relation.")
]
Of = Annotated[str | None, typer.Option("--actor", help="Only this actor and those around it.", metavar="NAME")]
Relations = Annotated[list[str] | None, typer.Option("--relation", help="Only this relation; may be repeated.", metavar="NAME")]
MinOutlets = Annotated[int, typer.Option("--min-outlets", min=0, help="Only claims that so many outlets report.")]
Everything = Annotated[bool, typer.Option("--all", help="Show everything read, however unsure.")]
Verified = Annotated[bool, typer.Option("--verified", help="Only what a person found right.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no counts.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Reading processes (default: one a processor).")]
Columns = Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="Where a file names a field otherwise.")]
Paths = Annotated[list[Path], typer.Argument(help="Files and folders of articles; - is stdin.", metavar="PATH...")]


def open_store(db: Path) -> Store:
    """The database for a command that needs one with articles in it.

    Raises:
        StoreError: if it is not there or cannot be used.
    """
    return Store.open(db, create=False)


def open_view(
    db: Path, *, min_confidence: float | None = None, everything: bool = False, verified: bool = False, quiet: bool = False
) -> GraphView:
    """What is shown of the database; says on stderr how many statements are left out, and which decisions match nothing.

    Raises:
        StoreError: if the database is not there or cannot be used.
        BadData: if the decisions beside it break their format.
    """
    with open_store(db) as store:
        view = pipeline.view(store, min_confidence=min_confidence, everything=everything, verified=verified)
    if not quiet:
        note_left_out(view.left_out, len(view.unmatched), verified=verified)
    return view


def note_left_out(left_out: int, unmatched: int, *, verified: bool = False) -> None:
    """Say on stderr how many statements what is shown lacks, and how many decisions change nothing."""
    if left_out and verified:
        note(f"{left_out} statements that nobody verified are left out")
    elif left_out:
        note(f"{left_out} statements below the publishable point are left out (--all shows them)")
    if unmatched:
        note(f"{unmatched} decisions change nothing (kg review --unmatched lists them)")


def selection(
    actors: Iterable[Actor],
    *,
    actor: str | None = None,
    relations: Sequence[str] | None = None,
    then: Selection | None = None,
    min_outlets: int = 0,
) -> Selection:
    """What the shared options ask for, among `actors`; `then` is what those about time ask for (`kg.cli.times`).

    Raises:
        UsageError: if a name means no actor or several, or a relation is unknown.
    """
    from kg.out.select import Selection  # brings the exporters: not for kg --help

    if unknown := sorted(set(relations or ()) - set(schema.relations())):
        raise UsageError(f"no relation named {', '.join(unknown)}. Relations: {', '.join(schema.relations())}")
    found = None if actor is None else pick(actors, actor).id
    return replace(then or Selection(), actor=found, relations=tuple(sorted(set(relations or ()))), min_outlets=min_outlets)
