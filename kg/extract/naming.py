"""Names by rule: which strings surely name one actor, which others name it too, which name nobody; what an actor is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations

from kg.extract.clusters import Name
from kg.extract.mentions import Mention
from kg.extract.rules import Language, is_described
from kg.extract.shortforms import definitions
from kg.extract.similarity import abbreviates, words
from kg.ids import slug
from kg.model import Article, Kind, LocalActor, Span
from kg.tickets import halves

Words = tuple[str, ...]
# Log-odds that two names name one actor: alike but for titles; a part of the only longer name there is; two parties or tickets.
_SAME, _PART, _APART = 8.0, 3.0, -20.0
_LINKED = 1.0  # log-odds from which on two names of persons count as one person's, where tickets are told apart by their members
_ALMOST = 0.75  # share of letters in common from which on one name may be the other misspelt
Links = dict[tuple[Name, Name], float]
_PHRASE = 7  # words of the longest title
_BODIES = (Kind.INSTITUTION, Kind.ORGANIZATION)


def bare(name: Words, kind: Kind, language: Language) -> Words:
    """A name without what goes with names of its kind: titles and offices of persons, "PT" and "Tbk" of companies, "RI" of
    institutions, "Partai" of parties. Never empty."""
    if kind is Kind.PERSON:
        name = _without_first(name, language.before_persons, language.nickname_titles)
    elif kind is Kind.PARTY:
        name = _without_first(name, language.party_prefixes)
    elif kind is Kind.TICKET:
        name = _without_last(_without_first(name, language.ticket_prefixes), language.ticket_prefixes)
    elif kind in _BODIES:
        name = _without_last(_without_first(name, language.company_words), language.behind_bodies)
    return name


def _without_first(name: Words, phrases: frozenset[Words], nicknames: frozenset[Words] = frozenset()) -> Words:
    """The longest phrase at the beginning is left out, again and again, as long as a word remains (behind `nicknames`, two)."""
    sizes = range(_PHRASE, 0, -1)
    while size := next((n for n in sizes if n < len(name) and name[:n] in phrases), 0) or next(
        (n for n in sizes if n + 1 < len(name) and name[:n] in nicknames), 0
    ):
        name = name[size:]
    return name


def _without_last(name: Words, phrases: frozenset[Words]) -> Words:
    while size := next((n for n in range(_PHRASE, 0, -1) if n < len(name) and name[-n:] in phrases), 0):
        name = name[:-size]
    return name


def links(article: Article, names: Mapping[Name, Sequence[Mention]], network: Links, language: Language) -> Links:
    """The network's log-odds that two names name one actor, corrected where rules know better."""
    core = {name: bare(name.words, name.kind, language) for name in names}
    same = dict.fromkeys(_introduced(article, names), _SAME)
    same |= {(a, b): _SAME for a, b in combinations(names, 2) if _alike(a, b, core)}
    same |= {pair: _PART for pair in _parts(core) if pair not in same}
    out = network | {pair: max(odds, network.get(pair, odds)) for pair, odds in same.items()}
    tickets = {name: article.cut(found[0].span) for name, found in names.items() if name.kind is Kind.TICKET}
    members = _Members(tickets, core, out, language)
    for a, b in combinations(names, 2):
        if a.kind is Kind.TICKET and b.kind is Kind.TICKET and (told := members.same(a, b)) is not None:
            out[a, b] = _SAME if told else _APART
        elif a.kind is Kind.PARTY and b.kind is Kind.PARTY and (a, b) not in same and not _akin(a, b, core):
            out[a, b] = _APART
    return out


def _parts(core: Mapping[Name, Words]) -> Iterator[tuple[Name, Name]]:
    """Persons' names with each longer one that they are a part of, where one of these has all the others as parts."""
    persons = [name for name in core if name.kind is Kind.PERSON]
    for name in persons:
        longer = [other for other in persons if len(core[other]) > len(core[name]) and _within(core[name], core[other])]
        longest = {core[a] for a in longer if not any(core[a] != core[b] and _within(core[a], core[b]) for b in longer)}
        if len(longest) == 1:
            yield from (_ordered(name, other) for other in longer)


def _akin(a: Name, b: Name, core: Mapping[Name, Words]) -> bool:
    """Whether two names may be one party's: they share a word, abbreviate each other, or are spelt almost alike."""
    if set(core[a]) & set(core[b]):
        return True
    spelt = [(" ".join(x), " ".join(y)) for x in (a.words, core[a]) for y in (b.words, core[b])]
    return any(abbreviates(x, y) or SequenceMatcher(None, x, y, autojunk=False).ratio() >= _ALMOST for x, y in spelt)


class _Members:
    """Who stands in the tickets of an article: two tickets are one if they have the same two members."""

    def __init__(self, tickets: Mapping[Name, str], core: Mapping[Name, Words], known: Links, language: Language) -> None:
        self._core = {name: plain for name, plain in core.items() if name.kind is Kind.PERSON}
        self._linked: dict[Name, set[Name]] = {name: {name} for name in self._core}
        for (a, b), odds in known.items():
            if odds > _LINKED and a in self._linked and b in self._linked:
                self._linked[a].add(b)
                self._linked[b].add(a)
        self._halves = {name: _halves(string, language) for name, string in tickets.items()}

    def same(self, a: Name, b: Name) -> bool | None:
        """Whether two tickets are one; None where their names do not tell."""
        first, second = self._halves[a], self._halves[b]
        if not (first and second):
            return None
        told = [self._one(x, y) for x, y in zip(first, second, strict=True)]
        return False if False in told else (True if all(told) else None)

    def _one(self, a: Words, b: Words) -> bool | None:
        if _within(a, b) or _within(b, a):
            return True
        first, second = self._persons(a), self._persons(b)
        return bool(first & second) if first and second else None

    def _persons(self, half: Words) -> set[Name]:
        found = [name for name, plain in self._core.items() if _within(half, plain)]
        return {other for name in found for other in self._linked[name]}


def _halves(ticket: str, language: Language) -> tuple[Words, Words] | None:
    """The names of the two candidates in a ticket's name; None where it is no pair of names."""
    parts = [bare(words(half), Kind.TICKET, language) for half in halves(ticket) or ()]
    if len(parts) != 2 or not all(parts) or any(part in language.ticket_prefixes for part in parts):
        return None
    first, second = (bare(part, Kind.PERSON, language) for part in parts)
    return first, second


def _introduced(article: Article, names: Mapping[Name, Sequence[Mention]]) -> Iterator[tuple[Name, Name]]:
    """Names with the short forms that the text gives for them, and persons with another name in brackets behind theirs."""
    by_words = {name.words: name for name in names}
    starts = {found.span.start: name for name, mentions in names.items() for found in mentions}
    for name, mentions in names.items():
        given = [by_words.get(words(string)) for definition in definitions(article, mentions) for string in definition.names]
        if name.kind is Kind.PERSON:
            given += [starts.get(one.span.stop + 2) for one in mentions if article.text[one.span.stop :][:2] == " ("]
        yield from (_ordered(name, other) for other in given if other is not None and other != name and other.kind is name.kind)


def _ordered(a: Name, b: Name) -> tuple[Name, Name]:
    return (a, b) if a < b else (b, a)


def _alike(a: Name, b: Name, core: Mapping[Name, Words]) -> bool:
    """Whether two names are one but for what `bare` leaves out."""
    return core[a] == core[b] and (a.kind is b.kind or (a.kind in _BODIES and b.kind in _BODIES))


def _within(short: Words, long: Words) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def completed(article: Article, actors: Iterable[LocalActor], language: Language) -> Iterator[LocalActor]:
    """The actors that are named by more than a title, with the further strings that name them."""
    for actor in actors:
        if actor.kind is not Kind.PERSON or not all(_only_title(words(alias), language) for alias in actor.aliases):
            further = {*_defined(article, actor), *_addressed(article, actor, language), *_plain(actor, language)}
            yield replace(actor, aliases=tuple(sorted({*actor.aliases, *further})))


def _only_title(name: Words, language: Language) -> bool:
    rest = bare(name, Kind.PERSON, language)
    return len(rest) == 1 and rest in language.before_persons


def _defined(article: Article, actor: LocalActor) -> Iterator[str]:
    for definition in definitions(article, (Mention(span, actor.kind, 1.0) for span in actor.mentions)):
        yield from definition.names


def _addressed(article: Article, actor: LocalActor, language: Language) -> Iterator[str]:
    """A person's names with the form of address that stands before them: "Pak Harun"."""
    for span in actor.mentions if actor.kind is Kind.PERSON else ():
        before = re.search(r"(\b[A-Z]\w*\.?) $", article.text[max(0, span.start - 12) : span.start])
        if before and words(before[1]) in language.address:
            yield before[0] + article.cut(span)


def _plain(actor: LocalActor, language: Language) -> Iterator[str]:
    """The name without title, "pasangan" or "Fraksi", where the article never gives it so."""
    if actor.kind is Kind.PARTY:
        short = {alias: _without_first(words(alias), language.party_parts) for alias in actor.aliases}
    elif actor.kind in (Kind.PERSON, Kind.TICKET):
        short = {alias: bare(words(alias), actor.kind, language) for alias in actor.aliases}
    else:
        return
    if actor.kind is Kind.PERSON:  # not "ketua partai itu"
        short = {alias: rest for alias, rest in short.items() if alias[:1].isupper()}
    if actor.kind is Kind.TICKET:  # not "pasangan nomor urut 2"
        short = {alias: rest for alias, rest in short.items() if len(rest) > 1}
    if all(len(rest) < len(words(alias)) for alias, rest in short.items()):
        yield from (_part(alias, rest) for alias, rest in short.items())


def _part(name: str, rest: Words) -> str:
    """The part of a name that consists of some of its words, which follow each other."""
    found = list(re.finditer(r"\w+", name))
    first = next((i for i in range(len(found)) if words(name)[i : i + len(rest)] == rest), None)
    if first is None or len(found) != len(words(name)):  # a letter that lower case takes apart
        return name
    return name[found[first].start() : found[first + len(rest) - 1].end()]


def named_after(article: Article, actors: Sequence[LocalActor], language: Language) -> tuple[LocalActor, ...]:
    """Actors, persons without title, and teams that are only described ("timnya") named after the person named last before."""
    return tuple(_renamed(article, [untitled(actor, language) for actor in actors], language))


def untitled(actor: LocalActor, language: Language) -> LocalActor:
    """A person named without title, a ticket without "pasangan": "AKBP Sari Wulandari" is Sari Wulandari."""
    rest = bare(words(actor.name), actor.kind, language)
    plain = actor.kind is Kind.PERSON or (actor.kind is Kind.TICKET and len(rest) > 1)
    return replace(actor, name=_part(actor.name, rest)) if plain else actor


def _renamed(article: Article, actors: Sequence[LocalActor], language: Language) -> Iterator[LocalActor]:
    taken = {actor.key for actor in actors}
    for actor in actors:
        owner = _owner(actors, actor.mentions[0]) if actor.kind is Kind.TEAM and is_described(actor.name, language) else None
        if owner is None:
            yield actor
            continue
        name = language.team_name.format(owner=owner.name)
        key = slug(name) if slug(name) not in taken else actor.key
        yield LocalActor(key, name, actor.kind, actor.mentions, actor.aliases)


def _owner(actors: Sequence[LocalActor], mention: Span) -> LocalActor | None:
    before = [
        (span.stop, actor.key, actor)
        for actor in actors
        if actor.kind is Kind.PERSON
        for span in actor.mentions
        if span.stop <= mention.start
    ]
    return max(before, key=lambda item: item[:2])[2] if before else None
