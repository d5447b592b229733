"""Neo4j 5.26 or later as a home of the graph: brought to the state of a view (`push`), compared with it, and queried.

Each of our nodes has the label `:Kg`, a unique `key`, and the digest of its unit as `hash`. A push reads the digests, and writes
the units whose digest differs, each with all its relationships in one transaction. So a push that was cut off is completed by
the next one, a second push writes nothing, and nodes without `:Kg` are never touched.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg.errors import EngineError, UsageError
from kg.graph import cypher, guard
from kg.graph.engine import Origin, Rows, Server
from kg.model import GraphView
from kg.projection import CLAIM, OURS, Edge, Node, Unit, canonical, label_of, units

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

OLDEST = (5, 26)
_BATCH = 1_000  # units a transaction: at most some 6,000 relationships
_CONNECT = 10.0  # seconds
_RETRY = 15.0  # seconds for which a transaction is tried again where the server went away
_SCHEMES = frozenset(scheme + security for scheme in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """How many units (actors, articles, claims) a push wrote, deleted, and found as they should be."""

    new: int
    updated: int
    deleted: int
    unchanged: int


def open_engine(origin: Origin) -> Neo4j:
    """The server of `origin`, for queries on what was pushed there.

    Raises:
        EngineError: if it cannot be used; the message says why.
    """
    if origin.server is None:
        raise EngineError("no Neo4j server is given")
    return Neo4j(origin.server)


class Neo4j:
    """A connection. Every method raises EngineError where the server cannot be used, with the cause in one line."""

    def __init__(self, server: Server) -> None:
        self._server = server
        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its remarks come with the rows
        with _plainly(server):
            self._driver = _connect(server)

    def run(self, text: str, parameters: Mapping[str, object], *, limit: int, timeout: float) -> Rows:
        """See `Engine.run`. The server too refuses to write here."""
        checked = guard.check(text)
        with (
            _plainly(self._server, timeout),
            self._session(reads=True) as session,
            session.begin_transaction(timeout=timeout) as tx,
        ):
            result = tx.run(checked.text, dict(parameters))
            columns = tuple(result.keys())
            rows = tuple(tuple(map(_value, record.values())) for record in islice(result, limit + 1))
            remarks = result.consume().gql_status_objects
        notes = tuple(remark.status_description for remark in remarks if remark.is_notification)
        return Rows(columns, rows[:limit], more=len(rows) > limit, notes=notes)

    def push(self, view: GraphView, progress: Callable[[int, int], None] = lambda done, total: None) -> Changes:
        """Make what is ours in the database equal to the view; `progress` is told how many units of how many are written."""
        wanted = {unit.node.key: unit for unit in units(view)}
        with _plainly(self._server), self._session() as session:
            for statement in (cypher.unique_key(OURS), *cypher.INDEXES):
                session.run(statement).consume()
            there = {record["key"]: record["hash"] for record in session.run(cypher.STATE)}
            todo = [unit for key, unit in wanted.items() if there.get(key) != unit.digest]
            gone = sorted(set(there) - set(wanted), key=lambda key: (label_of(key) != CLAIM, key))  # claims before their actors
            for done in _write(session, todo, there):
                progress(done, len(todo))
            for keys in _batches(gone):
                session.execute_write(_delete, keys)
        new = sum(unit.node.key not in there for unit in todo)
        return Changes(new, len(todo) - new, len(gone), len(wanted) - len(todo))

    def differences(self, view: GraphView) -> list[str]:
        """Every node and relationship that differs between the view and the database, one line each, sorted; empty if equal."""
        wanted = Counter(canonical(unit.node) for unit in units(view))
        wanted.update(canonical(edge) for unit in units(view) for edge in unit.edges)
        with _plainly(self._server), self._session(reads=True) as session:
            found = Counter(map(_canonical_node, session.run(cypher.ALL_NODES)))
            found.update(map(_canonical_edge, session.run(cypher.ALL_EDGES)))
        missing, surplus = wanted - found, found - wanted
        return sorted(
            [f"missing: {thing}" for thing in missing.elements()] + [f"surplus: {thing}" for thing in surplus.elements()]
        )

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _session(self, *, reads: bool = False) -> Session:
        import neo4j

        return self._driver.session(
            database=self._server.database, default_access_mode=neo4j.READ_ACCESS if reads else neo4j.WRITE_ACCESS
        )


def _write(session: Session, todo: Sequence[Unit], there: Mapping[str, object]) -> Iterator[int]:
    """Write units, actors and articles first (`units` gives them so); yields how many are done."""
    done = 0
    for alone in (True, False):
        for batch in _batches([unit for unit in todo if (not unit.edges) is alone]):
            session.execute_write(_put, batch, [unit.node.key for unit in batch if unit.edges and unit.node.key in there])
            done += len(batch)
            yield done


def _put(tx: ManagedTransaction, batch: Sequence[Unit], old: Sequence[str]) -> None:
    """Write units; those that are `old` claims are deleted first. Done again after a lost answer, it gives the same."""
    _delete(tx, old)
    nodes: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    edges: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for unit in batch:
        row = {"key": unit.node.key, "properties": {**unit.node.properties, "hash": unit.digest}}
        nodes[cypher.merge_nodes(unit.node.labels)].append(row)
        for edge in unit.edges:
            row = {"source": edge.source, "target": edge.target, "properties": edge.properties}
            edges[cypher.add_edges(edge.type)].append(row)
    for statement, rows in nodes.items():
        tx.run(statement, rows=rows).consume()
    for statement, rows in edges.items():
        if tx.run(statement, rows=rows).consume().counters.relationships_created != len(rows):
            raise EngineError("the database changed during the push (another push at the same time?); push again")


def _delete(tx: ManagedTransaction, keys: Sequence[str]) -> None:
    """Delete units by key."""
    tx.run(cypher.DELETE_ACTS, keys=[key for key in keys if label_of(key) == CLAIM]).consume()
    tx.run(cypher.DELETE_NODES, keys=keys).consume()


def _batches(things: Sequence[T]) -> Iterable[Sequence[T]]:
    return (things[at : at + _BATCH] for at in range(0, len(things), _BATCH))


def _canonical_node(record: Mapping[str, Any]) -> str:
    properties = {name: _value(value) for name, value in record["properties"].items() if name != "hash"}
    return canonical(Node(record["key"], tuple(record["labels"]), properties))


def _canonical_edge(record: Mapping[str, Any]) -> str:
    properties = {name: _value(value) for name, value in record["properties"].items()}
    return canonical(Edge(record["type"], record["source"], record["target"], properties))


def _value(value: Any) -> Any:
    """A value of the driver as the embedded engine gives it."""
    import neo4j.graph
    import neo4j.time

    if isinstance(value, (neo4j.time.Date, neo4j.time.DateTime, neo4j.time.Time)):
        return value.to_native()
    if isinstance(value, list):
        return [_value(item) for item in value]
    if isinstance(value, neo4j.graph.Path):
        return [_value(item) for item in value.nodes]
    if isinstance(value, (dict, neo4j.graph.Entity)):
        return {name: _value(item) for name, item in value.items()}
    return value


def _connect(server: Server) -> Driver:
    """A driver whose server was reached, is new enough, and has the database."""
    import neo4j  # 0.2 s to import: only for those who use a server

    if server.uri.partition("://")[0] not in _SCHEMES:  # the driver would take http too, and needs more packages for it
        raise ValueError("it must begin with bolt:// or neo4j://")
    driver = neo4j.GraphDatabase.driver(
        server.uri,
        auth=(server.user, server.password),
        connection_timeout=_CONNECT,
        connection_acquisition_timeout=_CONNECT,
        max_transaction_retry_time=_RETRY,
    )
    with ExitStack() as unless_connected:
        unless_connected.callback(driver.close)
        with driver.session(database=server.database) as session:
            agent = str(session.run("RETURN 1").consume().server.agent)
        version = tuple(int(part) for part in agent.partition("/")[2].split(".")[:2])
        if version < OLDEST:
            raise EngineError(f"{server.uri} is {agent}: kg needs Neo4j {OLDEST[0]}.{OLDEST[1]} or later")
        unless_connected.pop_all()
    return driver


@contextmanager
def _plainly(server: Server, timeout: float = 0) -> Iterator[None]:
    """Turn what the driver raises into one clear line."""
    import neo4j.exceptions as raised

    try:
        yield
    except (raised.ConfigurationError, ValueError) as error:
        raise EngineError(f"{server.uri!r} is no address of a Neo4j (bolt://HOST:7687): {error}") from error
    except raised.AuthError as error:
        raise EngineError(f"{server.uri}: wrong user name or password ({server.user}; NEO4J_USERNAME, NEO4J_PASSWORD)") from error
    except (raised.ServiceUnavailable, raised.SessionExpired) as error:
        raise EngineError(f"{server.uri}: no Neo4j answers there ({_first_line(error)})") from error
    except raised.Neo4jError as error:
        raise _of_server(error, server, timeout) from error
    except raised.DriverError as error:
        raise EngineError(f"{server.uri}: {_first_line(error)}") from error


_WRONG_QUERY = "Neo.ClientError.Statement."


def _of_server(error: Any, server: Server, timeout: float) -> EngineError | UsageError:
    code, message = str(error.code), _first_line(error.message)
    if code.endswith("DatabaseNotFound"):
        return EngineError(f"{server.uri}: there is no database named {server.database!r} (NEO4J_DATABASE)")
    if "TransactionTimedOut" in code:
        return EngineError(f"the query was stopped: it took more than {timeout:g} s")
    if code.startswith(_WRONG_QUERY):
        return UsageError(_with_position(error.message))
    return EngineError(f"{server.uri}: {message}")


def _with_position(message: str) -> str:
    """The first line of a message on a query, and the position that Neo4j adds to it or to a later line."""
    first, _, rest = message.partition("\n")
    return first if not rest or "(line" in first else f"{first} {rest.splitlines()[0].strip()}"


def _first_line(error: object) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
