"""Where articles contradict each other: shown side by side, never resolved by dropping one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from kg.ids import digest
from kg.model import Claim, GraphView, Polarity


class Kind(StrEnum):
    """What is contradictory."""

    DENIED = "denied"
    SPEAKERS = "speakers"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims on one proposition: affirmed and DENIED, or put by several outlets into the mouths of different SPEAKERS."""

    id: str
    kind: Kind
    claims: tuple[Claim, ...]


def contradictions(view: GraphView) -> list[Contradiction]:
    """What is contradictory in a view, that with most independent sources on its weaker side first."""
    outlets = {source.id: source.outlet for source in view.sources}
    return sorted((*_denied(view.claims), *_speakers(view.claims, outlets)), key=_weight)


def _denied(claims: Iterable[Claim]) -> Iterator[Contradiction]:
    for proposition, found in _grouped(claims, lambda claim: (claim.subject, claim.relation, claim.object)):
        if len({claim.polarity for claim in found}) > 1:
            yield Contradiction(digest(Kind.DENIED, *proposition, length=8), Kind.DENIED, found)


def _speakers(claims: Iterable[Claim], outlets: Mapping[str, str | None]) -> Iterator[Contradiction]:
    """Claims that differ in who says it, where of two outlets each one names somebody whom the other does not name."""
    said = (claim for claim in claims if claim.speaker)
    groups = _grouped(said, lambda claim: (claim.subject, claim.relation, claim.object, claim.polarity, claim.modality))
    for proposition, found in groups:
        carried = [{outlet for support in claim.support if (outlet := outlets[support.article])} for claim in found]
        if any(one - other and other - one for one, other in combinations(carried, 2)):
            yield Contradiction(digest(Kind.SPEAKERS, *proposition, length=8), Kind.SPEAKERS, found)


def _grouped(
    claims: Iterable[Claim], by: Callable[[Claim], tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], tuple[Claim, ...]]]:
    groups: defaultdict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[by(claim)].append(claim)
    return ((key, tuple(sorted(group, key=_order))) for key, group in sorted(groups.items()))


def _order(claim: Claim) -> tuple[bool, int, str]:
    """What is affirmed before what is denied, the best supported first."""
    return claim.polarity is Polarity.NEGATED, -claim.independent, claim.id


def _weight(found: Contradiction) -> tuple[int, int, str]:
    sides: defaultdict[Hashable, int] = defaultdict(int)
    for claim in found.claims:
        side = claim.polarity if found.kind is Kind.DENIED else claim.speaker
        sides[side] = max(sides[side], claim.independent)
    return -min(sides.values()), -max(sides.values()), found.id
