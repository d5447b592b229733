"""Answers that Cypher alone cannot give, worked out with networkx from the rows of a query: `// then: NAME` in its header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.graph.engine import Rows

_CAMPS = frozenset({"ticket", "coalition", "party", "team"})
_STEPS = 10_000_000  # some 15 s; a larger graph is estimated from so many actors as that allows


def betweenness(links: Rows) -> Rows:
    """Who lies on the shortest paths between others and links at least two camps, the most first.

    `links` are rows of id, name and kind of one actor and then of the other. The score is the share of all shortest paths.
    """
    import networkx as nx  # 0.13 s: only for those who ask this

    graph: nx.Graph[str] = nx.Graph()
    for row in links.records():
        for side in ("", "other_"):
            graph.add_node(str(row[f"{side}id"]), name=row[f"{side}name"], kind=row[f"{side}kind"])
        graph.add_edge(str(row["id"]), str(row["other_id"]))
    pivots = max(1, _STEPS // (graph.number_of_edges() + graph.number_of_nodes() + 1))
    estimated = pivots < graph.number_of_nodes()
    scores = nx.betweenness_centrality(graph, k=pivots if estimated else None, seed=1)
    actors = [_broker(graph, id, round(score, 4)) for id, score in scores.items()]
    brokers = sorted(filter(_is_broker, actors), key=lambda broker: (-broker[2], broker[5]))
    notes = (*links.notes, *([f"estimated from {pivots} of {graph.number_of_nodes()} actors"] if estimated else []))
    return Rows(_BROKER, tuple(brokers), notes=notes)


_BROKER = ("actor", "kind", "betweenness", "links", "camps", "id")


def _broker(graph: Any, id: str, score: float) -> tuple[Any, ...]:
    camps = sorted({str(graph.nodes[other]["name"]) for other in graph[id] if graph.nodes[other]["kind"] in _CAMPS})
    return graph.nodes[id]["name"], graph.nodes[id]["kind"], score, graph.degree(id), camps, id


def _is_broker(actor: tuple[Any, ...]) -> bool:
    return bool(actor[2] > 0 and len(actor[4]) > 1)


ALGORITHMS: Mapping[str, Callable[[Rows], Rows]] = {"betweenness": betweenness}
