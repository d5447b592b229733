"""Decisions on actors as constraints on the profiles that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.link.compare import MERGE, compare
from kg.link.decisions import Decision, Side, Verdict, one_line
from kg.link.knowledge import Knowledge, Known
from kg.link.names import family
from kg.link.profile import Profile

Token = int | str  # the index of a profile, or a Wikidata id


@dataclass(slots=True)
class Constraints:
    """Pairs of indexes that are one, each with its decision; what may never come together; and who goes.

    `leaving` are those that a person took out of a group: what is alike goes on with the others. `decided` are all pairs that
    a decision names; `unmatched` says which decisions change nothing, and why.
    """

    same: dict[tuple[int, int], str] = field(default_factory=dict)
    apart: dict[int, set[Token]] = field(default_factory=lambda: defaultdict(set))
    leaving: set[int] = field(default_factory=set)
    decided: list[tuple[Token, Token]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def constrain(
    profiles: Sequence[Profile], decisions: Iterable[Decision], knowledge: Knowledge
) -> tuple[list[Profile], Constraints]:
    """What the decisions on actors demand of `profiles`, and the profiles with the Wikidata ids that people gave or took."""
    return _Reading(profiles, [decision for decision in decisions if decision.one and decision.other], knowledge).constraints()


class _Reading:
    """Reads decisions one after the other, in an order that does not depend on that of the file."""

    def __init__(self, profiles: Sequence[Profile], decisions: Sequence[Decision], knowledge: Knowledge) -> None:
        self._profiles = list(profiles)
        self._decisions = sorted(decisions, key=str)
        self._knowledge = knowledge
        self._found = Constraints()
        self._local = self._named_in_articles()

    def constraints(self) -> tuple[list[Profile], Constraints]:
        for decision in self._decisions:
            assert decision.one and decision.other
            one, other = self._token(decision.one), self._token(decision.other)
            if one is None or other is None:
                self._found.unmatched.append(f"{decision}: not there (any more)")
                continue
            self._found.decided.append((one, other))
            if decision.verdict is Verdict.SAME:
                self._same(decision, one, other)
            elif decision.verdict is Verdict.DIFFERENT:
                self._different(one, other)
        return self._profiles, self._found

    def _named_in_articles(self) -> Mapping[str, list[int]]:
        """Indexes of the profiles of each article that a decision names."""
        sides = [side for decision in self._decisions for side in (decision.one, decision.other) if side]
        articles = {side.where for side in sides}
        found: dict[str, list[int]] = defaultdict(list)
        for index, profile in enumerate(self._profiles if articles else ()):
            if profile.article in articles:
                found[profile.article].append(index)
        return found

    def _token(self, side: Side) -> Token | None:
        """What a side names: a Wikidata id, or the local actor with this name, else the only one with this alias."""
        if side.wikidata:
            return side.wikidata
        group = [i for i in self._local.get(side.where, ()) if family(self._profiles[i].actor.kind) is family(side.kind)]
        named = [i for i in group if one_line(self._profiles[i].actor.name) == side.name]
        also = [i for i in group if side.name in map(one_line, self._profiles[i].actor.aliases)]
        return named[0] if named else also[0] if len(also) == 1 else None

    def _same(self, decision: Decision, one: Token, other: Token) -> None:
        match one, other:
            case int(), int():
                self._found.same[one, other] = str(decision)
            case int(), str():
                self._give(one, self._known(other, decision.other), decision)
            case str(), int():
                self._give(other, self._known(one, decision.one), decision)
            case str(), str():
                for index, profile in enumerate(self._profiles):
                    if profile.traits.known and profile.traits.known.wikidata == max(one, other):
                        self._give(index, self._known(min(one, other), decision.one if one < other else decision.other), decision)

    def _different(self, one: Token, other: Token) -> None:
        for own, foe in ((one, other), (other, one)):
            if isinstance(own, int):
                self._found.apart[own].add(foe)
                known = self._profiles[own].traits.known
                if known and known.wikidata == foe:
                    self._set(own, None)
        if isinstance(one, int) and isinstance(other, int):
            alike = compare(self._profiles[one].traits, self._profiles[other].traits).value >= MERGE
            self._found.leaving |= {one} if alike else set()

    def _known(self, wikidata: str, side: Side | None) -> Known:
        assert side
        return self._knowledge.with_id(wikidata) or Known(side.name, side.kind, wikidata=wikidata)

    def _give(self, index: int, known: Known, decision: Decision) -> None:
        """Say who somebody is, and join them to another one of whom the same is known."""
        self._set(index, known)
        bearers = (i for i, profile in enumerate(self._profiles) if profile.traits.known == known and i != index)
        if (first := next(bearers, None)) is not None:
            self._found.same[first, index] = str(decision)

    def _set(self, index: int, known: Known | None) -> None:
        profile = self._profiles[index]
        self._profiles[index] = profile._replace(traits=replace(profile.traits, known=known))
