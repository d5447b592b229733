"""What a graph holds: the one description of labels, types and properties, for engines and import files (docs/engine.md).

A `Unit` is a node with the relationships that come and go with it. Actors and articles come alone; a claim brings SUBJECT,
OBJECT, SPEAKER, EVIDENCE and the direct relationship between its two actors. So an engine that is kept up to date has only
to compare units.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kg import ids
from kg.model import Actor, Claim, Kind, Polarity, Source, Support

# A property of a node or relationship: what both engines store exactly.
Value = str | int | float | bool | date | list[str]
Properties = Mapping[str, Value]

ACTOR, ARTICLE, CLAIM, OURS = "Actor", "Article", "Claim", "Kg"
PRIMARY = (ACTOR, ARTICLE, CLAIM)
KINDS = tuple(kind.capitalize() for kind in Kind)
PARTS = ("SUBJECT", "OBJECT", "SPEAKER", "EVIDENCE")


@dataclass(frozen=True, slots=True)
class Node:
    """A node; the first label is the primary one. `key` is unique in the whole graph and begins with the primary label."""

    key: str
    labels: tuple[str, ...]
    properties: Properties


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship between the nodes with the keys `source` and `target`."""

    type: str
    source: str
    target: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class Unit:
    """A node with the relationships that come and go with it."""

    node: Node
    edges: tuple[Edge, ...] = ()

    @property
    def digest(self) -> str:
        """Equal for equal content, and for that only."""
        return ids.digest(_encode([_plain(self.node), *map(_plain, self.edges)]))


def canonical(thing: Node | Edge) -> str:
    """A text that is equal for equal nodes (relationships), whatever the order of properties and of further labels."""
    return _encode(_plain(thing))


def _plain(thing: Node | Edge) -> list[object]:
    head = [thing.key, *sorted(thing.labels)] if isinstance(thing, Node) else [thing.type, thing.source, thing.target]
    return [head, sorted(thing.properties.items())]


_encode = json.JSONEncoder(default=lambda day: {"date": day.isoformat()}).encode  # one encoder: json.dumps would make a million


def label_of(key: str) -> str:
    """The primary label of the node with this key."""
    return key.partition(":")[0]


class Shown(Protocol):
    """What a graph is made of: a `GraphView`, or one that does not fit into memory (`kg.link.large`)."""

    @property
    def actors(self) -> Iterable[Actor]:
        """All of them, sorted by id; likewise the others."""

    @property
    def sources(self) -> Iterable[Source]:
        """The articles."""

    @property
    def claims(self) -> Iterable[Claim]:
        """What articles say."""


def units(view: Shown, labels: Collection[str] = PRIMARY) -> Iterator[Unit]:
    """The graph, or those nodes of it: actors, then articles, then claims, so that a relationship never comes before its ends."""
    if ACTOR in labels:
        yield from (Unit(_actor(actor)) for actor in view.actors)
    if ARTICLE in labels:
        yield from (Unit(_article(source)) for source in view.sources)
    if CLAIM in labels:
        names = {actor.id: actor.name for actor in view.actors}
        for claim in view.claims:
            shared = _shared(claim)
            yield Unit(_claim(claim, names, shared), tuple(_edges(claim, shared)))


def relation_type(claim: Claim) -> str:
    """The type of the direct relationship; a negated claim has its own, so that a plain pattern never gives a denial as fact."""
    return ("NOT_" if claim.polarity is Polarity.NEGATED else "") + claim.relation.upper()


def _actor(actor: Actor) -> Node:
    return _node(
        (ACTOR, OURS, actor.kind.capitalize()),
        id=actor.id,
        name=actor.name,
        kind=str(actor.kind),
        aliases=list(actor.aliases),
        wikidata=actor.wikidata,
    )


def _article(source: Source) -> Node:
    return _node(
        (ARTICLE, OURS),
        id=source.id,
        name=source.title,
        url=source.url,
        outlet=source.outlet,
        family=source.family,
        **_day("published", source.published),
    )


def _claim(claim: Claim, names: Mapping[str, str], shared: Mapping[str, Value | None]) -> Node:
    denied = "NOT " if claim.polarity is Polarity.NEGATED else ""
    return _node(
        (CLAIM, OURS),
        id=claim.id,
        name=f"{names[claim.subject]} — {denied}{claim.relation.replace('_', ' ')} → {names[claim.object]}",
        relation=claim.relation,
        **shared,
    )


def _edges(claim: Claim, shared: Mapping[str, Value | None]) -> Iterator[Edge]:
    """All relationships of a claim, the direct one first."""
    key, subject, object_ = f"{CLAIM}:{claim.id}", f"{ACTOR}:{claim.subject}", f"{ACTOR}:{claim.object}"
    roles = sorted({support.role for support in claim.support if support.role})
    yield Edge(
        relation_type(claim),
        subject,
        object_,
        _present(claim=claim.id, roles=roles, quote=claim.support[0].quote, **shared),
    )
    yield Edge("SUBJECT", key, subject, {})
    yield Edge("OBJECT", key, object_, {})
    if claim.speaker is not None:
        yield Edge("SPEAKER", key, f"{ACTOR}:{claim.speaker}", {})
    yield from (Edge("EVIDENCE", key, f"{ARTICLE}:{support.article}", _evidence(support)) for support in claim.support)


def _shared(claim: Claim) -> dict[str, Value | None]:
    """What stands both on the Claim node and on the direct relationship."""
    return {
        "proposition": ids.digest(claim.subject, claim.relation, claim.object),
        "asserted": claim.asserted,
        "modality": str(claim.modality),
        "polarity": str(claim.polarity),
        "speaker": claim.speaker,
        "articles": claim.articles,
        "outlets": claim.outlets,
        "independent": claim.independent,
        "confidence": claim.confidence,
        "verified": claim.verified,
        **_day("first", claim.first),
        **_day("last", claim.last),
    }


def _evidence(support: Support) -> Properties:
    return _present(
        statement=support.statement,
        quote=support.quote,
        start=support.span.start,
        stop=support.span.stop,
        trigger_start=support.trigger.start if support.trigger else None,
        trigger_stop=support.trigger.stop if support.trigger else None,
        role=support.role,
        confidence=support.confidence,
        method=support.method,
        verified=support.verified,
        precision=_PRECISION.get(len(support.happened or "")),
        **_day("date", support.happened),
    )


_PRECISION = {10: "day", 7: "month", 4: "year"}


def _day(name: str, text: str | None) -> dict[str, Value | None]:
    """A date property where the day is known; else `NAME_text` holds the month or year as read."""
    if text is None:
        return {}
    try:
        return {name: date.fromisoformat(text)}
    except ValueError:
        return {f"{name}_text": text}


def _node(labels: tuple[str, ...], *, id: str, **properties: Value | None) -> Node:
    key = f"{labels[0]}:{id}"
    return Node(key, labels, _present(key=key, id=id, **properties))


def _present(**properties: Value | None) -> dict[str, Value]:
    """Without those that are None: both engines know an absent property, and no null one."""
    return {name: value for name, value in properties.items() if value is not None}
