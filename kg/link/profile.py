"""What tells one local actor from another: everything that `compare` may look at, and nothing of the article's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.link.knowledge import Knowledge, Known
from kg.link.names import Family, family, is_generic, members, names_local_office, pair, simple
from kg.link.offices import holder, office
from kg.model import Article, Kind, LocalActor, Reading, Statement
from kg.schema import relations

Place = tuple[str, str]  # article id, key of the local actor


@dataclass(frozen=True, slots=True)
class Traits:
    """A local actor without its place: two with equal traits are compared alike.

    `form` is the normalised name. A `weak` name is shared by many ("Budi", "DPRD", a name that two known people bear).
    `context` are the standing relations that only one holds at a time ("leads kpu kota semarang").
    """

    family: Family
    form: str
    known: Known | None = None
    weak: bool = False
    context: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash(self.form)  # the other fields tell few apart, and this is asked for each actor of each article


class Profile(NamedTuple):
    """The traits of local actor `actor` of article `article`; a tuple, for there are many and it is made in half the time."""

    article: str
    actor: LocalActor
    traits: Traits

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.article, self.actor.key)


def in_order(actors: Iterable[LocalActor]) -> list[LocalActor]:
    """The local actors of an article in the order in which their profiles come: the most mentioned first."""
    return sorted(actors, key=lambda actor: (-len(actor.mentions), actor.key))


# Relations in which somebody has only one counterpart at a time; membership is no sign, for parties have many called Budi.
_EXCLUSIVE = frozenset({"leads", "speaks_for", "part_of_ticket", "runs_with", "family_of"})


def telling(statement: Statement) -> bool:
    """Whether traits may depend on this statement; of the others they never do."""
    return bool(statement.role) or statement.relation == "member_of" or statement.relation in _EXCLUSIVE


def profiles(reading: Reading, knowledge: Knowledge) -> list[Profile]:
    """A profile for each local actor of a reading, `in_order`."""
    actors = in_order(reading.extraction.actors)
    statements = reading.extraction.statements
    local = {s.subject for s in statements if s.role and names_local_office(s.role)}
    parties = _parties(actors, statements, knowledge)
    named = {
        actor.key: _dated(actor, reading.article, knowledge)
        or _named(actor, knowledge, parties.get(actor.key), local=actor.key in local)
        for actor in actors
        if actor.kind is not Kind.TICKET
    }
    for actor in actors:
        if actor.kind is Kind.TICKET:
            named[actor.key] = _ticket(actor, actors, named, reading.extraction.statements, knowledge)
    context = _context(reading.extraction.statements, named)
    return [Profile(reading.article.id, actor, _with_context(named[actor.key], context.get(actor.key))) for actor in actors]


def _parties(actors: Iterable[LocalActor], statements: Iterable[Statement], knowledge: Knowledge) -> dict[str, str]:
    """The party of which each local actor is a member, by its form."""
    forms = {actor.key: knowledge.canonical(actor.name, actor.kind) for actor in actors if actor.kind is Kind.PARTY}
    return {s.subject: forms[s.object] for s in statements if s.relation == "member_of" and s.object in forms}


def _dated(actor: LocalActor, article: Article, knowledge: Knowledge) -> Traits | None:
    """The traits of somebody whom an article names by an office alone: its holder on that day, else nobody in particular."""
    of = office(actor.name) if actor.kind is Kind.PERSON else ""
    if not of or knowledge.find(actor.name, Kind.PERSON) or _full_names(actor):
        return None
    known = holder(of, article.published, knowledge)
    return Traits(Family.PERSON, simple(known.name, known.kind), known) if known else Traits(Family.PERSON, of, weak=True)


def _named(actor: LocalActor, knowledge: Knowledge, party: str | None, *, local: bool) -> Traits:
    """The traits of a person or body by its name, or, of a person whose name says nothing, by a longer alias.

    Somebody who holds a `local` office, or is in another `party`, is not the famous bearer of a name that many share.
    """
    group = family(actor.kind)
    local = local or _holds_local_office(actor)
    for name in (actor.name, *_full_names(actor)):
        found = knowledge.find(name, actor.kind)
        other = local or (party is not None and bool(found) and party != knowledge.canonical(found[0].party, Kind.PARTY))
        if len(found) == 1 and not (simple(name, actor.kind) in found[0].shared and other):
            return Traits(group, simple(found[0].name, found[0].kind), found[0])
        if found:
            return Traits(group, simple(name, actor.kind), weak=True)
    if group is Family.PERSON:
        form = simple(max((actor.name, *_full_names(actor)), key=lambda name: name.count(" ")), Kind.PERSON)
        return Traits(group, form, weak=" " not in form)
    form = knowledge.canonical(actor.name, actor.kind)
    return Traits(group, form, weak=not form or is_generic(simple(actor.name, actor.kind)))


def _holds_local_office(actor: LocalActor) -> bool:
    return any(names_local_office(alias) for alias in actor.aliases)


def _full_names(actor: LocalActor) -> list[str]:
    """The aliases of a person that are a fuller form of the name: they hold its words and one more."""
    if actor.kind is not Kind.PERSON:
        return []
    own = set(simple(actor.name, actor.kind).split())
    return sorted(alias for alias in actor.aliases if alias[:1].isupper() and own < set(simple(alias, actor.kind).split()))


def _ticket(
    actor: LocalActor,
    actors: Sequence[LocalActor],
    named: Mapping[str, Traits],
    statements: Iterable[Statement],
    knowledge: Knowledge,
) -> Traits:
    """The traits of a ticket: its two candidates, in alphabetical order, if the article or the knowledge tells who they are."""
    if len(known := knowledge.find(actor.name, Kind.TICKET)) == 1:
        one, other = (_person(name, actors, named, knowledge) for name in known[0].members)
        return Traits(Family.TICKET, pair(one, other), known[0])
    stated = {s.subject for s in statements if s.relation == "part_of_ticket" and s.object == actor.key and s.subject in named}
    names = members(actor.name) or next(filter(None, map(members, actor.aliases)), None)
    if len(stated) == 2:
        one, other = (named[key].form for key in stated)
    elif names:
        one, other = (_person(name, actors, named, knowledge) for name in names)
    else:
        return Traits(Family.TICKET, simple(actor.name, Kind.TICKET), weak=True)
    form = pair(one, other)
    return Traits(Family.TICKET, form, knowledge.ticket(form), weak=not (" " in one and " " in other))


def _person(name: str, actors: Sequence[LocalActor], named: Mapping[str, Traits], knowledge: Knowledge) -> str:
    """The full form of the name of a candidate: that of the person of the article who bears it, else of the one known."""
    form = simple(name, Kind.PERSON)
    bearers = [a for a in actors if a.kind is Kind.PERSON and any(simple(n, a.kind) == form for n in (a.name, *a.aliases))]
    if len(bearers) == 1:
        return named[bearers[0].key].form
    known = knowledge.find(name, Kind.PERSON)
    return simple(known[0].name, Kind.PERSON) if len(known) == 1 else form


def _context(statements: Iterable[Statement], named: Mapping[str, Traits]) -> dict[str, set[str]]:
    """For each local actor, its exclusive standing relations to actors with names of their own."""
    context: dict[str, set[str]] = {}
    for statement in statements:
        if statement.relation in _EXCLUSIVE & relations().keys():
            for own, other in ((statement.subject, statement.object), (statement.object, statement.subject)):
                if other in named and not named[other].weak:
                    context.setdefault(own, set()).add(f"{statement.relation} {named[other].form}")
    return context


def _with_context(traits: Traits, context: set[str] | None) -> Traits:
    # Only a weak name needs it, and without it many more profiles are equal, which saves comparisons.
    if not traits.weak or not context:
        return traits
    return Traits(traits.family, traits.form, traits.known, traits.weak, frozenset(context))
