"""kg eval: how well a reader reads, beside a gold file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import evaluate, gold, pipeline, read
from kg.cli.options import Jobs, OutputFormat, Quiet
from kg.cli.output import Format, note, write_rows
from kg.cli.progress import bar
from kg.cli.readers import MODEL, MaxCost, Model, PriceOption, Reader, chosen
from kg.errors import BadInput

_COLUMNS = ("level", "precision", "recall", "f1", "low", "high", "gold", "predicted")


def eval(
    gold_file: Annotated[Path, typer.Argument(help="Annotated articles in the gold format.", metavar="GOLD.jsonl")],
    *,
    articles: Annotated[Path | None, typer.Option(help="Their texts (default: GOLD.articles.jsonl).", metavar="FILE")] = None,
    reader: Reader = MODEL,
    model: Model = None,
    price: PriceOption = None,
    max_cost: MaxCost = None,
    format: OutputFormat = Format.TABLE,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Measure the reader on annotated articles.

    How much was found and right at each level, with 95 % intervals of F1 by a bootstrap over articles.

    Example: kg eval dev.jsonl --articles dev.articles.jsonl
    """
    expected = gold.load(gold_file)
    found, failed = {}, 0
    texts = [articles or gold_file.with_suffix(".articles.jsonl")]
    with chosen(reader, model, price, max_cost, jobs=jobs, quiet=quiet) as who:
        who.announce(lambda _: read.articles(texts))
        for item in bar(pipeline.readings(texts, jobs=who.jobs, **who.how), quiet=quiet):
            if isinstance(item, BadInput):
                failed += 1
                note(str(item))
            else:
                raw = gold.to_json(item)
                found[raw["id"]] = gold.from_json(raw)
    note(f"{len(expected)} articles, {len(expected.keys() & found.keys())} of them read")
    scores = evaluate.score(expected, found)
    write_rows([_row(level, score) for level, score in scores.items()], _COLUMNS, format)
    if failed:
        raise typer.Exit(1)


def _row(level: str, score: evaluate.Score) -> dict[str, object]:
    count = score.count
    figures = (count.precision, count.recall, count.f1, score.low, score.high)
    rounded = (f"{figure:.3f}" for figure in figures)
    return dict(zip(_COLUMNS, (level, *rounded, count.gold, count.found), strict=True))
