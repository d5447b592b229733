"""kg export: the graph in a format that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.files import written
from kg.cli.options import (
    DB,
    Db,
    Everything,
    MinConfidence,
    MinOutlets,
    Of,
    Quiet,
    Relations,
    Since,
    Until,
    Verified,
    open_view,
    selection,
)
from kg.cli.output import note
from kg.errors import UsageError


def export(
    format: Annotated[str, typer.Argument(help="csv, graphml, html, jsonl or rdf.", metavar="FORMAT")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is stdout.", metavar="FILE")],
    actor: Of = None,
    relation: Relations = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = None,
    min_outlets: MinOutlets = 0,
    everything: Everything = False,
    verified: Verified = False,
    quiet: Quiet = False,
    db: Db = DB,
) -> None:
    """Write the graph for other programs: RDF, CSV, GraphML, JSON lines, or the page.

    Example: kg export rdf -o graph.ttl
    """
    from kg.out import EXPORTERS, select  # not for kg --help

    if format not in EXPORTERS:
        known = "; ".join(f"{name} ({exporter.title})" for name, exporter in EXPORTERS.items())
        raise UsageError(f"no format named {format!r}. Formats: {known}")
    shown = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=quiet)
    wanted = selection(shown.actors, actor=actor, relations=relation, since=since, until=until, min_outlets=min_outlets)
    shown = select.select(shown, wanted)
    with written(output) as out:
        EXPORTERS[format].write(shown, out)
    if not quiet:
        statements = sum(len(claim.support) for claim in shown.claims)
        note(f"{len(shown.actors)} actors, {len(shown.claims)} claims, {statements} statements, {len(shown.sources)} articles")
