"""kg link: which actors of annotated articles are the same, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import gold, read
from kg import link as linking
from kg.cli.output import plain
from kg.errors import BadInput
from kg.model import Article


def link(
    actors: Annotated[Path, typer.Argument(help="Articles with their actors in the gold format.", metavar="ACTORS.jsonl")],
    *,
    articles: Annotated[Path | None, typer.Option(help="Their texts and dates.", metavar="FILE")] = None,
    names_alone: Annotated[
        bool, typer.Option("--names-alone", help="For lists of names: a short name is the only longer one it may stand for.")
    ] = False,
) -> None:
    """Print who is who: article, key and entity, tab-separated, with a header line.

    The entity is the Wikidata id where it is known, else an id of ours that is equal for equal actors.

    Example: kg link dev.jsonl --articles dev.articles.jsonl > predicted.tsv
    """
    texts = _texts(articles) if articles else {}
    readings = [gold.reading(ident, annotated, texts.get(ident)) for ident, annotated in gold.load(actors).items()]
    ids = linking.resolve(readings, names_alone=names_alone).ids()
    print("article\tkey\tentity")
    for reading in readings:
        for actor in reading.extraction.actors:
            print("\t".join(map(plain, (reading.article.id, actor.key, ids[reading.article.id, actor.key]))))


def _texts(path: Path) -> dict[str, Article]:
    """The articles of a file by the id that it gives them.

    Raises:
        BadInput: if one cannot be read.
    """
    found = {}
    for item in read.articles([path]):
        if isinstance(item, BadInput):
            raise item
        found[item.source_id or item.id] = item
    return found
