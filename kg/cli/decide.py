"""How commands write decisions: who decided, when and why, and the file beside the database."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.files import written
from kg.cli.output import note
from kg.errors import UsageError
from kg.link import decisions
from kg.link.decisions import Decision

Who = Annotated[str | None, typer.Option("--who", envvar="KG_WHO", help="Who decides (default: you).", metavar="NAME")]
When = Annotated[str | None, typer.Option("--when", help="Date of the decision (default: today).", metavar="DATE")]
Why = Annotated[str, typer.Option("--why", help="The reason, for those who read the file later.", metavar="TEXT")]


@dataclass(frozen=True, slots=True)
class Judge:
    """Who decides, when and why."""

    who: str
    when: str
    why: str = ""

    def sign(self, decision: Decision) -> Decision:
        """The decision with who, when and why, where it lacks them."""
        return replace(decision, who=decision.who or self.who, when=decision.when or self.when, why=decision.why or self.why)


def judge(who: str | None, when: str | None, why: str = "") -> Judge:
    """Who decides, by the options.

    Raises:
        UsageError: if `when` is no date.
    """
    try:
        day = date.fromisoformat(when) if when else date.today()
    except ValueError as error:
        raise UsageError(f"--when {when!r}: not a date like 2024-02-19") from error
    return Judge(who or _user(), day.isoformat(), why)


def record(db: Path, by: Judge, new: Iterable[Decision], *, without: Callable[[Decision], bool] = lambda _: False) -> int:
    """Write decisions, in place of earlier ones on the same things and of those that `without` names; gives how many.

    Raises:
        BadData: if the file breaks its format; nothing was changed.
        KgError: if it cannot be written.
    """
    path, signed = decisions.path_of(db), [by.sign(decision) for decision in new]
    kept = [decision for decision in decisions.load(path) if not without(decision)]
    with written(path) as out:
        out.write(decisions.write(decisions.decide(kept, *signed)))
    return len(signed)


def report(db: Path, new: Iterable[Decision]) -> None:
    """Say what was decided, and how to undo it."""
    for decision in new:
        note(str(decision))
    note(f"in {decisions.path_of(db)}; deleting a line there undoes it")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name for this user id, as in some containers
        return "unknown"
