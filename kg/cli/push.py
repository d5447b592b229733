"""kg push: the graph into a Neo4j."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from kg.cli.options import DB, Db, Everything, MinConfidence, Quiet, Verified, open_view
from kg.cli.output import note
from kg.errors import EngineError
from kg.graph.engine import Server
from kg.graph.neo4j import Neo4j

URI, USER, DATABASE = "bolt://127.0.0.1:7687", "neo4j", "neo4j"

Uri = Annotated[str, typer.Option("--uri", envvar="NEO4J_URI", help="Address of the Neo4j.")]
User = Annotated[str, typer.Option("--user", envvar="NEO4J_USERNAME", help="User name there; the password is NEO4J_PASSWORD.")]
Database = Annotated[str, typer.Option("--database", envvar="NEO4J_DATABASE", help="Database there.")]

_SHOWN = 10


def push(
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Then compare every node, relationship and property.")] = False,
    uri: Uri = URI,
    user: User = USER,
    database: Database = DATABASE,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    quiet: Quiet = False,
    db: Db = DB,
) -> None:
    """Bring a Neo4j (5.26 or later) to the state of the database; what is not ours there stays untouched.

    Example: NEO4J_PASSWORD=... kg push --uri bolt://127.0.0.1:7687 --verify
    """
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=quiet)
    with Neo4j(server(uri, user, database)) as engine:
        with _bar(quiet=quiet) as progress:
            done = engine.push(view, progress)
        if not quiet:
            note(f"{done.new} new, {done.updated} updated, {done.deleted} deleted, {done.unchanged} unchanged in {uri}")
        if verify:
            _report(engine.differences(view), quiet=quiet)
    if not quiet:
        note("next: kg query speakers --neo4j")


def server(uri: str, user: str, database: str) -> Server:
    """The server with the password of the environment: on the command line everybody on the machine could read it."""
    return Server(uri, user, os.environ.get("NEO4J_PASSWORD", ""), database)


def _report(differences: list[str], *, quiet: bool) -> None:
    """Say that all is equal, or what is not.

    Raises:
        EngineError: if there are differences.
    """
    for line in differences[:_SHOWN]:
        note(line)
    if differences:
        raise EngineError(f"{len(differences)} nodes and relationships differ from the database: somebody else changed them")
    if not quiet:
        note("verified: every node, relationship and property is equal")


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """What `push` tells its progress to: a bar on a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console  # 0.05 s: not for kg --help
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pushing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
