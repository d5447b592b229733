"""Random pattern queries: kglite, kglite without its optimiser, and Neo4j give the same rows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.graphs import RELATIONS, random_view
from kg.graph.embedded import Embedded
from kg.graph.engine import Engine
from kg.graph.neo4j import Neo4j

SEED, QUERIES = 20240214, 60
TYPES = [relation.upper() for relation in RELATIONS]


def random_query(chance: random.Random) -> str:
    """One to three hops in chains or in clauses of their own, conditions, and a count, a sum or rows."""
    hops = chance.randint(1, 3)
    labels = ["", ":Actor", ":Actor", ":Actor:Person", ":Kg"]
    text, conditions = f"MATCH (n0{chance.choice(labels)})", []
    for hop in range(hops):
        kinds = "|".join(chance.sample(TYPES, chance.randint(1, 2)))
        left, right = chance.choice((("-", "-"), ("-", "->"), ("<-", "-")))
        step = f"{left}[r{hop}:{kinds}]{right}(n{hop + 1}{chance.choice(labels)})"
        text += step if chance.random() < 0.7 else f" MATCH (n{hop}){step}"
        conditions.append(
            chance.choice(
                (
                    f"r{hop}.modality = 'actual'",
                    f"r{hop}.first >= date('2024-02-01')",
                    f"n{hop}.kind <> 'person'",
                    f"r{hop}.outlets > 1",
                    f"r{hop}.speaker IS NULL",
                    f"EXISTS {{ MATCH (n{hop})-[:MEETS]-(x) }}",
                )
            )
        )
    where = f" WHERE {' AND '.join(chance.sample(conditions, chance.randint(1, hops)))}" if chance.random() < 0.7 else ""
    return text + where + " RETURN " + _returned(chance, hops)


def _returned(chance: random.Random, hops: int) -> str:
    last = f"n{hops}"
    every = ", ".join(f"r{hop}.claim AS c{hop}" for hop in range(hops))
    return chance.choice(
        (
            "count(*) AS n",
            f"count(DISTINCT {last}.id) AS n, sum(r0.articles) AS s",
            "n0.id AS a, count(r0.claim) AS n, max(r0.first) AS m ORDER BY a",
            f"DISTINCT {last}.name AS a ORDER BY a",
            f"n0.id AS a, {last}.id AS b, {every} ORDER BY a, b, {', '.join(f'c{hop}' for hop in range(hops))}",
        )
    )


@pytest.fixture(scope="module")
def engines(random_snapshot: Path) -> list[Engine]:
    """All three on the same graph."""
    from graph import server

    remote = Neo4j(server.running().server)
    remote.push(random_view())
    return [Embedded(random_snapshot), Embedded(random_snapshot, optimise=False), remote]


def test_random_pattern_queries_give_the_same_rows_everywhere(engines: list[Engine]) -> None:
    chance = random.Random(SEED)
    found = 0
    for _ in range(QUERIES):
        text = random_query(chance)
        first, *others = [engine.run(text, {}, limit=100_000, timeout=30).rows for engine in engines]
        for other in others:
            assert other == first, text
        found += len(first) > 1
    assert found > QUERIES / 3  # the comparison is of something
    for engine in engines:
        engine.close()
