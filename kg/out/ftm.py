"""FollowTheMoney entities, one JSON object on each line, for Aleph, OpenSanctions and yente; `data/ftm.yml` has the mapping.

FollowTheMoney knows no speaker, denial, plan or offset: what is not simply a fact is an UnknownLink whose `role` is the whole
sentence ("Menurut X, A tidak …"), never a Membership. An UnknownLink has no direction; its `role` and its two ends have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kg.ids import digest
from kg.model import Actor, Claim, GraphView, Kind, Source
from kg.out.words import Sentences, distinct, knowledge, printable

Entity = dict[str, Any]

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PATTERNS = {
    **{"date": _DATE, "publishedAt": _DATE, "sourceUrl": re.compile(r"https?://[^\s/?#]+\.[^\s]+")},
    "wikidataId": re.compile(r"Q[1-9]\d*", re.ASCII),
}
_LONGEST = {"name": 384, "alias": 384, "description": 65_000, "summary": 65_000, "sourceUrl": 4096}  # characters
_LONG = 1024


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view`: actors, articles, then a link for each claim."""
    posts: set[str] = set()  # several people may hold one
    for entity in _entities(view):
        if entity["schema"] == "Position":
            if entity["id"] in posts:
                continue
            posts.add(entity["id"])
        out.write(json.dumps(entity, sort_keys=True).encode("ascii") + b"\n")


def _entities(view: GraphView) -> Iterator[Entity]:
    mapping = knowledge("ftm.yml")
    actors = {actor.id: actor for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    sentences = Sentences(view, "id")
    for actor in view.actors:
        yield _actor(actor, mapping["kinds"])
    for source in view.sources:
        yield _article(source)
    for claim in view.claims:
        known = mapping["relations"].get(claim.relation) if _stands(claim) and _fits(claim, actors) else None
        shared = _shared(claim, sources, sentences.say(claim))
        if known is None:
            yield _unknown(claim, shared)
        else:
            yield from _standing(claim, known, shared, actors)


def _actor(actor: Actor, schemata: Mapping[str, str]) -> Entity:
    aliases = [alias for alias in actor.aliases if alias != actor.name]
    wikidata = [actor.wikidata] if actor.wikidata else []
    name = actor.name if actor.name.strip() else actor.id  # an entity without a name is refused
    return _entity(_id("actor", actor.id), schemata[actor.kind], name=[name], alias=aliases, wikidataId=wikidata)


def _article(source: Source) -> Entity:
    return _entity(
        _id("article", source.id),
        "Article",
        title=[source.title],
        sourceUrl=[source.url],
        publisher=[source.outlet],
        publishedAt=[source.published],
    )


def _stands(claim: Claim) -> bool:
    return claim.asserted and claim.publishable


def _fits(claim: Claim, actors: Mapping[str, Actor]) -> bool:
    """Whether the ends have the kinds that a standing relation needs: a person, and no person unless it is kin."""
    kin = claim.relation == "family_of"
    return actors[claim.subject].kind is Kind.PERSON and (actors[claim.object].kind is Kind.PERSON) is kin


def _shared(claim: Claim, sources: Mapping[str, Source], sentence: str) -> dict[str, list[str | None]]:
    """What every link says: where it stands, the sentence, and how it is said."""
    articles = sorted({support.article for support in claim.support})
    how = f"polarity: {claim.polarity}; modality: {claim.modality}; confidence: {claim.confidence:.2f}"
    return {
        "recordId": [claim.id],
        "date": [*dict.fromkeys((claim.first, claim.last))],
        "description": [*dict.fromkeys(support.quote for support in claim.support)],
        "summary": [sentence, how],
        "proof": [_id("article", article) for article in articles],
        "sourceUrl": list(distinct(sources[article].url for article in articles)),
        "publisher": list(distinct(sources[article].outlet for article in articles)),
    }


def _unknown(claim: Claim, shared: dict[str, list[str | None]]) -> Entity:
    ends = {"subject": [_id("actor", claim.subject)], "object": [_id("actor", claim.object)]}
    role = claim.relation.replace("_", " ") if _stands(claim) else shared["summary"][0]
    return _entity(_id("claim", claim.id), "UnknownLink", role=[role], **ends, **shared)


def _standing(
    claim: Claim, known: Mapping[str, str], shared: dict[str, list[str | None]], actors: Mapping[str, Actor]
) -> Iterator[Entity]:
    roles = distinct(support.role for support in claim.support) or [claim.relation.replace("_", " ")]
    object_ = _id("actor", claim.object)
    if known["schema"] == "Occupancy":
        post = _id("post", claim.object, *roles)
        name = f"{roles[0]}, {actors[claim.object].name}"
        yield _entity(post, "Position", name=[name], organization=[object_], country=["id"])
        object_ = post
    ends = {known["subject"]: [_id("actor", claim.subject)], known["object"]: [object_], known["role"]: roles}
    yield _entity(_id("claim", claim.id), known["schema"], **ends, **shared)


def _entity(id_: str, schema: str, **properties: list[Any]) -> Entity:
    values = {
        name: [text for value in many if value and (text := _fitting(name, printable(value)))]
        for name, many in properties.items()
    }
    return {"id": id_, "schema": schema, "properties": {name: many for name, many in values.items() if many}}


def _fitting(name: str, text: str) -> str | None:
    """The value as FollowTheMoney admits it: not blank, not too long, and dates and addresses only if they are some."""
    pattern = _PATTERNS.get(name)
    admitted = pattern.fullmatch(text) if pattern else text.strip()
    return text[: _LONGEST.get(name, _LONG)] if admitted else None


def _id(kind: str, *parts: str) -> str:
    return f"kg-{kind}-{digest(*map(ascii, parts))}"
