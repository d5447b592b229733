"""Which local actors are one actor: blocks of candidates, comparison, union in one canonical order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain, combinations

from kg.link.compare import MERGE, compare
from kg.link.constraints import Constraints, Token
from kg.link.knowledge import Known
from kg.link.names import Family, fold, is_acronym, simple
from kg.link.profile import Profile, Traits


def merge(profiles: Sequence[Profile], constraints: Constraints) -> list[list[Profile]]:
    """Group profiles, given by article, that are the same actor; groups and their members are in the order of the profiles.

    Two actors that one article or a person keeps apart are never merged, unless a person says that they are one. The result
    depends on the set of profiles only, never on the order in which the articles were read.
    """
    clusters = _Clusters(profiles, constraints)
    for pair in sorted(constraints.same):
        if not clusters.force(*pair):
            constraints.unmatched.append(f"{constraints.same[pair]}: another decision says the contrary")
    decided = {*constraints.apart, *constraints.leaving, *chain.from_iterable(constraints.same)}
    links: list[Link] = []
    for block in _blocks(profiles, constraints.leaving):
        traits, indexes = next(iter(block.items()))
        if len(block) > 1 or not decided.isdisjoint(indexes):
            links += _links(block, constraints.leaving)
        elif compare(traits, traits).value >= MERGE:
            clusters.gather(indexes)
    for _, first, second in sorted(links):
        clusters.join(first, second)
    return clusters.groups()


Link = tuple[float, int, int]  # how unlike two profiles are (the best sort first), and their indexes
Block = dict[Traits, list[int]]


def _blocks(profiles: Sequence[Profile], leaving: Set[int]) -> Iterator[Block]:
    """Candidates, by their traits: those with one form, and persons whose names have one spelling; who is `leaving` comes last.

    Only one profile of each set of traits is compared, so that a thousand equal names cost one comparison.
    """
    same: dict[int, list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        same[id(profile.traits)].append(index)  # equal traits are one object where they were kept, and hashing takes longer
    alike: Block = defaultdict(list)
    for indexes in same.values():
        alike[profiles[indexes[0]].traits] += indexes
    for indexes in alike.values():
        indexes.sort(key=(lambda index: (index in leaving, index)) if leaving else None)
    blocks: dict[tuple[str, str], Block] = defaultdict(dict)
    for traits, indexes in alike.items():
        name = fold(traits.form) if traits.family is Family.PERSON else traits.form
        blocks[traits.family, name][traits] = indexes
    return (block for block in blocks.values() if sum(map(len, block.values())) > 1)


def _links(block: Block, leaving: Set[int]) -> Iterator[Link]:
    """Pairs of a block that are alike enough; a pair with who is `leaving` comes after all others."""
    for cost, one, other in _alike(block):
        yield cost + (one in leaving or other in leaving), one, other


def _alike(block: Block) -> Iterator[Link]:
    for traits, indexes in block.items():
        score = compare(traits, traits).value if len(indexes) > 1 else 0.0
        if score >= MERGE:
            yield from ((1 - score, indexes[0], other) for other in indexes[1:])
    for (a, first), (b, second) in combinations(block.items(), 2):
        if (score := compare(a, b).value) >= MERGE:
            yield from ((1 - score, one, other) for one, other in _star(first, second))


def _star(first: Sequence[int], second: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield from ((first[0], other) for other in second)
    yield from ((one, second[0]) for one in first[1:])


def spell_out(profiles: Sequence[Profile]) -> Sequence[Profile]:
    """Give an acronym that stands alone in its article the form that other articles spell out, where there is just one."""
    long_forms: Mapping[str, set[str]] = defaultdict(set)
    for profile in profiles:
        if profile.traits.family is Family.BODY:
            for alias in (profile.actor.name, *profile.actor.aliases):
                if is_acronym(alias, profile.actor.name):
                    long_forms[simple(alias, profile.actor.kind)].add(profile.traits.form)
    only = {short: min(forms) for short, forms in long_forms.items() if len(forms) == 1}
    return [_spelled_out(profile, only) if profile.traits.form in only else profile for profile in profiles] if only else profiles


def _spelled_out(profile: Profile, forms: Mapping[str, str]) -> Profile:
    traits = profile.traits
    if traits.family is not Family.BODY or traits.known is not None:
        return profile
    return profile._replace(traits=replace(traits, form=forms[traits.form]))


class _Clusters:
    """Union-find over profiles that refuses to join two actors of one article, two known actors, or what is to be apart."""

    def __init__(self, profiles: Sequence[Profile], constraints: Constraints) -> None:
        self._profiles = profiles
        self._parent = list(range(len(profiles)))
        self._articles: dict[int, set[str]] = {}  # of roots; made when first asked for, because most are never
        self._known: dict[int, Set[Known]] = {}  # likewise
        self._apart: dict[int, set[Token]] = {index: set(foes) for index, foes in constraints.apart.items()}
        self._tokens: dict[int, set[Token]] = {index: {index} for index in constraints.apart}

    def force(self, first: int, second: int) -> bool:
        """Join two that a person says are one, even within an article; False where a person keeps them apart."""
        one, other = self._root(first), self._root(second)
        if one != other and self._are_apart(one, other):
            return False
        if one != other:
            self._unite(one, other)
        return True

    def join(self, first: int, second: int) -> None:
        """Join two that are alike, where nothing speaks against it."""
        one, other = self._root(first), self._root(second)
        if (
            one != other
            and self._articles_of(one).isdisjoint(self._articles_of(other))
            and len(self._known_of(one) | self._known_of(other)) <= 1
            and not self._are_apart(one, other)
        ):
            self._unite(one, other)

    def gather(self, indexes: Sequence[int]) -> None:
        """Join the first with each of the others, as `join` would: they have equal traits, are joined with nobody else, and
        nobody decided anything about them."""
        before: str | None = None
        for index in indexes:
            article = self._profiles[index].article
            if article != before:  # the profiles come by article
                self._parent[index] = indexes[0]
                before = article

    def groups(self) -> list[list[Profile]]:
        """The groups, in the order of their first members."""
        found: dict[int, list[Profile]] = defaultdict(list)
        parent = self._parent
        for index, profile in enumerate(self._profiles):
            root = parent[index]  # nearly always the root of all, and asking takes longer
            found[root if parent[root] == root else self._root(root)].append(profile)
        return list(found.values())

    def _are_apart(self, one: int, other: int) -> bool:
        return any(
            not self._apart[own].isdisjoint(self._tokens.get(foe, set()) | self._ids(foe))
            for own, foe in ((one, other), (other, one))
            if own in self._apart
        )

    def _ids(self, root: int) -> set[Token]:
        return {known.wikidata for known in self._known_of(root) if known.wikidata}

    def _articles_of(self, root: int) -> set[str]:
        if root not in self._articles:
            self._articles[root] = {self._profiles[root].article}
        return self._articles[root]

    def _known_of(self, root: int) -> Set[Known]:
        if root not in self._known:
            known = self._profiles[root].traits.known
            self._known[root] = frozenset({known} if known else ())
        return self._known[root]

    def _unite(self, one: int, other: int) -> None:
        if len(self._articles_of(one)) < len(self._articles_of(other)):
            one, other = other, one
        self._parent[other] = one
        self._articles[one] |= self._articles_of(other)
        self._known[one] = self._known_of(one) | self._known_of(other)
        for held in (self._apart, self._tokens):
            if other in held:
                held[one] = held.get(one, set()) | held.pop(other)

    def _root(self, index: int) -> int:
        parent = self._parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index
