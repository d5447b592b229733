"""Neo4j 5.26 or later as a home of the graph: brought to the state of a view (`push`), compared with it, and queried.

Each of our nodes has the label `:Kg`, a unique `key`, and the digest of its unit as `hash`. A push reads the digests, and writes
the units whose digest differs, each with all its relationships in one transaction. So a push that was cut off is completed by
the next one, a second push writes nothing, and nodes without `:Kg` are never touched.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg.errors import EngineError
from kg.graph import cypher, guard
from kg.graph.connection import connect, plain_value, plainly
from kg.graph.engine import Origin, Rows, Server
from kg.model import GraphView
from kg.projection import CLAIM, OURS, PARTS, Edge, Node, Unit, canonical, label_of, units

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

_BATCH = 1_000  # units a transaction: at most some 6,000 relationships
T = TypeVar("T")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Changes:
    """How many units (actors, articles, claims) a push wrote, deleted, and found as they should be."""

    new: int
    updated: int
    deleted: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push that came to its end left: the name of what was pushed, how many nodes, and what the view lacked."""

    state: str
    nodes: int
    left_out: int
    unmatched: int


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A node or relationship that is `missing` in the database, or `surplus` there; `unit` is the key of what it belongs to."""

    kind: str
    text: str
    unit: str
    id: str = ""  # of a surplus relationship in the database

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


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
        with plainly(server):
            self._driver = connect(server)

    def run(self, text: str, parameters: Mapping[str, object], *, limit: int, timeout: float) -> Rows:
        """See `Engine.run`. The server too refuses to write here."""
        checked = guard.check(text)
        with (
            plainly(self._server, timeout),
            self._session(reads=True) as session,
            session.begin_transaction(timeout=timeout) as tx,
        ):
            result = tx.run(checked.text, dict(parameters))
            columns = tuple(result.keys())
            rows = tuple(tuple(map(plain_value, record.values())) for record in islice(result, limit + 1))
            remarks = result.consume().gql_status_objects
        notes = tuple(remark.status_description for remark in remarks if remark.is_notification)
        return Rows(columns, rows[:limit], more=len(rows) > limit, notes=notes)

    def pushed(self) -> Pushed | None:
        """What the last push left; None where there was none, it broke off, or nodes of ours came or went since."""
        with plainly(self._server), self._session(reads=True) as session:
            nodes = session.run(cypher.COUNT).single(strict=True)["nodes"]
            found = [Pushed(**record.data()) for record in session.run(cypher.READ_STATE)]
        return next((pushed for pushed in found if pushed.nodes == nodes), None)

    def push(self, view: GraphView, progress: Progress = lambda done, total: None, *, state: str = "") -> Changes:
        """Make what is ours in the database equal to the view; `progress` is told how many units of how many are written.

        `state` is a name of what the view was made from, for `pushed`.
        """
        wanted = {unit.node.key: unit.digest for unit in units(view)}
        with plainly(self._server), self._session() as session:
            for statement in (cypher.unique_key(OURS), *cypher.INDEXES):
                session.run(statement).consume()
            there = {record["key"]: record["hash"] for record in session.run(cypher.HASHES)}
            todo = {key for key, digest in wanted.items() if there.get(key) != digest}
            gone = sorted(there.keys() - wanted.keys(), key=lambda key: (label_of(key) != CLAIM, key))  # before their actors
            about = Pushed(state, len(wanted), view.left_out, len(view.unmatched))
            if todo or gone or self.pushed() != about:
                session.run(cypher.DELETE_STATE).consume()
                for done in _write(session, (unit for unit in units(view) if unit.node.key in todo), wanted, there):
                    progress(done, len(todo))
                for keys in _batches(gone):
                    session.execute_write(_delete, keys)
                session.run(cypher.CREATE_STATE, asdict(about)).consume()
        new = len(todo - there.keys())
        return Changes(new, len(todo) - new, len(gone), len(wanted) - len(todo))

    def differences(self, view: GraphView) -> list[Difference]:
        """Every node and relationship that differs between the view and the database, sorted; empty if they are equal."""
        missing = Counter(_things(view))
        surplus = []
        with plainly(self._server), self._session(reads=True) as session:
            for thing, id in _found(session):
                text = canonical(thing)
                if missing[text, _unit(thing)] > 0:
                    missing[text, _unit(thing)] -= 1
                else:
                    surplus.append(Difference("surplus", text, _unit(thing), id))
        return sorted([*(Difference("missing", text, unit) for text, unit in missing.elements()), *surplus])

    def distrust(self, differences: Sequence[Difference]) -> None:
        """Delete surplus relationships, and let the next push write everything anew that differs."""
        keys = sorted({difference.unit for difference in differences})
        parameters = {
            "keys": keys,
            "claims": [key.partition(":")[2] for key in keys if label_of(key) == CLAIM],
            "surplus": [difference.id for difference in differences if difference.id],
        }
        with plainly(self._server), self._session() as session:
            for statement in (cypher.DELETE_STATE, *cypher.DISTRUST):
                session.run(statement, parameters).consume()

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


def _write(session: Session, todo: Iterable[Unit], digests: Mapping[str, str], there: Mapping[str, object]) -> Iterator[int]:
    """Write units in the order in which `units` gives them, so that claims find their ends; yields how many are done."""
    done = 0
    for _, alike in groupby(todo, key=lambda unit: unit.node.labels[0]):
        for batch in _batches(alike):
            old = [unit.node.key for unit in batch if unit.edges and unit.node.key in there]
            session.execute_write(_put, batch, digests, old)
            done += len(batch)
            yield done


def _put(tx: ManagedTransaction, batch: Sequence[Unit], digests: Mapping[str, str], old: Sequence[str]) -> None:
    """Write units; those that are `old` claims are deleted first. Done again after a lost answer, it gives the same."""
    if old:
        _delete(tx, old)
    acts: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for unit in batch:
        for edge in unit.edges:
            if edge.type not in PARTS:
                acts[edge.type].append({"source": edge.source, "target": edge.target, "properties": edge.properties})
    created = [tx.run(cypher.MERGE_NODES, rows=[_row(unit, digests[unit.node.key]) for unit in batch])]
    created += [tx.run(cypher.add_edges(type), rows=rows) for type, rows in acts.items()]
    if sum(result.consume().counters.relationships_created for result in created) != sum(len(unit.edges) for unit in batch):
        raise EngineError("the database changed during the push (another push at the same time?); push again")


def _row(unit: Unit, digest: str) -> Mapping[str, object]:
    """A node with what leads from it, by type."""
    parts: dict[str, list[Mapping[str, object]]] = {part: [] for part in PARTS}
    for edge in unit.edges:
        if edge.type in PARTS:
            parts[edge.type].append({"target": edge.target, "properties": edge.properties})
    node = unit.node
    return {"key": node.key, "labels": list(node.labels), "properties": {**node.properties, "hash": digest}, **parts}


def _delete(tx: ManagedTransaction, keys: Sequence[str]) -> None:
    """Delete units by key."""
    if claims := [key for key in keys if label_of(key) == CLAIM]:
        tx.run(cypher.DELETE_ACTS, keys=claims).consume()
    tx.run(cypher.DELETE_NODES, keys=keys).consume()


def _batches(things: Iterable[T]) -> Iterator[Sequence[T]]:
    rest = iter(things)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch


def _things(view: GraphView) -> Iterator[tuple[str, str]]:
    """Each node and relationship that there should be, as text, with the key of its unit."""
    for unit in units(view):
        yield canonical(unit.node), unit.node.key
        yield from ((canonical(edge), unit.node.key) for edge in unit.edges)


def _found(session: Session) -> Iterator[tuple[Node | Edge, str]]:
    """Each node and relationship of ours that there is, relationships with their id in the database."""
    for record in session.run(cypher.ALL_NODES):
        yield Node(record["key"], tuple(record["labels"]), _properties(record)), ""
    for record in session.run(cypher.ALL_EDGES):
        yield Edge(record["type"], record["source"], record["target"], _properties(record)), record["id"]


def _properties(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in record["properties"].items() if name != "hash"}


def _unit(thing: Node | Edge) -> str:
    """The key of the unit to which a node or relationship belongs."""
    if isinstance(thing, Node):
        return thing.key
    return thing.source if thing.type in PARTS else f"{CLAIM}:{thing.properties['claim']}"
