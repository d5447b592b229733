"""Gold annotations as training examples: tags, mentions, links, pairs and facts of each window."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from kg.clean import clean
from kg.extract import similarity, windows
from kg.extract.pairs import Pair, Place, candidates
from kg.model import Article, Kind, Modality, Polarity, Span
from kg.schema import relations

KINDS = list(Kind)
LABELS = [
    (name, reverse) for name, relation in relations().items() for reverse in ((False,) if relation.symmetric else (False, True))
]
INDEX = {label: i for i, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Named:
    """A gold mention: an occurrence of one of an actor's strings."""

    span: Span
    kind: Kind
    actor: str


@dataclass
class Example:
    """One window with all that there is to learn in it. Pairs and facts index `places`."""

    window: windows.Window
    places: list[Place]
    kinds: list[Kind]
    names: list[str]
    tags: np.ndarray  # positions × kinds
    pairs: list[Pair]
    label: np.ndarray  # pairs × labels
    label_mask: np.ndarray
    facts: list[tuple[int, int, int, int, int, list[int]]] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)


def load(articles: Path, gold: Path) -> Iterator[tuple[Article, dict[str, Any]]]:
    """Cleaned articles with their annotation, in the order of `gold`."""
    with articles.open(encoding="utf-8") as lines:
        texts = {row["id"]: row for row in map(json.loads, lines)}
    with gold.open(encoding="utf-8") as lines:
        annotations = list(map(json.loads, lines))
    for annotation in annotations:
        row = texts[annotation["id"]]
        title = row["title"] or ""
        yield clean(Article(id=row["id"], text=f"{title}\n{row['body']}", title=title, url=row["url"] or None)), annotation


def occurrences(article: Article, annotation: Mapping[str, Any]) -> list[Named]:
    """Every place where a string of an actor stands, in order; of overlapping ones of a kind the longest.

    A name inside a longer one counts where the longer one is a ticket, or where it stands nowhere else. A title that is directly
    followed by a name of its holder ("Presiden Prabowo") is no mention.
    """
    found = [
        Named(Span(*match.span()), Kind(actor["type"]), actor["key"])
        for actor in annotation["actors"]
        for string in sorted(set(actor["mentions"]))
        for match in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", article.text)
        if any(sentence.overlaps(Span(*match.span())) for sentence in article.sentences)
    ]
    found.sort(key=lambda named: (named.span.start, -named.span.stop, named.kind, named.actor))
    outer = [named for named in found if not any(_inside(named, other) for other in found)]
    free = {named.actor for named in outer}
    inner = [
        named
        for named in found
        if named not in outer
        and all(other.kind != named.kind for other in found if _inside(named, other))
        and (named.actor not in free or any(other.kind is Kind.TICKET for other in found if _inside(named, other)))
    ]
    kept = sorted(outer + inner, key=lambda named: (named.span.start, -named.span.stop, named.kind, named.actor))
    return [named for named in kept if not _apposed(article, named, kept)]


def _inside(named: Named, other: Named) -> bool:
    return other.span != named.span and other.span.contains(named.span)


def _apposed(article: Article, named: Named, all_: list[Named]) -> bool:
    """Whether a title or description is directly followed by a name of the same actor."""
    if len(named.span) > 30 or len(article.cut(named.span).split()) > 2:
        return False
    return any(
        other.actor == named.actor
        and 1 <= other.span.start - named.span.stop <= 2
        and len(other.span) > 2
        and not article.text[named.span.stop : other.span.start].strip()
        for other in all_
    )


def examples(article: Article, annotation: Mapping[str, Any], tokenizer: windows.Tokenizer) -> Iterator[Example]:
    """The windows of an article as examples."""
    named = occurrences(article, annotation)
    others = list(distractors(article, named))
    evidence = [(statement, _sentences(article, statement["evidence"])) for statement in annotation["statements"]]
    for window in windows.split(article, tokenizer):
        yield _example(article, window, named, others, evidence)


def _sentences(article: Article, quote: str) -> set[int]:
    """Sentences in which the evidence stands; where it stands twice, the first; none where it is not among the article's."""
    start = article.text.find(quote)
    if start < 0 or not quote:
        return set()
    span = Span(start, start + len(quote))
    return {i for i, sentence in enumerate(article.sentences) if sentence.overlaps(span)}


def distractors(article: Article, named: list[Named]) -> Iterator[Named]:
    """Capitalised words that are no mention, about one for eight mentions: the reader will make such mistakes, and must learn
    that nothing relates to them."""
    rnd = random.Random(article.id)
    taken = [one.span for one in named]
    free = [
        Span(sentence.start + match.start(), sentence.start + match.end())
        for sentence in article.sentences
        for match in re.finditer(r"(?<=\w )[A-Z]\w+(?: [A-Z]\w+)*", article.cut(sentence))
    ]
    free = [span for span in free if not any(span.overlaps(other) for other in taken)]
    kinds = [Kind.PERSON, Kind.PERSON, Kind.INSTITUTION, Kind.ORGANIZATION, Kind.PARTY]
    for span in rnd.sample(free, min(len(free), 1 + len(named) // 8)):
        yield Named(span, rnd.choice(kinds), f"?{article.cut(span)}")


def _example(
    article: Article,
    window: windows.Window,
    named: list[Named],
    others: list[Named],
    evidence: list[tuple[dict[str, Any], set[int]]],
) -> Example:
    tags = np.zeros((len(window.pieces) + 2, len(KINDS)), np.int64)
    tags[[0, -1]] = -1
    places, kinds, names = [], [], []
    for one in sorted([*named, *others], key=lambda one: (one.span.start, -one.span.stop, one.kind, one.actor)):
        where = window.locate(one.span)
        if where is None:
            continue
        if one not in others:
            column = KINDS.index(one.kind)
            tags[where[0], column] = 1
            tags[where[0] + 1 : where[1], column] = 2
        places.append(Place(*where, window.pieces[where[0] - 1].sentence, one.actor))
        kinds.append(one.kind)
        names.append(article.cut(one.span))
    pairs = candidates(places)
    example = Example(
        window,
        places,
        kinds,
        names,
        tags,
        pairs,
        np.zeros((len(pairs), len(LABELS)), np.float32),
        np.ones((len(pairs), len(LABELS)), np.float32),
    )
    _add_facts(example, evidence)
    example.links = list(_links(example))
    return example


def _add_facts(example: Example, evidence: list[tuple[dict[str, Any], set[int]]]) -> None:
    by_actors = defaultdict(list)
    for index, pair in enumerate(example.pairs):
        by_actors[frozenset((example.places[pair.first].actor, example.places[pair.second].actor))].append(index)
    for statement, sentences in evidence:
        instances = by_actors.get(frozenset((statement["subject"], statement["object"])), [])
        labels = {index: _label(example, index, statement) for index in instances}
        for index, label in labels.items():
            # The guide asks for the best evidence only: elsewhere the same may be said again, so nothing is learned there.
            example.label_mask[index, label] = example.label[index, label]
        for index in _shown(example, instances, sentences):
            label = labels[index]
            example.label[index, label] = example.label_mask[index, label] = 1
            example.facts.append((index, label, *_attributes(example, index, statement, sentences)))


def _label(example: Example, index: int, statement: Mapping[str, Any]) -> int:
    reverse = example.places[example.pairs[index].first].actor != statement["subject"]
    return (
        INDEX[statement["relation"], reverse] if (statement["relation"], True) in INDEX else INDEX[statement["relation"], False]
    )


def _where(example: Example, index: int) -> tuple[int, int]:
    pair = example.pairs[index]
    return example.places[pair.first].sentence, example.places[pair.second].sentence


def _shown(example: Example, instances: list[int], sentences: set[int]) -> list[int]:
    """The instances at which the evidence stands: within one of its sentences, else ending there, else the nearest."""
    if not instances or not sentences:
        return []
    same = [i for i in instances if _where(example, i)[0] == _where(example, i)[1] and _where(example, i)[0] in sentences]
    ending = [i for i in instances if _where(example, i)[1] in sentences] or [
        i for i in instances if _where(example, i)[0] in sentences
    ]
    if same or ending:
        return same or ending[:1]
    first, last = example.window.sentences
    if min(sentences) < first or max(sentences) > last:
        return []
    target = min(sentences)
    return [min(instances, key=lambda i: (abs(_where(example, i)[1] - target), i))]


def _attributes(
    example: Example, index: int, statement: Mapping[str, Any], sentences: set[int]
) -> tuple[int, int, int, list[int]]:
    second = int(_where(example, index)[1] in sentences)
    speaker = statement.get("speaker")
    voices = [i for i, place in enumerate(example.places) if place.actor == speaker] if speaker else [-1]
    return (
        list(Polarity).index(Polarity(statement["polarity"])),
        list(Modality).index(Modality(statement["modality"])),
        second,
        voices,
    )


def _links(example: Example) -> Iterator[tuple[int, int, int]]:
    """Pairs of mentions with different strings, the first occurrence of each."""
    first: dict[tuple[str, Kind], int] = {}
    for i, name in enumerate(example.names):
        first.setdefault((" ".join(similarity.words(name)), example.kinds[i]), i)
    for i, j in combinations(sorted(first.values()), 2):
        yield i, j, int(example.places[i].actor == example.places[j].actor)
