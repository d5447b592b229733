"""kg view: the graph as a page to look at."""

from __future__ import annotations

from enum import StrEnum
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


class Interface(StrEnum):
    """Languages of the page."""

    ID = "id"
    EN = "en"


def view(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.", metavar="FILE")] = Path("graph.html"),
    lang: Annotated[Interface, typer.Option("--lang", help="Language of the page.")] = Interface.ID,
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
    """Write the graph as one HTML page that opens offline: search, filters, and the quotes behind every line.

    Example: kg view -o graph.html --lang en
    """
    from kg.out import html, select  # brings pyvis when it writes: not for kg --help

    shown = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=quiet)
    wanted = selection(shown.actors, actor=actor, relations=relation, since=since, until=until, min_outlets=min_outlets)
    shown = select.select(shown, wanted)
    with written(output) as out:
        html.write(shown, out, language=lang)
    if not quiet:
        note(f"{len(shown.actors)} actors, {len(shown.claims)} claims, {len(shown.sources)} articles in {output}")
