"""The graph: projected from a view of the store into an engine that answers Cypher. Begin with `kg/projection.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.graph import embedded, neo4j
from kg.graph.engine import Engine, Origin, Rows, Server

__all__ = ["ENGINES", "Engine", "Origin", "Rows", "Server"]

# Both import their driver only when they are opened.
ENGINES: Mapping[str, Callable[[Origin], Engine]] = {
    "embedded": embedded.open_engine,
    "neo4j": neo4j.open_engine,
}
