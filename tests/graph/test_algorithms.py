"""Answers that networkx works out from the rows of a query."""

from __future__ import annotations

import pytest

from kg.graph import algorithms
from kg.graph.algorithms import betweenness
from kg.graph.engine import Rows

COLUMNS = ("id", "name", "kind", "other_id", "other_name", "other_kind")


def links(*pairs: tuple[str, str]) -> Rows:
    """Links between actors; those in capitals are parties."""
    kinds = {True: "party", False: "person"}
    return Rows(COLUMNS, tuple((a, f"Nama {a}", kinds[a.isupper()], b, f"Nama {b}", kinds[b.isupper()]) for a, b in pairs))


def test_the_one_between_two_camps_is_the_broker() -> None:
    found = betweenness(links(("A", "x"), ("B", "x"), ("A", "a"), ("A", "b"), ("B", "c")))
    assert found.columns == ("actor", "kind", "betweenness", "links", "camps", "id")
    assert found.rows == (("Nama x", "person", 0.6, 2, ["Nama A", "Nama B"], "x"),)


def test_without_links_there_is_nobody() -> None:
    assert betweenness(links()).rows == ()
    assert betweenness(links(("A", "B"))).rows == ()


def test_a_large_graph_is_estimated_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = links(
        *((str(number), str((number + 1) % 40)) for number in range(40)), ("A", "7"), ("B", "7"), ("A", "20"), ("B", "20")
    )
    exact = betweenness(ring)
    assert exact.notes == ()
    monkeypatch.setattr(algorithms, "_STEPS", 10 * 90)
    estimated = betweenness(ring)
    assert estimated.notes == ("estimated from 10 of 42 actors",)
    assert {row[5] for row in estimated.rows} == {row[5] for row in exact.rows} == {"20", "7"}
    assert betweenness(ring) == estimated
