"""kg merge: two actors are one."""

from __future__ import annotations

from typing import Annotated

import typer

from kg import pipeline
from kg.cli.decide import When, Who, Why, judge, record, report
from kg.cli.names import pick
from kg.cli.options import DB, Db, open_store
from kg.errors import UsageError
from kg.link.decisions import Decision, Verdict


def merge(
    a: Annotated[str, typer.Argument(help="An actor: name, alias, part of a name, or id.", metavar="A")],
    b: Annotated[str, typer.Argument(help="The same actor under another name.", metavar="B")],
    *,
    why: Why = "",
    who: Who = None,
    when: When = None,
    db: Db = DB,
) -> None:
    """Say that two actors are one.

    The decision goes into kg.decisions.csv beside the database and holds when everything is read anew.

    Example: kg merge "Budi" "Budi Santosa" --why "the same office in both articles"
    """
    by = judge(who, when, why)
    with open_store(db) as store:
        found = pipeline.resolution(store.readings(), db)
    one, other = pick(found.actors, a), pick(found.actors, b)
    if one == other:
        raise UsageError(f"{a!r} and {b!r} are one actor already: {one.name} ({one.id})")
    new = [Decision(Verdict.SAME, found.side(one), found.side(other))]
    record(db, by, new)
    report(db, new)
