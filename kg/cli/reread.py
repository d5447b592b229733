"""kg reread: stored articles through the reader of today."""

from __future__ import annotations

import typer

from kg import pipeline
from kg.cli import progress
from kg.cli.options import DB, Db, Jobs, Quiet, open_store
from kg.cli.readers import MODEL, MaxCost, Model, PriceOption, Reader, chosen


def reread(
    *,
    reader: Reader = MODEL,
    model: Model = None,
    price: PriceOption = None,
    max_cost: MaxCost = None,
    jobs: Jobs = None,
    db: Db = DB,
    quiet: Quiet = False,
) -> None:
    """Read stored articles again.

    Those that another reader, an older model or older language data read. Stop it anywhere; the next call goes on from there.

    Example: kg reread --jobs 2
    """
    with (
        progress.interruptible(),
        open_store(db) as store,
        chosen(reader, model, price, max_cost, jobs=jobs, quiet=quiet, db=db) as who,
    ):
        who.announce(lambda load: pipeline.stale(store, load=load))
        tally = progress.run(pipeline.reread(store, jobs=who.jobs, **who.how), quiet=quiet)
    if tally.failed:
        raise typer.Exit(1)
