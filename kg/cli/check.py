"""kg check: whether the database is sound."""

from __future__ import annotations

import typer

from kg.cli.options import DB, Db, open_store
from kg.cli.output import note, plain
from kg.schema import relations


def check(db: Db = DB) -> None:
    """Verify the database.

    Every id must be that of its article, every quote must stand in the text, and whatever is named must be there. Prints one line
    for each fault.

    Example: kg check
    """
    found = 0
    with open_store(db) as store:
        for fault in store.faults(frozenset(relations())):
            print(plain(fault).replace("\n", " "))
            found += 1
        counts = store.counts()
    note(f"{db}: {counts.articles} articles, {counts.statements} statements, {found or 'no'} faults")
    if found:
        raise typer.Exit(1)
