"""kg push: the graph into a Neo4j."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from kg.cli.options import DB, Db, Everything, MinConfidence, Quiet, Verified, note_left_out
from kg.cli.output import note
from kg.cli.shown import Shown
from kg.errors import EngineError
from kg.graph.engine import Server
from kg.graph.neo4j import Difference, Neo4j, Progress

URI, USER, DATABASE = "bolt://127.0.0.1:7687", "neo4j", "neo4j"

Uri = Annotated[str, typer.Option("--uri", envvar="NEO4J_URI", help="Address of the Neo4j.")]
User = Annotated[str, typer.Option("--user", envvar="NEO4J_USERNAME", help="User name there; the password is NEO4J_PASSWORD.")]
Database = Annotated[str, typer.Option("--database", envvar="NEO4J_DATABASE", help="Database there.")]

_SHOWN = 10


def push(
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Then compare every node, relationship and property.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="As --verify, and write anew what somebody else changed.")] = False,
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

    Only what has changed is written, and where nothing has since the last push, nothing is read either.

    Example: NEO4J_PASSWORD=... kg push --uri bolt://127.0.0.1:7687 --verify
    """
    shown = Shown(db, min_confidence, everything, verified)
    state = shown.state()
    with Neo4j(server(uri, user, database)) as engine:
        before = engine.pushed()
        if before and before.state == state and not (verify or repair):
            if not quiet:
                note_left_out(before.left_out, before.unmatched, verified=verified)
            return _say(f"nothing has changed since the last push to {uri} (--verify compares all of it)", quiet=quiet)
        view = shown.view()
        if not quiet:
            note_left_out(view.left_out, len(view.unmatched), verified=verified)
        with _bar(quiet=quiet) as progress:
            done = engine.push(view, progress, state=state)
        _say(f"{done.new} new, {done.updated} updated, {done.deleted} deleted, {done.unchanged} unchanged in {uri}", quiet=quiet)
        if repair and (differences := engine.differences(view)):
            engine.distrust(differences)
            done = engine.push(view, state=state)
            _say(f"repaired: {done.new + done.updated} written anew, {done.deleted} deleted", quiet=quiet)
        if verify or repair:
            _report(engine.differences(view), quiet=quiet)
    return _say("next: kg query speakers --neo4j", quiet=quiet)


def server(uri: str, user: str, database: str) -> Server:
    """The server with the password of the environment: on the command line everybody on the machine could read it."""
    return Server(uri, user, os.environ.get("NEO4J_PASSWORD", ""), database)


def _report(differences: Sequence[Difference], *, quiet: bool) -> None:
    """Say that all is equal, or what is not.

    Raises:
        EngineError: if there are differences.
    """
    for difference in differences[:_SHOWN]:
        note(str(difference))
    if differences:
        raise EngineError(
            f"{len(differences)} nodes and relationships differ from the database: somebody else changed them; "
            "kg push --repair writes them anew"
        )
    _say("verified: every node, relationship and property is equal", quiet=quiet)


def _say(text: str, *, quiet: bool) -> None:
    if not quiet:
        note(text)


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Progress]:
    """What `push` tells its progress to: a bar on a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console  # 0.05 s: not for kg --help
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pushing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
