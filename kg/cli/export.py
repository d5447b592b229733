"""kg export: the graph in a format that other programs read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
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
    Verified,
    note_left_out,
    open_view,
    selection,
)
from kg.cli.output import note
from kg.cli.times import AsOf, Since, Undated, Until, note_undated, times
from kg.errors import UsageError
from kg.model import GraphView


def export(
    format: Annotated[str, typer.Argument(help="One of the formats below.", metavar="FORMAT")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - is stdout.", metavar="FILE")],
    actor: Of = None,
    relation: Relations = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    undated: Undated = False,
    min_confidence: MinConfidence = None,
    min_outlets: MinOutlets = 0,
    everything: Everything = False,
    verified: Verified = False,
    extracted: Annotated[
        Path | None, typer.Option(help="With neo4j-csv: of what kg extract --engine ray left here.", metavar="FOLDER")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="CSV that Excel opens by a double click.")] = False,
    rdf12: Annotated[bool, typer.Option("--rdf12", help="With rdf: RDF 1.2, claims as triple terms.")] = False,
    quiet: Quiet = False,
    db: Db = DB,
) -> None:
    """Write the graph for other programs. FILE.meta.json beside it says what it covers, docs/formats.md what a format loses.

    \b
    Tables:   csv xlsx parquet events dyads
    RDF:      rdf ntriples trig nquads jsonld rdf12
    Graphs:   html graphml gexf gexf-collapsed neo4j-csv
    Entities: jsonl articles ftm popolo

    Example: kg export xlsx --since 2024-02 -o statements.xlsx
    """
    from kg.out import EXPORTERS, select  # not for kg --help

    then = times(since=since, until=until, as_of=as_of, undated=undated)
    exporter = EXPORTERS[_format(format, bom=bom, rdf12=rdf12)]
    if extracted:
        if format != "neo4j-csv" or any((actor, relation, min_outlets, verified, then)):
            raise UsageError("--extracted goes with neo4j-csv, --all and --min-confidence alone: ingest it for the rest")
        _large(extracted, output, min_confidence=min_confidence, everything=everything, quiet=quiet)
        return
    whole = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=quiet)
    wanted = selection(whole.actors, actor=actor, relations=relation, then=then, min_outlets=min_outlets)
    shown = select.select(whole, wanted)
    with written(output) as out:
        out.write(codecs.BOM_UTF8 if bom else b"")
        exporter.write(shown, out)
    filters = asdict(wanted) | {"min_confidence": min_confidence, "all": everything, "verified": verified}
    if output.is_file():
        _describe(output, shown, format=format, filters=filters, filtered_out=_statements(whole) - _statements(shown))
    if not quiet:
        note_undated(db, then)
        counts = f"{len(shown.actors)} actors, {len(shown.claims)} claims, {_statements(shown)} statements"
        note(f"{counts}, {len(shown.sources)} articles")


def _large(folder: Path, output: Path, *, min_confidence: float | None, everything: bool, quiet: bool) -> None:
    """Write files for Neo4j of an extraction that no database holds."""
    from kg.out import neo4j_csv

    with pipeline.large_view(folder, min_confidence=min_confidence, everything=everything) as view, written(output) as out:
        neo4j_csv.write(view, out)
    if not quiet:
        note_left_out(view.left_out, 0)
        note(f"{len(view.actors)} actors")


def _format(name: str, *, bom: bool, rdf12: bool) -> str:
    """The format that the options mean.

    Raises:
        UsageError: if there is none, or an option does not belong to it.
    """
    from kg.out import EXPORTERS  # not for kg --help

    if name not in EXPORTERS:
        known = "; ".join(f"{name} ({exporter.title})" for name, exporter in EXPORTERS.items())
        raise UsageError(f"no format named {name!r}. Formats: {known}")
    if bom and EXPORTERS[name].suffix != ".csv":
        raise UsageError(f"--bom is for CSV, and {name} is none")
    if rdf12 and name != "rdf":
        raise UsageError(f"--rdf12 is for rdf, and not for {name}")
    return "rdf12" if rdf12 else name


def _describe(output: Path, shown: GraphView, *, format: str, filters: Mapping[str, object], filtered_out: int) -> None:
    """Write what `output` covers beside it."""
    from kg.out import meta  # not for kg --help

    description = meta.describe(shown, format=format, filters=filters, measured=pipeline.measured(), filtered_out=filtered_out)
    with written(output.with_name(f"{output.name}.meta.json")) as out:
        out.write(description)


def _statements(view: GraphView) -> int:
    return sum(len(claim.support) for claim in view.claims)
