"""From what each article says to one graph: which local actors are the same actor, and which statements make one claim.

    profile      what tells a local actor from others: its normalised name, who is known by it, what it leads
    memory       has profiles from one time to the next
    decisions    what people decided, in a file beside the database; constraints and verdicts lay it over what was read
    resolve      candidates, comparison, union in a canonical order
    short        who a short name stands for in a list of names alone
    actors       ids, names and aliases of the groups
    reprints     which articles are copies of one text, and so one source; kept has them from one time to the next
    claims       statements of the groups, aggregated with their support
    withhold     takes out the names of people who must not appear

Identity is a view: nothing here is stored, so that a better rule changes the graph and no article has to be read again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.link import kept, memory
from kg.link.actors import identify
from kg.link.claims import aggregate
from kg.link.constraints import constrain
from kg.link.decisions import Decision, Side, one_line
from kg.link.knowledge import load
from kg.link.profile import Place, Profile
from kg.link.resolve import merge, spell_out
from kg.link.short import join_short
from kg.link.verdicts import Judged, Verdicts
from kg.link.withhold import suppressed, withhold
from kg.model import Actor, Article, GraphView, Reading, Source

__all__ = ["Resolution", "forget", "resolve", "view"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who: the actors, sorted by id, and the local actors that each of them is, in canonical order.

    `decided` are pairs of ids about which a person decided something; `unmatched` are decisions on actors that change
    nothing, and why.
    """

    actors: tuple[Actor, ...]
    groups: Mapping[str, Sequence[Profile]]
    decided: frozenset[frozenset[str]] = frozenset()
    unmatched: tuple[str, ...] = ()

    def side(self, actor: Actor) -> Side:
        """How a decision names this actor: by the Wikidata id, else by a local actor that bears its name."""
        if actor.wikidata:
            return Side(actor.name, actor.kind, actor.wikidata)
        group = self.groups[actor.id]
        return local_side(next((local for local in group if local.actor.name == actor.name), group[0]))

    def ids(self) -> dict[Place, str]:
        """The actor that each local actor is."""
        return {local.place: ident for ident, group in self.groups.items() for local in group}


def resolve(
    readings: Iterable[Reading],
    decisions: Sequence[Decision] = (),
    *,
    cache: Path | None = None,
    names_alone: bool = False,
) -> Resolution:
    """The actors of what was read; the order of `readings` does not matter, nor what is in the folder `cache`.

    `names_alone` is for lists of names without articles: a short name is the only one there that it may be short for.

    Raises:
        BadData: if a file of `data/actors` or `data/languages` is broken.
    """
    known, read = load(), list(readings)
    with _uncollected():
        found = memory.remembered(read, known, cache)
        locals_, constraints = constrain(spell_out(found), decisions, known)
        merged = merge(locals_, constraints)
        actors, groups = identify(join_short(merged) if names_alone else merged)
    ids = Resolution(tuple(actors), groups).ids() if constraints.decided else {}
    decided = {frozenset(t if isinstance(t, str) else ids[locals_[t].place] for t in pair) for pair in constraints.decided}
    return Resolution(tuple(actors), groups, frozenset(decided), tuple(sorted(constraints.unmatched)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which goes through all that was read again and again, and has none to find in it.

    What is there afterwards it leaves alone, too; most of that is freed without it when nothing refers to it any more.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def local_side(local: Profile) -> Side:
    """How a decision names a local actor."""
    return Side(one_line(local.actor.name), local.actor.kind, local.article)


def view(
    readings: Iterable[Reading],
    *,
    thresholds: Mapping[str, float],
    decisions: Sequence[Decision] = (),
    verified: bool = False,
    cache: Path | None = None,
) -> GraphView:
    """The graph of what was read and decided; the order of `readings` does not matter, nor what is in the folder `cache`.

    Statements whose confidence is below the threshold of their relation (0 where it has none) are left out and counted.
    They still tell who is who. What a person verified is shown whatever its confidence (`verified`: that alone), what a
    person rejected never. People whom `suppress.csv` names appear nowhere.

    Raises:
        BadData: if a file of `data/actors`, `data/languages` or the user's `suppress.csv` is broken.
    """
    read = sorted(readings, key=lambda reading: reading.article.id)
    resolution, verdicts = resolve(read, decisions, cache=cache), Verdicts(decisions)
    families = kept.families([reading.article for reading in read], cache)
    judged = [(reading.article, statement) for reading in read for statement in verdicts.of(reading)]
    shown = list(filter(_shown(thresholds, verified=verified), judged))
    graph = GraphView(
        actors=resolution.actors,
        sources=tuple(_source(reading, families) for reading in read),
        claims=tuple(aggregate(shown, resolution.ids(), families)),
        left_out=len(judged) - len(shown),
        unmatched=(*resolution.unmatched, *verdicts.unmatched),
    )
    hidden = suppressed()
    return withhold(graph, read, resolution.groups, hidden) if hidden else graph


def forget(cache: Path) -> None:
    """Delete what is kept in `cache` for the next time: it was made from texts, and must not outlive them."""
    kept.forget(cache)
    memory.forget(cache)


def _shown(thresholds: Mapping[str, float], *, verified: bool) -> Callable[[tuple[Article, Judged]], bool]:
    """Whether a statement is shown."""

    def shown(item: tuple[Article, Judged]) -> bool:
        statement = item[1].statement
        return item[1].verified or (not verified and statement.confidence >= thresholds.get(statement.relation, 0.0))

    return shown


def _source(reading: Reading, families: Mapping[str, str]) -> Source:
    article, reader = reading.article, reading.reader or None
    return Source(
        article.id, article.title, article.url, article.outlet, article.published, reader, family=families.get(article.id)
    )
