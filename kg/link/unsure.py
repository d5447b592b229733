"""Pairs of actors that may be one, for a person to decide: the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.link import Resolution
from kg.link.compare import Score
from kg.link.names import Family, fold, is_acronym
from kg.link.profile import Profile
from kg.model import Actor

# A name that more actors share says nothing: "Budi" may be any of hundreds.
_BEARERS = 12
_TYPO = 8  # letters that a name must have before one of them may be wrong


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, how alike they are, and why."""

    one: Actor
    other: Actor
    score: Score


def unsure(resolution: Resolution) -> list[Pair]:
    """Pairs that no rule joins, that no article keeps apart, and about which nobody has decided anything."""
    actors = {actor.id: actor for actor in resolution.actors}
    found = []
    for one, other in sorted(_candidates(resolution)):
        score = _compare(resolution.groups[one], resolution.groups[other])
        if score and frozenset({one, other}) not in resolution.decided and _may_be_one(actors, resolution, one, other):
            found.append(Pair(actors[one], actors[other], score))
    size = {ident: len(group) for ident, group in resolution.groups.items()}
    return sorted(
        found, key=lambda pair: (-pair.score.value, -size[pair.one.id] - size[pair.other.id], pair.one.id, pair.other.id)
    )


def _candidates(resolution: Resolution) -> set[tuple[str, str]]:
    """Pairs of ids that share a word of a person's name, a spelling without its first or last half, or a body's initials."""
    blocks: dict[tuple[Family, str], set[str]] = defaultdict(set)
    for ident, group in resolution.groups.items():
        for family, form in sorted({(local.traits.family, local.traits.form) for local in group}):
            for name in _block_names(family, form):
                blocks[family, name].add(ident)
    return {pair for block in blocks.values() if len(block) <= _BEARERS for pair in combinations(sorted(block), 2)}


def _block_names(family: Family, form: str) -> Iterator[str]:
    yield form
    half = len(form) // 2
    if half * 2 >= _TYPO:
        yield f"{form[:half]}…"
        yield f"…{form[-half:]}"
    if family is Family.PERSON:
        yield from (fold(word) for word in form.split())
    elif family is Family.BODY:
        yield "".join(word[0] for word in form.split() if word not in {"dan", "untuk"})


def _may_be_one(actors: dict[str, Actor], resolution: Resolution, one: str, other: str) -> bool:
    known = bool(actors[one].wikidata and actors[other].wikidata)
    articles = [{local.article for local in resolution.groups[ident]} for ident in (one, other)]
    return not known and articles[0].isdisjoint(articles[1])


def _compare(one: Sequence[Profile], other: Sequence[Profile]) -> Score | None:
    """How alike two groups are at best, if at all."""
    pairs = ((a, b) for a in _distinct(one) for b in _distinct(other) if a.traits.family is b.traits.family)
    return max(filter(None, (_alike(a, b) for a, b in pairs)), key=lambda score: (score.value, score.reason), default=None)


def _distinct(group: Sequence[Profile]) -> Iterable[Profile]:
    return {local.traits.form: local for local in reversed(group)}.values()


def _alike(a: Profile, b: Profile) -> Score | None:
    one, other = sorted((a.traits.form, b.traits.form), key=lambda form: (len(form), form))
    short, long = set(one.split()), set(other.split())
    if a.traits.family is Family.PERSON and len(short) > 1 and short < long:
        return Score(0.6, f"“{other}” holds all of “{one}”")
    if _one_letter(one, other):
        return Score(0.55, f"one letter apart: “{one}” and “{other}”")
    if one == other:
        return Score(0.4, f"the same name, “{one}”, but many bear it")
    if a.traits.family is Family.PERSON and len(short) == 1 and short < long:
        return Score(0.35, f"“{one}” may be short for “{other}”")
    names = ((a.actor.name, b.traits.form), (b.actor.name, a.traits.form))
    if a.traits.family is Family.BODY and any(is_acronym(short_form, long_form) for short_form, long_form in names):
        return Score(0.5, f"“{one}” is made of the initials of “{other}”")
    return None


def _one_letter(one: str, other: str) -> bool:
    """Whether one letter was changed, left out or put in, in two long names."""
    if len(one) < _TYPO or len(other) - len(one) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[start + (len(one) == len(other)) :] == other[start + 1 :]
