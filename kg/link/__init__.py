"""From what each article says to one graph: which local actors are the same actor, and which statements make one claim.

    profile   what tells a local actor from others: its normalised name, who is known by it, what it leads
    resolve   candidates, comparison, union in a canonical order
    actors    ids, names and aliases of the groups
    claims    statements of the groups, aggregated with their support

Identity is a view: nothing here is stored, so that a better rule changes the graph and no article has to be read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.link.actors import identify
from kg.link.claims import aggregate
from kg.link.knowledge import load
from kg.link.profile import profiles
from kg.link.resolve import merge
from kg.model import GraphView, Reading, Source

__all__ = ["view"]


def view(readings: Iterable[Reading], *, thresholds: Mapping[str, float]) -> GraphView:
    """The graph of what was read; the order of `readings` does not matter.

    Statements whose confidence is below the threshold of their relation (0 where it has none) are left out and counted.
    They still tell who is who.

    Raises:
        BadData: if a file of `data/actors` or `data/languages` is broken.
    """
    read = sorted(readings, key=lambda reading: reading.article.id)
    known = load()
    found, ids = identify(merge(profile for reading in read for profile in profiles(reading, known)))
    shown = [_above(reading, thresholds) for reading in read]
    return GraphView(
        actors=tuple(found),
        sources=tuple(_source(reading) for reading in read),
        claims=tuple(aggregate(shown, ids)),
        left_out=sum(len(reading.extraction.statements) for reading in read) - sum(len(r.extraction.statements) for r in shown),
    )


def _above(reading: Reading, thresholds: Mapping[str, float]) -> Reading:
    """The reading without the statements below the threshold of their relation."""
    kept = tuple(s for s in reading.extraction.statements if s.confidence >= thresholds.get(s.relation, 0.0))
    return replace(reading, extraction=replace(reading.extraction, statements=kept))


def _source(reading: Reading) -> Source:
    article = reading.article
    return Source(article.id, article.title, article.url, article.outlet, article.published, reading.reader or None)
