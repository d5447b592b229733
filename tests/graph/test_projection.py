"""The projection: what a graph holds, whatever the engine."""

from __future__ import annotations

from datetime import date

from graph.graphs import random_view
from graph.scenario import CLAIMS, election
from kg.projection import KINDS, Edge, Node, Unit, canonical, units
from kg.schema import relations


def _all() -> tuple[dict[str, Node], list[Edge]]:
    graph = list(units(election()))
    return {unit.node.key: unit.node for unit in graph}, [edge for unit in graph for edge in unit.edges]


def test_keys_are_unique_and_every_relationship_has_both_ends() -> None:
    for view in (election(), random_view()):
        graph = list(units(view))
        keys = [unit.node.key for unit in graph]
        assert len(keys) == len(set(keys))
        assert all({edge.source, edge.target} <= set(keys) for unit in graph for edge in unit.edges)


def test_the_first_label_is_the_primary_one_and_every_node_is_marked_as_ours() -> None:
    nodes, _ = _all()
    assert nodes["Actor:Q10"].labels == ("Actor", "Kg", "Party")
    assert {node.labels[0] for node in nodes.values()} == {"Actor", "Article", "Claim"}
    assert all("Kg" in node.labels and node.properties["key"] == key for key, node in nodes.items())
    assert {label for node in nodes.values() for label in node.labels[2:]} <= set(KINDS)


def test_a_claim_is_one_direct_relationship_and_a_node_with_its_evidence() -> None:
    _, edges = _all()
    told = CLAIMS["sari accuses"].id
    direct = [edge for edge in edges if edge.properties.get("claim") == told]
    assert [(edge.type, edge.source, edge.target) for edge in direct] == [("ACCUSES", "Actor:Q1", "Actor:Q20")]
    assert direct[0].properties["asserted"] is True
    assert (direct[0].properties["first"], direct[0].properties["last"]) == (date(2024, 1, 10), date(2024, 2, 12))
    parts = [(edge.type, edge.target) for edge in edges if edge.source == f"Claim:{told}"]
    assert parts == [("SUBJECT", "Actor:Q1"), ("OBJECT", "Actor:Q20"), ("EVIDENCE", "Article:a1"), ("EVIDENCE", "Article:a2")]


def test_a_denial_has_its_own_type_and_is_of_the_same_proposition() -> None:
    _, edges = _all()
    by_claim = {edge.properties["claim"]: edge for edge in edges if "claim" in edge.properties}
    said, denied = by_claim[CLAIMS["sari accuses"].id], by_claim[CLAIMS["sari accuses, denied"].id]
    assert denied.type == "NOT_ACCUSES"
    assert denied.properties["speaker"] == "Q3"
    assert denied.properties["asserted"] is False
    assert denied.properties["proposition"] == said.properties["proposition"]


def test_a_month_is_kept_as_text_and_an_unknown_date_not_at_all() -> None:
    _, edges = _all()
    month = next(edge for edge in edges if edge.type == "LEADS")
    assert month.properties["first_text"] == "2024-01"
    assert "first" not in month.properties
    unknown = next(edge for edge in edges if edge.type == "FAMILY_OF")
    assert not {"first", "first_text"} & set(unknown.properties)


def test_the_digest_of_a_unit_tells_every_change_and_nothing_else() -> None:
    node = Node("Actor:1", ("Actor", "Kg", "Person"), {"a": 1, "b": [1, "x"]})
    same = Node("Actor:1", ("Actor", "Person", "Kg"), {"b": [1, "x"], "a": 1})
    assert canonical(node) == canonical(same)
    digests = {
        Unit(node).digest,
        Unit(Node("Actor:1", node.labels, {"a": "1", "b": [1, "x"]})).digest,
        Unit(Node("Actor:1", node.labels, {"a": date(2024, 1, 1), "b": [1, "x"]})).digest,
        Unit(Node("Actor:1", node.labels, {"a": "2024-01-01", "b": [1, "x"]})).digest,
        Unit(node, (Edge("X", "Actor:1", "Actor:1", {}),)).digest,
    }
    assert len(digests) == 5


def test_every_relation_can_be_a_relationship_type() -> None:
    assert all(relation.type.replace("_", "").isalpha() and relation.type.isascii() for relation in relations().values())
