"""Neo4j 5.26 or later as a home of the graph: brought to the state of a view (`push`), compared with it, and queried.

Each of our nodes has the label `:Kg`, a unique `key`, and the digest of its unit as `hash`. A push reads the digests, and writes
the units whose digest differs, each with all its relationships in one transaction. So a push that was cut off is completed by
the next one, a second push writes nothing, and nodes without `:Kg` are never touched.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import groupby, islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg.errors import EngineError
from kg.graph import cypher, guard
from kg.graph.connection import connect, plain_value, plainly
from kg.graph.engine import Origin, Rows, Server
from kg.model import GraphView
from kg.projection import CLAIM, OURS, PARTS, Edge, Node, Unit, canonical, label_of, relation_type, units

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

_BATCH = 2_500  # units a transaction: some 15,000 relationships
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
        """Make what is ours in the database equal to the view; `progress` is told how many units of how many are as
        they should be.

        `state` is a name of what the view was made from, for `pushed`.
        """
        total = len(view.actors) + len(view.sources) + len(view.claims)
        about = Pushed(state, total, view.left_out, len(view.unmatched))
        new = updated = 0
        with plainly(self._server), self._session() as session:
            for statement in (cypher.unique_key(OURS), *cypher.INDEXES):
                session.run(statement).consume()
            there = {record["key"]: record["hash"] for record in session.run(cypher.HASHES)}
            for batch in _ahead(_prepared(_changed(_by_type(view), there))):
                session.execute_write(_put, batch)
                new, updated = new + batch.units - batch.known, updated + batch.known
                progress(batch.reached, total)
            gone = sorted(there, key=lambda key: (label_of(key) != CLAIM, key))  # before their actors
            for keys in _batches(gone):
                session.execute_write(_delete, keys)
            if self.pushed() != about:
                session.run(cypher.DELETE_STATE).consume()
                session.run(cypher.CREATE_STATE, asdict(about)).consume()
        return Changes(new, updated, len(gone), total - new - updated)

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


@dataclass(frozen=True, slots=True)
class _Changed:
    """A unit that the database lacks or has otherwise (`known`); `reached` counts the units up to it."""

    unit: Unit
    digest: str
    known: bool
    reached: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """Units as the statements that write them, with the rows of each, and how many relationships come of that; `old` are the
    claims among them that have to be deleted first, `known` counts the units that are there, `reached` those up to the last."""

    statements: Sequence[tuple[str, Sequence[Mapping[str, object]]]]
    edges: int
    old: Sequence[str]
    units: int
    known: int
    reached: int


def _by_type(view: GraphView) -> GraphView:
    """The view with the claims of one relation together: a statement writes one type."""
    return replace(view, claims=tuple(sorted(view.claims, key=lambda claim: (relation_type(claim), claim.id))))


def _changed(view: GraphView, there: dict[str, str]) -> Iterator[_Changed]:
    """The units whose digest differs, in the order of `units`, so that claims find their ends. What the view has is taken out of
    `there`, which at the end holds what is to be deleted."""
    for reached, unit in enumerate(units(view), 1):
        digest, known = unit.digest, there.pop(unit.node.key, None)
        if known != digest:
            yield _Changed(unit, digest, known is not None, reached)


def _prepared(todo: Iterable[_Changed]) -> Iterator[_Batch]:
    for _, alike in groupby(todo, key=lambda one: label_of(one.unit.node.key)):
        for batch in _batches(alike):
            yield _Batch(
                statements=[(text, list(map(_row, same))) for text, same in groupby(batch, key=_statement)],
                edges=sum(len(one.unit.edges) for one in batch),
                old=[one.unit.node.key for one in batch if one.unit.edges and one.known],
                units=len(batch),
                known=sum(one.known for one in batch),
                reached=batch[-1].reached,
            )


def _ahead(things: Iterable[T]) -> Iterator[T]:
    """The same things, each made in another thread while the one before is in use: the server need not wait."""
    rest = iter(things)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, rest, None)
        while (thing := following.result()) is not None:
            following = pool.submit(next, rest, None)
            yield thing


def _statement(one: _Changed) -> str:
    """What writes a unit."""
    return cypher.create_claims(one.unit.edges[0].type) if one.unit.edges else cypher.MERGE_NODES


def _row(one: _Changed) -> Mapping[str, object]:
    """A unit as the parameters of its statement."""
    node, edges = one.unit.node, one.unit.edges
    properties = {**node.properties, "hash": one.digest}
    if not edges:
        return {"key": node.key, "labels": list(node.labels), "properties": properties}
    speaker = next((edge.target for edge in edges if edge.type == "SPEAKER"), None)
    evidence = [{"target": edge.target, "properties": edge.properties} for edge in edges if edge.type == "EVIDENCE"]
    ends = {"subject": edges[0].source, "object": edges[0].target, "speaker": speaker}
    return {"properties": properties, **ends, "direct": edges[0].properties, "evidence": evidence}


def _put(tx: ManagedTransaction, batch: _Batch) -> None:
    """Write units. Where only the answer was lost, doing it again fails: each key is there once."""
    _delete(tx, batch.old)
    created = [tx.run(text, rows=rows) for text, rows in batch.statements]
    if sum(result.consume().counters.relationships_created for result in created) != batch.edges:
        raise EngineError("the database changed during the push (another push at the same time?); push again")


def _delete(tx: ManagedTransaction, keys: Sequence[str]) -> None:
    """Delete units by key, and what says that a push came to its end."""
    tx.run(cypher.DELETE_STATE).consume()
    if claims := [key for key in keys if label_of(key) == CLAIM]:
        tx.run(cypher.DELETE_ACTS, keys=claims).consume()
    if keys:
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
