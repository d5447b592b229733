"""Neo4j: a push brings it to the state of the view, whatever was there, and touches nobody else's nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import kg.graph.neo4j as module
from graph.graphs import large_view, random_view, view, without_article
from graph.scenario import election
from graph.server import ask, running
from kg.errors import EngineError
from kg.graph import connection
from kg.graph.engine import Server
from kg.graph.neo4j import Changes, Neo4j, Pushed
from kg.model import Kind


def test_a_push_is_complete_and_a_second_one_writes_nothing(neo4j: Neo4j) -> None:
    graph = random_view()
    total = len(graph.actors) + len(graph.sources) + len(graph.claims)
    assert neo4j.push(graph) == Changes(total, 0, 0, 0)
    assert neo4j.differences(graph) == []
    assert neo4j.push(graph) == Changes(0, 0, 0, total)
    assert neo4j.differences(graph) == []


def test_only_what_changed_is_written_and_the_result_equals_a_push_from_nothing(neo4j: Neo4j) -> None:
    before, after = random_view(), without_article(random_view(), "a003")
    neo4j.push(before)
    changes = neo4j.push(after)
    assert 0 < changes.updated + changes.deleted < 30
    assert neo4j.differences(after) == []


def test_what_was_forgotten_is_gone_from_every_property(neo4j: Neo4j) -> None:
    neo4j.push(random_view())
    neo4j.push(without_article(random_view(), "a003"))
    assert ask(neo4j, "MATCH (a:Article {id: 'a003'}) RETURN a") == []
    assert ask(neo4j, "MATCH (c:Claim) WHERE NOT (c)-[:EVIDENCE]->() RETURN c.id") == []


def test_a_merge_of_two_actors_and_its_undoing(neo4j: Neo4j) -> None:
    apart = random_view()
    gone, stays = apart.actors[3].id, apart.actors[4].id
    other = {gone: stays}
    claims = [
        replace(
            c,
            id=f"m{c.id}",
            subject=other.get(c.subject, c.subject),
            object=other.get(c.object, c.object),
            speaker=other.get(c.speaker or "", c.speaker),
        )
        if gone in (c.subject, c.object, c.speaker)
        else c
        for c in apart.claims
    ]
    merged = view([actor for actor in apart.actors if actor.id != gone], apart.sources, claims)
    for graph in (apart, merged, apart):
        neo4j.push(graph)
        assert neo4j.differences(graph) == []


def test_an_actor_of_another_kind_loses_the_label_of_the_old_one(neo4j: Neo4j) -> None:
    graph = election()
    neo4j.push(graph)
    changed = replace(graph, actors=tuple(replace(actor, kind=Kind.ORGANIZATION) for actor in graph.actors))
    assert neo4j.push(changed).updated == len(graph.actors)
    assert neo4j.differences(changed) == []


def test_nodes_of_other_people_stay_as_they_are(neo4j: Neo4j) -> None:
    ask(neo4j, "CREATE (:Actor:Person {id: 'Q1', name: 'theirs'})-[:MEETS {claim: 'c'}]->(:Article {id: 'a1', key: 'Actor:Q1'})")
    for graph in (election(), random_view(), view([], [], [])):
        neo4j.push(graph)
        assert neo4j.differences(graph) == []
    rows = ask(neo4j, "MATCH (a)-[r]->(b) RETURN labels(a), properties(a), type(r), properties(r), labels(b), properties(b)")
    assert rows == [
        [
            ["Actor", "Person"],
            {"id": "Q1", "name": "theirs"},
            "MEETS",
            {"claim": "c"},
            ["Article"],
            {"id": "a1", "key": "Actor:Q1"},
        ]
    ]


def test_whatever_somebody_else_changes_is_found_and_repaired(neo4j: Neo4j) -> None:
    graph = election()
    neo4j.push(graph)
    for change in (
        "MATCH (:Actor {id: 'Q10'})-[r:MEETS]->() SET r.quote = 'lain'",
        "MATCH (a:Actor {id: 'Q1'}), (b:Actor {id: 'Q2'}) CREATE (a)-[:MEETS {claim: 'none'}]->(b), (a)-[:SUBJECT]->(b)",
        "MATCH (:Claim)-[r:SPEAKER]->() WITH r LIMIT 1 DELETE r",
        "MATCH (:Claim {relation: 'accuses'})-[r:SUBJECT]->() DELETE r",  # by which its act is found
        "MATCH (a:Actor {id: 'Q1'}) SET a.extra = 1, a:Star REMOVE a:Person",
        "MATCH (a:Article {id: 'a1'}) REMOVE a.hash",
        "MATCH (c:Claim {relation: 'leads'}) DETACH DELETE c",
        "MATCH (:Actor)-[r:NOMINATES]->() DELETE r",
    ):
        ask(neo4j, change)
        found = neo4j.differences(graph)
        assert found
        neo4j.distrust(found)
        changes = neo4j.push(graph)
        assert changes.new + changes.updated <= 3, change  # what differs, and not all of it
        assert neo4j.differences(graph) == [], change


def test_a_difference_says_what_differs(neo4j: Neo4j) -> None:
    neo4j.push(election())
    ask(neo4j, "MATCH (a:Actor {id: 'Q1'}) SET a.name = 'lain'")
    missing, surplus = map(str, neo4j.differences(election()))
    assert missing.startswith('missing: [["Actor:Q1", "Actor", "Kg", "Person"]')
    assert surplus.startswith('surplus: [["Actor:Q1", "Actor", "Kg", "Person"]')
    assert '"lain"' in surplus


def test_what_was_pushed_is_known_until_nodes_come_or_go(neo4j: Neo4j) -> None:
    assert neo4j.pushed() is None
    neo4j.push(election(), state="first")
    assert neo4j.pushed() == Pushed("first", 35, 0, 0)
    neo4j.push(replace(election(), left_out=3), state="second")
    assert neo4j.pushed() == Pushed("second", 35, 3, 0)
    ask(neo4j, "MATCH (a:Article {id: 'a4'}) DETACH DELETE a")
    assert neo4j.pushed() is None


def test_a_push_that_broke_off_is_completed_by_the_next_one(neo4j: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = random_view()
    monkeypatch.setattr(module, "_BATCH", 20)
    whole, calls = module._put, 0

    def breaks(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        whole(*arguments)
        if calls == 5:
            raise EngineError("cut off")  # inside the transaction: nothing of this batch may stay

    monkeypatch.setattr(module, "_put", breaks)
    with pytest.raises(EngineError, match="cut off"):
        neo4j.push(graph, state="1")
    assert neo4j.pushed() is None
    monkeypatch.setattr(module, "_put", whole)
    changes = neo4j.push(graph)
    assert changes.unchanged > 0
    assert changes.new > 0
    assert neo4j.differences(graph) == []


def test_progress_ends_at_what_there_was_to_do(neo4j: Neo4j) -> None:
    seen: list[tuple[int, int]] = []
    neo4j.push(election(), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (35, 35)


def test_the_server_itself_refuses_to_write_in_a_query(neo4j: Neo4j) -> None:
    import neo4j as driver

    with neo4j._session(reads=True) as session, pytest.raises(driver.exceptions.ClientError, match="read access mode"):
        session.run("CREATE (n:X)").consume()


def _message(server: Server) -> str:
    with pytest.raises(EngineError) as raised:
        Neo4j(server).close()
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_a_server_that_is_away_is_said_in_one_line() -> None:
    assert "no Neo4j answers there" in _message(Server("bolt://127.0.0.1:1", "neo4j", "x", "neo4j"))


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "localhost", "", "bolt://127.0.0.1:hundred"])
def test_a_wrong_address_is_said_in_one_line(uri: str) -> None:
    assert "no address of a Neo4j" in _message(Server(uri, "neo4j", "x", "neo4j"))


def test_a_missing_database_is_said_in_one_line() -> None:
    assert "there is no database named 'berita'" in _message(replace(running().server, database="berita"))


def test_a_server_that_is_too_old_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST", (99, 1))
    assert "kg needs Neo4j 99.1 or later" in _message(running().server)


def test_a_wrong_password_is_said_in_one_line() -> None:
    assert "wrong user name or password" in _message(replace(running().server, password="salah"))


def test_a_server_that_is_killed_in_the_middle_leaves_what_the_next_push_completes(
    neo4j: Neo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_RETRY", 2.0)
    monkeypatch.setattr(module, "_BATCH", 20)
    local, graph = running(), random_view()
    try:
        with Neo4j(local.server) as engine, pytest.raises(EngineError, match="no Neo4j answers there"):
            engine.push(graph, lambda done, total: local.kill() if done > total / 2 else None)
    finally:
        local.start()
    with Neo4j(local.server) as engine:
        changes = engine.push(graph)
        assert changes.unchanged > 0
        assert changes.new > 0
        assert engine.differences(graph) == []


def test_100_000_statements_are_pushed_and_then_only_what_changes(neo4j: Neo4j) -> None:
    graph = large_view()
    assert sum(len(claim.support) for claim in graph.claims) == 100_000
    neo4j.push(graph)
    assert ask(neo4j, "MATCH (:Claim)-[e:EVIDENCE]->(:Article) RETURN count(e)") == [[100_000]]
    assert neo4j.push(graph).unchanged == len(graph.actors) + len(graph.sources) + len(graph.claims)
    less = without_article(graph, "a00007")
    assert 0 < neo4j.push(less).updated < 100
    assert neo4j.differences(less) == []
