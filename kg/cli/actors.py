"""kg actors: who is in the graph."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from kg.cli.names import find
from kg.cli.options import DB, Db, Everything, MinConfidence, OutputFormat, Verified, open_view
from kg.cli.output import Format, note, write_rows

_COLUMNS = ("name", "kind", "claims", "id", "aliases")


def actors(
    name: Annotated[str | None, typer.Argument(help="Only those with this name, or part of a name.")] = None,
    *,
    format: OutputFormat = Format.TABLE,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    db: Db = DB,
) -> None:
    """List actors, those in most claims first.

    Example: kg actors Prabowo
    """
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified)
    claims = Counter(id for claim in view.claims for id in {claim.subject, claim.object})
    found = view.actors if name is None else find(view.actors, name)
    rows = [
        {"name": a.name, "kind": a.kind.value, "claims": claims[a.id], "id": a.id, "aliases": list(a.aliases)}
        for a in sorted(found, key=lambda actor: (-claims[actor.id], actor.name, actor.id))
    ]
    write_rows(rows, _COLUMNS, format)
    note(f"{len(rows)} actors")
