"""kg forget: an article and all that was read in it, gone."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DB, Db, open_store
from kg.cli.output import note
from kg.errors import KgError
from kg.extract.llm.answers import Answers
from kg.link import kept, memory
from kg.pipeline import cache_of


def forget(
    article: Annotated[str, typer.Argument(help="URL or id of the article.", metavar="URL_OR_ID")],
    db: Db = DB,
) -> None:
    """Delete an article and what was read in it.

    Afterwards the database is as if it had never been read.

    Example: kg forget https://news.example/2024/02/19/anies-kpu
    """
    from kg.graph.embedded import sweep
    from kg.read import pages

    with open_store(db) as store:
        gone = store.forget(article)
    if gone is None:
        raise KgError(f"{article}: no article with this URL or id in {db}")
    pages.beside(db).forget(gone)
    sweep(cache_of(db))  # what was made from the article must not outlive it
    kept.forget(cache_of(db))
    memory.forget(cache_of(db))
    Answers(cache_of(db)).forget(gone)
    note(f"forgotten: {gone}")
