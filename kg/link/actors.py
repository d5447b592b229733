"""From groups of local actors to actors with an id, a name and aliases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from kg.ids import digest, slug
from kg.link.knowledge import Known
from kg.link.names import is_title, key
from kg.link.profile import Profile
from kg.model import Actor, Kind

Way = tuple[str, Kind, tuple[str, ...]]  # the name, kind and aliases that an article gives an actor; many give the same


def identify(groups: Sequence[Sequence[Profile]]) -> tuple[list[Actor], dict[str, Sequence[Profile]]]:
    """The actors, sorted by id, and the group that each of them is."""
    knowns = _knowns(groups)
    ways = [{(actor.name, actor.kind, actor.aliases) for _, actor, _ in group} for group in groups]
    named = zip(groups, knowns, ways, strict=True)
    names = [known.name if known else _name(group, written) for group, known, written in named]
    numbers = {ident: number for number, ident in enumerate(_ids(groups, knowns, names))}
    ids = sorted(numbers)
    actors = [_actor(ident, groups[n], knowns[n], ways[n], names[n]) for ident in ids for n in (numbers[ident],)]
    return actors, {ident: groups[numbers[ident]] for ident in ids}


def _knowns(groups: Sequence[Sequence[Profile]]) -> list[Known | None]:
    """Who each group is known to be; of two that an article keeps apart and that bear one known name, only the larger."""
    named = [next((profile.traits.known for profile in group if profile.traits.known), None) for group in groups]
    largest: dict[Known, int] = {}
    for index, known in enumerate(named):
        if known and (known not in largest or len(groups[index]) > len(groups[largest[known]])):
            largest[known] = index
    return [known if known and largest[known] == index else None for index, known in enumerate(named)]


def _ids(groups: Sequence[Sequence[Profile]], knowns: Sequence[Known | None], names: Sequence[str]) -> Iterator[str]:
    """The Wikidata id where known, else the name as a slug; where several bear it, each gets a mark of its first article.

    Who is known keeps the plain slug. A weak name always has the mark, so that its id stays when another of that name comes.
    """
    wanted = [(known and known.wikidata) or slug(name) for known, name in zip(knowns, names, strict=True)]
    bearers = Counter(wanted)
    held = {ident for ident, known in zip(wanted, knowns, strict=True) if known}
    for group, known, ident in zip(groups, knowns, wanted, strict=True):
        alone = bearers[ident] == 1 and not all(profile.traits.weak for profile in group)
        yield ident if known or (alone and ident not in held) else f"{ident}-{_mark(group)}"


def _mark(group: Sequence[Profile]) -> str:
    return digest(group[0].article, group[0].actor.key, length=6)


def _actor(ident: str, group: Sequence[Profile], known: Known | None, ways: Set[Way], name: str) -> Actor:
    aliases = _aliases(ways, name)
    if known:
        return Actor(ident, name, known.kind, tuple(sorted({*known.aliases, *aliases} - {name})), known.wikidata)
    return Actor(ident, name, _kind(group, ways), tuple(sorted(aliases)))


def _aliases(ways: Set[Way], name: str) -> list[str]:
    """The other names that articles call an actor by."""
    forms = {" ".join(form.split()) for called, _, aliases in ways for form in (called, *aliases)} - {name}
    if not forms:
        return []
    own = set(key(name).split())
    return [form for form in forms if _is_name(form, own)]


def _name(group: Sequence[Profile], ways: Set[Way]) -> str:
    """The commonest name; of equally common ones the longest, then the first in the alphabet."""
    if len(found := {name for name, _, _ in ways}) == 1:  # nearly always, and counting takes time
        return found.pop()
    names = Counter(profile.actor.name for profile in group)
    return min(names, key=lambda name: (-names[name], -len(name), name))


def _kind(group: Sequence[Profile], ways: Set[Way]) -> Kind:
    if len(found := {kind for _, kind, _ in ways}) == 1:
        return found.pop()
    kinds = Counter(profile.actor.kind for profile in group)
    return min(kinds, key=lambda kind: (-kinds[kind], kind))


def _is_name(form: str, own: Set[str]) -> bool:
    """Whether a form is a name and not a description that only its article understands ("mantan gubernur itu", "Menkeu").

    `own` are the words of the actor's name: a form that holds one of them is a name even behind a title.
    """
    words = key(form).split()
    if not words or not form[:1].isupper() or words[-1] in {"itu", "ini", "tersebut"}:
        return False
    return not own.isdisjoint(words) or not any(is_title(" ".join(words[:size])) for size in (1, 2, 3))
