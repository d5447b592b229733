"""The guard: what only reads passes, and nothing that writes or reads files does, however it is spelled."""

from __future__ import annotations

from pathlib import Path

import kglite
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.graph.guard import check

READS = (
    "MATCH (n) RETURN n.name AS name",
    "MATCH (n) RETURN * LIMIT 3;",
    "OPTIONAL MATCH (n:Actor) WHERE n.name STARTS WITH 'x' AND NOT (n)--() RETURN n.id AS id ORDER BY id DESC SKIP 1 LIMIT $n",
    "CALL db.labels() YIELD label RETURN label",
    "MATCH (a) CALL (a) { MATCH (a)--(b) RETURN count(b) AS n } RETURN a.id AS id, n",
    "MATCH (a) CALL { WITH a MATCH (a)--(b) RETURN b } RETURN b.id AS id UNION ALL MATCH (c) RETURN c.id AS id",
    "MATCH (a) WHERE EXISTS { MATCH (a)--(b) WHERE b.x = 1 } AND COUNT { (a)--() } > 2 RETURN a.id AS id",
    "RETURN CASE WHEN 1 > 2 THEN 1 ELSE 2 END AS x, [y IN [1, 2] WHERE y > 1 | y] AS l, all(x IN [1] WHERE x > 0) AS z",
    "MATCH p = shortestPath((a)-[:T*..6]-(b)) RETURN [n IN nodes(p) | n {.id, .name}] AS x",
    "RETURN date('2024-01-01') AS d, duration.inDays(date('2024-01-01'), date()) AS e, date.truncate('month', date()) AS f",
    "MATCH (n) RETURN n.`create` AS `set`, n.set AS y, 'LOAD CSV' AS s, \"a ; DELETE\" AS t, {create: 1} AS m",
    "RETURN 1 AS x // CREATE (n); LOAD CSV",
    "RETURN 1.5e3 AS x, 0x1F AS y, -3 AS z, 'it\\'s' AS s",
    "MATCH (n)\nWITH DISTINCT n\nORDER BY n.id\nLIMIT 3\nRETURN collect(n.id) AS ids",
)
REFUSED = (
    "CREATE (n)",
    "MERGE (n:X)",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) REMOVE n.x",
    "FOREACH (x IN [1] | CREATE (n))",
    "LOAD CSV FROM '{file}' AS row RETURN row",
    "load//\ncsv from '{file}' as row return row",
    "LOAD/* */CSV FROM '{file}' AS row RETURN row",
    "LOAD\u00a0CSV FROM '{file}' AS row RETURN row",
    "RETURN 1 AS row UNION LOAD CSV FROM '{file}' AS row RETURN row",
    "RETURN 1. LOAD CSV FROM '{file}' AS row RETURN row",
    "RETURN 1LOAD CSV FROM '{file}' AS row RETURN row",
    "CALL { LOAD CSV FROM '{file}' AS row RETURN row } RETURN row",
    "RETURN 1 AS x\r// '\rLOAD CSV FROM '{file}' AS row",
    "RETURN '\\u0027 AS x LOAD CSV FROM \\u0027{file}\\u0027 AS row RETURN row //' AS y",
    "MATCH (n) ſet n.x = 1",
    "MATCH (n) RETURN n FORMAT CSV",
    "RETURN 1 AS x; MATCH (n) DELETE n",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE CREATE (n)",
    "USE other MATCH (n) RETURN n",
    "CALL apoc.load.json('{file}')",
    "CALL dbms.listConfig()",
    "CALL db.ontology.clear()",
    "RETURN apoc.util.md5('x') AS x",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS",
    "MATCH (n) FILTER n.x RETURN n",
    "MATCH (n) FINISH",
    "LET x = 1 RETURN x",
    "SHOW PROCEDURES",
    "CREATE INDEX FOR (n:X) ON (n.y)",
    "DROP CONSTRAINT actor_key",
    "MATCH (n) RETURN \u200bn",
    "RETURN 'never closed",
    "RETURN (1",
    "RETURN 1)",
    "",
    "// nothing",
)


@pytest.mark.parametrize("text", READS)
def test_what_only_reads_is_admitted(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        check(text)


def test_a_refusal_says_where() -> None:
    with pytest.raises(UsageError, match=r"line 2, column 3: DELETE is not allowed"):
        check("MATCH (n)\n  DELETE n")


def test_comments_reach_no_engine_and_positions_stay() -> None:
    text = "RETURN 1 AS x, // '\n 2 /* ` */ AS y"
    assert check(text).text == "RETURN 1 AS x,     \n 2         AS y"


def test_parameters_are_found_outside_of_text_only() -> None:
    assert check("MATCH (n {id: $a}) WHERE n.x = '$b' AND n.y IN $`c` RETURN $a AS a // $d").parameters == ("a", "c")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("MATCH (a)-[:MEETS]->(b) RETURN a.id AS x", "MEETS has no direction"),
        ("MATCH (a)<-[r:SUPPORTS|NOT_MEETS {polarity: 'x'}]-(b) RETURN a.id AS x", "MEETS has no direction"),
        ("MATCH (a)-[r]->(b) MATCH (s:Actor {id: r.speaker}) RETURN s.name AS x", "in a pattern finds nothing"),
        ("MATCH (a)-[r]->(b) RETURN r {.claim} AS x", "of a relationship is empty"),
    ],
)
def test_what_would_go_wrong_in_silence_is_remarked(text: str, remark: str) -> None:
    assert [warning for warning in check(text).warnings if remark in warning]


@pytest.mark.parametrize(
    "text",
    ["MATCH (a)-[:MEETS]-(b) RETURN a.id AS x", "MATCH (a)-[r:SUPPORTS]->(b) RETURN collect({x: r.claim}) AS x, a {.id} AS y"],
)
def test_what_is_right_gets_no_remark(text: str) -> None:
    assert check(text).warnings == ()


_SIGNS = r"""( ) [ ] { } . , : ; $ | * - < > = ' " ` // /* */ \ \' \u0027 1 1. .. n x row n.x (n) {x:1}"""
_WORDS = "MATCH RETURN WITH UNION ALL CALL AS FROM LOAD CSV load csv ſ SET DELETE CREATE REMOVE MERGE UNWIND EXISTS"
_PIECES = st.sampled_from([*_SIGNS.split(), *_WORDS.split(), *"\n\r\t\u00a0\u2028\u200b "])
_EVIL = st.sampled_from(
    ["LOAD CSV FROM $file AS row RETURN row", "CREATE (z:Evil)", "MATCH (n) SET n.x = 2", "MATCH (n) DETACH DELETE n"]
)
_GLUE = st.lists(_PIECES, max_size=6).map("".join)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=_GLUE,
    evil=_EVIL,
    after=_GLUE,
    open_with=st.sampled_from(["", "RETURN 1 AS row UNION ", "MATCH (n) ", "RETURN '", "CALL { "]),
)
def test_nothing_that_passes_writes_or_reads_a_file(before: str, evil: str, after: str, open_with: str, tmp_path: Path) -> None:
    """The real engine, not read-only, runs whatever passes: the graph stays, and the secret in a file never comes out."""
    secret = tmp_path / "secret.csv"
    secret.write_text("rahasia\n")
    text = f"{open_with}{before} {evil} {after}"
    try:
        admitted = check(text)
    except UsageError:
        return
    graph = kglite.KnowledgeGraph()
    graph.cypher("CREATE (:Actor {id: 'a', x: 1})")
    try:
        rows = graph.cypher(admitted.text, params={"file": str(secret)}, timeout_ms=1000).to_list()
    except kglite.KgError:
        rows = []
    assert "rahasia" not in str(rows)
    assert graph.cypher("MATCH (n) RETURN labels(n) AS l, n.x AS x").to_list() == [{"l": ["Actor"], "x": 1}]
