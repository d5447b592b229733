"""RDF: what is claimed, by whom, with which quote; and that nothing claimed becomes a fact."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rdflib import Dataset, Graph, Literal, URIRef

from kg.model import GraphView
from kg.out import EXPORTERS, rdf
from kg.out.ontology import ontology
from kg.out.rdf import terms
from kg.resources import folder
from tests.views import HOSTILE, hostile, scene

# rdflib warns of its own Dataset.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")


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


def test_what_is_not_publishable_is_no_direct_triple() -> None:
    claims = (replace(c, support=tuple(replace(s, publishable=False) for s in c.support)) for c in scene().claims)
    graph = rdf.graph(replace(scene(), claims=tuple(claims)))
    assert not list(graph.triples((None, URIRef(f"{terms.TERMS}speaks_for"), None)))
    assert count(graph, "?x kg:asserted true ; kg:publishable false") == 3


SYNTAXES = {"ntriples": "nt", "jsonld": "json-ld"}


def written(name: str, view: GraphView) -> bytes:
    out = io.BytesIO()
    EXPORTERS[name].write(view, out)
    return out.getvalue()


@pytest.mark.parametrize("name", SYNTAXES)
@pytest.mark.parametrize("make", [scene, hostile])
def test_every_syntax_holds_the_same_triples(name: str, make: Callable[[], GraphView]) -> None:
    assert set(Graph().parse(data=written(name, make()), format=SYNTAXES[name])) == set(rdf.graph(make()))


@pytest.mark.parametrize("make", [scene, hostile])
def test_all_graphs_of_the_nanopublications_hold_the_triples_of_the_turtle(make: Callable[[], GraphView]) -> None:
    quads = {name: set(Dataset().parse(data=written(name, make()), format=name).quads()) for name in ("trig", "nquads")}
    assert quads["trig"] == quads["nquads"]
    assert {quad[:3] for quad in quads["trig"]} >= set(rdf.graph(make()))


def test_a_nanopublication_says_what_where_from_and_about() -> None:
    dataset = Dataset(default_union=True)
    dataset.parse(data=written("trig", scene()), format="trig")
    rows = dataset.query("""
        PREFIX np: <http://www.nanopub.org/nschema#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX kg: <https://w3id.org/kabar-graph/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?np WHERE { ?np np:hasAssertion ?a ; np:hasProvenance ?p ; np:hasPublicationInfo ?i .
          GRAPH ?a { ?claim a kg:Claim } GRAPH ?i { ?np ?x ?y }
          GRAPH ?p { ?a prov:wasDerivedFrom ?article . ?e oa:hasBody ?claim } }""")
    assert len({row[0] for row in rows}) == 7  # type: ignore[index]
    facts = [graph for *_, graph in dataset.quads((None, URIRef(f"{terms.TERMS}speaks_for"), None, None))]
    assert all(str(graph).endswith("#assertion") for graph in facts)


def test_rdf12_reifies_a_triple_term_for_each_claim_and_asserts_no_more_than_turtle() -> None:
    ox = pytest.importorskip("pyoxigraph", reason="the extra rdf12")
    triples = list(ox.parse(written("rdf12", scene()), format=ox.RdfFormat.TURTLE))
    reified = [triple.object for triple in triples if triple.predicate.value.endswith("#reifies")]
    assert len(reified) == len(scene().claims)
    assert all(isinstance(term, ox.Triple) for term in reified)
    plain = [triple for triple in triples if triple.predicate.value == f"{terms.TERMS}coordinates_with"]
    assert len(plain) == 1
    quotes = {t.object.value for t in ox.parse(written("rdf12", hostile()), format=ox.RdfFormat.TURTLE)
              if t.predicate.value.endswith("oa#exact")}  # fmt: skip
    assert quotes == {text.replace("\ud800", "\ufffd") for text in HOSTILE}


def test_a_quote_keeps_the_words_around_it_and_names_its_reading() -> None:
    view = scene()
    claims = (replace(c, support=tuple(replace(s, prefix="Lalu ", suffix=" kata") for s in c.support)) for c in view.claims)
    read = replace(view, claims=tuple(claims), sources=tuple(replace(source, reader="v7") for source in view.sources))
    graph = rdf.graph(read)
    assert count(graph, '?x oa:prefix "Lalu " ; oa:suffix " kata"') == 7
    assert count(graph, '?x a oa:Annotation ; prov:wasGeneratedBy [ a prov:Activity ; kg:readerVersion "v7" ]') == 7
    assert count(rdf.graph(view), "?x a prov:Activity") == 0


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
