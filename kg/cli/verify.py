"""kg verify: a statement is right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.decide import When, Who, Why, judge, record, report
from kg.cli.options import DB, Db, open_store
from kg.errors import UsageError
from kg.link.decisions import Decision, Said, Verdict

StatementId = Annotated[str, typer.Argument(help="Id of the statement, or its beginning; kg why shows it.", metavar="STATEMENT")]


def verify(statement: StatementId, *, why: Why = "", who: Who = None, when: When = None, db: Db = DB) -> None:
    """Say that a statement was read rightly: it is shown whatever its confidence, and marked everywhere.

    Example: kg verify 3f2a91c04d7be815 --why "checked against the recording"
    """
    decide_on(statement, Verdict.VERIFIED, why=why, who=who, when=when, db=db)


def decide_on(statement: str, verdict: Verdict, *, why: str, who: str | None, when: str | None, db: Path) -> None:
    """Write a verdict on a statement.

    Raises:
        UsageError: if no statement, or more than one, has an id that begins so.
    """
    by = judge(who, when, why)
    with open_store(db) as store:
        new = [Decision(verdict, said=_find(pipeline.said(store.readings()), statement))]
    record(db, by, new)
    report(db, new)


def _find(known: dict[str, Said], text: str) -> Said:
    found = [known[ident] for ident in known if text and ident.startswith(text)]
    if len(found) != 1:
        raise UsageError(f"{len(found) or 'no'} statements have an id that begins with {text!r}; kg why A B shows ids")
    return found[0]
