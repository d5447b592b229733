"""kg view: the graph as a page to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    Verified,
    open_view,
    selection,
)
from kg.cli.output import note
from kg.cli.query import answer
from kg.cli.shown import Shown
from kg.cli.times import AsOf, Since, Undated, Until, note_undated, times
from kg.errors import KgError
from kg.graph import Origin
from kg.model import GraphView
from kg.pipeline import cache_of

if TYPE_CHECKING:
    from kg.out.select import Selection

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
    serve: Annotated[
        bool, typer.Option("--serve", help="Answer on this computer instead, for graphs too large for a file.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="With --serve: where; 0 takes a free port.")] = 0,
    relation: Relations = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    undated: Undated = False,
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
    shown = Shown(db, min_confidence, everything, verified)
    options = _Options(actor, tuple(relation or ()), since, until, as_of, undated, min_outlets, hops, query, tuple(param or ()))
    if serve:
        return _serve(shown, options, lang, port)
    from kg.out import html  # brings pyvis when it writes: not for kg --help

    drawn = _drawn(
        open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=quiet), shown, options
    )
    with written(output) as out:
        html.write(drawn, out, language=lang)
    if not quiet:
        note_undated(db, options.then)
        note(f"{len(drawn.actors)} actors, {len(drawn.claims)} claims, {len(drawn.sources)} articles in {output}")
    return None


@dataclass(frozen=True, slots=True)
class _Options:
    """Which part of the graph is drawn."""

    actor: str | None
    relations: tuple[str, ...]
    since: str | None
    until: str | None
    as_of: str | None
    undated: bool
    min_outlets: int
    hops: int
    query: str | None
    param: tuple[str, ...]

    @property
    def then(self) -> Selection | None:
        """What the options about time ask for.

        Raises:
            UsageError: if a date is none.
        """
        return times(since=self.since, until=self.until, as_of=self.as_of, undated=self.undated)


def _drawn(view: GraphView, shown: Shown, options: _Options) -> GraphView:
    """The part of the view that the options ask for.

    Raises:
        UsageError: if an option means nothing here.
    """
    from kg.out import select

    wanted = selection(
        view.actors,
        actor=options.actor,
        relations=options.relations,
        then=options.then,
        min_outlets=options.min_outlets,
    )
    part = select.select(view, replace(wanted, hops=options.hops))
    if options.query is None:
        return part
    origin = Origin(shown.view, shown.state, cache_of(shown.db))
    rows = answer(options.query, options.param, origin, engine="embedded", limit=_MOST_ROWS, timeout=60).rows
    return select.answered(part, rows)


def _asked(options: _Options, address: Mapping[str, str]) -> _Options:
    """The options of the command with those in the address of a served page, which may ask for anything: checked like all."""
    return replace(
        options,
        actor=address.get("actor", options.actor),
        since=address.get("since", options.since),
        until=address.get("until", options.until),
        hops=int(address["hops"]) if address.get("hops", "") in tuple("123456") else options.hops,
    )


def _serve(shown: Shown, options: _Options, language: str, port: int) -> None:
    """Answer until the user stops it."""
    from kg.out import html
    from kg.out.serve import Server

    def render(address: Mapping[str, str]) -> str:
        return html.page(_drawn(shown.view(), shown, _asked(options, address)), language, live=True)

    try:
        server = Server(render, port)
    except OSError as error:
        raise KgError(f"port {port}: {error.strerror or error}") from error
    with server:
        print(server.address, flush=True)
        note("Only this computer can open it. Ctrl-C ends it.")
        server.serve_forever()
