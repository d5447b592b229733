"""kg extract: what an article says, without a database."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from kg import gold, pipeline
from kg.cli.ingest import mapping
from kg.cli.options import Columns, Jobs, Paths, Quiet
from kg.cli.output import note
from kg.cli.progress import bar
from kg.errors import BadInput
from kg.link.withhold import hide_record


class ExtractFormat(StrEnum):
    """What `kg extract` writes."""

    GOLD = "gold"


def extract(
    paths: Paths,
    *,
    format: Annotated[ExtractFormat, typer.Option("--format", help="gold: one JSON line an article.")] = ExtractFormat.GOLD,
    columns: Columns = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Print what articles say, and store nothing.

    One JSON line an article, with its actors and statements.

    Example: kg extract article.html --format gold
    """
    failed = 0
    for item in bar(pipeline.readings(paths, columns=mapping(columns), jobs=jobs), quiet=quiet):
        if isinstance(item, BadInput):
            failed += 1
            note(str(item))
        else:
            print(hide_record(json.dumps(gold.to_json(item), ensure_ascii=False)))
    if failed:
        raise typer.Exit(1)
