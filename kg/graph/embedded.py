"""The embedded engine: kglite, in a process of its own, on a snapshot that can be made again at any time.

Its own process, because a query can ask for more memory than there is, and kglite then ends the process without an exception
(docs/engine.md has this and the other conditions under which we use it).
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from kg.errors import EngineError, KgError, UsageError
from kg.graph import cypher, guard
from kg.graph.engine import Origin, Rows
from kg.ids import digest
from kg.model import GraphView
from kg.projection import PRIMARY, Edge, label_of, units

K = TypeVar("K", bound=Hashable)
_Row = dict[str, Any]  # what a statement takes for one node or relationship

MEMORY = 4 << 30
FORMAT = "3"  # to be raised whenever the projection changes: older snapshots are then made again
# This pass of the optimiser gives wrong counts for two hops with an undirected one, without an error.
DISABLED_PASSES = ("fuse_match_return_aggregate",)
_BATCH = 5_000
_GRACE = 1.5  # seconds that kglite gets to stop by itself
_START = 120.0  # seconds that loading a snapshot may take
_LEFTOVER = 3_600.0  # seconds after which a half-written snapshot is nobody's


def open_engine(origin: Origin) -> Embedded:
    """The graph of `origin`: from its snapshot where there is a sound one of this state, else made now.

    Raises:
        EngineError: if the snapshot cannot be written.
    """
    path = origin.cache / f"graph-{digest(FORMAT, origin.state())}.kgl"
    sweep(origin.cache, keep=path)
    try:
        return Embedded(path)
    except EngineError:  # absent, damaged, or of another version of kglite
        build(origin.view(), path)
        return Embedded(path)


def build(view: GraphView, path: Path) -> None:
    """Write the snapshot of a view; the file at `path` is replaced at once or not at all.

    Raises:
        EngineError: if it cannot be written.
    """
    import kglite  # only for those who query

    graph = kglite.KnowledgeGraph()
    for label in PRIMARY:
        graph.cypher(cypher.unique_key(label))
    for statement, rows in _statements(view):
        graph.cypher(statement, params={"rows": rows})
    graph.cypher(
        cypher.CREATE_STATE, params={"state": "", "nodes": 0, "left_out": view.left_out, "unmatched": len(view.unmatched)}
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        graph.save(str(path), layout="compact")  # the only layout in which every section is checked when it is loaded
    except (OSError, kglite.KgError) as error:
        raise EngineError(f"{path}: the graph cannot be kept there: {_first_line(error)}") from error


def sweep(folder: Path, keep: Path | None = None) -> None:
    """Delete the snapshots in `folder` other than `keep`: old states, and what a killed process left half-written."""
    for path in sorted(folder.glob("graph-*.kgl*")):
        half = ".tmp." in path.name and keep is not None
        with suppress(FileNotFoundError):  # somebody else swept it
            if path != keep and (not half or time.time() - path.stat().st_mtime > _LEFTOVER):
                path.unlink()


def _statements(view: GraphView) -> Iterator[tuple[str, list[_Row]]]:
    """All statements that make the graph, nodes first, each with a batch of rows."""
    nodes = ((unit.node.labels, {"properties": unit.node.properties}) for unit in units(view))
    for labels, rows in _batches(nodes):
        yield cypher.create_nodes(labels, _names(rows)), rows
    edges = (edge for unit in units(view) for edge in unit.edges)
    for (type, source, target), rows in _batches((_kind(edge), _row(edge)) for edge in edges):
        yield cypher.create_edges(type, source, target, _names(rows)), rows


def _batches(rows: Iterable[tuple[K, _Row]]) -> Iterator[tuple[K, list[_Row]]]:
    """Rows by kind, in batches."""
    waiting: dict[K, list[_Row]] = defaultdict(list)
    for kind, row in rows:
        waiting[kind].append(row)
        if len(waiting[kind]) == _BATCH:
            yield kind, waiting.pop(kind)
    yield from waiting.items()


def _kind(edge: Edge) -> tuple[str, str, str]:
    return edge.type, label_of(edge.source), label_of(edge.target)


def _row(edge: Edge) -> _Row:
    return {"source": edge.source, "target": edge.target, "properties": edge.properties}


def _names(rows: Sequence[_Row]) -> list[str]:
    """All properties that occur in the rows."""
    return sorted({name for row in rows for name in row["properties"]})


class Embedded:
    """A loaded snapshot. `memory` bounds the process that answers, in bytes, where the system can do that."""

    def __init__(self, path: Path, *, memory: int = MEMORY, optimise: bool = True) -> None:
        """Load the snapshot at `path`.

        Raises:
            EngineError: if it is absent or damaged.
        """
        self._memory = memory
        context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks in an unknown state
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(str(path), memory, optimise, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._answer(_START)

    def run(self, text: str, parameters: Mapping[str, object], *, limit: int, timeout: float) -> Rows:
        """See `Engine.run`."""
        checked = guard.check(text)
        self._pipe.send((checked.text, dict(parameters), limit, timeout))
        answer = self._answer(timeout + _GRACE)
        assert isinstance(answer, Rows)
        return answer

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _answer(self, timeout: float) -> object:
        """The next thing that the process says; it is ended where it says nothing, or fails at more than the query."""
        try:
            if not self._pipe.poll(timeout):
                raise EngineError(f"the query was stopped: it took more than {timeout - _GRACE:g} s")
            answer = self._pipe.recv()
        except (EOFError, ConnectionError) as error:
            self.close()
            raise EngineError(f"the query was stopped: it needs more than {self._memory >> 20} MB of memory") from error
        except (EngineError, KeyboardInterrupt):
            self.close()
            raise
        if isinstance(answer, KgError):
            raise answer
        return answer


def _serve(path: str, memory: int, optimise: bool, pipe: Connection) -> None:
    """Answer queries until the other side closes; runs in the process of its own."""
    import kglite

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the last words of an aborted process: `_answer` says it better
    _limit_memory(memory)
    kglite.set_query_warning_policy("silent")  # they come with the rows
    try:
        graph = kglite.load(path, verify="eager")
    except (kglite.KgError, OSError) as error:
        pipe.send(EngineError(f"{path}: {_first_line(error)}"))
        return
    graph.read_only(True)
    pipe.send(None)
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            pipe.send(_run(graph, pipe.recv(), optimise=optimise))


def _run(graph: Any, request: tuple[str, dict[str, object], int, float], *, optimise: bool) -> Rows | KgError:
    import kglite

    text, parameters, limit, timeout = request
    wrong_query = (kglite.CypherSyntaxError, kglite.CypherTypeMismatchError, kglite.SchemaError, kglite.ReadOnlyError)
    try:
        result = graph.cypher(
            text,
            params=parameters,
            timeout_ms=max(1, round(timeout * 1000)),
            row_limit=limit,
            disabled_passes=list(DISABLED_PASSES),
            disable_optimizer=not optimise,
        )
        columns = tuple(result.columns)
        rows = tuple(tuple(row[column] for column in columns) for row in result.to_list())
    except kglite.CypherTimeoutError:
        return EngineError(f"the query was stopped: it took more than {timeout:g} s")
    except (kglite.CypherExecutionError, *wrong_query) as error:
        return UsageError(_first_line(error))
    except (kglite.KgError, MemoryError) as error:
        return EngineError(_first_line(error))
    total = (result.diagnostics or {}).get("total_rows")
    # That rows were cut off is said by `more`.
    notes = tuple(warning for warning in result.warnings if not warning.startswith("Result truncated"))
    return Rows(columns, rows, more=total is not None and total > len(rows), notes=notes)


def _limit_memory(memory: int) -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    with suppress(ValueError, OSError):  # a lower limit is set already
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
