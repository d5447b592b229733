"""The statements behind claims as rows, for every command that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Claim, GraphView, Support

Row = dict[str, object]


def rows(view: GraphView, claims: Iterable[Claim]) -> Iterator[Row]:
    """One row a statement: names, not ids; `trigger` holds the offsets in `quote` of the words that state the relation."""
    names = {actor.id: actor.name for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    for claim in claims:
        for support in claim.support:
            source = sources[support.article]
            yield {
                "statement": support.statement,
                "subject": names[claim.subject],
                "relation": claim.relation,
                "object": names[claim.object],
                "polarity": claim.polarity.value,
                "modality": claim.modality.value,
                "speaker": names[claim.speaker] if claim.speaker else None,
                "role": support.role,
                "date": support.happened or source.published,
                "outlet": source.outlet,
                "quote": support.quote,
                "trigger": _trigger(support),
                "confidence": round(support.confidence, 2),
                "method": support.method,
                "verified": support.verified,
                "article": support.article,
                "url": source.url,
            }


def _trigger(support: Support) -> list[int] | None:
    if support.trigger is None or not support.span.contains(support.trigger):
        return None
    return [support.trigger.start - support.span.start, support.trigger.stop - support.span.start]
