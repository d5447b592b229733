"""kg ingest: articles into the database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from kg import pipeline, read
from kg.cli import progress
from kg.cli.options import DB, Columns, Db, Jobs, Paths, Quiet
from kg.cli.output import note
from kg.cli.readers import MODEL, MaxCost, Model, PriceOption, Reader, chosen
from kg.errors import UsageError
from kg.store import Store


def ingest(
    paths: Paths,
    *,
    reader: Reader = MODEL,
    model: Model = None,
    price: PriceOption = None,
    max_cost: MaxCost = None,
    columns: Columns = None,
    jobs: Jobs = None,
    db: Db = DB,
    quiet: Quiet = False,
) -> None:
    """Read articles into the database.

    Text, HTML, JSON, JSON lines and CSV, in files and folders, or - for stdin. What is stored already is skipped, so the same
    command goes on after a break.

    Example: kg ingest news/ --map body=isi --map published=tanggal
    """
    with Store.open(db) as store, chosen(reader, model, price, max_cost, jobs=jobs, quiet=quiet, db=db) as who:
        if Path("-") not in paths:  # what is read only once cannot be looked at before
            who.announce(lambda load: pipeline.waiting(store, read.articles(paths, columns=mapping(columns)), load=load))
        items = pipeline.ingest(store, paths, columns=mapping(columns), jobs=who.jobs, **who.how)
        tally = progress.run(items, quiet=quiet)
        counts = store.counts()
    if not quiet:
        note(f"{db}: {counts.articles} articles, {counts.actors} actors, {counts.statements} statements")
        note("Next: kg view -o graph.html")
    if tally.failed:
        raise typer.Exit(1)


def mapping(pairs: Iterable[str] | None) -> dict[str, str]:
    """`["body=isi"]` as a mapping from field to column.

    Raises:
        UsageError: if one is not of this form.
    """
    parts = [pair.partition("=") for pair in pairs or ()]
    for field, equals, column in parts:
        if not (field and equals and column):
            raise UsageError(f"--map {field}{equals}{column}: must be FIELD=COLUMN, as in --map body=isi")
    return {field: column for field, _, column in parts}
