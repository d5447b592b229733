"""The SPARQL files answer like their Cypher twins, on the RDF export of the same graph."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from graph.scenario import CLAIMS, election
from rdflib import Graph, Literal

from kg.graph.embedded import Embedded, build
from kg.graph.queries import named
from kg.ids import digest
from kg.model import GraphView
from kg.out import rdf
from kg.resources import folder

FOLDER = folder("queries") / "sparql"
NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
# The parameters of a query, and what it must not answer nothing to.
CASES: tuple[tuple[str, dict[str, str]], ...] = (
    ("article", {"article": "a1"}),
    ("article", {"article": "https://koran.example/3"}),
    ("asks", {"actor": "Q20"}),
    ("asks", {"actor": "Q20", "since": "2024-01-05"}),
    ("contradictions", {}),
    ("contradictions", {"actor": "Q20"}),
    ("evidence", {"claim": CLAIMS["sari accuses"].id}),
    ("evidence", {"claim": CLAIMS["sari leads"].id}),
    ("family-across-parties", {}),
    ("joint-requests", {}),
    ("most-criticised", {}),
    ("most-criticised", {"since": "2024-02-01"}),
    ("planned", {}),
    ("planned", {"actor": "Q20"}),
    ("said-about", {"actor": "Q20"}),
    ("single-source", {}),
    ("single-source", {"actor": "Q1"}),
    ("speakers", {}),
    ("switchers", {}),
)


def sparql(name: str, values: dict[str, str]) -> str:
    """The text of a query with these values in place of its own."""
    text = (FOLDER / f"{name}.rq").read_text("utf-8")
    for parameter in re.findall(r"VALUES \?(\w+) \{ (?:UNDEF|\")", text):
        value = f'"{values[parameter]}"' if parameter in values else "UNDEF"
        text = re.sub(rf"VALUES \?{parameter} \{{[^}}]*\}}", f"VALUES ?{parameter} {{ {value} }}", text)
    return text


@cache
def scene() -> GraphView:
    """The election, each statement with an id of its own (there a sentence of two claims has one)."""
    view = election()
    claims = (replace(c, support=tuple(replace(s, statement=digest(c.id, s.statement)) for s in c.support)) for c in view.claims)
    return replace(view, claims=tuple(claims))


@cache
def graph() -> Graph:
    return rdf.graph(scene())


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    path = tmp_path_factory.mktemp("sparql") / "graph.kgl"
    build(scene(), path)
    with Embedded(path) as opened:
        yield opened


def plain(value: object) -> object:
    """A cell of either language."""
    value = value.toPython() if isinstance(value, Literal) else value
    return (
        float(value) if isinstance(value, Decimal) else value if value is None or isinstance(value, (int, float)) else str(value)
    )


def test_there_are_twelve_and_each_has_a_twin_and_a_case() -> None:
    assert len(NAMES) == 12
    assert {name for name, _ in CASES} == set(NAMES) <= set(named())


@pytest.mark.parametrize(("name", "values"), CASES)
def test_sparql_and_cypher_give_the_same_rows(engine: Embedded, name: str, values: dict[str, str]) -> None:
    query = named()[name]
    parameters = {p.name: p.type.parse(p.name, values[p.name]) if p.name in values else None for p in query.parameters}
    theirs = engine.run(query.text, parameters, limit=1000, timeout=30)
    ours = graph().query(sparql(name, values))
    assert [str(variable) for variable in ours.vars or ()] == list(theirs.columns)
    rows = [tuple(map(plain, row)) for row in ours]  # type: ignore[arg-type]
    assert rows == [tuple(map(plain, row)) for row in theirs.rows]
    assert rows, "nothing was compared"


@pytest.mark.parametrize("name", ["contradictions", "speakers"])
def test_pyoxigraph_gives_the_same_rows(name: str) -> None:
    ox = pytest.importorskip("pyoxigraph", reason="a second engine of SPARQL")
    out = io.BytesIO()
    rdf.turtle(scene(), out)
    store = ox.Store()
    store.load(out.getvalue(), format=ox.RdfFormat.TURTLE)
    text = sparql(name, {})
    theirs = [tuple(value and str(value.value) for value in row) for row in store.query(text)]
    assert theirs == [tuple(value and str(value) for value in row) for row in graph().query(text)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("count", "cypher", "pattern"),
    [
        ("actors", "MATCH (a:Actor) RETURN count(a) AS n", "?x a ?c . ?c rdfs:subClassOf kg:Actor"),
        ("articles", "MATCH (t:Article) RETURN count(t) AS n", "?x a schema:NewsArticle"),
        ("claims", "MATCH (c:Claim) RETURN count(c) AS n", "?x a kg:Claim"),
        ("denials", "MATCH (c:Claim) WHERE c.polarity = 'negated' RETURN count(c) AS n", "?x a kg:DeniedClaim"),
        ("statements", "MATCH (:Claim)-[e:EVIDENCE]->(:Article) RETURN count(e) AS n", "?x a oa:Annotation"),
        ("facts", "MATCH (c:Claim) WHERE c.asserted RETURN count(c) AS n", "?x kg:asserted true"),
    ],
)
def test_a_round_trip_gives_the_same_counts_as_cypher(engine: Embedded, count: str, cypher: str, pattern: str) -> None:
    known = graph() + Graph().parse(folder("data") / "ontology.ttl")
    prefixes = "".join(f"PREFIX {prefix}: <{address}>\n" for prefix, address in rdf.PREFIXES.items())
    (row,) = known.query(f"{prefixes} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    assert int(row[0]) == engine.run(cypher, {}, limit=1, timeout=30).rows[0][0], count  # type: ignore[index]


def test_every_query_says_what_it_answers() -> None:
    for path in sorted(Path(FOLDER).glob("*.rq")):
        lines = path.read_text("utf-8").splitlines()
        assert [line.partition(":")[0] for line in lines[:3]] == ["# title", "# about", "# twin"]
        assert (path.parent / lines[2].removeprefix("# twin: ")).is_file()
