"""Tables for political scientists in the manner of PLOVER: events, and counts by dyad and month.

PLOVER has no field for who says so, for denials or for plans: `speaker`, `polarity` and `modality` are ours, and whoever counts
events must choose by them. An event is a claim, however many articles report it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from kg.model import Claim, GraphView
from kg.out.csv import Cell, write_table
from kg.schema import relations

EVENTS = (
    *("event_id", "date", "event_type", "event_mode", "source_id", "source", "source_kind", "target_id", "target", "target_kind"),
    *("relation", "polarity", "modality", "speaker_id", "speaker", "asserted", "articles", "outlets", "independent"),
    "confidence",
    *("quote", "url", "publication", "published"),
)
DYADS = (
    *("month", "source_id", "source", "target_id", "target", "event_type", "polarity", "modality", "attributed"),
    *("events", "articles"),
)
_MONTH = len("2024-02")


def write(view: GraphView, out: BinaryIO) -> None:
    """Write a row for each claim whose relation has a PLOVER class; quote and address are those of the best evidence."""
    write_table(EVENTS, _events(view), out)


def write_dyads(view: GraphView, out: BinaryIO) -> None:
    """Write a row for each month, ordered pair, event type, polarity, modality, and whether somebody is quoted for it."""
    write_table(DYADS, _dyads(view), out)


def _typed(view: GraphView) -> Iterator[tuple[Claim, str, str]]:
    """The claims that are PLOVER events, with event type and mode."""
    for claim in view.claims:
        if class_ := relations()[claim.relation].plover:
            type_, _, mode = class_.partition(": ")
            yield claim, type_, mode


def _events(view: GraphView) -> Iterator[tuple[Cell, ...]]:
    actors = {actor.id: actor for actor in view.actors}
    sources = {source.id: source for source in view.sources}
    for claim, type_, mode in _typed(view):
        subject, object_, article = actors[claim.subject], actors[claim.object], sources[claim.support[0].article]
        yield (
            *(claim.id, claim.first, type_, mode),
            *(subject.id, subject.name, subject.kind.value, object_.id, object_.name, object_.kind.value),
            *(claim.relation, claim.polarity.value, claim.modality.value),
            *(claim.speaker, actors[claim.speaker].name if claim.speaker else None, str(claim.asserted).lower()),
            *(claim.articles, claim.outlets, claim.independent, claim.confidence),
            *(claim.support[0].quote, article.url, article.outlet, article.published),
        )


def _dyads(view: GraphView) -> Iterator[tuple[Cell, ...]]:
    names = {actor.id: actor.name for actor in view.actors}
    counts: defaultdict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim, type_, _ in _typed(view):
        if claim.first and len(claim.first) >= _MONTH:
            said = "yes" if claim.speaker else "no"
            month = claim.first[:_MONTH]
            counts[month, claim.subject, claim.object, type_, claim.polarity.value, claim.modality.value, said].append(claim)
    for (month, source, target, *rest), claims in sorted(counts.items()):
        articles = {support.article for claim in claims for support in claim.support}
        yield month, source, names[source], target, names[target], *rest, len(claims), len(articles)
