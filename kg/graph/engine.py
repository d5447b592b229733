"""What `kg` needs of a graph engine: one read-only query at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from kg.model import GraphView


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave. `more` is set where rows were cut off at the limit; `notes` are remarks of the engine."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    more: bool = False
    notes: tuple[str, ...] = ()

    def records(self) -> list[dict[str, object]]:
        """The rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a Neo4j is, and who we are there."""

    uri: str
    user: str
    password: str
    database: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an engine finds its graph: a view, made only when needed; a name of its state, which differs where the view does;
    the folder for what can be made again; and a server."""

    view: Callable[[], GraphView]
    state: Callable[[], str]
    cache: Path
    server: Server | None = None


class Engine(Protocol):
    """A graph that answers read-only Cypher. Close it, or use it in a `with` statement."""

    def run(self, text: str, parameters: Mapping[str, object], *, limit: int, timeout: float) -> Rows:
        """The first `limit` rows of a query.

        Raises:
            UsageError: if the query is wrong or more than reading.
            EngineError: if it took longer than `timeout` seconds or too much memory, or the engine went away.
        """

    def close(self) -> None:
        """Give back what the engine holds."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
