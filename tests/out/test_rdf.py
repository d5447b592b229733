"""RDF: what is claimed, by whom, with which quote; and that nothing claimed becomes a fact."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef

from kg.model import GraphView
from kg.out import rdf
from kg.out.ontology import ontology
from kg.out.rdf import terms
from kg.resources import folder
from tests.views import HOSTILE, hostile, scene


def parsed(view: GraphView) -> Graph:
    return rdf.graph(view)


def count(graph: Graph, pattern: str) -> int:
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in terms.PREFIXES.items())
    return len(list(graph.query(f"{prefixes} SELECT DISTINCT ?x WHERE {{ {pattern} }}")))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?x a kg:Claim", 6),
        ("?x a rdf:Statement", 5),
        ("?x a kg:DeniedClaim", 1),
        ("?x a schema:NewsArticle", 3),
        ("?x a oa:Annotation", 7),
        ("?x a kg:Person", 2),
        ("?x kg:modality kg:planned", 1),
        ("?x a kg:Claim ; prov:wasAttributedTo ?speaker", 2),
        ("?x owl:sameAs wd:Q42", 1),
        ("?x a kg:DeniedClaim, rdf:Statement", 0),
        ("?x kg:asserted true", 3),
        ('?x schema:datePublished "2024-02"^^xsd:gYearMonth', 1),
    ],
)
def test_sparql_counts_what_the_view_counts(pattern: str, expected: int) -> None:
    assert count(parsed(scene()), pattern) == expected


def test_only_what_the_newsroom_says_as_fact_is_a_direct_triple() -> None:
    graph = parsed(scene())
    direct = {
        (str(s).removeprefix(terms.BASE), str(p).removeprefix(terms.TERMS), str(o).removeprefix(terms.BASE))
        for s, p, o in graph
        if str(s).startswith(f"{terms.BASE}actor/") and str(o).startswith(f"{terms.BASE}actor/")
    }
    assert direct == {
        ("actor/Q42", "requests_action_from", "actor/komisi-pemilihan-contoh"),
        ("actor/partai-contoh", "coordinates_with", "actor/tim-maju"),
        ("actor/budi-santoso", "speaks_for", "actor/partai-contoh"),
    }


def test_a_quote_is_found_again_by_its_offsets() -> None:
    rows = parsed(scene()).query("""
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?exact ?start ?end WHERE {
          ?target oa:hasSelector [ oa:exact ?exact ], [ oa:start ?start ; oa:end ?end ] }""")
    found = [(str(exact), int(start), int(end)) for exact, start, end in rows]  # type: ignore[misc]
    assert len(found) == 7
    assert all(end - start == len(exact) for exact, start, end in found)


def test_hostile_text_reads_back_equal() -> None:
    graph = parsed(hostile())
    quotes = {str(quote) for quote in graph.objects(None, URIRef(f"{terms.PREFIXES['oa']}exact"))}
    assert quotes == {text.replace("\ud800", "\ufffd") for text in HOSTILE}


def test_an_id_cannot_leave_its_iri() -> None:
    assert terms.address("actor", "a> <b/../c#d?é") == f"{terms.BASE}actor/a%3E%20%3Cb%2F..%2Fc%23d%3F%C3%A9"


@pytest.mark.parametrize("value", ["kemarin", "2024-13", "", "2024-02-31x"])
def test_what_is_no_date_stays_text(value: str) -> None:
    assert terms.date(terms.Turtle(), value) == Literal(value).n3()


def test_the_ontology_in_data_is_that_of_the_relations() -> None:
    assert (folder("data") / "ontology.ttl").read_bytes() == ontology(), "run: python -m kg.out.ontology > data/ontology.ttl"
    assert len(Graph().parse(data=ontology(), format="turtle")) > 300
