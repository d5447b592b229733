"""kg reject: a statement is wrong."""

from __future__ import annotations

from kg.cli.decide import When, Who, Why
from kg.cli.options import DB, Db
from kg.cli.verify import StatementId, decide_on
from kg.link.decisions import Verdict


def reject(statement: StatementId, *, why: Why = "", who: Who = None, when: When = None, db: Db = DB) -> None:
    """Say that a statement was read wrongly: it is in no graph, page or export any more.

    Example: kg reject 3f2a91c04d7be815 --why "it is the other candidate who asks"
    """
    decide_on(statement, Verdict.REJECTED, why=why, who=who, when=when, db=db)
