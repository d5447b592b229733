"""GraphView → the part of it that somebody asked for: one selection for every exporter and for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Claim, GraphView, Source, Support
from kg.out.network import around, restricted

_LAST = "~"  # sorts behind every digit and hyphen: the end of the year, month or day that it follows


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep; the empty selection keeps everything.

    `actor` is an id: those at most `hops` claims away stay too. `since` and `until` are days, months or years, both included;
    they hold for each piece of evidence: when it happened where the text says so, else when it was published. What has no date
    is left out as soon as one of them is given. `min_outlets` counts the outlets that are left by then.
    """

    actor: str | None = None
    relations: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_outlets: int = 0
    hops: int = 1


def select(view: GraphView, wanted: Selection) -> GraphView:
    """The claims of `view` that `wanted` asks for, with the actors and articles that they name."""
    if wanted == Selection():
        return view
    claims = tuple(claim for claim in view.claims if not wanted.relations or claim.relation in wanted.relations)
    if wanted.since or wanted.until:
        sources = {source.id: source for source in view.sources}
        claims = tuple(kept for claim in claims if (kept := _dated(claim, wanted, sources)))
    view = replace(view, claims=tuple(claim for claim in claims if claim.outlets >= wanted.min_outlets))
    return around(view, wanted.actor, wanted.hops) if wanted.actor else restricted(view, {claim.id for claim in view.claims})


def answered(view: GraphView, rows: Iterable[Sequence[object]]) -> GraphView:
    """What the rows of a query name by id, however deep inside a cell: their claims, else the claims between their actors."""
    ids = {text for row in rows for cell in row for text in _texts(cell)}
    claims = {claim.id for claim in view.claims if claim.id in ids}
    return restricted(view, claims or {claim.id for claim in view.claims if {claim.subject, claim.object} <= ids})


def _texts(cell: object) -> Iterator[str]:
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, Mapping):
        yield from _texts(list(cell.values()))
    elif isinstance(cell, Sequence):
        for part in cell:
            yield from _texts(part)


def _dated(claim: Claim, wanted: Selection, sources: Mapping[str, Source]) -> Claim | None:
    """The claim with its evidence of that time, counted anew; None where none is left."""
    days = [(support, support.happened or sources[support.article].published) for support in claim.support]
    kept = [(support, day) for support, day in days if day and _within(day, wanted)]
    return _recounted(claim, kept, sources) if kept else None


def _within(day: str, wanted: Selection) -> bool:
    """Whether some day of `day` (which may be a month or a year) lies between the two dates."""
    return (not wanted.since or day + _LAST >= wanted.since) and (not wanted.until or day <= wanted.until + _LAST)


def _recounted(claim: Claim, kept: list[tuple[Support, str]], sources: Mapping[str, Source]) -> Claim:
    articles = {support.article for support, _ in kept}
    return replace(
        claim,
        support=tuple(support for support, _ in kept),
        articles=len(articles),
        outlets=len({outlet for article in articles if (outlet := sources[article].outlet)}),
        first=min(day for _, day in kept),
        last=max(day for _, day in kept),
    )
