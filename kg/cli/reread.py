"""kg reread: stored articles through the reader of today."""

from __future__ import annotations

import typer

from kg import pipeline
from kg.cli import progress
from kg.cli.options import DB, Db, Jobs, Quiet, open_store


def reread(*, jobs: Jobs = None, db: Db = DB, quiet: Quiet = False) -> None:
    """Read stored articles again.

    Those that an older model or older language data read. Stop it anywhere; the next call goes on from there.

    Example: kg reread --jobs 2
    """
    with open_store(db) as store:
        tally = progress.run(pipeline.reread(store, jobs=jobs), quiet=quiet)
    if tally.failed:
        raise typer.Exit(1)
