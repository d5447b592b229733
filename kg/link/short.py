"""Who is meant by a short name where no article says it: in a list of names, the only one whose name it may be short for.

Among articles this would be a guess ("Budi" may be anybody), so that it is done only where somebody asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.link.names import Family, initials, simple
from kg.link.profile import Profile, Traits

_TYPO = 10  # letters that a name must have before one of them may be missing

Group = list[Profile]
Name = tuple[Family, str]


def join_short(groups: Sequence[Group]) -> list[Group]:
    """Groups with those put together of which one bears the short form of a name that only the other bears.

    Longer names come first, so that two who are one by their full names do not make a single word ambiguous. Groups and their
    members stay in the order in which they come; two that one article names, or of whom two things are known, stay apart.
    """
    joined = _Joined(groups)
    for name in sorted(joined.bearers, key=lambda name: (-name[1].count(" "), name)):
        for number in joined.bearers[name]:
            joined.join(number, name)
    return joined.groups()


class _Joined:
    """The groups, who bears a name, and whose name it may be short for."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._root = list(range(len(groups)))
        self._members = {number: [number] for number in self._root}
        self.bearers: Mapping[Name, list[int]] = defaultdict(list)
        self._holders: Mapping[Name, set[int]] = defaultdict(set)
        for number, group in enumerate(groups):
            written = {(local.traits.family, simple(local.actor.name, local.actor.kind)) for local in group}
            forms = {(local.traits.family, local.traits.form) for local in group}
            for name in sorted(written | forms):
                self.bearers[name].append(number)
            for family, form in sorted(forms):
                for short in _shortened(family, form):
                    self._holders[family, short].add(number)

    def join(self, number: int, name: Name) -> None:
        """Put a group together with the only other one whose name may be shortened to `name`."""
        own = self._root[number]
        holders = {self._root[holder] for holder in self._holders.get(name, ())} - {own}
        if len(holders) == 1 and self._may_be_one(own, other := holders.pop(), name):
            first, second = sorted((own, other))
            for member in self._members[second]:
                self._root[member] = first
            self._members[first] += self._members.pop(second)

    def groups(self) -> list[Group]:
        return [[local for member in sorted(members) for local in self._groups[member]] for members in self._members.values()]

    def _may_be_one(self, short: int, long: int, name: Name) -> bool:
        mine, theirs = ([local for member in self._members[root] for local in self._groups[member]] for root in (short, long))
        known, others = ({local.traits.known for local in side} - {None} for side in (mine, theirs))
        if known and not others and any(_may_be_branch(name, local.traits) for local in theirs):
            return False
        return len(known | others) <= 1 and {local.article for local in mine}.isdisjoint(local.article for local in theirs)


def _may_be_branch(name: Name, longer: Traits) -> bool:
    """Whether a body's name holds that of another: "KPU Kota Semarang"."""
    family, short = name
    return family is not Family.PERSON and set(short.split()) <= set(longer.form.split())


def _shortened(family: Family, form: str) -> Iterator[str]:
    """How a name may be shortened: to its first or last words; a person's without initials, a body's to its initials alone.

    Or, where it is long, by a letter, for want of which it is a misspelling.
    """
    words = form.split()
    for size in range(1, len(words)):
        yield " ".join(words[:size])
        yield " ".join(words[-size:])
    if family is Family.PERSON:
        yield " ".join([*words[:1], *(word for word in words[1:-1] if len(word) > 2), *words[1:][-1:]])
    elif len(words) > 1:
        yield initials(form)
        yield "".join(words)
    if len(words) > 1 and len(form) >= _TYPO:
        yield from (form[:at] + form[at + 1 :] for at in range(len(form)))
