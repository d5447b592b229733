"""What the page shows, as plain values: nodes and edges for pyvis, claims in columns, evidence in chunks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.model import Claim, GraphView, Support
from kg.out.parties import letters, palette, parties
from kg.out.words import knowledge
from kg.schema import relations

# Above this much a drawing says nothing, and the page gets slow.
MOST_CLAIMS = 15_000
MOST_ACTORS = 5_000
CHUNK = 500  # claims in one block of evidence: parsed only when a card needs it

# vis pans, zooms and places; edges, labels and picking are ours, because vis scales dashes away when zoomed out,
# so that a denial would look like a fact.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        **{"dragNodes": False, "hover": False, "selectable": False, "keyboard": False},
        **{"tooltipDelay": 2147483647, "zoomSpeed": 0.7},
    },
    "nodes": {"chosen": False},
    "edges": {"smooth": False, "chosen": False},
}


def linked(view: GraphView) -> set[str]:
    """The actors that some claim names."""
    return {actor for claim in view.claims for actor in named(claim)}


def reduced(view: GraphView) -> GraphView:
    """The actors that some claim names, and all claims; of a large view only the best supported ones."""
    shown = linked(view)
    if len(view.claims) <= MOST_CLAIMS and len(shown) <= MOST_ACTORS:
        return replace(view, actors=tuple(actor for actor in view.actors if actor.id in shown))
    best = sorted(
        view.claims,
        key=lambda claim: (not claim.verified, -claim.independent, -claim.outlets, -claim.articles, -claim.confidence, claim.id),
    )
    return restricted(view, set(_within(best)))


def _within(claims: Iterable[Claim]) -> Iterator[str]:
    """The ids of the first claims that fit on the page with the actors that they name."""
    actors: set[str] = set()
    left = MOST_CLAIMS
    for claim in claims:
        new = named(claim) - actors
        if left and len(actors) + len(new) <= MOST_ACTORS:
            actors |= new
            left -= 1
            yield claim.id


def restricted(view: GraphView, kept: set[str]) -> GraphView:
    """`view` with the claims of these ids only, and the actors and articles that they name."""
    claims = tuple(claim for claim in view.claims if claim.id in kept)
    actors = {actor for claim in claims for actor in named(claim)}
    articles = {support.article for claim in claims for support in claim.support}
    return GraphView(
        actors=tuple(actor for actor in view.actors if actor.id in actors),
        sources=tuple(source for source in view.sources if source.id in articles),
        claims=claims,
        left_out=view.left_out,
    )


def around(view: GraphView, actor: str, hops: int = 1) -> GraphView:
    """The claims between the actors that are at most `hops` claims away from the actor of this id, and those it speaks."""
    near = {actor}
    for _ in range(hops):
        near = near.union(*(named(claim) for claim in view.claims if named(claim) & near))
    kept = {claim.id for claim in view.claims if {claim.subject, claim.object} <= near or claim.speaker == actor}
    return restricted(view, kept)


def named(claim: Claim) -> set[str]:
    """The actors that a claim names: its two sides, and who says it."""
    return {claim.subject, claim.object} | ({claim.speaker} if claim.speaker else set())


def nodes_and_edges(view: GraphView) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Nodes with their positions, and one edge for each ordered pair and group of relations, with the claims on it."""
    from kg.out.layout import positions  # brings numpy: only for those who draw

    rows = {actor.id: row for row, actor in enumerate(view.actors)}
    edges: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
    for number, claim in enumerate(view.claims):
        relation = relations()[claim.relation]
        edges[(rows[claim.subject], rows[claim.object], relation.group)].append(number)
    weights: defaultdict[tuple[int, int], int] = defaultdict(int)
    for (source, target, _), claims in edges.items():
        weights[(min(source, target), max(source, target))] += len(claims)
    for claim in view.claims:
        if claim.speaker:  # not drawn, but whoever speaks about somebody stands near them
            source, target = sorted((rows[claim.speaker], rows[claim.subject]))
            weights[(source, target)] += 1
    links = [(*pair, weight) for pair, weight in sorted(weights.items()) if pair[0] != pair[1]]
    places = positions(len(rows), links)
    nodes = [{"id": row, "x": x, "y": y, "size": 10} for row, (x, y) in enumerate(places)]
    drawn = [{"from": s, "to": o, "group": group, "claims": claims} for (s, o, group), claims in sorted(edges.items())]
    return nodes, drawn


def columns(view: GraphView) -> dict[str, Any]:
    """Actors, articles and claims, one list a property; actors, articles and outlets are named by their row."""
    outlets = _outlets(view)
    rows = {name: row for row, name in enumerate(outlets)}
    return {
        "chunk": CHUNK,
        "leftOut": view.left_out,
        "groups": _shown("groups.yml", "label", "colour"),
        "kinds": _shown("kinds.yml", "label", "colour", "shape"),
        "parties": palette(),
        "relations": {
            relation.name: {
                "label": relation.label,
                "group": relation.group,
                "symmetric": relation.symmetric,
                "structural": relation.structural,
            }
            for relation in relations().values()
        },
        "actors": _actors(view),
        "outlets": outlets,
        "articles": {
            "title": [source.title for source in view.sources],
            "url": [source.url for source in view.sources],
            "outlet": [rows[source.outlet or ""] for source in view.sources],
            "published": [source.published for source in view.sources],
        },
        "claims": _claims(view, rows),
    }


def _shown(name: str, *keys: str) -> dict[str, dict[str, Any]]:
    """These keys of the entries of a data file."""
    return {entry: {key: value[key] for key in keys} for entry, value in knowledge(name).items()}


def _outlets(view: GraphView) -> list[str]:
    """Names of outlets, those with most articles first; "" stands for an unknown one."""
    counts = Counter(source.outlet or "" for source in view.sources)
    return sorted(counts, key=lambda name: (not name, -counts[name], name))


def _actors(view: GraphView) -> dict[str, list[Any]]:
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for claim in view.claims:
        for actor in named(claim):
            articles[actor].update(support.article for support in claim.support)
    return {
        "name": [actor.name for actor in view.actors],
        "kind": [actor.kind for actor in view.actors],
        "aliases": [[alias for alias in actor.aliases if alias != actor.name] for actor in view.actors],
        "wikidata": [actor.wikidata for actor in view.actors],
        "articles": [len(articles[actor.id]) for actor in view.actors],
        "parties": parties(view),
        "letters": letters(view),
    }


def _claims(view: GraphView, outlets: Mapping[str, int]) -> dict[str, list[Any]]:
    rows = {actor.id: row for row, actor in enumerate(view.actors)}
    homes = {source.id: outlets[source.outlet or ""] for source in view.sources}
    return {
        "id": [claim.id for claim in view.claims],
        "subject": [rows[claim.subject] for claim in view.claims],
        "object": [rows[claim.object] for claim in view.claims],
        "speaker": [rows[claim.speaker] if claim.speaker else -1 for claim in view.claims],
        "relation": [claim.relation for claim in view.claims],
        "polarity": [claim.polarity for claim in view.claims],
        "modality": [claim.modality for claim in view.claims],
        "articles": [claim.articles for claim in view.claims],
        "outlets": [claim.outlets for claim in view.claims],
        "independent": [claim.independent for claim in view.claims],
        "places": [sorted({homes[support.article] for support in claim.support}) for claim in view.claims],
        "confidence": [claim.confidence for claim in view.claims],
        "verified": [int(claim.verified) for claim in view.claims],
        "first": [claim.first for claim in view.claims],
        "last": [claim.last for claim in view.claims],
    }


def evidence(view: GraphView) -> list[list[list[dict[str, Any]]]]:
    """The evidence of the claims in order, `CHUNK` claims a block."""
    rows = {source.id: row for row, source in enumerate(view.sources)}
    every = [[_piece(support, rows[support.article]) for support in claim.support] for claim in view.claims]
    return [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]


def _piece(support: Support, article: int) -> dict[str, Any]:
    piece = {
        "id": support.statement,
        "article": article,
        # Cut here: Python counts code points and JavaScript UTF-16 units.
        "quote": _around(support),
        "confidence": support.confidence,
        "role": support.role,
        "happened": support.happened,
        "verified": support.verified or None,
    }
    return {key: value for key, value in piece.items() if value is not None}


def _around(support: Support) -> list[str]:
    """The quote in three parts: before the words that state the relation, those words, and after."""
    if support.trigger is None or not support.span.contains(support.trigger):
        return [support.quote, "", ""]
    start, stop = support.trigger.start - support.span.start, support.trigger.stop - support.span.start
    return [support.quote[:start], support.quote[start:stop], support.quote[stop:]]
