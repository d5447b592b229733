"""kg why: what stands behind the link of two actors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.names import pick
from kg.cli.options import DB, Db, Everything, MinConfidence, Verified, open_view
from kg.cli.output import note, plain
from kg.cli.statements import Row, facts, headline, quote, rows
from kg.cli.times import AsOf, Since, Undated, Until, note_undated, times
from kg.model import Actor, GraphView


class WhyFormat(StrEnum):
    """How statements are printed."""

    TABLE = "table"
    JSON = "json"


def why(
    a: Annotated[str, typer.Argument(help="An actor: name, alias, part of a name, or id.", metavar="A")],
    b: Annotated[str, typer.Argument(help="Another one.", metavar="B")],
    *,
    format: Annotated[WhyFormat, typer.Option("--format", help="For people or for programs.")] = WhyFormat.TABLE,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    undated: Undated = False,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    verified: Verified = False,
    db: Db = DB,
) -> None:
    """Show what is said between two actors.

    Every statement, either way, with who says so, when, and the sentence that proves it, its decisive words marked.

    Example: kg why "Anies" "KPU"
    """
    from kg.out.select import Selection, select  # brings the exporters: not for kg --help

    then = times(since=since, until=until, as_of=as_of, undated=undated)
    view = open_view(db, min_confidence=min_confidence, everything=everything, verified=verified, quiet=True)
    # Names are looked up among all actors, so that one whose statements are all left out is not said to be unknown.
    full = open_view(db, everything=True) if view.left_out else view
    pair = pick(full.actors, a), pick(full.actors, b)
    found = _between(select(view, then or Selection()), pair)
    if format is WhyFormat.JSON:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _write(found)
    note(f"{len(found)} statements between {pair[0].name} and {pair[1].name}")
    note_undated(db, then)
    if left_out := len(_between(full, pair)) - len(_between(view, pair)):
        note(f"{left_out} more below the publishable point are left out (--all shows them)")


def _between(view: GraphView, pair: tuple[Actor, Actor]) -> list[Row]:
    ids = {actor.id for actor in pair}
    found = rows(view, (claim for claim in view.claims if {claim.subject, claim.object} == ids))
    return sorted(found, key=lambda row: (str(row["date"] or ""), str(row["article"]), str(row["statement"])))


def _write(found: Sequence[Row]) -> None:
    from rich.console import Console  # 0.05 s: not for kg --help
    from rich.text import Text

    console = Console(highlight=False)
    for row in found:
        # Text, never markup: what an article says must not style or steer the terminal.
        text = Text(f"{headline(row)}\n", style="bold")
        text.append(f"  {facts(row)}\n", style="not bold")
        text.append_text(quote(row, terminal=console.is_terminal))
        text.append(f"\n  {plain(row['url'] or row['article'])}  [{row['statement']}]\n", style="not bold dim")
        console.print(text, soft_wrap=not console.is_terminal)
