"""kg extract: what an article says, without a database."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import gold, pipeline, read
from kg.cli import cluster
from kg.cli.cluster import Address, Engine
from kg.cli.ingest import mapping
from kg.cli.options import Columns, Jobs, Quiet
from kg.cli.output import note
from kg.cli.progress import bar
from kg.cli.readers import MODEL, MaxCost, Model, PriceOption, Reader, chosen
from kg.errors import BadInput
from kg.link.withhold import hide_record


class ExtractFormat(StrEnum):
    """What `kg extract` writes."""

    GOLD = "gold"


def extract(
    sources: Annotated[list[str], typer.Argument(help="Files and folders of articles; - is stdin.", metavar="PATH...")],
    *,
    engine: Engine = cluster.LOCAL,
    address: Address = None,
    format: Annotated[ExtractFormat, typer.Option("--format", help="gold: one JSON line an article.")] = ExtractFormat.GOLD,
    reader: Reader = MODEL,
    model: Model = None,
    price: PriceOption = None,
    max_cost: MaxCost = None,
    columns: Columns = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Print what articles say, and store nothing.

    One JSON line an article, with its actors and statements.

    With --engine ray the last path is a folder, which gets what kg ingest --extracted takes (docs/scale.md).

    Example: kg extract article.html --format gold
    """
    if cluster.chosen(engine, address, reader):
        cluster.extract(sources, address=address, columns=mapping(columns), jobs=jobs, quiet=quiet)
        return
    failed, paths = 0, [Path(source) for source in sources]
    with chosen(reader, model, price, max_cost, jobs=jobs, quiet=quiet) as who:
        if Path("-") not in paths:  # what is read only once cannot be looked at before
            who.announce(lambda _: read.articles(paths, columns=mapping(columns)))
        for item in bar(pipeline.readings(paths, columns=mapping(columns), jobs=who.jobs, **who.how), quiet=quiet):
            if isinstance(item, BadInput):
                failed += 1
                note(str(item))
            else:
                print(hide_record(json.dumps(gold.to_json(item), ensure_ascii=False)))
    if failed:
        raise typer.Exit(1)
