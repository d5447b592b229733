"""Which local actors are one actor: blocks of candidates, comparison, union in one canonical order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from kg.link.compare import MERGE, compare
from kg.link.names import Family, fold, is_acronym, simple
from kg.link.profile import Profile, Traits


def merge(profiles: Iterable[Profile]) -> list[list[Profile]]:
    """Group profiles that are the same actor; groups and their members are in canonical order.

    Two actors that one article keeps apart are never merged. The result depends on the set of profiles only, never on the
    order in which the articles were read.
    """
    ordered = _spell_out(sorted(profiles, key=lambda profile: profile.order))
    clusters = _Clusters(ordered)
    for _, first, second in sorted(_links(ordered)):
        clusters.join(first, second)
    return clusters.groups()


def _links(profiles: Sequence[Profile]) -> Iterator[tuple[float, int, int]]:
    """Pairs that are alike enough, as (how unlike, index, index): the best sort first.

    Within a block only one profile of each set of traits is compared, so that a thousand equal names cost one comparison.
    """
    for block in _blocks(profiles):
        alike: dict[Traits, list[int]] = defaultdict(list)
        for index in block:
            alike[profiles[index].traits].append(index)
        for traits, indexes in alike.items():
            score = compare(traits, traits).value if len(indexes) > 1 else 0.0
            if score >= MERGE:
                yield from ((1 - score, indexes[0], other) for other in indexes[1:])
        for (a, first), (b, second) in combinations(alike.items(), 2):
            if (score := compare(a, b).value) >= MERGE:
                yield from ((1 - score, one, other) for one, other in _star(first, second))


def _star(first: Sequence[int], second: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield from ((first[0], other) for other in second)
    yield from ((one, second[0]) for one in first[1:])


def _blocks(profiles: Sequence[Profile]) -> Iterator[list[int]]:
    """Candidates: those with one form, and persons whose names have one spelling."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        traits = profile.traits
        blocks[traits.family, fold(traits.form) if traits.family is Family.PERSON else traits.form].append(index)
    return (blocks[name] for name in sorted(blocks) if len(blocks[name]) > 1)


def _spell_out(profiles: Sequence[Profile]) -> list[Profile]:
    """Give an acronym that stands alone in its article the form that other articles spell out, where there is just one."""
    long_forms: Mapping[str, set[str]] = defaultdict(set)
    for profile in profiles:
        if profile.traits.family is Family.BODY:
            for alias in (profile.actor.name, *profile.actor.aliases):
                if is_acronym(alias, profile.actor.name):
                    long_forms[simple(alias, profile.actor.kind)].add(profile.traits.form)
    result = []
    for profile in profiles:
        traits = profile.traits
        forms = long_forms.get(traits.form, set()) if traits.family is Family.BODY and traits.known is None else set()
        result.append(replace(profile, traits=replace(traits, form=min(forms))) if len(forms) == 1 else profile)
    return result


class _Clusters:
    """Union-find over profiles that refuses to join two actors of one article or two known actors."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles
        self._parent = list(range(len(profiles)))
        self._articles = [{profile.article} for profile in profiles]
        self._known = [{profile.traits.known} - {None} for profile in profiles]

    def join(self, first: int, second: int) -> None:
        one, other = self._root(first), self._root(second)
        if (
            one == other
            or not self._articles[one].isdisjoint(self._articles[other])
            or len(self._known[one] | self._known[other]) > 1
        ):
            return
        if len(self._articles[one]) < len(self._articles[other]):
            one, other = other, one
        self._parent[other] = one
        self._articles[one] |= self._articles[other]
        self._known[one] |= self._known[other]

    def groups(self) -> list[list[Profile]]:
        found: dict[int, list[Profile]] = defaultdict(list)
        for index, profile in enumerate(self._profiles):
            found[self._root(index)].append(profile)
        return sorted(found.values(), key=lambda group: group[0].order)

    def _root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index
