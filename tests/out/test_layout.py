"""Positions: the same each time, apart from each other, linked actors near each other."""

from __future__ import annotations

import math
from itertools import combinations

from kg.out.layout import SPACING, positions


def clique(nodes: range) -> list[tuple[int, int, int]]:
    return [(one, two, 1) for one, two in combinations(nodes, 2)]


def test_no_actor_and_one_actor_have_their_place() -> None:
    assert positions(0, []) == []
    assert len(positions(1, [])) == 1


def test_nodes_do_not_lie_on_each_other() -> None:
    places = positions(30, [*clique(range(8)), (8, 9, 1), (9, 10, 3), (11, 12, 1)])
    assert min(math.dist(one, two) for one, two in combinations(places, 2)) > 0.7 * SPACING


def test_a_community_stays_together() -> None:
    links = [link for start in range(0, 200, 20) for link in clique(range(start, start + 20))]
    bridges = [(start, (start + 20) % 200, 1) for start in range(0, 200, 20)]
    places = positions(200, links + bridges)
    inside = [math.dist(places[0], places[node]) for node in range(1, 20)]
    outside = [math.dist(places[0], places[node]) for node in range(20, 200)]
    assert max(inside) < min(sorted(outside)[19:])
