"""Popolo JSON (popoloproject.com) for civic tools: persons, organizations, and who holds which position in which of them.

Only standing facts fit: what the newsroom says as fact (publishable or verified), of a person, in a relation that
`data/relations` calls structural.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from kg.model import Actor, Claim, GraphView, Kind, Source
from kg.schema import relations


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as one JSON document, one object on each line; only those persons and bodies that a membership names."""
    kinds = {actor.id: actor.kind for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    claims = [claim for claim in view.claims if _stands(claim, kinds)]
    named = {actor for claim in claims for actor in (claim.subject, claim.object)}
    actors = [actor for actor in view.actors if actor.id in named]
    lists: dict[str, Iterator[dict[str, Any]]] = {
        "persons": (_actor(actor) for actor in actors if actor.kind is Kind.PERSON),
        "organizations": (_actor(actor) | {"classification": actor.kind} for actor in actors if actor.kind is not Kind.PERSON),
        "memberships": (_membership(claim, sources) for claim in claims),
    }
    for number, (name, objects) in enumerate(lists.items()):
        out.write(f'{"," if number else "{"}\n"{name}": ['.encode())
        _write_all(objects, out)
    out.write(b"\n}\n")


def _write_all(objects: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    comma = ""
    for one in objects:
        out.write(f"{comma}\n{json.dumps(one, sort_keys=True)}".encode())
        comma = ","
    out.write(b"\n]")


def _stands(claim: Claim, kinds: Mapping[str, Kind]) -> bool:
    of_a_person = kinds[claim.subject] is Kind.PERSON and kinds[claim.object] is not Kind.PERSON
    return of_a_person and claim.asserted and claim.publishable and relations()[claim.relation].structural


def _actor(actor: Actor) -> dict[str, Any]:
    known: dict[str, Any] = {"id": actor.id, "name": actor.name}
    if others := [alias for alias in actor.aliases if alias != actor.name]:
        known["other_names"] = [{"name": alias} for alias in others]
    if actor.wikidata:
        known["identifiers"] = [{"scheme": "wikidata", "identifier": actor.wikidata}]
    return known


def _membership(claim: Claim, sources: Mapping[str, Source]) -> dict[str, Any]:
    roles = sorted({support.role for support in claim.support if support.role})
    notes = [{"url": url, "note": s.quote} for s in claim.support if (url := sources[s.article].url)]
    return {
        **{"id": claim.id, "person_id": claim.subject, "organization_id": claim.object},
        # No start_date: a report says that somebody holds a position, not since when.
        **{"role": roles[0] if roles else claim.relation, "label": claim.relation, "sources": notes},
    }
