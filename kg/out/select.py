"""GraphView → the part of it that somebody asked for: one selection for every exporter and for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Claim, GraphView, Source, Support
from kg.out.network import around, restricted
from kg.outlets import independent

_LAST = "~"  # sorts behind every digit and hyphen: the end of the year, month or day that it follows


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep; the empty selection keeps everything.

    `actor` is an id: those at most `hops` claims away stay too. `since` and `until` are days, months or years, both included;
    they hold for each piece of evidence: when it happened where the text says so, else when it was published. `as_of` keeps
    what had been published by then. As soon as one of the three is given, articles without a date are left out, unless
    `undated` asks for them: then what they say counts by when it happened, where that is known. `min_outlets` counts the
    outlets that are left by then.
    """

    actor: str | None = None
    relations: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_outlets: int = 0
    hops: int = 1
    as_of: str | None = None
    undated: bool = False


def select(view: GraphView, wanted: Selection) -> GraphView:
    """The claims of `view` that `wanted` asks for, with the actors and articles that they name."""
    if wanted == Selection():
        return view
    claims = tuple(claim for claim in view.claims if not wanted.relations or claim.relation in wanted.relations)
    if wanted.since or wanted.until or wanted.as_of:
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
    days = [(support, sources[support.article].published) for support in claim.support]
    kept = [(support, support.happened or published) for support, published in days if _of_then(support, published, wanted)]
    return _recounted(claim, kept, sources) if kept else None


def known(published: str | None, wanted: Selection) -> bool:
    """Whether an article published then had been published by `wanted.as_of`."""
    if published is None:
        return wanted.undated or wanted.as_of is None
    return wanted.as_of is None or published + _LAST <= wanted.as_of + _LAST


def _of_then(support: Support, published: str | None, wanted: Selection) -> bool:
    if published is None and not wanted.undated:
        return False
    happened = support.happened or published
    return known(published or support.happened, wanted) and (happened is None or _within(happened, wanted))


def _within(day: str, wanted: Selection) -> bool:
    """Whether some day of `day` (which may be a month or a year) lies between the two dates."""
    return (not wanted.since or day + _LAST >= wanted.since) and (not wanted.until or day <= wanted.until + _LAST)


def _recounted(claim: Claim, kept: list[tuple[Support, str | None]], sources: Mapping[str, Source]) -> Claim:
    articles = {support.article for support, _ in kept}
    days = sorted(day for _, day in kept if day)
    return replace(
        claim,
        support=tuple(support for support, _ in kept),
        articles=len(articles),
        outlets=len({outlet for article in articles if (outlet := sources[article].outlet)}),
        independent=independent((sources[a].outlet, sources[a].family or a) for a in articles),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
