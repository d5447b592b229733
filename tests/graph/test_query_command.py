"""kg query and kg push as a user runs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graph import scenario, server
from kg import pipeline
from kg.cli import main
from kg.graph.neo4j import Neo4j
from kg.model import GraphView
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Kg = Callable[..., Done]

_ENDLESS = (
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 1000) AS c WITH a WHERE a < 0 RETURN count(a) AS n"
)


def election() -> GraphView:
    """The election, with statements left out."""
    return replace(scenario.election(), left_out=7)


@pytest.fixture
def kg(db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Runs `kg` on a database that shows the made-up election."""
    Store.open(db).close()
    monkeypatch.setattr(pipeline, "view", lambda store, **options: election())
    monkeypatch.setenv("KG_DB", str(db))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run


def test_a_named_query_takes_any_name_of_an_actor(kg: Kg) -> None:
    for name in ("KP", "komisi pemilihan", "Q20"):
        done = kg("query", "asks", "-p", f"actor={name}", "-p", "since=2024-01-01", "--format", "jsonl")
        assert done.code == 0
        assert [json.loads(line)["who"] for line in done.out.splitlines()] == ["Bima Prakoso", "Sari Wulandari"]
        assert "2 rows" in done.err


def test_a_name_that_several_actors_have_lists_them(kg: Kg) -> None:
    done = kg("query", "asks", "-p", "actor=Wulandari")
    assert done.code == 2
    assert "Q1" in done.err
    assert "Q4" in done.err


def test_own_cypher_with_typed_parameters(kg: Kg) -> None:
    text = (
        "MATCH (a:Actor {id: $who})-[r]->(b:Actor) WHERE r.first < $day RETURN b.name AS name, r.first AS first ORDER BY r.claim"
    )
    done = kg("query", text, "-p", "who:actor=Sari", "-p", "day:date=2024-02-01", "--format", "json")
    assert done.code == 0
    assert {(row["name"], row["first"]) for row in json.loads(done.out)} == {
        ("Komisi Pemilihan", "2024-01-10"),
        ("Bima Prakoso", "2024-01-10"),
    }


def test_csv_and_table(kg: Kg) -> None:
    text = "MATCH (a:Actor:Party) RETURN a.id AS id, a.aliases AS aliases ORDER BY id"
    assert kg("query", text, "--format", "csv").out == "id,aliases\nQ10,PF\nQ11,PS\n"
    assert "Q10" in kg("query", text).out


def test_the_list_of_named_queries(kg: Kg) -> None:
    done = kg("query", "--list")
    assert done.code == 0
    assert "Who asks an actor for action" in done.out
    assert "actor:actor, since:date?" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "did you mean asks"),
        (["zzzz"], "known are accusations"),
        (["asks"], "parameter actor is missing"),
        (["asks", "-p", "actor"], "write -p NAME=VALUE"),
        (["asks", "-p", "actor=Nobody Known"], "no actor named"),
        (["asks", "-p", "actor=Q1", "-p", "until=2024"], "no parameter until; it has actor, since"),
        (["asks", "-p", "actor=Q1", "-p", "since=kemarin"], "parameter since: 'kemarin' is not a date"),
        (["MATCH (n) WHERE n.x = = 1 RETURN n.id AS id"], "line 1, col"),
        (["MATCH (n {id: $x}) RETURN n.id AS id"], "parameter x is missing"),
        (["MATCH (n {id: $x}) RETURN n.id AS id", "-p", "x:colour=1"], "no type colour"),
        (["MATCH (n) DELETE n"], "line 1, column 11: DELETE is not allowed"),
        (["LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row"], "LOAD is not allowed"),
        ([], "which query?"),
    ],
)
def test_a_wrong_question_is_one_clear_line_and_exit_code_2(kg: Kg, arguments: list[str], message: str) -> None:
    done = kg("query", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert len(done.err.splitlines()) == 1


def test_a_query_that_takes_too_long_is_exit_code_1(kg: Kg) -> None:
    done = kg("query", _ENDLESS, "--timeout", "0.2")
    assert done.code == 1
    assert "took more than 0.2 s" in done.err


def test_rows_cut_at_the_limit_are_said(kg: Kg) -> None:
    assert (
        "2 rows, and there are more (--limit 2)"
        in kg("query", "MATCH (a:Actor) RETURN a.id AS id ORDER BY id", "--limit", "2").err
    )


def test_a_direction_over_a_symmetric_relation_is_remarked(kg: Kg) -> None:
    assert "MEETS has no direction" in kg("query", "MATCH (a)-[r:MEETS]->(b) RETURN r.claim AS claim").err


def test_a_change_of_the_database_is_seen_at_once(kg: Kg, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = ("query", "MATCH (c:Claim) RETURN count(c) AS n", "--format", "csv")
    assert kg(*count).out == "n\n21\n"
    monkeypatch.setattr(pipeline, "view", lambda store, **options: pytest.fail("nothing changed, and the view was made again"))
    assert kg(*count).out == "n\n21\n"
    monkeypatch.setattr(pipeline, "view", lambda store, **options: election())
    before = sorted(db.with_suffix(".cache").iterdir())
    assert kg(*count, "--all").code == 0  # another filter is another state
    assert sorted(db.with_suffix(".cache").iterdir()) != before


def test_push_and_query_on_neo4j(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    _use_neo4j(monkeypatch)
    done = kg("push", "--verify")
    assert done.code == 0
    assert "verified: every node, relationship and property is equal" in done.err
    assert "0 new, 0 updated, 0 deleted, 35 unchanged" in kg("push", "--verify").err
    asked = ("query", "accusations", "-p", "actor=KP", "--format", "json")
    assert kg(*asked, "--neo4j").out == kg(*asked).out


def test_a_push_of_what_was_pushed_already_does_not_even_make_the_view(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    _use_neo4j(monkeypatch)
    kg("push")
    monkeypatch.setattr(pipeline, "view", lambda store, **options: pytest.fail("the view was made"))
    done = kg("push")
    assert "nothing has changed since the last push" in done.err
    assert "7 statements below the publishable point are left out" in done.err
    with Neo4j(server.running().server) as engine:
        server.ask(engine, "MATCH (a:Actor {id: 'Q4'}) DETACH DELETE a")
    monkeypatch.setattr(pipeline, "view", lambda store, **options: election())
    assert "1 new" in kg("push").err  # a node less than the last push left


def test_what_somebody_else_changed_is_repaired(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    _use_neo4j(monkeypatch)
    kg("push")
    with Neo4j(server.running().server) as engine:
        server.ask(engine, "MATCH (:Actor)-[r:MEETS]->() SET r.quote = 'lain'")
    done = kg("push", "--verify")
    assert done.code == 1
    assert "2 nodes and relationships differ" in done.err
    assert "kg push --repair" in done.err
    done = kg("push", "--repair")
    assert done.code == 0
    assert "repaired: 1 written anew, 0 deleted" in done.err
    assert "verified" in done.err


def test_push_without_a_server_is_one_clear_line(kg: Kg) -> None:
    done = kg("push", "--uri", "bolt://127.0.0.1:1")
    assert done.code == 1
    assert "no Neo4j answers there" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("engine", [[], ["--neo4j"]])
def test_what_is_left_out_is_said_each_time(kg: Kg, monkeypatch: pytest.MonkeyPatch, engine: list[str]) -> None:
    if engine:
        _use_neo4j(monkeypatch)
        kg("push")
    for _ in range(2):
        done = kg("query", "speakers", *engine)
        assert done.err.splitlines() == ["7 statements below the publishable point are left out (--all shows them)", "1 rows"]
    assert kg("query", "speakers", *engine, "--quiet").err == ""


def _use_neo4j(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let kg use the server, emptied."""
    there = server.running().server
    with Neo4j(there) as engine:
        server.wipe(engine)
    monkeypatch.setenv("NEO4J_URI", there.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", there.password)


def test_numbers_that_kg_prints_itself_do_not_come_from_cypher() -> None:
    """They come from the store, so that no fault of an engine can make them wrong."""
    commands = Path(pipeline.__file__).parent / "cli"
    for name in ("stats", "why", "actors"):
        assert "kg.graph" not in (commands / f"{name}.py").read_text(encoding="utf-8")
