"""kg export: the graph in a format that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.files import written
from kg.cli.options import DB, Db, Everything, MinConfidence, Quiet, open_view
from kg.cli.output import note
from kg.errors import UsageError


def export(
    format: Annotated[str, typer.Argument(help="csv, graphml, html, jsonl or rdf.", metavar="FORMAT")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is stdout.", metavar="FILE")],
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    quiet: Quiet = False,
    db: Db = DB,
) -> None:
    """Write the graph for other programs: RDF, CSV, GraphML, JSON lines, or the page.

    Example: kg export rdf -o graph.ttl
    """
    from kg.out import EXPORTERS  # not for kg --help

    if format not in EXPORTERS:
        known = "; ".join(f"{name} ({exporter.title})" for name, exporter in EXPORTERS.items())
        raise UsageError(f"no format named {format!r}. Formats: {known}")
    shown = open_view(db, min_confidence=min_confidence, everything=everything, quiet=quiet)
    with written(output) as out:
        EXPORTERS[format].write(shown, out)
    if not quiet:
        statements = sum(len(claim.support) for claim in shown.claims)
        note(f"{len(shown.actors)} actors, {len(shown.claims)} claims, {statements} statements, {len(shown.sources)} articles")
