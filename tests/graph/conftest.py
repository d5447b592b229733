"""The engines, each with a graph in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph import server
from graph.graphs import random_view
from kg.graph import ENGINES, Engine, Origin
from kg.graph.embedded import Embedded, build
from kg.graph.neo4j import Neo4j
from kg.model import GraphView

Opener = Callable[[GraphView], Engine]


@pytest.fixture(params=sorted(ENGINES))
def open_on(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens an engine on a view; every test that uses it runs on every engine."""
    with ExitStack() as stack:

        def opened(view: GraphView) -> Engine:
            remote = None
            if request.param == "neo4j":
                remote = server.running().server
                with Neo4j(remote) as neo4j:
                    neo4j.push(view)
            return stack.enter_context(ENGINES[request.param](Origin(lambda: view, lambda: "1", tmp_path, remote)))

        yield opened


@pytest.fixture
def neo4j() -> Iterator[Neo4j]:
    """A connection to an empty Neo4j."""
    with Neo4j(server.running().server) as engine:
        server.wipe(engine)
        yield engine


@pytest.fixture(scope="session")
def random_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the random view."""
    path = tmp_path_factory.mktemp("kglite") / "graph-test.kgl"
    build(random_view(), path)
    return path


@pytest.fixture
def embedded(random_snapshot: Path) -> Iterator[Embedded]:
    """The embedded engine on the random view."""
    with Embedded(random_snapshot) as engine:
        yield engine
