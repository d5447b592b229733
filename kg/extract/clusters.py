"""Mentions → local actors: which names of an article are names of the same actor (within-document coreference)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.extract import similarity
from kg.extract.mentions import Mention
from kg.ids import slug
from kg.model import Article, Kind, LocalActor, Span

_NEVER = -20.0


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A string by which an article names actors of a kind, in normal form (lower-case words)."""

    words: tuple[str, ...]
    kind: Kind


def names(article: Article, mentions: Sequence[Mention]) -> dict[Name, list[Mention]]:
    """Mentions by name. One string is one name: its kind is the one that its mentions are surest of together."""
    votes: dict[tuple[str, ...], dict[Kind, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        votes[similarity.words(article.cut(mention.span))][mention.kind] += mention.probability
    kind = {words: _most(counts) for words, counts in votes.items()}
    grouped: dict[Name, list[Mention]] = defaultdict(list)
    for mention in mentions:
        words = similarity.words(article.cut(mention.span))
        grouped[Name(words, kind[words])].append(mention)
    return dict(sorted(grouped.items()))


def _most(votes: Mapping[Kind, float]) -> Kind:
    return max(sorted(votes), key=lambda kind: votes[kind])


def cluster(
    found: Mapping[Name, Sequence[Mention]], links: Mapping[tuple[Name, Name], float], threshold: float
) -> list[list[Name]]:
    """Group names by average linkage: the two groups whose names are most surely the same actor are joined, again and again,
    while their mean log-odds exceed `threshold`. `links` has the log-odds for names in order; unseen ones count as different."""
    groups = [[name] for name in found]
    scores = {(i, j): links.get((groups[i][0], groups[j][0]), _NEVER) for i, j in combinations(range(len(groups)), 2)}
    sizes = dict.fromkeys(range(len(groups)), 1)
    while scores:
        (i, j), best = max(scores.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
        if best <= threshold:
            break
        groups[i] += groups[j]
        for k in [k for k in sizes if k not in (i, j)]:
            a, b = (min(i, k), max(i, k)), (min(j, k), max(j, k))
            scores[a] = (scores[a] * sizes[i] + scores[b] * sizes[j]) / (sizes[i] + sizes[j])
        sizes[i] += sizes.pop(j)
        scores = {pair: score for pair, score in scores.items() if j not in pair}
    return [sorted(groups[i]) for i in sizes]


def actors(article: Article, found: Mapping[Name, Sequence[Mention]], groups: Iterable[Sequence[Name]]) -> tuple[LocalActor, ...]:
    """The local actors, in the order of their first mention, with keys that are unique in the article."""
    built = sorted(
        (_actor(article, found, group) for group in groups), key=lambda actor: (actor.mentions[0], actor.kind, actor.name)
    )
    used: Counter[str] = Counter()
    out = []
    for actor in built:
        used[actor.key] += 1
        key = actor.key if used[actor.key] == 1 else f"{actor.key}-{used[actor.key]}"
        out.append(LocalActor(key, actor.name, actor.kind, actor.mentions, actor.aliases))
    return tuple(out)


def _actor(article: Article, found: Mapping[Name, Sequence[Mention]], group: Sequence[Name]) -> LocalActor:
    mentions = sorted((mention for name in group for mention in found[name]), key=lambda mention: mention.span)
    votes: dict[Kind, float] = defaultdict(float)
    for mention in mentions:
        votes[mention.kind] += mention.probability
    aliases = tuple(sorted({article.cut(mention.span) for mention in mentions}))
    name = full_name(article, [mention.span for mention in mentions])
    return LocalActor(slug(name), name, _most(votes), tuple(mention.span for mention in mentions), aliases)


def full_name(article: Article, spans: Sequence[Span]) -> str:
    """The fullest proper form: most words that begin with a capital, then longest, then first; a description only if there is
    nothing else."""
    strings = list(dict.fromkeys(article.cut(span) for span in spans))

    def rank(string: str) -> tuple[bool, bool, int, int]:
        parts = string.split()
        proper = sum(part[:1].isupper() or part[:1].isdigit() for part in parts)
        return string[:1].isupper() and not string.endswith(" itu"), "(" not in string, proper, len(string)

    return max(strings, key=rank)
