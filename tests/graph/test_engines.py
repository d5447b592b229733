"""What every engine promises; each test runs on each of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.graphs import HOSTILE, random_view
from graph.scenario import election
from kg.errors import EngineError, UsageError
from kg.projection import units

if TYPE_CHECKING:
    from graph.conftest import Opener

QUICK = {"limit": 1_000, "timeout": 20.0}


def test_it_holds_every_node_and_relationship_of_the_view(open_on: Opener) -> None:
    view = random_view()
    engine = open_on(view)
    graph = list(units(view))
    for label, wanted in (
        ("Actor", len(view.actors)),
        ("Article", len(view.sources)),
        ("Claim", len(view.claims)),
        ("Kg", len(graph)),
    ):
        assert engine.run(f"MATCH (n:{label}) RETURN count(n) AS n", {}, **QUICK).rows == ((wanted,),)
    edges = [edge for unit in graph for edge in unit.edges]
    rows = engine.run("MATCH (a:Kg)-[r]->(b:Kg) RETURN type(r) AS t, a.key AS a, b.key AS b", {}, limit=10_000, timeout=20).rows
    assert sorted(rows) == sorted((edge.type, edge.source, edge.target) for edge in edges)


def test_values_come_back_exactly(open_on: Opener) -> None:
    engine = open_on(random_view())
    rows = engine.run("MATCH (a:Actor) RETURN a.id AS id, a.name AS name, a.aliases AS aliases ORDER BY id", {}, **QUICK).rows
    assert [tuple(row) for row in rows] == [(actor.id, actor.name, list(actor.aliases)) for actor in random_view().actors]
    assert set(HOSTILE) <= {row[1] for row in rows}


def test_dates_are_dates(open_on: Opener) -> None:
    text = "MATCH (a:Actor)-[r:SUPPORTS]->(b) WHERE r.first <= date($day) RETURN DISTINCT r.first AS day ORDER BY day"
    assert open_on(election()).run(text, {"day": "2024-01-31"}, **QUICK).rows == ((date(2024, 1, 10),),)


def test_parameters_are_values_and_never_cypher(open_on: Opener) -> None:
    engine = open_on(random_view())
    for name in HOSTILE:
        assert engine.run("MATCH (a:Actor {name: $name}) RETURN a.name AS name", {"name": name}, **QUICK).rows == ((name,),)


def test_more_rows_than_the_limit_are_cut_and_it_says_so(open_on: Opener) -> None:
    engine = open_on(random_view())
    some = engine.run("MATCH (a:Actor) RETURN a.id AS id ORDER BY id", {}, limit=3, timeout=20)
    every = engine.run("MATCH (a:Actor) RETURN a.id AS id ORDER BY id", {}, limit=20, timeout=20)
    assert (len(some.rows), some.more) == (3, True)
    assert (len(every.rows), every.more) == (20, False)
    assert every.rows[:3] == some.rows


def test_no_rows_have_columns_too(open_on: Opener) -> None:
    found = open_on(election()).run("MATCH (a:Actor {id: 'nobody'}) RETURN a.id AS id, a.name AS name", {}, **QUICK)
    assert (found.columns, found.rows) == (("id", "name"), ())


@pytest.mark.parametrize(
    "text", ["MATCH (n RETURN n.id AS id", "RETURN x", "RETURN unknown(1) AS x", "MATCH (a) WHERE RETURN a.id AS id"]
)
def test_a_wrong_query_is_a_usage_error_of_one_line(open_on: Opener, text: str) -> None:
    with pytest.raises(UsageError) as raised:
        open_on(election()).run(text, {}, **QUICK)
    assert "\n" not in str(raised.value)


def test_a_syntax_error_has_its_position(open_on: Opener) -> None:
    with pytest.raises(UsageError, match=r"line 1, col(umn)? \d+"):
        open_on(election()).run("MATCH (n) WHERE n.x = = 1 RETURN n.id AS id", {}, **QUICK)


def test_nothing_can_be_written_or_read_from_disk(open_on: Opener) -> None:
    engine = open_on(election())
    for text in ("CREATE (n:X)", "MATCH (n) DETACH DELETE n", "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row"):
        with pytest.raises(UsageError):
            engine.run(text, {}, **QUICK)
    assert engine.run("MATCH (a:Actor) RETURN count(a) AS n", {}, **QUICK).rows == ((10,),)


def test_a_query_that_runs_away_is_stopped(open_on: Opener) -> None:
    engine = open_on(random_view())
    with pytest.raises(EngineError, match=r"stopped: it took more than 0\.5 s"):
        engine.run(
            "MATCH (a)--(b)--(c)--(d)--(e)--(f)--(g)--(h) WHERE a.id = 'nobody' OR h.x = 1 RETURN count(a) AS n",
            {},
            limit=1,
            timeout=0.5,
        )


def test_two_hops_with_an_undirected_one_are_counted_right(open_on: Opener) -> None:
    engine = open_on(random_view())
    text = "MATCH (a:Actor)-[:MEETS]-(b)-[:MEETS]-(c) RETURN {} AS n"
    counted = engine.run(text.format("count(*)"), {}, **QUICK).rows
    listed = engine.run(
        "MATCH (a:Actor)-[r:MEETS]-(b)-[s:MEETS]-(c) RETURN r.claim AS x, s.claim AS y", {}, limit=100_000, timeout=20
    ).rows
    assert counted == ((len(listed),),)
    assert len(listed) > 0
