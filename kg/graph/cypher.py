"""The only place where Cypher is built. Text from articles goes in as parameters; only names of ours stand in the query.

Labels and types stand in the text, one statement each: kglite takes no others. Neo4j takes the labels of a row, but a type of
a row or a parameter is no way: 5.26.0 gives all that a statement ever creates the type of the first one, without an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.errors import EngineError
from kg.projection import CLAIM, KINDS, OURS, PARTS, PRIMARY

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def name(text: str) -> str:
    """`text` as a label or relationship type in a query.

    Raises:
        EngineError: if it is more than letters, digits and underscores (a relation of the user's with an odd file name).
    """
    if not _NAME.fullmatch(text):
        raise EngineError(f"{text!r} cannot be a label or a relationship type: only letters, digits and _")
    return text


def unique_key(label: str) -> str:
    """The constraint by which nodes are found and never doubled."""
    return f"CREATE CONSTRAINT {name(label).lower()}_key IF NOT EXISTS FOR (n:{name(label)}) REQUIRE n.key IS UNIQUE"


def create_nodes(labels: Sequence[str], properties: Sequence[str]) -> str:
    """Create the nodes of `$rows`, all with the same labels; a property that a row lacks is absent."""
    return f"UNWIND $rows AS row CREATE (n:{':'.join(map(name, labels))} {_named(properties)})"


def create_edges(type: str, source: str, target: str, properties: Sequence[str]) -> str:
    """Create the relationships of `$rows`, all of one type, between nodes that have the labels `source` and `target`.

    With its properties by name, kglite creates a relationship ten times faster than with `SET r = row.properties`.
    """
    return f"{_ends(source, target)} CREATE (a)-[:{name(type)} {_named(properties)}]->(b)"


def create_claims(type: str) -> str:
    """Create the claims of `$rows`, all with direct relationships of one type, with all that leads from them: one statement finds
    a claim's two actors once, and there is one plan a type on a server."""
    return (
        f"UNWIND $rows AS row MATCH (s:{OURS} {{key: row.subject}}) MATCH (o:{OURS} {{key: row.object}}) "
        f"CREATE (n:{CLAIM}:{OURS}) SET n = row.properties "
        f"CREATE (n)-[:SUBJECT]->(s) CREATE (n)-[:OBJECT]->(o) CREATE (s)-[direct:{name(type)}]->(o) SET direct = row.direct "
        "WITH n, row "
        f"CALL (n, row) {{ MATCH (m:{OURS} {{key: row.speaker}}) CREATE (n)-[:SPEAKER]->(m) }} "
        f"CALL (n, row) {{ UNWIND row.evidence AS edge MATCH (m:{OURS} {{key: edge.target}}) "
        "CREATE (n)-[r:EVIDENCE]->(m) SET r = edge.properties }"
    )


def _ends(source: str, target: str) -> str:
    return f"UNWIND $rows AS row MATCH (a:{name(source)} {{key: row.source}}) MATCH (b:{name(target)} {{key: row.target}})"


def _named(properties: Sequence[str]) -> str:
    return f"{{{', '.join(f'{name(key)}: row.properties.{key}' for key in properties)}}}"


# What the graph was made from, on one node in each engine; on Neo4j a push that broke off leaves none.
MADE_FROM = "KgState"
CREATE_STATE = f"CREATE (s:{MADE_FROM} {{state: $state, nodes: $nodes, left_out: $left_out, unmatched: $unmatched}})"
READ_STATE = f"MATCH (s:{MADE_FROM}) RETURN s.state AS state, s.nodes AS nodes, s.left_out AS left_out, s.unmatched AS unmatched"
LACKS = f"MATCH (s:{MADE_FROM}) RETURN s.left_out AS left_out, s.unmatched AS unmatched"
DELETE_STATE = f"MATCH (s:{MADE_FROM}) DELETE s"

INDEXES = tuple(f"CREATE INDEX kg_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)" for label in PRIMARY)
HASHES = f"MATCH (n:{OURS}) WHERE n.hash IS NOT NULL RETURN n.key AS key, n.hash AS hash"
COUNT = f"MATCH (n:{OURS}) RETURN count(n) AS nodes"
# Makes the nodes of `$rows` what they should be, whatever kind they had.
MERGE_NODES = (
    f"UNWIND $rows AS row MERGE (n:{OURS} {{key: row.key}}) SET n = row.properties REMOVE n:{':'.join(KINDS)} SET n:$(row.labels)"
)
# Both ends are bound, so that a much mentioned actor's other relationships are not gone through.
DELETE_ACTS = (
    f"UNWIND $keys AS key MATCH (s:{OURS})<-[:SUBJECT]-(c:{OURS} {{key: key}})-[:OBJECT]->(o:{OURS}) "
    "MATCH (s)-[r]->(o) WHERE r.claim = c.id DELETE r"
)
DELETE_NODES = f"UNWIND $keys AS key MATCH (n:{OURS} {{key: key}}) DETACH DELETE n"
ALL_NODES = f"MATCH (n:{OURS}) WHERE n.hash IS NOT NULL RETURN n.key AS key, labels(n) AS labels, properties(n) AS properties"
ALL_EDGES = (
    f"MATCH (a:{OURS})-[r]->(b:{OURS}) WHERE r.claim IS NOT NULL OR type(r) IN {list(PARTS)} "
    "RETURN elementId(r) AS id, type(r) AS type, a.key AS source, b.key AS target, properties(r) AS properties"
)
# After these the next push writes the units of `$keys` anew; the acts are found by a scan, for what led to them may be gone.
DISTRUST = (
    "MATCH ()-[r]->() WHERE elementId(r) IN $surplus DELETE r",
    f"MATCH (:{OURS})-[r]->(:{OURS}) WHERE r.claim IN $claims DELETE r",
    f"MATCH (n:{OURS}) WHERE n.key IN $keys SET n.hash = '' REMOVE n:$([label IN labels(n) WHERE label <> '{OURS}'])",
)
