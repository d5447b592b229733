"""kg actors: who is in the graph."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.names import find
from kg.cli.options import DB, Db, Everything, MinConfidence, OutputFormat, Verified, open_store, open_view
from kg.cli.output import Format, note, write_rows
from kg.cli.pairs import SHEET, Pairs
from kg.model import Kind

_COLUMNS = ("name", "kind", "claims", "id", "aliases")


def actors(
    name: Annotated[str | None, typer.Argument(help="Only those with this name, or part of a name.")] = None,
    *,
    kind: Annotated[Kind | None, typer.Option(help="Only actors of this kind.")] = None,
    unsure: Annotated[bool, typer.Option("--unsure", help="Pairs that may be one, as a sheet for kg review --from.")] = False,
    format: OutputFormat = Format.TABLE,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    db: Db = DB,
) -> None:
    """List actors, those in most claims first, or pairs that may be one.

    Example: kg actors Prabowo --kind person; kg actors --unsure --format csv > sheet.csv
    """
    if unsure:
        with open_store(db) as store:
            readings = list(store.readings())
        pairs = list(Pairs(pipeline.resolution(readings, db), readings).rows())
        write_rows(pairs, SHEET, format)
        note(f"{len(pairs)} pairs; fill in the column decision with same, different or unsure, then: kg review --from FILE")
        return
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified)
    claims = Counter(id for claim in view.claims for id in {claim.subject, claim.object})
    found = [actor for actor in view.actors if kind in (None, actor.kind)]
    found = found if name is None else find(found, name)
    rows = [
        {"name": a.name, "kind": a.kind.value, "claims": claims[a.id], "id": a.id, "aliases": list(a.aliases)}
        for a in sorted(found, key=lambda actor: (-claims[actor.id], actor.name, actor.id))
    ]
    write_rows(rows, _COLUMNS, format)
    note(f"{len(rows)} actors")
