"""kg forget: an article and all that was read in it, gone."""

from __future__ import annotations

from typing import Annotated

import typer

from kg import pipeline
from kg.cli.options import DB, Db, open_store
from kg.cli.output import note
from kg.errors import KgError
from kg.store import copies


def forget(
    article: Annotated[str, typer.Argument(help="URL or id of the article.", metavar="URL_OR_ID")],
    db: Db = DB,
) -> None:
    """Delete an article and what was read in it.

    Afterwards the database is as if it had never been read.

    Example: kg forget https://news.example/2024/02/19/anies-kpu
    """
    with open_store(db) as store:
        gone = pipeline.forget(store, article)
    if gone is None:
        raise KgError(f"{article}: no article with this URL or id in {db}")
    note(f"forgotten: {gone}")
    for copy in copies(db):  # it is a person's to delete: nothing else may be left of what was there before
        note(f"{copy}: a copy from before an upgrade, which may still hold it; delete it if you can")
