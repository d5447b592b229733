"""kg review: a person decides, one key each: who is the same actor, and which statements are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg.cli import screen
from kg.cli.decide import Judge, When, Who, judge, record
from kg.cli.keys import Keys
from kg.cli.options import DB, Db, Everything, MinConfidence, open_store, open_view
from kg.cli.output import note
from kg.cli.pairs import Pairs, filled
from kg.cli.statements import Row, rows
from kg.extract import DIFFERENCES
from kg.link.decisions import FIXES, Decision, Said, Verdict
from kg.model import GraphView
from kg.schema import relations


class What(StrEnum):
    """What is reviewed."""

    ACTORS = "actors"
    STATEMENTS = "statements"


_ON_ACTORS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNSURE}
_ON_STATEMENTS = {"v": Verdict.VERIFIED, "r": Verdict.REJECTED}
_STOP = ("q", "")


def review(
    what: Annotated[What, typer.Argument(help="Pairs of actors, or statements.")] = What.ACTORS,
    *,
    sheet: Annotated[Path | None, typer.Option("--from", help="A filled-in sheet of kg actors --unsure.", metavar="FILE")] = None,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="List the decisions that change nothing.")] = False,
    min_confidence: MinConfidence = None,
    everything: Everything = False,
    who: Who = None,
    when: When = None,
    db: Db = DB,
) -> None:
    """Decide, one key each: which actors are the same, or which statements were read rightly.

    Statements that only one of two readers read come first (kg ingest --reader both).
    Every decision is written at once; stop with q, and the next call goes on from there.

    Example: kg review statements
    """
    by = judge(who, when)
    if unmatched:
        for line in open_view(db, everything=True, quiet=True).unmatched:
            print(line)
        return
    if sheet is not None:
        note(f"{record(db, by, filled(sheet))} decisions read from {sheet}")
        return
    keys = Keys()
    if what is What.ACTORS:
        _review_actors(db, by, keys)
    else:
        _review_statements(db, by, keys, open_view(db, min_confidence=min_confidence, everything=everything))


def _review_actors(db: Path, by: Judge, keys: Keys) -> None:
    with open_store(db) as store:
        readings = list(store.readings())
    pairs = Pairs(pipeline.resolution(readings, db), readings)
    waiting = list(pairs)
    for number, pair in enumerate(waiting, 1):
        screen.pair(pairs, pair, number, len(waiting))
        key = _key(keys, {*_ON_ACTORS, "k"})
        if key in _STOP:
            note("the rest stays for the next time")
            return
        if verdict := _ON_ACTORS.get(key):
            record(db, by, [Decision(verdict, *pairs.sides(pair))])
    note("no more pairs")


def _review_statements(db: Path, by: Judge, keys: Keys, view: GraphView) -> None:
    with open_store(db) as store:
        said = pipeline.said(store.readings())
    differ = list(differences(db))
    there = {row["statement"] for row in differ}
    waiting = [*differ, *(row for row in consequential(view) if row["statement"] not in there)]
    for number, row in enumerate(waiting, 1):
        screen.statement(row, number, len(waiting))
        key = _key(keys, {*_ON_STATEMENTS, "f", "k"})
        if key in _STOP:
            note("the rest stays for the next time")
            return
        if verdict := _ON_STATEMENTS.get(key):
            record(db, by, [Decision(verdict, said=said[str(row["statement"])])])
        elif key == "f" and (fix := _fix(keys, said[str(row["statement"])])):
            record(db, by, [Decision(Verdict.CORRECTED, said=said[str(row["statement"])], fix=fix)])
    note("no more statements")


def differences(db: Path) -> Iterator[Row]:
    """The statements that only one of two readers read, shown or not."""
    view = open_view(db, everything=True, quiet=True)
    return (row for row in consequential(view) if row["method"] in DIFFERENCES)


def consequential(view: GraphView) -> Iterator[Row]:
    """The statements that nobody has verified: accusations first, then single sources, then those of low confidence."""
    from kg.out.words import knowledge  # brings the exporters: not for kg --help

    weighty = {name for name, group in knowledge("groups.yml").items() if group.get("weighty")}
    alone = {support.statement for claim in view.claims if claim.independent <= 1 for support in claim.support}

    def order(row: Row) -> tuple[object, ...]:
        relation = relations()[str(row["relation"])]
        return (relation.group not in weighty, row["statement"] not in alone, row["confidence"], row["statement"])

    return iter(sorted((row for row in rows(view, view.claims) if not row["verified"]), key=order))


def _key(keys: Keys, known: set[str]) -> str:
    """The next key that means something here."""
    while (key := keys.key()) not in known and key not in _STOP:
        note(f"{key!r} means nothing here")
    return key


def _fix(keys: Keys, said: Said) -> tuple[str, str] | None:
    """What is right instead, as the person types it; None where that is nothing."""
    note("what is wrong? s subject, r relation, o object")
    what = {name[0]: name for name in FIXES}.get(_key(keys, {name[0] for name in FIXES}))
    if what is None:
        return None
    note(f"relations: {', '.join(relations())}" if what == "relation" else f"the name of the right {what}, as in the article:")
    name = keys.line() or keys.line()  # the rest of the line that the key stood on may come first
    valid: Callable[[str], bool] = relations().__contains__ if what == "relation" else bool
    if not valid(name) or name == getattr(said, what):
        note("nothing changed")
        return None
    return what, name
