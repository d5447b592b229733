"""Names by rule: which strings surely name one actor, which others name it too, which name nobody; what an actor is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from kg.extract.clusters import Name
from kg.extract.mentions import Mention
from kg.extract.rules import Language, is_described
from kg.extract.shortforms import definitions
from kg.extract.similarity import words
from kg.ids import slug
from kg.model import Article, Kind, LocalActor, Span

Words = tuple[str, ...]
_SAME, _PART = 8.0, 3.0  # log-odds that two names name one actor: alike but for titles; a part of the only longer name there is
_PHRASE = 7  # words of the longest title
_BODIES = (Kind.INSTITUTION, Kind.ORGANIZATION)


def bare(name: Words, kind: Kind, language: Language) -> Words:
    """A name without what goes with names of its kind: titles and offices of persons, "PT" and "Tbk" of companies, "RI" of
    institutions, "Partai" of parties. Never empty."""
    if kind is Kind.PERSON:
        name = _without_first(name, language.titles | language.offices, language.nickname_titles)
    elif kind in (Kind.PARTY, Kind.TICKET):
        name = _without_first(name, language.party_prefixes if kind is Kind.PARTY else language.ticket_prefixes)
    elif kind in _BODIES:
        name = _without_last(_without_first(name, language.company_words), language.company_words | language.redundant)
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


def links(article: Article, names: Mapping[Name, Sequence[Mention]], language: Language) -> dict[tuple[Name, Name], float]:
    """Log-odds for pairs of names that rules know to name one actor, more surely than the network can."""
    core = {name: bare(name.words, name.kind, language) for name in names}
    out = dict.fromkeys(_introduced(article, names), _SAME)
    out |= {(a, b): _SAME for a, b in combinations(names, 2) if _alike(a, b, core)}
    persons = [name for name in names if name.kind is Kind.PERSON]
    for name in persons:
        longer = [other for other in persons if len(core[other]) > len(core[name]) and _within(core[name], core[other])]
        longest = {core[a] for a in longer if not any(core[a] != core[b] and _within(core[a], core[b]) for b in longer)}
        if len(longest) == 1:
            out |= {pair: max(_PART, out.get(pair, _PART)) for other in longer for pair in [_ordered(name, other)]}
    return out


def _introduced(article: Article, names: Mapping[Name, Sequence[Mention]]) -> Iterator[tuple[Name, Name]]:
    by_words = {name.words: name for name in names}
    for name, mentions in names.items():
        for definition in definitions(article, mentions):
            for string in definition.names:
                other = by_words.get(words(string))
                if other is not None and other != name:
                    yield _ordered(name, other)


def _ordered(a: Name, b: Name) -> tuple[Name, Name]:
    return (a, b) if a < b else (b, a)


def _alike(a: Name, b: Name, core: Mapping[Name, Words]) -> bool:
    """Whether two names are one but for what `bare` leaves out; of tickets, whether one has all words of the other."""
    if a.kind is Kind.TICKET and b.kind is Kind.TICKET:
        return set(core[a]) <= set(core[b]) or set(core[b]) <= set(core[a])
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
    return len(rest) == 1 and rest in language.titles | language.offices


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
        yield from (_last(alias, len(rest)) for alias, rest in short.items())


def _last(name: str, count: int) -> str:
    """The end of a name from its `count`-th last word on."""
    starts = [match.start() for match in re.finditer(r"\w+", name)]
    return name[starts[-count] :]


def named_after(article: Article, actors: Sequence[LocalActor], language: Language) -> tuple[LocalActor, ...]:
    """Actors, persons without title, and teams that are only described ("timnya") named after the person named last before."""
    return tuple(_renamed(article, [untitled(actor, language) for actor in actors], language))


def untitled(actor: LocalActor, language: Language) -> LocalActor:
    """A person named without title, a ticket without "pasangan": "AKBP Sari Wulandari" is Sari Wulandari."""
    rest = bare(words(actor.name), actor.kind, language)
    plain = actor.kind is Kind.PERSON or (actor.kind is Kind.TICKET and len(rest) > 1)
    return replace(actor, name=_last(actor.name, len(rest))) if plain else actor


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
