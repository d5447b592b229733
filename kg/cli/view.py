"""kg view: the graph as a page to look at."""

from __future__ import annotations

from dataclasses import replace
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
    cache_of,
    open_view,
    selection,
)
from kg.cli.output import note
from kg.cli.query import answer
from kg.cli.shown import Shown
from kg.graph import Origin

_MOST_ROWS = 100_000


class Interface(StrEnum):
    """Languages of the page."""

    ID = "id"
    EN = "en"


def view(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.", metavar="FILE")] = Path("graph.html"),
    lang: Annotated[Interface, typer.Option("--lang", help="Language of the page.")] = Interface.ID,
    actor: Of = None,
    hops: Annotated[int, typer.Option("--hops", min=1, max=6, help="With --actor: those at most so many claims away.")] = 1,
    query: Annotated[
        str | None,
        typer.Option(
            "--query", metavar="NAME_OR_CYPHER", help="Only what this query finds: its claims, else those between its actors."
        ),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of --query.")
    ] = None,
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

    Example: kg view --actor Anies --hops 2 --since 2024-01-01
    """
    from kg.out import html, select  # brings pyvis when it writes: not for kg --help

    shown = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=quiet)
    wanted = selection(shown.actors, actor=actor, relations=relation, since=since, until=until, min_outlets=min_outlets)
    shown = select.select(shown, replace(wanted, hops=hops))
    if query is not None:
        asked = Shown(db, min_confidence, everything, verified)
        origin = Origin(asked.view, asked.state, cache_of(db))
        shown = select.answered(shown, answer(query, param or [], origin, engine="embedded", limit=_MOST_ROWS, timeout=60).rows)
    with written(output) as out:
        html.write(shown, out, language=lang)
    if not quiet:
        note(f"{len(shown.actors)} actors, {len(shown.claims)} claims, {len(shown.sources)} articles in {output}")
