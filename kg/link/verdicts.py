"""What people said about statements, laid over what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.ids import statement_id
from kg.link.decisions import Decision, Said, Verdict, one_line
from kg.model import LocalActor, Reading, Statement
from kg.schema import relations


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, corrected where a person did that, under the id of what was read."""

    id: str
    statement: Statement
    verified: bool = False


class Verdicts:
    """The decisions on statements; `unmatched` are those that met no statement (yet)."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._by_article: dict[str, dict[Said, Decision]] = {}
        for decision in decisions:
            if decision.said:
                self._by_article.setdefault(decision.said.article, {})[decision.said] = decision
        self._pending = {decision: "not there (any more)" for own in self._by_article.values() for decision in own.values()}

    @property
    def unmatched(self) -> list[str]:
        """The decisions that change nothing, and why."""
        return sorted(f"{decision}: {cause}" for decision, cause in self._pending.items())

    def of(self, reading: Reading) -> Iterator[Judged]:
        """The statements of a reading without the rejected ones."""
        article, local = reading.article, {actor.key: actor for actor in reading.extraction.actors}
        own = self._by_article.get(article.id, {})
        for statement in reading.extraction.statements:
            ident = statement_id(article.id, statement, local[statement.subject], local[statement.object])
            decision = own.get(Said.of(article, statement, local)) if own else None
            if decision is None:
                yield Judged(ident, statement)
                continue
            self._pending.pop(decision, None)
            if decision.verdict is Verdict.VERIFIED:
                yield Judged(ident, statement, verified=True)
            elif decision.fix and (right := _corrected(statement, *decision.fix, local)):
                yield Judged(ident, right, verified=True)
            elif decision.fix:
                self._pending[decision] = f"no {decision.fix[0]} {decision.fix[1]!r} there"


def _corrected(statement: Statement, what: str, name: str, local: Mapping[str, LocalActor]) -> Statement | None:
    """The statement with another relation, subject or object; None where there is none of that name."""
    if what == "relation":
        return replace(statement, relation=name) if name in relations() else None
    named = next((actor.key for actor in local.values() if one_line(actor.name) == name), None)
    if named is None:
        return None
    return replace(statement, subject=named) if what == "subject" else replace(statement, object=named)
