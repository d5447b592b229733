"""kg demo: everything once, on articles that come with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline, resources
from kg.cli import progress
from kg.cli.options import Quiet
from kg.cli.output import note
from kg.cli.query import query
from kg.cli.view import view
from kg.errors import UsageError
from kg.graph.queries import named
from kg.store import Store

_DB = Path("kg-demo.db")
_PAGE = Path("graph.html")
_QUERIES = ("single-source", "planned")


def demo(
    *,
    demo_db: Annotated[Path, typer.Option("--db", help="The database to make.", metavar="FILE")] = _DB,
    quiet: Quiet = False,
) -> None:
    """Read sample articles, ask two questions, draw the graph.

    Makes kg-demo.db anew and graph.html, both in the current folder.

    Example: kg demo
    """
    if demo_db == _DB:  # made by an earlier demo; a file of any other name is not ours to replace
        for suffix in ("", "-wal", "-shm"):
            Path(f"{_DB}{suffix}").unlink(missing_ok=True)
    elif demo_db.exists():
        raise UsageError(f"{demo_db} is there already; the demo makes a new database")
    with Store.open(demo_db) as store:
        tally = progress.run(pipeline.ingest(store, [resources.folder("data") / "samples" / "articles.jsonl"]), quiet=quiet)
    for name in _QUERIES:
        note(f"\n{named()[name].title} (kg query {name} --db {demo_db})")
        query(name, limit=10, quiet=True, db=demo_db)
    view(output=_PAGE, quiet=True, db=demo_db)
    note(f"The graph is in {_PAGE.absolute()}: open it in a browser.")
    note(f"Next: kg actors --db {demo_db}, then kg why A B --db {demo_db} with two of them")
    if tally.failed:
        raise typer.Exit(1)
