"""kg split: an actor is two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.decide import When, Who, Why, judge, record, report
from kg.cli.names import pick
from kg.cli.options import DB, Db, open_store
from kg.errors import UsageError
from kg.link import Resolution, local_side
from kg.link.decisions import Decision, Side, Verdict
from kg.link.profile import Profile
from kg.model import Actor

_LISTED = 15


def split(
    actor: Annotated[str, typer.Argument(help="An actor: name, alias, part of a name, or id.", metavar="ACTOR")],
    part: Annotated[
        list[str], typer.Argument(help="What is somebody else: a name, or the URL or id of an article.", metavar="PART...")
    ],
    *,
    why: Why = "",
    who: Who = None,
    when: When = None,
    db: Db = DB,
) -> None:
    """Say that an actor is two: what a name or an article says of it is about somebody else.

    Example: kg split "Wahyu Setiawan" https://news.example/2024/02/19/desa --why "a village head of the same name"
    """
    by = judge(who, when, why)
    with open_store(db) as store:
        readings = list(store.readings())
    found = pipeline.resolution(readings, db)
    whole = pick(found.actors, actor)
    urls = {reading.article.url: reading.article.id for reading in readings if reading.article.url}
    going = _going(found.groups[whole.id], {urls.get(text, text) for text in part}, whole)
    new = list(_decisions(found, whole, going))
    joined = {local_side(local) for local in going}
    record(db, by, new, without=lambda decision: _joins(decision, joined))
    report(db, new)


def _going(group: Sequence[Profile], parts: set[str], whole: Actor) -> list[Profile]:
    """The local actors that are somebody else.

    Raises:
        UsageError: if these are none, or all.
    """
    names = {part.casefold() for part in parts}
    going = [local for local in group if local.article in parts or local.actor.name.casefold() in names]
    if not going or len(going) == len(group):
        counts = Counter(local.actor.name for local in group).most_common(_LISTED)
        listed = [f"  {name} ({count} articles)" for name, count in counts]
        what = "all" if going else "nothing"
        raise UsageError("\n".join([f"{what} of {whole.name} ({whole.id}) would go. It is in these articles as:", *listed]))
    return going


def _decisions(found: Resolution, whole: Actor, going: Sequence[Profile]) -> list[Decision]:
    """Each of those who go is different from who stays, and one with the first of them."""
    staying = next(local for local in found.groups[whole.id] if local not in going)
    rest = Side(whole.name, whole.kind, whole.wikidata) if whole.wikidata else local_side(staying)
    sides = list(dict.fromkeys(map(local_side, going)))
    apart = [Decision(Verdict.DIFFERENT, side, rest) for side in sides]
    return [*apart, *(Decision(Verdict.SAME, sides[0], side) for side in sides[1:])]


def _joins(decision: Decision, going: set[Side]) -> bool:
    """Whether an earlier decision joins somebody who goes to somebody who stays."""
    return decision.verdict is Verdict.SAME and (decision.one in going) != (decision.other in going)
