"""Positions of the page's nodes, computed beforehand, so that the page is still when it opens and looks the same each time.

Force-directed placement is quadratic and makes a hairball of a large graph. So the graph is cut into blocks (connected
components; large ones by communities), each block is laid out by force, and the blocks are packed as circles near the
blocks they are linked to. Communities stay visible as groups, and 5,000 actors take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from networkx import Graph
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SPACING = 100.0  # between two nodes, in units of the page's canvas
_SEED = 1
_WHOLE = 150  # a graph, or a part that is linked to nothing else, up to this size reads well in one piece
_LARGEST = 400  # a community above this size is cut again
_GAP = 0.6 * SPACING  # between two blocks
_WIDE = 1.05  # the map is a little wider than high


def positions(size: int, links: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """A position for each of the nodes 0 … `size` - 1, from links (node, node, weight); the same input gives the same output."""
    import networkx  # 0.13 s to import: only for those who draw

    graph: Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from(links)
    blocks = sorted(_blocks(graph), key=lambda block: (-len(block), block))
    shapes = [_shape(graph.subgraph(block)) for block in blocks]
    centres = _packed([_radius(shape) for shape in shapes], _ties(graph, blocks))
    places = np.zeros((size, 2))
    for block, shape, centre in zip(blocks, shapes, centres, strict=True):
        places[block] = centre + shape
    return [(round(x), round(y)) for x, y in places]


def _blocks(graph: Graph[int]) -> Iterator[list[int]]:
    from networkx import connected_components

    if 0 < len(graph) <= _WHOLE:
        yield sorted(graph)
        return
    for component in connected_components(graph):
        part = graph.subgraph(sorted(component))
        yield from [sorted(part)] if len(part) <= _WHOLE else _communities(part)


def _communities(graph: Graph[int]) -> Iterator[list[int]]:
    import networkx
    from networkx.algorithms.community import louvain_communities

    # A view iterates in the order of a set; a copy in sorted order makes the result the same each time.
    ordered: Graph[int] = networkx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.edges()))
    found = louvain_communities(ordered, weight=None, seed=_SEED)
    for community in found:
        if len(community) > _LARGEST and len(found) > 1:
            yield from _communities(ordered.subgraph(community))
        else:
            yield sorted(community)


def _shape(graph: Graph[int]) -> Points:
    """Points of the nodes in sorted order around (0, 0), no two nearer than the spacing."""
    from networkx import from_numpy_array, spring_layout, to_numpy_array

    nodes = sorted(graph)
    if len(nodes) == 1:
        return np.zeros((1, 2))
    if len(nodes) == 2:
        return np.array([[-0.6, 0.0], [0.6, 0.0]]) * SPACING
    rounds = max(30, min(200, 6_000_000 // len(nodes) ** 2))
    # From the adjacency in sorted order: the order of a subgraph is that of a set.
    links = np.minimum(to_numpy_array(graph, nodelist=nodes), 3.0)
    spread = spring_layout(from_numpy_array(links), seed=_SEED, iterations=rounds, method="force")
    points = np.array([spread[node] for node in range(len(nodes))])
    return _apart(_disc(points - points.mean(axis=0)) * SPACING * 0.62 * np.sqrt(len(nodes)))


def _disc(points: Points) -> Points:
    """Fill the unit disc more evenly: force leaves a crowd in the middle and a few nodes far out."""
    distance = np.sqrt((points**2).sum(axis=1))
    even = np.sqrt((distance.argsort(kind="stable").argsort(kind="stable") + 0.5) / len(points))
    wanted = 0.35 * distance / distance.max() + 0.65 * even
    filled: Points = points * (wanted / np.maximum(distance, 1e-6))[:, None]
    return filled


def _apart(points: Points) -> Points:
    """Push points away from each other until hardly any two are nearer than the spacing."""
    for _ in range(40):
        between = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((between**2).sum(axis=2)) + np.eye(len(points)) * 1e9
        lack = np.clip(SPACING - distance, 0, None)
        if lack.max() < 0.1 * SPACING:
            break
        points = points + (between / np.maximum(distance, 1e-3)[:, :, None] * lack[:, :, None] * 0.35).sum(axis=1)
    return points


def _radius(points: Points) -> float:
    return float(np.sqrt((points**2).sum(axis=1)).max()) + SPACING / 2


def _ties(graph: Graph[int], blocks: Sequence[list[int]]) -> list[dict[int, int]]:
    """For each block the blocks it is linked to, with the number of links."""
    home = {node: index for index, block in enumerate(blocks) for node in block}
    ties: list[dict[int, int]] = [{} for _ in blocks]
    for one, two in graph.edges():
        if home[one] != home[two]:
            for here, there in ((home[one], home[two]), (home[two], home[one])):
                ties[here][there] = ties[here].get(there, 0) + 1
    return ties


def _packed(radii: Sequence[float], ties: Sequence[dict[int, int]]) -> list[Points]:
    """Centres of circles that do not overlap, each near those it is tied to and all near the middle; largest first."""
    if not radii:
        return []
    room = 2.2 * np.sqrt(sum((radius + _GAP / 2) ** 2 for radius in radii)) + 2 * max(radii)
    number = np.arange(30_000)
    out, turn = room * np.sqrt(number / len(number)), number * np.pi * (3 - np.sqrt(5))  # a sunflower: even cover, no rows
    spots = np.stack([out * np.cos(turn), out * np.sin(turn)], axis=1)
    free = np.full(len(spots), np.inf)
    pull = spots[:, 0] ** 2 / _WIDE + spots[:, 1] ** 2 * _WIDE
    centres: list[Points] = []
    for radius, tied in zip(radii, ties, strict=True):
        cost = pull.copy()
        if near := {other: weight for other, weight in tied.items() if other < len(centres)}:
            target = sum(centres[other] * weight for other, weight in sorted(near.items())) / sum(near.values())
            cost = 0.3 * cost + ((spots - target) ** 2).sum(axis=1)
        cost[free < radius + _GAP] = np.inf
        centre = spots[int(cost.argmin())]
        centres.append(centre)
        free = np.minimum(free, np.sqrt(((spots - centre) ** 2).sum(axis=1)) - radius)
    return centres
