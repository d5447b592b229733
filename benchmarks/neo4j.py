"""How fast statements with their evidence reach Neo4j, by `kg push` and by the writers of three libraries, and how much arrives.

Same server, same statements, same run; the database is wiped before each writer, and a first round warms all of them up.
What a library wants as its values is made before the clock runs; `kg push` begins with the view, as always.
Needs langchain-neo4j, neo4j-graphrag and llama-index-graph-stores-neo4j (in an environment of their own, with pyyaml for kg),
and a server with APOC in its plugins, without which none of the three writes relationships: NEO4J_URI, NEO4J_USERNAME and
NEO4J_PASSWORD, or --plugins FOLDER for one that is started from the jars of the tests.

    PYTHONPATH=.:tests python -m benchmarks.neo4j --statements 7000
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg import ids
from kg.graph.engine import Server
from kg.graph.neo4j import Neo4j
from kg.model import Actor, Claim, GraphView, Kind, Modality, Polarity, Source, Span, Support

RELATIONS = ("meets", "accuses", "criticizes", "supports", "rejects", "member_of", "requests_action_from", "coordinates_with")
DOCUMENT = 14  # statements
T = TypeVar("T")
Load = Callable[[float], int]  # takes seconds after which to stop, gives how many statements it wrote


def news(statements: int) -> GraphView:
    """Articles of 14 statements each, between few actors that come often and many that come seldom.

    A third repeats an earlier claim; half of the claims are in the words of an actor.
    """
    people = [Actor(f"aktor-{n}", f"Aktor {n}", list(Kind)[n % len(Kind)], (f"A{n}",)) for n in range(max(50, statements // 20))]
    sources = [
        Source(f"a{n:06}", f"Judul {n}", f"https://berita.example/{n}", f"Koran {n % 9}", "2024-02-14")
        for n in range(-(-statements // DOCUMENT))
    ]
    support: dict[tuple[int, str, int], list[Support]] = {}
    for n in range(statements):
        article, again = sources[n // DOCUMENT].id, n - 41 if n % 3 == 2 and n > 41 else n
        subject, object_ = again * again * 7 % (again % 400 + 40) % len(people), (again * 31 + 1) % len(people)
        quote = f"Kalimat {n} dari berita itu, yang menyebut kedua pihak dan apa yang mereka lakukan pada hari Rabu di Jakarta."
        start = n % DOCUMENT * 200
        span, trigger = Span(start, start + len(quote)), Span(start + 9, start + 13)
        piece = Support(ids.digest(article, str(n)), article, span, quote, 0.9, "model", trigger)
        object_ = (object_ + (subject == object_)) % len(people)
        support.setdefault((subject, RELATIONS[again % len(RELATIONS)], object_), []).append(piece)
    claims = [
        _claim(people[s].id, relation, people[o].id, people[n % 50].id if n % 2 else None, pieces)
        for n, ((s, relation, o), pieces) in enumerate(support.items())
    ]
    return GraphView(
        tuple(sorted(people, key=lambda actor: actor.id)), tuple(sources), tuple(sorted(claims, key=lambda claim: claim.id))
    )


def _claim(subject: str, relation: str, object_: str, speaker: str | None, pieces: list[Support]) -> Claim:
    polarity, modality = Polarity.AFFIRMED, Modality.ACTUAL
    articles = len({piece.article for piece in pieces})
    id = ids.claim_id(subject, relation, object_, polarity, modality, speaker)
    day = "2024-02-14"
    return Claim(id, subject, relation, object_, polarity, modality, speaker, tuple(pieces), articles, 1, day, day)


@dataclass(frozen=True, slots=True)
class Document:
    """An article with the statements read in it, as the libraries want it."""

    source: Source
    statements: tuple[tuple[Claim, Support], ...]
    actors: tuple[Actor, ...]


def documents(view: GraphView) -> list[Document]:
    """The view by article."""
    found: dict[str, list[tuple[Claim, Support]]] = {source.id: [] for source in view.sources}
    for claim in view.claims:
        for support in claim.support:
            found[support.article].append((claim, support))
    actors = {actor.id: actor for actor in view.actors}
    return [
        Document(source, tuple(said), tuple(actors[id] for id in sorted({id for c, _ in said for id in (c.subject, c.object)})))
        for source in view.sources
        for said in (found[source.id],)
    ]


def properties(claim: Claim, support: Support) -> dict[str, Any]:
    """What stands on a relationship of the libraries: all that `kg` keeps of a piece of evidence."""
    known: dict[str, Any] = {
        "statement": support.statement,
        "claim": claim.id,
        "quote": support.quote,
        "start": support.span.start,
        "stop": support.span.stop,
        "article": support.article,
        "confidence": support.confidence,
        "method": support.method,
        "polarity": str(claim.polarity),
        "modality": str(claim.modality),
        "speaker": claim.speaker,
        "first": claim.first,
        "last": claim.last,
    }
    return {name: value for name, value in known.items() if value is not None}


def entity(actor: Actor) -> dict[str, Any]:
    """The properties of an actor."""
    return {"name": actor.name, "kind": str(actor.kind), "aliases": list(actor.aliases)}


class Writers:
    """Each one prepares a view and gives what loads it; one that writes document by document stops when its time is up."""

    def __init__(self, server: Server) -> None:
        import neo4j

        self.server = server
        self.driver = neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password))

    def all(self) -> dict[str, Callable[[GraphView], Load]]:
        """By name."""
        return {
            "kg push": self.kg,
            "langchain-neo4j": self.langchain,
            "llama-index": self.llama_index,
            "neo4j-graphrag per document, resolver each time": self.graphrag_each,
            "neo4j-graphrag in bulk": self.graphrag_bulk,
        }

    def kg(self, view: GraphView) -> Load:
        """Ours, as `kg push` does it."""

        def load(limit: float) -> int:
            with Neo4j(self.server) as engine:
                engine.push(view)
            return sum(len(claim.support) for claim in view.claims)

        return load

    def langchain(self, view: GraphView) -> Load:
        """`add_graph_documents(baseEntityLabel, include_source)`."""
        from langchain_core.documents import Document as Text
        from langchain_neo4j import Neo4jGraph
        from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship

        graph = Neo4jGraph(url=self.server.uri, username=self.server.user, password=self.server.password, refresh_schema=False)

        def prepare(document: Document) -> GraphDocument:
            nodes = {a.id: Node(id=a.id, type=a.kind.capitalize(), properties=entity(a)) for a in document.actors}
            edges = [
                Relationship(
                    source=nodes[c.subject], target=nodes[c.object], type=c.relation.upper(), properties=properties(c, s)
                )
                for c, s in document.statements
            ]
            text = Text(page_content=document.source.title, metadata={"id": document.source.id, "url": document.source.url})
            return GraphDocument(nodes=list(nodes.values()), relationships=edges, source=text)

        return _each(view, prepare, lambda made: graph.add_graph_documents([made], include_source=True, baseEntityLabel=True))

    def llama_index(self, view: GraphView) -> Load:
        """`upsert_nodes` and `upsert_relations`, with the article as a chunk that mentions its actors."""
        from llama_index.core.graph_stores.types import ChunkNode, EntityNode, Relation
        from llama_index.graph_stores.neo4j import Neo4jPropertyGraphStore

        store = Neo4jPropertyGraphStore(
            username=self.server.user,
            password=self.server.password,
            url=self.server.uri,
            refresh_schema=False,
            create_indexes=True,
        )

        def prepare(document: Document) -> tuple[list[Any], list[Relation]]:
            source = document.source
            chunk = ChunkNode(id_=source.id, text=source.title, properties={"url": source.url, "outlet": source.outlet})
            nodes = [
                EntityNode(name=a.id, label=a.kind.capitalize(), properties={**entity(a), "triplet_source_id": source.id})
                for a in document.actors
            ]
            edges = [
                Relation(label=c.relation.upper(), source_id=c.subject, target_id=c.object, properties=properties(c, s))
                for c, s in document.statements
            ]
            return [chunk, *nodes], edges

        def write(made: tuple[list[Any], list[Relation]]) -> None:
            store.upsert_nodes(made[0])
            store.upsert_relations(made[1])

        return _each(view, prepare, write)

    def graphrag_each(self, view: GraphView) -> Load:
        """`Neo4jWriter` for each document, and its resolver after each, as its pipeline does."""
        from neo4j_graphrag.components.kg_writer import Neo4jWriter
        from neo4j_graphrag.components.resolver import SinglePropertyExactMatchResolver

        writer = Neo4jWriter(self.driver, neo4j_database=self.server.database, batch_size=1000)
        resolver = SinglePropertyExactMatchResolver(self.driver, neo4j_database=self.server.database)

        async def write(made: Any) -> None:
            await writer.run(made)
            await resolver.run()

        return _each(view, lambda d: _graphrag(d.actors, [d], f"{d.source.id}:"), lambda made: asyncio.run(write(made)))

    def graphrag_bulk(self, view: GraphView) -> Load:
        """`Neo4jWriter` once for all, each actor once: nothing is left to resolve."""
        from neo4j_graphrag.components.kg_writer import Neo4jWriter

        found = documents(view)
        writer = Neo4jWriter(self.driver, neo4j_database=self.server.database, batch_size=1000)
        made = _graphrag(view.actors, found, "")

        def load(limit: float) -> int:
            asyncio.run(writer.run(made))
            return sum(len(document.statements) for document in found)

        return load


def _graphrag(actors: Sequence[Actor], found: Sequence[Document], prefix: str) -> Any:
    from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship

    nodes = [Neo4jNode(id=prefix + a.id, label=a.kind.capitalize(), properties=entity(a)) for a in actors]
    edges = []
    for document in found:
        source = document.source
        nodes.append(Neo4jNode(id=source.id, label="Document", properties={"path": source.url, "title": source.title}))
        for c, s in document.statements:
            ends = {"start_node_id": prefix + c.subject, "end_node_id": prefix + c.object}
            edges.append(Neo4jRelationship(**ends, type=c.relation.upper(), properties=properties(c, s)))
        for a in document.actors:
            edges.append(Neo4jRelationship(start_node_id=prefix + a.id, end_node_id=source.id, type="FROM_DOCUMENT"))
    return Neo4jGraph(nodes=nodes, relationships=edges)


def _each(view: GraphView, prepare: Callable[[Document], T], write: Callable[[T], None]) -> Load:
    ready = [(prepare(document), len(document.statements)) for document in documents(view)]

    def load(limit: float) -> int:
        began, done = time.perf_counter(), 0
        for made, statements in ready:
            if time.perf_counter() - began > limit:
                break
            write(made)
            done += statements
        return done

    return load


def wipe(driver: Any) -> None:
    """Delete everything, constraints and indexes too."""
    driver.execute_query("RETURN 1")
    with driver.session() as session:
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT `{row['name']}`").consume()
        for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").data():
            session.run(f"DROP INDEX `{row['name']}`").consume()


def count(driver: Any, text: str) -> int:
    """The one number of a query."""
    return int(driver.execute_query(text).records[0][0])


def measure(writers: Writers, view: GraphView, limit: float, rounds: int) -> Iterator[str]:
    """One line of the table for each writer, after a round that warms all of them up; the fastest of the other rounds."""
    found: dict[str, list[tuple[float, str]]] = {name: [] for name in writers.all()}
    for round in range(rounds + 1):
        for name, prepare in writers.all().items():
            wipe(writers.driver)
            load = prepare(view)
            if round == 0:
                load(limit / 3)
            else:
                found[name].append(_once(writers.driver, name, load, limit))
                print(found[name][-1][1], file=sys.stderr, flush=True)
    yield from (min(lines)[1] for lines in found.values())
    wipe(writers.driver)


def _once(driver: Any, name: str, load: Load, limit: float) -> tuple[float, str]:
    """Seconds a statement, and the line of the table."""
    began = time.perf_counter()
    done = load(limit)
    seconds = time.perf_counter() - began
    edges = count(driver, "MATCH ()-[r]->() RETURN count(r)")
    kept = count(driver, "MATCH ()-[r]->() WHERE r.statement IS NOT NULL RETURN count(DISTINCT r.statement)")
    nodes = count(driver, "MATCH (n) RETURN count(n)")
    began = time.perf_counter()
    load(limit)
    again = time.perf_counter() - began
    after = count(driver, "MATCH (n) RETURN count(n)")
    return seconds / done, (
        f"| {name} | {done:,} | {seconds:.1f} | {done / seconds:,.0f} | {edges / seconds:,.0f} | {edges / done:.1f} "
        f"| {kept:,} of {done:,} | {kept / seconds:,.0f} | {nodes:,} | {after:,} | {again:.1f} |"
    )


def _server(plugins: Path | None) -> Server:
    if plugins is not None:
        from graph.server import LocalNeo4j, need_jars

        need_jars()
        local = LocalNeo4j(plugins=plugins)
        atexit.register(local.remove)
        return local.server
    values = (
        os.environ.get(f"NEO4J_{name}", other) for name, other in (("USERNAME", "neo4j"), ("PASSWORD", ""), ("DATABASE", "neo4j"))
    )
    return Server(os.environ.get("NEO4J_URI", "bolt://127.0.0.1:7687"), *values)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--statements", type=int, default=7_000)
    options.add_argument("--limit", type=float, default=120, help="seconds after which a writer per document stops")
    options.add_argument("--rounds", type=int, default=3, help="after one that warms up; the fastest counts")
    options.add_argument("--plugins", type=Path, help="folder with apoc-core; starts a server with it")
    chosen = options.parse_args()
    columns = (
        "writer",
        "statements",
        "s",
        "statements/s",
        "relationships/s",
        "relationships a statement",
        "evidence kept",
        "kept/s",
        "nodes",
        "nodes after a second load",
        "s",
    )
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for line in measure(Writers(_server(chosen.plugins)), news(chosen.statements), chosen.limit, chosen.rounds):
        print(line, flush=True)
