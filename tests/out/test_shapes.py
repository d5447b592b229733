"""SHACL: every export conforms, and a graph with a single fault does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from graph.graphs import random_view
from rdflib import Graph

from kg.model import GraphView
from kg.out import rdf
from kg.out.rdf.terms import PREFIXES
from kg.resources import folder
from tests.views import hostile, scene

pyshacl = pytest.importorskip("pyshacl", reason="checks shapes; a development dependency")
HEAD = "".join(f"PREFIX {prefix}: <{address}>\n" for prefix, address in PREFIXES.items())

# Each breaks a sound graph in one way.
FAULTS = {
    "an actor without a name": "DELETE { ?x rdfs:label ?y } WHERE { ?x a kg:Person ; rdfs:label ?y }",
    "an actor with two names": "INSERT { ?x rdfs:label 'lain' } WHERE { ?x a kg:Team }",
    "a label that is not the name": "DELETE { ?x foaf:name ?y } INSERT { ?x foaf:name 'lain' } "
    "WHERE { ?x a kg:Team ; foaf:name ?y }",
    "an actor without an id": "DELETE { ?x dcterms:identifier ?y } WHERE { ?x a kg:Party ; dcterms:identifier ?y }",
    "an id in another language": "DELETE { ?x dcterms:identifier ?y } INSERT { ?x dcterms:identifier 'x'@id } "
    "WHERE { ?x a kg:Party ; dcterms:identifier ?y }",
    "no address of Wikidata": "INSERT { ?x owl:sameAs <https://contoh.example/Q1> } WHERE { ?x a kg:Team }",
    "a fact that nobody says": "INSERT { ?x kg:supports ?y } WHERE { ?x a kg:Party . ?y a kg:Team }",
    "a denial as a fact": "DELETE { ?x kg:asserted false } INSERT { ?x kg:asserted true } WHERE { ?x a kg:DeniedClaim }",
    "a plan as a fact": "DELETE { ?x kg:asserted false } INSERT { ?x kg:asserted true } WHERE { ?x kg:modality kg:planned }",
    "an unsure reading as a fact": "DELETE { ?x kg:publishable true } INSERT { ?x kg:publishable false } "
    "WHERE { ?x rdf:predicate kg:speaks_for }",
    "a fact without its triple": "DELETE { ?x kg:speaks_for ?y } WHERE { ?x kg:speaks_for ?y }",
    "an article without a headline": "DELETE { ?x schema:headline ?y } WHERE { ?x schema:headline ?y }",
    "an address that is plain text": "DELETE { ?x schema:url ?y } INSERT { ?x schema:url 'x' } WHERE { ?x schema:url ?y }",
    "two outlets": "INSERT { ?x schema:publisher 'Lain' } WHERE { ?x schema:publisher ?y }",
    "a day that is none": "DELETE { ?x schema:datePublished ?y } INSERT { ?x schema:datePublished '2024-02-31'^^xsd:date } "
    "WHERE { ?x schema:datePublished ?y }",
    "a date in words": "DELETE { ?x kg:first ?y } INSERT { ?x kg:first 'kemarin' } WHERE { ?x kg:first ?y }",
    "a reading without a reader": "DELETE { ?x kg:readerVersion ?y } WHERE { ?x kg:readerVersion ?y }",
    "a claim without a subject": "DELETE { ?x rdf:subject ?y } WHERE { ?x a kg:DeniedClaim ; rdf:subject ?y }",
    "two objects": "INSERT { ?x rdf:object ?y } WHERE { ?x a kg:DeniedClaim . ?y a kg:Person }",
    "an actor related to itself": "DELETE { ?x rdf:object ?y } INSERT { ?x rdf:object ?s } "
    "WHERE { ?x a kg:DeniedClaim ; rdf:object ?y ; rdf:subject ?s }",
    "an object that is no actor": "DELETE { ?x rdf:object ?y } INSERT { ?x rdf:object ?a } "
    "WHERE { ?x a kg:DeniedClaim ; rdf:object ?y . ?a a schema:NewsArticle }",
    "an unknown relation": "DELETE { ?x rdf:predicate ?y } INSERT { ?x rdf:predicate kg:loves } "
    "WHERE { ?x a kg:DeniedClaim ; rdf:predicate ?y }",
    "affirmed and denied at once": "INSERT { ?x a rdf:Statement } WHERE { ?x a kg:DeniedClaim }",
    "neither affirmed nor denied": "DELETE { ?x a kg:DeniedClaim } INSERT { ?x a kg:Claim } WHERE { ?x a kg:DeniedClaim }",
    "an unknown modality": "DELETE { ?x kg:modality ?y } INSERT { ?x kg:modality kg:certain } WHERE { ?x kg:modality ?y }",
    "surer than sure": "DELETE { ?x kg:confidence ?y } INSERT { ?x kg:confidence 1.5 } WHERE { ?x kg:confidence ?y }",
    "more outlets than articles": "DELETE { ?x kg:outlets ?y } INSERT { ?x kg:outlets 9 } WHERE { ?x kg:outlets ?y }",
    "a claim without evidence": "DELETE { ?x kg:evidence ?y } WHERE { ?x a kg:DeniedClaim ; kg:evidence ?y }",
    "the best evidence of another claim": "DELETE { ?x kg:bestEvidence ?y } INSERT { ?x kg:bestEvidence ?z } "
    "WHERE { ?x a kg:DeniedClaim ; kg:bestEvidence ?y . ?w kg:modality kg:planned ; kg:bestEvidence ?z }",
    "a claim said in one language": "DELETE { ?x rdfs:label ?y } "
    "WHERE { ?x a kg:DeniedClaim ; rdfs:label ?y . FILTER (lang(?y) = 'en') }",
    "a statement without a claim": "DELETE { ?x oa:hasBody ?y } WHERE { ?x oa:hasBody ?y }",
    "a speaker in one place only": "DELETE { ?x prov:wasAttributedTo ?y } WHERE { ?x a oa:Annotation ; prov:wasAttributedTo ?y }",
    "two speakers": "INSERT { ?x prov:wasAttributedTo ?y } WHERE { ?x a kg:DeniedClaim . ?y a kg:Person }",
    "words from another article": "DELETE { ?x oa:hasSource ?y } INSERT { ?x oa:hasSource ?z } "
    "WHERE { ?x oa:hasSource ?y . ?z a schema:NewsArticle ; schema:headline 'Tanpa tautan' FILTER (?y != ?z) }",
    "a position without an end": "DELETE { ?x oa:end ?y } WHERE { ?x oa:end ?y }",
    "a position that runs backwards": "DELETE { ?x oa:end ?y } INSERT { ?x oa:end '0'^^xsd:nonNegativeInteger } "
    "WHERE { ?x oa:end ?y }",
    "a quote that was touched": "DELETE { ?x oa:exact ?y } INSERT { ?x oa:exact ?z } "
    "WHERE { ?x oa:exact ?y BIND (CONCAT(?y, '.') AS ?z) }",
    "words without a position": "DELETE { ?x oa:hasSelector ?y } WHERE { ?x oa:hasSelector ?y . ?y a oa:TextPositionSelector }",
    "a statement without a method": "DELETE { ?x kg:method ?y } WHERE { ?x kg:method ?y }",
}  # fmt: skip


@cache
def ontology() -> Graph:
    return Graph().parse(folder("data") / "ontology.ttl")


@cache
def shapes() -> Graph:
    return Graph().parse(folder("data") / "shapes" / "kg.ttl")


def check(graph: Graph) -> tuple[bool, str]:
    conforms, _, words = pyshacl.validate(graph, shacl_graph=shapes(), ont_graph=ontology())
    return bool(conforms), str(words)


def read_by(view: GraphView, reader: str) -> GraphView:
    return replace(view, sources=tuple(replace(source, reader=reader) for source in view.sources))


def dated(view: GraphView) -> GraphView:
    """The hostile view with dates: that a date is one is promised by what reads."""
    claims = (replace(claim, support=tuple(replace(s, happened="2024") for s in claim.support)) for claim in view.claims)
    sources = tuple(replace(source, published="2024-02-29") for source in view.sources)
    return replace(view, sources=sources, claims=tuple(claims))


@pytest.mark.parametrize(
    "make",
    [
        scene,
        lambda: read_by(scene(), "v1"),
        lambda: dated(hostile()),
        lambda: random_view(claims=40),
        lambda: GraphView((), (), ()),
    ],
    ids=["scene", "with a reader", "hostile", "random", "empty"],
)
def test_every_export_conforms(make: Callable[[], GraphView]) -> None:
    conforms, words = check(rdf.graph(make()))
    assert conforms, words


def test_two_claims_with_one_statement_id_conform_too() -> None:
    view = scene()
    claims = tuple(replace(c, support=tuple(replace(s, statement="1") for s in c.support[:1])) for c in view.claims)
    conforms, words = check(rdf.graph(replace(view, claims=claims)))
    assert conforms, words


@pytest.mark.parametrize("fault", FAULTS)
def test_a_graph_with_one_fault_is_refused(fault: str) -> None:
    graph = rdf.graph(read_by(scene(), "v1"))
    before = set(graph)
    graph.update(HEAD + FAULTS[fault])
    assert set(graph) != before, "the fault is not in the graph"
    assert not check(graph)[0]
