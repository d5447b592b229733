"""kg diff: what changed between two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DB,
    Db,
    Everything,
    MinConfidence,
    MinOutlets,
    Of,
    OutputFormat,
    Relations,
    Verified,
    open_store,
    open_view,
    selection,
)
from kg.cli.output import Format, note, write_rows
from kg.cli.times import checked
from kg.errors import UsageError
from kg.link.withhold import hide, suppressed
from kg.model import Actor, Claim, GraphView, Polarity
from kg.store import Entry, Event, Lost

if TYPE_CHECKING:
    from kg.out.select import Selection

Row = dict[str, object]
_CHANGES = ("claimed", "denied", "dropped")
_COLUMNS = ("change", "date", "subject", "relation", "object", "modality", "speaker", "articles", "outlets", "quote", "url")


def diff(
    before: Annotated[str, typer.Argument(help="A day, month or year.", metavar="DATE")],
    after: Annotated[str, typer.Argument(help="A later one.", metavar="DATE")],
    *,
    actor: Of = None,
    relation: Relations = None,
    min_confidence: MinConfidence = None,
    min_outlets: MinOutlets = 0,
    everything: Everything = False,
    verified: Verified = False,
    format: OutputFormat = Format.TABLE,
    db: Db = DB,
) -> None:
    """Show what was claimed, denied and dropped between two days.

    Claimed and denied is what no article had said by the first day, and some article by the second. Dropped is what a correction
    that came in between them took away, and no article says any more.

    Example: kg diff 2024-02-14 2024-03-20 --actor KPU
    """
    if str(checked("DATE", before)) >= str(checked("DATE", after)):
        raise UsageError(f"{before} does not lie before {after}")
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified)
    wanted = selection(view.actors, actor=actor, relations=relation, min_outlets=min_outlets)
    with open_store(db) as store:
        log, undated = store.log(), store.undated()
    found = [*_said(view, wanted, before, after), *_dropped(view, log, _between(before, after), wanted)]
    write_rows(sorted(found, key=lambda row: tuple(str(row[column] or "") for column in _COLUMNS)), _COLUMNS, format)
    if undated:
        note(f"{undated} articles have no date, and so no part in this")
    counts = Counter(row["change"] for row in found)
    note(", ".join(f"{counts[change]} {change}" for change in _CHANGES) + f" between {before} and {after}")


def _said(view: GraphView, wanted: Selection, before: str, after: str) -> Iterator[Row]:
    """The claims that no article had made by the one day, and some article by the other."""
    from kg.out.select import select  # brings the exporters: not for kg --help

    old = {claim.id for claim in select(view, replace(wanted, as_of=before)).claims}
    now = select(view, replace(wanted, as_of=after))
    names = {actor.id: actor.name for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    for claim in now.claims:
        if claim.id not in old:
            first = min((sources[support.article].published or "", support.article) for support in claim.support)
            yield {
                "change": "denied" if claim.polarity is Polarity.NEGATED else "claimed",
                "date": first[0],
                **{"subject": names[claim.subject], "relation": claim.relation, "object": names[claim.object]},
                **{"modality": claim.modality.value, "speaker": names[claim.speaker] if claim.speaker else None},
                **{"articles": claim.articles, "outlets": claim.outlets, "quote": claim.support[0].quote},
                "url": sources[first[1]].url,
            }


def _between(before: str, after: str) -> Callable[[str], bool]:
    """Whether a day lies behind all of `before`, and not behind `after`; each is a day, month or year."""
    return lambda day: day[: len(before)] > before and day[: len(after)] <= after


def _dropped(view: GraphView, log: Iterable[Entry], then: Callable[[str], bool], wanted: Selection) -> Iterator[Row]:
    """What corrections took away then, unless some article still says it; dated by when the correction came in."""
    actors = {actor.id: actor for actor in view.actors}
    standing = {said for claim in view.claims for said in _names_of(claim, actors)}
    asked = _forms(actors[wanted.actor]) if wanted.actor else None
    hidden = suppressed().names
    for entry in log:
        for lost in entry.lost if entry.event is Event.CORRECTED and then(entry.at[:10]) else ():
            if (lost.subject, lost.relation, lost.object, lost.polarity) in standing or not _asked_for(lost, wanted, asked):
                continue
            yield {
                **{"change": "dropped", "date": entry.at[:10], "subject": hide(lost.subject, hidden), "relation": lost.relation},
                **{"object": hide(lost.object, hidden), "modality": lost.modality, "speaker": hide(lost.speaker, hidden) or None},
                **{"articles": None, "outlets": None, "quote": None, "url": hide(entry.url or "", hidden) or None},
            }


def _asked_for(lost: Lost, wanted: Selection, names: frozenset[str] | None) -> bool:
    fits = not wanted.relations or lost.relation in wanted.relations
    return fits and (names is None or not names.isdisjoint({lost.subject, lost.object}))


def _names_of(claim: Claim, actors: Mapping[str, Actor]) -> Iterator[tuple[str, str, str, str]]:
    """The claim under every name of its actors."""
    for subject in _forms(actors[claim.subject]):
        for object_ in _forms(actors[claim.object]):
            yield subject, claim.relation, object_, claim.polarity.value


def _forms(actor: Actor) -> frozenset[str]:
    return frozenset({actor.name, *actor.aliases})
