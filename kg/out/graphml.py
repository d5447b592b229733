"""GraphML for Gephi, yEd and networkx: actors as nodes, each claim an edge of its own."""

from __future__ import annotations

from typing import BinaryIO

from kg.model import Actor, Claim, GraphView
from kg.out.words import printable


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as a directed multigraph; what XML cannot hold (control characters) is left out of the texts."""
    import networkx  # 0.13 s to import: only for those who export a graph
    from networkx.readwrite.graphml import GraphMLWriter

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for actor in view.actors:
        graph.add_node(printable(actor.id), **_node(actor))
    names = {actor.id: actor.name for actor in view.actors}
    for claim in view.claims:
        graph.add_edge(printable(claim.subject), printable(claim.object), key=printable(claim.id), **_edge(claim, names))
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(graph)
    writer.dump(out)


def _node(actor: Actor) -> dict[str, str]:
    texts = {
        "label": actor.name,
        "kind": actor.kind.value,
        "aliases": " | ".join(actor.aliases),
        "wikidata": actor.wikidata or "",
    }
    return {key: printable(text) for key, text in texts.items()}


def _edge(claim: Claim, names: dict[str, str]) -> dict[str, str | int | float | bool]:
    texts = {
        # A denial has a type of its own, so that nobody counts it as the fact that it denies.
        "label": claim.relation if claim.polarity == "affirmed" else f"not_{claim.relation}",
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "speaker": names[claim.speaker] if claim.speaker else "",
        "first": claim.first or "",
        "last": claim.last or "",
        "quote": claim.support[0].quote,
    }
    numbers = {"articles": claim.articles, "weight": claim.outlets, "confidence": claim.confidence, "asserted": claim.asserted}
    return {**{key: printable(text) for key, text in texts.items()}, **numbers}
