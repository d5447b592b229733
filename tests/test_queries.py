"""Every file of `queries/` on the real engines, against answers written down by hand for a small made-up election."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from graph import server
from graph.answers import EXPECTED
from graph.graphs import random_view
from graph.queries_page import PAGE, page
from graph.scenario import election

from kg.errors import BadData, UsageError
from kg.graph import guard
from kg.graph.embedded import Embedded, build
from kg.graph.engine import Engine
from kg.graph.neo4j import Neo4j
from kg.graph.queries import Query, Type, ask, named
from kg.schema import relations

QUERIES = named()
# What the queries are asked about a random graph, where many rows are alike but for an id.
ANY: Mapping[Type, object] = {Type.ACTOR: "Q1", Type.DATE: "2024-02-01", Type.TEXT: "a000", Type.INT: 1}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The election in kglite."""
    path = tmp_path_factory.mktemp("kglite") / "graph-test.kgl"
    build(election(), path)
    return path


@pytest.fixture(scope="module")
def random_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The random graph in kglite."""
    path = tmp_path_factory.mktemp("kglite") / "graph-test.kgl"
    build(random_view(), path)
    return path


@pytest.fixture(scope="module")
def embedded(random_snapshot: Path) -> Iterator[Embedded]:
    """The embedded engine on the random graph."""
    with Embedded(random_snapshot) as engine:
        yield engine


@pytest.fixture(scope="module", params=["kglite", "kglite without optimiser", "neo4j"])
def engine(request: pytest.FixtureRequest, snapshot: Path) -> Iterator[Engine]:
    """The election in each engine, and in kglite's reference mode."""
    if request.param == "neo4j":
        with Neo4j(server.running().server) as neo4j:
            neo4j.push(election())
            yield neo4j
    else:
        with Embedded(snapshot, optimise=request.param == "kglite") as embedded:
            yield embedded


def _parameters(query: Query, given: Mapping[str, object]) -> dict[str, object]:
    return {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}


@pytest.mark.parametrize("name", QUERIES)
def test_the_answer_is_the_one_written_down_by_hand(name: str, engine: Engine) -> None:
    given, wanted = EXPECTED[name]
    found = ask(engine, QUERIES[name], _parameters(QUERIES[name], given), limit=1_000, timeout=20).rows
    assert [tuple(row[: len(start)]) for row, start in zip(found, wanted, strict=True)] == _in_order(name, wanted, found)


def _in_order(name: str, wanted: list[tuple[object, ...]], found: tuple[tuple[object, ...], ...]) -> list[tuple[object, ...]]:
    """Rows that are equal but for their claim id come in the order of ids, which no hand can know."""
    left = list(wanted)
    ordered = []
    for row in found:
        match = next((start for start in left if tuple(row[: len(start)]) == start), left[0])
        left.remove(match)
        ordered.append(match)
    return (
        ordered
        if name in ("path", "single-source", "neighbours", "asks", "outlets-differ", "recent", "requests-answered")
        else wanted
    )


def _on_random(engine: Engine, query: Query) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    given = {parameter.name: ANY[parameter.type] for parameter in query.parameters if not parameter.optional}
    if query.name == "evidence":
        given["claim"] = random_view().claims[0].id
    found = ask(engine, query, _parameters(query, given), limit=100_000, timeout=30)
    return found.columns, found.rows


@pytest.mark.parametrize("name", QUERIES)
def test_the_order_of_the_rows_is_total(name: str, embedded: Embedded) -> None:
    """Rows that the order does not tell apart are equal."""
    columns, rows = _on_random(embedded, QUERIES[name])
    order = re.findall(r"^ORDER BY (.+)$", QUERIES[name].text, re.MULTILINE)[-1].replace(" DESC", "").split(", ")
    keys = [column for column in columns if column in order or column in ("claims", "id")]
    assert len({str([row[columns.index(key)] for key in keys]) for row in rows}) == len(set(map(str, rows)))


def test_both_engines_give_the_same_rows_in_the_same_order(embedded: Embedded, random_snapshot: Path) -> None:
    """On a random graph with hostile text and many ties, with the optimiser and without, every query."""
    with Embedded(random_snapshot, optimise=False) as plain, Neo4j(server.running().server) as neo4j:
        neo4j.push(random_view())
        answers = {name: _on_random(embedded, query) for name, query in QUERIES.items()}
        for engine in (plain, neo4j):
            for name, query in QUERIES.items():
                assert _on_random(engine, query) == answers[name], name
    assert sum(len(rows) > 1 for _, rows in answers.values()) > len(QUERIES) / 3  # the comparison is of something


@pytest.mark.parametrize("name", QUERIES)
def test_its_header_names_the_parameters_that_it_uses(name: str) -> None:
    checked = guard.check(QUERIES[name].text)
    assert set(checked.parameters) == {parameter.name for parameter in QUERIES[name].parameters}
    assert checked.warnings == ()
    assert QUERIES[name].example.startswith(f"kg query {name}")
    assert QUERIES[name].about


@pytest.mark.parametrize("name", QUERIES)
def test_it_keeps_to_the_common_subset(name: str) -> None:
    body = "\n".join(line for line in QUERIES[name].text.splitlines() if not line.startswith("//"))
    assert not re.search(r"MATCH [^\n]*\)\s*,\s*\(", body), "a comma pattern is a product in the embedded engine"
    assert not re.search(r"RETURN [a-z](,|$)", body), "name the properties: the engines do not agree on whole nodes"
    assert "/*" not in body


def test_the_page_on_queries_is_that_of_the_files(snapshot: Path) -> None:
    """`python -m graph.queries_page` (with PYTHONPATH=.:tests) writes it anew."""
    with Embedded(snapshot) as engine:
        assert PAGE.read_text(encoding="utf-8") == page(PAGE.read_text(encoding="utf-8"), engine)


def test_path_walks_over_every_relation_there_is() -> None:
    types = re.search(r"\[:([A-Z_|]+)\*", QUERIES["path"].text)
    assert types is not None
    assert types[1].split("|") == sorted(relation.type for relation in relations().values())


def test_a_header_that_breaks_the_format_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.queries.folder", lambda name: tmp_path)
    path = tmp_path / "broken.cypher"
    for text in (
        "RETURN 1 AS x",
        "// title: x\n// then: magic\n// example: x\nRETURN 1 AS x",
        "// title: x\n// params: a:colour\n// example: x\nRETURN 1 AS x",
    ):
        path.write_text(text)
        with pytest.raises(BadData, match=r"broken\.cypher"):
            named()


def test_values_are_read_by_type() -> None:
    assert Type.DATE.parse("since", "2024-02-19") == date(2024, 2, 19)
    assert Type.INT.parse("n", "12") == 12
    for type, text in ((Type.DATE, "19 Februari"), (Type.INT, "dua")):
        with pytest.raises(UsageError, match="parameter since"):
            type.parse("since", text)
